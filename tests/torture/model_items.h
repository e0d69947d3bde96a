/*
 * Items as they should be, worked out the plain way: every version that was ever made
 * stays in a list; and deliveries of them that follow from a seed.
 *
 * Owns: the rules of store/store.h about items, in the fewest words.
 */
#ifndef TESTS_TORTURE_MODEL_ITEMS_H
#define TESTS_TORTURE_MODEL_ITEMS_H

#include "core/receipt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model;
struct snapshot;
struct difference;

enum {
    MODEL_KINDS = 2,     /* a register, and one of the catalogue's */
    MODEL_KEYS = 4,      /* of items, in each */
    MODEL_VERSIONS = 48, /* of one item */
    MODEL_ITEMS = 6      /* most of one delivery */
};

struct model_version {
    bool withdrawn, late;
    const char *text;
    uint32_t receipt;
};

struct model_item {
    struct model_version said[MODEL_VERSIONS];
    int n;
};

/* Items that follow from the seed; often none. Keys among them may come twice. */
size_t model_items_make(uint64_t seed, struct item items[MODEL_ITEMS]);

/* What a delivery's items do; returns how many change. */
uint32_t model_items_take(struct model *model, int source,
                          const struct delivery *delivery, bool late, uint32_t receipt);

void model_items_prune(struct model *model, int64_t since);

/* Do the items that stood, and all versions, come as they should? */
bool compare_items(struct snapshot *snapshot, const struct model *model,
                   int64_t known_at, struct difference *found);
bool compare_versions(struct snapshot *snapshot, const struct model *model,
                      struct difference *found);

#endif
