/* Keys: indexes with colons between them. See fetch/sdmx_json.h. */
#include "fetch/json_skip.h"
#include "fetch/sdmx_json.h"

#include <string.h>

/* One part, n bytes: empty, or digits without a leading zero. */
static bool read_part(const char *at, size_t n, uint32_t *part)
{
    uint32_t value = 0;
    *part = SDMX_EMPTY;
    if (n == 0)
        return true;
    if (n > 9 || (at[0] == '0' && n > 1))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(at[i] - '0');
    }
    *part = value;
    return true;
}

bool sdmx_key(const struct json_part *member, uint32_t *parts, size_t *n)
{
    enum { ESCAPED = 1024 };
    char plain[ESCAPED];
    const char *p = member->key, *end = p + member->key_size;
    *n = 0;
    if (memchr(p, '\\', member->key_size)) {
        if (member->key_size > ESCAPED)
            return false;
        end = plain + json_unescape(p, member->key_size, plain);
        p = plain;
    }
    if (p == end)
        return true;
    for (;;) {
        const char *colon = memchr(p, ':', (size_t)(end - p));
        size_t size = (size_t)((colon ? colon : end) - p);
        if (*n == SDMX_DIMENSIONS || !read_part(p, size, &parts[*n]))
            return false;
        ++*n;
        if (!colon)
            return true;
        p = colon + 1;
    }
}

bool sdmx_key_error(const struct sdmx_reading *reading,
                    const struct sdmx_structure *structure,
                    const struct json_part *member, size_t first, size_t n,
                    struct error *error)
{
    struct arena *arena = reading->arena;
    const char *list = "";
    for (size_t i = 0; i < n && strlen(list) < 200; i++)
        list = arena_printf(arena, "%s%s%s", list, i ? ", " : "",
                            feed_excerpt(arena, structure->dimensions[first + i].id));
    return error_set(error, ERROR_SDMX_KEY, reading->name,
                     feed_excerpt(arena, json_key(member, arena)),
                     arena_printf(arena, "%zu", n), list);
}
