/* Where the scope of a series changed: see views/figure_series.h. */
#include "views/figure_series.h"

#include <string.h>

/* How many changes of scope were known to hold by a day. */
static size_t changes_by(const struct figures *figures,
                         const struct scope *const *scopes, size_t n, int32_t day)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += scopes[i]->from != 0 && scopes[i]->from <= day &&
                 (scopes[i]->day == 0 ||
                  time_of_day_end(scopes[i]->day) <= figures->context->known_at);
    return count;
}

/* The first day by which a target has a baseline of its own; `day` if none has. */
static int32_t first_baseline(const struct figures *figures,
                              const struct figure *figure, int32_t day)
{
    const struct catalog *catalog = figures->context->catalog;
    const struct target *target =
        figures->index[figure->indicator - catalog->indicators].targets;
    const struct target *end = catalog->targets + catalog->n_targets;
    for (; target && target < end; target++)
        if (strcmp(target->indicator, figure->indicator->code) == 0 &&
            series_concerns(target, figure->region) && target->has_baseline &&
            target->baseline_period.last < day)
            day = target->baseline_period.last;
    return day;
}

bool series_mark_scopes(const struct figures *figures, const struct figure *figure,
                        struct figure_point *points, struct observation *series,
                        int32_t from, struct arena *arena)
{
    size_t n;
    bool sure = true;
    const struct scope *const *scopes = catalog_scopes(
        figures->context->catalog, figure->indicator, figure->region->code, arena, &n);
    if (n == 0 || figure->n_points == 0)
        return true;
    int32_t first = series[0].period.last;
    int32_t begins = first_baseline(figures, figure, first);
    size_t begun = changes_by(figures, scopes, n, from);
    size_t before = changes_by(figures, scopes, n, begins);
    for (size_t i = 0; i < figure->n_points; i++) {
        int32_t day = series[i].period.last;
        size_t now = changes_by(figures, scopes, n, day);
        bool enters = day >= from && (i == 0 || series[i - 1].period.last < from);
        if (enters && begun > 0 && (&points[i] == figure->latest || begins < first))
            sure = false;
        if (now > before) {
            series[i].rescoped = true;
            points[i].value = &series[i];
        }
        before = now;
    }
    return sure;
}
