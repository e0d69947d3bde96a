/* Tiles: what is written is what is read, whole, by row and by cell, now and as of a
 * day; damage is noticed. */
#include "store/tile.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

enum { RECEIPTS = 20, CEILING = 4 << 20 };

static const struct tile_key key = {FREQ_MONTH, 2025, 3, 17};

struct fixture {
    struct arena arena;
    struct tile tile, read;
    struct buffer bytes;
    uint64_t seed;
    int64_t times[RECEIPTS]; /* not in order: a clock may have been set back */
};

static struct fixture *fixture_new(void)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    tile_init(&f->tile, &f->arena);
    tile_init(&f->read, &f->arena);
    f->bytes.ceiling = CEILING;
    f->seed = tile_seed(&key);
    for (int i = 0; i < RECEIPTS; i++)
        f->times[i] = 1000 + i * 10 - (i % 5 == 4 ? 35 : 0);
    return f;
}

static void fixture_free(struct fixture *f)
{
    buffer_release(&f->bytes);
    arena_release(&f->arena);
    free(f);
}

static uint8_t code_for(char status, enum qualifier qualifier)
{
    struct observation o = {.status = status,
                            .qualifier = (uint8_t)qualifier,
                            .has_value = status_missing(status) == MISSING_NONE};
    return code_of(&o);
}

static void put(struct fixture *f, unsigned slot, int column, struct state state)
{
    f->tile.cells[slot][column] = state;
    if (f->tile.n_slots <= slot)
        f->tile.n_slots = slot + 1;
}

static void put_value(struct fixture *f, unsigned slot, int column, double value)
{
    put(f, slot, column,
        (struct state){
            .value = value, .receipt = 1, .code = code_for('A', QUALIFIER_EXACT)});
}

static void write_tile(struct fixture *f)
{
    f->bytes.size = 0;
    assert_true(tile_write(&f->tile, f->seed, &f->bytes));
}

static void states_equal(const struct state *a, const struct state *b)
{
    assert_memory_equal(&a->value, &b->value, sizeof a->value);
    assert_true(a->receipt == b->receipt);
    assert_int_equal(a->code, b->code);
    assert_int_equal(a->revised, b->revised);
}

static bool same_state(const struct state *a, const struct state *b)
{
    return memcmp(&a->value, &b->value, sizeof a->value) == 0 &&
           a->receipt == b->receipt && a->code == b->code && a->revised == b->revised;
}

static void reads_back(struct fixture *f)
{
    write_tile(f);
    assert_true(tile_read(&f->read, f->bytes.data, f->bytes.size, f->seed));
    for (size_t slot = 0; slot < TILE_SLOTS; slot++)
        for (size_t i = 0; i < TILE_PERIODS; i++)
            states_equal(&f->read.cells[slot][i], &f->tile.cells[slot][i]);
    assert_int_equal(f->read.n_earlier, f->tile.n_earlier);
    for (size_t i = 0; i < f->tile.n_earlier; i++) {
        assert_int_equal(f->read.earlier[i].cell, f->tile.earlier[i].cell);
        assert_int_equal(f->read.earlier[i].late, f->tile.earlier[i].late);
        states_equal(&f->read.earlier[i].state, &f->tile.earlier[i].state);
    }
}

static bool is_wide(const struct fixture *f)
{
    return f->bytes.data[0] == 1;
}

/* ---- codes ---- */

static void codes_read_back(void **state)
{
    (void)state;
    int n = 0;
    bool seen[256] = {false};
    for (int status = 'A'; status <= 'Z'; status++) {
        if (!status_known((char)status))
            continue;
        for (uint8_t q = 0; q < QUALIFIER_COUNT; q++, n++) {
            struct observation o = {0};
            uint8_t code = code_for((char)status, q);
            assert_false(seen[code]);
            assert_true(code > CODE_NEVER && code < CODE_WITHDRAWN);
            seen[code] = true;
            assert_true(code_read(code, &o));
            assert_int_equal(o.status, status);
            assert_int_equal(o.qualifier, q);
            assert_int_equal(o.has_value, status_missing((char)status) == MISSING_NONE);
            assert_int_equal(o.has_value, code_has_value(code));
            assert_false(o.withdrawn);
        }
    }
    assert_int_equal(n, 120);
    struct observation o = {.withdrawn = true}, back = {.has_value = true};
    assert_int_equal(code_of(&o), CODE_WITHDRAWN);
    assert_true(code_read(CODE_WITHDRAWN, &back));
    assert_true(back.withdrawn && !back.has_value && status_known(back.status));
    assert_false(code_has_value(CODE_WITHDRAWN));
    for (int code = 0; code < 256; code++)
        if (!seen[code] && code != CODE_WITHDRAWN) {
            assert_false(code_read((uint8_t)code, &o));
            assert_false(code_has_value((uint8_t)code));
        }
}

