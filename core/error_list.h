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
/* tui */
/* application */
/* clang-format on */
