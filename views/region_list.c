/* A ranking of regions: see views/region_list.h. */
#include "views/region_list.h"

#include "core/rollup.h"
#include "views/grid.h"
#include "views/region_map.h"
#include "views/region_names.h"
#include "views/region_rank.h"
#include "views/region_total.h"
#include "views/tally.h"
#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *region_id(struct arena *arena, const struct region *region)
{
    return arena_printf(arena, "%06d", (int)region->code);
}

static const char *row_detail(struct frame *frame, const struct figure *figure)
{
    const struct view_context *context = frame->context;
    const char *detail = arena_printf(
        frame->arena, _("%1$s: %2$s"), region_name(figure->region, context->language),
        figure_detail(figure, context->language, frame->arena));
    if (!figure->own_target)
        return detail;
    size_t n;
    const struct target *const *national = figure_targets(
        &frame->figures, figure->indicator, REGION_NATION, frame->arena, &n);
    for (size_t i = 0; i < n; i++) {
        if (national[i]->year != figure->target->year ||
            !target_of_everyone(figure->indicator))
            continue;
        struct progress progress = figure_judge(&frame->figures, figure, national[i]);
        return arena_printf(
            frame->arena, _("%1$s; by the national target %2$s: %3$s %4$s"), detail,
            target_text(national[i], frame->arena),
            _(progress_state_name(progress.state)), gap_text(&progress, frame->arena));
    }
    return detail;
}

/* The year that most of the targets are for, the earlier of equals; 0 without any. */
static int common_year(const struct figure *figures, size_t n)
{
    int common = 0;
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        for (size_t j = 0; figures[i].target && j < n; j++)
            same +=
                figures[j].target && figures[j].target->year == figures[i].target->year;
        if (same > most ||
            (same == most && same > 0 && figures[i].target->year < common)) {
            most = same;
            common = figures[i].target->year;
        }
    }
    return common;
}

static void region_row(struct frame *frame, struct grid *grid, int year,
                       const struct region_place *place, const char *name)
{
    const struct figure *figure = place->figure;
    struct arena *arena = frame->arena;
    const char *id = region_id(arena, figure->region);
    struct view_cell *cells = grid_row(grid, id, link_text(arena, "region", id, 0),
                                       row_detail(frame, figure));
    const struct state_row *state = figure_state(figure);
    if (place->place > 0)
        cells[0].text = arena_printf(arena, "%d", place->place);
    cells[1].text = name;
    cells[2] = value_cell(figure, frame->context->language, arena);
    if (figure->target) {
        const char *owner = target_owner(frame->context->catalog, figure->target);
        if (figure->target->year != year)
            owner = arena_printf(arena, "%s'%02d", owner, figure->target->year % 100);
        cells[4] = target_cell(
            figure->indicator, figure->target,
            arena_printf(arena, "%s %s", owner, target_text(figure->target, arena)),
            frame->context->language, arena);
    }
    cells[8] =
        (struct view_cell){.text = state_text(state, arena), .role = state->role};
    cells[9].text = period_text(figure, arena);
    cells[10] = figure_spark(figure, frame->context->glyphs, arena);
    if (!figure->latest)
        return;
    cells[3].text =
        figure_change(figure, (size_t)(figure->latest - figure->points), arena);
    if (!figure->progress.computed)
        return;
    cells[5].text = completion_text(figure, &figure->progress, arena);
    cells[6].text = arena_printf(arena, "%.1f", figure->progress.schedule * 100);
    cells[7].text = gap_text(&figure->progress, arena);
}

/* The foot: a sum, where there may be one. */
static void total_row(struct frame *frame, struct grid *grid,
                      const struct indicator *indicator,
                      const struct region_total *total)
{
    struct arena *arena = frame->arena;
    struct view_cell *cells = grid_row(
        grid, "total", "",
        arena_printf(
            arena,
            _("Total of the %1$zu regions shown: %2$s (%3$s); computed "
              "here, not published"),
            total->n,
            lone_text(indicator, &total->value, frame->context->language, arena),
            period_plain(total->value.period, arena)));
    cells[1] = (struct view_cell){.text = _("Total"), .role = ROLE_HEAD};
    cells[2] = point_cell(indicator, &total->value, _("computed"),
                          frame->context->language, arena);
    cells[8] = (struct view_cell){.text = _("computed"), .role = ROLE_DIM};
    cells[9].text = period_plain(total->value.period, arena);
}

