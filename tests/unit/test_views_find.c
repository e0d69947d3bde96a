/* Find and help: what is found, in which order, and where it leads. */
#include "tests/lib/pages_fixture.h"
#include "views/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct fixture fixture;

static int setup(void **state)
{
    (void)state;
    fixture_open(&fixture, LANGUAGE_EN);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

static const struct view_table *hits(const char *words)
{
    struct view view =
        fixture_page(&fixture, arena_printf(&fixture.page, "find/%s", words));
    assert_true(view.n_blocks > 0);
    return &view.blocks[0].table;
}

/* The place of the row of this kind with this address, or -1. */
static int place_of(const struct view_table *table, const char *kind,
                    const char *address)
{
    for (size_t i = 0; i < table->n_rows; i++)
        if (strcmp(table->rows[i].cells[0].text, kind) == 0 &&
            strcmp(table->rows[i].address, address) == 0)
            return (int)i;
    return -1;
}

static void test_kinds(void **state)
{
    (void)state;
    const struct view_table *found = hits("算力");
    assert_true(place_of(found, "Task", "task/B9") >= 0);
    assert_true(place_of(found, "Indicator", "indicator/B9-01") >= 0);
    assert_true(place_of(found, "Target", "indicator/B9-01@430000") >= 0);
    int clause = place_of(found, "Clause", "task/A6.1");
    assert_true(clause > place_of(found, "Target", "indicator/B9-01@430000"));
    const char *text = found->rows[clause].cells[2].text;
    assert_non_null(strstr(text, "算力"));
    assert_memory_equal(text, "..", 2);
}

/* By the first letters of the pinyin: behind names that have the letters themselves. */
static void test_initials(void **state)
{
    (void)state;
    const struct view_table *found = hits("znslgm");
    assert_int_equal(place_of(found, "Indicator", "indicator/B9-01"), 0);
    assert_true(place_of(found, "Target", "indicator/B9-01@430000") > 0);
    assert_true(place_of(hits("znsl"), "Task", "task/B9") >= 0);
    assert_int_equal(place_of(hits("cq"), "Region", "region/500000"), 0);
    assert_true(place_of(hits("hf"), "Region", "region/340100") >= 0);
    assert_int_equal(place_of(hits("z"), "Indicator", "indicator/B9-01"), -1);
}

static void test_order(void **state)
{
    (void)state;
    /* A code is found exactly before the codes that begin with it. */
    assert_int_equal(place_of(hits("A2"), "Task", "task/A2"), 0);
    assert_true(place_of(hits("A2"), "Task", "task/A2.2") > 0);
    assert_int_equal(place_of(hits("b9-01"), "Indicator", "indicator/B9-01"), 0);
    assert_int_equal(place_of(hits("湖南"), "Region", "region/430000"), 0);
    assert_int_equal(place_of(hits("hunan"), "Region", "region/430000"), 0);
    assert_int_equal(place_of(hits("Overview"), "Page", "overview"), 0);
    /* ISO 3166-2, with the country or without: before the words that hold the letters
     */
    assert_int_equal(place_of(hits("hn"), "Region", "region/430000"), 0);
    assert_int_equal(place_of(hits("CN-GX"), "Region", "region/450000"), 0);
}

static void test_many_are_counted(void **state)
{
    (void)state;
    const struct view_table *found = hits("县");
    assert_int_equal(found->n_rows, 201);
    const struct view_row *last = &found->rows[200];
    assert_true(last->head);
    size_t more;
    assert_int_equal(sscanf(last->cells[2].text, ".. and %zu more", &more), 1);
    assert_true(more > 1000);
}

static void test_nothing(void **state)
{
    (void)state;
    assert_int_equal(hits("没有这个词")->n_rows, 0);
    struct view view = fixture_page(&fixture, "find");
    assert_int_equal(view.blocks[0].table.n_rows, 0);
    /* Words are data, whatever is in them. */
    assert_int_equal(hits("%s%n%1$s")->n_rows, 0);
    assert_int_equal(hits("\x1b]0;x")->n_rows, 0);
    assert_int_equal(hits("\xff")->n_rows, 0);
}

static bool block_says(const struct view *view, const char *text)
{
    for (size_t b = 0; b < view->n_blocks; b++) {
        if (strstr(view->blocks[b].text, text))
            return true;
        const struct view_table *table = &view->blocks[b].table;
        for (size_t r = 0; r < table->n_rows; r++)
            for (size_t c = 0; c < table->n_columns; c++)
                if (strcmp(table->rows[r].cells[c].text, text) == 0)
                    return true;
    }
    return false;
}

static void test_help_lists_its_tables(void **state)
{
    (void)state;
    struct view view = fixture_page(&fixture, "help");
    for (size_t i = 0; key_help[i].keys; i++)
        assert_true(block_says(&view, key_help[i].does));
    for (size_t i = 0; pages[i]; i++)
        assert_true(block_says(&view, pages[i]->help));
    assert_true(block_says(&view, "! Behind"));
    assert_true(block_says(&view, "o Not reported"));
    assert_true(block_says(&view, ": Due soon"));
    assert_true(block_says(&view, "Ahead from +5"));
}

/* Is this one of the texts before the first table? */
static bool page_text_before_tables(const struct view *view, const char *text)
{
    for (size_t b = 0; b < view->n_blocks; b++) {
        if (view->blocks[b].kind == BLOCK_TABLE)
            return false;
        if (strcmp(view->blocks[b].text, text) == 0)
            return true;
    }
    return false;
}

static void test_help_knows_where_it_was_called(void **state)
{
    (void)state;
    fixture.context.from = "coordination@430000";
    struct view view = fixture_page(&fixture, "help");
    assert_true(page_text_before_tables(&view, page_coordination.help));
    assert_false(page_text_before_tables(&view, page_task.help));
    view = fixture_page(&fixture, "help/task");
    assert_true(page_text_before_tables(&view, page_task.help));
    assert_false(page_text_before_tables(&view, page_coordination.help));
    fixture.context.from = "no page at all";
    view = fixture_page(&fixture, "help");
    for (size_t i = 0; pages[i]; i++)
        assert_false(page_text_before_tables(&view, pages[i]->help));
    fixture.context.from = "";
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_initials),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_many_are_counted),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_help_lists_its_tables),
        cmocka_unit_test(test_help_knows_where_it_was_called),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
