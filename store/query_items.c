/* Items of a snapshot: see store/snapshot.h. */
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

#include "store/items.h"

bool snapshot_items(struct snapshot *snapshot, enum item_kind kind, int64_t known_at,
                    struct arena *arena, struct item **items, size_t *n,
                    struct error *error)
{
    struct tile_time time;
    return query_time(snapshot, known_at, &time, error) &&
           items_standing(snapshot->db, &snapshot->meta, kind, &time, arena, items, n,
                          error);
}

struct version {
    struct item item;
    uint32_t number;
};

static int by_age(const void *a, const void *b)
{
    const struct version *x = a, *y = b;
    int order = strcmp(x->item.source, y->item.source);
    if (order == 0)
        order = strcmp(x->item.key, y->item.key);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

bool snapshot_item_history(struct snapshot *snapshot, enum item_kind kind,
                           const char *source, const char *key, struct arena *arena,
                           struct item **items, size_t *n, struct error *error)
{
    struct version *list = NULL;
    struct item_walk walk;
    struct item_mark mark;
    unsigned char only[ITEM_DIGEST];
    size_t count = 0;
    bool all = !source || !key;
    if (!all)
        item_digest(source, key, only);
    item_walk_begin(&walk, kind);
    for (bool found = true; found;) {
        if (!item_next(snapshot->db, &walk, &snapshot->meta, &mark, &found, error))
            return false;
        if (!found || (!all && memcmp(mark.digest, only, sizeof only) != 0))
            continue;
        list = arena_more(arena, list, count, sizeof *list);
        list[count].number = mark.number;
        if (!item_read(snapshot->db, &mark, arena, &list[count].item, error))
            return false;
        count++;
    }
    if (count > 0)
        qsort(list, count, sizeof *list, by_age);
    struct item *sorted = arena_alloc(arena, count * sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = list[i].item;
    *items = sorted;
    *n = count;
    return true;
}
