/* Indicator: are we on the path, from what, and who says so. */
#include "views/grid.h"
#include "views/indicator_blocks.h"
#include "views/indicator_compare.h"
#include "views/method_text.h"
#include "views/words.h"

#include <string.h>

static const char *const frequency_words[] = {
    ['D'] = N_("daily"),      ['W'] = N_("weekly"),      ['M'] = N_("monthly"),
    ['Q'] = N_("quarterly"),  ['S'] = N_("half-yearly"), ['A'] = N_("yearly"),
    ['Y'] = N_("cumulative"), ['I'] = N_("irregular"),
};

static bool has_id(const struct catalog *catalog, const char *id)
{
    return compared_indicator(catalog, id) != NULL;
}

/* Value, period, what is required, target, completion, schedule, state, gap. */
static void add_value_line(struct frame *frame, const struct figure *figure)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct indicator *indicator = figure->indicator;
    const struct progress *progress = &figure->progress;
    const struct state_row *state = figure_state(figure);
    const char *unit = indicator_unit(indicator, language);
    const char *text =
        figure->latest
            ? arena_printf(arena, "%s%s%s  %s",
                           value_text(indicator, figure->latest->value, arena),
                           unit[0] ? " " : "", unit, period_text(figure, arena))
            : _(missing_rows[figure->missing].word);
    if (figure->latest && progress->computed)
        text = arena_printf(arena, _("%1$s  due %2$.*3$f"), text, progress->required,
                            indicator->decimals);
    for (size_t i = 0; i < figure->n_targets; i++)
        if (figure->targets[i]->has_value)
            text = arena_printf(
                arena, _("%1$s  target %2$s %3$s"), text,
                target_year(figure->targets[i],
                            target_past(&frame->figures, figure->targets[i]), arena),
                target_text(figure->targets[i], arena));
    if (figure->latest && progress->computed)
        text = arena_printf(arena, _("%1$s  done %2$s%%  schedule %3$.1f%%"), text,
                            completion_text(figure, progress, arena),
                            progress->schedule * 100);
    text =
        arena_printf(arena, "%s  %s%s", text, progress->at_least ? _("at least ") : "",
                     state_text(state, arena));
    const char *gap = gap_text(progress, arena);
    if (figure->latest && gap[0])
        text = arena_printf(arena, _("%1$s %2$s pts"), text, gap);
    frame_text(frame, _("Value"), text, state->role);
    if (!figure->latest || progress->state == PROGRESS_NOT_COMPUTABLE)
        frame_text(frame, _("Why"), figure_detail(figure, language, arena), ROLE_TEXT);
}

static const char *name_words(enum name_status status)
{
    switch (status) {
    case NAME_PROPOSED:
        return _("proposed: nobody publishes it under this name yet");
    case NAME_PUBLISHED_NAME:
        return _("the name is published, its values are not");
    case NAME_UNVERIFIED:
        return _("published regularly; values not checked yet");
    default:
        return _("published");
    }
}

static void add_facts(struct frame *frame, const struct figure *figure)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct indicator *indicator = figure->indicator;
    if (indicator->note[0])
        frame_text(frame, _("Scope"), indicator->note, ROLE_TEXT);
    frame_text(
        frame, _("Unit"),
        arena_printf(arena, _("%1$s; %2$s; lead unit %3$s%4$s; %5$s"),
                     indicator_unit(indicator, language)[0]
                         ? indicator_unit(indicator, language)
                         : _("no unit"),
                     _(frequency_words[indicator->frequency]),
                     indicator->lead[0] ? indicator->lead : _("not named"),
                     indicator->name_status == NAME_PROPOSED ? _(" (proposed)") : "",
                     name_words(indicator->name_status)),
        ROLE_TEXT);
    if (figure->source[0])
        frame_text(frame, _("Delivered by"),
                   figure->failed_from ? figure_failure(figure, arena) : figure->source,
                   figure->failed_from ? ROLE_WARN : ROLE_TEXT);
}

static void across_row(struct grid *grid, const char *key, const char *address,
                       const char *text)
{
    struct view_cell *cells = grid_row(grid, key, address, "");
    cells[0].text = text;
    cells[1] = (struct view_cell){.text = address, .role = ROLE_LINK};
}

static void add_across(struct frame *frame, const struct figure *figure)
{
    static const struct view_column columns[] = {
        {.head = "", .flexible = true, .min = 12},
        {.head = ""},
    };
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct catalog *catalog = frame->context->catalog;
    const struct indicator *indicator = figure->indicator;
    const struct region *region = figure->region;
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    const struct task *task = catalog_task(catalog, indicator->task);
    if (task)
        across_row(&grid, "see/task",
                   link_text(arena, "task", task->code, region->code),
                   arena_printf(arena, _("Task %1$s %2$s"), task->code,
                                task_title(task, language)));
    int32_t parent = region->level > 1 ? region->parent : REGION_NATION;
    across_row(&grid, "see/regions",
               link_text(arena, "region", indicator->code, parent), _("By region"));
    size_t n_below;
    catalog_children(catalog, region->code, arena, &n_below);
    if (region->level > 0 && n_below > 0)
        across_row(&grid, "see/below",
                   link_text(arena, "region", indicator->code, region->code),
                   arena_printf(arena, _("By region within %s"),
                                region_name(region, language)));
    if (region->level > 0)
        across_row(&grid, "see/nation",
                   link_text(arena, "indicator", indicator->code, REGION_NATION),
                   _("The nation's figure"));
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("See also"),
                           .table = grid_table(&grid, ""),
                       });
}

/* Where the line through the last points ends, "; carried on 5.20"; "" without one, or
 * where the target is reached already. */
