/* The layout: see store/layout.h. Keys and meta; receipts, refusals and sources are in
 * store/papers.c. */
#include "store/layout.h"

#include <stdio.h>

#include "store/tile.h"

void key_table(struct record_key *key, char table)
{
    key_begin(key, table);
}

void key_meta(struct record_key *key)
{
    key_begin(key, 'M');
}

void key_tile(struct record_key *key, const struct tile_key *tile)
{
    key_begin(key, 'T');
    key_u8(key, (uint8_t)tile->freq);
    key_i32(key, tile->tile);
    key_u16(key, tile->block);
    key_u16(key, tile->indicator);
}

bool key_tile_read(const struct record_key *key, struct tile_key *tile)
{
    enum { SIZE = 1 + 1 + 4 + 2 + 2 };
    const unsigned char *p = key->bytes;
    size_t offset = 2;
    if (key->size != SIZE || p[0] != 'T')
        return false;
    *tile = (struct tile_key){.freq = (enum frequency)p[1],
                              .tile = key_read_i32(key, &offset),
                              .block = (uint16_t)(p[6] << 8 | p[7]),
                              .indicator = (uint16_t)(p[8] << 8 | p[9])};
    return true;
}

void key_latest(struct record_key *key, uint16_t block, uint16_t indicator)
{
    key_begin(key, 'L');
    key_u16(key, block);
    key_u16(key, indicator);
}

static bool foreign(const struct db *db, uint32_t format, struct error *error)
{
    char theirs[12], ours[12];
    snprintf(theirs, sizeof theirs, "%u", (unsigned)format);
    snprintf(ours, sizeof ours, "%d", STORE_FORMAT);
    return error_set(error,
                     db_is_snapshot(db) ? ERROR_SNAPSHOT_FORMAT : ERROR_STORE_FORMAT,
                     db_path(db), theirs, ours);
}

/* Counts of kinds that this version does not know would belong to another format. */
static void counts_read(struct record_reader *reader, struct meta *meta)
{
    uint8_t n = read_u8(reader);
    if (n > ITEM_KINDS)
        reader->bad = true;
    for (int i = 0; i < n && !reader->bad; i++)
        meta->n_versions[i] = read_u32(reader);
}

static bool has_items(const struct meta *meta)
{
    for (int i = 0; i < ITEM_KINDS; i++)
        if (meta->n_versions[i] != 0)
            return true;
    return false;
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
        if (!reader.bad && format != STORE_FORMAT && format != STORE_FORMAT_PLAIN)
            return foreign(db, format, error);
        struct meta read = {0};
        read.demo = read_u8(&reader) != 0;
        read.last_receipt = read_u32(&reader);
        read.n_sources = read_u32(&reader);
        read.n_indicators = read_u32(&reader);
        read.n_intervals = read_u32(&reader);
        read.n_blocks = read_u32(&reader);
        read.n_archived = read_u32(&reader);
        read.snapshot = read_u32(&reader);
        read.published = (int64_t)read_u64(&reader);
        read.kept_since = (int64_t)read_u64(&reader);
        read_string_into(&reader, read.identity, sizeof read.identity);
        if (format == STORE_FORMAT)
            counts_read(&reader, &read);
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
    bool items = has_items(meta);
    write_u32(writer, items ? STORE_FORMAT : STORE_FORMAT_PLAIN);
    write_u8(writer, meta->demo);
    write_u32(writer, meta->last_receipt);
    write_u32(writer, meta->n_sources);
    write_u32(writer, meta->n_indicators);
    write_u32(writer, meta->n_intervals);
    write_u32(writer, meta->n_blocks);
    write_u32(writer, meta->n_archived);
    write_u32(writer, meta->snapshot);
    write_u64(writer, (uint64_t)meta->published);
    write_u64(writer, (uint64_t)meta->kept_since);
    write_string(writer, meta->identity);
    if (items) {
        write_u8(writer, ITEM_KINDS);
        for (int i = 0; i < ITEM_KINDS; i++)
            write_u32(writer, meta->n_versions[i]);
    }
    return record_put(db, &key, writer, error);
}
