/*
 * Items: the versions of what registers hold (core/item.h), as records.
 *
 * Owns: key and value of a version, the walk over a kind's versions, which of them
 * stood at a time.
 * Must never know: what the fields of a kind mean.
 *
 *   I kind digest[32] number   kind u8, number u32 from 0, ascending with the receipts
 *     receipt u32 | flags u8 (1 struck out, 2 late) | source string | key string |
 *     n u8 | n x (field's name string | text string)
 *
 * The digest is SHA-256 of source, NUL, key: an item is its source's own. Fields are
 * stored by name, "" left out, so that a kind may gain one. A version that is struck
 * out repeats the fields it had: --prune may take the one before it away.
 *
 * Invariants: 1. meta counts the versions of each kind, so that a lost record is
 * noticed. 2. Of an item's versions no two have the same number; numbers that --prune
 * took away are not given again while a later one is there.
 */
#ifndef STORE_ITEMS_H
#define STORE_ITEMS_H

#include "core/item.h"
#include "store/layout.h"
#include "store/tile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of all kinds together; about 8 GB of short items. */
enum { ITEM_DIGEST = 32, ITEM_VERSIONS_MOST = 2000000 };

/* One version as it is stored. item.source and the rest are lent by the arena that it
 * was read into. */
struct item_version {
    struct item item;
    uint32_t number;
    unsigned char digest[ITEM_DIGEST];
};

void item_digest(const char *source, const char *key,
                 unsigned char digest[ITEM_DIGEST]);

void key_item(struct record_key *key, enum item_kind kind,
              const unsigned char digest[ITEM_DIGEST], uint32_t number);

bool item_put(struct db *db, const struct item_version *version,
              struct record_writer *writer, struct error *error);

/* What decides about a version, without its texts. */
struct item_mark {
    enum item_kind kind;
    unsigned char digest[ITEM_DIGEST];
    uint32_t number, receipt;
    bool withdrawn, late;
    struct record_reader rest; /* from its source on; lent as a value is */
};

/* A walk over the versions of a kind: by digest, then number. */
struct item_walk {
    struct record_walk records;
    enum item_kind kind;
    uint32_t n; /* seen so far */
};

void item_walk_begin(struct item_walk *walk, enum item_kind kind);
/* At the end compares what was seen with what meta counts. A version whose receipt
 * there cannot be is damage. */
bool item_next(struct db *db, struct item_walk *walk, const struct meta *meta,
               struct item_mark *mark, bool *found, struct error *error);

/* The version that a mark stands for, its texts in the arena. */
bool item_read(struct db *db, const struct item_mark *mark, struct arena *arena,
               struct item *item, struct error *error);

/* Was the receipt there at the time? */
bool item_known(const struct tile_time *time, uint32_t receipt);

/* The items that stood at a time, struck out ones left out, by source, then key. */
bool items_standing(struct db *db, const struct meta *meta, enum item_kind kind,
                    const struct tile_time *time, struct arena *arena,
                    struct item **items, size_t *n, struct error *error);

/* Have the two the same texts? */
bool item_same_fields(const struct item *a, const struct item *b);

#endif
