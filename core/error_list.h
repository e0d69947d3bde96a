/*
 * Every error, one row: ERROR_ROW(code, number of arguments, message).
 * %1$s .. %4$s are the arguments in order. A message says what happened, where, and
 * what to do next. Included several times; has no include guard on purpose.
 */
/* clang-format off */
/* general */
ERROR_ROW(ERROR_OPEN, 2, N_("%1$s cannot be opened: %2$s. Check that it exists and that this account may read it."))
ERROR_ROW(ERROR_READ, 2, N_("%1$s cannot be read: %2$s."))
ERROR_ROW(ERROR_WRITE, 2, N_("%1$s cannot be written: %2$s. Choose a directory that this account may write with --cache."))
ERROR_ROW(ERROR_TOO_LARGE, 2, N_("%1$s is larger than the limit of %2$s bytes."))
ERROR_ROW(ERROR_NOT_UTF8, 2, N_("%1$s is not valid UTF-8: byte %2$s. Ask the sender for UTF-8."))
ERROR_ROW(ERROR_PERIOD, 1, N_("\"%1$s\" is not a period that aiplus knows."))
ERROR_ROW(ERROR_DATE, 1, N_("\"%1$s\" is not a date. Write it as YYYY-MM-DD, for example 2026-06-30."))
ERROR_ROW(ERROR_NUMBER, 2, N_("\"%1$s\" is not a number: character %2$s does not belong to one."))
ERROR_ROW(ERROR_NUMBER_EMPTY, 0, N_("The value is empty where a number is needed."))
ERROR_ROW(ERROR_NUMBER_RANGE, 1, N_("The number %1$s is out of range."))
/* catalogue */
ERROR_ROW(ERROR_CATALOG_FILE, 2, N_("%1$s is none of the catalogue's files, so it would have no effect. Give it the name of the file that it is to replace: %2$s."))
ERROR_ROW(ERROR_CATALOG_EMPTY, 1, N_("%1$s holds no rows. Take the file away to use the built-in one, or fill it."))
ERROR_ROW(ERROR_CATALOG_ROWS, 2, N_("%1$s has more than %2$s lines. Split off what does not belong to the catalogue."))
ERROR_ROW(ERROR_CATALOG_MANY, 1, N_("There are more than %1$s mistakes in the catalogue's files. Correct those above and check again."))
ERROR_ROW(ERROR_CATALOG_COLUMN_MISSING, 3, N_("%1$s, line %2$s: the column \"%3$s\" is missing. The first line must name every column of the built-in file."))
ERROR_ROW(ERROR_CATALOG_COLUMN_UNKNOWN, 3, N_("%1$s, line %2$s: there is no column \"%3$s\" in this file. Correct its name or take it away."))
ERROR_ROW(ERROR_CATALOG_COLUMN_TWICE, 3, N_("%1$s, line %2$s: the column \"%3$s\" is there twice. Take one away."))
ERROR_ROW(ERROR_CATALOG_CELLS, 4, N_("%1$s, line %2$s has %3$s cells, the first line has %4$s. Separate cells by exactly one tab, and keep empty cells."))
ERROR_ROW(ERROR_CATALOG_UTF8, 3, N_("%1$s, line %2$s is not valid UTF-8: byte %3$s. Save the file as UTF-8."))
ERROR_ROW(ERROR_CATALOG_CONTROL, 3, N_("%1$s, line %2$s holds the character %3$s, which must not be in a text. Take it out."))
ERROR_ROW(ERROR_CATALOG_CELL_EMPTY, 3, N_("%1$s, line %2$s: \"%3$s\" is empty. Fill it in."))
ERROR_ROW(ERROR_CATALOG_CELL_FULL, 4, N_("%1$s, line %2$s: \"%3$s\" must be empty here, but reads \"%4$s\"."))
ERROR_ROW(ERROR_CATALOG_CODE, 3, N_("%1$s, line %2$s: \"%3$s\" cannot be a code. Use at most 15 letters, digits, points and hyphens."))
ERROR_ROW(ERROR_CATALOG_TWICE, 3, N_("%1$s, line %2$s: %3$s is there already. Take one of the two rows away."))
ERROR_ROW(ERROR_CATALOG_UNKNOWN, 4, N_("%1$s, line %2$s: \"%4$s\" in the column \"%3$s\" is not in the catalogue. Correct it, or add it to its own file."))
ERROR_ROW(ERROR_CATALOG_CHOICE, 4, N_("%1$s, line %2$s: \"%3$s\" is not allowed here. Write one of: %4$s."))
ERROR_ROW(ERROR_CATALOG_NUMBER, 4, N_("%1$s, line %2$s: \"%4$s\" in \"%3$s\" is not a number that fits there. Write plain digits, without separators or units."))
ERROR_ROW(ERROR_CATALOG_PERIOD, 3, N_("%1$s, line %2$s: \"%3$s\" is not a period. Write for example 2025, 2025H1, 2025-12, 2025-07-30 or 2025-01/2025-08."))
ERROR_ROW(ERROR_CATALOG_DATE, 3, N_("%1$s, line %2$s: \"%3$s\" is not a date. Write YYYY-MM-DD, or YYYY-MM or YYYY if no more is known."))
ERROR_ROW(ERROR_CATALOG_PARENT, 4, N_("%1$s, line %2$s: %3$s cannot belong to \"%4$s\". Name an existing one of a higher level."))
ERROR_ROW(ERROR_CATALOG_ORDER, 3, N_("%1$s, line %2$s: region %3$s is out of order. Sort the rows by code, each code once, the nation first."))
ERROR_ROW(ERROR_CATALOG_PROVINCIAL, 3, N_("%1$s, line %2$s: %3$s stands behind an indicator of the provinces' own. Put the rows with provincial = yes last."))
ERROR_ROW(ERROR_CATALOG_UNIT, 4, N_("%1$s, line %2$s: the unit \"%3$s\" is neither the indicator's own, \"%4$s\", nor one that converts to it. Use the indicator's unit, or another indicator."))
ERROR_ROW(ERROR_CATALOG_NO_TEXT, 3, N_("%1$s, line %2$s: task %3$s has no text. Add a passage with this id to opinions.tsv."))
/* fetch */
/* store */
/* views */
ERROR_ROW(ERROR_VIEW_REGION, 1, N_("There is no region \"%1$s\". Use a code of GB/T 2260 such as 430000, or a name."))
ERROR_ROW(ERROR_VIEW_TASK, 1, N_("There is no task \"%1$s\". Tasks are G0, A1 to A6.2, B7 to B14 and C1 to C4."))
ERROR_ROW(ERROR_VIEW_INDICATOR, 1, N_("There is no indicator \"%1$s\". Look for its name with /."))
ERROR_ROW(ERROR_ADDRESS, 1, N_("There is no page \"%1$s\". An address is page[/id][@region], for example task/A2.2@430000; aiplus --print=help lists the pages."))
ERROR_ROW(ERROR_ADDRESS_REGION, 1, N_("The page \"%1$s\" is not kept by region. Leave out what follows the @."))
ERROR_ROW(ERROR_VIEW_SOURCE, 1, N_("There is no data source \"%1$s\". The page \"sources\" lists those that were fetched."))
/* tui */
/* application */
ERROR_ROW(ERROR_OPTION_UNKNOWN, 1, N_("There is no option %1$s. See aiplus --help."))
ERROR_ROW(ERROR_OPTION_NEEDS, 1, N_("%1$s needs something behind it. See aiplus --help."))
ERROR_ROW(ERROR_OPTION_VALUE, 3, N_("%1$s does not take \"%2$s\"; it takes %3$s."))
ERROR_ROW(ERROR_OPTION_EXTRA, 1, N_("\"%1$s\" is too much on the command line. See aiplus --help."))
ERROR_ROW(ERROR_FORMAT_UNKNOWN, 1, N_("There is no format \"%1$s\". See aiplus --help."))
ERROR_ROW(ERROR_REGION_UNKNOWN, 1, N_("\"%1$s\" is no region, or several bear that name. Write its six-digit code, for example 430000."))
ERROR_ROW(ERROR_NOW, 1, N_("AIPLUS_NOW is \"%1$s\", which is no time. Write it as 2026-11-05T06:15:00+08:00."))
ERROR_ROW(ERROR_CONFIG, 3, N_("%1$s, line %2$s: %3$s. Correct this line; see aiplus.conf(5)."))
ERROR_ROW(ERROR_CONFIG_UNKNOWN, 3, N_("%1$s, line %2$s: there is no setting \"%3$s\". Check its spelling; see aiplus.conf(5)."))
ERROR_ROW(ERROR_CONFIG_VALUE, 4, N_("%1$s, line %2$s: the setting \"%3$s\" %4$s."))
ERROR_ROW(ERROR_CONFIG_SOURCE, 4, N_("%1$s, line %2$s: source \"%3$s\" %4$s."))
ERROR_ROW(ERROR_NO_CONFIG, 0, N_("There is no configuration, so there is nothing to collect from. Write one (see aiplus.conf(5)) or name one with --config."))
ERROR_ROW(ERROR_NO_SOURCES, 1, N_("%1$s names no source. Add a source section; see aiplus.conf(5)."))
ERROR_ROW(ERROR_SOURCE_UNKNOWN, 2, N_("There is no source \"%1$s\" in %2$s."))
ERROR_ROW(ERROR_OFFLINE, 0, N_("--offline was asked for, so nothing is collected."))
ERROR_ROW(ERROR_COLLECTOR, 1, N_("The collector could not be started: %1$s."))
ERROR_ROW(ERROR_COLLECTOR_DIED, 1, N_("The collector ended unexpectedly (%1$s). The data shown is unharmed; try again with r."))
ERROR_ROW(ERROR_OUTPUT, 1, N_("The output could not be written: %1$s. Nothing is lost; try again."))
/* clang-format on */
