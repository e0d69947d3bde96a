/*
 * Taking a delivery: see store_ingest in store/store.h, and store/merge.h for what a
 * row does to what stood.
 *
 *   look   read only: the rows by tile, which tiles they change, which items become
 *          versions, whether that needs a receipt, how many pages it takes
 *   write  the changed tiles with the latest figures of their blocks, registers,
 * papers; in one transaction, or in a copy that takes the store's place
 *
 * A delivery that changes nothing ends after the look, but for a newer edition.
 */
#include "store/store.h"

#include <stdio.h>
#include <string.h>

#include "store/directory.h"
#include "store/edition.h"
#include "store/guard.h"
#include "store/items_merge.h"
#include "store/latest.h"
#include "store/merge.h"
#include "store/private.h"
#include "store/replace.h"

/* A node of the tree, and the least that a delivery takes: the pages of its papers. */
enum { NODE_SIZE = 64, BASE_PAGES = 64 };

struct ingest {
    struct store *store;
    struct arena *arena;
    struct delivery *delivery;
    const struct source_state *state;
    struct meta meta;
    struct stored_source before; /* the source as it was */
    bool known;                  /* there is one */
    int64_t edition;
    uint32_t number; /* the receipt that this delivery would get */
    struct rows *rows;
    struct merge *merge;
    uint64_t pages; /* bytes of the pages that it would write */
    bool changes;   /* a tile, or an item */
    struct items_merge items;
    uint64_t *latest; /* bits: block x n_indicators + indicator */
};

/* ---- looking ---- */

/* A record of this size alone makes so many bytes of pages dirty. */
static uint64_t pages_of(const struct ingest *in, size_t size)
{
    size_t page = db_page_size(in->store->db);
    return size < page / 2 ? page : (size + NODE_SIZE + page - 1) / page * page;
}

/* The figures of an indicator in a block will be worked out anew; false if that is
 * known already. */
static bool latest_mark(struct ingest *in, const struct tile_key *key)
{
    const struct registers *registers = &in->store->registers;
    size_t bit = (size_t)key->block * registers->n_indicators + key->indicator;
    if (in->latest[bit / 64] >> bit % 64 & 1)
        return false;
    in->latest[bit / 64] |= UINT64_C(1) << bit % 64;
    in->pages +=
        pages_of(in, registers->blocks[key->block].n_regions * LATEST_SIZE) + NODE_SIZE;
    return true;
}

static bool look_at_tiles(struct ingest *in, struct error *error)
{
    const struct registers *registers = &in->store->registers;
    size_t bits = registers->n_blocks * registers->n_indicators;
    in->latest = arena_alloc(in->arena, (bits / 64 + 1) * sizeof *in->latest);
    /* From behind, so that the last group of each indicator in each block is met first.
     */
    for (size_t i = in->rows->n_groups; i-- > 0;) {
        struct group *group = rows_group(in->rows, i);
        struct tile_key key = rows_key(group);
        size_t size;
        if (!merge_look(in->merge, group, rows_of(in->rows, group), &group->changes,
                        &size, error))
            return false;
        if (!group->changes)
            continue;
        in->changes = true;
        in->pages += pages_of(in, size) + NODE_SIZE;
        group->last = latest_mark(in, &key);
    }
    return true;
}

static bool look_at_items(struct ingest *in, struct error *error)
{
    if (!items_merge_look(in->store->db, &in->store->meta, in->delivery, in->number,
                          in->merge->late, in->arena, &in->items, error))
        return false;
    in->changes = in->changes || in->items.n > 0;
    /* Each may lie in a leaf of its own. */
    in->pages += in->items.n * (uint64_t)db_page_size(in->store->db) + in->items.bytes;
    return true;
}

/* Are the refused rows those of the source's last receipt, word for word? */
static bool refusals_same(struct ingest *in, const struct stored_receipt *last,
                          bool *same, struct error *error)
{
    struct record_writer *writer = &in->store->writer;
    size_t n = in->delivery->n_refusals;
    *same = n == last->n_refusals;
    for (size_t i = 0; *same && i < n; i++) {
        struct record_key key;
        struct record_reader stored;
        bool found;
        key_refusal(&key, last->receipt.number, (uint32_t)i);
        if (!record_get(in->store->db, &key, &stored, &found, error))
            return false;
        if (!found)
            return db_damaged(in->store->db, error);
        refusal_write(writer, &in->delivery->refusals[i]);
        *same = writer->buffer.size == (size_t)(stored.end - stored.at) &&
                memcmp(writer->buffer.data, stored.at, writer->buffer.size) == 0;
        writer->buffer.size = 0;
    }
    return true;
}

/* A delivery leaves a receipt if it changes a row, if other rows were refused than last
 * time, or if its source has none yet. */
static bool needs_receipt(struct ingest *in, bool *needed, struct error *error)
{
    uint32_t last = in->known ? in->before.state.receipt : 0;
    struct stored_receipt stored;
    bool found, same;
    *needed = true;
    if (in->changes || last == 0)
        return true;
    if (!receipt_get(in->store->db, last, in->arena, &stored, &found, error))
        return false;
    if (!found)
        return db_damaged(in->store->db, error);
    if (!refusals_same(in, &stored, &same, error))
        return false;
    *needed = !same;
    return true;
}

