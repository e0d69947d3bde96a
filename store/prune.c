/*
 * Pruning: see store_prune in store/store.h.
 *
 * The store is written anew, record by record in their order, without what goes; so it
 * is compact at once, and what is interrupted has changed nothing.
 *
 *   earlier values   go if their source had said something else of the figure by then:
 *                    of every source the last word stays, whether it stands or not. Of
 *                    a source that was forgotten by then they go if what replaced them
 *                    was known. The mark that there was one stays
 *   late ones        go if they were known by then: they never stood
 *   items' versions  likewise
 *   refused rows     go if a later delivery of the same source was known by then
 *   documents        likewise, under the same name
 *   sources          go if they were forgotten by then
 */
#include "store/store.h"

#include <string.h>

#include "store/archive.h"
#include "store/attempts.h"
#include "store/directory.h"
#include "store/items.h"
#include "store/merge.h"
#include "store/private.h"
#include "store/replace.h"

enum { MARGIN = 1 << 20 };

struct pruning {
    struct store *store;
    struct arena arena;
    int64_t since;
    struct meta meta;
    struct replacement copy;
    int64_t *times;  /* of receipts 1 .. at 0 .. */
    bool *settled;   /* likewise: its refused rows go */
    uint32_t *whose; /* likewise: the place of its source in `names` */
    const char **names;
    bool *gone; /* by that place: forgotten by then */
    size_t n_names;
    struct archived *documents;
    size_t n_documents;
    bool *versions_go;     /* of items, in the order of their records */
    size_t n_versions, at; /* all, and those met while writing */
    struct tile *tile;
    struct prune_count count;
};

/* ---- what goes ---- */

static bool known_by_then(const struct pruning *p, uint32_t receipt)
{
    return receipt > 0 && receipt <= p->store->meta.last_receipt &&
           p->times[receipt - 1] <= p->since;
}

static uint32_t name_place(struct pruning *p, const char *name)
{
    for (size_t i = 0; i < p->n_names; i++)
        if (strcmp(p->names[i], name) == 0)
            return (uint32_t)i;
    p->names = arena_more(&p->arena, p->names, p->n_names, sizeof *p->names);
    p->names[p->n_names] = arena_strdup(&p->arena, name);
    return (uint32_t)p->n_names++;
}

/* Which of the receipts' sources are no longer there. */
static bool sources_read(struct pruning *p, struct error *error)
{
    p->gone = arena_alloc(&p->arena, p->n_names);
    for (size_t i = 0; i < p->n_names; i++) {
        struct arena arena = {0};
        struct stored_source source = {0};
        bool found;
        bool ok = source_get(p->store->db, p->names[i], &arena, &source, &found, error);
        p->gone[i] =
            ok && (!found || (source.forgotten != 0 && source.forgotten <= p->since));
        arena_release(&arena);
        if (!ok)
            return false;
    }
    return true;
}

/* From the newest to the oldest: a source that was seen by then settles the rest. */
static bool receipts_read(struct pruning *p, struct error *error)
{
    struct db *db = p->store->db;
    uint32_t n = p->store->meta.last_receipt;
    const char **seen = NULL;
    size_t n_seen = 0;
    p->times = arena_alloc(&p->arena, n * sizeof *p->times);
    p->settled = arena_alloc(&p->arena, n);
    p->whose = arena_alloc(&p->arena, n * sizeof *p->whose);
    for (uint32_t number = n; number > 0; number--) {
        struct arena arena = {0};
        struct stored_receipt stored;
        bool found;
        bool ok = receipt_get(db, number, &arena, &stored, &found, error) &&
                  (found || db_damaged(db, error));
        if (ok) {
            const char *source = stored.receipt.source;
            p->times[number - 1] = stored.receipt.time;
            p->whose[number - 1] = name_place(p, source);
            p->settled[number - 1] = is_one_of(source, seen, n_seen);
            if (!p->settled[number - 1] && known_by_then(p, number)) {
                seen = arena_more(&p->arena, seen, n_seen, sizeof *seen);
                seen[n_seen++] = arena_strdup(&p->arena, source);
            }
        }
        arena_release(&arena);
        if (!ok)
            return false;
    }
    return true;
}

