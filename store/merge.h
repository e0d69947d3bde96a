/*
 * Merging: what the rows of a delivery make of one tile.
 *
 * Owns: the rules by which a row replaces what stood, becomes a revision, or changes
 * nothing.
 * Must never know: transactions, receipts' records beyond whose they are.
 *
 * For each row, with `old` what stands in its cell:
 *   never anything         stored; a withdrawal changes nothing
 *   equal                  nothing
 *   else                   stored; the old one becomes a revision
 *   else, older edition    the row becomes a revision marked late, the old one stays
 *
 * A delivery is an older edition if its Last-Modified is before that of a delivery that
 * was accepted from the same source and address. It yields only to values of that same
 * source, and still brings what the store has not got at all. A withdrawal stands like
 * a value. Where the rows name a cell twice, the last word counts.
 */
#ifndef STORE_MERGE_H
#define STORE_MERGE_H

#include "store/rows.h"
#include "store/tile.h"

#include <stdbool.h>
#include <stdint.h>

struct merge {
    struct db *db; /* with a transaction; for merge_put a writing one */
    struct registers *registers;
    struct record_writer *writer;
    struct arena *arena;
    const char *source;    /* whose delivery it is */
    uint32_t number;       /* the receipt that it gets */
    bool late;             /* of an older edition */
    uint32_t rows_changed; /* counted up by merge_put */
    struct tile tile;      /* to be read after merge_put */
    /* private */
    uint8_t *sources;           /* by receipt: 0 not known, 1 another's, 2 ours */
    uint32_t words[TILE_CELLS]; /* 1 + the place of the row that named the cell last */
    struct earlier replaced[TILE_CELLS]; /* of one tile, to be merged into it */
    size_t n_replaced;
};

/* Zeroed before, and filled with all that is above "private". */
void merge_init(struct merge *merge);

/* Would the rows of the group change its tile? Nothing is written. *size: about how
 * large the tile would be. */
bool merge_look(struct merge *merge, const struct group *group, const struct row *rows,
                bool *changes, size_t *size, struct error *error);

/* Merges them, and leaves the tile as it then is in merge->tile until the next call.
 * *size: what was written, 0 if nothing changed. */
bool merge_put(struct merge *merge, const struct group *group, const struct row *rows,
               size_t *size, struct error *error);

/* The stored tile, whose lack is damage; and writing one. */
bool tile_fetch(struct db *db, const struct tile_key *key, struct bytes *value,
                struct error *error);
bool tile_store(struct db *db, const struct tile_key *key, struct tile *tile,
                struct record_writer *writer, size_t *size, struct error *error);

#endif
