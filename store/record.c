/* Records: see store/record.h. */
#include "store/record.h"

#include <assert.h>
#include <string.h>

#include "core/digest.h"

enum { TRAILER = 8 }; /* the two checksums */

/* The largest value. */
static const size_t VALUE_CEILING = (size_t)64 << 20;

static const uint32_t SIGN = UINT32_C(1) << 31;

static void little(unsigned char *to, uint64_t value, int n)
{
    for (int i = 0; i < n; i++)
        to[i] = (unsigned char)(value >> (8 * i));
}

static uint64_t from_little(const unsigned char *from, int n)
{
    uint64_t value = 0;
    for (int i = n - 1; i >= 0; i--)
        value = value << 8 | from[i];
    return value;
}

void key_begin(struct record_key *key, char table)
{
    key->size = 1;
    key->bytes[0] = (unsigned char)table;
}

void key_bytes(struct record_key *key, const void *bytes, size_t n)
{
    assert(n <= DB_KEY_SIZE - key->size);
    memcpy(key->bytes + key->size, bytes, n);
    key->size += n;
}

void key_u8(struct record_key *key, uint8_t value)
{
    key_bytes(key, &value, 1);
}

void key_u16(struct record_key *key, uint16_t value)
{
    const unsigned char big[] = {(unsigned char)(value >> 8), (unsigned char)value};
    key_bytes(key, big, sizeof big);
}

void key_u32(struct record_key *key, uint32_t value)
{
    const unsigned char big[] = {(unsigned char)(value >> 24),
                                 (unsigned char)(value >> 16),
                                 (unsigned char)(value >> 8), (unsigned char)value};
    key_bytes(key, big, sizeof big);
}

void key_i32(struct record_key *key, int32_t value)
{
    key_u32(key, (uint32_t)value ^ SIGN);
}

void key_i64(struct record_key *key, int64_t value)
{
    key_u32(key, (uint32_t)((uint64_t)value >> 32) ^ SIGN);
    key_u32(key, (uint32_t)value);
}