static bool look(struct ingest *in, bool *needed, struct error *error)
{
    const struct delivery *delivery = in->delivery;
    in->edition = edition_of(delivery->receipt.last_modified, delivery->receipt.time);
    if (!source_now(in->store, in->state->name, in->arena, &in->before, &in->known,
                    error))
        return false;
    in->merge->late = in->known && in->edition != 0 &&
                      in->edition < in->before.edition &&
                      strcmp(in->state->address, in->before.state.address) == 0;
    in->pages = BASE_PAGES * (uint64_t)db_page_size(in->store->db);
    if (delivery->shape)
        in->pages += pages_of(in, strlen(delivery->shape));
    for (size_t i = 0; i < delivery->n_refusals; i++)
        in->pages +=
            NODE_SIZE + strlen(delivery->refusals[i].raw) + sizeof(struct error);
    return rows_sort(in->rows, &in->store->registers, delivery->observations,
                     delivery->n_observations, error) &&
           look_at_tiles(in, error) && look_at_items(in, error) &&
           needs_receipt(in, needed, error);
}

/* ---- writing ---- */

/* What is known of an indicator in a block is complete with its last tile, which is
 * then still in memory. *size: added to. */
static bool latest_write(struct ingest *in, const struct group *group, size_t *size,
                         struct error *error)
{
    const struct registers *registers = &in->store->registers;
    struct tile_key key = rows_key(group);
    *size += registers->blocks[key.block].n_regions * LATEST_SIZE;
    return latest_put(in->merge->db, registers, &key, &in->merge->tile,
                      in->merge->writer, error);
}

/* copy: NULL, or where its transactions are ended in between. */
static bool tiles_write(struct ingest *in, struct replacement *copy,
                        struct error *error)
{
    for (size_t i = 0; i < in->rows->n_groups; i++) {
        const struct group *group = rows_group(in->rows, i);
        size_t size;
        if (!group->changes)
            continue;
        if (!merge_put(in->merge, group, rows_of(in->rows, group), &size, error) ||
            (group->last && !latest_write(in, group, &size, error)))
            return false;
        if (!copy)
            continue;
        copy->dirty += pages_of(in, size);
        if (!replace_step(copy, error))
            return false;
    }
    return true;
}

static uint32_t rows_changed(const struct ingest *in)
{
    return in->merge->rows_changed + (uint32_t)in->items.n;
}

static bool receipt_write(struct ingest *in, struct error *error)
{
    const struct delivery *delivery = in->delivery;
    struct stored_receipt stored = {.receipt = delivery->receipt,
                                    .n_refusals = (uint32_t)delivery->n_refusals};
    stored.receipt.number = in->number;
    stored.receipt.rows_changed = rows_changed(in);
    for (uint32_t i = 0; i < stored.n_refusals; i++) {
        struct record_key key;
        key_refusal(&key, in->number, i);
        refusal_write(in->merge->writer, &delivery->refusals[i]);
        if (!record_put(in->merge->db, &key, in->merge->writer, error))
            return false;
    }
    in->meta.last_receipt = in->number;
    return receipt_put(in->merge->db, &stored, in->merge->writer, error);
}

static bool source_write(struct ingest *in, struct error *error)
{
    const struct receipt *r = &in->delivery->receipt;
    struct stored_source now = {.state = *in->state, .edition = in->edition};
    struct stored_source before = {0};
    bool known;
    if (!source_get(in->merge->db, in->state->name, in->arena, &before, &known, error))
        return false;
    if (known)
        store_keep_delivery(&now, &before);
    now.state.receipt = in->number;
    now.state.rows_seen = r->rows_seen;
    now.state.rows_changed = rows_changed(in);
    now.state.rows_refused = r->rows_refused;
    now.state.warnings = r->warnings;
    return source_attempt(in->merge->db, &now, &before, known, &in->meta,
                          in->merge->writer, error);
}

static const char *shape_setup(const struct ingest *in)
{
    return in->delivery->mapping ? in->delivery->mapping : in->state->setup;
}

/* The shape is kept under the receipt that the source then has. */
static bool shape_write(struct ingest *in, struct db *db, struct meta *meta,
                        uint32_t receipt, int64_t time, struct error *error)
{
    struct kept_shape shape = {
        .text = in->delivery->shape, .receipt = receipt, .time = time};
    if (!shape.text)
        return true;
    snprintf(shape.setup, sizeof shape.setup, "%s", shape_setup(in));
    return shape_put(db, in->state->name, &shape, meta, &in->store->writer, error);
}

/* Keys are digests, so each version is likely to touch a page of its own. */
static bool items_write(struct ingest *in, struct replacement *copy,
                        struct error *error)
{
    size_t each = in->items.n ? (size_t)(in->items.bytes / in->items.n) : 0;
    for (size_t i = 0; i < in->items.n; i++) {
        if (!items_merge_put(in->merge->db, &in->items, i, &in->meta, in->merge->writer,
                             error))
            return false;
        if (!copy)
            continue;
        copy->dirty += pages_of(in, each);
        if (!replace_step(copy, error))
            return false;
    }
    return true;
}

