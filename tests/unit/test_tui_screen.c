/* The dashboard on a terminal: what is drawn and what keys do. */
#include "tests/lib/pty.h"
#include "tests/unit/tui_dashboard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { QUIET = 60 };

static const char *self_path;

#define DOWN "\x1b[B"
#define UP "\x1b[A"
#define RIGHT "\x1b[C"
#define LEFT "\x1b[D"
#define PAGE_DOWN "\x1b[6~"

static void open_at(struct pty *pty, int rows, int columns, const char *start)
{
    const char *const argv[] = {self_path, DASHBOARD, start, NULL};
    assert_true(pty_start(pty, rows, columns, argv, NULL));
    assert_true(pty_wait(pty, "结论"));
    assert_true(pty_settle(pty, QUIET));
}

static void type(struct pty *pty, const char *keys)
{
    pty_type(pty, keys);
    assert_true(pty_settle(pty, QUIET));
}

static void has(struct pty *pty, int row, const char *text)
{
    char line[1024];
    if (!strstr(pty_row(pty, row, line, sizeof line), text))
        fail_msg("row %d has no \"%s\": %s", row, text, line);
}

static void has_not(struct pty *pty, const char *text)
{
    int row = pty_find(pty, text, NULL);
    if (row >= 0)
        fail_msg("\"%s\" stands in row %d", text, row);
}

/* Leaves by key, and sees that it went well. */
static void leave(struct pty *pty)
{
    pty_type(pty, "Q");
    assert_true(pty_exited(pty, 5000));
    assert_true(WIFEXITED(pty->status));
    assert_int_equal(WEXITSTATUS(pty->status), 0);
    pty_close(pty);
}

static void test_four_lines(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "list@430000");
    has(&pty, 0, "人工智能+ > list");
    has(&pty, 0, "数据截至 2026年10月底");
    has(&pty, 1, "结论：list@430000。");
    has(&pty, 22, "智能算力规模：第0行");
    has(&pty, 23, "1/500");
    has(&pty, 23, "list@430000");
    assert_false(pty.cursor_visible);
    int column;
    assert_int_equal(pty_find(&pty, ">", &column), 0); /* the breadcrumb's */
    char line[1024];
    int row = pty_find(&pty, "第0行 智能", NULL);
    assert_true(row > 2);
    assert_true(pty_row(&pty, row, line, sizeof line)[0] == '>');
    assert_true(pty_attrs(&pty, row, 0).bold);
    assert_false(pty_attrs(&pty, row, 4).reverse);
    /* The last column stays empty. */
    for (int i = 0; i < 24; i++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(pty.screen, (VTermPos){.row = i, .col = 79}, &cell);
        assert_true(cell.chars[0] == 0 || cell.chars[0] == ' ');
    }
    leave(&pty);
}

static void test_sticky_heads(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "list");
    int head = pty_find(&pty, "名称", NULL);
    assert_true(head >= 2);
    for (int i = 0; i < 30; i++)
        pty_type(&pty, "j");
    type(&pty, "");
    has(&pty, 2, "名称");
    has(&pty, 21, "第30行");
    has(&pty, 21, ">");
    has(&pty, 3, "第12行");
    type(&pty, PAGE_DOWN);
    has(&pty, 2, "名称");
    has(&pty, 3, "第30行");
    type(&pty, "G");
    has(&pty, 21, ">");
    has(&pty, 21, "第499行");
    has(&pty, 23, "500/500");
    type(&pty, "g");
    has(&pty, 23, "1/500");
    assert_int_equal(pty_find(&pty, "名称", NULL), head);
    leave(&pty);
}

