/* A page as CSV: quoting, formulas, numbers, every kind of block. */
#include "core/text.h"
#include "report/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *written(const struct view *view, size_t ceiling, struct error *error)
{
    struct arena arena = {0};
    struct buffer out = {.ceiling = ceiling};
    const struct report_rules rules = {
        .width = 72, .ambiguous = 2, .program = "aiplus"};
    bool ok = report_write(&report_csv, &rules, view, &arena, &out, error);
    arena_release(&arena);
    if (!ok) {
        buffer_release(&out);
        return NULL;
    }
    return out.data;
}

static void test_cells(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"12.5", "12.5"},
        {"-3", "-3"},
        {"+6.1", "6.1"},
        {"0.40", "0.40"},
        {"0", "0"},
        {"", ""},
        {"007", "\"007\""},
        {"1e5", "\"1e5\""},
        {"> 490", "\"> 490\""},
        {"=1+1", "\"'=1+1\""},
        {"+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\""},
        {"-2+3", "\"'-2+3\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\t=1", "\"' =1\""},
        {"\r=1", "\"' =1\""},
        {"a\"b,c\nd", "\"a\"\"b,c d\""},
        {"inf", "\"inf\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct view_cell cell = {.text = cases[i].text};
        const struct view_column column = {.head = "h"};
        const struct view_row row = {
            .key = "k", .address = "task/A2", .detail = "", .cells = &cell};
        const struct view_block block = {
            .kind = BLOCK_TABLE,
            .title = "",
            .tight = true,
            .table = {.columns = &column, .n_columns = 1, .rows = &row, .n_rows = 1}};
        const struct view view = {.address = "overview",
                                  .as_of = "",
                                  .collected = "",
                                  .conclusion = "",
                                  .blocks = &block,
                                  .n_blocks = 1};
        struct error error = {0};
        char *text = written(&view, 1 << 16, &error), expected[200];
        assert_non_null(text);
        snprintf(
            expected, sizeof expected,
            "\xef\xbb\xbf\"overview\"\r\n\"h\",\"Address\"\r\n%s,\"task/A2\"\r\n\r\n",
            cases[i].cell);
        if (strncmp(text, expected, strlen(expected)) != 0)
            fail_msg("%s\n%s", text, expected);
        free(text);
    }
}

static void test_blocks(void **state)
{
    (void)state;
    const struct view_matrix_column column = {.name = "Industry", .head = "A2.2"};
    const struct view_matrix_cell cell = {.symbol = "!", .word = "behind"};
    static const char *const total_heads[] = {"behind"}, *const totals[] = {"4"};
    const struct view_matrix_row row = {
        .name = "Hunan", .address = "region/430000", .cells = &cell, .totals = totals};
    const struct view_point points[] = {{20000, 1.25, '@', ""},
                                        {20010, 0, '|', "break"}};
    const struct view_block blocks[] = {
        {.kind = BLOCK_MATRIX,
         .title = "Matrix",
         .matrix = {.columns = &column,
                    .n_columns = 1,
                    .total_heads = total_heads,
                    .n_totals = 1,
                    .rows = &row,
                    .n_rows = 1}},
        {.kind = BLOCK_CHART,
         .title = "",
         .chart = {.points = points,
                   .n_points = 2,
                   .unit = "EFLOPS",
                   .legend = "",
                   .decimals = 2}},
        {.kind = BLOCK_TEXT, .title = "", .label = "Basis", .text = "clause"},
    };
    static const char *const notes[] = {"a note"};
    const struct view_step steps[] = {{"AI+", "overview"}, {"Hunan", "region/430000"}};
    const struct view view = {
        .address = "coordination",
        .steps = steps,
        .n_steps = 2,
        .marks = {{"secret", ROLE_ALERT}},
        .n_marks = 1,
        .as_of = "data to 2026-10",
        .collected = "",
        .conclusion = "one behind",
        .blocks = blocks,
        .n_blocks = 3,
        .notes = notes,
        .n_notes = 1,
    };
    struct error error = {0};
    char *text = written(&view, 1 << 16, &error);
    assert_non_null(text);
    static const char *const parts[] = {
        "\"AI+ > Hunan\"\r\n\"secret\"\r\n\"data to 2026-10\"\r\n\"one behind\"\r\n",
        "\r\n\r\n\"Matrix\"\r\n\"Region\",\"Industry\",\"behind\",\"Address\"\r\n"
        "\"Hunan\",\"behind\",4,\"region/430000\"\r\n",
        "\"2024-10-04\",\"official\",1.25,\"EFLOPS\",\r\n",
        "\"2024-10-14\",\"break\",,\"EFLOPS\",\"break\"\r\n",
        "\"Basis\",\"clause\"\r\n\r\n\"a note\"\r\n",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(text, parts[i]))
            fail_msg("part %zu is not in:\n%s", i, text);
    free(text);
    assert_null(written(&view, 200, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
}

static void test_endings(void **state)
{
    (void)state;
    assert_ptr_equal(report_format_by_ending("a.csv"), &report_csv);
    assert_ptr_equal(report_format_by_ending("b/A.CSV"), &report_csv);
    assert_string_equal(report_format_by_ending("x.txt")->name, "text");
    assert_null(report_format_by_ending(".csv"));
    assert_null(report_format_by_ending("csv"));
    assert_null(report_format_by_ending("a.pdf"));
    assert_null(report_format_by_ending(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_endings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
