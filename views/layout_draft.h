/*
 * Drafts: a sheet while it is being laid out, shared by the files of layout.
 *
 * Owns: the open line, the growing lists of lines, items and blocks, and the one place
 * where text is cleaned and made plain before it is measured.
 * Must never know: what the blocks mean.
 *
 * Spans of a line are put from left to right.
 */
#ifndef VIEWS_LAYOUT_DRAFT_H
#define VIEWS_LAYOUT_DRAFT_H

#include "views/layout.h"

struct draft {
    const struct layout_rules *rules;
    struct arena *arena;
    int usable; /* cells that text may take: all but the last column; all on paper */
    int base;   /* where content starts: behind the cursor and the mark; 0 on paper */
    int hang;   /* where text beside a label starts */
    struct sheet_span *spans; /* of the open line */
    size_t n_spans;
    struct sheet_line *lines;
    size_t n_lines;
    struct sheet_item *items;
    size_t n_items;
    struct sheet_block *blocks;
    size_t n_blocks;
    const char **notes; /* of rows, on paper; the reader finds them by number */
    size_t n_notes;
};

void draft_init(struct draft *draft, const struct layout_rules *rules,
                struct arena *arena);

/* The text as it is drawn: clean, and plain in the ascii tier. */
const char *draft_text(const struct draft *draft, const char *text);

/* Cells of a text that came from draft_text. */
int draft_width(const struct draft *draft, const char *text);

/* Puts a text from draft_text at x, cut where the line ends. Returns the cell behind
 * it. */
int draft_put(struct draft *draft, int x, const char *text, enum role role);

/* The same so that it ends before `end`. */
void draft_put_right(struct draft *draft, int end, const char *text, enum role role);

/* Closes the open line; an untouched one is an empty line. */
void draft_line(struct draft *draft);

/* Puts paragraphs (divided by newlines), wrapped between x and the line's end, from the
 * open line on, and closes the last line. Where too little room is left they start on a
 * line of their own. */
void draft_wrap(struct draft *draft, int x, const char *text, enum role role,
                bool verbatim);

/* An empty line between parts, unless the sheet is still empty. */
void draft_gap(struct draft *draft);

/* The kinds of blocks. Each closes its last line. */
void layout_text(struct draft *draft, const struct view_block *block);
void layout_table(struct draft *draft, const struct view_table *table,
                  struct sheet_block *place);
void layout_matrix(struct draft *draft, const struct view_matrix *matrix,
                   struct sheet_block *place);
void layout_chart(struct draft *draft, const struct view_chart *chart);
void layout_map(struct draft *draft, const struct view_map *map);

#endif
