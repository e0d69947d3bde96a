/* Figures: see views/figure.h. */
#include "views/figure.h"

#include <string.h>

struct figure_receipt {
    uint32_t number;
    int source; /* place in figures->sources, -1 = none of them */
};

struct figure_reports {
    const struct indicator *indicator;
    int32_t parent;
    bool reported;
    int source; /* that delivers it, -1 = unknown */
};

static size_t place_of(const struct catalog *catalog, const char *code)
{
    const struct indicator *indicator = catalog_indicator(catalog, code);
    return indicator ? (size_t)(indicator - catalog->indicators)
                     : catalog->n_indicators;
}

bool figures_open(struct figures *figures, const struct view_context *context,
                  struct error *error)
{
    const struct catalog *catalog = context->catalog;
    struct figures opened = {
        .context = context,
        .arena = context->arena,
        .now = context->known_at < context->now ? context->known_at : context->now,
    };
    opened.index =
        arena_alloc(context->arena, (catalog->n_indicators + 1) * sizeof *opened.index);
    for (size_t i = catalog->n_published; i-- > 0;) {
        const struct published *published = &catalog->published[i];
        size_t place = place_of(catalog, published->observation.indicator);
        opened.index[place].published = published;
    }
    for (size_t i = catalog->n_targets; i-- > 0;) {
        const struct target *target = &catalog->targets[i];
        opened.index[place_of(catalog, target->indicator)].targets = target;
    }
    const struct query *query = context->query;
    if (query && query->sources &&
        !query->sources(query->self, context->arena, &opened.sources, &opened.n_sources,
                        error))
        return false;
    *figures = opened;
    return true;
}

/* ---- sources ---- */

bool source_fails(const struct figures *figures, const struct source_state *source)
{
    /* Only the present state is kept: what happened after the as-of day is not told. */
    return source->failures > 0 && source->last_attempt <= figures->now;
}

const char *source_title(const struct source_state *source)
{
    return source->title && source->title[0] ? source->title : source->name;
}

static bool find_receipt(struct figures *figures, uint32_t number, int *source)
{
    for (size_t i = 0; i < figures->n_receipts; i++)
        if (figures->receipts[i].number == number) {
            *source = figures->receipts[i].source;
            return true;
        }
    return false;
}

int figure_source(struct figures *figures, const struct observation *value)
{
    const struct query *query = figures->context->query;
    int source = -1;
    if (value->receipt == 0 || !query || !query->receipt ||
        find_receipt(figures, value->receipt, &source))
        return source;
    struct receipt receipt;
    struct error ignored; /* a source that cannot be named is not a reason to stop */
    if (query->receipt(query->self, value->receipt, figures->arena, &receipt, &ignored))
        for (size_t i = 0; i < figures->n_sources; i++)
            if (strcmp(figures->sources[i].name, receipt.source) == 0)
                source = (int)i;
    figures->receipts = arena_more(figures->arena, figures->receipts,
                                   figures->n_receipts, sizeof *figures->receipts);
    figures->receipts[figures->n_receipts++] =
        (struct figure_receipt){value->receipt, source};
    return source;
}

/* ---- who reports ---- */

bool region_outside(const struct region *region)
{
    int32_t province = region->code / 10000;
    return province == 71 || province == 81 || province == 82;
}

static bool stored_series(const struct figures *figures, const char *indicator,
                          int32_t region, struct arena *arena,
                          struct observation **items, size_t *n, struct error *error)
{
    const struct query *query = figures->context->query;
    *items = NULL;
    *n = 0;
    return !query || !query->series ||
           query->series(query->self, indicator, region, figures->context->known_at,
                         arena, items, n, error);
}

static bool look_for_reports(struct figures *figures, struct figure_reports *reports,
                             struct error *error)
{
    struct arena scratch = {0};
    size_t n;
    bool ok = true;
    const struct region **children =
        catalog_children(figures->context->catalog, reports->parent, &scratch, &n);
    for (size_t i = 0; ok && i < n && !reports->reported; i++) {
        struct observation *items;
        size_t n_items;
        ok = stored_series(figures, reports->indicator->code, children[i]->code,
                           &scratch, &items, &n_items, error);
        for (size_t j = ok ? n_items : 0; j-- > 0 && !reports->reported;)
            if (items[j].has_value) {
                reports->reported = true;
                reports->source = figure_source(figures, &items[j]);
            }
    }
    arena_release(&scratch);
    return ok;
}

