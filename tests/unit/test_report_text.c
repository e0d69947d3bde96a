/* Paper: every sample page as a mail's text, against golden files, and what must hold
 * of every line at every width. */
#include "report/report.h"

#include "report/legend.h"
#include "tests/lib/golden.h"
#include "tests/lib/pages_fixture.h"
#include "tests/lib/samples.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *print(const struct view *view, const struct report_rules *rules,
                         struct arena *arena)
{
    struct buffer out = {.ceiling = 1 << 22};
    struct error error = {0};
    assert_true(
        report_write(report_format_find("text"), rules, view, arena, &out, &error));
    const char *text = arena_strndup(arena, out.data, out.size);
    assert_int_equal(strlen(text), out.size);
    buffer_release(&out);
    return text;
}

/* No line is wider than the paper but one of a single word, none ends in a blank, and
 * there is no control character. */
static void check_lines(const char *text, const struct report_rules *rules,
                        struct arena *arena)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        const char *line = arena_strndup(arena, text, n);
        if (text_width(line, rules->ambiguous) > rules->width && strchr(line, ' '))
            fail_msg("wider than %d: %s", rules->width, line);
        if (n > 0 && line[n - 1] == ' ')
            fail_msg("ends in a blank: %s", line);
        for (size_t i = 0; i < n; i++)
            if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
                fail_msg("control character: %s", line);
        assert_int_equal(text[n], '\n');
        text += n + 1;
    }
}

static void test_golden(void **state)
{
    (void)state;
    const struct report_rules rules = {
        .width = 72, .ambiguous = 1, .program = "aiplus 0.1.0"};
    for (size_t i = 0; samples[i].name; i++) {
        struct arena arena = {0};
        struct view view;
        samples[i].build(&arena, &view);
        golden_check(arena_printf(&arena, "report/%s.txt", samples[i].name),
                     print(&view, &rules, &arena));
        arena_release(&arena);
    }
}

static void test_every_width(void **state)
{
    (void)state;
    static const int widths[] = {40, 60, 72, 80, 120};
    for (size_t i = 0; samples[i].name; i++)
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
            for (int ambiguous = 1; ambiguous <= 2; ambiguous++) {
                struct arena arena = {0};
                struct view view;
                struct report_rules rules = {.width = widths[w],
                                             .ambiguous = ambiguous,
                                             .program = "aiplus 0.1.0",
                                             .options = "--as-of 2026-06-30"};
                samples[i].build(&arena, &view);
                const char *text = print(&view, &rules, &arena);
                check_lines(text, &rules, &arena);
                assert_string_equal(print(&view, &rules, &arena), text);
                arena_release(&arena);
            }
}

/* The real pages, in both languages, with and without a cache. */
static void test_real_pages(void **state)
{
    (void)state;
    static const char *const addresses[] = {"overview@100000",
                                            "overview@430000",
                                            "region/100000",
                                            "region/430000",
                                            "task@430000",
                                            "task/A2.2@430000",
                                            "task/G0@100000",
                                            "task/C1@100000",
                                            "coordination@100000",
                                            "indicator/B9-01@430000",
                                            "indicator/B7-01@100000",
                                            "sources",
                                            "help",
                                            "find/智能"};
    for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++)
        for (int filled = 0; filled < 2; filled++) {
            struct fixture fixture;
            fixture_open(&fixture, (enum language)language);
            if (filled)
                fixture_fill(&fixture);
            for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
                struct view view = fixture_page(&fixture, addresses[i]);
                struct report_rules rules = {
                    .width = 72, .ambiguous = 2, .program = "aiplus 0.1.0"};
                check_lines(print(&view, &rules, &fixture.page), &rules, &fixture.page);
                rules.width = 40;
                check_lines(print(&view, &rules, &fixture.page), &rules, &fixture.page);
            }
            fixture_close(&fixture);
        }
}

static void test_order(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct view view;
    sample_find("ledger")->build(&arena, &view);
    const struct report_rules rules = {
        .width = 72, .ambiguous = 1, .program = "aiplus 0.1.0"};
    const char *text = print(&view, &rules, &arena);
    static const char *const parts[] = {"人工智能+ > 湖南省 > 台账",
                                        "演示数据",
                                        "数据截至 2026年10月底",
                                        "缓存 11-05 06:15",
                                        "共52项",
                                        "建成省级智能工厂",
                                        "行业垂类大模型",
                                        "[1]",
                                        "\n--\n",
                                        "aiplus 0.1.0",
                                        "--print=ledger@430000"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        text = strstr(text, parts[i]);
        if (!text)
            fail_msg("%s is missing or too early", parts[i]);
    }
    arena_release(&arena);
}

/* The signs that occur, and no others. */
static void test_legend(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct view view;
    sample_find("ledger")->build(&arena, &view);
    assert_string_equal(legend_text(&view, &arena), "");
    view.conclusion = "Capacity is 3.86p EFLOPS; it was 5pm, version 2r1, grade A2f.";
    assert_string_equal(legend_text(&view, &arena), "p provisional  f forecast");
    const struct report_rules rules = {
        .width = 72, .ambiguous = 1, .program = "aiplus 0.1.0"};
    assert_non_null(strstr(print(&view, &rules, &arena), "\nSigns: p provisional"));
    arena_release(&arena);
}

static void test_command_can_be_typed(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct view view;
    sample_find("nothing")->build(&arena, &view);
    view.address = "find/it's $HOME; ls";
    const struct report_rules rules = {.width = 120,
                                       .ambiguous = 1,
                                       .program = "aiplus 0.1.0",
                                       .options = "--as-of 2026-06-30"};
    const char *text = print(&view, &rules, &arena);
    assert_non_null(
        strstr(text, "aiplus --print='find/it'\\''s $HOME; ls' --as-of 2026-06-30\n"));
    arena_release(&arena);
}

static void test_ceiling(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct view view;
    sample_find("ledger")->build(&arena, &view);
    const struct report_rules rules = {
        .width = 72, .ambiguous = 1, .program = "aiplus 0.1.0"};
    struct buffer out = {.ceiling = 100};
    struct error error = {0};
    assert_false(
        report_write(report_format_find("text"), &rules, &view, &arena, &out, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    buffer_release(&out);
    arena_release(&arena);
}

static void test_formats(void **state)
{
    (void)state;
    assert_non_null(report_format_find("text"));
    assert_null(report_format_find("pdf"));
    assert_null(report_format_find(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_every_width),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_legend),
        cmocka_unit_test(test_command_can_be_typed),
        cmocka_unit_test(test_ceiling),
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_real_pages), /* chooses languages: last */
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
