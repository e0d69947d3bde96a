/* What every page promises: no number without a source, bounds keep their sign, a
 * missing number has a name, --as-of hides what was not known. */
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

static int open_filled(void **state)
{
    static struct fixture fixture;
    fixture_open(&fixture, LANGUAGE_EN);
    fixture_fill(&fixture);
    *state = &fixture;
    return 0;
}

static int open_empty(void **state)
{
    static struct fixture fixture;
    fixture_open(&fixture, LANGUAGE_EN);
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    fixture_close(*state);
    return 0;
}

static struct figure get(struct fixture *fixture, const char *indicator, int32_t region)
{
    struct figures figures;
    struct figure figure;
    struct error error = {0};
    assert_true(figures_open(&figures, &fixture->context, &error));
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
        assert_non_null(strstr(value_cell(&figure, &fixture->page),
                               missing_rows[cases[i].missing].word));
    }
}

static void test_zero_is_a_value(void **state)
{
    struct figure figure = get(*state, "B9-01", 340000);
    assert_non_null(figure.latest);
    assert_int_equal(figure.missing, MISSING_NONE);
    assert_string_equal(value_cell(&figure, &((struct fixture *)*state)->page),
                        "0.00  ");
}

static void test_bounds_keep_their_sign(void **state)
{
    struct fixture *fixture = *state;
    struct figure figure = get(fixture, "B9-01", 440000);
    struct arena *arena = &fixture->page;
    assert_int_equal(figure.n_points, 2);
    assert_string_equal(value_cell(&figure, arena), ">=55  ");
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
    assert_string_equal(value_cell(&retail, arena), "159722  ");
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

/* ---- pages ---- */

static void check_conclusion(struct fixture *fixture, const char *address)
{
    struct view view = fixture_page(fixture, address);
    int width = text_width(view.conclusion, 1);
    if (width == 0 || width > 66)
        fail_msg("%s: \"%s\" takes %d cells", address, view.conclusion, width);
    assert_int_equal(strcmp(view.address, address), 0);
    assert_string_equal(view.steps[view.n_steps - 1].address,
                        strcmp(address, "overview@100000") ? address : view.address);
    arena_release(&fixture->page);
}

static void every_page(struct fixture *fixture)
{
    const struct catalog *catalog = &fixture->catalog;
    char address[96];
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        snprintf(address, sizeof address, "task/%s@430000", catalog->tasks[i].code);
        check_conclusion(fixture, address);
        snprintf(address, sizeof address, "task/%s@100000", catalog->tasks[i].code);
        check_conclusion(fixture, address);
    }
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const char *code = catalog->indicators[i].code;
        snprintf(address, sizeof address, "indicator/%s@100000", code);
        check_conclusion(fixture, address);
        snprintf(address, sizeof address, "indicator/%s@430000", code);
        check_conclusion(fixture, address);
    }
    size_t n = 0;
    for (size_t i = 0; i < catalog->n_regions; i++) {
        const struct region *region = &catalog->regions[i];
        if (region->level > 1 && n++ % 100 != 0)
            continue; /* every province, some of the others */
        snprintf(address, sizeof address, "region/%06d", (int)region->code);
        check_conclusion(fixture, address);
        snprintf(address, sizeof address, "overview@%06d", (int)region->code);
        check_conclusion(fixture, address);
        snprintf(address, sizeof address, "coordination@%06d", (int)region->code);
        check_conclusion(fixture, address);
        snprintf(address, sizeof address, "region/B9-01@%06d", (int)region->code);
        check_conclusion(fixture, address);
    }
}

static void test_every_page_filled(void **state)
{
    every_page(*state);
}

static void test_every_page_empty(void **state)
{
    every_page(*state);
}

static void test_clauses_word_for_word(void **state)
{
    struct fixture *fixture = *state;
    const struct catalog *catalog = &fixture->catalog;
    size_t found = 0;
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        const struct task *task = &catalog->tasks[i];
        char address[64];
        snprintf(address, sizeof address, "task/%s@430000", task->code);
        struct view view = fixture_page(fixture, address);
        const char *clause = catalog_task_text(catalog, task);
        assert_true(strlen(clause) > 10);
        bool whole = false;
        for (size_t b = 0; b < view.n_blocks; b++)
            whole |=
                view.blocks[b].verbatim && strcmp(view.blocks[b].text, clause) == 0;
        if (!whole)
            fail_msg("%s: its clause is not on the page", task->code);
        found += task->kind != TASK_ACTION;
    }
    assert_int_equal(found, 25 + 1 + 4);
}

/* On a region's pages, without a cache, no digit may stand in a value's column. */
static void test_no_number_without_a_source(void **state)
{
    struct fixture *fixture = *state;
    const struct catalog *catalog = &fixture->catalog;
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const char *code = catalog->indicators[i].code;
        char address[64];
        snprintf(address, sizeof address, "indicator/%s@430000", code);
        struct view view = fixture_page(fixture, address);
        for (size_t b = 0; b < view.n_blocks; b++) {
            assert_int_not_equal(view.blocks[b].kind, BLOCK_CHART);
            const struct view_table *table = &view.blocks[b].table;
            if (table->n_columns > 1 && strcmp(table->columns[1].head, "Value") == 0)
                assert_int_equal(table->n_rows, 0);
        }
        arena_release(&fixture->page);
    }
    struct view list = fixture_page(fixture, "region/100000");
    const struct view_table *table = &list.blocks[1].table;
    assert_int_equal(table->n_rows, 34);
    for (size_t r = 0; r < table->n_rows; r++)
        assert_int_equal(strcspn(table->rows[r].cells[2].text, "0123456789"),
                         strlen(table->rows[r].cells[2].text));
    assert_string_equal(list.collected, "built-in catalogue");
    assert_string_equal(list.marks[0].text, "published figures");
}

