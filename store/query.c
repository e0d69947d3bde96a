/*
 * Reading tiles: see store/query.h.
 *
 * Absence is proven, not believed: a damaged page can make LMDB say "not found". The
 * registers, which were read and checked when the snapshot was opened, say which tiles
 * there are; every check in a tile is verified each time that it is read.
 */
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

#include "store/clock.h"

enum { COLUMNS_KEPT = 64 }; /* a power of two; ten years of months need ten */
enum { KEPT_BITS = 12 };    /* of the tiles that were found lately */

void columns_fill(const struct registers *registers, enum frequency freq, int32_t tile,
                  struct columns *columns)
{
    int32_t number = calendar_first(tile);
    *columns = (struct columns){.freq = freq, .tile = tile};
    for (int c = 0; c < TILE_PERIODS; c++)
        if (!register_period_of(registers, freq, number + c, &columns->periods[c]))
            columns->periods[c].freq = FREQ_NONE;
}

const struct columns *query_columns(struct snapshot *snapshot,
                                    const struct shelf *shelf)
{
    if (!snapshot->columns)
        snapshot->columns =
            arena_alloc(&snapshot->arena, COLUMNS_KEPT * sizeof *snapshot->columns);
    uint32_t at = ((uint32_t)shelf->tile + (uint32_t)shelf->freq * 16) % COLUMNS_KEPT;
    struct columns *columns = &snapshot->columns[at];
    if (columns->freq != shelf->freq || columns->tile != shelf->tile)
        columns_fill(&snapshot->registers, shelf->freq, shelf->tile, columns);
    return columns;
}

static bool tile_find(struct db *db, const struct tile_key *key,
                      struct query_found *found, struct error *error)
{
    struct record_key k;
    bool there;
    key_tile(&k, key);
    found->seed = tile_seed(key);
    return db_find(db, (struct bytes){.data = k.bytes, .size = k.size}, &found->value,
                   &there, error) &&
           (there || db_damaged(db, error));
}

/* Where a tile was found; value.data is NULL in one that is free. */
struct query_kept {
    struct tile_key key;
    struct query_found found;
};

static size_t kept_at(const struct tile_key *key)
{
    uint64_t k = (uint64_t)(uint32_t)key->tile << 32 | (uint32_t)key->block << 16 |
                 key->indicator;
    k ^= (uint64_t)key->freq << 28;
    return (size_t)(k * UINT64_C(0x9E3779B97F4A7C15) >> (64 - KEPT_BITS));
}

static bool same_tile(const struct tile_key *a, const struct tile_key *b)
{
    return a->indicator == b->indicator && a->block == b->block && a->tile == b->tile &&
           a->freq == b->freq;
}

bool query_find(struct snapshot *snapshot, const struct tile_key *key,
                struct query_found *found, struct error *error)
{
    if (!snapshot->kept)
        snapshot->kept = arena_alloc(&snapshot->arena,
                                     sizeof *snapshot->kept * ((size_t)1 << KEPT_BITS));
    struct query_kept *kept = &snapshot->kept[kept_at(key)];
    if (!kept->found.value.data || !same_tile(&kept->key, key)) {
        struct query_kept fresh = {.key = *key};
        if (!tile_find(snapshot->db, key, &fresh.found, error))
            return false;
        *kept = fresh;
    }
    *found = kept->found;
    return true;
}

/* One flag for each shelf of a block, and one for its latest figures. */
static bool ask_first(struct snapshot *snapshot, uint16_t block, size_t at)
{
    const struct registers *registers = &snapshot->registers;
    if (!snapshot->asked)
        snapshot->asked = arena_alloc(&snapshot->arena,
                                      registers->n_blocks * sizeof *snapshot->asked);
    if (!snapshot->asked[block])
        snapshot->asked[block] =
            arena_alloc(&snapshot->arena, registers->blocks[block].n_shelves + 1);
    bool *asked = &snapshot->asked[block][at];
    bool first = !*asked;
    *asked = true;
    return first;
}

