/* Coordination: the regions x tasks matrix.
 *
 * What a cell counts: the task's indicators that any feed delivers for these regions,
 * that is, those with a stored value for at least one of them. An indicator that nobody
 * reports is unpublished, not lacking, and does not count.
 *
 * What state they come to is core/rollup.h's.
 */
#include "views/frame.h"
#include "views/grid.h"
#include "views/region_names.h"
#include "views/tally.h"
#include "views/words.h"

#include <stdio.h>
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

struct matrix {
    struct frame frame;
    const struct region *region;
    const struct region **rows;
    size_t n_rows;
    const struct task **tasks; /* the columns: 25 tasks and 4 duties */
    size_t n_tasks;
    const bool *counts;    /* does the indicator count? parallel to the catalogue's */
    const size_t *columns; /* the column of each indicator, n_tasks if none */
    int *behind, *half;    /* cells by column */
    int n_behind, n_half, n_judged, n_cells;
    int n_with; /* cells with a figure, judged or not */
    bool any;   /* does any indicator count? */
};

static bool prepare(struct matrix *matrix, struct error *error)
{
    struct frame *frame = &matrix->frame;
    const struct catalog *catalog = frame->context->catalog;
    struct arena *arena = frame->arena;
    matrix->tasks = arena_alloc(arena, catalog->n_tasks * sizeof *matrix->tasks);
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        enum task_kind kind = catalog->tasks[i].kind;
        if (kind == TASK_TASK || kind == TASK_CAPABILITY || kind == TASK_DUTY)
            matrix->tasks[matrix->n_tasks++] = &catalog->tasks[i];
    }
    bool *counts = arena_alloc(arena, catalog->n_indicators * sizeof *counts);
    size_t *columns = arena_alloc(arena, catalog->n_indicators * sizeof *columns);
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        columns[i] = 0;
        while (columns[i] < matrix->n_tasks &&
               strcmp(matrix->tasks[columns[i]]->code, indicator->task) != 0)
            columns[i]++;
        if (indicator->provincial || columns[i] == matrix->n_tasks)
            continue;
        if (!figure_reported(&frame->figures, indicator, matrix->region->code,
                             &counts[i], error))
            return false;
        matrix->any |= counts[i];
    }
    matrix->counts = counts;
    matrix->columns = columns;
    matrix->behind = arena_alloc(arena, matrix->n_tasks * sizeof *matrix->behind);
    matrix->half = arena_alloc(arena, matrix->n_tasks * sizeof *matrix->half);
    size_t n;
    const struct region **children =
        catalog_children(catalog, matrix->region->code, arena, &n);
    matrix->rows = arena_alloc(arena, n * sizeof *matrix->rows);
    for (size_t i = 0; i < n; i++)
        if (!region_outside(children[i]))
            matrix->rows[matrix->n_rows++] = children[i];
    return true;
}

/* ---- cells ---- */

static const char *cell_detail(struct matrix *matrix, const struct region *region,
                               const struct task *task, const struct tally *tally,
                               const struct state_row *state)
{
    struct arena *arena = matrix->frame.arena;
    enum language language = matrix->frame.context->language;
    const char *name = arena_printf(arena, "%s %s %s", region_short(region, language),
                                    task->code, task_short(task, language));
    if (task->kind == TASK_DUTY)
        return arena_printf(arena,
                            _("%s: judged by the registers, none of which is here "
                              "yet"),
                            name);
    if (tally->total == 0)
        return arena_printf(arena, _("%s: no region reports any of its indicators"),
                            name);
    if (state == &missing_rows[MISSING_NOT_APPLICABLE])
        return arena_printf(arena, _("%s: its indicators do not apply here"), name);
    if (tally_state_lacking(state))
        return arena_printf(arena, _("%1$s: %2$s, %3$d of %4$d indicators reported"),
                            name, _(state->word), tally->with_value, tally_due(tally));
    return arena_printf(arena, _("%1$s; %2$s"),
                        tally_detail(tally, name, language, arena),
                        state_text(state, arena));
}

/* In the office's colours; half or more behind is behind. */
static enum role role_of(const struct view_context *context,
                         const struct state_row *state)
{
    if (is_behind(state))
        return context->states[PROGRESS_BEHIND].role;
    for (int i = 0; i < PROGRESS_COUNT; i++)
        if (state == &progress_rows[i])
            return context->states[i].role;
    return state->role;
}

static struct view_matrix_cell cell_of(struct matrix *matrix,
                                       const struct region *region, size_t column,
                                       const struct tally *tally)
{
    const struct task *task = matrix->tasks[column];
    const struct state_row *state = tally_state(tally, matrix->frame.context);
    return (struct view_matrix_cell){
        .symbol = _(state->symbol),
        .role = role_of(matrix->frame.context, state),
        .word = _(state->word),
        .detail = cell_detail(matrix, region, task, tally, state),
        .address = link_text(matrix->frame.arena, "task", task->code, region->code),
        .exception = tally_state_behind(matrix->frame.context, state) ||
                     tally_state_lacking(state),
        .behind = tally_state_behind(matrix->frame.context, state),
    };
}

