/*
 * An index: which row has this key.
 *
 * Owns: nothing; keys and slots are lent by the arena. Made once, for a known number
 * of keys. Must never know: what the rows are.
 */
#ifndef CATALOG_INDEX_H
#define CATALOG_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct catalog_slot;

/* A zeroed struct is an index without keys. */
struct catalog_index {
    struct catalog_slot *slots;
    size_t size; /* a power of two, or 0 */
};

/* Room for n keys, no more. */
void index_init(struct catalog_index *index, struct arena *arena, size_t n);

/* Adds a key; it must live as long as the index. False if it was there already: then
 * it names no row any more, unless it was the same row's. */
bool index_put(struct catalog_index *index, const char *key, uint32_t row);

/* False if there is no such key, or if it names several rows. */
bool index_find(const struct catalog_index *index, const char *key, uint32_t *row);

/* Does the key name several rows? */
bool index_several(const struct catalog_index *index, const char *key);

#endif
