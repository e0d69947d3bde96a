/* Registers: numbers given once, what is read is what was written, damage is noticed.
 */
#include "store/register.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/check.h"
#include "tests/lib/database.h"

enum { PROVINCES = 31, PREFECTURES = 11, COUNTIES = 92 };

static void code_of_number(char code[CODE_SIZE], unsigned i)
{
    snprintf(code, CODE_SIZE, "T%u-%02u", i / 100, i % 100);
}

/* The nation, provinces, and each one's prefectures and counties: 3,225 regions. */
static void national(struct registers *r, unsigned n_indicators)
{
    struct place place;
    uint16_t number;
    char code[CODE_SIZE];
    for (unsigned i = 0; i < n_indicators; i++) {
        code_of_number(code, i);
        assert_true(register_add_indicator(r, code, &number, NULL));
        assert_int_equal(number, i);
    }
    assert_true(register_add_region(r, 100000, &place, NULL));
    for (int p = 11; p < 11 + PROVINCES; p++)
        assert_true(register_add_region(r, p * 10000, &place, NULL));
    for (int p = 11; p < 11 + PROVINCES; p++)
        for (int i = 0; i < PREFECTURES + COUNTIES; i++)
            assert_true(register_add_region(r, p * 10000 + 100 + i, &place, NULL));
}

static void shelve(struct registers *r, enum frequency freq, int32_t first, int n)
{
    for (size_t b = 0; b < r->n_blocks; b++)
        for (int t = 0; t < n; t++)
            for (size_t i = 0; i < r->n_indicators; i++)
                register_add_tile(
                    r, &(struct tile_key){freq, first + t, (uint16_t)b, (uint16_t)i});
}

static void same(const struct registers *a, const struct registers *b)
{
    assert_int_equal(a->n_indicators, b->n_indicators);
    assert_int_equal(a->n_intervals, b->n_intervals);
    assert_int_equal(a->n_blocks, b->n_blocks);
    assert_int_equal(a->n_regions, b->n_regions);
    if (a->n_indicators)
        assert_memory_equal(a->indicators, b->indicators, a->n_indicators * CODE_SIZE);
    for (size_t i = 0; i < a->n_intervals; i++)
        assert_true(period_equal(a->intervals[i], b->intervals[i]));
    for (size_t i = 0; i < a->n_blocks; i++) {
        const struct block *x = &a->blocks[i], *y = &b->blocks[i];
        assert_int_equal(x->group, y->group);
        assert_int_equal(x->n_regions, y->n_regions);
        assert_memory_equal(x->regions, y->regions, x->n_regions * sizeof(int32_t));
        assert_int_equal(x->n_shelves, y->n_shelves);
        for (size_t k = 0; k < x->n_shelves; k++) {
            assert_int_equal(x->shelves[k].freq, y->shelves[k].freq);
            assert_int_equal(x->shelves[k].tile, y->shelves[k].tile);
            for (unsigned n = 0; n < REGISTER_INDICATORS; n++)
                assert_int_equal(shelf_has(&x->shelves[k], (uint16_t)n),
                                 shelf_has(&y->shelves[k], (uint16_t)n));
        }
    }
}

