/* Grids: see views/grid.h. */
#include "views/grid.h"

#include "views/words.h"

#include <string.h>

struct grid grid_open(struct arena *arena, const struct view_column *columns,
                      size_t n_columns)
{
    struct view_column *own = arena_alloc(arena, n_columns * sizeof *own);
    memcpy(own, columns, n_columns * sizeof *own);
    for (size_t i = 0; i < n_columns; i++)
        own[i].head = own[i].head && own[i].head[0] ? _(own[i].head) : "";
    return (struct grid){.arena = arena, .columns = own, .n_columns = n_columns};
}

struct view_cell *grid_row(struct grid *grid, const char *key, const char *address,
                           const char *detail)
{
    struct view_cell *cells = arena_alloc(grid->arena, grid->n_columns * sizeof *cells);
    for (size_t i = 0; i < grid->n_columns; i++)
        cells[i].text = "";
    grid->rows = arena_more(grid->arena, grid->rows, grid->n_rows, sizeof *grid->rows);
    grid->rows[grid->n_rows++] = (struct view_row){
        .key = key, .address = address, .detail = detail, .cells = cells};
    return cells;
}

struct view_cell *grid_head(struct grid *grid, const char *key)
{
    struct view_cell *cells = grid_row(grid, key, "", "");
    grid->rows[grid->n_rows - 1].head = true;
    return cells;
}

struct view_table grid_table(const struct grid *grid, const char *empty)
{
    return (struct view_table){
        .columns = grid->columns,
        .n_columns = grid->n_columns,
        .rows = grid->rows,
        .n_rows = grid->n_rows,
        .empty = empty,
    };
}

struct view_cell bar_cell(double done, double due, int cells, enum glyph_tier tier,
                          struct arena *arena)
{
    struct view_picture *picture = arena_alloc(arena, sizeof *picture);
    *picture = (struct view_picture){.done = done, .due = due};
    return (struct view_cell){.text = glyph_bar(done, due, cells, tier, arena),
                              .picture = picture};
}

struct view_cell count_cell(struct arena *arena, int count, enum role role)
{
    return (struct view_cell){.text = arena_printf(arena, "%d", count),
                              .role = count > 0 ? role : ROLE_TEXT};
}
