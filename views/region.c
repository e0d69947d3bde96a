/* Region: who is behind, where, by how much; one region's targets, tasks, parts. */
#include "views/grid.h"
#include "views/laggards.h"
#include "views/region_list.h"
#include "views/region_rank.h"
#include "views/reporting.h"
#include "views/tally.h"
#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char default_indicator[] = "G0-01";

/* "430000" as an id, 0 if it is none. */
static int32_t code_of(const char *id)
{
    if (strlen(id) != 6 || strspn(id, "0123456789") != 6)
        return 0;
    return (int32_t)atoi(id);
}

static bool has_id(const struct catalog *catalog, const char *id)
{
    int32_t code = code_of(id);
    return code ? catalog_region(catalog, code) != NULL
                : catalog_indicator(catalog, id) != NULL;
}

/* ---- targets ---- */

static void target_row(struct frame *frame, struct grid *grid,
                       const struct figure *figure, const struct target *target)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct indicator *indicator = figure->indicator;
    struct figure as_judged = figure_against(&frame->figures, figure, target);
    struct view_cell *cells = grid_row(
        grid, arena_printf(arena, "target/%s/%d", indicator->code, target->year),
        link_text(arena, "indicator", indicator->code, figure->region->code),
        figure_detail(&as_judged, language, arena));
    const char *unit = indicator_unit(indicator, language);
    const struct state_row *state = figure_state(&as_judged);
    cells[0].text = arena_printf(arena, "%s%s%s", indicator_name(indicator, language),
                                 unit[0] ? " " : "", unit);
    cells[1].text = target_year(target, as_judged.past, arena);
    cells[2] = (struct view_cell){.text = target_owner(frame->context->catalog, target),
                                  .role = ROLE_TARGET};
    cells[3] =
        target_cell(indicator, target,
                    target->has_value ? target_text(target, arena) : _("in words"),
                    language, arena);
    cells[4] = value_cell(figure, language, arena);
    cells[5].text = period_text(figure, arena);
    cells[6] =
        (struct view_cell){.text = state_text(state, arena), .role = state->role};
    if (figure->latest)
        cells[7].text = gap_text(&as_judged.progress, arena);
    frame_use(frame, figure);
}

struct target_counts {
    bool own; /* the region's own, not the nation's */
    int total, judged, kept;
};

static void count_target(struct target_counts *counts, const struct figure *figure,
                         const struct progress *progress)
{
    bool judged = figure->latest && progress->state < PROGRESS_NOT_COMPUTABLE;
    counts->total++;
    counts->judged += judged;
    counts->kept += judged && progress->state != PROGRESS_BEHIND;
}

/* Is any of the figures' targets the region's own? */
static bool any_own(const struct catalog *catalog, const struct figure *figures)
{
    for (size_t i = 0; i < catalog->n_indicators; i++)
        for (size_t t = 0; t < figures[i].n_targets; t++)
            if (figures[i].targets[t]->region == figures[i].region->code)
                return true;
    return false;
}

/* The region's own targets; the nation's where it has none. */
static void add_targets(struct frame *frame, const struct region *region,
                        const struct figure *figures, struct target_counts *counts)
{
    static const struct view_column columns[] = {
        {.head = N_("Target of"), .flexible = true, .min = 14},
        {.head = N_("Year")},
        {.head = ""},
        {.head = N_("Target"), .align = ALIGN_RIGHT},
        {.head = N_("Value"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Period"), .drop = 1},
        {.head = N_("State")},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
    };
    counts->own = any_own(frame->context->catalog, figures);
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < frame->context->catalog->n_indicators; i++)
        for (size_t t = 0; t < figures[i].n_targets; t++) {
            const struct target *target = figures[i].targets[t];
            if (counts->own && target->region != region->code)
                continue;
            struct progress progress =
                figure_judge(&frame->figures, &figures[i], target);
            count_target(counts, &figures[i], &progress);
            target_row(frame, &grid, &figures[i], target);
        }
    frame_block(frame,
                (struct view_block){
                    .kind = BLOCK_TABLE,
                    .title = counts->own ? _("Own targets") : _("National targets"),
                    .table = grid_table(&grid, _("No target is known.")),
                });
}

/* ---- tasks ---- */

static void add_tasks(struct frame *frame, const struct region *region,
                      const struct figure *figures, struct tally *total, int *n_behind)
{
    const struct catalog *catalog = frame->context->catalog;
    enum language language = frame->context->language;
    struct tally *tallies =
        arena_alloc(frame->arena, catalog->n_tasks * sizeof *tallies);
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        enum task_kind kind = catalog->tasks[i].kind;
        if (kind != TASK_TASK && kind != TASK_CAPABILITY)
            continue;
        tally_figures(catalog, catalog->tasks[i].code, figures, &tallies[i]);
        tally_sum(total, &tallies[i]);
        *n_behind += tally_state_behind(frame->context,
                                        tally_state(&tallies[i], frame->context));
    }
    bool judged = tally_judged(total) > 0;
    struct view_column columns[2 + TALLY_COLUMNS] = {
        {.head = N_("Task")},
        {.head = "", .flexible = true, .min = 12},
    };
    size_t n = 2 + tally_columns(judged, columns + 2);
    struct grid grid = grid_open(frame->arena, columns, n);
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        const struct task *task = &catalog->tasks[i];
        if (tallies[i].total == 0)
            continue;
        struct view_cell *cells =
            grid_row(&grid, task->code,
                     link_text(frame->arena, "task", task->code, region->code),
                     tally_detail(&tallies[i],
                                  arena_printf(frame->arena, "%s %s", task->code,
                                               task_title(task, language)),
                                  frame->context, frame->arena));
        cells[0].text = task->code;
        cells[1].text = task_title(task, language);
        tally_cells(&tallies[i], judged, frame->arena, cells + 2);
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Tasks"),
                           .table = grid_table(&grid, ""),
                       });
}

