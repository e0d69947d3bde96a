/* Migration: see store/migrate.h. The figures are in store/migrate_tiles.c. */
#include "store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "store/directory.h"
#include "store/format1.h"
#include "store/migrate_tiles.h"
#include "store/private.h"
#include "store/replace.h"

static const char KEPT_NAME[] = "data.format1.mdb";

/* A source that is carried over: as it was stored last, and its attempts so far. */
struct origin {
    struct stored_source last, now;
    bool known; /* `now` is written */
};

struct migration {
    struct store *store;
    struct db *from;
    struct replacement copy; /* where it goes */
    struct format1_meta old;
    struct meta meta;
    struct registers registers;
    struct arena arena; /* of the sources and what their states say */
    struct origin *origins;
    size_t n_origins;
};

bool migrate_look(struct db *db, bool *old, bool *demo, struct error *error)
{
    struct format1_meta meta = {0};
    if (!format1_meta(db, &meta, old, error))
        return false;
    *demo = meta.demo;
    return true;
}

static bool origins_read(struct migration *m, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    key_table(&walk.prefix, 'O');
    for (bool found = true;;) {
        if (!record_next(m->from, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        m->origins =
            arena_more(&m->arena, m->origins, m->n_origins, sizeof *m->origins);
        struct origin *origin = &m->origins[m->n_origins++];
        *origin = (struct origin){0};
        if (!format1_source(m->from, &reader, &m->arena, &origin->last, error))
            return false;
    }
    return m->n_origins == m->old.n_sources || db_damaged(m->from, error);
}

static bool attempt(struct migration *m, struct origin *origin,
                    struct stored_source *now, struct error *error)
{
    if (!source_attempt(m->copy.db, now, &origin->now, origin->known, &m->meta,
                        &m->store->writer, error))
        return false;
    origin->now = *now;
    origin->known = true;
    return true;
}

/* A delivery was an attempt that succeeded: so pages of past days have what format 1
 * could say of sources. */
static bool attempt_of(struct migration *m, const struct receipt *r,
                       struct error *error)
{
    struct origin *origin = NULL;
    for (size_t i = 0; !origin && i < m->n_origins; i++)
        if (strcmp(m->origins[i].last.state.name, r->source) == 0)
            origin = &m->origins[i];
    if (!origin)
        return true;
    struct stored_source now = {
        .state = {.name = origin->last.state.name,
                  .title = origin->last.state.title,
                  .format = arena_strdup(&m->arena, r->format),
                  .address = arena_strdup(&m->arena, r->address),
                  .last_attempt = r->time,
                  .last_success = r->time,
                  .receipt = r->number,
                  .rows_seen = r->rows_seen,
                  .rows_changed = r->rows_changed,
                  .rows_refused = r->rows_refused,
                  .warnings = r->warnings,
                  .bytes = r->bytes,
                  .etag = arena_strdup(&m->arena, r->etag),
                  .last_modified = arena_strdup(&m->arena, r->last_modified)}};
    memcpy(now.state.digest, r->digest, sizeof now.state.digest);
    return attempt(m, origin, &now, error);
}

/* Word for word: reasons may be of a version with other errors. */
static bool refusals_carry(struct migration *m, const struct stored_receipt *stored,
                           struct error *error)
{
    for (uint32_t i = 0; i < stored->n_refusals; i++) {
        struct record_key key;
        struct record_reader reader;
        bool found;
        key_refusal(&key, stored->receipt.number, i);
        if (!record_get(m->from, &key, &reader, &found, error))
            return false;
        if (!found)
            return db_damaged(m->from, error);
        size_t size = (size_t)(reader.end - reader.at);
        write_bytes(&m->store->writer, reader.at, size);
        if (!record_put(m->copy.db, &key, &m->store->writer, error))
            return false;
        m->copy.dirty += size + key.size;
    }
    return true;
}

static bool receipts_carry(struct migration *m, struct error *error)
{
    for (uint32_t number = 1; number <= m->old.last_receipt; number++) {
        struct arena arena = {0};
        struct stored_receipt stored;
        bool found;
        bool ok = receipt_get(m->from, number, &arena, &stored, &found, error);
        if (ok && !found)
            ok = db_damaged(m->from, error);
        ok = ok && receipt_put(m->copy.db, &stored, &m->store->writer, error) &&
             refusals_carry(m, &stored, error) &&
             attempt_of(m, &stored.receipt, error) && replace_step(&m->copy, error);
        arena_release(&arena);
        if (!ok)
            return false;
    }
    return true;
}

static bool origins_carry(struct migration *m, struct error *error)
{
    for (size_t i = 0; i < m->n_origins; i++)
        if (!attempt(m, &m->origins[i], &m->origins[i].last, error))
            return false;
    return true;
}

/* Everything, into an empty database, in transactions that the copy counts. */
static bool carry(struct migration *m, struct error *error)
{
    bool found = false;
    if (!format1_meta(m->from, &m->old, &found, error))
        return false;
    if (!found)
        return db_damaged(m->from, error);
    m->meta = (struct meta){.demo = m->old.demo,
                            .last_receipt = m->old.last_receipt,
                            .snapshot = m->old.snapshot,
                            .published = m->old.published};
    memcpy(m->meta.identity, m->old.identity, sizeof m->meta.identity);
    return migrate_tiles(m->from, &m->old, &m->copy, &m->registers, error) &&
           registers_save(m->copy.db, &m->registers, &m->meta, &m->store->writer,
                          error) &&
           origins_read(m, error) && receipts_carry(m, error) &&
           origins_carry(m, error) &&
           meta_put(m->copy.db, &m->meta, &m->store->writer, error);
}

static bool carry_all(struct migration *m, struct error *error)
{
    if (!db_begin_read(m->from, error))
        return false;
    bool ok = db_begin_write(m->copy.db, error) && carry(m, error) &&
              db_commit(m->copy.db, error);
    db_abort(m->copy.db);
    db_abort(m->from);
    return ok;
}

/* A copy, in the old file's stead: all that it holds, compact. */
static bool keep_copy(struct store *store, const char *kept, struct error *error)
{
    int fd;
    if (!directory_space(store->directory, db_bytes(store->db), error))
        return false;
    fd = open(kept, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return directory_fail(kept, errno, error);
    bool ok = db_copy(store->db, fd, error) &&
              (fsync(fd) == 0 || directory_fail(kept, errno, error));
    close(fd);
    if (!ok)
        unlink(kept);
    return ok;
}

/* Gives the old file a second name, which the rename to come leaves it. Some file
 * systems know no second names. */
static bool keep(struct store *store, struct error *error)
{
    struct arena arena = {0};
    const char *kept = arena_printf(&arena, "%s/%s", store->inner, KEPT_NAME);
    bool ok;
    if (unlink(kept) != 0 && errno != ENOENT)
        ok = directory_fail(kept, errno, error);
    else
        ok = link(db_path(store->db), kept) == 0 || keep_copy(store, kept, error);
    arena_release(&arena);
    return ok;
}

bool migrate_store(struct store *store, struct error *error)
{
    struct migration m = {.store = store, .from = store->db};
    struct error why = {0};
    bool ok = directory_space(store->directory, db_bytes(store->db), &why) &&
              replace_begin(store, false, &m.copy, &why);
    if (ok) {
        ok = carry_all(&m, &why) && keep(store, &why);
        ok = replace_finish(&m.copy, ok, &why);
    }
    registers_release(&m.registers);
    arena_release(&m.arena);
    if (ok)
        return true;
    if (why.code == ERROR_STORE_DAMAGED)
        return error_set(error, ERROR_STORE_FORMAT1, db_path(store->db));
    if (error)
        *error = why;
    return false;
}
