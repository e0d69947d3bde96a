/* Cursor: see tui/cursor.h. */
#include "tui/cursor.h"

#include "core/text.h"

#include <stdlib.h>
#include <string.h>

int cursor_column(const struct sheet_item *item)
{
    return item->width > 0 ? item->x : item->marker;
}

/* The item closest to x among those on the line of `at`, looking in direction `step`
 * from there. The first of equals wins. */
static size_t closest(const struct sheet *sheet, size_t at, int step, int x)
{
    size_t line = sheet->items[at].line, best = at;
    for (size_t i = at; i < sheet->n_items && sheet->items[i].line == line;
         i += (size_t)step)
        if (abs(cursor_column(&sheet->items[i]) - x) <
            abs(cursor_column(&sheet->items[best]) - x))
            best = i;
    return best;
}

static size_t move_line(const struct sheet *sheet, size_t item, int step)
{
    if (item >= sheet->n_items)
        return NO_ITEM;
    size_t line = sheet->items[item].line, i = item;
    /* Past 0 the index wraps to a number beyond every sheet. */
    while (i < sheet->n_items && sheet->items[i].line == line)
        i += (size_t)step;
    if (i >= sheet->n_items)
        return item;
    return closest(sheet, i, step, cursor_column(&sheet->items[item]));
}

size_t cursor_up(const struct sheet *sheet, size_t item)
{
    return move_line(sheet, item, -1);
}

size_t cursor_down(const struct sheet *sheet, size_t item)
{
    return move_line(sheet, item, 1);
}

static size_t move_beside(const struct sheet *sheet, size_t item, int step)
{
    size_t next = item + (size_t)step;
    if (item >= sheet->n_items || next >= sheet->n_items)
        return item;
    const struct sheet_item *a = &sheet->items[item], *b = &sheet->items[next];
    return a->line == b->line && a->block == b->block ? next : item;
}

/* From `at` on, the first item of its block that is not a column's head. */
static size_t past_heads(const struct sheet *sheet, size_t at)
{
    size_t i = at;
    while (i < sheet->n_items && sheet->items[i].head &&
           sheet->items[i].block == sheet->items[at].block)
        i++;
    return i < sheet->n_items && !sheet->items[i].head ? i : at;
}

size_t cursor_first(const struct sheet *sheet)
{
    return sheet->n_items > 0 ? past_heads(sheet, 0) : NO_ITEM;
}

size_t cursor_left(const struct sheet *sheet, size_t item)
{
    return move_beside(sheet, item, -1);
}

size_t cursor_right(const struct sheet *sheet, size_t item)
{
    return move_beside(sheet, item, 1);
}

size_t cursor_block(const struct sheet *sheet, size_t item, int step)
{
    if (item >= sheet->n_items)
        return item;
    size_t n = sheet->n_items, block = sheet->items[item].block, i = item, tried = 0;
    while (sheet->items[i].block == block && tried++ < n)
        i = step > 0 ? (i + 1) % n : (i + n - 1) % n;
    block = sheet->items[i].block;
    for (i = 0; sheet->items[i].block != block;)
        i++;
    return past_heads(sheet, i);
}

size_t cursor_by_key(const struct sheet *sheet, const char *key, int x)
{
    size_t best = NO_ITEM;
    for (size_t i = 0; i < sheet->n_items && *key; i++) {
        if (strcmp(sheet->items[i].key, key) != 0)
            continue;
        if (best == NO_ITEM || abs(cursor_column(&sheet->items[i]) - x) <
                                   abs(cursor_column(&sheet->items[best]) - x))
            best = i;
    }
    return best;
}

size_t cursor_by_address(const struct sheet *sheet, const char *address)
{
    for (size_t i = 0; i < sheet->n_items && *address; i++)
        if (strcmp(sheet->items[i].address, address) == 0)
            return i;
    return NO_ITEM;
}

size_t cursor_behind(const struct sheet *sheet, size_t item)
{
    size_t n = sheet->n_items, i = item < n ? item : n - 1;
    for (size_t tried = 0; tried < n; tried++) {
        i = (i + 1) % n;
        if (sheet->items[i].behind)
            return i;
    }
    return NO_ITEM;
}

static bool says(const struct sheet *sheet, const struct sheet_item *item,
                 const char *words)
{
    if (text_contains(item->detail, words))
        return true;
    const struct sheet_line *line = &sheet->lines[item->line];
    for (size_t i = 0; i < line->n; i++)
        if (text_contains(line->spans[i].text, words))
            return true;
    return false;
}

size_t cursor_search(const struct sheet *sheet, size_t item, int step,
                     const char *words)
{
    size_t n = sheet->n_items, i = item < n ? item : step > 0 ? n - 1 : 0;
    for (size_t tried = 0; tried < n; tried++) {
        i = step > 0 ? (i + 1) % n : (i + n - 1) % n;
        if (says(sheet, &sheet->items[i], words))
            return i;
    }
    return NO_ITEM;
}
