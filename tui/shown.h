/*
 * Shown: one page as it stands on the screen.
 *
 * Owns: the page's view and its memory, its lines at the present width, which item is
 * selected and which line is the first.
 * Must never know: curses, keys, history.
 */
#ifndef TUI_SHOWN_H
#define TUI_SHOWN_H

#include "core/arena.h"
#include "tui/history.h"
#include "tui/tui.h"
#include "views/layout.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>

enum { HEAD_LINES = 2, FOOT_LINES = 2 };

/* A zeroed struct shows nothing (view.address is NULL). */
struct shown {
    struct arena arena;  /* the view */
    struct arena layout; /* its lines: made again at every width */
    struct view view;
    char from[PLACE_ADDRESS];
    struct sheet_line head[HEAD_LINES];
    struct sheet sheet;
    size_t item; /* NO_ITEM where there is none */
    size_t top;  /* first line of the body in the window */
};

/* Builds the page at an address; the first item is selected. On failure nothing has
 * changed but that the struct shows nothing. */
bool shown_build(struct shown *shown, const struct tui_host *host, const char *address,
                 const char *from, const struct view_options *options,
                 const struct layout_rules *rules, struct error *error);

/* Frees everything; the struct shows nothing. */
void shown_release(struct shown *shown);

/* Makes the lines again for another width. The selection stays with its item. */
void shown_layout(struct shown *shown, const struct layout_rules *rules);

/* The selected item, NULL if none. */
const struct sheet_item *shown_item(const struct shown *shown);

/* Selects an item (NO_ITEM is ignored) and brings it into a window of `height` lines.
 */
void shown_select(struct shown *shown, size_t item, size_t height);

/* One line up (-1) or down (1): to an item, or on through text where the next one is
 * far away. */
void shown_step(struct shown *shown, int step, size_t height);

/* A screenful up (-1) or down (1), the item along with it. */
void shown_page(struct shown *shown, int step, size_t height);

/* The beginning (-1) or end (1) of the page. */
void shown_end(struct shown *shown, int step, size_t height);

/* Notes how the page stands; stands it so again, as far as its items are still there.
 */
void shown_note(const struct shown *shown, struct place *place);
void shown_restore(struct shown *shown, const struct place *place, size_t height);

/* After new data: the same item at the same height of the window as in the old page. */
void shown_follow(struct shown *shown, const struct shown *old, size_t height);

#endif
