/* Cases and publicity: months and their edges, the last six months, days of the past,
 * codes that the catalogue does not know, keys that two sources share, long texts, many
 * items, filters, sorts and groups. */
#include "core/text.h"
#include "tests/lib/examples_fixture.h"
#include "tests/lib/pages_fixture.h"
#include "views/frame.h"
#include "views/layout.h"
#include "views/register.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* The page's tables from the first, by number. */
static const struct view_table *table_of(const struct view *view, size_t number)
{
    for (size_t i = 0; i < view->n_blocks; i++)
        if (view->blocks[i].kind == BLOCK_TABLE && number-- == 0)
            return &view->blocks[i].table;
    fail_msg("no such table");
    return NULL;
}

static const char *text_under(const struct view *view, const char *label)
{
    for (size_t i = 0; i < view->n_blocks; i++)
        if (view->blocks[i].kind == BLOCK_TEXT &&
            strcmp(view->blocks[i].label, label) == 0)
            return view->blocks[i].text;
    return "";
}

static const struct view_row *row_of(const struct view_table *table, const char *key)
{
    for (size_t i = 0; i < table->n_rows; i++)
        if (strcmp(table->rows[i].key, key) == 0)
            return &table->rows[i];
    fail_msg("no row \"%s\"", key);
    return NULL;
}

static void put_publicity(struct fixture *fixture, const char *id, const char *task,
                          const char *date, const char *level)
{
    fixture_put_example(fixture,
                        (struct example){ITEM_PUBLICITY, id, "430000", task, id,
                                         "省数据局", level, date, "published"},
                        2);
}

static const char *counts_of(struct fixture *fixture, const struct view_table *table,
                             const char *month)
{
    const struct view_cell *cells = row_of(table, month)->cells;
    return arena_printf(&fixture->page, "%s %s+%s+%s %s", cells[1].text, cells[2].text,
                        cells[3].text, cells[4].text, cells[5].text);
}

static void test_months(void **state)
{
    struct fixture *fixture = *state;
    put_publicity(fixture, "a", "A2.2", "2026-05-31", "national");
    put_publicity(fixture, "b", "A2.2", "2026-06-01", "national");
    put_publicity(fixture, "c", "A2.2", "2026-09-30", "provincial");
    put_publicity(fixture, "d", "A2.2", "2026-10-01", "provincial");
    put_publicity(fixture, "e", "A2.2", "2026-10-31", "county");
    put_publicity(fixture, "f", "A2.2", "2026-11-05", "");
    put_publicity(fixture, "g", "A2.2", "2026-11-06", "national");
    put_publicity(fixture, "h", "A2.2", "", "national");
    struct view view = fixture_page(fixture, "publicity@430000");
    const struct view_table *months = table_of(&view, 0);
    assert_int_equal(months->n_rows, 6);
    assert_string_equal(months->rows[0].key, "2026-11");
    assert_string_equal(months->rows[5].key, "2026-06");
    assert_string_equal(counts_of(fixture, months, "2026-11"), "1 0+0+0 #");
    assert_string_equal(counts_of(fixture, months, "2026-10"), "2 0+1+1 ##");
    assert_string_equal(counts_of(fixture, months, "2026-09"), "1 0+1+0 #");
    assert_string_equal(counts_of(fixture, months, "2026-08"), "0 0+0+0 ");
    assert_string_equal(counts_of(fixture, months, "2026-06"), "1 1+0+0 #");
    assert_string_equal(months->rows[0].cells[0].text, "2026-11*");
    assert_string_equal(months->rows[1].cells[0].text, "2026-10");
    assert_non_null(strstr(view.conclusion, "2026-10: 2 made known (1 more)"));
    /* A day to come is planned; one without a day is last. */
    const struct view_table *list = table_of(&view, 1);
    assert_string_equal(list->rows[0].cells[5].text, "(planned) g");
    assert_string_equal(list->rows[1].cells[5].text, "f");
    assert_string_equal(list->rows[7].cells[5].text, "h");
    assert_string_equal(list->rows[7].cells[0].text, "");
}

/* On its last day a month is over. */
static void test_month_over(void **state)
{
    struct fixture *fixture = *state;
    put_publicity(fixture, "a", "A2.2", "2026-09-30", "national");
    put_publicity(fixture, "b", "A2.2", "2026-10-31", "national");
    put_publicity(fixture, "c", "A2.2", "2026-11-01", "national");
    fixture_as_of(fixture, "2026-10-31");
    struct view view = fixture_page(fixture, "publicity@430000");
    const struct view_table *months = table_of(&view, 0);
    assert_string_equal(months->rows[0].cells[0].text, "2026-10");
    assert_string_equal(counts_of(fixture, months, "2026-10"), "1 1+0+0 #");
    assert_non_null(strstr(view.conclusion, "2026-10: 1 made known (as many)"));
    assert_string_equal(table_of(&view, 1)->rows[0].cells[5].text, "(planned) c");
    fixture_as_of(fixture, "2026-10-30");
    view = fixture_page(fixture, "publicity@430000");
    assert_string_equal(table_of(&view, 0)->rows[0].cells[0].text, "2026-10*");
    assert_non_null(strstr(view.conclusion, "2026-09: 1 made known (1 more)"));
}

