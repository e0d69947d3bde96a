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
 *   X receipt index                    refused row or warning, from 0
 *   O name                             source (origin)
 *   H name 0 time index                an attempt at a source, as it ended
 *   A                                  archive: which documents there were, and when
 *   D digest[32]                       a document's bytes, deflated
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

enum { STORE_FORMAT = 2, IDENTITY_HEX = 33, STORE_NAME_MOST = 480 };

struct meta {
    bool demo;
    uint32_t last_receipt;
    uint32_t n_sources, n_indicators, n_intervals, n_blocks;
    uint32_t snapshot;           /* number of the last published one, 0 = none */
    int64_t published;           /* when, Unix seconds */
    int64_t kept_since;          /* earlier days are no longer known; 0 = all are */
    char identity[IDENTITY_HEX]; /* of the cache: random, in hex */
};

struct stored_receipt {
    struct receipt receipt;
    uint32_t n_refusals; /* records of refused rows and warnings */
};

struct stored_source {
    struct source_state state;
    int64_t edition; /* newest Last-Modified accepted from this address, 0 = none */
    uint32_t attempts; /* records of it in H */
};

/* One document of the archive, as it stood from a receipt on. */
struct archived {
    const char *name;         /* "catalog/targets.tsv", "settings" */
    uint32_t receipt;
    unsigned char digest[32]; /* SHA-256 of its bytes */
};

/* Keys of the tables above. indicator: 1 to CODE_SIZE - 1 characters. */
void key_meta(struct record_key *key);
struct tile_key;
void key_tile(struct record_key *key, const struct tile_key *tile);
void key_latest(struct record_key *key, uint16_t block, uint16_t indicator);
void key_receipt(struct record_key *key, uint32_t number);
void key_refusal(struct record_key *key, uint32_t receipt, uint32_t index);
/* False if the name cannot be a key: empty, or longer than STORE_NAME_MOST. */
bool key_source(struct record_key *key, const char *name);
/* The prefix of a whole table. */
void key_table(struct record_key *key, char table);

/* *found is false where there is none. A meta record of another format version is
 * ERROR_STORE_FORMAT. */
bool meta_get(struct db *db, struct meta *meta, bool *found, struct error *error);
bool meta_put(struct db *db, const struct meta *meta, struct record_writer *writer,
              struct error *error);

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

/* Attempts, kept so that a source's health can be shown as it was on any day. Most
 * repeat the one before but for its times: they refer to the last one kept whole. The
 * source's `attempts` is counted up. */
bool attempt_put(struct db *db, struct stored_source *source,
                 const struct stored_source *before, struct record_writer *writer,
                 struct error *error);
/* The state of a source after its last attempt at or before the time. */
bool attempt_get(struct db *db, const char *name, int64_t known_at, struct arena *arena,
                 struct source_state *state, bool *found, struct error *error);

/* The archive, in the order of receipts; n = 0 if there is none. */
bool archive_get(struct db *db, struct arena *arena, struct archived **items, size_t *n,
                 struct error *error);
bool archive_put(struct db *db, const struct archived *items, size_t n,
                 struct record_writer *writer, struct error *error);
/* A document's bytes, inflated, with a NUL behind them; checked against the digest. */
bool document_get(struct db *db, const unsigned char digest[32], struct arena *arena,
                  const char **bytes, size_t *n, struct error *error);
/* Stores it where it is not there yet; fills the digest. */
bool document_put(struct db *db, const char *bytes, size_t n, unsigned char digest[32],
                  struct record_writer *writer, struct error *error);

#endif
