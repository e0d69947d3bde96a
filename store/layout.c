/* The layout: see store/layout.h. Keys, meta, series and revisions; receipts, refusals
 * and sources are in store/papers.c. */
#include "store/layout.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FIGURE_SIZE = 24 };
enum { FLAG_VALUE = 1, FLAG_REVISED = 2, FLAG_LATE = 4, FLAGS = 7 };

void key_table(struct record_key *key, char table)
{
    key_begin(key, table);
}

void key_meta(struct record_key *key)
{
    key_begin(key, 'M');
}

static void key_place(struct record_key *key, char table, const char *indicator,
                      int32_t region)
{
    char code[CODE_SIZE] = {0};
    size_t n = strnlen(indicator, CODE_SIZE);
    assert(n > 0 && n < CODE_SIZE);
    memcpy(code, indicator, n);
    key_begin(key, table);
    key_bytes(key, code, sizeof code);
    key_i32(key, region);
}

void key_series(struct record_key *key, const char *indicator, int32_t region)
{
    key_place(key, 'S', indicator, region);
}

void key_revisions(struct record_key *key, const char *indicator, int32_t region)
{
    key_place(key, 'V', indicator, region);
}

void key_revisions_of(struct record_key *key, const struct observation *observation)
{
    key_revisions(key, observation->indicator, observation->region);
    key_i32(key, observation->period.last);
    key_i32(key, observation->period.first);
    key_u8(key, (uint8_t)observation->period.freq);
}

void key_revision(struct record_key *key, const struct observation *observation)
{
    key_revisions_of(key, observation);
    key_u32(key, observation->receipt);
}

/* Indicator and region as the key has them. */
static bool place_read(const struct record_key *key, struct observation *observation)
{
    const size_t at = 1;
    if (key->size < at + CODE_SIZE + 4 || key->bytes[at] == '\0' ||
        key->bytes[at + CODE_SIZE - 1] != '\0')
        return false;
    memcpy(observation->indicator, key->bytes + at, CODE_SIZE);
    size_t offset = at + CODE_SIZE;
    observation->region = key_read_i32(key, &offset);
    return true;
}

bool meta_get(struct db *db, struct meta *meta, bool *found, struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    key_meta(&key);
    bool there;
    if (!record_get(db, &key, &reader, &there, error))
        return false;
    if (there) {
        uint32_t format = read_u32(&reader);
        if (!reader.bad && format != STORE_FORMAT) {
            char text[2][12];
            snprintf(text[0], sizeof text[0], "%u", (unsigned)format);
            snprintf(text[1], sizeof text[1], "%d", STORE_FORMAT);
            return error_set(error, ERROR_STORE_FORMAT, db_path(db), text[0], text[1]);
        }
        struct meta read = {0};
        read.demo = read_u8(&reader) != 0;
        read.last_receipt = read_u32(&reader);
        read.n_series = read_u32(&reader);
        read.n_sources = read_u32(&reader);
        read.snapshot = read_u32(&reader);
        read.published = (int64_t)read_u64(&reader);
        read_string_into(&reader, read.identity, sizeof read.identity);
        if (!record_end(db, &reader, error))
            return false;
        *meta = read;
    }
    *found = there;
    return true;
}

bool meta_put(struct db *db, const struct meta *meta, struct record_writer *writer,
              struct error *error)
{
    struct record_key key;
    key_meta(&key);
    write_u32(writer, STORE_FORMAT);
    write_u8(writer, meta->demo);
    write_u32(writer, meta->last_receipt);
    write_u32(writer, meta->n_series);
    write_u32(writer, meta->n_sources);
    write_u32(writer, meta->snapshot);
    write_u64(writer, (uint64_t)meta->published);
    write_string(writer, meta->identity);
    return record_put(db, &key, writer, error);
}

static void figure_write(struct record_writer *writer, const struct observation *o,
                         bool late)
{
    write_u8(writer, (uint8_t)o->period.freq);
    write_u8(writer,
             (uint8_t)((o->has_value ? FLAG_VALUE : 0) |
                       (o->revised ? FLAG_REVISED : 0) | (late ? FLAG_LATE : 0)));
    write_u8(writer, o->qualifier);
    write_u8(writer, (uint8_t)o->status);
    write_u32(writer, (uint32_t)o->period.first);
    write_u32(writer, (uint32_t)o->period.last);
    write_u32(writer, o->receipt);
    write_f64(writer, o->has_value ? o->value : 0);
}

/* Fills all but indicator and region. False if the figure is none. */
static bool figure_read(struct record_reader *reader, struct observation *o, bool *late)
{
    o->period.freq = (enum frequency)read_u8(reader);
    uint8_t flags = read_u8(reader);
    o->qualifier = read_u8(reader);
    o->status = (char)read_u8(reader);
    o->period.first = (int32_t)read_u32(reader);
    o->period.last = (int32_t)read_u32(reader);
    o->receipt = read_u32(reader);
    o->value = read_f64(reader);
    o->has_value = (flags & FLAG_VALUE) != 0;
    o->revised = (flags & FLAG_REVISED) != 0;
    *late = (flags & FLAG_LATE) != 0;
    return !reader->bad && flags <= FLAGS && o->qualifier < QUALIFIER_COUNT &&
           o->period.first <= o->period.last && o->receipt != 0 && isfinite(o->value);
}

bool series_read(struct db *db, const struct record_key *key,
                 struct record_reader *reader, struct arena *arena,
                 struct series *series, struct error *error)
{
    struct observation place = {0};
    uint32_t n = read_u32(reader);
    struct series read = {.n_revisions = read_u32(reader)};
    if (!place_read(key, &place) ||
        (size_t)(reader->end - reader->at) != (size_t)n * FIGURE_SIZE)
        return db_damaged(db, error);
    read.items = arena_alloc(arena, n * sizeof *read.items);
    for (; read.n < n; read.n++) {
        struct observation *o = &read.items[read.n];
        bool late;
        *o = place;
        if (!figure_read(reader, o, &late) || late)
            return db_damaged(db, error);
    }
    if (!record_end(db, reader, error))
        return false;
    *series = read;
    return true;
}

bool series_get(struct db *db, const char *indicator, int32_t region,
                struct arena *arena, struct series *series, bool *found,
                struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    bool there;
    key_series(&key, indicator, region);
    if (!record_get(db, &key, &reader, &there, error))
        return false;
    struct series read = {0};
    if (there && !series_read(db, &key, &reader, arena, &read, error))
        return false;
    *series = read;
    *found = there;
    return true;
}

bool series_put(struct db *db, const char *indicator, int32_t region,
                const struct series *series, struct record_writer *writer,
                struct error *error)
{
    struct record_key key;
    key_series(&key, indicator, region);
    write_u32(writer, (uint32_t)series->n);
    write_u32(writer, series->n_revisions);
    for (size_t i = 0; i < series->n; i++)
        figure_write(writer, &series->items[i], false);
    return record_put(db, &key, writer, error);
}

bool revision_put(struct db *db, const struct observation *observation, bool late,
                  struct record_writer *writer, struct error *error)
{
    struct record_key key;
    key_revision(&key, observation);
    figure_write(writer, observation, late);
    return record_put(db, &key, writer, error);
}

bool revision_read(struct db *db, const struct record_key *key,
                   struct record_reader *reader, struct observation *observation,
                   bool *late, struct error *error)
{
    struct observation read = {0};
    if (!place_read(key, &read) || !figure_read(reader, &read, late))
        return db_damaged(db, error);
    if (!record_end(db, reader, error))
        return false;
    *observation = read;
    return true;
}
