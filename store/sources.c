/* The states of sources: see store_note and its neighbours in store/store.h.
 *
 * An attempt that brought nothing new costs no commit of its own: its state waits here
 * until something is committed. */
#include "store/store.h"

#include <string.h>

#include "store/attempts.h"
#include "store/edition.h"
#include "store/guard.h"
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

static struct note *note_of(const struct store *store, const char *name)
{
    for (size_t i = 0; i < store->n_notes; i++)
        if (strcmp(store->notes[i].source.state.name, name) == 0)
            return &store->notes[i];
    return NULL;
}

/* What a note makes of a source. */
static struct stored_source noted(const struct note *note,
                                  const struct stored_source *before, bool known)
{
    struct stored_source now = note->source;
    now.state.receipt = 0;
    if (known)
        store_keep_delivery(&now, before);
    if (note->moved)
        now.edition = note->source.edition;
    return now;
}

bool source_now(struct store *store, const char *name, struct arena *arena,
                struct stored_source *source, bool *known, struct error *error)
{
    struct stored_source stored = {0};
    bool found;
    if (!source_get(store->db, name, arena, &stored, &found, error))
        return false;
    const struct note *note = note_of(store, name);
    *source = note ? noted(note, &stored, found) : stored;
    *known = found || note;
    return true;
}

static bool note_add(struct store *store, const struct source_state *state,
                     int64_t edition, struct error *error)
{
    struct record_key key;
    struct arena *arena = &store->notes_arena;
    if (!key_source(&key, state->name))
        return error_set(error, ERROR_STORE_SOURCE_NAME, state->name);
    struct note note = {.source = {.state = *state, .edition = edition}};
    struct source_state *kept = &note.source.state;
    kept->name = arena_strdup(arena, state->name);
    kept->title = arena_strdup(arena, state->title);
    kept->format = arena_strdup(arena, state->format);
    kept->address = arena_strdup(arena, state->address);
    kept->etag = arena_strdup(arena, state->etag);
    kept->last_modified = arena_strdup(arena, state->last_modified);
    struct note *waiting = note_of(store, state->name);
    if (waiting) {
        note.moved =
            waiting->moved || strcmp(kept->address, waiting->source.state.address) != 0;
        store_keep_delivery(&note.source, &waiting->source);
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
        ok = source_get(db, store->notes[i].source.state.name, &arena, &before, &known,
                        error);
        struct stored_source now = noted(&store->notes[i], &before, known);
        ok =
            ok && source_attempt(db, &now, &before, known, meta, &store->writer, error);
        if (ok && store->notes[i].n_problems > 0)
            ok = held_put(db, now.state.name, now.state.last_attempt,
                          store->notes[i].problems, store->notes[i].n_problems, meta,
                          &store->writer, error);
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

/* Is it newer than what counts so far, or the first one of another address? */
static bool edition_moves(struct store *store, const struct source_state *state,
                          int64_t edition, bool *moves, struct error *error)
{
    struct arena arena = {0};
    struct stored_source before = {0};
    bool known = false, ok = true;
    if (edition != 0) {
        if (!db_begin_read(store->db, error))
            return false;
        ok = source_now(store, state->name, &arena, &before, &known, error);
        db_abort(store->db);
    }
    *moves = edition != 0 && (!known || edition > before.edition ||
                              strcmp(state->address, before.state.address) != 0);
    arena_release(&arena);
    return ok;
}

bool note_take(struct store *store, const struct source_state *state, int64_t edition,
               struct error *error)
{
    struct meta meta;
    bool moves;
    if (!edition_moves(store, state, edition, &moves, error) ||
        !note_add(store, state, edition, error))
        return false;
    return !moves || (store_begin(store, &meta, error) &&
                      store_finish(store, &meta, true, error));
}

bool store_note(struct store *store, const struct source_state *state,
                struct error *error)
{
    int64_t edition = 0;
    if (state->failures == 0)
        edition = edition_of(state->last_modified, state->last_attempt);
    return note_take(store, state, edition, error);
}

bool store_hold(struct store *store, const struct source_state *state,
                const struct error *problems, size_t n, struct error *error)
{
    if (!note_take(store, state, 0, error))
        return false;
    struct note *note = note_of(store, state->name);
    note->problems = arena_alloc(&store->notes_arena, n * sizeof *problems);
    memcpy(note->problems, problems, n * sizeof *problems);
    note->n_problems = n;
    return true;
}

bool store_shape(struct store *store, const char *source, struct arena *arena,
                 struct kept_shape *shape, struct error *error)
{
    bool found = false;
    struct kept_shape kept = {0};
    if (!db_begin_read(store->db, error))
        return false;
    bool ok = shape_get(store->db, source, arena, &kept, &found, error);
    db_abort(store->db);
    if (ok)
        *shape = kept;
    return ok;
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

bool is_one_of(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

struct name_list {
    const char **items;
    size_t n;
};

static void name_add(struct name_list *list, struct arena *arena, const char *name)
{
    list->items = arena_more(arena, list->items, list->n, sizeof *list->items);
    list->items[list->n++] = arena_strdup(arena, name);
}

/* Those that are not among the names, and not forgotten yet. */
static bool others(struct store *store, const char *const *names, size_t n,
                   struct arena *arena, struct name_list *list, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    key_table(&walk.prefix, 'O');
    for (bool found = true;;) {
        struct stored_source source;
        if (!record_next(store->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        if (!source_read(store->db, &reader, arena, &source, error))
            return false;
        /* One that waits is tried again, and comes below. */
        if (source.forgotten == 0 && !is_one_of(source.state.name, names, n) &&
            !note_of(store, source.state.name))
            name_add(list, arena, source.state.name);
    }
    for (size_t i = 0; i < store->n_notes; i++) {
        const char *name = store->notes[i].source.state.name;
        if (!is_one_of(name, names, n))
            name_add(list, arena, name);
    }
    return true;
}

static bool forget(struct store *store, const char *name, int64_t now,
                   struct arena *arena, struct error *error)
{
    struct stored_source source;
    bool found;
    return source_get(store->db, name, arena, &source, &found, error) &&
           (found || db_damaged(store->db, error)) &&
           attempts_forget(store->db, &source, now, &store->writer, error) &&
           source_put(store->db, &source, &store->writer, error);
}

static bool forget_all(struct store *store, const struct name_list *list, int64_t now,
                       struct arena *arena, struct error *error)
{
    struct meta meta;
    if (!store_begin(store, &meta, error))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < list->n; i++)
        ok = forget(store, list->items[i], now, arena, error);
    return store_finish(store, &meta, ok, error);
}

bool store_forget_sources(struct store *store, const char *const *names, size_t n,
                          int64_t now, struct error *error)
{
    struct arena arena = {0};
    struct name_list list = {0};
    if (!store_fresh(store, error) || !db_begin_read(store->db, error))
        return false;
    bool ok = others(store, names, n, &arena, &list, error);
    db_abort(store->db);
    if (ok && list.n > 0)
        ok = forget_all(store, &list, now, &arena, error);
    arena_release(&arena);
    return ok;
}
