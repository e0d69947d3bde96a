/* Movement among the items of a sheet, and windows onto it. */
#include "tui/cursor.h"
#include "tui/scroll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Block 0, lines 0 to 3: two tables side by side, the right one a row shorter.
 * Block 1, lines 5 to 30: a matrix with heads in 6 and 7, a row of two cells in every
 * line from 8 on. */
enum { LINES = 31, LEFT = 2, RIGHT = 40, FIRST_CELL = 10 };

static struct sheet_span spans[LINES];
static struct sheet_line lines[LINES];
static struct sheet_item items[128];
static const struct sheet_block blocks[] = {
    {.first = 0, .last = 3},
    {.first = 5, .last = 30, .head_first = 6, .heads = 2},
};
static struct sheet sheet;

static void add(size_t line, size_t block, int x, int width, const char *key)
{
    items[sheet.n_items++] = (struct sheet_item){.line = line,
                                                 .block = block,
                                                 .marker = width ? 0 : x,
                                                 .x = x,
                                                 .width = width,
                                                 .key = key,
                                                 .address = "",
                                                 .detail = ""};
}

static int make(void **state)
{
    (void)state;
    sheet = (struct sheet){.width = 80,
                           .lines = lines,
                           .n_lines = LINES,
                           .items = items,
                           .blocks = blocks,
                           .n_blocks = 2};
    for (size_t i = 0; i < LINES; i++) {
        spans[i] = (struct sheet_span){.x = 2, .width = 4, .text = "text"};
        lines[i] = (struct sheet_line){.spans = &spans[i], .n = 1};
    }
    add(1, 0, LEFT, 0, "a1");
    add(1, 0, RIGHT, 0, "b1");
    add(2, 0, LEFT, 0, "a2");
    add(2, 0, RIGHT, 0, "b2");
    add(3, 0, LEFT, 0, "a3");
    for (size_t line = 8; line <= 30; line++) {
        add(line, 1, FIRST_CELL, 2, "row");
        add(line, 1, FIRST_CELL + 2, 2, "row");
    }
    return 0;
}

static void test_up_down(void **state)
{
    (void)state;
    assert_int_equal(cursor_down(&sheet, 0), 2);
    assert_int_equal(cursor_down(&sheet, 1), 3);
    assert_int_equal(cursor_down(&sheet, 3), 4); /* the closest there is */
    assert_int_equal(cursor_down(&sheet, 4), 5); /* over lines without items */
    assert_int_equal(cursor_down(&sheet, 6), 8); /* in the column */
    assert_int_equal(cursor_up(&sheet, 8), 6);
    assert_int_equal(cursor_up(&sheet, 5), 4);
    assert_int_equal(cursor_up(&sheet, 3), 1);
    assert_int_equal(cursor_up(&sheet, 0), 0);
    assert_int_equal(cursor_up(&sheet, 1), 1);
    size_t last = sheet.n_items - 1;
    assert_int_equal(cursor_down(&sheet, last), last);
    assert_int_equal(cursor_down(&sheet, last - 1), last - 1);
}

static void test_left_right(void **state)
{
    (void)state;
    assert_int_equal(cursor_right(&sheet, 0), 1);
    assert_int_equal(cursor_right(&sheet, 1), 1);
    assert_int_equal(cursor_left(&sheet, 1), 0);
    assert_int_equal(cursor_left(&sheet, 2), 2); /* not into the line before */
    assert_int_equal(cursor_left(&sheet, 0), 0);
    size_t last = sheet.n_items - 1;
    assert_int_equal(cursor_right(&sheet, last), last);
    items[1].block = 1; /* another block on the same line */
    assert_int_equal(cursor_right(&sheet, 0), 0);
    assert_int_equal(cursor_left(&sheet, 1), 1);
}

static void test_blocks(void **state)
{
    (void)state;
    assert_int_equal(cursor_block(&sheet, 3, 1), 5);
    assert_int_equal(cursor_block(&sheet, 20, 1), 0);
    assert_int_equal(cursor_block(&sheet, 20, -1), 0);
    assert_int_equal(cursor_block(&sheet, 0, -1), 5);
    sheet.n_items = 5; /* one block only */
    assert_int_equal(cursor_block(&sheet, 3, 1), 0);
}

static void test_empty(void **state)
{
    (void)state;
    sheet.n_items = 0;
    assert_int_equal(cursor_down(&sheet, NO_ITEM), NO_ITEM);
    assert_int_equal(cursor_up(&sheet, NO_ITEM), NO_ITEM);
    assert_int_equal(cursor_left(&sheet, NO_ITEM), NO_ITEM);
    assert_int_equal(cursor_right(&sheet, NO_ITEM), NO_ITEM);
    assert_int_equal(cursor_block(&sheet, NO_ITEM, 1), NO_ITEM);
    assert_int_equal(cursor_search(&sheet, NO_ITEM, 1, "text"), NO_ITEM);
    assert_int_equal(cursor_by_key(&sheet, "a1", 0), NO_ITEM);
}

