/* The matrix in words: see views/matrix_text.h. */
#include "views/matrix_text.h"

#include "views/words.h"

#include <string.h>

static const struct state_row duty_none = {N_("NR"), N_("nothing entered"), ROLE_WARN};
static const struct state_row duty_present = {".", N_("entered"), ROLE_TEXT};

static const struct state_row *duty_row(enum duty_state state)
{
    static const struct state_row *const rows[] = {
        [DUTY_UNKNOWN] = &missing_rows[MISSING_UNPUBLISHED],
        [DUTY_NONE] = &duty_none,
        [DUTY_PRESENT] = &duty_present,
        [DUTY_IN_TIME] = &deadline_rows[DEADLINE_IN_TIME],
        [DUTY_DUE_SOON] = &deadline_rows[DEADLINE_DUE_SOON],
        [DUTY_OVERDUE] = &deadline_rows[DEADLINE_OVERDUE],
        [DUTY_CLOSED] = &deadline_rows[DEADLINE_CLOSED],
    };
    return rows[state];
}

struct state_row matrix_shown(const struct matrix *matrix,
                              const struct matrix_cell *cell)
{
    const struct view_context *context = matrix->frame.context;
    if (!cell->state)
        return *duty_row(cell->duty.state);
    struct state_row shown = *cell->state;
    if (tally_state_behind(context, cell->state))
        shown.role = context->states[PROGRESS_BEHIND].role;
    return shown;
}

/* ---- cells ---- */

static const char *duty_text(const struct matrix *matrix, const struct duty *duty,
                             const char *name)
{
    struct arena *arena = matrix->frame.arena;
    if (duty->state == DUTY_UNKNOWN)
        return arena_printf(arena, _("%s: no source delivers its register"), name);
    const char *state = state_text(duty_row(duty->state), arena);
    if (duty->basis[0])
        return arena_printf(arena, _("%1$s: %2$s, by %3$s"), name, state, duty->basis);
    if (duty->overdue > 0)
        return arena_printf(arena, _("%1$s: %2$s, items %3$d, overdue %4$d"), name,
                            state, duty->n, duty->overdue);
    return arena_printf(arena, _("%1$s: %2$s, items %3$d"), name, state, duty->n);
}

/* Who in the column is behind, in the rows' order; "" if nobody is. */
static const char *laggards(const struct matrix *matrix,
                            const struct matrix_column *column)
{
    struct arena *arena = matrix->frame.arena;
    const char *text = "";
    for (size_t r = 0; r < matrix->n_rows; r++)
        if (matrix_cell_behind(matrix, matrix_cell(&matrix->rows[r], column)))
            text = arena_printf(
                arena, "%s%s%s", text, *text ? _(", ") : "",
                region_short(matrix->rows[r].region, matrix->frame.context->language));
    return text;
}

/* What a judged cell counts: k of n, and the widest gap where one is behind. */
static const char *counted(const struct matrix *matrix, const struct tally *tally)
{
    struct arena *arena = matrix->frame.arena;
    const char *text = arena_printf(arena, _("%1$d of %2$d judged behind"),
                                    tally->behind, tally_judged(tally));
    return tally->worst
               ? arena_printf(arena, _("%1$s, gap %2$s pts"), text,
                              points_text(tally->worst_gap,
                                          &matrix->frame.context->rules, arena))
               : text;
}

static const char *task_text(const struct matrix *matrix,
                             const struct matrix_cell *cell, const char *name)
{
    struct arena *arena = matrix->frame.arena;
    const struct tally *tally = &cell->tally;
    if (tally->total == 0)
        return arena_printf(arena, _("%s: no region reports any of its indicators"),
                            name);
    if (cell->state == &missing_rows[MISSING_NOT_APPLICABLE])
        return arena_printf(arena, _("%s: its indicators do not apply here"), name);
    if (tally_state_lacking(cell->state))
        return arena_printf(arena, _("%1$s: %2$s, %3$d of %4$d indicators reported"),
                            name, _(cell->state->word), tally->with_value,
                            tally_due(tally));
    const char *state = state_text(cell->state, arena);
    if (tally_judged(tally) == 0)
        return arena_printf(
            arena, _("%1$s: %2$s, %3$d of %4$d with a figure, none can be judged"),
            name, state, tally->with_value, tally->total);
    return arena_printf(arena, "%s%s%s%s%s", name, _(": "), state, _(", "),
                        counted(matrix, tally));
}

