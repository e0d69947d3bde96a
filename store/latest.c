/* The latest figures: see store/latest.h. */
#include "store/latest.h"

#include <stdlib.h>
#include <string.h>

#include "store/check.h"
#include "store/query.h"

enum { COUNT_SIZE = 2, CHECK_SIZE = 4, FLAG_REVISED = 1 };

bool latest_has(const struct block *block, uint16_t indicator)
{
    for (size_t i = 0; i < block->n_shelves; i++)
        if (shelf_has(&block->shelves[i], indicator))
            return true;
    return false;
}

/* ---- working out ---- */

/* What is read at once: a shelf's columns from `high` down to `low`. Of intervals,
 * whose numbers say nothing of their order, one column alone. */
struct unit {
    const struct shelf *shelf;
    struct period last; /* of the newest column */
    int low, high;
};

/* What is known of one slot so far. Closed: nothing older can change the entry. */
struct search {
    struct period period;    /* of the entry; freq FREQ_NONE: nothing yet */
    bool has_value, settled; /* the previous one is known, or known to be none */
    bool closed;
};

struct hunt {
    struct db *db;
    const struct registers *registers;
    const struct block *block;
    const struct tile_time *time;
    struct tile_key key;
    const struct tile_key *fresh_key; /* of `fresh`, a tile in memory */
    const struct tile *fresh;         /* or NULL */
    struct latest_entry *entries;
    struct search slots[TILE_SLOTS];
    size_t n, n_open;
};

/* Days and intervals come irregularly: there the one before counts, however old. */
static bool regular(enum frequency freq)
{
    return freq != FREQ_DAY && freq != FREQ_INTERVAL;
}

static int newest_first(const void *a, const void *b)
{
    const struct unit *x = a, *y = b;
    return period_compare(y->last, x->last);
}

/* Adds columns of a shelf, if any of them has a period. */
static size_t unit_add(const struct registers *registers, struct unit *units, size_t n,
                       const struct shelf *shelf, int low, int high)
{
    int32_t number = calendar_first(shelf->tile);
    struct unit *unit = &units[n];
    for (; high >= low; high--)
        if (register_period_of(registers, shelf->freq, number + high, &unit->last)) {
            unit->shelf = shelf;
            unit->low = low;
            unit->high = high;
            return n + 1;
        }
    return n;
}

/* All units of the indicator, newest first. */
static struct unit *units_list(const struct hunt *hunt, struct arena *arena, size_t *n)
{
    const struct block *block = hunt->block;
    size_t room = 0, count = 0;
    for (size_t s = 0; s < block->n_shelves; s++)
        room += block->shelves[s].freq == FREQ_INTERVAL ? TILE_PERIODS : 1;
    struct unit *units = arena_alloc(arena, room * sizeof *units);
    for (size_t s = block->n_shelves; s-- > 0;) {
        const struct shelf *shelf = &block->shelves[s];
        bool alone = shelf->freq == FREQ_INTERVAL;
        if (!shelf_has(shelf, hunt->key.indicator))
            continue;
        if (!alone)
            count = unit_add(hunt->registers, units, count, shelf, 0, TILE_PERIODS - 1);
        for (int c = 0; alone && c < TILE_PERIODS; c++)
            count = unit_add(hunt->registers, units, count, shelf, c, c);
    }
    qsort(units, count, sizeof *units, newest_first);
    *n = count;
    return units;
}

/* One state of a slot: is it the latest, or the one before it? */
static void consider(struct search *search, struct latest_entry *entry,
                     const struct state *state, struct period period, int32_t number)
{
    bool has_value = code_has_value(state->code);
    bool better =
        search->period.freq == FREQ_NONE || (has_value && !search->has_value) ||
        (has_value == search->has_value && period_compare(period, search->period) > 0);
    if (better) {
        *search = (struct search){.period = period, .has_value = has_value};
        *entry = (struct latest_entry){.value = state->value,
                                       .receipt = state->receipt,
                                       .number = number,
                                       .freq = (uint8_t)period.freq,
                                       .code = state->code,
                                       .revised = state->revised};
    } else if (search->has_value && !search->settled &&
               period.freq == search->period.freq &&
               (!regular(period.freq) || period.last + 1 == search->period.first)) {
        search->settled = true;
        if (has_value) {
            entry->previous = state->value;
            entry->previous_code = state->code;
        }
    }
}

/* Can a unit that ends there, or an older one, change nothing more? */
static bool settled_before(const struct search *search, struct period last)
{
    if (!search->has_value)
        return false;
    if (search->settled)
        return last.last < search->period.last;
    return regular(search->period.freq) && last.last < search->period.first - 1;
}

