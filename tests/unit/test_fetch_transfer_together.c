/* Many transfers at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

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
    assert_true(
        transfer_run(transfers, 7, NULL, &fixture->arena, note_good, &ms, NULL));
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

/* As many requests as there may be: those that hang stop counting after 1 s. */
static void many_silent_hosts_hold_up_nobody_for_long(void **state)
{
    enum { HOSTS = 12, SILENT = 24 };
    struct fixture *fixture = *state;
    struct fault_server others[HOSTS];
    struct transfer transfers[SILENT + 1];
    struct timespec begin;
    long ms = 0;
    for (size_t i = 0; i < HOSTS; i++)
        assert_true(fault_server_start(&others[i], "127.0.0.1", NULL));
    for (size_t i = 0; i < SILENT; i++) {
        struct source *source =
            source_at(fixture, local(fixture, others[i % HOSTS].port, "/silent"));
        source->limits.seconds = 6; /* low speed ends it after 3 */
        transfers[i] = ask(source);
    }
    transfers[SILENT] = ask(fault(fixture, "/good"));
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_true(transfer_run(transfers, SILENT + 1, NULL, &fixture->arena, note_good,
                             &ms, NULL));
    for (size_t i = 0; i < HOSTS; i++)
        fault_server_stop(&others[i]);
    assert_body(&transfers[SILENT], FAULT_GOOD);
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
    assert_true(
        transfer_run(transfers, 8, NULL, &fixture->arena, give_up, &calls, NULL));
    assert_in_range(ms_since(&begin), 0, 600);
    assert_int_equal(calls, 3); /* it is not asked again */
    assert_body(&transfers[0], FAULT_GOOD);
    for (size_t i = 1; i < 8; i++)
        assert_error(&transfers[i], ERROR_INTERRUPTED, NULL);
}

static const char *temporary(void)
{
    const char *set = getenv("TMPDIR");
    return set ? set : "/tmp";
}

static size_t open_files(void)
{
    size_t n = 0;
    DIR *dir = opendir("/proc/self/fd");
    assert_non_null(dir);
    while (readdir(dir))
        n++;
    closedir(dir);
    return n;
}

/* A source whose file has n bytes: a, b, c .. and over again. */
static struct source *large_file(struct fixture *fixture, int n, const char **path)
{
    *path = arena_printf(&fixture->arena, "%s/aiplus-body-%d", temporary(), getpid());
    FILE *file = fopen(*path, "w");
    assert_non_null(file);
    for (int i = 0; i < n; i++)
        fputc('a' + i % 26, file);
    assert_int_equal(fclose(file), 0);
    struct source *source =
        source_at(fixture, arena_printf(&fixture->arena, "file://%s", *path));
    source->allow_file = true;
    source->limits.bytes = (uint64_t)n;
    return source;
}

