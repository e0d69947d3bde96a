/* Units: multiples of one another, and values that move between them. */
#include "core/unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void what_is_a_multiple_of_what(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int power;
        const char *to;
        int shift; /* NONE: they do not convert */
    } cases[] = {
        {"P", 0, "EFLOPS", -3},
        {"PFLOPS", 0, "EFLOPS", -3},
        {"PFlops", 0, "P", 0},
        {"TFLOPS", 0, "EFLOPS", -6},
        {"万P", 0, "EFLOPS", 1},
        {"EFLOPS", 0, "PFLOPS", 3},
        {"FLOPS", 18, "EFLOPS", 0},
        {"亿元", 0, "万亿元", -4},
        {"元", 0, "亿元", -8},
        {"元", 8, "亿元", 0},
        {"百万元", 0, "亿元", -2},
        {"千万元", 0, "万元", 3},
        {"十亿元", 0, "百亿元", -1},
        {"千亿元", 0, "亿元", 3},
        {"万亿", 0, "亿", 4},
        {"个", 0, "万个", -4},
        {"万人", 0, "亿人", -4},
        {"百户", 0, "户", 2},
        {"十万件", 0, "万件", 1},
        {"千瓦时", 0, "亿千瓦时", -8},
        {"瓦时", 0, "万千瓦时", -7},
        {"万吨", 0, "亿吨", -4},
        {" 万家 ", 0, "家", 4},
        {"%", 0, "比例", -2},
        {"小数", 0, "%", 2},
        {"‰", 0, "%", -1},
        {"％", 0, "%", 0},
        {"thousand persons", 0, "persons", 3},
        {"Thousands of persons", 0, "million persons", -3},
        {"US$ billion", 0, "US$ million", 3},
        {"Million", 0, "billion", -3},
        {"TB", 0, "PB", -3},
        {"EB", 0, "PB", 3},
        {"美元", 3, "万美元", -1},
#define NONE 1000
        {"百分点", 0, "%", NONE},
        {"个百分点", 0, "%", NONE},
        {"百分点", 0, "分点", NONE},
        {"亿美元", 0, "亿元", NONE},
        {"亿元", 0, "亿元/年", NONE},
        {"人次", 0, "万人", NONE},
        {"亿元产值", 0, "亿元营收", NONE},
        {"", 0, "万", NONE},
        {"万", 0, " ", NONE},
        {"万", 0, "万个", NONE},
        {"XFLOPS", 0, "FLOPS", NONE},
        {"millionaires", 0, "aires", NONE},
        {"Pb", 0, "PB", NONE},
        {"倍", 0, "%", NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int shift = NONE;
        bool found = unit_shift(cases[i].from, cases[i].power, cases[i].to, &shift);
        if (found != (cases[i].shift != NONE) || shift != cases[i].shift)
            fail_msg("%s to %s: %d", cases[i].from, cases[i].to, shift);
    }
}

static void any_text_is_a_unit(void **state)
{
    (void)state;
    char text[64];
    struct unit unit;
    for (size_t n = 0; n < sizeof text; n += 6) {
        for (size_t i = 0; i < n; i += 6)
            memcpy(text + i, "万亿", 6);
        text[n] = '\0';
        unit_read(text, &unit);
        assert_int_equal(unit.n, 0);
        assert_int_equal(unit.power, 2 * (int)n);
    }
    unit_read("  ", &unit);
    assert_int_equal(unit.n, 0);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

/* What strtod says of the same digits with their exponent moved. */
static void moved_digits(void **state)
{
    (void)state;
    uint64_t seed = 20260801;
    for (int i = 0; i < 200000; i++) {
        char text[64], moved[80], digits[32];
        size_t n = 1 + next_random(&seed) % 15;
        for (size_t k = 0; k < n; k++)
            digits[k] = (char)('0' + next_random(&seed) % 10);
        digits[n] = '\0';
        int decimals = (int)(next_random(&seed) % 8);
        int shift = (int)(next_random(&seed) % 31) - 15;
        const char *sign = next_random(&seed) % 4 ? "" : "-";
        snprintf(text, sizeof text, "%s%se-%d", sign, digits, decimals);
        snprintf(moved, sizeof moved, "%s%se%d", sign, digits, shift - decimals);
        double value = strtod(text, NULL), want = strtod(moved, NULL), told = value;
        assert_true(unit_scale(&value, NULL, shift));
        if (value != want)
            fail_msg("%s by %d: %.17g, not %.17g", text, shift, value, want);
        assert_true(unit_scale(&told, text, shift));
        assert_true(told == want);
    }
}

static void values_at_the_edges(void **state)
{
    (void)state;
    double value = 0.07;
    assert_true(unit_scale(&value, "0.07", 4));
    assert_true(value == 700);
    /* More digits than its double has: the text decides. */
    value = strtod("0.10000000000000001", NULL);
    assert_true(unit_scale(&value, "0.10000000000000001", 16));
    assert_true(value == strtod("0.10000000000000001e16", NULL));
    /* A text that is not the value (a decimal comma) is not asked. */
    value = 12.4;
    assert_true(unit_scale(&value, "12,4", 3));
    assert_true(value == 12400);
    value = 1.5e3;
    assert_true(unit_scale(&value, "1.5E+3", -4));
    assert_true(value == 0.15);
    value = 0;
    assert_true(unit_scale(&value, "0.00", 30));
    assert_true(value == 0);
    value = 1e300;
    assert_false(unit_scale(&value, "1e300", 30));
    assert_true(value == 1e300);
    value = 1e-320;
    assert_false(unit_scale(&value, "", -30));
    assert_true(value == 1e-320);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_a_multiple_of_what),
        cmocka_unit_test(any_text_is_a_unit),
        cmocka_unit_test(moved_digits),
        cmocka_unit_test(values_at_the_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