/* The window is counted from the page's day, whose month may be shorter. */
static void test_six_months(void **state)
{
    struct fixture *fixture = *state;
    put_publicity(fixture, "a", "A1.1", "2026-05-05", "national");
    put_publicity(fixture, "b", "A2.2", "2026-05-06", "national");
    put_publicity(fixture, "c", "A2.3", "2026-11-06", "national");
    struct view view = fixture_page(fixture, "publicity@430000");
    const char *empty = text_under(&view, "Nothing in 6 months");
    assert_non_null(strstr(empty, "Discovery"));
    assert_null(strstr(empty, "Smart mfg."));
    assert_non_null(strstr(empty, "Farming"));
    assert_non_null(strstr(view.conclusion, "6 months without: 24 tasks"));
    int32_t day;
    assert_true(day_parse("2026-08-31", &day));
    assert_string_equal(day_text(&fixture->page, register_half_year(day)),
                        "2026-02-28");
}

/* Line 2 has room for every page's sentence. */
static void test_conclusions(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_examples(fixture);
    static const char *const addresses[] = {"cases@430000",       "cases@110000",
                                            "cases/0046@430000",  "cases/0049@430000",
                                            "publicity@430000",   "publicity@100000",
                                            "publicity/P5@430000"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct view view = fixture_page(fixture, addresses[i]);
        if (text_width(view.conclusion, 1) > CONCLUSION_CELLS)
            fail_msg("%s: %s", addresses[i], view.conclusion);
    }
}

/* Bars are a cell an item while there is room for them, and none on paper. */
static void test_bars(void **state)
{
    struct fixture *fixture = *state;
    static char ids[44][16];
    for (int i = 0; i < 44; i++) {
        snprintf(ids[i], sizeof ids[i], "p%02d", i);
        put_publicity(fixture, ids[i], "A2.2", "2026-10-15", "provincial");
    }
    struct view view = fixture_page(fixture, "publicity@430000");
    assert_int_equal(strlen(row_of(table_of(&view, 0), "2026-10")->cells[5].text), 44);
    assert_null(strstr(table_of(&view, 0)->columns[5].head, "up to"));
    put_publicity(fixture, "p44", "A2.2", "2026-10-16", "provincial");
    view = fixture_page(fixture, "publicity@430000");
    assert_int_equal(strlen(row_of(table_of(&view, 0), "2026-10")->cells[5].text), 23);
    assert_non_null(strstr(table_of(&view, 0)->columns[5].head, "# = up to 2 items"));

    struct layout_rules rules = {.width = 120, .ambiguous = 1};
    for (int paper = 0; paper < 2; paper++) {
        struct sheet sheet;
        rules.paper = paper;
        layout_sheet(&view, &rules, &fixture->page, &sheet);
        bool bars = false;
        for (size_t i = 0; i < sheet.n_lines; i++)
            for (size_t k = 0; k < sheet.lines[i].n; k++)
                bars = bars || strstr(sheet.lines[i].spans[k].text, "####");
        assert_int_equal(bars, !paper);
    }
}

static void test_past_days(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_examples(fixture);
    struct view view = fixture_page(fixture, "cases/0046@430000");
    assert_string_equal(text_under(&view, "State"), "# Promoted");
    assert_int_equal(table_of(&view, 1)->n_rows, 12);
    fixture_as_of(fixture, "2026-06-30");
    view = fixture_page(fixture, "cases/0046@430000");
    assert_string_equal(text_under(&view, "State"), ". Listed");
    /* What is known of its history by then: entered, and listed. */
    const struct view_table *history = table_of(&view, 1);
    assert_int_equal(history->n_rows, 2);
    assert_string_equal(history->rows[0].cells[2].text, "candidate -> listed");
    assert_string_equal(history->rows[1].cells[1].text, "First delivered");
    fixture_as_of(fixture, "2026-03-01");
    struct error error = {0};
    assert_false(page_build(&fixture->context, "cases/0046@430000", &view, &error));
    assert_int_equal(error.code, ERROR_VIEW_ITEM);
    view = fixture_page(fixture, "cases@430000");
    assert_int_equal(table_of(&view, 0)->n_rows, 0);
}

