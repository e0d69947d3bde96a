/* Layout: every sample page at every width, as the golden files say, and what must hold
 * of each line. */
#include "views/layout.h"

#include "core/text.h"
#include "tests/lib/golden.h"
#include "tests/lib/samples.h"
#include "tests/lib/sheets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct layout_rules screens[] = {
    {.width = 80, .ambiguous = 2, .plain = true},
    {.width = 120, .ambiguous = 1},
};

/* The whole screen as text: head, sheet, status. */
static const char *screen_text(const struct view *view,
                               const struct layout_rules *rules, struct arena *arena)
{
    struct sheet_line head[2], status;
    struct sheet sheet;
    layout_head(view, rules, arena, head);
    layout_sheet(view, rules, arena, &sheet);
    layout_status(view, "2/14", "", rules, arena, &status);
    return arena_printf(arena, "%s%s%s", sheet_text(head, 2, arena),
                        sheet_text(sheet.lines, sheet.n_lines, arena),
                        sheet_text(&status, 1, arena));
}

static void test_golden(void **state)
{
    (void)state;
    for (size_t i = 0; samples[i].name; i++)
        for (size_t r = 0; r < sizeof screens / sizeof *screens; r++) {
            struct arena arena = {0};
            struct view view;
            samples[i].build(&arena, &view);
            golden_check(arena_printf(&arena, "layout/%s_%d.txt", samples[i].name,
                                      screens[r].width),
                         screen_text(&view, &screens[r], &arena));
            arena_release(&arena);
        }
}

static void check_at(const struct sample *sample, struct layout_rules rules)
{
    struct arena arena = {0};
    struct view view;
    struct sheet sheet;
    struct sheet_line head[2], status;
    sample->build(&arena, &view);
    layout_sheet(&view, &rules, &arena, &sheet);
    sheet_check(&sheet, &rules);
    layout_head(&view, &rules, &arena, head);
    lines_check(head, 2, &rules);
    layout_status(&view, "2/14", "", &rules, &arena, &status);
    lines_check(&status, 1, &rules);
    layout_status(&view, "18/31", "更新中 3/10：省统计局月报，连接超时后重试中", &rules,
                  &arena, &status);
    lines_check(&status, 1, &rules);
    arena_release(&arena);
}

static void test_no_line_is_too_wide(void **state)
{
    (void)state;
    static const int widths[] = {2, 3, 10, 24, 40, 60, 72, 79, 80, 81, 100, 120, 200};
    for (size_t i = 0; samples[i].name; i++)
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
            for (int flags = 0; flags < 8; flags++)
                check_at(&samples[i],
                         (struct layout_rules){.width = widths[w],
                                               .ambiguous = flags & 1 ? 2 : 1,
                                               .plain = (flags & 2) != 0,
                                               .paper = (flags & 4) != 0});
}

/* Every number of every row is whole wherever its column may not go. */
static void test_numbers_are_whole(void **state)
{
    (void)state;
    static const int widths[] = {40, 72, 80, 120};
    static const char *const numbers[] = {"21", " 9", " 6", "421"};
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
        for (int paper = 0; paper < 2; paper++) {
            struct arena arena = {0};
            struct layout_rules rules = {
                .width = widths[w], .ambiguous = 1, .paper = paper};
            struct view view;
            struct sheet sheet;
            sample_find("ledger")->build(&arena, &view);
            layout_sheet(&view, &rules, &arena, &sheet);
            for (size_t i = 0; i < sheet.n_items; i++)
                assert_non_null(
                    strstr(sheet_text(&sheet.lines[sheet.items[i].line], 1, &arena),
                           numbers[i]));
            arena_release(&arena);
        }
}

static const char *sample_text(const char *name, struct layout_rules rules,
                               struct arena *arena)
{
    struct view view;
    struct sheet sheet;
    sample_find(name)->build(arena, &view);
    layout_sheet(&view, &rules, arena, &sheet);
    return sheet_text(sheet.lines, sheet.n_lines, arena);
}

static void test_columns_go_in_order(void **state)
{
    (void)state;
    struct arena arena = {0};
    bool had_first = false, had_second = false;
    for (int width = 40; width <= 120; width++) {
        struct layout_rules rules = {.width = width, .ambiguous = 1};
        const char *text = sample_text("ledger", rules, &arena);
        bool first = strstr(text, "2026-10-15"), second = strstr(text, "A2.2");
        assert_true(second || !first);    /* 1 goes before 2 */
        assert_true(first || !had_first); /* what fits once fits in more cells */
        assert_true(second || !had_second);
        had_first = first;
        had_second = second;
    }
    assert_true(had_first && had_second);
    struct layout_rules narrow = {.width = 46, .ambiguous = 1};
    assert_null(strstr(sample_text("ledger", narrow, &arena), "2026-10-15"));
    arena_release(&arena);
}

