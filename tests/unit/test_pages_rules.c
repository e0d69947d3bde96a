/* What every page promises: it can be built for every id, answers in one short
 * sentence, shows no number without a source, says demo data and failing sources. */
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

static void check_conclusion(struct fixture *fixture, const char *address)
{
    struct view view = fixture_page(fixture, address);
    int width = text_width(view.conclusion, 1);
    if (width == 0 || width > 66)
        fail_msg("%s: \"%s\" takes %d cells", address, view.conclusion, width);
    assert_string_equal(view.address, address);
    assert_string_equal(view.steps[view.n_steps - 1].address, address);
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
    check_conclusion(fixture, "task@100000");
    check_conclusion(fixture, "task@430000");
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

static void test_every_page_chinese(void **state)
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
    fixture->context.options.group = "list";
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
    /* What fails says more than what is late; the note says that it is late. */
    assert_non_null(strstr(view.collected, "failing: "));
    assert_string_equal(view.collected_brief[0], "1 failing  11-05 06:15");
    assert_string_equal(view.collected_brief[1], "1 failing");
    assert_int_equal(view.collected_role, ROLE_BAD);
    assert_true(view.wrong);
    assert_string_equal(view.marks[1].text, "offline");
    const char *text = fixture_dump(fixture, &view);
    assert_non_null(strstr(text, "Sources that fail: 1."));
    assert_non_null(strstr(text, "统计局季报 has failed since 10-29 06:15; 1 values"));
}

/* What an error quotes may come from a feed: no escape sequence reaches a page. */
static void test_errors_are_clean(void **state)
{
    struct fixture *fixture = *state;
    error_set(&fixture->context.data.problem, ERROR_VIEW_TASK, "\033]0;x\a");
    struct view view = fixture_page(fixture, "overview@100000");
    const char *text = fixture_dump(fixture, &view);
    assert_null(strchr(text, '\033'));
    assert_non_null(strstr(text, "<U+001B>]0;x"));
    assert_true(view.wrong);
}

static void test_ranking_and_laggards(void **state)
{
    struct fixture *fixture = *state;
    fixture->context.options.group = "list";
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
    assert_int_equal(ranked, 29);
    assert_string_equal(table->rows[33].cells[8].text, "/ Not applicable");
}

static const struct view_matrix *matrix_of(const struct view *view)
{
    for (size_t i = 0; i < view->n_blocks; i++)
        if (view->blocks[i].kind == BLOCK_MATRIX)
            return &view->blocks[i].matrix;
    return NULL;
}

/* Two years on "11-05 06:15" would pass for last week. */
static void test_other_years_are_said(void **state)
{
    struct fixture *fixture = *state;
    fixture->context.now += (int64_t)730 * 86400;
    fixture->context.data.oldest_due = fixture->context.data.published + 3600;
    struct view view = fixture_page(fixture, "overview@430000");
    assert_non_null(strstr(view.collected, "  2026-11-05"));
    const char *text = fixture_dump(fixture, &view);
    assert_non_null(strstr(text, "collected 2026-11-05, the next was due 2026-11-05"));
    assert_non_null(strstr(text, "has failed since 2026-10-29"));
    view = fixture_page(fixture, "sources");
    assert_null(strstr(fixture_dump(fixture, &view), " 10-29 06:15"));
}

static size_t times_said(const char *text, const char *words)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
        n++;
    return n;
}

static void test_reason_is_said_once(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "indicator/B9-02@430000");
    assert_int_equal(times_said(fixture_dump(fixture, &view), "would come from"), 1);
    fixture_as_of(fixture, "2020-01-01");
    view = fixture_page(fixture, "indicator/B9-02@430000");
    assert_non_null(strstr(view.detail, "no delivery had come by then"));
}

/* What does not apply to a region is not lacking there; what is suppressed is. */
static void test_not_applicable_is_not_lacking(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "coordination");
    const struct view_matrix *matrix = matrix_of(&view);
    size_t column = 0;
    while (!strstr(matrix->columns[column].address, "task/B9@"))
        column++;
    static const char *const rows[][2] = {{"320000", "/"}, {"310000", "NR"}};
    for (size_t i = 0; i < 2; i++) {
        size_t r = 0;
        while (strcmp(matrix->rows[r].key, rows[i][0]) != 0)
            r++;
        const struct view_matrix_cell *cell = &matrix->rows[r].cells[column];
        assert_string_equal(cell->symbol, rows[i][1]);
        assert_int_equal(cell->exception, i == 1);
    }
}

