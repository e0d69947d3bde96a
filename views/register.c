/* Registers: see views/register.h. Counting is in views/register_counts.c. */
#include "views/register.h"

#include "core/period.h"

#include <stdlib.h>
#include <string.h>

/* ---- where an item is ---- */

static int32_t code_of(const struct item *item)
{
    return (int32_t)strtol(item_field(item, "region"), NULL, 10);
}

/* How many of a code's last digits say where within a region: those that are 0 in its
 * own (GB/T 2260: two each for province, prefecture, county). */
static int32_t span_of(int32_t code)
{
    return code % 10000 == 0 ? 10000 : code % 100 == 0 ? 100 : 1;
}

bool register_within(const struct catalog *catalog, const struct item *item,
                     const struct region *whole)
{
    int32_t code = code_of(item), span = span_of(whole->code);
    if (whole->code == REGION_NATION)
        return true;
    if (catalog_region(catalog, code))
        return catalog_within(catalog, code, whole->code);
    return code / span == whole->code / span;
}

/* ---- what an item is called ---- */

static int by_key(const void *a, const void *b)
{
    const struct item *x = *(const struct item *const *)a;
    const struct item *y = *(const struct item *const *)b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : strcmp(x->source, y->source);
}

const char **register_ids(const struct item *items, size_t n, struct arena *arena)
{
    const char **ids = arena_alloc(arena, n * sizeof *ids);
    const struct item **sorted = arena_alloc(arena, n * sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &items[i];
    if (n > 0)
        qsort(sorted, n, sizeof *sorted, by_key);
    for (size_t i = 0; i < n; i++) {
        const char *key = sorted[i]->key;
        bool shared = (i > 0 && strcmp(sorted[i - 1]->key, key) == 0) ||
                      (i + 1 < n && strcmp(sorted[i + 1]->key, key) == 0);
        ids[sorted[i] - items] =
            shared ? arena_printf(arena, "%s:%s", sorted[i]->source, key) : key;
    }
    return ids;
}

/* ---- reading ---- */

/* What tells no two apart goes by key, then by source: as the store gives them. */
static int by_identity(const struct register_item *x, const struct register_item *y)
{
    return by_key(&x->item, &y->item);
}

static int by_deadline(const void *a, const void *b)
{
    const struct register_item *x = a, *y = b;
    int order = deadline_compare(&x->deadline, &y->deadline);
    return order != 0 ? order : by_identity(x, y);
}

static int by_newest(const void *a, const void *b)
{
    const struct register_item *x = a, *y = b;
    if (x->date != y->date)
        return x->date > y->date ? -1 : 1;
    return by_identity(x, y);
}

/* Nothing stands: was anything delivered at all by then? */
static bool ever_delivered(const struct view_context *context, enum item_kind kind,
                           struct arena *arena, bool *delivered, struct error *error)
{
    const struct query *query = context->query;
    struct item *versions;
    size_t n;
    if (!query->item_history(query->self, kind, NULL, NULL, arena, &versions, &n,
                             error))
        return false;
    for (size_t i = 0; i < n && !*delivered; i++) {
        struct receipt receipt;
        if (!query->receipt(query->self, versions[i].receipt, arena, &receipt, error))
            return false;
        *delivered = receipt.time <= context->known_at;
    }
    return true;
}

bool register_read(const struct view_context *context, enum item_kind kind,
                   const struct region *region, struct arena *arena,
                   struct register_list *list, struct error *error)
{
    const struct catalog *catalog = context->catalog;
    const struct query *query = context->query;
    struct register_list read = {.kind = kind};
    struct item *items = NULL;
    size_t n = 0;
    if (query &&
        !query->items(query->self, kind, context->known_at, arena, &items, &n, error))
        return false;
    read.delivered = n > 0;
    if (query && n == 0 &&
        !ever_delivered(context, kind, arena, &read.delivered, error))
        return false;
    const char **ids = register_ids(items, n, arena);
    read.items = arena_alloc(arena, n * sizeof *read.items);
    for (size_t i = 0; i < n; i++) {
        if (!register_within(catalog, &items[i], region))
            continue;
        struct register_item *item = &read.items[read.n++];
        item->item = &items[i];
        item->region = catalog_region(catalog, code_of(&items[i]));
        item->task = catalog_task(catalog, item_field(&items[i], "task"));
        item->id = ids[i];
        if (kind == ITEM_LEDGER)
            item->deadline =
                deadline_of(&items[i], page_day(context), context->rules.due_soon);
        else
            day_parse(item_field(&items[i], "date"), &item->date);
    }
    if (read.n > 0)
        qsort(read.items, read.n, sizeof *read.items,
              kind == ITEM_LEDGER ? by_deadline : by_newest);
    *list = read;
    return true;
}

/* ---- parts of a list ---- */

struct register_list register_of_task(const struct catalog *catalog,
                                      const struct register_list *list,
                                      const char *task, struct arena *arena)
{
    struct register_list part = {.kind = list->kind, .delivered = list->delivered};
    part.items = arena_alloc(arena, list->n * sizeof *part.items);
    for (size_t i = 0; i < list->n; i++)
        if (catalog_task_in(catalog, item_field(list->items[i].item, "task"), task))
            part.items[part.n++] = list->items[i];
    return part;
}

const struct register_item *register_find(const struct register_list *list,
                                          const char *id)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].id, id) == 0)
            return &list->items[i];
    return NULL;
}