/* Keeps of the list what a page since then can ask for. */
static bool documents_read(struct pruning *p, struct error *error)
{
    struct archived *list;
    size_t n, kept = 0;
    if (!archive_get(p->store->db, &p->arena, &list, &n, error))
        return false;
    if (n != p->store->meta.n_archived)
        return db_damaged(p->store->db, error);
    for (size_t i = 0; i < n; i++) {
        bool replaced = false;
        for (size_t k = i + 1; k < n && !replaced; k++)
            replaced = known_by_then(p, list[k].receipt) &&
                       strcmp(list[k].name, list[i].name) == 0;
        if (!replaced)
            list[kept++] = list[i];
    }
    p->documents = list;
    p->n_documents = kept;
    p->meta.n_archived = (uint32_t)kept;
    p->count.documents = n - kept;
    return true;
}

/* One item's versions: the newest that was known by then settles those before it. */
static void versions_settle(struct pruning *p, const struct item_mark *marks, size_t n,
                            bool *go)
{
    bool settled = false;
    for (size_t i = n; i-- > 0;) {
        bool known = known_by_then(p, marks[i].receipt);
        go[i] = marks[i].late ? known : settled;
        p->count.versions += go[i];
        p->meta.n_versions[marks[i].kind] -= go[i];
        settled = settled || (known && !marks[i].late);
    }
}

static bool kind_read(struct pruning *p, enum item_kind kind, bool *go,
                      struct error *error)
{
    struct item_mark *marks = NULL, mark;
    struct item_walk walk;
    size_t n = 0, settled = 0;
    item_walk_begin(&walk, kind);
    for (bool found = true; found;) {
        if (!item_next(p->store->db, &walk, &p->store->meta, &mark, &found, error))
            return false;
        if (n > settled &&
            (!found || memcmp(marks[n - 1].digest, mark.digest, ITEM_DIGEST) != 0)) {
            versions_settle(p, marks + settled, n - settled, go + settled);
            settled = n;
        }
        if (found) {
            marks = arena_more(&p->arena, marks, n, sizeof *marks);
            marks[n++] = mark;
        }
    }
    return true;
}

/* Which versions of items go, in the order of their records. */
static bool versions_read(struct pruning *p, struct error *error)
{
    const uint32_t *counts = p->store->meta.n_versions;
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        p->n_versions += counts[kind];
    p->versions_go = arena_alloc(&p->arena, p->n_versions);
    bool *go = p->versions_go;
    for (int kind = 0; kind < ITEM_KINDS; go += counts[kind++])
        if (!kind_read(p, (enum item_kind)kind, go, error))
            return false;
    return true;
}

/* Does a later word of the cell make it needless for every day since then? */
static bool supersedes(const struct pruning *p, const struct state *later, bool stood,
                       const struct earlier *it)
{
    uint32_t last = p->store->meta.last_receipt;
    if (it->state.receipt == 0 || it->state.receipt > last ||
        later->receipt <= it->state.receipt || !known_by_then(p, later->receipt))
        return false;
    uint32_t whose = p->whose[it->state.receipt - 1];
    return p->whose[later->receipt - 1] == whose || (stood && p->gone[whose]);
}

static bool goes(const struct pruning *p, const struct tile *tile, size_t i)
{
    const struct earlier *it = &tile->earlier[i];
    const struct state *now =
        &tile->cells[it->cell / TILE_PERIODS][it->cell % TILE_PERIODS];
    if (it->late)
        return known_by_then(p, it->state.receipt);
    bool gone = supersedes(p, now, true, it);
    for (size_t k = i + 1;
         !gone && k < tile->n_earlier && tile->earlier[k].cell == it->cell; k++) {
        const struct earlier *later = &tile->earlier[k];
        gone = !later->late && supersedes(p, &later->state, !later->outranked, it);
    }
    return gone;
}

