/* What is asked again, when, and when it is given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fetch/transfer_wire.h"
#include "tests/lib/transfer_fixture.h"

/* A source of a fault that is asked again after about 10 ms. */
static struct source *patient(struct fixture *fixture, const char *path, int retries)
{
    struct source *source = fault(fixture, path);
    source->limits.retries = retries;
    source->limits.retry_ms = 10;
    fault_counts_reset();
    return source;
}

static void what_may_pass_is_asked_again(void **state)
{
    static const char *const paths[] = {
        "/times/2/status/408", "/times/2/status/429", "/times/2/status/500",
        "/times/2/status/502", "/times/2/status/503", "/times/2/status/504",
        "/times/2/cut",        "/times/2/chunk-cut",  "/times/2/gzip-cut",
        "/times/2/reset",      "/times/2/nothing",    "/times/1/silent"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct transfer transfer = fetch(*state, patient(*state, paths[i], 2));
        print_message("# %s\n", paths[i]);
        assert_body(&transfer, FAULT_GOOD);
        assert_int_equal(fault_times(), paths[i][7] - '0' + 1);
        assert_int_equal(transfer.retry_after, 0);
        assert_int_equal(transfer.rest_ms, 0);
    }
}

static void retries_come_to_an_end(void **state)
{
    struct transfer transfer = fetch(*state, patient(*state, "/times/9/status/503", 3));
    assert_error(&transfer, ERROR_HTTP_SERVER, "503 Fault");
    assert_int_equal(fault_times(), 4);
    transfer = fetch(*state, patient(*state, "/times/9/cut", 0));
    assert_error(&transfer, ERROR_TRANSFER_CUT, NULL);
    assert_int_equal(fault_times(), 1);
}

static void what_cannot_pass_is_not_asked_again(void **state)
{
    static const char *const paths[] = {"/times/9/status/400",
                                        "/times/9/status/401",
                                        "/times/9/status/404",
                                        "/times/9/status/501",
                                        "/times/9/gzip-bad",
                                        "/times/9/endless",
                                        "/times/9/garbage",
                                        "/times/9/headers",
                                        "/times/9/drip",
                                        "/times/9/no-content",
                                        "/times/9/redirect/ftp://host/"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct transfer transfer = fetch(*state, patient(*state, paths[i], 2));
        print_message("# %s\n", paths[i]);
        assert_false(transfer.ok);
        assert_int_equal(fault_times(), 1);
    }
}

/* Twice as long each time, give or take a quarter: 200 + 400 ms. */
static void waits_double(void **state)
{
    struct source *source = patient(*state, "/times/2/status/503", 2);
    struct timespec begin;
    source->limits.retry_ms = 200;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    struct transfer transfer = fetch(*state, source);
    assert_body(&transfer, FAULT_GOOD);
    assert_in_range(ms_since(&begin), 450, 1100);
}

static void retry_after_is_the_least(void **state)
{
    static const char *const paths[] = {"/times/1/retry-after/1",
                                        "/times/1/retry-date/1"};
    struct timespec begin;
    for (int i = 0; i < 2; i++) {
        struct source *source = patient(*state, paths[i], 1);
        clock_gettime(CLOCK_MONOTONIC, &begin);
        struct transfer transfer = fetch(*state, source);
        assert_body(&transfer, FAULT_GOOD);
        assert_in_range(ms_since(&begin), 1000, 1900);
    }
}

