/* Attempts: see store/attempts.h. */
#include "store/attempts.h"

#include <string.h>

#include "store/attempt_key.h"

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
    write_u8(writer, ATTEMPT_SHORT);
    attempt_place_write(writer, standing);
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
    if (!attempt_prefix(&prefix, state->name))
        return error_set(error, ERROR_STORE_SOURCE_NAME, state->name);
    attempt_key_put(&key, &prefix, &place);
    if (before && before->attempts > 0 && same_but_times(state, &before->state)) {
        standing = before->standing;
        short_write(writer, state, &standing);
    } else {
        write_u8(writer, ATTEMPT_WHOLE);
        source_state_write(writer, state);
    }
    if (!record_put(db, &key, writer, error))
        return false;
    source->attempts = (before ? before->attempts : 0) + 1;
    source->tried = place.index + 1;
    source->standing = standing;
    return true;
}

bool attempts_forget(struct db *db, struct stored_source *source, int64_t now,
                     struct record_writer *writer, struct error *error)
{
    struct record_key prefix, key;
    if (!attempt_prefix(&prefix, source->state.name))
        return error_set(error, ERROR_STORE_SOURCE_NAME, source->state.name);
    attempt_key_put(&key, &prefix, &(struct attempt_key){now, source->tried});
    write_u8(writer, ATTEMPT_MARK);
    if (!record_put(db, &key, writer, error))
        return false;
    source->attempts++;
    source->tried++;
    source->forgotten = now;
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
    if (read.last_attempt != place->time || !attempt_prefix(&owner, read.name) ||
        owner.size != prefix->size || !attempt_under(prefix, &owner))
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
    struct attempt_key standing = attempt_place_read(reader);
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
    attempt_key_put(&key, prefix, &standing);
    if (!record_get(db, &key, &whole, &found, error))
        return false;
    if (!found || read_u8(&whole) != ATTEMPT_WHOLE)
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

/* *mark: it is none, but says that the source was forgotten. */
static bool attempt_read(struct db *db, const struct record_key *prefix,
                         const struct record_key *key, struct record_reader *reader,
                         struct arena *arena, struct source_state *state, bool *mark,
                         struct error *error)
{
    struct attempt_key place;
    if (!attempt_place(prefix, key, &place))
        return db_damaged(db, error);
    uint8_t kind = read_u8(reader);
    *mark = kind == ATTEMPT_MARK;
    switch (kind) {
    case ATTEMPT_WHOLE:
        return whole_read(db, prefix, &place, reader, arena, state, error);
    case ATTEMPT_SHORT:
        return short_read(db, prefix, &place, reader, arena, state, error);
    case ATTEMPT_MARK:
        return record_end(db, reader, error);
    default:
        return db_damaged(db, error);
    }
}

bool attempt_get(struct db *db, const char *name, int64_t known_at, struct arena *arena,
                 struct source_state *state, bool *found, struct error *error)
{
    struct record_key prefix, from, key;
    struct record_reader reader;
    bool there = false, mark = false;
    if (attempt_prefix(&prefix, name)) {
        /* One byte more: behind every index of that second. */
        attempt_key_put(&from, &prefix, &(struct attempt_key){known_at, UINT32_MAX});
        key_u8(&from, 0);
        if (!record_before(db, &from, &key, &reader, &there, error))
            return false;
        there = there && attempt_under(&prefix, &key);
    }
    if (there && !attempt_read(db, &prefix, &key, &reader, arena, state, &mark, error))
        return false;
    *found = there && !mark;
    return true;
}

bool attempts_count(struct db *db, const char *name, uint32_t *n, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    uint32_t count = 0;
    bool found = attempt_prefix(&walk.prefix, name);
    while (found) {
        struct arena arena = {0};
        struct source_state state;
        bool mark;
        if (!record_next(db, &walk, &reader, &found, error))
            return false;
        bool ok = !found || attempt_read(db, &walk.prefix, &walk.key, &reader, &arena,
                                         &state, &mark, error);
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
        if (attempt_under(prefix, &next) &&
            (!record_get(db, &next, &reader, &found, error) || !found ||
             !attempt_place(prefix, &next, &place)))
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
    if (!attempt_prefix(&prefix, source->state.name))
        return db_damaged(db, error);
    attempt_key_put(&from, &prefix, &(struct attempt_key){known_at, UINT32_MAX});
    key_u8(&from, 0);
    if (!record_before(db, &from, &key, &reader, &found, error))
        return false;
    if (found && attempt_place(&prefix, &key, &last))
        expected = last.index + 1;
    if (!index_after(db, source, &prefix, &from, &after, error))
        return false;
    if (after == expected)
        return true;
    return attempts_count(db, source->state.name, &n, error) &&
           (n == source->attempts || db_damaged(db, error));
}
