/* Many transfers at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/lib/transfer_fixture.h"

/* ---- side by side ---- */

/* Six that hang and one that does not, the last in the list. */
static bool note_good(void *self, const struct transfer *ended, size_t done, size_t n)
{
    long *ms = self;
    struct timespec now;
    (void)n;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (ended && ended->ok && done == 1)
        *ms = now.tv_sec * 1000 + now.tv_nsec / 1000000;
    return true;
}

static long good_among_silent(struct fixture *fixture, size_t hosts)
{
    struct fault_server others[6];
    struct transfer transfers[7];
    struct timespec begin;
    long ms = 0;
    for (size_t i = 0; i < hosts; i++)
        assert_true(fault_server_start(&others[i], "127.0.0.1", NULL));
    for (size_t i = 0; i < 6; i++)
        transfers[i] =
            ask(source_at(fixture, local(fixture, others[i % hosts].port, "/silent")));
    transfers[6] = ask(fault(fixture, "/good"));
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_true(transfer_run(transfers, 7, &fixture->arena, note_good, &ms, NULL));
    for (size_t i = 0; i < hosts; i++)
        fault_server_stop(&others[i]);
    assert_body(&transfers[6], FAULT_GOOD);
    /* Those that had to wait for their turn were asked as well. */
    for (size_t i = 0; i < 6; i++)
        assert_error(&transfers[i], ERROR_TRANSFER_NO_ANSWER, NULL);
    return ms - (begin.tv_sec * 1000 + begin.tv_nsec / 1000000);
}

static void silent_hosts_hold_up_nobody(void **state)
{
    assert_in_range(good_among_silent(*state, 2), 0, 300);
}

/* As many hosts as there are connections: those that hang stop counting after 1 s. */
static void many_silent_hosts_hold_up_nobody_for_long(void **state)
{
    struct fixture *fixture = *state;
    struct fault_server others[6];
    struct transfer transfers[7];
    struct timespec begin;
    long ms = 0;
    for (size_t i = 0; i < 6; i++) {
        assert_true(fault_server_start(&others[i], "127.0.0.1", NULL));
        struct source *source =
            source_at(fixture, local(fixture, others[i].port, "/silent"));
        source->limits.seconds = 6; /* low speed ends it after 3 */
        transfers[i] = ask(source);
    }
    transfers[6] = ask(fault(fixture, "/good"));
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_true(transfer_run(transfers, 7, &fixture->arena, note_good, &ms, NULL));
    for (size_t i = 0; i < 6; i++)
        fault_server_stop(&others[i]);
    assert_body(&transfers[6], FAULT_GOOD);
    assert_in_range(ms - (begin.tv_sec * 1000 + begin.tv_nsec / 1000000), 900, 1800);
}

static bool give_up(void *self, const struct transfer *ended, size_t done, size_t n)
{
    int *calls = self;
    (void)ended, (void)done, (void)n;
    return ++*calls < 3;
}

static void giving_up_is_immediate(void **state)
{
    struct fixture *fixture = *state;
    struct transfer transfers[8];
    struct timespec begin;
    int calls = 0;
    transfers[0] = ask(fault(fixture, "/good"));
    for (size_t i = 1; i < 8; i++)
        transfers[i] = ask(fault(fixture, "/silent"));
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_true(transfer_run(transfers, 8, &fixture->arena, give_up, &calls, NULL));
    assert_in_range(ms_since(&begin), 0, 600);
    assert_int_equal(calls, 3); /* it is not asked again */
    assert_body(&transfers[0], FAULT_GOOD);
    for (size_t i = 1; i < 8; i++)
        assert_error(&transfers[i], ERROR_INTERRUPTED, NULL);
}

/* Bodies that together pass the arena's ceiling are refused, not fatal. */
static void arena_is_not_overrun(void **state)
{
    struct fixture *fixture = *state;
    struct arena small = {.ceiling = 20000};
    struct transfer transfers[] = {
        ask(fault(fixture, "/gzip")), ask(fault(fixture, "/gzip")),
        ask(fault(fixture, "/gzip")), ask(fault(fixture, "/gzip"))};
    assert_true(transfer_run(transfers, 4, &small, NULL, NULL, NULL));
    size_t ok = 0;
    for (size_t i = 0; i < 4; i++) {
        ok += transfers[i].ok;
        if (!transfers[i].ok)
            assert_int_equal(transfers[i].error.code, ERROR_TRANSFER_TOO_LARGE);
    }
    assert_int_equal(ok, 1);
    arena_release(&small);
}

static void no_transfers_at_all(void **state)
{
    struct fixture *fixture = *state;
    assert_true(transfer_run(NULL, 0, &fixture->arena, NULL, NULL, NULL));
}

/* At most two connections to one host, and six in all. */
static void connections_are_few(void **state)
{
    struct fixture *fixture = *state;
    struct fault_server others[8];
    struct transfer one_host[8], eight_hosts[8];
    for (size_t i = 0; i < 8; i++) {
        assert_true(fault_server_start(&others[i], "127.0.0.1", NULL));
        one_host[i] = ask(fault(fixture, "/nap"));
        eight_hosts[i] =
            ask(source_at(fixture, local(fixture, others[i].port, "/nap")));
    }
    fault_naps_reset();
    assert_true(transfer_run(one_host, 8, &fixture->arena, NULL, NULL, NULL));
    assert_int_equal(fault_naps_most(), 2);
    fault_naps_reset();
    assert_true(transfer_run(eight_hosts, 8, &fixture->arena, NULL, NULL, NULL));
    assert_int_equal(fault_naps_most(), 6);
    for (size_t i = 0; i < 8; i++) {
        fault_server_stop(&others[i]);
        assert_body(&one_host[i], FAULT_GOOD);
        assert_body(&eight_hosts[i], FAULT_GOOD);
    }
}

#define TEST(name) cmocka_unit_test_teardown(name, fixture_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(silent_hosts_hold_up_nobody),
        TEST(many_silent_hosts_hold_up_nobody_for_long),
        TEST(giving_up_is_immediate),
        TEST(arena_is_not_overrun),
        TEST(no_transfers_at_all),
        TEST(connections_are_few),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
