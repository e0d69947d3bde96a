/* Due days: the period a day lies in, at every edge. */
#include "core/due.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int32_t on(const char *text)
{
    int32_t day;
    assert_true(day_parse(text, &day));
    return day;
}

static void expect(struct period period, const char *id)
{
    char text[32];
    period_id(period, text, sizeof text);
    assert_string_equal(text, id);
}

static void edges(void **state)
{
    (void)state;
    /* A quarter's report within 36 days: the third one is due on 5 November. */
    expect(due_last(FREQ_QUARTER, 36, on("2026-11-05")), "2026-Q2");
    expect(due_next(FREQ_QUARTER, 36, on("2026-11-05")), "2026-Q3");
    expect(due_last(FREQ_QUARTER, 36, on("2026-11-06")), "2026-Q3");
    expect(due_next(FREQ_QUARTER, 36, on("2026-11-06")), "2026-Q4");
    expect(due_last(FREQ_YEAR, 90, on("2026-03-31")), "2024");
    expect(due_last(FREQ_YEAR, 90, on("2026-04-01")), "2025");
    expect(due_last(FREQ_HALF, 0, on("2026-07-01")), "2026-S1");
    expect(due_last(FREQ_MONTH, 10, on("2026-01-10")), "2025-11");
    expect(due_last(FREQ_MONTH, 10, on("2026-01-11")), "2025-12");
    expect(due_last(FREQ_CUMULATIVE, 10, on("2026-03-11")), "2026-01/2026-02");
    expect(due_last(FREQ_CUMULATIVE, 10, on("2026-01-20")), "2025");
    expect(due_last(FREQ_WEEK, 0, on("2026-11-02")), "2026-W44");
    expect(due_last(FREQ_WEEK, 0, on("2026-11-01")), "2026-W43");
    expect(due_last(FREQ_DAY, 1, on("2026-11-05")), "2026-11-03");
}

/* On every day of some years: the last period is over, the next one is not, and they
 * are neighbours. */
static void neighbours(void **state)
{
    (void)state;
    static const enum frequency frequencies[] = {FREQ_DAY,     FREQ_WEEK, FREQ_MONTH,
                                                 FREQ_QUARTER, FREQ_HALF, FREQ_YEAR};
    for (size_t f = 0; f < sizeof frequencies / sizeof *frequencies; f++)
        for (int days = 0; days <= 366; days += 61)
            for (int32_t today = on("1969-12-01"); today < on("1973-02-01"); today++) {
                struct period last = due_last(frequencies[f], days, today);
                struct period next = due_next(frequencies[f], days, today);
                assert_true(last.last + days < today);
                assert_true(next.last + days >= today);
                assert_int_equal(last.last + 1, next.first);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges),
        cmocka_unit_test(neighbours),
    };
    return cmocka_run_group_tests_name("core_due", tests, NULL, NULL);
}
