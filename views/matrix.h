/*
 * The matrix: regions x tasks, counted.
 *
 * Owns: which regions and tasks stand in it, what each cell counts, what rows and
 * columns come to, their order and what a filter leaves.
 * Must never know: symbols, layout.
 *
 * What a cell counts: the task's indicators that any feed delivers for these regions,
 * that is, those with a stored value for at least one of them (of a reporting unit: for
 * one of the regions beside its members). An indicator that nobody reports is
 * unpublished, not lacking, and does not count. What state they come to is
 * core/rollup.h's. Part four is judged by the registers and counts in no sum.
 */
#ifndef VIEWS_MATRIX_H
#define VIEWS_MATRIX_H

#include "views/frame.h"
#include "views/register.h"
#include "views/tally.h"

#include <stdbool.h>
#include <stddef.h>

struct matrix_cell {
    struct tally tally;
    const struct state_row *state; /* NULL for a duty */
    struct duty duty;
    int overdue; /* ledger items of this task here that are */
};

struct matrix_column {
    const struct task *task;
    size_t at; /* its cell in every row; the document's order */
    int behind, half, lacking, overdue;
};

struct matrix_row {
    const struct region *region;
    struct matrix_cell *cells; /* by matrix_column.at */
    size_t at;                 /* the regions' order */
    int behind, half, lacking, judged, with, overdue;
};

struct matrix {
    struct frame frame;
    const struct region *region;       /* whose parts the rows are */
    const struct reporting_unit *unit; /* or whose members; NULL */
    struct matrix_row *rows;
    size_t n_rows, all_rows; /* shown; without a filter */
    struct matrix_column *columns;
    size_t n_columns, all_columns;
    struct duty_registers registers;
    bool any;       /* does any indicator count? */
    bool by_column; /* columns are not in the document's order */
    int n_behind, n_half, n_judged, n_with, n_cells; /* of what is shown */
};

/* Reads all of it. The frame is open; region and unit are set. */
bool matrix_read(struct matrix *matrix, struct error *error);

/* Sums rows and columns of what is shown. */
void matrix_count(struct matrix *matrix);

/* Is the column one of the 25 tasks? Part four is not. */
bool matrix_is_task(const struct matrix_column *column);

const struct matrix_cell *matrix_cell(const struct matrix_row *row,
                                      const struct matrix_column *column);
bool matrix_cell_behind(const struct matrix *matrix, const struct matrix_cell *cell);

/* Leaves the rows and columns that a filter asks for: "behind", "overdue", else those
 * tasks that a unit of that name leads, by the catalogue or by the regions' own ledgers
 * (their division of labour). "" leaves all. */
void matrix_filter(struct matrix *matrix, const char *filter);

/* Puts rows or columns in the order of a sort; ties stay in the document's order, and a
 * difference that is not shown is a tie. Part four stays at the end. */
void matrix_sort(struct matrix *matrix, const char *sort, const char *at);

/* What filter and sort offer. */
extern const struct view_choice matrix_sorts[], matrix_filters[];

/* matrix_block.c: the block, and a sentence on the task that most are behind in (NULL:
 * none is). */
void matrix_block(struct matrix *matrix);
const struct matrix_column *matrix_worst(const struct matrix *matrix);

#endif
