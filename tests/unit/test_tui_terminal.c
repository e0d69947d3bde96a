/* The dashboard's terminal: sizes, signals, ends, and what it costs. */
#include "tests/lib/pty.h"
#include "tests/unit/tui_dashboard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>
#include <time.h>

#include <cmocka.h>

enum { QUIET = 60 };

static const char *self_path;

static void open_as(struct pty *pty, int rows, int columns, const char *start,
                    const char *mode, const char *const *env, const char *text)
{
    const char *const argv[] = {self_path, DASHBOARD, start, mode, NULL};
    assert_true(pty_start(pty, rows, columns, argv, env));
    assert_true(pty_wait(pty, text));
    assert_true(pty_settle(pty, QUIET));
}

static void open_at(struct pty *pty, int rows, int columns, const char *start)
{
    open_as(pty, rows, columns, start, NULL, NULL, "结论");
}

static void type(struct pty *pty, const char *keys)
{
    pty_type(pty, keys);
    assert_true(pty_settle(pty, QUIET));
}

static void has(struct pty *pty, const char *text)
{
    if (pty_find(pty, text, NULL) < 0)
        fail_msg("no \"%s\" on the screen", text);
}

static void ends(struct pty *pty, int status)
{
    assert_true(pty_exited(pty, 5000));
    assert_true(WIFEXITED(pty->status));
    assert_int_equal(WEXITSTATUS(pty->status), status);
}

/* Bytes that keys cost. */
static size_t cost(struct pty *pty, const char *keys)
{
    pty->bytes = 0;
    type(pty, keys);
    return pty->bytes;
}

static void test_budgets(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 40, 120, "list");
    print_message("# first frame %zu\n", pty.bytes);
    assert_in_range(pty.bytes, 500, 6000);
    size_t down = 0, scrolled = 0;
    for (int i = 0; i < 20; i++) {
        size_t n = cost(&pty, "\x1b[B");
        down = n > down ? n : down;
    }
    type(&pty, "jjjjjjjjjjjjjjjjjjjj");
    for (int i = 0; i < 10; i++) {
        size_t n = cost(&pty, "\x1b[B");
        scrolled = n > scrolled ? n : scrolled;
    }
    size_t page = cost(&pty, "\x1b[6~"), open = cost(&pty, "\r"),
           back = cost(&pty, "[");
    print_message("# down %zu, scroll %zu, page %zu, open %zu, back %zu\n", down,
                  scrolled, page, open, back);
    assert_in_range(down, 1, 60);
    assert_in_range(scrolled, 1, 200);
    assert_in_range(page, 1, 5000);
    assert_in_range(open, 1, 6000);
    assert_in_range(back, 1, 6000);
    pty_close(&pty);
}

static void test_idle(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 40, 120, "list");
    assert_int_equal(cost(&pty, "z&;\x1b[1;5C\x1b[99~\x1b[?62;1c"), 0);
    assert_int_equal(cost(&pty, "k"), 0); /* nothing above */
    pty.bytes = 0;
    assert_true(pty_settle(&pty, 1200));
    assert_int_equal(pty.bytes, 0);
    pty_close(&pty);
}

static void test_small(void **state)
{
    (void)state;
    struct pty pty;
    open_as(&pty, 5, 20, "list@430000", NULL, NULL, "80x24");
    type(&pty, "jjjj/:\x1b");
    pty_resize(&pty, 12, 60);
    assert_true(pty_wait(&pty, "60x12"));
    assert_true(pty_settle(&pty, QUIET));
    has(&pty, "80x24");
    has(&pty, "list@430000");
    pty_resize(&pty, 24, 80);
    assert_true(pty_wait(&pty, "1/500"));
    type(&pty, "jjj");
    has(&pty, "4/500");
    pty_resize(&pty, 2, 200);
    assert_true(pty_wait(&pty, "80x24"));
    pty_resize(&pty, 1, 1);
    assert_true(pty_settle(&pty, QUIET));
    pty_resize(&pty, 30, 100);
    assert_true(pty_wait(&pty, "4/500"));
    pty_resize(&pty, 10, 40);
    assert_true(pty_wait(&pty, "40x10"));
    pty_type(&pty, "q");
    ends(&pty, 0);
    pty_close(&pty);
}

/* Whole screen as text, to compare. */
static void screen_text(struct pty *pty, char *text, size_t size)
{
    size_t n = 0;
    for (int row = 0; row < pty->rows; row++)
        n += strlen(pty_row(pty, row, text + n, size - n));
}

