/* Figures that sources do not agree on: see snapshot_differing in store/snapshot.h. */
#include "store/query.h"

struct differing {
    struct snapshot *snapshot;
    const char *source;
    struct tile_time time;
    uint8_t *ours; /* by receipt: 0 not asked yet, 1 another's, 2 the source's */
    struct tile *tile;
    uint64_t n;
};

enum { NOT_ASKED, ANOTHERS, OURS };

static bool is_ours(struct differing *d, uint32_t receipt, bool *ours,
                    struct error *error)
{
    if (receipt == 0 || receipt > d->snapshot->meta.last_receipt)
        return db_damaged(d->snapshot->db, error);
    if (d->ours[receipt - 1] == NOT_ASKED) {
        struct arena arena = {0};
        struct receipt found;
        bool ok = snapshot_receipt(d->snapshot, receipt, &arena, &found, error);
        if (ok)
            d->ours[receipt - 1] =
                strcmp(found.source, d->source) == 0 ? OURS : ANOTHERS;
        arena_release(&arena);
        if (!ok)
            return false;
    }
    *ours = d->ours[receipt - 1] == OURS;
    return true;
}

static bool known(const struct differing *d, uint32_t receipt)
{
    return !d->time.times || (receipt > 0 && receipt <= d->time.n &&
                              d->time.times[receipt - 1] <= d->time.known_at);
}

/* What stood in the cell, and what the source had said last, both NULL if nothing. */
static bool look(struct differing *d, const struct earlier *items, size_t n,
                 const struct state *now, const struct state **stood,
                 const struct state **said, struct error *error)
{
    *stood = *said = NULL;
    for (size_t i = 0; i <= n; i++) {
        const struct state *state = i < n ? &items[i].state : now;
        bool ours;
        if (!known(d, state->receipt) || (i < n && items[i].late))
            continue;
        if (!is_ours(d, state->receipt, &ours, error))
            return false;
        if (i == n || !items[i].outranked)
            *stood = state;
        if (ours && (!*said || state->receipt > (*said)->receipt))
            *said = state;
    }
    return true;
}

static bool count_cell(struct differing *d, uint16_t cell, struct error *error)
{
    const struct state *stood, *said;
    size_t n;
    const struct earlier *items = tile_earlier_of(d->tile, cell, &n);
    const struct state *now = &d->tile->cells[cell / TILE_PERIODS][cell % TILE_PERIODS];
    bool ours = false;
    if (!look(d, items, n, now, &stood, &said, error) ||
        (stood && !is_ours(d, stood->receipt, &ours, error)))
        return false;
    d->n += stood && said && !ours && said->code != CODE_WITHDRAWN &&
            (said->code != stood->code || said->value != stood->value);
    return true;
}

static bool count_tile(struct differing *d, const struct tile_key *key,
                       struct error *error)
{
    struct query_found found;
    struct tile_view view;
    if (!query_find(d->snapshot, key, &found, error) ||
        !query_open(d->snapshot->db, &found, &view, error))
        return false;
    if (view.n_earlier == 0)
        return true;
    if (!tile_read(d->tile, found.value.data, found.value.size, found.seed))
        return db_damaged(d->snapshot->db, error);
    for (size_t i = 0; i < d->tile->n_earlier; i++) {
        uint16_t cell = d->tile->earlier[i].cell;
        if ((i == 0 || d->tile->earlier[i - 1].cell != cell) &&
            !count_cell(d, cell, error))
            return false;
    }
    return true;
}

static bool count_block(struct differing *d, uint16_t b, struct error *error)
{
    const struct registers *registers = &d->snapshot->registers;
    const struct block *block = &registers->blocks[b];
    for (size_t s = 0; s < block->n_shelves; s++)
        for (size_t i = 0; i < registers->n_indicators; i++) {
            const struct tile_key key = {.freq = block->shelves[s].freq,
                                         .tile = block->shelves[s].tile,
                                         .block = b,
                                         .indicator = (uint16_t)i};
            if (shelf_has(&block->shelves[s], (uint16_t)i) &&
                !count_tile(d, &key, error))
                return false;
        }
    return true;
}

bool snapshot_differing(struct snapshot *snapshot, const char *source, int64_t known_at,
                        uint64_t *n, struct error *error)
{
    struct arena arena = {0};
    struct differing d = {.snapshot = snapshot, .source = source};
    if (!query_time(snapshot, known_at, &d.time, error))
        return false;
    d.ours = arena_alloc(&arena, snapshot->meta.last_receipt);
    d.tile = arena_alloc(&arena, sizeof *d.tile);
    tile_init(d.tile, &arena);
    bool ok = true;
    for (size_t b = 0; ok && b < snapshot->registers.n_blocks; b++)
        ok = count_block(&d, (uint16_t)b, error);
    if (ok)
        *n = d.n;
    arena_release(&arena);
    return ok;
}
