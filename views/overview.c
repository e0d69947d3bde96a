/* Overview: are we on schedule, which area is behind, what was published last. */
#include "core/rollup.h"
#include "views/frame.h"
#include "views/grid.h"
#include "views/overview_areas.h"
#include "views/overview_last.h"
#include "views/overview_newest.h"
#include "views/reporting.h"
#include "views/tally.h"
#include "views/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The last column has no room on paper; the indicator's page says it there. */
enum { BAR_CELLS = 20, GOAL_COLUMNS = 7 };

/* Everything the page counts, read once. */
struct overview {
    struct frame frame;
    const struct region *region;
    struct figure *figures; /* parallel to the catalogue's indicators */
    struct tally total;
    struct register_list ledger;
    bool judged;
    int *changes; /* of behind on the period before, parallel to the figures */
    int change;   /* of them together */
};

static bool read_figures(struct overview *page, struct error *error)
{
    struct frame *frame = &page->frame;
    const struct catalog *catalog = frame->context->catalog;
    page->figures = figure_all(&frame->figures, page->region, frame->arena, error);
    if (!page->figures)
        return false;
    page->changes = arena_alloc(frame->arena, catalog->n_indicators * sizeof(int));
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        if (catalog->indicators[i].provincial)
            continue;
        frame_use(frame, &page->figures[i]);
        tally_add(&page->total, &page->figures[i]);
        page->changes[i] = figure_behind_change(&frame->figures, &page->figures[i]);
        page->change += page->changes[i];
    }
    page->judged = tally_judged(&page->total) > 0;
    return register_read(frame->context, ITEM_LEDGER, page->region, frame->arena,
                         &page->ledger, error);
}

/* ---- the goals ---- */

static void goal_row(struct overview *page, struct grid *grid,
                     const struct figure *figure, const struct target *target)
{
    const struct view_context *context = page->frame.context;
    struct arena *arena = grid->arena;
    struct figure as_judged = figure_against(&page->frame.figures, figure, target);
    struct progress progress = as_judged.progress;
    const char *detail = figure_detail(&as_judged, context->language, arena);
    struct view_cell *cells = grid_row(
        grid, arena_printf(arena, "goal/%d/%d", target->year, (int)target->region),
        link_text(arena, "indicator", figure->indicator->code, page->region->code),
        detail);
    const struct state_row *state = &context->states[progress.state];
    cells[0].text = arena_printf(
        arena, "%s %s%s%s", target_year(target, as_judged.past, arena),
        target_owner(context->catalog, target), target->has_value ? " " : "",
        target->has_value ? target_text(target, arena) : "");
    cells[0].role = ROLE_TARGET;
    if (!target->has_value)
        cells[1].text = target->text;
    else if (progress.computed)
        cells[1] = bar_cell(progress.completion, progress.schedule, BAR_CELLS,
                            context->glyphs, arena);
    else
        cells[1] = (struct view_cell){
            .text = arena_printf(arena, _("[%s: no bar]"),
                                 _(progress_reason_text(progress.reason))),
            .role = ROLE_DIM};
    if (progress.computed) {
        cells[2].text =
            arena_printf(arena, "%.*f", figure->indicator->decimals, progress.required);
        cells[3].text = completion_text(&as_judged, &progress, arena);
    }
    cells[4] =
        (struct view_cell){.text = state_text(state, arena), .role = state->role};
    cells[5].text = gap_text(&progress, arena);
    if (as_judged.assessment.has_needed && grid->n_columns == GOAL_COLUMNS)
        cells[6].text = arena_printf(arena, "%+.*f", figure->indicator->decimals,
                                     as_judged.assessment.needed);
}

/* One line: the name gives way, then the change; the value does not. */
static void goal_line(struct frame *frame, const struct figure *figure)
{
    const struct view_column columns[] = {
        {.head = ""},
        {.head = "", .flexible = true, .min = frame->context->paper ? 12 : 34},
        {.head = ""},
        {.head = "", .drop = 1},
    };
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct indicator *goal = figure->indicator;
    const struct figure_point *latest = figure->latest;
    const char *now =
        latest ? arena_printf(arena, "%s  %s",
                              lone_text(goal, latest->value, language, arena),
                              period_text(figure, arena))
               : _(missing_rows[figure->missing].word);
    const char *change =
        latest ? figure_change(figure, (size_t)(latest - figure->points), arena) : "";
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    struct view_cell *cells = grid_head(&grid, "goal");
    cells[0] = (struct view_cell){.text = _("Goal"), .role = ROLE_HEAD};
    cells[1].text = indicator_name(goal, language);
    cells[2].text = arena_printf(arena, _("now %s"), now);
    if (*change)
        cells[3].text = arena_printf(arena, _("change %s"), change);
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .table = grid_table(&grid, "")});
}

