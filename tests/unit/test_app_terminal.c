/* The real dashboard's terminal: sizes, kinds, signals, noise, idleness, first start,
 * and what it sends. */
#include "tests/lib/app_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINE = 1024, IDLE_MS = 1500 };

static const char *self_path;
static struct app app;

static void start_with(struct pty *pty, const char *const *env)
{
    app_spawn(&app, pty, 24, 80, (const char *[]){"--lang", "zh", "task", NULL}, env);
    app_wait(pty, "G0");
}

static void test_sizes(void **state)
{
    (void)state;
    struct pty pty;
    app_spawn(&app, &pty, 5, 20, (const char *[]){"--lang", "zh", "task", NULL}, NULL);
    app_wait(&pty, "80x24");
    pty_resize(&pty, 23, 79);
    app_wait(&pty, "79x23");
    app_has(&pty, "task@100000");
    app_type(&pty, ":34\r");
    pty_resize(&pty, 60, 200);
    app_wait(&pty, "C4");
    app_type(&pty, ":B9");
    pty_resize(&pty, 24, 80);
    app_wait(&pty, ":B9");
    pty_resize(&pty, 10, 40);
    app_wait(&pty, "40x10");
    pty_resize(&pty, 40, 120);
    app_wait(&pty, ":B9");
    app_type(&pty, "\r");
    app_has(&pty, "task/B9@100000");
    pty_type(&pty, "Q");
    app_ends(&pty, 3000, 0);
    pty_close(&pty);
}

static void test_kinds(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"TERM=dumb", NULL}, {"TERM", NULL}, {"TERM=", NULL}, {"TERM=nonsense", NULL}};
    static const char *const good[][3] = {
        {"LC_ALL=C", NULL},   {"LC_ALL=zh_CN.GBK", NULL}, {"LC_ALL", "LANG=C", NULL},
        {"NO_COLOR=1", NULL}, {"TERM=vt100", NULL},       {"TERM=linux", NULL}};
    struct pty pty;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        app_spawn(&app, &pty, 24, 80, (const char *[]){"--lang", "en", NULL}, bad[i]);
        app_ends(&pty, 5000, 1);
        app_has(&pty, "aiplus --print");
        pty_close(&pty);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        start_with(&pty, good[i]);
        app_has(&pty, "总体目标");
        pty_type(&pty, "Q");
        app_ends(&pty, 3000, 0);
        pty_close(&pty);
    }
    char *output;
    assert_int_equal(app_run(&app, "--lang en", &output), 1);
    assert_non_null(strstr(output, "--print"));
    assert_null(strchr(output, '\x1b'));
    free(output);
}

static void is_restored(struct pty *pty)
{
    struct termios modes;
    assert_int_equal(tcgetattr(pty->master, &modes), 0);
    assert_true(modes.c_lflag & ICANON);
    assert_true(modes.c_lflag & ECHO);
    assert_true(pty->cursor_visible);
    app_lacks(pty, "G0");
}

static void test_signals(void **state)
{
    (void)state;
    static const int signals[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT};
    static const char *const keys[] = {"\x03", ":湖\x03", "/湖\x03", "Q", "?Q", "4q"};
    struct pty pty;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        start_with(&pty, NULL);
        kill(pty.pid, signals[i]);
        app_ends(&pty, 3000, 0);
        is_restored(&pty);
        pty_close(&pty);
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        start_with(&pty, NULL);
        pty_type(&pty, keys[i]);
        if (i == 5) { /* q goes back first */
            app_wait(&pty, "task@100000");
            pty_type(&pty, "q");
        }
        app_ends(&pty, 3000, 0);
        is_restored(&pty);
        pty_close(&pty);
    }
    /* More of them than are needed, while it leaves. */
    for (int i = 0; i < 10; i++) {
        start_with(&pty, NULL);
        pty_type(&pty, "\x03");
        for (int k = 0; k < 20; k++) {
            kill(pty.pid, SIGINT);
            usleep(100);
        }
        app_ends(&pty, 3000, 0);
        pty_close(&pty);
    }
    start_with(&pty, NULL);
    pty_hang_up(&pty);
    assert_true(pty_exited(&pty, 3000));
    pty_close(&pty);
}

static void test_fault(void **state)
{
    (void)state;
    /* Where a sanitizer would write its own report over ours, it must not. */
    static const char *const env[] = {"ASAN_OPTIONS=handle_segv=0", NULL};
    struct pty pty;
    start_with(&pty, env);
    kill(pty.pid, SIGSEGV);
    assert_true(pty_exited(&pty, 10000));
    assert_true(WIFSIGNALED(pty.status));
    app_has(&pty, "SIGSEGV");
    is_restored(&pty);
    pty_close(&pty);
}

