/*
 * Cursor: which item of a sheet is selected, and where the keys take it.
 *
 * Owns: the rules of movement. Pure functions from item to item.
 * Must never know: the window, curses, keys.
 *
 * An item is its index in sheet->items. Functions that find no other item return the
 * one they were given.
 */
#ifndef TUI_CURSOR_H
#define TUI_CURSOR_H

#include "views/layout.h"

#include <stddef.h>
#include <stdint.h>

#define NO_ITEM SIZE_MAX

/* The item of the previous or next line that has any, closest by its column. From
 * NO_ITEM: NO_ITEM. */
size_t cursor_up(const struct sheet *sheet, size_t item);
size_t cursor_down(const struct sheet *sheet, size_t item);

/* Where a page begins: its first item that is not a column's head; NO_ITEM if it has
 * none. */
size_t cursor_first(const struct sheet *sheet);

/* The neighbour on the same line and in the same block. */
size_t cursor_left(const struct sheet *sheet, size_t item);
size_t cursor_right(const struct sheet *sheet, size_t item);

/* The first item, heads aside, of the next (step 1) or previous (-1) block that has
 * any; behind the last comes the first. */
size_t cursor_block(const struct sheet *sheet, size_t item, int step);

/* The item with that key, of several the one whose cell is closest to x; NO_ITEM if
 * there is none. */
size_t cursor_by_key(const struct sheet *sheet, const char *key, int x);

/* The first item that opens the address; NO_ITEM if none does. */
size_t cursor_by_address(const struct sheet *sheet, const char *address);

/* The next item, all round, that somebody must act on; NO_ITEM if none is. */
size_t cursor_behind(const struct sheet *sheet, size_t item);

/* The next (step 1) or previous (-1) item, all round, whose line or detail contains the
 * words; NO_ITEM if none does. The item itself is the last one tried. */
size_t cursor_search(const struct sheet *sheet, size_t item, int step,
                     const char *words);

/* The column by which items are compared: the cell's, or the marker's of a row. */
int cursor_column(const struct sheet_item *item);

#endif
