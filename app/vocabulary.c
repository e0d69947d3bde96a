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

static bool several_regions(const void *self, const char *text)
{
    return catalog_region_shared(self, text);
}

static bool task(const void *self, const char *text, char code[CODE_SIZE])
{
    const struct catalog *catalog = self;
    const struct task *found = catalog_task(catalog, text);
    for (size_t i = 0; i < catalog->n_tasks && !found; i++)
        if (strcmp(catalog->tasks[i].title_zh, text) == 0 ||
            strcmp(catalog->tasks[i].short_zh, text) == 0)
            found = &catalog->tasks[i];
    if (found)
        memcpy(code, found->code, CODE_SIZE);
    return found != NULL;
}

struct vocabulary vocabulary_of(const struct catalog *catalog)
{
    return (struct vocabulary){catalog, region, indicator, several_regions, task};
}
