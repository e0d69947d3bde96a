/*
 * The layout: which records a store holds, each with its key and its fields.
 *
 * Owns: the table letters and the order of fields, format version STORE_FORMAT.
 * Must never know: transactions, directories.
 *
 *   M                                  meta: one record
 *   G ..                               registers            store/register.h
 *   T freq tile block indicator        tiles                store/tile.h
 *   L block indicator                  latest figures       store/latest.h
 *   R number                           receipt
 *   C chunk                            times of receipts    store/clock.h
 *   X receipt index                    refused row or warning, from 0
 *   O name                             source (origin)
 *   H name 0 time index                an attempt at a source   store/attempts.h
 *   A                                  archive: list of documents   store/archive.h
 *   D digest[32]                       a document's bytes   store/archive.h
 *   I kind digest[32] number           a version of an item  store/items.h
 *
 * Invariants: 1. receipts are numbered 1 to meta.last_receipt without a gap. 2. The
 * counts in meta, shelves, a receipt's `refusals` and a source's `attempts` count the
 * records there are, so that a lost record is noticed. 3. A tile is there exactly if
 * its shelf says so; latest figures exactly if a shelf of the block has the indicator.
 */
#ifndef STORE_LAYOUT_H
#define STORE_LAYOUT_H

#include "core/receipt.h"
#include "store/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Format 3 is format 2 with items, and the counts of them in meta. A store without any
 * is written as format 2, which the version before reads; one with items it refuses by
 * its number, since its own check would call them damage. */
enum { STORE_FORMAT = 3, STORE_FORMAT_PLAIN = 2 };
enum { IDENTITY_HEX = 33, STORE_NAME_MOST = 480 };

struct tile_key;

struct meta {
    bool demo;
    uint32_t last_receipt;
    uint32_t n_sources, n_indicators, n_intervals, n_blocks;
    uint32_t n_archived;             /* entries of the archive's list */
    uint32_t snapshot;               /* number of the last published one, 0 = none */
    int64_t published;               /* when, Unix seconds */
    int64_t kept_since;              /* earlier days are no longer known; 0 = all are */
    char identity[IDENTITY_HEX];     /* of the cache: random, in hex */
    uint32_t n_versions[ITEM_KINDS]; /* of items, by kind */
};

struct stored_receipt {
    struct receipt receipt;
    uint32_t n_refusals; /* records of refused rows and warnings */
};

/* An attempt's place among those of its source. */
struct attempt_key {
    int64_t time; /* the state's last_attempt */
    uint32_t index;
};

struct stored_source {
    struct source_state state;
    int64_t edition; /* newest Last-Modified accepted from this address, 0 = none */
    /* The business of store/attempts.h. */
    uint32_t attempts;           /* records of it in H, marks too */
    uint32_t tried;              /* records ever: the index of the next one */
    struct attempt_key standing; /* the last one that was kept whole */
    int64_t
        forgotten; /* when it was no longer configured; 0: it is, or was tried since */
};

/* Keys of the tables above. */
void key_meta(struct record_key *key);
void key_tile(struct record_key *key, const struct tile_key *tile);
/* And back; false if it is no tile's key. */
bool key_tile_read(const struct record_key *key, struct tile_key *tile);
void key_latest(struct record_key *key, uint16_t block, uint16_t indicator);
void key_receipt(struct record_key *key, uint32_t number);
void key_refusal(struct record_key *key, uint32_t receipt, uint32_t index);
/* False if the name cannot be a key: empty, or longer than STORE_NAME_MOST. */
bool key_source(struct record_key *key, const char *name);
/* The prefix of a whole table. */
void key_table(struct record_key *key, char table);

/* *found is false where there is none. A meta record of another format version is
 * ERROR_STORE_FORMAT, in a snapshot ERROR_SNAPSHOT_FORMAT. */
bool meta_get(struct db *db, struct meta *meta, bool *found, struct error *error);
bool meta_put(struct db *db, const struct meta *meta, struct record_writer *writer,
              struct error *error);

/* By number; strings in the arena. */
bool receipt_get(struct db *db, uint32_t number, struct arena *arena,
                 struct stored_receipt *receipt, bool *found, struct error *error);
/* Notes its time in the clock too: those of receipts before it must be there. */
bool receipt_put(struct db *db, const struct stored_receipt *receipt,
                 struct record_writer *writer, struct error *error);

/* An error's fields: name | number of arguments u8 | arguments. The name is stable
 * between versions, the number of the code is not. */
void error_write(struct record_writer *writer, const struct error *what);
void error_read(struct record_reader *reader, struct arena *arena, struct error *what);

/* Writes a refusal's fields, for record_put or for comparing. */
void refusal_write(struct record_writer *writer, const struct refusal *refusal);
bool refusal_get(struct db *db, uint32_t receipt, uint32_t index, struct arena *arena,
                 struct refusal *refusal, bool *found, struct error *error);

/* A source's state as a row of fields, which the records of sources and of attempts
 * begin with; strings in the arena. */
void source_state_write(struct record_writer *writer, const struct source_state *state);
void source_state_read(struct record_reader *reader, struct arena *arena,
                       struct source_state *state);

/* A name that cannot be a key is not found. */
bool source_get(struct db *db, const char *name, struct arena *arena,
                struct stored_source *source, bool *found, struct error *error);
bool source_put(struct db *db, const struct stored_source *source,
                struct record_writer *writer, struct error *error);
bool source_read(struct db *db, struct record_reader *reader, struct arena *arena,
                 struct stored_source *source, struct error *error);

#endif
