/* The registers in memory: see store/register.h. They are read and written in
 * store/register_record.c. */
#include "store/register.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { ROOM_LEAST = 64, WORD_BITS = 64 };

/* Multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4): the high bits
 * are the well mixed ones, so those are taken. */
static size_t home(uint32_t hash, size_t room)
{
    return (size_t)((uint64_t)(hash * UINT32_C(2654435769)) * room >> 32);
}

static size_t behind(size_t at, size_t room)
{
    return (at + 1) & (room - 1);
}

/* Half of it stays free, so that a search is short. */
static bool crowded(size_t n, size_t room)
{
    return 2 * (n + 1) > room;
}

static bool full(const char *what, size_t most, struct error *error)
{
    char text[12];
    snprintf(text, sizeof text, "%u", (unsigned)most);
    return error_set(error, ERROR_STORE_REGISTER, what, text);
}

/* ---- indicators and intervals ---- */

static uint32_t code_hash(const char *code)
{
    uint32_t hash = 0;
    for (; *code; code++)
        hash = hash * 31 + (unsigned char)*code;
    return hash;
}

static uint32_t span_hash(struct period period)
{
    return (uint32_t)period.first * 31 + (uint32_t)period.last;
}

static void index_put(struct register_index *index, uint32_t hash, size_t number)
{
    size_t at = home(hash, index->room);
    while (index->numbers[at] != 0)
        at = behind(at, index->room);
    index->numbers[at] = (uint32_t)number + 1;
}

/* Twice the room, empty: the caller puts everything in again. */
static void index_grow(struct register_index *index, struct arena *arena)
{
    index->room = index->room ? 2 * index->room : ROOM_LEAST;
    index->numbers = arena_alloc(arena, index->room * sizeof *index->numbers);
}

bool register_indicator(const struct registers *registers, const char *code,
                        uint16_t *number)
{
    const struct register_index *index = &registers->codes;
    if (index->room == 0)
        return false;
    for (size_t at = home(code_hash(code), index->room); index->numbers[at] != 0;
         at = behind(at, index->room)) {
        uint32_t found = index->numbers[at] - 1;
        if (strcmp(registers->indicators[found], code) == 0) {
            *number = (uint16_t)found;
            return true;
        }
    }
    return false;
}

bool register_add_indicator(struct registers *registers, const char *code,
                            uint16_t *number, struct error *error)
{
    size_t size = strnlen(code, CODE_SIZE), n = registers->n_indicators;
    assert(size > 0 && size < CODE_SIZE);
    if (register_indicator(registers, code, number))
        return true;
    if (n == REGISTER_INDICATORS)
        return full(code, REGISTER_INDICATORS, error);
    registers->indicators = arena_more(&registers->arena, registers->indicators, n,
                                       sizeof *registers->indicators);
    memset(registers->indicators[n], 0, CODE_SIZE);
    memcpy(registers->indicators[n], code, size);
    if (crowded(n, registers->codes.room)) {
        index_grow(&registers->codes, &registers->arena);
        for (size_t i = 0; i < n; i++)
            index_put(&registers->codes, code_hash(registers->indicators[i]), i);
    }
    index_put(&registers->codes, code_hash(code), n);
    registers->n_indicators++;
    registers->indicators_changed = true;
    *number = (uint16_t)n;
    return true;
}

static bool span_find(const struct registers *registers, struct period period,
                      int32_t *number)
{
    const struct register_index *index = &registers->spans;
    if (index->room == 0)
        return false;
    for (size_t at = home(span_hash(period), index->room); index->numbers[at] != 0;
         at = behind(at, index->room)) {
        uint32_t found = index->numbers[at] - 1;
        if (period_equal(registers->intervals[found], period)) {
            *number = (int32_t)found;
            return true;
        }
    }
    return false;
}

bool register_period(const struct registers *registers, struct period period,
                     int32_t *number)
{
    if (period.freq == FREQ_INTERVAL)
        return span_find(registers, period, number);
    *number = calendar_number(period);
    return true;
}

