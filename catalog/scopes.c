/* The versions of scopes: scopes.tsv, and finding those of a region. */
#include <stdlib.h>
#include <string.h>

#include "catalog/cell.h"
#include "catalog/load.h"

enum { INDICATOR, REGION, VERSION, FROM, TEXT, DOCUMENT, KNOWN, SOURCE, NOTE };

static const char *const columns[] = {
    "indicator", "region", "version", "from", "text",
    "document",  "known",  "source",  "note", NULL,
};

static struct scope scope_read(struct table *table)
{
    const struct catalog *catalog = table->loader->catalog;
    struct scope scope = {
        .region = cell_region(table, REGION),
        .version = cell_needed(table, VERSION),
        .text = cell_needed(table, TEXT),
        .document = cell_text(table, DOCUMENT),
        .day = cell_day(table, KNOWN),
        .source = cell_text(table, SOURCE),
        .note = cell_text(table, NOTE),
    };
    uint32_t indicator = cell_reference(table, INDICATOR, &catalog->indicator_codes);
    if (*cell_text(table, FROM))
        scope.from = cell_period(table, FROM).first;
    if (*scope.document) {
        uint32_t row = cell_reference(table, DOCUMENT, &catalog->document_codes);
        if (!table->bad && scope.day == 0)
            scope.day = catalog->documents[row].day;
    }
    if (*scope.source)
        cell_reference(table, SOURCE, &catalog->source_keys);
    if (!table->bad)
        memcpy(scope.indicator, catalog->indicators[indicator].code, CODE_SIZE);
    return scope;
}

static int compare_indicators(const struct catalog *catalog, const char *a,
                              const char *b)
{
    const struct indicator *x = catalog_indicator(catalog, a);
    const struct indicator *y = catalog_indicator(catalog, b);
    return (x > y) - (x < y);
}

static int compare(const void *a, const void *b, void *catalog)
{
    const struct scope *x = a, *y = b;
    int order = compare_indicators(catalog, x->indicator, y->indicator);
    if (order == 0)
        order = (x->region > y->region) - (x->region < y->region);
    if (order == 0)
        order = (x->from > y->from) - (x->from < y->from);
    if (order == 0)
        order = (x->day > y->day) - (x->day < y->day);
    return order != 0 ? order : strcmp(x->version, y->version);
}

void load_scopes(struct loader *loader)
{
    static const char name[] = "scopes.tsv";
    struct catalog *catalog = loader->catalog;
    struct arena *arena = &catalog->arena;
    struct catalog_index keys;
    struct table table;
    if (table_not_yet(loader, name) || !table_open(&table, loader, name, columns))
        return;
    struct scope *scopes = arena_alloc(arena, table.lines * sizeof *scopes);
    index_init(&keys, arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct scope scope = scope_read(&table);
        const char *key = arena_printf(arena, "%s %s %s", table.cells[INDICATOR],
                                       table.cells[REGION], table.cells[VERSION]);
        if (table_keeps(&table, &keys, key, n))
            scopes[n++] = scope;
    }
    if (n > 0)
        qsort_r(scopes, n, sizeof *scopes, compare, catalog);
    catalog->scopes = scopes;
    catalog->n_scopes = n;
}

/* Where the indicator's scopes begin. */
static size_t first_of(const struct catalog *catalog, const struct indicator *indicator)
{
    size_t low = 0, high = catalog->n_scopes;
    while (low < high) {
        size_t half = low + (high - low) / 2;
        if (compare_indicators(catalog, catalog->scopes[half].indicator,
                               indicator->code) < 0)
            low = half + 1;
        else
            high = half;
    }
    return low;
}

const struct scope *const *catalog_scopes(const struct catalog *catalog,
                                          const struct indicator *indicator,
                                          int32_t region, struct arena *arena,
                                          size_t *n)
{
    size_t first = first_of(catalog, indicator), end = first, count = 0;
    while (end < catalog->n_scopes &&
           strcmp(catalog->scopes[end].indicator, indicator->code) == 0)
        end++;
    *n = 0;
    if (end == first)
        return NULL;
    const struct scope **found = arena_alloc(arena, (end - first) * sizeof *found);
    const struct region *owner = catalog_region(catalog, region);
    for (;;) {
        for (size_t i = first; i < end; i++)
            if (catalog->scopes[i].region == (owner ? owner->code : 0))
                found[count++] = &catalog->scopes[i];
        if (count > 0 || !owner)
            break;
        owner = catalog_region(catalog, owner->parent);
        if (owner && owner->level == 0)
            owner = NULL;
    }
    *n = count;
    return found;
}
