/*
 * Columns: rows put in order by the column that the reader names.
 *
 * Owns: which columns of a table give an order, and how their cells compare.
 * Must never know: the page's own orders (struct page: sorts), curses.
 */
#ifndef VIEWS_COLUMNS_H
#define VIEWS_COLUMNS_H

#include "core/arena.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>

/* The head of the column behind `head` ("": of the first) that a table can be put in
 * order by: one with a head of its own whose cells differ, no picture. The table is
 * that of the block, or where it is none, the page's longest. "" behind the last column
 * and where there is none. Lent by the view. */
const char *columns_next(const struct view *view, size_t block, const char *head);

/* Puts the rows of every table that has a column of that head in order by it: numbers
 * greatest first, states worst first, other texts ascending as the locale has them;
 * `reversed` the other way round. Empty cells and the total stay last, rows stay below
 * their group's head, equal ones as they were. */
void columns_order(struct view *view, const char *head, bool reversed,
                   struct arena *arena);

#endif
