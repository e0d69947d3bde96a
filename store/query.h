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

#include <string.h>

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

/* The same in two steps, for readers of many tiles: all are found, then opened one
 * after the other, while the memory brings the next ones. A snapshot does not change:
 * where the tiles lie that were found lately is remembered, which spares the search. */
struct query_found {
    struct bytes value; /* lent until the snapshot is closed */
    uint64_t seed;
};

bool query_find(struct snapshot *snapshot, const struct tile_key *key,
                struct query_found *found, struct error *error);
/* Is this the first question about the tiles of a shelf? They may be on the disk yet.
 */
bool query_first(struct snapshot *snapshot, uint16_t block, const struct shelf *shelf);
/* The first about the latest figures of a block? */
bool query_first_latest(struct snapshot *snapshot, uint16_t block);

/* Asks the system for the tiles of a shelf, of the indicators from `low` to `high`, at
 * the first question about it: in a snapshot records lie in the order of their keys.
 * *known: may anything in the first of them have been known at the time? False too if
 * there is none. */
bool query_want(struct snapshot *snapshot, uint16_t block, const struct shelf *shelf,
                uint16_t low, uint16_t high, const struct tile_time *time, bool *known,
                struct error *error);

bool query_open(struct db *db, const struct query_found *found, struct tile_view *view,
                struct error *error);

/* What is to be known at a time: everything for INT64_MAX. Reads the times of receipts
 * at the first question of an earlier day. ERROR_SNAPSHOT_NOT_KEPT before kept_since.
 */
bool query_time(struct snapshot *snapshot, int64_t known_at, struct tile_time *time,
                struct error *error);

/* All sources that are stored, as they are now, forgotten ones too; by name, in the
 * arena. As many as the meta record counts, or the snapshot is damaged. */
bool query_sources(struct snapshot *snapshot, struct arena *arena,
                   struct stored_source **items, size_t *n, struct error *error);

/* Status, qualifier and flags of a state, read again only where its code is another
 * than in the one before. */
struct query_reader {
    struct observation form;
    uint8_t code; /* that `form` has; CODE_NEVER: none yet */
};

/* With the indicator's code; one that is too long, which no register has, is cut. */
struct query_reader query_reader(const char *indicator);

/* Makes an observation of a state that is not CODE_NEVER. False if it is none. Inline,
 * because a page makes thousands; the form is copied first and only the copy written
 * to, because reading a whole that was just written in parts stalls a processor. */
static inline bool query_observe(struct query_reader *reader, const struct state *state,
                                 int32_t region, const struct period *period,
                                 struct observation *observation)
{
    if (state->code != reader->code) {
        if (!code_read(state->code, &reader->form))
            return false;
        reader->code = state->code;
    }
    if (period->freq == FREQ_NONE || state->receipt == 0)
        return false;
    *observation = reader->form;
    observation->region = region;
    observation->period = *period;
    observation->value = state->value;
    observation->receipt = state->receipt;
    observation->revised = state->revised;
    return true;
}

/* Where there is nothing: receipt 0. */
static inline void query_nothing(const struct query_reader *reader, int32_t region,
                                 const struct period *period,
                                 struct observation *observation)
{
    *observation = (struct observation){.region = region, .period = *period};
    memcpy(observation->indicator, reader->form.indicator, CODE_SIZE);
}

/* A series in the making: room for all columns that can come. */
struct query_list {
    struct observation *items;
    size_t n;
    bool unsorted; /* another frequency, or intervals, follow out of order */
};

/* Appends what stood in one slot of a tile, periods that end before `from` left out.
 * Withdrawn figures are left out. False if the tile is damaged. */
bool query_append(struct tile_view *view, unsigned slot, const struct tile_time *time,
                  const struct columns *columns, int32_t region, int32_t from,
                  struct query_reader *reader, struct query_list *list);

/* Brings it into the order of periods. */
void query_sort(struct query_list *list);

#endif
