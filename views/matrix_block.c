/* The matrix as a block of a page: see views/matrix.h. */
#include "views/matrix.h"

#include "views/matrix_text.h"
#include "views/region_names.h"
#include "views/words.h"

#include <string.h>

enum { TOTALS = 2 };

/* The names over the columns; groups and their short names. */
static const struct {
    const char *parent, *name;
} groups[] = {
    {"A1", N_("Sci.")},        {"A2", N_("Industry")}, {"A3", N_("Cons")},
    {"A4", N_("Life")},        {"A5", N_("Gov.")},     {"A6", N_("Coop")},
    {"B", N_("Capabilities")}, {"C", N_("Part four")},
};

static const char *group_of(const struct task *task)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(task->parent, groups[i].parent) == 0)
            return _(groups[i].name);
    return "";
}

/* Where a duty's items are. */
static const char *register_page(const struct task *task)
{
    static const struct {
        const char *task, *page;
    } pages_of[] = {
        {"C1", "ledger"}, {"C2", "ledger"}, {"C3", "cases"}, {"C4", "publicity"}};
    for (size_t i = 0; i < sizeof pages_of / sizeof *pages_of; i++)
        if (strcmp(task->code, pages_of[i].task) == 0)
            return pages_of[i].page;
    return "ledger";
}

static const char *cell_address(struct matrix *matrix, const struct matrix_row *row,
                                const struct matrix_column *column)
{
    struct arena *arena = matrix->frame.arena;
    int32_t region = row->region->code;
    return matrix_is_task(column)
               ? link_text(arena, "task", column->task->code, region)
               : link_text(arena, register_page(column->task), "", region);
}

static struct view_matrix_cell cell_of(struct matrix *matrix,
                                       const struct matrix_row *row,
                                       const struct matrix_column *column)
{
    const struct matrix_cell *cell = matrix_cell(row, column);
    struct state_row shown = matrix_shown(matrix, cell);
    bool behind = matrix_cell_behind(matrix, cell);
    bool lacking =
        cell->state ? tally_state_lacking(cell->state) : cell->duty.state == DUTY_NONE;
    return (struct view_matrix_cell){
        .symbol = _(shown.symbol),
        .role = shown.role,
        .word = _(shown.word),
        .detail = matrix_cell_text(matrix, row, column),
        .address = cell_address(matrix, row, column),
        .exception = behind || lacking,
        .behind = behind,
    };
}

/* What a row says on paper where nothing is behind and nothing lacking. */
static const char *quiet_text(const struct matrix_row *row)
{
    if (row->judged > 0)
        return _("none of them behind");
    return row->with > 0 ? _("nothing can be judged") : _("nothing reported");
}

static struct view_matrix_row row_of(struct matrix *matrix,
                                     const struct region *const *regions, size_t at)
{
    struct arena *arena = matrix->frame.arena;
    enum language language = matrix->frame.context->language;
    const struct matrix_row *row = &matrix->rows[at];
    struct view_matrix_cell *cells =
        arena_alloc(arena, matrix->n_columns * sizeof *cells);
    int n_tasks = 0;
    for (size_t c = 0; c < matrix->n_columns; c++) {
        cells[c] = cell_of(matrix, row, &matrix->columns[c]);
        n_tasks += matrix_is_task(&matrix->columns[c]);
    }
    const char **totals = arena_alloc(arena, TOTALS * sizeof *totals);
    totals[0] = arena_printf(arena, "%d", row->behind);
    totals[1] = arena_printf(arena, "%d", row->lacking);
    const char *id = arena_printf(arena, "%06d", (int)row->region->code);
    return (struct view_matrix_row){
        .key = id,
        .name = name_among(regions, matrix->n_rows, row->region, language),
        .brief = brief_name(regions, matrix->n_rows, row->region, language, arena),
        .judged = arena_printf(arena, _("judged %1$d/%2$d"), row->judged, n_tasks),
        .quiet = quiet_text(row),
        .address = link_text(arena, "region", id, 0),
        .detail = matrix_row_text(matrix, row),
        .cells = cells,
        .totals = totals,
    };
}

