/* Who has not reported: late, failed, not due, named absences, units, days in the past.
 */
#include "tests/lib/pages_fixture.h"

#include "views/reporting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "subject\tregion\tlevel\tfrequency\tdays\treporter\tnote\n"

static void open_with(struct fixture *fixture, const char *calendar)
{
    fixture_open(fixture, LANGUAGE_EN);
    fixture_catalog(fixture, "calendar.tsv", calendar);
    fixture_fill(fixture);
}

static struct reporting read_of(struct fixture *fixture, int32_t code, bool parts)
{
    struct figures figures;
    struct reporting reporting;
    struct error error = {0};
    assert_true(figures_open(&figures, &fixture->context, &error));
    assert_true(reporting_read(&figures, catalog_region(&fixture->catalog, code), parts,
                               &fixture->page, &reporting, &error));
    return reporting;
}

static bool is_late(const struct reporting *reporting, const char *indicator,
                    int32_t region)
{
    for (size_t i = 0; i < reporting->n; i++)
        if (reporting->items[i].region->code == region &&
            strcmp(reporting->items[i].indicator->code, indicator) == 0)
            return true;
    return false;
}

/* A feed that says only that there is nothing answers nobody's duty. */
static void nothing_is_no_answer(void **state)
{
    (void)state;
    struct fixture fixture;
    open_with(&fixture, HEAD "B9-01\t410000\t0\tQ\t30\t\t\n");
    fixture_put(&fixture,
                (struct fixture_row){"B9-01", 410000, "2026-Q3", 0, 'O', 0, 2});
    struct reporting r = read_of(&fixture, 410000, false);
    assert_true(is_late(&r, "B9-01", 410000));
    fixture_put(&fixture,
                (struct fixture_row){"B9-01", 410000, "2026-Q3", 0, 'Q', 0, 2});
    r = read_of(&fixture, 410000, false);
    assert_int_equal(r.expected, 1);
    assert_false(is_late(&r, "B9-01", 410000));
    fixture_close(&fixture);
}

static void late_and_answered(void **state)
{
    (void)state;
    struct fixture fixture;
    open_with(&fixture, HEAD "B9-01\t100000\t1\tQ\t30\t省发展改革委\t\n");
    size_t n_series = fixture.n_series;
    struct reporting r = read_of(&fixture, REGION_NATION, true);
    assert_int_equal(r.expected, 31);
    /* A value, a bound, zero, suppressed and not applicable are answers; L is not. */
    static const int32_t answered[] = {430000, 440000, 340000, 310000, 320000};
    for (size_t i = 0; i < 5; i++)
        assert_false(is_late(&r, "B9-01", answered[i]));
    assert_true(is_late(&r, "B9-01", 330000));
    assert_int_equal(r.n, 26);
    assert_int_equal(r.n_failed, 0);
    assert_int_equal(r.items[0].days, 6); /* due on 30 October */
    assert_int_equal(r.next_due, r.items[0].due + 92);
    assert_int_equal(fixture.n_series, n_series); /* all in one query */
    /* The nation alone owes nothing, a province by itself does. */
    r = read_of(&fixture, REGION_NATION, false);
    assert_int_equal(r.expected, 0);
    r = read_of(&fixture, 110000, false);
    assert_int_equal(r.expected, 1);
    assert_int_equal(r.n, 1);
    /* A value of an earlier period and nothing since. */
    fixture_put(&fixture,
                (struct fixture_row){"B9-01", 120000, "2026-Q2", 1, 'A', 0, 3});
    r = read_of(&fixture, 120000, false);
    assert_int_equal(r.n, 1);
    /* ... and then the word that there is nothing to report. */
    fixture_put(&fixture,
                (struct fixture_row){"B9-01", 120000, "2026-Q3", 0, 'M', 0, 5});
    r = read_of(&fixture, 120000, false);
    assert_int_equal(r.n, 0);
    fixture_close(&fixture);
}

static void nobody_said(void **state)
{
    (void)state;
    struct fixture fixture;
    open_with(&fixture, HEAD);
    struct reporting r = read_of(&fixture, REGION_NATION, true);
    assert_int_equal(r.n + r.n_failed + (size_t)r.expected, 0);
    assert_int_equal(r.next_due, 0);
    assert_string_equal(reporting_text(&r, 3, LANGUAGE_EN, &fixture.page), "");
    fixture_close(&fixture);
}

static void a_failing_source_is_no_fault(void **state)
{
    (void)state;
    struct fixture fixture;
    open_with(&fixture, HEAD "A2.2-01\t100000\t1\tA\t60\t\t\n");
    struct reporting r = read_of(&fixture, REGION_NATION, true);
    assert_int_equal(r.expected, 31);
    assert_int_equal(r.n, 0);
    assert_int_equal(r.n_failed, 3); /* Guangdong, Tibet, Qinghai */
    assert_int_equal(r.failed[0].region->code, 440000);
    struct reporting task =
        reporting_of_task(&fixture.catalog, &r, "A2", &fixture.page);
    assert_int_equal(task.n_failed, 3);
    assert_int_equal(task.expected, 31);
    task = reporting_of_task(&fixture.catalog, &r, "A1", &fixture.page);
    assert_int_equal(task.n_failed, 0);
    assert_int_equal(task.expected, 0);
    assert_int_equal(task.next_due, 0);
    fixture_close(&fixture);
}

