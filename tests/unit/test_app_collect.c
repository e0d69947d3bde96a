/* The real dashboard and its collector: r and R, stalled and failing sources, news from
 * other processes, damaged snapshots, offline, days of the past. */
#include "tests/lib/app_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { LINE = 1024, SLOWEST_MS = 250, LEAVING_MS = 3000 };

static const char *self_path;
static struct app app;

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void fresh_cache(void)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s", app_path(&app, "cache"));
    assert_int_equal(system(command), 0);
}

/* Keys of all kinds, while a collection goes on. */
static void test_stalled(void **state)
{
    (void)state;
    static const char *const keys[] = {"j",      "k",  "3", "\x1b[6~", "4",
                                       "\x1b[C", "1",  ":", "智",      "\x15",
                                       "/",      "算", "\r"};
    struct pty pty;
    fresh_cache();
    app_start(&app, &pty, 24, 80, "stall.conf", NULL);
    app_type(&pty, "R");
    app_wait(&pty, "更新中 0/2");
    pid_t child = app_child(pty.pid);
    assert_int_not_equal(child, 0);
    double slowest = 0;
    for (int i = 0; i < 200; i++) {
        double start = now_ms();
        app_type(&pty, keys[i % (int)(sizeof keys / sizeof *keys)]);
        double took = now_ms() - start;
        slowest = took > slowest ? took : slowest;
    }
    print_message("# slowest key %.1f ms\n", slowest);
    assert_true(slowest < SLOWEST_MS);
    app_type(&pty, "\x15");
    pty_type(&pty, "\x1b");
    pty_settle(&pty, 80);
    app_type(&pty, "3");
    app_has(&pty, "更新中 0/2"); /* on every page */
    app_type(&pty, "r");
    app_has(&pty, "正在采集");
    assert_int_equal(app_child(pty.pid), child);
    /* The window changes; the collector is killed. */
    pty_resize(&pty, 40, 120);
    app_wait(&pty, "task@100000");
    kill(child, SIGKILL);
    app_wait(&pty, "采集程序意外结束");
    pty_answered(&pty);
    app_has(&pty, "信号 9");
    /* Again; leaving takes the collector along. */
    app_type(&pty, "R");
    app_wait(&pty, "更新中 0/2");
    child = app_child(pty.pid);
    assert_int_not_equal(child, 0);
    double start = now_ms();
    pty_type(&pty, "Q");
    app_ends(&pty, LEAVING_MS, 0);
    print_message("# left after %.0f ms\n", now_ms() - start);
    assert_int_equal(kill(child, 0), -1);
    assert_int_equal(errno, ESRCH);
    pty_close(&pty);
}

/* A hang-up takes the collector along too; where the dashboard is killed, the collector
 * finds nobody listening. */
static void test_hang_up(void **state)
{
    (void)state;
    for (int how = 0; how < 2; how++) {
        struct pty pty;
        app_start(&app, &pty, 24, 80, "stall.conf", NULL);
        app_type(&pty, "R");
        app_wait(&pty, "更新中 0/2");
        pid_t child = app_child(pty.pid);
        if (how == 0)
            pty_hang_up(&pty);
        else
            kill(pty.pid, SIGKILL);
        assert_true(pty_exited(&pty, LEAVING_MS));
        for (int i = 0; i < 300 && kill(child, 0) == 0; i++)
            usleep(10000);
        assert_int_equal(kill(child, 0), -1);
        pty_close(&pty);
    }
}

/* x stops it: what came is kept, and the log tells; x and r again do no harm. */
static void test_stopped(void **state)
{
    (void)state;
    struct pty pty;
    char row[LINE];
    fresh_cache();
    app_start(&app, &pty, 24, 80, "stall.conf", NULL);
    app_type(&pty, "x");
    app_has(&pty, "没有正在进行的采集");
    app_type(&pty, "L");
    app_has(&pty, "打开程序以来尚未采集");
    app_type(&pty, "R");
    app_wait(&pty, "更新中 0/2");
    pid_t child = app_child(pty.pid);
    pty_type(&pty, "xx");
    app_wait(&pty, "2个数据源中有2个未采集");
    for (int i = 0; i < 300 && kill(child, 0) == 0; i++)
        usleep(10000);
    assert_int_equal(kill(child, 0), -1);
    pty_settle(&pty, 100);
    app_lacks(&pty, "正在停止");
    /* It has been told on the page while it stood there, the newest line first. */
    app_type(&pty, "g");
    app_selected(&pty, row, sizeof row);
    assert_non_null(strstr(row, "采集被中断"));
    app_type(&pty, "\r");
    app_has(&pty, " sources");
    pty_close(&pty);
}

