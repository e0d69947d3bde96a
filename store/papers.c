/* Papers: the records of receipts, refused rows and sources; see store/layout.h. */
#include "store/layout.h"

#include <string.h>

#include "store/clock.h"

void key_receipt(struct record_key *key, uint32_t number)
{
    key_begin(key, 'R');
    key_u32(key, number);
}

void key_refusal(struct record_key *key, uint32_t receipt, uint32_t index)
{
    key_begin(key, 'X');
    key_u32(key, receipt);
    key_u32(key, index);
}

bool key_source(struct record_key *key, const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n > STORE_NAME_MOST)
        return false;
    key_begin(key, 'O');
    key_bytes(key, name, n);
    return true;
}

bool receipt_put(struct db *db, const struct stored_receipt *stored,
                 struct record_writer *writer, struct error *error)
{
    const struct receipt *r = &stored->receipt;
    struct record_key key;
    if (!clock_put(db, r->number, r->time, writer, error))
        return false;
    key_receipt(&key, r->number);
    write_u64(writer, (uint64_t)r->time);
    write_string(writer, r->source);
    write_string(writer, r->address);
    write_string(writer, r->format);
    write_string(writer, r->etag);
    write_string(writer, r->last_modified);
    write_string(writer, r->digest);
    write_u64(writer, r->bytes);
    write_u32(writer, r->rows_seen);
    write_u32(writer, r->rows_changed);
    write_u32(writer, r->rows_refused);
    write_u32(writer, r->warnings);
    write_u32(writer, stored->n_refusals);
    return record_put(db, &key, writer, error);
}

bool receipt_get(struct db *db, uint32_t number, struct arena *arena,
                 struct stored_receipt *stored, bool *found, struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    bool there;
    key_receipt(&key, number);
    if (!record_get(db, &key, &reader, &there, error))
        return false;
    if (there) {
        struct stored_receipt read = {.receipt.number = number};
        struct receipt *r = &read.receipt;
        r->time = (int64_t)read_u64(&reader);
        r->source = read_string(&reader, arena);
        r->address = read_string(&reader, arena);
        r->format = read_string(&reader, arena);
        r->etag = read_string(&reader, arena);
        r->last_modified = read_string(&reader, arena);
        read_string_into(&reader, r->digest, sizeof r->digest);
        r->bytes = read_u64(&reader);
        r->rows_seen = read_u32(&reader);
        r->rows_changed = read_u32(&reader);
        r->rows_refused = read_u32(&reader);
        r->warnings = read_u32(&reader);
        read.n_refusals = read_u32(&reader);
        if (!record_end(db, &reader, error))
            return false;
        *stored = read;
    }
    *found = there;
    return true;
}

void error_write(struct record_writer *writer, const struct error *what)
{
    int n = error_arity(what->code);
    write_string(writer, error_name(what->code));
    write_u8(writer, (uint8_t)n);
    for (int i = 0; i < n; i++)
        write_string(writer, what->arg[i]);
}

void error_read(struct record_reader *reader, struct arena *arena, struct error *what)
{
    const char *name = read_string(reader, arena);
    *what = (struct error){.code = error_by_name(name)};
    int n = read_u8(reader);
    bool known = what->code != ERROR_NONE || strcmp(name, error_name(ERROR_NONE)) == 0;
    known = known && n == error_arity(what->code);
    for (int i = 0; i < n; i++) {
        char spare[ERROR_ARG_SIZE];
        read_string_into(reader, known ? what->arg[i] : spare, ERROR_ARG_SIZE);
    }
    /* Written by a version with other errors: its name is all that can be said. */
    if (!known)
        error_set(what, ERROR_STORE_REASON, name);
}

void refusal_write(struct record_writer *writer, const struct refusal *refusal)
{
    write_u32(writer, refusal->row);
    write_u32(writer, refusal->column);
    write_u8(writer, refusal->warning);
    write_string(writer, refusal->raw);
    error_write(writer, &refusal->reason);
}