static bool slot_consider(struct hunt *hunt, const struct unit *unit,
                          const struct columns *columns, unsigned slot,
                          const struct state states[TILE_PERIODS])
{
    for (int c = unit->high; c >= unit->low; c--) {
        const struct period *period = &columns->periods[c];
        if (settled_before(&hunt->slots[slot], *period))
            break;
        if (states[c].code == CODE_NEVER || states[c].code == CODE_WITHDRAWN)
            continue;
        if (period->freq == FREQ_NONE || states[c].receipt == 0)
            return false;
        consider(&hunt->slots[slot], &hunt->entries[slot], &states[c], *period,
                 calendar_first(unit->shelf->tile) + c);
    }
    return true;
}

static bool slot_read(struct hunt *hunt, struct tile_view *view,
                      const struct unit *unit, const struct columns *columns,
                      unsigned slot)
{
    struct state states[TILE_PERIODS];
    bool present;
    return tile_row(view, slot, hunt->time, states, &present) &&
           (!present || slot_consider(hunt, unit, columns, slot, states));
}

/* From the tile that is in memory. */
static bool unit_take(struct hunt *hunt, const struct unit *unit,
                      const struct columns *columns, struct error *error)
{
    for (size_t s = 0; s < hunt->n && s < hunt->fresh->n_slots; s++)
        if (!hunt->slots[s].closed &&
            !slot_consider(hunt, unit, columns, (unsigned)s, hunt->fresh->cells[s]))
            return db_damaged(hunt->db, error);
    return true;
}

static bool unit_read(struct hunt *hunt, const struct unit *unit, struct error *error)
{
    struct tile_view view;
    struct columns columns;
    bool any;
    hunt->key.freq = unit->shelf->freq;
    hunt->key.tile = unit->shelf->tile;
    columns_fill(hunt->registers, hunt->key.freq, hunt->key.tile, &columns);
    if (hunt->fresh && hunt->fresh_key->freq == hunt->key.freq &&
        hunt->fresh_key->tile == hunt->key.tile)
        return unit_take(hunt, unit, &columns, error);
    if (!query_tile(hunt->db, &hunt->key, &view, error))
        return false;
    if (!tile_known(&view, hunt->time, &any))
        return db_damaged(hunt->db, error);
    for (size_t s = 0; any && s < hunt->n; s++)
        if (!hunt->slots[s].closed &&
            !slot_read(hunt, &view, unit, &columns, (unsigned)s))
            return db_damaged(hunt->db, error);
    return true;
}

static void close_settled(struct hunt *hunt, struct period last)
{
    for (size_t s = 0; s < hunt->n; s++)
        if (!hunt->slots[s].closed && settled_before(&hunt->slots[s], last)) {
            hunt->slots[s].closed = true;
            hunt->n_open--;
        }
}

static bool hunt_run(struct hunt *hunt, struct error *error)
{
    struct arena arena = {0};
    size_t n_units;
    bool ok = true;
    memset(hunt->entries, 0, hunt->n * sizeof *hunt->entries);
    const struct unit *units = units_list(hunt, &arena, &n_units);
    for (size_t i = 0; ok && i < n_units; i++) {
        close_settled(hunt, units[i].last);
        if (hunt->n_open == 0)
            break;
        ok = unit_read(hunt, &units[i], error);
    }
    arena_release(&arena);
    return ok;
}

bool latest_find(struct db *db, const struct registers *registers, uint16_t block,
                 uint16_t indicator, const struct tile_time *time, size_t n,
                 struct latest_entry *entries, struct error *error)
{
    struct hunt hunt = {.db = db,
                        .registers = registers,
                        .block = &registers->blocks[block],
                        .time = time,
                        .key = {.block = block, .indicator = indicator},
                        .entries = entries,
                        .n = n,
                        .n_open = n};
    return hunt_run(&hunt, error);
}

/* ---- the record ---- */

/* The check of a record with its key. */
static uint32_t record_sum(const struct record_key *key, const void *bytes, size_t n)
{
    return (uint32_t)check_sum(bytes, n, check_sum(key->bytes, key->size, 0));
}

static void entry_write(const struct latest_entry *entry, unsigned char *at)
{
    uint64_t bits[2];
    memcpy(&bits[0], &entry->value, 8);
    memcpy(&bits[1], &entry->previous, 8);
    field_put_u64(at, bits[0]);
    field_put_u64(at + 8, bits[1]);
    field_put_u32(at + 16, entry->receipt);
    field_put_u32(at + 20, (uint32_t)entry->number);
    at[24] = entry->freq;
    at[25] = entry->code;
    at[26] = entry->previous_code;
    at[27] = entry->revised ? FLAG_REVISED : 0;
}