static void test_failing(void **state)
{
    (void)state;
    struct pty pty;
    fresh_cache();
    app_start(&app, &pty, 24, 80, "broken.conf", NULL);
    sleep(2); /* what fails later than the start must be said, too */
    app_type(&pty, "R");
    app_wait(&pty, "失败2个源(共3个)");
    app_type(&pty, "L");
    app_has(&pty, "s2");
    app_has(&pty, "需处理3条");
    app_type(&pty, "9");
    app_has(&pty, "失败2");
    /* r on one source's page fetches that one alone. */
    app_type(&pty, ":sources/s3\r");
    /* Also while the collector before it, which has said its last word, is ending. */
    app_type(&pty, "r");
    app_wait(&pty, "采集完成：变化0行");
    pty_close(&pty);
}

static void test_news(void **state)
{
    (void)state;
    struct pty pty;
    char row[LINE], again[LINE];
    fresh_cache();
    assert_int_equal(app_fetch(&app, "demo.conf"), 0);
    app_start(&app, &pty, 24, 80, "demo.conf", (const char *[]){"sources", NULL});
    /* One that is still among the twelve deliveries that are listed afterwards. */
    app_type(&pty, "Gkkkkkk");
    app_selected(&pty, row, sizeof row);
    assert_non_null(strstr(row, "#7 "));
    kill(app.server, SIGUSR1); /* the ministries publish a change */
    usleep(50000);
    assert_int_equal(app_fetch(&app, "demo.conf"), 0);
    app_wait(&pty, "#15 ");
    assert_string_equal(app_selected(&pty, again, sizeof again), row);
    /* In a prompt too: what is typed stays. */
    app_type(&pty, ":task/B");
    assert_int_equal(app_fetch(&app, "demo.conf"), 0);
    pty_settle(&pty, 100);
    app_has(&pty, ":task/B");
    app_type(&pty, "9\r");
    app_has(&pty, "task/B9@");
    pty_close(&pty);
}

/* The cache is made while the dashboard runs; taken away, and made anew. */
static void test_cache_comes_and_goes(void **state)
{
    (void)state;
    struct pty pty;
    fresh_cache();
    app_start(&app, &pty, 24, 80, "demo.conf", (const char *[]){"task", NULL});
    app_lacks(&pty, "演示数据");
    assert_int_equal(app_fetch(&app, "demo.conf"), 0);
    app_type(&pty, "j");
    app_has(&pty, "演示数据");
    app_type(&pty, "9");
    app_has(&pty, "#1 ");
    fresh_cache();
    pty_settle(&pty, 50);
    app_type(&pty, "3j");
    app_has(&pty, "演示数据");
    assert_int_equal(app_fetch(&app, "broken.conf"), 4);
    app_type(&pty, "9");
    app_wait(&pty, "s1");
    assert_int_equal(app_fetch(&app, "demo.conf"), 0);
    app_wait(&pty, "ndrc ");
    pty_close(&pty);
}

/* A damaged copy of the newest snapshot, published as the next one. */
static void publish_damaged(unsigned newest)
{
    char command[1024];
    const char *from = app_path(&app, "cache/snapshots");
    snprintf(command, sizeof command,
             "cd %s && cp %08u.mdb %08u.mdb && chmod u+w %08u.mdb && printf x | "
             "dd of=%08u.mdb bs=1 seek=9000 conv=notrunc status=none && "
             "cp %08u.manifest t && mv t %08u.manifest",
             from, newest, newest + 1, newest + 1, newest + 1, newest, newest + 1);
    assert_int_equal(system(command), 0);
}

static void test_damaged(void **state)
{
    (void)state;
    struct pty pty;
    fresh_cache();
    assert_int_equal(app_fetch(&app, "demo.conf"), 0);
    app_start(&app, &pty, 24, 80, "demo.conf", (const char *[]){"task", NULL});
    app_lacks(&pty, "用上一快照");
    publish_damaged(1);
    app_wait(&pty, "用上一快照");
    pty_close(&pty);
    app_start(&app, &pty, 24, 80, "demo.conf", (const char *[]){"task", NULL});
    app_has(&pty, "用上一快照");
    app_has(&pty, "演示数据");
    /* The next good one is shown again. */
    app_type(&pty, "R");
    app_wait(&pty, "采集完成");
    pty_answered(&pty);
    app_lacks(&pty, "用上一快照");
    pty_close(&pty);
}

static void test_not_collected(void **state)
{
    (void)state;
    struct pty pty;
    fresh_cache();
    assert_int_equal(app_fetch(&app, "demo.conf"), 0);
    app_start(&app, &pty, 24, 80, "demo.conf", (const char *[]){"--offline", NULL});
    app_type(&pty, "r");
    app_has(&pty, "--offline");
    app_type(&pty, "R");
    app_has(&pty, "--offline");
    assert_int_equal(app_child(pty.pid), 0);
    app_type(&pty, "4\x1b[B\r");
    app_has(&pty, "region/");
    pty_close(&pty);
    app_start(&app, &pty, 24, 80, "demo.conf",
              (const char *[]){"--as-of", "2026-03-31", NULL});
    app_has(&pty, "2026-03-31");
    app_type(&pty, "r");
    app_has(&pty, "回看的页面不再采集");
    assert_int_equal(app_child(pty.pid), 0);
    app_type(&pty, "4");
    app_has(&pty, "2026-03-31");
    pty_close(&pty);
    app_start(&app, &pty, 24, 80, "none.conf", NULL);
    app_type(&pty, "r");
    app_has(&pty, "没有数据源");
    pty_close(&pty);
    app_start(&app, &pty, 24, 80, "", NULL);
    app_type(&pty, "R");
    app_has(&pty, "没有配置");
    pty_close(&pty);
}

