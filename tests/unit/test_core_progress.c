/* Progress by the schedule method: the design's worked examples and every reason. */
#include "core/progress.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct progress_rules rules = {
    .ahead = 5.0, .gap_decimals = 1, .schedule_decimals = -1, .coverage = 0.75};

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
                           .day = day_from_date((struct date){2026, 1, 1})};
}

#define JUDGE(kind, direction, series, target)                                         \
    progress_schedule(kind, direction, series, sizeof(series) / sizeof *(series),      \
                      target, &rules)

static void stock_and_rate(void **state)
{
    (void)state;
    /* Base of 40 (2025) and 52 (2026): 0.800 of the way to 70 in 2027 ... */
    struct observation series[] = {at(period_year(2025), 40),
                                   at(period_year(2026), 52)};
    struct target near = to(2027, QUALIFIER_EXACT, 55);
    struct progress p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &near);
    assert_true(p.computed);
    assert_float_equal(p.completion, 0.8, 1e-12);
    assert_float_equal(p.schedule, 0.5, 1e-12);
    assert_float_equal(p.required, 47.5, 1e-12);
    assert_float_equal(p.gap, 30.0, 1e-12);
    assert_int_equal(p.state, PROGRESS_AHEAD);

    struct target far = to(2030, QUALIFIER_ABOVE, 90);
    p = JUDGE(KIND_STOCK, DIRECTION_HIGHER, series, &far);
    assert_float_equal(p.completion, 0.24, 1e-12);
    assert_float_equal(p.schedule, 0.2, 1e-12);
    assert_float_equal(p.gap, 4.0, 1e-12);
    assert_int_equal(p.state, PROGRESS_ON);
}

static void rounded_before_judged(void **state)
{
    (void)state;
    /* 7 months at 56.47 %: 1.86 points below 58.33, shown as 1.9. */
    struct observation series[] = {at(period_cumulative(2026, 7), 56.47)};
    struct target target = to(2026, QUALIFIER_EXACT, 100);
    struct progress p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &target);
    assert_float_equal(p.gap, -1.9, 1e-9);
    assert_int_equal(p.state, PROGRESS_BEHIND);
    /* A gap of -0.04 points rounds to 0.0: on track. */
    series[0].value = 100 * 7 / 12.0 - 0.04;
    p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &target);
    assert_float_equal(p.gap, 0.0, 1e-9);
    assert_false(signbit(p.gap));
    assert_int_equal(p.state, PROGRESS_ON);
    /* After 11 months the threshold is 91.7 %. */
    series[0] = at(period_cumulative(2026, 11), 91);
    p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &target);
    assert_float_equal(p.schedule, 11 / 12.0, 1e-12);
    assert_float_equal(p.gap, -0.7, 1e-9);
    /* A flow's single month says nothing about the year. */
    series[0].period = period_month(2026, 7);
    p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.reason, REASON_NOT_FULL_YEAR);
}

static void lower_is_better(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 1.5),
                                   at(period_year(2026), 1.4)};
    struct target target = to(2027, QUALIFIER_AT_MOST, 1.2);
    struct progress p = JUDGE(KIND_RATE, DIRECTION_LOWER, series, &target);
    assert_float_equal(p.gap, -16.7, 1e-9);
    assert_int_equal(p.state, PROGRESS_BEHIND);
    series[1].value = 1.2;
    p = JUDGE(KIND_RATE, DIRECTION_LOWER, series, &target);
    assert_int_equal(p.state, PROGRESS_DONE);
    /* A flow that should stay low: the gap is T - C, and nothing is done before the
     * year is over. */
    struct observation flow[] = {at(period_cumulative(2026, 6), 4)};
    target = to(2026, QUALIFIER_AT_MOST, 10);
    p = JUDGE(KIND_FLOW, DIRECTION_LOWER, flow, &target);
    assert_float_equal(p.gap, 10.0, 1e-9);
    assert_int_equal(p.state, PROGRESS_AHEAD);
}

/* A flow is judged within the target's year, else on full years: a year that has only
 * begun takes nothing away from what is known of the one before. */