static void add_ranking(struct frame *frame, const struct region_place *places,
                        size_t n, int year, const struct region_total *total)
{
    static const struct view_column columns[] = {
        {.head = N_("Rank"), .align = ALIGN_RIGHT},
        {.head = N_("Region"), .flexible = true, .min = 6},
        {.head = N_("Value"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Change"), .align = ALIGN_RIGHT, .drop = 2},
        {.head = N_("Target")},
        {.head = N_("Done %"), .align = ALIGN_RIGHT, .drop = 4},
        {.head = N_("Sched %"), .align = ALIGN_RIGHT, .drop = 3},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
        {.head = N_("State")},
        {.head = N_("Period"), .drop = 1},
        {.head = N_("Course"), .drop = 1, .picture = true},
    };
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    const struct region **regions = arena_alloc(frame->arena, n * sizeof *regions);
    for (size_t i = 0; i < n; i++)
        regions[i] = places[i].figure->region;
    for (size_t i = 0; i < n; i++)
        region_row(frame, &grid, year, &places[i],
                   name_among(regions, n, regions[i], frame->context->language));
    if (total->there)
        total_row(frame, &grid, places[0].figure->indicator, total);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .table = grid_table(
                               &grid, _("This region has no regions below it.")),
                       });
}

/* Every region that `keep` takes, each as `say` writes it. */
static const char *named(struct frame *frame, const struct region_place *places,
                         size_t n, bool (*keep)(const struct figure *),
                         const char *(*say)(struct frame *, const struct figure *))
{
    const char *text = "";
    for (size_t i = 0; i < n; i++)
        if (keep(places[i].figure))
            text = arena_printf(frame->arena, "%s%s%s", text, text[0] ? " " : "",
                                say(frame, places[i].figure));
    return text;
}

static bool is_behind(const struct figure *figure)
{
    return figure->latest && figure->progress.state == PROGRESS_BEHIND;
}

/* Nothing came, or a report is owed. */
static bool is_silent(const struct figure *figure)
{
    return figure->missing == MISSING_NOT_REPORTED ||
           figure->missing == MISSING_FETCH_FAILED ||
           figure->missing == MISSING_SUPPRESSED || figure->due.late;
}

static const char *say_gap(struct frame *frame, const struct figure *figure)
{
    return arena_printf(frame->arena, "%s%s",
                        region_short(figure->region, frame->context->language),
                        gap_text(&figure->progress, frame->arena));
}

static const char *say_missing(struct frame *frame, const struct figure *figure)
{
    struct arena *arena = frame->arena;
    const char *name = region_short(figure->region, frame->context->language);
    if (figure->due.late)
        return arena_printf(arena, _("%1$s (not reported, due %2$s)"), name,
                            day_text(arena, figure->due.last_day));
    return arena_printf(arena, "%s(%s)", name, _(missing_rows[figure->missing].word));
}

/* "+ Ahead 6  . On track 14 ..  _ Unpublished 3": every region counts once. */
static const char *counts(struct frame *frame, const struct figure *figures, size_t n)
{
    const struct state_row *rows[PROGRESS_COUNT + MISSING_COUNT];
    size_t n_rows = 0;
    for (size_t i = 0; i < PROGRESS_COUNT; i++)
        rows[n_rows++] = &frame->context->states[i];
    for (size_t i = MISSING_NONE + 1; i < MISSING_COUNT; i++)
        rows[n_rows++] = &missing_rows[i];
    const char *text = arena_printf(frame->arena, _("%zu regions"), n);
    for (size_t r = 0; r < n_rows; r++) {
        int count = 0;
        for (size_t i = 0; i < n; i++)
            count += figure_state(&figures[i]) == rows[r];
        if (count > 0)
            text = arena_printf(frame->arena, "%s  %s %d", text,
                                state_text(rows[r], frame->arena), count);
    }
    return text;
}

