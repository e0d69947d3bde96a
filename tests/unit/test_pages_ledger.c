/* The ledger: each state and its boundaries, what is shown of which item, an item's
 * history, the four duties. Made-up items of tests/lib/ledger_fixture.c. */
#include "tests/lib/golden.h"
#include "tests/lib/ledger_fixture.h"
#include "tests/lib/sheets.h"
#include "views/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct view_row *row_of(const struct view *view, const char *key)
{
    for (size_t b = 0; b < view->n_blocks; b++)
        for (size_t r = 0; r < view->blocks[b].table.n_rows; r++)
            if (strcmp(view->blocks[b].table.rows[r].key, key) == 0)
                return &view->blocks[b].table.rows[r];
    return NULL;
}

static size_t rows_of(const struct view *view)
{
    return view->blocks[0].table.n_rows;
}

static const char *key_at(const struct view *view, size_t row)
{
    return view->blocks[0].table.rows[row].key;
}

/* Screens and paper in both languages: lines that fit, and what they say. */
static void test_golden(void **state)
{
    (void)state;
    static const struct {
        const char *name, *address, *group, *filter;
        bool then; /* as of 30 June */
    } pages_shown[] = {
        {"ledger", "ledger@430000", "", "", false},
        {"ledger_nation", "ledger@100000", "region", "", false},
        {"ledger_units", "ledger@430000", "unit", "all", false},
        {"ledger_item", "ledger/miit:0031@430000", "", "", false},
        {"ledger_again", "ledger/0039@430000", "", "", false},
        {"ledger_then", "ledger/0031@430000", "", "", true},
        {"ledger_task", "task/A2.2@430000", "", "", false},
    };
    static const struct layout_rules rules[] = {
        {.width = 80, .ambiguous = 2, .plain = true},
        {.width = 72, .ambiguous = 2, .paper = true},
        {.width = 120, .ambiguous = 1},
    };
    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++)
        for (size_t i = 0; i < sizeof pages_shown / sizeof *pages_shown; i++) {
            struct fixture fixture;
            fixture_open(&fixture, (enum language)language);
            fixture_fill(&fixture);
            fixture_fill_ledger(&fixture);
            if (pages_shown[i].then)
                fixture_as_of(&fixture, "2026-06-30");
            fixture.context.options.group = pages_shown[i].group;
            fixture.context.options.filter = pages_shown[i].filter;
            struct view view = fixture_page(&fixture, pages_shown[i].address);
            const char *text = "";
            for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
                struct sheet sheet;
                struct sheet_line head[2];
                layout_head(&view, &rules[k], &fixture.page, head);
                layout_sheet(&view, &rules[k], &fixture.page, &sheet);
                sheet_check(&sheet, &rules[k]);
                text = arena_printf(
                    &fixture.page, "%s-- %d%s\n%s%s", text, rules[k].width,
                    rules[k].paper ? " paper" : "", sheet_text(head, 2, &fixture.page),
                    sheet_text(sheet.lines, sheet.n_lines, &fixture.page));
            }
            golden_check(arena_printf(&fixture.page, "pages/%s.sheet.%s.txt",
                                      pages_shown[i].name,
                                      language == LANGUAGE_ZH ? "zh" : "en"),
                         text);
            fixture_close(&fixture);
        }
}

static void test_order_and_states(void **state)
{
    struct fixture *fixture = *state;
    fixture_fill_ledger(fixture);
    struct view view = fixture_page(fixture, "ledger@430000");
    static const struct {
        const char *key, *state, *days;
    } rows[] = {
        {"miit:0031", "! Overdue", "21"},
        {"0038", "! Overdue", "1"},
        {"0032", ": Due soon", "0"},
        {"0033", ": Due soon", "30"},
        {"0034", ". In time", "31"},
        {"0039", ". In time", "146"},
        {"0041", ". In time", "237"},
        {"0035", ". In time", ""},
        {"closed", "# 2 closed, the last on 2026-10-30; F, then all, lists them", ""},
    };
    assert_int_equal(rows_of(&view), sizeof rows / sizeof *rows);
    for (size_t i = 0; i < rows_of(&view); i++) {
        const struct view_row *row = &view.blocks[0].table.rows[i];
        assert_string_equal(row->key, rows[i].key);
        assert_string_equal(row->cells[0].text, rows[i].state);
        assert_string_equal(row->cells[1].text, rows[i].days);
    }
    assert_non_null(strstr(view.conclusion, "10 items: overdue 2"));
    /* An item that the catalogue cannot place keeps its codes. */
    const struct view_row *odd = row_of(&view, "0041");
    assert_string_equal(odd->cells[3].text, "Z9");
    assert_string_equal(odd->cells[4].text, "439900");
}

