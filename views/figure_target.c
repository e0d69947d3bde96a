/* Which targets apply to a figure, and the judgement: see views/figure.h. */
#include "views/figure.h"

#include <string.h>

static bool target_known(const struct figures *figures, const struct target *target)
{
    return target->day == 0 ||
           time_of_day_end(target->day) <= figures->context->known_at;
}

const struct target *const *figure_targets(const struct figures *figures,
                                           const struct indicator *indicator,
                                           int32_t region, struct arena *arena,
                                           size_t *n)
{
    const struct catalog *catalog = figures->context->catalog;
    const struct target *first =
        figures->index[indicator - catalog->indicators].targets;
    const struct target *end = catalog->targets + catalog->n_targets;
    const struct target **found = NULL;
    *n = 0;
    for (const struct target *target = first; target && target < end; target++) {
        if (target->region != region ||
            strcmp(target->indicator, indicator->code) != 0 ||
            !target_known(figures, target))
            continue;
        size_t at = 0;
        while (at < *n && found[at]->year < target->year)
            at++;
        if (at < *n && found[at]->year == target->year) {
            if (target->day >= found[at]->day)
                found[at] = target;
            continue;
        }
        found = arena_more(arena, found, *n, sizeof *found);
        memmove(found + at + 1, found + at, (*n - at) * sizeof *found);
        found[at] = target;
        ++*n;
    }
    return found;
}

static bool has_year(const struct target *const *targets, size_t n, int year)
{
    for (size_t i = 0; i < n; i++)
        if (targets[i]->year == year)
            return true;
    return false;
}

/* A target that nobody can meet any more: of what is known by its year's end, the end
 * itself has to be there, unless it was reached before. At the end no baseline is
 * needed to say that it was missed; only how far was come stays open. */
static struct progress judge_past(struct progress progress, int32_t end,
                                  const struct observation *last)
{
    if (progress.state == PROGRESS_DONE || progress.state == PROGRESS_QUALITATIVE)
        return progress;
    bool missed = last && last->has_value && last->period.last == end &&
                  period_equal(last->period, progress.period) &&
                  !qualifier_is_bound(last->qualifier);
    if (progress.state == PROGRESS_NOT_COMPUTABLE && missed)
        return (struct progress){.state = PROGRESS_BEHIND, .period = progress.period};
    if (progress.state == PROGRESS_NOT_COMPUTABLE || progress.period.last == end)
        return progress;
    return (struct progress){.state = PROGRESS_NOT_COMPUTABLE,
                             .reason = REASON_NO_YEAR_END};
}

/* Growth and trend look forward: once the year is over nothing is left to come. */
static struct progress decide_past(struct progress progress, int32_t end,
                                   const struct observation *last,
                                   enum assess_method method)
{
    progress = judge_past(progress, end, last);
    bool open = progress.state == PROGRESS_AHEAD || progress.state == PROGRESS_ON;
    if (method != METHOD_SCHEDULE && open)
        progress.state = PROGRESS_BEHIND;
    return progress;
}

/* By the first n points. */
static struct assessment assess_first(const struct figures *figures,
                                      const struct figure *figure, size_t n,
                                      const struct target *target)
{
    const struct progress_rules *rules = &figures->context->rules;
    bool past = false;
    int32_t end = target ? period_year(target->year).last : 0;
    for (; target && n > 0 && figure->series[n - 1].period.last > end; n--)
        past = past || figure->series[n - 1].has_value;
    struct assessment judged =
        assess(figure->indicator->kind, figure->indicator->direction, figure->series, n,
               target, rules);
    if (!past && !(target && judged.decided.period.last == end))
        return judged;
    const struct observation *last = n > 0 ? &figure->series[n - 1] : NULL;
    judged.schedule = judge_past(judged.schedule, end, last);
    judged.decided = decide_past(judged.decided, end, last, rules->method);
    judged.has_needed = false;
    for (int i = 0; i < METHOD_COUNT; i++)
        judged.disagrees[i] = false;
    return judged;
}

