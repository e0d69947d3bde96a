/* A ranking of regions: see views/region_list.h. */
#include "views/region_list.h"

#include "views/grid.h"
#include "views/region_names.h"
#include "views/tally.h"
#include "views/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED = 8 }; /* laggards and silent regions that are named in one line */

/* Ranked by gap; with a figure, but no gap; without a figure. */
enum standing { STANDING_GAP, STANDING_VALUE, STANDING_NONE };

static enum standing standing_of(const struct figure *figure)
{
    if (!figure->latest)
        return STANDING_NONE;
    return figure->progress.computed ? STANDING_GAP : STANDING_VALUE;
}

/* The widest gap first; without gaps the best value first. Equal ones by code. */
static int by_gap(const void *a, const void *b)
{
    const struct figure *x = a, *y = b;
    enum standing sx = standing_of(x), sy = standing_of(y);
    if (sx != sy)
        return sx < sy ? -1 : 1;
    double dx = 0, dy = 0;
    if (sx == STANDING_GAP && x->progress.gap != y->progress.gap) {
        dx = x->progress.gap;
        dy = y->progress.gap;
    } else if (sx != STANDING_NONE) {
        bool higher = x->indicator->direction == DIRECTION_HIGHER;
        dx = higher ? -x->latest->value->value : x->latest->value->value;
        dy = higher ? -y->latest->value->value : y->latest->value->value;
    }
    if (dx != dy)
        return dx < dy ? -1 : 1;
    return (x->region->code > y->region->code) - (x->region->code < y->region->code);
}

/* 1 + how many have a better gap: equal gaps share the better rank. */
static int rank_of(const struct figure *figures, size_t n, const struct figure *figure)
{
    int rank = 1;
    for (size_t i = 0; i < n; i++)
        rank += standing_of(&figures[i]) == STANDING_GAP &&
                figures[i].progress.gap > figure->progress.gap;
    return rank;
}

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

static void region_row(struct frame *frame, struct grid *grid,
                       const struct figure *figures, size_t n, int year,
                       const struct figure *figure, const char *name)
{
    struct arena *arena = frame->arena;
    const char *id = region_id(arena, figure->region);
    struct view_cell *cells = grid_row(grid, id, link_text(arena, "region", id, 0),
                                       row_detail(frame, figure));
    const struct state_row *state = figure_state(figure);
    if (standing_of(figure) == STANDING_GAP)
        cells[0].text = arena_printf(arena, "%d", rank_of(figures, n, figure));
    cells[1].text = name;
    cells[2].text = value_cell(figure, arena);
    if (!figure->latest)
        cells[2].role = ROLE_DIM;
    if (figure->target) {
        const char *owner = target_owner(frame->context->catalog, figure->target);
        if (figure->target->year != year)
            owner = arena_printf(arena, "%s'%02d", owner, figure->target->year % 100);
        cells[4] = (struct view_cell){
            arena_printf(arena, "%s %s", owner, target_text(figure->target, arena)),
            ROLE_TARGET};
    }
    cells[8] = (struct view_cell){state_text(state, arena), state->role};
    cells[9].text = period_text(figure, arena);
    if (!figure->latest)
        return;
    cells[3].text =
        figure_change(figure, (size_t)(figure->latest - figure->points), arena);
    if (!figure->progress.computed)
        return;
    cells[5].text = arena_printf(arena, "%.1f", figure->progress.completion * 100);
    cells[6].text = arena_printf(arena, "%.1f", figure->progress.schedule * 100);
    cells[7].text = gap_text(&figure->progress, arena);
}

static void add_ranking(struct frame *frame, const struct figure *figures, size_t n,
                        int year)
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
    };
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    const struct region **regions = arena_alloc(frame->arena, n * sizeof *regions);
    for (size_t i = 0; i < n; i++)
        regions[i] = figures[i].region;
    for (size_t i = 0; i < n; i++)
        region_row(frame, &grid, figures, n, year, &figures[i],
                   name_among(regions, n, regions[i], frame->context->language));
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .table = grid_table(
                               &grid, _("This region has no regions below it.")),
                       });
}

/* Up to NAMED regions that `keep` takes, each as `say` writes it. */
static const char *named(struct frame *frame, const struct figure *figures, size_t n,
                         bool (*keep)(const struct figure *),
                         const char *(*say)(struct frame *, const struct figure *))
{
    const char *text = "";
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!keep(&figures[i]))
            continue;
        if (++count <= NAMED)
            text = arena_printf(frame->arena, "%s%s%s", text, text[0] ? " " : "",
                                say(frame, &figures[i]));
    }
    if (count > NAMED)
        text = arena_printf(frame->arena, _("%1$s .. %2$zu in all"), text, count);
    return text;
}

