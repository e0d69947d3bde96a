/* The methods side by side: the design's worked examples, which one decides, where they
 * disagree, what is still needed. */
#include "core/assess.h"

#include <math.h>
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
    return (struct target){.year = year,
                           .op = op,
                           .value = value,
                           .has_value = true,
                           .day = day_from_date((struct date){2026, 1, 15})};
}

static struct assessment with(enum assess_method method, enum indicator_kind kind,
                              const struct observation *series, size_t n,
                              const struct target *target)
{
    struct progress_rules rules = progress_rules_default;
    rules.method = method;
    return assess(kind, DIRECTION_HIGHER, series, n, target, &rules);
}

#define ASSESS(method, kind, series, target)                                           \
    with(method, kind, series, sizeof(series) / sizeof *(series), target)

/* 40 at the end of 2025, 52 at the end of 2026; 70 by 2027, 90 by 2030. */
static void staged(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 40),
                                   at(period_year(2026), 52)};
    struct target near = to(2027, QUALIFIER_EXACT, 70);
    struct target far = to(2030, QUALIFIER_EXACT, 90);
    struct assessment a = ASSESS(METHOD_SCHEDULE, KIND_RATE, series, &near);
    struct assessment b = ASSESS(METHOD_SCHEDULE, KIND_RATE, series, &far);
    assert_float_equal(a.growth.ratio, 0.929, 0.0005);
    assert_float_equal(b.growth.ratio, 1.704, 0.0005);
    assert_float_equal(a.schedule.completion / a.schedule.schedule, 0.8, 1e-12);
    assert_float_equal(b.schedule.completion / b.schedule.schedule, 1.2, 1e-12);
    assert_float_equal(a.needed, 18, 1e-12);
    assert_float_equal(b.needed, 9.5, 1e-12);
    assert_int_equal(a.decided.state, PROGRESS_BEHIND);
    assert_int_equal(b.decided.state, PROGRESS_ON);
    assert_int_equal(a.trend.reason, REASON_TOO_FEW_POINTS);
    assert_int_equal(a.verdicts[METHOD_TREND], VERDICT_NONE);
}

/* B9-01 in Hunan as the design draws it: behind by schedule, the others disagree. */
static void side_by_side(void **state)
{
    (void)state;
    struct observation series[] = {
        at(period_quarter(2024, 4), 2.10), at(period_quarter(2025, 1), 2.24),
        at(period_quarter(2025, 2), 2.46), at(period_quarter(2025, 3), 2.70),
        at(period_quarter(2025, 4), 2.98), at(period_quarter(2026, 1), 3.21),
        at(period_quarter(2026, 2), 3.52), at(period_quarter(2026, 3), 3.86)};
    struct target target = to(2027, QUALIFIER_EXACT, 5.25);
    target.has_baseline = true;
    target.baseline = 2.10;
    target.baseline_period = period_quarter(2024, 4);
    struct assessment a = ASSESS(METHOD_SCHEDULE, KIND_STOCK, series, &target);
    assert_float_equal(a.schedule.gap, -2.5, 1e-9);
    assert_float_equal(a.growth.actual, 0.416, 0.0005);
    assert_float_equal(a.growth.needed, 0.357, 0.0005);
    assert_int_equal(a.decided.state, PROGRESS_BEHIND);
    assert_false(a.disagrees[METHOD_SCHEDULE]);
    assert_true(a.disagrees[METHOD_GROWTH]);
    assert_true(a.disagrees[METHOD_TREND]);
    assert_float_equal(a.needed, (5.25 - 3.86) / 1.25, 1e-12);

    a = ASSESS(METHOD_GROWTH, KIND_STOCK, series, &target);
    assert_int_equal(a.decided.state, PROGRESS_ON);
    assert_float_equal(a.decided.gap, -2.5, 1e-9); /* the figures stay */
    assert_true(a.disagrees[METHOD_SCHEDULE]);
    assert_false(a.disagrees[METHOD_TREND]);
    a = ASSESS(METHOD_TREND, KIND_STOCK, series, &target);
    assert_int_equal(a.decided.state, PROGRESS_ON);

    target.value = 12;
    target.year = 2030;
    a = ASSESS(METHOD_TREND, KIND_STOCK, series, &target);
    assert_int_equal(a.decided.state, PROGRESS_BEHIND);
    target.value = 3.5;
    for (int method = 0; method < METHOD_COUNT; method++) {
        a = ASSESS((enum assess_method)method, KIND_STOCK, series, &target);
        assert_int_equal(a.decided.state, PROGRESS_DONE);
        assert_false(a.has_needed);
        for (int i = 0; i < METHOD_COUNT; i++)
            assert_false(a.disagrees[i]);
    }
}