static void numbers_are_given_once(void **state)
{
    struct registers r = {0};
    struct place place = {7, 7};
    uint16_t number = 77;
    (void)state;
    assert_false(register_indicator(&r, "B9-01", &number));
    assert_false(register_region(&r, 430000, &place));
    assert_int_equal(number, 77);
    assert_int_equal(place.block, 7);
    national(&r, 100);
    assert_int_equal(r.n_regions, 1 + PROVINCES * (1 + PREFECTURES + COUNTIES));
    assert_int_equal(r.n_blocks, 1 + PROVINCES);
    /* The same again gives the same. */
    national(&r, 100);
    assert_int_equal(r.n_indicators, 100);
    assert_int_equal(r.n_blocks, 1 + PROVINCES);
    for (size_t b = 0; b < r.n_blocks; b++)
        for (size_t i = 0; i < r.blocks[b].n_regions; i++) {
            assert_true(register_region(&r, r.blocks[b].regions[i], &place));
            assert_int_equal(place.block, b);
            assert_int_equal(place.slot, i);
        }
    assert_true(register_region(&r, 100000, &place));
    assert_int_equal(place.block + place.slot, 0);
    assert_false(register_region(&r, 100001, &place));
    assert_false(register_region(&r, -1, &place));
    assert_false(register_indicator(&r, "", &number));
    assert_false(register_indicator(&r, "T0-00000000000000000", &number));
    assert_true(register_indicator(&r, "T0-99", &number));
    assert_int_equal(number, 99);
    registers_release(&r);
}

static void groups_fill_blocks(void **state)
{
    struct registers r = {0};
    struct place place;
    (void)state;
    for (int i = 0; i < 2 * TILE_SLOTS + 1; i++) {
        assert_true(register_add_region(&r, 430001 + i, &place, NULL));
        assert_int_equal(place.slot, i % TILE_SLOTS);
        assert_true(register_add_region(&r, 440001 + i, &place, NULL));
    }
    assert_int_equal(r.n_blocks, 6);
    assert_true(register_region(&r, 430001 + TILE_SLOTS, &place));
    assert_int_equal(place.block, 2);
    assert_int_equal(place.slot, 0);
    registers_release(&r);
}

static void full_registers_say_so(void **state)
{
    struct registers r = {0};
    struct error error = {0};
    struct place place;
    uint16_t number;
    int32_t period;
    char code[CODE_SIZE];
    (void)state;
    for (unsigned i = 0; i < REGISTER_INDICATORS; i++) {
        code_of_number(code, i);
        assert_true(register_add_indicator(&r, code, &number, &error));
    }
    assert_false(register_add_indicator(&r, "ONE-MORE", &number, &error));
    assert_int_equal(error.code, ERROR_STORE_REGISTER);
    assert_string_equal(error.arg[0], "ONE-MORE");
    assert_string_equal(error.arg[1], "4096");
    assert_int_equal(r.n_indicators, REGISTER_INDICATORS);
    /* Those that are there still have their numbers. */
    assert_true(register_add_indicator(&r, "T40-95", &number, &error));
    assert_int_equal(number, 4095);

    for (int i = 0; i < REGISTER_BLOCKS; i++)
        assert_true(register_add_region(&r, 10000 * i + 1, &place, &error));
    assert_false(register_add_region(&r, 10000 * REGISTER_BLOCKS + 1, &place, &error));
    assert_int_equal(error.code, ERROR_STORE_REGISTER);
    assert_string_equal(error.arg[0], "40960001");

    for (int i = 0; i < REGISTER_INTERVALS; i++)
        assert_true(
            register_add_period(&r, period_interval(i, i + 3), &period, &error));
    assert_false(register_add_period(&r, period_interval(-9, -1), &period, &error));
    assert_int_equal(error.code, ERROR_STORE_REGISTER);
    assert_true(register_period(&r, period_interval(65535, 65538), &period));
    assert_int_equal(period, 65535);
    registers_release(&r);
}

static void periods_have_numbers(void **state)
{
    struct registers r = {0};
    struct period period, odd = period_interval(100, 200);
    int32_t number = -7;
    (void)state;
    assert_true(register_period(&r, period_month(2026, 6), &number));
    assert_true(register_period_of(&r, FREQ_MONTH, number, &period));
    assert_true(period_equal(period, period_month(2026, 6)));
    number = -7;
    assert_false(register_period(&r, odd, &number));
    assert_int_equal(number, -7);
    assert_false(register_period_of(&r, FREQ_INTERVAL, 0, &period));
    assert_true(register_add_period(&r, odd, &number, NULL));
    assert_int_equal(number, 0);
    assert_true(register_add_period(&r, period_interval(100, 201), &number, NULL));
    assert_int_equal(number, 1);
    assert_true(register_period_of(&r, FREQ_INTERVAL, 0, &period));
    assert_true(period_equal(period, odd));
    assert_false(register_period_of(&r, FREQ_INTERVAL, 2, &period));
    assert_false(register_period_of(&r, FREQ_INTERVAL, -1, &period));
    assert_false(register_period_of(&r, FREQ_MONTH, INT32_MAX, &period));
    registers_release(&r);
}

