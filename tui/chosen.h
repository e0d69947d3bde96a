/*
 * Chosen: how the reader wants each page sorted, filtered and grouped.
 *
 * Owns: one slot a page, kept while the dashboard runs; the order in which keys go
 * through what a page offers.
 * Must never know: how a page carries it out, curses.
 */
#ifndef TUI_CHOSEN_H
#define TUI_CHOSEN_H

#include "tui/history.h"
#include "tui/prompt.h"
#include "views/page.h"

#include <stdbool.h>
#include <stddef.h>

enum { CHOSEN_PAGES = 32 };

/* A zeroed struct leaves the page as it is by itself. */
struct chosen {
    const struct page *page;
    const struct view_choice *sort, *group; /* NULL = the page's own, its first */
    char at[PLACE_KEY];                     /* what a sort goes by */
    char filter[PROMPT_SIZE];               /* "" = none */
    char column[PROMPT_SIZE];               /* orders the rows by its head; "" = none */
    bool reversed;                          /* and that the other way round */
};

/* Invariant: slots[0..n) have different pages. */
struct chosen_pages {
    struct chosen slots[CHOSEN_PAGES];
    size_t n;
};

/* The slot of a page, made where there is none yet. Never NULL. */
struct chosen *chosen_of(struct chosen_pages *all, const struct page *page);

/* As a page is asked for it; lent by the slot. */
struct view_options chosen_options(const struct chosen *chosen);

/* Takes the next column of the list in that block (elsewhere: of the longest), behind
 * the last none; then the page's own sort holds again. False, and nothing taken, where
 * no column gives an order. */
bool chosen_column(struct chosen *chosen, const struct view *view, size_t block);

/* Takes the next sort, behind the last the first. `key` is the item's under the cursor:
 * sorts that go by a row or a column take it from there, and are passed over where it
 * names none. No column orders the rows then. False, and nothing taken, where there is
 * no other. */
bool chosen_sort(struct chosen *chosen, const char *key);

/* Takes the next grouping likewise. */
bool chosen_group(struct chosen *chosen);

/* Takes a filter: a name or the title of one that the page offers, or other words; ""
 * takes it off. False where the page has none. */
bool chosen_filter(struct chosen *chosen, const char *text);

/* The page's filters whose name or title contains the words; a completion's address is
 * the name. */
size_t chosen_complete(const struct page *page, const char *typed,
                       struct completion *found, size_t most);

#endif