static void flow_and_its_year(void **state)
{
    (void)state;
    struct observation series[] = {
        at(period_year(2025), 100), at(period_year(2026), 130),
        at(period_month(2027, 1), 11), at(period_cumulative(2027, 6), 80)};
    struct target later = to(2030, QUALIFIER_AT_LEAST, 200);
    struct progress p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &later);
    assert_true(p.computed);
    assert_true(period_equal(p.period, period_year(2026)));
    assert_float_equal(p.completion, 0.3, 1e-12);
    assert_float_equal(p.schedule, 0.2, 1e-12);
    struct target same = to(2027, QUALIFIER_AT_LEAST, 200);
    p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &same);
    assert_true(period_equal(p.period, period_cumulative(2027, 6)));
    assert_float_equal(p.completion, 0.4, 1e-12);
    /* The target's year decides, also when the next one has begun. */
    struct target past = to(2026, QUALIFIER_AT_LEAST, 120);
    p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &past);
    assert_int_equal(p.state, PROGRESS_DONE);
    assert_true(period_equal(p.period, period_year(2026)));
    /* Twenty months are not the first eight of the year. */
    struct observation two[] = {
        at(period_interval(period_year(2025).first, period_month(2026, 8).last), 90)};
    p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, two, &past);
    assert_int_equal(p.reason, REASON_NOT_FULL_YEAR);
}

static void targets_reached(void **state)
{
    (void)state;
    struct target above = to(2027, QUALIFIER_ABOVE, 70);
    assert_false(target_reached(DIRECTION_HIGHER, &above, 70));
    assert_true(target_reached(DIRECTION_HIGHER, &above, 70.1));
    struct target about = to(2027, QUALIFIER_ABOUT, 70);
    assert_true(target_reached(DIRECTION_HIGHER, &about, 70));
    struct target most = to(2027, QUALIFIER_AT_MOST, 1.2);
    assert_true(target_reached(DIRECTION_LOWER, &most, 1.2));
    assert_false(target_reached(DIRECTION_LOWER, &most, 1.21));
}

static void bounds(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 40),
                                   at(period_year(2026), 60)};
    struct target target = to(2027, QUALIFIER_ABOVE, 70);
    /* ">60" is ahead at least; ">45" could be anything. */
    series[1].qualifier = QUALIFIER_ABOVE;
    struct progress p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.state, PROGRESS_AHEAD);
    assert_true(p.at_least);
    series[1].value = 45;
    p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.state, PROGRESS_NOT_COMPUTABLE);
    assert_int_equal(p.reason, REASON_VALUE_IS_BOUND);
    /* "<45" is behind for certain; "<60" is not ahead for certain. */
    series[1].qualifier = QUALIFIER_BELOW;
    p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.state, PROGRESS_BEHIND);
    series[1].value = 60;
    p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.reason, REASON_VALUE_IS_BOUND);
    /* ">70" has passed "above 70". */
    series[1] = at(period_year(2026), 70);
    series[1].qualifier = QUALIFIER_ABOVE;
    p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.state, PROGRESS_DONE);
    series[0].qualifier = QUALIFIER_ABOVE;
    series[1] = at(period_year(2026), 60);
    p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.reason, REASON_BASELINE_IS_BOUND);
}

static void reasons(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 40),
                                   at(period_year(2026), 52)};
    struct target target = to(2027, QUALIFIER_ABOVE, 70);
    assert_int_equal(JUDGE(KIND_RATE, DIRECTION_HIGHER, series, NULL).reason,
                     REASON_NO_TARGET);
    assert_int_equal(JUDGE(KIND_MILESTONE, DIRECTION_HIGHER, series, &target).reason,
                     REASON_NO_PLAN);
    struct progress p =
        progress_schedule(KIND_RATE, DIRECTION_HIGHER, NULL, 0, &target, &rules);
    assert_int_equal(p.reason, REASON_NO_VALUE);
    p = progress_schedule(KIND_RATE, DIRECTION_HIGHER, series, 1, &target, &rules);
    assert_int_equal(p.reason, REASON_ONLY_BASELINE);
    /* December's value ends when the year's does: nothing has come since. */
    struct observation december[] = {at(period_year(2025), 40),
                                     at(period_month(2025, 12), 41)};
    struct target own = target;
    own.has_baseline = true;
    own.baseline = 40;
    own.baseline_period = period_year(2025);
    p = JUDGE(KIND_STOCK, DIRECTION_HIGHER, december, &own);
    assert_int_equal(p.reason, REASON_ONLY_BASELINE);
    series[1].status = 'B';
    assert_int_equal(JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target).reason,
                     REASON_SCOPE_BREAK);
    series[1].status = 'A';
    target.day = 0;
    assert_int_equal(JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target).reason,
                     REASON_NO_BASELINE);
    target.has_baseline = true;
    target.baseline = 30;
    target.baseline_period = period_year(2025);
    p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_float_equal(p.completion, 0.55, 1e-12);
    target.baseline = 70;
    assert_int_equal(JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target).reason,
                     REASON_BASELINE_IS_TARGET);
    target.has_value = false;
    assert_int_equal(JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target).state,
                     PROGRESS_QUALITATIVE);
    for (int i = 1; i < REASON_COUNT; i++)
        assert_true(progress_reason_text((enum progress_reason)i)[0] != '\0');
}