/* Nothing behind is not the same as nothing judged. */
static void test_rows_say_what_was_judged(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "coordination");
    const struct view_matrix *matrix = matrix_of(&view);
    for (size_t r = 0; r < matrix->n_rows; r++) {
        const struct view_matrix_row *row = &matrix->rows[r];
        bool hunan = strcmp(row->key, "430000") == 0;
        assert_string_equal(row->judged, hunan ? "judged 1/25" : "judged 0/25");
        assert_non_null(strstr(row->detail, hunan ? "1 of 25 tasks can be judged"
                                                  : "none of 25 tasks can be judged"));
        if (!hunan)
            assert_string_not_equal(row->quiet, "none of them behind");
    }
    view = fixture_page(fixture, "coordination@430000");
    assert_non_null(strstr(view.conclusion, "Nothing"));
}

/* Where names have no room, no two rows may look the same. */
static void test_brief_names_differ(void **state)
{
    struct fixture *fixture = *state;
    const struct catalog *catalog = &fixture->catalog;
    for (size_t i = 0; i < 2 * catalog->n_regions; i++) {
        const struct region *region = &catalog->regions[i % catalog->n_regions];
        if (region->level > 2 || region->valid_to)
            continue;
        fixture->context.language = i < catalog->n_regions ? LANGUAGE_EN : LANGUAGE_ZH;
        char address[32];
        snprintf(address, sizeof address, "coordination@%06d", (int)region->code);
        struct view view = fixture_page(fixture, address);
        const struct view_matrix *matrix = matrix_of(&view);
        for (size_t r = 0; matrix && r < matrix->n_rows; r++) {
            const char *brief = matrix->rows[r].brief;
            assert_in_range(text_width(brief, 1), 2, i < catalog->n_regions ? 4 : 6);
            for (size_t other = 0; other < r; other++)
                if (strcmp(brief, matrix->rows[other].brief) == 0)
                    fail_msg("%s: %s twice", address, brief);
        }
        arena_release(&fixture->page);
    }
}

static void test_regions_outside(void **state)
{
    struct fixture *fixture = *state;
    static const char *const addresses[] = {"overview@810000", "region/810000",
                                            "task@820000", "task/A2@710000",
                                            "task/B9@810000"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct view view = fixture_page(fixture, addresses[i]);
        assert_non_null(strstr(view.conclusion, "Not applicable"));
        assert_null(strstr(fixture_dump(fixture, &view), "Not computable"));
    }
}

static void test_former_regions(void **state)
{
    struct fixture *fixture = *state;
    static const char *const addresses[] = {"overview@500105", "region/500105",
                                            "task/B9@500105", "indicator/G0-01@500105"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct view view = fixture_page(fixture, addresses[i]);
        assert_non_null(strstr(fixture_dump(fixture, &view), "(until 2026)"));
    }
}

/* "on track 0" says nothing where none could be judged; and of a day before the
 * document there are no own targets. */
static void test_own_targets_counted(void **state)
{
    struct fixture *fixture = *state;
    assert_non_null(strstr(fixture_page(fixture, "region/430000").conclusion,
                           "own targets: 8, judged 4, on track 3"));
    fixture_as_of(fixture, "2025-06-30");
    assert_non_null(
        strstr(fixture_page(fixture, "region/430000").conclusion, "no own target"));
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
    fixture->n_series = fixture->n_regions = 0;
    fixture_page(fixture, "coordination@100000");
    /* A row's series in one go; whole ones only where a row's last years say too
     * little: of the 31 rows five indicators are reported. */
    assert_int_equal(fixture->n_regions, 31);
    assert_true(fixture->n_series < 31 * 5);
}

int main(void)
{
#define FILLED(test)                                                                   \
    cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)
#define EMPTY(test) cmocka_unit_test_setup_teardown(test, fixture_empty, fixture_closed)
    const struct CMUnitTest tests[] = {
        FILLED(test_every_page_filled),
        EMPTY(test_every_page_empty),
        cmocka_unit_test_setup_teardown(test_every_page_chinese, fixture_chinese,
                                        fixture_closed),
        EMPTY(test_clauses_word_for_word),
        EMPTY(test_no_number_without_a_source),
        FILLED(test_demo_is_always_marked),
        FILLED(test_overdue_and_failing_are_said),
        EMPTY(test_errors_are_clean),
        FILLED(test_ranking_and_laggards),
        FILLED(test_rows_say_what_was_judged),
        FILLED(test_reason_is_said_once),
        FILLED(test_other_years_are_said),
        FILLED(test_brief_names_differ),
        FILLED(test_regions_outside),
        FILLED(test_former_regions),
        FILLED(test_own_targets_counted),
        FILLED(test_unknown_ids),
        FILLED(test_links_open),
        FILLED(test_going_up_ends),
        FILLED(test_not_applicable_is_not_lacking),
        FILLED(test_matrix_asks_little),
    };
    return cmocka_run_group_tests_name("pages_rules", tests, NULL, NULL);
}