struct progress figure_judge(const struct figures *figures, const struct figure *figure,
                             const struct target *target)
{
    return assess_first(figures, figure, figure->n_points, target).decided;
}

struct progress figure_judge_at(const struct figures *figures,
                                const struct figure *figure, size_t at,
                                const struct target *target)
{
    return assess_first(figures, figure, at + 1, target).decided;
}

bool target_past(const struct figures *figures, const struct target *target)
{
    return target->year < date_from_day(day_from_time(figures->now)).year;
}

static void judge(const struct figures *figures, struct figure *figure,
                  const struct target *target)
{
    figure->method = figures->context->rules.method;
    figure->assessment = assess_first(figures, figure, figure->n_points, target);
    figure->progress = figure->assessment.decided;
}

struct figure figure_against(const struct figures *figures, const struct figure *figure,
                             const struct target *target)
{
    struct figure judged = *figure;
    judged.target = target;
    judged.own_target = target->region != REGION_NATION && figure->region->level > 0;
    judged.past = target_past(figures, target);
    judge(figures, &judged, target);
    return judged;
}

bool target_of_everyone(const struct indicator *indicator)
{
    return indicator->kind == KIND_RATE || indicator->kind == KIND_GROWTH ||
           indicator->aggregation == AGGREGATE_RATIO;
}

/* The region's own targets, and the nation's for the years in which it has none. */
static void add_national(const struct figures *figures, struct figure *figure,
                         struct arena *arena)
{
    size_t n_national, n = 0, own = 0;
    const struct target *const *national =
        figure_targets(figures, figure->indicator, REGION_NATION, arena, &n_national);
    const struct target **all =
        arena_alloc(arena, (figure->n_targets + n_national) * sizeof *all);
    for (size_t i = 0; i < n_national; i++) {
        while (own < figure->n_targets &&
               figure->targets[own]->year <= national[i]->year)
            all[n++] = figure->targets[own++];
        if (!has_year(figure->targets, figure->n_targets, national[i]->year))
            all[n++] = national[i];
    }
    while (own < figure->n_targets)
        all[n++] = figure->targets[own++];
    figure->targets = all;
    figure->n_targets = n;
}

void figure_set_target(const struct figures *figures, struct figure *figure,
                       struct arena *arena)
{
    figure->targets = figure_targets(figures, figure->indicator, figure->region->code,
                                     arena, &figure->n_targets);
    if (figure->region->level > 0 && target_of_everyone(figure->indicator) &&
        !region_outside(figure->region))
        add_national(figures, figure, arena);
    /* The data's year counts: a target is met by what is known of its year. */
    int year = figure->latest ? period_year_of(figure->latest->value->period)
                              : date_from_day(day_from_time(figures->now)).year;
    const struct target *decides = NULL;
    for (size_t i = figure->n_targets; i-- > 0;)
        if (!decides || figure->targets[i]->year >= year)
            decides = figure->targets[i];
    if (decides)
        *figure = figure_against(figures, figure, decides);
    else
        judge(figures, figure, NULL);
}

static bool is_judged(enum progress_state state)
{
    return state != PROGRESS_NOT_COMPUTABLE && state != PROGRESS_QUALITATIVE;
}

int figure_behind_change(const struct figures *figures, const struct figure *figure)
{
    const struct figure_point *before =
        figure->latest && is_judged(figure->progress.state)
            ? figure_previous(figure, (size_t)(figure->latest - figure->points))
            : NULL;
    if (!before)
        return 0;
    struct progress was = figure_judge_at(
        figures, figure, (size_t)(before - figure->points), figure->target);
    return is_judged(was.state) ? (figure->progress.state == PROGRESS_BEHIND) -
                                      (was.state == PROGRESS_BEHIND)
                                : 0;
}