/* A forecast (status F) is neither judged nor a baseline. */
static void forecasts(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 40), at(period_year(2026), 52),
                                   at(period_year(2027), 75)};
    struct target target = to(2027, QUALIFIER_ABOVE, 70);
    series[2].status = 'F';
    struct progress p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_float_equal(p.completion, 0.4, 1e-12);
    assert_true(period_equal(p.period, period_year(2026)));
    series[0].status = 'F';
    p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.reason, REASON_NO_BASELINE);
}

/* What an office settles about rounding: 58.33 or 58, the gap to 0.1 or 0.01. */
static void rounding(void **state)
{
    (void)state;
    struct observation series[] = {at(period_cumulative(2026, 7), 56.47)};
    struct target target = to(2026, QUALIFIER_EXACT, 100);
    struct progress_rules own = rules;
    own.gap_decimals = 2;
    struct progress p =
        progress_schedule(KIND_FLOW, DIRECTION_HIGHER, series, 1, &target, &own);
    assert_float_equal(p.gap, -1.86, 1e-12);
    assert_float_equal(p.schedule, 7 / 12.0, 1e-12);
    own.schedule_decimals = 0;
    p = progress_schedule(KIND_FLOW, DIRECTION_HIGHER, series, 1, &target, &own);
    assert_float_equal(p.gap, -1.53, 1e-12);
    assert_float_equal(p.schedule, 0.58, 1e-12);
    assert_float_equal(p.required, 58, 1e-12);
    own.gap_decimals = 1;
    p = progress_schedule(KIND_FLOW, DIRECTION_HIGHER, series, 1, &target, &own);
    assert_float_equal(p.gap, -1.5, 1e-12);
    own.schedule_decimals = 1;
    series[0] = at(period_cumulative(2026, 11), 91.7);
    p = progress_schedule(KIND_FLOW, DIRECTION_HIGHER, series, 1, &target, &own);
    assert_float_equal(p.schedule, 0.917, 1e-12);
    assert_int_equal(p.state, PROGRESS_ON);
    /* A half goes away from zero, also where binary fractions fall just short of it:
     * 54.95 % after half a year is 4.95 points, so 5.0, ahead. */
    series[0] = at(period_cumulative(2026, 6), 54.95);
    p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &target);
    assert_float_equal(p.gap, 5.0, 1e-12);
    assert_int_equal(p.state, PROGRESS_AHEAD);
    series[0].value = 45.05;
    p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &target);
    assert_float_equal(p.gap, -5.0, 1e-12);
}

static struct plan_point by(int year, int month, double value)
{
    return (struct plan_point){period_month(year, month).last, value};
}