/* Sorted columns have no groups but part four, which stays behind them. */
static bool starts(const struct matrix *matrix, size_t at)
{
    if (at == 0)
        return true;
    const struct matrix_column *column = &matrix->columns[at], *before = column - 1;
    return matrix->by_column ? matrix_is_task(before) && !matrix_is_task(column)
                             : strcmp(column->task->parent, before->task->parent) != 0;
}

static struct view_matrix_column column_of(struct matrix *matrix, size_t at)
{
    struct arena *arena = matrix->frame.arena;
    enum language language = matrix->frame.context->language;
    const struct task *task = matrix->columns[at].task;
    return (struct view_matrix_column){
        .key = task->code,
        .head = language == LANGUAGE_ZH ? task_short(task, language) : task->code,
        .name = arena_printf(arena, "%s %s", task->code, task_title(task, language)),
        .address = link_text(arena, "task", task->code, matrix->region->code),
        .detail = matrix_column_text(matrix, &matrix->columns[at]),
        .group_start = at > 0 && starts(matrix, at),
    };
}

static const char *brief_legend(const struct matrix *matrix)
{
    if (matrix->frame.context->language == LANGUAGE_ZH)
        return "";
    return matrix->rows[0].region->level == 1
               ? _("Rows: a province's letters in ISO 3166-2 (GD Guangdong, GX "
                   "Guangxi)")
               : _("Rows: digits of the region's code; the line below names it");
}

void matrix_block(struct matrix *matrix)
{
    struct arena *arena = matrix->frame.arena;
    size_t n_columns = matrix->n_columns, n_rows = matrix->n_rows;
    struct view_matrix_column *columns =
        arena_alloc(arena, n_columns * sizeof *columns);
    const char **heads = arena_alloc(arena, n_columns * sizeof *heads);
    for (size_t c = 0; c < n_columns; c++) {
        const struct matrix_column *column = &matrix->columns[c];
        bool named = !matrix->by_column || !matrix_is_task(column);
        columns[c] = column_of(matrix, c);
        heads[c] = named && starts(matrix, c) ? group_of(column->task) : "";
    }
    const struct region **regions = arena_alloc(arena, n_rows * sizeof *regions);
    struct view_matrix_row *rows = arena_alloc(arena, n_rows * sizeof *rows);
    for (size_t r = 0; r < n_rows; r++)
        regions[r] = matrix->rows[r].region;
    for (size_t r = 0; r < n_rows; r++)
        rows[r] = row_of(matrix, regions, r);
    const char **totals = arena_alloc(arena, TOTALS * sizeof *totals);
    totals[0] = _("Beh");
    totals[1] = _("NR");
    frame_block(&matrix->frame,
                (struct view_block){
                    .kind = BLOCK_MATRIX,
                    .matrix = {.columns = columns,
                               .n_columns = n_columns,
                               .group_heads = heads,
                               .total_heads = totals,
                               .n_totals = TOTALS,
                               .rows = rows,
                               .n_rows = n_rows,
                               .heads_downwards =
                                   matrix->frame.context->language == LANGUAGE_ZH,
                               .legend = matrix_legend(matrix),
                               .brief_legend = brief_legend(matrix)},
                });
}

const struct matrix_column *matrix_worst(const struct matrix *matrix)
{
    const struct matrix_column *worst = NULL;
    for (size_t c = 0; c < matrix->n_columns; c++) {
        const struct matrix_column *column = &matrix->columns[c];
        if (column->behind > 0 && matrix_is_task(column) &&
            (!worst || column->half > worst->half ||
             (column->half == worst->half && column->behind > worst->behind)))
            worst = column;
    }
    return worst;
}