uint32_t key_read_u32(const struct record_key *key, size_t *offset)
{
    assert(*offset + 4 <= key->size);
    const unsigned char *p = key->bytes + *offset;
    *offset += 4;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

int32_t key_read_i32(const struct record_key *key, size_t *offset)
{
    return (int32_t)(key_read_u32(key, offset) ^ SIGN);
}

int64_t key_read_i64(const struct record_key *key, size_t *offset)
{
    uint64_t high = key_read_u32(key, offset) ^ SIGN;
    return (int64_t)(high << 32 | key_read_u32(key, offset));
}

void record_writer_init(struct record_writer *writer)
{
    *writer = (struct record_writer){.buffer.ceiling = VALUE_CEILING};
}

void record_writer_release(struct record_writer *writer)
{
    buffer_release(&writer->buffer);
}

void write_bytes(struct record_writer *writer, const void *bytes, size_t n)
{
    if (n != 0 && !buffer_put(&writer->buffer, bytes, n))
        writer->full = true;
}

static void write_number(struct record_writer *writer, uint64_t value, int n)
{
    unsigned char bytes[8];
    little(bytes, value, n);
    write_bytes(writer, bytes, (size_t)n);
}

void write_u8(struct record_writer *writer, uint8_t value)
{
    write_number(writer, value, 1);
}

void write_u32(struct record_writer *writer, uint32_t value)
{
    write_number(writer, value, 4);
}

void write_u64(struct record_writer *writer, uint64_t value)
{
    write_number(writer, value, 8);
}

void write_string(struct record_writer *writer, const char *s)
{
    size_t n = strlen(s);
    if (n > VALUE_CEILING) {
        writer->full = true;
        return;
    }
    write_u32(writer, (uint32_t)n);
    write_bytes(writer, s, n);
}

bool record_put(struct db *db, const struct record_key *key,
                struct record_writer *writer, struct error *error)
{
    struct buffer *buffer = &writer->buffer;
    uint32_t sum = checksum_of(buffer->data, buffer->size);
    write_u32(writer, checksum_of(key->bytes, key->size));
    write_u32(writer, sum);
    bool full = writer->full;
    struct bytes value = {.data = buffer->data, .size = buffer->size};
    buffer->size = 0;
    writer->full = false;
    if (full)
        return error_set(error, ERROR_STORE_VALUE_SIZE);
    return db_put(db, (struct bytes){.data = key->bytes, .size = key->size}, value,
                  error);
}

const unsigned char *read_bytes(struct record_reader *reader, size_t n)
{
    if ((size_t)(reader->end - reader->at) < n) {
        reader->bad = true;
        reader->at = reader->end;
        return NULL;
    }
    const unsigned char *p = reader->at;
    reader->at += n;
    return p;
}

static uint64_t read_number(struct record_reader *reader, int n)
{
    const unsigned char *p = read_bytes(reader, (size_t)n);
    return p ? from_little(p, n) : 0;
}

uint8_t read_u8(struct record_reader *reader)
{
    return (uint8_t)read_number(reader, 1);
}

uint32_t read_u32(struct record_reader *reader)
{
    return (uint32_t)read_number(reader, 4);
}

uint64_t read_u64(struct record_reader *reader)
{
    return read_number(reader, 8);
}

double read_f64(struct record_reader *reader)
{
    uint64_t bits = read_u64(reader);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

const char *read_string(struct record_reader *reader, struct arena *arena)
{
    uint32_t n = read_u32(reader);
    const unsigned char *p = read_bytes(reader, n);
    return arena_strndup(arena, (const char *)p, p ? n : 0);
}

void read_string_into(struct record_reader *reader, char *text, size_t size)
{
    uint32_t n = read_u32(reader);
    const unsigned char *p = read_bytes(reader, n);
    if (!p || n >= size) {
        reader->bad = true;
        n = 0;
    }
    if (n != 0)
        memcpy(text, p, n);
    text[n] = '\0';
}

/* Verifies a value as LMDB lent it against the key it must belong to. */
static bool unwrap(const struct db *db, struct bytes key, struct bytes value,
                   struct record_reader *reader, struct error *error)
{
    if (value.size < TRAILER)
        return db_damaged(db, error);
    size_t n = value.size - TRAILER;
    const unsigned char *data = value.data;
    if (from_little(data + n, 4) != checksum_of(key.data, key.size) ||
        from_little(data + n + 4, 4) != checksum_of(data, n))
        return db_damaged(db, error);
    *reader = (struct record_reader){.at = data, .end = data + n};
    return true;
}

bool record_get(struct db *db, const struct record_key *key,
                struct record_reader *reader, bool *found, struct error *error)
{
    struct bytes k = {.data = key->bytes, .size = key->size}, value;
    bool there;
    if (!db_get(db, k, &value, &there, error))
        return false;
    if (there && !unwrap(db, k, value, reader, error))
        return false;
    *found = there;
    return true;
}

bool record_end(const struct db *db, const struct record_reader *reader,
                struct error *error)
{
    return (!reader->bad && reader->at == reader->end) || db_damaged(db, error);
}

static int key_compare(const struct record_key *a, struct bytes b)
{
    size_t n = a->size < b.size ? a->size : b.size;
    int order = memcmp(a->bytes, b.data, n);
    return order != 0 ? order : (a->size > b.size) - (a->size < b.size);
}

/* Keeps a key that LMDB lent. */
static void key_copy(struct record_key *key, struct bytes from)
{
    key->size = from.size;
    memcpy(key->bytes, from.data, from.size);
}

bool record_before(struct db *db, const struct record_key *from, struct record_key *key,
                   struct record_reader *reader, bool *found, struct error *error)
{
    struct bytes k, value;
    bool there;
    if (!db_seek_before(db, (struct bytes){.data = from->bytes, .size = from->size}, &k,
                        &value, &there, error))
        return false;
    if (there && (k.size > DB_KEY_SIZE || key_compare(from, k) <= 0))
        return db_damaged(db, error);
    if (there && !unwrap(db, k, value, reader, error))
        return false;
    if (there)
        key_copy(key, k);
    *found = there;
    return true;
}

bool record_next(struct db *db, struct record_walk *walk, struct record_reader *reader,
                 bool *found, struct error *error)
{
    const struct record_key *prefix = &walk->prefix;
    struct bytes key, value;
    bool there;
    if (walk->started
            ? !db_next(db, &key, &value, &there, error)
            : !db_seek(db, (struct bytes){.data = prefix->bytes, .size = prefix->size},
                       &key, &value, &there, error))
        return false;
    if (!there || key.size < prefix->size ||
        memcmp(key.data, prefix->bytes, prefix->size) != 0) {
        *found = false;
        return true;
    }
    if (key.size > DB_KEY_SIZE || (walk->started && key_compare(&walk->key, key) >= 0))
        return db_damaged(db, error);
    if (!unwrap(db, key, value, reader, error))
        return false;
    walk->started = true;
    key_copy(&walk->key, key);
    *found = true;
    return true;
}
