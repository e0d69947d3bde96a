/* What the pages of one case and of one publicity item share: see
 * views/example_item.h. */
#include "views/example_item.h"

#include "views/register_page.h"
#include "views/words.h"

#include <string.h>

static void add_label(struct examples *examples, const char *label, const char *text)
{
    frame_text(&examples->frame, label, *text ? text : _("not filled in"),
               *text ? ROLE_TEXT : ROLE_DIM);
}

void example_gap(struct examples *examples)
{
    examples->gap = true;
}

void example_head(struct examples *examples, const char *label)
{
    frame_text(&examples->frame, label, item_field(examples->item->item, "title"),
               ROLE_HEAD);
}

void example_about(struct examples *examples)
{
    const struct view_context *context = examples->frame.context;
    struct arena *arena = context->arena;
    const struct register_item *item = examples->item;
    add_label(examples, _("Task"), example_task_named(item, context->language, arena));
    add_label(examples, _("Region"),
              example_place_full(context->catalog, item, context->language, arena));
    add_label(examples, _("Unit"), item_field(item->item, "unit"));
    add_label(examples, _("Level"), level_text(item_field(item->item, "level")));
    add_label(examples, _("Date"), item->date ? day_text(arena, item->date) : "");
}

void example_field(struct examples *examples, const char *name, enum example_when when)
{
    struct frame *frame = &examples->frame;
    const struct item *item = examples->item->item;
    int field = item_field_named(item->kind, name);
    const char *text = item_field(item, name);
    if (field < 0 || (!*text && when == EXAMPLE_SAID))
        return;
    const char *label = _(item_registers[item->kind].fields[field].title);
    frame_block(frame, (struct view_block){.kind = BLOCK_TEXT,
                                           .label = label,
                                           .text = *text ? text : _("not filled in"),
                                           .role = *text ? ROLE_TEXT : ROLE_DIM,
                                           .tight = !examples->gap});
    examples->gap = false;
}

size_t example_lines(const char *text)
{
    size_t n = 0;
    while (*text) {
        size_t length = strcspn(text, "\n");
        n += strspn(text, " \t\r") < length;
        text += length + (text[length] == '\n');
    }
    return n;
}

/* ---- what to open ---- */

static void put_link(struct grid *grid, const char *key, const char *what,
                     const char *title, const char *address)
{
    struct view_cell *cells =
        grid_row(grid, key, address, arena_printf(grid->arena, "%s  %s", what, title));
    cells[0] = (struct view_cell){.text = what, .role = ROLE_TEXT};
    cells[1] = (struct view_cell){.text = title, .role = ROLE_TEXT};
    cells[2] = (struct view_cell){.text = address, .role = ROLE_LINK};
}

static void put_neighbour(struct grid *grid, const struct examples *examples,
                          const char *what, const struct register_item *item)
{
    const char *address = example_link(examples, item);
    put_link(grid, address, what, item_field(item->item, "title"), address);
}

/* The neighbours in the list as the reader has it; in the whole one where that leaves
 * the item out. */
static void put_neighbours(struct grid *grid, const struct examples *examples)
{
    const struct register_list *list = &examples->shown;
    if (!register_find(list, examples->item->id))
        list = &examples->all;
    const struct register_item *item = register_find(list, examples->item->id);
    size_t at = (size_t)(item - list->items);
    if (at > 0)
        put_neighbour(grid, examples, _("Previous"), item - 1);
    if (at + 1 < list->n)
        put_neighbour(grid, examples, _("Next"), item + 1);
}

static void add_links(struct examples *examples)
{
    static const struct view_column columns[] = {
        {.head = ""},
        {.head = "", .flexible = true, .min = 12},
        {.head = "", .drop = 1},
    };
    struct frame *frame = &examples->frame;
    enum language language = frame->context->language;
    int32_t region = examples->region->code;
    const struct task *task = examples->item->task;
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    if (task)
        put_link(&grid, "see/task", _("Task"),
                 example_task_named(examples->item, language, frame->arena),
                 link_text(frame->arena, "task", task->code, region));
    put_neighbours(&grid, examples);
    put_link(&grid, "see/all", _("Whole list"), _(examples->page->title),
             link_text(frame->arena, examples->page->name, "", region));
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("See also"),
                           .table = grid_table(&grid, ""),
                       });
}

bool example_end(struct examples *examples, struct error *error)
{
    struct frame *frame = &examples->frame;
    /* Links first: Enter opens the task from wherever the text has been read to. */
    add_links(examples);
    const char *origin;
    if (!register_record(frame, examples->item, error) ||
        !register_origin(frame, examples->item->item, &origin, error))
        return false;
    frame_block(frame, (struct view_block){.kind = BLOCK_TEXT,
                                           .label = _("Delivered by"),
                                           .text = origin});
    frame->view.keys = _("Enter task  [ back  / find  ? help");
    return true;
}
