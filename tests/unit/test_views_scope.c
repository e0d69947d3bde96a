/* Scopes in series: where a new version holds from a mark stands, and nothing is
 * compared across it; by what is known on the page's day. */
#include "tests/lib/pages_fixture.h"

#include "views/figure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int32_t day(int year, int month, int of_month)
{
    return day_from_date((struct date){year, month, of_month});
}

/* Values of A1.1-01 in Hunan. */
static void put(struct fixture *fixture, const char *period, double value)
{
    fixture_put(fixture, (struct fixture_row){.indicator = "A1.1-01",
                                              .region = 430000,
                                              .period = period,
                                              .value = value,
                                              .status = 'A',
                                              .receipt = 1});
}

static void months(struct fixture *fixture, int from, int to)
{
    static char periods[24][32];
    fixture->n_rows = 0;
    fixture->rows = NULL;
    for (int m = from; m <= to; m++) {
        snprintf(periods[m], sizeof periods[m], "%d-%02d", 2025 + m / 12, m % 12 + 1);
        put(fixture, periods[m], m + 1);
    }
}

static struct figure get(struct fixture *fixture)
{
    struct figures figures;
    struct figure figure;
    struct error error = {0};
    assert_true(figures_open(&figures, &fixture->context, &error));
    figures.whole = true;
    assert_true(figure_get(&figures, catalog_indicator(&fixture->catalog, "A1.1-01"),
                           catalog_region(&fixture->catalog, 430000), &fixture->page,
                           &figure, &error));
    return figure;
}

/* The marked points, "3 7"; each as the page's value and as progress reads it. */
static const char *marks(struct fixture *fixture, const struct figure *figure)
{
    const char *list = "";
    for (size_t i = 0; i < figure->n_points; i++) {
        assert_int_equal(figure->points[i].value->rescoped, figure->series[i].rescoped);
        if (figure->series[i].rescoped)
            list = arena_printf(&fixture->page, "%s%s%zu", list, *list ? " " : "", i);
    }
    return list;
}

static void lay_down(struct fixture *fixture, const struct scope *scopes, size_t n)
{
    struct scope *all = arena_alloc(&fixture->page, n * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        all[i] = scopes[i];
        strcpy(all[i].indicator, "A1.1-01");
    }
    fixture->catalog.scopes = all;
    fixture->catalog.n_scopes = n;
}

static void a_new_scope_is_marked(void **state)
{
    struct fixture *fixture = *state;
    struct arena *arena = &fixture->page;
    months(fixture, 0, 21); /* January 2025 to October 2026 */
    lay_down(
        fixture,
        (struct scope[]){{.region = 430000, .version = "1"},
                         {.region = 430000, .version = "2", .from = day(2026, 4, 1)}},
        2);
    struct figure figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "15"); /* April 2026 */
    assert_string_equal(figure_change(&figure, 14, arena), "+1");
    assert_string_equal(figure_change(&figure, 15, arena), "");
    assert_null(figure_previous(&figure, 15));
    assert_string_equal(figure_change(&figure, 16, arena), "+1");
    /* a year before lies on the other side until the new scope is a year old */
    assert_non_null(figure_year_before(&figure, 14));
    assert_null(figure_year_before(&figure, 15));
    assert_null(figure_year_before(&figure, 21));
    /* two words on the same period are of one scope */
    struct observation other = *figure.points[15].value;
    other.value -= 2;
    assert_string_equal(
        change_text(figure.indicator, figure.points[15].value, &other, arena), "+2");
    /* a scope that a flow's period ends in holds for all of it */
    fixture->n_rows = 0;
    put(fixture, "2025", 1);
    put(fixture, "2026Q1", 2);
    put(fixture, "2026Q2", 3);
    figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "2");
    /* what nothing comes before has nothing to be set apart from ... */
    months(fixture, 17, 19);
    figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "");
    assert_int_equal(figure.n_points, 3);
    /* ... but a target's own baseline of before; not one of the same scope */
    struct target target = {.region = 430000,
                            .year = 2027,
                            .op = QUALIFIER_EXACT,
                            .value = 100,
                            .has_value = true,
                            .has_baseline = true,
                            .baseline_period = {.last = day(2026, 3, 31)},
                            .text = "",
                            .document = "",
                            .document_date = "",
                            .issuer = "",
                            .note = ""};
    strcpy(target.indicator, "A1.1-01");
    fixture->catalog.targets = &target;
    fixture->catalog.n_targets = 1;
    figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "0");
    target.baseline_period.last++;
    figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "");
}

static void a_break_lies_between(void **state)
{
    struct fixture *fixture = *state;
    lay_down(fixture, NULL, 0);
    months(fixture, 0, 21);
    fixture->rows[17].status = 'B';
    struct figure figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "");
    assert_non_null(figure_year_before(&figure, 16));
    assert_null(figure_year_before(&figure, 17));
    assert_null(figure_year_before(&figure, 20));
    assert_string_equal(figure_change(&figure, 18, &fixture->page), "+1");
}

static void by_what_was_known(void **state)
{
    struct fixture *fixture = *state;
    months(fixture, 0, 21);
    lay_down(fixture,
             (struct scope[]){
                 {.version = "2", .from = day(2025, 6, 1)},
                 {.version = "3", .from = day(2026, 3, 1), .day = day(2026, 9, 15)}},
             2);
    struct figure figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "5 14");
    fixture_as_of(fixture, "2026-09-15");
    figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "5 14");
    fixture_as_of(fixture, "2026-09-14");
    figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "5");
}

/* Its own scopes, not everybody's; two changes on one day are one break. */
static void whose_scopes(void **state)
{
    struct fixture *fixture = *state;
    months(fixture, 0, 21);
    lay_down(fixture,
             (struct scope[]){
                 {.region = 0, .version = "2", .from = day(2025, 3, 1)},
                 {.region = REGION_NATION, .version = "n", .from = day(2025, 5, 1)},
                 {.region = 430000, .version = "a", .from = day(2026, 2, 1)},
                 {.region = 430000, .version = "b", .from = day(2026, 2, 1)},
             },
             4);
    struct figure figure = get(fixture);
    assert_string_equal(marks(fixture, &figure), "13");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_filled, fixture_closed)
    const struct CMUnitTest tests[] = {
        TEST(a_new_scope_is_marked),
        TEST(a_break_lies_between),
        TEST(by_what_was_known),
        TEST(whose_scopes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