static void prefectures_and_days(void **state)
{
    (void)state;
    struct fixture fixture;
    open_with(&fixture, HEAD "G0\t430000\t2\tM\t5\t\t\n"
                             "G0-01\t430000\t2\tM\t4\t\t\n");
    /* Due on 4 November, the day before; the task's row is for the others. */
    struct reporting r = read_of(&fixture, 430000, true);
    assert_false(is_late(&r, "G0-01", 430100));
    assert_true(is_late(&r, "G0-01", 430300));
    assert_int_equal(r.counts[0].expected, 14);
    assert_string_equal(fixture.catalog.indicators[0].code, "G0-01");
    for (size_t i = 0; i < r.n; i++)
        if (r.items[i].indicator == fixture.catalog.indicators)
            assert_int_equal(r.items[i].days, 1);
    for (size_t i = 1; i < r.n; i++) /* the longest late first */
        assert_true(r.items[i - 1].days >= r.items[i].days);
    /* On a day in the past nothing of later is known. */
    fixture_as_of(&fixture, "2026-06-30");
    r = read_of(&fixture, 430000, true);
    assert_true(is_late(&r, "G0-01", 430100));
    /* Nothing is owed for what ended before the opinions were issued. */
    fixture_as_of(&fixture, "2025-09-01");
    r = read_of(&fixture, 430000, true);
    assert_int_equal(r.expected, 0);
    assert_int_not_equal(r.next_due, 0);
    fixture_close(&fixture);
}

static void units_report_by_member(void **state)
{
    (void)state;
    struct fixture fixture;
    open_with(&fixture, HEAD "G0-01\tJHDL\t0\tM\t0\t\t\n");
    struct reporting r = read_of(&fixture, REGION_NATION, true);
    assert_int_equal(r.expected, 5);
    assert_int_equal(r.n, 5);
    r = read_of(&fixture, 370000, true);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.items[0].region->code, 370200);
    fixture_close(&fixture);
}

static void said_in_words(void **state)
{
    (void)state;
    struct fixture fixture;
    open_with(&fixture, HEAD "G0-01\t430000\t2\tM\t4\t\t\n"
                             "B9-01\t430300\t0\tQ\t30\t\t\n");
    struct reporting r = read_of(&fixture, 430000, true);
    assert_string_equal(reporting_text(&r, 2, LANGUAGE_EN, &fixture.page),
                        "Xiangtan (2 reports, since 10-30), Hengyang (Penetration of "
                        "next-gen intelligent terminals and agents, due 11-04); 12 in "
                        "all");
    fixture_close(&fixture);
}

/* A figure says the same of itself: late, not due, or neither. */
static void figures_say_so(void **state)
{
    (void)state;
    struct fixture fixture;
    open_with(&fixture, HEAD "B9-01\t100000\t1\tQ\t30\t省发展改革委\t\n"
                             "B9-02\t100000\t1\tA\t300\t\t\n");
    struct figures figures;
    struct error error = {0};
    struct figure figure;
    const struct region *hebei = catalog_region(&fixture.catalog, 130000);
    assert_true(figures_open(&figures, &fixture.context, &error));
    assert_true(figure_get(&figures, catalog_indicator(&fixture.catalog, "B9-01"),
                           hebei, &fixture.page, &figure, &error));
    assert_int_equal(figure.missing, MISSING_NOT_REPORTED);
    assert_true(figure.due.late);
    assert_non_null(strstr(figure_detail(&figure, LANGUAGE_EN, &fixture.page),
                           "2026Q3 was due on 2026-10-30 from 省发展改革委"));
    assert_true(figure_get(&figures, catalog_indicator(&fixture.catalog, "B9-01"),
                           catalog_region(&fixture.catalog, 430000), &fixture.page,
                           &figure, &error));
    assert_false(figure.due.late);
    fixture_as_of(&fixture, "2026-06-30");
    assert_true(figures_open(&figures, &fixture.context, &error));
    assert_true(figure_get(&figures, catalog_indicator(&fixture.catalog, "B9-02"),
                           hebei, &fixture.page, &figure, &error));
    assert_int_equal(figure.missing, MISSING_NOT_DUE);
    assert_non_null(strstr(figure_detail(&figure, LANGUAGE_EN, &fixture.page),
                           "2025 is due on 2026-10-27"));
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(late_and_answered),
        cmocka_unit_test(nothing_is_no_answer),
        cmocka_unit_test(nobody_said),
        cmocka_unit_test(a_failing_source_is_no_fault),
        cmocka_unit_test(prefectures_and_days),
        cmocka_unit_test(units_report_by_member),
        cmocka_unit_test(said_in_words),
        cmocka_unit_test(figures_say_so),
    };
    return cmocka_run_group_tests_name("views_reporting", tests, NULL, NULL);
}
