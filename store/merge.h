/*
 * Merging: what the rows of a delivery make of one tile.
 *
 * Owns: the rules by which a row replaces what stood, becomes a revision, or changes
 * nothing.
 * Must never know: transactions, receipts' records beyond whose they are.
 *
 * For each row of a source S, with `old` what stands in its cell and C its source.
 * Where an order is declared (struct delivery, `before`), of two sources one goes
 * before the other; a source that is no longer configured goes behind all others.
 *
 *   never anything            stored; a withdrawal changes nothing
 *   S = C, equal              nothing
 *   S = C, else               stored; the old one becomes a revision
 *   S = C, older edition      the row becomes a revision marked late, the old one stays
 *   no order is declared      equal: nothing; else stored as by S = C, whatever the
 *                             edition
 *   S goes before C           the same, and what is equal is taken over too: it is S's
 *                             from then on, so that C cannot change it
 *   C goes before S           the old one stays. What S says becomes a revision marked
 *                             outranked, if it is not what S said last, or, where S had
 *                             said nothing yet, if it differs from the old one. Of an
 *                             older edition it is marked late besides, and only kept if
 *                             S never said it. A withdrawal of what S never said
 * changes nothing
 *
 * So the last word of every source is known wherever it differs from what stands, and a
 * source that comes to agree leaves a word that says so.
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
    const char *source;        /* whose delivery it is */
    uint32_t number;           /* the receipt that it gets */
    const char *const *before; /* sources that go before it; NULL: there is no order */
    size_t n_before;
    bool late;             /* of an older edition */
    uint32_t rows_changed; /* counted up by merge_put */
    struct tile tile;      /* to be read after merge_put */
    /* private */
    uint8_t *ranks; /* by receipt: how its source stands to ours, 0 = not asked yet */
    bool doubtful;  /* merge_look met a row whose fate only its whole tile tells */
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