static void still_needed(void **state)
{
    (void)state;
    struct observation series[] = {at(period_month(2026, 10), 60.5)};
    struct target target = to(2027, QUALIFIER_ABOVE, 70);
    struct assessment a = ASSESS(METHOD_SCHEDULE, KIND_RATE, series, &target);
    assert_true(a.has_needed);
    assert_float_equal(a.needed, 8.14, 0.005);
    assert_false(ASSESS(METHOD_SCHEDULE, KIND_GROWTH, series, &target).has_needed);
    series[0].qualifier = QUALIFIER_ABOVE;
    assert_false(ASSESS(METHOD_SCHEDULE, KIND_RATE, series, &target).has_needed);
    series[0] = at(period_year(2027), 60.5);
    assert_false(ASSESS(METHOD_SCHEDULE, KIND_RATE, series, &target).has_needed);
    series[0] = at(period_cumulative(2027, 6), 60.5);
    assert_false(ASSESS(METHOD_SCHEDULE, KIND_FLOW, series, &target).has_needed);
    assert_false(ASSESS(METHOD_SCHEDULE, KIND_RATE, series, NULL).has_needed);
}

/* What keeps the growth rate from being one. */
static void no_growth(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 40),
                                   at(period_year(2026), 52)};
    struct target target = to(2027, QUALIFIER_EXACT, 70);
    assert_int_equal(ASSESS(METHOD_GROWTH, KIND_RATE, series, NULL).growth.reason,
                     REASON_NO_TARGET);
    series[1].qualifier = QUALIFIER_ABOVE;
    struct assessment a = ASSESS(METHOD_GROWTH, KIND_RATE, series, &target);
    assert_int_equal(a.growth.reason, REASON_VALUE_IS_BOUND);
    assert_int_equal(a.decided.state, PROGRESS_NOT_COMPUTABLE);
    assert_int_equal(a.decided.reason, REASON_VALUE_IS_BOUND);
    assert_false(a.decided.at_least);
    /* ">70" has surely passed 70, "<75" need not have. */
    series[1].value = 70;
    a = ASSESS(METHOD_GROWTH, KIND_RATE, series, &target);
    assert_int_equal(a.decided.state, PROGRESS_DONE);
    assert_true(a.decided.at_least);
    assert_true(isnan(a.growth.ratio));
    series[1] = at(period_year(2026), 75);
    series[1].qualifier = QUALIFIER_BELOW;
    a = ASSESS(METHOD_GROWTH, KIND_RATE, series, &target);
    assert_int_equal(a.growth.reason, REASON_VALUE_IS_BOUND);
    series[1] = at(period_year(2026), 52);
    series[0].qualifier = QUALIFIER_AT_LEAST;
    a = ASSESS(METHOD_GROWTH, KIND_RATE, series, &target);
    assert_int_equal(a.growth.reason, REASON_BASELINE_IS_BOUND);
    series[0].qualifier = QUALIFIER_EXACT;
    series[1].rescoped = true;
    a = ASSESS(METHOD_GROWTH, KIND_RATE, series, &target);
    assert_int_equal(a.growth.reason, REASON_SCOPE_BREAK);
    assert_int_equal(a.schedule.reason, REASON_SCOPE_BREAK);
    struct observation flow[] = {at(period_year(2025), 40),
                                 at(period_cumulative(2027, 6), 30)};
    a = ASSESS(METHOD_GROWTH, KIND_FLOW, flow, &target);
    assert_int_equal(a.growth.reason, REASON_NOT_FULL_YEAR);
    assert_int_equal(a.schedule.state, PROGRESS_BEHIND);
    assert_int_equal(with(METHOD_GROWTH, KIND_RATE, NULL, 0, &target).growth.reason,
                     REASON_NO_VALUE);
}

/* A goal in words stays one, whatever the method; growth is seen without a target. */
static void qualitative(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 40),
                                   at(period_year(2026), 52)};
    struct target words = to(2027, QUALIFIER_EXACT, 0);
    words.has_value = false;
    for (int method = 0; method < METHOD_COUNT; method++) {
        struct assessment a =
            ASSESS((enum assess_method)method, KIND_RATE, series, &words);
        assert_int_equal(a.decided.state, PROGRESS_QUALITATIVE);
        assert_int_equal(a.growth.state, GROWTH_SUBSTANTIAL);
        assert_float_equal(a.growth.ratio, 0.3, 1e-12);
        assert_false(a.has_needed);
    }
}

static void names(void **state)
{
    (void)state;
    for (int i = 0; i < METHOD_COUNT; i++) {
        enum assess_method method = METHOD_COUNT;
        assert_true(method_named(method_code((enum assess_method)i), &method));
        assert_int_equal(method, i);
        assert_true(method_name((enum assess_method)i)[0] != '\0');
    }
    enum assess_method kept = METHOD_TREND;
    assert_false(method_named("growths", &kept));
    assert_false(method_named("", &kept));
    assert_int_equal(kept, METHOD_TREND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(staged),       cmocka_unit_test(side_by_side),
        cmocka_unit_test(still_needed), cmocka_unit_test(no_growth),
        cmocka_unit_test(qualitative),  cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
