/* The real dashboard: e writes the page at hand, and what the configuration says of
 * every page: its classification, and where the dashboard begins. */
#include "tests/lib/app_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *self_path;
static struct app app;

/* Types a file's name in the place of the proposed one. */
static void write_to(struct pty *pty, const char *path)
{
    app_type(pty, "e\x15");
    app_type(pty, path);
    app_type(pty, "\r");
}

static int run(const char *config, const char *arguments, char **printed)
{
    char all[700];
    snprintf(all, sizeof all, "--config %s --cache %s %s", app_path(&app, config),
             app_path(&app, "cache"), arguments);
    return app_run(&app, all, printed);
}

static char *content(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

static void test_written(void **state)
{
    (void)state;
    struct pty pty;
    app_start(&app, &pty, 24, 80, "demo.conf", (const char *[]){"sources", NULL});
    app_type(&pty, "e");
    app_has(&pty, "eaiplus-sources-20");
    app_type(&pty, "\x1b");
    char csv[200];
    snprintf(csv, sizeof csv, "%s", app_path(&app, "page.csv"));
    const char *txt = app_path(&app, "page.txt");
    write_to(&pty, csv);
    app_has(&pty, "已写入");
    char *text = content(csv);
    assert_non_null(text);
    assert_int_equal(memcmp(text, "\xef\xbb\xbf", 3), 0);
    assert_non_null(strstr(text, "数据源"));
    free(text);
    /* Text is what --print gives, the command in the footer too. */
    char *printed = NULL;
    write_to(&pty, txt);
    text = content(txt);
    assert_non_null(text);
    run("demo.conf", "--print=sources --bare", &printed);
    assert_string_equal(text, printed);
    free(text);
    free(printed);
    /* --output writes what the key writes. */
    char arguments[300];
    snprintf(arguments, sizeof arguments,
             "--print=sources --bare --format csv --output %s",
             app_path(&app, "page.other"));
    assert_int_equal(run("demo.conf", arguments, &printed), 0);
    assert_string_equal(printed, "");
    free(printed);
    text = content(csv);
    printed = content(app_path(&app, "page.other"));
    assert_string_equal(text, printed);
    unlink(app_path(&app, "page.other"));
    free(text);
    free(printed);
    /* A file that is there is asked about; nothing else is left beside it. */
    write_to(&pty, csv);
    app_has(&pty, "已存在");
    app_type(&pty, "\r");
    app_has(&pty, "已写入");
    write_to(&pty, app_path(&app, "page.pdf"));
    app_has(&pty, "文件名决定格式");
    app_type(&pty, "\x1b");
    write_to(&pty, app_path(&app, "nowhere/page.csv"));
    app_has(&pty, "无法写入");
    pty_type(&pty, "\x1b");
    pty_settle(&pty, 80);
    app_lacks(&pty, "nowhere");
    char command[200];
    snprintf(command, sizeof command, "ls %s | grep -c '^page[.]'", app_path(&app, ""));
    FILE *list = popen(command, "r");
    char found[8] = "";
    assert_non_null(fgets(found, sizeof found, list));
    pclose(list);
    assert_string_equal(found, "2\n");
    pty_close(&pty);
}

/* Regions that are marked, in the tiles, the list and the matrix alike, are compared.
 */
static void test_compared(void **state)
{
    (void)state;
    struct pty pty;
    app_start(&app, &pty, 24, 80, "demo.conf",
              (const char *[]){"--glyphs=ascii", "region/B9-01@100000", NULL});
    app_type(&pty, "c");
    app_has(&pty, "在列表中按空格标记地区");
    app_type(&pty, " ");
    app_has(&pty, "已标记1个地区");
    app_type(&pty, " ");
    app_has(&pty, "已标记2个地区");
    app_has(&pty, "*黑龙");
    app_type(&pty, "c");
    app_has(&pty, "indicator/B9-01+220000@230000");
    app_has(&pty, "A 黑龙江");
    app_type(&pty, "4c");
    app_has(&pty, "请先打开一个指标");
    app_type(&pty, ":sources\r ");
    app_has(&pty, "本行不属于哪个地区");
    pty_close(&pty);
}

static void configure(const char *name, const char *lines)
{
    FILE *file = fopen(app_path(&app, name), "w");
    assert_non_null(file);
    fputs(lines, file);
    fclose(file);
}

static void test_classified(void **state)
{
    (void)state;
    struct pty pty;
    char *printed = NULL;
    configure("own.conf",
              "classification = \"内部资料\"\nstart = \"task/A2.2@430000\"\n");
    app_start(&app, &pty, 24, 80, "own.conf", NULL);
    app_has(&pty, "内部资料");
    app_has(&pty, "task/A2.2@430000");
    app_type(&pty, "4");
    app_has(&pty, "内部资料");
    app_type(&pty, "?");
    app_has(&pty, "内部资料");
    pty_close(&pty);
    run("own.conf", "--lang en --print", &printed);
    assert_non_null(strstr(printed, "内部资料"));
    free(printed);
    /* A first page that is none is told, and the overview stands. */
    configure("own.conf", "start = \"nowhere/7\"\n");
    app_start(&app, &pty, 24, 80, "own.conf", NULL);
    app_has(&pty, "nowhere/7");
    app_has(&pty, "overview@100000");
    pty_close(&pty);
    configure("own.conf", "\nclassification = \"一二三四五六七八九十一\"\n");
    assert_int_equal(run("own.conf", "--print", &printed), 1);
    assert_non_null(strstr(printed, "own.conf"));
    free(printed);
}

int main(int argc, char **argv)
{
    (void)argc;
    self_path = argv[0];
    app_open(&app, self_path, true);
    app_fetch(&app, "demo.conf");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_written),
        cmocka_unit_test(test_classified),
        cmocka_unit_test(test_compared),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    app_close(&app);
    return failed;
}
