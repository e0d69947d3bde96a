/* Figures: see views/figure.h. */
#include "views/figure.h"

#include "views/figure_reports.h"
#include "views/figure_series.h"

#include <string.h>

struct figure_receipt {
    uint32_t number;
    int source; /* place in figures->sources, -1 = none of them */
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
        !query->sources(query->self, context->known_at, context->arena, &opened.sources,
                        &opened.n_sources, error))
        return false;
    *figures = opened;
    return true;
}

/* ---- sources ---- */

bool source_fails(const struct source_state *source)
{
    return source->failures > 0;
}

bool source_held(const struct source_state *source)
{
    static const enum error_code drift[] = {
        ERROR_DRIFT_FIELD, ERROR_DRIFT_UNIT, ERROR_DRIFT_SCOPE,
        ERROR_DRIFT_VALUE, ERROR_DRIFT_ROWS,
    };
    for (size_t i = 0; i < sizeof drift / sizeof *drift; i++)
        if (source->last_error.code == drift[i])
            return source_fails(source);
    return false;
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

bool region_outside(const struct region *region)
{
    return catalog_outside(region->code);
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

/* Of a figure without any point: by the calendar where it says something, else by what
 * the regions beside this one report. */
static bool set_absent(struct figures *figures, struct figure *figure,
                       struct arena *arena, int *source, struct error *error)
{
    bool reported = false, withdrawn = false;
    figure->missing = MISSING_UNPUBLISHED;
    if (region_outside(figure->region)) {
        figure->missing = MISSING_NOT_APPLICABLE;
        return true;
    }
    if (figure->region->level > 0 &&
        !reports_find(figures, figure->indicator, figure->region->parent, &reported,
                      source, error))
        return false;
    if ((reported || figure->due.duty) &&
        !series_withdrawn(figures, figure, arena, &withdrawn, error))
        return false;
    if (withdrawn)
        figure->due.late = false;
    else if (figure->due.duty && figure->due.last.freq == FREQ_NONE)
        figure->missing = MISSING_NOT_DUE;
    else if (reported || figure->due.duty)
        figure->missing = *source >= 0 && source_fails(&figures->sources[*source])
                              ? MISSING_FETCH_FAILED
                              : MISSING_NOT_REPORTED;
    return true;
}

static bool set_missing(struct figures *figures, struct figure *figure,
                        struct arena *arena, int *source, struct error *error)
{
    if (figure->n_points == 0)
        return set_absent(figures, figure, arena, source, error);
    const struct observation *last = &figure->series[figure->n_points - 1];
    figure->missing = status_missing(last->status);
    *source = figure_source(figures, last);
    if (figure->missing == MISSING_NONE)
        figure->missing = MISSING_UNPUBLISHED;
    return true;
}

/* Late is who let the last due day pass; not where its source fails. */
static void set_late(const struct figures *figures, struct figure *figure)
{
    figure->due = figure_due(figures, figure->indicator, figure->region);
    figure->due.late = figure->due.last.freq != FREQ_NONE;
    for (size_t i = figure->n_points; i-- > 0 && figure->due.late;)
        figure->due.late = !figure_answers(&figure->series[i], figure->due.last);
}

bool figure_get(struct figures *figures, const struct indicator *indicator,
                const struct region *region, struct arena *arena, struct figure *figure,
                struct error *error)
{
    struct figure got = {.indicator = indicator,
                         .region = region,
                         .source = "",
                         .states = figures->context->states};
    int source = -1;
    if (!series_read(figures, &got, arena, error))
        return false;
    set_late(figures, &got);
    if (got.latest) {
        const struct observation *value = got.latest->value;
        int32_t months = months_complete(day_from_time(figures->now)) -
                         months_complete(value->period.last);
        int own = months_of(value->period.freq), step = months_of(indicator->frequency);
        got.stale = months >= 2 * (own > step ? own : step);
        source = figure_source(figures, value);
    } else if (!set_missing(figures, &got, arena, &source, error)) {
        return false;
    }
    if (source >= 0) {
        const struct source_state *state = &figures->sources[source];
        got.source = source_title(state);
        if (source_fails(state)) {
            got.failed_from = state->last_success;
            got.due.late = false;
        }
        got.held = source_held(state);
    }
    figure_set_target(figures, &got, arena);
    *figure = got;
    return true;
}

struct figure *figure_all(struct figures *figures, const struct region *region,
                          struct arena *arena, struct error *error)
{
    const struct catalog *catalog = figures->context->catalog;
    struct figure *all = arena_alloc(arena, catalog->n_indicators * sizeof *all);
    bool ok = figures_read(figures, region, NULL, arena, error);
    for (size_t i = 0; ok && i < catalog->n_indicators; i++)
        ok =
            figure_get(figures, &catalog->indicators[i], region, arena, &all[i], error);
    figures_forget(figures);
    return ok ? all : NULL;
}
