/* Rows: see store/rows.h.
 *
 * A feed names the same indicator, region and period many times: what was asked last is
 * asked again. A tile's key is one number of 64 bits, found again by a hash table; the
 * rows are then sorted by counting, which keeps their order within a tile. */
#include "store/rows.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const size_t CEILING = SIZE_MAX / 2; /* the disk is full before */
static const uint64_t SIGN = UINT64_C(1) << 31;

/* Of PERIODS a feed's few hundred seldom share a place. */
enum { PERIOD_BITS = 11, PERIODS = 1 << PERIOD_BITS };
enum { INDICATOR_BITS = 12, BLOCK_BITS = 12, TILE_BITS = 32 };

_Static_assert(REGISTER_INDICATORS <= 1 << INDICATOR_BITS, "indicators fit a key");
_Static_assert(REGISTER_BLOCKS <= 1 << BLOCK_BITS, "blocks fit a key");

/* Where a period was found. */
struct period_place {
    struct period period;
    int32_t tile;
    uint8_t column;
};

/* What feeds repeat. */
struct memory {
    struct registers *registers;
    char code[CODE_SIZE]; /* of the indicator asked for last; "" = none */
    uint16_t indicator;
    int32_t region;
    struct place place;
    bool has_region;
    struct period_place periods[PERIODS]; /* by hash; freq 0 = empty */
    uint64_t order;                       /* of the group found last */
    uint32_t group;
    bool has_group;
};

static bool find_indicator(struct memory *memory, const struct observation *o,
                           bool *found, struct error *error)
{
    if (memory->code[0] && memcmp(memory->code, o->indicator, CODE_SIZE) == 0)
        return true;
    *found = register_indicator(memory->registers, o->indicator, &memory->indicator);
    if (!*found && !o->withdrawn) {
        if (!register_add_indicator(memory->registers, o->indicator, &memory->indicator,
                                    error))
            return false;
        *found = true;
    }
    memory->code[0] = '\0';
    if (*found)
        memcpy(memory->code, o->indicator, CODE_SIZE);
    return true;
}

static bool find_region(struct memory *memory, const struct observation *o, bool *found,
                        struct error *error)
{
    if (memory->has_region && memory->region == o->region)
        return true;
    *found = register_region(memory->registers, o->region, &memory->place);
    if (!*found && !o->withdrawn) {
        if (!register_add_region(memory->registers, o->region, &memory->place, error))
            return false;
        *found = true;
    }
    memory->has_region = *found;
    memory->region = o->region;
    return true;
}

static bool find_period(struct memory *memory, const struct observation *o,
                        struct period_place **place, bool *found, struct error *error)
{
    const struct period *p = &o->period;
    uint32_t hash =
        ((uint32_t)p->last * 31 + (uint32_t)p->first * 7 + (uint32_t)p->freq) *
        2654435761u;
    struct period_place *at = &memory->periods[hash >> (32 - PERIOD_BITS)];
    int32_t number = 0;
    *place = at;
    if (at->period.freq == p->freq && at->period.last == p->last &&
        at->period.first == p->first)
        return true;
    *found = register_period(memory->registers, *p, &number);
    if (!*found && !o->withdrawn) {
        if (!register_add_period(memory->registers, *p, &number, error))
            return false;
        *found = true;
    }
    if (*found)
        *at = (struct period_place){.period = *p,
                                    .tile = calendar_tile(number),
                                    .column = (uint8_t)calendar_column(number)};
    return true;
}

static uint64_t order_of(const struct tile_key *key)
{
    uint64_t tile = (uint32_t)key->tile ^ SIGN;
    return (uint64_t)key->freq << (TILE_BITS + BLOCK_BITS + INDICATOR_BITS) |
           tile << (BLOCK_BITS + INDICATOR_BITS) |
           (uint64_t)key->block << INDICATOR_BITS | key->indicator;
}

