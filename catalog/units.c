/* The reporting units: units.tsv, and finding one by code or name. */
#include <stdlib.h>
#include <string.h>

#include "catalog/cell.h"
#include "catalog/load.h"

enum { CODE, NAME_ZH, NAME_EN, REGIONS, NOTE };

static const char *const columns[] = {"code",    "name_zh", "name_en",
                                      "regions", "note",    NULL};

enum { NAMES = 2 };

/* The codes between 、, each once. */
static const int32_t *regions_read(struct table *table)
{
    const struct catalog *catalog = table->loader->catalog;
    cell_needed(table, REGIONS);
    const char *const *parts = cell_list(table, REGIONS);
    size_t n = 0;
    while (parts[n])
        n++;
    int32_t *regions =
        arena_alloc(&table->loader->catalog->arena, (n + 1) * sizeof *regions);
    for (size_t i = 0; i < n; i++) {
        const struct region *region =
            strlen(parts[i]) == 6 ? catalog_region(catalog, atoi(parts[i])) : NULL;
        if (!region || region->level == 0)
            table_mistake(table, ERROR_CATALOG_UNKNOWN, columns[REGIONS], parts[i]);
        for (size_t k = 0; region && k < i; k++)
            if (regions[k] == region->code)
                table_mistake(table, ERROR_CATALOG_TWICE, parts[i], NULL);
        regions[i] = region ? region->code : 0;
    }
    return regions;
}

static void names_index(struct catalog *catalog)
{
    index_init(&catalog->unit_names, &catalog->arena, catalog->n_units * NAMES);
    for (size_t i = 0; i < catalog->n_units; i++) {
        const struct reporting_unit *unit = &catalog->units[i];
        index_put(&catalog->unit_names, unit->name_zh, (uint32_t)i);
        if (*unit->name_en)
            index_put(&catalog->unit_names, unit->name_en, (uint32_t)i);
    }
}

void load_units(struct loader *loader)
{
    static const char name[] = "units.tsv";
    struct catalog *catalog = loader->catalog;
    struct arena *arena = &catalog->arena;
    struct table table;
    if (table_not_yet(loader, name) || !table_open(&table, loader, name, columns))
        return;
    struct reporting_unit *units = arena_alloc(arena, table.lines * sizeof *units);
    index_init(&catalog->unit_codes, arena, table.lines);
    size_t n = 0;
    while (table_next(&table)) {
        struct reporting_unit unit = {
            .code = cell_code(&table, CODE),
            .name_zh = cell_needed(&table, NAME_ZH),
            .name_en = cell_text(&table, NAME_EN),
            .regions = regions_read(&table),
            .note = cell_text(&table, NOTE),
        };
        /* Where a region or a unit may stand, digits alone are a region's. */
        if (unit.code[strspn(unit.code, "0123456789")] == '\0' && *unit.code)
            table_mistake(&table, ERROR_CATALOG_UNIT_CODE, unit.code, NULL);
        if (table_keeps(&table, &catalog->unit_codes, unit.code, n))
            units[n++] = unit;
    }
    catalog->units = units;
    catalog->n_units = n;
    names_index(catalog);
}

const struct reporting_unit *catalog_unit(const struct catalog *catalog,
                                          const char *name)
{
    uint32_t row;
    if (index_find(&catalog->unit_codes, name, &row) ||
        index_find(&catalog->unit_names, name, &row))
        return &catalog->units[row];
    return NULL;
}