bool query_first(struct snapshot *snapshot, uint16_t block, const struct shelf *shelf)
{
    return ask_first(snapshot, block,
                     (size_t)(shelf - snapshot->registers.blocks[block].shelves));
}

bool query_first_latest(struct snapshot *snapshot, uint16_t block)
{
    return ask_first(snapshot, block, snapshot->registers.blocks[block].n_shelves);
}

bool query_want(struct snapshot *snapshot, uint16_t block, const struct shelf *shelf,
                uint16_t low, uint16_t high, const struct tile_time *time, bool *known,
                struct error *error)
{
    struct tile_key key = {.freq = shelf->freq, .tile = shelf->tile, .block = block};
    struct query_found first, last;
    struct tile_view view;
    *known = false;
    while (low < high && !shelf_has(shelf, low))
        low++;
    while (low < high && !shelf_has(shelf, high))
        high--;
    if (!shelf_has(shelf, low))
        return true;
    key.indicator = low;
    if (!query_find(snapshot, &key, &first, error))
        return false;
    if (query_first(snapshot, block, shelf)) {
        key.indicator = high;
        if (!query_find(snapshot, &key, &last, error))
            return false;
        db_want_range(snapshot->db, first.value, last.value);
    }
    return query_open(snapshot->db, &first, &view, error) &&
           (tile_known(&view, time, known) || db_damaged(snapshot->db, error));
}

bool query_open(struct db *db, const struct query_found *found, struct tile_view *view,
                struct error *error)
{
    return tile_open(view, found->value.data, found->value.size, found->seed) ||
           db_damaged(db, error);
}

bool query_tile(struct db *db, const struct tile_key *key, struct tile_view *view,
                struct error *error)
{
    struct query_found found;
    return tile_find(db, key, &found, error) && query_open(db, &found, view, error);
}

bool query_time(struct snapshot *snapshot, int64_t known_at, struct tile_time *time,
                struct error *error)
{
    struct tile_time asked = {.known_at = known_at};
    if (known_at < snapshot->meta.kept_since) {
        char day[32];
        period_id(period_day(day_from_time(snapshot->meta.kept_since)), day,
                  sizeof day);
        return error_set(error, ERROR_SNAPSHOT_NOT_KEPT, day);
    }
    if (known_at != INT64_MAX) {
        if (!snapshot->times && !clock_get(snapshot->db, snapshot->meta.last_receipt,
                                           &snapshot->arena, &snapshot->times, error))
            return false;
        asked.times = snapshot->times;
        asked.n = snapshot->meta.last_receipt;
    }
    *time = asked;
    return true;
}

struct query_reader query_reader(const char *indicator)
{
    struct query_reader reader = {0};
    memcpy(reader.form.indicator, indicator, strnlen(indicator, CODE_SIZE - 1));
    return reader;
}

bool query_append(struct tile_view *view, unsigned slot, const struct tile_time *time,
                  const struct columns *columns, int32_t region, int32_t from,
                  struct query_reader *reader, struct query_list *list)
{
    struct state states[TILE_PERIODS];
    bool present;
    if (!tile_row(view, slot, time, states, &present))
        return false;
    if (!present)
        return true;
    for (int c = 0; c < TILE_PERIODS; c++) {
        const struct period *period = &columns->periods[c];
        if (states[c].code == CODE_NEVER || states[c].code == CODE_WITHDRAWN ||
            (period->last < from && period->freq != FREQ_NONE))
            continue;
        struct observation *o = &list->items[list->n];
        if (!query_observe(reader, &states[c], region, period, o))
            return false;
        if (list->n > 0 && period_compare(o[-1].period, *period) >= 0)
            list->unsorted = true;
        list->n++;
    }
    return true;
}

static int by_period(const void *a, const void *b)
{
    const struct observation *x = a, *y = b;
    return period_compare(x->period, y->period);
}

void query_sort(struct query_list *list)
{
    if (list->unsorted)
        qsort(list->items, list->n, sizeof *list->items, by_period);
    list->unsorted = false;
}