static void test_matrix(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "matrix");
    type(&pty, DOWN RIGHT RIGHT);
    has(&pty, 22, "单元1之1");
    int column, row = pty_find(&pty, ">R1", NULL);
    char line[1024];
    assert_true(pty_row(&pty, row, line, sizeof line)[0] == '>');
    assert_true(strstr(line, "欠") != NULL);
    pty_find(&pty, "欠", &column);
    assert_true(pty_attrs(&pty, row, column).reverse);
    assert_false(pty_attrs(&pty, row, column + 3).reverse);
    int head_column, head = pty_find(&pty, "业", &head_column);
    assert_int_equal(head_column, column);
    assert_true(pty_attrs(&pty, head, head_column).underline);
    /* The heads stay, and so does the mark on them. */
    for (int i = 0; i < 25; i++)
        pty_type(&pty, DOWN);
    type(&pty, "");
    has(&pty, 22, "单元26之1");
    head = pty_find(&pty, "业", &head_column);
    assert_in_range(head, 2, 6);
    assert_true(pty_attrs(&pty, head, head_column).underline);
    /* Left goes to the row's name first, then up. */
    type(&pty, LEFT LEFT);
    has(&pty, 22, "R26全部");
    type(&pty, LEFT);
    has(&pty, 1, "overview");
    leave(&pty);
}

static void test_drill(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "overview");
    type(&pty, LEFT "\x1b"); /* at the root with no history: nothing */
    has(&pty, 23, "1/8");
    type(&pty, "j\r");
    has(&pty, 1, "结论：matrix");
    type(&pty, "h"); /* back where one came from */
    has(&pty, 1, "结论：overview");
    has(&pty, 23, "2/8");
    type(&pty, "\t");
    has(&pty, 23, "7/8");
    type(&pty, "l");
    has(&pty, 23, "list");
    for (int i = 0; i < 40; i++)
        pty_type(&pty, "j");
    type(&pty, "\r");
    has(&pty, 1, "matrix");
    type(&pty, "[");
    has(&pty, 23, "41/500");
    has(&pty, 21, "第40行");
    type(&pty, "]");
    has(&pty, 1, "matrix");
    type(&pty, "qq");
    has(&pty, 1, "overview");
    has(&pty, 23, "7/8");
    type(&pty, "j\r"); /* an address that cannot be built */
    has(&pty, 1, "overview");
    has(&pty, 21, "none cannot be opened: 没有这个地址");
    type(&pty, "k");
    has_not(&pty, "没有这个地址");
    pty_type(&pty, "q");
    assert_true(pty_exited(&pty, 5000));
    assert_int_equal(WEXITSTATUS(pty.status), 0);
    pty_close(&pty);
}

/* Going up to a page that one did not come from selects the way back. */
static void test_up_from_address(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "unsafe");
    type(&pty, "\x7f");
    has(&pty, 1, "overview");
    has(&pty, 23, "4/8");
    leave(&pty);
}

static void test_digits(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "list@430000");
    type(&pty, "2"); /* the present region, where the page has regions */
    has(&pty, 1, "结论：region@430000");
    type(&pty, "4");
    has(&pty, 1, "结论：coordination");
    type(&pty, "x&\x1b[1;5A\x1bOP"); /* keys without a meaning */
    has(&pty, 1, "结论：coordination");
    type(&pty, ":matrix\r?");
    has(&pty, 1, "help/matrix");
    has(&pty, 3, "matrix 自 matrix");
    type(&pty, "?"); /* no help on help */
    has(&pty, 1, "help/matrix。");
    leave(&pty);
}

static void test_find(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "list@430000");
    for (int i = 0; i < 30; i++)
        pty_type(&pty, "j");
    type(&pty, "/");
    assert_true(pty.cursor_visible);
    type(&pty, "算力规");
    has(&pty, 1, "find/算力规");
    has(&pty, 23, "/算力规");
    assert_int_equal(pty.cursor_row, 23);
    assert_int_equal(pty.cursor_column, 7);
    type(&pty, "\x7f");
    has(&pty, 1, "find/算力。");
    has(&pty, 3, "算力 自 list@430000");
    type(&pty, "\x1b"); /* back to the page, as it stood */
    assert_false(pty.cursor_visible);
    has(&pty, 1, "结论：list@430000");
    has(&pty, 23, "31/500");
    has(&pty, 21, ">");
    type(&pty, "/第3行\r");
    has(&pty, 1, "find/第3行");
    has(&pty, 23, "1/2");
    type(&pty, "["); /* the hits are a place of their own */
    has(&pty, 23, "31/500");
    type(&pty, "n");
    has(&pty, 23, "4/500");
    type(&pty, "N");
    has(&pty, 23, "4/500");                            /* the only hit */
    type(&pty, "/\xe4\xb9" DOWN "\x99\x80" DOWN "\r"); /* broken UTF-8 is not typed */
    has(&pty, 23, "4/500");
    type(&pty, "/乙" DOWN "\r"); /* a hit that was chosen is opened */
    has(&pty, 1, "结论：list@110000");
    type(&pty, "[");
    has(&pty, 1, "find/乙");
    leave(&pty);
}

