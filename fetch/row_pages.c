/* The pages of a feed in rows, and how its body begins. See fetch/row_feed.h. */
#include "fetch/row_feed.h"

#include <string.h>

enum { SEPARATOR = 0x1E, SNIFFED = 1 << 20 /* bytes */ };

void row_pages_open(struct row_pages *pages, const struct body *body)
{
    const char *p = body->bytes, *end = p + body->size;
    while (p < end && strchr(" \t\r\n", *p) && *p)
        p++;
    *pages =
        (struct row_pages){.body = body, .p = p < end && *p == SEPARATOR ? p : NULL};
}

bool row_pages_next(struct row_pages *pages, struct arena *arena, struct body *page)
{
    const struct body *body = pages->body;
    if (!pages->p) {
        *page = *body;
        return pages->n++ == 0;
    }
    const char *end = body->bytes + body->size;
    if (pages->p == end)
        return false;
    const char *start = pages->p + 1;
    const char *next = memchr(start, SEPARATOR, (size_t)(end - start));
    pages->p = next ? next : end;
    pages->n++;
    *page = *body;
    page->bytes = start;
    page->size = (size_t)(pages->p - start);
    page->name = pages->n == 1 && !next
                     ? body->name
                     : arena_printf(arena, "%s#%zu", body->name, pages->n);
    return true;
}

bool row_page_open(const struct body *page, size_t number, struct arena *arena,
                   struct json_body *json, struct error *error)
{
    return (number == 0 || decoder_find("auto", page, error)) &&
           json_open(page, arena, json, error);
}

const char *row_feed_start(const struct body *body, size_t *n)
{
    const char *p = body->bytes, *end = p + body->size;
    if (body->size >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    while (p < end && *p && strchr(" \t\r\n\x1E", *p))
        p++;
    *n = end - p < SNIFFED ? (size_t)(end - p) : SNIFFED;
    return p;
}

bool row_feed_names(const struct body *body, const char *name)
{
    size_t n, length = strlen(name);
    const char *p = row_feed_start(body, &n), *end = p + n;
    while ((p = memmem(p, (size_t)(end - p), name, length))) {
        const char *behind = p + length;
        if (p > body->bytes && p[-1] == '"' && behind < end && *behind == '"')
            return true;
        p = behind;
    }
    return false;
}
