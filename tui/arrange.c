/* Arrange: the page sorted, filtered or grouped another way. See tui/session.h. */
#include "tui/session.h"

#include "views/words.h"

#include <string.h>

/* The page drawn anew, and what it goes by now. False, with the reason, if it cannot
 * be. */
static bool redo(struct tui *tui, const char *format, const char *choice)
{
    struct error error = {0};
    struct arena arena = {0};
    bool made = session_rebuild(tui, &error);
    if (made)
        session_say(tui, arena_printf(&arena, "%s%s", format, choice));
    else
        session_note(tui, &error);
    arena_release(&arena);
    return made;
}

/* Adds to what has been said. */
static void add(struct tui *tui, const char *text)
{
    size_t n = strlen(tui->message);
    place_copy(tui->message + n, sizeof tui->message - n, text);
}

/* One asks for an order to see what comes first in it: to the first row, in the column
 * where the cursor stands. */
static void to_top(struct tui *tui)
{
    const struct sheet *sheet = &tui->page->sheet;
    const struct sheet_item *item = shown_item(tui->page);
    int x = item ? item->x : 0;
    shown_end(tui->page, -1, session_height(tui));
    size_t at = tui->page->item;
    while (at + 1 < sheet->n_items &&
           sheet->items[at + 1].line == sheet->items[at].line &&
           sheet->items[at + 1].x <= x)
        at++;
    if (at < sheet->n_items)
        shown_select(tui->page, at, session_height(tui));
}

/* A number for the rows and cells as they follow each other. */
static uint64_t order_of(const struct sheet *sheet)
{
    uint64_t order = sheet->n_items;
    for (size_t i = 0; i < sheet->n_items; i++)
        for (const char *key = sheet->items[i].key; *key; key++)
            order = order * 31 + (unsigned char)*key;
    return order;
}

void arrange_sort(struct tui *tui, uint32_t key)
{
    (void)key;
    const struct sheet_item *item = shown_item(tui->page);
    struct chosen *chosen = chosen_of(&tui->by_page, session_page(tui));
    if (chosen_sort(chosen, item ? item->key : "")) {
        const struct view_choice *now =
            chosen->sort ? chosen->sort : chosen->page->sorts;
        uint64_t before = order_of(&tui->page->sheet);
        if (redo(tui, _("Sorted: "), _(now->title)) &&
            order_of(&tui->page->sheet) == before)
            add(tui, _("; the rows stay as they are"));
        /* Where it goes by a row or a column, the cursor stays on that one. */
        if (now->at == CHOICE_AT_NOTHING)
            to_top(tui);
    } else
        session_say(tui, _("This page has only one order."));
}

/* To the first row of the list in that block that is in order by a column; elsewhere to
 * the first such list. */
static void to_sorted(struct tui *tui, size_t block)
{
    const struct view *view = &tui->page->view;
    const struct sheet *sheet = &tui->page->sheet;
    if (block >= view->n_blocks || !view->blocks[block].table.sorted)
        for (block = 0; block < view->n_blocks; block++)
            if (view->blocks[block].table.sorted)
                break;
    for (size_t i = 0; i < sheet->n_items; i++)
        if (sheet->items[i].block == block) {
            shown_select(tui->page, i, session_height(tui));
            return;
        }
    to_top(tui);
}

/* The block where the cursor stands; none: one that the page has not. */
static size_t block_here(const struct tui *tui)
{
    const struct sheet_item *item = shown_item(tui->page);
    return item ? item->block : tui->page->view.n_blocks;
}

static bool has_tiles(const struct view *view)
{
    for (size_t i = 0; i < view->n_blocks; i++)
        if (view->blocks[i].kind == BLOCK_MAP)
            return true;
    return false;
}

void arrange_column(struct tui *tui, uint32_t key)
{
    (void)key;
    struct chosen *chosen = chosen_of(&tui->by_page, session_page(tui));
    size_t block = block_here(tui);
    if (chosen_column(chosen, &tui->page->view, block)) {
        redo(tui, _("Sorted: "),
             chosen->column[0] ? chosen->column : _("as the page does by itself"));
        to_sorted(tui, block);
    } else
        session_say(tui, has_tiles(&tui->page->view)
                             ? _("Tiles have no columns; m shows the list.")
                             : _("No list of this page has columns to sort by."));
}

void arrange_reverse(struct tui *tui, uint32_t key)
{
    (void)key;
    struct chosen *chosen = chosen_of(&tui->by_page, session_page(tui));
    size_t block = block_here(tui);
    if (chosen->column[0]) {
        chosen->reversed = !chosen->reversed;
        redo(tui, chosen->reversed ? _("Sorted the other way round: ") : _("Sorted: "),
             chosen->column);
        to_sorted(tui, block);
    } else
        session_say(tui, _("S sorts by a column; I then turns the order round."));
}

void arrange_group(struct tui *tui, uint32_t key)
{
    (void)key;
    struct chosen *chosen = chosen_of(&tui->by_page, session_page(tui));
    if (chosen_group(chosen)) {
        redo(tui, _("Shown: "),
             _((chosen->group ? chosen->group : chosen->page->groups)->title));
        shown_end(tui->page, -1, session_height(tui));
    } else
        session_say(tui, _("This page has no other grouping."));
}

void arrange_filter(struct tui *tui, uint32_t key)
{
    (void)key;
    const struct page *page = session_page(tui);
    if (page && page->filters)
        ask_open(tui, ASKING_FILTER);
    else
        session_say(tui, _("This page has nothing to filter by."));
}
