/* One region's page: many indicators at once; see store/snapshot.h. */
#include "store/query.h"

#include <stdlib.h>

/* One indicator of the page, in the order of numbers, which is that of tiles. */
struct wanted {
    uint16_t number;
    size_t place; /* its place among the caller's */
    struct query_list list;
    struct query_reader reader;
    struct query_found found; /* the tile that is read next */
};

struct page {
    struct snapshot *snapshot;
    const struct block *block;
    struct place place;
    int32_t region, from;
    struct tile_time time;
    struct wanted *items;
    size_t n;
};

static int by_number(const void *a, const void *b)
{
    const struct wanted *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static void page_want(struct page *page, const char *const *indicators, size_t n,
                      struct arena *arena)
{
    bool ascending = true;
    page->items = arena_alloc(arena, n * sizeof *page->items);
    for (size_t i = 0; i < n; i++) {
        struct wanted *wanted = &page->items[page->n];
        if (!register_indicator(&page->snapshot->registers, indicators[i],
                                &wanted->number))
            continue;
        wanted->place = i;
        wanted->reader = query_reader(indicators[i]);
        if (page->n > 0 && wanted[-1].number > wanted->number)
            ascending = false;
        page->n++;
    }
    if (!ascending)
        qsort(page->items, page->n, sizeof *page->items, by_number);
}

/* How many columns of a shelf reach the day from which the page shows them. */
static size_t page_columns(const struct page *page, const struct columns *columns)
{
    size_t n = 0;
    for (int c = 0; c < TILE_PERIODS; c++)
        n += columns->periods[c].freq != FREQ_NONE &&
             columns->periods[c].last >= page->from;
    return n;
}

/* Room for all that can be found. */
static void page_room(struct page *page, struct arena *arena)
{
    for (size_t s = 0; s < page->block->n_shelves; s++) {
        const struct shelf *shelf = &page->block->shelves[s];
        size_t columns = page_columns(page, query_columns(page->snapshot, shelf));
        for (size_t i = 0; columns > 0 && i < page->n; i++)
            if (shelf_has(shelf, page->items[i].number))
                page->items[i].list.n += columns;
    }
    for (size_t i = 0; i < page->n; i++) {
        struct query_list *list = &page->items[i].list;
        list->items = arena_alloc(arena, list->n * sizeof *list->items);
        list->n = 0;
    }
}

/* Finds all indicators' tiles of one shelf, in the order in which they lie. */
static bool shelf_find(struct page *page, const struct shelf *shelf,
                       struct error *error)
{
    struct tile_key key = {
        .freq = shelf->freq, .tile = shelf->tile, .block = page->place.block};
    bool first = query_first(page->snapshot, page->place.block, shelf);
    for (size_t i = 0; i < page->n; i++) {
        struct wanted *wanted = &page->items[i];
        key.indicator = wanted->number;
        if (!shelf_has(shelf, wanted->number))
            continue;
        if (!query_find(page->snapshot, &key, &wanted->found, error))
            return false;
        if (first)
            db_want(page->snapshot->db, wanted->found.value);
        tile_expect(wanted->found.value.data, wanted->found.value.size,
                    page->place.slot, page->block->n_regions);
    }
    return true;
}

static bool shelf_read(struct page *page, const struct shelf *shelf,
                       struct error *error)
{
    struct db *db = page->snapshot->db;
    const struct columns *columns = query_columns(page->snapshot, shelf);
    if (page_columns(page, columns) == 0)
        return true;
    if (!shelf_find(page, shelf, error))
        return false;
    for (size_t i = 0; i < page->n; i++) {
        struct wanted *wanted = &page->items[i];
        struct tile_view view;
        if (!shelf_has(shelf, wanted->number))
            continue;
        if (!query_open(db, &wanted->found, &view, error))
            return false;
        if (!query_append(&view, page->place.slot, &page->time, columns, page->region,
                          page->from, &wanted->reader, &wanted->list))
            return db_damaged(db, error);
    }
    return true;
}

bool snapshot_region(struct snapshot *snapshot, int32_t region,
                     const char *const *indicators, size_t n, int32_t from,
                     int64_t known_at, struct arena *arena, struct snapshot_list *lists,
                     struct error *error)
{
    struct page page = {.snapshot = snapshot, .region = region, .from = from};
    if (!query_time(snapshot, known_at, &page.time, error))
        return false;
    if (register_region(&snapshot->registers, region, &page.place)) {
        page.block = &snapshot->registers.blocks[page.place.block];
        page_want(&page, indicators, n, arena);
        page_room(&page, arena);
        for (size_t s = 0; s < page.block->n_shelves; s++)
            if (!shelf_read(&page, &page.block->shelves[s], error))
                return false;
    }
    for (size_t i = 0; i < n; i++)
        lists[i] = (struct snapshot_list){0};
    for (size_t i = 0; i < page.n; i++) {
        struct query_list *list = &page.items[i].list;
        query_sort(list);
        lists[page.items[i].place] =
            (struct snapshot_list){.items = list->items, .n = list->n};
    }
    return true;
}
