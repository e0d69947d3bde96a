/* Names for the mapper: see app/vocabulary.h. */
#include "app/vocabulary.h"

#include <string.h>

static bool region(const void *self, const char *text, int32_t *code)
{
    const struct region *found = catalog_region_named(self, text);
    if (found)
        *code = found->code;
    return found != NULL;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    const struct catalog *catalog = self;
    const struct indicator *found = catalog_indicator(catalog, text);
    for (size_t i = 0; i < catalog->n_indicators && !found; i++)
        if (strcmp(catalog->indicators[i].name_zh, text) == 0)
            found = &catalog->indicators[i];
    if (!found)
        return false;
    memcpy(code, found->code, CODE_SIZE);
    *unit = found->unit_zh;
    return true;
}

/* A name that the catalogue does not find, though a region of today bears it, is
 * borne by several. */
static bool several_regions(const void *self, const char *text)
{
    const struct catalog *catalog = self;
    if (!*text || catalog_region_named(catalog, text))
        return false;
    for (size_t i = 0; i < catalog->n_regions; i++) {
        const struct region *region = &catalog->regions[i];
        if (region->valid_to)
            continue;
        if (strcmp(region->name_zh, text) == 0 || strcmp(region->short_zh, text) == 0 ||
            strcmp(region->name_en, text) == 0)
            return true;
    }
    return false;
}

struct vocabulary vocabulary_of(const struct catalog *catalog)
{
    return (struct vocabulary){catalog, region, indicator, several_regions};
}
