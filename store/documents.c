/* Keeping documents: see store_archive in store/store.h. */
#include "store/store.h"

#include <string.h>

#include "core/digest.h"
#include "store/archive.h"
#include "store/directory.h"
#include "store/private.h"

/* Room for the papers and the pages that are written anew. */
enum { MARGIN = 1 << 20 };

struct keeping {
    struct store *store;
    struct arena arena;
    const struct document_text *items;
    size_t n;
    struct archived *list; /* with room for n more */
    size_t n_list;
    uint64_t bytes; /* of those that differ */
    uint32_t changed;
    bool *differs; /* by item */
};

static const struct archived *kept_last(const struct keeping *keeping, const char *name)
{
    for (size_t i = keeping->n_list; i > 0; i--)
        if (strcmp(keeping->list[i - 1].name, name) == 0)
            return &keeping->list[i - 1];
    return NULL;
}

/* What there is, with room for what comes. */
static bool list_read(struct keeping *keeping, const struct meta *meta,
                      struct error *error)
{
    struct archived *stored;
    if (!archive_get(keeping->store->db, &keeping->arena, &stored, &keeping->n_list,
                     error))
        return false;
    if (keeping->n_list != meta->n_archived)
        return db_damaged(keeping->store->db, error);
    keeping->list =
        arena_alloc(&keeping->arena, (keeping->n_list + keeping->n) * sizeof *stored);
    if (keeping->n_list > 0)
        memcpy(keeping->list, stored, keeping->n_list * sizeof *stored);
    return true;
}

/* Which documents differ from what was kept last under their names? */
static bool compare(struct keeping *keeping, struct error *error)
{
    if (!list_read(keeping, &keeping->store->meta, error))
        return false;
    keeping->differs = arena_alloc(&keeping->arena, keeping->n);
    for (size_t i = 0; i < keeping->n; i++) {
        const struct document_text *item = &keeping->items[i];
        const struct archived *last = kept_last(keeping, item->name);
        unsigned char digest[ARCHIVE_DIGEST];
        archive_digest(item->bytes, item->n, digest);
        keeping->differs[i] = !last || memcmp(last->digest, digest, sizeof digest) != 0;
        keeping->changed += keeping->differs[i];
        keeping->bytes += keeping->differs[i] ? item->n : 0;
    }
    return true;
}

static bool keep(struct keeping *keeping, struct stored_receipt *receipt,
                 struct error *error)
{
    struct store *store = keeping->store;
    struct buffer sums = {.ceiling = keeping->n * ARCHIVE_DIGEST};
    bool ok = true;
    for (size_t i = 0; ok && i < keeping->n; i++) {
        const struct document_text *item = &keeping->items[i];
        if (!keeping->differs[i])
            continue;
        struct archived *entry = &keeping->list[keeping->n_list++];
        *entry =
            (struct archived){.name = item->name, .receipt = receipt->receipt.number};
        ok = document_put(store->db, item->bytes, item->n, entry->digest,
                          &store->writer, error) &&
             buffer_put(&sums, entry->digest, sizeof entry->digest);
    }
    digest_of(sums.data, sums.size, receipt->receipt.digest);
    buffer_release(&sums);
    return ok &&
           archive_put(store->db, keeping->list, keeping->n_list, &store->writer,
                       error) &&
           receipt_put(store->db, receipt, &store->writer, error);
}

static bool keep_changed(struct keeping *keeping, const char *source,
                         const char *address, int64_t now, struct error *error)
{
    struct store *store = keeping->store;
    struct meta meta;
    if (!directory_space(store->directory,
                         db_bytes(store->db) + keeping->bytes + MARGIN, error) ||
        !store_begin(store, &meta, error))
        return false;
    struct stored_receipt receipt = {.receipt = {.number = ++meta.last_receipt,
                                                 .time = now,
                                                 .source = source,
                                                 .address = address,
                                                 .format = "document",
                                                 .etag = "",
                                                 .last_modified = "",
                                                 .bytes = keeping->bytes,
                                                 .rows_seen = (uint32_t)keeping->n,
                                                 .rows_changed = keeping->changed}};
    /* Noted states that were written just now may have brought documents too. */
    bool ok = list_read(keeping, &meta, error) && keep(keeping, &receipt, error);
    meta.n_archived = (uint32_t)keeping->n_list;
    return store_finish(store, &meta, ok, error);
}

bool store_archive(struct store *store, const char *source, const char *address,
                   const struct document_text *items, size_t n, int64_t now,
                   bool *changed, struct error *error)
{
    struct keeping keeping = {.store = store, .items = items, .n = n};
    if (!store_fresh(store, error) || !db_begin_read(store->db, error))
        return false;
    bool ok = compare(&keeping, error);
    db_abort(store->db);
    if (ok && keeping.changed > 0)
        ok = keep_changed(&keeping, source, address, now, error);
    if (ok)
        *changed = keeping.changed > 0;
    arena_release(&keeping.arena);
    return ok;
}