static void test_resize_storm(void **state)
{
    (void)state;
    static char before[65536], after[65536];
    struct pty pty;
    open_at(&pty, 40, 120, "list");
    type(&pty, "jjjjj");
    for (int i = 0; i < 200; i++) {
        pty_resize(&pty, 5 + i * 7 % 60, 10 + i * 13 % 150);
        if (i % 10 == 0)
            pty_settle(&pty, 2);
        usleep(500);
    }
    pty_resize(&pty, 24, 80);
    assert_true(pty_settle(&pty, 300));
    has(&pty, "6/500");
    screen_text(&pty, before, sizeof before);
    type(&pty, "\x0c");
    screen_text(&pty, after, sizeof after);
    assert_string_equal(before, after);
    /* The same size again costs nothing. */
    pty.bytes = 0;
    kill(pty.pid, SIGWINCH);
    assert_true(pty_settle(&pty, QUIET));
    assert_int_equal(pty.bytes, 0);
    type(&pty, "Q");
    ends(&pty, 0);
    pty_close(&pty);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A window that is dragged: its sizes are drawn no oftener than one in 30 ms, however
 * many there are; the last one is. */
static void test_resizes_coalesced(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 40, 120, "list");
    size_t frame = pty.bytes;
    int64_t begin = now_ms();
    pty.bytes = 0;
    for (int i = 0; i < 200; i++) {
        pty_resize(&pty, 39 + i % 2, 120);
        pty_settle(&pty, 1);
    }
    pty_resize(&pty, 30, 100);
    assert_true(pty_settle(&pty, 300));
    size_t draws = 2 + (size_t)(now_ms() - begin) / 30;
    print_message("# 200 sizes: %zu bytes, a frame has %zu\n", pty.bytes, frame);
    assert_in_range(pty.bytes, 500, draws * frame);
    char line[1024];
    assert_non_null(strstr(pty_row(&pty, 29, line, sizeof line), "1/500"));
    pty_close(&pty);
}

static void test_no_terminal(void **state)
{
    (void)state;
    static const char *const terms[][2] = {
        {"TERM=dumb", NULL}, {"TERM", NULL}, {"TERM=", NULL}, {"TERM=no-such", NULL}};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct pty pty;
        open_as(&pty, 24, 80, "list", NULL, terms[i], "ERROR_TERMINAL");
        ends(&pty, 1);
        char line[1024];
        assert_ptr_equal(strstr(pty_row(&pty, 0, line, sizeof line), "ERROR_TERMINAL"),
                         line); /* and nothing was drawn before it */
        pty_close(&pty);
    }
    char command[4096];
    snprintf(command, sizeof command,
             "TERM=xterm '%s' " DASHBOARD
             " list </dev/null | grep -q ERROR_NO_TERMINAL",
             self_path);
    assert_int_equal(system(command), 0);
}

static void test_first_page_fails(void **state)
{
    (void)state;
    struct pty pty;
    open_as(&pty, 24, 80, "none", NULL, NULL, "ERROR_OPEN");
    ends(&pty, 1);
    pty_close(&pty);
    open_as(&pty, 24, 80, "list", "theme=no/such", NULL, "ERROR_OPEN: no/such");
    ends(&pty, 1);
    pty_close(&pty);
}

static void test_hang_up(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "list");
    pty_hang_up(&pty);
    assert_true(pty_exited(&pty, 5000));
    assert_true(WIFEXITED(pty.status));
    pty_close(&pty);
    open_at(&pty, 24, 80, "list");
    kill(pty.pid, SIGHUP);
    assert_true(pty_exited(&pty, 5000));
    assert_true(WIFEXITED(pty.status));
    pty_close(&pty);
}

static void test_leave_restores(void **state)
{
    (void)state;
    static const char *const keys[] = {"Q", "q", "\x03", ":li\x03", "/算\x03"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct pty pty;
        open_at(&pty, 24, 80, "list");
        struct termios modes;
        tcgetattr(pty.master, &modes);
        assert_false(modes.c_lflag & (ICANON | ECHO | ISIG));
        pty_type(&pty, keys[i]);
        ends(&pty, 0);
        char line[1024];
        assert_string_equal(pty_row(&pty, 0, line, sizeof line), "bye");
        assert_true(pty.cursor_visible);
        pty_close(&pty);
    }
}

static void test_fault(void **state)
{
    (void)state;
    /* Where a sanitizer would write its own report over ours, it must not. */
    static const char *const env[] = {"ASAN_OPTIONS=handle_segv=0", NULL};
    struct pty pty;
    open_as(&pty, 24, 80, "overview", NULL, env, "结论");
    pty_type(&pty, ":fault\r");
    assert_true(pty_exited(&pty, 10000));
    assert_true(WIFSIGNALED(pty.status));
    assert_int_equal(WTERMSIG(pty.status), SIGSEGV);
    char line[1024];
    assert_non_null(strstr(pty_row(&pty, 0, line, sizeof line), "SIGSEGV: aiplus met"));
    assert_true(pty.cursor_visible);
    pty_close(&pty);
}

