/* What a terminal shows is what was drawn, cell by cell: every page of the real program
 * on a terminal, read back, against the same keys played without one. */
#include "tests/lib/app_fixture.h"
#include "views/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { TEXT = 1 << 16, ROW = 2048 };

static struct app app;

static const char *const addresses[] = {"overview@430000",
                                        "region/100000",
                                        "region/430000",
                                        "task@430000",
                                        "task/A2.2@430000",
                                        "coordination@100000",
                                        "ledger@430000",
                                        "cases@430000",
                                        "publicity@430000",
                                        "changes@430000",
                                        "sources",
                                        "bulletin@430000",
                                        "find/算力",
                                        "indicator/B9-01@430000",
                                        "indicator/B9-01+330000@430000",
                                        "digest@430000",
                                        "log",
                                        "help/coordination"};

enum { ADDRESSES = sizeof addresses / sizeof *addresses };

struct look {
    int rows, columns;
    const char *lang, *tier;
};

/* The pictures of all pages, played. */
static void play(const struct look *look, int ambiguous, char *pictures[ADDRESSES])
{
    char path[300], arguments[1200];
    snprintf(path, sizeof path, "%s", app_path(&app, "script"));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "size %dx%d\n", look->columns, look->rows);
    for (int i = 0; i < ADDRESSES; i++)
        fprintf(file, "keys :%s<Enter><Down>\nsave %s.%d\n", addresses[i], path, i);
    fclose(file);
    snprintf(
        arguments, sizeof arguments,
        "--lang %s --glyphs %s --ambiguous-width %d --config %s --cache %s --script "
        "%s",
        look->lang, look->tier, ambiguous, app_path(&app, "demo.conf"),
        app_path(&app, "cache"), path);
    assert_int_equal(app_run(&app, arguments, NULL), 0);
    for (int i = 0; i < ADDRESSES; i++) {
        char name[320];
        snprintf(name, sizeof name, "%s.%d", path, i);
        file = fopen(name, "r");
        assert_non_null(file);
        pictures[i] = calloc(1, TEXT);
        assert_true(fread(pictures[i], 1, TEXT - 1, file) > 0);
        fclose(file);
    }
}

/* The first row that differs from the picture, -1 = none. */
static int differs(struct pty *pty, const struct look *look, const char *picture,
                   char shown[ROW], const char **drawn)
{
    for (int row = 0; row < look->rows; row++) {
        size_t n = strcspn(picture, "\n");
        pty_row(pty, row, shown, ROW);
        *drawn = picture;
        if (strlen(shown) != n || strncmp(shown, picture, n) != 0)
            return row;
        picture += n + (picture[n] == '\n');
    }
    return -1;
}

static void compare(struct pty *pty, const struct look *look, const char *address,
                    const char *picture)
{
    char shown[ROW];
    const char *drawn;
    int row = differs(pty, look, picture, shown, &drawn);
    if (row >= 0)
        fail_msg("%s, %s, %dx%d %s, row %d:\n  shown %s\n  drawn %.*s", address,
                 look->lang, look->columns, look->rows, look->tier, row, shown,
                 (int)strcspn(drawn, "\n"), drawn);
}

static void test_screens(void **state)
{
    (void)state;
    static const struct look looks[] = {
        {24, 80, "zh", "ascii"},    {24, 80, "en", "ascii"},
        {40, 120, "zh", "ascii"},   {40, 120, "en", "ascii"},
        {24, 80, "zh", "block"},    {24, 80, "en", "block"},
        {40, 120, "zh", "block"},   {40, 120, "en", "block"},
        {24, 80, "zh", "braille"},  {24, 80, "en", "braille"},
        {40, 120, "zh", "braille"}, {40, 120, "en", "braille"},
    };
    for (size_t l = 0; l < sizeof looks / sizeof *looks; l++) {
        const struct look *look = &looks[l];
        char *pictures[ADDRESSES];
        struct pty pty;
        play(look, 1, pictures);
        app_start(&app, &pty, look->rows, look->columns, "demo.conf",
                  (const char *[]){"--lang", look->lang, "--glyphs", look->tier,
                                   "--ambiguous-width=1", NULL});
        for (int i = 0; i < ADDRESSES; i++) {
            char keys[200];
            snprintf(keys, sizeof keys, ":%s\r\x1b[B", addresses[i]);
            app_type(&pty, keys);
            compare(&pty, look, addresses[i], pictures[i]);
            free(pictures[i]);
        }
        pty_close(&pty);
    }
}

