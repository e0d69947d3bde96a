/* Indexes: see catalog/index.h. Open addressing, at most half full. */
#include "catalog/index.h"

#include <string.h>

#include "core/arena.h"

#define ROW_SEVERAL UINT32_MAX

struct catalog_slot {
    const char *key; /* NULL = free */
    uint32_t hash, row;
};

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint32_t hash_of(const char *key)
{
    uint32_t hash = 2166136261u;
    for (const unsigned char *p = (const unsigned char *)key; *p; p++)
        hash = (hash ^ *p) * 16777619u;
    return hash;
}

/* The slot that holds the key, or the free one where it belongs. */
static struct catalog_slot *slot_of(const struct catalog_index *index, const char *key,
                                    uint32_t hash)
{
    size_t at = hash & (index->size - 1);
    while (index->slots[at].key &&
           (index->slots[at].hash != hash || strcmp(index->slots[at].key, key) != 0))
        at = (at + 1) & (index->size - 1);
    return &index->slots[at];
}

void index_init(struct catalog_index *index, struct arena *arena, size_t n)
{
    size_t size = 8;
    while (size < 2 * n)
        size *= 2;
    index->slots = arena_alloc(arena, size * sizeof *index->slots);
    index->size = size;
}

bool index_put(struct catalog_index *index, const char *key, uint32_t row)
{
    uint32_t hash = hash_of(key);
    struct catalog_slot *slot = slot_of(index, key, hash);
    if (slot->key) {
        if (slot->row != row)
            slot->row = ROW_SEVERAL;
        return false;
    }
    *slot = (struct catalog_slot){key, hash, row};
    return true;
}

static const struct catalog_slot *find(const struct catalog_index *index,
                                       const char *key)
{
    if (index->size == 0)
        return NULL;
    const struct catalog_slot *slot = slot_of(index, key, hash_of(key));
    return slot->key ? slot : NULL;
}

bool index_find(const struct catalog_index *index, const char *key, uint32_t *row)
{
    const struct catalog_slot *slot = find(index, key);
    if (!slot || slot->row == ROW_SEVERAL)
        return false;
    *row = slot->row;
    return true;
}

bool index_several(const struct catalog_index *index, const char *key)
{
    const struct catalog_slot *slot = find(index, key);
    return slot && slot->row == ROW_SEVERAL;
}