/* ---- exactness ---- */

static double random_double(void)
{
    for (;;) {
        uint64_t bits = 0;
        double value;
        for (int i = 0; i < 8; i++)
            bits = bits << 8 | (uint64_t)(rand() & 255);
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value))
            return value;
    }
}

static void any_double_comes_back(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const double odd[] = {1e300,
                                 -1e300,
                                 5e-324,
                                 2.2250738585072014e-308,
                                 1.7976931348623157e308,
                                 0.1 + 0.2,
                                 2147483648.0,
                                 -2147483648.0,
                                 9007199254740993.0,
                                 1e-22,
                                 1e-23};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        tile_clear(&f->tile);
        put_value(f, 3, 4, odd[i]);
        reads_back(f);
        put_value(f, 4, 4, 1.5);
        put_value(f, 200, 11, -7);
        reads_back(f);
    }
    for (int round = 0; round < 500; round++) {
        tile_clear(&f->tile);
        for (int i = 0; i < 1 + round % 9; i++)
            put_value(f, (unsigned)rand() % 30, rand() % 12, random_double());
        reads_back(f);
        assert_true(is_wide(f));
    }
    fixture_free(f);
}

/* Decimal numbers as feeds write them are mantissas, at the least exponent. */
static void decimals_are_narrow(void **state)
{
    (void)state;
    static const struct {
        const char *text[4];
        int exponent;
        bool wide;
    } cases[] = {
        {{"12.5", "3", "-7.25", "0"}, 2, false},
        {{"100", "2000", "300", "-700"}, -2, false},
        {{"0", "0", "0", "0"}, 0, false},
        {{"2147483647", "1", "-2147483647", "5"}, 0, false},
        {{"2147483648", "1", "1", "1"}, 0, true},
        {{"21474836.47", "0.01", "0", "1"}, 2, false},
        {{"21474836.48", "0.01", "0", "1"}, 0, true},
        {{"1e15", "-3e15", "2.5e15", "0"}, -14, false},
        {{"1e15", "0.5", "0", "0"}, 0, true},
        {{"4e-22", "1e-22", "0", "0"}, 22, false},
        {{"4e-23", "1e-22", "0", "0"}, 0, true},
        {{"9e30", "1e22", "0", "0"}, -22, false},
        {{"0.000001", "2147.483647", "0.1", "-1"}, 6, false},
        {{"0.000001", "2147.483648", "0.1", "-1"}, 0, true},
    };
    struct fixture *f = fixture_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int guess = -22; guess <= 22; guess++) {
            tile_clear(&f->tile);
            f->tile.exponent = guess;
            for (int k = 0; k < 4; k++)
                put_value(f, (unsigned)k, k, strtod(cases[i].text[k], NULL));
            reads_back(f);
            assert_int_equal(is_wide(f), cases[i].wide);
            if (!cases[i].wide) {
                assert_int_equal((signed char)f->bytes.data[1], cases[i].exponent);
                assert_int_equal(f->tile.exponent, cases[i].exponent);
                assert_int_equal(f->bytes.size, 104 + 4 * 64);
            } else {
                assert_int_equal(f->bytes.size, 104 + 4 * 112);
            }
        }
    fixture_free(f);
}

