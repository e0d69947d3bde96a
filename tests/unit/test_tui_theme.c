/* Theme files: what they may say, and where errors point. */
#include "core/embedded.h"
#include "tui/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void test_parse(void **state)
{
    (void)state;
    static const char text[] = "# a comment\n"
                               "\n"
                               "bad    red         bold,underline  reverse # why\r\n"
                               "\tgood  bright-green -  -\n"
                               "warn 214 dim bold\n"
                               "done bright-cyan/80 - -\n"
                               "dim default/247 - -";
    struct theme theme;
    assert_true(theme_parse(text, sizeof text - 1, "x", &theme, NULL));
    assert_int_equal(theme.styles[ROLE_BAD].foreground, 1);
    assert_int_equal(theme.styles[ROLE_BAD].attributes, THEME_BOLD | THEME_UNDERLINE);
    assert_int_equal(theme.styles[ROLE_BAD].mono, THEME_REVERSE);
    assert_int_equal(theme.styles[ROLE_GOOD].foreground, 10);
    assert_int_equal(theme.styles[ROLE_GOOD].many, 10);
    assert_int_equal(theme.styles[ROLE_DONE].foreground, 14);
    assert_int_equal(theme.styles[ROLE_DONE].many, 80);
    assert_int_equal(theme.styles[ROLE_DIM].foreground, THEME_DEFAULT);
    assert_int_equal(theme.styles[ROLE_DIM].many, 247);
    assert_int_equal(theme.styles[ROLE_WARN].foreground, 214);
    assert_int_equal(theme.styles[ROLE_WARN].mono, THEME_BOLD);
    assert_int_equal(theme.styles[ROLE_TEXT].foreground, THEME_DEFAULT);
    assert_int_equal(theme.styles[ROLE_TEXT].attributes, 0);
}

static void test_errors(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum error_code code;
        const char *line, *word;
    } cases[] = {
        {"text default - -\nnoun red - -\n", ERROR_THEME_ROLE, "2", "noun"},
        {"\n\ntext pink - -", ERROR_THEME_COLOUR, "3", "pink"},
        {"text 256 - -", ERROR_THEME_COLOUR, "1", "256"},
        {"text -1 - -", ERROR_THEME_COLOUR, "1", "-1"},
        {"text 1x - -", ERROR_THEME_COLOUR, "1", "1x"},
        {"text bright-default - -", ERROR_THEME_COLOUR, "1", "bright-default"},
        {"text red/pink - -", ERROR_THEME_COLOUR, "1", "red/pink"},
        {"text red/ - -", ERROR_THEME_COLOUR, "1", "red/"},
        {"text red/1/2 - -", ERROR_THEME_COLOUR, "1", "red/1/2"},
        {"text red bold,blink -", ERROR_THEME_ATTRIBUTE, "1", "blink"},
        {"text red - ,", ERROR_THEME_ATTRIBUTE, "1", ""},
        {"text red bold", ERROR_THEME_COLUMNS, "1", ""},
        {"text red bold - -", ERROR_THEME_COLUMNS, "1", ""},
        {"bad red - -\n#\nbad blue - -\n", ERROR_THEME_TWICE, "3", "bad"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct theme theme, before;
        memset(&theme, 7, sizeof theme);
        before = theme;
        struct error error = {0};
        assert_false(theme_parse(cases[i].text, strlen(cases[i].text), "my.theme",
                                 &theme, &error));
        assert_int_equal(error.code, cases[i].code);
        assert_string_equal(error.arg[0], "my.theme");
        assert_string_equal(error.arg[1], cases[i].line);
        if (error_arity(error.code) > 2)
            assert_string_equal(error.arg[2], cases[i].word);
        assert_memory_equal(&theme, &before, sizeof theme);
    }
}

static void test_hostile(void **state)
{
    (void)state;
    struct theme theme;
    struct error error = {0};
    assert_false(theme_parse("text \xff - -", 10, "x", &theme, &error));
    assert_int_equal(error.code, ERROR_NOT_UTF8);
    assert_string_equal(error.arg[1], "6");
    assert_false(theme_parse("text\0red - -", 12, "x", &theme, &error));
    assert_int_equal(error.code, ERROR_THEME_COLUMNS);
    static char longest[5000];
    memset(longest, 'x', sizeof longest);
    assert_false(theme_parse(longest, sizeof longest, "x", &theme, &error));
    assert_int_equal(error.code, ERROR_THEME_COLUMNS);
    longest[0] = '#'; /* a comment may be long */
    assert_true(theme_parse(longest, sizeof longest, "x", &theme, &error));
    assert_true(theme_parse("", 0, "x", &theme, &error));
}

