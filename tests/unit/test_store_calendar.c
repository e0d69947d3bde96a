/* The calendar of tiles: numbers of periods, and back. */
#include "store/calendar.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void check_number(const char *id, int32_t number, int32_t tile, int column)
{
    struct period period, back;
    assert_true(period_parse(id, &period));
    assert_int_equal(calendar_number(period), number);
    assert_int_equal(calendar_tile(number), tile);
    assert_int_equal(calendar_column(number), column);
    assert_int_equal(calendar_first(tile) + column, number);
    assert_true(calendar_period(period.freq, number, &back));
    assert_true(period_equal(period, back));
}

static void known_periods_have_their_numbers(void **state)
{
    (void)state;
    check_number("2025", 2025, 168, 9);
    check_number("2025-S2", 4051, 337, 7);
    check_number("2025-Q1", 8100, 675, 0);
    check_number("2025-Q4", 8103, 675, 3);
    check_number("2025-01", 24300, 2025, 0);
    check_number("2025-12", 24311, 2025, 11);
    check_number("2025-01/2025-08", 24307, 2025, 7);
    check_number("1970-01-01", 0, 0, 0);
    check_number("1969-12-31", -1, -1, 11);
    check_number("1970-W01", 0, 0, 0);
    check_number("1969-W52", -1, -1, 11);
    check_number("2020-W53", 2661, 221, 9);
    check_number("2021-W01", 2662, 221, 10);
}

/* Every period of every frequency, a few around each end of a year, has the number
 * after that of the one before it, and its number gives it back. */
static void numbers_follow_one_another(void **state)
{
    (void)state;
    for (const enum frequency *freq = calendar_frequencies; *freq != FREQ_NONE;
         freq++) {
        struct period before, period;
        int32_t first = calendar_number(
            (struct period){*freq, day_from_date((struct date){1967, 1, 1}),
                            day_from_date((struct date){1967, 1, 1})});
        if (*freq == FREQ_INTERVAL)
            continue;
        assert_true(calendar_period(*freq, first - 1, &before));
        for (int32_t n = first; n < first + 4000; n++) {
            if (!calendar_period(*freq, n, &period)) {
                assert_true(*freq == FREQ_YEAR || *freq == FREQ_HALF);
                break;
            }
            assert_int_equal(calendar_number(period), n);
            assert_true(period.first <= period.last);
            if (*freq != FREQ_CUMULATIVE || calendar_column(n) != 0)
                assert_true(period_compare(before, period) < 0);
            if (*freq != FREQ_CUMULATIVE)
                assert_int_equal(period.first, before.last + 1);
            before = period;
        }
    }
}

static void constructors_agree(void **state)
{
    (void)state;
    for (int year = 1999; year < 2030; year++) {
        struct period p;
        assert_true(calendar_period(FREQ_YEAR, year, &p));
        assert_true(period_equal(p, period_year(year)));
        for (int i = 1; i <= 12; i++) {
            assert_true(calendar_period(FREQ_MONTH, year * 12 + i - 1, &p));
            assert_true(period_equal(p, period_month(year, i)));
            assert_true(calendar_period(FREQ_CUMULATIVE, year * 12 + i - 1, &p));
            assert_int_equal(p.freq, FREQ_CUMULATIVE);
            assert_int_equal(p.first, period_cumulative(year, i).first);
            assert_int_equal(p.last, period_cumulative(year, i).last);
        }
        for (int i = 1; i <= 4; i++) {
            assert_true(calendar_period(FREQ_QUARTER, year * 4 + i - 1, &p));
            assert_true(period_equal(p, period_quarter(year, i)));
        }
        for (int i = 1; i <= 2; i++) {
            assert_true(calendar_period(FREQ_HALF, year * 2 + i - 1, &p));
            assert_true(period_equal(p, period_half(year, i)));
        }
    }
}

static void numbers_beyond_the_calendar_are_refused(void **state)
{
    (void)state;
    static const int32_t far[] = {INT32_MIN, INT32_MIN + 1, -2000000000, -4000000,
                                  4000000,   2000000000,    INT32_MAX};
    struct period p;
    for (const enum frequency *freq = calendar_frequencies; *freq != FREQ_NONE;
         freq++) {
        for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
            assert_false(calendar_period(*freq, far[i], &p));
            int32_t first = calendar_first(calendar_tile(far[i]));
            for (int column = 0; column < TILE_PERIODS; column++)
                assert_false(calendar_period(*freq, first + column, &p));
            /* Whatever tile a damaged key claims. */
            first = calendar_first(far[i]);
            assert_false(calendar_period(*freq, first + TILE_PERIODS - 1, &p));
        }
        assert_true(calendar_first(INT32_MAX) > 0);
        assert_true(calendar_first(INT32_MIN) < 0);
    }
    assert_false(calendar_period(FREQ_INTERVAL, 0, &p));
    assert_false(calendar_period(FREQ_NONE, 0, &p));
    assert_false(calendar_period(FREQ_YEAR, 10000, &p));
    assert_false(calendar_period(FREQ_YEAR, -1, &p));
    assert_true(calendar_period(FREQ_YEAR, 9999, &p));
    assert_true(calendar_period(FREQ_MONTH, 119999, &p));
    assert_false(calendar_period(FREQ_MONTH, 120000, &p));
    /* The last week, whose Thursday is 9999-12-30. */
    int32_t week = calendar_number(
        (struct period){FREQ_WEEK, day_from_date((struct date){9999, 12, 27}),
                        day_from_date((struct date){10000, 1, 2})});
    assert_true(calendar_period(FREQ_WEEK, week, &p));
    assert_false(calendar_period(FREQ_WEEK, week + 1, &p));
}

static void frequencies_ascend_as_in_keys(void **state)
{
    (void)state;
    size_t n = 0;
    for (; calendar_frequencies[n] != FREQ_NONE; n++)
        assert_true(n == 0 || calendar_frequencies[n - 1] < calendar_frequencies[n]);
    assert_int_equal(n, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_periods_have_their_numbers),
        cmocka_unit_test(numbers_follow_one_another),
        cmocka_unit_test(constructors_agree),
        cmocka_unit_test(numbers_beyond_the_calendar_are_refused),
        cmocka_unit_test(frequencies_ascend_as_in_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
