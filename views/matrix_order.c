/* The matrix's order, and what a filter leaves of it: see views/matrix.h. */
#include "views/matrix.h"

#include "core/rank.h"
#include "core/text.h"
#include "views/words.h"

#include <stdlib.h>
#include <string.h>

const struct view_choice matrix_sorts[] = {
    {"document", N_("in the document's order"), CHOICE_AT_NOTHING},
    {"behind", N_("regions most behind first"), CHOICE_AT_NOTHING},
    {"lacking", N_("regions most lacking first"), CHOICE_AT_NOTHING},
    {"columns", N_("tasks most behind first"), CHOICE_AT_NOTHING},
    {"column", N_("regions by this task, worst first"), CHOICE_AT_COLUMN},
    {"row", N_("tasks by this region, worst first"), CHOICE_AT_ROW},
    {NULL, NULL, CHOICE_AT_NOTHING},
};

const struct view_choice matrix_filters[] = {
    {"behind", N_("only behind"), CHOICE_AT_NOTHING},
    {"overdue", N_("only overdue"), CHOICE_AT_NOTHING},
    {NULL, NULL, CHOICE_AT_NOTHING},
};

/* ---- how bad a cell is ---- */

/* Worst last. */
static int badness(const struct matrix *matrix, const struct matrix_cell *cell)
{
    static const int duties[] = {
        [DUTY_UNKNOWN] = 0, [DUTY_CLOSED] = 1,   [DUTY_PRESENT] = 1, [DUTY_IN_TIME] = 2,
        [DUTY_NONE] = 3,    [DUTY_DUE_SOON] = 4, [DUTY_OVERDUE] = 5,
    };
    const struct state_row *states = matrix->frame.context->states;
    const struct state_row *const order[] = {
        &missing_rows[MISSING_NOT_DUE], &states[PROGRESS_DONE],
        &states[PROGRESS_AHEAD],        &states[PROGRESS_ON],
        &states[PROGRESS_QUALITATIVE],  &states[PROGRESS_NOT_COMPUTABLE],
        &weight_rows[WEIGHT_LACKING],   &weight_rows[WEIGHT_FAILED],
        &states[PROGRESS_BEHIND],       &weight_rows[WEIGHT_HALF],
    };
    if (!cell->state)
        return duties[cell->duty.state];
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (cell->state == order[i])
            return (int)i + 1;
    return 0; /* nothing there to judge */
}

static double gap_of(const struct tally *tally)
{
    return tally->has_gap ? tally->least_gap : 0;
}

static int compare_counts(int a, int b)
{
    return (a < b) - (a > b); /* more first */
}

/* Negative if a is worse: by state, by the share that is behind, by the widest gap. */
static int compare_cells(const struct matrix *matrix, const struct matrix_cell *a,
                         const struct matrix_cell *b)
{
    int order = compare_counts(badness(matrix, a), badness(matrix, b));
    if (order == 0 && !a->state)
        return compare_counts(a->duty.overdue, b->duty.overdue);
    if (order == 0)
        order = compare_counts(a->tally.behind * tally_judged(&b->tally),
                               b->tally.behind * tally_judged(&a->tally));
    return order != 0 ? order
                      : rank_compare(gap_of(&a->tally), gap_of(&b->tally),
                                     matrix->frame.context->rules.gap_decimals);
}

/* ---- sorting ---- */

struct key {
    const struct matrix *matrix;
    const struct matrix_cell *cell;
    int first, second; /* more first */
    bool last;         /* part four */
    size_t at, from;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int order = x->last - y->last;
    if (order == 0 && x->cell && !x->last)
        order = compare_cells(x->matrix, x->cell, y->cell);
    if (order == 0 && !x->last)
        order = compare_counts(x->first, y->first);
    if (order == 0 && !x->last)
        order = compare_counts(x->second, y->second);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static void sort_rows(struct matrix *matrix, const struct matrix_column *column,
                      bool lacking)
{
    struct arena *arena = matrix->frame.arena;
    size_t n = matrix->n_rows;
    struct key *keys = arena_alloc(arena, n * sizeof *keys);
    struct matrix_row *sorted = arena_alloc(arena, n * sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        const struct matrix_row *row = &matrix->rows[i];
        keys[i] = (struct key){
            .matrix = matrix,
            .cell = column ? matrix_cell(row, column) : NULL,
            .first = column    ? 0
                     : lacking ? row->lacking
                               : row->behind,
            .second = column    ? 0
                      : lacking ? row->behind
                                : row->half,
            .at = row->at,
            .from = i,
        };
    }
    if (n > 0)
        qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 0; i < n; i++)
        sorted[i] = matrix->rows[keys[i].from];
    matrix->rows = sorted;
}