/* The themes that are compiled in name every role, and the monochrome one has no
 * colour. */
static void test_embedded(void **state)
{
    (void)state;
    struct theme theme;
    struct error error = {0};
    size_t n = 0;
    for (const struct embedded_file *row = embedded_themes; row->name; row++, n++) {
        assert_true(theme_parse(row->data, row->size, row->name, &theme, &error));
#define ROLE_HAS_LINE(name, word) assert_non_null(strstr(row->data, "\n" word " "));
        ROLE_LIST(ROLE_HAS_LINE)
    }
    assert_true(n >= 2);
    assert_true(theme_open("", &theme, &error));
    assert_int_equal(theme.styles[ROLE_SELECT].mono, THEME_BOLD);
    assert_int_equal(theme.styles[ROLE_ALERT].mono, THEME_REVERSE);
    assert_true(theme_open("mono", &theme, &error));
    for (int role = 0; role < ROLE_COUNT; role++)
        assert_int_equal(theme.styles[role].foreground, THEME_DEFAULT);
}

/* Relative luminance of one of the upper 240 of the 256 colours (xterm's cube and
 * greys), as in WCAG 2.1. */
static double luminance(int colour)
{
    static const int steps[] = {0, 95, 135, 175, 215, 255};
    static const double shares[] = {0.2126, 0.7152, 0.0722};
    int cube = colour - 16;
    int parts[3] = {steps[cube / 36 % 6], steps[cube / 6 % 6], steps[cube % 6]};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double part = (colour >= 232 ? 8 + 10 * (colour - 232) : parts[i]) / 255.0;
        sum += shares[i] *
               (part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/* What the themes promise in aiplus-theme(5). */
static void test_contrast(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double on_black, on_white; /* at least; 1 = nothing is promised */
    } promises[] = {
        {"dark", 4.5, 1}, {"light", 1, 4.5}, {"contrast", 7, 1}, {"blue-orange", 3, 3}};
    for (size_t i = 0; i < sizeof promises / sizeof *promises; i++) {
        struct theme theme;
        assert_true(theme_open(promises[i].name, &theme, NULL));
        int coloured = 0;
        for (int role = 0; role < ROLE_COUNT; role++) {
            int colour = theme.styles[role].many;
            if (colour == THEME_DEFAULT)
                continue;
            coloured++;
            assert_in_range(colour, 16, 255); /* the first 16 are the terminal's own */
            double light = luminance(colour) + 0.05;
            if (light / 0.05 < promises[i].on_black ||
                1.05 / light < promises[i].on_white)
                fail_msg("%s: role %d, colour %d", promises[i].name, role, colour);
        }
        assert_true(coloured >= 5);
    }
}

/* Round and round, the user's own file between the last and the first. */
static void test_next(void **state)
{
    (void)state;
    static const char *const names[] = {"contrast", "dark", "default", "light", "mono"};
    char name[THEME_NAME] = "blue-orange";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        theme_next("/my/own", name);
        assert_string_equal(name, names[i]);
    }
    theme_next("/my/own", name);
    assert_string_equal(name, "/my/own");
    theme_next("/my/own", name);
    assert_string_equal(name, "blue-orange");
    strcpy(name, "mono");
    theme_next("dark", name);
    assert_string_equal(name, "blue-orange");
    strcpy(name, ""); /* the default theme */
    theme_next("", name);
    assert_string_equal(name, "light");
}

static void test_file(void **state)
{
    (void)state;
    struct theme theme;
    struct error error = {0};
    char path[] = "/tmp/aiplus-theme-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "bad blue - bold\n", 16), 16);
    assert_true(theme_open(path, &theme, &error));
    assert_int_equal(theme.styles[ROLE_BAD].foreground, 4);
    assert_int_equal(write(fd, "bad red - bold\n", 15), 15);
    assert_false(theme_open(path, &theme, &error));
    assert_string_equal(error.arg[0], path);
    assert_string_equal(error.arg[1], "2");
    char many[70000];
    memset(many, '\n', sizeof many);
    assert_int_equal(write(fd, many, sizeof many), sizeof many);
    assert_false(theme_open(path, &theme, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    close(fd);
    unlink(path);
    assert_false(theme_open(path, &theme, &error));
    assert_int_equal(error.code, ERROR_OPEN);
    assert_false(theme_open("/tmp", &theme, &error));
    assert_int_equal(error.code, ERROR_READ);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),   cmocka_unit_test(test_errors),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_embedded),
        cmocka_unit_test(test_file),    cmocka_unit_test(test_contrast),
        cmocka_unit_test(test_next),
    };
    return cmocka_run_group_tests_name("tui theme", tests, NULL, NULL);
}
