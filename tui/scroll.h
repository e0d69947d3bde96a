/*
 * Scroll: a window of some lines onto a sheet.
 *
 * Owns: which sheet line stands in which row of the window, and the heads of a block
 * that stay at the window's top while the block's rows pass under them.
 * Must never know: the cursor's rules, curses.
 *
 *   top = 6, the block's heads are lines 4 and 5:
 *
 *     row 0   line 4   pinned
 *     row 1   line 5   pinned
 *     row 2   line 8   line 6 and 7 are behind the heads
 *     row 3   line 9
 */
#ifndef TUI_SCROLL_H
#define TUI_SCROLL_H

#include "views/layout.h"

#include <stdbool.h>
#include <stddef.h>

struct pinned {
    size_t first, n; /* n = 0: none */
};

/* The heads that are pinned while line `top` is the window's first. */
struct pinned scroll_pinned(const struct sheet *sheet, size_t top);

/* The sheet line in a row of the window; beyond the sheet: n_lines or more. */
size_t scroll_line(const struct sheet *sheet, size_t top, size_t row);

/* The greatest top that makes sense. */
size_t scroll_most(const struct sheet *sheet, size_t height);

/* Does the line show, other than as a pinned head? */
bool scroll_shows(const struct sheet *sheet, size_t top, size_t height, size_t line);

/* The top closest to the given one with which the line shows. */
size_t scroll_to(const struct sheet *sheet, size_t top, size_t height, size_t line);

/* The top one window further (step 1) or back (-1), one line in common. */
size_t scroll_page(const struct sheet *sheet, size_t top, size_t height, int step);

#endif
