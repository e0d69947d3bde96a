/* The matrix, read and counted: see views/matrix.h. */
#include "views/matrix.h"

#include <string.h>

bool matrix_is_task(const struct matrix_column *column)
{
    return column->task->kind != TASK_DUTY;
}

const struct matrix_cell *matrix_cell(const struct matrix_row *row,
                                      const struct matrix_column *column)
{
    return &row->cells[column->at];
}

bool matrix_cell_behind(const struct matrix *matrix, const struct matrix_cell *cell)
{
    return cell->state ? tally_state_behind(matrix->frame.context, cell->state)
                       : cell->duty.state == DUTY_OVERDUE;
}

/* ---- rows and columns ---- */

static void add_row(struct matrix *matrix, const struct region *region)
{
    if (!region || region_outside(region))
        return;
    struct arena *arena = matrix->frame.arena;
    struct matrix_row *row = &matrix->rows[matrix->n_rows];
    *row = (struct matrix_row){.region = region, .at = matrix->n_rows++};
    row->cells = arena_alloc(arena, matrix->n_columns * sizeof *row->cells);
}

static void add_rows(struct matrix *matrix)
{
    const struct catalog *catalog = matrix->frame.context->catalog;
    struct arena *arena = matrix->frame.arena;
    size_t n = 0;
    if (matrix->unit) {
        while (matrix->unit->regions[n])
            n++;
        matrix->rows = arena_alloc(arena, n * sizeof *matrix->rows);
        for (size_t i = 0; i < n; i++)
            add_row(matrix, catalog_region(catalog, matrix->unit->regions[i]));
    } else {
        const struct region **children =
            catalog_children(catalog, matrix->region->code, arena, &n);
        matrix->rows = arena_alloc(arena, n * sizeof *matrix->rows);
        for (size_t i = 0; i < n; i++)
            add_row(matrix, children[i]);
    }
    matrix->all_rows = matrix->n_rows;
}

static void add_columns(struct matrix *matrix)
{
    const struct catalog *catalog = matrix->frame.context->catalog;
    matrix->columns =
        arena_alloc(matrix->frame.arena, catalog->n_tasks * sizeof *matrix->columns);
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        const struct task *task = &catalog->tasks[i];
        if (task->kind == TASK_TASK || task->kind == TASK_CAPABILITY ||
            task->kind == TASK_DUTY) {
            matrix->columns[matrix->n_columns] =
                (struct matrix_column){.task = task, .at = matrix->n_columns};
            matrix->n_columns++;
        }
    }
    matrix->all_columns = matrix->n_columns;
}

static size_t column_of(const struct matrix *matrix, const char *task)
{
    size_t c = 0;
    while (c < matrix->all_columns && strcmp(matrix->columns[c].task->code, task) != 0)
        c++;
    return c;
}

/* ---- cells ---- */

/* Is the indicator reported by any of the rows, or beside a member of the unit? */
static bool reported(struct matrix *matrix, const struct indicator *indicator,
                     bool *counts, struct error *error)
{
    struct figures *figures = &matrix->frame.figures;
    if (!matrix->unit)
        return figure_reported(figures, indicator, matrix->region->code, counts, error);
    bool ok = true;
    for (size_t r = 0; ok && r < matrix->n_rows && !*counts; r++)
        ok = figure_reported(figures, indicator, matrix->rows[r].region->parent, counts,
                             error);
    return ok;
}

static void use(void *self, const struct figure *figure)
{
    frame_use(self, figure);
}

static bool read_tallies(struct matrix *matrix, const bool *counts,
                         const size_t *columns, struct error *error)
{
    struct frame *frame = &matrix->frame;
    struct tally *tallies =
        arena_alloc(frame->arena, matrix->n_columns * sizeof *tallies);
    struct arena scratch = {0};
    bool ok = true;
    for (size_t r = 0; ok && r < matrix->n_rows; r++) {
        struct matrix_row *row = &matrix->rows[r];
        memset(tallies, 0, matrix->n_columns * sizeof *tallies);
        arena_reset(&scratch);
        ok = tally_wanted(&frame->figures, row->region, counts, columns, tallies, use,
                          frame, &scratch, error);
        for (size_t c = 0; ok && c < matrix->n_columns; c++) {
            row->cells[c].tally = tallies[c];
            if (matrix_is_task(&matrix->columns[c]))
                row->cells[c].state = tally_state(&tallies[c], frame->context);
        }
    }
    arena_release(&scratch);
    return ok;
}