static void test_days_are_the_pages(void **state)
{
    struct fixture *fixture = *state;
    fixture_fill_ledger(fixture);
    fixture_as_of(fixture, "2026-06-30");
    struct view view = fixture_page(fixture, "ledger@430000");
    /* Known then: 0031, 0039 and 0040; the other source's 0031 came later. */
    assert_int_equal(rows_of(&view), 3);
    assert_string_equal(key_at(&view, 0), "0031");
    assert_string_equal(row_of(&view, "0031")->cells[1].text, "107");
    fixture->context.rules.due_soon = 107;
    view = fixture_page(fixture, "ledger@430000");
    assert_string_equal(row_of(&view, "0031")->cells[0].text, ": Due soon");
}

static void test_choices(void **state)
{
    struct fixture *fixture = *state;
    fixture_fill_ledger(fixture);
    static const struct {
        const char *filter;
        size_t n;
    } filters[] = {
        {"all", 10},   {"open", 8},   {"overdue", 2},  {"due-soon", 2},
        {"closed", 2}, {"behind", 1}, {"省数据局", 5}, {"nobody", 0},
    };
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        fixture->context.options.filter = filters[i].filter;
        struct view view = fixture_page(fixture, "ledger@430000");
        assert_int_equal(rows_of(&view), filters[i].n);
    }
    fixture->context.options.filter = "overdue";
    fixture->context.options.group = "task";
    struct view view = fixture_page(fixture, "ledger@430000");
    assert_int_equal(rows_of(&view), 4);
    assert_true(view.blocks[0].table.rows[0].head);
    fixture->context.options = (struct view_options){
        .sort = "behind", .at = "", .filter = "open", .group = ""};
    fixture_put_fields(
        fixture, (struct item){.key = "0099", .source = "tail", .receipt = 5}, "region",
        "430000", "task", "B9", "title", "落后最多", "deadline", "2027-12-31",
        "planned", "90", "progress", "10", NULL);
    view = fixture_page(fixture, "ledger@430000");
    assert_string_equal(key_at(&view, 0), "0099");
    assert_string_equal(key_at(&view, 1), "miit:0031");
    assert_string_equal(key_at(&view, 2), "0038");
}

static void test_history(void **state)
{
    struct fixture *fixture = *state;
    fixture_fill_ledger(fixture);
    struct view view = fixture_page(fixture, "ledger/miit:0031@430000");
    const char *text = fixture_dump(fixture, &view);
    assert_non_null(strstr(text, "| 2026-11-05 | Progress | 66% -> 68.7% |"));
    assert_non_null(strstr(text, "| 2026-10-20 | Progress | 62% -> 66% |"));
    assert_non_null(strstr(text, "| 2026-10-20 | Older edition |"));
    assert_non_null(strstr(text, "| 2026-10-15 | Deadline | passed, not closed |  |"));
    assert_non_null(strstr(text, "| 2026-06-20 | Entered |"));
    assert_non_null(strstr(text, "row 14 of its body"));
    /* What never stood is compared with nothing. */
    assert_null(strstr(text, "60%"));
    assert_string_equal(row_of(&view, "task")->address, "task/A2.2@430000");
    assert_string_equal(row_of(&view, "next")->address, "ledger/0038@430000");
    assert_null(row_of(&view, "previous"));
    view = fixture_page(fixture, "ledger/0039@430000");
    text = fixture_dump(fixture, &view);
    assert_non_null(strstr(text, "| 2026-10-20 | Struck out |"));
    assert_non_null(strstr(text, "| 2026-11-05 | Entered again |"));
    /* Nothing that came later is known on an earlier day. */
    fixture_as_of(fixture, "2026-06-30");
    view = fixture_page(fixture, "ledger/0039@430000");
    assert_null(strstr(fixture_dump(fixture, &view), "Struck out"));
}

static void test_ids(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {0};
    struct view view;
    fixture_fill_ledger(fixture);
    /* Two have the key 0031: neither is meant by it alone. 0040 was struck out. */
    static const char *const none[] = {"ledger/0031@430000", "ledger/0040@430000",
                                       "ledger/stats:0031@430000", "ledger/x@430000"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(page_build(&fixture->context, none[i], &view, &error));
        assert_int_equal(error.code, ERROR_VIEW_ITEM);
    }
    fixture_page(fixture, "ledger/stats:0031@330000");
}

static void test_plans(void **state)
{
    (void)state;
    static const struct {
        const char *plan;
        double wanted; /* by 5 November; -1: cannot be said */
    } plans[] = {
        {"2026-03=10;2026-06=25;2026-12=60", 25},
        {"3月：30%，10月：55%，11月：70%", 55},
        {"3月30%\n6月60%", 60},
        {"2026年10月 90", 90},
        {"2026-11=80", -1},
        {"三月完成立项，六月完成招标", -1},
        {"2026-03=10; later", -1},
        {"2026-03=-5", -1},
        {"2026-03=", -1},
        {"", -1},
    };
    int32_t today, start, day = 0;
    assert_true(day_parse("2026-11-05", &today) && day_parse("2026-02-10", &start));
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
        double wanted = -1;
        bool read = ledger_plan_by(plans[i].plan, start, 0, today, &wanted, &day);
        assert_int_equal(read, plans[i].wanted >= 0);
        assert_float_equal(wanted, plans[i].wanted, 0);
    }
    /* A month alone is of no year where the item says none. */
    double wanted;
    assert_false(ledger_plan_by("3月=30", 0, 0, today, &wanted, &day));
}

