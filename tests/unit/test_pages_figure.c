/* Figures: how stored and published values become one, which targets apply, what is
 * missing and why, how all of it is written. */
#include "tests/lib/pages_fixture.h"

#include "views/figure.h"
#include "views/frame.h"
#include "views/states.h"
#include "views/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct figures figures_of(struct fixture *fixture)
{
    struct figures figures;
    struct error error = {0};
    assert_true(figures_open(&figures, &fixture->context, &error));
    return figures;
}

static struct figure get(struct fixture *fixture, const char *indicator, int32_t region)
{
    struct figures figures = figures_of(fixture);
    struct figure figure;
    struct error error = {0};
    const struct indicator *i = catalog_indicator(&fixture->catalog, indicator);
    const struct region *r = catalog_region(&fixture->catalog, region);
    assert_non_null(i);
    assert_non_null(r);
    assert_true(figure_get(&figures, i, r, &fixture->page, &figure, &error));
    return figure;
}

/* ---- figures ---- */

static void test_missing_kinds(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *indicator;
        int32_t region;
        enum missing missing;
    } cases[] = {
        {"G0-01", 100000, MISSING_UNPUBLISHED},
        {"G0-01", 540000, MISSING_NOT_REPORTED},   /* its siblings report */
        {"G0-01", 810000, MISSING_NOT_APPLICABLE}, /* Hong Kong */
        {"G0-01", 430300, MISSING_NOT_REPORTED},   /* Changsha reports */
        {"G0-01", 440100, MISSING_UNPUBLISHED},    /* no city of Guangdong reports */
        {"G0-01", 430102, MISSING_UNPUBLISHED},
        {"A2.2-02", 430000, MISSING_FETCH_FAILED}, /* that source fails */
        {"B9-01", 310000, MISSING_SUPPRESSED},     /* status Q */
        {"B9-01", 320000, MISSING_NOT_APPLICABLE}, /* status M */
        {"B9-01", 330000, MISSING_NOT_REPORTED},   /* status L */
        {"B9-02", 430000, MISSING_UNPUBLISHED},    /* no feed has it */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct figure figure = get(fixture, cases[i].indicator, cases[i].region);
        assert_null(figure.latest);
        if (figure.missing != cases[i].missing)
            fail_msg("%s@%d: %s", cases[i].indicator, (int)cases[i].region,
                     missing_rows[figure.missing].word);
        /* the word stands in the number's place */
        assert_non_null(strstr(value_cell(&figure, LANGUAGE_EN, &fixture->page).text,
                               missing_briefs[cases[i].missing]));
        assert_in_range(text_width(_(missing_briefs[cases[i].missing]), 1), 1, 8);
    }
}

static void test_zero_is_a_value(void **state)
{
    struct figure figure = get(*state, "B9-01", 340000);
    assert_non_null(figure.latest);
    assert_int_equal(figure.missing, MISSING_NONE);
    assert_string_equal(
        value_cell(&figure, LANGUAGE_EN, &((struct fixture *)*state)->page).text,
        "0.00  ");
}

static void test_bounds_keep_their_sign(void **state)
{
    struct fixture *fixture = *state;
    struct figure figure = get(fixture, "B9-01", 440000);
    struct arena *arena = &fixture->page;
    assert_int_equal(figure.n_points, 2);
    assert_string_equal(value_cell(&figure, LANGUAGE_EN, arena).text, ">=55  ");
    assert_string_equal(value_text(figure.indicator, figure.points[0].value, arena),
                        "> 50");
    /* between two bounds there is no difference */
    assert_string_equal(figure_change(&figure, 1, arena), "");
    struct observation exact = *figure.points[0].value;
    exact.qualifier = QUALIFIER_EXACT;
    exact.value = 40;
    assert_string_equal(
        change_text(figure.indicator, figure.points[0].value, &exact, arena),
        "> +10.00");
    /* from "more than 50" to exactly 70 it is less than 20 */
    exact.value = 70;
    assert_string_equal(
        change_text(figure.indicator, &exact, figure.points[0].value, arena),
        "< +20.00");
    /* and none across a break */
    exact.status = 'B';
    assert_string_equal(
        change_text(figure.indicator, &exact, figure.points[0].value, arena), "");
}

