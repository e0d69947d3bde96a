/* The overview's last rows: what is late, what is due soon, what came last; none of
 * them pushes another out, and all three stand on a screen of 24 lines. */
#include "tests/lib/ledger_fixture.h"
#include "tests/lib/sheets.h"
#include "views/overview_last.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { BODY_LINES = 20 }; /* of 24: two at the top, two at the bottom */

static void test_rows_are_dealt_out(void **state)
{
    (void)state;
    static const size_t cases[][2][3] = {
        {{0, 0, 0}, {0, 0, 0}}, {{9, 9, 1}, {1, 1, 1}}, {{9, 0, 1}, {2, 0, 1}},
        {{9, 0, 0}, {3, 0, 0}}, {{0, 9, 1}, {0, 2, 1}}, {{1, 9, 0}, {1, 2, 0}},
        {{1, 0, 1}, {1, 0, 1}}, {{0, 0, 9}, {0, 0, 3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n[3];
        memcpy(n, cases[i][0], sizeof n);
        last_deal(LAST_ROWS, &n[0], &n[1], &n[2]);
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(n[k], cases[i][1][k]);
    }
}

/* The line of the item of that address's beginning; -1 = none. */
static int line_of(const struct sheet *sheet, const char *key, const char *address)
{
    for (size_t i = 0; i < sheet->n_items; i++)
        if (strncmp(sheet->items[i].key, key, strlen(key)) == 0 &&
            strncmp(sheet->items[i].address, address, strlen(address)) == 0)
            return (int)sheet->items[i].line;
    return -1;
}

static void check_screen(struct fixture *fixture, const char *late, const char *soon,
                         const char *changed, const char *overdue)
{
    fixture_fill_ledger(fixture);
    struct view view = fixture_page(fixture, "overview@430000");
    const struct layout_rules rules = {.width = 80, .ambiguous = 1, .plain = true};
    struct sheet sheet;
    layout_sheet(&view, &rules, &fixture->page, &sheet);
    sheet_check(&sheet, &rules);
    const char *text = sheet_text(sheet.lines, BODY_LINES, &fixture->page);
    assert_non_null(strstr(text, late));
    assert_non_null(strstr(text, soon));
    assert_non_null(strstr(text, changed));
    int first = line_of(&sheet, "ledger/", "ledger/");
    int last = line_of(&sheet, "changed", "indicator/");
    assert_true(first >= 0 && last == first + LAST_ROWS - 1 && last < BODY_LINES);
    assert_non_null(strstr(view.conclusion, overdue));
    assert_true(text_width(view.conclusion, 1) <= CONCLUSION_CELLS);
}

static void test_screen(void **state)
{
    check_screen(*state, "Overdue", "Due soon", "Changed", "2 overdue");
}

static void test_screen_in_chinese(void **state)
{
    check_screen(*state, "逾期", "临期", "变化", "台账逾期2项");
}

/* A value that was there before the day from which changes are told is no change. */
static void test_old_values_are_no_change(void **state)
{
    struct fixture *fixture = *state;
    fixture_since(fixture, "2026-01-01");
    struct view view = fixture_page(fixture, "overview@430000");
    assert_non_null(strstr(fixture_dump(fixture, &view), "{changed}"));
    fixture->context.since = page_day(&fixture->context);
    view = fixture_page(fixture, "overview@430000");
    assert_null(strstr(fixture_dump(fixture, &view), "{changed}"));
}

/* Paper lists every open item that is overdue or due soon. */
static void test_paper_has_all(void **state)
{
    struct fixture *fixture = *state;
    fixture_fill_ledger(fixture);
    struct register_list list;
    struct error error;
    const struct region *hunan = catalog_region(&fixture->catalog, 430000);
    assert_true(register_read(&fixture->context, ITEM_LEDGER, hunan, &fixture->page,
                              &list, &error));
    struct register_counts counts = register_count(&list);
    int wanted = counts.states[DEADLINE_OVERDUE] + counts.states[DEADLINE_DUE_SOON];
    assert_true(wanted > LAST_ROWS);
    fixture->context.paper = true;
    struct view view = fixture_page(fixture, "overview@430000");
    int found = 0;
    for (size_t b = 0; b < view.n_blocks; b++)
        for (size_t r = 0; r < view.blocks[b].table.n_rows; r++)
            found += strncmp(view.blocks[b].table.rows[r].address, "ledger/", 7) == 0;
    assert_int_equal(found, wanted);
}

/* ---- what changed on the period before ---- */

static void deliver(struct fixture *fixture, const char *period, double value)
{
    struct fixture_row row = {"G0-01", 430000, period, value, 'A', 0, 5};
    fixture_put(fixture, row);
}

/* The last cell of the table's row: the change of behind. */
static const char *change_of(const struct view *view, const char *key)
{
    for (size_t b = 0; b < view->n_blocks; b++) {
        const struct view_table *table = &view->blocks[b].table;
        for (size_t r = 0; r < table->n_rows; r++)
            if (strcmp(table->rows[r].key, key) == 0)
                return table->rows[r].cells[table->n_columns - 1].text;
    }
    fail_msg("no row %s", key);
    return "";
}

/* B9 came back on schedule in its last quarter, whatever the goal does. */
static void check_change(struct fixture *fixture, const char *goal, const char *total,
                         const char *said)
{
    struct view view = fixture_page(fixture, "overview@430000");
    assert_string_equal(change_of(&view, "G0"), goal);
    assert_string_equal(change_of(&view, "B9"), "-1");
    assert_string_equal(change_of(&view, "A1"), "");
    assert_string_equal(change_of(&view, "total"), total);
    assert_non_null(strstr(view.conclusion, said));
}

static void test_change_on_the_period_before(void **state)
{
    struct fixture *fixture = *state;
    check_change(fixture, "", "-1", "0 behind, down 1.");
    deliver(fixture, "2026-10", 45);
    check_change(fixture, "+1", "", "1 behind (50.0%)");
    deliver(fixture, "2026-09", 45); /* behind in both */
    check_change(fixture, "", "-1", "1 behind, down 1.");
    deliver(fixture, "2026-10", 62.8);
    check_change(fixture, "-1", "-2", "0 behind, down 2.");
}

static void test_change_in_chinese(void **state)
{
    struct fixture *fixture = *state;
    check_change(fixture, "", "-1", "欠进度0项，比上期少1项。");
    fixture_put(fixture,
                (struct fixture_row){"B9-01", 430000, "2026-Q2", 3.8, 'A', 0, 5});
    fixture_put(fixture,
                (struct fixture_row){"B9-01", 430000, "2026-Q3", 3.4, 'A', 0, 5});
    struct view view = fixture_page(fixture, "overview@430000");
    assert_string_equal(change_of(&view, "total"), "+1");
    assert_non_null(strstr(view.conclusion, "欠进度1项，比上期多1项。"));
}

/* What cannot be compared has not changed. */
static void test_no_change_after_a_gap(void **state)
{
    struct fixture *fixture = *state;
    deliver(fixture, "2026-12", 45);
    struct view view = fixture_page(fixture, "overview@430000");
    assert_string_equal(change_of(&view, "G0"), "");
}

/* ---- what a wide screen adds ---- */

static const char *drawn(struct fixture *fixture, int width, bool paper)
{
    fixture->context.paper = paper;
    struct view view = fixture_page(fixture, "overview@430000");
    const struct layout_rules rules = {
        .width = width, .ambiguous = 1, .plain = true, .paper = paper};
    struct sheet sheet;
    layout_sheet(&view, &rules, &fixture->page, &sheet);
    sheet_check(&sheet, &rules);
    return sheet_text(sheet.lines, sheet.n_lines, &fixture->page);
}

/* Each indicator is a glyph where there is room, never at the price of the two tables
 * beside each other; paper draws none. */
static void test_width(void **state)
{
    struct fixture *fixture = *state;
    const char *wide = drawn(fixture, 120, false), *narrow = drawn(fixture, 80, false);
    assert_non_null(strstr(wide, "+_____"));
    assert_non_null(strstr(wide, ".____"));
    assert_null(strstr(narrow, ".____"));
    assert_null(strstr(drawn(fixture, 120, true), ".____"));
    const char *const texts[] = {wide, narrow};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *first = strstr(texts[i], "A1 "), *end = strchr(first, '\n');
        const char *beside = strstr(first, "B7 ");
        assert_true(beside && beside < end);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_are_dealt_out),
        cmocka_unit_test_setup_teardown(test_screen, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_screen_in_chinese, fixture_chinese,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_old_values_are_no_change, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_change_on_the_period_before,
                                        fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_change_in_chinese, fixture_chinese,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_no_change_after_a_gap, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_width, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_paper_has_all, fixture_filled,
                                        fixture_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