static void shelves_stand_in_order(void **state)
{
    static const struct tile_key keys[] = {
        {FREQ_MONTH, 2026, 0, 1},    {FREQ_YEAR, 168, 0, 0},
        {FREQ_MONTH, 2024, 0, 130},  {FREQ_CUMULATIVE, 2025, 0, 64},
        {FREQ_DAY, -3, 0, 2},        {FREQ_DAY, 5, 0, 2},
        {FREQ_MONTH, 2025, 0, 2},    {FREQ_MONTH, 2025, 0, 63},
        {FREQ_MONTH, 2026, 0, 4095},
    };
    enum { N = sizeof keys / sizeof *keys };
    struct registers r = {0};
    (void)state;
    national(&r, REGISTER_INDICATORS);
    for (size_t i = 0; i < N; i++) {
        assert_false(register_has_tile(&r, &keys[i]));
        register_add_tile(&r, &keys[i]);
        register_add_tile(&r, &keys[i]);
        for (size_t k = 0; k < N; k++)
            assert_int_equal(register_has_tile(&r, &keys[k]), k <= i);
    }
    const struct block *block = &r.blocks[0];
    assert_int_equal(block->n_shelves, 7);
    for (size_t i = 1; i < block->n_shelves; i++) {
        const struct shelf *a = &block->shelves[i - 1], *b = a + 1;
        struct record_key x, y;
        key_tile(&x, &(struct tile_key){a->freq, a->tile, 9, 9});
        key_tile(&y, &(struct tile_key){b->freq, b->tile, 0, 0});
        assert_int_equal(x.size, y.size);
        assert_true(memcmp(x.bytes, y.bytes, x.size) < 0);
    }
    assert_non_null(register_shelf(block, FREQ_DAY, -3));
    assert_null(register_shelf(block, FREQ_DAY, -2));
    assert_null(register_shelf(block, FREQ_INTERVAL, 2026));
    assert_false(register_has_tile(&r, &(struct tile_key){FREQ_MONTH, 2026, 1, 1}));
    assert_false(register_has_tile(&r, &(struct tile_key){FREQ_MONTH, 2026, 4095, 1}));
    registers_release(&r);
}

static void what_is_read_is_what_was_written(void **state)
{
    struct database *d = *state;
    struct registers r = {0}, read = {0};
    struct meta meta = {0};
    int32_t number;
    /* Nothing yet. */
    assert_true(registers_load(d->db, &meta, &read, &d->error));
    same(&r, &read);
    assert_true(registers_save(d->db, &read, &meta, &d->writer, &d->error));
    assert_int_equal(meta.n_blocks, 0);
    registers_release(&read);

    national(&r, 100);
    shelve(&r, FREQ_MONTH, 2017, 10);
    register_add_tile(&r, &(struct tile_key){FREQ_DAY, -1, 3, 0});
    assert_true(register_add_period(&r, period_interval(-5, 9), &number, &d->error));
    register_add_tile(&r, &(struct tile_key){FREQ_INTERVAL, 0, 0, 99});
    assert_true(registers_save(d->db, &r, &meta, &d->writer, &d->error));
    assert_int_equal(meta.n_indicators, 100);
    assert_int_equal(meta.n_intervals, 1);
    assert_int_equal(meta.n_blocks, 1 + PROVINCES);
    assert_true(registers_load(d->db, &meta, &read, &d->error));
    same(&r, &read);
    for (size_t i = 0; i < read.n_blocks; i++)
        assert_false(read.blocks[i].changed || r.blocks[i].changed);
    assert_false(read.indicators_changed || read.intervals_changed);

    /* Only what changed is written, and what was read can grow. */
    shelve(&read, FREQ_MONTH, 2016, 12);
    assert_true(read.blocks[7].changed);
    assert_true(registers_save(d->db, &read, &meta, &d->writer, &d->error));
    registers_release(&r);
    assert_true(registers_load(d->db, &meta, &r, &d->error));
    same(&r, &read);
    register_add_tile(&r, &(struct tile_key){FREQ_MONTH, 2016, 0, 0});
    assert_false(r.blocks[0].changed); /* it was there */
    registers_release(&r);
    registers_release(&read);
}

