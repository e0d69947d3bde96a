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
/* fetch */
/* store */
/* views */
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
