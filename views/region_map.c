/* The provinces as tiles: see views/region_map.h. */
#include "views/region_map.h"

#include "core/text.h"
#include "views/words.h"

#include <string.h>

enum { HEAD_CELLS = 44, TILE_NAME_BYTES = 6 }; /* two Chinese characters */

/* Our own arrangement, SCREENS section "Region". */
static const struct {
    int32_t code;
    int row, column;
} tiles[] = {
    {230000, 1, 9}, {150000, 2, 6}, {220000, 2, 9}, {650000, 3, 1}, {110000, 3, 7},
    {120000, 3, 8}, {210000, 3, 9}, {630000, 4, 2}, {620000, 4, 3}, {640000, 4, 4},
    {610000, 4, 5}, {140000, 4, 6}, {130000, 4, 7}, {370000, 4, 8}, {540000, 5, 1},
    {510000, 5, 4}, {500000, 5, 5}, {410000, 5, 6}, {340000, 5, 7}, {320000, 5, 8},
    {310000, 5, 9}, {530000, 6, 4}, {520000, 6, 5}, {420000, 6, 6}, {360000, 6, 7},
    {330000, 6, 8}, {450000, 7, 5}, {430000, 7, 6}, {440000, 7, 7}, {350000, 7, 8},
    {710000, 7, 9}, {460000, 8, 5}, {820000, 8, 6}, {810000, 8, 7},
};

enum { TILES = sizeof tiles / sizeof *tiles };

/* Which of the places is that region's; n if none. */
static size_t place_of(const struct region_place *places, size_t n, int32_t code)
{
    size_t at = 0;
    while (at < n && places[at].figure->region->code != code)
        at++;
    return at;
}

bool region_map_has(const struct region_place *places, size_t n)
{
    for (int i = 0; i < TILES; i++)
        if (place_of(places, n, tiles[i].code) == n)
            return false;
    return n == TILES;
}

/* Two characters of the short name; in English the two letters of ISO 3166-2. */
static const char *tile_name(const struct region *region, enum language language,
                             struct arena *arena)
{
    const char *letters = strchr(region->iso, '-');
    if (language == LANGUAGE_ZH || !letters)
        return arena_strndup(arena, region->short_zh, TILE_NAME_BYTES);
    return letters + 1;
}

/* The value without the cells that are kept free behind it. */
static const char *tile_value(const struct figure *figure, struct arena *arena)
{
    if (!figure->latest)
        return _(missing_briefs[figure->missing]);
    const char *value = value_cell(figure, LANGUAGE_EN, arena).text;
    size_t n = strlen(value);
    while (n > 0 && value[n - 1] == ' ')
        n--;
    return arena_strndup(arena, value + strspn(value, " "), n - strspn(value, " "));
}

/* How many regions a state has, as "! Behind 8". "" for none. */
static const char *count_text(const struct region_place *places, size_t n,
                              const struct state_row *row, struct arena *arena)
{
    int count = 0;
    for (size_t i = 0; i < n; i++)
        count += figure_state(places[i].figure) == row;
    return count ? arena_printf(arena, "%s %d", state_text(row, arena), count) : "";
}

static void add_line(struct view_map_lines *lines, struct arena *arena,
                     const char *text)
{
    if (!*text)
        return;
    lines->texts =
        arena_more(arena, (void *)lines->texts, lines->n, sizeof *lines->texts);
    lines->texts[lines->n++] = text;
}

/* In the north-west what was judged, as many to a line as there is room for. */
static void add_states(struct frame *frame, const struct region_place *places, size_t n,
                       struct view_map_lines *lines)
{
    struct arena *arena = frame->arena;
    const char *line = "";
    for (int i = 0; i < PROGRESS_COUNT; i++) {
        const char *text = count_text(places, n, &frame->context->states[i], arena);
        if (!*text)
            continue;
        const char *longer =
            arena_printf(arena, "%s%s%s", line, *line ? "   " : "", text);
        if (text_width(longer, 1) > HEAD_CELLS) {
            add_line(lines, arena, line);
            longer = text;
        }
        line = longer;
    }
    add_line(lines, arena, line);
}

void region_map(struct frame *frame, const struct region_place *places, size_t n,
                const char *const *details, const char *const head[2])
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    struct view_map map = {.n = TILES};
    struct view_tile *own = arena_alloc(arena, TILES * sizeof *own);
    for (int i = 0; i < TILES; i++) {
        size_t at = place_of(places, n, tiles[i].code);
        const struct figure *figure = places[at].figure;
        const struct state_row *state = figure_state(figure);
        const char *id = arena_printf(arena, "%06d", (int)tiles[i].code);
        own[i] = (struct view_tile){
            .key = id,
            .address = link_text(arena, "region", id, 0),
            .detail = details[at],
            .name = tile_name(figure->region, language, arena),
            .symbol = _(state->symbol),
            .role = state->role,
            .value = tile_value(figure, arena),
            .row = tiles[i].row,
            .column = tiles[i].column,
        };
    }
    map.tiles = own;
    add_line(&map.head, arena, head[0]);
    add_line(&map.head, arena, head[1]);
    add_states(frame, places, n, &map.head);
    for (int i = MISSING_NONE + 1; i < MISSING_COUNT; i++)
        add_line(&map.foot, arena, count_text(places, n, &missing_rows[i], arena));
    add_line(&map.foot, arena, _("positions, no map"));
    frame_block(frame, (struct view_block){.kind = BLOCK_MAP, .map = map});
}
