/* Writing a store anew without what goes: see store/prune_work.h. */
#include "store/prune_work.h"

#include <string.h>

#include "store/attempts.h"
#include "store/merge.h"

/* ---- tiles ---- */

/* Does a later word of the cell make it needless for every day since then? */
static bool supersedes(const struct pruning *p, const struct state *later, bool stood,
                       const struct earlier *it)
{
    uint32_t last = p->store->meta.last_receipt;
    if (it->state.receipt == 0 || it->state.receipt > last ||
        later->receipt <= it->state.receipt || !prune_known(p, later->receipt))
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
        return prune_known(p, it->state.receipt);
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

/* ---- records ---- */

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

bool prune_write(struct pruning *p, struct error *error)
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

bool prune_attempts(struct pruning *p, struct error *error)
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
