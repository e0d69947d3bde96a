/*
 * Records: how keys and values are written, and how they are read back safely.
 *
 * Owns: integers, strings and the checksums of a record; the walk over a table.
 * Must never know: what a record is about (store/layout.h).
 *
 * A key:    table letter, then fields whose byte order is their sort order: unsigned
 *           numbers big-endian, signed ones with the sign bit flipped.
 * A value:  fields, little-endian | CRC-32 of key | CRC-32 of fields
 * A string: length u32 | bytes, no NUL
 *
 * LMDB keeps no checksums. The two here make a damaged record an error, also where a
 * damaged page leads to a sound record of another key.
 */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"
#include "store/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The caller keeps what it puts within DB_KEY_SIZE. */
struct record_key {
    size_t size;
    unsigned char bytes[DB_KEY_SIZE];
};

/* A key begins with its table; the fields are appended in their order. */
void key_begin(struct record_key *key, char table);
void key_bytes(struct record_key *key, const void *bytes, size_t n);
void key_u8(struct record_key *key, uint8_t value);
void key_u16(struct record_key *key, uint16_t value);
void key_u32(struct record_key *key, uint32_t value);
void key_i32(struct record_key *key, int32_t value);
void key_i64(struct record_key *key, int64_t value);

/* Reads a key's fields back; the offset is moved behind the field. */
uint32_t key_read_u32(const struct record_key *key, size_t *offset);
int32_t key_read_i32(const struct record_key *key, size_t *offset);
int64_t key_read_i64(const struct record_key *key, size_t *offset);

/* A value being written. Zeroed and then record_writer_init; used for many records. */
struct record_writer {
    struct buffer buffer;
    bool full; /* passed the ceiling */
};

void record_writer_init(struct record_writer *writer);
void record_writer_release(struct record_writer *writer);

/* Appends a field. A value beyond the ceiling fails in record_put. */
void write_u8(struct record_writer *writer, uint8_t value);
void write_u32(struct record_writer *writer, uint32_t value);
void write_u64(struct record_writer *writer, uint64_t value);
void write_string(struct record_writer *writer, const char *s);
/* The bytes alone, without their number. */
void write_bytes(struct record_writer *writer, const void *bytes, size_t n);

/* Stores what was written under the key, and empties the writer. */
bool record_put(struct db *db, const struct record_key *key,
                struct record_writer *writer, struct error *error);

/* A value being read, its checksums verified. A read beyond the end gives 0 or "" and
 * makes the reader bad: check with record_end before anything is used. */
struct record_reader {
    const unsigned char *at, *end;
    bool bad;
};

/* Takes the next field. */
uint8_t read_u8(struct record_reader *reader);
uint32_t read_u32(struct record_reader *reader);
uint64_t read_u64(struct record_reader *reader);
double read_f64(struct record_reader *reader);
/* A copy in the arena. */
const char *read_string(struct record_reader *reader, struct arena *arena);
/* The next n bytes where they lie, lent like the value; NULL beyond the end. */
const unsigned char *read_bytes(struct record_reader *reader, size_t n);
/* At most size - 1 bytes, or the reader is bad. */
void read_string_into(struct record_reader *reader, char *text, size_t size);

/* *found is false where there is no such record. */
bool record_get(struct db *db, const struct record_key *key,
                struct record_reader *reader, bool *found, struct error *error);

/* True if the whole value was read and fitted. */
bool record_end(const struct db *db, const struct record_reader *reader,
                struct error *error);

/* The last record whose key is below `from`, with its key. */
bool record_before(struct db *db, const struct record_key *from, struct record_key *key,
                   struct record_reader *reader, bool *found, struct error *error);

/* A walk over all records whose key starts with `prefix`, in key order. Set the prefix,
 * zero the rest. Keys out of order, which a damaged file can produce, are an error. */
struct record_walk {
    struct record_key prefix, key; /* key: of the record found last */
    bool started;
};

bool record_next(struct db *db, struct record_walk *walk, struct record_reader *reader,
                 bool *found, struct error *error);

#endif