static void add_goals(struct overview *page)
{
    static const struct view_column columns[GOAL_COLUMNS] = {
        {.head = ""},
        {.head = N_("Progress"), .flexible = true, .min = BAR_CELLS + 2},
        {.head = N_("Due"), .align = ALIGN_RIGHT, .drop = 2},
        {.head = N_("Done %"), .align = ALIGN_RIGHT, .drop = 3},
        {.head = N_("State")},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
        {.head = N_("Needed/yr"), .align = ALIGN_RIGHT, .drop = 1},
    };
    struct frame *frame = &page->frame;
    const struct catalog *catalog = frame->context->catalog;
    const struct indicator *goal = catalog_indicator(catalog, "G0-01");
    if (!goal)
        return;
    const struct figure *figure = &page->figures[goal - catalog->indicators];
    goal_line(frame, figure);
    struct grid grid =
        grid_open(frame->arena, columns, GOAL_COLUMNS - frame->context->paper);
    size_t n_national, n_own = 0;
    const struct target *const *national =
        figure_targets(&frame->figures, goal, REGION_NATION, frame->arena, &n_national);
    const struct target *const *own =
        page->region->level == 0
            ? NULL
            : figure_targets(&frame->figures, goal, page->region->code, frame->arena,
                             &n_own);
    for (size_t i = 0, j = 0; i < n_national || j < n_own;) {
        bool first =
            i < n_national && (j == n_own || national[i]->year <= own[j]->year);
        goal_row(page, &grid, figure, first ? national[i++] : own[j++]);
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .tight = true,
                           .table = grid_table(&grid, _("No target is known.")),
                       });
}

/* What part of all indicators stands where; each share is rounded alone. */
static void add_shares(struct overview *page)
{
    static const char *const words[] = {N_("Ahead"), N_("On track"), N_("Behind"),
                                        N_("N/A")};
    struct frame *frame = &page->frame;
    const struct tally *total = &page->total;
    const int parts[] = {total->ahead, total->on, total->behind, total->lacking};
    const size_t n = sizeof parts / sizeof *parts;
    const char *text = "";
    if (!page->judged)
        return;
    for (size_t i = 0; i < n; i++)
        text = arena_printf(frame->arena, _("%1$s%2$s%3$s %4$d, %5$s%%"), text,
                            i > 0 ? "  " : "", _(words[i]), parts[i],
                            share_text(parts[i], total->total, frame->arena));
    frame_text(frame, _("Shares"), text, ROLE_TEXT);
    frame_note(frame, "%s",
               _("Shares are rounded each alone and may not add up to 100%."));
}

static bool add_reports(struct overview *page, struct error *error)
{
    struct reporting reporting;
    if (!reporting_read(&page->frame.figures, page->region, true, page->frame.arena,
                        &reporting, error))
        return false;
    reporting_block(&page->frame, &reporting);
    return true;
}

static void add_duties(struct overview *page)
{
    static const struct view_column columns[] = {
        {.head = ""},
        {.head = N_("Duty"), .flexible = true, .min = 8},
        {.head = N_("Lead unit"), .flexible = true, .min = 8},
    };
    struct frame *frame = &page->frame;
    const struct catalog *catalog = frame->context->catalog;
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        const struct task *task = &catalog->tasks[i];
        if (task->kind != TASK_DUTY)
            continue;
        struct view_cell *cells =
            grid_row(&grid, task->code,
                     link_text(frame->arena, "task", task->code, page->region->code),
                     task_title(task, frame->context->language));
        cells[0].text = task->code;
        cells[1].text = task_title(task, frame->context->language);
        cells[2].text = task->lead;
    }
    struct view_table table = grid_table(&grid, "");
    table.split = (grid.n_rows + 1) / 2;
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Part four: organisation"),
                           .table = table,
                       });
}

/* ---- the page ---- */

