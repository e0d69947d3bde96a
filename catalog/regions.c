/* The regions: regions.tsv, and finding one by code or name. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "catalog/cell.h"
#include "catalog/load.h"

enum {
    CODE,
    PARENT,
    LEVEL,
    TYPE,
    NAME_ZH,
    SHORT_ZH,
    NAME_EN,
    ISO,
    FLAG,
    VALID_TO,
    SUCCESSOR
};

static const char *const columns[] = {
    "code",    "parent", "level", "type",     "name_zh",   "short_zh",
    "name_en", "iso",    "flag",  "valid_to", "successor", NULL,
};

enum { LEVEL_MOST = 3, NAMES = 4 };

/* The rows come by code, so a parent stands above its children. A county may belong to
 * its province; only provinces belong to the nation. */
static bool parent_right(const struct catalog *catalog, const struct region *region)
{
    if (region->level == 0)
        return catalog->n_regions == 0 && region->parent == 0;
    const struct region *parent = catalog_region(catalog, region->parent);
    return parent && parent->level < region->level &&
           (parent->level > 0 || region->level == 1);
}

static void region_check(struct table *table, const struct region *region)
{
    const struct catalog *catalog = table->loader->catalog;
    size_t n = catalog->n_regions;
    if (n == 0 ? region->code != REGION_NATION || region->level != 0
               : region->code <= catalog->regions[n - 1].code)
        table_mistake(table, ERROR_CATALOG_ORDER, table->cells[CODE], NULL);
    else if (!parent_right(catalog, region))
        table_mistake(table, ERROR_CATALOG_PARENT, table->cells[CODE],
                      table->cells[PARENT]);
}

static struct region region_read(struct table *table)
{
    static const char *const flags[] = {"", "XPCC", "province-administered", "check",
                                        NULL};
    struct region region = {
        .code = cell_integer(table, CODE, REGION_NATION, 999999),
        .parent = cell_region_code(table, PARENT),
        .level = cell_integer(table, LEVEL, 0, LEVEL_MOST),
        .type = cell_needed(table, TYPE),
        .name_zh = cell_needed(table, NAME_ZH),
        .short_zh = cell_needed(table, SHORT_ZH),
        .name_en = cell_text(table, NAME_EN),
        .iso = cell_text(table, ISO),
        .flag = flags[cell_choice(table, FLAG, flags)],
        .successor = cell_region_code(table, SUCCESSOR),
    };
    if (*table->cells[VALID_TO])
        region.valid_to = cell_integer(table, VALID_TO, 1949, 2999);
    return region;
}

/* Historical regions are left out, so that a name they share with their successor is
 * the successor's. */
static void names_index(struct catalog *catalog)
{
    index_init(&catalog->region_names, &catalog->arena, catalog->n_regions * NAMES);
    for (size_t i = 0; i < catalog->n_regions; i++) {
        const struct region *region = &catalog->regions[i];
        const char *const names[NAMES] = {region->iso, region->name_zh,
                                          region->short_zh, region->name_en};
        for (int k = 0; k < NAMES && !region->valid_to; k++)
            if (*names[k])
                index_put(&catalog->region_names, names[k], (uint32_t)i);
    }
}

/* Successors may stand below, so they are looked for when all rows are there. */
static void successors_check(struct table *table, const int *lines)
{
    const struct catalog *catalog = table->loader->catalog;
    for (size_t i = 0; i < catalog->n_regions; i++) {
        int32_t successor = catalog->regions[i].successor;
        if (successor == 0 || catalog_region(catalog, successor))
            continue;
        char code[12];
        snprintf(code, sizeof code, "%d", (int)successor);
        table->line = lines[i];
        table_mistake(table, ERROR_CATALOG_UNKNOWN, columns[SUCCESSOR], code);
    }
}

void load_regions(struct loader *loader)
{
    struct catalog *catalog = loader->catalog;
    struct table table;
    if (!table_open(&table, loader, "regions.tsv", columns))
        return;
    struct region *regions =
        arena_alloc(&catalog->arena, table.lines * sizeof *regions);
    int *lines = arena_alloc(&catalog->arena, table.lines * sizeof *lines);
    catalog->regions = regions;
    while (table_next(&table)) {
        struct region region = region_read(&table);
        if (!table.bad)
            region_check(&table, &region);
        if (table.bad && catalog->n_regions == 0)
            return; /* without the nation every other row would be wrong */
        if (table.bad)
            continue;
        lines[catalog->n_regions] = table.line;
        regions[catalog->n_regions++] = region;
    }
    successors_check(&table, lines);
    names_index(catalog);
}

