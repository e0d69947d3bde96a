/* Who reports: see views/figure_reports.h. */
#include "views/figure_reports.h"

struct report {
    bool reported;
    uint32_t receipt; /* of the first region's latest value */
};

struct figure_reports {
    int32_t parent;
    const struct report *reports; /* parallel to the catalogue's indicators */
};

/* What looks for reports: indicators that no region before `done` has reported. */
struct look {
    struct figures *figures;
    const struct region **children;
    size_t n_children, done;
    struct report *reports;
    struct arena scratch;
};

/* Looks at the next regions, at most so many. */
static bool look_at(struct look *look, size_t most, struct error *error)
{
    const struct catalog *catalog = look->figures->context->catalog;
    const struct query *query = look->figures->context->query;
    struct arena *scratch = &look->scratch;
    size_t n = 0, m = look->n_children - look->done;
    if (m > most)
        m = most;
    const char **codes = arena_alloc(scratch, catalog->n_indicators * sizeof *codes);
    struct report **open = arena_alloc(scratch, catalog->n_indicators * sizeof *open);
    int32_t *regions = arena_alloc(scratch, m * sizeof *regions);
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        codes[n] = catalog->indicators[i].code;
        open[n] = &look->reports[i];
        n += !look->reports[i].reported;
    }
    for (size_t r = 0; r < m; r++)
        regions[r] = look->children[look->done + r]->code;
    look->done += m;
    struct query_figure *found = arena_alloc(scratch, n * m * sizeof *found);
    if (!query->latest(query->self, codes, n, regions, m,
                       look->figures->context->known_at, found, error))
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < m && !open[i]->reported; r++) {
            const struct observation *latest = &found[i * m + r].latest;
            if (latest->receipt && latest->has_value)
                *open[i] = (struct report){true, latest->receipt};
        }
    return true;
}

/* What one region reports most others do: the rest is only asked for what the first
 * few have not said. */
static bool look(struct figures *figures, int32_t parent, struct report *reports,
                 struct error *error)
{
    enum { FIRST = 4 };
    const struct query *query = figures->context->query;
    struct look look = {.figures = figures, .reports = reports};
    look.children = catalog_children(figures->context->catalog, parent, &look.scratch,
                                     &look.n_children);
    bool ok = true;
    for (size_t most = FIRST;
         ok && query && query->latest && look.done < look.n_children; most = SIZE_MAX)
        ok = look_at(&look, most, error);
    arena_release(&look.scratch);
    return ok;
}

bool reports_find(struct figures *figures, const struct indicator *indicator,
                  int32_t parent, bool *reported, int *source, struct error *error)
{
    const struct catalog *catalog = figures->context->catalog;
    const struct report *reports = NULL;
    for (size_t i = 0; i < figures->n_reports && !reports; i++)
        if (figures->reports[i].parent == parent)
            reports = figures->reports[i].reports;
    if (!reports) {
        struct report *made =
            arena_alloc(figures->arena, catalog->n_indicators * sizeof *made);
        if (!look(figures, parent, made, error))
            return false;
        figures->reports = arena_more(figures->arena, figures->reports,
                                      figures->n_reports, sizeof *figures->reports);
        figures->reports[figures->n_reports++] = (struct figure_reports){parent, made};
        reports = made;
    }
    const struct report *report = &reports[indicator - catalog->indicators];
    *reported = report->reported;
    if (report->reported)
        *source =
            figure_source(figures, &(struct observation){.receipt = report->receipt});
    return true;
}

bool figure_reported(struct figures *figures, const struct indicator *indicator,
                     int32_t parent, bool *reported, struct error *error)
{
    int ignored;
    return reports_find(figures, indicator, parent, reported, &ignored, error);
}