static void test_unknown_codes(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_example(
        fixture,
        (struct example){ITEM_CASE, "1", "439999", "A9.9", "unknown", "", "", "", ""},
        2);
    struct view view = fixture_page(fixture, "cases@430000");
    const struct view_row *row = row_of(table_of(&view, 0), "1");
    assert_string_equal(row->cells[2].text, "439999");
    assert_string_equal(row->cells[3].text, "A9.9");
    assert_string_equal(row->cells[6].text, "? not stated");
    assert_string_equal(text_under(&view, "By task"), "none of these tasks 1");
    assert_string_equal(text_under(&view, "By prefecture"), "its own 1");
    assert_string_equal(view.conclusion,
                        "1 in the register; tasks with 0, without 25.");
    view = fixture_page(fixture, "cases/1@430000");
    assert_string_equal(text_under(&view, "Task"), "A9.9");
    assert_string_equal(text_under(&view, "Unit"), "not filled in");
    assert_string_equal(table_of(&view, 0)->rows[0].key, "see/all");
}

static void test_shared_key(void **state)
{
    struct fixture *fixture = *state;
    struct example example = {ITEM_CASE, "7", "430000",     "B9",       "ours",
                              "",        "",  "2026-10-02", "candidate"};
    fixture_put_example(fixture, example, 2);
    example.title = "theirs";
    example.date = "2026-10-01";
    fixture_put_example(fixture, example, 4)->source = "stats";
    struct view view = fixture_page(fixture, "cases@430000");
    const struct view_table *list = table_of(&view, 0);
    assert_int_equal(list->n_rows, 2);
    assert_string_equal(list->rows[0].address, "cases/miit:7@430000");
    view = fixture_page(fixture, list->rows[1].address);
    assert_string_equal(text_under(&view, "Case"), "theirs");
    assert_non_null(strstr(text_under(&view, "Delivered by"), "统计局季报"));
    const struct view_row *before = row_of(table_of(&view, 0), "cases/miit:7@430000");
    assert_string_equal(before->cells[0].text, "Previous");
    assert_string_equal(before->cells[1].text, "ours");
}

/* A text is there to its end, on the screen and on paper. */
static void test_long_text(void **state)
{
    struct fixture *fixture = *state;
    static char text[ITEM_TEXT_MOST + 1];
    for (size_t i = 0; i < ITEM_TEXT_MOST; i++)
        text[i] = i % 1000 == 999 ? '\n' : i % 7 == 6 ? ' ' : (char)('a' + i % 26);
    memcpy(text + ITEM_TEXT_MOST - 5, " end.", 5);
    struct item *item = fixture_put_example(
        fixture,
        (struct example){ITEM_CASE, "1", "430000", "B9", "long", "", "", "", ""}, 2);
    item_set(item, "text", text);
    struct view view = fixture_page(fixture, "cases/1@430000");
    assert_string_equal(text_under(&view, "Text"), text);
    for (int paper = 0; paper < 2; paper++) {
        struct sheet sheet;
        struct layout_rules rules = {.width = 80, .ambiguous = 1, .paper = paper};
        layout_sheet(&view, &rules, &fixture->page, &sheet);
        bool whole = false;
        for (size_t i = 0; i < sheet.n_lines; i++)
            for (size_t k = 0; k < sheet.lines[i].n; k++)
                whole = whole || strstr(sheet.lines[i].spans[k].text, "end.");
        assert_true(whole);
    }
}

static double seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void test_many(void **state)
{
    enum { MANY = 5000, UNITS = 600 };
    struct fixture *fixture = *state;
    for (int i = 0; i < MANY; i++) {
        const char *id = arena_printf(&fixture->arena, "%05d", i);
        fixture_put_example(
            fixture,
            (struct example){
                ITEM_PUBLICITY, id, i % 2 ? "430100" : "430200", i % 3 ? "A2.2" : "B9",
                id, arena_printf(&fixture->arena, "unit %d", i % UNITS), "county",
                arena_printf(&fixture->arena, "2026-%02d-%02d", i % 10 + 1, i % 28 + 1),
                "published"},
            2);
    }
    double start = seconds();
    struct view view = fixture_page(fixture, "publicity@430000");
    assert_int_equal(table_of(&view, 1)->n_rows, MANY);
    fixture->context.options.group = "unit";
    fixture->context.options.sort = "region";
    view = fixture_page(fixture, "publicity@430000");
    assert_int_equal(table_of(&view, 1)->n_rows, MANY + UNITS);
    fixture_page(fixture, "publicity/04999@430000");
    assert_true(seconds() - start < 2);
}

