/* Sheets in tests: as text, and what must hold of every one. */
#ifndef TESTS_SHEETS_H
#define TESTS_SHEETS_H

#include "views/layout.h"

/* The lines as text, one a line, without blanks at their ends. */
const char *sheet_text(const struct sheet_line *lines, size_t n, struct arena *arena);

/* Fails the running cmocka test unless every span lies within the usable cells, right
 * of the one before it, and as wide as its text; and items are in order. */
void sheet_check(const struct sheet *sheet, const struct layout_rules *rules);
void lines_check(const struct sheet_line *lines, size_t n,
                 const struct layout_rules *rules);

#endif