static bool read_figures(struct matrix *matrix, struct error *error)
{
    const struct catalog *catalog = matrix->frame.context->catalog;
    struct arena *arena = matrix->frame.arena;
    bool *counts = arena_alloc(arena, catalog->n_indicators * sizeof *counts);
    size_t *columns = arena_alloc(arena, catalog->n_indicators * sizeof *columns);
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        columns[i] = column_of(matrix, indicator->task);
        if (indicator->provincial || columns[i] == matrix->n_columns)
            continue;
        if (!reported(matrix, indicator, &counts[i], error))
            return false;
        matrix->any |= counts[i];
    }
    return read_tallies(matrix, counts, columns, error);
}

/* Ledger items that are overdue, each in its row and column. */
static void count_overdue(struct matrix *matrix)
{
    const struct catalog *catalog = matrix->frame.context->catalog;
    const struct register_list *ledger = &matrix->registers.ledger;
    for (size_t i = 0; i < ledger->n; i++) {
        const struct register_item *item = &ledger->items[i];
        size_t column =
            item->task ? column_of(matrix, item->task->code) : matrix->all_columns;
        if (item->deadline.state != DEADLINE_OVERDUE || column == matrix->all_columns)
            continue;
        for (size_t r = 0; r < matrix->n_rows; r++)
            if (register_within(catalog, item->item, matrix->rows[r].region))
                matrix->rows[r].cells[column].overdue++;
    }
}

static bool read_registers(struct matrix *matrix, struct error *error)
{
    const struct view_context *context = matrix->frame.context;
    if (!duty_registers_read(context, matrix->region, matrix->frame.arena,
                             &matrix->registers, error))
        return false;
    for (size_t r = 0; r < matrix->n_rows; r++) {
        struct duty duties[DUTIES];
        duties_of(context, &matrix->registers, matrix->rows[r].region, duties);
        size_t duty = 0;
        for (size_t c = 0; c < matrix->n_columns && duty < DUTIES; c++)
            if (!matrix_is_task(&matrix->columns[c]))
                matrix->rows[r].cells[c].duty = duties[duty++];
    }
    count_overdue(matrix);
    return true;
}

/* ---- sums ---- */

static void count_cell(struct matrix *matrix, struct matrix_row *row,
                       struct matrix_column *column)
{
    const struct matrix_cell *cell = matrix_cell(row, column);
    bool behind = matrix_cell_behind(matrix, cell);
    column->behind += behind;
    column->overdue += cell->overdue;
    row->overdue += cell->overdue;
    if (!matrix_is_task(column))
        return;
    bool half = cell->state == &weight_rows[WEIGHT_HALF];
    bool lacking = tally_state_lacking(cell->state);
    column->half += half;
    column->lacking += lacking;
    row->behind += behind;
    row->half += half;
    row->lacking += lacking;
    row->judged += tally_judged(&cell->tally) > 0 && !lacking;
    row->with += cell->tally.with_value > 0;
    matrix->n_cells++;
}

void matrix_count(struct matrix *matrix)
{
    matrix->n_behind = matrix->n_half = matrix->n_judged = 0;
    matrix->n_with = matrix->n_cells = 0;
    for (size_t c = 0; c < matrix->n_columns; c++) {
        struct matrix_column *column = &matrix->columns[c];
        column->behind = column->half = column->lacking = column->overdue = 0;
    }
    for (size_t r = 0; r < matrix->n_rows; r++) {
        struct matrix_row *row = &matrix->rows[r];
        row->behind = row->half = row->lacking = 0;
        row->judged = row->with = row->overdue = 0;
        for (size_t c = 0; c < matrix->n_columns; c++)
            count_cell(matrix, row, &matrix->columns[c]);
        matrix->n_behind += row->behind;
        matrix->n_half += row->half;
        matrix->n_judged += row->judged;
        matrix->n_with += row->with;
    }
}

bool matrix_read(struct matrix *matrix, struct error *error)
{
    add_columns(matrix);
    add_rows(matrix);
    if (!read_figures(matrix, error) || !read_registers(matrix, error))
        return false;
    matrix_count(matrix);
    return true;
}
