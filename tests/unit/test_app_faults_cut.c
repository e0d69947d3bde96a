/* An answer that ends too early, at every byte of it, with the real program: nothing of
 * it is ever taken, and each time the reason is one that holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "tests/lib/app_fixture.h"
#include "tests/lib/fault_server.h"
#include "tests/lib/faults.h"

enum { ANSWER = 1024, REASONS = 4 };

#define FEED(value)                                                                    \
    "{\"aiplus\":1,\"observations\":[{\"indicator\":\"B9-01\",\"region\":\"430000\","  \
    "\"period\":\"2026-Q2\",\"value\":" value "}]}"
#define OK "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define CUT "broke before all data had come"
#define EMPTY "/feed is empty."

static const char *self_path;
static struct app app;
static struct fault_server server;
static atomic_bool *cuts; /* from now on, in all processes */

/* ---- answers ---- */

static size_t plain(unsigned char *answer, size_t cut)
{
    (void)cut;
    return (size_t)snprintf((char *)answer, ANSWER, OK "Content-Length: %zu\r\n\r\n%s",
                            strlen(FEED("3.86")), FEED("3.86"));
}

static size_t put_gzip(unsigned char *answer, size_t said)
{
    unsigned char packed[ANSWER];
    size_t n = fault_compress(FEED("3.86"), strlen(FEED("3.86")), 31, packed, ANSWER);
    size_t head =
        (size_t)snprintf((char *)answer, ANSWER,
                         OK "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n",
                         said < n ? said : n);
    memcpy(answer + head, packed, n);
    return head + n;
}

static size_t gzip(unsigned char *answer, size_t cut)
{
    (void)cut;
    return put_gzip(answer, SIZE_MAX);
}

/* The length is that of what comes: HTTP has no fault. */
static size_t gzip_alone(unsigned char *answer, size_t cut)
{
    return put_gzip(answer, cut);
}

static size_t chunked(unsigned char *answer, size_t cut)
{
    (void)cut;
    return (size_t)snprintf((char *)answer, ANSWER,
                            OK "Transfer-Encoding: chunked\r\n\r\n%zx\r\n%.*s\r\n"
                               "%zx\r\n%s\r\n0\r\n\r\n",
                            (size_t)40, 40, FEED("3.86"), strlen(FEED("3.86")) - 40,
                            FEED("3.86") + 40);
}

/* Only the end of the connection says where it ends. */
static size_t open_ended(unsigned char *answer, size_t cut)
{
    (void)cut;
    return (size_t)snprintf((char *)answer, ANSWER, OK "\r\n%s", FEED("3.86"));
}

/* How answers are made, and what may be said of those that were cut. */
static const struct kind {
    const char *name;
    size_t (*make)(unsigned char *answer, size_t cut);
    bool head;    /* cut in the headers, not behind them */
    size_t spare; /* bytes at the end without which nothing is missing */
    const char *reasons[REASONS];
} kinds[] = {
    {"plain", plain, false, 0, {CUT}},
    {"gzip", gzip, false, 0, {CUT}},
    {"gzip-alone", gzip_alone, false, 0, {CUT, EMPTY}},
    {"chunked", chunked, false, 1, {CUT}},
    {"open", open_ended, false, 0, {"ends in the middle of its JSON", EMPTY}},
    {"head", plain, true, 0, {CUT, "did not answer as a web server does"}},
};

/* Bytes of the answer before the part that is cut; the part's size in *n. */
static size_t part_of(const struct kind *kind, const unsigned char *answer, size_t size,
                      size_t *n)
{
    const unsigned char *body = memmem(answer, size, "\r\n\r\n", 4);
    size_t head = (size_t)(body - answer) + 4;
    *n = kind->head ? head : size - head;
    return kind->head ? 0 : head;
}

