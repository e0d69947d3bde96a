/* Periods: every spelling, the way back, days and times. */
#include "core/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void spellings(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"2024", "2024"},
        {"2024A", "2024"},
        {"2024-A1", "2024"},
        {"2024年", "2024"},
        {"2025H1", "2025-S1"},
        {"2025-S2", "2025-S2"},
        {"2025年下半年", "2025-S2"},
        {"1997Q1", "1997-Q1"},
        {"Q3-2025", "2025-Q3"},
        {"2024K1", "2024-Q1"},
        {"2025年三季度", "2025-Q3"},
        {"2024-03", "2024-03"},
        {"2013M01", "2013-01"},
        {"202403", "2024-03"},
        {"2024年3月", "2024-03"},
        {"2024-W05", "2024-W05"},
        {"2020-W53", "2020-W53"},
        {"2024-02-29", "2024-02-29"},
        {"20240331", "2024-03-31"},
        {"2024-03-31T00:00:00", "2024-03-31"},
        {"2025-01/2025-11", "2025-01/2025-11"},
        {"2025Q1-Q3", "2025-01/2025-09"},
        {"2025年1-8月", "2025-01/2025-08"},
        {"2025年1—8月", "2025-01/2025-08"},
        {"2025年1–8月", "2025-01/2025-08"},
        {"2025年1～8月", "2025-01/2025-08"},
        {"2025年1至8月", "2025-01/2025-08"},
        {"2025年前8个月", "2025-01/2025-08"},
        {"2025年前三季度", "2025-01/2025-09"},
        {"2025T3", "2025-Q3"},
        {"2025U07", "2025-W07"},
        {"2025/8/1", "2025-08-01"},
        {"2025-01/2025-12", "2025"},
        {"2024-08/2025-08", "2024-08/2025-08"},
        {"2025-03-01/2025-05-15", "2025-03-01/2025-05-15"},
        {"2025-01-01/2025-08-31", "2025-01/2025-08"},
        {"2025-01-01/2025-12-31", "2025"},
        {"2025-02-01/2025-02-28", "2025-02"},
        {"2024-08-01/2025-08-31", "2024-08/2025-08"},
        {"2025-01-01/2025-01-01", "2025-01-01"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct period period, again;
        char id[32];
        if (!period_parse(rows[i][0], &period))
            fail_msg("%s is not read", rows[i][0]);
        period_id(period, id, sizeof id);
        assert_string_equal(id, rows[i][1]);
        assert_true(period_parse(id, &again));
        assert_true(period_equal(period, again));
    }
}

static void refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "24",
        "2024-13",
        "2024-00",
        "2025-02-29",
        "2024Q5",
        "2024H3",
        "2021-W53",
        "2024-03-31T10:00:00",
        "2024 ",
        " 2024",
        "2024-3-1x",
        "2025-11/2025-01",
        "CI_0000001",
        "0999",
        "20241301",
        "2016 - 4",
        "3024",
    };
    struct period period;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (period_parse(rows[i], &period))
            fail_msg("\"%s\" is read", rows[i]);
}

static void days(void **state)
{
    (void)state;
    assert_int_equal(day_from_date((struct date){1970, 1, 1}), 0);
    assert_int_equal(day_from_date((struct date){2000, 3, 1}), 11017);
    for (int32_t day = -800000; day < 800000; day += 97) {
        struct date date = date_from_day(day);
        assert_int_equal(day_from_date(date), day);
    }
    /* 2026-06-30 16:00 UTC is 1 July in Shanghai. */
    int32_t day;
    assert_true(day_parse("2026-06-30", &day));
    assert_int_equal(day_from_time(time_of_day_end(day)), day);
    assert_int_equal(day_from_time(time_of_day_end(day) + 1), day + 1);
    assert_int_equal(time_of_day_end(day), 1782835199);
    assert_int_equal(day_from_time(-1), 0);
    assert_int_equal(day_from_time(-8 * 3600 - 1), -1);
    assert_false(day_parse("2026-06-31", &day));
    assert_false(day_parse("2026-6-3", &day));
}

static void order_and_months(void **state)
{
    (void)state;
    assert_true(period_compare(period_month(2025, 9), period_quarter(2025, 3)) > 0);
    assert_true(period_compare(period_year(2025), period_month(2026, 1)) < 0);
    assert_int_equal(period_compare(period_half(2025, 1), period_half(2025, 1)), 0);
    assert_int_equal(months_complete(period_month(2025, 10).last), 2025 * 12 + 10);
    assert_int_equal(months_complete(period_month(2025, 10).last - 1), 2025 * 12 + 9);
    assert_int_equal(months_complete(period_year(2025).last), 2026 * 12);
    assert_int_equal(period_cumulative(2025, 12).freq, FREQ_YEAR);
}

static void labels(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"2025-Q3", "2025Q3"},
        {"2025-S1", "2025H1"},
        {"2025-01/2025-08", "2025-01..08"},
        {"2024-08/2025-08", "2024-08..2025-08"},
        {"2025-10-30", "2025-10-30"},
        {"2024-W05", "2024W05"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct period period;
        char label[32];
        assert_true(period_parse(rows[i][0], &period));
        period_label(period, label, sizeof label);
        assert_string_equal(label, rows[i][1]);
        period_label(period, label, 5);
        assert_int_equal(strlen(label), 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings), cmocka_unit_test(refused),
        cmocka_unit_test(days),      cmocka_unit_test(order_and_months),
        cmocka_unit_test(labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
