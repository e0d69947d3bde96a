/* Progress by trend: lines computed apart, which points count, every state. */
#include "core/trend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct observation at(struct period period, double value)
{
    return (struct observation){
        .period = period, .value = value, .has_value = true, .status = 'A'};
}

static struct target to(int year, enum qualifier op, double value)
{
    return (struct target){.year = year, .op = op, .value = value, .has_value = true};
}

#define TREND(kind, direction, series, target)                                         \
    trend_assess(kind, direction, series, sizeof(series) / sizeof *(series), target)

/* The design's drawing of B9-01 in Hunan; line and misses in fractions, apart. */
static void worked_example(void **state)
{
    (void)state;
    struct observation series[] = {
        at(period_quarter(2024, 4), 2.10), at(period_quarter(2025, 1), 2.24),
        at(period_quarter(2025, 2), 2.46), at(period_quarter(2025, 3), 2.70),
        at(period_quarter(2025, 4), 2.98), at(period_quarter(2026, 1), 3.21),
        at(period_quarter(2026, 2), 3.52), at(period_quarter(2026, 3), 3.86)};
    struct target near = to(2027, QUALIFIER_EXACT, 5.25);
    struct trend t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &near);
    assert_int_equal(t.n, 6);
    assert_true(period_equal(t.from, period_quarter(2025, 2)));
    assert_true(period_equal(t.to, period_quarter(2026, 3)));
    assert_float_equal(t.slope, 1.10742857142857, 1e-12);
    assert_float_equal(t.level, 3.81380952380952, 1e-12);
    assert_float_equal(t.projected, 5.19809523809524, 1e-12);
    assert_float_equal(t.miss, 0.0373415553271668, 1e-12);
    assert_int_equal(t.state, TREND_ON_COURSE);
    assert_true(t.reaches);
    assert_int_equal(t.reached_year, 2028);
    assert_float_equal(trend_at(&t, period_year(2027).last), t.projected, 1e-12);
    struct target far = to(2030, QUALIFIER_EXACT, 12);
    t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &far);
    assert_float_equal(t.projected, 8.52038095238095, 1e-12);
    assert_float_equal(t.miss, 0.427471627471627, 1e-12);
    assert_int_equal(t.state, TREND_FAR);
    assert_int_equal(t.reached_year, 2034);
    struct target held = to(2027, QUALIFIER_AT_LEAST, 3.86);
    t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &held);
    assert_int_equal(t.state, TREND_REACHED);
    assert_float_equal(t.miss, 0, 0);
}

/* Months count, not points; less is better. */
static void gaps(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2018), 10), at(period_year(2020), 9),
                                   at(period_year(2021), 9.5),
                                   at(period_year(2024), 7)};
    struct target target = to(2027, QUALIFIER_AT_MOST, 5);
    struct trend t = TREND(KIND_RATE, DIRECTION_LOWER, series, &target);
    assert_int_equal(t.n, 4);
    assert_float_equal(t.slope, -0.486666666666667, 1e-12);
    assert_float_equal(t.projected, 5.83333333333333, 1e-12);
    assert_float_equal(t.miss, 0.416666666666667, 1e-12);
    assert_int_equal(t.state, TREND_FAR);
    assert_int_equal(t.reached_year, 2029);
    /* A line that runs away. */
    struct target up = to(2027, QUALIFIER_AT_LEAST, 12);
    t = TREND(KIND_RATE, DIRECTION_HIGHER, series, &up);
    assert_int_equal(t.state, TREND_AWAY);
    assert_false(t.reaches);
}

/* Where the states part: 4 points on a line, the target so far that the line misses it
 * by exactly so much of what is left. */
static void states(void **state)
{
    (void)state;
    /* 10 a year; 40 at the end of 2024; the line gets to 70 by the end of 2027. */
    struct observation series[] = {at(period_year(2021), 10), at(period_year(2022), 20),
                                   at(period_year(2023), 30),
                                   at(period_year(2024), 40)};
    static const struct {
        double target;
        enum trend_state state;
    } rows[] = {{69, TREND_ON_COURSE},   {70, TREND_ON_COURSE}, {71.5, TREND_ON_COURSE},
                {71.6, TREND_SHORT},     {77.4, TREND_SHORT},   {77.6, TREND_FAR},
                {40.5, TREND_ON_COURSE}, {40, TREND_REACHED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct target target = to(2027, QUALIFIER_AT_LEAST, rows[i].target);
        struct trend t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &target);
        assert_int_equal(t.state, rows[i].state);
    }
    /* The end of December still is of its year. */
    struct target exact = to(2027, QUALIFIER_AT_LEAST, 70);
    struct trend t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &exact);
    assert_int_equal(t.reached_year, 2027);
    /* In 103 years nobody reads this any more. */
    struct target never = to(2030, QUALIFIER_AT_LEAST, 1070);
    t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &never);
    assert_false(t.reaches);
    assert_int_equal(t.state, TREND_FAR);
    /* Level: it leads nowhere. */
    for (int i = 0; i < 4; i++)
        series[i].value = 5;
    t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &exact);
    assert_int_equal(t.state, TREND_AWAY);
    assert_float_equal(t.miss, 1, 1e-12);
    assert_false(t.reaches);
    /* A year that is over brings nothing more. */
    struct target past = to(2024, QUALIFIER_AT_LEAST, 6);
    series[3].value = 5.9;
    t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &past);
    assert_int_equal(t.state, TREND_FAR);
    assert_float_equal(t.miss, 1, 1e-12);
}

