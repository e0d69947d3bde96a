/* One task in full: see views/task_one.h. */
#include "views/task_one.h"

#include "views/grid.h"
#include "views/laggards.h"
#include "views/ledger.h"
#include "views/reporting.h"
#include "views/tally.h"
#include "views/task_registers.h"
#include "views/words.h"

#include <string.h>

static const char *listed(struct arena *arena, const char *const *names)
{
    const char *text = "";
    for (size_t i = 0; names && names[i]; i++)
        text = arena_printf(arena, "%s%s%s", text, i ? _(", ") : "", names[i]);
    return text;
}

static void add_clause(struct frame *frame, const struct task *task)
{
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TEXT,
                           .label = _("Text"),
                           .verbatim = true,
                           .text = catalog_task_text(frame->context->catalog, task),
                       });
}

static void add_units(struct frame *frame, const struct task *task,
                      const struct region *region)
{
    struct arena *arena = frame->arena;
    const struct catalog *catalog = frame->context->catalog;
    const char *cooperating = listed(arena, task->cooperating);
    const char *units = task_lead(task, arena);
    if (!units[0])
        units = _("no unit is named");
    if (cooperating[0])
        units = arena_printf(arena, _("%1$s  with %2$s"), units, cooperating);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TEXT, .label = _("National"), .text = units});
    for (size_t i = 0; task->documents && task->documents[i]; i++) {
        const struct document *document = catalog_document(catalog, task->documents[i]);
        if (document)
            frame_text(
                frame, i == 0 ? _("Basis") : "",
                arena_printf(arena, _("%1$s (%2$s)"), document->title, document->date),
                ROLE_TEXT);
    }
    if (region->level > 0)
        frame_text(frame, _("This region"),
                   arena_printf(arena,
                                _("The division of labour of %s is not reported."),
                                region_name(region, frame->context->language)),
                   ROLE_DIM);
}

/* An action's tasks. */
static bool add_parts(struct frame *frame, const struct task *group,
                      const struct region *region, struct error *error)
{
    const struct catalog *catalog = frame->context->catalog;
    enum language language = frame->context->language;
    struct tally *tallies =
        arena_alloc(frame->arena, catalog->n_tasks * sizeof *tallies);
    struct tally total = {0};
    struct arena scratch = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < catalog->n_tasks; i++) {
        if (strcmp(catalog->tasks[i].parent, group->code) != 0)
            continue;
        arena_reset(&scratch);
        ok = tally_task(&frame->figures, catalog->tasks[i].code, region, &tallies[i],
                        &scratch, error);
        tally_sum(&total, &tallies[i]);
    }
    arena_release(&scratch);
    if (!ok)
        return false;
    if (total.total == 0)
        return true;
    bool judged = tally_judged(&total) > 0;
    struct view_column columns[TASK_COLUMNS];
    size_t n = task_columns(judged, columns);
    struct grid grid = grid_open(frame->arena, columns, n);
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        const struct task *task = &catalog->tasks[i];
        if (strcmp(task->parent, group->code) != 0)
            continue;
        struct view_cell *cells =
            grid_row(&grid, task->code,
                     link_text(frame->arena, "task", task->code, region->code),
                     tally_detail(&tallies[i], task_title(task, language),
                                  frame->context, frame->arena));
        cells[0].text = task->code;
        cells[1].text = task_title(task, language);
        cells[2].text = task_lead(task, frame->arena);
        tally_cells(&tallies[i], judged, frame->arena, cells + 3);
    }
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .table = grid_table(&grid, "")});
    return true;
}

static bool indicator_row(struct frame *frame, struct grid *grid,
                          const struct indicator *indicator,
                          const struct region *region, struct tally *tally,
                          struct error *error)
{
    const struct catalog *catalog = frame->context->catalog;
    enum language language = frame->context->language;
    struct arena *arena = frame->arena;
    struct figure nation, own;
    const struct region *whole = catalog_region(catalog, REGION_NATION);
    if (!figure_get(&frame->figures, indicator, region, arena, &own, error))
        return false;
    nation = own;
    if (region->level > 0 &&
        !figure_get(&frame->figures, indicator, whole, arena, &nation, error))
        return false;
    frame_use(frame, &own);
    if (region->level > 0)
        frame_use(frame, &nation);
    tally_add(tally, &own);
    const struct state_row *state = figure_state(&own);
    struct view_cell *cells =
        grid_row(grid, indicator->code,
                 link_text(arena, "indicator", indicator->code, region->code),
                 figure_detail(&own, language, arena));
    size_t c = 0;
    cells[c++].text = indicator->code;
    cells[c++].text = indicator_name(indicator, language);
    cells[c++].text = indicator_unit(indicator, language);
    cells[c++] = value_cell(&nation, frame->context->language, arena);
    if (region->level > 0)
        cells[c++] = value_cell(&own, frame->context->language, arena);
    cells[c++].text = period_text(&own, arena);
    if (own.target)
        cells[c] = target_cell(
            indicator, own.target,
            arena_printf(arena, "%s %s %s", target_owner(catalog, own.target),
                         target_year(own.target, own.past, arena),
                         own.target->has_value ? target_text(own.target, arena)
                                               : _("in words")),
            frame->context->language, arena);
    c++;
    cells[c++] =
        (struct view_cell){.text = state_text(state, arena), .role = state->role};
    cells[c++].text = own.latest ? gap_text(&own.progress, arena) : "";
    cells[c] = figure_spark(&own, frame->context->glyphs, arena);
    return true;
}