static void test_go_to(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "list@430000");
    type(&pty, ":li");
    has(&pty, 23, ":li");
    has(&pty, 21, "页面 list@110000");
    has(&pty, 20, "list@430000");
    type(&pty, DOWN DOWN "\t");
    has(&pty, 23, ":list@110000");
    type(&pty, "\r");
    has(&pty, 1, "结论：list@110000");
    type(&pty, ":region\r"); /* the present region */
    has(&pty, 1, "结论：region@110000");
    type(&pty, ":湖\r");
    has(&pty, 21, "湖 cannot be opened");
    has(&pty, 23, ":湖");
    type(&pty, "\x7fmatrix\r");
    has(&pty, 1, "结论：matrix");
    type(&pty, ":prose\x1b");
    has(&pty, 1, "结论：matrix");
    has_not(&pty, ":prose");
    leave(&pty);
}

static void test_reload(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "list");
    for (int i = 0; i < 40; i++)
        pty_type(&pty, "j");
    for (int i = 0; i < 5; i++)
        pty_type(&pty, "k");
    type(&pty, "");
    int row = pty_find(&pty, "第35行", NULL);
    has(&pty, row, ">");
    type(&pty, "r");
    has(&pty, 23, "39/503"); /* three new rows before it */
    has(&pty, 23, "已更新 1");
    has(&pty, row, "第35行");
    has(&pty, row, ">");
    type(&pty, "R");
    has(&pty, 23, "全部 list");
    type(&pty, "1"); /* the message goes with the page */
    has_not(&pty, "全部 list");
    type(&pty, ":long\r");
    has(&pty, 1, "long");
    type(&pty, "r"); /* the page no longer exists: it stays, and says so */
    has(&pty, 1, "long");
    leave(&pty);
}

/* e proposes a name; one that is there is replaced when it is entered twice. */
static void test_export(void **state)
{
    struct pty pty;
    (void)state;
    open_at(&pty, 24, 80, "list");
    type(&pty, "e");
    has(&pty, 23, "elist.csv");
    type(&pty, "\x15there.csv\r");
    assert_true(pty_find(&pty, "there.csv is there already", NULL) >= 0);
    type(&pty, "\x15other.csv\r");
    has(&pty, 23, "Written: other.csv");
    type(&pty, "e\x15there.csv\r"); /* asked anew */
    assert_true(pty_find(&pty, "is there already", NULL) >= 0);
    type(&pty, "\r");
    has(&pty, 23, "Written: there.csv");
    type(&pty, "e\x15\r"); /* no name: nothing is written */
    has_not(&pty, "Written");
    type(&pty, "e\x1b");
    has_not(&pty, ".csv");
    leave(&pty);
}

/* Pages of a day: asked for likewise, for every page, until an empty answer. */
static void test_as_of(void **state)
{
    struct pty pty;
    (void)state;
    open_at(&pty, 24, 80, "list");
    type(&pty, "Gt");
    has(&pty, 23, "as of YYYY-MM-DD, empty: now");
    type(&pty, "2099-01-01\r");
    assert_true(pty_find(&pty, "yet to come", NULL) >= 0);
    has(&pty, 23, "t2099-01-01");
    type(&pty, "\x15"
               "2026-06-30\r");
    has(&pty, 0, "自 2026-06-30");
    has(&pty, 23, "500/500"); /* the cursor is where it was */
    has(&pty, 23, "t and Enter return to the present");
    type(&pty, "t\r");
    has(&pty, 0, "自 default");
    leave(&pty);
}