static void test_noise(void **state)
{
    (void)state;
    static const char leaving[] = "qQ\x03\x1a";
    static unsigned char noise[65536];
    unsigned random = 20250826u;
    for (size_t i = 0; i < sizeof noise; i++) {
        random = random * 1664525u + 1013904223u;
        noise[i] = (unsigned char)(random >> 24);
        if (memchr(leaving, noise[i], sizeof leaving - 1))
            noise[i] = '/';
    }
    /* The keys write a page into the working directory, too. */
    char *here = getcwd(NULL, 0);
    assert_non_null(here);
    assert_int_equal(chdir(app.directory), 0);
    struct pty pty;
    start_with(&pty, NULL);
    assert_int_equal(chdir(here), 0);
    free(here);
    pty_send(&pty, noise, sizeof noise);
    assert_true(pty_settle(&pty, 300));
    assert_false(pty_exited(&pty, 0));
    for (int i = 0; i < 3; i++) {
        pty_type(&pty, i == 0 ? "\x1b[200~~" : "\x1b");
        pty_settle(&pty, 60);
    }
    app_type(&pty, ":\x15");
    app_type(&pty, "task\r");
    app_has(&pty, "task@");
    pty_type(&pty, "Q");
    app_ends(&pty, 3000, 0);
    pty_close(&pty);
}

static void test_idle(void **state)
{
    (void)state;
    struct pty pty;
    char command[256];
    snprintf(command, sizeof command, "mkdir -p %s", app_path(&app, "cache/snapshots"));
    assert_int_equal(system(command), 0);
    app_start(&app, &pty, 40, 120, "", NULL);
    pty_settle(&pty, 300); /* the terminal does not answer */
    long sleeps = pty_sleeps(&pty);
    pty.bytes = 0;
    assert_true(pty_settle(&pty, IDLE_MS));
    assert_int_equal(pty.bytes, 0);
    assert_int_equal(pty_sleeps(&pty), sleeps);
    pty_close(&pty);
}

/* No home, no cache, no configuration: the catalogue's pages. */
static void test_first_start(void **state)
{
    (void)state;
    static const char *const homes[][2] = {{"HOME", NULL},
                                           {"HOME=/nonexistent", NULL},
                                           {"HOME=/proc", NULL},
                                           {"HOME=", NULL}};
    static const char *const keys[] = {"1", "2", "3", "4", "9", "?"};
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
        struct pty pty;
        start_with(&pty, homes[i]);
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            app_type(&pty, keys[k]);
        app_has(&pty, "help/sources");
        app_type(&pty, ":G0-03\r");
        app_has(&pty, "公布数");
        app_has(&pty, "12000");
        pty_close(&pty);
    }
}

static size_t cost(struct pty *pty, const char *keys)
{
    pty->bytes = 0;
    app_type(pty, keys);
    return pty->bytes;
}

/* Bytes of the frame, of a step, of scrolling, of a page and of another page. */
static void test_costs(void **state)
{
    (void)state;
    static const int sizes[][2] = {{40, 120}, {24, 80}};
    for (size_t i = 0; i < 2; i++) {
        struct pty pty;
        app_spawn(&app, &pty, sizes[i][0], sizes[i][1],
                  (const char *[]){"--lang", "zh", "overview", NULL}, NULL);
        app_wait(&pty, "overview@");
        size_t frame = pty.bytes, most = 0, step = 0;
        static const char *const pages[] = {"2", "3", "4", "9", "?", "1", "4"};
        for (size_t k = 0; k < sizeof pages / sizeof *pages; k++) {
            size_t n = cost(&pty, pages[k]);
            print_message("# page %s %zu\n", pages[k], n);
            most = n > most ? n : most;
        }
        /* A list to its end and beyond a screenful. */
        cost(&pty, "3");
        for (size_t k = 0; k < 35; k++) {
            size_t n = cost(&pty, "j");
            step = n > step ? n : step;
        }
        size_t page = cost(&pty, "\x1b[5~");
        print_message("# frame %zu, page to page %zu, step %zu, screen %zu\n", frame,
                      most, step, page);
        assert_in_range(frame, 500, 6000);
        assert_in_range(most, 1, 6000);
        assert_in_range(page, 1, 5000);
        assert_in_range(step, 1,
                        330); /* a new row and its sentence on the detail line */
        pty_close(&pty);
    }
}

static int set_up(void **state)
{
    (void)state;
    app_open(&app, self_path, false);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    app_close(&app);
    return 0;
}

int main(int argc, char **argv)
{
    (void)argc;
    self_path = argv[0];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),       cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_signals),     cmocka_unit_test(test_fault),
        cmocka_unit_test(test_noise),       cmocka_unit_test(test_idle),
        cmocka_unit_test(test_first_start), cmocka_unit_test(test_costs),
    };
    return cmocka_run_group_tests_name("app terminal", tests, set_up, tear_down);
}
