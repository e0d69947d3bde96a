/* Sorting, filtering and grouping by key, on a terminal; and the cursor on heads. */
#include "tests/lib/pty.h"
#include "tests/unit/tui_dashboard.h"
#include "tui/chosen.h"

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

static void open_at(struct pty *pty, const char *start)
{
    const char *const argv[] = {self_path, DASHBOARD, start, NULL};
    assert_true(pty_start(pty, 24, 80, argv, NULL));
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

static void leave(struct pty *pty)
{
    pty_type(pty, "Q");
    assert_true(pty_exited(pty, 5000));
    assert_int_equal(WEXITSTATUS(pty->status), 0);
    pty_close(pty);
}

static void test_sort(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, "coordination");
    type(&pty, DOWN "s"); /* the row is r1 */
    has(&pty, 1, "结论：coordination。behind");
    has(&pty, 23, "Sorted: regions most behind first; the rows stay as they are");
    has(&pty, 22, "R0全部"); /* what is on top now is what was asked for */
    type(&pty, RIGHT "sss");
    has(&pty, 1, "。columnc0"); /* by the column under the cursor */
    type(&pty, "s");
    has(&pty, 1, "。rowr0");
    /* The page remembers, another does not know of it. */
    type(&pty, ":list\r");
    has(&pty, 1, "结论：list。 ");
    type(&pty, "s");
    has(&pty, 23, "This page has only one order.");
    type(&pty, "[");
    has(&pty, 1, "。rowr0");
    type(&pty, "s"); /* behind the last the first */
    has(&pty, 1, "结论：coordination。 ");
    leave(&pty);
}

static void test_sort_without_column(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, "coordination");
    type(&pty, "ssss"); /* on a row's name: no sort by a column */
    has(&pty, 1, "。rowr0");
    leave(&pty);
}

static void test_columns(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, "list");
    type(&pty, "I");
    has(&pty, 23, "S sorts by a column");
    type(&pty, DOWN "S");
    has(&pty, 1, "。名称 ");
    has(&pty, 23, "Sorted: 名称");
    type(&pty, "I");
    has(&pty, 1, "。名称倒");
    has(&pty, 23, "other way round: 名称");
    type(&pty, "r"); /* new data stand in that order too */
    has(&pty, 1, "。名称倒");
    type(&pty, "S"); /* the next column, again the right way round */
    has(&pty, 1, "。数值 ");
    type(&pty, "S");
    has(&pty, 23, "as the page does by itself");
    has(&pty, 1, "结论：list。 ");
    type(&pty, ":prose\rS");
    has(&pty, 23, "No list of this page");
    leave(&pty);
}

static void test_filter(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, "coordination");
    type(&pty, "Fover");
    assert_true(pty_find(&pty, "only overdue", NULL) > 2);
    assert_int_equal(pty_find(&pty, "only behind", NULL), -1);
    type(&pty, DOWN "\r");
    has(&pty, 1, "。overdue");
    type(&pty, "F\x1b");
    has(&pty, 1, "。overdue"); /* Esc changes nothing */
    type(&pty, "F\r");
    has(&pty, 1, "结论：coordination。 ");
    type(&pty, "Fonly behind\r"); /* a title is the filter's name */
    has(&pty, 1, "。behind");
    type(&pty, "F数据局\r"); /* other words */
    has(&pty, 1, "。数据局");
    type(&pty, "r"); /* new data are filtered too */
    has(&pty, 1, "。数据局");
    type(&pty, ":prose\rF");
    has(&pty, 23, "This page has nothing to filter by.");
    leave(&pty);
}

static void test_heads(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, "coordination");
    has(&pty, 23, "1/40"); /* begins on a row, and rows are counted */
    has(&pty, 22, "R0全部");
    type(&pty, RIGHT RIGHT UP);
    has(&pty, 22, "产业");
    type(&pty, "\r");
    has(&pty, 1, "prose"); /* the head's address */
    type(&pty, "[");
    has(&pty, 22, "产业");
    type(&pty, "g");
    has(&pty, 22, "R0全部");
    type(&pty, "!"); /* every second column is behind */
    has(&pty, 22, "单元0之1");
    type(&pty, "!!");
    has(&pty, 22, "单元0之5");
    type(&pty, "!");
    has(&pty, 22, "单元1之1");
    type(&pty, ":list\r!");
    has(&pty, 23, "No cell of this page is behind.");
    leave(&pty);
}

static const struct view_choice groups[] = {{"unit", "by unit", CHOICE_AT_NOTHING},
                                            {"task", "by task", CHOICE_AT_NOTHING},
                                            {NULL, NULL, CHOICE_AT_NOTHING}};

static void test_group(void **state)
{
    (void)state;
    static const struct page grouped = {.name = "grouped", .groups = groups};
    static const struct page plain = {.name = "plain"};
    struct chosen_pages pages_of = {0};
    struct chosen *chosen = chosen_of(&pages_of, &grouped);
    assert_string_equal(chosen_options(chosen).group, "");
    assert_true(chosen_group(chosen));
    assert_string_equal(chosen_options(chosen).group, "task");
    assert_ptr_equal(chosen_of(&pages_of, &grouped), chosen);
    assert_false(chosen_group(chosen_of(&pages_of, &plain)));
    assert_false(chosen_filter(chosen_of(&pages_of, &plain), "x"));
    assert_true(chosen_group(chosen_of(&pages_of, &grouped)));
    assert_string_equal(chosen_options(chosen).group, "");
    /* A sort of the page takes the place of a column. */
    static const struct page sorted = {.name = "sorted", .sorts = groups};
    chosen = chosen_of(&pages_of, &sorted);
    place_copy(chosen->column, sizeof chosen->column, "Value");
    assert_string_equal(chosen_options(chosen).column, "Value");
    assert_true(chosen_sort(chosen, ""));
    assert_string_equal(chosen_options(chosen).column, "");
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], DASHBOARD) == 0)
        return dashboard_main(argc, argv);
    self_path = argv[0];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sort),    cmocka_unit_test(test_sort_without_column),
        cmocka_unit_test(test_columns), cmocka_unit_test(test_filter),
        cmocka_unit_test(test_heads),   cmocka_unit_test(test_group),
    };
    return cmocka_run_group_tests_name("tui chosen", tests, NULL, NULL);
}