/* "18 behind, up 2": what changed on the period before is said where it did. */
static const char *behind_text(const struct overview *page)
{
    struct arena *arena = page->frame.arena;
    const char *behind = arena_printf(arena, _("%d behind"), page->total.behind);
    if (page->change == 0)
        return behind;
    const char *change = page->change > 0
                             ? arena_printf(arena, _("up %d"), page->change)
                             : arena_printf(arena, _("down %d"), -page->change);
    return arena_printf(arena, _("%1$s, %2$s"), behind, change);
}

/* From the fullest to the shortest; without a change the share of behind is said. */
static const char *judged_text(const struct overview *page, int kept, int judged)
{
    struct arena *arena = page->frame.arena;
    const struct tally *total = &page->total;
    int overdue = register_count(&page->ledger).states[DEADLINE_OVERDUE];
    const char *behind = behind_text(page);
    const char *share = share_text(kept, judged, arena);
    const char *brief =
        arena_printf(arena, _("%1$d of %2$d indicators on schedule (%3$s%%); %4$s."),
                     kept, judged, share, behind);
    const char *shares =
        page->change != 0
            ? brief
            : arena_printf(arena,
                           _("%1$d of %2$d indicators on schedule (%3$s%%); %4$d "
                             "behind (%5$s%%)."),
                           kept, judged, share, total->behind,
                           share_text(total->behind, judged, arena));
    if (overdue == 0)
        return shares;
    const char *wordings[] = {
        arena_printf(arena, _("%1$s Ledger: %2$d overdue."), shares, overdue),
        arena_printf(arena,
                     _("%1$d of %2$d indicators on schedule (%3$s%%); %4$s; "
                       "%5$d overdue."),
                     kept, judged, share, behind, overdue),
        arena_printf(arena, _("%1$d of %2$d on schedule; %3$s; %4$d overdue."), kept,
                     judged, behind, overdue),
        brief,
    };
    return frame_fullest(&page->frame, wordings, sizeof wordings / sizeof *wordings);
}

static const char *conclusion(const struct overview *page)
{
    struct arena *arena = page->frame.arena;
    const struct tally *total = &page->total;
    const struct catalog *catalog = page->frame.context->catalog;
    const struct indicator *goal = catalog_indicator(catalog, "G0-01");
    int judged = tally_judged(total), kept = total->ahead + total->on;
    if (judged > 0)
        return judged_text(page, kept, judged);
    if (total->with_value == 0)
        return arena_printf(arena, _("Nothing to judge yet: no figure for %s."),
                            region_name(page->region, page->frame.context->language));
    if (goal && !page->figures[goal - catalog->indicators].latest)
        return arena_printf(
            arena,
            _("%1$d of %2$d indicators have a figure, %3$d none; the goal has none."),
            total->with_value, total->total, total->total - total->with_value);
    return arena_printf(arena,
                        _("%1$d of %2$d indicators have a figure; none can be judged."),
                        total->with_value, total->total);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct overview page = {.region = frame_region(context, address, error)};
    if (!page.region)
        return false;
    const char *own = link_text(context->arena, "overview", "", page.region->code);
    if (!frame_open(&page.frame, context, own, error) || !read_figures(&page, error))
        return false;
    frame_place(&page.frame, page.region);
    frame_step(&page.frame, _("Overview"), own);
    if (region_outside(page.region)) {
        page.frame.view.conclusion = outside_text(&page.frame, page.region);
        frame_text(&page.frame, _("Scope"), page.frame.view.conclusion, ROLE_TEXT);
    } else {
        add_goals(&page);
        areas_block(&page.frame, page.region, page.figures, page.changes, page.judged);
        last_block(&page.frame, page.region, &page.ledger, page.figures, page.judged);
        add_shares(&page);
        if (!add_reports(&page, error))
            return false;
    }
    newest_block(&page.frame, page.region, page.figures);
    add_duties(&page);
    if (!region_outside(page.region))
        page.frame.view.conclusion = conclusion(&page);
    if (!context->data.have_snapshot && !context->data.configured &&
        !context->restricted)
        frame_text(
            &page.frame, _("Start"),
            _("These are the published figures of the catalogue. 9 tells how to add "
              "a source of your own, ? how to use this program."),
            ROLE_TEXT);
    frame_close(&page.frame, view);
    return true;
}

const struct page page_overview = {
    .name = "overview",
    .key = '1',
    .title = N_("Overview"),
    .help =
        N_("Are we on schedule, which area is behind, what is late, what came last."),
    .regional = true,
    .build = build,
};
