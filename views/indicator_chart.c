/* The chart of the indicator page: see views/indicator_blocks.h. */
#include "core/judged.h"
#include "views/indicator_blocks.h"
#include "views/words.h"

#include <stdlib.h>

static char mark_of(const struct observation *value)
{
    switch (value->qualifier) {
    case QUALIFIER_ABOVE:
    case QUALIFIER_AT_LEAST:
        return '^';
    case QUALIFIER_BELOW:
    case QUALIFIER_AT_MOST:
        return 'v';
    case QUALIFIER_ABOUT:
        return '*';
    default:
        return value->status == 'P' ? 'o' : '@';
    }
}

static int by_day(const void *a, const void *b)
{
    const struct view_point *x = a, *y = b;
    if (x->day != y->day)
        return x->day > y->day ? 1 : -1;
    return (x->mark > y->mark) - (x->mark < y->mark);
}

static struct view_point *add_point(struct arena *arena, struct view_point *points,
                                    size_t *n, struct view_point point)
{
    points = arena_more(arena, points, *n, sizeof *points);
    points[(*n)++] = point;
    return points;
}

/* The path from the baseline through one target after the other of the same owner, a
 * point a quarter. */
static struct view_point *add_path(struct arena *arena, struct view_point *points,
                                   size_t *n, const struct figure *figure)
{
    if (!figure->progress.computed)
        return points;
    int32_t day = figure->progress.baseline_period.last;
    double value = figure->progress.baseline;
    for (size_t i = 0; i < figure->n_targets; i++) {
        const struct target *target = figure->targets[i];
        int32_t end = period_year(target->year).last;
        if (!target->has_value || end <= day ||
            target->region != figure->target->region)
            continue;
        double slope = (target->value - value) / (end - day);
        for (int month = months_complete(day) + 3; month < months_complete(end);
             month += 3) {
            int32_t at = period_month(month / 12, month % 12 + 1).first - 1;
            points = add_point(arena, points, n,
                               (struct view_point){.day = at,
                                                   .value = value + slope * (at - day),
                                                   .mark = '.',
                                                   .label = ""});
        }
        day = end;
        value = target->value;
    }
    return points;
}

/* Where the line through the last points leads, a point a quarter after them, as far
 * as the last open target of the same owner. An amount is not carried on below zero. */
static struct view_point *add_projection(struct arena *arena, struct view_point *points,
                                         size_t *n, const struct figure *figure)
{
    const struct trend *trend = &figure->assessment.trend;
    if (!figure->target || figure->past || trend->state == TREND_NOT_COMPUTABLE ||
        trend->n < TREND_LEAST)
        return points;
    int32_t end = 0;
    for (size_t i = 0; i < figure->n_targets; i++)
        if (figure->targets[i]->has_value &&
            figure->targets[i]->region == figure->target->region)
            end = period_year(figure->targets[i]->year).last;
    bool amount =
        figure->latest->value->value >= 0 && figure->indicator->kind != KIND_GROWTH;
    for (int month = months_complete(trend->to.last) + 3; month <= months_complete(end);
         month += 3) {
        int32_t at = period_month(month / 12, month % 12 + 1).first - 1;
        double value = trend_at(trend, at);
        if (amount && value < 0)
            break;
        points = add_point(
            arena, points, n,
            (struct view_point){.day = at, .value = value, .mark = 'x', .label = ""});
    }
    return points;
}

/* Between what was before a new scope and what follows. */
static struct view_point *add_breaks(struct arena *arena, struct view_point *points,
                                     size_t *n, const struct figure *figure)
{
    for (size_t i = 0; i < figure->n_points; i++) {
        struct period period = figure->series[i].period;
        if (judged_is_break(&figure->series[i]))
            points =
                add_point(arena, points, n,
                          (struct view_point){.day = period.first +
                                                     (period.last - period.first) / 2,
                                              .mark = '|',
                                              .label = ""});
    }
    return points;
}

/* The marks that stand in the chart. */
static const char *legend(struct frame *frame, const struct figure *figure,
                          const struct view_point *points, size_t n)
{
    bool projected = false, broken = false;
    for (size_t i = 0; i < n; i++) {
        projected = projected || points[i].mark == 'x';
        broken = broken || points[i].mark == '|';
    }
    enum glyph_tier tier = frame->context->glyphs;
    const char *text = arena_printf(
        frame->arena,
        _("%1$s official  ^ v bound  * about  %2$s provisional  %3$s path  T target"),
        glyph_mark('@', tier), glyph_mark('o', tier), glyph_mark('.', tier));
    if (projected)
        text =
            arena_printf(frame->arena, _("%1$s  %2$s the last %3$zu points carried on"),
                         text, glyph_mark('x', tier), figure->assessment.trend.n);
    return broken ? arena_printf(frame->arena, _("%1$s  %2$s scope changed"), text,
                                 glyph_mark('|', tier))
                  : text;
}

void indicator_chart(struct frame *frame, const struct figure *figure)
{
    struct arena *arena = frame->arena;
    struct view_point *points = NULL;
    size_t n = 0;
    if (!figure->latest)
        return;
    for (size_t i = 0; i < figure->n_points; i++) {
        const struct observation *value = &figure->series[i];
        if (!value->has_value)
            continue;
        bool labelled = qualifier_is_bound(value->qualifier);
        points = add_point(
            arena, points, &n,
            (struct view_point){
                .day = value->period.last,
                .value = value->value,
                .mark = mark_of(value),
                .label = labelled ? value_text(figure->indicator, value, arena) : "",
            });
    }
    for (size_t i = 0; i < figure->n_targets; i++) {
        const struct target *target = figure->targets[i];
        if (target->has_value)
            points = add_point(
                arena, points, &n,
                (struct view_point){.day = period_year(target->year).last,
                                    .value = target->value,
                                    .mark = 'T',
                                    .label = arena_printf(arena, "%d %s", target->year,
                                                          target_text(target, arena))});
    }
    points = add_path(arena, points, &n, figure);
    points = add_projection(arena, points, &n, figure);
    points = add_breaks(arena, points, &n, figure);
    qsort(points, n, sizeof *points, by_day);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_CHART,
                           .chart = {.points = points,
                                     .n_points = n,
                                     .unit = indicator_unit(figure->indicator,
                                                            frame->context->language),
                                     .decimals = figure->indicator->decimals,
                                     .legend = legend(frame, figure, points, n)},
                       });
}