static void test_lone_figures_step_up(void **state)
{
    struct fixture *fixture = *state;
    struct arena *arena = &fixture->page;
    struct figure scale = get(fixture, "G0-03", 100000);
    assert_string_equal(
        lone_text(scale.indicator, scale.latest->value, LANGUAGE_EN, arena),
        "> 1.2 trillion yuan");
    struct figure retail = get(fixture, "A3.1-01", 100000);
    assert_string_equal(
        lone_text(retail.indicator, retail.latest->value, LANGUAGE_EN, arena),
        "15.97 trillion yuan");
    assert_string_equal(value_cell(&retail, LANGUAGE_EN, arena).text, "159722  ");
    /* a bound is never rounded past what was said: 15.978 is not "> 15.98" */
    struct observation bound = *retail.latest->value;
    bound.value = 159788;
    bound.qualifier = QUALIFIER_ABOVE;
    assert_string_equal(lone_text(retail.indicator, &bound, LANGUAGE_EN, arena),
                        "> 15.97 trillion yuan");
    bound.qualifier = QUALIFIER_BELOW;
    bound.value = 159712;
    assert_string_equal(lone_text(retail.indicator, &bound, LANGUAGE_EN, arena),
                        "< 15.98 trillion yuan");
}

static void test_published_change_wins(void **state)
{
    struct fixture *fixture = *state;
    struct figure figure = get(fixture, "G0-05", 100000);
    assert_string_equal(figure_change(&figure, figure.n_points - 1, &fixture->page),
                        "+25.2");
}

static void test_later_announcement_wins(void **state)
{
    struct fixture *fixture = *state;
    struct figure figure = get(fixture, "A2.1-01", 100000);
    assert_true(figure.latest->value->value == 6200);
    fixture_as_of(fixture, "2026-02-15");
    figure = get(fixture, "A2.1-01", 100000);
    assert_true(figure.latest->value->value == 6000);
    fixture_as_of(fixture, "2025-12-31");
    figure = get(fixture, "A2.1-01", 100000);
    assert_true(figure.latest->value->value == 5300);
}

static void test_stored_outranks_catalogue(void **state)
{
    struct fixture *fixture = *state;
    struct figure figure = get(fixture, "G0-06", 100000);
    assert_true(figure.latest->value->value == 10.6);
    assert_true(figure.latest->differs);
    assert_non_null(strstr(figure_detail(&figure, LANGUAGE_EN, &fixture->page),
                           "the published figure differs: 10.5%"));
    figure = get(fixture, "G0-05", 100000);
    assert_false(figure.latest->differs);
}

static void test_as_of_hides(void **state)
{
    struct fixture *fixture = *state;
    fixture_as_of(fixture, "2026-06-19");
    struct figure figure = get(fixture, "B9-01", 430000);
    assert_true(figure.latest->value->value == 3.17); /* before the revision */
    struct view view = fixture_page(fixture, "indicator/B9-01@430000");
    const char *text = fixture_dump(fixture, &view);
    assert_null(strstr(text, "3.21"));
    assert_null(strstr(text, "3.86"));
    assert_string_equal(view.as_of, "as known on 2026-06-19");
    assert_int_equal(view.as_of_role, ROLE_ALERT);
    /* a target is known by its document's day */
    fixture_as_of(fixture, "2025-10-01");
    figure = get(fixture, "G0-01", 430000);
    assert_int_equal(figure.n_targets, 3);
    assert_false(figure.own_target);
    fixture_as_of(fixture, "2025-08-25");
    figure = get(fixture, "G0-01", 430000);
    assert_int_equal(figure.n_targets, 0);
}

static void test_totals_do_not_bind_regions(void **state)
{
    /* the nation's number of agents is nobody else's target; its rate is */
    struct figure figure = get(*state, "A2.2-05", 430000);
    assert_int_equal(figure.n_targets, 0);
    figure = get(*state, "G0-01", 330000);
    assert_int_equal(figure.n_targets, 3);
    assert_int_equal(figure.target->year, 2027);
}

static struct figure core_scale(struct fixture *fixture, int32_t region,
                                const char *const *periods, const double *values,
                                size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct fixture_row row = {"G0-03", region, periods[i], values[i], 'A', 0, 5};
        fixture_put(fixture, row);
    }
    return get(fixture, "G0-03", region);
}

