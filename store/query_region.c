/* One region's page: many indicators at once; see store/snapshot.h. */
#include "store/query.h"

#include <stdlib.h>

/* One indicator of the page, in the order of numbers, which is that of tiles. */
struct wanted {
    uint16_t number;
    size_t list; /* its place among the caller's */
    struct query_list found;
    struct query_reader reader;
};

struct page {
    struct snapshot *snapshot;
    const struct block *block;
    struct place place;
    int32_t from;
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
                      int32_t region, struct arena *arena)
{
    bool ascending = true;
    page->items = arena_alloc(arena, n * sizeof *page->items);
    for (size_t i = 0; i < n; i++) {
        struct wanted *wanted = &page->items[page->n];
        if (!register_indicator(&page->snapshot->registers, indicators[i],
                                &wanted->number))
            continue;
        wanted->list = i;
        wanted->reader.form = query_form(indicators[i], region);
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
                page->items[i].found.n += columns;
    }
    for (size_t i = 0; i < page->n; i++) {
        struct query_list *found = &page->items[i].found;
        found->items = arena_alloc(arena, found->n * sizeof *found->items);
        found->n = 0;
    }
}

/* All indicators' tiles of one shelf, in the order in which they lie. */
static bool page_shelf(struct page *page, const struct shelf *shelf,
                       struct error *error)
{
    struct db *db = page->snapshot->db;
    const struct columns *columns = query_columns(page->snapshot, shelf);
    struct tile_key key = {
        .freq = shelf->freq, .tile = shelf->tile, .block = page->place.block};
    if (page_columns(page, columns) == 0)
        return true;
    for (size_t i = 0; i < page->n; i++) {
        struct wanted *wanted = &page->items[i];
        struct tile_view view;
        if (!shelf_has(shelf, wanted->number))
            continue;
        key.indicator = wanted->number;
        if (!query_tile(db, &key, &view, error))
            return false;
        if (!query_append(&view, page->place.slot, &page->time, columns, page->from,
                          &wanted->reader, &wanted->found))
            return db_damaged(db, error);
    }
    return true;
}

bool snapshot_region(struct snapshot *snapshot, int32_t region,
                     const char *const *indicators, size_t n, int32_t from,
                     int64_t known_at, struct arena *arena, struct snapshot_list *lists,
                     struct error *error)
{
    struct page page = {.snapshot = snapshot, .from = from};
    if (!query_time(snapshot, known_at, &page.time, error))
        return false;
    if (register_region(&snapshot->registers, region, &page.place)) {
        page.block = &snapshot->registers.blocks[page.place.block];
        page_want(&page, indicators, n, region, arena);
        page_room(&page, arena);
        for (size_t s = 0; s < page.block->n_shelves; s++)
            if (!page_shelf(&page, &page.block->shelves[s], error))
                return false;
    }
    for (size_t i = 0; i < n; i++)
        lists[i] = (struct snapshot_list){0};
    for (size_t i = 0; i < page.n; i++) {
        struct query_list *found = &page.items[i].found;
        query_sort(found);
        lists[page.items[i].list] =
            (struct snapshot_list){.items = found->items, .n = found->n};
    }
    return true;
}
