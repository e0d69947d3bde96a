/* Glyphs: bars, sparklines, dots and states in all tiers, each as wide as in ASCII. */
#include "core/text.h"
#include "views/glyphs.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static void test_names(void **state)
{
    (void)state;
    enum glyph_tier tier = GLYPH_ASCII;
    assert_true(glyph_named("braille", &tier));
    assert_int_equal(tier, GLYPH_BRAILLE);
    assert_false(glyph_named("auto", &tier));
    assert_false(glyph_named("", &tier));
}

static void test_bars(void **state)
{
    (void)state;
    static const struct {
        double done, tick;
        const char *ascii, *block;
    } cases[] = {
        {0, 0, "[|.........]", " ┃░░░░░░░░░ "},
        {0.5, 0.75, "[#####..|..]", " █████░░┃░░ "},
        {0.5, 0.2, "[##|##.....]", " ██┃██░░░░░ "},
        {1, 1, "[#########|]", " █████████┃ "},
        {7, -3, "[|#########]", " ┃█████████ "},
        {-1, 9, "[.........|]", " ░░░░░░░░░┃ "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *ascii =
            glyph_bar(cases[i].done, cases[i].tick, 10, GLYPH_ASCII, &arena);
        const char *block =
            glyph_bar(cases[i].done, cases[i].tick, 10, GLYPH_BLOCK, &arena);
        assert_string_equal(ascii, cases[i].ascii);
        assert_string_equal(block, cases[i].block);
        assert_int_equal(text_width(block, 1), 12);
    }
}

static void test_sparks(void **state)
{
    (void)state;
    const double rising[] = {1, 2, 3, 4, 5, 6, 7, 8}, flat[] = {3, 3, 3},
                 gap[] = {1, NAN, 2};
    assert_string_equal(glyph_spark(rising, 8, GLYPH_BLOCK, &arena), "▁▂▃▄▅▆▇█");
    assert_string_equal(glyph_spark(rising, 8, GLYPH_ASCII, &arena), "__.--=^^");
    assert_string_equal(glyph_spark(flat, 3, GLYPH_ASCII, &arena), "---");
    assert_string_equal(glyph_spark(gap, 3, GLYPH_ASCII, &arena), "_ ^");
    assert_string_equal(glyph_spark(gap + 1, 1, GLYPH_BLOCK, &arena), "");
    assert_string_equal(glyph_spark(NULL, 0, GLYPH_BLOCK, &arena), "");
}

static void test_dots(void **state)
{
    (void)state;
    static const char *const column[] = {"⠁", "⠂", "⠄", "⡀", "⠈", "⠐", "⠠", "⢀"};
    unsigned all = 0;
    for (int i = 0; i < 8; i++) {
        all |= glyph_dot(i / 4, i % 4);
        assert_string_equal(glyph_dots(glyph_dot(i / 4, i % 4), &arena), column[i]);
    }
    assert_int_equal(all, 0xFF);
    assert_string_equal(glyph_dots(all, &arena), "⣿");
    assert_string_equal(glyph_dots(0, &arena), "⠀");
}

/* The symbols change, words and colours do not; every glyph takes one cell. */
static void test_states(void **state)
{
    (void)state;
    struct state_row states[PROGRESS_COUNT];
    states_fill(states);
    states[PROGRESS_AHEAD].role = ROLE_WARN;
    for (int tier = GLYPH_BRAILLE; tier >= GLYPH_ASCII; tier--) {
        glyph_states(states, (enum glyph_tier)tier);
        for (int i = 0; i < PROGRESS_COUNT; i++) {
            assert_string_equal(states[i].word, progress_rows[i].word);
            assert_int_equal(text_width(states[i].symbol, 1), 1);
        }
        assert_string_equal(states[PROGRESS_BEHIND].symbol, tier ? "▼" : "!");
    }
    assert_int_equal(states[PROGRESS_AHEAD].role, ROLE_WARN);
    for (const char *mark = "@o.x|^v*T"; *mark; mark++)
        for (int tier = GLYPH_ASCII; tier < GLYPH_TIERS; tier++)
            assert_int_equal(text_width(glyph_mark(*mark, (enum glyph_tier)tier), 1),
                             1);
    assert_string_equal(glyph_mark('o', GLYPH_ASCII), "o");
}

static int release(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),  cmocka_unit_test(test_bars),
        cmocka_unit_test(test_sparks), cmocka_unit_test(test_dots),
        cmocka_unit_test(test_states),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
