/*
 * Tiles: each on its place of a grid, two lines high: the name and the state, below it
 * the value. What is said beside them stands in the corners where no tile is.
 */
#include "views/layout_draft.h"

#include "core/text.h"

#include <string.h>

enum {
    TILE_LEFT = 3, /* behind the base */
    TILE_NARROW = 8,
    TILE_WIDE = 11, /* from MAP_WIDE cells on */
    MAP_WIDE = 110,
    TILE_LINES = 2,
    TILE_NAME = 1,   /* cells of a tile: its name, */
    TILE_CLOSE = 5,  /* the bracket behind the name where the cursor is, */
    TILE_SYMBOL = 6, /* the state; the value ends before it */
    NAME_CELLS = 4,
};

struct map_plan {
    struct draft *draft;
    const struct view_map *map;
    int width; /* of a tile */
};

static int left_of(const struct map_plan *plan, const struct view_tile *tile)
{
    return plan->draft->base + TILE_LEFT + (tile->column - 1) * plan->width;
}

static int last_row(const struct view_map *map)
{
    int last = 0;
    for (size_t i = 0; i < map->n; i++)
        last = map->tiles[i].row > last ? map->tiles[i].row : last;
    return last;
}

/* The first cell of a row that a tile takes. */
static int first_tile(const struct map_plan *plan, int row)
{
    int first = plan->draft->usable;
    for (size_t i = 0; i < plan->map->n; i++)
        if (plan->map->tiles[i].row == row &&
            left_of(plan, &plan->map->tiles[i]) < first)
            first = left_of(plan, &plan->map->tiles[i]);
    return first;
}

/* The text of a corner that stands in this line; "" = none. */
static const char *beside(const struct view_map *map, size_t line, size_t lines)
{
    if (line < map->head.n)
        return map->head.texts[line];
    size_t from = lines - map->foot.n;
    return line >= from && map->foot.n <= lines ? map->foot.texts[line - from] : "";
}

static void put_name(const struct map_plan *plan, const struct view_tile *tile)
{
    struct draft *draft = plan->draft;
    int x = left_of(plan, tile), ambiguous = draft->rules->ambiguous;
    const char *name =
        text_cut(draft->arena, draft_text(draft, tile->name), NAME_CELLS, ambiguous);
    draft_put(draft, x + TILE_NAME, name, ROLE_TEXT);
    draft_put(draft, x + TILE_SYMBOL, draft_text(draft, tile->symbol), tile->role);
    draft->items =
        arena_more(draft->arena, draft->items, draft->n_items, sizeof *draft->items);
    draft->items[draft->n_items++] = (struct sheet_item){
        .line = draft->n_lines,
        .marker = x,
        .x = x,
        .closes = x + TILE_CLOSE,
        .block = draft->n_blocks,
        .key = tile->key,
        .address = tile->address,
        .detail = tile->detail,
        .behind = tile->role == ROLE_BAD,
    };
}

/* A figure is not cut: one without room is told on the detail line alone. */
static void put_value(const struct map_plan *plan, const struct view_tile *tile)
{
    struct draft *draft = plan->draft;
    const char *value = draft_text(draft, tile->value);
    if (draft_width(draft, value) < plan->width) /* a blank stays between two */
        draft_put_right(draft, left_of(plan, tile) + TILE_SYMBOL, value, ROLE_TEXT);
}

void layout_map(struct draft *draft, const struct view_map *map)
{
    struct map_plan plan = {draft, map,
                            draft->rules->width >= MAP_WIDE ? TILE_WIDE : TILE_NARROW};
    size_t lines = (size_t)last_row(map) * TILE_LINES;
    for (size_t line = 0; line < lines; line++) {
        int row = (int)line / TILE_LINES + 1;
        const char *text = draft_text(draft, beside(map, line, lines));
        int room = first_tile(&plan, row) - 1 - draft->base;
        if (*text && room > 0)
            draft_put(draft, draft->base,
                      text_cut(draft->arena, text, room, draft->rules->ambiguous),
                      ROLE_TEXT);
        for (size_t i = 0; i < map->n; i++)
            if (map->tiles[i].row == row) {
                if (line % TILE_LINES == 0)
                    put_name(&plan, &map->tiles[i]);
                else
                    put_value(&plan, &map->tiles[i]);
            }
        draft_line(draft);
    }
}
