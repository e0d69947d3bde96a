/* What holds for any series, target and rules: random ones, from a fixed seed. */
#include "core/assess.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ROUNDS = 4000, STEPS = 24, POINTS = 9 };

static uint64_t seed;

/* splitmix64 */
static uint64_t draw(void)
{
    uint64_t z = seed += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static double between(double least, double most)
{
    return least + (most - least) * (double)(draw() >> 11) / 9007199254740992.0;
}

static int among(int n)
{
    return (int)(draw() % (uint64_t)n);
}

/* Coarse enough that values meet targets, thresholds and each other now and then. */
static double coarse(double least, double most)
{
    return round(between(least, most) * 4) / 4;
}

static const enum qualifier operators[] = {QUALIFIER_EXACT, QUALIFIER_ABOVE,
                                           QUALIFIER_AT_LEAST, QUALIFIER_ABOUT};

static enum qualifier mirrored(enum qualifier qualifier)
{
    static const enum qualifier others[QUALIFIER_COUNT] = {
        [QUALIFIER_ABOVE] = QUALIFIER_BELOW,
        [QUALIFIER_AT_LEAST] = QUALIFIER_AT_MOST,
        [QUALIFIER_BELOW] = QUALIFIER_ABOVE,
        [QUALIFIER_AT_MOST] = QUALIFIER_AT_LEAST,
        [QUALIFIER_ABOUT] = QUALIFIER_ABOUT};
    return others[qualifier];
}

struct scene {
    enum indicator_kind kind;
    enum direction direction;
    struct observation series[POINTS];
    size_t n;
    struct target target;
    struct plan_point plan[3];
    struct progress_rules rules;
};

/* A scene of higher-is-better whose target lies beyond the baseline. */
static void draw_scene(struct scene *scene)
{
    static const enum indicator_kind kinds[] = {KIND_STOCK, KIND_RATE, KIND_FLOW,
                                                KIND_GROWTH, KIND_MILESTONE};
    *scene =
        (struct scene){.kind = kinds[among(5)], .n = 2 + (size_t)among(POINTS - 1)};
    int year = 2018 + among(3);
    for (size_t i = 0; i < scene->n; i++) {
        year += 1 + (among(6) == 0);
        scene->series[i] = (struct observation){.period = period_year(year),
                                                .value = coarse(5, 60),
                                                .has_value = true,
                                                .status = 'A'};
    }
    scene->target = (struct target){.year = year + among(4),
                                    .op = operators[among(4)],
                                    .has_value = true,
                                    .has_baseline = true,
                                    .baseline = scene->series[0].value,
                                    .baseline_period = scene->series[0].period};
    scene->target.value = scene->target.baseline + coarse(0.25, 60);
    if (among(3) == 0) {
        for (int i = 0; i < 3; i++)
            scene->plan[i] =
                (struct plan_point){period_year(year - 2 + i).last,
                                    scene->target.baseline + coarse(0, 1) * i * 10};
        scene->target.plan = scene->plan;
        scene->target.n_plan = 3;
    }
    scene->rules = progress_rules_default;
    scene->rules.gap_decimals = among(3);
    scene->rules.schedule_decimals = among(3) - 1;
    scene->rules.method = (enum assess_method)among(METHOD_COUNT);
    static const enum qualifier qualifiers[] = {QUALIFIER_EXACT, QUALIFIER_EXACT,
                                                QUALIFIER_ABOVE, QUALIFIER_AT_MOST};
    scene->series[scene->n - 1].qualifier = qualifiers[among(4)];
}

/* The same seen in a mirror: every value negative, less is better. */
static struct scene mirror(const struct scene *scene)
{
    struct scene other = *scene;
    other.direction = DIRECTION_LOWER;
    for (size_t i = 0; i < other.n; i++) {
        other.series[i].value = -other.series[i].value;
        other.series[i].qualifier =
            (uint8_t)mirrored((enum qualifier)other.series[i].qualifier);
    }
    other.target.value = -other.target.value;
    other.target.baseline = -other.target.baseline;
    other.target.op = mirrored(other.target.op);
    for (int i = 0; i < 3; i++)
        other.plan[i].value = -other.plan[i].value;
    return other;
}

static struct assessment run(struct scene *scene)
{
    if (scene->target.n_plan)
        scene->target.plan = scene->plan;
    return assess(scene->kind, scene->direction, scene->series, scene->n,
                  &scene->target, &scene->rules);
}

static int schedule_rank(enum progress_state state)
{
    static const int ranks[PROGRESS_COUNT] = {
        [PROGRESS_BEHIND] = 0,          [PROGRESS_ON] = 1,
        [PROGRESS_AHEAD] = 2,           [PROGRESS_DONE] = 3,
        [PROGRESS_NOT_COMPUTABLE] = -1, [PROGRESS_QUALITATIVE] = -1};
    return ranks[state];
}

/* A greater value never gives a worse state, or a better one where less is better. What
 * a bound leaves open is no state. */
static void check_rises(const struct assessment *a, int ranks[METHOD_COUNT + 1],
                        bool lower)
{
    int now[METHOD_COUNT + 1] = {
        schedule_rank(a->schedule.state),
        a->growth.state == GROWTH_NOT_COMPUTABLE ? -1 : 4 - (int)a->growth.state,
        a->trend.state == TREND_NOT_COMPUTABLE ? -1 : 4 - (int)a->trend.state,
        schedule_rank(a->decided.state)};
    for (int i = 0; i <= METHOD_COUNT; i++) {
        if (now[i] < 0)
            continue;
        if (lower)
            assert_true(now[i] <= ranks[i]);
        else
            assert_true(now[i] >= ranks[i]);
        ranks[i] = now[i];
    }
}

static void monotone(void **state)
{
    (void)state;
    seed = 1;
    size_t seen[PROGRESS_COUNT] = {0}, trends[TREND_COUNT] = {0},
           growths[GROWTH_COUNT] = {0};
    for (int turn = 0; turn < ROUNDS; turn++) {
        struct scene scene;
        draw_scene(&scene);
        /* Of milestones done more is always better. */
        bool lower = scene.kind != KIND_MILESTONE && among(2) == 1;
        if (lower) {
            scene.direction = DIRECTION_LOWER;
            scene.target.value = 2 * scene.target.baseline - scene.target.value;
            scene.target.op = mirrored(scene.target.op);
            scene.target.n_plan = 0;
        }
        int ranks[METHOD_COUNT + 1] = {0};
        for (int i = 0; lower && i <= METHOD_COUNT; i++)
            ranks[i] = 9;
        for (int step = 0; step < STEPS; step++) {
            scene.series[scene.n - 1].value = 0.25 + step * 4.75;
            struct assessment a = run(&scene);
            check_rises(&a, ranks, lower);
            seen[a.schedule.state]++;
            trends[a.trend.state]++;
            growths[a.growth.state]++;
        }
    }
    /* Nothing is proved by what never came about. */
    for (int i = 0; i < PROGRESS_QUALITATIVE; i++)
        assert_true(seen[i] > 100);
    for (int i = 0; i < TREND_COUNT; i++)
        assert_true(trends[i] > 100);
    for (int i = 0; i < GROWTH_COUNT; i++)
        assert_true(growths[i] > 100);
}

static void mirrors(void **state)
{
    (void)state;
    seed = 2;
    for (int turn = 0; turn < ROUNDS; turn++) {
        struct scene scene;
        do
            draw_scene(&scene);
        while (scene.kind == KIND_FLOW || scene.kind == KIND_MILESTONE);
        struct scene other = mirror(&scene);
        struct assessment a = run(&scene), b = run(&other);
        assert_int_equal(a.schedule.state, b.schedule.state);
        assert_int_equal(a.schedule.reason, b.schedule.reason);
        assert_int_equal(a.schedule.at_least, b.schedule.at_least);
        assert_float_equal(a.schedule.gap, b.schedule.gap, 1e-9);
        assert_int_equal(a.trend.state, b.trend.state);
        assert_float_equal(a.trend.miss, b.trend.miss, 1e-9);
        assert_float_equal(a.trend.slope, -b.trend.slope, 1e-9);
        assert_int_equal(a.trend.reaches, b.trend.reaches);
        assert_int_equal(a.trend.reached_year, b.trend.reached_year);
        /* A rate sees the ratio of two values, which has no sign. */
        assert_int_equal(a.growth.state, b.growth.state);
        assert_true(isnan(a.growth.ratio) == isnan(b.growth.ratio));
        if (!isnan(a.growth.ratio))
            assert_float_equal(a.growth.ratio, b.growth.ratio, 1e-9);
        assert_int_equal(a.decided.state, b.decided.state);
        assert_int_equal(a.has_needed, b.has_needed);
        assert_float_equal(a.needed, -b.needed, 1e-9);
    }
}

static void shuffled(void **state)
{
    (void)state;
    seed = 3;
    static const double corners[] = {-5, -2.5, -1.25, 0, 0.1, 1.25, 2.5, 5};
    for (int turn = 0; turn < ROUNDS; turn++) {
        struct growth items[12];
        size_t n = 1 + (size_t)among(12);
        for (size_t i = 0; i < n; i++) {
            items[i] = growth_without(REASON_NO_BASELINE, among(4) == 0);
            if (among(3) == 0)
                continue;
            items[i].state = (enum growth_state)among(GROWTH_NOT_COMPUTABLE);
            items[i].score = among(2) ? corners[among(8)] : between(-5, 5);
        }
        struct growth_rollup before = growth_roll_up(items, n);
        for (size_t i = n; i-- > 1;) {
            size_t j = (size_t)among((int)i + 1);
            struct growth kept = items[i];
            items[i] = items[j];
            items[j] = kept;
        }
        struct growth_rollup after = growth_roll_up(items, n);
        assert_int_equal(before.state, after.state);
        assert_int_equal(before.n, after.n);
        assert_true(before.n == 0 || fabs(before.score - after.score) < 1e-12);
    }
}

/* What is judged is what is shown: the gap has the decimals that the rules say, lies
 * within half of the last of them, and decides alone. */
static void gaps_as_shown(void **state)
{
    (void)state;
    seed = 4;
    for (int turn = 0; turn < ROUNDS; turn++) {
        struct scene scene;
        draw_scene(&scene);
        struct progress p = run(&scene).schedule;
        if (!p.computed)
            continue;
        double scale = pow(10, scene.rules.gap_decimals);
        double exact = 100 * (p.completion - p.schedule);
        assert_float_equal(p.gap * scale, round(p.gap * scale), 1e-6);
        assert_true(fabs(p.gap - exact) * scale <= 0.5 + 1e-6);
        assert_false(p.gap == 0 && signbit(p.gap));
        if (p.state == PROGRESS_AHEAD)
            assert_true(p.gap >= 5);
        if (p.state == PROGRESS_ON)
            assert_true(p.gap >= 0 && p.gap < 5);
        if (p.state == PROGRESS_BEHIND)
            assert_true(p.gap < 0);
    }
}

/* What comes after the judged period changes nothing that was said before it. */
static void forecasts_change_nothing(void **state)
{
    (void)state;
    seed = 5;
    for (int turn = 0; turn < ROUNDS; turn++) {
        struct scene scene;
        do
            draw_scene(&scene);
        while (scene.n == POINTS);
        struct assessment before = run(&scene);
        struct observation *next = &scene.series[scene.n];
        *next = scene.series[scene.n - 1];
        next->period = period_year(period_year_of(next->period) + 1);
        next->value = coarse(0, 100);
        next->status = 'F';
        next->rescoped = among(2) == 1;
        scene.n++;
        struct assessment after = run(&scene);
        assert_int_equal(before.schedule.state, after.schedule.state);
        assert_float_equal(before.schedule.gap, after.schedule.gap, 0);
        assert_int_equal(before.growth.state, after.growth.state);
        assert_int_equal(before.trend.state, after.trend.state);
        assert_float_equal(before.trend.projected, after.trend.projected, 0);
        assert_int_equal(before.decided.state, after.decided.state);
        assert_float_equal(before.needed, after.needed, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(monotone),
        cmocka_unit_test(mirrors),
        cmocka_unit_test(shuffled),
        cmocka_unit_test(gaps_as_shown),
        cmocka_unit_test(forecasts_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
