/* The published figures: published.tsv. */
#include <stdlib.h>
#include <string.h>

#include "catalog/cell.h"
#include "catalog/load.h"

enum {
    INDICATOR,
    REGION,
    PERIOD,
    OP,
    VALUE,
    STATUS,
    CHANGE,
    ISSUER,
    DATE,
    SOURCE,
    NOTE
};

static const char *const columns[] = {
    "indicator", "region", "period", "op",     "value", "status",
    "change",    "issuer", "date",   "source", "note",  NULL,
};

/* The observation's value, or the named absence of one. */
static void value_read(struct table *table, struct observation *observation)
{
    const char *status = cell_text(table, STATUS);
    if (strlen(status) != 1 || !status_known(*status)) {
        cell_refuse(table, STATUS, "A B E F P ..");
        return;
    }
    observation->status = *status;
    if (status_missing(*status) != MISSING_NONE) {
        cells_empty(table, (const int[]){OP, VALUE}, 2);
        return;
    }
    observation->has_value = true;
    observation->qualifier = (uint8_t)cell_qualifier(table, OP);
    observation->value = cell_number(table, VALUE);
}

static struct published published_read(struct table *table)
{
    const struct catalog *catalog = table->loader->catalog;
    struct published published = {
        .observation = {.region = cell_region_code(table, REGION),
                        .period = cell_period(table, PERIOD)},
        .issuer = cell_needed(table, ISSUER),
        .day = cell_day(table, DATE),
        .date = cell_text(table, DATE),
        .source = cell_text(table, SOURCE),
        .note = cell_text(table, NOTE),
    };
    struct observation *observation = &published.observation;
    if (!catalog_region(catalog, observation->region))
        table_mistake(table, ERROR_CATALOG_UNKNOWN, columns[REGION],
                      table->cells[REGION]);
    if (*published.source)
        cell_reference(table, SOURCE, &catalog->source_keys);
    uint32_t row = cell_reference(table, INDICATOR, &catalog->indicator_codes);
    value_read(table, observation);
    if (*cell_text(table, CHANGE)) {
        published.has_change = true;
        published.change = cell_number(table, CHANGE);
    }
    if (!*published.date)
        published.day = observation->period.last;
    if (!table->bad)
        memcpy(observation->indicator, catalog->indicators[row].code, CODE_SIZE);
    return published;
}

/* By indicator in the catalogue's order, region and period. */
static int compare_keys(const struct published *a, const struct published *b,
                        const struct catalog *catalog)
{
    const struct observation *x = &a->observation, *y = &b->observation;
    const struct indicator *of_x = catalog_indicator(catalog, x->indicator);
    const struct indicator *of_y = catalog_indicator(catalog, y->indicator);
    if (of_x != of_y)
        return of_x < of_y ? -1 : 1;
    if (x->region != y->region)
        return x->region < y->region ? -1 : 1;
    return period_compare(x->period, y->period);
}

static int compare(const void *a, const void *b, void *catalog)
{
    int keys = compare_keys(a, b, catalog);
    if (keys != 0)
        return keys;
    const struct published *x = a, *y = b;
    return (x->day > y->day) - (x->day < y->day);
}

/* A later announcement of the same period revises the one before. */
static void revisions_mark(const struct catalog *catalog, struct published *items,
                           size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct observation *before = &items[i - 1].observation;
        struct observation *now = &items[i].observation;
        if (compare_keys(&items[i - 1], &items[i], catalog) == 0)
            now->revised = before->revised || before->value != now->value ||
                           before->qualifier != now->qualifier ||
                           before->status != now->status;
    }
}

void load_published(struct loader *loader)
{
    struct catalog *catalog = loader->catalog;
    struct arena *arena = &catalog->arena;
    struct catalog_index keys;
    struct table table;
    if (!table_open(&table, loader, "published.tsv", columns))
        return;
    struct published *items = arena_alloc(arena, table.lines * sizeof *items);
    index_init(&keys, arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct published published = published_read(&table);
        if (table.bad)
            continue;
        char period[32];
        period_id(published.observation.period, period, sizeof period);
        const char *key = arena_printf(arena, "%s %s %s %d", table.cells[INDICATOR],
                                       table.cells[REGION], period, (int)published.day);
        if (table_keeps(&table, &keys, key, n))
            items[n++] = published;
    }
    qsort_r(items, n, sizeof *items, compare, catalog);
    revisions_mark(catalog, items, n);
    catalog->published = items;
    catalog->n_published = n;
}
