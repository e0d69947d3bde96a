/* The matrix of coordination: sorted, filtered, of a reporting unit, with its duties.
 */
#include "tests/lib/pages_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Hunan is behind in B9, Anhui's province-wide ledger is overdue in A2.2 under a unit
 * that no task of the catalogue names. */
static void put(struct fixture *fixture)
{
    fixture_put(fixture,
                (struct fixture_row){"B9-01", 430000, "2026-Q3", 3.0, 'A', 0, 5});
    struct item item = {
        .kind = ITEM_LEDGER, .key = "9", .source = "office", .receipt = 5};
    item.fields[item_field_named(ITEM_LEDGER, "id")] = "9";
    item.fields[item_field_named(ITEM_LEDGER, "task")] = "A2.2";
    item.fields[item_field_named(ITEM_LEDGER, "region")] = "340000";
    item.fields[item_field_named(ITEM_LEDGER, "deadline")] = "2026-10-01";
    item.fields[item_field_named(ITEM_LEDGER, "lead")] = "省试验办";
    fixture_put_item(fixture, item);
    item.key = item.fields[item_field_named(ITEM_LEDGER, "id")] = "91";
    item.fields[item_field_named(ITEM_LEDGER, "task")] = "C1";
    item.fields[item_field_named(ITEM_LEDGER, "lead")] = "";
    fixture_put_item(fixture, item);
}

static struct view page(struct fixture *fixture, const char *address,
                        struct view_options options)
{
    fixture->context.options = options;
    return fixture_page(fixture, address);
}

static const struct view_matrix *matrix_of(const struct view *view)
{
    assert_true(view->n_blocks > 0);
    assert_int_equal(view->blocks[0].kind, BLOCK_MATRIX);
    return &view->blocks[0].matrix;
}

static size_t row_at(const struct view_matrix *matrix, const char *key)
{
    size_t r = 0;
    while (r < matrix->n_rows && strcmp(matrix->rows[r].key, key) != 0)
        r++;
    return r;
}

static size_t column_at(const struct view_matrix *matrix, const char *key)
{
    size_t c = 0;
    while (c < matrix->n_columns && strcmp(matrix->columns[c].key, key) != 0)
        c++;
    return c;
}

static const struct view_matrix_cell *cell_at(const struct view_matrix *matrix,
                                              const char *row, const char *column)
{
    size_t r = row_at(matrix, row), c = column_at(matrix, column);
    assert_true(r < matrix->n_rows && c < matrix->n_columns);
    return &matrix->rows[r].cells[c];
}

static void test_document_order(void **state)
{
    struct fixture *fixture = *state;
    put(fixture);
    struct view view =
        page(fixture, "coordination@100000",
             (struct view_options){.sort = "", .at = "", .filter = "", .group = ""});
    const struct view_matrix *matrix = matrix_of(&view);
    assert_int_equal(matrix->n_columns, 29);
    for (size_t r = 1; r < matrix->n_rows; r++)
        assert_true(strcmp(matrix->rows[r - 1].key, matrix->rows[r].key) < 0);
    assert_true(cell_at(matrix, "430000", "B9")->behind);
    assert_false(cell_at(matrix, "110000", "B9")->behind);
    assert_string_equal(matrix->rows[row_at(matrix, "430000")].totals[0], "1");
    assert_non_null(strstr(cell_at(matrix, "430000", "B9")->detail, "gap -"));
    assert_non_null(strstr(matrix->columns[column_at(matrix, "B9")].detail, "Hunan"));
}

static void test_rows_sorted(void **state)
{
    struct fixture *fixture = *state;
    put(fixture);
    struct view view = page(
        fixture, "coordination@100000",
        (struct view_options){.sort = "behind", .at = "", .filter = "", .group = ""});
    const struct view_matrix *matrix = matrix_of(&view);
    assert_string_equal(matrix->rows[0].key, "430000");
    assert_string_equal(matrix->rows[1].key, "110000"); /* ties as before */
    assert_string_equal(matrix->rows[2].key, "120000");
    view = page(
        fixture, "coordination@100000",
        (struct view_options){.sort = "column", .at = "B9", .filter = "", .group = ""});
    assert_string_equal(matrix_of(&view)->rows[0].key, "430000");
    view = page(
        fixture, "coordination@100000",
        (struct view_options){.sort = "column", .at = "C1", .filter = "", .group = ""});
    assert_string_equal(matrix_of(&view)->rows[0].key, "340000");
    /* A column that is not there leaves the order alone. */
    view = page(
        fixture, "coordination@100000",
        (struct view_options){.sort = "column", .at = "X1", .filter = "", .group = ""});
    assert_string_equal(matrix_of(&view)->rows[0].key, "110000");
}

static void test_columns_sorted(void **state)
{
    struct fixture *fixture = *state;
    put(fixture);
    static const struct view_options options[] = {
        {.sort = "columns", .at = "", .filter = "", .group = ""},
        {.sort = "row", .at = "430000", .filter = "", .group = ""}};
    for (size_t i = 0; i < 2; i++) {
        struct view view = page(fixture, "coordination@100000", options[i]);
        const struct view_matrix *matrix = matrix_of(&view);
        assert_string_equal(matrix->columns[0].key, "B9");
        assert_true(cell_at(matrix, "430000", "B9")->behind); /* cells go along */
        assert_false(cell_at(matrix, "430000", "A1.1")->behind);
        assert_string_equal(matrix->columns[25].key, "C1");
        assert_true(matrix->columns[25].group_start);
        assert_string_equal(matrix->group_heads[0], "");
    }
}