static const char *projected(struct frame *frame, const struct figure *figure)
{
    const struct trend *trend = &figure->assessment.trend;
    if (!figure->target || figure->past || trend->state == TREND_NOT_COMPUTABLE ||
        trend->state == TREND_REACHED)
        return "";
    return arena_printf(frame->arena, _("; carried on %1$.*2$f"), trend->projected,
                        figure->indicator->decimals);
}

/* The fullest wording that fits into the conclusion's cells. */
static const char *conclusion(struct frame *frame, const struct figure *figure)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct progress *progress = &figure->progress;
    const char *name = indicator_name(figure->indicator, language);
    const char *state =
        arena_printf(arena, "%s%s", progress->at_least ? _("at least ") : "",
                     _(figure_state(figure)->word));
    if (!figure->latest) {
        const char *wordings[] = {arena_printf(arena, _("%1$s: %2$s"), name, state),
                                  state};
        return fullest(wordings, sizeof wordings / sizeof *wordings);
    }
    const char *value = arena_printf(
        arena, _("%1$s (%2$s)"),
        said_text(figure->indicator, figure->latest->value, language, arena),
        period_text(figure, arena));
    const char *why = state;
    if (progress->state == PROGRESS_NOT_COMPUTABLE)
        why = _(progress_reason_text(progress->reason));
    else if (progress->computed && figure->method == METHOD_SCHEDULE)
        why = arena_printf(arena,
                           figure->past ? _("%1$s %2$s pts against %3$d, past")
                                        : _("%1$s %2$s pts against %3$d"),
                           state, gap_text(progress, arena), figure->target->year);
    else if (figure->target && !figure->past)
        why = arena_printf(arena, _("%1$s by %2$s against %3$d"), state,
                           _(method_name(figure->method)), figure->target->year);
    const char *ends = projected(frame, figure);
    if (methods_disagree(figure)) {
        const char *mark = _("  * methods disagree");
        const char *wordings[] = {
            arena_printf(arena, _("%1$s %2$s; %3$s%4$s.%5$s"), name, value, why, ends,
                         mark),
            arena_printf(arena, _("%1$s; %2$s%3$s.%4$s"), value, why, ends, mark),
            arena_printf(arena, _("%1$s%2$s.%3$s"), why, ends, mark),
            arena_printf(arena, _("%1$s%2$s.%3$s"), why, "", mark),
            arena_printf(arena, _("%1$s%2$s.%3$s"), state, "", mark),
        };
        return fullest(wordings, sizeof wordings / sizeof *wordings);
    }
    const char *wordings[] = {
        arena_printf(arena, _("%1$s %2$s; %3$s%4$s."), name, value, why, ends),
        arena_printf(arena, _("%1$s %2$s; %3$s."), name, value, why),
        arena_printf(arena, _("%1$s; %2$s."), value, why),
        arena_printf(arena, _("%1$s; %2$s."), value, state),
        arena_printf(arena, _("%1$s."), state),
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

static void open_steps(struct frame *frame, const struct indicator *indicator,
                       const struct region *region)
{
    struct arena *arena = frame->arena;
    frame_place(frame, region);
    frame_step(frame, indicator->task,
               link_text(arena, "task", indicator->task, region->code));
    frame_step(frame,
               arena_printf(arena, "%s %s", indicator->code,
                            indicator_name(indicator, frame->context->language)),
               link_text(arena, "indicator", indicator->code, region->code));
}

static bool build_compared(const struct view_context *context,
                           const struct address *address,
                           const struct indicator *indicator,
                           const struct region *region, struct view *view,
                           struct error *error)
{
    const struct region *compared[COMPARED_MOST];
    size_t n;
    struct frame frame;
    const char *own = link_text(context->arena, "indicator", address->id, region->code);
    if (!compared_regions(context->catalog, address->id, region, compared, &n))
        return error_set(error, ERROR_ADDRESS, own);
    if (!frame_open(&frame, context, own, error))
        return false;
    open_steps(&frame, indicator, region);
    frame_step(&frame, _("Compared"), own);
    if (!indicator_compare(&frame, indicator, compared, n, error))
        return false;
    frame_close(&frame, view);
    return true;
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    const struct indicator *indicator =
        compared_indicator(context->catalog, address->id);
    if (!indicator)
        return error_set(error, ERROR_VIEW_INDICATOR, address->id);
    const struct region *region = frame_region(context, address, error);
    if (!region)
        return false;
    if (strchr(address->id, '+'))
        return build_compared(context, address, indicator, region, view, error);
    struct frame frame;
    struct figure figure;
    const char *own =
        link_text(context->arena, "indicator", indicator->code, region->code);
    if (!frame_open(&frame, context, own, error))
        return false;
    frame.figures.whole = true;
    if (!figure_get(&frame.figures, indicator, region, context->arena, &figure, error))
        return false;
    frame_use(&frame, &figure);
    open_steps(&frame, indicator, region);
    add_value_line(&frame, &figure);
    indicator_chart(&frame, &figure);
    indicator_breaks(&frame, &figure);
    indicator_methods(&frame, &figure);
    if (!indicator_periods(&frame, &figure, error))
        return false;
    if (!indicator_others(&frame, &figure, error))
        return false;
    if (!indicator_revisions(&frame, &figure, error))
        return false;
    if (!indicator_predecessors(&frame, &figure, error))
        return false;
    indicator_targets(&frame, &figure);
    indicator_scopes(&frame, &figure);
    add_facts(&frame, &figure);
    add_across(&frame, &figure);
    frame.view.conclusion = conclusion(&frame, &figure);
    frame_close(&frame, view);
    return true;
}

const struct page page_indicator = {
    .name = "indicator",
    .title = N_("Indicator"),
    .help = N_("Are we on the path to the target, by which figures, from whom."),
    .regional = true,
    .build = build,
    .has_id = has_id,
};