static void damage_is_noticed(void **state)
{
    struct database *d = *state;
    struct registers r = {0}, read = {0};
    struct meta meta = {0};
    int32_t number;
    national(&r, 70);
    shelve(&r, FREQ_YEAR, 166, 1);
    shelve(&r, FREQ_MONTH, 2024, 2);
    assert_true(register_add_period(&r, period_interval(1, 9), &number, &d->error));
    assert_true(registers_save(d->db, &r, &meta, &d->writer, &d->error));
    registers_release(&r);

    /* Counts that do not fit. */
    for (int i = 0; i < 6; i++) {
        struct meta wrong = meta;
        wrong.n_indicators += i == 0 ? 1 : i == 1 ? -1U : 0;
        wrong.n_intervals += i == 2 ? 1 : i == 3 ? -1U : 0;
        wrong.n_blocks = i == 4   ? meta.n_blocks + 1
                         : i == 5 ? UINT32_MAX
                                  : wrong.n_blocks;
        d->error = (struct error){0};
        assert_false(registers_load(d->db, &wrong, &read, &d->error));
        assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
        assert_null(read.arena.head); /* untouched */
    }

    /* One field of a sound record at a time. block: group 0 | n 4 | regions 8 .. */
    enum { B = 11, SHELVES = 8 + 4 * (PREFECTURES + COUNTIES) };
    static const struct {
        char kind;
        unsigned at;
        uint32_t value;
        const char *what;
    } wrong[] = {
        {'I', 16, 0, "no code"},
        {'I', 16 + 12, 'x' << 24, "a code without an end"},
        {'I', 20, '0', "a code twice"},
        {'P', 0, 10, "an interval that ends before it begins"},
        {'B', 0, 12, "another group"},
        {'B', 4, 0, "no regions"},
        {'B', 4, 257, "more regions than slots"},
        {'B', 4, UINT32_MAX, "far too many regions"},
        {'B', 4, 102, "fewer regions than there are"},
        {'B', 8, 210101, "a region twice"},
        {'B', 8, 220101, "a region of another group"},
        {'B', SHELVES, 2, "fewer shelves than there are"},
        {'B', SHELVES, 4, "more shelves"},
        {'B', SHELVES, UINT32_MAX, "far too many shelves"},
        {'B', SHELVES + 4, 'B', "a frequency that is none (and a tile)"},
        {'B', SHELVES + 4, 'W' | 166 << 8, "frequencies out of order"},
        {'B', SHELVES + 5, 0x01000000, "a tile beyond the calendar"},
        {'B', SHELVES + 5, 0x80000000, "a tile far below it"},
        {'B', SHELVES + 9, 0xffffff00, "a shelf without words"},
        {'B', SHELVES + 9, 0xffffffff, "a shelf with too many words"},
        {'B', SHELVES + 10 + 8, 0, "a last word without tiles"},
        {'B', SHELVES + 10 + 8, 0x40, "an indicator that there is not"},
        {'B', SHELVES + 4 + 22 + 1, 2026, "shelves out of order"},
        {'B', SHELVES + 4 + 22 + 1, 2025, "a shelf twice"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct record_key key;
        size_t n;
        key_begin(&key, 'G');
        key_u8(&key, (uint8_t)wrong[i].kind);
        if (wrong[i].kind == 'B')
            key_u16(&key, B);
        unsigned char *was = database_fields(d, &key, &n);
        unsigned char *now =
            (unsigned char *)arena_strndup(&d->arena, (const char *)was, n);
        assert_true(wrong[i].at + 4 <= n);
        field_put_u32(now + wrong[i].at, wrong[i].value);
        if (memcmp(was, now, n) == 0)
            fail_msg("%s: nothing is wrong", wrong[i].what);
        database_put(d, &key, now, n);
        d->error = (struct error){0};
        if (registers_load(d->db, &meta, &read, &d->error))
            fail_msg("%s is not noticed", wrong[i].what);
        assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
        /* Cut, and longer. */
        database_put(d, &key, was, n - 1);
        assert_false(registers_load(d->db, &meta, &read, &d->error));
        now = (unsigned char *)arena_strndup(&d->arena, (const char *)was, n);
        database_put(d, &key, now, n + 1);
        assert_false(registers_load(d->db, &meta, &read, &d->error));
        database_delete(d, &key);
        assert_false(registers_load(d->db, &meta, &read, &d->error));
        database_put(d, &key, was, n);
        assert_true(registers_load(d->db, &meta, &read, &d->error));
        registers_release(&read);
    }
}

/* Whatever bytes a block's record has, under a sum that fits: an answer, no crash. */
static void any_bytes_are_survived(void **state)
{
    struct database *d = *state;
    struct registers r = {0}, read;
    struct meta meta = {0};
    struct record_key key;
    size_t n, refused = 0;
    struct place place;
    uint16_t number;
    assert_true(register_add_indicator(&r, "B9-01", &number, &d->error));
    for (int i = 0; i < 5; i++)
        assert_true(register_add_region(&r, 430100 + i, &place, &d->error));
    shelve(&r, FREQ_MONTH, 2024, 3);
    assert_true(registers_save(d->db, &r, &meta, &d->writer, &d->error));
    registers_release(&r);
    key_begin(&key, 'G');
    key_u8(&key, 'B');
    key_u16(&key, 0);
    unsigned char *bytes = database_fields(d, &key, &n);
    for (size_t bit = 0; bit < 8 * n; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        database_put(d, &key, bytes, n);
        if (registers_load(d->db, &meta, &read, &d->error)) {
            assert_int_equal(read.blocks[0].n_regions, 5);
            registers_release(&read);
        } else {
            refused++;
        }
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    /* A region's code, or a tile's year, can be another and still be one. */
    assert_true(refused > 8 * n / 2);
}

/* Registers are loaded with every snapshot that is opened: their size is bounded. */
static void memory_is_small(void **state)
{
    struct database *d = *state;
    struct registers r = {0}, read;
    struct meta meta = {0};
    national(&r, 100);
    shelve(&r, FREQ_DAY, 1400, 304);
    assert_true(registers_save(d->db, &r, &meta, &d->writer, &d->error));
    registers_release(&r);
    database_publish(d);
    assert_true(registers_load(d->db, &meta, &read, &d->error));
    assert_int_equal(read.blocks[31].n_shelves, 304);
    assert_true(read.arena.used < (size_t)1 << 20);
    registers_release(&read);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, database_setup, database_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_given_once), TEST(groups_fill_blocks),
        TEST(full_registers_say_so),  TEST(periods_have_numbers),
        TEST(shelves_stand_in_order), TEST(what_is_read_is_what_was_written),
        TEST(damage_is_noticed),      TEST(any_bytes_are_survived),
        TEST(memory_is_small),
    };
    return cmocka_run_group_tests_name("store: registers", tests, NULL, NULL);
}
