/* Accounts that may only look, and sessions that nobody touches. */
#include "app/idle.h"
#include "app/restrict.h"
#include "tests/lib/app_fixture.h"
#include "views/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct app app;

static void test_environment(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
        bool kept;
    } cases[] = {
        {"TERM", "xterm-256color", true},
        {"LANG", "zh_CN.UTF-8", true},
        {"NO_COLOR", "1", true},
        {"SSH_CONNECTION", "10.1.2.3 50000 10.1.2.4 22", true},
        {"TERM", "../../tmp/evil", false},
        {"LANGUAGE", "/tmp/evil", false},
        {"LC_ALL", "../x", false},
        {"TERMINFO", "x", false},
        {"TERMINFO_DIRS", "x", false},
        {"HOME", "x", false},
        {"XDG_CONFIG_HOME", "x", false},
        {"XDG_DATA_HOME", "x", false},
        {"AIPLUS_NOW", "2026-01-01", false},
        {"LOCPATH", "x", false},
        {"TMPDIR", "x", false},
        {"https_proxy", "x", false},
        {"SSH_ORIGINAL_COMMAND", "sh", false},
        {"LD_PRELOAD", "x", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (restrict_keeps(cases[i].name, cases[i].value) != cases[i].kept)
            fail_msg("%s=%s", cases[i].name, cases[i].value);
    char longest[300];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_false(restrict_keeps("TERM", longest));
}

static void test_log_lines(void **state)
{
    (void)state;
    static const struct {
        const char *connection, *line;
    } cases[] = {
        {"10.1.2.3 50000 10.1.2.4 22", "closed: user li, from 10.1.2.3"},
        {"fe80::1%eth0 1 ::1 22", "closed: user li"},
        {"2001:db8::7 1 ::1 22", "closed: user li, from 2001:db8::7"},
        {NULL, "closed: user li"},
        {"", "closed: user li"},
        {"10.1.2.3", "closed: user li"},
        {"10.1.2.3\nroot 1", "closed: user li"},
        {"evil user=root 1", "closed: user li"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[256];
        restrict_text("li", cases[i].connection, "closed", line, sizeof line);
        assert_string_equal(line, cases[i].line);
    }
}

static void test_idle_clock(void **state)
{
    (void)state;
    struct idle idle;
    idle_open(&idle, 0, 1000);
    assert_int_equal(idle_wait(&idle, 99999999), -1);
    assert_int_equal(idle_look(&idle, 99999999), IDLE_NOTHING);
    idle_open(&idle, 1800, 1000);
    assert_int_equal(idle_wait(&idle, 1000), 1740 * 1000);
    assert_int_equal(idle_look(&idle, 1740999), IDLE_NOTHING);
    assert_int_equal(idle_look(&idle, 1741000), IDLE_WARN);
    assert_int_equal(idle_look(&idle, 1741000), IDLE_NOTHING); /* said once */
    assert_int_equal(idle_wait(&idle, 1741000), 60 * 1000);
    assert_true(idle_key(&idle, 1742000));
    assert_false(idle_key(&idle, 1743000));
    assert_int_equal(idle_look(&idle, 1743000 + 1799999), IDLE_WARN);
    assert_int_equal(idle_look(&idle, 1743000 + 1800000), IDLE_CLOSE);
    idle_open(&idle, 90, 0); /* short: at its half */
    assert_int_equal(idle_wait(&idle, 0), 45 * 1000);
}

static void test_hints(void **state)
{
    (void)state;
    struct arena arena = {0};
    const char *hints = "Enter open  r collect  x stop  ? help";
    assert_string_equal(key_hints(hints, false, &arena), hints);
    assert_string_equal(key_hints(hints, true, &arena), "Enter open  ? help");
    assert_string_equal(key_hints("e file", true, &arena), "");
    arena_release(&arena);
}

/* Such a process may not be looked into, so how often it sleeps is not to be seen. */
static void press(struct pty *pty, const char *keys)
{
    pty_type(pty, keys);
    pty_settle(pty, 80);
}

static void test_keys_off(void **state)
{
    (void)state;
    struct pty pty;
    app_spawn(&app, &pty, 24, 80, (const char *[]){"--restricted", "--lang=zh", NULL},
              NULL);
    app_wait(&pty, "overview@");
    static const char *const off[] = {"e", "r", "R", "x", "\x1a"};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
        press(&pty, off[i]);
        app_has(&pty, "本账号不可用");
        press(&pty, "21");
        app_lacks(&pty, "本账号不可用");
    }
    press(&pty, "?G");
    app_lacks(&pty, "本页存为文件");
    press(&pty, "9");
    app_lacks(&pty, "r 采集");
    press(&pty, ":/etc/passwd\r");
    app_has(&pty, "没有这个地址");
    press(&pty, "\x15\x03");
    app_ends(&pty, 3000, 0);
    pty_close(&pty);
}

static void test_idle_end(void **state)
{
    (void)state;
    struct pty pty;
    FILE *file = fopen(app_path(&app, "idle.conf"), "w");
    assert_non_null(file);
    fputs("idle_timeout = \"3s\"\n", file);
    fclose(file);
    app_start(&app, &pty, 24, 80, "idle.conf", NULL);
    app_wait(&pty, "即将关闭");
    app_type(&pty, "j"); /* a key takes the warning away, and counts */
    app_lacks(&pty, "即将关闭");
    app_wait(&pty, "即将关闭");
    app_ends(&pty, 4000, 0);
    app_has(&pty, "已关闭");
    pty_close(&pty);
}

int main(int argc, char **argv)
{
    (void)argc;
    app_open(&app, argv[0], false);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_environment), cmocka_unit_test(test_log_lines),
        cmocka_unit_test(test_idle_clock),  cmocka_unit_test(test_hints),
        cmocka_unit_test(test_keys_off),    cmocka_unit_test(test_idle_end),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    app_close(&app);
    return failed;
}
