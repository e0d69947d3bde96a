/* Grids: a table's rows while a page builds them. Owns nothing but convenience: cells
 * begin empty, strings are lent by the page's arena. */
#ifndef VIEWS_GRID_H
#define VIEWS_GRID_H

#include "core/arena.h"
#include "views/glyphs.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>

struct grid {
    struct arena *arena;
    const struct view_column *columns;
    size_t n_columns;
    struct view_row *rows;
    size_t n_rows;
};

/* A grid with a copy of these columns; heads are translated here. */
struct grid grid_open(struct arena *arena, const struct view_column *columns,
                      size_t n_columns);

/* Adds a row and lends its cells to be filled. */
struct view_cell *grid_row(struct grid *grid, const char *key, const char *address,
                           const char *detail);

/* Adds a line that cannot be selected. */
struct view_cell *grid_head(struct grid *grid, const char *key);

struct view_table grid_table(const struct grid *grid, const char *empty);

/* A bar as glyph_bar draws it. */
struct view_cell bar_cell(double done, double due, int cells, enum glyph_tier tier,
                          struct arena *arena);

/* A count as a cell; zero is plain. */
struct view_cell count_cell(struct arena *arena, int count, enum role role);

#endif