bool refusal_get(struct db *db, uint32_t receipt, uint32_t index, struct arena *arena,
                 struct refusal *refusal, bool *found, struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    bool there;
    key_refusal(&key, receipt, index);
    if (!record_get(db, &key, &reader, &there, error))
        return false;
    if (there) {
        struct refusal read = {0};
        read.row = read_u32(&reader);
        read.column = read_u32(&reader);
        read.warning = read_u8(&reader) != 0;
        read.raw = read_string(&reader, arena);
        error_read(&reader, arena, &read.reason);
        if (!record_end(db, &reader, error))
            return false;
        *refusal = read;
    }
    *found = there;
    return true;
}

void source_state_write(struct record_writer *writer, const struct source_state *s)
{
    write_string(writer, s->name);
    write_string(writer, s->title);
    write_string(writer, s->format);
    write_string(writer, s->address);
    write_u64(writer, (uint64_t)s->last_attempt);
    write_u64(writer, (uint64_t)s->last_success);
    write_u64(writer, (uint64_t)s->next_due);
    write_u32(writer, s->failures);
    error_write(writer, &s->last_error);
    write_u32(writer, s->receipt);
    write_u32(writer, s->rows_seen);
    write_u32(writer, s->rows_changed);
    write_u32(writer, s->rows_refused);
    write_u32(writer, s->warnings);
    write_u32(writer, s->duration_ms);
    write_u64(writer, s->bytes);
    write_string(writer, s->etag);
    write_string(writer, s->last_modified);
    write_string(writer, s->digest);
    write_string(writer, s->setup);
}

void source_state_read(struct record_reader *reader, struct arena *arena,
                       struct source_state *s)
{
    s->name = read_string(reader, arena);
    s->title = read_string(reader, arena);
    s->format = read_string(reader, arena);
    s->address = read_string(reader, arena);
    s->last_attempt = (int64_t)read_u64(reader);
    s->last_success = (int64_t)read_u64(reader);
    s->next_due = (int64_t)read_u64(reader);
    s->failures = read_u32(reader);
    error_read(reader, arena, &s->last_error);
    s->receipt = read_u32(reader);
    s->rows_seen = read_u32(reader);
    s->rows_changed = read_u32(reader);
    s->rows_refused = read_u32(reader);
    s->warnings = read_u32(reader);
    s->duration_ms = read_u32(reader);
    s->bytes = read_u64(reader);
    s->etag = read_string(reader, arena);
    s->last_modified = read_string(reader, arena);
    read_string_into(reader, s->digest, sizeof s->digest);
    read_string_into(reader, s->setup, sizeof s->setup);
}

bool source_put(struct db *db, const struct stored_source *source,
                struct record_writer *writer, struct error *error)
{
    struct record_key key;
    if (!key_source(&key, source->state.name))
        return error_set(error, ERROR_STORE_SOURCE_NAME, source->state.name);
    source_state_write(writer, &source->state);
    write_u64(writer, (uint64_t)source->edition);
    write_u32(writer, source->attempts);
    write_u32(writer, source->tried);
    write_u64(writer, (uint64_t)source->standing.time);
    write_u32(writer, source->standing.index);
    write_u64(writer, (uint64_t)source->forgotten);
    return record_put(db, &key, writer, error);
}

bool source_read(struct db *db, struct record_reader *reader, struct arena *arena,
                 struct stored_source *source, struct error *error)
{
    struct stored_source read = {0};
    source_state_read(reader, arena, &read.state);
    read.edition = (int64_t)read_u64(reader);
    read.attempts = read_u32(reader);
    read.tried = read_u32(reader);
    read.standing.time = (int64_t)read_u64(reader);
    read.standing.index = read_u32(reader);
    read.forgotten = (int64_t)read_u64(reader);
    if (!record_end(db, reader, error))
        return false;
    *source = read;
    return true;
}

bool source_get(struct db *db, const char *name, struct arena *arena,
                struct stored_source *source, bool *found, struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    bool there = false;
    if (key_source(&key, name) && !record_get(db, &key, &reader, &there, error))
        return false;
    if (there && !source_read(db, &reader, arena, source, error))
        return false;
    *found = there;
    return true;
}
