/* Removing attempts that no page needs: see attempts_prune in store/attempts.h. */
#include "store/attempts.h"

#include <string.h>

#include "store/attempt_key.h"

struct entry {
    struct attempt_key place, standing; /* standing: of a whole one its own place */
    bool mark, kept;
};

/* All of a source, in their order; without what their states say. */
static bool entries_read(struct db *db, const struct record_key *prefix,
                         struct arena *arena, struct entry **items, size_t *n,
                         struct error *error)
{
    struct record_walk walk = {.prefix = *prefix};
    struct record_reader reader;
    struct entry *list = NULL;
    size_t used = 0;
    for (bool found = true;;) {
        struct entry entry = {0};
        if (!record_next(db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        if (!attempt_place(prefix, &walk.key, &entry.place))
            return db_damaged(db, error);
        entry.standing = entry.place;
        uint8_t kind = read_u8(&reader);
        entry.mark = kind == ATTEMPT_MARK;
        if (kind == ATTEMPT_SHORT)
            entry.standing = attempt_place_read(&reader);
        if (reader.bad)
            return db_damaged(db, error);
        list = arena_more(arena, list, used, sizeof *list);
        list[used++] = entry;
    }
    *items = list;
    *n = used;
    return true;
}

static int place_compare(const struct attempt_key *a, const struct attempt_key *b)
{
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static void keep(struct entry *items, size_t n, const struct attempt_key *place)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (place_compare(&items[middle].place, place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < n && place_compare(&items[low].place, place) == 0)
        items[low].kept = true;
}

/* Those from the last one at or before `since` on, and what they refer to; the one that
 * the next short record would refer to in any case. */
static void keep_since(struct entry *items, size_t n, int64_t since,
                       const struct attempt_key *standing)
{
    size_t first = n;
    while (first > 0 && (first == n || items[first].place.time > since))
        first--;
    for (size_t i = first; i < n; i++) {
        items[i].kept = true;
        keep(items, n, &items[i].standing);
    }
    keep(items, n, standing);
}

/* Was the source forgotten by then, and nothing said of it afterwards? */
static bool is_past(const struct stored_source *source, const struct entry *items,
                    size_t n, int64_t since)
{
    return source->forgotten != 0 && n > 0 && items[n - 1].mark &&
           items[n - 1].place.time <= since;
}

static bool entries_delete(struct db *db, const struct record_key *prefix,
                           const struct entry *items, size_t n, uint32_t *removed,
                           struct error *error)
{
    for (size_t i = 0; i < n; i++) {
        struct record_key key;
        if (items[i].kept)
            continue;
        attempt_key_put(&key, prefix, &items[i].place);
        if (!db_delete(db, (struct bytes){.data = key.bytes, .size = key.size}, error))
            return false;
        ++*removed;
    }
    return true;
}

bool attempts_prune(struct db *db, struct stored_source *source, int64_t since,
                    uint32_t *removed, struct error *error)
{
    struct arena arena = {0};
    struct record_key prefix;
    struct entry *items = NULL;
    size_t n = 0;
    uint32_t gone = 0;
    bool ok = attempt_prefix(&prefix, source->state.name)
                  ? entries_read(db, &prefix, &arena, &items, &n, error)
                  : error_set(error, ERROR_STORE_SOURCE_NAME, source->state.name);
    if (ok && n != source->attempts)
        ok = db_damaged(db, error);
    if (ok) {
        if (!is_past(source, items, n, since))
            keep_since(items, n, since, &source->standing);
        ok = entries_delete(db, &prefix, items, n, &gone, error);
    }
    arena_release(&arena);
    if (!ok)
        return false;
    source->attempts -= gone;
    *removed = gone;
    return true;
}
