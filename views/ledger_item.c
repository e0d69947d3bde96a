/* One item of the ledger: its fields in the ledger's own words, where it comes from.
 * See views/ledger.h. */
#include "views/ledger.h"

#include "core/text.h"
#include "views/grid.h"
#include "views/register_page.h"
#include "views/words.h"

#include <string.h>

struct item_page {
    struct frame *frame;
    const struct region *region;
    const struct register_item *item;
};

/* What an office writes, in the order in which it is read; each stands there, filled in
 * or not. */
static const char *const written[] = {
    "goal", "measures", "lead", "cooperating", "report", "problems", "next", NULL,
};

/* Only where it was filled in. */
static const char *const further[] = {"supervision", "plan", "start",
                                      "reported",    "note", NULL};

static void put_field(const struct item_page *page, const char *name, bool always)
{
    const struct item_field *field =
        &item_registers[ITEM_LEDGER].fields[item_field_named(ITEM_LEDGER, name)];
    const char *text = item_field(page->item->item, name);
    if (*text)
        frame_text(page->frame, _(field->title), text, ROLE_TEXT);
    else if (always)
        frame_text(page->frame, _(field->title), _("not filled in"), ROLE_DIM);
}

static void put_deadline(const struct item_page *page)
{
    struct arena *arena = page->frame->arena;
    const struct deadline *deadline = &page->item->deadline;
    const struct state_row *row = &deadline_rows[deadline->state];
    const char *text =
        arena_printf(arena, "%s %s", _(row->symbol), deadline_text(deadline, arena));
    if (deadline->has_day)
        text = arena_printf(arena, "%s  %s", day_text(arena, deadline->day), text);
    frame_text(page->frame, _("Deadline"), text, row->role);
}

static void put_progress(const struct item_page *page)
{
    struct frame *frame = page->frame;
    struct ledger_progress progress =
        ledger_progress(page->item->item, page_day(frame->context));
    const char *text = ledger_progress_text(&progress, frame->arena);
    if (progress.behind)
        text = arena_printf(frame->arena, "! %s", text);
    enum role role = progress.behind ? ROLE_BAD : *text ? ROLE_TEXT : ROLE_DIM;
    frame_text(frame, _("Progress"), *text ? text : _("not filled in"), role);
}

static void put_fields(const struct item_page *page)
{
    struct frame *frame = page->frame;
    if (page->item->region != page->region)
        frame_text(frame, _("Region"),
                   page->item->region
                       ? region_name(page->item->region, frame->context->language)
                       : register_place(page->item, frame->context->language),
                   ROLE_TEXT);
    put_deadline(page);
    put_progress(page);
    for (size_t i = 0; written[i]; i++)
        put_field(page, written[i], true);
    for (size_t i = 0; further[i]; i++)
        put_field(page, further[i], false);
}

/* ---- where it leads ---- */

static void put_link(struct grid *grid, const char *key, const char *address,
                     const char *word, const char *text)
{
    struct view_cell *cells = grid_row(grid, key, address, text);
    cells[0] = (struct view_cell){.text = word, .role = ROLE_HEAD};
    cells[1].text = text;
}

static void put_neighbour(const struct item_page *page, struct grid *grid,
                          const struct register_item *item, const char *key,
                          const char *word)
{
    struct arena *arena = grid->arena;
    put_link(grid, key, link_text(arena, "ledger", item->id, page->region->code), word,
             arena_printf(arena, _("%1$s %2$s: %3$s"), item->item->key,
                          item_field(item->item, "title"),
                          deadline_text(&item->deadline, arena)));
}

/* The task first: it is what Enter opens on a page just opened. */
static void put_links(const struct item_page *page, const struct register_list *list)
{
    static const struct view_column columns[] = {
        {.head = ""},
        {.head = "", .flexible = true, .min = 24},
    };
    struct frame *frame = page->frame;
    struct arena *arena = frame->arena;
    const struct task *task = page->item->task;
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    if (task)
        put_link(&grid, "task",
                 link_text(arena, "task", task->code, page->region->code), _("Task"),
                 arena_printf(arena, "%s %s", task->code,
                              task_title(task, frame->context->language)));
    else
        put_link(&grid, "task", "", _("Task"), item_field(page->item->item, "task"));
    size_t at = (size_t)(page->item - list->items);
    if (at > 0)
        put_neighbour(page, &grid, page->item - 1, "previous", _("Previous"));
    if (at + 1 < list->n)
        put_neighbour(page, &grid, page->item + 1, "next", _("Next"));
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .tight = true,
                                           .table = grid_table(&grid, "")});
}

/* ---- the page ---- */

static const char *conclusion(const struct item_page *page)
{
    struct arena *arena = page->frame->arena;
    const struct item *item = page->item->item;
    const char *state = deadline_text(&page->item->deadline, arena);
    const char *title = item_field(item, "title");
    const char *report = item_field(item, "report");
    int room = CONCLUSION_CELLS - text_width(state, 1) - text_width(_(": "), 1);
    const char *wordings[] = {
        arena_printf(arena, "%s%s%s%s%s", state, _(": "), title, *report ? _("; ") : "",
                     report),
        arena_printf(arena, "%s%s%s", state, _(": "), title),
        arena_printf(arena, "%s%s%s", state, _(": "), text_cut(arena, title, room, 1)),
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

bool ledger_item(struct frame *frame, const struct region *region,
                 const struct register_list *list, const struct register_item *item,
                 struct error *error)
{
    struct item_page page = {frame, region, item};
    frame_step(frame, item->id, frame->view.address);
    ledger_use(frame, item);
    frame_text(frame, _("Item"), item_field(item->item, "title"), ROLE_HEAD);
    put_links(&page, list);
    put_fields(&page);
    frame->view.conclusion = conclusion(&page);
    frame->view.keys = _("Enter open  Esc ledger  / find  : go to  ? help");
    const char *origin;
    if (!register_origin(frame, item->item, &origin, error))
        return false;
    frame_text(frame, _("Delivered by"), origin, ROLE_TEXT);
    return register_record(frame, item, error);
}
