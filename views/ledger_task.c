/* A task's items of the ledger, on the task's page: see views/ledger.h. */
#include "views/ledger.h"

#include "views/grid.h"
#include "views/words.h"

static void put_row(const struct frame *frame, struct grid *grid,
                    const struct register_item *item, const struct region *region)
{
    struct arena *arena = grid->arena;
    const struct state_row *row = &deadline_rows[item->deadline.state];
    struct view_cell *cells =
        grid_row(grid, arena_printf(arena, "ledger/%s", item->id),
                 link_text(arena, "ledger", item->id, region->code),
                 arena_printf(arena, _("%1$s %2$s: %3$s"), item->item->key,
                              item_field(item->item, "title"),
                              deadline_text(&item->deadline, arena)));
    cells[0] = (struct view_cell){state_text(row, arena), row->role};
    cells[1].text = arena_printf(arena, "%d", -item->deadline.days);
    if (item->region != region)
        cells[2].text = ledger_region(item, frame->context->language);
    cells[3].text = item_field(item->item, "title");
    cells[4].text = item_field(item->item, "lead");
}

bool ledger_of_task(struct frame *frame, const struct task *task,
                    const struct region *region, struct error *error)
{
    static const struct view_column columns[] = {
        {.head = N_("State")},
        {.head = N_("Days"), .align = ALIGN_RIGHT},
        {.head = ""},
        {.head = N_("Item"), .flexible = true, .min = 24},
        {.head = N_("Lead unit"), .flexible = true, .min = 12, .drop = 1},
    };
    struct arena *arena = frame->arena;
    struct register_list all;
    if (!register_read(frame->context, ITEM_LEDGER, region, arena, &all, error))
        return false;
    if (!all.delivered)
        return true;
    struct register_list list =
        register_of_task(frame->context->catalog, &all, task->code, arena);
    struct register_counts counts = register_count(&list);
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    const char *address = link_text(arena, "ledger", "", region->code);
    struct view_cell *cells = grid_row(&grid, "ledger", address, "");
    cells[3].text = list.n == 0
                        ? _("no item is about this task")
                        : arena_printf(arena, _("%1$d items: %2$s"), counts.total,
                                       ledger_counts_text(&counts, false, arena));
    for (size_t i = 0; i < list.n; i++) {
        frame_use_item(frame, list.items[i].item->source, 0);
        if (list.items[i].deadline.state == DEADLINE_OVERDUE)
            put_row(frame, &grid, &list.items[i], region);
    }
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .title = _("Ledger"),
                                           .table = grid_table(&grid, "")});
    return true;
}