/* Wherever the search begins, and whatever came first. */
static void the_exponent_is_the_least(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    for (int round = 0; round < 3000; round++) {
        double values[6];
        int least = 99;
        tile_clear(&f->tile);
        int n = 1 + rand() % 6, places = rand() % 12 - 4;
        for (int i = 0; i < n; i++) {
            char text[32];
            snprintf(text, sizeof text, "%de%d", rand() % 200000 - 100000,
                     -(places + rand() % 3));
            values[i] = strtod(text, NULL);
            put_value(f, (unsigned)i, i, values[i]);
        }
        for (int e = -22; e <= 22 && least == 99; e++) {
            bool fits = true;
            for (int i = 0; i < n; i++) {
                long double power = powl(10, abs(e));
                long double m = roundl(e < 0 ? values[i] / power : values[i] * power);
                /* The decimal number of that mantissa, as text is read. */
                char text[48];
                snprintf(text, sizeof text, "%.0Lfe%d", m, -e);
                fits =
                    fits && fabsl(m) < 2147483648.0L && strtod(text, NULL) == values[i];
            }
            if (fits)
                least = e;
        }
        bool zero = true;
        for (int i = 0; i < n; i++)
            zero = zero && values[i] == 0;
        f->tile.exponent = rand() % 45 - 22;
        reads_back(f);
        assert_int_equal(is_wide(f), least == 99);
        if (least != 99)
            assert_int_equal(f->tile.exponent, zero ? 0 : least);
    }
    fixture_free(f);
}

static void negative_zero_is_zero(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    for (int wide = 0; wide < 2; wide++) {
        tile_clear(&f->tile);
        put_value(f, 0, 0, -0.0);
        put_value(f, 0, 1, wide ? 0.1 + 0.2 : 0.3);
        write_tile(f);
        assert_int_equal(is_wide(f), wide);
        assert_true(tile_read(&f->read, f->bytes.data, f->bytes.size, f->seed));
        assert_true(f->read.cells[0][0].value == 0);
        assert_false(signbit(f->read.cells[0][0].value));
    }
    fixture_free(f);
}

/* ---- random tiles against a model ---- */

static struct state random_state(uint32_t receipt, bool wide)
{
    static const char statuses[] = "ABDEFGHIJKLMNOPQSUVW";
    char status = statuses[rand() % 20];
    struct state s = {.receipt = receipt, .revised = rand() % 4 == 0};
    s.code = rand() % 10 == 0 ? CODE_WITHDRAWN
                              : code_for(status, (enum qualifier)(rand() % 6));
    if (code_has_value(s.code))
        s.value = wide ? random_double() : (rand() % 100000 - 50000) / 100.0;
    return s;
}

/* A tile in which much was said: up to `most` earlier states a cell. */
static void fill(struct fixture *f, unsigned slots, int most, bool wide)
{
    tile_clear(&f->tile);
    for (unsigned i = 0; i < slots * 8; i++) {
        unsigned slot = (unsigned)rand() % slots * (TILE_SLOTS / slots);
        int column = rand() % 12;
        if (f->tile.cells[slot][column].code != CODE_NEVER)
            continue;
        int n = rand() % 3 == 0 ? rand() % (most + 1) : 0;
        uint32_t receipt = 1 + (uint32_t)rand() % 4;
        for (int k = 0; k < n; k++, receipt += 1 + (uint32_t)rand() % 3) {
            struct earlier e = {.state = random_state(receipt, wide),
                                .cell = (uint16_t)(slot * 12 + (unsigned)column),
                                .late = rand() % 4 == 0};
            tile_add_earlier(&f->tile, &e);
        }
        put(f, slot, column, random_state(rand() % 3 ? 16 : receipt, wide));
    }
}

/* What stood, told from the tile in memory alone. */
static struct state stood(const struct fixture *f, unsigned slot, int column,
                          int64_t known_at)
{
    struct state best = {0};
    const struct state *now = &f->tile.cells[slot][column];
    if (now->code == CODE_NEVER)
        return best;
    for (size_t i = 0; i < f->tile.n_earlier; i++) {
        const struct earlier *e = &f->tile.earlier[i];
        if (e->cell == slot * 12 + (unsigned)column && !e->late &&
            f->times[e->state.receipt - 1] <= known_at &&
            e->state.receipt >= best.receipt)
            best = e->state;
    }
    return f->times[now->receipt - 1] <= known_at ? *now : best;
}

