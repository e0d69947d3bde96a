/* Rows in order by a column: of numbers, of states, of texts; what stays where it is;
 * and which column comes next. */
#include "tests/lib/pages_fixture.h"
#include "views/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { NAME, VALUE, STATE, SAME, PICTURE, COLUMNS, ROWS = 9 };

static struct arena arena;

static const struct view_column columns[COLUMNS] = {
    [NAME] = {.head = "Name"},
    [VALUE] = {.head = "Value", .align = ALIGN_RIGHT},
    [STATE] = {.head = "State"},
    [SAME] = {.head = "Same"},
    [PICTURE] = {.head = "Picture", .picture = true},
};

static const struct view_cell cells[ROWS][COLUMNS] = {
    {{.text = "group one", .role = ROLE_HEAD},
     {.text = ""},
     {.text = ""},
     {.text = ""},
     {.text = ""}},
    {{.text = "d"},
     {.text = ">=1,200.5"},
     {.text = "+ ahead", .role = ROLE_GOOD},
     {.text = "x"},
     {.text = "1"}},
    {{.text = "b"}, {.text = "--"}, {.text = ""}, {.text = "x"}, {.text = "2"}},
    {{.text = "c"},
     {.text = "-3"},
     {.text = "! behind", .role = ROLE_BAD},
     {.text = "x"},
     {.text = "3"}},
    {{.text = "a"}, {.text = "999"}, {.text = ". on"}, {.text = "x"}, {.text = "4"}},
    {{.text = "group two", .role = ROLE_HEAD},
     {.text = ""},
     {.text = ""},
     {.text = ""},
     {.text = ""}},
    {{.text = "f"},
     {.text = "5/25"},
     {.text = "! behind", .role = ROLE_BAD},
     {.text = "x"},
     {.text = "5"}},
    {{.text = "e"},
     {.text = "70%"},
     {.text = "! behind", .role = ROLE_BAD},
     {.text = "x"},
     {.text = "6"}},
    {{.text = "sum"},
     {.text = "10000"},
     {.text = "computed", .role = ROLE_DIM},
     {.text = "x"},
     {.text = "7"}},
};

static const char *const keys[ROWS] = {"1", "d", "b", "c", "a", "2", "f", "e", "total"};

/* The page with a shorter table before the one above, and one with another head. */
static struct view made(void)
{
    struct view_row *rows = arena_alloc(&arena, ROWS * sizeof *rows);
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = (struct view_row){.key = keys[i],
                                    .address = "",
                                    .detail = "",
                                    .cells = cells[i],
                                    .head = i == 0 || i == 5};
    struct view_block *blocks = arena_alloc(&arena, 4 * sizeof *blocks);
    blocks[0] = (struct view_block){.kind = BLOCK_TEXT, .text = "text"};
    blocks[1] = (struct view_block){.kind = BLOCK_TABLE};
    blocks[1].table = (struct view_table){
        .columns = columns, .n_columns = COLUMNS, .rows = rows, .n_rows = 3};
    blocks[2] = blocks[1];
    blocks[2].table.n_rows = ROWS;
    static const struct view_column other[] = {{.head = "Other"}};
    blocks[3] = blocks[1];
    blocks[3].table.columns = other;
    blocks[3].table.n_columns = 1;
    return (struct view){.blocks = blocks, .n_blocks = 4};
}

static const char *order_by(const char *head, bool reversed)
{
    struct view view = made();
    const struct view_row *before = view.blocks[1].table.rows;
    columns_order(&view, head, reversed, &arena);
    /* Of two tables with that head both; not one without it. */
    assert_true((view.blocks[1].table.rows != before) ==
                (view.blocks[2].table.sorted > 0));
    assert_ptr_equal(view.blocks[3].table.rows, before);
    const char *text = "";
    for (size_t i = 0; i < ROWS; i++)
        text = arena_printf(&arena, "%s%c", text, view.blocks[2].table.rows[i].key[0]);
    return text;
}

static void test_order(void **state)
{
    (void)state;
    assert_string_equal(order_by("Name", false), "1abcd2eft");
    assert_string_equal(order_by("Name", true), "1dcba2fet");
    assert_string_equal(order_by("Value", false), "1dacb2eft");
    assert_string_equal(order_by("Value", true), "1cadb2fet");
    assert_string_equal(order_by("State", false), "1cadb2fet");
    assert_string_equal(order_by("State", true), "1dacb2fet");
    /* Nothing to order by: as it was. */
    static const char *const none[] = {"Same", "Picture", "No such head", ""};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_string_equal(order_by(none[i], false), "1dbca2fet");
}

static void test_marked(void **state)
{
    (void)state;
    struct view view = made();
    columns_order(&view, "Value", true, &arena);
    assert_int_equal(view.blocks[2].table.sorted, VALUE + 1);
    assert_true(view.blocks[2].table.reversed);
    assert_int_equal(view.blocks[3].table.sorted, 0);
}

static void test_next(void **state)
{
    (void)state;
    struct view view = made();
    assert_string_equal(columns_next(&view, 0, ""), "Name");
    assert_string_equal(columns_next(&view, 2, "Name"), "Value");
    assert_string_equal(columns_next(&view, 2, "Value"), "State");
    assert_string_equal(columns_next(&view, 2, "State"), "");
    assert_string_equal(columns_next(&view, 2, "of another page"), "Name");
    assert_string_equal(columns_next(&view, 3, ""), "Other"); /* where one stands */
    assert_string_equal(columns_next(&view, 9, ""), "Name");
    view.n_blocks = 1;
    assert_string_equal(columns_next(&view, 3, ""), "");
    columns_order(&view, "Name", false, &arena);
    assert_int_equal(view.n_blocks, 1);
}

/* On a real page the same rows, in another order. */
static void test_page(void **state)
{
    struct fixture *fixture = *state;
    struct view plain = fixture_page(fixture, "task@100000");
    const char *head = columns_next(&plain, plain.n_blocks, "");
    assert_string_not_equal(head, "");
    fixture->context.options.column = head;
    fixture->context.options.reversed = true;
    struct view view = fixture_page(fixture, "task@100000");
    fixture->context.options = (struct view_options){"", "", "", "", "", false};
    size_t n = 0;
    for (size_t i = 0; i < view.n_blocks; i++) {
        const struct view_table *table = &view.blocks[i].table;
        if (view.blocks[i].kind != BLOCK_TABLE || !table->sorted)
            continue;
        n++;
        assert_string_equal(table->columns[table->sorted - 1].head, head);
        assert_int_equal(table->n_rows, plain.blocks[i].table.n_rows);
        for (size_t k = 1; k < table->n_rows; k++)
            if (!table->rows[k - 1].head && !table->rows[k].head)
                assert_true(strcoll(table->rows[k - 1].cells[table->sorted - 1].text,
                                    table->rows[k].cells[table->sorted - 1].text) >= 0);
    }
    assert_int_equal(n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_marked),
        cmocka_unit_test(test_next),
        cmocka_unit_test_setup_teardown(test_page, fixture_filled, fixture_closed),
    };
    int failed = cmocka_run_group_tests_name("views_columns", tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