struct tile_key rows_key(const struct group *group)
{
    uint64_t o = group->order;
    return (struct tile_key){
        .freq = (enum frequency)(o >> (TILE_BITS + BLOCK_BITS + INDICATOR_BITS)),
        .tile = (int32_t)((uint32_t)(o >> (BLOCK_BITS + INDICATOR_BITS)) ^ SIGN),
        .block = o >> INDICATOR_BITS & ((1 << BLOCK_BITS) - 1),
        .indicator = o & ((1 << INDICATOR_BITS) - 1),
    };
}

/* ---- the table of groups: their index + 1, by hash of the key ---- */

static size_t place_in(const struct rows *rows, uint64_t order)
{
    const uint32_t *table = (const uint32_t *)rows->table.data;
    const struct group *groups = (const struct group *)rows->groups.data;
    size_t mask = rows->table_room - 1;
    size_t at = (size_t)((order * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & mask;
    while (table[at] != 0 && groups[table[at] - 1].order != order)
        at = (at + 1) & mask;
    return at;
}

static bool table_grow(struct rows *rows, struct error *error)
{
    size_t room = rows->table_room ? rows->table_room * 4 : 1024;
    const struct group *groups = (const struct group *)rows->groups.data;
    bulk_reset(&rows->table);
    if (!bulk_more(&rows->table, room * sizeof(uint32_t), error))
        return false;
    rows->table_room = room;
    for (size_t i = 0; i < rows->n_groups; i++)
        ((uint32_t *)rows->table.data)[place_in(rows, groups[i].order)] =
            (uint32_t)i + 1;
    return true;
}

static bool group_of(struct rows *rows, uint64_t order, uint32_t *id,
                     struct error *error)
{
    if (rows->n_groups * 2 >= rows->table_room && !table_grow(rows, error))
        return false;
    size_t at = place_in(rows, order);
    uint32_t *table = (uint32_t *)rows->table.data;
    if (table[at] == 0) {
        struct group fresh = {.order = order, .id = (uint32_t)rows->n_groups};
        if (!bulk_put(&rows->groups, &fresh, sizeof fresh, error))
            return false;
        table[at] = (uint32_t)++rows->n_groups;
    }
    *id = table[at] - 1;
    return true;
}

/* Finds tile and cell of one figure; *found is false for a row that is left out. */
static bool row_read(struct rows *rows, struct memory *memory,
                     const struct observation *o, struct row *row, bool *found,
                     struct error *error)
{
    struct period_place *period;
    bool indicator = true, region = true, known = true;
    assert((!o->has_value || isfinite(o->value)) && o->qualifier < QUALIFIER_COUNT &&
           o->period.first <= o->period.last);
    if (!find_indicator(memory, o, &indicator, error) ||
        !find_region(memory, o, &region, error) ||
        !find_period(memory, o, &period, &known, error))
        return false;
    *found = indicator && region && known;
    if (!*found)
        return true;
    struct tile_key key = {.freq = o->period.freq,
                           .tile = period->tile,
                           .block = memory->place.block,
                           .indicator = memory->indicator};
    uint64_t order = order_of(&key);
    if (!memory->has_group || memory->order != order) {
        if (!group_of(rows, order, &memory->group, error))
            return false;
        memory->order = order;
        memory->has_group = true;
    }
    row->group = memory->group;
    row->cell = (uint16_t)(memory->place.slot * TILE_PERIODS + period->column);
    row->code = o->withdrawn ? CODE_WITHDRAWN : code_of(o);
    /* A negative zero is zero, as it will be read. */
    row->value = code_has_value(row->code) ? o->value + 0.0 : 0;
    ((struct group *)rows->groups.data)[row->group].n++;
    return true;
}

static bool rows_read(struct rows *rows, struct registers *registers,
                      const struct observation *items, size_t n, struct error *error)
{
    struct memory memory = {.registers = registers};
    struct row *to = bulk_more(&rows->read, n * sizeof *to, error);
    if (!to)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool found;
        if (!row_read(rows, &memory, &items[i], &to[rows->n_rows], &found, error))
            return false;
        rows->n_rows += found;
    }
    return true;
}

/* Sorts the groups by their key, a byte at a time from the last. */
static bool groups_sort(struct rows *rows, struct error *error)
{
    size_t n = rows->n_groups;
    if (n < 2)
        return true;
    struct group *to = bulk_more(&rows->ranks, n * sizeof *to, error);
    if (!to)
        return false;
    struct group *from = (struct group *)rows->groups.data;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < n; i++)
            starts[(from[i].order >> shift & 255) + 1]++;
        if (starts[(from[0].order >> shift & 255) + 1] == n)
            continue;
        for (size_t b = 0; b < 256; b++)
            starts[b + 1] += starts[b];
        for (size_t i = 0; i < n; i++)
            to[starts[from[i].order >> shift & 255]++] = from[i];
        struct group *swap = from;
        from = to;
        to = swap;
    }
    if (from != (struct group *)rows->groups.data)
        memcpy(rows->groups.data, from, n * sizeof *from);
    return true;
}

