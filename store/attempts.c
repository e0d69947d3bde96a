/* Attempts: see store/attempts.h. */
#include "store/attempts.h"

#include <string.h>

enum { KIND_WHOLE = 0, KIND_SHORT = 1 };
enum { PLACE_SIZE = 8 + 4 }; /* time and index in a key */

/* The prefix of a source's attempts. The 0 keeps names apart of which one begins with
 * another. */
static bool key_attempts(struct record_key *key, const char *name)
{
    if (!key_source(key, name))
        return false;
    key->bytes[0] = 'H';
    key_u8(key, 0);
    return true;
}

static void key_attempt(struct record_key *key, const struct record_key *prefix,
                        const struct attempt_key *place)
{
    *key = *prefix;
    key_i64(key, place->time);
    key_u32(key, place->index);
}

static bool under(const struct record_key *prefix, const struct record_key *key)
{
    return key->size >= prefix->size &&
           memcmp(key->bytes, prefix->bytes, prefix->size) == 0;
}

/* Where a key of the source stands; false if it is none. */
static bool place_read(const struct record_key *prefix, const struct record_key *key,
                       struct attempt_key *place)
{
    size_t offset = prefix->size;
    if (!under(prefix, key) || key->size != offset + PLACE_SIZE)
        return false;
    place->time = key_read_i64(key, &offset);
    place->index = key_read_u32(key, &offset);
    return true;
}

static int place_compare(const struct attempt_key *a, const struct attempt_key *b)
{
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static void place_write(struct record_writer *writer, const struct attempt_key *place)
{
    write_u64(writer, (uint64_t)place->time);
    write_u32(writer, place->index);
}

static struct attempt_key place_take(struct record_reader *reader)
{
    struct attempt_key place = {.time = (int64_t)read_u64(reader)};
    place.index = read_u32(reader);
    return place;
}

/* ---- writing ---- */

static bool same_error(const struct error *a, const struct error *b)
{
    if (a->code != b->code)
        return false;
    for (int i = 0; i < error_arity(a->code); i++)
        if (strcmp(a->arg[i], b->arg[i]) != 0)
            return false;
    return true;
}

/* Do the states differ at most in what a short record says? */
static bool same_but_times(const struct source_state *a, const struct source_state *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->title, b->title) == 0 &&
           strcmp(a->format, b->format) == 0 && strcmp(a->address, b->address) == 0 &&
           same_error(&a->last_error, &b->last_error) && a->receipt == b->receipt &&
           a->rows_seen == b->rows_seen && a->rows_changed == b->rows_changed &&
           a->rows_refused == b->rows_refused && a->warnings == b->warnings &&
           a->bytes == b->bytes && strcmp(a->etag, b->etag) == 0 &&
           strcmp(a->last_modified, b->last_modified) == 0 &&
           strcmp(a->digest, b->digest) == 0 && strcmp(a->setup, b->setup) == 0;
}

static void short_write(struct record_writer *writer, const struct source_state *state,
                        const struct attempt_key *standing)
{
    write_u8(writer, KIND_SHORT);
    place_write(writer, standing);
    write_u64(writer, (uint64_t)state->last_success);
    write_u64(writer, (uint64_t)state->next_due);
    write_u32(writer, state->failures);
    write_u32(writer, state->duration_ms);
}

bool attempt_put(struct db *db, struct stored_source *source,
                 const struct stored_source *before, struct record_writer *writer,
                 struct error *error)
{
    struct record_key prefix, key;
    const struct source_state *state = &source->state;
    struct attempt_key place = {.time = state->last_attempt,
                                .index = before ? before->tried : 0};
    struct attempt_key standing = place;
    if (!key_attempts(&prefix, state->name))
        return error_set(error, ERROR_STORE_SOURCE_NAME, state->name);
    key_attempt(&key, &prefix, &place);
    if (before && before->attempts > 0 && same_but_times(state, &before->state)) {
        standing = before->standing;
        short_write(writer, state, &standing);
    } else {
        write_u8(writer, KIND_WHOLE);
        source_state_write(writer, state);
    }
    if (!record_put(db, &key, writer, error))
        return false;
    source->attempts = (before ? before->attempts : 0) + 1;
    source->tried = place.index + 1;
    source->standing = standing;
    return true;
}

/* ---- reading ---- */