static void rows_agree(struct fixture *f, const struct tile_time *time,
                       int64_t known_at)
{
    struct tile_view view;
    assert_true(tile_open(&view, f->bytes.data, f->bytes.size, f->seed));
    for (unsigned slot = 0; slot < TILE_SLOTS; slot++) {
        struct state row[TILE_PERIODS], cell;
        bool present, any = false;
        assert_true(tile_row(&view, slot, time, row, &present));
        for (int i = 0; i < TILE_PERIODS; i++) {
            struct state expected = stood(f, slot, i, known_at);
            any = any || f->tile.cells[slot][i].code != CODE_NEVER;
            assert_true(tile_cell(&view, slot, i, time, &cell));
            states_equal(&cell, &expected);
            if (present)
                states_equal(&row[i], &expected);
        }
        assert_int_equal(present, any);
    }
}

static void earlier_agree(struct fixture *f)
{
    struct tile_view view;
    struct earlier *items = NULL;
    size_t n = 0;
    assert_true(tile_open(&view, f->bytes.data, f->bytes.size, f->seed));
    for (unsigned slot = 0; slot < TILE_SLOTS; slot++)
        assert_true(tile_slot_earlier(&view, slot, &f->arena, &items, &n));
    assert_int_equal(n, f->tile.n_earlier);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(items[i].cell, f->tile.earlier[i].cell);
        assert_int_equal(items[i].late, f->tile.earlier[i].late);
        states_equal(&items[i].state, &f->tile.earlier[i].state);
    }
}

static void random_tiles_agree_with_a_model(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    for (int round = 0; round < 60; round++) {
        static const unsigned slots[] = {1, 2, 16, 64, 128, 256};
        fill(f, slots[round % 6], 3, round % 5 == 0);
        reads_back(f);
        rows_agree(f, NULL, INT64_MAX);
        rows_agree(f, &(struct tile_time){.times = NULL}, INT64_MAX);
        for (int64_t at = 990; at < 1200; at += 15)
            rows_agree(f, &(struct tile_time){f->times, RECEIPTS, at}, at);
        earlier_agree(f);
    }
    fixture_free(f);
}

static void the_same_states_give_the_same_bytes(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    for (int round = 0; round < 20; round++) {
        struct buffer again = {.ceiling = CEILING};
        fill(f, 64, 3, round % 5 == 0);
        reads_back(f);
        f->read.exponent = round - 10;
        assert_true(tile_write(&f->read, f->seed, &again));
        assert_int_equal(again.size, f->bytes.size);
        assert_memory_equal(again.data, f->bytes.data, again.size);
        buffer_release(&again);
    }
    fixture_free(f);
}

/* ---- in memory ---- */

static void earlier_states_stand_in_order(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    for (int i = 0; i < 500; i++) {
        struct earlier e = {.cell = (uint16_t)(rand() % 40),
                            .state = random_state(1 + (uint32_t)rand() % 9, false)};
        tile_add_earlier(&f->tile, &e);
        assert_true(tile_said_earlier(&f->tile, e.cell, &e.state));
        e.state.value += 0.001;
        assert_false(tile_said_earlier(&f->tile, e.cell, &e.state));
        e.state.value -= 0.001;
        assert_false(tile_said_earlier(&f->tile, 41, &e.state));
    }
    for (size_t i = 1; i < f->tile.n_earlier; i++) {
        const struct earlier *a = &f->tile.earlier[i - 1], *b = a + 1;
        assert_true(a->cell < b->cell ||
                    (a->cell == b->cell && a->state.receipt <= b->state.receipt));
    }
    fixture_free(f);
}

static void clearing_keeps_nothing(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    fill(f, 256, 2, false);
    tile_clear(&f->tile);
    write_tile(f);
    assert_int_equal(f->bytes.size, 104);
    reads_back(f);
    fixture_free(f);
}

/* The commonest receipt of what is not revised needs no marks. */
static void a_column_has_the_commonest_receipt(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const uint32_t one[] = {5, 5, 5, 9, 9, 5, 2}, none[] = {4, 1, 4, 3, 3, 2, 4};
    for (unsigned i = 0; i < 7; i++) {
        put(f, i, 0, (struct state){.value = 1, .receipt = one[i], .code = 1});
        put(f, i, 1, (struct state){.value = 1, .receipt = none[i], .code = 1});
        put(f, i, 2,
            (struct state){
                .value = 1, .receipt = i == 6 ? 3 : 7, .code = 1, .revised = i < 6});
    }
    reads_back(f);
    static const unsigned char expected[] = {5, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0};
    assert_memory_equal(f->bytes.data + 12, expected, sizeof expected);
    assert_int_equal((unsigned char)f->bytes.data[4], 3 + 4 + 6);
    fixture_free(f);
}