/* A plan with dates takes the straight line's place; nothing lies between its days. */
static void plans(void **state)
{
    (void)state;
    const struct plan_point points[] = {by(2026, 3, 10), by(2026, 6, 25),
                                        by(2026, 9, 60)};
    struct target target = to(2026, QUALIFIER_EXACT, 100);
    target.plan = points;
    target.n_plan = 3;
    static const struct {
        int month;
        double required;
    } rows[] = {{2, 0}, {3, 10}, {5, 10}, {6, 25}, {11, 60}, {12, 100}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct observation series[] = {at(rows[i].month == 12
                                              ? period_year(2026)
                                              : period_cumulative(2026, rows[i].month),
                                          30)};
        struct progress p = JUDGE(KIND_FLOW, DIRECTION_HIGHER, series, &target);
        assert_true(p.computed);
        assert_float_equal(p.required, rows[i].required, 1e-12);
        assert_float_equal(p.schedule, rows[i].required / 100, 1e-12);
        assert_float_equal(p.gap, 30 - rows[i].required, 1e-9);
    }
    /* Of a stock the way from the baseline counts; less may be better. */
    struct observation series[] = {at(period_year(2025), 40),
                                   at(period_month(2026, 7), 37)};
    const struct plan_point down[] = {by(2026, 6, 38), by(2026, 9, 34)};
    target = to(2027, QUALIFIER_AT_MOST, 30);
    target.plan = down;
    target.n_plan = 2;
    struct progress p = JUDGE(KIND_STOCK, DIRECTION_LOWER, series, &target);
    assert_float_equal(p.required, 38, 1e-12);
    assert_float_equal(p.schedule, 0.2, 1e-12);
    assert_float_equal(p.completion, 0.3, 1e-12);
    assert_int_equal(p.state, PROGRESS_AHEAD);
    /* Before its first day the baseline is what is required. */
    series[1].period = period_month(2026, 3);
    p = JUDGE(KIND_STOCK, DIRECTION_LOWER, series, &target);
    assert_float_equal(p.required, 40, 1e-12);
    assert_float_equal(p.gap, 30, 1e-9);
    /* Without a baseline the plan alone can tell where more is better. */
    struct observation only[] = {at(period_month(2026, 7), 37)};
    p = JUDGE(KIND_STOCK, DIRECTION_LOWER, only, &target);
    assert_int_equal(p.reason, REASON_NO_BASELINE);
    target.value = 60;
    target.op = QUALIFIER_AT_LEAST;
    p = JUDGE(KIND_STOCK, DIRECTION_HIGHER, only, &target);
    assert_float_equal(p.completion, 37 / 60.0, 1e-12);
    assert_float_equal(p.required, 38, 1e-12);
    assert_int_equal(p.state, PROGRESS_BEHIND);
    target.n_plan = 0;
    p = JUDGE(KIND_STOCK, DIRECTION_HIGHER, only, &target);
    assert_int_equal(p.reason, REASON_NO_BASELINE);
}

/* Done of planned to date. */
static void milestones(void **state)
{
    (void)state;
    const struct plan_point points[] = {by(2026, 6, 4), by(2026, 12, 10)};
    struct target target = to(2027, QUALIFIER_AT_LEAST, 12);
    target.plan = points;
    target.n_plan = 2;
    static const struct {
        int year, month;
        double done, completion;
        enum progress_state state;
    } rows[] = {
        {2026, 5, 0, 1, PROGRESS_ON},        {2026, 5, 3, 1, PROGRESS_ON},
        {2026, 6, 3, 0.75, PROGRESS_BEHIND}, {2026, 6, 4, 1, PROGRESS_ON},
        {2026, 11, 5, 1.25, PROGRESS_AHEAD}, {2026, 12, 5, 0.5, PROGRESS_BEHIND},
        {2026, 12, 12, 1.2, PROGRESS_DONE},  {2027, 12, 11, 11 / 12.0, PROGRESS_BEHIND},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct observation series[] = {
            at(period_month(rows[i].year, rows[i].month), rows[i].done)};
        struct progress p = JUDGE(KIND_MILESTONE, DIRECTION_HIGHER, series, &target);
        assert_true(p.computed);
        assert_float_equal(p.schedule, 1, 0);
        assert_float_equal(p.completion, rows[i].completion, 1e-12);
        assert_int_equal(p.state, rows[i].state);
    }
    /* Without a plan only the end decides. */
    target.n_plan = 0;
    struct observation series[] = {at(period_month(2026, 12), 11)};
    assert_int_equal(JUDGE(KIND_MILESTONE, DIRECTION_HIGHER, series, &target).reason,
                     REASON_NO_PLAN);
    series[0].value = 12;
    assert_int_equal(JUDGE(KIND_MILESTONE, DIRECTION_HIGHER, series, &target).state,
                     PROGRESS_DONE);
}

