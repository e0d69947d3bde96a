/*
 * A set of numbered items that is searched by hash.
 *
 * Owns: the slots and the seed. The caller owns the items, numbers them from 0, and
 * says whether an item is the one that is looked for. Must never know: what the items
 * are.
 *
 * The seed is random, so that no feed can be made whose names all meet in one slot.
 */
#ifndef FETCH_HASH_H
#define FETCH_HASH_H

#include "core/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hash_slot {
    uint64_t hash;
    uint32_t item; /* + 1; 0 = free */
};

struct hash {
    struct arena *arena;
    uint64_t seed;
    struct hash_slot *slots;
    size_t n, capacity; /* capacity: 0 or a power of two */
};

void hash_init(struct hash *hash, struct arena *arena);

uint64_t hash_of(const struct hash *hash, const void *bytes, size_t n);

/* Is item number `item` of `items` the one that `key` describes? */
typedef bool (*hash_same)(const void *items, uint32_t item, const void *key);

/* Finds the item; false if there is none. */
bool hash_find(const struct hash *hash, uint64_t code, hash_same same,
               const void *items, const void *key, uint32_t *item);

/* Makes room for n more items, where so many are expected. */
void hash_reserve(struct hash *hash, size_t n);

/* Adds an item that is not there yet. */
void hash_add(struct hash *hash, uint64_t code, uint32_t item);

#endif