/* Do enough of the regions report for a ranking of them? */
static bool covered(const struct frame *frame, const struct tally *tally)
{
    return rollup_covered(tally->with_value, tally_due(tally),
                          frame->context->rules.coverage);
}

/* The widest gap of those behind. */
static const struct figure *last_of(const struct region_place *places, size_t n)
{
    const struct figure *last = NULL;
    for (size_t i = 0; i < n; i++)
        if (is_behind(places[i].figure) && places[i].figure->progress.computed &&
            (!last || places[i].figure->progress.gap < last->progress.gap))
            last = places[i].figure;
    return last;
}

static const char *conclusion(struct frame *frame, const struct region_place *places,
                              const struct tally *tally)
{
    struct arena *arena = frame->arena;
    int judged = tally_judged(tally), kept = tally->ahead + tally->on;
    if (tally->total == 0)
        return _("This region has no regions below it.");
    if (tally->with_value == 0)
        return arena_printf(frame->arena,
                            _("Nothing to judge yet: none of %d regions has a figure."),
                            tally->total);
    if (!covered(frame, tally))
        return arena_printf(arena, _("Too few report: %1$d/%2$d regions, no ranking."),
                            tally->with_value, tally_due(tally));
    if (judged == 0)
        return arena_printf(
            arena, _("%1$d of %2$d regions have a figure; none can be judged."),
            tally->with_value, tally->total);
    const char *share = share_text(kept, judged, arena);
    if (tally->behind == 0)
        return arena_printf(arena, _("%1$d of %2$d regions on schedule (%3$s%%)."),
                            kept, judged, share);
    const struct figure *last = last_of(places, (size_t)tally->total);
    const char *plain = arena_printf(
        arena, _("%1$d of %2$d regions on schedule (%3$s%%); %4$d behind."), kept,
        judged, share, tally->behind);
    if (!last)
        return plain;
    const char *wordings[] = {
        arena_printf(
            arena,
            _("%1$d of %2$d regions on schedule (%3$s%%); %4$d behind, most: %5$s."),
            kept, judged, share, tally->behind,
            region_short(last->region, frame->context->language)),
        plain,
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

/* What the list is of, in what order, by targets of which year. */
static const char *head_text(struct frame *frame, const struct indicator *indicator,
                             int year)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const char *unit = indicator_unit(indicator, language);
    const char *order = _("by gap, the widest first");
    if (region_by_value(frame->context))
        order = _("by value, the best first");
    else if (strcmp(frame->context->options.sort, "code") == 0)
        order = _("by code");
    const char *text =
        arena_printf(arena, "%s %s%s%s", indicator->code,
                     indicator_name(indicator, language), unit[0] ? "  " : "", unit);
    /* A column that the reader has chosen is marked in the head. */
    const char *column = frame->context->options.column;
    if (!column || !column[0])
        text = arena_printf(arena, _("%1$s; %2$s"), text, order);
    if (year == 0)
        return text;
    return arena_printf(arena, _("%1$s; targets of %2$d, other years marked"), text,
                        year);
}

/* The lines below the table. */
static void add_lines(struct frame *frame, const struct figure *figures,
                      const struct region_place *places, size_t n,
                      const struct tally *tally, const struct region_total *total)
{
    if (total->adds_up && !total->there && total->n > 0)
        frame_text(frame, _("Total"),
                   arena_printf(frame->arena, _("No total: %s."), total->why_not),
                   ROLE_DIM);
    frame_text(frame, _("Counts"), counts(frame, figures, n), ROLE_TEXT);
    if (tally->with_value > 0 && !covered(frame, tally))
        frame_text(frame, _("Ranking"),
                   arena_printf(frame->arena,
                                _("Too few report: %1$d/%2$d, no "
                                  "ranking."),
                                tally->with_value, tally_due(tally)),
                   ROLE_WARN);
    const char *behind = named(frame, places, n, is_behind, say_gap);
    if (behind[0])
        frame_text(frame, _("Behind"), behind, ROLE_TEXT);
    const char *silent = named(frame, places, n, is_silent, say_missing);
    if (silent[0])
        frame_text(frame, _("No data"), silent, ROLE_TEXT);
    if (total->there)
        frame_note(
            frame, "%s",
            _("The total is that of this table: it is computed, nobody published "
              "it."));
}

/* The tiles stand for the whole nation, unless the list is asked for; on paper, where
 * some formats draw them, with the list. */
static bool as_map(const struct frame *frame, const struct region_place *places,
                   size_t n)
{
    const struct view_context *context = frame->context;
    return strcmp(context->options.group, "list") != 0 && region_map_has(places, n);
}

static void add_map(struct frame *frame, const struct indicator *indicator,
                    const struct region_place *places, size_t n, int year)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const char **details = arena_alloc(arena, n * sizeof *details);
    size_t ranked = 0;
    for (size_t i = 0; i < n; i++)
        ranked += places[i].place > 0;
    for (size_t i = 0; i < n; i++) {
        details[i] = row_detail(frame, places[i].figure);
        if (places[i].place > 0)
            details[i] = arena_printf(arena, _("%1$s  rank %2$d/%3$zu"), details[i],
                                      places[i].place, ranked);
    }
    const char *unit = indicator_unit(indicator, language);
    const char *head[] = {
        arena_printf(arena, "%s%s%s", indicator_name(indicator, language),
                     unit[0] ? " " : "", unit),
        year ? arena_printf(arena, _("by targets of %d"), year) : "",
    };
    region_map(frame, places, n, details, head);
}

