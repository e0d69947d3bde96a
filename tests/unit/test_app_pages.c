/* The real dashboard's pages: every task by keys and by address, its clause word for
 * word, history, find, go to, help. */
#include "catalog/catalog.h"
#include "tests/lib/app_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <cmocka.h>

enum { SEEN = 400, LINE = 1024, LEAST = 9 /* bytes of a row that begins a text */ };

static const char *self_path;
static struct app app;
static struct catalog catalog;

/* Rows that have stood on the screen, without blanks. */
static char seen[SEEN][LINE];
static size_t n_seen;

static void squeeze(char *to, const char *from)
{
    for (; *from; from++) {
        if (strncmp(from, "　", 3) == 0)
            from += 2;
        else if (*from != ' ' && *from != '\n')
            *to++ = *from;
    }
    *to = '\0';
}

static void look(struct pty *pty)
{
    for (int row = 2; row < pty->rows - 2 && n_seen < SEEN; row++) {
        char line[LINE];
        pty_row(pty, row, line, sizeof line);
        squeeze(seen[n_seen], line);
        size_t i = 0;
        while (strcmp(seen[i], seen[n_seen]) != 0)
            i++;
        n_seen += i == n_seen;
    }
}

/* Everything that scrolling down shows, and then up again. */
static void scroll_through(struct pty *pty)
{
    char before[LINE], after[LINE];
    n_seen = 0;
    for (int direction = 0; direction < 2; direction++)
        for (int same = 0, i = 0; i < 300 && same < 2; i++) {
            look(pty);
            size_t bytes = pty->bytes;
            pty_row(pty, pty->rows - 1, before, sizeof before);
            app_type(pty, direction == 0 ? "j" : "k");
            pty_row(pty, pty->rows - 1, after, sizeof after);
            same = pty->bytes == bytes ? same + 1 : 0;
        }
}

static bool seen_part(const char *part)
{
    for (size_t i = 0; i < n_seen; i++)
        if (strstr(seen[i], part))
            return true;
    return false;
}

/* Do the rows give the text, one after the other? A label may stand before the first.
 */
static bool seen_text(const char *text)
{
    static char squeezed[1 << 16];
    static bool reached[1 << 16];
    squeeze(squeezed, text);
    size_t n = strlen(squeezed);
    memset(reached, 0, n + 1);
    for (size_t i = 0; i < n_seen; i++)
        for (size_t skip = 0; skip < 24 && seen[i][skip]; skip++) {
            size_t length = strlen(seen[i] + skip);
            if (length >= LEAST && strncmp(squeezed, seen[i] + skip, length) == 0)
                reached[length] = true;
        }
    for (size_t at = 0; at < n; at++)
        for (size_t i = 0; reached[at] && i < n_seen; i++) {
            size_t length = strlen(seen[i]);
            if (strncmp(squeezed + at, seen[i], length) == 0)
                reached[at + length] = true;
        }
    return reached[n];
}

static bool is_page(const struct task *task)
{
    return task->kind != TASK_ACTION;
}

static void check_task(struct pty *pty, const struct task *task)
{
    scroll_through(pty);
    if (!seen_text(catalog_task_text(&catalog, task)))
        fail_msg("%s: its clause is not shown word for word", task->code);
    char lead[LINE];
    squeeze(lead, task->lead);
    if (!seen_part(lead))
        fail_msg("%s: no \"%s\"", task->code, lead);
    for (size_t i = 0; i < catalog.n_indicators; i++) {
        const struct indicator *indicator = &catalog.indicators[i];
        if (!indicator->provincial && strcmp(indicator->task, task->code) == 0 &&
            !seen_part(indicator->code))
            fail_msg("%s: no indicator %s", task->code, indicator->code);
    }
}

static void test_tasks_by_address(void **state)
{
    (void)state;
    static const char *const languages[] = {"zh", "en"};
    for (size_t l = 0; l < 2; l++) {
        struct pty pty;
        size_t n = 0;
        app_start(&app, &pty, 24, 80, "demo.conf",
                  (const char *[]){"--lang", languages[l], NULL});
        for (size_t i = 0; i < catalog.n_tasks; i++) {
            char text[64];
            snprintf(text, sizeof text, ":%s%s\r", i % 2 ? "task/" : "",
                     catalog.tasks[i].code);
            if (!is_page(&catalog.tasks[i]))
                continue;
            app_type(&pty, text);
            snprintf(text, sizeof text, "task/%s@100000", catalog.tasks[i].code);
            app_has(&pty, text);
            check_task(&pty, &catalog.tasks[i]);
            n++;
        }
        assert_int_equal(n, 1 + 25 + 4);
        pty_close(&pty);
    }
}

