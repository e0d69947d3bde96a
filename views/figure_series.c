/* The series of figures: see views/figure_series.h. */
#include "views/figure_series.h"

#include "core/judged.h"

#include <stdint.h>
#include <string.h>

/* ---- what is stored ---- */

enum { BEFORE_DAYS = 400 }; /* a year, and the days by which a year may miss another */

/* Only what is about the region or the nation decides anything here. */
static bool concerns(const struct target *target, const struct region *region)
{
    return target->has_value &&
           (target->region == region->code || target->region == REGION_NATION);
}

/* From which day on a row of the region needs its series, as a rule: a year before the
 * first day at which any baseline is sought. */
static int32_t first_day(const struct figures *figures, const struct region *region)
{
    const struct catalog *catalog = figures->context->catalog;
    int32_t first = day_from_time(figures->now);
    for (size_t i = 0; i < catalog->n_targets; i++) {
        const struct target *target = &catalog->targets[i];
        if (!concerns(target, region))
            continue;
        if (target->has_baseline && target->baseline_period.last < first)
            first = target->baseline_period.last;
        else if (!target->has_baseline && target->day && target->day < first)
            first = target->day;
    }
    return first - BEFORE_DAYS;
}

bool figures_read(struct figures *figures, const struct region *region,
                  const bool *wanted, struct arena *arena, struct error *error)
{
    const struct catalog *catalog = figures->context->catalog;
    const struct query *query = figures->context->query;
    size_t n = 0;
    figures_forget(figures);
    if (!query || !query->region)
        return true;
    const char **codes = arena_alloc(arena, catalog->n_indicators * sizeof *codes);
    for (size_t i = 0; i < catalog->n_indicators; i++)
        if (!wanted || wanted[i])
            codes[n++] = catalog->indicators[i].code;
    struct query_list *lists = arena_alloc(arena, n * sizeof *lists);
    int32_t from = figures->whole ? INT32_MIN : first_day(figures, region);
    if (!query->region(query->self, region->code, codes, n, from,
                       figures->context->known_at, arena, lists, error))
        return false;
    const struct query_list **placed =
        arena_alloc(arena, catalog->n_indicators * sizeof *placed);
    n = 0;
    for (size_t i = 0; i < catalog->n_indicators; i++)
        if (!wanted || wanted[i])
            placed[i] = &lists[n++];
    figures->ahead = (struct figures_ahead){region, placed, from};
    return true;
}

void figures_forget(struct figures *figures)
{
    figures->ahead = (struct figures_ahead){0};
}

/* All of it: read ahead, or now. */
static bool read_whole(const struct figures *figures, const struct figure *figure,
                       struct arena *arena, struct query_list *list,
                       struct error *error)
{
    const struct query *query = figures->context->query;
    const struct figures_ahead *ahead = &figures->ahead;
    size_t place = (size_t)(figure->indicator - figures->context->catalog->indicators);
    if (ahead->region == figure->region && ahead->from == INT32_MIN &&
        ahead->lists[place]) {
        *list = *ahead->lists[place];
        return true;
    }
    *list = (struct query_list){0};
    return !query || !query->series ||
           query->series(query->self, figure->indicator->code, figure->region->code,
                         figures->context->known_at, arena, &list->items, &list->n,
                         error);
}

/* The part from `from` on: read ahead, or now. */
static bool read_part(const struct figures *figures, const struct figure *figure,
                      struct arena *arena, struct query_list *list, int32_t *from,
                      struct error *error)
{
    const struct query *query = figures->context->query;
    const struct figures_ahead *ahead = &figures->ahead;
    size_t place = (size_t)(figure->indicator - figures->context->catalog->indicators);
    if (ahead->region == figure->region && ahead->lists[place]) {
        *list = *ahead->lists[place];
        *from = ahead->from;
        return true;
    }
    *list = (struct query_list){0};
    *from = first_day(figures, figure->region);
    const char *code = figure->indicator->code;
    return !query || !query->region ||
           query->region(query->self, figure->region->code, &code, 1, *from,
                         figures->context->known_at, arena, list, error);
}

/* ---- and what was announced ---- */

static bool published_known(const struct figures *figures,
                            const struct published *published)
{
    return published->day == 0 ||
           time_of_day_end(published->day) <= figures->context->known_at;
}

/* A point for the catalogue's figure: beside the stored one of the same period, which
 * outranks it, or in the place of an earlier announcement, or new. */