static void test_demo_is_always_marked(void **state)
{
    struct fixture *fixture = *state;
    static const char *const addresses[] = {
        "overview@100000", "region/100000",         "region/430000",
        "task@430000",     "task/A2.2@430000",      "coordination@100000",
        "task/C1@100000",  "indicator/G0-05@100000"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct view view = fixture_page(fixture, addresses[i]);
        assert_true(view.n_marks > 0);
        assert_string_equal(view.marks[0].text, "DEMO DATA");
    }
}

static void test_overdue_and_failing_are_said(void **state)
{
    struct fixture *fixture = *state;
    fixture->context.data.oldest_due = fixture->context.now - 1;
    fixture->context.data.offline = true;
    struct view view = fixture_page(fixture, "overview@430000");
    assert_string_equal(view.collected, "data overdue");
    assert_int_equal(view.collected_role, ROLE_WARN);
    assert_true(view.wrong);
    assert_string_equal(view.marks[1].text, "offline");
    const char *text = fixture_dump(fixture, &view);
    assert_non_null(strstr(text, "Sources that fail: 1."));
    assert_non_null(strstr(text, "统计局季报 has failed since 10-29 06:15; 1 values"));
}

static void test_ranking_and_laggards(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "region/100000");
    const struct view_table *table = &view.blocks[1].table;
    assert_int_equal(table->n_rows, 34);
    double last = -1000;
    size_t ranked = 0;
    for (size_t r = 0; r < table->n_rows; r++) {
        const struct view_cell *cells = table->rows[r].cells;
        if (!cells[7].text[0])
            continue;
        assert_int_equal(r, ranked++); /* those with a gap come first */
        double gap = strtod(cells[7].text, NULL);
        assert_true(gap >= last);
        last = gap;
    }
    assert_int_equal(ranked, 28);
    assert_string_equal(table->rows[33].cells[8].text, "/ Not applicable");
}

static void test_unknown_ids(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const struct page *page;
        const char *id;
        int32_t region;
        enum error_code code;
    } cases[] = {
        {&page_task, "A9.9", 0, ERROR_VIEW_TASK},
        {&page_indicator, "B9-99", 0, ERROR_VIEW_INDICATOR},
        {&page_indicator, "", 0, ERROR_VIEW_INDICATOR},
        {&page_indicator, "B9-01", 999999, ERROR_VIEW_REGION},
        {&page_region, "999999", 0, ERROR_VIEW_REGION},
        {&page_region, "X1-01", 0, ERROR_VIEW_INDICATOR},
        {&page_overview, "", 123456, ERROR_VIEW_REGION},
        {&page_coordination, "", 123456, ERROR_VIEW_REGION},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address address = {.page = cases[i].page, .region = cases[i].region};
        snprintf(address.id, sizeof address.id, "%s", cases[i].id);
        struct view view = {.address = "untouched"};
        struct error error = {0};
        assert_false(cases[i].page->build(&fixture->context, &address, &view, &error));
        assert_int_equal(error.code, cases[i].code);
        assert_string_equal(view.address, "untouched");
    }
}

static void test_links_open(void **state)
{
    struct fixture *fixture = *state;
    static const char *const addresses[] = {
        "overview@430000", "region/100000",       "region/430000",
        "task@100000",     "task/A2@430000",      "task/A2.2@430000",
        "task/C3@100000",  "coordination@430000", "indicator/B9-01@430000"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct view view = fixture_page(fixture, addresses[i]);
        for (size_t s = 0; s < view.n_steps; s++)
            if (view.steps[s].address[0])
                fixture_page(fixture, view.steps[s].address);
        for (size_t b = 0; b < view.n_blocks; b++) {
            const struct view_table *table = &view.blocks[b].table;
            for (size_t r = 0; r < table->n_rows; r++)
                if (table->rows[r].address[0])
                    fixture_page(fixture, table->rows[r].address);
        }
    }
}

static void test_going_up_ends(void **state)
{
    struct fixture *fixture = *state;
    static const char *const addresses[] = {"indicator/B9-01@430102",
                                            "task/A2.2@430000", "coordination@430000",
                                            "region/B9-01@100000", "region/430102"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        const char *address = addresses[i];
        int steps = 0;
        while (address[0]) {
            struct view view = fixture_page(fixture, address);
            address = view_up(&view);
            assert_true(++steps < 10);
        }
    }
}

static void test_matrix_asks_little(void **state)
{
    struct fixture *fixture = *state;
    fixture->n_series = 0;
    fixture_page(fixture, "coordination@100000");
    /* who reports: at most 34 for each of 111; then 31 for each that is reported */
    assert_true(fixture->n_series < 34 * 111 + 31 * 10);
}

int main(void)
{
#define FILLED(test) cmocka_unit_test_setup_teardown(test, open_filled, close_fixture)
#define EMPTY(test) cmocka_unit_test_setup_teardown(test, open_empty, close_fixture)
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
        FILLED(test_every_page_filled),
        EMPTY(test_every_page_empty),
        EMPTY(test_clauses_word_for_word),
        EMPTY(test_no_number_without_a_source),
        FILLED(test_demo_is_always_marked),
        FILLED(test_overdue_and_failing_are_said),
        FILLED(test_ranking_and_laggards),
        FILLED(test_unknown_ids),
        FILLED(test_links_open),
        FILLED(test_going_up_ends),
        FILLED(test_matrix_asks_little),
    };
    return cmocka_run_group_tests_name("pages_rules", tests, NULL, NULL);
}