/* "/plain/12/feed": cut behind twelve bytes. */
static void play(int fd, const char *path, const char *head)
{
    (void)head;
    unsigned char answer[ANSWER];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i].name), n;
        if (strncmp(path + 1, kinds[i].name, length) != 0 || path[1 + length] != '/')
            continue;
        size_t cut = strtoul(path + length + 2, NULL, 10);
        size_t size = kinds[i].make(answer, cut);
        size_t before = part_of(&kinds[i], answer, size, &n);
        if (*cuts) {
            fault_send(fd, answer, before + cut);
        } else {
            fault_send(fd, OK "\r\n", strlen(OK) + 2);
            fault_send(fd, FEED("3.52"), strlen(FEED("3.52")));
        }
    }
}

/* ---- the program ---- */

/* One source for each byte; how many. */
static size_t configure(const struct kind *kind)
{
    unsigned char answer[ANSWER];
    size_t n, size = kind->make(answer, SIZE_MAX);
    part_of(kind, answer, size, &n);
    n -= kind->spare;
    FILE *file = fopen(app_path(&app, "cut.conf"), "w");
    assert_non_null(file);
    for (size_t i = 0; i < n; i++)
        fprintf(file,
                "source \"s%zu\" {\n    address = \"http://127.0.0.1:%d/%s/%zu/feed\"\n"
                "    allow = {\"http\", \"loopback\"}\n    retries = 0\n    timeout = "
                "4\n}\n",
                i, server.port, kind->name, i);
    fclose(file);
    return n;
}

static int run(const char *arguments, char **text)
{
    char line[512];
    snprintf(line, sizeof line, "--lang en --config %s --cache %s %s",
             app_path(&app, "cut.conf"), app_path(&app, "cache"), arguments);
    return app_run(&app, line, text);
}

/* The line that is said of a source; fails the test where it has no such reason. */
static void check_reason(const struct kind *kind, size_t number, char *text)
{
    char head[64];
    snprintf(head, sizeof head, "  s%zu: ", number);
    char *line = strstr(text, head);
    assert_non_null(line);
    char *end = strchr(line, '\n');
    *end = '\0';
    bool found = false;
    for (size_t i = 0; i < REASONS && kind->reasons[i]; i++)
        found |= strstr(line, kind->reasons[i]) != NULL;
    if (!found)
        fail_msg("cut at byte %zu of %s: %s", number, kind->name, line);
    *end = '\n';
}

static void test_kind(void **state)
{
    const struct kind *kind = *state;
    char command[256], *text, *before, *after;
    snprintf(command, sizeof command, "rm -rf %s", app_path(&app, "cache"));
    assert_int_equal(system(command), 0);
    *cuts = false;
    size_t n = configure(kind);
    assert_int_equal(run("--fetch", &text), 0);
    free(text);
    run("--csv B9-01 --history", &before);
    assert_non_null(strstr(before, "2026-Q2,3.52,"));
    *cuts = true;
    assert_int_equal(run("--fetch", &text), 4);
    for (size_t i = 0; i < n; i++)
        check_reason(kind, i, text);
    free(text);
    run("--csv B9-01 --history", &after);
    assert_string_equal(before, after);
    assert_int_equal(run("--print=indicator/B9-01@430000", &text), 4);
    assert_non_null(strstr(text, "\n3.52 EFLOPS (2026Q2"));
    free(text);
    free(before);
    free(after);
}

static int open_all(void **state)
{
    (void)state;
    cuts = mmap(NULL, sizeof *cuts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                -1, 0);
    assert_true((void *)cuts != MAP_FAILED);
    app_open(&app, self_path, false);
    assert_true(fault_server_start_by(&server, "127.0.0.1", play));
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    fault_server_stop(&server);
    app_close(&app);
    return 0;
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[sizeof kinds / sizeof *kinds];
    size_t n = sizeof kinds / sizeof *kinds;
    (void)argc;
    self_path = argv[0];
    for (size_t i = 0; i < n; i++)
        tests[i] = (struct CMUnitTest){.name = kinds[i].name,
                                       .test_func = test_kind,
                                       .initial_state = (void *)&kinds[i]};
    return _cmocka_run_group_tests("cut", tests, n, open_all, close_all);
}