static void use(void *self, const struct figure *figure)
{
    frame_use(self, figure);
}

static const char *brief_legend(const struct matrix *matrix)
{
    if (matrix->frame.context->language == LANGUAGE_ZH || matrix->n_rows == 0)
        return "";
    return matrix->rows[0]->level == 1
               ? _("Rows: a province's letters in ISO 3166-2 (GD Guangdong, GX "
                   "Guangxi)")
               : _("Rows: digits of the region's code; the line below names it");
}

/* What a row says on paper where nothing is behind and nothing lacking. */
static const char *quiet_text(int judged, int with_figures)
{
    if (judged > 0)
        return _("none of them behind");
    return with_figures > 0 ? _("nothing can be judged") : _("nothing reported");
}

static bool fill_row(struct matrix *matrix, const struct region *region,
                     struct view_matrix_row *row, struct arena *scratch,
                     struct error *error)
{
    struct arena *arena = matrix->frame.arena;
    enum language language = matrix->frame.context->language;
    struct tally *tallies = arena_alloc(arena, matrix->n_tasks * sizeof *tallies);
    if (!tally_wanted(&matrix->frame.figures, region, matrix->counts, matrix->columns,
                      tallies, use, &matrix->frame, scratch, error))
        return false;
    struct view_matrix_cell *cells =
        arena_alloc(arena, matrix->n_tasks * sizeof *cells);
    int behind = 0, lacking = 0, judged = 0, with = 0, n_tasks = 0;
    for (size_t c = 0; c < matrix->n_tasks; c++) {
        cells[c] = cell_of(matrix, region, c, &tallies[c]);
        const struct state_row *state = tally_state(&tallies[c], matrix->frame.context);
        behind += tally_state_behind(matrix->frame.context, state);
        lacking += tally_state_lacking(state);
        matrix->behind[c] += tally_state_behind(matrix->frame.context, state);
        matrix->half[c] += state == &weight_rows[WEIGHT_HALF];
        matrix->n_half += state == &weight_rows[WEIGHT_HALF];
        n_tasks += matrix->tasks[c]->kind != TASK_DUTY;
        judged += tally_judged(&tallies[c]) > 0 && !tally_state_lacking(state);
        with += tallies[c].with_value > 0;
    }
    matrix->n_behind += behind;
    matrix->n_cells += n_tasks;
    matrix->n_judged += judged;
    matrix->n_with += with;
    const char **totals = arena_alloc(arena, TOTALS * sizeof *totals);
    totals[0] = arena_printf(arena, "%d", behind);
    totals[1] = arena_printf(arena, "%d", lacking);
    const char *id = arena_printf(arena, "%06d", (int)region->code);
    const char *address = link_text(arena, "region", id, 0);
    *row = (struct view_matrix_row){
        .key = id,
        .name = name_among(matrix->rows, matrix->n_rows, region, language),
        .brief = brief_name(matrix->rows, matrix->n_rows, region, language, arena),
        .judged = arena_printf(arena, _("judged %1$d/%2$d"), judged, n_tasks),
        .quiet = quiet_text(judged, with),
        .address = address,
        .detail =
            judged > 0
                ? arena_printf(arena,
                               _("%1$s: %2$d of %3$d tasks can be judged, %4$d with "
                                 "indicators behind; too few report: %5$d"),
                               region_name(region, language), judged, n_tasks, behind,
                               lacking)
                : arena_printf(arena,
                               _("%1$s: none of %2$d tasks can be judged, figures for "
                                 "%3$d; too few report: %4$d"),
                               region_name(region, language), n_tasks, with, lacking),
        .cells = cells,
        .totals = totals,
    };
    return true;
}

/* ---- the block ---- */

static const char *group_of(const struct task *task)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(task->parent, groups[i].parent) == 0)
            return _(groups[i].name);
    return "";
}

static const char *legend(struct arena *arena)
{
    const struct state_row *const rows[] = {
        &progress_rows[PROGRESS_BEHIND],
        &weight_rows[WEIGHT_HALF],
        &progress_rows[PROGRESS_ON],
        &progress_rows[PROGRESS_AHEAD],
        &progress_rows[PROGRESS_DONE],
        &progress_rows[PROGRESS_QUALITATIVE],
        &progress_rows[PROGRESS_NOT_COMPUTABLE],
        &missing_rows[MISSING_UNPUBLISHED],
        &missing_rows[MISSING_NOT_APPLICABLE],
        &weight_rows[WEIGHT_LACKING],
        &weight_rows[WEIGHT_FAILED],
    };
    const char *text = "";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        text = arena_printf(arena, "%s%s%s %s", text, i ? "  " : "", _(rows[i]->symbol),
                            _(rows[i]->word));
    return text;
}

