/* Whole screens of every page, as they are drawn: in both languages, at two sizes and
 * in all tiers of characters. AIPLUS_REGENERATE=1 writes the expected files anew. */
#include "tests/lib/examples_fixture.h"
#include "tests/lib/golden.h"
#include "tests/lib/pages_fixture.h"
#include "tests/lib/sheets.h"
#include "views/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { HEAD = 2, FOOT = 2 };

static const struct size {
    int columns, rows;
    enum glyph_tier tier;
    const char *name;
} sizes[] = {
    {80, 24, GLYPH_ASCII, "80x24 ascii"},
    {80, 24, GLYPH_BLOCK, "80x24 block"},
    {80, 24, GLYPH_BRAILLE, "80x24 braille"},
    {120, 40, GLYPH_ASCII, "120x40 ascii"},
    {120, 40, GLYPH_BLOCK, "120x40 block"},
    {120, 40, GLYPH_BRAILLE, "120x40 braille"},
};

/* Of every page at least one. */
static const struct {
    const char *name, *address;
} screens[] = {
    {"overview", "overview@430000"},
    {"region_map", "region/100000"},
    {"region", "region/430000"},
    {"tasks", "task@430000"},
    {"task", "task/A2.2@430000"},
    {"coordination", "coordination@100000"},
    {"ledger", "ledger@430000"},
    {"cases", "cases@430000"},
    {"publicity", "publicity@430000"},
    {"changes", "changes@430000"},
    {"sources", "sources"},
    {"bulletin", "bulletin@430000"},
    {"indicator", "indicator/B9-01@430000"},
    {"compared", "indicator/B9-01+330000+440000@430000"},
    {"find", "find/算力"},
    {"digest", "digest@430000"},
    {"log", "log"},
    {"help", "help/coordination"},
};

enum { SCREENS = sizeof screens / sizeof *screens };

/* The four fixed lines and as much of the body as shows, as lines of text. */
static void draw(const struct view *view, const struct size *size, struct arena *arena,
                 struct buffer *out)
{
    const struct layout_rules rules = {.width = size->columns,
                                       .ambiguous = 1,
                                       .tier = size->tier,
                                       .plain = size->tier == GLYPH_ASCII};
    struct sheet_line head[HEAD], status;
    struct sheet sheet;
    layout_head(view, &rules, arena, head);
    layout_sheet(view, &rules, arena, &sheet);
    layout_status(view, "1/1", "", &rules, arena, &status);
    lines_check(head, HEAD, &rules);
    lines_check(&status, 1, &rules);
    sheet_check(&sheet, &rules);
    size_t body = (size_t)(size->rows - HEAD - FOOT);
    const char *parts[] = {
        arena_printf(arena, "== %s\n", size->name),
        sheet_text(head, HEAD, arena),
        sheet_text(sheet.lines, sheet.n_lines < body ? sheet.n_lines : body, arena),
        sheet_text(&status, 1, arena),
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buffer_put(out, parts[i], strlen(parts[i]));
}

static void check(const char *name, const char *address, enum language language)
{
    struct buffer out = {.ceiling = 1 << 20};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct fixture fixture;
        fixture_open(&fixture, language);
        fixture_fill(&fixture);
        fixture_put_examples(&fixture);
        fixture_since(&fixture, "2026-10-25");
        fixture.context.glyphs = sizes[s].tier;
        struct view view = fixture_page(&fixture, address);
        draw(&view, &sizes[s], &fixture.page, &out);
        fixture_close(&fixture);
    }
    char path[200];
    snprintf(path, sizeof path, "screens/%s.%s.txt", name,
             language == LANGUAGE_ZH ? "zh" : "en");
    golden_check(path, out.data);
    buffer_release(&out);
}

static void test_english(void **state)
{
    (void)state;
    for (int i = 0; i < SCREENS; i++)
        check(screens[i].name, screens[i].address, LANGUAGE_EN);
}

static void test_chinese(void **state)
{
    (void)state;
    for (int i = 0; i < SCREENS; i++)
        check(screens[i].name, screens[i].address, LANGUAGE_ZH);
}

static void test_every_page_is_drawn(void **state)
{
    (void)state;
    for (size_t p = 0; pages[p]; p++) {
        size_t n = strlen(pages[p]->name);
        bool drawn = false;
        for (int i = 0; i < SCREENS; i++)
            drawn |= strncmp(screens[i].address, pages[p]->name, n) == 0 &&
                     (!screens[i].address[n] || strchr("/@", screens[i].address[n]));
        if (!drawn)
            fail_msg("no screen of %s", pages[p]->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_chinese),
        cmocka_unit_test(test_every_page_is_drawn),
    };
    return cmocka_run_group_tests_name("screens_golden", tests, NULL, NULL);
}