static bool is_behind(const struct figure *figure)
{
    return figure->latest && figure->progress.state == PROGRESS_BEHIND;
}

static bool is_silent(const struct figure *figure)
{
    return figure->missing == MISSING_NOT_REPORTED ||
           figure->missing == MISSING_FETCH_FAILED ||
           figure->missing == MISSING_SUPPRESSED;
}

static const char *say_gap(struct frame *frame, const struct figure *figure)
{
    return arena_printf(frame->arena, "%s%s",
                        region_short(figure->region, frame->context->language),
                        gap_text(&figure->progress, frame->arena));
}

static const char *say_missing(struct frame *frame, const struct figure *figure)
{
    return arena_printf(frame->arena, "%s(%s)",
                        region_short(figure->region, frame->context->language),
                        _(missing_rows[figure->missing].word));
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

static const char *conclusion(struct frame *frame, const struct figure *figures,
                              const struct tally *tally)
{
    int judged = tally_judged(tally), kept = tally->ahead + tally->on;
    if (tally->total == 0)
        return _("This region has no regions below it.");
    if (tally->with_value == 0)
        return arena_printf(frame->arena,
                            _("Nothing to judge yet: none of %d regions has a figure."),
                            tally->total);
    if (judged == 0)
        return arena_printf(
            frame->arena, _("%1$d of %2$d regions have a figure; none can be judged."),
            tally->with_value, tally->total);
    if (tally->behind == 0)
        return arena_printf(frame->arena,
                            _("%1$d of %2$d regions on schedule (100.0%%)."), kept,
                            judged);
    if (!tally->worst)
        return arena_printf(
            frame->arena,
            _("%1$d of %2$d regions on schedule (%3$.1f%%); %4$d behind."), kept,
            judged, 100.0 * kept / judged, tally->behind);
    const char *last = "";
    for (size_t i = 0; i < (size_t)tally->total && !last[0]; i++)
        if (is_behind(&figures[i]))
            last = region_short(figures[i].region, frame->context->language);
    return arena_printf(
        frame->arena,
        _("%1$d of %2$d regions on schedule (%3$.1f%%); %4$d behind, most: %5$s."),
        kept, judged, 100.0 * kept / judged, tally->behind, last);
}

bool region_list(struct frame *frame, const struct region *parent,
                 const struct indicator *indicator, struct error *error)
{
    enum language language = frame->context->language;
    size_t n;
    const struct region **children =
        catalog_children(frame->context->catalog, parent->code, frame->arena, &n);
    struct figure *figures = arena_alloc(frame->arena, n * sizeof *figures);
    struct tally tally = {0};
    for (size_t i = 0; i < n; i++) {
        if (!figure_get(&frame->figures, indicator, children[i], frame->arena,
                        &figures[i], error))
            return false;
        frame_use(frame, &figures[i]);
        tally_add(&tally, &figures[i]);
    }
    if (n > 0)
        qsort(figures, n, sizeof *figures, by_gap);
    const char *unit = indicator_unit(indicator, language);
    int year = common_year(figures, n);
    const char *text = arena_printf(
        frame->arena, _("%1$s %2$s%3$s%4$s; by gap, the widest first"), indicator->code,
        indicator_name(indicator, language), unit[0] ? "  " : "", unit);
    if (year > 0)
        text = arena_printf(frame->arena,
                            _("%1$s; targets of %2$d, other years marked"), text, year);
    frame_text(frame, "", text, ROLE_TEXT);
    add_ranking(frame, figures, n, year);
    frame_text(frame, _("Counts"), counts(frame, figures, n), ROLE_TEXT);
    const char *behind = named(frame, figures, n, is_behind, say_gap);
    if (behind[0])
        frame_text(frame, _("Behind"), behind, ROLE_TEXT);
    const char *silent = named(frame, figures, n, is_silent, say_missing);
    if (silent[0])
        frame_text(frame, _("No data"), silent, ROLE_TEXT);
    if (indicator->note[0])
        frame_note(frame, _("%1$s: %2$s"), indicator->code, indicator->note);
    frame->view.conclusion = conclusion(frame, figures, &tally);
    return true;
}
