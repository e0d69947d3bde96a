/*
 * Merged cells of a sheet: what a cell shows that has no text of its own.
 *
 * Owns: the ranges, which stand behind the rows in the file, and the texts of those
 * that are open while the rows go by.
 * Must never know: XML, tables.
 */
#ifndef FETCH_XLSX_MERGE_H
#define FETCH_XLSX_MERGE_H

#include "core/arena.h"
#include "core/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { MERGE_MOST = 100000, MERGE_COLUMNS = 256 };

struct merge {
    uint32_t row, last_row;
    uint32_t column, last_column; /* from 0 */
};

/* A zeroed struct with its arena is valid and empty. */
struct merges {
    struct arena *arena;
    struct merge *list;
    size_t n, next; /* next: the first that begins below the row in hand */
    struct {
        uint32_t row, last_row; /* 0: none is open in that column */
        struct buffer text;
    } open[MERGE_COLUMNS];
};

/* Adds "B2:B5"; false if there are too many. What is no range is left out. */
bool merges_add(struct merges *merges, const char *range);

/* After the last one. */
void merges_sort(struct merges *merges);

/* The next row with its texts, NULL where there is none; rows ascend. `covers` receives
 * the text that shows in each cell from a merged one above, or NULL; *tall and *broad:
 * whether a cell of this row reaches into the next row or column. */
void merges_row(struct merges *merges, uint32_t row, const char *const *texts,
                const char **covers, bool *tall, bool *broad);

void merges_release(struct merges *merges);

/* "AB12" -> row 12, column 27; false if it is no cell. Moves *text behind it. */
bool xlsx_reference(const char **text, uint32_t *row, uint32_t *column);

#endif
