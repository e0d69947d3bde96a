/* Tiles: codes, keys, and a tile in memory; see store/tile.h. */
#include "store/tile.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "store/tile_layout.h"

static const char statuses[] = CODE_STATUSES;

const double tile_powers[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

uint8_t code_of(const struct observation *observation)
{
    if (observation->withdrawn)
        return CODE_WITHDRAWN;
    const char *status = memchr(statuses, observation->status, N_STATUSES);
    assert(status && observation->qualifier < QUALIFIER_COUNT);
    int code = 1 + (int)(status - statuses) * QUALIFIER_COUNT + observation->qualifier;
    assert(code_has_value((uint8_t)code) == observation->has_value);
    return (uint8_t)code;
}

bool code_read(uint8_t code, struct observation *observation)
{
    if (code == CODE_WITHDRAWN) {
        observation->status = 'O';
        observation->qualifier = QUALIFIER_EXACT;
        observation->has_value = false;
        observation->withdrawn = true;
        return true;
    }
    if (!code_known(code))
        return false;
    observation->status = statuses[(code - 1) / QUALIFIER_COUNT];
    observation->qualifier = (uint8_t)((code - 1) % QUALIFIER_COUNT);
    observation->has_value = code_has_value(code);
    observation->withdrawn = false;
    return true;
}

bool code_has_value(uint8_t code)
{
    return code_valued(code);
}

uint64_t tile_seed(const struct tile_key *key)
{
    unsigned char bytes[9];
    bytes[0] = (unsigned char)key->freq;
    field_put_u32(bytes + 1, (uint32_t)key->tile);
    field_put_u16(bytes + 5, key->block);
    field_put_u16(bytes + 7, key->indicator);
    return check_sum(bytes, sizeof bytes, 0);
}

void tile_init(struct tile *tile, struct arena *arena)
{
    *tile = (struct tile){.arena = arena};
}

void tile_clear(struct tile *tile)
{
    memset(tile->cells, 0, tile->n_slots * sizeof tile->cells[0]);
    tile->n_slots = 0;
    tile->n_earlier = 0;
}

void tile_reserve(struct tile *tile, size_t n)
{
    size_t room = tile->room ? tile->room : 64;
    if (n <= tile->room)
        return;
    while (room < n)
        room *= 2;
    struct earlier *moved = arena_alloc(tile->arena, room * sizeof *moved);
    if (tile->n_earlier)
        memcpy(moved, tile->earlier, tile->n_earlier * sizeof *moved);
    tile->earlier = moved;
    tile->room = room;
}

/* The place of the first earlier one that is not before (cell, receipt). */
static size_t earlier_at(const struct tile *tile, uint16_t cell, uint64_t receipt)
{
    size_t low = 0, high = tile->n_earlier;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct earlier *e = &tile->earlier[middle];
        if (e->cell < cell || (e->cell == cell && e->state.receipt < receipt))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void tile_add_earlier(struct tile *tile, const struct earlier *earlier)
{
    /* Behind those of the same receipt. */
    size_t at = earlier_at(tile, earlier->cell, (uint64_t)earlier->state.receipt + 1);
    tile_reserve(tile, tile->n_earlier + 1);
    memmove(&tile->earlier[at + 1], &tile->earlier[at],
            (tile->n_earlier - at) * sizeof *tile->earlier);
    tile->earlier[at] = *earlier;
    tile->n_earlier++;
}

static int earlier_order(const struct earlier *a, const struct earlier *b)
{
    if (a->cell != b->cell)
        return a->cell < b->cell ? -1 : 1;
    return (a->state.receipt > b->state.receipt) -
           (a->state.receipt < b->state.receipt);
}

static int earlier_compare(const void *a, const void *b)
{
    return earlier_order(a, b);
}

void tile_merge_earlier(struct tile *tile, struct earlier *items, size_t n)
{
    bool ascend = true;
    for (size_t i = 1; i < n && ascend; i++)
        ascend = earlier_order(&items[i - 1], &items[i]) < 0;
    if (!ascend)
        qsort(items, n, sizeof *items, earlier_compare);
    tile_reserve(tile, tile->n_earlier + n);
    size_t old = tile->n_earlier, to = old + n;
    tile->n_earlier = to;
    while (n > 0) {
        bool stays =
            old == 0 || earlier_order(&tile->earlier[old - 1], &items[n - 1]) <= 0;
        tile->earlier[--to] = stays ? items[--n] : tile->earlier[--old];
    }
}

const struct earlier *tile_earlier_of(const struct tile *tile, uint16_t cell, size_t *n)
{
    size_t first = earlier_at(tile, cell, 0), end = first;
    while (end < tile->n_earlier && tile->earlier[end].cell == cell)
        end++;
    *n = end - first;
    return tile->earlier + first;
}

bool tile_said_earlier(const struct tile *tile, uint16_t cell,
                       const struct state *state)
{
    size_t n;
    const struct earlier *items = tile_earlier_of(tile, cell, &n);
    for (size_t i = 0; i < n; i++)
        if (items[i].state.code == state->code && items[i].state.value == state->value)
            return true;
    return false;
}
