/*
 * Tiles: twelve periods of one indicator in one block of regions.
 *
 * Owns: how they are written and read, checked and compared. Pure: no LMDB.
 * Must never know: which region a slot is, which period a column (store/register.h,
 * store/calendar.h), transactions.
 *
 * Layout, little-endian:
 *
 *    0  u8  width             bytes of a value: 2, 3 or 4 (mantissas), 8 (doubles)
 *    1  i8  exponent          value = mantissa / 10^exponent (x 10^-exponent if < 0)
 *    2  u16 rows              slots that have a row
 *    4  u16 marks             cells with a mark
 *    6  u16 0
 *    8  u32 earlier           what else was said of cells
 *   12  u32 x 12 receipts     of each column's cells, unless a mark says another
 *   60  u8 x 32 slots         bit s: slot s has a row; rows stand in this order
 *   92  u32 check             of the marks, with the key
 *   96  u32 check             of the earlier ones, with the key
 *  100  u32 check             of bytes 0..99, with the key
 *  104  rows:    12 x value | 12 x u8 code | u32 check     40, 52, 64 or 112 bytes
 *                the check covers the row, the slot's number and the check at 100
 *       marks:   u16 cell | u8 flags | u8 0 | u32 receipt              8 bytes
 *       earlier: u16 cell | u8 flags | u8 code | u32 receipt | value   10 to 16 bytes
 *
 *   cell   slot x 12 + column
 *   code   0 never anything | 1 + status x 6 + qualifier | 127 withdrawn;
 *          + 128: the cell has a mark
 *   flags  1 revised: there was an earlier value; of earlier ones only: 2 never stood |
 *          4 outranked: another source goes before | 8 of an older edition
 *          (2 alone: of an older edition; 2 and 4: outranked; 2, 4 and 8: both)
 *
 * Bit 2 goes with both reasons, because it is all that programs know which have no
 * order of sources: to them what was outranked is late, and never stood either.
 *
 * A row is at most a cache line, but of doubles; it is checked by itself, so that one
 * series or one period can be read without summing the whole tile.
 *
 * Invariants: 1. Marks ascend by cell, earlier ones by cell, then receipt. 2. A cell
 * has a mark exactly if its code says so: then the mark's receipt is its own, and it
 * may be revised. 3. A cell that was never anything has no mark and no earlier value.
 * 4. Values are finite; without one (a status that names a kind of missing value, or
 * withdrawn) the value's bytes are 0. 5. The size fits the counts exactly.
 *
 * Exactness: a mantissa below 2^31 and a power of ten up to 10^22 are exact doubles, so
 * their quotient or product is the double nearest to the decimal number, which is what
 * reading the feed's text gave. A tile takes the least exponent that gives back every
 * one of its values, earlier ones too, bit for bit; if none does, doubles. (A negative
 * zero is stored as zero.)
 */
#ifndef STORE_TILE_H
#define STORE_TILE_H

#include "core/observation.h"
#include "core/text.h"
#include "store/calendar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TILE_SLOTS = 256, TILE_CELLS = TILE_SLOTS * TILE_PERIODS };

/* ---- codes ---- */

enum { CODE_NEVER = 0, CODE_WITHDRAWN = 127 };

/* The code of an observation: has_value must fit the status. */
uint8_t code_of(const struct observation *observation);
/* Status (O if withdrawn), qualifier, has_value, withdrawn. False if it is no code, or
 * CODE_NEVER: then there is no observation. */
bool code_read(uint8_t code, struct observation *observation);
bool code_has_value(uint8_t code);

/* ---- what stands in a tile ---- */

/* What was said of one cell by one delivery. */
struct state {
    double value; /* 0 without one */
    uint32_t receipt;
    uint8_t code;
    bool revised;
};

struct earlier {
    struct state state;
    uint16_t cell;
    bool late;      /* of an older edition: it never stood */
    bool outranked; /* another source goes before: it never stood either */
};

/* Did it stand until something took its place? */
static inline bool earlier_stood(const struct earlier *earlier)
{
    return !earlier->late && !earlier->outranked;
}

struct tile_key {
    enum frequency freq;
    int32_t tile;
    uint16_t block, indicator;
};

/* The sum of a key, which every check in the tile starts from. */
uint64_t tile_seed(const struct tile_key *key);

