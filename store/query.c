/*
 * Reading a snapshot: see store/snapshot.h.
 *
 * Absence is proven, not believed: a damaged page can make LMDB say "not found". So the
 * keys of all series are listed once and counted, receipts are numbered without a gap,
 * and revisions, refused rows and sources are counted against what was noted of them.
 */
#include "store/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/private.h"

static int key_order(const void *a, const void *b)
{
    return memcmp(a, b, SERIES_KEY_SIZE);
}

/* Lists the keys of all series, at the first question. */
static bool index_series(struct snapshot *snapshot, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    size_t n = 0, most = snapshot->meta.n_series;
    if (snapshot->indexed)
        return true;
    unsigned char *keys = arena_alloc(&snapshot->arena, most * SERIES_KEY_SIZE);
    key_table(&walk.prefix, 'S');
    for (bool found = true;;) {
        if (!record_next(snapshot->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        if (n == most || walk.key.size != SERIES_KEY_SIZE)
            return db_damaged(snapshot->db, error);
        memcpy(keys + n++ * SERIES_KEY_SIZE, walk.key.bytes, SERIES_KEY_SIZE);
    }
    if (n != most)
        return db_damaged(snapshot->db, error);
    snapshot->keys = keys;
    snapshot->indexed = true;
    return true;
}

/* The present values, n = 0 if there is no such series. */
static bool series_find(struct snapshot *snapshot, const char *indicator,
                        int32_t region, struct arena *arena, struct series *series,
                        struct error *error)
{
    struct record_key key;
    bool found;
    *series = (struct series){0};
    if (indicator[0] == '\0' || strnlen(indicator, CODE_SIZE) == CODE_SIZE)
        return true;
    if (!index_series(snapshot, error))
        return false;
    key_series(&key, indicator, region);
    if (!bsearch(key.bytes, snapshot->keys, snapshot->meta.n_series, SERIES_KEY_SIZE,
                 key_order))
        return true;
    if (!series_get(snapshot->db, indicator, region, arena, series, &found, error))
        return false;
    return found || db_damaged(snapshot->db, error);
}

struct revision {
    struct observation observation;
    bool late;
};

/* All n_revisions of a series, by period and receipt, ascending. */
static bool revisions_find(struct snapshot *snapshot, const char *indicator,
                           int32_t region, const struct series *series,
                           struct arena *arena, struct revision **items,
                           struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    struct revision *list = NULL;
    size_t n = 0;
    key_revisions(&walk.prefix, indicator, region);
    for (bool found = true; found;) {
        if (!record_next(snapshot->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        list = arena_more(arena, list, n, sizeof *list);
        if (!revision_read(snapshot->db, &walk.key, &reader, &list[n].observation,
                           &list[n].late, error))
            return false;
        n++;
    }
    if (n != series->n_revisions)
        return db_damaged(snapshot->db, error);
    *items = list;
    return true;
}

static bool receipt_find(struct snapshot *snapshot, uint32_t number,
                         struct arena *arena, struct stored_receipt *stored,
                         struct error *error)
{
    bool found;
    return receipt_get(snapshot->db, number, arena, stored, &found, error) &&
           (found || db_damaged(snapshot->db, error));
}

/* When each receipt was accepted, listed at the first question. */
static bool times_load(struct snapshot *snapshot, struct error *error)
{
    uint32_t n = snapshot->meta.last_receipt;
    struct arena arena = {0};
    bool ok = true;
    if (snapshot->times)
        return true;
    int64_t *times = arena_alloc(&snapshot->arena, n * sizeof *times);
    for (uint32_t i = 0; ok && i < n; i++) {
        struct stored_receipt stored;
        ok = receipt_find(snapshot, i + 1, &arena, &stored, error);
        if (ok)
            times[i] = stored.receipt.time;
    }
    arena_release(&arena);
    if (ok)
        snapshot->times = times;
    return ok;
}

static bool known(const struct snapshot *snapshot, const struct observation *o,
                  int64_t known_at)
{
    return o->receipt <= snapshot->meta.last_receipt &&
           snapshot->times[o->receipt - 1] <= known_at;
}

/* Reduces a series to what stood at the time: each value that came later gives way to
 * its period's newest revision known then, by receipt number, or to nothing. Late ones
 * never stood. */
static bool as_known(struct snapshot *snapshot, const char *indicator, int32_t region,
                     int64_t known_at, struct arena *arena, struct series *series,
                     struct error *error)
{
    struct revision *revisions = NULL;
    size_t kept = 0, at = 0, n = series->n_revisions;
    if (!times_load(snapshot, error) ||
        !revisions_find(snapshot, indicator, region, series, arena, &revisions, error))
        return false;
    for (size_t i = 0; i < series->n; i++) {
        struct observation *o = &series->items[i];
        const struct observation *stood = NULL;
        /* Both are in the order of periods. */
        for (;
             at < n && period_compare(revisions[at].observation.period, o->period) < 0;
             at++)
            ;
        for (size_t k = at;
             k < n && period_equal(revisions[k].observation.period, o->period); k++) {
            const struct observation *earlier = &revisions[k].observation;
            if (!revisions[k].late && known(snapshot, earlier, known_at))
                stood = earlier; /* ascending by receipt: the last one is the newest */
        }
        if (known(snapshot, o, known_at))
            stood = o;
        if (stood)
            series->items[kept++] = *stood;
    }
    series->n = kept;
    return true;
}

bool snapshot_series(struct snapshot *snapshot, const char *indicator, int32_t region,
                     int64_t known_at, struct arena *arena, struct observation **items,
                     size_t *n, struct error *error)
{
    struct series series;
    if (!series_find(snapshot, indicator, region, arena, &series, error))
        return false;
    if (known_at != INT64_MAX && series.n > 0 &&
        !as_known(snapshot, indicator, region, known_at, arena, &series, error))
        return false;
    *items = series.items;
    *n = series.n;
    return true;
}

static int newest_first(const void *a, const void *b)
{
    const struct observation *x = a, *y = b;
    if (x->receipt != y->receipt)
        return x->receipt < y->receipt ? 1 : -1;
    return period_compare(y->period, x->period);
}

bool snapshot_revisions(struct snapshot *snapshot, const char *indicator,
                        int32_t region, struct arena *arena, struct observation **items,
                        size_t *n, struct error *error)
{
    struct series series;
    struct revision *revisions = NULL;
    if (!series_find(snapshot, indicator, region, arena, &series, error))
        return false;
    size_t count = series.n_revisions;
    if (count > 0 &&
        !revisions_find(snapshot, indicator, region, &series, arena, &revisions, error))
        return false;
    struct observation *list = arena_alloc(arena, count * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = revisions[i].observation;
    if (count > 1)
        qsort(list, count, sizeof *list, newest_first);
    *items = list;
    *n = count;
    return true;
}

bool snapshot_receipt(struct snapshot *snapshot, uint32_t number, struct arena *arena,
                      struct receipt *receipt, struct error *error)
{
    struct stored_receipt stored;
    if (number == 0 || number > snapshot->meta.last_receipt) {
        char text[12];
        snprintf(text, sizeof text, "%u", (unsigned)number);
        return error_set(error, ERROR_SNAPSHOT_RECEIPT, db_path(snapshot->db), text);
    }
    if (!receipt_find(snapshot, number, arena, &stored, error))
        return false;
    *receipt = stored.receipt;
    return true;
}

bool snapshot_receipts(struct snapshot *snapshot, int64_t known_at, size_t most,
                       struct arena *arena, struct receipt **items, size_t *n,
                       struct error *error)
{
    struct receipt *list = NULL;
    size_t count = 0;
    for (uint32_t i = snapshot->meta.last_receipt; i > 0 && count < most; i--) {
        struct stored_receipt stored;
        if (!receipt_find(snapshot, i, arena, &stored, error))
            return false;
        if (stored.receipt.time > known_at)
            continue;
        list = arena_more(arena, list, count, sizeof *list);
        list[count++] = stored.receipt;
    }
    *items = list;
    *n = count;
    return true;
}

bool snapshot_sources(struct snapshot *snapshot, struct arena *arena,
                      struct source_state **items, size_t *n, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    struct source_state *list = NULL;
    size_t count = 0;
    key_table(&walk.prefix, 'O');
    for (bool found = true; found;) {
        struct stored_source stored;
        if (!record_next(snapshot->db, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        if (!source_read(snapshot->db, &reader, arena, &stored, error))
            return false;
        list = arena_more(arena, list, count, sizeof *list);
        list[count++] = stored.state;
    }
    if (count != snapshot->meta.n_sources)
        return db_damaged(snapshot->db, error);
    *items = list;
    *n = count;
    return true;
}

bool snapshot_refusals(struct snapshot *snapshot, uint32_t receipt, struct arena *arena,
                       struct refusal **items, size_t *n, struct error *error)
{
    struct stored_receipt stored;
    *items = NULL;
    *n = 0;
    if (receipt == 0 || receipt > snapshot->meta.last_receipt)
        return true;
    if (!receipt_find(snapshot, receipt, arena, &stored, error))
        return false;
    struct refusal *list = arena_alloc(arena, stored.n_refusals * sizeof *list);
    for (uint32_t i = 0; i < stored.n_refusals; i++) {
        bool found;
        if (!refusal_get(snapshot->db, receipt, i, arena, &list[i], &found, error))
            return false;
        if (!found)
            return db_damaged(snapshot->db, error);
    }
    *items = list;
    *n = stored.n_refusals;
    return true;
}
