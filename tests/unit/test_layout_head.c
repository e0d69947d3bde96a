/* The fixed lines: what gives way to what, and the matrix and the chart to the cell. */
#include "views/layout.h"

#include "tests/lib/samples.h"
#include "tests/lib/sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct view page(void)
{
    struct view view;
    sample_find("ledger")->build(&arena, &view);
    return view;
}

static const char *head_at(const struct view *view, int width, int line)
{
    const struct layout_rules rules = {.width = width, .ambiguous = 1};
    struct sheet_line lines[2];
    layout_head(view, &rules, &arena, lines);
    return sheet_text(&lines[line], 1, &arena);
}

static void test_right_texts_end_before_the_last_column(void **state)
{
    (void)state;
    static const int widths[] = {80, 100, 120};
    struct view view = page();
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        const struct layout_rules rules = {.width = widths[i], .ambiguous = 1};
        struct sheet_line lines[3];
        layout_head(&view, &rules, &arena, lines);
        layout_status(&view, "2/14", "", &rules, &arena, &lines[2]);
        for (size_t k = 0; k < 3; k++) {
            const struct sheet_span *last = &lines[k].spans[lines[k].n - 1];
            assert_int_equal(last->x + last->width, widths[i] - 1);
        }
    }
}

static void test_collected_gives_way_first(void **state)
{
    (void)state;
    struct view view = page();
    assert_non_null(strstr(head_at(&view, 120, 1), "缓存 11-05 06:15"));
    const char *narrow = head_at(&view, 80, 1);
    assert_null(strstr(narrow, "缓存"));
    assert_non_null(strstr(narrow, "智能工厂。    11-05 06:15"));
    view.conclusion =
        "一句很长的结论，一句很长的结论，一句很长的结论，一句很长的结论，长";
    view.collected = "数据过期  11-05 06:15";
    view.collected_brief[0] = view.collected;
    view.collected_brief[1] = "数据过期";
    assert_non_null(strstr(head_at(&view, 66, 1), ".."));
    assert_non_null(strstr(head_at(&view, 66, 1), "  数据过期"));
}

static void test_marks_stay(void **state)
{
    (void)state;
    struct view view = page();
    for (int width = 24; width <= 120; width++)
        assert_non_null(strstr(head_at(&view, width, 0), "演示数据"));
    /* The page's own name stays longer than the way to it. */
    assert_non_null(strstr(head_at(&view, 46, 0), ".. > 台账"));
    assert_null(strstr(head_at(&view, 46, 0), "湖南省"));
    view.n_marks = 2;
    view.marks[1] = (struct view_mark){"用上一快照", ROLE_ALERT};
    assert_non_null(strstr(head_at(&view, 40, 0), "用上一快照"));
}

static const char *status_at(const struct view *view, const char *message, int width)
{
    const struct layout_rules rules = {.width = width, .ambiguous = 1};
    struct sheet_line line;
    layout_status(view, "18/31", message, &rules, &arena, &line);
    return sheet_text(&line, 1, &arena);
}

static void test_status(void **state)
{
    (void)state;
    struct view view = page();
    const char *wide = status_at(&view, "", 80);
    assert_memory_equal(wide, "18/31   Enter 进入", strlen("18/31   Enter 进入"));
    assert_non_null(strstr(wide, "? 帮助"));
    /* Keys go whole, from the last. */
    const char *narrow = status_at(&view, "", 60);
    assert_non_null(strstr(narrow, "s 排序"));
    assert_null(strstr(narrow, "?"));
    assert_non_null(strstr(narrow, "ledger@430000"));
    assert_non_null(
        strstr(status_at(&view, "更新中 3/10", 80), "18/31   更新中 3/10  "));
    view.keys = "";
    assert_non_null(strstr(status_at(&view, "", 80), "ledger@430000"));
    view.address = "find/一个很长很长很长很长很长很长很长很长很长很长很长很长很长的词";
    assert_non_null(strstr(status_at(&view, "", 80), ".."));
}

