/*
 * Queries: what the files that read a snapshot's tiles share.
 *
 * Owns: finding a tile that must be there, the periods of its columns, and turning the
 * states in it into observations.
 * Must never know: pages. Never included outside this room.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "store/private.h"

/* The periods of a tile's columns; freq is FREQ_NONE where a column has none (an
 * interval that is not registered, a date beyond the calendar). */
struct columns {
    enum frequency freq;
    int32_t tile;
    struct period periods[TILE_PERIODS];
};

void columns_fill(const struct registers *registers, enum frequency freq, int32_t tile,
                  struct columns *columns);

/* The same from those of the snapshot that were asked for lately; lent until the next
 * call. */
const struct columns *query_columns(struct snapshot *snapshot,
                                    const struct shelf *shelf);

/* The tile of a key that a shelf says is there: a missing or damaged one is damage. */
bool query_tile(struct db *db, const struct tile_key *key, struct tile_view *view,
                struct error *error);

/* What is to be known at a time: everything for INT64_MAX. Reads the times of receipts
 * at the first question of an earlier day. ERROR_SNAPSHOT_NOT_KEPT before kept_since.
 */
bool query_time(struct snapshot *snapshot, int64_t known_at, struct tile_time *time,
                struct error *error);

/* An observation that others are made from: indicator and region, no value. A code that
 * is too long is cut: no register has it. */
struct observation query_form(const char *indicator, int32_t region);

/* Status, qualifier and flags of a state, read again only where its code is another
 * than in the one before. */
struct query_reader {
    struct observation form;
    uint8_t code; /* that `form` has; CODE_NEVER: none yet */
};

/* Makes an observation of a state that is not CODE_NEVER. False if it is none. */
bool query_observe(struct query_reader *reader, const struct state *state,
                   struct period period, struct observation *observation);

/* A series in the making: room for all columns that can come. */
struct query_list {
    struct observation *items;
    size_t n;
    bool unsorted; /* another frequency, or intervals, follow out of order */
};

/* Appends what stood in one slot of a tile, periods that end before `from` left out.
 * Withdrawn figures are left out. False if the tile is damaged. */
bool query_append(struct tile_view *view, unsigned slot, const struct tile_time *time,
                  const struct columns *columns, int32_t from,
                  struct query_reader *reader, struct query_list *list);

/* Brings it into the order of periods. */
void query_sort(struct query_list *list);

#endif
