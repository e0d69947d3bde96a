/* Pages: see fetch/transfer_pages.h. */
#include "fetch/transfer_pages.h"

#include <string.h>

enum { RECORD_SEPARATOR = 0x1E };

static bool same_query(const void *items, uint32_t item, const void *key)
{
    return strcmp(((const char *const *)items)[item], key) == 0;
}

/* Sets a page between what RFC 7464 wants around it. */
static bool enclose(struct bulk *body, size_t start, struct error *full)
{
    size_t n = body->size - start;
    body->ceiling += 2;
    if (!bulk_more(body, 2, full))
        return false;
    memmove(body->data + start + 1, body->data + start, n);
    body->data[start] = RECORD_SEPARATOR;
    body->data[start + 1 + n] = '\n';
    return true;
}

/* Asks with a NUL behind the page, as decoders want it. */
static bool find_next(const struct pages *pages, const struct source *source,
                      bool (*next)(const struct source *source, const struct body *page,
                                   char *query, size_t size),
                      const char *type, struct bulk *body, char query[QUERY_SIZE],
                      enum error_code *code, struct error *full)
{
    body->ceiling++;
    if (!bulk_put(body, "", 1, full)) {
        *code = ERROR_BULK_FULL;
        return false;
    }
    body->size--;
    const struct body page = {.bytes = body->data + pages->start,
                              .size = body->size - pages->start,
                              .type = type,
                              .name = source->name,
                              .directory = body->directory};
    return next(source, &page, query, QUERY_SIZE);
}

/* A server that knows no pages gives the same one again, whatever it is asked. */
static bool is_the_last_again(const struct pages *pages, const struct bulk *body)
{
    size_t n = body->size - pages->start;
    return pages->n > 0 && n + 2 == pages->start - pages->last &&
           memcmp(body->data + pages->start, body->data + pages->last + 1, n) == 0;
}

bool pages_next(struct pages *pages, const struct source *source,
                bool (*next)(const struct source *source, const struct body *page,
                             char *query, size_t size),
                const char *type, int most, struct bulk *body, struct arena *arena,
                enum error_code *code, struct error *full)
{
    char query[QUERY_SIZE] = "";
    uint32_t item;
    if (is_the_last_again(pages, body)) {
        body->size = pages->start;
        return false;
    }
    pages->payload += body->size - pages->start;
    pages->n++;
    bool more = next && find_next(pages, source, next, type, body, query, code, full);
    more = more && pages->n < (size_t)most;
    if (*code != ERROR_NONE || (!more && pages->n == 1))
        return false;
    if (!enclose(body, pages->start, full)) {
        *code = ERROR_BULK_FULL;
        return false;
    }
    pages->last = pages->start;
    pages->start = body->size;
    if (!more)
        return false;
    uint64_t hash = hash_of(&pages->asked, query, strlen(query));
    if (hash_find(&pages->asked, hash, same_query, pages->asked_for, query, &item))
        *code = ERROR_TRANSFER_PAGE_AGAIN;
    if (*code != ERROR_NONE)
        return false;
    size_t n = pages->n - 1;
    pages->asked_for = arena_more(arena, pages->asked_for, n, sizeof *pages->asked_for);
    pages->query = pages->asked_for[n] = arena_strdup(arena, query);
    hash_add(&pages->asked, hash, (uint32_t)n);
    return true;
}