static void test_nobody_delivers(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "ledger@430000");
    assert_non_null(strstr(view.conclusion, "Not reported"));
    fixture_fill_ledger(fixture);
    view = fixture_page(fixture, "ledger@440000");
    assert_null(strstr(view.conclusion, "Not reported"));
    assert_non_null(strstr(view.conclusion, "nothing about"));
}

static void test_shares(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct register_counts counts = {.total = 52, .states = {31, 5, 3, 13}};
    assert_string_equal(ledger_counts_text(&counts, true, &arena),
                        "overdue 3 (5.8%), due soon 5 (9.6%), in time 31 (59.6%), "
                        "closed 13 (25.0%)");
    arena_release(&arena);
}

static void test_duties(void **state)
{
    struct fixture *fixture = *state;
    const struct region *hunan = catalog_region(&fixture->catalog, 430000);
    const struct region *zhejiang = catalog_region(&fixture->catalog, 330000);
    const struct region *tibet = catalog_region(&fixture->catalog, 540000);
    struct duty_registers registers;
    struct duty duties[DUTIES];
    struct error error;
    assert_true(duty_registers_read(&fixture->context, hunan, &fixture->page,
                                    &registers, &error));
    duties_of(&fixture->context, &registers, tibet, duties);
    assert_int_equal(duties[0].state, DUTY_UNKNOWN);
    assert_int_equal(duties[3].state, DUTY_UNKNOWN);
    fixture_fill_ledger(fixture);
    static const char *const days[] = {"2026-05-05", "2026-05-06", "2026-11-06"};
    for (size_t i = 0; i < 3; i++)
        fixture_put_fields(
            fixture,
            (struct item){.kind = ITEM_PUBLICITY,
                          .key = arena_printf(&fixture->arena, "p%zu", i),
                          .source = "miit",
                          .receipt = 5},
            "region", "430100", "task", "C4", "title", "宣传", "date", days[i], NULL);
    const struct region *nation = catalog_region(&fixture->catalog, REGION_NATION);
    assert_true(duty_registers_read(&fixture->context, nation, &fixture->page,
                                    &registers, &error));
    duties_of(&fixture->context, &registers, hunan, duties);
    assert_int_equal(duties[0].state, DUTY_IN_TIME);
    assert_int_equal(duties[1].state, DUTY_CLOSED);
    assert_int_equal(duties[2].state, DUTY_UNKNOWN);
    /* Of the last six months: not the first, and not what is to come. */
    assert_int_equal(duties[3].state, DUTY_PRESENT);
    assert_int_equal(duties[3].n, 1);
    duties_of(&fixture->context, &registers, zhejiang, duties);
    assert_int_equal(duties[0].state, DUTY_NONE);
    assert_int_equal(duties[3].state, DUTY_NONE);
}

static void test_duty_pages(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "task/C3@430000");
    assert_non_null(strstr(view.conclusion, "no source delivers its register"));
    fixture_fill_ledger(fixture);
    view = fixture_page(fixture, "task/C1@430000");
    assert_non_null(strstr(view.conclusion, "in time; items: 1"));
    view = fixture_page(fixture, "task/C1@330000");
    assert_non_null(strstr(view.conclusion, "nothing in its register"));
    view = fixture_page(fixture, "task/C2@430000");
    assert_non_null(strstr(view.conclusion, "plan issued"));
}

static void test_find(void **state)
{
    struct fixture *fixture = *state;
    fixture_fill_ledger(fixture);
    struct view view = fixture_page(fixture, "find/无处安放");
    assert_int_equal(rows_of(&view), 1);
    assert_string_equal(view.blocks[0].table.rows[0].address, "ledger/0041@100000");
    view = fixture_page(fixture, "find/入库 412");
    assert_string_equal(view.blocks[0].table.rows[0].address,
                        "ledger/miit:0031@430000");
    fixture_page(fixture, "ledger/0041@100000");
}

#define PAGE(test) cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        PAGE(test_order_and_states),
        PAGE(test_days_are_the_pages),
        PAGE(test_choices),
        PAGE(test_history),
        PAGE(test_ids),
        cmocka_unit_test(test_plans),
        PAGE(test_nobody_delivers),
        PAGE(test_shares),
        PAGE(test_duties),
        PAGE(test_duty_pages),
        PAGE(test_find),
    };
    return cmocka_run_group_tests_name("pages_ledger", tests, NULL, NULL);
}