static bool find_reports(struct figures *figures, const struct indicator *indicator,
                         int32_t parent, struct figure_reports *found,
                         struct error *error)
{
    for (size_t i = 0; i < figures->n_reports; i++) {
        const struct figure_reports *reports = &figures->reports[i];
        if (reports->indicator == indicator && reports->parent == parent) {
            *found = *reports;
            return true;
        }
    }
    *found = (struct figure_reports){indicator, parent, false, -1};
    if (!look_for_reports(figures, found, error))
        return false;
    figures->reports = arena_more(figures->arena, figures->reports, figures->n_reports,
                                  sizeof *figures->reports);
    figures->reports[figures->n_reports++] = *found;
    return true;
}

bool figure_reported(struct figures *figures, const struct indicator *indicator,
                     int32_t parent, bool *reported, struct error *error)
{
    struct figure_reports found;
    if (!find_reports(figures, indicator, parent, &found, error))
        return false;
    *reported = found.reported;
    return true;
}

/* ---- the series ---- */

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

static bool read_series(struct figures *figures, struct figure *figure,
                        struct arena *arena, struct error *error)
{
    struct observation *stored;
    size_t n;
    if (!stored_series(figures, figure->indicator->code, figure->region->code, arena,
                       &stored, &n, error))
        return false;
    struct figure_point *points = NULL;
    for (size_t i = 0; i < n; i++) {
        points = arena_more(arena, points, i, sizeof *points);
        points[i] = (struct figure_point){.value = &stored[i]};
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
    figure->points = points;
    figure->series = series;
    return true;
}

const struct figure_point *figure_previous(const struct figure *figure, size_t at)
{
    const struct period *period = &figure->series[at].period;
    for (size_t i = at; i-- > 0;) {
        const struct observation *before = &figure->series[i];
        if (before->period.freq != period->freq)
            continue;
        bool regular = period->freq != FREQ_DAY && period->freq != FREQ_INTERVAL;
        if (!before->has_value || (regular && before->period.last + 1 != period->first))
            return NULL;
        return &figure->points[i];
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
            return before->has_value ? &figure->points[i] : NULL;
    }
    return NULL;
}

/* ---- what is missing, what is old ---- */

static int months_of(enum frequency freq)
{
    switch (freq) {
    case FREQ_QUARTER:
        return 3;
    case FREQ_HALF:
        return 6;
    case FREQ_YEAR:
    case FREQ_INTERVAL:
    case FREQ_NONE:
        return 12;
    default:
        return 1;
    }
}

static bool set_missing(struct figures *figures, struct figure *figure, int *source,
                        struct error *error)
{
    if (figure->n_points > 0) {
        const struct observation *last = &figure->series[figure->n_points - 1];
        figure->missing = status_missing(last->status);
        *source = figure_source(figures, last);
        if (figure->missing == MISSING_NONE)
            figure->missing = MISSING_UNPUBLISHED;
        return true;
    }
    figure->missing = MISSING_UNPUBLISHED;
    if (region_outside(figure->region))
        figure->missing = MISSING_NOT_APPLICABLE;
    if (figure->region->level == 0 || region_outside(figure->region))
        return true;
    struct figure_reports reports;
    if (!find_reports(figures, figure->indicator, figure->region->parent, &reports,
                      error))
        return false;
    if (!reports.reported)
        return true;
    *source = reports.source;
    figure->missing = *source >= 0 && source_fails(figures, &figures->sources[*source])
                          ? MISSING_FETCH_FAILED
                          : MISSING_NOT_REPORTED;
    return true;
}

bool figure_get(struct figures *figures, const struct indicator *indicator,
                const struct region *region, struct arena *arena, struct figure *figure,
                struct error *error)
{
    struct figure got = {.indicator = indicator, .region = region, .source = ""};
    int source = -1;
    if (!read_series(figures, &got, arena, error))
        return false;
    if (got.latest) {
        const struct observation *value = got.latest->value;
        int32_t months = months_complete(day_from_time(figures->now)) -
                         months_complete(value->period.last);
        int own = months_of(value->period.freq), step = months_of(indicator->frequency);
        got.stale = months >= 2 * (own > step ? own : step);
        source = figure_source(figures, value);
    } else if (!set_missing(figures, &got, &source, error)) {
        return false;
    }
    if (source >= 0) {
        const struct source_state *state = &figures->sources[source];
        got.source = source_title(state);
        if (source_fails(figures, state))
            got.failed_from = state->last_success;
    }
    figure_set_target(figures, &got, arena);
    *figure = got;
    return true;
}