/* Guangdong: 3000 by 2025, 4400 by 2027. Guizhou: 240 by 2025, and nothing after it. */
static void test_past_targets(void **state)
{
    struct fixture *fixture = *state;
    static const char *const years[] = {"2023", "2025", "2026"};
    struct figure figure =
        core_scale(fixture, 440000, years, (const double[]){2500, 2900, 4000}, 3);
    assert_int_equal(figure.target->year, 2027);
    assert_false(figure.past);
    struct figures figures = figures_of(fixture);
    struct figure past = figure_against(&figures, &figure, figure.targets[0]);
    assert_true(past.past);
    /* 4000 a year later does not count: 400 of 500 were done by then */
    assert_int_equal(past.progress.state, PROGRESS_BEHIND);
    assert_true(past.progress.gap == -20.0);
    assert_string_equal(target_year(past.target, past.past, &fixture->page),
                        "2025 past");
    assert_non_null(strstr(figure_detail(&past, LANGUAGE_EN, &fixture->page),
                           "target 2025 past more than 3000 100 M yuan"));
    assert_non_null(strstr(figure_detail(&past, LANGUAGE_EN, &fixture->page),
                           "2025: done 80.0%, schedule 100.0%, Behind -20.0 pts"));
}

static void test_last_target_stays(void **state)
{
    struct fixture *fixture = *state;
    static const char *const years[] = {"2025", "2026"};
    struct figure figure =
        core_scale(fixture, 520000, years, (const double[]){250, 200}, 2);
    assert_non_null(figure.target);
    assert_int_equal(figure.target->year, 2025);
    assert_true(figure.past);
    assert_int_equal(figure.progress.state, PROGRESS_DONE);
    /* Missed is missed, whatever came later and without a baseline. */
    figure = core_scale(fixture, 520000, years, (const double[]){230, 300}, 2);
    assert_int_equal(figure.progress.state, PROGRESS_BEHIND);
    assert_false(figure.progress.computed);
    struct view view = fixture_page(fixture, "region/520000");
    assert_non_null(strstr(fixture_dump(fixture, &view), "2025 past"));
}

static void test_past_target_needs_its_end(void **state)
{
    struct fixture *fixture = *state;
    static const char *const periods[] = {"2023-12", "2025-09", "2026-03"};
    struct figure figure =
        core_scale(fixture, 440000, periods, (const double[]){2500, 2900, 4000}, 3);
    struct figures figures = figures_of(fixture);
    struct figure past = figure_against(&figures, &figure, figure.targets[0]);
    assert_int_equal(past.progress.state, PROGRESS_NOT_COMPUTABLE);
    assert_int_equal(past.progress.reason, REASON_NO_YEAR_END);
}

/* A province's own target takes the place of the nation's of its year, no other. */
static void test_own_targets_by_year(void **state)
{
    struct fixture *fixture = *state;
    struct figure figure = get(fixture, "G0-01", 360000);
    assert_int_equal(figure.n_targets, 3);
    assert_int_equal(figure.target->year, 2027);
    assert_int_equal(figure.target->region, 100000);
    assert_false(figure.own_target);
    assert_int_equal(figure.targets[1]->region, 360000);
    figure = get(fixture, "G0-01", 430000);
    assert_int_equal(figure.target->region, 430000);
    assert_true(figure.own_target);
    /* A count of the nation's standards is nobody else's. */
    assert_int_equal(get(fixture, "B10-03", 430000).n_targets, 0);
}

int main(void)
{
#define FILLED(test)                                                                   \
    cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)
#define EMPTY(test) cmocka_unit_test_setup_teardown(test, fixture_empty, fixture_closed)
    const struct CMUnitTest tests[] = {
        FILLED(test_missing_kinds),
        FILLED(test_zero_is_a_value),
        FILLED(test_bounds_keep_their_sign),
        EMPTY(test_lone_figures_step_up),
        EMPTY(test_published_change_wins),
        EMPTY(test_later_announcement_wins),
        FILLED(test_stored_outranks_catalogue),
        FILLED(test_as_of_hides),
        FILLED(test_totals_do_not_bind_regions),
        FILLED(test_past_targets),
        FILLED(test_last_target_stays),
        FILLED(test_past_target_needs_its_end),
        FILLED(test_own_targets_by_year),
    };
    return cmocka_run_group_tests_name("pages_figure", tests, NULL, NULL);
}
