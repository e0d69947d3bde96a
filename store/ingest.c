/*
 * Taking a delivery: see store_ingest in store/store.h.
 *
 * For each row, with `old` the value of the same key (indicator, region, period):
 *   no old one             stored
 *   equal                  nothing
 *   else                   stored; the old one becomes a revision
 *   else, older edition    the row becomes a revision marked late, the old one stays
 *
 * A delivery is an older edition if its Last-Modified is before that of a delivery that
 * was accepted from the same source and address. It yields only to values of that same
 * source, and still brings what the store has not got at all.
 */
#include "store/store.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store/directory.h"
#include "store/edition.h"
#include "store/private.h"

struct ingest {
    struct store *store;
    struct arena *arena;
    struct delivery *delivery;
    struct meta meta;
    struct stored_source before; /* the source as it was */
    bool known;                  /* there is one */
    uint32_t number;             /* the receipt that this delivery would get */
    bool late;
    uint32_t rows_changed;
};

/* By place, then by period, then in the order of the delivery. */
static int row_compare(const void *a, const void *b)
{
    const struct observation *x = *(const struct observation *const *)a;
    const struct observation *y = *(const struct observation *const *)b;
    int order = strcmp(x->indicator, y->indicator);
    if (order == 0)
        order = (x->region > y->region) - (x->region < y->region);
    if (order == 0)
        order = period_compare(x->period, y->period);
    return order != 0 ? order : (x > y) - (x < y);
}

static bool same_place(const struct observation *a, const struct observation *b)
{
    return a->region == b->region && strcmp(a->indicator, b->indicator) == 0;
}

static bool same_figure(const struct observation *a, const struct observation *b)
{
    return a->has_value == b->has_value && (!a->has_value || a->value == b->value) &&
           a->qualifier == b->qualifier && a->status == b->status;
}

/* Sorted pointers to the rows. Where a delivery names a key twice, its last word
 * counts. */
static const struct observation **rows_sorted(const struct delivery *delivery,
                                              struct arena *arena, size_t *n)
{
    size_t count = delivery->n_observations, used = 0;
    const struct observation **rows = arena_alloc(arena, count * sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        const struct observation *o = &delivery->observations[i];
        assert((!o->has_value || isfinite(o->value)) &&
               o->qualifier < QUALIFIER_COUNT && o->period.first <= o->period.last);
        rows[i] = o;
    }
    if (count > 1)
        qsort(rows, count, sizeof *rows, row_compare);
    for (size_t i = 0; i < count; i++) {
        if (used > 0 && same_place(rows[used - 1], rows[i]) &&
            period_equal(rows[used - 1]->period, rows[i]->period))
            rows[used - 1] = rows[i];
        else
            rows[used++] = rows[i];
    }
    *n = used;
    return rows;
}

/* Did the receipt come from the source that delivers now? */
static bool same_source(struct ingest *in, uint32_t receipt, bool *same,
                        struct error *error)
{
    struct stored_receipt stored;
    bool found;
    if (!receipt_get(in->store->db, receipt, in->arena, &stored, &found, error))
        return false;
    if (!found)
        return db_damaged(in->store->db, error);
    *same = strcmp(stored.receipt.source, in->delivery->receipt.source) == 0;
    return true;
}

