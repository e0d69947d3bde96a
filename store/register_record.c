/* The records of the registers: see store/register.h. What is read is added as it was
 * added first, so that whatever does not fit, twice given or out of its place, shows.
 */
#include "store/register.h"

#include <string.h>

#include "store/check.h"

enum { WORD_BITS = 64, WORDS_MOST = REGISTER_INDICATORS / WORD_BITS };
enum { INTERVAL_SIZE = 8, REGION_SIZE = 4, SHELF_SIZE = 6 };

static void key_register(struct record_key *key, char kind)
{
    key_begin(key, 'G');
    key_u8(key, (uint8_t)kind);
}

static void key_block(struct record_key *key, size_t block)
{
    key_register(key, 'B');
    key_u16(key, (uint16_t)block);
}

/* A list of n entries of `size` bytes, lent. It may be missing only where n is 0. */
static bool list_get(struct db *db, char kind, uint32_t n, size_t most, size_t size,
                     const unsigned char **bytes, struct error *error)
{
    struct record_key key;
    struct record_reader reader = {0};
    bool found;
    key_register(&key, kind);
    if (!record_get(db, &key, &reader, &found, error))
        return false;
    size_t there = found ? (size_t)(reader.end - reader.at) : 0;
    if (n > most || there != n * size)
        return db_damaged(db, error);
    *bytes = reader.at;
    return true;
}

static bool indicators_load(struct db *db, uint32_t n, struct registers *registers,
                            struct error *error)
{
    const unsigned char *bytes;
    if (!list_get(db, 'I', n, REGISTER_INDICATORS, CODE_SIZE, &bytes, error))
        return false;
    for (uint32_t i = 0; i < n; i++, bytes += CODE_SIZE) {
        char code[CODE_SIZE];
        uint16_t number;
        memcpy(code, bytes, CODE_SIZE);
        if (code[0] == '\0' || code[CODE_SIZE - 1] != '\0' ||
            !register_add_indicator(registers, code, &number, error) || number != i)
            return db_damaged(db, error);
    }
    return true;
}

static bool intervals_load(struct db *db, uint32_t n, struct registers *registers,
                           struct error *error)
{
    const unsigned char *bytes;
    if (!list_get(db, 'P', n, REGISTER_INTERVALS, INTERVAL_SIZE, &bytes, error))
        return false;
    for (uint32_t i = 0; i < n; i++, bytes += INTERVAL_SIZE) {
        struct period period = {.freq = FREQ_INTERVAL,
                                .first = (int32_t)field_u32(bytes),
                                .last = (int32_t)field_u32(bytes + 4)};
        int32_t number;
        if (period.first > period.last ||
            !register_add_period(registers, period, &number, error) ||
            number != (int32_t)i)
            return db_damaged(db, error);
    }
    return true;
}

/* Group and regions, which must take the places that they would be given. */
static bool regions_read(struct record_reader *reader, size_t number,
                         struct registers *registers)
{
    uint32_t group = read_u32(reader), n = read_u32(reader);
    const unsigned char *bytes =
        n > 0 && n <= TILE_SLOTS ? read_bytes(reader, n * REGION_SIZE) : NULL;
    if (!bytes)
        return false;
    for (uint32_t slot = 0; slot < n; slot++, bytes += REGION_SIZE) {
        struct place place;
        if (!register_add_region(registers, (int32_t)field_u32(bytes), &place, NULL) ||
            place.block != number || place.slot != slot)
            return false;
    }
    return registers->blocks[number].group == group;
}

/* Does a tile lie within the calendar, or the register of intervals? */
static bool tile_plausible(const struct registers *registers, const struct shelf *shelf)
{
    struct period period;
    int32_t most = INT32_MAX / TILE_PERIODS - 1;
    if (shelf->tile < -most || shelf->tile > most)
        return false;
    int32_t first = calendar_first(shelf->tile);
    return register_period_of(registers, shelf->freq, first, &period) ||
           register_period_of(registers, shelf->freq, first + TILE_PERIODS - 1,
                              &period);
}

static bool frequency_known(enum frequency freq)
{
    for (size_t i = 0; calendar_frequencies[i] != FREQ_NONE; i++)
        if (calendar_frequencies[i] == freq)
            return true;
    return false;
}

/* A shelf must stand behind the one before it. As tiles ascend, only a frequency's
 * first and last need be looked up in the calendar. */
static bool shelves_fit(const struct registers *registers, const struct block *block)
{
    for (size_t i = 0; i < block->n_shelves; i++) {
        const struct shelf *shelf = &block->shelves[i];
        bool first = i == 0 || shelf[-1].freq != shelf->freq;
        bool last = i + 1 == block->n_shelves || shelf[1].freq != shelf->freq;
        if (first ? !frequency_known(shelf->freq) ||
                        (i > 0 && shelf[-1].freq > shelf->freq)
                  : shelf[-1].tile >= shelf->tile)
            return false;
        if ((first || last) && !tile_plausible(registers, shelf))
            return false;
    }
    return true;
}

/* Every bit is an indicator's, and the last word has one: there is a tile, and one form
 * of saying so. */
static bool bits_fit(const struct registers *registers, const struct shelf *shelf)
{
    size_t bits = registers->n_indicators;
    uint32_t n = shelf->n_words;
    if (n == 0 || n > WORDS_MOST || (size_t)(n - 1) * WORD_BITS >= bits)
        return false;
    uint64_t last = shelf->words[n - 1];
    size_t used = bits - (size_t)(n - 1) * WORD_BITS;
    return last != 0 && (used >= WORD_BITS || last >> used == 0);
}

