/* Tiles: what is written is what is read, exactly, in the same bytes. */
#include "store/tile.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/tile_fixture.h"

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

static void any_double_comes_back(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
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
    tile_fixture_free(f);
}

/* Decimal numbers as feeds write them are mantissas, at the least exponent. */
static void decimals_are_narrow(void **state)
{
    (void)state;
    static const struct {
        const char *text[4];
        int exponent;
        unsigned width;
    } cases[] = {
        {{"12.5", "3", "-7.25", "0"}, 2, 2},
        {{"100", "2000", "300", "-700"}, -2, 2},
        {{"0", "0", "0", "0"}, 0, 2},
        {{"2147483647", "1", "-2147483647", "5"}, 0, 4},
        {{"2147483648", "1", "1", "1"}, 0, 8},
        {{"32767", "-32767", "1", "0"}, 0, 2},
        {{"-327.68", "0.01", "0", "0"}, 2, 3},
        {{"8388607", "1", "-8388607", "0"}, 0, 3},
        {{"83886.08", "0.01", "0", "0"}, 2, 4},
        {{"21474836.47", "0.01", "0", "1"}, 2, 4},
        {{"21474836.48", "0.01", "0", "1"}, 0, 8},
        {{"1e15", "-3e15", "2.5e15", "0"}, -14, 2},
        {{"1e15", "0.5", "0", "0"}, 0, 8},
        {{"4e-22", "1e-22", "0", "0"}, 22, 2},
        {{"4e-23", "1e-22", "0", "0"}, 0, 8},
        {{"9e30", "1e22", "0", "0"}, -22, 4},
        {{"0.000001", "2147.483647", "0.1", "-1"}, 6, 4},
        {{"0.000001", "2147.483648", "0.1", "-1"}, 0, 8},
    };
    struct tile_fixture *f = tile_fixture_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int guess = -22; guess <= 22; guess++) {
            tile_clear(&f->tile);
            f->tile.exponent = guess;
            for (int k = 0; k < 4; k++)
                put_value(f, (unsigned)k, k, strtod(cases[i].text[k], NULL));
            reads_back(f);
            assert_int_equal(f->bytes.data[0], cases[i].width);
            assert_int_equal((signed char)f->bytes.data[1], cases[i].exponent);
            assert_int_equal(f->bytes.size, 104 + 4 * (12 * (cases[i].width + 1) + 4));
            if (cases[i].width < 8)
                assert_int_equal(f->tile.exponent, cases[i].exponent);
        }
    tile_fixture_free(f);
}

/* Wherever the search begins, and whatever came first. */
static void the_exponent_is_the_least(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
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
    tile_fixture_free(f);
}

static void negative_zero_is_zero(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
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
    tile_fixture_free(f);
}

static void the_same_states_give_the_same_bytes(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
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
    tile_fixture_free(f);
}

/* ---- in memory ---- */

static void earlier_states_stand_in_order(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
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
    tile_fixture_free(f);
}

static void clearing_keeps_nothing(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
    fill(f, 256, 2, false);
    tile_clear(&f->tile);
    write_tile(f);
    assert_int_equal(f->bytes.size, 104);
    reads_back(f);
    tile_fixture_free(f);
}

/* The commonest receipt of what is not revised needs no marks. */
static void a_column_has_the_commonest_receipt(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
    static const uint32_t one[] = {5, 5, 5, 9, 9, 5, 2}, none[] = {4, 1, 4, 3, 3, 2, 4};
    for (unsigned i = 0; i < 7; i++) {
        put_state(f, i, 0, (struct state){.value = 1, .receipt = one[i], .code = 1});
        put_state(f, i, 1, (struct state){.value = 1, .receipt = none[i], .code = 1});
        put_state(
            f, i, 2,
            (struct state){
                .value = 1, .receipt = i == 6 ? 3 : 7, .code = 1, .revised = i < 6});
    }
    reads_back(f);
    static const unsigned char expected[] = {5, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0};
    assert_memory_equal(f->bytes.data + 12, expected, sizeof expected);
    assert_int_equal((unsigned char)f->bytes.data[4], 3 + 4 + 6);
    tile_fixture_free(f);
}

static void a_full_buffer_is_left_as_it_was(void **state)
{
    (void)state;
    struct tile_fixture *f = tile_fixture_new();
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
    tile_fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_read_back),
        cmocka_unit_test(any_double_comes_back),
        cmocka_unit_test(decimals_are_narrow),
        cmocka_unit_test(the_exponent_is_the_least),
        cmocka_unit_test(negative_zero_is_zero),
        cmocka_unit_test(the_same_states_give_the_same_bytes),
        cmocka_unit_test(earlier_states_stand_in_order),
        cmocka_unit_test(clearing_keeps_nothing),
        cmocka_unit_test(a_column_has_the_commonest_receipt),
        cmocka_unit_test(a_full_buffer_is_left_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
