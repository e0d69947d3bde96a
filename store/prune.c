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
#include "store/prune_work.h"

#include <string.h>

#include "store/directory.h"
#include "store/items.h"

enum { MARGIN = 1 << 20 };

/* ---- what goes ---- */

bool prune_known(const struct pruning *p, uint32_t receipt)
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
            if (!p->settled[number - 1] && prune_known(p, number)) {
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
            replaced = prune_known(p, list[k].receipt) &&
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
        bool known = prune_known(p, marks[i].receipt);
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

/* ---- all of it ---- */

static bool rewrite(struct pruning *p, struct error *error)
{
    struct store *store = p->store;
    p->meta = store->meta;
    p->meta.kept_since = p->since;
    return receipts_read(p, error) && sources_read(p, error) &&
           documents_read(p, error) && versions_read(p, error) &&
           db_begin_write(p->copy.db, error) && prune_write(p, error) &&
           notes_write(store, p->copy.db, &p->meta, error) &&
           prune_attempts(p, error) &&
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