/* A whole record, behind its kind. It must be of the place and the source. */
static bool whole_read(struct db *db, const struct record_key *prefix,
                       const struct attempt_key *place, struct record_reader *reader,
                       struct arena *arena, struct source_state *state,
                       struct error *error)
{
    struct record_key owner;
    struct source_state read = {0};
    source_state_read(reader, arena, &read);
    if (!record_end(db, reader, error))
        return false;
    if (read.last_attempt != place->time || !key_attempts(&owner, read.name) ||
        owner.size != prefix->size || !under(prefix, &owner))
        return db_damaged(db, error);
    *state = read;
    return true;
}

/* A short record, behind its kind: what it says in place of the whole one's. */
static bool short_read(struct db *db, const struct record_key *prefix,
                       const struct attempt_key *place, struct record_reader *reader,
                       struct arena *arena, struct source_state *state,
                       struct error *error)
{
    struct attempt_key standing = place_take(reader);
    struct source_state read = {0}, said = {.last_attempt = place->time};
    struct record_key key;
    struct record_reader whole;
    bool found;
    said.last_success = (int64_t)read_u64(reader);
    said.next_due = (int64_t)read_u64(reader);
    said.failures = read_u32(reader);
    said.duration_ms = read_u32(reader);
    if (!record_end(db, reader, error))
        return false;
    key_attempt(&key, prefix, &standing);
    if (!record_get(db, &key, &whole, &found, error))
        return false;
    if (!found || read_u8(&whole) != KIND_WHOLE)
        return db_damaged(db, error);
    if (!whole_read(db, prefix, &standing, &whole, arena, &read, error))
        return false;
    read.last_attempt = said.last_attempt;
    read.last_success = said.last_success;
    read.next_due = said.next_due;
    read.failures = said.failures;
    read.duration_ms = said.duration_ms;
    *state = read;
    return true;
}

static bool attempt_read(struct db *db, const struct record_key *prefix,
                         const struct record_key *key, struct record_reader *reader,
                         struct arena *arena, struct source_state *state,
                         struct error *error)
{
    struct attempt_key place;
    if (!place_read(prefix, key, &place))
        return db_damaged(db, error);
    switch (read_u8(reader)) {
    case KIND_WHOLE:
        return whole_read(db, prefix, &place, reader, arena, state, error);
    case KIND_SHORT:
        return short_read(db, prefix, &place, reader, arena, state, error);
    default:
        return db_damaged(db, error);
    }
}

bool attempt_get(struct db *db, const char *name, int64_t known_at, struct arena *arena,
                 struct source_state *state, bool *found, struct error *error)
{
    struct record_key prefix, from, key;
    struct record_reader reader;
    bool there = false;
    if (key_attempts(&prefix, name)) {
        /* One byte more: behind every index of that second. */
        key_attempt(&from, &prefix, &(struct attempt_key){known_at, UINT32_MAX});
        key_u8(&from, 0);
        if (!record_before(db, &from, &key, &reader, &there, error))
            return false;
        there = there && under(&prefix, &key);
    }
    if (there && !attempt_read(db, &prefix, &key, &reader, arena, state, error))
        return false;
    *found = there;
    return true;
}

bool attempts_count(struct db *db, const char *name, uint32_t *n, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    uint32_t count = 0;
    bool found = key_attempts(&walk.prefix, name);
    while (found) {
        struct arena arena = {0};
        struct source_state state;
        if (!record_next(db, &walk, &reader, &found, error))
            return false;
        bool ok = !found || attempt_read(db, &walk.prefix, &walk.key, &reader, &arena,
                                         &state, error);
        arena_release(&arena);
        if (!ok)
            return false;
        count += found;
    }
    *n = count;
    return true;
}

/* The index of the first attempt after the time; that of the next one to be made where
 * there is none. */
static bool index_after(struct db *db, const struct stored_source *source,
                        const struct record_key *prefix, const struct record_key *from,
                        uint32_t *index, struct error *error)
{
    struct bytes key, value;
    struct record_key next;
    struct record_reader reader;
    struct attempt_key place = {.index = source->tried};
    bool found;
    if (!db_seek(db, (struct bytes){.data = from->bytes, .size = from->size}, &key,
                 &value, &found, error))
        return false;
    if (found && key.size <= DB_KEY_SIZE) {
        next.size = key.size;
        memcpy(next.bytes, key.data, key.size);
        /* A damaged key can stand here that belongs before the time. */
        if (under(prefix, &next) && (!record_get(db, &next, &reader, &found, error) ||
                                     !found || !place_read(prefix, &next, &place)))
            return db_damaged(db, error);
    }
    *index = place.index;
    return true;
}