/* The day from which on changes are told is asked for, and kept for every page. */
static void test_since(void **state)
{
    struct pty pty;
    (void)state;
    open_at(&pty, 24, 80, "matrix");
    type(&pty, "d");
    has(&pty, 23, "since YYYY-MM-DD");
    type(&pty, "2099-01-01\r");
    assert_true(pty_find(&pty, "cannot be told", NULL) >= 0);
    has(&pty, 23, "d2099-01-01");
    type(&pty, "\x15"
               "2026-09-30\r");
    has(&pty, 0, "自 2026-09-30");
    type(&pty, "2");
    has(&pty, 0, "自 2026-09-30");
    type(&pty, "d2026-01-01\x1b");
    has(&pty, 0, "自 2026-09-30");
    type(&pty, "d\r");
    has(&pty, 0, "自 default");
    leave(&pty);
}

static void test_prose(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "prose");
    has(&pty, 22, "没有选中");
    has(&pty, 2, "段落0");
    type(&pty, DOWN DOWN);
    has(&pty, 2, "段落2");
    type(&pty, UP);
    has(&pty, 2, "段落1");
    type(&pty, "G");
    has(&pty, 21, "段落59");
    type(&pty, "\r\t" RIGHT);
    has(&pty, 21, "段落59");
    leave(&pty);
}

/* Text between rows that is longer than the window can be read line by line, in both
 * directions, and the cursor comes along. */
static void test_text_between_rows(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "mixed");
    type(&pty, "jj");
    has(&pty, 23, "3/6");
    int row = pty_find(&pty, "段落9", NULL);
    type(&pty, "jjj");
    assert_int_equal(pty_find(&pty, "段落9", NULL), row - 3);
    for (int i = 0; i < 60; i++) {
        char text[32];
        snprintf(text, sizeof text, "段落%d", i);
        while (pty_find(&pty, text, NULL) < 0) {
            pty.bytes = 0;
            type(&pty, "j");
            assert_true(pty.bytes > 0);
        }
    }
    type(&pty, "jjjjjjjjjjj");
    has(&pty, 23, "6/6");
    type(&pty, "kkk");
    for (int i = 59; i >= 0; i--) {
        char text[32];
        snprintf(text, sizeof text, "段落%d", i);
        while (pty_find(&pty, text, NULL) < 0) {
            pty.bytes = 0;
            type(&pty, "k");
            assert_true(pty.bytes > 0);
        }
    }
    type(&pty, "kkkkkkkkkkk");
    has(&pty, 23, "1/6");
    type(&pty, PAGE_DOWN PAGE_DOWN "j");
    assert_true(pty_find(&pty, "段落35", NULL) >= 0);
    leave(&pty);
}

static void test_unsafe(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "unsafe");
    has(&pty, 3, "坏");
    has(&pty, 3, "的");
    has_not(&pty, "\xe2\x80\xae");
    int column, row = pty_find(&pty, "红", &column);
    assert_int_equal(row, 22);
    assert_false(pty_attrs(&pty, row, column).bold);
    VTermScreenCell cell;
    vterm_screen_get_cell(pty.screen, (VTermPos){.row = row, .col = column}, &cell);
    VTermScreenCell plain;
    vterm_screen_get_cell(pty.screen, (VTermPos){.row = 23, .col = 1}, &plain);
    assert_true(vterm_color_is_equal(&cell.fg, &plain.fg));
    leave(&pty);
}

int main(int argc, char **argv)
{
    self_path = argv[0];
    if (argc > 2 && strcmp(argv[1], DASHBOARD) == 0)
        return dashboard_main(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_four_lines), cmocka_unit_test(test_sticky_heads),
        cmocka_unit_test(test_matrix),     cmocka_unit_test(test_drill),
        cmocka_unit_test(test_digits),     cmocka_unit_test(test_up_from_address),
        cmocka_unit_test(test_find),       cmocka_unit_test(test_go_to),
        cmocka_unit_test(test_reload),     cmocka_unit_test(test_prose),
        cmocka_unit_test(test_since),      cmocka_unit_test(test_export),
        cmocka_unit_test(test_since),      cmocka_unit_test(test_as_of),
        cmocka_unit_test(test_unsafe),     cmocka_unit_test(test_text_between_rows),
    };
    return cmocka_run_group_tests_name("tui screen", tests, NULL, NULL);
}