static bool add_indicators(struct frame *frame, const struct task *task,
                           const struct region *region, struct tally *tally,
                           struct error *error)
{
    static const struct view_column columns[] = {
        {.head = N_("Indicator"), .drop = 4},
        {.head = "", .flexible = true, .min = 14},
        {.head = N_("Unit"), .drop = 2},
        {.head = N_("Nation"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("This region"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Period"), .drop = 1},
        {.head = N_("Target"), .drop = 3},
        {.head = N_("State")},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
        {.head = N_("Course"), .drop = 1, .picture = true},
    };
    const size_t n_columns = sizeof columns / sizeof *columns;
    struct view_column shown[sizeof columns / sizeof *columns];
    memcpy(shown, columns, sizeof columns);
    if (region->level == 0) /* one column of values is enough */
        memmove(shown + 4, columns + 5, (n_columns - 5) * sizeof *columns);
    struct grid grid = grid_open(frame->arena, shown, n_columns - (region->level == 0));
    const struct catalog *catalog = frame->context->catalog;
    frame->figures.whole = true; /* for their course */
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        if (indicator->provincial || strcmp(indicator->task, task->code) != 0)
            continue;
        if (!indicator_row(frame, &grid, indicator, region, tally, error))
            return false;
    }
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TABLE,
                               .title = _("Indicators"),
                               .table = grid_table(&grid, ""),
                           });
    return true;
}

static void add_across(struct frame *frame, const struct task *task,
                       const struct region *region)
{
    static const struct view_column columns[] = {
        {.head = "", .flexible = true, .min = 12},
        {.head = ""},
    };
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct task *group = catalog_task(frame->context->catalog, task->parent);
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    if (group) {
        const char *address = link_text(arena, "task", group->code, region->code);
        struct view_cell *cells = grid_row(&grid, "see/group", address, "");
        cells[0].text =
            arena_printf(arena, _("Group: %s"), task_title(group, language));
        cells[1] = (struct view_cell){.text = address, .role = ROLE_LINK};
    }
    int32_t place = region->level == 1 ? region->code : REGION_NATION;
    const char *address = link_text(arena, "coordination", "", place);
    struct view_cell *cells = grid_row(&grid, "see/coordination", address, "");
    cells[0].text = _("All regions and tasks: coordination");
    cells[1] = (struct view_cell){.text = address, .role = ROLE_LINK};
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("See also"),
                           .table = grid_table(&grid, ""),
                       });
}

static const char *conclusion(struct frame *frame, const struct task *task,
                              const struct tally *tally)
{
    const char *title = task_short(task, frame->context->language);
    int judged = tally_judged(tally);
    if (tally_state_lacking(tally_state(tally, frame->context)))
        return arena_printf(frame->arena,
                            _("%1$s: too few report, %2$d of %3$d indicators."), title,
                            tally->with_value, tally_due(tally));
    if (judged == 0)
        return arena_printf(
            frame->arena,
            _("%1$s: %2$d of %3$d indicators have a figure; none judged."), title,
            tally->with_value, tally->total);
    return arena_printf(frame->arena,
                        _("%1$s: %2$d can be judged, %3$d on schedule, %4$d behind."),
                        title, judged, tally->ahead + tally->on, tally->behind);
}

/* Who has not reported, in the region and below it. */
static bool add_reports(struct frame *frame, const struct task *task,
                        const struct region *region, struct error *error)
{
    struct reporting all;
    if (!reporting_read(&frame->figures, region, true, frame->arena, &all, error))
        return false;
    struct reporting own =
        reporting_of_task(frame->context->catalog, &all, task->code, frame->arena);
    reporting_block(frame, &own);
    return true;
}

/* An action: its tasks, and what is behind in them. */
static bool add_action(struct frame *frame, const struct task *task,
                       const struct region *region, struct tally *tally,
                       struct error *error)
{
    if (!add_parts(frame, task, region, error))
        return false;
    const struct figure *all = figure_all(&frame->figures, region, frame->arena, error);
    if (!all)
        return false;
    tally_figures(frame->context->catalog, task->code, all, tally);
    laggards_block(frame, all, task->code);
    return true;
}

bool task_one(struct frame *frame, const struct task *task, const struct region *region,
              struct error *error)
{
    struct tally tally = {0};
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TEXT,
                           .text = task_title(task, frame->context->language),
                           .role = ROLE_HEAD,
                       });
    add_clause(frame, task);
    add_units(frame, task, region);
    if (!add_indicators(frame, task, region, &tally, error))
        return false;
    if (task->kind == TASK_ACTION && !add_action(frame, task, region, &tally, error))
        return false;
    if (!add_reports(frame, task, region, error) ||
        !task_ranking(frame, task, region, error) ||
        !ledger_of_task(frame, task, region, error) ||
        !task_examples(frame, task, region, error))
        return false;
    add_across(frame, task, region);
    if (region_outside(region)) {
        frame->view.conclusion = outside_text(frame, region);
        return true;
    }
    if (task->kind == TASK_DUTY)
        return ledger_duty(frame, task, region, &frame->view.conclusion, error);
    frame->view.conclusion = conclusion(frame, task, &tally);
    return true;
}
