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

struct progress figure_judge_at(const struct figures *figures,
                                const struct figure *figure, size_t at,
                                const struct target *target)
{
    return progress_schedule(figure->indicator->kind, figure->indicator->direction,
                             figure->series, at + 1, target, &figures->context->rules);
}

struct progress figure_judge(const struct figures *figures, const struct figure *figure,
                             const struct target *target)
{
    return progress_schedule(figure->indicator->kind, figure->indicator->direction,
                             figure->series, figure->n_points, target,
                             &figures->context->rules);
}

void figure_set_target(const struct figures *figures, struct figure *figure,
                       struct arena *arena)
{
    const struct indicator *indicator = figure->indicator;
    figure->targets = figure_targets(figures, indicator, figure->region->code, arena,
                                     &figure->n_targets);
    figure->own_target = figure->n_targets > 0 && figure->region->level > 0;
    /* A share or a rate asked of the nation is asked of every region; a total is not.
     */
    if (figure->n_targets == 0 && indicator->aggregation != AGGREGATE_SUM &&
        !region_outside(figure->region))
        figure->targets = figure_targets(figures, indicator, REGION_NATION, arena,
                                         &figure->n_targets);
    int year = figure->latest ? period_year_of(figure->latest->value->period)
                              : date_from_day(day_from_time(figures->now)).year;
    for (size_t i = figure->n_targets; i-- > 0;)
        if (figure->targets[i]->year >= year)
            figure->target = figure->targets[i];
    figure->progress = figure_judge(figures, figure, figure->target);
}
