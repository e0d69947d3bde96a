/* Workbooks for tests, written part by part, so that each can be wrong in its own way.
 */
#ifndef TESTS_LIB_WORKBOOK_H
#define TESTS_LIB_WORKBOOK_H

#include <stddef.h>

struct workbook_part {
    const char *name;
    const char *text; /* NULL takes the part out of the plain workbook */
    size_t size;      /* 0: as long as the text */
};

/* A zip archive of these parts, ends with a NULL name; from malloc. */
char *workbook_zip(const struct workbook_part *parts, size_t *size);

/* A plain workbook with one sheet 表一 of these rows ("<row r=\"1\">..</row>"), what
 * stands behind them in the sheet, shared texts ("<si>..</si>") and styles; any may be
 * NULL. `others` (NULL or ending with a NULL name) are put in place of its parts or
 * beside them. From malloc. */
struct workbook {
    const char *rows, *behind, *strings, *styles;
    const struct workbook_part *others;
};
char *workbook_make(const struct workbook *workbook, size_t *size);

#endif