/* All tasks and duties at 80 cells; three cells a column at 120. */
static void test_matrix_cells(void **state)
{
    (void)state;
    static const char *const names[] = {"matrix_zh", "matrix_en"};
    for (size_t i = 0; i < 2; i++)
        for (int width = 80; width <= 120; width += 40) {
            struct view view;
            struct sheet sheet;
            const struct layout_rules rules = {.width = width, .ambiguous = 2};
            sample_find(names[i])->build(&arena, &view);
            layout_sheet(&view, &rules, &arena, &sheet);
            const struct view_matrix *matrix = &view.blocks[0].matrix;
            /* A head for each column, then the rows' names and cells. */
            const struct sheet_item *row = &sheet.items[matrix->n_columns];
            assert_int_equal(sheet.n_items,
                             matrix->n_columns +
                                 matrix->n_rows * (matrix->n_columns + 1));
            for (size_t c = 1; c <= matrix->n_columns; c++) {
                const struct sheet_item *item = &row[c];
                assert_int_equal(sheet.items[c - 1].x, item->x);
                assert_string_equal(sheet.items[c - 1].address,
                                    matrix->columns[c - 1].address);
                assert_int_equal(item->width, 2);
                assert_int_equal(item->head_x, item->x);
                assert_int_equal(item->marker, 0);
                assert_string_equal(item->address,
                                    matrix->rows[0].cells[c - 1].address);
                if (c == 1)
                    continue;
                int step = width == 80 ? 2 : 3;
                assert_int_equal(item->x - row[c - 1].x,
                                 step + matrix->columns[c - 1].group_start);
            }
            assert_int_equal(row->width > 0, 1); /* the name is a cell too */
            assert_int_equal(row->head_width, 0);
        }
}

/* Every point at its place: higher values above, later days to the right, and nothing
 * between them. */
static void test_chart_points(void **state)
{
    (void)state;
    struct view view;
    struct sheet sheet;
    const struct layout_rules rules = {.width = 80, .ambiguous = 1};
    sample_find("indicator")->build(&arena, &view);
    view.blocks = &view.blocks[2];
    view.n_blocks = 1;
    layout_sheet(&view, &rules, &arena, &sheet);
    int x[3] = {0}, row[3] = {0}, n = 0, others = 0;
    for (size_t line = 1; line <= 10; line++)
        for (size_t s = 0; s < sheet.lines[line].n; s++) {
            const struct sheet_span *span = &sheet.lines[line].spans[s];
            if (strcmp(span->text, "@") == 0 || strcmp(span->text, "^") == 0) {
                assert_true(n < 3);
                x[n] = span->x;
                row[n++] = (int)line;
            } else if (strcmp(span->text, "> 490") != 0 && span->x > 5) {
                others++;
            }
        }
    assert_int_equal(n, 3);
    assert_int_equal(others, 0);
    assert_true(row[0] < row[1]); /* 490 stands above 346 and 302 */
    assert_true(x[0] > x[2] && x[2] > x[1]);
}

/* What a chart cannot show it must survive. */
static void test_odd_charts(void **state)
{
    (void)state;
    static const struct view_point points[][2] = {
        {{.day = 20000, .value = 0, .mark = '@', .label = "0"},
         {.day = 20000, .value = 0, .mark = 'T', .label = "0"}},
        {{.day = 20000, .value = -5e300, .mark = '@', .label = ""},
         {.day = 20400, .value = 5e300, .mark = '?', .label = "wide label wide label"}},
        {{.day = -300000, .value = 1e-300, .mark = '.', .label = "a"},
         {.day = 300000, .value = 2e-300, .mark = 'x', .label = "b"}},
        {{.day = 20000, .value = -3, .mark = 'v', .label = "< -3"},
         {.day = 20001, .value = -3.5, .mark = 'o', .label = ""}},
    };
    static const int widths[] = {5, 12, 24, 40, 80, 120};
    struct view_block block = {
        .kind = BLOCK_CHART, .title = "", .label = "", .text = ""};
    struct view view = {.blocks = &block, .n_blocks = 1};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            const struct layout_rules rules = {.width = widths[w], .ambiguous = 2};
            struct sheet sheet;
            block.chart = (struct view_chart){
                .points = points[i], .n_points = 2, .unit = "%", .legend = "@ value"};
            layout_sheet(&view, &rules, &arena, &sheet);
            sheet_check(&sheet, &rules);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_right_texts_end_before_the_last_column, release),
        cmocka_unit_test_teardown(test_collected_gives_way_first, release),
        cmocka_unit_test_teardown(test_marks_stay, release),
        cmocka_unit_test_teardown(test_status, release),
        cmocka_unit_test_teardown(test_matrix_cells, release),
        cmocka_unit_test_teardown(test_chart_points, release),
        cmocka_unit_test_teardown(test_odd_charts, release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
