/* The targets: targets.tsv. */
#include <string.h>

#include "catalog/cell.h"
#include "catalog/load.h"
#include "core/unit.h"

enum {
    REGION,
    INDICATOR,
    YEAR,
    OP,
    VALUE,
    UNIT,
    TEXT,
    BASELINE,
    BASELINE_PERIOD,
    DOCUMENT,
    NOTE
};

static const char *const columns[] = {
    "region",   "indicator",       "year",     "op",   "value", "unit", "text",
    "baseline", "baseline_period", "document", "note", NULL,
};

/* The value in the indicator's unit: documents print it in a smaller one too. */
static double value_read(struct table *table, const char *unit)
{
    double value = cell_number(table, VALUE);
    const char *printed = cell_text(table, UNIT);
    int shift;
    if (strcmp(printed, unit) == 0)
        return value;
    if (!unit_shift(printed, 0, unit, &shift) ||
        !unit_scale(&value, cell_text(table, VALUE), shift))
        table_mistake(table, ERROR_CATALOG_UNIT, printed, unit);
    return value;
}

static void quantity_read(struct table *table, struct target *target)
{
    const struct indicator *indicator =
        catalog_indicator(table->loader->catalog, target->indicator);
    if (*target->text) {
        cells_empty(table, (const int[]){OP, VALUE, UNIT, BASELINE, BASELINE_PERIOD},
                    5);
        return;
    }
    target->has_value = true;
    target->op = cell_qualifier(table, OP);
    target->value = value_read(table, indicator->unit_zh);
    if (*cell_text(table, BASELINE)) {
        target->has_baseline = true;
        target->baseline = cell_number(table, BASELINE);
        target->baseline_period = cell_period(table, BASELINE_PERIOD);
    } else {
        cells_empty(table, (const int[]){BASELINE_PERIOD}, 1);
    }
}

static struct target target_read(struct table *table)
{
    const struct catalog *catalog = table->loader->catalog;
    struct target target = {
        .region = cell_region_code(table, REGION),
        .year = cell_integer(table, YEAR, 2000, 2999),
        .text = cell_text(table, TEXT),
        .note = cell_text(table, NOTE),
    };
    if (!catalog_region(catalog, target.region))
        table_mistake(table, ERROR_CATALOG_UNKNOWN, columns[REGION],
                      table->cells[REGION]);
    uint32_t indicator = cell_reference(table, INDICATOR, &catalog->indicator_codes);
    uint32_t document = cell_reference(table, DOCUMENT, &catalog->document_codes);
    if (table->bad)
        return target;
    memcpy(target.indicator, catalog->indicators[indicator].code, CODE_SIZE);
    target.document = catalog->documents[document].title;
    target.document_date = catalog->documents[document].date;
    target.issuer = catalog->documents[document].issuer;
    target.day = catalog->documents[document].day;
    quantity_read(table, &target);
    return target;
}

/* Puts the nation's targets first and keeps the order otherwise. */
static void nation_first(struct catalog *catalog, const struct target *read, size_t n)
{
    struct target *targets = arena_alloc(&catalog->arena, n * sizeof *targets);
    size_t at = 0;
    for (size_t i = 0; i < n; i++)
        if (read[i].region == REGION_NATION)
            targets[at++] = read[i];
    for (size_t i = 0; i < n; i++)
        if (read[i].region != REGION_NATION)
            targets[at++] = read[i];
    catalog->targets = targets;
    catalog->n_targets = n;
}

void load_targets(struct loader *loader)
{
    struct arena *arena = &loader->catalog->arena;
    struct catalog_index keys;
    struct table table;
    if (!table_open(&table, loader, "targets.tsv", columns))
        return;
    struct target *read = arena_alloc(arena, table.lines * sizeof *read);
    index_init(&keys, arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct target target = target_read(&table);
        if (table.bad)
            continue;
        /* A later document may revise a target, but none sets one twice. */
        const char *key =
            arena_printf(arena, "%s %s %s %s", table.cells[REGION], target.indicator,
                         table.cells[YEAR], table.cells[DOCUMENT]);
        if (table_keeps(&table, &keys, key, n))
            read[n++] = target;
    }
    nation_first(loader->catalog, read, n);
}