static size_t tile_prune(const struct pruning *p, struct tile *tile)
{
    size_t kept = 0, n = tile->n_earlier;
    /* Each looks only at those behind it, which are not moved yet. */
    for (size_t i = 0; i < n; i++)
        if (!goes(p, tile, i))
            tile->earlier[kept++] = tile->earlier[i];
    tile->n_earlier = kept;
    return n - kept;
}

/* ---- writing the records anew ---- */

static bool verbatim(struct pruning *p, struct bytes key, struct bytes value,
                     struct error *error)
{
    p->copy.dirty += key.size + value.size;
    return db_append(p->copy.db, key, value, error);
}

static bool write_tile(struct pruning *p, const struct record_key *at, struct bytes key,
                       struct bytes value, struct error *error)
{
    struct tile_key place;
    struct tile_view view;
    size_t size, gone;
    if (!key_tile_read(at, &place) ||
        !tile_open(&view, value.data, value.size, tile_seed(&place)))
        return db_damaged(p->store->db, error);
    if (view.n_earlier == 0)
        return verbatim(p, key, value, error);
    if (!tile_read(p->tile, value.data, value.size, tile_seed(&place)))
        return db_damaged(p->store->db, error);
    gone = tile_prune(p, p->tile);
    p->count.revisions += gone;
    if (gone == 0)
        return verbatim(p, key, value, error);
    if (!tile_store(p->copy.db, &place, p->tile, &p->store->writer, &size, error))
        return false;
    p->copy.dirty += size;
    return true;
}

static bool settled(const struct pruning *p, const struct record_key *at)
{
    size_t offset = 1;
    if (at->size < 1 + sizeof(uint32_t))
        return false;
    uint32_t receipt = key_read_u32(at, &offset);
    return receipt > 0 && receipt <= p->store->meta.last_receipt &&
           p->settled[receipt - 1];
}

static bool write_receipt(struct pruning *p, const struct record_key *at,
                          struct bytes key, struct bytes value, struct error *error)
{
    struct arena arena = {0};
    struct stored_receipt stored;
    size_t offset = 1;
    bool found;
    if (!settled(p, at))
        return verbatim(p, key, value, error);
    bool ok = receipt_get(p->store->db, key_read_u32(at, &offset), &arena, &stored,
                          &found, error) &&
              (found || db_damaged(p->store->db, error));
    if (ok) {
        stored.n_refusals = 0;
        ok = receipt_put(p->copy.db, &stored, &p->store->writer, error);
    }
    arena_release(&arena);
    return ok;
}

static bool document_stays(const struct pruning *p, const struct record_key *at)
{
    for (size_t i = 0; i < p->n_documents; i++) {
        struct record_key key;
        key_document(&key, p->documents[i].digest);
        if (key.size == at->size && memcmp(key.bytes, at->bytes, key.size) == 0)
            return true;
    }
    return false;
}

static bool write_record(struct pruning *p, struct bytes key, struct bytes value,
                         struct error *error)
{
    struct record_key at = {.size = key.size};
    if (key.size == 0 || key.size > DB_KEY_SIZE)
        return db_damaged(p->store->db, error);
    memcpy(at.bytes, key.data, key.size);
    switch (at.bytes[0]) {
    case 'M': /* with the rest of it, at the end */
        return true;
    case 'A':
        return archive_put(p->copy.db, p->documents, p->n_documents, &p->store->writer,
                           error);
    case 'D':
        return !document_stays(p, &at) || verbatim(p, key, value, error);
    case 'I':
        if (p->at == p->n_versions)
            return db_damaged(p->store->db, error);
        return p->versions_go[p->at++] || verbatim(p, key, value, error);
    case 'R':
        return write_receipt(p, &at, key, value, error);
    case 'T':
        return write_tile(p, &at, key, value, error);
    case 'X':
        p->count.refusals += settled(p, &at);
        return settled(p, &at) || verbatim(p, key, value, error);
    default:
        return verbatim(p, key, value, error);
    }
}

