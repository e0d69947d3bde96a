/*
 * The registers: which number an indicator, a region and an interval have in tiles, and
 * which tiles there are.
 *
 * Owns: numbers, which are given once and never again, also if what bears them is gone;
 * regions in blocks of at most TILE_SLOTS; the shelves.
 * Must never know: values.
 *
 * A region's group: 0 for the nation and the provinces (code ends in 0000), else its
 * province (code / 10000). A group fills a block and begins another, so that a
 * province's own prefectures and counties lie together.
 *
 * A shelf is one tile's worth of time (frequency, tile) in a block; its bits say for
 * which indicators there is such a tile. So absence is proven, not believed: a damaged
 * page that makes LMDB say "not found" is noticed.
 *
 *   G I            indicators: n x 16 bytes
 *   G P            intervals: n x (first i32 | last i32)
 *   G B block u16  group u32 | n u32 | n x region i32 | m u32 | m x shelf
 *   shelf          freq u8 | tile i32 | words u8 | words x u64
 *
 * Invariants: 1. meta counts indicators, intervals and blocks. 2. Shelves ascend by
 * (frequency, tile) in the order of tile keys; none is empty.
 */
#ifndef STORE_REGISTER_H
#define STORE_REGISTER_H

#include "store/layout.h"
#include "store/tile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REGISTER_INDICATORS = 4096, REGISTER_BLOCKS = 4096, REGISTER_INTERVALS = 65536 };

struct place {
    uint16_t block, slot;
};

struct shelf {
    enum frequency freq;
    int32_t tile;
    uint32_t n_words;
    uint64_t *words;
};

struct block {
    uint32_t group;
    int32_t *regions; /* by slot */
    size_t n_regions;
    struct shelf *shelves;
    size_t n_shelves, shelves_room;
    bool changed;
};

/* Private: a region's entry, and numbers + 1 by the hash of what bears them, 0 = free.
 * Both are open addressing with room for a power of two. */
struct register_slot {
    int32_t region;
    struct place place; /* slot + 1; 0 = free */
};

struct register_index {
    uint32_t *numbers;
    size_t room;
};

struct registers {
    struct arena arena; /* owns all of it */
    char (*indicators)[CODE_SIZE];
    size_t n_indicators;
    struct period *intervals;
    size_t n_intervals;
    struct block *blocks;
    size_t n_blocks;
    bool indicators_changed, intervals_changed;
    size_t n_regions;
    /* private */
    struct register_slot *slots;
    size_t slots_room;
    struct register_index codes, spans;
};

/* Reads all of them, checked against the counts in meta. To be freed by
 * registers_release. */
bool registers_load(struct db *db, const struct meta *meta, struct registers *registers,
                    struct error *error);
void registers_release(struct registers *registers);

/* Writes what changed, and the counts into meta. Nothing counts as changed after it: if
 * the transaction then fails, the registers must be loaded again. */
bool registers_save(struct db *db, struct registers *registers, struct meta *meta,
                    struct record_writer *writer, struct error *error);

/* Lookups; false if it has no number, also for a code that could have none. */
bool register_indicator(const struct registers *registers, const char *code,
                        uint16_t *number);
bool register_region(const struct registers *registers, int32_t region,
                     struct place *place);

/* The same, and a number is given to what has none. code: 1 to CODE_SIZE - 1
 * characters. ERROR_STORE_REGISTER if a register is full. */
bool register_add_indicator(struct registers *registers, const char *code,
                            uint16_t *number, struct error *error);
bool register_add_region(struct registers *registers, int32_t region,
                         struct place *place, struct error *error);

/* A period's number (store/calendar.h), of an interval by the register; false if the
 * interval has none. Adding fails only where the register of intervals is full. */
bool register_period(const struct registers *registers, struct period period,
                     int32_t *number);
bool register_add_period(struct registers *registers, struct period period,
                         int32_t *number, struct error *error);
/* And back; false for a number that no period has. */
bool register_period_of(const struct registers *registers, enum frequency freq,
                        int32_t number, struct period *period);

/* Is there such a tile? And: there is one from now on, of a block and an indicator that
 * have their numbers. */
bool register_has_tile(const struct registers *registers, const struct tile_key *key);
void register_add_tile(struct registers *registers, const struct tile_key *key);

/* The shelf of that time in a block, or NULL; binary search. */
const struct shelf *register_shelf(const struct block *block, enum frequency freq,
                                   int32_t tile);
/* Has it a tile of the indicator? */
bool shelf_has(const struct shelf *shelf, uint16_t indicator);

#endif
