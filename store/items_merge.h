/*
 * Merging items: what the items of a delivery make of what stood.
 *
 * Owns: the rules by which an item becomes a version, or changes nothing.
 * Must never know: transactions, records' layout (store/items.h).
 *
 * For each item, with `old` what stands under its source and key:
 *   never anything         stored; one that is struck out changes nothing
 *   equal                  nothing; so does striking out what is struck out
 *   else                   a new version, which stands
 *   else, older edition    a version marked late, the old one stays; unless a version
 *                          said the same before
 *
 * Where a delivery names a key twice, the last word counts. Items that it does not list
 * stay as they are. Both are looked at in the order of their records, once through each
 * register that the delivery speaks of.
 */
#ifndef STORE_ITEMS_MERGE_H
#define STORE_ITEMS_MERGE_H

#include "core/receipt.h"
#include "store/items.h"

struct items_merge {
    struct item_version *versions; /* to be written, in the order of their records */
    size_t n;
    uint64_t bytes; /* about what they take */
};

/* Decides; in the arena. number: the receipt that the delivery gets; late: it is of an
 * older edition. ERROR_STORE_ITEMS if there is no room for the versions. */
bool items_merge_look(struct db *db, const struct meta *meta,
                      const struct delivery *delivery, uint32_t number, bool late,
                      struct arena *arena, struct items_merge *merge,
                      struct error *error);

/* Writes the i-th version that was decided, and counts it in meta. */
bool items_merge_put(struct db *db, const struct items_merge *merge, size_t i,
                     struct meta *meta, struct record_writer *writer,
                     struct error *error);

#endif