static void test_tasks_by_argument(void **state)
{
    (void)state;
    static const char *const codes[] = {"G0", "task/A2.2@430000", "B14", "C4"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct pty pty;
        app_start(&app, &pty, 40, 120, "demo.conf", (const char *[]){codes[i], NULL});
        app_has(&pty, codes[i]);
        char code[8];
        const char *slash = strchr(codes[i], '/');
        snprintf(code, sizeof code, "%.*s", slash ? 4 : 7,
                 slash ? slash + 1 : codes[i]);
        check_task(&pty, catalog_task(&catalog, code));
        pty_close(&pty);
    }
}

static void test_tasks_by_keys(void **state)
{
    (void)state;
    struct pty pty;
    char row[LINE], text[64];
    app_start(&app, &pty, 24, 80, "demo.conf", NULL);
    app_type(&pty, "3");
    for (size_t i = 0; i < catalog.n_tasks; i++) {
        const struct task *task = &catalog.tasks[i];
        snprintf(text, sizeof text, " %s ", task->code);
        for (int tries = 0; tries < 60; tries++) {
            if (strncmp(app_selected(&pty, row, sizeof row), text, strlen(text)) == 0)
                break;
            app_type(&pty, "\x1b[B");
        }
        assert_memory_equal(row, text, strlen(text));
        app_type(&pty, "\r");
        snprintf(text, sizeof text, "task/%s@100000", task->code);
        app_has(&pty, text);
        pty_type(&pty, i % 2 ? "[" : "q");
        app_wait(&pty, " task@100000");
        assert_true(pty_answered(&pty));
        char again[LINE];
        assert_string_equal(app_selected(&pty, again, sizeof again), row);
    }
    /* From the overview: an action, its first task, and up again. */
    app_type(&pty, "1");
    for (int tries = 0; tries < 40; tries++) {
        if (strncmp(app_selected(&pty, row, sizeof row), " A1 ", 4) == 0)
            break;
        app_type(&pty, "\x1b[B");
    }
    app_type(&pty, "\r");
    app_has(&pty, "task/A1@");
    for (int tries = 0; tries < 40; tries++) {
        if (strncmp(app_selected(&pty, row, sizeof row), " A1.1 ", 6) == 0)
            break;
        app_type(&pty, "\x1b[B");
    }
    app_type(&pty, "\x1b[C");
    app_has(&pty, "task/A1.1@");
    app_type(&pty, "\x1b[D");
    app_has(&pty, "task/A1@");
    assert_memory_equal(app_selected(&pty, row, sizeof row), " A1.1 ", 6);
    pty_close(&pty);
}

static void test_history(void **state)
{
    (void)state;
    struct pty pty;
    char row[LINE], again[LINE], top[LINE], top_again[LINE];
    app_start(&app, &pty, 24, 80, "demo.conf", (const char *[]){"task", NULL});
    for (int i = 0; i < 28; i++)
        app_type(&pty, "j");
    app_selected(&pty, row, sizeof row);
    pty_row(&pty, 4, top, sizeof top);
    app_type(&pty, "\r");
    app_type(&pty, ":B9-01\r");
    app_has(&pty, "indicator/B9-01@100000");
    app_type(&pty, "[[");
    assert_string_equal(app_selected(&pty, again, sizeof again), row);
    assert_string_equal(pty_row(&pty, 4, top_again, sizeof top_again), top);
    app_type(&pty, "]]");
    app_has(&pty, "indicator/B9-01@100000");
    app_type(&pty, "]");
    app_has(&pty, "indicator/B9-01@100000");
    app_type(&pty, "?");
    app_has(&pty, "help/indicator");
    pty_type(&pty, "\x1b");
    app_wait(&pty, " indicator/B9-01@100000");
    for (int i = 0; i < 3; i++)
        app_type(&pty, "[");
    pty_type(&pty, "q");
    app_ends(&pty, 3000, 0);
    pty_close(&pty);
}

