/*
 * Cells: what stands in a column of a row, read as what it should be.
 *
 * Owns: how codes, numbers, dates, lists and fixed words are written in the catalogue's
 * files. A wrong cell is listed as a mistake of its row (which makes the row bad) and
 * reads as "", 0 or NULL.
 * Must never know: which file the row belongs to.
 */
#ifndef CATALOG_CELL_H
#define CATALOG_CELL_H

#include "catalog/table.h"

/* Text; cell_needed lists an empty one. */
const char *cell_text(const struct table *table, int column);
const char *cell_needed(struct table *table, int column);

/* A code of at most CODE_SIZE - 1 letters, digits, points and hyphens. */
const char *cell_code(struct table *table, int column);

/* Reports the cell as none of those that the column takes. */
void cell_refuse(struct table *table, int column, const char *list);

/* The position of the cell among the words (NULL-terminated). */
int cell_choice(struct table *table, int column, const char *const *words);

/* A finite number; a whole one within bounds. */
double cell_number(struct table *table, int column);
int cell_integer(struct table *table, int column, int least, int most);
/* A region's code, 0 if the cell is empty; cell_region lists one that the catalogue
 * does not have. */
int32_t cell_region_code(struct table *table, int column);
int32_t cell_region(struct table *table, int column);

/* ">", ">=", "=", ..; never empty. */
enum qualifier cell_qualifier(struct table *table, int column);
struct period cell_period(struct table *table, int column);

/* YYYY-MM-DD, YYYY-MM or YYYY: the last day of it; 0 if the cell is empty. */
int32_t cell_day(struct table *table, int column);

/* The parts between 、; NULL-terminated. */
const char *const *cell_list(struct table *table, int column);

/* The row that a cell refers to; 0, with the mistake listed, if there is none. */
uint32_t cell_reference(struct table *table, int column,
                        const struct catalog_index *index);

/* Lists every one of these columns that is not empty. */
void cells_empty(struct table *table, const int *columns, size_t n);

#endif
