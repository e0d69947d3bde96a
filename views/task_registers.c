/* Registers on the page of a task: see views/task_registers.h. */
#include "views/task_registers.h"

#include "views/grid.h"
#include "views/publicity_one.h"
#include "views/words.h"

#include <string.h>

static const char *cases_text(const struct view_context *context,
                              const struct register_list *list, struct arena *arena)
{
    (void)context; /* what is in the register is in it on any day */
    int candidates = 0;
    for (size_t i = 0; i < list->n; i++)
        candidates +=
            strcmp(item_field(list->items[i].item, "state"), "candidate") == 0;
    return candidates > 0
               ? arena_printf(arena, _("%1$zu in the register (%2$d to be verified)"),
                              list->n, candidates)
               : arena_printf(arena, _("%zu in the register"), list->n);
}

static const char *publicity_text(const struct view_context *context,
                                  const struct register_list *list, struct arena *arena)
{
    int32_t today = page_day(context), last = 0;
    int out = 0, planned = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct register_item *item = &list->items[i];
        bool still = publicity_planned(item, today);
        planned += still;
        out += !still;
        if (!still && item->date > last)
            last = item->date;
    }
    const char *text = last ? arena_printf(arena, _("%1$d made known, last on %2$s"),
                                           out, day_text(arena, last))
                            : arena_printf(arena, _("%d made known"), out);
    return planned > 0 ? arena_printf(arena, _("%1$s; %2$d planned"), text, planned)
                       : text;
}

static const struct {
    const struct page *page;
    enum item_kind kind;
    const char *(*text)(const struct view_context *context,
                        const struct register_list *list, struct arena *arena);
} registers[] = {
    {&page_cases, ITEM_CASE, cases_text},
    {&page_publicity, ITEM_PUBLICITY, publicity_text},
};

bool task_examples(struct frame *frame, const struct task *task,
                   const struct region *region, struct error *error)
{
    static const struct view_column columns[] = {
        {.head = ""},
        {.head = "", .flexible = true, .min = 12},
        {.head = "", .drop = 1},
    };
    const struct view_context *context = frame->context;
    struct arena *arena = frame->arena;
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < sizeof registers / sizeof *registers; i++) {
        const struct page *page = registers[i].page;
        struct register_list all;
        if (!register_read(context, registers[i].kind, region, arena, &all, error))
            return false;
        struct register_list list =
            register_of_task(context->catalog, &all, task->code, arena);
        const char *address = link_text(arena, page->name, "", region->code);
        const char *text = all.delivered ? registers[i].text(context, &list, arena)
                                         : _("Not reported");
        struct view_cell *cells =
            grid_row(&grid, arena_printf(arena, "register/%s", page->name), address,
                     arena_printf(arena, _("%1$s of %2$s: %3$s"), _(page->title),
                                  task_short(task, context->language), text));
        cells[0].text = _(page->title);
        cells[1] = (struct view_cell){.text = text,
                                      .role = all.delivered ? ROLE_TEXT : ROLE_WARN};
        cells[2] = (struct view_cell){.text = address, .role = ROLE_LINK};
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Examples and publicity"),
                           .table = grid_table(&grid, ""),
                       });
    return true;
}