static bool shelves_read(struct record_reader *reader, struct block *block,
                         struct registers *registers)
{
    uint32_t n = read_u32(reader);
    size_t size = (size_t)(reader->end - reader->at);
    if (reader->bad || n > size / SHELF_SIZE)
        return false;
    size_t n_words = (size - (size_t)n * SHELF_SIZE) / sizeof(uint64_t);
    struct shelf *shelf = arena_alloc(&registers->arena, n * sizeof *shelf);
    uint64_t *words = arena_alloc(&registers->arena, n_words * sizeof *words);
    block->shelves = shelf;
    block->n_shelves = block->shelves_room = n;
    for (; n-- > 0; shelf++) {
        shelf->freq = (enum frequency)read_u8(reader);
        shelf->tile = (int32_t)read_u32(reader);
        shelf->n_words = read_u8(reader);
        shelf->words = words;
        if (shelf->n_words > n_words)
            return false;
        const unsigned char *bytes = read_bytes(reader, shelf->n_words * sizeof *words);
        for (uint32_t i = 0; bytes && i < shelf->n_words; i++)
            *words++ = field_u64(bytes + i * sizeof *words);
        n_words -= shelf->n_words;
        if (!bytes || !bits_fit(registers, shelf))
            return false;
    }
    return shelves_fit(registers, block);
}

static bool block_load(struct db *db, size_t number, struct registers *registers,
                       struct error *error)
{
    struct record_key key;
    struct record_reader reader;
    bool found;
    key_block(&key, number);
    if (!record_get(db, &key, &reader, &found, error))
        return false;
    if (!found || !regions_read(&reader, number, registers) ||
        !shelves_read(&reader, &registers->blocks[number], registers))
        return db_damaged(db, error);
    registers->blocks[number].changed = false;
    return record_end(db, &reader, error);
}

bool registers_load(struct db *db, const struct meta *meta, struct registers *registers,
                    struct error *error)
{
    struct registers read = {0};
    bool ok = indicators_load(db, meta->n_indicators, &read, error) &&
              intervals_load(db, meta->n_intervals, &read, error);
    if (ok && meta->n_blocks > REGISTER_BLOCKS)
        ok = db_damaged(db, error);
    for (uint32_t i = 0; ok && i < meta->n_blocks; i++)
        ok = block_load(db, i, &read, error);
    if (!ok) {
        registers_release(&read);
        return false;
    }
    read.indicators_changed = read.intervals_changed = false;
    *registers = read;
    return true;
}

static bool indicators_save(struct db *db, const struct registers *registers,
                            struct record_writer *writer, struct error *error)
{
    struct record_key key;
    key_register(&key, 'I');
    write_bytes(writer, registers->indicators,
                registers->n_indicators * sizeof *registers->indicators);
    return record_put(db, &key, writer, error);
}

static bool intervals_save(struct db *db, const struct registers *registers,
                           struct record_writer *writer, struct error *error)
{
    struct record_key key;
    key_register(&key, 'P');
    for (size_t i = 0; i < registers->n_intervals; i++) {
        write_u32(writer, (uint32_t)registers->intervals[i].first);
        write_u32(writer, (uint32_t)registers->intervals[i].last);
    }
    return record_put(db, &key, writer, error);
}

/* Without the empty words at its end. */
static void shelf_write(struct record_writer *writer, const struct shelf *shelf)
{
    uint32_t n = shelf->n_words;
    while (n > 0 && shelf->words[n - 1] == 0)
        n--;
    write_u8(writer, (uint8_t)shelf->freq);
    write_u32(writer, (uint32_t)shelf->tile);
    write_u8(writer, (uint8_t)n);
    for (uint32_t i = 0; i < n; i++)
        write_u64(writer, shelf->words[i]);
}

static bool block_save(struct db *db, const struct registers *registers, size_t number,
                       struct record_writer *writer, struct error *error)
{
    const struct block *block = &registers->blocks[number];
    struct record_key key;
    key_block(&key, number);
    write_u32(writer, block->group);
    write_u32(writer, (uint32_t)block->n_regions);
    for (size_t i = 0; i < block->n_regions; i++)
        write_u32(writer, (uint32_t)block->regions[i]);
    write_u32(writer, (uint32_t)block->n_shelves);
    for (size_t i = 0; i < block->n_shelves; i++)
        shelf_write(writer, &block->shelves[i]);
    return record_put(db, &key, writer, error);
}

bool registers_save(struct db *db, struct registers *registers, struct meta *meta,
                    struct record_writer *writer, struct error *error)
{
    if (registers->indicators_changed && !indicators_save(db, registers, writer, error))
        return false;
    registers->indicators_changed = false;
    if (registers->intervals_changed && !intervals_save(db, registers, writer, error))
        return false;
    registers->intervals_changed = false;
    for (size_t i = 0; i < registers->n_blocks; i++) {
        struct block *block = &registers->blocks[i];
        if (block->changed && !block_save(db, registers, i, writer, error))
            return false;
        block->changed = false;
    }
    meta->n_indicators = (uint32_t)registers->n_indicators;
    meta->n_intervals = (uint32_t)registers->n_intervals;
    meta->n_blocks = (uint32_t)registers->n_blocks;
    return true;
}