/* A wait beyond the deadline is not begun, and how long it is, is told. */
static void long_waits_are_not_begun(void **state)
{
    static const struct {
        const char *path;
        uint32_t seconds;
    } cases[] = {
        {"/retry-after/3600", 3600},
        {"/retry-after/99999999999999999999999", UINT32_MAX},
        {"/retry-date/7200", 7200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct timespec begin;
        clock_gettime(CLOCK_MONOTONIC, &begin);
        struct transfer transfer = fetch(*state, patient(*state, cases[i].path, 2));
        assert_in_range(ms_since(&begin), 0, 500);
        assert_error(&transfer, ERROR_TRANSFER_PAUSE, NULL);
        assert_int_equal(transfer.retry_after, cases[i].seconds);
        char number[16];
        snprintf(number, sizeof number, "%u", cases[i].seconds);
        assert_string_equal(transfer.error.arg[3], number);
    }
}

static void retry_after_may_be_garbage(void **state)
{
    static const struct {
        const char *value, *date;
        uint32_t seconds;
    } cases[] = {
        {"", "", 0},
        {"120", "", 120},
        {"0", "", 0},
        {"-5", "", 0},
        {"5 minutes", "", 0},
        {"1e9", "", 0},
        {"soon", "", 0},
        {"4294967296", "", UINT32_MAX},
        {"99999999999999999999999999", "", UINT32_MAX},
        {"Wed, 04 Nov 2026 10:21:00 GMT", FAULT_DATE, 60},
        {"Wednesday, 04-Nov-26 10:21:00 GMT", FAULT_DATE, 60},
        {"Wed Nov  4 10:21:00 2026", FAULT_DATE, 60},
        {"Wed, 04 Nov 2026 10:19:00 GMT", FAULT_DATE, 0},
        {"Wed, 31 Feb 2026 99:99:99 GMT", FAULT_DATE, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("# %s\n", cases[i].value);
        assert_int_equal(wire_retry_after(cases[i].value, cases[i].date),
                         cases[i].seconds);
    }
    struct transfer transfer =
        fetch(*state, patient(*state, "/times/1/retry-after/x", 1));
    assert_body(&transfer, FAULT_GOOD);
}

/* "Not changed" that nobody asked for is asked about once more. */
static void unasked_304_is_asked_again_once(void **state)
{
    struct transfer transfer = fetch(*state, patient(*state, "/times/1/same", 0));
    assert_body(&transfer, FAULT_GOOD);
    assert_int_equal(fault_times(), 2);
    transfer = fetch(*state, patient(*state, "/times/9/same", 5));
    assert_error(&transfer, ERROR_TRANSFER_NOT_CHANGED, NULL);
    assert_int_equal(fault_times(), 2);
}

/* ---- deadlines ---- */

static void a_source_has_its_deadline(void **state)
{
    struct source *source = patient(*state, "/times/99/nap", 0);
    struct timespec begin;
    source->limits.deadline = 1;
    source->limits.retries = 50;
    source->limits.retry_ms = 200; /* two rests of 750 ms at most; the third has 600 */
    source->address =
        local(*state, ((struct fixture *)*state)->server.port, "/times/99/status/503");
    clock_gettime(CLOCK_MONOTONIC, &begin);
    struct transfer transfer = fetch(*state, source);
    assert_in_range(ms_since(&begin), 0, 1300);
    assert_error(&transfer, ERROR_HTTP_SERVER, NULL); /* no time for another wait */
    source->address = local(*state, ((struct fixture *)*state)->server.port, "/silent");
    source->limits.seconds = 60;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    transfer = fetch(*state, source);
    assert_in_range(ms_since(&begin), 900, 1500);
    assert_error(&transfer, ERROR_TRANSFER_DEADLINE, "1");
}

static void a_run_has_its_deadline(void **state)
{
    struct fixture *fixture = *state;
    struct source *slow = fault(fixture, "/silent");
    struct source *resting = patient(fixture, "/times/99/status/503", 9);
    struct timespec begin;
    slow->limits.seconds = 60;
    resting->limits.retry_ms = 600; /* there is time for one rest, not for two */
    struct transfer transfers[] = {ask(slow), ask(resting),
                                   ask(fault(fixture, "/good"))};
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_true(
        transfer_run_within(1, transfers, 3, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_in_range(ms_since(&begin), 900, 1500);
    assert_error(&transfers[0], ERROR_TRANSFER_RUN_DEADLINE, "1");
    assert_error(&transfers[1], ERROR_HTTP_SERVER, NULL);
    assert_body(&transfers[2], FAULT_GOOD);
}

struct seen {
    const struct transfer *resting;
    size_t good;
    enum error_code why;
};

static bool note_rest(void *self, const struct transfer *ended, size_t done, size_t n)
{
    struct seen *seen = self;
    (void)done, (void)n;
    if (!ended && seen->resting->rest_ms)
        seen->why = seen->resting->error.code;
    /* Those that are well do not wait for it. */
    if (ended && ended != seen->resting)
        assert_int_equal(seen->resting->ok, false);
    seen->good += ended && ended->ok;
    return true;
}

/* While one rests the others go on, and the rest can be seen. */
static void others_go_on_while_one_rests(void **state)
{
    struct fixture *fixture = *state;
    struct source *source = patient(fixture, "/times/1/status/503", 1);
    struct seen seen = {0};
    source->limits.retry_ms = 500;
    struct transfer transfers[] = {ask(source), ask(fault(fixture, "/good")),
                                   ask(fault(fixture, "/good"))};
    seen.resting = &transfers[0];
    assert_true(
        transfer_run(transfers, 3, NULL, &fixture->arena, note_rest, &seen, NULL));
    assert_int_equal(seen.why, ERROR_HTTP_SERVER);
    assert_int_equal(seen.good, 3);
}

/* ---- reading takes long ---- */

static bool read_long(void *self, const struct transfer *ended, size_t done, size_t n)
{
    bool *slept = self;
    (void)done, (void)n;
    if (ended && !*slept) {
        *slept = true;
        sleep(3);
    }
    return true;
}

/* A body that takes longer to read than any transfer may last makes nobody late. */
static void reading_makes_nobody_late(void **state)
{
    struct fixture *fixture = *state;
    bool slept = false;
    struct transfer transfers[] = {ask(fault(fixture, "/good")),
                                   ask(fault(fixture, "/nap")),
                                   ask(fault(fixture, "/nap"))};
    assert_true(
        transfer_run(transfers, 3, NULL, &fixture->arena, read_long, &slept, NULL));
    assert_true(slept);
    for (int i = 0; i < 3; i++) {
        assert_body(&transfers[i], FAULT_GOOD);
        assert_in_range(transfers[i].duration_ms, 0, 1500);
    }
}

static bool sleep_once(void *self, const struct transfer *ended, size_t done, size_t n)
{
    bool *slept = self;
    (void)ended, (void)done, (void)n;
    if (!*slept)
        usleep(1500 * 1000);
    *slept = true;
    return true;
}

/* Nor is a connection lost that libcurl, whose clock went on, has given up meanwhile:
 * the server, which takes half a second, has its say. */
static void reading_costs_no_connection(void **state)
{
    struct fixture *fixture = *state;
    struct fault_server server;
    bool slept = false;
    assert_true(fault_server_start(&server, "127.0.0.1", "/tls-late"));
    struct transfer transfer = ask(source_at(
        fixture, arena_printf(&fixture->arena, "https://127.0.0.1:%d/", server.port)));
    assert_true(
        transfer_run(&transfer, 1, NULL, &fixture->arena, sleep_once, &slept, NULL));
    fault_server_stop(&server);
    assert_true(slept);
    assert_error(&transfer, ERROR_TRANSFER_TLS_OLD, NULL);
}

#define TEST(name) cmocka_unit_test_teardown(name, fixture_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_may_pass_is_asked_again),
        TEST(retries_come_to_an_end),
        TEST(what_cannot_pass_is_not_asked_again),
        TEST(waits_double),
        TEST(retry_after_is_the_least),
        TEST(long_waits_are_not_begun),
        TEST(retry_after_may_be_garbage),
        TEST(unasked_304_is_asked_again_once),
        TEST(a_source_has_its_deadline),
        TEST(a_run_has_its_deadline),
        TEST(others_go_on_while_one_rests),
        TEST(reading_makes_nobody_late),
        TEST(reading_costs_no_connection),
    };
    return cmocka_run_group_tests(tests, transfer_fixture_open, transfer_fixture_close);
}
