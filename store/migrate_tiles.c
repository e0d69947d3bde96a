/*
 * From series to tiles: see store/migrate.h.
 *
 * Format 1 keeps a series' periods together, tiles keep a block's regions together: so
 * of one indicator in one block all tiles are filled in memory, series by series, and
 * then written. Only that much is in memory at a time.
 */
#include "store/migrate_tiles.h"

#include "store/latest.h"
#include "store/merge.h"

struct open_tile {
    struct tile_key key;
    struct tile tile;
};

struct weave {
    struct db *from;
    struct replacement *copy;
    struct registers *registers;
    uint32_t last_receipt;
    size_t n_series; /* carried so far */
    /* of one indicator in one block */
    struct arena arena;
    struct open_tile **tiles;
    size_t n_tiles, last; /* last: the one looked for last */
};

/* Numbers for all indicators and regions, in the order of the old keys. */
static bool places_read(struct weave *weave, size_t n_series, struct error *error)
{
    struct record_walk walk = {0};
    struct record_reader reader;
    size_t n = 0;
    key_table(&walk.prefix, 'S');
    for (bool found = true;; n++) {
        char code[CODE_SIZE];
        int32_t region;
        uint16_t number;
        struct place place;
        if (!record_next(weave->from, &walk, &reader, &found, error))
            return false;
        if (!found)
            break;
        if (!format1_place(&walk.key, code, &region) || region <= 0)
            return db_damaged(weave->from, error);
        if (!register_add_indicator(weave->registers, code, &number, error) ||
            !register_add_region(weave->registers, region, &place, error))
            return false;
    }
    return n == n_series || db_damaged(weave->from, error);
}

static struct tile *tile_of(struct weave *weave, const struct tile_key *key)
{
    for (size_t i = 0; i < weave->n_tiles; i++) {
        size_t at = (weave->last + i) % weave->n_tiles;
        const struct tile_key *other = &weave->tiles[at]->key;
        if (other->freq == key->freq && other->tile == key->tile) {
            weave->last = at;
            return &weave->tiles[at]->tile;
        }
    }
    struct open_tile *made = arena_alloc(&weave->arena, sizeof *made);
    made->key = *key;
    tile_init(&made->tile, &weave->arena);
    weave->last = weave->n_tiles;
    weave->tiles =
        arena_more(&weave->arena, weave->tiles, weave->n_tiles, sizeof *weave->tiles);
    weave->tiles[weave->n_tiles++] = made;
    return &made->tile;
}

/* The tile and the column of a figure. */
static bool find(struct weave *weave, struct tile_key key,
                 const struct format1_figure *figure, struct tile **tile, int *column,
                 struct error *error)
{
    int32_t number;
    if (!register_add_period(weave->registers, figure->period, &number, error))
        return false;
    key.freq = figure->period.freq;
    key.tile = calendar_tile(number);
    *tile = tile_of(weave, &key);
    *column = calendar_column(number);
    return true;
}

static bool series_put(struct weave *weave, struct tile_key key, unsigned slot,
                       const struct format1_series *series, struct error *error)
{
    struct tile *tile;
    int column;
    for (size_t i = 0; i < series->n; i++) {
        const struct format1_figure *figure = &series->items[i];
        if (!find(weave, key, figure, &tile, &column, error))
            return false;
        tile->cells[slot][column] = figure->state;
        if (tile->n_slots <= slot)
            tile->n_slots = slot + 1;
    }
    for (size_t i = series->n; i < series->n + series->n_earlier; i++) {
        const struct format1_figure *figure = &series->items[i];
        if (!find(weave, key, figure, &tile, &column, error))
            return false;
        /* What was revised or passed over stands in some form. */
        if (tile->cells[slot][column].code == CODE_NEVER)
            return db_damaged(weave->from, error);
        struct earlier earlier = {
            .state = figure->state,
            .late = figure->late,
            .cell = (uint16_t)(slot * TILE_PERIODS + (unsigned)column)};
        tile_add_earlier(tile, &earlier);
    }
    return true;
}

static bool block_read(struct weave *weave, struct tile_key key, struct error *error)
{
    const struct block *block = &weave->registers->blocks[key.block];
    const char *code = weave->registers->indicators[key.indicator];
    for (unsigned slot = 0; slot < block->n_regions; slot++) {
        struct arena arena = {0};
        struct format1_series series;
        bool found;
        bool ok = format1_series(weave->from, code, block->regions[slot],
                                 weave->last_receipt, &arena, &series, &found, error) &&
                  series_put(weave, key, slot, &series, error);
        arena_release(&arena);
        if (!ok)
            return false;
        weave->n_series += found;
    }
    return true;
}

static bool tiles_write(struct weave *weave, struct record_writer *writer,
                        struct error *error)
{
    for (size_t i = 0; i < weave->n_tiles; i++) {
        struct open_tile *open = weave->tiles[i];
        size_t size;
        if (!tile_store(weave->copy->db, &open->key, &open->tile, writer, &size, error))
            return false;
        register_add_tile(weave->registers, &open->key);
        weave->copy->dirty += size + db_page_size(weave->copy->db);
        if (!replace_step(weave->copy, error))
            return false;
    }
    return true;
}

/* All tiles of an indicator in a block, and its latest figures. */
static bool block_carry(struct weave *weave, struct tile_key key, struct error *error)
{
    struct record_writer *writer = &weave->copy->store->writer;
    bool ok = block_read(weave, key, error) && tiles_write(weave, writer, error);
    if (ok && weave->n_tiles > 0) {
        ok = latest_put(weave->copy->db, weave->registers, &key, NULL, writer, error);
        weave->copy->dirty +=
            weave->registers->blocks[key.block].n_regions * LATEST_SIZE;
    }
    arena_release(&weave->arena);
    weave->tiles = NULL;
    weave->n_tiles = weave->last = 0;
    return ok;
}

bool migrate_tiles(struct db *from, const struct format1_meta *old,
                   struct replacement *copy, struct registers *registers,
                   struct error *error)
{
    struct weave weave = {.from = from,
                          .copy = copy,
                          .registers = registers,
                          .last_receipt = old->last_receipt};
    if (!places_read(&weave, old->n_series, error))
        return false;
    for (size_t i = 0; i < registers->n_indicators; i++)
        for (size_t block = 0; block < registers->n_blocks; block++) {
            struct tile_key key = {.indicator = (uint16_t)i, .block = (uint16_t)block};
            if (!block_carry(&weave, key, error))
                return false;
        }
    return weave.n_series == old->n_series || db_damaged(from, error);
}