bool attempts_prove(struct db *db, const struct stored_source *source, int64_t known_at,
                    struct error *error)
{
    struct record_key prefix, from, key;
    struct record_reader reader;
    struct attempt_key last = {0};
    uint32_t after = 0, expected = 0, n;
    bool found;
    if (!key_attempts(&prefix, source->state.name))
        return db_damaged(db, error);
    key_attempt(&from, &prefix, &(struct attempt_key){known_at, UINT32_MAX});
    key_u8(&from, 0);
    if (!record_before(db, &from, &key, &reader, &found, error))
        return false;
    if (found && place_read(&prefix, &key, &last))
        expected = last.index + 1;
    if (!index_after(db, source, &prefix, &from, &after, error))
        return false;
    if (after == expected)
        return true;
    return attempts_count(db, source->state.name, &n, error) &&
           (n == source->attempts || db_damaged(db, error));
}

/* ---- removing ---- */

struct entry {
    struct attempt_key place, standing; /* standing: of a whole one its own place */
    bool kept;
};

/* All of a source, in their order; without what their states say. */
static bool entries_read(struct db *db, const struct record_key *prefix,
                         struct arena *arena, struct entry **items, size_t *n,
                         struct error *error)
{
    struct record_walk walk = {.prefix = *prefix};
    struct record_reader reader;
    struct entry *list = NULL;
    size_t used = 0;
    for (bool found = true;;) {
        struct entry entry = {0};
        if (!record_next(db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        if (!place_read(prefix, &walk.key, &entry.place))
            return db_damaged(db, error);
        entry.standing = entry.place;
        if (read_u8(&reader) == KIND_SHORT)
            entry.standing = place_take(&reader);
        if (reader.bad)
            return db_damaged(db, error);
        list = arena_more(arena, list, used, sizeof *list);
        list[used++] = entry;
    }
    *items = list;
    *n = used;
    return true;
}

static void keep(struct entry *items, size_t n, const struct attempt_key *place)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (place_compare(&items[middle].place, place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < n && place_compare(&items[low].place, place) == 0)
        items[low].kept = true;
}

/* Those from the last one at or before `since` on, and what they refer to; the one that
 * the next short record would refer to in any case. */
static void keep_since(struct entry *items, size_t n, int64_t since,
                       const struct attempt_key *standing)
{
    size_t first = n;
    while (first > 0 && (first == n || items[first].place.time > since))
        first--;
    for (size_t i = first; i < n; i++) {
        items[i].kept = true;
        keep(items, n, &items[i].standing);
    }
    keep(items, n, standing);
}

static bool entries_delete(struct db *db, const struct record_key *prefix,
                           const struct entry *items, size_t n, uint32_t *removed,
                           struct error *error)
{
    for (size_t i = 0; i < n; i++) {
        struct record_key key;
        if (items[i].kept)
            continue;
        key_attempt(&key, prefix, &items[i].place);
        if (!db_delete(db, (struct bytes){.data = key.bytes, .size = key.size}, error))
            return false;
        ++*removed;
    }
    return true;
}

bool attempts_prune(struct db *db, struct stored_source *source, int64_t since,
                    uint32_t *removed, struct error *error)
{
    struct arena arena = {0};
    struct record_key prefix;
    struct entry *items = NULL;
    size_t n = 0;
    uint32_t gone = 0;
    bool ok = key_attempts(&prefix, source->state.name)
                  ? entries_read(db, &prefix, &arena, &items, &n, error)
                  : error_set(error, ERROR_STORE_SOURCE_NAME, source->state.name);
    if (ok && n != source->attempts)
        ok = db_damaged(db, error);
    if (ok) {
        keep_since(items, n, since, &source->standing);
        ok = entries_delete(db, &prefix, items, n, &gone, error);
    }
    arena_release(&arena);
    if (!ok)
        return false;
    source->attempts -= gone;
    if (removed)
        *removed = gone;
    return true;
}

bool attempts_forget(struct db *db, const char *name, struct error *error)
{
    struct arena arena = {0};
    struct record_key prefix;
    struct entry *items = NULL;
    size_t n = 0;
    uint32_t gone = 0;
    if (!key_attempts(&prefix, name))
        return true;
    bool ok = entries_read(db, &prefix, &arena, &items, &n, error) &&
              entries_delete(db, &prefix, items, n, &gone, error);
    arena_release(&arena);
    return ok;
}