/* Reached or not, without any schedule. */
static void growth_rates(void **state)
{
    (void)state;
    struct observation series[] = {at(period_cumulative(2026, 9), 9.6)};
    struct target target = to(2027, QUALIFIER_AT_LEAST, 10);
    struct progress p = JUDGE(KIND_GROWTH, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.state, PROGRESS_BEHIND);
    assert_false(p.computed);
    series[0].value = 10;
    p = JUDGE(KIND_GROWTH, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.state, PROGRESS_DONE);
    /* "below 10" is short of 10 for certain, "at most 10" is not. */
    series[0].qualifier = QUALIFIER_BELOW;
    p = JUDGE(KIND_GROWTH, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.state, PROGRESS_BEHIND);
    series[0].qualifier = QUALIFIER_AT_MOST;
    p = JUDGE(KIND_GROWTH, DIRECTION_HIGHER, series, &target);
    assert_int_equal(p.reason, REASON_VALUE_IS_BOUND);
}

/* A new version of the scope is a break like the offices' own mark. */
static void new_scope(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 40),
                                   at(period_month(2026, 6), 50),
                                   at(period_year(2026), 52)};
    struct target target = to(2027, QUALIFIER_ABOVE, 70);
    series[1].rescoped = true;
    assert_int_equal(JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target).reason,
                     REASON_SCOPE_BREAK);
    /* One that the baseline already is under breaks nothing. */
    series[1].rescoped = false;
    series[0].rescoped = true;
    assert_int_equal(JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target).state,
                     PROGRESS_BEHIND);
    /* What is reached is reached under any scope. */
    series[1].rescoped = true;
    series[2].value = 71;
    assert_int_equal(JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target).state,
                     PROGRESS_DONE);
}

/* The state never gets worse when the value gets better. */
static void monotone(void **state)
{
    (void)state;
    static const int rank[PROGRESS_COUNT] = {[PROGRESS_BEHIND] = 0,
                                             [PROGRESS_ON] = 1,
                                             [PROGRESS_AHEAD] = 2,
                                             [PROGRESS_DONE] = 3};
    struct observation series[] = {at(period_year(2025), 40), at(period_year(2026), 0)};
    struct target target = to(2027, QUALIFIER_ABOVE, 70);
    int last = 0;
    for (double value = 30; value < 80; value += 0.25) {
        series[1].value = value;
        struct progress p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
        assert_true(rank[p.state] >= last);
        last = rank[p.state];
        /* Mirrored, lower is better. */
        struct observation mirror[] = {at(period_year(2025), -40),
                                       at(period_year(2026), -value)};
        struct target down = to(2027, QUALIFIER_BELOW, -70);
        struct progress q = JUDGE(KIND_RATE, DIRECTION_LOWER, mirror, &down);
        assert_int_equal(q.state, p.state);
    }
    assert_int_equal(last, 3);
}

/* A line from beyond the target leads back: what falls would count as progress. */
static void baseline_beyond(void **state)
{
    (void)state;
    struct observation series[] = {at(period_year(2025), 80), at(period_year(2026), 0)};
    struct target target = to(2027, QUALIFIER_ABOVE, 70);
    for (double value = 50; value < 90; value += 5) {
        series[1].value = value;
        struct progress p = JUDGE(KIND_RATE, DIRECTION_HIGHER, series, &target);
        assert_int_equal(p.state, value > 70 ? PROGRESS_DONE : PROGRESS_NOT_COMPUTABLE);
        assert_false(p.computed);
        if (value <= 70)
            assert_int_equal(p.reason, REASON_BASELINE_BEYOND);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stock_and_rate),
        cmocka_unit_test(rounded_before_judged),
        cmocka_unit_test(lower_is_better),
        cmocka_unit_test(targets_reached),
        cmocka_unit_test(bounds),
        cmocka_unit_test(reasons),
        cmocka_unit_test(monotone),
        cmocka_unit_test(forecasts),
        cmocka_unit_test(flow_and_its_year),
        cmocka_unit_test(rounding),
        cmocka_unit_test(plans),
        cmocka_unit_test(milestones),
        cmocka_unit_test(growth_rates),
        cmocka_unit_test(new_scope),
        cmocka_unit_test(baseline_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
