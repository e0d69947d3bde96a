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
ERROR_ROW(ERROR_VIEW_REGION, 1, N_("There is no region \"%1$s\". Use a code of GB/T 2260 such as 430000, or a name."))
ERROR_ROW(ERROR_VIEW_TASK, 1, N_("There is no task \"%1$s\". Tasks are G0, A1 to A6.2, B7 to B14 and C1 to C4."))
ERROR_ROW(ERROR_VIEW_INDICATOR, 1, N_("There is no indicator \"%1$s\". Look for its name with /."))
ERROR_ROW(ERROR_ADDRESS, 1, N_("There is no page \"%1$s\". An address is page[/id][@region], for example task/A2.2@430000; aiplus --print=help lists the pages."))
ERROR_ROW(ERROR_ADDRESS_REGION, 1, N_("The page \"%1$s\" is not kept by region. Leave out what follows the @."))
ERROR_ROW(ERROR_VIEW_SOURCE, 1, N_("There is no data source \"%1$s\". The page \"sources\" lists those that were fetched."))
/* tui */
ERROR_ROW(ERROR_TERMINAL, 1, N_("There is no terminal for the dashboard (TERM is \"%1$s\"). Start it in a terminal window, set TERM to its kind (for example xterm-256color), or print pages with aiplus --print."))
ERROR_ROW(ERROR_THEME_COLUMNS, 2, N_("%1$s, line %2$s: a line has four columns: role, foreground, attributes, monochrome. Write - where there are none."))
ERROR_ROW(ERROR_THEME_ROLE, 3, N_("%1$s, line %2$s: \"%3$s\" is not a role. The theme default.theme shows them all."))
ERROR_ROW(ERROR_THEME_TWICE, 3, N_("%1$s, line %2$s: the role %3$s has a line already. Take one of the two away."))
ERROR_ROW(ERROR_THEME_COLOUR, 3, N_("%1$s, line %2$s: \"%3$s\" is not a colour. Write default, a colour such as red or bright-red, or a number from 0 to 255."))
ERROR_ROW(ERROR_THEME_ATTRIBUTE, 3, N_("%1$s, line %2$s: \"%3$s\" is not an attribute. Write -, or bold, dim, underline, reverse joined by commas."))
ERROR_ROW(ERROR_NOT_ON_PAGE, 1, N_("\"%1$s\" does not occur on this page."))
/* application */
/* clang-format on */