static size_t filtered(struct fixture *fixture, const char *filter)
{
    fixture->context.options.filter = filter;
    struct view view = fixture_page(fixture, "cases@430000");
    assert_non_null(strstr(view.conclusion, " of 5 in the register."));
    assert_true(strncmp(view.conclusion, "Filter ", strlen("Filter ")) == 0);
    /* What the region has and has not is not a matter of the filter. */
    assert_non_null(strstr(text_under(&view, "By task"), "Smart mfg. 2"));
    return table_of(&view, 0)->n_rows;
}

static void test_filters(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_examples(fixture);
    static const struct {
        const char *filter;
        size_t n;
    } filters[] = {
        {"candidate", 1}, {"promoted", 1}, {"待核实", 1},  {"provincial", 2},
        {"国家级", 1},    {"A2.2", 2},     {"A2", 4},      {"B9", 1},
        {"某港务", 1},    {"岳阳", 0},     {"Yueyang", 1}, {"nothing", 0},
    };
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        size_t n = filtered(fixture, filters[i].filter);
        if (n != filters[i].n)
            fail_msg("%s: %zu", filters[i].filter, n);
    }
}

/* The keys of the rows, heads in brackets. */
static const char *keys_of(struct fixture *fixture, const char *sort, const char *group)
{
    fixture->context.options.sort = sort;
    fixture->context.options.group = group;
    struct view view = fixture_page(fixture, "cases@430000");
    const struct view_table *table = table_of(&view, 0);
    const char *text = "";
    for (size_t i = 0; i < table->n_rows; i++)
        text = arena_printf(
            &fixture->page, table->rows[i].head ? "%s[%s]" : "%s %s", text,
            table->rows[i].head ? table->rows[i].cells[0].text : table->rows[i].key);
    return text;
}

static void test_sorts_and_groups(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_examples(fixture);
    assert_string_equal(keys_of(fixture, "", ""), " 0046 0047 0048 0049 0050");
    assert_string_equal(keys_of(fixture, "date", ""), " 0046 0047 0048 0049 0050");
    assert_string_equal(keys_of(fixture, "task", ""), " 0050 0046 0047 0048 0049");
    assert_string_equal(keys_of(fixture, "region", ""), " 0050 0046 0047 0049 0048");
    assert_string_equal(keys_of(fixture, "no such", ""), " 0046 0047 0048 0049 0050");
    assert_string_equal(
        keys_of(fixture, "", "task"),
        "[A2.2 All-factor intelligent industry  2] 0046 0047"
        "[A2.3 Digital-intelligent agriculture  1] 0048"
        "[B9 Intelligent computing coordination  1] 0049[A2 AI+ industry  1] 0050");
}

static void test_outside(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_examples(fixture);
    struct view view = fixture_page(fixture, "cases@100000");
    const char *empty = text_under(&view, "None in");
    assert_null(strstr(empty, "Hong Kong"));
    assert_non_null(strstr(empty, "Xizang"));
    assert_string_equal(text_under(&view, "By province"), "Hunan 5  Zhejiang 1");
}

/* Each is where it belongs: an id alone tells no register. */
static void test_no_such_item(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_examples(fixture);
    static const char *const wrong[] = {"cases/P1@430000", "cases/0046@330000",
                                        "publicity/0046@430000", "publicity/x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct view view;
        struct error error = {0};
        assert_false(page_build(&fixture->context, wrong[i], &view, &error));
        assert_int_equal(error.code, ERROR_VIEW_ITEM);
    }
    struct view view = fixture_page(fixture, "cases/0046");
    assert_string_equal(text_under(&view, "Region"), "Hunan Changsha");
}

static void test_no_cache(void **state)
{
    struct view view = fixture_page(*state, "cases@430000");
    assert_non_null(strstr(view.conclusion, "Not reported"));
    assert_int_equal(table_of(&view, 0)->n_rows, 0);
    assert_non_null(strstr(table_of(&view, 0)->empty, "\"cases\""));
}

#define WITH_DATA(test)                                                                \
    cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(test_months),
        WITH_DATA(test_month_over),
        WITH_DATA(test_six_months),
        WITH_DATA(test_conclusions),
        cmocka_unit_test_setup_teardown(test_conclusions, fixture_chinese,
                                        fixture_closed),
        WITH_DATA(test_bars),
        WITH_DATA(test_past_days),
        WITH_DATA(test_unknown_codes),
        WITH_DATA(test_shared_key),
        WITH_DATA(test_long_text),
        WITH_DATA(test_many),
        WITH_DATA(test_filters),
        WITH_DATA(test_sorts_and_groups),
        WITH_DATA(test_outside),
        WITH_DATA(test_no_such_item),
        cmocka_unit_test_setup_teardown(test_no_cache, fixture_empty, fixture_closed),
    };
    return cmocka_run_group_tests_name("views_examples", tests, NULL, NULL);
}
