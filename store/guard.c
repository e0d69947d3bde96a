/* What the drift guard keeps: see store/guard.h. */
#include "store/guard.h"

#include <string.h>

#include "store/archive.h"

enum { HELD_MOST = 64 }; /* problems of one delivery */

static const char *name_of(struct arena *arena, const char *kind, const char *source)
{
    return arena_printf(arena, "%s/%s", kind, source);
}

/* ---- one document of the archive, of which only the last is kept ---- */

static bool last_get(struct db *db, const char *name, struct arena *arena,
                     struct record_reader *reader, bool *found, struct error *error)
{
    struct archived *items;
    size_t n;
    *found = false;
    if (!archive_get(db, arena, &items, &n, error))
        return false;
    for (size_t i = n; i-- > 0 && !*found;) {
        const char *bytes;
        size_t size;
        if (strcmp(items[i].name, name) != 0)
            continue;
        if (!document_get(db, items[i].digest, arena, &bytes, &size, error))
            return false;
        *reader = (struct record_reader){
            .at = (const unsigned char *)bytes,
            .end = (const unsigned char *)bytes + size,
        };
        *found = true;
    }
    return true;
}

/* Removes a document that nothing in the list names any more. */
static bool drop(struct db *db, const struct archived *items, size_t n,
                 const unsigned char digest[ARCHIVE_DIGEST], struct error *error)
{
    struct record_key key;
    for (size_t i = 0; i < n; i++)
        if (memcmp(items[i].digest, digest, ARCHIVE_DIGEST) == 0)
            return true;
    key_document(&key, digest);
    return db_delete(db, (struct bytes){.data = key.bytes, .size = key.size}, error);
}

static bool last_put(struct db *db, const char *name, const struct buffer *document,
                     struct arena *arena, struct meta *meta,
                     struct record_writer *writer, struct error *error)
{
    struct archived *items, old = {0};
    size_t n, kept = 0;
    if (!archive_get(db, arena, &items, &n, error))
        return false;
    struct archived *list = arena_alloc(arena, (n + 1) * sizeof *list);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(items[i].name, name) == 0)
            old = items[i];
        else
            list[kept++] = items[i];
    }
    /* Behind all others: the list ascends by receipt. */
    struct archived *made = &list[kept++];
    *made = (struct archived){.name = name, .receipt = meta->last_receipt};
    if (!document_put(db, document->data, document->size, made->digest, writer,
                      error) ||
        (old.name && !drop(db, list, kept, old.digest, error)))
        return false;
    meta->n_archived = (uint32_t)kept;
    return archive_put(db, list, kept, writer, error);
}

/* ---- shapes ---- */

bool shape_get(struct db *db, const char *source, struct arena *arena,
               struct kept_shape *shape, bool *found, struct error *error)
{
    struct record_reader reader;
    struct kept_shape read = {0};
    if (!last_get(db, name_of(arena, "shape", source), arena, &reader, found, error))
        return false;
    if (!*found)
        return true;
    read.time = (int64_t)read_u64(&reader);
    read.receipt = read_u32(&reader);
    read_string_into(&reader, read.setup, sizeof read.setup);
    read.text = read_string(&reader, arena);
    if (!record_end(db, &reader, error))
        return false;
    *shape = read;
    return true;
}

bool shape_put(struct db *db, const char *source, const struct kept_shape *shape,
               struct meta *meta, struct record_writer *writer, struct error *error)
{
    struct arena arena = {0};
    struct record_writer document;
    record_writer_init(&document);
    write_u64(&document, (uint64_t)shape->time);
    write_u32(&document, shape->receipt);
    write_string(&document, shape->setup);
    write_string(&document, shape->text);
    bool ok = last_put(db, name_of(&arena, "shape", source), &document.buffer, &arena,
                       meta, writer, error);
    record_writer_release(&document);
    arena_release(&arena);
    return ok;
}

/* ---- held deliveries ---- */

bool held_get(struct db *db, const char *source, struct arena *arena, int64_t *time,
              struct error **problems, size_t *n, bool *found, struct error *error)
{
    struct record_reader reader;
    if (!last_get(db, name_of(arena, "held", source), arena, &reader, found, error))
        return false;
    if (!*found)
        return true;
    int64_t when = (int64_t)read_u64(&reader);
    uint32_t count = read_u32(&reader);
    if (count > HELD_MOST)
        return db_damaged(db, error);
    struct error *items = arena_alloc(arena, (count + 1) * sizeof *items);
    for (uint32_t i = 0; i < count; i++)
        error_read(&reader, arena, &items[i]);
    if (!record_end(db, &reader, error))
        return false;
    *time = when;
    *problems = items;
    *n = count;
    return true;
}

bool held_put(struct db *db, const char *source, int64_t time,
              const struct error *problems, size_t n, struct meta *meta,
              struct record_writer *writer, struct error *error)
{
    struct arena arena = {0};
    struct record_writer document;
    uint32_t count = n < HELD_MOST ? (uint32_t)n : HELD_MOST;
    record_writer_init(&document);
    write_u64(&document, (uint64_t)time);
    write_u32(&document, count);
    for (uint32_t i = 0; i < count; i++)
        error_write(&document, &problems[i]);
    bool ok = last_put(db, name_of(&arena, "held", source), &document.buffer, &arena,
                       meta, writer, error);
    record_writer_release(&document);
    arena_release(&arena);
    return ok;
}