static void test_by_key(void **state)
{
    (void)state;
    assert_int_equal(cursor_by_key(&sheet, "b2", 0), 3);
    assert_int_equal(cursor_by_key(&sheet, "row", FIRST_CELL + 2), 6);
    assert_int_equal(cursor_by_key(&sheet, "gone", 0), NO_ITEM);
    items[2].key = "";
    assert_int_equal(cursor_by_key(&sheet, "", 0), NO_ITEM);
    items[4].address = "task/A2";
    assert_int_equal(cursor_by_address(&sheet, "task/A2"), 4);
    assert_int_equal(cursor_by_address(&sheet, "task/A"), NO_ITEM);
    assert_int_equal(cursor_by_address(&sheet, ""), NO_ITEM);
}

static void test_search(void **state)
{
    (void)state;
    items[3].detail = "智能算力";
    spans[20].text = "算力规模";
    assert_int_equal(cursor_search(&sheet, 0, 1, "算力"), 3);
    size_t second = cursor_search(&sheet, 3, 1, "算力");
    assert_int_equal(items[second].line, 20);
    assert_int_equal(cursor_search(&sheet, second + 1, 1, "算力"), 3); /* all round */
    assert_int_equal(cursor_search(&sheet, second, -1, "算力"), 3);
    assert_int_equal(items[cursor_search(&sheet, 3, -1, "算力")].line, 20);
    assert_int_equal(cursor_search(&sheet, 3, 1, "智能"), 3); /* itself, the only one */
    assert_int_equal(cursor_search(&sheet, 0, 1, "无"), NO_ITEM);
    assert_int_equal(cursor_search(&sheet, NO_ITEM, 1, "TEXT"), 0);
}

static void test_pinned(void **state)
{
    (void)state;
    assert_int_equal(scroll_pinned(&sheet, 6).n, 0); /* they stand there anyway */
    assert_int_equal(scroll_pinned(&sheet, 7).n, 2);
    assert_int_equal(scroll_pinned(&sheet, 7).first, 6);
    assert_int_equal(scroll_pinned(&sheet, 28).n, 2);
    assert_int_equal(scroll_pinned(&sheet, 29).n, 0); /* no row would be left */
    /* One line further is one row further, everywhere. */
    for (size_t top = 0; top < 20; top++)
        assert_int_equal(scroll_line(&sheet, top + 1, 5),
                         scroll_line(&sheet, top, 5) + 1);
    assert_int_equal(scroll_line(&sheet, 10, 0), 6);
    assert_int_equal(scroll_line(&sheet, 10, 1), 7);
    assert_int_equal(scroll_line(&sheet, 10, 2), 12);
    assert_false(scroll_shows(&sheet, 10, 5, 11)); /* behind the heads */
    assert_true(scroll_shows(&sheet, 10, 5, 12));
    assert_true(scroll_shows(&sheet, 10, 5, 14));
    assert_false(scroll_shows(&sheet, 10, 5, 15));
}

static void test_scroll_to(void **state)
{
    (void)state;
    for (size_t height = 4; height < 40; height++)
        for (size_t top = 0; top < LINES; top++)
            for (size_t i = 0; i < sheet.n_items; i++) {
                size_t line = items[i].line;
                size_t to = scroll_to(&sheet, top, height, line);
                assert_true(scroll_shows(&sheet, to, height, line));
                assert_true(to <= scroll_most(&sheet, height));
                if (top <= scroll_most(&sheet, height) &&
                    scroll_shows(&sheet, top, height, line))
                    assert_int_equal(to, top);
            }
}

static void test_scroll_page(void **state)
{
    (void)state;
    assert_int_equal(scroll_page(&sheet, 0, 10, 1), 9);
    assert_int_equal(scroll_page(&sheet, 9, 10, 1), 16); /* two rows are heads */
    assert_int_equal(scroll_page(&sheet, 16, 10, 1), 21);
    assert_int_equal(scroll_page(&sheet, 21, 10, 1), 21);
    assert_int_equal(scroll_page(&sheet, 4, 10, -1), 0);
    assert_int_equal(scroll_page(&sheet, 0, 100, 1), 0);
    assert_int_equal(scroll_page(&sheet, 8, 1, 1), 9); /* never stuck */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_up_down, make),
        cmocka_unit_test_setup(test_left_right, make),
        cmocka_unit_test_setup(test_blocks, make),
        cmocka_unit_test_setup(test_empty, make),
        cmocka_unit_test_setup(test_by_key, make),
        cmocka_unit_test_setup(test_search, make),
        cmocka_unit_test_setup(test_pinned, make),
        cmocka_unit_test_setup(test_scroll_to, make),
        cmocka_unit_test_setup(test_scroll_page, make),
    };
    return cmocka_run_group_tests_name("tui cursor", tests, NULL, NULL);
}