/* ---- changing: a whole tile in memory ---- */

/* Slots at and above n_slots are CODE_NEVER throughout: whoever sets a cell there
 * raises it. A cell that is CODE_NEVER is zero throughout. For reuse: tile_clear. */
struct tile {
    size_t n_slots;
    struct state cells[TILE_SLOTS][TILE_PERIODS];
    struct earlier *earlier; /* by cell, then receipt */
    size_t n_earlier, room;
    struct arena *arena; /* of `earlier` */
    int exponent;        /* as read or written last: where the search begins */
};

void tile_init(struct tile *tile, struct arena *arena);
/* Empties it, and keeps its memory. */
void tile_clear(struct tile *tile);

/* Adds a state to the earlier ones, at its place. */
void tile_add_earlier(struct tile *tile, const struct earlier *earlier);
/* Adds many at once, no two of one cell and receipt; sorts the items. */
void tile_merge_earlier(struct tile *tile, struct earlier *items, size_t n);

/* The earlier states of a cell, ascending by receipt; lent until one is added. */
const struct earlier *tile_earlier_of(const struct tile *tile, uint16_t cell,
                                      size_t *n);

/* Is the state among the cell's earlier ones (code and value)? */
bool tile_said_earlier(const struct tile *tile, uint16_t cell,
                       const struct state *state);

/* Reads a stored tile whole, every check and invariant verified, in place of what the
 * tile held. False if it is damaged: then the tile is empty. */
bool tile_read(struct tile *tile, const void *bytes, size_t size, uint64_t seed);

/* Appends the stored form. A column's receipt is the commonest of its cells that are
 * not revised (those have a mark anyway). False, and nothing appended, if it passes the
 * buffer's ceiling. */
bool tile_write(struct tile *tile, uint64_t seed, struct buffer *out);

/* ---- reading: a stored tile where it lies ---- */

struct tile_view {
    const unsigned char *bytes;
    const unsigned char *rows, *marks, *earlier;
    uint64_t seed;
    uint32_t n_rows, n_marks, n_earlier;
    uint32_t head; /* the check at 100 */
    size_t width;  /* of a value, in bytes */
    double power;  /* of ten; by it a mantissa is divided, or multiplied if `times` */
    bool times;
    bool marks_sound, earlier_sound; /* summed already, at the first row that asked */
    unsigned next,
        rank; /* rows of the slots below `next`, which is mostly asked next */
};

/* Asks the memory for what reading a slot will need, so that it is under way while
 * something else is done. A guess, from a tile in which all of n slots have a row:
 * nothing depends on it, and the bytes are not read. */
void tile_expect(const void *bytes, size_t size, unsigned slot, size_t n);

/* Checks size and head; false if the tile is damaged. The view lends the bytes. */
bool tile_open(struct tile_view *view, const void *bytes, size_t size, uint64_t seed);

/* What the reader of a tile wants to know: everything (also where NULL is given for
 * it), or what stood at a time: of what was said by receipts of up to then, those that
 * never stood left out, the one of the highest number. */
struct tile_time {
    const int64_t *times; /* of receipts 1 .. n at 0 ..; NULL: everything is known */
    uint32_t n;
    int64_t known_at;
};

/* Was anything in the tile known at the time? *any may be true where nothing was.
 * Spares a reader of a past day the later years. False if the tile is damaged. */
bool tile_known(struct tile_view *view, const struct tile_time *time, bool *any);

/* The states of a slot, column by column, as they stood: CODE_NEVER where nothing was
 * known, CODE_WITHDRAWN where the figure had been taken back. `revised`: an earlier
 * value had stood before. *present is false, and nothing written, if there is no row.
 * Returns false if the row, or what it needs, is damaged. */
bool tile_row(struct tile_view *view, unsigned slot, const struct tile_time *time,
              struct state states[TILE_PERIODS], bool *present);

/* One cell of it; absent: CODE_NEVER. */
bool tile_cell(struct tile_view *view, unsigned slot, int column,
               const struct tile_time *time, struct state *state);

/* The earlier states of a slot, ascending by cell and receipt, those that
 * never stood too, appended
 * to the array (arena_more). */
bool tile_slot_earlier(struct tile_view *view, unsigned slot, struct arena *arena,
                       struct earlier **items, size_t *n);

#endif
