/* Comparing regions: addresses, the chart with a letter each, and what is said only of
 * figures of one period. */
#include "tests/lib/pages_fixture.h"
#include "tui/marks.h"
#include "views/indicator_compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_addresses(void **state)
{
    struct fixture *fixture = *state;
    const struct catalog *catalog = &fixture->catalog;
    const struct region *hunan = catalog_region(catalog, 430000), *all[COMPARED_MOST];
    static const struct {
        const char *id;
        size_t n; /* 0 = none */
    } cases[] = {
        {"B9-01+330000", 2},
        {"B9-01+330000+440000+430000", 3}, /* the first one again */
        {"B9-01+110000+120000+130000+140000+150000", 6},
        {"B9-01+110000+120000+130000+140000+150000+210000", 0},
        {"B9-01", 0},
        {"B9-01+", 0},
        {"B9-01+33000", 0},
        {"B9-01+3300000", 0},
        {"B9-01+999999", 0},
        {"B9-01+430000", 0},
        {"B9-01+330000x", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = 0;
        bool found = compared_regions(catalog, cases[i].id, hunan, all, &n);
        if (found != (cases[i].n > 0) || (found && n != cases[i].n))
            fail_msg("%s: %zu", cases[i].id, n);
    }
    const int32_t regions[] = {430000, 330000, 440000};
    assert_string_equal(compared_address("B9-01", regions, 3, &fixture->page),
                        "indicator/B9-01+330000+440000@430000");
    assert_null(compared_indicator(catalog, "Z9-99+330000"));
    struct address parsed;
    assert_true(address_parse(catalog, "indicator/B9-01+330000@430000", &parsed, NULL));
    struct error error = {0};
    struct view view;
    fixture->context.arena = &fixture->page;
    assert_false(
        page_build(&fixture->context, "indicator/B9-01+999999@430000", &view, &error));
    assert_int_equal(error.code, ERROR_ADDRESS);
}

static void test_page(void **state)
{
    struct fixture *fixture = *state;
    static const struct fixture_row rows[] = {
        {"B9-01", 330000, "2026-Q3", 9.5, 'A', 0, 3},
        {"B9-01", 430000, "2026-Q3", 3.86, 'A', 0, 3},
    };
    for (size_t i = 0; i < 2; i++)
        fixture_put(fixture, rows[i]);
    struct view view = fixture_page(fixture, "indicator/B9-01+330000@430000");
    if (!strstr(view.conclusion, "highest Zhejiang 9.5"))
        fail_msg("%s", view.conclusion);
    assert_non_null(strstr(view.conclusion, "lowest Hunan 3.86"));
    bool letters[2] = {false, false};
    const struct view_table *table = NULL;
    for (size_t b = 0; b < view.n_blocks; b++) {
        const struct view_chart *chart = &view.blocks[b].chart;
        for (size_t i = 0; i < chart->n_points; i++) {
            assert_in_range(chart->points[i].mark, 'A', 'B');
            letters[chart->points[i].mark - 'A'] = true;
            assert_true(i == 0 || chart->points[i - 1].day <= chart->points[i].day);
        }
        if (view.blocks[b].kind == BLOCK_TABLE)
            table = &view.blocks[b].table;
    }
    assert_true(letters[0] && letters[1]);
    assert_non_null(table);
    assert_int_equal(table->n_rows, 2);
    assert_string_equal(table->rows[0].address, "indicator/B9-01@430000");
    assert_string_equal(table->rows[1].cells[1].text, "Zhejiang");
    /* Of another period, a bound, or nothing: nobody is the highest. */
    const struct fixture_row later = {"B9-01", 330000, "2026-10", 9.9, 'A', 0, 4};
    fixture_put(fixture, later);
    view = fixture_page(fixture, "indicator/B9-01+330000@430000");
    assert_null(strstr(view.conclusion, "highest"));
    view = fixture_page(fixture, "indicator/G0-01+540000@430000");
    assert_null(strstr(view.conclusion, "highest"));
}

static void test_marks(void **state)
{
    (void)state;
    struct marks marks = {0};
    assert_int_equal(marks_region("region/430000"), 430000);
    assert_int_equal(marks_region("task/A2.2@330000"), 330000);
    assert_int_equal(marks_region("region/B9-01@100000"), 100000);
    assert_int_equal(marks_region("sources/miit"), 0);
    assert_int_equal(marks_region("find/a@b"), 0);
    assert_int_equal(marks_region(""), 0);
    for (int32_t i = 1; i <= 6; i++)
        assert_true(marks_toggle(&marks, i));
    assert_false(marks_toggle(&marks, 7));
    assert_true(marks_toggle(&marks, 2));
    assert_false(marks_has(&marks, 2));
    assert_int_equal(marks.n, 5);
    assert_int_equal(marks.regions[1], 3);
    assert_true(marks_toggle(&marks, 7));
    assert_true(marks_has(&marks, 7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_addresses, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_page, fixture_filled, fixture_closed),
        cmocka_unit_test(test_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
