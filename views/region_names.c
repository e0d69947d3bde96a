/* Names among other regions: see views/region_names.h. */
#include "views/region_names.h"

#include "core/text.h"

#include <string.h>

const char *name_among(const struct region *const *regions, size_t n,
                       const struct region *region, enum language language)
{
    const char *name = region_short(region, language);
    for (size_t i = 0; i < n; i++)
        if (regions[i] != region &&
            strcmp(region_short(regions[i], language), name) == 0)
            return region_name(region, language);
    return name;
}

enum { CHARACTER = 2 }; /* cells of a Chinese character */

/* Bytes of the first n characters. */
static size_t characters(const char *text, int n)
{
    return text_fit(text, n * CHARACTER, 1, NULL);
}

/* How many characters the two begin with in common. */
static int common_characters(const char *a, const char *b)
{
    int n = 0;
    while (a[characters(a, n)] && characters(a, n + 1) == characters(b, n + 1) &&
           strncmp(a, b, characters(a, n + 1)) == 0)
        n++;
    return n;
}

/* The first characters of the short name; where another row begins with the same ones
 * the first and those in which they differ. */
static const char *brief_chinese(const struct region *const *regions, size_t n,
                                 const struct region *region, struct arena *arena)
{
    const char *name = name_among(regions, n, region, LANGUAGE_ZH);
    int most = region->level == 1 ? 2 : 3, common = 0;
    for (size_t i = 0; i < n; i++) {
        int same = regions[i] == region
                       ? 0
                       : common_characters(
                             name, name_among(regions, n, regions[i], LANGUAGE_ZH));
        common = same > common ? same : common;
    }
    const char *brief = arena_strndup(arena, name, characters(name, most));
    if (common < most)
        return brief;
    const char *rest = name + characters(name, common);
    return arena_printf(arena, "%.*s%.*s", (int)characters(name, 1), name,
                        (int)characters(rest, most - 1), rest);
}

const char *brief_name(const struct region *const *regions, size_t n,
                       const struct region *region, enum language language,
                       struct arena *arena)
{
    const char *dash = strchr(region->iso, '-');
    if (language == LANGUAGE_ZH)
        return brief_chinese(regions, n, region, arena);
    if (dash)
        return dash + 1;
    bool whole = region->code % 100 != 0;
    return arena_printf(arena, "%04d",
                        (int)(whole ? region->code % 10000 : region->code / 100));
}
