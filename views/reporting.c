/* Who has not reported: see views/reporting.h. */
#include "views/reporting.h"

#include "core/due.h"
#include "views/figure_reports.h"
#include "views/words.h"

#include <stdlib.h>
#include <string.h>

/* One row of the calendar, asked of all its indicators and regions at once. */
struct asking {
    struct figures *figures;
    const struct duty_to_report *duty;
    const struct indicator **indicators;
    size_t n_indicators;
    const struct region **regions;
    size_t n_regions;
    struct query_figure *found; /* by indicator, then region */
    struct arena *arena;        /* of the result */
    struct arena scratch;
    struct reporting *reporting;
    struct report_count *counts; /* the reporting's */
};

/* ---- whom and what a row of the calendar names ---- */

static void name_indicators(struct asking *asking)
{
    const struct catalog *catalog = asking->figures->context->catalog;
    asking->indicators = arena_alloc(&asking->scratch, catalog->n_indicators *
                                                           sizeof *asking->indicators);
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        if (asking->duty->indicator[0]
                ? strcmp(asking->duty->indicator, indicator->code) == 0
                : catalog_task_in(catalog, indicator->task, asking->duty->task))
            asking->indicators[asking->n_indicators++] = indicator;
    }
}

/* All that may be meant; catalog_due decides for each. */
static void name_regions(struct asking *asking, const struct region *whole, bool parts)
{
    const struct catalog *catalog = asking->figures->context->catalog;
    size_t n = parts ? catalog->n_regions : 1;
    const struct region *first = parts ? catalog->regions : whole;
    asking->regions = arena_alloc(&asking->scratch, n * sizeof *asking->regions);
    for (size_t i = 0; i < n; i++) {
        const struct region *region = &first[i];
        if (catalog_within(catalog, region->code, whole->code) &&
            asking->n_indicators > 0 &&
            catalog_due(catalog, asking->indicators[0], region))
            asking->regions[asking->n_regions++] = region;
    }
}

static bool find_latest(struct asking *asking, struct error *error)
{
    const struct view_context *context = asking->figures->context;
    size_t n = asking->n_indicators, m = asking->n_regions;
    asking->found = arena_alloc(&asking->scratch, n * m * sizeof *asking->found);
    if (!context->query || !context->query->latest || n == 0 || m == 0)
        return true;
    const char **codes = arena_alloc(&asking->scratch, n * sizeof *codes);
    int32_t *regions = arena_alloc(&asking->scratch, m * sizeof *regions);
    for (size_t i = 0; i < n; i++)
        codes[i] = asking->indicators[i]->code;
    for (size_t r = 0; r < m; r++)
        regions[r] = asking->regions[r]->code;
    return context->query->latest(context->query->self, codes, n, regions, m,
                                  context->known_at, asking->found, error);
}

/* ---- what each of them has ---- */

/* Did a ministry announce the region's figure? */
static bool announced(const struct figures *figures, const struct indicator *indicator,
                      const struct region *region, struct period period)
{
    const struct catalog *catalog = figures->context->catalog;
    const struct published *end = catalog->published + catalog->n_published;
    const struct published *published =
        figures->index[indicator - catalog->indicators].published;
    for (; published && published < end; published++) {
        const struct observation *value = &published->observation;
        if (strcmp(value->indicator, indicator->code) != 0)
            break;
        if (value->region == region->code && figure_answers(value, period) &&
            (published->day == 0 ||
             time_of_day_end(published->day) <= figures->context->known_at))
            return true;
    }
    return false;
}

/* Behind its latest value a series may go on with named absences. */
static bool answered(struct asking *asking, const struct indicator *indicator,
                     const struct region *region, const struct observation *latest,
                     struct period period, bool *answers, struct error *error)
{
    const struct view_context *context = asking->figures->context;
    *answers = (latest->receipt && figure_answers(latest, period)) ||
               announced(asking->figures, indicator, region, period);
    if (*answers || !latest->receipt || !latest->has_value)
        return true;
    struct observation *items;
    size_t n;
    if (!context->query->series(context->query->self, indicator->code, region->code,
                                context->known_at, &asking->scratch, &items, &n, error))
        return false;
    for (size_t i = n; i-- > 0 && !*answers;)
        *answers = figure_answers(&items[i], period);
    return true;
}

/* Does the source that brings the indicator fail? */
static bool source_of_late(struct asking *asking, const struct indicator *indicator,
                           const struct region *region,
                           const struct observation *latest, bool *fails,
                           struct error *error)
{
    struct figures *figures = asking->figures;
    int source = -1;
    bool reported;
    if (latest->receipt)
        source = figure_source(figures, latest);
    else if (region->level > 0 && !reports_find(figures, indicator, region->parent,
                                                &reported, &source, error))
        return false;
    *fails = source >= 0 && source_fails(&figures->sources[source]);
    return true;
}

static void take_next(int32_t *next, int32_t day)
{
    if (*next == 0 || (day != 0 && day < *next))
        *next = day;
}

