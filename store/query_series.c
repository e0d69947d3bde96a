/* Series and what else was said of them: see store/snapshot.h. */
#include "store/query.h"

#include <stdlib.h>

/* The shelves of a series; n = 0 if there is no such series. */
struct series {
    const struct block *block;
    struct place place;
    uint16_t indicator;
    size_t n;
};

static struct series series_find(const struct registers *registers,
                                 const char *indicator, int32_t region)
{
    struct series series = {0};
    if (!register_indicator(registers, indicator, &series.indicator) ||
        !register_region(registers, region, &series.place))
        return series;
    series.block = &registers->blocks[series.place.block];
    for (size_t i = 0; i < series.block->n_shelves; i++)
        series.n += shelf_has(&series.block->shelves[i], series.indicator);
    return series;
}

/* Where the tiles of a series are, with their columns. */
struct strip {
    const struct shelf *shelf;
    struct query_found found;
};

static bool strips_find(struct snapshot *snapshot, const struct series *series,
                        struct arena *arena, struct strip **strips, struct error *error)
{
    struct strip *made = arena_alloc(arena, series->n * sizeof *made);
    for (size_t i = 0, n = 0; n < series->n; i++) {
        const struct shelf *shelf = &series->block->shelves[i];
        const struct tile_key key = {.freq = shelf->freq,
                                     .tile = shelf->tile,
                                     .block = series->place.block,
                                     .indicator = series->indicator};
        if (!shelf_has(shelf, series->indicator))
            continue;
        made[n].shelf = shelf;
        if (!query_find(snapshot, &key, &made[n].found, error))
            return false;
        tile_expect(made[n].found.value.data, made[n].found.value.size,
                    series->place.slot, series->block->n_regions);
        n++;
    }
    *strips = made;
    return true;
}

bool snapshot_series(struct snapshot *snapshot, const char *indicator, int32_t region,
                     int64_t known_at, struct arena *arena, struct observation **items,
                     size_t *n, struct error *error)
{
    struct tile_time time;
    struct strip *strips;
    if (!query_time(snapshot, known_at, &time, error))
        return false;
    struct series series = series_find(&snapshot->registers, indicator, region);
    struct query_reader reader = query_reader(indicator);
    struct query_list list = {0};
    if (!strips_find(snapshot, &series, arena, &strips, error))
        return false;
    if (series.n > 0)
        list.items = arena_alloc(arena, series.n * TILE_PERIODS * sizeof *list.items);
    for (size_t i = 0; i < series.n; i++) {
        struct tile_view view;
        if (!query_open(snapshot->db, &strips[i].found, &view, error))
            return false;
        if (!query_append(&view, series.place.slot, &time,
                          query_columns(snapshot, strips[i].shelf), region, INT32_MIN,
                          &reader, &list))
            return db_damaged(snapshot->db, error);
    }
    query_sort(&list);
    *items = list.items;
    *n = list.n;
    return true;
}

static int newest_first(const void *a, const void *b)
{
    const struct observation *x = a, *y = b;
    if (x->receipt != y->receipt)
        return x->receipt < y->receipt ? 1 : -1;
    return period_compare(y->period, x->period);
}

struct revisions {
    struct query_reader reader;
    int32_t region;
    struct arena *arena;
    struct observation *items;
    size_t n;
};

static bool revisions_add(struct revisions *revisions, const struct state *state,
                          const struct earlier *earlier, const struct period *period)
{
    struct observation o;
    if (!query_observe(&revisions->reader, state, revisions->region, period, &o))
        return false;
    o.late = earlier && earlier->late;
    o.outranked = earlier && earlier->outranked;
    revisions->items = arena_more(revisions->arena, revisions->items, revisions->n,
                                  sizeof *revisions->items);
    revisions->items[revisions->n++] = o;
    return true;
}

/* What one tile has of them: the earlier states, and withdrawals that stand. */
static bool revisions_of(struct revisions *revisions, struct tile_view *view,
                         unsigned slot, const struct columns *columns)
{
    static const struct tile_time now = {0};
    struct state states[TILE_PERIODS];
    struct earlier *earlier = NULL;
    size_t n = 0;
    bool present;
    if (!tile_row(view, slot, &now, states, &present) ||
        !tile_slot_earlier(view, slot, revisions->arena, &earlier, &n))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!revisions_add(revisions, &earlier[i].state, &earlier[i],
                           &columns->periods[earlier[i].cell % TILE_PERIODS]))
            return false;
    for (int c = 0; present && c < TILE_PERIODS; c++)
        if (states[c].code == CODE_WITHDRAWN &&
            !revisions_add(revisions, &states[c], NULL, &columns->periods[c]))
            return false;
    return true;
}

bool snapshot_revisions(struct snapshot *snapshot, const char *indicator,
                        int32_t region, struct arena *arena, struct observation **items,
                        size_t *n, struct error *error)
{
    struct series series = series_find(&snapshot->registers, indicator, region);
    struct revisions revisions = {
        .arena = arena, .region = region, .reader = query_reader(indicator)};
    struct strip *strips;
    if (!strips_find(snapshot, &series, arena, &strips, error))
        return false;
    for (size_t i = 0; i < series.n; i++) {
        struct tile_view view;
        if (!query_open(snapshot->db, &strips[i].found, &view, error))
            return false;
        if (!revisions_of(&revisions, &view, series.place.slot,
                          query_columns(snapshot, strips[i].shelf)))
            return db_damaged(snapshot->db, error);
    }
    if (revisions.n > 1)
        qsort(revisions.items, revisions.n, sizeof *revisions.items, newest_first);
    *items = revisions.items;
    *n = revisions.n;
    return true;
}