/* Inside GNU screen, which gives ambiguous characters two cells (cjkwidth on). Nothing
 * that is disputed is drawn there but the opinions' own text, so that what comes out of
 * it is the same on a terminal that gives them one. */
static void start_inside(struct pty *pty, const struct look *look)
{
    char rc[300], sockets[300], environment[320];
    snprintf(rc, sizeof rc, "%s", app_path(&app, "screenrc"));
    snprintf(sockets, sizeof sockets, "%s", app_path(&app, "sockets"));
    snprintf(environment, sizeof environment, "SCREENDIR=%s", sockets);
    mkdir(sockets, 0700);
    FILE *file = fopen(rc, "w");
    assert_non_null(file);
    fputs("startup_message off\ndefutf8 on\ncjkwidth on\naltscreen on\n", file);
    fclose(file);
    const char *argv[] = {"/usr/bin/env",
                          "screen",
                          "-c",
                          rc,
                          "-U",
                          app.program,
                          "--lang",
                          look->lang,
                          "--ambiguous-width=2",
                          "--config",
                          app_path(&app, "demo.conf"),
                          "--cache",
                          app_path(&app, "cache"),
                          NULL};
    const char *env[] = {environment, NULL};
    assert_true(pty_start(pty, look->rows, look->columns, argv, env));
    app_wait(pty, "overview@");
}

static void test_inside_screen(void **state)
{
    (void)state;
    static const struct look looks[] = {{24, 80, "zh", "ascii"},
                                        {40, 120, "en", "ascii"}};
    if (system("command -v screen >/dev/null") != 0)
        skip(); /* make check installs it */
    for (size_t l = 0; l < sizeof looks / sizeof *looks; l++) {
        const struct look *look = &looks[l];
        char *pictures[ADDRESSES];
        struct pty pty;
        play(look, 2, pictures);
        start_inside(&pty, look);
        for (int i = 0; i < ADDRESSES; i++) {
            char keys[200];
            snprintf(keys, sizeof keys, ":%s\r\x1b[B", addresses[i]);
            pty_type(&pty, keys);
            char shown[ROW];
            const char *drawn;
            bool disputed = strstr(pictures[i], "“") != NULL;
            for (int tries = 0; tries < 40; tries++) {
                pty_settle(&pty, 100);
                if (disputed || differs(&pty, look, pictures[i], shown, &drawn) < 0)
                    break;
            }
            if (!disputed)
                compare(&pty, look, addresses[i], pictures[i]);
            free(pictures[i]);
        }
        pty_type(&pty, "Q");
        assert_true(pty_exited(&pty, 5000));
        pty_close(&pty);
    }
}

static void test_every_page_is_compared(void **state)
{
    (void)state;
    for (size_t p = 0; pages[p]; p++) {
        size_t n = strlen(pages[p]->name);
        bool compared = false;
        for (int i = 0; i < ADDRESSES; i++)
            compared |= strncmp(addresses[i], pages[p]->name, n) == 0 &&
                        (!addresses[i][n] || strchr("/@", addresses[i][n]));
        if (!compared)
            fail_msg("%s is not compared", pages[p]->name);
    }
}

int main(int argc, char **argv)
{
    (void)argc;
    app_open(&app, argv[0], true);
    app_fetch(&app, "demo.conf");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens),
        cmocka_unit_test(test_inside_screen),
        cmocka_unit_test(test_every_page_is_compared),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    app_close(&app);
    return failed;
}