const char *matrix_cell_text(const struct matrix *matrix, const struct matrix_row *row,
                             const struct matrix_column *column)
{
    struct arena *arena = matrix->frame.arena;
    enum language language = matrix->frame.context->language;
    const struct matrix_cell *cell = matrix_cell(row, column);
    const char *name =
        arena_printf(arena, "%s %s %s", region_short(row->region, language),
                     column->task->code, task_short(column->task, language));
    const char *text = cell->state ? task_text(matrix, cell, name)
                                   : duty_text(matrix, &cell->duty, name);
    if (cell->state && cell->overdue > 0)
        text =
            arena_printf(arena, _("%1$s; ledger: %2$d overdue"), text, cell->overdue);
    if (!cell->state || (column->behind == 0 && row->behind == 0))
        return text;
    text = arena_printf(arena, _("%1$s; row %2$d behind, column %3$d"), text,
                        row->behind, column->behind);
    return column->behind > 0
               ? arena_printf(arena, "%s%s%s", text, _(": "), laggards(matrix, column))
               : text;
}

/* ---- rows and heads ---- */

const char *matrix_row_text(const struct matrix *matrix, const struct matrix_row *row)
{
    struct arena *arena = matrix->frame.arena;
    const char *name = region_name(row->region, matrix->frame.context->language);
    int n = 0;
    for (size_t c = 0; c < matrix->n_columns; c++)
        n += matrix_is_task(&matrix->columns[c]);
    const char *text =
        row->judged > 0
            ? arena_printf(arena,
                           _("%1$s: %2$d of %3$d tasks can be judged, %4$d with "
                             "indicators behind; too few report: %5$d"),
                           name, row->judged, n, row->behind, row->lacking)
            : arena_printf(arena,
                           _("%1$s: none of %2$d tasks can be judged, figures for "
                             "%3$d; too few report: %4$d"),
                           name, n, row->with, row->lacking);
    return row->overdue > 0 ? arena_printf(arena, _("%1$s; ledger: %2$d overdue"), text,
                                           row->overdue)
                            : text;
}

const char *matrix_column_text(const struct matrix *matrix,
                               const struct matrix_column *column)
{
    struct arena *arena = matrix->frame.arena;
    const char *name =
        arena_printf(arena, "%s %s", column->task->code,
                     task_title(column->task, matrix->frame.context->language));
    if (column->behind == 0)
        return arena_printf(arena, _("%s: nobody behind"), name);
    return column->half > 0
               ? arena_printf(arena, _("%1$s: %2$d behind, %3$d by half or more: %4$s"),
                              name, column->behind, column->half,
                              laggards(matrix, column))
               : arena_printf(arena, _("%1$s: %2$d behind: %3$s"), name, column->behind,
                              laggards(matrix, column));
}

/* ---- the legend ---- */

static bool occurs(const struct matrix *matrix, const struct state_row *state)
{
    for (size_t r = 0; r < matrix->n_rows; r++)
        for (size_t c = 0; c < matrix->n_columns; c++) {
            const struct matrix_cell *cell =
                matrix_cell(&matrix->rows[r], &matrix->columns[c]);
            if (state == (cell->state ? cell->state : duty_row(cell->duty.state)))
                return true;
        }
    return false;
}

static const char *signs(const struct matrix *matrix,
                         const struct state_row *const *rows, size_t n)
{
    struct arena *arena = matrix->frame.arena;
    const char *text = "";
    for (size_t i = 0; i < n; i++)
        if (occurs(matrix, rows[i]))
            text = arena_printf(arena, "%s%s%s", text, *text ? "  " : "",
                                state_text(rows[i], arena));
    return text;
}

const char *matrix_legend(const struct matrix *matrix)
{
    const struct state_row *states = matrix->frame.context->states;
    const struct state_row *const tasks[] = {
        &states[PROGRESS_BEHIND],
        &weight_rows[WEIGHT_HALF],
        &states[PROGRESS_ON],
        &states[PROGRESS_AHEAD],
        &states[PROGRESS_DONE],
        &states[PROGRESS_QUALITATIVE],
        &states[PROGRESS_NOT_COMPUTABLE],
        &missing_rows[MISSING_UNPUBLISHED],
        &missing_rows[MISSING_NOT_DUE],
        &missing_rows[MISSING_NOT_APPLICABLE],
        &weight_rows[WEIGHT_LACKING],
        &weight_rows[WEIGHT_FAILED],
    };
    const struct state_row *const duties[] = {
        &deadline_rows[DEADLINE_OVERDUE],
        &deadline_rows[DEADLINE_DUE_SOON],
        &deadline_rows[DEADLINE_IN_TIME],
        &deadline_rows[DEADLINE_CLOSED],
        &duty_present,
        &duty_none,
    };
    const char *first = signs(matrix, tasks, sizeof tasks / sizeof *tasks);
    const char *second = signs(matrix, duties, sizeof duties / sizeof *duties);
    return *second ? arena_printf(matrix->frame.arena, _("%1$s\nPart four: %2$s"),
                                  first, second)
                   : first;
}
