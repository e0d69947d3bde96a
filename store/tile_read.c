/* Reading a stored tile whole: see tile_read in store/tile.h. */
#include "store/tile.h"

#include <math.h>

#include "store/tile_layout.h"

/* Invariant 4, for a state that is there. */
static bool state_sound(const struct state *state)
{
    return code_valued(state->code) ? isfinite(state->value)
                                    : state->value == 0 && code_known(state->code);
}

/* A row into the tile. */
static bool row_read(struct tile *tile, struct tile_view *view, unsigned slot)
{
    struct state *cells = tile->cells[slot];
    bool present;
    if (!tile_row(view, slot, NULL, cells, &present))
        return false;
    for (size_t i = 0; i < TILE_PERIODS; i++) {
        bool sound = cells[i].code == CODE_NEVER
                         ? cells[i].value == 0 && cells[i].receipt == 0
                         : state_sound(&cells[i]);
        if (!sound)
            return false;
    }
    return true;
}

static bool rows_read(struct tile *tile, struct tile_view *view)
{
    const unsigned char *slots = view->bytes + AT_SLOTS;
    uint32_t n = 0;
    for (unsigned slot = 0; slot < TILE_SLOTS; slot++) {
        if (!(slots[slot / 8] >> slot % 8 & 1))
            continue;
        tile->n_slots = slot + 1;
        if (!row_read(tile, view, slot))
            return false;
        n++;
    }
    return n == view->n_rows;
}

/* Invariants 1 and 2: as many cells say that they have a mark as there are. That each
 * of them has one was seen when its row was read. */
static bool marks_sound(struct tile_view *view)
{
    size_t size = row_size(view->width), codes = TILE_PERIODS * view->width;
    uint32_t marked = 0;
    if (!tile_check_marks(view))
        return false;
    for (uint32_t i = 1; i < view->n_marks; i++)
        if (field_u16(view->marks + (size_t)i * MARK_SIZE) <=
            field_u16(view->marks + (size_t)(i - 1) * MARK_SIZE))
            return false;
    for (uint32_t i = 0; i < view->n_rows; i++)
        for (size_t k = 0; k < TILE_PERIODS; k++)
            marked += view->rows[i * size + codes + k] / CODE_MARKED;
    return marked == view->n_marks;
}

/* Invariants 1 and 3. */
static bool earlier_read(struct tile *tile, struct tile_view *view)
{
    if (!tile_check_earlier(view))
        return false;
    tile_reserve(tile, view->n_earlier);
    for (uint32_t i = 0; i < view->n_earlier; i++) {
        const struct earlier e = tile_earlier_at(view, i);
        const struct earlier *before = i ? &tile->earlier[i - 1] : &e;
        if (e.cell >= TILE_CELLS ||
            tile->cells[e.cell / TILE_PERIODS][e.cell % TILE_PERIODS].code ==
                CODE_NEVER ||
            !state_sound(&e.state) || e.cell < before->cell ||
            (e.cell == before->cell && e.state.receipt < before->state.receipt))
            return false;
        tile->earlier[tile->n_earlier++] = e;
    }
    return true;
}

bool tile_read(struct tile *tile, const void *bytes, size_t size, uint64_t seed)
{
    struct tile_view view;
    tile_clear(tile);
    if (tile_open(&view, bytes, size, seed) && rows_read(tile, &view) &&
        marks_sound(&view) && earlier_read(tile, &view)) {
        tile->exponent = (int8_t)view.bytes[AT_EXPONENT];
        return true;
    }
    tile_clear(tile);
    return false;
}
