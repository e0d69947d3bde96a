/*
 * Layout: a view at a width becomes lines of spans.
 *
 * Owns: column widths, drop order, cutting, wrapping, padding by the drawn width. The
 * same lines serve screen and paper.
 * Must never know: curses; which row the cursor is on.
 *
 * Coordinates are cells from 0; text keeps out of the last column.
 */
#ifndef VIEWS_LAYOUT_H
#define VIEWS_LAYOUT_H

#include "core/arena.h"
#include "views/glyphs.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>

struct layout_rules {
    int width;            /* cells of the screen or paper */
    int ambiguous;        /* cells of an ambiguous character, 1 or 2 */
    enum glyph_tier tier; /* of charts */
    bool plain;           /* ascii tier: text_plain on everything but verbatim blocks */
    bool paper;           /* no room for the cursor, every row, notes, legends */
};

struct sheet_span {
    int x, width;
    const char *text;
    enum role role;
};

struct sheet_line {
    const struct sheet_span *spans; /* ascending by x, not overlapping */
    size_t n;
};

/* Something the cursor can stand on. */
struct sheet_item {
    size_t line;
    int marker;   /* where '>' goes */
    int closes;   /* where a ']' goes; the marker is a '[' then; 0 = none */
    int x, width; /* the cell itself; width 0 = a whole row, no cell to set off */
    size_t block;
    const char *key, *address, *detail;
    size_t head_line; /* for a matrix cell: its column head's last line, and place */
    int head_x, head_width; /* head_width 0 = none */
    bool behind;            /* a cell that somebody must act on */
    bool head;              /* a column's head: not where a page begins, nor a row */
};

/* Lines first..last of one block; `heads` lines at its top stay visible while its rows
 * scroll. */
struct sheet_block {
    size_t first, last;
    size_t head_first, heads;
};

struct sheet {
    int width;
    const struct sheet_line *lines;
    size_t n_lines;
    const struct sheet_item *items; /* by line, then by x */
    size_t n_items;
    const struct sheet_block *blocks;
    size_t n_blocks;
};

/* The page's body (without the four fixed lines), in the arena. */
void layout_sheet(const struct view *view, const struct layout_rules *rules,
                  struct arena *arena, struct sheet *sheet);

/* The two fixed lines at the top: breadcrumb, marks and as-of; conclusion and when
 * collected. */
void layout_head(const struct view *view, const struct layout_rules *rules,
                 struct arena *arena, struct sheet_line lines[2]);

/* The status line: position, keys, address right-aligned. `message` (progress, a
 * prompt's hint) replaces the keys where not "". */
void layout_status(const struct view *view, const char *position, const char *message,
                   const struct layout_rules *rules, struct arena *arena,
                   struct sheet_line *line);

#endif