const struct region *catalog_region(const struct catalog *catalog, int32_t code)
{
    const struct region *region = catalog->regions;
    if (catalog->n_regions == 0)
        return NULL;
    for (size_t n = catalog->n_regions; n > 1;) {
        size_t half = n / 2;
        region += region[half].code <= code ? half : 0;
        n -= half;
    }
    return region->code == code ? region : NULL;
}

/* The code that the text is: six digits; 0 if it is none. */
static int32_t code_of(const char *text)
{
    int32_t code = 0;
    int i = 0;
    for (; i < 6 && text[i] >= '0' && text[i] <= '9'; i++)
        code = code * 10 + (text[i] - '0');
    return i == 6 && text[i] == '\0' ? code : 0;
}

const struct region *catalog_region_named(const struct catalog *catalog,
                                          const char *name)
{
    uint32_t row;
    int32_t code = code_of(name);
    if (code)
        return catalog_region(catalog, code);
    return index_find(&catalog->region_names, name, &row) ? &catalog->regions[row]
                                                          : NULL;
}

static bool bears(const struct region *region, const char *name)
{
    return strcasecmp(region->name_zh, name) == 0 ||
           strcasecmp(region->short_zh, name) == 0 ||
           strcasecmp(region->name_en, name) == 0 ||
           (strlen(region->iso) > 3 && strcasecmp(region->iso + 3, name) == 0);
}

const struct region *catalog_region_typed(const struct catalog *catalog,
                                          const char *name)
{
    const struct region *found = catalog_region_named(catalog, name);
    if (found || !*name)
        return found;
    bool alone = false;
    for (size_t i = 0; i < catalog->n_regions; i++) {
        const struct region *region = &catalog->regions[i];
        if (region->valid_to || !bears(region, name) ||
            (found && region->level > found->level))
            continue;
        alone = !found || region->level < found->level;
        found = region;
    }
    return alone ? found : NULL;
}

bool catalog_region_shared(const struct catalog *catalog, const char *name)
{
    return index_several(&catalog->region_names, name);
}

const struct region **catalog_children(const struct catalog *catalog, int32_t parent,
                                       struct arena *arena, size_t *n)
{
    size_t most = 0;
    for (size_t i = 0; i < catalog->n_regions; i++)
        most += catalog->regions[i].parent == parent;
    const struct region **children = arena_alloc(arena, most * sizeof *children);
    *n = 0;
    for (size_t i = 0; i < catalog->n_regions; i++)
        if (catalog->regions[i].parent == parent && !catalog->regions[i].valid_to)
            children[(*n)++] = &catalog->regions[i];
    return children;
}

const struct region **catalog_predecessors(const struct catalog *catalog,
                                           int32_t region, struct arena *arena,
                                           size_t *n)
{
    size_t most = 0;
    for (size_t i = 0; i < catalog->n_regions; i++)
        most += catalog->regions[i].successor == region;
    const struct region **found = arena_alloc(arena, most * sizeof *found);
    *n = 0;
    for (size_t i = 0; region && i < catalog->n_regions; i++)
        if (catalog->regions[i].successor == region)
            found[(*n)++] = &catalog->regions[i];
    return found;
}

/* Successors may have ended in their turn; a ring of them is no way. */
enum { SUCCESSIONS = 8 };

bool catalog_within(const struct catalog *catalog, int32_t region, int32_t whole)
{
    const struct region *at = catalog_region(catalog, region);
    for (int ended = 0; at && ended < SUCCESSIONS;) {
        if (at->code == whole)
            return true;
        ended += at->successor != 0;
        at = catalog_region(catalog, at->successor ? at->successor : at->parent);
    }
    return false;
}

bool catalog_outside(int32_t region)
{
    int32_t province = region / 10000;
    return province == 71 || province == 81 || province == 82;
}