/* The children, or the regions of the reporting unit that the reader chose. */
static const struct region **regions_shown(struct frame *frame,
                                           const struct region *parent, size_t *n)
{
    const struct catalog *catalog = frame->context->catalog;
    const char *filter = frame->context->options.filter;
    const struct reporting_unit *unit =
        filter[0] ? catalog_unit(catalog, filter) : NULL;
    if (!unit)
        return catalog_children(catalog, parent->code, frame->arena, n);
    const struct region **regions = NULL;
    *n = 0;
    for (const int32_t *code = unit->regions; *code; code++) {
        if (!catalog_within(catalog, *code, parent->code))
            continue;
        regions = arena_more(frame->arena, regions, *n, sizeof *regions);
        regions[(*n)++] = catalog_region(catalog, *code);
    }
    return regions;
}

bool region_list(struct frame *frame, const struct region *parent,
                 const struct indicator *indicator, struct error *error)
{
    size_t n;
    const struct region **children = regions_shown(frame, parent, &n);
    struct figure *figures = arena_alloc(frame->arena, n * sizeof *figures);
    struct tally tally = {0};
    frame->figures.whole = true; /* for their course */
    for (size_t i = 0; i < n; i++) {
        if (!figure_get(&frame->figures, indicator, children[i], frame->arena,
                        &figures[i], error))
            return false;
        frame_use(frame, &figures[i]);
        tally_add(&tally, &figures[i]);
    }
    const struct region_place *places =
        region_places(frame->context, figures, n, covered(frame, &tally), frame->arena);
    struct region_total total = region_total(&frame->figures, figures, n, frame->arena);
    int year = common_year(figures, n);
    bool map = as_map(frame, places, n);
    if (map)
        add_map(frame, indicator, places, n, year);
    if (!map || frame->context->paper) {
        frame_text(frame, "", head_text(frame, indicator, year), ROLE_TEXT);
        add_ranking(frame, places, n, year, &total);
    }
    add_lines(frame, figures, places, n, &tally, &total);
    if (indicator->note[0])
        frame_note(frame, _("%1$s: %2$s"), indicator->code, indicator->note);
    frame->view.conclusion = conclusion(frame, places, &tally);
    return true;
}