/* Puts the rows where their groups begin. */
static bool rows_spread(struct rows *rows, struct error *error)
{
    struct group *groups = (struct group *)rows->groups.data;
    uint32_t *starts = bulk_more(&rows->starts, rows->n_groups * sizeof *starts, error);
    struct row *to = bulk_more(&rows->rows, rows->n_rows * sizeof *to, error);
    if (!starts || !to)
        return false;
    uint32_t at = 0;
    for (size_t i = 0; i < rows->n_groups; i++) {
        groups[i].first = starts[groups[i].id] = at;
        at += groups[i].n;
    }
    const struct row *from = (const struct row *)rows->read.data;
    for (size_t i = 0; i < rows->n_rows; i++)
        to[starts[from[i].group]++] = from[i];
    return true;
}

void rows_init(struct rows *rows, const char *directory)
{
    *rows = (struct rows){.directory = directory};
    bulk_init(&rows->groups, directory, CEILING);
    bulk_init(&rows->rows, directory, CEILING);
    bulk_init(&rows->read, directory, CEILING);
    bulk_init(&rows->ranks, directory, CEILING);
    bulk_init(&rows->table, directory, CEILING);
    bulk_init(&rows->starts, directory, CEILING);
}

/* What is asked for by the next delivery again costs more than what lies there until
 * then, unless it is large. */
static void room_reset(struct bulk *bulk)
{
    if (bulk->capacity > BULK_SMALL)
        bulk_release(bulk);
    else
        bulk_reset(bulk);
}

/* What only sorting needs. */
static void scratch_reset(struct rows *rows)
{
    room_reset(&rows->read);
    room_reset(&rows->ranks);
    room_reset(&rows->table);
    room_reset(&rows->starts);
    rows->table_room = 0;
}

void rows_reset(struct rows *rows)
{
    scratch_reset(rows);
    room_reset(&rows->groups);
    room_reset(&rows->rows);
    rows->n_groups = rows->n_rows = 0;
}

void rows_release(struct rows *rows)
{
    bulk_release(&rows->read);
    bulk_release(&rows->ranks);
    bulk_release(&rows->table);
    bulk_release(&rows->starts);
    bulk_release(&rows->groups);
    bulk_release(&rows->rows);
}

bool rows_sort(struct rows *rows, struct registers *registers,
               const struct observation *items, size_t n, struct error *error)
{
    assert(n < UINT32_MAX);
    rows_reset(rows);
    if (n == 0)
        return true;
    bool ok =
        rows_read(rows, registers, items, n, error) &&
        (rows->n_rows == 0 || (groups_sort(rows, error) && rows_spread(rows, error)));
    scratch_reset(rows);
    return ok;
}

struct group *rows_group(const struct rows *rows, size_t i)
{
    assert(i < rows->n_groups);
    return (struct group *)rows->groups.data + i;
}

const struct row *rows_of(const struct rows *rows, const struct group *group)
{
    return (const struct row *)rows->rows.data + group->first;
}
