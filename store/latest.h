/*
 * The latest figures: of each indicator in each block one record with what matrices and
 * rankings ask for, so that they need not look for the newest period themselves.
 *
 * Owns: the record, and how it is worked out from tiles. Targets are not in it: a
 * viewer's catalogue may differ.
 * Must never know: pages.
 *
 *   L block u16 indicator u16   n u16 | n x entry | check u32
 *   entry: value f64 | previous f64 | receipt u32 | number i32 | freq u8 | code u8 |
 *          previous code u8 | flags u8 (1 revised)                        28 bytes
 *
 * The latest is the newest period (period_compare) with a value; where no period has
 * one, the newest with a named absence; code CODE_NEVER where there is nothing. The
 * previous is the period of the same frequency that ends the day before it begins,
 * CODE_NEVER where that has no value: none for cumulative months. Days and intervals
 * come irregularly: there it is the one before of which anything is said. The check
 * covers all entries, with the key.
 */
#ifndef STORE_LATEST_H
#define STORE_LATEST_H

#include "store/register.h"

/* Bytes of an entry in the record. */
enum { LATEST_SIZE = 28 };

struct latest_entry {
    double value, previous;
    uint32_t receipt;
    int32_t number; /* of the period, in its frequency */
    uint8_t freq, code, previous_code;
    bool revised;
};

/* Is there a record: has any shelf of the block the indicator? */
bool latest_has(const struct block *block, uint16_t indicator);

/* Works it out from the tiles as known at a time (`time` as in store/tile.h) for the
 * slots below n of one block. Tiles are read newest first until nothing is open. The
 * same for the record that is stored and for a page of an earlier day. */
bool latest_find(struct db *db, const struct registers *registers, uint16_t block,
                 uint16_t indicator, const struct tile_time *time, size_t n,
                 struct latest_entry *entries, struct error *error);

/* Works out and writes the record of the key's indicator in its block. tile: what is
 * stored under the key, if it is in memory still and need not be read again; or NULL,
 * and only block and indicator of the key count. */
bool latest_put(struct db *db, const struct registers *registers,
                const struct tile_key *key, const struct tile *tile,
                struct record_writer *writer, struct error *error);

/* Asks the system for the records of a block from one indicator to another, as far as
 * there are any. */
bool latest_want(struct db *db, const struct registers *registers, uint16_t block,
                 uint16_t low, uint16_t high, struct error *error);

/* The stored record's entries for the slots below n (those it has not: CODE_NEVER). A
 * missing record, where a shelf has the indicator, is damage. */
bool latest_get(struct db *db, const struct registers *registers, uint16_t block,
                uint16_t indicator, size_t n, struct latest_entry *entries,
                struct error *error);

#endif