static void a_full_buffer_is_left_as_it_was(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    fill(f, 64, 3, false);
    reads_back(f);
    size_t size = f->bytes.size;
    for (size_t ceiling = 3; ceiling < size + 3; ceiling += 7) {
        struct buffer out = {.ceiling = ceiling};
        assert_true(buffer_put(&out, "abc", 3));
        assert_false(tile_write(&f->tile, f->seed, &out));
        assert_int_equal(out.size, 3);
        buffer_release(&out);
    }
    struct buffer out = {.ceiling = size + 3};
    assert_true(buffer_put(&out, "abc", 3));
    assert_true(tile_write(&f->tile, f->seed, &out));
    assert_memory_equal(out.data + 3, f->bytes.data, size);
    buffer_release(&out);
    fixture_free(f);
}

/* ---- damage ---- */

/* Reads in every way; what is read must be what was written, or be refused. Returns
 * whether anything was. */
static bool refused(struct fixture *f, const void *bytes, size_t size)
{
    static const int64_t zeros[RECEIPTS];
    const struct tile_time past = {zeros, RECEIPTS, -1}; /* before everything */
    struct tile_view view;
    bool bad = false, present;
    if (tile_read(&f->read, bytes, size, f->seed))
        return false;
    assert_int_equal(f->read.n_slots, 0);
    assert_int_equal(f->read.n_earlier, 0);
    if (!tile_open(&view, bytes, size, f->seed))
        return true;
    for (unsigned slot = 0; slot < 34; slot++) {
        struct state row[TILE_PERIODS], cell;
        if (!tile_row(&view, slot, NULL, row, &present))
            bad = true;
        else
            for (size_t i = 0; i < TILE_PERIODS; i++)
                assert_true(same_state(present ? &row[i] : &(struct state){0},
                                       &f->tile.cells[slot][i]));
        for (int i = 0; i < TILE_PERIODS; i++) {
            if (!tile_cell(&view, slot, i, NULL, &cell))
                bad = true;
            else
                assert_true(same_state(&cell, &f->tile.cells[slot][i]));
            if (!tile_cell(&view, slot, i, &past, &cell))
                bad = true;
            else
                assert_int_equal(cell.code, CODE_NEVER);
        }
    }
    struct earlier *items = NULL;
    size_t n = 0;
    struct arena arena = {0};
    for (unsigned slot = 0; slot < 34 && !bad; slot++)
        bad = !tile_slot_earlier(&view, slot, &arena, &items, &n);
    arena_release(&arena);
    return bad;
}

static struct fixture *small_tile(bool wide)
{
    struct fixture *f = fixture_new();
    srand(7);
    for (unsigned slot = 0; slot < 34; slot += 11)
        for (int column = 0; column < 12; column += 5) {
            struct earlier e = {.state = random_state(2, wide),
                                .cell = (uint16_t)(slot * 12 + (unsigned)column)};
            put(f, slot, column, random_state(column == 0 ? 3 : 5, wide));
            tile_add_earlier(&f->tile, &e);
        }
    put_value(f, 33, 7, 3.25);
    reads_back(f);
    assert_int_equal(is_wide(f), wide);
    return f;
}

static void each_flipped_bit_is_noticed(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        struct fixture *f = small_tile(wide);
        for (size_t bit = 0; bit < f->bytes.size * 8; bit++) {
            f->bytes.data[bit / 8] ^= (char)(1 << bit % 8);
            assert_true(refused(f, f->bytes.data, f->bytes.size));
            f->bytes.data[bit / 8] ^= (char)(1 << bit % 8);
        }
        fixture_free(f);
    }
}