static void add_published(struct figure *figure, struct figure_point **points,
                          const struct published *published, struct arena *arena)
{
    const struct observation *value = &published->observation;
    struct figure_point *items = *points;
    size_t at = 0;
    while (at < figure->n_points &&
           period_compare(items[at].value->period, value->period) < 0)
        at++;
    if (at < figure->n_points && period_equal(items[at].value->period, value->period)) {
        struct figure_point *point = &items[at];
        point->announced = published;
        if (point->value->receipt == 0)
            point->value = value;
        point->differs = point->value->has_value != value->has_value ||
                         point->value->value != value->value ||
                         point->value->qualifier != value->qualifier;
        return;
    }
    items = arena_more(arena, items, figure->n_points, sizeof *items);
    memmove(items + at + 1, items + at, (figure->n_points - at) * sizeof *items);
    items[at] = (struct figure_point){.value = value, .announced = published};
    figure->n_points++;
    *points = items;
}

/* ---- and where its scope changed ---- */

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

/* Marks the first point under each scope. Of a part that begins on `from`, what changed
 * before lies before its points too. */
static void mark_scopes(const struct figures *figures, const struct figure *figure,
                        struct figure_point *points, struct observation *series,
                        int32_t from, struct arena *arena)
{
    size_t n, before = 0;
    const struct scope *const *scopes = catalog_scopes(
        figures->context->catalog, figure->indicator, figure->region->code, arena, &n);
    for (size_t i = 0; n > 0 && i < figure->n_points; i++) {
        int32_t day = series[i].period.last;
        size_t now = changes_by(figures, scopes, n, day);
        size_t begun = changes_by(figures, scopes, n, from);
        if (day >= from && begun > before)
            before = begun;
        if (now > before) {
            series[i].rescoped = true;
            points[i].value = &series[i];
        }
        before = now;
    }
}

/* Joins what is stored, from a day on, with what was announced. */
static void join(const struct figures *figures, struct figure *figure,
                 const struct query_list *stored, int32_t from, struct arena *arena)
{
    struct figure_point *points = NULL;
    figure->n_points = 0;
    figure->latest = NULL;
    for (size_t i = 0; i < stored->n; i++) {
        points = arena_more(arena, points, i, sizeof *points);
        points[i] = (struct figure_point){.value = &stored->items[i]};
        figure->n_points++;
    }
    const struct catalog *catalog = figures->context->catalog;
    const struct published *published =
        figures->index[figure->indicator - catalog->indicators].published;
    const struct published *end = catalog->published + catalog->n_published;
    for (; published && published < end; published++) {
        if (strcmp(published->observation.indicator, figure->indicator->code) != 0)
            break;
        if (published->observation.region == figure->region->code &&
            published_known(figures, published))
            add_published(figure, &points, published, arena);
    }
    struct observation *series = arena_alloc(arena, figure->n_points * sizeof *series);
    for (size_t i = 0; i < figure->n_points; i++) {
        series[i] = *points[i].value;
        if (series[i].has_value)
            figure->latest = &points[i];
    }
    mark_scopes(figures, figure, points, series, from, arena);
    figure->points = points;
    figure->series = series;
}

/* ---- does a part decide everything that a row says? ---- */

/* Would the period before the latest value's be in the part, if there is one? */
static bool previous_decided(const struct figure *figure, int32_t from)
{
    size_t latest = (size_t)(figure->latest - figure->points);
    const struct period *period = &figure->series[latest].period;
    bool regular = period->freq != FREQ_DAY && period->freq != FREQ_INTERVAL;
    if (regular && period->first > from)
        return true;
    for (size_t i = 0; i < latest; i++)
        if (figure->series[i].period.freq == period->freq &&
            figure->series[i].period.last >= from)
            return true;
    return false;
}

/* Is there a result that ends in the part and no later than `day`? Then no older one
 * is the last before that day. Of flows a full year's. */
static bool result_by(const struct figure *figure, int32_t from, int32_t day)
{
    for (size_t i = 0; i < figure->n_points; i++) {
        const struct observation *value = &figure->series[i];
        if (value->period.last >= from && value->period.last <= day &&
            value->has_value && value->status != 'F' &&
            (figure->indicator->kind != KIND_FLOW || value->period.freq == FREQ_YEAR))
            return true;
    }
    return false;
}