bool register_add_period(struct registers *registers, struct period period,
                         int32_t *number, struct error *error)
{
    size_t n = registers->n_intervals;
    if (register_period(registers, period, number))
        return true;
    if (n == REGISTER_INTERVALS) {
        char text[32];
        period_id(period, text, sizeof text);
        return full(text, REGISTER_INTERVALS, error);
    }
    registers->intervals = arena_more(&registers->arena, registers->intervals, n,
                                      sizeof *registers->intervals);
    registers->intervals[n] = period;
    if (crowded(n, registers->spans.room)) {
        index_grow(&registers->spans, &registers->arena);
        for (size_t i = 0; i < n; i++)
            index_put(&registers->spans, span_hash(registers->intervals[i]), i);
    }
    index_put(&registers->spans, span_hash(period), n);
    registers->n_intervals++;
    registers->intervals_changed = true;
    *number = (int32_t)n;
    return true;
}

bool register_period_of(const struct registers *registers, enum frequency freq,
                        int32_t number, struct period *period)
{
    if (freq != FREQ_INTERVAL)
        return calendar_period(freq, number, period);
    if (number < 0 || (size_t)number >= registers->n_intervals)
        return false;
    *period = registers->intervals[number];
    return true;
}

/* ---- regions ---- */

bool register_region(const struct registers *registers, int32_t region,
                     struct place *place)
{
    size_t room = registers->slots_room;
    if (room == 0)
        return false;
    for (size_t at = home((uint32_t)region, room);; at = behind(at, room)) {
        const struct register_slot *slot = &registers->slots[at];
        if (slot->place.slot == 0)
            return false;
        if (slot->region == region) {
            place->block = slot->place.block;
            place->slot = (uint16_t)(slot->place.slot - 1);
            return true;
        }
    }
}

static void slot_put(struct registers *registers, const struct register_slot *slot)
{
    size_t at = home((uint32_t)slot->region, registers->slots_room);
    while (registers->slots[at].place.slot != 0)
        at = behind(at, registers->slots_room);
    registers->slots[at] = *slot;
}

static void slots_grow(struct registers *registers)
{
    const struct register_slot *old = registers->slots;
    size_t n = registers->slots_room;
    registers->slots_room = n ? 2 * n : ROOM_LEAST;
    registers->slots =
        arena_alloc(&registers->arena, registers->slots_room * sizeof *old);
    for (size_t i = 0; i < n; i++)
        if (old[i].place.slot != 0)
            slot_put(registers, &old[i]);
}

/* The block of the group that is not full, a new one if there is none. Only a group's
 * last block can have room; feeds and records name regions group by group, so it is
 * mostly the last of all. */
static struct block *block_of(struct registers *registers, uint32_t group)
{
    size_t n = registers->n_blocks;
    for (size_t i = n; i-- > 0;) {
        struct block *block = &registers->blocks[i];
        if (block->group == group && block->n_regions < TILE_SLOTS)
            return block;
        if (block->group == group)
            break;
    }
    if (n == REGISTER_BLOCKS)
        return NULL;
    registers->blocks =
        arena_more(&registers->arena, registers->blocks, n, sizeof *registers->blocks);
    registers->blocks[n] = (struct block){.group = group};
    return &registers->blocks[registers->n_blocks++];
}

bool register_add_region(struct registers *registers, int32_t region,
                         struct place *place, struct error *error)
{
    const int32_t province = 10000;
    if (register_region(registers, region, place))
        return true;
    struct block *block =
        block_of(registers, region % province == 0 ? 0 : (uint32_t)(region / province));
    if (!block) {
        char text[12];
        snprintf(text, sizeof text, "%d", (int)region);
        return full(text, registers->n_regions, error);
    }
    block->regions = arena_more(&registers->arena, block->regions, block->n_regions,
                                sizeof *block->regions);
    block->regions[block->n_regions++] = region;
    block->changed = true;
    if (crowded(registers->n_regions, registers->slots_room))
        slots_grow(registers);
    struct register_slot slot = {.region = region};
    slot.place.block = (uint16_t)(block - registers->blocks);
    slot.place.slot = (uint16_t)block->n_regions;
    slot_put(registers, &slot);
    registers->n_regions++;
    *place = (struct place){.block = slot.place.block,
                            .slot = (uint16_t)(block->n_regions - 1)};
    return true;
}