static void test_suspend(void **state)
{
    (void)state;
    struct pty pty;
    open_as(&pty, 24, 80, "list", "job", NULL, "结论");
    type(&pty, "jj");
    for (int i = 0; i < 2; i++) {
        pty_type(&pty, i == 0 ? "\x1a" : ":li\x1a");
        assert_true(pty_wait(&pty, "stopped by 20"));
        struct termios modes;
        tcgetattr(pty.master, &modes);
        assert_true(modes.c_lflag & ICANON);
        assert_true(modes.c_lflag & ECHO);
        assert_true(pty.cursor_visible);
        pty_type(&pty, "\n");
        assert_true(pty_wait(&pty, i == 0 ? "3/500" : ":li"));
        type(&pty, i == 0 ? "j" : "s");
        has(&pty, i == 0 ? "4/500" : ":lis");
    }
    pty_type(&pty, "\x03");
    ends(&pty, 0);
    pty_close(&pty);
    /* Without a shell nobody could continue it: it goes on by itself. */
    open_at(&pty, 24, 80, "list");
    type(&pty, "j\x1aj");
    has(&pty, "3/500");
    /* Stopped and continued by others. */
    kill(pty.pid, SIGSTOP);
    pty_settle(&pty, QUIET);
    kill(pty.pid, SIGCONT);
    pty_settle(&pty, QUIET);
    type(&pty, "j");
    has(&pty, "4/500");
    pty_close(&pty);
}

static void test_noise(void **state)
{
    (void)state;
    static const char leaving[] = "qQ\x03\x1a";
    static unsigned char noise[65536];
    for (unsigned seed = 1; seed <= 3; seed++) {
        unsigned random = seed * 2654435761u;
        for (size_t i = 0; i < sizeof noise; i++) {
            random = random * 1664525u + 1013904223u;
            noise[i] = (unsigned char)(random >> 24);
            if (memchr(leaving, noise[i], sizeof leaving - 1))
                noise[i] = seed == 1 ? ':' : '/';
        }
        struct pty pty;
        open_at(&pty, 24, 80, seed == 3 ? "matrix" : "list");
        pty_send(&pty, noise, sizeof noise);
        assert_true(pty_settle(&pty, 500));
        assert_false(pty_exited(&pty, 0));
        type(&pty, "\x1b[200~~"); /* ends whatever has begun */
        type(&pty, "\x1b");
        type(&pty, "\x1b");
        type(&pty, ":\x15");
        type(&pty, "matrix\r");
        has(&pty, "结论：matrix。");
        pty_type(&pty, "Q");
        ends(&pty, 0);
        pty_close(&pty);
    }
}

/* An Esc is a key when nothing follows it; what follows at once is its sequence, even
 * in two pieces. */
static void test_escape_in_pieces(void **state)
{
    (void)state;
    struct pty pty;
    open_at(&pty, 24, 80, "list");
    pty_type(&pty, "\x1b");
    pty_type(&pty, "[");
    pty_type(&pty, "B");
    assert_true(pty_settle(&pty, QUIET));
    has(&pty, "2/500");
    type(&pty, "\x1b");
    has(&pty, "结论：overview");
    pty_close(&pty);
}

static bool coloured(struct pty *pty)
{
    VTermScreenCell text, figure;
    int column, row = pty_find(pty, "100.5", &column);
    vterm_screen_get_cell(pty->screen, (VTermPos){row, column}, &figure);
    vterm_screen_get_cell(pty->screen, (VTermPos){row, 4}, &text);
    return !vterm_color_is_equal(&figure.fg, &text.fg);
}

static void test_mono(void **state)
{
    (void)state;
    static const char *const modes[] = {"mono", "theme=mono", NULL};
    for (int i = 0; i < 3; i++) {
        struct pty pty;
        open_as(&pty, 24, 80, "list", modes[i], NULL, "结论");
        int column, row = pty_find(&pty, "100.5", &column);
        assert_int_equal(coloured(&pty), modes[i] == NULL);
        assert_true(pty_attrs(&pty, row, column).bold);
        pty_close(&pty);
    }
}

/* T goes through the themes and around; only what looks otherwise is sent. */
static void test_themes(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool coloured;
    } themes[] = {{"blue-orange", true}, {"contrast", true}, {"dark", true},
                  {"default", true},     {"light", true},    {"mono", false}};
    struct pty pty;
    open_as(&pty, 24, 80, "list", "theme=mono", NULL, "结论");
    assert_false(coloured(&pty));
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++) {
        type(&pty, "T");
        char said[64];
        snprintf(said, sizeof said, "Colours: %s", themes[i].name);
        has(&pty, said);
        assert_int_equal(coloured(&pty), themes[i].coloured);
    }
    pty_close(&pty);
    open_as(&pty, 24, 80, "list", "mono", NULL, "结论");
    type(&pty, "T");
    has(&pty, "none are shown here");
    assert_false(coloured(&pty));
    pty_close(&pty);
}

int main(int argc, char **argv)
{
    self_path = argv[0];
    if (argc > 2 && strcmp(argv[1], DASHBOARD) == 0)
        return dashboard_main(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_budgets),
        cmocka_unit_test(test_idle),
        cmocka_unit_test(test_small),
        cmocka_unit_test(test_resize_storm),
        cmocka_unit_test(test_resizes_coalesced),
        cmocka_unit_test(test_no_terminal),
        cmocka_unit_test(test_first_page_fails),
        cmocka_unit_test(test_hang_up),
        cmocka_unit_test(test_leave_restores),
        cmocka_unit_test(test_fault),
        cmocka_unit_test(test_suspend),
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_mono),
        cmocka_unit_test(test_themes),
        cmocka_unit_test(test_escape_in_pieces),
    };
    return cmocka_run_group_tests_name("tui terminal", tests, NULL, NULL);
}