static bool write_records(struct pruning *p, struct error *error)
{
    struct bytes key, value, start = {.data = "", .size = 1};
    bool found;
    if (!db_seek(p->store->db, start, &key, &value, &found, error))
        return false;
    while (found)
        if (!write_record(p, key, value, error) || !replace_step(&p->copy, error) ||
            !db_next(p->store->db, &key, &value, &found, error))
            return false;
    return true;
}

/* ---- attempts ---- */

/* What is left of the source; nothing of it where nothing is left of its attempts. */
static bool source_left(struct pruning *p, const struct stored_source *source,
                        struct error *error)
{
    struct record_key key;
    if (source->attempts > 0)
        return source_put(p->copy.db, source, &p->store->writer, error);
    if (!key_source(&key, source->state.name) ||
        !db_delete(p->copy.db, (struct bytes){.data = key.bytes, .size = key.size},
                   error))
        return false;
    p->meta.n_sources--;
    return true;
}

static bool attempts_of(struct pruning *p, const char *name, struct error *error)
{
    struct arena arena = {0};
    struct stored_source source;
    uint32_t removed = 0;
    bool found;
    bool ok = source_get(p->copy.db, name, &arena, &source, &found, error) &&
              (found || db_damaged(p->copy.db, error)) &&
              attempts_prune(p->copy.db, &source, p->since, &removed, error) &&
              source_left(p, &source, error);
    p->count.attempts += removed;
    arena_release(&arena);
    return ok;
}

static bool write_attempts(struct pruning *p, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    bool found;
    key_table(&walk.prefix, 'O');
    for (;;) {
        if (!record_next(p->store->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            return true;
        const char *name = arena_strndup(&p->arena, (const char *)walk.key.bytes + 1,
                                         walk.key.size - 1);
        if (!attempts_of(p, name, error) || !replace_step(&p->copy, error))
            return false;
    }
}

/* ---- all of it ---- */

static bool rewrite(struct pruning *p, struct error *error)
{
    struct store *store = p->store;
    p->meta = store->meta;
    p->meta.kept_since = p->since;
    return receipts_read(p, error) && sources_read(p, error) &&
           documents_read(p, error) && versions_read(p, error) &&
           db_begin_write(p->copy.db, error) && write_records(p, error) &&
           notes_write(store, p->copy.db, &p->meta, error) &&
           write_attempts(p, error) &&
           meta_put(p->copy.db, &p->meta, &store->writer, error) &&
           db_commit(p->copy.db, error);
}

static bool prune(struct pruning *p, struct error *error)
{
    struct store *store = p->store;
    if (!directory_space(store->directory, db_bytes(store->db) + MARGIN, error) ||
        !replace_begin(store, false, &p->copy, error))
        return false;
    p->tile = arena_alloc(&p->arena, sizeof *p->tile);
    tile_init(p->tile, &p->arena);
    bool ok = db_begin_read(store->db, error) && rewrite(p, error);
    db_abort(store->db);
    ok = replace_finish(&p->copy, ok, error);
    if (ok)
        notes_clear(store);
    return ok;
}

bool store_prune(struct store *store, int64_t since, struct prune_count *count,
                 struct error *error)
{
    struct pruning p = {.store = store, .since = since};
    if (!store_fresh(store, error))
        return false;
    /* A snapshot of nothing would take the place of one that shows something. */
    if (store->meta.last_receipt == 0)
        return error_set(error, ERROR_SNAPSHOT_NONE, store->directory);
    p.count.bytes_before = db_bytes(store->db);
    bool ok = since <= store->meta.kept_since || prune(&p, error);
    if (ok) {
        p.count.bytes_after = db_bytes(store->db);
        *count = p.count;
    }
    arena_release(&p.arena);
    return ok;
}