/* A large body lies in a file where a directory is given, until it is released. */
static void bodies_are_released(void **state)
{
    enum { SIZE = 3000000 };
    struct fixture *fixture = *state;
    const char *path;
    struct source *source = large_file(fixture, SIZE, &path);
    size_t before = open_files();
    for (int given = 0; given < 2; given++) {
        struct transfer transfer = ask(source);
        assert_true(transfer_run(&transfer, 1, given ? temporary() : NULL,
                                 &fixture->arena, NULL, NULL, NULL));
        assert_true(transfer.ok);
        assert_int_equal(transfer.size, SIZE);
        assert_int_equal(open_files() - before, given);
        assert_int_equal(transfer.bytes[0], 'a');
        assert_int_equal(transfer.bytes[SIZE - 1], 'a' + (SIZE - 1) % 26);
        assert_int_equal(transfer.bytes[SIZE], '\0');
        transfer_release(&transfer);
        assert_null(transfer.bytes);
        assert_int_equal(open_files(), before);
        transfer_release(&transfer);
    }
    source->limits.bytes--;
    struct transfer refused = ask(source);
    assert_true(transfer_run(&refused, 1, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_int_equal(refused.error.code, ERROR_TRANSFER_TOO_LARGE);
    assert_string_equal(refused.error.arg[2], "2999999");
    remove(path);
}

/* Where the disk has no room for a body its source fails, with the reason. */
static void full_disk_fails_the_source(void **state)
{
    struct fixture *fixture = *state;
    const char *path;
    struct source *source = large_file(fixture, 2000000, &path);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit was, limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    limit = was;
    limit.rlim_cur = 1000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    struct transfer transfer = ask(source);
    bool ran =
        transfer_run(&transfer, 1, temporary(), &fixture->arena, NULL, NULL, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_true(ran);
    assert_false(transfer.ok);
    assert_int_equal(transfer.error.code, ERROR_BULK_FULL);
    assert_string_equal(transfer.error.arg[0], temporary());
    transfer_release(&transfer);
    remove(path);
}

static void no_transfers_at_all(void **state)
{
    struct fixture *fixture = *state;
    assert_true(transfer_run(NULL, 0, NULL, &fixture->arena, NULL, NULL, NULL));
}

/* At most two connections to one host, and 24 in all. */
static void connections_are_few(void **state)
{
    enum { HOSTS = 28 };
    struct fixture *fixture = *state;
    struct fault_server others[HOSTS];
    struct transfer one_host[8], many_hosts[HOSTS];
    for (size_t i = 0; i < 8; i++)
        one_host[i] = ask(fault(fixture, "/nap"));
    for (size_t i = 0; i < HOSTS; i++) {
        assert_true(fault_server_start(&others[i], "127.0.0.1", NULL));
        many_hosts[i] = ask(source_at(fixture, local(fixture, others[i].port, "/nap")));
    }
    fault_naps_reset();
    assert_true(transfer_run(one_host, 8, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_int_equal(fault_naps_most(), 2);
    fault_naps_reset();
    assert_true(
        transfer_run(many_hosts, HOSTS, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_in_range(fault_naps_most(), 20, 24); /* a slow machine may not get to 24 */
    for (size_t i = 0; i < HOSTS; i++) {
        fault_server_stop(&others[i]);
        assert_body(&many_hosts[i], FAULT_GOOD);
    }
    for (size_t i = 0; i < 8; i++)
        assert_body(&one_host[i], FAULT_GOOD);
}

/* 100 feeds of 20 hosts that take 150 ms each: a fifth of one after another at most. */
static void many_hosts_are_asked_together(void **state)
{
    enum { HOSTS = 20, FEEDS = 100, ONE_AFTER_ANOTHER = FEEDS * 150 };
    struct fixture *fixture = *state;
    struct fault_server hosts[HOSTS];
    struct transfer transfers[FEEDS];
    struct timespec begin;
    for (size_t i = 0; i < HOSTS; i++)
        assert_true(fault_server_start(&hosts[i], "127.0.0.1", NULL));
    for (size_t i = 0; i < FEEDS; i++)
        transfers[i] =
            ask(source_at(fixture, local(fixture, hosts[i % HOSTS].port, "/nap")));
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_true(
        transfer_run(transfers, FEEDS, NULL, &fixture->arena, NULL, NULL, NULL));
    long ms = ms_since(&begin);
    for (size_t i = 0; i < HOSTS; i++)
        fault_server_stop(&hosts[i]);
    for (size_t i = 0; i < FEEDS; i++)
        assert_body(&transfers[i], FAULT_GOOD);
    print_message("# %ld ms\n", ms);
    assert_in_range(ms, 0, ONE_AFTER_ANOTHER / 5);
}

#define TEST(name) cmocka_unit_test_teardown(name, fixture_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(silent_hosts_hold_up_nobody),
        TEST(many_silent_hosts_hold_up_nobody_for_long),
        TEST(giving_up_is_immediate),
        TEST(bodies_are_released),
        TEST(full_disk_fails_the_source),
        TEST(no_transfers_at_all),
        TEST(connections_are_few),
        TEST(many_hosts_are_asked_together),
    };
    return cmocka_run_group_tests(tests, transfer_fixture_open, transfer_fixture_close);
}
