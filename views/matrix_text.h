/*
 * What the matrix says in words and signs: cells, rows, heads, the legend.
 *
 * Owns: the detail lines. Must never know: layout.
 */
#ifndef VIEWS_MATRIX_TEXT_H
#define VIEWS_MATRIX_TEXT_H

#include "views/matrix.h"

/* How a cell is shown; a duty's state has a row like any other. */
struct state_row matrix_shown(const struct matrix *matrix,
                              const struct matrix_cell *cell);

/* "Hunan A2.2 Industry: ! Behind, ..": the state, k of n, the gap, what row and column
 * come to, and who in the column is behind. */
const char *matrix_cell_text(const struct matrix *matrix, const struct matrix_row *row,
                             const struct matrix_column *column);
const char *matrix_row_text(const struct matrix *matrix, const struct matrix_row *row);
const char *matrix_column_text(const struct matrix *matrix,
                               const struct matrix_column *column);

/* The signs that occur, with their words; part four's after the others'. */
const char *matrix_legend(const struct matrix *matrix);

#endif