static void test_find(void **state)
{
    (void)state;
    struct pty pty;
    char row[LINE], again[LINE];
    app_start(&app, &pty, 24, 80, "demo.conf", (const char *[]){"coordination", NULL});
    app_type(&pty, "jjj");
    app_type(&pty, "/智能算力");
    app_has(&pty, "/智能算力");
    app_has(&pty, "B9-01");
    pty_type(&pty, "\x1b");
    app_wait(&pty, "4/31"); /* the page as it stood */
    app_has(&pty, " coordination@100000");
    app_type(&pty, "/智能算力\r");
    app_has(&pty, "find/智能算力");
    app_selected(&pty, row, sizeof row);
    app_type(&pty, "n");
    assert_string_not_equal(app_selected(&pty, again, sizeof again), row);
    app_type(&pty, "N");
    assert_string_equal(app_selected(&pty, again, sizeof again), row);
    app_type(&pty, "/没有这种词\r");
    app_has(&pty, "find/没有这种词");
    pty_close(&pty);
}

/* Pages that `t` makes of a day are those of --as-of. */
static void test_as_of(void **state)
{
    (void)state;
    struct pty asked, started;
    app_spawn(&app, &asked, 24, 80, (const char *[]){"--lang", "zh", "overview", NULL},
              NULL);
    app_wait(&asked, "overview@100000");
    app_type(&asked, "t2099-01-01\r");
    app_has(&asked, "2099-01-01还没有到");
    app_type(&asked, "\x15"
                     "31\r");
    app_has(&asked, "YYYY-MM-DD");
    app_type(&asked, "\x15"
                     "2025-12-31\r");
    app_has(&asked, "回看 2025-12-31");
    app_spawn(
        &app, &started, 24, 80,
        (const char *[]){"--lang", "zh", "--as-of", "2025-12-31", "overview", NULL},
        NULL);
    app_wait(&started, "回看 2025-12-31");
    for (int row = 0; row < 23; row++) {
        char one[LINE], other[LINE];
        assert_string_equal(pty_row(&asked, row, one, sizeof one),
                            pty_row(&started, row, other, sizeof other));
    }
    app_type(&asked, "r");
    app_has(&asked, "回看的页面不再采集");
    app_type(&asked, "3");
    app_has(&asked, "回看 2025-12-31");
    app_type(&asked, "t\r");
    app_lacks(&asked, "回看");
    pty_type(&asked, "Q");
    app_ends(&asked, 3000, 0);
    pty_close(&asked);
    pty_close(&started);
}

static void test_go_to(void **state)
{
    (void)state;
    struct pty pty;
    app_start(&app, &pty, 24, 80, "demo.conf", NULL);
    app_type(&pty, ":湖南\r");
    app_has(&pty, " region/430000");
    app_type(&pty, ":");
    app_type(&pty, "没有\r");
    app_has(&pty, "没有这个地址"); /* the sentence, and the prompt stays */
    app_has(&pty, ":没有");
    app_type(&pty, "\x15");
    app_type(&pty, "A2.");
    app_has(&pty, "task/A2.1");
    app_type(&pty, "\x1b[B\x1b[B\t");
    app_type(&pty, "\r");
    app_has(&pty, "task/A2.");
    pty_type(&pty, ":\x1b");
    assert_true(pty_settle(&pty, 80));
    app_has(&pty, "Enter");
    pty_close(&pty);
}

static int set_up(void **state)
{
    (void)state;
    struct error error = {0};
    app_open(&app, self_path, true);
    assert_true(catalog_open(&catalog, NULL, NULL, &error));
    return app_fetch(&app, "demo.conf");
}

static int tear_down(void **state)
{
    (void)state;
    catalog_close(&catalog);
    app_close(&app);
    return 0;
}

int main(int argc, char **argv)
{
    (void)argc;
    self_path = argv[0];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tasks_by_address),
        cmocka_unit_test(test_tasks_by_argument),
        cmocka_unit_test(test_tasks_by_keys),
        cmocka_unit_test(test_history),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_go_to),
        cmocka_unit_test(test_as_of),
    };
    return cmocka_run_group_tests_name("app pages", tests, set_up, tear_down);
}