static void test_only_behind(void **state)
{
    struct fixture *fixture = *state;
    put(fixture);
    struct view view = page(
        fixture, "coordination@100000",
        (struct view_options){.sort = "", .at = "", .filter = "behind", .group = ""});
    const struct view_matrix *matrix = matrix_of(&view);
    assert_int_equal(matrix->n_rows, 2); /* Anhui for its duty */
    assert_string_equal(matrix->rows[0].key, "340000");
    assert_string_equal(matrix->rows[1].key, "430000");
    assert_int_equal(matrix->n_columns, 2);
    assert_string_equal(matrix->columns[0].key, "B9");
    assert_string_equal(matrix->columns[1].key, "C1");
    assert_int_equal(strncmp(view.conclusion, "Filter only behind: ", 20), 0);
    assert_true(text_width(view.conclusion, 1) <= 66);
    assert_int_equal(strncmp(view.keys, "F Enter", 7), 0);
}

static void test_only_overdue(void **state)
{
    struct fixture *fixture = *state;
    put(fixture);
    struct view view = page(
        fixture, "coordination@100000",
        (struct view_options){.sort = "", .at = "", .filter = "overdue", .group = ""});
    const struct view_matrix *matrix = matrix_of(&view);
    assert_int_equal(matrix->n_rows, 1);
    assert_string_equal(matrix->rows[0].key, "340000");
    assert_int_equal(matrix->n_columns, 2);
    assert_string_equal(matrix->columns[0].key, "A2.2");
    assert_string_equal(matrix->columns[1].key, "C1");
}

/* The division of labour counts as well as the catalogue's own leads. */
static void test_lead_unit(void **state)
{
    struct fixture *fixture = *state;
    put(fixture);
    struct view view = page(
        fixture, "coordination@100000",
        (struct view_options){.sort = "", .at = "", .filter = "省试验办", .group = ""});
    const struct view_matrix *matrix = matrix_of(&view);
    assert_int_equal(matrix->n_columns, 1);
    assert_string_equal(matrix->columns[0].key, "A2.2");
    assert_true(matrix->n_rows > 30);
    const char *lead = catalog_task(&fixture->catalog, "B9")->lead;
    assert_true(lead[0] != '\0');
    view =
        page(fixture, "coordination@100000",
             (struct view_options){.sort = "", .at = "", .filter = lead, .group = ""});
    assert_true(column_at(matrix_of(&view), "B9") < matrix_of(&view)->n_columns);
    view = page(fixture, "coordination@100000",
                (struct view_options){
                    .sort = "", .at = "", .filter = "没有这个单位", .group = ""});
    assert_int_not_equal(view.blocks[0].kind, BLOCK_MATRIX);
    assert_non_null(strstr(view.conclusion, "Nothing here is like that."));
}

static void test_duties(void **state)
{
    struct fixture *fixture = *state;
    put(fixture);
    struct view view =
        page(fixture, "coordination@100000",
             (struct view_options){.sort = "", .at = "", .filter = "", .group = ""});
    const struct view_matrix *matrix = matrix_of(&view);
    const struct view_matrix_cell *cell = cell_at(matrix, "340000", "C1");
    assert_string_equal(cell->symbol, "!");
    assert_string_equal(cell->address, "ledger@340000");
    assert_true(cell->behind && cell->exception);
    assert_string_equal(cell_at(matrix, "340000", "C3")->address, "cases@340000");
    assert_string_equal(cell_at(matrix, "340000", "C4")->address, "publicity@340000");
    /* Nothing of a register that others have: lacking. */
    assert_string_equal(cell_at(matrix, "120000", "C1")->symbol, "NR");
    /* Part four counts in no sum. */
    assert_string_equal(matrix->rows[row_at(matrix, "340000")].totals[0], "0");
}

static void test_reporting_unit(void **state)
{
    struct fixture *fixture = *state;
    struct view view =
        page(fixture, "coordination/JHDL",
             (struct view_options){.sort = "", .at = "", .filter = "", .group = ""});
    const struct view_matrix *matrix = matrix_of(&view);
    static const char *const keys[] = {"210200", "330200", "350200", "370200",
                                       "440300"};
    assert_int_equal(matrix->n_rows, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(matrix->rows[i].key, keys[i]);
    assert_string_equal(view.address, "coordination/JHDL");
    struct address address;
    assert_false(address_parse(&fixture->catalog, "coordination/NONE", &address, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_document_order, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_rows_sorted, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_columns_sorted, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_only_behind, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_only_overdue, fixture_filled,
                                        fixture_closed),
        cmocka_unit_test_setup_teardown(test_lead_unit, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_duties, fixture_filled, fixture_closed),
        cmocka_unit_test_setup_teardown(test_reporting_unit, fixture_filled,
                                        fixture_closed),
    };
    return cmocka_run_group_tests_name("views matrix", tests, NULL, NULL);
}