static bool target_decided(const struct figure *figure, const struct target *target,
                           int32_t from)
{
    struct period year = period_year(target->year);
    if (target->has_baseline && target->baseline_period.last < from)
        return false;
    if (!target->has_baseline && target->day && !result_by(figure, from, target->day))
        return false;
    return year.first >= from && result_by(figure, from, year.last);
}

/* Does the part hold all points that a trend goes by? Of flows those are full years. */
static bool trend_decided(const struct figure *figure, int32_t from)
{
    enum frequency freq = figure->indicator->kind == KIND_FLOW
                              ? FREQ_YEAR
                              : figure->latest->value->period.freq;
    int found = 0;
    for (size_t i = 0; i < figure->n_points; i++) {
        const struct observation *value = &figure->series[i];
        found += value->period.last >= from && value->period.freq == freq &&
                 judged_is_result(value) && !qualifier_is_bound(value->qualifier);
    }
    return found >= TREND_MOST;
}

static bool part_decides(const struct figures *figures, const struct figure *figure,
                         int32_t from)
{
    if (!figure->latest || figure->latest->value->period.last < from ||
        !previous_decided(figure, from))
        return false;
    if (figures->context->rules.method == METHOD_TREND && !trend_decided(figure, from))
        return false;
    const struct catalog *catalog = figures->context->catalog;
    const struct target *target =
        figures->index[figure->indicator - catalog->indicators].targets;
    const struct target *end = catalog->targets + catalog->n_targets;
    for (; target && target < end; target++)
        if (strcmp(target->indicator, figure->indicator->code) == 0 &&
            concerns(target, figure->region) && !target_decided(figure, target, from))
            return false;
    return true;
}

bool series_read(const struct figures *figures, struct figure *figure,
                 struct arena *arena, struct error *error)
{
    struct query_list list;
    int32_t from;
    if (!figures->whole) {
        if (!read_part(figures, figure, arena, &list, &from, error))
            return false;
        join(figures, figure, &list, from, arena);
        if (part_decides(figures, figure, from))
            return true;
    }
    if (!read_whole(figures, figure, arena, &list, error))
        return false;
    join(figures, figure, &list, INT32_MIN, arena);
    return true;
}

bool series_withdrawn(const struct figures *figures, const struct figure *figure,
                      struct arena *arena, bool *withdrawn, struct error *error)
{
    const struct query *query = figures->context->query;
    struct observation *items;
    size_t n;
    *withdrawn = false;
    if (!query || !query->revisions)
        return true;
    if (!query->revisions(query->self, figure->indicator->code, figure->region->code,
                          arena, &items, &n, error))
        return false;
    for (size_t i = 0; i < n && !*withdrawn; i++) {
        struct receipt receipt;
        if (!items[i].withdrawn)
            continue;
        if (!query->receipt(query->self, items[i].receipt, arena, &receipt, error))
            return false;
        *withdrawn = receipt.time <= figures->context->known_at;
    }
    return true;
}

/* ---- neighbours ---- */

/* Does a break lie between point i and a later one, or at that one? */
static bool broken_between(const struct figure *figure, size_t i, size_t later)
{
    while (++i <= later)
        if (judged_is_break(&figure->series[i]))
            return true;
    return false;
}

/* Point i, to be compared with a later one. */
static const struct figure_point *comparable(const struct figure *figure, size_t i,
                                             size_t later)
{
    return figure->series[i].has_value && !broken_between(figure, i, later)
               ? &figure->points[i]
               : NULL;
}

const struct figure_point *figure_previous(const struct figure *figure, size_t at)
{
    const struct period *period = &figure->series[at].period;
    for (size_t i = at; i-- > 0;) {
        const struct observation *before = &figure->series[i];
        if (before->period.freq != period->freq)
            continue;
        bool regular = period->freq != FREQ_DAY && period->freq != FREQ_INTERVAL;
        if (regular && before->period.last + 1 != period->first)
            return NULL;
        return comparable(figure, i, at);
    }
    return NULL;
}

const struct figure_point *figure_year_before(const struct figure *figure, size_t at)
{
    struct period period = figure->series[at].period;
    struct date last = date_from_day(period.last);
    for (size_t i = at; i-- > 0 && period.freq != FREQ_WEEK;) {
        const struct observation *before = &figure->series[i];
        struct date date = date_from_day(before->period.last);
        if (before->period.freq == period.freq && date.year == last.year - 1 &&
            date.month == last.month &&
            (period.freq != FREQ_DAY || date.day == last.day))
            return comparable(figure, i, at);
    }
    return NULL;
}
