/* The real dashboard asks its terminal how wide disputed characters are: what comes of
 * the answers, of none, of late ones and of noise; and what is remembered. */
#include "tests/lib/app_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct app app;

static const char *const matrix[] = {"coordination@100000", NULL};

static void start(struct pty *pty, const char *const *more)
{
    app_start(&app, pty, 24, 80, "demo.conf", more);
}

static void end(struct pty *pty)
{
    pty_close(pty);
}

static void memory(char *text, size_t size)
{
    FILE *file = fopen(app_path(&app, ".local/state/aiplus/terminals"), "r");
    text[file ? fread(text, 1, size - 1, file) : 0] = '\0';
    if (file)
        fclose(file);
}

static void forget(void)
{
    unlink(app_path(&app, ".local/state/aiplus/terminals"));
}

static void test_no_answer(void **state)
{
    (void)state;
    struct pty pty;
    char kept[100];
    forget();
    start(&pty, matrix);
    pty_settle(&pty, 400);
    app_lacks(&pty, "▼");
    memory(kept, sizeof kept);
    assert_string_equal(kept, "");
    pty.bytes = 0; /* and then it is quiet */
    pty_settle(&pty, 600);
    assert_int_equal(pty.bytes, 0);
    end(&pty);
}

/* Noise, a key that looks alike later, and an answer in two parts. */
static void test_answers(void **state)
{
    (void)state;
    struct pty pty;
    char kept[100];
    forget();
    start(&pty, matrix);
    app_type(&pty, "\x1b[R\x1b[;R\x1b[1;R\x1b[9;9R\x1b[1;2;3R\x1b[?1;2R");
    app_lacks(&pty, "▼");
    pty_type(&pty, "\x1b[24;");
    usleep(5000);
    app_type(&pty, "2R");
    app_has(&pty, "▼");
    app_type(&pty, "\x1b[1;3R"); /* only the first one counts */
    app_has(&pty, "▼");
    end(&pty);
    memory(kept, sizeof kept);
    assert_non_null(strstr(kept, " 1\n"));
    /* Remembered: the first picture has them, although nobody has answered yet. */
    start(&pty, matrix);
    app_has(&pty, "▼");
    /* Two cells: back to ASCII, and nothing of the old picture is left. */
    app_type(&pty, "\x1b[1;3R");
    app_lacks(&pty, "▼");
    end(&pty);
    memory(kept, sizeof kept);
    assert_non_null(strstr(kept, " 2\n"));
    assert_null(strstr(kept, " 1\n"));
}

static void test_late(void **state)
{
    (void)state;
    struct pty pty;
    forget();
    start(&pty, matrix);
    usleep(600 * 1000); /* a slow line */
    app_type(&pty, "\x1b[24;2R");
    app_has(&pty, "▼");
    end(&pty);
    forget();
}

static void test_chosen(void **state)
{
    (void)state;
    struct pty pty;
    char kept[100];
    start(&pty, (const char *[]){"--glyphs=ascii", matrix[0], NULL});
    app_type(&pty, "\x1b[1;2R");
    app_lacks(&pty, "▼");
    end(&pty);
    start(&pty,
          (const char *[]){"--glyphs=block", "--ambiguous-width=1", matrix[0], NULL});
    app_has(&pty, "▼");
    end(&pty);
    start(&pty, (const char *[]){"--glyphs=braille", "--ambiguous-width=1",
                                 "indicator/B9-01@430000", NULL});
    app_has(&pty, "⠶ 公布数");
    app_has(&pty, "▼");
    end(&pty);
    memory(kept, sizeof kept);
    assert_string_equal(kept, "");
    assert_int_equal(app_run(&app, "--glyphs=emoji --print", NULL), 2);
}

int main(int argc, char **argv)
{
    (void)argc;
    app_open(&app, argv[0], true);
    app_fetch(&app, "demo.conf");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_late),
        cmocka_unit_test(test_chosen),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    app_close(&app);
    return failed;
}