/* An older edition's value that is kept already changes nothing when it comes again. */
static bool kept_already(struct ingest *in, const struct observation *row, bool *kept,
                         struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    bool found;
    *kept = false;
    key_revisions_of(&walk.prefix, row);
    for (;;) {
        struct observation revision;
        bool late;
        if (!record_next(in->store->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            return true;
        if (!revision_read(in->store->db, &walk.key, &reader, &revision, &late, error))
            return false;
        *kept = *kept || same_figure(&revision, row);
    }
}

static bool revision_add(struct ingest *in, const struct observation *o, bool late,
                         struct series *series, struct error *error)
{
    if (!revision_put(in->store->db, o, late, &in->store->writer, error))
        return false;
    series->n_revisions++;
    return true;
}

/* A row that differs from the old value of its key: decides which of the two stays. */
static bool settle(struct ingest *in, const struct observation *old,
                   const struct observation *row, struct series *series,
                   struct error *error)
{
    struct observation fresh = *row;
    bool yields = false, kept = false;
    fresh.receipt = in->number;
    fresh.revised = true;
    if (in->late && !same_source(in, old->receipt, &yields, error))
        return false;
    if (!yields) {
        in->rows_changed++;
        series->items[series->n++] = fresh;
        return revision_add(in, old, false, series, error);
    }
    series->items[series->n++] = *old;
    if (!kept_already(in, row, &kept, error))
        return false;
    if (kept)
        return true;
    in->rows_changed++;
    fresh.revised = false;
    return revision_add(in, &fresh, true, series, error);
}

/* Merges n rows of one series into what is stored of it. */
static bool merge(struct ingest *in, const struct observation **rows, size_t n,
                  struct error *error)
{
    struct series old, series = {0};
    bool known;
    uint32_t before = in->rows_changed;
    const char *indicator = rows[0]->indicator;
    int32_t region = rows[0]->region;
    if (!series_get(in->store->db, indicator, region, in->arena, &old, &known, error))
        return false;
    series.items = arena_alloc(in->arena, (old.n + n) * sizeof *series.items);
    series.n_revisions = old.n_revisions;
    size_t i = 0, k = 0;
    while (i < old.n || k < n) {
        int order = i == old.n ? 1
                    : k == n   ? -1
                               : period_compare(old.items[i].period, rows[k]->period);
        if (order < 0) {
            series.items[series.n++] = old.items[i++];
        } else if (order > 0) {
            struct observation *fresh = &series.items[series.n++];
            *fresh = *rows[k++];
            fresh->receipt = in->number;
            fresh->revised = false;
            in->rows_changed++;
        } else if (same_figure(&old.items[i], rows[k])) {
            series.items[series.n++] = old.items[i++];
            k++;
        } else if (!settle(in, &old.items[i++], rows[k++], &series, error)) {
            return false;
        }
    }
    if (in->rows_changed == before)
        return true;
    in->meta.n_series += !known;
    return series_put(in->store->db, indicator, region, &series, &in->store->writer,
                      error);
}

static bool merge_all(struct ingest *in, struct error *error)
{
    size_t n;
    const struct observation **rows = rows_sorted(in->delivery, in->arena, &n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && same_place(rows[i], rows[end]); end++)
            ;
        if (!merge(in, rows + i, end - i, error))
            return false;
    }
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

/* A delivery leaves a receipt if it changed a row, if other rows were refused than last
 * time, or if its source has none yet. */
static bool needs_receipt(struct ingest *in, bool *needed, struct error *error)
{
    uint32_t last = in->known ? in->before.state.receipt : 0;
    struct stored_receipt stored;
    bool found, same;
    *needed = true;
    if (in->rows_changed > 0 || last == 0)
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

static bool receipt_write(struct ingest *in, struct error *error)
{
    const struct delivery *delivery = in->delivery;
    struct stored_receipt stored = {.receipt = delivery->receipt,
                                    .n_refusals = (uint32_t)delivery->n_refusals};
    stored.receipt.number = in->number;
    stored.receipt.rows_changed = in->rows_changed;
    for (uint32_t i = 0; i < stored.n_refusals; i++) {
        struct record_key key;
        key_refusal(&key, in->number, i);
        refusal_write(&in->store->writer, &delivery->refusals[i]);
        if (!record_put(in->store->db, &key, &in->store->writer, error))
            return false;
    }
    in->meta.last_receipt = in->number;
    return receipt_put(in->store->db, &stored, &in->store->writer, error);
}

static bool source_write(struct ingest *in, const struct source_state *state,
                         bool receipt, int64_t edition, struct error *error)
{
    struct stored_source now = {.state = *state};
    if (in->known)
        store_keep_delivery(&now, &in->before);
    if (receipt) {
        const struct receipt *r = &in->delivery->receipt;
        now.state.receipt = in->number;
        now.state.rows_seen = r->rows_seen;
        now.state.rows_changed = in->rows_changed;
        now.state.rows_refused = r->rows_refused;
        now.state.warnings = r->warnings;
    }
    if (edition > now.edition)
        now.edition = edition;
    in->meta.n_sources += !in->known;
    return source_put(in->store->db, &now, &in->store->writer, error);
}

static bool work(struct ingest *in, const struct source_state *state, bool *changed,
                 struct error *error)
{
    const struct receipt *r = &in->delivery->receipt;
    int64_t edition = edition_of(r->last_modified, r->time);
    if (!source_get(in->store->db, state->name, in->arena, &in->before, &in->known,
                    error))
        return false;
    in->late = in->known && edition != 0 && edition < in->before.edition &&
               strcmp(state->address, in->before.state.address) == 0;
    if (!merge_all(in, error) || !needs_receipt(in, changed, error))
        return false;
    if (*changed && !receipt_write(in, error))
        return false;
    return source_write(in, state, *changed, edition, error);
}

/* Most bytes that the delivery can add. LMDB writes each page it touches anew, so as
 * much again as there is comes on top; publishing needs that room too. */
static uint64_t growth(const struct delivery *delivery)
{
    const uint64_t row = 256, base = 256 * 1024;
    uint64_t bytes = base + row * delivery->n_observations;
    for (size_t i = 0; i < delivery->n_refusals; i++)
        bytes += row + strlen(delivery->refusals[i].raw) + sizeof(struct error);
    return bytes;
}

bool store_ingest(struct store *store, struct delivery *delivery,
                  const struct source_state *state, bool *changed, struct error *error)
{
    struct arena arena = {0};
    struct ingest in = {.store = store,
                        .arena = &arena,
                        .delivery = delivery,
                        .meta = store->meta,
                        .number = store->meta.last_receipt + 1};
    bool receipt = false;
    if (!directory_space(store->directory, db_bytes(store->db) + growth(delivery),
                         error) ||
        !db_begin_write(store->db, error))
        return false;
    bool ok = work(&in, state, &receipt, error);
    ok = store_finish(store, &in.meta, ok, error);
    if (ok) {
        delivery->receipt.number = receipt ? in.number : in.before.state.receipt;
        delivery->receipt.rows_changed = in.rows_changed;
        *changed = receipt;
    }
    arena_release(&arena);
    return ok;
}
