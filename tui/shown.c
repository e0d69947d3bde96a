/* Shown: see tui/shown.h. */
#include "tui/shown.h"

#include "tui/cursor.h"
#include "tui/scroll.h"

void shown_layout(struct shown *shown, const struct layout_rules *rules)
{
    arena_release(&shown->layout);
    layout_head(&shown->view, rules, &shown->layout, shown->head);
    layout_sheet(&shown->view, rules, &shown->layout, &shown->sheet);
    /* Another width may show other items. */
    if (shown->item >= shown->sheet.n_items)
        shown->item = shown->sheet.n_items > 0 ? shown->sheet.n_items - 1 : NO_ITEM;
    else if (shown->item == NO_ITEM && shown->sheet.n_items > 0)
        shown->item = cursor_first(&shown->sheet);
}

bool shown_build(struct shown *shown, const struct tui_host *host, const char *address,
                 const char *from, const struct view_options *options,
                 const struct layout_rules *rules, struct error *error)
{
    shown_release(shown);
    if (!host->build(host->self, address, from, options, &shown->arena, &shown->view,
                     error)) {
        shown_release(shown);
        return false;
    }
    place_copy(shown->from, sizeof shown->from, from);
    shown_layout(shown, rules);
    shown->item = cursor_first(&shown->sheet);
    return true;
}

void shown_release(struct shown *shown)
{
    arena_release(&shown->arena);
    arena_release(&shown->layout);
    *shown = (struct shown){.item = NO_ITEM};
}

const struct sheet_item *shown_item(const struct shown *shown)
{
    return shown->item < shown->sheet.n_items ? &shown->sheet.items[shown->item] : NULL;
}

static size_t line_of(const struct shown *shown, size_t item)
{
    return shown->sheet.items[item].line;
}

void shown_select(struct shown *shown, size_t item, size_t height)
{
    if (item >= shown->sheet.n_items)
        return;
    shown->item = item;
    /* Towards the first and the last item the text around them comes along. */
    if (line_of(shown, item) <= line_of(shown, cursor_first(&shown->sheet)))
        shown->top = 0;
    else if (line_of(shown, item) == line_of(shown, shown->sheet.n_items - 1))
        shown->top = scroll_most(&shown->sheet, height);
    shown->top = scroll_to(&shown->sheet, shown->top, height, line_of(shown, item));
}

/* Is there a selected item, and in the window? */
static bool visible(const struct shown *shown, size_t height)
{
    return shown->item < shown->sheet.n_items &&
           scroll_shows(&shown->sheet, shown->top, height, line_of(shown, shown->item));
}

/* Is the line further from the window than one screenful? */
static bool far(const struct shown *shown, size_t height, size_t line)
{
    size_t top = shown->top;
    return line >= top + 2 * height || line + height < top;
}

/* The visible item closest to a line; NO_ITEM if none is visible. */
static size_t visible_near(const struct shown *shown, size_t height, size_t line)
{
    size_t best = NO_ITEM, best_distance = 0;
    for (size_t i = 0; i < shown->sheet.n_items; i++) {
        size_t at = line_of(shown, i), distance = at > line ? at - line : line - at;
        if (!shown->sheet.items[i].head &&
            scroll_shows(&shown->sheet, shown->top, height, at) &&
            (best == NO_ITEM || distance < best_distance)) {
            best = i;
            best_distance = distance;
        }
    }
    return best;
}

/* The window alone moves a line; where the item has gone out of it, one that has come
 * in on the other side is selected. */
static void move_window(struct shown *shown, int step, size_t height)
{
    size_t most = scroll_most(&shown->sheet, height);
    if (step < 0 && shown->top > 0)
        shown->top--;
    if (step > 0 && shown->top < most)
        shown->top++;
    if (!visible(shown, height)) {
        size_t edge = step < 0 ? 0 : shown->top + height;
        size_t item = visible_near(shown, height, edge);
        if (item != NO_ITEM)
            shown->item = item;
    }
}

void shown_step(struct shown *shown, int step, size_t height)
{
    const struct sheet *sheet = &shown->sheet;
    size_t next =
        step < 0 ? cursor_up(sheet, shown->item) : cursor_down(sheet, shown->item);
    if (visible(shown, height) && next != shown->item &&
        !far(shown, height, line_of(shown, next)))
        shown_select(shown, next, height);
    else
        move_window(shown, step, height);
}

void shown_page(struct shown *shown, int step, size_t height)
{
    size_t old = shown->top;
    shown->top = scroll_page(&shown->sheet, old, height, step);
    if (shown->item == NO_ITEM)
        return;
    /* Nothing further: the last item, or the first. */
    size_t n = shown->sheet.n_items, item;
    if (shown->top == old)
        item = visible_near(shown, height, step < 0 ? 0 : line_of(shown, n - 1));
    else
        item =
            visible_near(shown, height, line_of(shown, shown->item) + shown->top - old);
    if (item != NO_ITEM)
        shown->item = item;
}

void shown_end(struct shown *shown, int step, size_t height)
{
    size_t n = shown->sheet.n_items;
    shown->top = step < 0 ? 0 : scroll_most(&shown->sheet, height);
    if (n > 0) {
        size_t last = n - 1;
        while (last > 0 && line_of(shown, last - 1) == line_of(shown, n - 1))
            last--;
        shown_select(shown, step < 0 ? cursor_first(&shown->sheet) : last, height);
    }
}

void shown_note(const struct shown *shown, struct place *place)
{
    const struct sheet_item *item = shown_item(shown);
    place->top = shown->top;
    place->x = item ? cursor_column(item) : 0;
    place_copy(place->key, sizeof place->key, item ? item->key : "");
}

void shown_restore(struct shown *shown, const struct place *place, size_t height)
{
    size_t item = cursor_by_key(&shown->sheet, place->key, place->x);
    size_t most = scroll_most(&shown->sheet, height);
    shown->top = place->top < most ? place->top : most;
    if (item == NO_ITEM)
        return;
    shown->item = item;
    shown->top = scroll_to(&shown->sheet, shown->top, height, line_of(shown, item));
}

void shown_follow(struct shown *shown, const struct shown *old, size_t height)
{
    struct place place = {0};
    shown_note(old, &place);
    size_t item = cursor_by_key(&shown->sheet, place.key, place.x);
    if (item == NO_ITEM && shown->sheet.n_items > 0 && old->item != NO_ITEM) {
        item = old->item < shown->sheet.n_items ? old->item : shown->sheet.n_items - 1;
    } else if (item != NO_ITEM) {
        /* As far below the window's top as it was; wraps below 0, which `top` does
         * not. */
        size_t moved = line_of(shown, item) - line_of(old, old->item);
        place.top = place.top + moved < shown->sheet.n_lines ? place.top + moved : 0;
    }
    size_t most = scroll_most(&shown->sheet, height);
    shown->top = place.top < most ? place.top : most;
    if (item == NO_ITEM)
        return;
    bool was_visible =
        scroll_shows(&old->sheet, old->top, height, line_of(old, old->item));
    shown->item = item;
    if (was_visible)
        shown->top = scroll_to(&shown->sheet, shown->top, height, line_of(shown, item));
}