static bool write_all(struct ingest *in, struct replacement *copy, struct error *error)
{
    return tiles_write(in, copy, error) &&
           registers_save(in->merge->db, &in->store->registers, &in->meta,
                          in->merge->writer, error) &&
           items_write(in, copy, error) && receipt_write(in, error) &&
           source_write(in, error) &&
           shape_write(in, in->merge->db, &in->meta, in->number,
                       in->delivery->receipt.time, error);
}

static bool write_in_place(struct ingest *in, struct error *error)
{
    if (!store_begin(in->store, &in->meta, error))
        return false;
    bool ok = write_all(in, NULL, error);
    return store_finish(in->store, &in->meta, ok, error);
}

static bool write_in_copy(struct ingest *in, struct error *error)
{
    struct replacement copy;
    if (!replace_begin(in->store, true, &copy, error))
        return false;
    in->merge->db = copy.db;
    in->meta = in->store->meta;
    bool ok = db_begin_write(copy.db, error) &&
              notes_write(in->store, copy.db, &in->meta, error) &&
              write_all(in, &copy, error) &&
              meta_put(copy.db, &in->meta, in->merge->writer, error) &&
              db_commit(copy.db, error);
    ok = replace_finish(&copy, ok, error);
    if (ok)
        notes_clear(in->store);
    return ok;
}

/* LMDB writes each page it touches anew, so as much again as there is comes on top of
 * what is added; a copy and publishing need that room too. */
static bool write_delivery(struct ingest *in, struct error *error)
{
    struct store *store = in->store;
    if (!directory_space(store->directory, db_bytes(store->db) + in->pages, error))
        return false;
    return in->pages > store->pages_most ? write_in_copy(in, error)
                                         : write_in_place(in, error);
}

/* ---- nothing new ---- */

/* Does the shape say more than the kept one? Needs a transaction. */
static bool look_at_shape(struct ingest *in, bool *grown, struct error *error)
{
    struct kept_shape kept = {0};
    bool found = false;
    *grown = false;
    if (!in->delivery->shape)
        return true;
    if (!shape_get(in->store->db, in->state->name, in->arena, &kept, &found, error))
        return false;
    *grown = !found || strcmp(kept.text, in->delivery->shape) != 0 ||
             strcmp(kept.setup, shape_setup(in)) != 0;
    return true;
}

/* The attempt is noted; a shape that grew is written at once, and the note with it. */
static bool note_unchanged(struct ingest *in, bool grown, struct error *error)
{
    struct store *store = in->store;
    struct meta meta;
    const struct source_state *before = &in->before.state;
    if (!note_take(store, in->state, in->edition, error))
        return false;
    if (!grown)
        return true;
    if (!store_begin(store, &meta, error))
        return false;
    bool ok =
        shape_write(in, store->db, &meta, before->receipt, before->last_success, error);
    return store_finish(store, &meta, ok, error);
}

/* ---- both ---- */

static bool take(struct ingest *in, bool *changed, struct error *error)
{
    struct store *store = in->store;
    bool needed = false, grown = false;
    if (!db_begin_read(store->db, error))
        return false;
    bool ok = look(in, &needed, error) && look_at_shape(in, &grown, error);
    db_abort(store->db);
    ok = ok && (needed ? write_delivery(in, error) : note_unchanged(in, grown, error));
    if (!ok)
        return false;
    in->delivery->receipt.number = needed ? in->number : in->before.state.receipt;
    in->delivery->receipt.rows_changed = rows_changed(in);
    *changed = needed;
    return true;
}

static size_t registered(const struct registers *registers)
{
    return registers->n_indicators + registers->n_intervals + registers->n_regions;
}

bool store_ingest(struct store *store, struct delivery *delivery,
                  const struct source_state *state, bool *changed, struct error *error)
{
    struct arena arena = {.directory = store->inner};
    if (!store_fresh(store, error))
        return false;
    struct ingest in = {.store = store,
                        .arena = &arena,
                        .delivery = delivery,
                        .state = state,
                        .rows = &store->rows,
                        .number = store->meta.last_receipt + 1};
    in.merge = arena_alloc(&arena, sizeof *in.merge);
    in.merge->db = store->db;
    in.merge->registers = &store->registers;
    in.merge->writer = &store->writer;
    in.merge->arena = &arena;
    in.merge->source = delivery->receipt.source;
    in.merge->before = delivery->before;
    in.merge->n_before = delivery->n_before;
    in.merge->number = in.number;
    merge_init(in.merge);
    size_t before = registered(&store->registers);
    bool wrote = false;
    bool ok = take(&in, &wrote, error);
    /* Numbers that were given to what was not stored after all. */
    if (!wrote && registered(&store->registers) != before)
        store->stale = true;
    if (ok)
        *changed = wrote;
    rows_reset(in.rows);
    arena_release(&arena);
    return ok;
}
