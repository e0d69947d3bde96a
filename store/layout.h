/*
 * The layout: which records a store holds, each with its key and its fields.
 *
 * Owns: the table letters and the order of fields, format version STORE_FORMAT.
 * Must never know: transactions, directories.
 *
 *   M                                             meta: one record
 *   S indicator[16] region                        series: all observations, ascending
 *   V indicator[16] region last first freq receipt    an earlier value of a period
 *   R number                                      receipt
 *   X receipt index                               refused row or warning, from 0
 *   O name                                        source (origin)
 *
 * series value:   count u32 | revisions u32 | count x figure
 * revision value: figure
 * figure:         freq u8 | flags u8 | qualifier u8 | status u8 |
 *                 first i32 | last i32 | receipt u32 | value f64          24 bytes
 * flags:          1 has a value, 2 revised, 4 late (an older edition, never shown)
 *
 * Invariants: 1. receipts are numbered 1 to meta.last_receipt without a gap.
 * 2. meta.n_series, meta.n_sources, a series' `revisions` and a receipt's `refusals`
 * count the records there are, so that a lost record is noticed. 3. A figure's period
 * occurs once in its series.
 */
#ifndef STORE_LAYOUT_H
#define STORE_LAYOUT_H

#include "core/receipt.h"
#include "store/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STORE_FORMAT = 1, IDENTITY_HEX = 33, STORE_NAME_MOST = 480 };
enum { SERIES_KEY_SIZE = 1 + CODE_SIZE + 4 };

struct meta {
    bool demo;
    uint32_t last_receipt;
    uint32_t n_series, n_sources;
    uint32_t snapshot;           /* number of the last published one, 0 = none */
    int64_t published;           /* when, Unix seconds */
    char identity[IDENTITY_HEX]; /* of the cache: random, in hex */
};

struct series {
    struct observation *items;
    size_t n;
    uint32_t n_revisions;
};

struct stored_receipt {
    struct receipt receipt;
    uint32_t n_refusals; /* records of refused rows and warnings */
};

struct stored_source {
    struct source_state state;
    int64_t edition; /* newest Last-Modified accepted from this address, 0 = none */
};

/* Keys of the tables above. indicator: 1 to CODE_SIZE - 1 characters. */
void key_meta(struct record_key *key);
void key_series(struct record_key *key, const char *indicator, int32_t region);
/* The prefix of all revisions of a series, of one period, and one revision's key. */
void key_revisions(struct record_key *key, const char *indicator, int32_t region);
void key_revisions_of(struct record_key *key, const struct observation *observation);
void key_revision(struct record_key *key, const struct observation *observation);
void key_receipt(struct record_key *key, uint32_t number);
void key_refusal(struct record_key *key, uint32_t receipt, uint32_t index);
/* False if the name cannot be a key: empty, or longer than STORE_NAME_MOST. */
bool key_source(struct record_key *key, const char *name);
/* The prefix of a whole table: 'S' 'V' 'R' 'X' 'O'. */
void key_table(struct record_key *key, char table);

/* *found is false where there is none. A meta record of another format version is
 * ERROR_STORE_FORMAT. */
bool meta_get(struct db *db, struct meta *meta, bool *found, struct error *error);
bool meta_put(struct db *db, const struct meta *meta, struct record_writer *writer,
              struct error *error);

/* Absent: n = 0 and *found false. items in the arena. */
bool series_get(struct db *db, const char *indicator, int32_t region,
                struct arena *arena, struct series *series, bool *found,
                struct error *error);
bool series_put(struct db *db, const char *indicator, int32_t region,
                const struct series *series, struct record_writer *writer,
                struct error *error);
/* The series under the walk's key, for a walk over 'S'. */
bool series_read(struct db *db, const struct record_key *key,
                 struct record_reader *reader, struct arena *arena,
                 struct series *series, struct error *error);

/* late: see the flags above. */
bool revision_put(struct db *db, const struct observation *observation, bool late,
                  struct record_writer *writer, struct error *error);
bool revision_read(struct db *db, const struct record_key *key,
                   struct record_reader *reader, struct observation *observation,
                   bool *late, struct error *error);

/* By number; strings in the arena. */
bool receipt_get(struct db *db, uint32_t number, struct arena *arena,
                 struct stored_receipt *receipt, bool *found, struct error *error);
bool receipt_put(struct db *db, const struct stored_receipt *receipt,
                 struct record_writer *writer, struct error *error);

/* Writes a refusal's fields, for record_put or for comparing. */
void refusal_write(struct record_writer *writer, const struct refusal *refusal);
bool refusal_get(struct db *db, uint32_t receipt, uint32_t index, struct arena *arena,
                 struct refusal *refusal, bool *found, struct error *error);

/* A name that cannot be a key is not found. */
bool source_get(struct db *db, const char *name, struct arena *arena,
                struct stored_source *source, bool *found, struct error *error);
bool source_put(struct db *db, const struct stored_source *source,
                struct record_writer *writer, struct error *error);
bool source_read(struct db *db, struct record_reader *reader, struct arena *arena,
                 struct stored_source *source, struct error *error);

#endif
