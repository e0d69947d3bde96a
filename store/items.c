/* Items: see store/items.h. */
#include "store/items.h"

#include <stdlib.h>
#include <string.h>

#include "store/archive.h"
#include "store/private.h"

enum { WITHDRAWN = 1, LATE = 2 };

_Static_assert((int)ITEM_DIGEST == (int)ARCHIVE_DIGEST, "one function makes both");

/* ---- one record ---- */

void item_digest(const char *source, const char *key, unsigned char digest[ITEM_DIGEST])
{
    struct arena arena = {0};
    size_t n = strlen(source) + 1, all = n + strlen(key);
    char *both = arena_alloc(&arena, all);
    memcpy(both, source, n);
    memcpy(both + n, key, all - n);
    archive_digest(both, all, digest);
    arena_release(&arena);
}

void key_item(struct record_key *key, enum item_kind kind,
              const unsigned char digest[ITEM_DIGEST], uint32_t number)
{
    key_begin(key, 'I');
    key_u8(key, (uint8_t)kind);
    key_bytes(key, digest, ITEM_DIGEST);
    key_u32(key, number);
}

static const char *text_of(const struct item *item, size_t field)
{
    return item->fields[field] ? item->fields[field] : "";
}

bool item_put(struct db *db, const struct item_version *version,
              struct record_writer *writer, struct error *error)
{
    const struct item *item = &version->item;
    const struct item_field *fields = item_registers[item->kind].fields;
    size_t n = item_field_count(item->kind), said = 0;
    struct record_key key;
    key_item(&key, item->kind, version->digest, version->number);
    write_u32(writer, item->receipt);
    write_u8(writer,
             (uint8_t)((item->withdrawn ? WITHDRAWN : 0) | (item->late ? LATE : 0)));
    write_string(writer, item->source);
    write_string(writer, item->key);
    for (size_t i = 0; i < n; i++)
        said += *text_of(item, i) != '\0';
    write_u8(writer, (uint8_t)said);
    for (size_t i = 0; i < n; i++) {
        if (!*text_of(item, i))
            continue;
        write_string(writer, fields[i].name);
        write_string(writer, text_of(item, i));
    }
    return record_put(db, &key, writer, error);
}

static int field_at(enum item_kind kind, const char *name)
{
    const struct item_field *fields = item_registers[kind].fields;
    for (int i = 0; fields[i].name; i++)
        if (strcmp(fields[i].name, name) == 0)
            return i;
    return -1;
}

bool item_read(struct db *db, const struct item_mark *mark, struct arena *arena,
               struct item *item, struct error *error)
{
    struct record_reader reader = mark->rest;
    struct item read = {.kind = mark->kind,
                        .receipt = mark->receipt,
                        .withdrawn = mark->withdrawn,
                        .late = mark->late};
    unsigned char digest[ITEM_DIGEST];
    for (size_t i = 0; i < ITEM_FIELDS; i++)
        read.fields[i] = "";
    read.source = read_string(&reader, arena);
    read.key = read_string(&reader, arena);
    for (uint8_t n = read_u8(&reader); n > 0 && !reader.bad; n--) {
        int at = field_at(mark->kind, read_string(&reader, arena));
        const char *text = read_string(&reader, arena);
        if (at >= 0) /* else another version's field */
            read.fields[at] = text;
    }
    if (!record_end(db, &reader, error))
        return false;
    item_digest(read.source, read.key, digest);
    if (memcmp(digest, mark->digest, sizeof digest) != 0)
        return db_damaged(db, error);
    *item = read;
    return true;
}

bool item_same_fields(const struct item *a, const struct item *b)
{
    for (size_t i = 0; i < item_field_count(a->kind); i++)
        if (strcmp(text_of(a, i), text_of(b, i)) != 0)
            return false;
    return true;
}

/* ---- walks ---- */

void item_walk_begin(struct item_walk *walk, enum item_kind kind)
{
    *walk = (struct item_walk){.kind = kind};
    key_table(&walk->records.prefix, 'I');
    key_u8(&walk->records.prefix, (uint8_t)kind);
}

bool item_next(struct db *db, struct item_walk *walk, const struct meta *meta,
               struct item_mark *mark, bool *found, struct error *error)
{
    enum { AT_DIGEST = 2, AT_NUMBER = AT_DIGEST + ITEM_DIGEST, SIZE = AT_NUMBER + 4 };
    const struct record_key *key = &walk->records.key;
    struct record_reader reader;
    if (!record_next(db, &walk->records, &reader, found, error))
        return false;
    if (!*found)
        return walk->n == meta->n_versions[walk->kind] || db_damaged(db, error);
    size_t offset = AT_NUMBER;
    if (key->size != SIZE)
        return db_damaged(db, error);
    walk->n++;
    *mark =
        (struct item_mark){.kind = walk->kind, .number = key_read_u32(key, &offset)};
    memcpy(mark->digest, key->bytes + AT_DIGEST, ITEM_DIGEST);
    mark->receipt = read_u32(&reader);
    uint8_t flags = read_u8(&reader);
    mark->withdrawn = flags & WITHDRAWN;
    mark->late = flags & LATE;
    mark->rest = reader;
    return (!reader.bad && mark->receipt != 0 && mark->receipt <= meta->last_receipt) ||
           db_damaged(db, error);
}

bool item_known(const struct tile_time *time, uint32_t receipt)
{
    return !time->times || (receipt > 0 && receipt <= time->n &&
                            time->times[receipt - 1] <= time->known_at);
}

static int by_source(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int order = strcmp(x->source, y->source);
    return order != 0 ? order : strcmp(x->key, y->key);
}

/* What stood of the item that was just walked past. */
struct standing {
    struct item *items;
    size_t n;
    struct item_mark stood; /* receipt 0: nothing did */
};

static bool take(struct db *db, struct standing *standing, struct arena *arena,
                 struct error *error)
{
    const struct item_mark *stood = &standing->stood;
    if (stood->receipt == 0 || stood->withdrawn)
        return true;
    standing->items =
        arena_more(arena, standing->items, standing->n, sizeof *standing->items);
    if (!item_read(db, stood, arena, &standing->items[standing->n], error))
        return false;
    standing->n++;
    return true;
}

bool items_standing(struct db *db, const struct meta *meta, enum item_kind kind,
                    const struct tile_time *time, struct arena *arena,
                    struct item **items, size_t *n, struct error *error)
{
    struct standing standing = {0};
    struct item_walk walk;
    struct item_mark mark, last = {0};
    item_walk_begin(&walk, kind);
    for (bool found = true; found;) {
        if (!item_next(db, &walk, meta, &mark, &found, error))
            return false;
        bool other =
            !found || walk.n == 1 || memcmp(mark.digest, last.digest, ITEM_DIGEST) != 0;
        if (other && !take(db, &standing, arena, error))
            return false;
        if (other)
            standing.stood = (struct item_mark){0};
        last = mark;
        if (found && !mark.late && item_known(time, mark.receipt))
            standing.stood = mark;
    }
    if (standing.n > 0)
        qsort(standing.items, standing.n, sizeof *standing.items, by_source);
    *items = standing.items;
    *n = standing.n;
    return true;
}

bool store_items(struct store *store, enum item_kind kind, struct arena *arena,
                 struct item **items, size_t *n, struct error *error)
{
    static const struct tile_time now = {0};
    if (!store_fresh(store, error) || !db_begin_read(store->db, error))
        return false;
    bool ok =
        items_standing(store->db, &store->meta, kind, &now, arena, items, n, error);
    db_abort(store->db);
    return ok;
}