static void which_points(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2019), 1), at(period_year(2020), 2),
                                   at(period_year(2021), 3), at(period_year(2022), 4),
                                   at(period_year(2023), 5), at(period_year(2024), 6)};
    struct target target = to(2027, QUALIFIER_AT_LEAST, 9);
    assert_int_equal(TREND(KIND_STOCK, DIRECTION_HIGHER, series, &target).n, 6);
    /* The break's own value is the first of the new scope. */
    series[2].status = 'B';
    struct trend t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &target);
    assert_int_equal(t.n, 4);
    assert_true(period_equal(t.from, period_year(2021)));
    series[2].status = 'A';
    series[3].rescoped = true;
    t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &target);
    assert_int_equal(t.state, TREND_NOT_COMPUTABLE);
    assert_int_equal(t.reason, REASON_TOO_FEW_POINTS);
    assert_int_equal(t.n, 0);
    series[3].rescoped = false;
    /* Bounds are no points, a bound at the end is no end. */
    series[1].qualifier = QUALIFIER_ABOVE;
    assert_int_equal(TREND(KIND_STOCK, DIRECTION_HIGHER, series, &target).n, 5);
    series[5].qualifier = QUALIFIER_ABOVE;
    t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &target);
    assert_int_equal(t.reason, REASON_VALUE_IS_BOUND);
    assert_int_equal(t.n, 4);
    assert_true(period_equal(t.to, period_year(2023)));
    struct target passed = to(2027, QUALIFIER_AT_LEAST, 6);
    assert_int_equal(TREND(KIND_STOCK, DIRECTION_HIGHER, series, &passed).state,
                     TREND_REACHED);
    series[5].qualifier = QUALIFIER_BELOW;
    assert_int_equal(TREND(KIND_STOCK, DIRECTION_HIGHER, series, &passed).reason,
                     REASON_VALUE_IS_BOUND);
    /* A forecast neither counts nor ends. */
    series[5].qualifier = QUALIFIER_EXACT;
    series[5].status = 'F';
    t = TREND(KIND_STOCK, DIRECTION_HIGHER, series, &target);
    assert_true(period_equal(t.to, period_year(2023)));
    /* Another frequency is another series. */
    struct observation mixed[] = {at(period_year(2020), 2), at(period_year(2021), 3),
                                  at(period_year(2022), 4), at(period_year(2023), 5),
                                  at(period_month(2024, 1), 5.1)};
    assert_int_equal(TREND(KIND_STOCK, DIRECTION_HIGHER, mixed, &target).reason,
                     REASON_TOO_FEW_POINTS);
}

/* A flow's line runs through full years, also while the target's own year is on. */
static void flows(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2022), 10), at(period_year(2023), 20),
                                   at(period_year(2024), 30), at(period_year(2025), 40),
                                   at(period_cumulative(2026, 6), 26)};
    struct target target = to(2026, QUALIFIER_AT_LEAST, 51);
    struct trend t = TREND(KIND_FLOW, DIRECTION_HIGHER, series, &target);
    assert_int_equal(t.n, 4);
    assert_float_equal(t.projected, 50, 1e-9);
    assert_float_equal(t.miss, 1 / 11.0, 1e-9);
    assert_int_equal(t.state, TREND_SHORT);
    series[4].value = 51;
    t = TREND(KIND_FLOW, DIRECTION_HIGHER, series, &target);
    assert_int_equal(t.state, TREND_REACHED);
    struct observation part[] = {at(period_month(2026, 6), 26)};
    assert_int_equal(TREND(KIND_FLOW, DIRECTION_HIGHER, part, &target).reason,
                     REASON_NOT_FULL_YEAR);
}

static void without(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2024), 6)};
    assert_int_equal(TREND(KIND_STOCK, DIRECTION_HIGHER, series, NULL).reason,
                     REASON_NO_TARGET);
    struct target words = {.year = 2027};
    assert_int_equal(TREND(KIND_STOCK, DIRECTION_HIGHER, series, &words).reason,
                     REASON_NO_TARGET);
    struct target target = to(2027, QUALIFIER_AT_LEAST, 9);
    assert_int_equal(
        trend_assess(KIND_STOCK, DIRECTION_HIGHER, NULL, 0, &target).reason,
        REASON_NO_VALUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_example), cmocka_unit_test(gaps),
        cmocka_unit_test(states),         cmocka_unit_test(which_points),
        cmocka_unit_test(flows),          cmocka_unit_test(without),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