static bool add_matrix(struct matrix *matrix, struct error *error)
{
    struct frame *frame = &matrix->frame;
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    bool chinese = language == LANGUAGE_ZH;
    struct view_matrix_column *columns =
        arena_alloc(arena, matrix->n_tasks * sizeof *columns);
    const char **heads = arena_alloc(arena, matrix->n_tasks * sizeof *heads);
    for (size_t c = 0; c < matrix->n_tasks; c++) {
        const struct task *task = matrix->tasks[c];
        bool start = c == 0 || strcmp(matrix->tasks[c - 1]->parent, task->parent) != 0;
        columns[c] = (struct view_matrix_column){
            .key = task->code,
            .head = chinese ? task_short(task, language) : task->code,
            .name =
                arena_printf(arena, "%s %s", task->code, task_title(task, language)),
            .address = link_text(arena, "task", task->code, matrix->region->code),
            .group_start = start && c > 0,
        };
        heads[c] = start ? group_of(task) : "";
    }
    struct view_matrix_row *rows = arena_alloc(arena, matrix->n_rows * sizeof *rows);
    struct arena scratch = {0};
    bool ok = true;
    for (size_t r = 0; ok && r < matrix->n_rows; r++) {
        arena_reset(&scratch);
        ok = fill_row(matrix, matrix->rows[r], &rows[r], &scratch, error);
    }
    arena_release(&scratch);
    if (!ok)
        return false;
    const char **totals = arena_alloc(arena, TOTALS * sizeof *totals);
    totals[0] = _("Beh");
    totals[1] = _("NR");
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_MATRIX,
                           .matrix = {.columns = columns,
                                      .n_columns = matrix->n_tasks,
                                      .group_heads = heads,
                                      .total_heads = totals,
                                      .n_totals = TOTALS,
                                      .rows = rows,
                                      .n_rows = matrix->n_rows,
                                      .heads_downwards = chinese,
                                      .legend = legend(arena),
                                      .brief_legend = brief_legend(matrix)},
                       });
    return true;
}

/* ---- the conclusion ---- */

/* The column with most half-behind regions (then most behind) that is not `but`. */
static size_t worst_column(const struct matrix *matrix, size_t but)
{
    size_t worst = matrix->n_tasks;
    for (size_t c = 0; c < matrix->n_tasks; c++) {
        if (c == but || matrix->behind[c] == 0)
            continue;
        if (worst == matrix->n_tasks || matrix->half[c] > matrix->half[worst] ||
            (matrix->half[c] == matrix->half[worst] &&
             matrix->behind[c] > matrix->behind[worst]))
            worst = c;
    }
    return worst;
}

static const char *conclusion(const struct matrix *matrix)
{
    struct arena *arena = matrix->frame.arena;
    enum language language = matrix->frame.context->language;
    if (matrix->n_rows == 0)
        return _("This region has no regions below it.");
    if (!matrix->any)
        return arena_printf(arena,
                            _("Nothing to judge yet: none of %zu regions reports."),
                            matrix->n_rows);
    if (matrix->n_judged == 0)
        return arena_printf(
            arena, _("Nothing can be judged yet: figures in %1$d of %2$d cells."),
            matrix->n_with, matrix->n_cells);
    const char *text = arena_printf(
        arena, _("%1$d/%2$d cells judged, %3$d behind, %4$d by half or more"),
        matrix->n_judged, matrix->n_cells, matrix->n_behind, matrix->n_half);
    size_t worst = worst_column(matrix, matrix->n_tasks);
    const char *plain = arena_printf(arena, _("%s."), text);
    if (worst == matrix->n_tasks)
        return plain;
    const char *wordings[] = {
        arena_printf(arena, _("%1$s; most: %2$s (%3$d)."), text,
                     task_short(matrix->tasks[worst], language), matrix->behind[worst]),
        plain,
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct matrix matrix = {.region = frame_region(context, address, error)};
    if (!matrix.region)
        return false;
    struct frame *frame = &matrix.frame;
    const char *own =
        link_text(context->arena, "coordination", "", matrix.region->code);
    if (!frame_open(frame, context, own, error) || !prepare(&matrix, error))
        return false;
    frame_place(frame, matrix.region);
    frame_step(frame, _("Coordination"), own);
    if (matrix.n_rows == 0)
        frame_text(frame, "", _("This region has no regions below it."), ROLE_DIM);
    else if (!add_matrix(&matrix, error))
        return false;
    frame->view.conclusion = conclusion(&matrix);
    frame_note(
        frame, "%s",
        _("A cell counts the task's indicators that at least one of these regions "
          "reports; where fewer than three in four report it says so. Part four is "
          "judged by registers, none of which is here yet."));
    frame_close(frame, view);
    return true;
}

const struct page page_coordination = {
    .name = "coordination",
    .key = '4',
    .title = N_("Coordination"),
    .help = N_("Which task fails in many regions, which region fails in many tasks."),
    .regional = true,
    .build = build,
};