/* ---- the regions below ---- */

/* Counts the children's indicators; only those that any child reports are asked for. */
static bool tally_children(struct frame *frame, const struct region **children,
                           size_t n, struct tally *tallies, struct error *error)
{
    const struct catalog *catalog = frame->context->catalog;
    bool *wanted = arena_alloc(frame->arena, catalog->n_indicators * sizeof *wanted);
    size_t *columns =
        arena_alloc(frame->arena, catalog->n_indicators * sizeof *columns);
    for (size_t i = 0; i < catalog->n_indicators; i++)
        if (!catalog->indicators[i].provincial &&
            !figure_reported(&frame->figures, &catalog->indicators[i],
                             children[0]->parent, &wanted[i], error))
            return false;
    struct arena scratch = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        arena_reset(&scratch);
        ok = tally_wanted(&frame->figures, children[i], wanted, columns, &tallies[i],
                          NULL, NULL, &scratch, error);
    }
    arena_release(&scratch);
    return ok;
}

static bool add_children(struct frame *frame, const struct region *region,
                         struct error *error)
{
    enum language language = frame->context->language;
    size_t n;
    const struct region **children =
        catalog_children(frame->context->catalog, region->code, frame->arena, &n);
    if (n == 0)
        return true;
    struct tally *tallies = arena_alloc(frame->arena, n * sizeof *tallies);
    struct tally total = {0};
    if (!tally_children(frame, children, n, tallies, error))
        return false;
    for (size_t i = 0; i < n; i++)
        tally_sum(&total, &tallies[i]);
    struct view_column columns[2 + TALLY_COLUMNS] = {
        {.head = N_("Code")},
        {.head = N_("Region"), .flexible = true, .min = 6},
    };
    bool judged = tally_judged(&total) > 0;
    size_t n_columns = 2;
    if (total.with_value > 0)
        n_columns += tally_columns(judged, columns + 2);
    struct grid grid = grid_open(frame->arena, columns, n_columns);
    for (size_t i = 0; i < n; i++) {
        const char *id = arena_printf(frame->arena, "%06d", (int)children[i]->code);
        const char *name = region_name(children[i], language);
        struct view_cell *cells =
            grid_row(&grid, id, link_text(frame->arena, "region", id, 0),
                     total.with_value > 0
                         ? tally_detail(&tallies[i], name, frame->context, frame->arena)
                         : arena_printf(frame->arena, _("%1$s %2$s: nothing reported"),
                                        id, name));
        cells[0] = (struct view_cell){.text = id, .role = ROLE_DIM};
        cells[1].text = name;
        if (total.with_value > 0)
            tally_cells(&tallies[i], judged, frame->arena, cells + 2);
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Regions below"),
                           .table = grid_table(&grid, ""),
                       });
    if (total.with_value == 0)
        frame_text(frame, "", _("None of these regions reports yet."), ROLE_DIM);
    return true;
}