static void each_cut_is_noticed(void **state)
{
    (void)state;
    for (int wide = 0; wide < 2; wide++) {
        struct fixture *f = small_tile(wide);
        for (size_t size = 0; size < f->bytes.size; size++) {
            /* Of the very size, so that a read beyond it is seen. */
            char *cut = malloc(size + 1);
            assert_non_null(cut);
            memcpy(cut + 1, f->bytes.data, size);
            assert_true(refused(f, cut + 1, size));
            free(cut);
        }
        char more[8] = {0};
        size_t size = f->bytes.size;
        assert_true(buffer_put(&f->bytes, more, sizeof more));
        for (size_t i = 1; i <= sizeof more; i++)
            assert_true(refused(f, f->bytes.data, size + i));
        fixture_free(f);
    }
}

static void zeroed_ranges_are_noticed(void **state)
{
    (void)state;
    struct fixture *f = small_tile(false);
    char *copy = malloc(f->bytes.size);
    assert_non_null(copy);
    for (size_t n = 1; n <= f->bytes.size; n = n * 2 + 1)
        for (size_t at = 0; at + n <= f->bytes.size; at++) {
            memcpy(copy, f->bytes.data, f->bytes.size);
            memset(copy + at, 0, n);
            if (memcmp(copy, f->bytes.data, f->bytes.size) != 0)
                assert_true(refused(f, copy, f->bytes.size));
        }
    free(copy);
    fixture_free(f);
}

/* Sound rows, in the place of others or from another state of the same tile. */
static void rows_in_the_wrong_place_are_noticed(void **state)
{
    (void)state;
    struct fixture *f = small_tile(false);
    char old[64];
    memcpy(old, f->bytes.data + 104, 64);
    memcpy(f->bytes.data + 104, f->bytes.data + 168, 64);
    memcpy(f->bytes.data + 168, old, 64);
    assert_true(refused(f, f->bytes.data, f->bytes.size));
    put_value(f, 33, 9, 1);
    write_tile(f);
    memcpy(f->bytes.data + 104, old, 64);
    assert_true(refused(f, f->bytes.data, f->bytes.size));
    fixture_free(f);
}

static void another_keys_tile_is_refused(void **state)
{
    (void)state;
    struct fixture *f = small_tile(false);
    struct tile_view view;
    const struct tile_key others[] = {{FREQ_CUMULATIVE, 2025, 3, 17},
                                      {FREQ_MONTH, 2024, 3, 17},
                                      {FREQ_MONTH, 2025, 17, 3},
                                      {FREQ_MONTH, 2025, 3, 16},
                                      {FREQ_MONTH, 2025, 4, 17}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        uint64_t seed = tile_seed(&others[i]);
        assert_true(seed != f->seed);
        assert_false(tile_open(&view, f->bytes.data, f->bytes.size, seed));
        assert_false(tile_read(&f->read, f->bytes.data, f->bytes.size, seed));
    }
    fixture_free(f);
}

/* A receipt that there is not is damage, and not a guess. */
static void unknown_receipts_are_refused(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct tile_view view;
    struct state cell;
    put_value(f, 0, 0, 1);
    f->tile.cells[0][0].receipt = 4;
    write_tile(f);
    assert_true(tile_open(&view, f->bytes.data, f->bytes.size, f->seed));
    assert_true(tile_cell(&view, 0, 0, &(struct tile_time){f->times, 4, 0}, &cell));
    assert_false(tile_cell(&view, 0, 0, &(struct tile_time){f->times, 3, 0}, &cell));
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_read_back),
        cmocka_unit_test(any_double_comes_back),
        cmocka_unit_test(decimals_are_narrow),
        cmocka_unit_test(the_exponent_is_the_least),
        cmocka_unit_test(negative_zero_is_zero),
        cmocka_unit_test(random_tiles_agree_with_a_model),
        cmocka_unit_test(the_same_states_give_the_same_bytes),
        cmocka_unit_test(earlier_states_stand_in_order),
        cmocka_unit_test(clearing_keeps_nothing),
        cmocka_unit_test(a_column_has_the_commonest_receipt),
        cmocka_unit_test(a_full_buffer_is_left_as_it_was),
        cmocka_unit_test(each_flipped_bit_is_noticed),
        cmocka_unit_test(each_cut_is_noticed),
        cmocka_unit_test(zeroed_ranges_are_noticed),
        cmocka_unit_test(rows_in_the_wrong_place_are_noticed),
        cmocka_unit_test(another_keys_tile_is_refused),
        cmocka_unit_test(unknown_receipts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
