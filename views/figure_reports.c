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

static bool look(struct figures *figures, int32_t parent, struct report *reports,
                 struct error *error)
{
    const struct catalog *catalog = figures->context->catalog;
    const struct query *query = figures->context->query;
    struct arena scratch = {0};
    size_t n = catalog->n_indicators, m;
    const struct region **children = catalog_children(catalog, parent, &scratch, &m);
    const char **codes = arena_alloc(&scratch, n * sizeof *codes);
    int32_t *regions = arena_alloc(&scratch, m * sizeof *regions);
    for (size_t i = 0; i < n; i++)
        codes[i] = catalog->indicators[i].code;
    for (size_t r = 0; r < m; r++)
        regions[r] = children[r]->code;
    struct query_figure *found = arena_alloc(&scratch, n * m * sizeof *found);
    bool ok = !query || !query->latest ||
              query->latest(query->self, codes, n, regions, m,
                            figures->context->known_at, found, error);
    for (size_t i = 0; ok && i < n; i++)
        for (size_t r = 0; r < m && !reports[i].reported; r++) {
            const struct observation *latest = &found[i * m + r].latest;
            if (latest->receipt && latest->has_value)
                reports[i] = (struct report){true, latest->receipt};
        }
    arena_release(&scratch);
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