static void entry_read(const unsigned char *at, struct latest_entry *entry)
{
    const uint64_t bits[2] = {field_u64(at), field_u64(at + 8)};
    memcpy(&entry->value, &bits[0], 8);
    memcpy(&entry->previous, &bits[1], 8);
    entry->receipt = field_u32(at + 16);
    entry->number = (int32_t)field_u32(at + 20);
    entry->freq = at[24];
    entry->code = at[25];
    entry->previous_code = at[26];
    entry->revised = (at[27] & FLAG_REVISED) != 0;
}

/* Writes the record. */
static bool record_write(struct db *db, const struct tile_key *of,
                         const struct latest_entry *entries, size_t n,
                         struct record_writer *writer, struct error *error)
{
    unsigned char bytes[LATEST_SIZE];
    struct buffer *buffer = &writer->buffer;
    struct record_key key;
    key_latest(&key, of->block, of->indicator);
    buffer->size = 0;
    field_put_u16(bytes, (uint16_t)n);
    bool fits = buffer_put(buffer, bytes, COUNT_SIZE);
    for (size_t i = 0; fits && i < n; i++) {
        entry_write(&entries[i], bytes);
        fits = buffer_put(buffer, bytes, LATEST_SIZE);
    }
    if (fits) {
        field_put_u32(bytes, record_sum(&key, buffer->data, buffer->size));
        fits = buffer_put(buffer, bytes, CHECK_SIZE);
    }
    const struct bytes value = {.data = buffer->data, .size = buffer->size};
    buffer->size = 0;
    if (!fits)
        return error_set(error, ERROR_STORE_VALUE_SIZE);
    return db_put(db, (struct bytes){.data = key.bytes, .size = key.size}, value,
                  error);
}

bool latest_put(struct db *db, const struct registers *registers,
                const struct tile_key *key, const struct tile *tile,
                struct record_writer *writer, struct error *error)
{
    static const struct tile_time now = {0};
    struct latest_entry entries[TILE_SLOTS];
    const struct block *block = &registers->blocks[key->block];
    struct hunt hunt = {.db = db,
                        .registers = registers,
                        .block = block,
                        .time = &now,
                        .key = *key,
                        .fresh_key = key,
                        .fresh = tile,
                        .entries = entries,
                        .n = block->n_regions,
                        .n_open = block->n_regions};
    return hunt_run(&hunt, error) &&
           record_write(db, key, entries, block->n_regions, writer, error);
}

static bool record_find(struct db *db, uint16_t block, uint16_t indicator,
                        struct record_key *key, struct bytes *value, bool *found,
                        struct error *error)
{
    key_latest(key, block, indicator);
    return db_find(db, (struct bytes){.data = key->bytes, .size = key->size}, value,
                   found, error);
}

bool latest_want(struct db *db, const struct registers *registers, uint16_t block,
                 uint16_t low, uint16_t high, struct error *error)
{
    const struct block *b = &registers->blocks[block];
    struct record_key key;
    struct bytes first, last;
    bool found, both;
    while (low < high && !latest_has(b, low))
        low++;
    while (low < high && !latest_has(b, high))
        high--;
    if (!record_find(db, block, low, &key, &first, &found, error) ||
        !record_find(db, block, high, &key, &last, &both, error))
        return false;
    if (found && both)
        db_want_range(db, first, last);
    return true;
}

bool latest_get(struct db *db, const struct registers *registers, uint16_t block,
                uint16_t indicator, size_t n, struct latest_entry *entries,
                struct error *error)
{
    struct record_key key;
    struct bytes value;
    size_t there = 0;
    bool found;
    if (!record_find(db, block, indicator, &key, &value, &found, error))
        return false;
    const unsigned char *bytes = value.data;
    if (found) {
        if (value.size < COUNT_SIZE + CHECK_SIZE)
            return db_damaged(db, error);
        there = field_u16(bytes);
        size_t size = COUNT_SIZE + there * LATEST_SIZE;
        if (there > TILE_SLOTS || value.size != size + CHECK_SIZE ||
            field_u32(bytes + size) != record_sum(&key, bytes, size))
            return db_damaged(db, error);
    } else if (latest_has(&registers->blocks[block], indicator)) {
        return db_damaged(db, error);
    }
    for (size_t i = 0; i < n; i++) {
        if (i < there)
            entry_read(bytes + COUNT_SIZE + i * LATEST_SIZE, &entries[i]);
        else
            entries[i] = (struct latest_entry){0};
    }
    return true;
}