static void test_extra_width_goes_to_names(void **state)
{
    (void)state;
    struct arena arena = {0};
    const char *name = "建成省级智能工厂梯度培育库并完成第四季度评审";
    struct layout_rules rules = {.width = 80, .ambiguous = 1};
    assert_null(strstr(sample_text("ledger", rules, &arena), name));
    assert_non_null(strstr(sample_text("ledger", rules, &arena), ".."));
    rules.width = 120;
    assert_non_null(strstr(sample_text("ledger", rules, &arena), name));
    arena_release(&arena);
}

/* A blank between columns is worth less than the end of a name. */
static void test_gaps_give_way_to_names(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct view_column columns[] = {{.head = "", .flexible = true, .min = 4},
                                          {.head = "", .align = ALIGN_RIGHT}};
    const struct view_cell cells[] = {{.text = "Global coop."}, {.text = "14"}};
    const struct view_row row = {
        .key = "", .address = "", .detail = "", .cells = cells};
    const struct view_block block = {
        .kind = BLOCK_TABLE,
        .title = "",
        .label = "",
        .text = "",
        .table = {.columns = columns, .n_columns = 2, .rows = &row, .n_rows = 1}};
    const struct view view = {.blocks = &block, .n_blocks = 1};
    static const struct {
        int width;
        const char *text;
    } cases[] = {{19, "  Global coop.  14\n"},
                 {18, "  Global coop. 14\n"},
                 {17, "  Global c..  14\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct layout_rules rules = {.width = cases[i].width, .ambiguous = 1};
        struct sheet sheet;
        layout_sheet(&view, &rules, &arena, &sheet);
        assert_string_equal(sheet_text(sheet.lines, sheet.n_lines, &arena),
                            cases[i].text);
    }
    arena_release(&arena);
}

static void test_paper_loses_nothing(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct layout_rules rules = {.width = 50, .ambiguous = 1, .paper = true};
    const char *text = sample_text("ledger", rules, &arena);
    /* Dropped columns and the detail are in the row's note, then the page's notes. */
    assert_non_null(strstr(text, "[1]"));
    assert_non_null(strstr(text, "2026-10-15"));
    assert_non_null(strstr(text, "412"));
    assert_non_null(strstr(text, "[5]  天数按"));
    assert_null(strstr(text, ".."));
    /* Where every column has room no row needs a note. */
    rules.width = 120;
    text = sample_text("ledger", rules, &arena);
    assert_null(strstr(text, "412"));
    assert_non_null(strstr(text, "[1]  天数按"));
    arena_release(&arena);
}

static void test_halves(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct view view;
    struct sheet sheet;
    sample_find("halves")->build(&arena, &view);
    struct layout_rules rules = {.width = 80, .ambiguous = 1};
    layout_sheet(&view, &rules, &arena, &sheet);
    assert_int_equal(sheet.n_items, 8); /* heads of groups are no items */
    assert_int_equal(sheet.items[0].line, sheet.items[1].line);
    assert_int_equal(sheet.items[0].marker, 0);
    assert_int_equal(sheet.items[1].marker, 40);
    assert_string_equal(sheet.items[1].key, "B7  模型能力");
    rules.width = 60;
    layout_sheet(&view, &rules, &arena, &sheet);
    assert_int_equal(sheet.n_items, 8);
    for (size_t i = 0; i < sheet.n_items; i++)
        assert_int_equal(sheet.items[i].marker, 0);
    arena_release(&arena);
}

static void test_remote_text_is_clean(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct layout_rules rules = {.width = 120, .ambiguous = 1};
    const char *text = sample_text("indicator", rules, &arena);
    assert_null(strchr(text, '\x1b'));
    assert_non_null(strstr(text, "<U+001B>[31mred"));
    arena_release(&arena);
}

static void test_plain_tier(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct layout_rules rules = {.width = 80, .ambiguous = 2, .plain = true};
    const char *text = sample_text("indicator", rules, &arena);
    assert_non_null(strstr(text, "“人工智能+”")); /* the clause keeps its characters */
    assert_non_null(strstr(text, "\"AI+ manufacturing\", >= 1"));
    assert_null(strstr(text, "…"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_no_line_is_too_wide),
        cmocka_unit_test(test_numbers_are_whole),
        cmocka_unit_test(test_columns_go_in_order),
        cmocka_unit_test(test_extra_width_goes_to_names),
        cmocka_unit_test(test_gaps_give_way_to_names),
        cmocka_unit_test(test_paper_loses_nothing),
        cmocka_unit_test(test_halves),
        cmocka_unit_test(test_remote_text_is_clean),
        cmocka_unit_test(test_plain_tier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