/* A cache that this account may not write: r looks for news. */
static void test_read_only(void **state)
{
    (void)state;
    char program[PATH_MAX], command[PATH_MAX + 100];
    if (!realpath(app.program, program))
        fail();
    bool root = geteuid() == 0;
    snprintf(command, sizeof command, "setpriv --reuid=65534 --clear-groups test -x %s",
             program);
    if (root && system(command) != 0)
        skip();
    fresh_cache();
    assert_int_equal(app_fetch(&app, "demo.conf"), 0);
    if (!root)
        chmod(app_path(&app, "cache"), 0555);
    char cache[256], conf[256];
    snprintf(cache, sizeof cache, "%s", app_path(&app, "cache"));
    snprintf(conf, sizeof conf, "%s", app_path(&app, "demo.conf"));
    const char *argv[] = {
        "/usr/bin/setpriv", "--reuid=65534", "--clear-groups", program, "--lang", "zh",
        "--cache",          cache,           "--config",       conf,    NULL};
    struct pty pty;
    assert_true(pty_start(&pty, 24, 80, root ? argv : argv + 3, NULL));
    app_wait(&pty, "演示数据");
    pty_answered(&pty);
    app_type(&pty, "r");
    app_has(&pty, "本账户不能采集；下次采集");
    assert_int_equal(app_child(pty.pid), 0);
    pty_close(&pty);
    chmod(app_path(&app, "cache"), 0755);
}

/* Ctrl-C and SIGTERM in --fetch: a sentence, a status, and what had come is kept. */
static void test_broken_off(void **state)
{
    (void)state;
    char *output;
    for (int i = 0; i < 2; i++) {
        struct pty pty;
        fresh_cache();
        const char *conf = app_path(&app, "mixed.conf"),
                   *cache = app_path(&app, "cache");
        app_spawn(&app, &pty, 24, 80,
                  (const char *[]){"--lang", "zh", "--config", conf, "--cache", cache,
                                   "--fetch", NULL},
                  NULL);
        app_wait(&pty, "更新中 1/2");
        if (i == 0)
            pty_type(&pty, "\x03");
        else
            kill(pty.pid, SIGTERM);
        app_ends(&pty, LEAVING_MS, 1);
        app_has(&pty, "采集被中断；2个数据源中有1个未采集");
        app_lacks(&pty, "更新中");
        pty_close(&pty);
        char arguments[300];
        snprintf(arguments, sizeof arguments, "--lang zh --cache %s --print=sources",
                 app_path(&app, "cache"));
        app_run(&app, arguments, &output);
        assert_non_null(strstr(output, "  #1  "));
        free(output);
    }
    /* Without a terminal, and with one that cannot overwrite a line: plain lines. */
    fresh_cache();
    char arguments[600];
    snprintf(arguments, sizeof arguments,
             "--lang zh --config %s --cache %s --fetch & sleep 1; kill $!; wait $!",
             app_path(&app, "mixed.conf"), app_path(&app, "cache"));
    app_run(&app, arguments, &output);
    assert_null(strchr(output, '\r'));
    assert_null(strchr(output, '\x1b'));
    free(output);
    struct pty pty;
    app_spawn(&app, &pty, 24, 80,
              (const char *[]){"--lang", "zh", "--config", app_path(&app, "demo.conf"),
                               "--cache", app_path(&app, "cache"), "--fetch", NULL},
              (const char *[]){"TERM=dumb", NULL});
    app_ends(&pty, 10000, 0);
    app_has(&pty, "已发布快照");
    app_lacks(&pty, "更新中");
    pty_close(&pty);
}

static int set_up(void **state)
{
    (void)state;
    app_open(&app, self_path, true);
    app_config(&app, "stall.conf", (const char *[]){"/stall", "/stall", NULL});
    app_config(&app, "broken.conf",
               (const char *[]){"/broken.html", "/none", "/nda/monthly.csv", NULL});
    app_config(&app, "mixed.conf",
               (const char *[]){"/nda/monthly.csv", "/stall", NULL});
    app_config(&app, "none.conf", (const char *[]){NULL});
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
        cmocka_unit_test(test_stalled),   cmocka_unit_test(test_hang_up),
        cmocka_unit_test(test_stopped),   cmocka_unit_test(test_failing),
        cmocka_unit_test(test_news),      cmocka_unit_test(test_cache_comes_and_goes),
        cmocka_unit_test(test_damaged),   cmocka_unit_test(test_not_collected),
        cmocka_unit_test(test_read_only), cmocka_unit_test(test_broken_off),
    };
    return cmocka_run_group_tests_name("app collect", tests, set_up, tear_down);
}
