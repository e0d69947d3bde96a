/* Progress by growth rate: the published cases, read where they are, and the cases that
 * these lack, computed apart from this program. */
#include "core/growth.h"

#include "core/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CASES = 200, COLUMNS = 15, NAME = 200, LINE = 2048 };

struct published {
    char indicator[NAME], series[NAME], state[NAME], indicator_state[NAME];
    double ratio, score, indicator_score; /* NAN: none */
    struct growth_case given;
};

static size_t split(char *line, char *fields[COLUMNS])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *field = line; field && n < COLUMNS; n++) {
        fields[n] = field;
        field = strchr(field, '\t');
        if (field)
            *field++ = '\0';
    }
    return n;
}

/* An empty field is no number. */
static double number(const char *field)
{
    double value = NAN;
    if (*field)
        assert_true(text_number(field, &value, NULL));
    return value;
}

/* The columns of growth_cases.tsv in their order. */
static size_t read_cases(FILE *file, struct published *cases)
{
    char line[LINE], *f[COLUMNS];
    size_t n = 0;
    assert_non_null(fgets(line, sizeof line, file)); /* the header */
    while (fgets(line, sizeof line, file)) {
        assert_int_equal(split(line, f), COLUMNS);
        assert_true(n < CASES);
        struct published *c = &cases[n++];
        snprintf(c->indicator, NAME, "%s", f[0]);
        snprintf(c->series, NAME, "%s", f[1]);
        c->given = (struct growth_case){
            .base = number(f[2]),
            .base_time = number(f[3]),
            .current = number(f[4]),
            .current_time = number(f[5]),
            .direction = strcmp(f[6], "-1") == 0 ? DIRECTION_LOWER : DIRECTION_HIGHER,
            .has_limit = *f[7] != '\0',
            .limit = number(f[7]),
            .has_target = *f[8] != '\0',
            .target = number(f[8]),
            .target_time = number(f[9])};
        c->ratio = number(f[10]);
        c->score = number(f[11]);
        snprintf(c->state, NAME, "%s", f[12]);
        c->indicator_score = number(f[13]);
        snprintf(c->indicator_state, NAME, "%s", f[14]);
    }
    return n;
}

/* Within 1e-9 of what is expected, which may be no number. */
static void assert_near(double got, double expected, const char *series)
{
    if (isnan(got) != isnan(expected) || fabs(got - expected) > 1e-9)
        fail_msg("%s: %.17g, not %.17g", series, got, expected);
}

static void compare(const char *path, size_t least)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        print_message("%s is not here\n", path);
        skip();
    }
    static struct published cases[CASES];
    size_t n = read_cases(file, cases);
    fclose(file);
    assert_true(n >= least);
    static struct growth results[CASES];
    for (size_t i = 0; i < n; i++) {
        results[i] = growth_assess(&cases[i].given);
        assert_near(results[i].ratio, cases[i].ratio, cases[i].series);
        assert_near(results[i].score, cases[i].score, cases[i].series);
        assert_string_equal(growth_state_code(results[i].state), cases[i].state);
    }
    for (size_t i = 0; i < n; i++) {
        struct growth items[CASES];
        size_t m = 0;
        for (size_t j = 0; j < n; j++)
            if (strcmp(cases[j].indicator, cases[i].indicator) == 0)
                items[m++] = results[j];
        struct growth_rollup rollup = growth_roll_up(items, m);
        assert_near(rollup.score, cases[i].indicator_score, cases[i].indicator);
        assert_string_equal(growth_state_code(rollup.state), cases[i].indicator_state);
        assert_int_equal(rollup.of, m);
    }
}

static void published_cases(void **state)
{
    (void)state;
    compare("../shared/progress/growth_cases.tsv", 125);
}

/* Computed with decimals of 50 digits from the design's formulas. */
static void own_cases(void **state)
{
    (void)state;
    compare("tests/fixtures/assess/growth.tsv", 50);
}

static void why_not(void **state)
{
    (void)state;
    struct growth_case given = {.base = 40,
                                .base_time = 2025,
                                .current = 52,
                                .current_time = 2026,
                                .has_target = true,
                                .target = 70,
                                .target_time = 2027};
    assert_int_equal(growth_assess(&given).reason, REASON_NONE);
    struct growth_case other = given;
    other.current_time = 2025;
    assert_int_equal(growth_assess(&other).reason, REASON_NO_INTERVAL);
    other = given;
    other.target_time = 2025;
    assert_int_equal(growth_assess(&other).reason, REASON_NO_INTERVAL);
    other = given;
    other.current = -1;
    assert_int_equal(growth_assess(&other).reason, REASON_OPPOSITE_SIGNS);
    other = given;
    other.current = 39;
    other.target = 40;
    assert_int_equal(growth_assess(&other).reason, REASON_BASELINE_IS_TARGET);
    /* A second between two values is no time to grow in. */
    other = given;
    other.current_time = 2025 + 1e-9;
    assert_int_equal(growth_assess(&other).reason, REASON_NO_INTERVAL);
    assert_true(isnan(growth_assess(&other).ratio));
}

static void strictly(void **state)
{
    (void)state;
    struct growth_case given = {.base = 40,
                                .base_time = 2025,
                                .current = 70,
                                .current_time = 2026,
                                .has_target = true,
                                .target = 70,
                                .target_time = 2027};
    assert_int_equal(growth_assess(&given).state, GROWTH_ACHIEVED);
    given.strict = true;
    assert_int_equal(growth_assess(&given).state, GROWTH_SUBSTANTIAL);
    given.current = 70.5;
    assert_int_equal(growth_assess(&given).state, GROWTH_ACHIEVED);
}

static void rates(void **state)
{
    (void)state;
    struct growth growth = growth_assess(&(struct growth_case){.base = 2.10,
                                                               .base_time = 2025,
                                                               .current = 3.86,
                                                               .current_time = 2026.75,
                                                               .has_target = true,
                                                               .target = 5.25,
                                                               .target_time = 2028});
    assert_float_equal(growth.actual, 0.416, 0.0005);
    assert_float_equal(growth.needed, 0.357, 0.0005);
    assert_float_equal(growth.ratio, 1.165, 0.0005);
}

static void nothing_to_roll_up(void **state)
{
    (void)state;
    struct growth_rollup rollup = growth_roll_up(NULL, 0);
    assert_int_equal(rollup.state, GROWTH_NOT_COMPUTABLE);
    assert_true(isnan(rollup.score));
    struct growth two[] = {growth_without(REASON_NO_BASELINE, false),
                           growth_without(REASON_NONE, true)};
    rollup = growth_roll_up(two, 2);
    assert_int_equal(rollup.n, 1);
    assert_int_equal(rollup.of, 2);
    assert_int_equal(rollup.state, GROWTH_ACHIEVED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_cases), cmocka_unit_test(own_cases),
        cmocka_unit_test(why_not),         cmocka_unit_test(strictly),
        cmocka_unit_test(rates),           cmocka_unit_test(nothing_to_roll_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
