/* What sources deliver besides figures: see views/source_items.h. */
#include "views/source_items.h"

#include "views/grid.h"
#include "views/page.h"
#include "views/source_text.h"
#include "views/words.h"

#include <string.h>

static const struct view_column columns[] = {
    {.head = N_("Register"), .flexible = true, .min = 12},
    {.head = N_("Source")},
    {.head = N_("Items"), .align = ALIGN_RIGHT},
    {.head = N_("Struck out"), .align = ALIGN_RIGHT, .drop = 1},
    {.head = N_("Last change")},
};

/* Receipts are asked for once each: many versions came with one. */
struct times {
    const struct view_context *context;
    int64_t *items; /* by number; 0 = not asked for yet */
};

/* When the version was delivered. */
static bool time_of(struct times *times, uint32_t number, int64_t *time,
                    struct error *error)
{
    const struct query *query = times->context->query;
    struct receipt receipt;
    if (times->items[number] == 0) {
        if (!query->receipt(query->self, number, times->context->arena, &receipt,
                            error))
            return false;
        times->items[number] = receipt.time;
    }
    *time = times->items[number];
    return true;
}

struct tally {
    const char *source;
    size_t standing, struck;
    int64_t changed; /* 0: nothing was known by then */
};

static void put_tally(const struct frame *frame, struct grid *grid, enum item_kind kind,
                      const struct tally *tally)
{
    struct arena *arena = grid->arena;
    const struct item_register *known = &item_registers[kind];
    if (tally->changed == 0)
        return;
    const char *title = _(known->title);
    struct view_cell *cells =
        grid_row(grid, arena_printf(arena, "%s %s", known->name, tally->source),
                 link_text(arena, "sources", tally->source, 0),
                 arena_printf(arena, "%s  aiplus --csv=%s", title, known->name));
    cells[0] = (struct view_cell){.text = title, .role = ROLE_TEXT};
    cells[1] = (struct view_cell){.text = tally->source, .role = ROLE_TEXT};
    cells[2] = count_cell(arena, (int)tally->standing, ROLE_TEXT);
    cells[3] = count_cell(arena, (int)tally->struck, ROLE_TEXT);
    cells[4] = (struct view_cell){
        .text = time_or(arena, tally->changed, frame->figures.now, ""),
        .role = ROLE_TEXT};
}

/* The versions come by source, key and age: what stood is the last that was known. */
static bool put_kind(struct frame *frame, struct grid *grid, enum item_kind kind,
                     const char *only, struct error *error)
{
    const struct view_context *context = frame->context;
    struct times times = {.context = context};
    struct tally tally = {.source = ""};
    struct item *items;
    size_t n;
    uint32_t most = 0;
    if (!context->query->item_history(context->query->self, kind, NULL, NULL,
                                      context->arena, &items, &n, error))
        return false;
    for (size_t i = 0; i < n; i++)
        most = items[i].receipt > most ? items[i].receipt : most;
    times.items = arena_alloc(context->arena, ((size_t)most + 1) * sizeof *times.items);
    const struct item *stood = NULL;
    for (size_t i = 0; i < n; i++) {
        int64_t time;
        if (!time_of(&times, items[i].receipt, &time, error))
            return false;
        if (strcmp(items[i].source, tally.source) != 0) {
            put_tally(frame, grid, kind, &tally);
            tally = (struct tally){.source = items[i].source};
        }
        if (time <= context->known_at && !items[i].late) {
            stood = &items[i];
            tally.changed = time > tally.changed ? time : tally.changed;
        }
        bool last = i + 1 == n || strcmp(items[i + 1].source, tally.source) != 0 ||
                    strcmp(items[i + 1].key, items[i].key) != 0;
        if (!last)
            continue;
        if (*only && strcmp(only, tally.source) != 0)
            tally.changed = 0;
        tally.standing += stood && !stood->withdrawn;
        tally.struck += stood && stood->withdrawn;
        stood = NULL;
    }
    put_tally(frame, grid, kind, &tally);
    return true;
}

bool source_put_items(struct frame *frame, const char *only, struct error *error)
{
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (int kind = 0; kind < ITEM_KINDS; kind++)
        if (!put_kind(frame, &grid, (enum item_kind)kind, only, error))
            return false;
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TABLE,
                               .title = _("Registers and additions"),
                               .table = grid_table(&grid, ""),
                           });
    return true;
}
