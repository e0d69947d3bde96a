/* A task's items of the ledger, on the task's page: see views/ledger.h. */
#include "views/ledger.h"

#include "views/grid.h"
#include "views/register_page.h"
#include "views/words.h"

#include <string.h>

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
    cells[0] = (struct view_cell){.text = state_text(row, arena), .role = row->role};
    cells[1].text = arena_printf(arena, "%d", -item->deadline.days);
    if (item->region != region)
        cells[2].text = register_place(item, frame->context->language);
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
    cells[3].text =
        list.n == 0
            ? _("no item is about this task")
            : arena_printf(arena,
                           counts.total == 1 ? _("%1$d item: %2$s")
                                             : _("%1$d items: %2$s"),
                           counts.total, ledger_counts_text(&counts, false, arena));
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

bool ledger_duty(struct frame *frame, const struct task *task,
                 const struct region *region, const char **text, struct error *error)
{
    static const char *const states[] = {
        [DUTY_UNKNOWN] = N_("no source delivers its register"),
        [DUTY_NONE] = N_("nothing in its register"),
        [DUTY_PRESENT] = N_("in its register: %d"),
        [DUTY_IN_TIME] = N_("in time; items: %d"),
        [DUTY_DUE_SOON] = N_("due soon; items: %d"),
        [DUTY_OVERDUE] = N_("overdue; items: %d"),
        [DUTY_CLOSED] = N_("closed; items: %d"),
    };
    struct arena *arena = frame->arena;
    struct duty_registers registers;
    struct duty duties[DUTIES];
    int place = task->code[0] == 'C' ? task->code[1] - '1' : -1;
    if (place < 0 || place >= DUTIES) {
        *text = task_short(task, frame->context->language);
        return true;
    }
    if (!duty_registers_read(frame->context, region, arena, &registers, error))
        return false;
    duties_of(frame->context, &registers, region, duties);
    const struct duty *duty = &duties[place];
    const char *title = task_short(task, frame->context->language);
    const char *state = arena_printf(arena, _(states[duty->state]), duty->n);
    if (duty->basis[0])
        state = arena_printf(arena, _("plan issued: %s"), duty->basis);
    const char *wordings[] = {
        arena_printf(arena, _("%1$s: %2$s."), title, state),
        arena_printf(arena, _("%1$s: %2$s."), title,
                     duty->basis[0] ? _("plan issued") : state),
    };
    *text = fullest(wordings, sizeof wordings / sizeof *wordings);
    return true;
}