static void sort_columns(struct matrix *matrix, const struct matrix_row *row)
{
    struct arena *arena = matrix->frame.arena;
    size_t n = matrix->n_columns;
    struct key *keys = arena_alloc(arena, n * sizeof *keys);
    struct matrix_column *sorted = arena_alloc(arena, n * sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        const struct matrix_column *column = &matrix->columns[i];
        keys[i] = (struct key){
            .matrix = matrix,
            .cell = row ? matrix_cell(row, column) : NULL,
            .first = row ? 0 : column->behind,
            .second = row ? 0 : column->half,
            .last = !matrix_is_task(column),
            .at = column->at,
            .from = i,
        };
    }
    if (n > 0)
        qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 0; i < n; i++)
        sorted[i] = matrix->columns[keys[i].from];
    matrix->columns = sorted;
    matrix->by_column = true;
}

void matrix_sort(struct matrix *matrix, const char *sort, const char *at)
{
    if (strcmp(sort, "behind") == 0 || strcmp(sort, "lacking") == 0)
        sort_rows(matrix, NULL, strcmp(sort, "lacking") == 0);
    else if (strcmp(sort, "columns") == 0)
        sort_columns(matrix, NULL);
    else if (strcmp(sort, "column") == 0)
        for (size_t c = 0; c < matrix->n_columns; c++) {
            if (strcmp(matrix->columns[c].task->code, at) == 0) {
                sort_rows(matrix, &matrix->columns[c], false);
                break;
            }
        }
    else if (strcmp(sort, "row") == 0)
        for (size_t r = 0; r < matrix->n_rows; r++)
            if (matrix->rows[r].region->code == (int32_t)strtol(at, NULL, 10)) {
                sort_columns(matrix, &matrix->rows[r]);
                break;
            }
}

/* ---- filters ---- */

/* Does a unit of that name lead the task, or a region's work on it? */
static bool leads(const struct matrix *matrix, const struct task *task,
                  const char *words)
{
    if (text_contains(task->lead, words))
        return true;
    const struct register_list *ledger = &matrix->registers.ledger;
    for (size_t i = 0; i < ledger->n; i++)
        if (ledger->items[i].task == task &&
            text_contains(item_field(ledger->items[i].item, "lead"), words))
            return true;
    return false;
}

void matrix_filter(struct matrix *matrix, const char *filter)
{
    bool behind = strcmp(filter, "behind") == 0;
    bool overdue = strcmp(filter, "overdue") == 0;
    if (!*filter)
        return;
    size_t n = 0;
    for (size_t c = 0; c < matrix->n_columns; c++) {
        const struct matrix_column *column = &matrix->columns[c];
        if (behind    ? column->behind > 0
            : overdue ? column->overdue > 0
                      : leads(matrix, column->task, filter))
            matrix->columns[n++] = *column;
    }
    matrix->n_columns = n;
    if (behind || overdue) {
        n = 0;
        for (size_t r = 0; r < matrix->n_rows; r++) {
            bool any = false;
            for (size_t c = 0; c < matrix->n_columns; c++) {
                const struct matrix_cell *cell =
                    matrix_cell(&matrix->rows[r], &matrix->columns[c]);
                any |= behind ? matrix_cell_behind(matrix, cell) : cell->overdue > 0;
            }
            if (any)
                matrix->rows[n++] = matrix->rows[r];
        }
        matrix->n_rows = n;
    }
    matrix_count(matrix);
}
