/*
 * Format 1: the layout of stores before tiles, of which only reading is left.
 *
 * Owns: its keys and fields. Receipts and refused rows are written as then.
 * Must never know: where what it reads is going.
 *
 *   M                                             meta: one record
 *   S indicator[16] region                        series: all observations, ascending
 *   V indicator[16] region last first freq receipt    an earlier value of a period
 *   R number, X receipt index                     as today
 *   O name                                        source: its state | edition i64
 *
 * series value:   count u32 | revisions u32 | count x figure
 * revision value: figure
 * figure:         freq u8 | flags u8 | qualifier u8 | status u8 |
 *                 first i32 | last i32 | receipt u32 | value f64          24 bytes
 * flags:          1 has a value, 2 revised, 4 late (an older edition, never stood)
 *
 * All functions need a transaction, and answer damage with db_damaged.
 */
#ifndef STORE_FORMAT1_H
#define STORE_FORMAT1_H

#include "store/layout.h"
#include "store/tile.h"

struct format1_meta {
    bool demo;
    uint32_t last_receipt;
    uint32_t n_series, n_sources;
    uint32_t snapshot;
    int64_t published;
    char identity[IDENTITY_HEX];
};

/* *found is false where there is no meta record, or one of another format. */
bool format1_meta(struct db *db, struct format1_meta *meta, bool *found,
                  struct error *error);

/* Which series the key of a record in S is of; false if it cannot be one's. */
bool format1_place(const struct record_key *key, char indicator[CODE_SIZE],
                   int32_t *region);

/* A figure; its period is one of the calendar. */
struct format1_figure {
    struct period period;
    struct state state;
    bool late;
};

/* The figures that stand, ascending by period, and behind them those that came earlier,
 * by period and receipt. n = 0 where there is no such series. Receipts are at most
 * last_receipt. */
struct format1_series {
    struct format1_figure *items;
    size_t n, n_earlier;
};
bool format1_series(struct db *db, const char *indicator, int32_t region,
                    uint32_t last_receipt, struct arena *arena,
                    struct format1_series *series, bool *found, struct error *error);

/* A source's record, as a walk over O found it; strings in the arena. */
bool format1_source(struct db *db, struct record_reader *reader, struct arena *arena,
                    struct stored_source *source, struct error *error);

#endif
