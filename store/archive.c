/* The archive: see store/archive.h. */
#include "store/archive.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "core/digest.h"

/* The longest document, inflated: as long as a record may be. */
static const size_t DOCUMENT_MOST = (size_t)64 << 20;

static void key_archive(struct record_key *key)
{
    key_begin(key, 'A');
}

void key_document(struct record_key *key, const unsigned char digest[ARCHIVE_DIGEST])
{
    key_begin(key, 'D');
    key_bytes(key, digest, ARCHIVE_DIGEST);
}

bool archive_get(struct db *db, struct arena *arena, struct archived **items, size_t *n,
                 struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    struct archived *list = NULL;
    bool found;
    key_archive(&key);
    if (!record_get(db, &key, &reader, &found, error))
        return false;
    uint32_t count = found ? read_u32(&reader) : 0, used = 0;
    for (; used < count && !reader.bad; used++) {
        list = arena_more(arena, list, used, sizeof *list);
        struct archived *item = &list[used];
        item->name = read_string(&reader, arena);
        item->receipt = read_u32(&reader);
        const unsigned char *digest = read_bytes(&reader, ARCHIVE_DIGEST);
        if (digest)
            memcpy(item->digest, digest, ARCHIVE_DIGEST);
        if (used > 0 && item->receipt < item[-1].receipt)
            return db_damaged(db, error);
    }
    if (found && !record_end(db, &reader, error))
        return false;
    *items = list;
    *n = used;
    return true;
}

bool archive_put(struct db *db, const struct archived *items, size_t n,
                 struct record_writer *writer, struct error *error)
{
    struct record_key key;
    key_archive(&key);
    write_u32(writer, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        write_string(writer, items[i].name);
        write_u32(writer, items[i].receipt);
        write_bytes(writer, items[i].digest, ARCHIVE_DIGEST);
    }
    return record_put(db, &key, writer, error);
}

static int nibble(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

void archive_digest(const void *bytes, size_t n, unsigned char digest[ARCHIVE_DIGEST])
{
    char hex[DIGEST_HEX];
    digest_of(bytes, n, hex);
    for (size_t i = 0; i < ARCHIVE_DIGEST; i++)
        digest[i] = (unsigned char)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
}

bool document_get(struct db *db, const unsigned char digest[ARCHIVE_DIGEST],
                  struct arena *arena, const char **bytes, size_t *n,
                  struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    unsigned char is[ARCHIVE_DIGEST];
    bool found;
    key_document(&key, digest);
    if (!record_get(db, &key, &reader, &found, error))
        return false;
    uint32_t size = found ? read_u32(&reader) : 0;
    if (!found || reader.bad || size > DOCUMENT_MOST)
        return db_damaged(db, error);
    uLong there = (uLong)(reader.end - reader.at), taken = there;
    uLongf made = size;
    char *text = arena_alloc(arena, (size_t)size + 1);
    if (uncompress2((Bytef *)text, &made, reader.at, &taken) != Z_OK || made != size ||
        taken != there)
        return db_damaged(db, error);
    archive_digest(text, size, is);
    if (memcmp(is, digest, ARCHIVE_DIGEST) != 0)
        return db_damaged(db, error);
    *bytes = text;
    *n = size;
    return true;
}

bool document_put(struct db *db, const char *bytes, size_t n,
                  unsigned char digest[ARCHIVE_DIGEST], struct record_writer *writer,
                  struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    unsigned char made[ARCHIVE_DIGEST];
    bool found;
    if (n > DOCUMENT_MOST)
        return error_set(error, ERROR_STORE_VALUE_SIZE);
    archive_digest(bytes, n, made);
    key_document(&key, made);
    if (!record_get(db, &key, &reader, &found, error))
        return false;
    if (!found) {
        struct arena arena = {0};
        uLongf size = compressBound((uLong)n);
        Bytef *deflated = arena_alloc(&arena, size);
        /* Cannot fail: the room suffices, and without memory there is one door. */
        if (compress2(deflated, &size, (const Bytef *)bytes, (uLong)n,
                      Z_BEST_COMPRESSION) != Z_OK)
            abort();
        write_u32(writer, (uint32_t)n);
        write_bytes(writer, deflated, size);
        arena_release(&arena);
        if (!record_put(db, &key, writer, error))
            return false;
    }
    memcpy(digest, made, ARCHIVE_DIGEST);
    return true;
}