static bool ask_one(struct asking *asking, size_t i, size_t r, struct error *error)
{
    const struct indicator *indicator = asking->indicators[i];
    const struct region *region = asking->regions[r];
    const struct observation *latest = &asking->found[i * asking->n_regions + r].latest;
    struct reporting *reporting = asking->reporting;
    struct report_count *count =
        &asking->counts[indicator - asking->figures->context->catalog->indicators];
    struct figure_due due = figure_due(asking->figures, indicator, region);
    if (due.duty != asking->duty) /* another row says it more closely */
        return true;
    if (!latest->receipt || !figure_answers(latest, due.next))
        take_next(&count->next_due, due.next_day);
    if (due.last.freq == FREQ_NONE)
        return true;
    bool answers, fails;
    if (!answered(asking, indicator, region, latest, due.last, &answers, error))
        return false;
    count->expected++;
    if (answers)
        return true;
    if (!source_of_late(asking, indicator, region, latest, &fails, error))
        return false;
    struct late_report **items = fails ? &reporting->failed : &reporting->items;
    size_t *n = fails ? &reporting->n_failed : &reporting->n;
    *items = arena_more(asking->arena, *items, *n, sizeof **items);
    (*items)[(*n)++] = (struct late_report){
        .indicator = indicator,
        .region = region,
        .duty = due.duty,
        .period = due.last,
        .due = due.last_day,
        .days = day_from_time(asking->figures->now) - due.last_day,
    };
    return true;
}

static bool ask(struct asking *asking, const struct region *whole, bool parts,
                struct error *error)
{
    name_indicators(asking);
    name_regions(asking, whole, parts);
    bool ok = find_latest(asking, error);
    for (size_t i = 0; ok && i < asking->n_indicators; i++)
        for (size_t r = 0; ok && r < asking->n_regions; r++)
            ok = ask_one(asking, i, r, error);
    return ok;
}

static int by_lateness(const void *a, const void *b)
{
    const struct late_report *x = a, *y = b;
    if (x->days != y->days)
        return x->days > y->days ? -1 : 1;
    if (x->indicator != y->indicator)
        return x->indicator < y->indicator ? -1 : 1;
    return (x->region->code > y->region->code) - (x->region->code < y->region->code);
}

static int by_catalogue(const void *a, const void *b)
{
    const struct late_report *x = a, *y = b;
    if (x->indicator != y->indicator)
        return x->indicator < y->indicator ? -1 : 1;
    return (x->region->code > y->region->code) - (x->region->code < y->region->code);
}

static void add_count(struct reporting *reporting, const struct report_count *count)
{
    reporting->expected += count->expected;
    take_next(&reporting->next_due, count->next_due);
}

bool reporting_read(struct figures *figures, const struct region *region, bool parts,
                    struct arena *arena, struct reporting *reporting,
                    struct error *error)
{
    const struct catalog *catalog = figures->context->catalog;
    struct report_count *counts =
        arena_alloc(arena, catalog->n_indicators * sizeof *counts);
    struct reporting read = {.counts = counts};
    bool ok = true;
    for (size_t i = 0; ok && i < catalog->n_calendar; i++) {
        struct asking asking = {
            .figures = figures,
            .duty = &catalog->calendar[i],
            .arena = arena,
            .reporting = &read,
            .counts = counts,
        };
        ok = ask(&asking, region, parts, error);
        arena_release(&asking.scratch);
    }
    if (!ok)
        return false;
    for (size_t i = 0; i < catalog->n_indicators; i++)
        add_count(&read, &counts[i]);
    if (read.n > 0)
        qsort(read.items, read.n, sizeof *read.items, by_lateness);
    if (read.n_failed > 0)
        qsort(read.failed, read.n_failed, sizeof *read.failed, by_catalogue);
    *reporting = read;
    return true;
}

/* ---- of one task ---- */

static struct late_report *of_task(const struct catalog *catalog, const char *code,
                                   const struct late_report *items, size_t n,
                                   struct arena *arena, size_t *kept)
{
    struct late_report *some = arena_alloc(arena, n * sizeof *some);
    *kept = 0;
    for (size_t i = 0; i < n; i++)
        if (catalog_task_in(catalog, items[i].indicator->task, code))
            some[(*kept)++] = items[i];
    return some;
}

struct reporting reporting_of_task(const struct catalog *catalog,
                                   const struct reporting *reporting, const char *task,
                                   struct arena *arena)
{
    struct reporting some = {.counts = reporting->counts};
    some.items = of_task(catalog, task, reporting->items, reporting->n, arena, &some.n);
    some.failed = of_task(catalog, task, reporting->failed, reporting->n_failed, arena,
                          &some.n_failed);
    for (size_t i = 0; i < catalog->n_indicators; i++)
        if (catalog_task_in(catalog, catalog->indicators[i].task, task))
            add_count(&some, &reporting->counts[i]);
    return some;
}