/* The other pages of the region. */
static void add_across(struct frame *frame, const struct region *region)
{
    static const struct view_column columns[] = {
        {.head = "", .flexible = true, .min = 12},
        {.head = ""},
    };
    static const struct page *const others[] = {&page_overview, &page_task,
                                                &page_coordination};
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    size_t n_below;
    catalog_children(frame->context->catalog, region->code, frame->arena, &n_below);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i] == &page_coordination && n_below == 0)
            continue;
        const char *address =
            link_text(frame->arena, others[i]->name, "", region->code);
        struct view_cell *cells = grid_row(
            &grid, arena_printf(frame->arena, "see/%s", others[i]->name), address, "");
        cells[0].text = _(others[i]->title);
        cells[1] = (struct view_cell){.text = address, .role = ROLE_LINK};
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("See also"),
                           .table = grid_table(&grid, ""),
                       });
}

/* ---- the page ---- */

static bool one_region(struct frame *frame, const struct region *region,
                       struct error *error)
{
    enum language language = frame->context->language;
    struct arena *arena = frame->arena;
    if (region->valid_to) {
        const struct region *successor =
            catalog_region(frame->context->catalog, region->successor);
        frame_text(
            frame, _("Former"),
            successor ? arena_printf(arena,
                                     _("valid until %1$d; since then %2$s "
                                       "(region/%3$06d)"),
                                     region->valid_to, region_name(successor, language),
                                     (int)successor->code)
                      : arena_printf(arena, _("valid until %d"), region->valid_to),
            ROLE_WARN);
    }
    if (region_outside(region)) {
        frame_text(frame, _("Scope"), outside_text(frame, region), ROLE_TEXT);
        frame->view.conclusion = outside_text(frame, region);
        return add_children(frame, region, error);
    }
    int n_behind = 0;
    struct target_counts targets = {0};
    struct tally total = {0};
    const struct figure *figures = figure_all(&frame->figures, region, arena, error);
    if (!figures)
        return false;
    add_targets(frame, region, figures, &targets);
    add_tasks(frame, region, figures, &total, &n_behind);
    laggards_block(frame, figures, "");
    struct reporting reporting;
    if (!reporting_read(&frame->figures, region, true, arena, &reporting, error))
        return false;
    reporting_block(frame, &reporting);
    if (!add_children(frame, region, error))
        return false;
    add_across(frame, region);
    const char *own =
        targets.own
            ? arena_printf(arena, _("own targets: %1$d, judged %2$d, on track %3$d"),
                           targets.total, targets.judged, targets.kept)
            : _("no own target");
    frame->view.conclusion =
        tally_judged(&total) > 0
            ? arena_printf(arena, _("%1$s; %2$d of 25 tasks behind."), own, n_behind)
            : arena_printf(arena, _("%1$s; no task judged (figures: %2$d)."), own,
                           total.with_value);
    return true;
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    int32_t code = code_of(address->id);
    const struct indicator *indicator = NULL;
    struct address at = *address;
    if (code)
        at.region = code;
    else if (address->id[0]) {
        indicator = catalog_indicator(context->catalog, address->id);
        if (!indicator)
            return error_set(error, ERROR_VIEW_INDICATOR, address->id);
    }
    const struct region *region = frame_region(context, &at, error);
    if (!region)
        return false;
    const char *id = arena_printf(context->arena, "%06d", (int)region->code);
    const char *own =
        indicator ? link_text(context->arena, "region", indicator->code, region->code)
                  : link_text(context->arena, "region", id, 0);
    struct frame frame;
    if (!frame_open(&frame, context, own, error))
        return false;
    const char *regions = link_text(context->arena, "region", "100000", 0);
    if (region->level > 0)
        frame.steps[0].address = regions;
    frame_place(&frame, region);
    if (region->level == 0)
        frame_step(&frame, _("Regions"), regions);
    if (indicator)
        frame_step(&frame, indicator->code, own);
    else if (region->level == 0)
        indicator = catalog_indicator(context->catalog, default_indicator);
    bool built = indicator ? region_list(&frame, region, indicator, error)
                           : one_region(&frame, region, error);
    if (built)
        frame_close(&frame, view);
    return built;
}

static const struct view_choice region_forms[] = {
    {.name = "map", .title = N_("as tiles (the nation)")},
    {.name = "list", .title = N_("as a list")},
    {0},
};

const struct page page_region = {
    .name = "region",
    .key = '2',
    .title = N_("Regions"),
    .help = N_("Who is behind, where, by how much; one region's targets and tasks."),
    .regional = true,
    .build = build,
    .has_id = has_id,
    .sorts = region_sorts,
    .groups = region_forms,
};