/* ---- shelves ---- */

/* Where the shelf stands, or would stand. */
static size_t shelf_at(const struct block *block, enum frequency freq, int32_t tile)
{
    size_t low = 0, high = block->n_shelves;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct shelf *shelf = &block->shelves[middle];
        if (shelf->freq < freq || (shelf->freq == freq && shelf->tile < tile))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct shelf *register_shelf(const struct block *block, enum frequency freq,
                                   int32_t tile)
{
    size_t at = shelf_at(block, freq, tile);
    if (at == block->n_shelves || block->shelves[at].freq != freq ||
        block->shelves[at].tile != tile)
        return NULL;
    return &block->shelves[at];
}

bool shelf_has(const struct shelf *shelf, uint16_t indicator)
{
    uint32_t word = indicator / WORD_BITS;
    return word < shelf->n_words &&
           (shelf->words[word] >> indicator % WORD_BITS & 1) != 0;
}

bool register_has_tile(const struct registers *registers, const struct tile_key *key)
{
    if (key->block >= registers->n_blocks)
        return false;
    const struct shelf *shelf =
        register_shelf(&registers->blocks[key->block], key->freq, key->tile);
    return shelf && shelf_has(shelf, key->indicator);
}

static struct shelf *shelf_insert(struct registers *registers, struct block *block,
                                  size_t at, const struct tile_key *key)
{
    if (block->n_shelves == block->shelves_room) {
        block->shelves_room += block->shelves_room / 2 + 8;
        struct shelf *moved =
            arena_alloc(&registers->arena, block->shelves_room * sizeof *moved);
        if (block->n_shelves != 0)
            memcpy(moved, block->shelves, block->n_shelves * sizeof *moved);
        block->shelves = moved;
    }
    struct shelf *shelf = &block->shelves[at];
    memmove(shelf + 1, shelf, (block->n_shelves - at) * sizeof *shelf);
    block->n_shelves++;
    *shelf = (struct shelf){.freq = key->freq, .tile = key->tile};
    return shelf;
}

/* Words for the indicator: twice what there is, or as many as all indicators need, so
 * that indicators that come one by one do not leave many copies behind. */
static void shelf_widen(struct registers *registers, struct shelf *shelf)
{
    uint32_t n = (uint32_t)((registers->n_indicators + WORD_BITS - 1) / WORD_BITS);
    if (n < 2 * shelf->n_words)
        n = 2 * shelf->n_words;
    if (n > REGISTER_INDICATORS / WORD_BITS)
        n = REGISTER_INDICATORS / WORD_BITS;
    uint64_t *words = arena_alloc(&registers->arena, n * sizeof *words);
    if (shelf->n_words != 0)
        memcpy(words, shelf->words, shelf->n_words * sizeof *words);
    shelf->words = words;
    shelf->n_words = n;
}

void register_add_tile(struct registers *registers, const struct tile_key *key)
{
    assert(key->block < registers->n_blocks &&
           key->indicator < registers->n_indicators);
    struct block *block = &registers->blocks[key->block];
    size_t at = shelf_at(block, key->freq, key->tile);
    struct shelf *shelf = &block->shelves[at];
    if (at == block->n_shelves || shelf->freq != key->freq || shelf->tile != key->tile)
        shelf = shelf_insert(registers, block, at, key);
    if (shelf_has(shelf, key->indicator))
        return;
    if (key->indicator / WORD_BITS >= shelf->n_words)
        shelf_widen(registers, shelf);
    shelf->words[key->indicator / WORD_BITS] |= UINT64_C(1)
                                                << key->indicator % WORD_BITS;
    block->changed = true;
}

void registers_release(struct registers *registers)
{
    arena_release(&registers->arena);
    *registers = (struct registers){0};
}
