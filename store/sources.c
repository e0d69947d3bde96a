/* The states of sources: see store_note and its neighbours in store/store.h.
 *
 * An attempt that brought nothing new costs no commit of its own: its state waits here
 * until something is committed. */
#include "store/store.h"

#include <string.h>

#include "store/attempts.h"
#include "store/private.h"

void store_keep_delivery(struct stored_source *now, const struct stored_source *before)
{
    now->state.receipt = before->state.receipt;
    now->state.rows_seen = before->state.rows_seen;
    now->state.rows_changed = before->state.rows_changed;
    now->state.rows_refused = before->state.rows_refused;
    now->state.warnings = before->state.warnings;
    /* Another address is another series of editions. */
    if (strcmp(now->state.address, before->state.address) == 0 &&
        before->edition > now->edition)
        now->edition = before->edition;
}

static struct stored_source *note_of(const struct store *store, const char *name)
{
    for (size_t i = 0; i < store->n_notes; i++)
        if (strcmp(store->notes[i].state.name, name) == 0)
            return &store->notes[i];
    return NULL;
}

/* What a note makes of a source. */
static struct stored_source noted(const struct stored_source *note,
                                  const struct stored_source *before, bool known)
{
    struct stored_source now = {.state = note->state, .edition = note->edition};
    now.state.receipt = 0;
    if (known)
        store_keep_delivery(&now, before);
    return now;
}

bool source_now(struct store *store, const char *name, struct arena *arena,
                struct stored_source *source, bool *known, struct error *error)
{
    struct stored_source stored = {0};
    bool found;
    if (!source_get(store->db, name, arena, &stored, &found, error))
        return false;
    const struct stored_source *note = note_of(store, name);
    *source = note ? noted(note, &stored, found) : stored;
    *known = found || note;
    return true;
}

bool note_take(struct store *store, const struct source_state *state, int64_t edition,
               struct error *error)
{
    struct record_key key;
    struct arena *arena = &store->notes_arena;
    if (!key_source(&key, state->name))
        return error_set(error, ERROR_STORE_SOURCE_NAME, state->name);
    struct stored_source note = {.state = *state, .edition = edition};
    note.state.name = arena_strdup(arena, state->name);
    note.state.title = arena_strdup(arena, state->title);
    note.state.format = arena_strdup(arena, state->format);
    note.state.address = arena_strdup(arena, state->address);
    note.state.etag = arena_strdup(arena, state->etag);
    note.state.last_modified = arena_strdup(arena, state->last_modified);
    struct stored_source *waiting = note_of(store, state->name);
    if (waiting) {
        store_keep_delivery(&note, waiting);
    } else {
        store->notes =
            arena_more(arena, store->notes, store->n_notes, sizeof *store->notes);
        waiting = &store->notes[store->n_notes++];
    }
    *waiting = note;
    return true;
}

bool source_attempt(struct db *db, struct stored_source *now,
                    const struct stored_source *before, bool known, struct meta *meta,
                    struct record_writer *writer, struct error *error)
{
    meta->n_sources += !known;
    return attempt_put(db, now, known ? before : NULL, writer, error) &&
           source_put(db, now, writer, error);
}

bool notes_write(struct store *store, struct db *db, struct meta *meta,
                 struct error *error)
{
    struct arena arena = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < store->n_notes; i++) {
        struct stored_source before = {0};
        bool known = false;
        ok = source_get(db, store->notes[i].state.name, &arena, &before, &known, error);
        struct stored_source now = noted(&store->notes[i], &before, known);
        ok =
            ok && source_attempt(db, &now, &before, known, meta, &store->writer, error);
    }
    arena_release(&arena);
    return ok;
}

void notes_clear(struct store *store)
{
    arena_release(&store->notes_arena);
    store->notes = NULL;
    store->n_notes = 0;
}

bool store_note(struct store *store, const struct source_state *state,
                struct error *error)
{
    return note_take(store, state, 0, error);
}

bool store_source(struct store *store, const char *name, struct arena *arena,
                  struct source_state *state, struct error *error)
{
    struct stored_source source;
    bool known = false;
    if (error)
        *error = (struct error){0};
    if (!db_begin_read(store->db, error))
        return false;
    bool ok = source_now(store, name, arena, &source, &known, error);
    db_abort(store->db);
    if (ok && known)
        *state = source.state;
    return ok && known;
}

static bool is_one_of(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Collects the names first: deleting moves the cursor. */
static bool forgotten(struct store *store, const char *const *names, size_t n,
                      struct arena *arena, const char ***list, size_t *count,
                      struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    bool found;
    const char **items = NULL;
    size_t used = 0;
    key_table(&walk.prefix, 'O');
    for (;;) {
        if (!record_next(store->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        const char *name =
            arena_strndup(arena, (const char *)walk.key.bytes + 1, walk.key.size - 1);
        if (is_one_of(name, names, n))
            continue;
        items = arena_more(arena, items, used, sizeof *items);
        items[used++] = name;
    }
    *list = items;
    *count = used;
    return true;
}

static void notes_forget(struct store *store, const char *const *names, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < store->n_notes; i++)
        if (is_one_of(store->notes[i].state.name, names, n))
            store->notes[kept++] = store->notes[i];
    store->n_notes = kept;
}

bool store_forget_sources(struct store *store, const char *const *names, size_t n,
                          struct error *error)
{
    struct arena arena = {0};
    struct meta meta;
    const char **list = NULL;
    size_t count = 0;
    notes_forget(store, names, n);
    if (!store_fresh(store, error) || !db_begin_read(store->db, error))
        return false;
    bool ok = forgotten(store, names, n, &arena, &list, &count, error);
    db_abort(store->db);
    if (!ok || count == 0) {
        arena_release(&arena);
        return ok;
    }
    if (!store_begin(store, &meta, error)) {
        arena_release(&arena);
        return false;
    }
    for (size_t i = 0; ok && i < count; i++) {
        struct record_key key;
        ok = key_source(&key, list[i]) && attempts_forget(store->db, list[i], error) &&
             db_delete(store->db, (struct bytes){.data = key.bytes, .size = key.size},
                       error);
        meta.n_sources--;
    }
    ok = store_finish(store, &meta, ok, error);
    arena_release(&arena);
    return ok;
}
