/* A collector that is killed at any moment: nothing acknowledged is lost, nothing half
 * done is visible. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const int64_t T = 1780000000;

/* At least ROUNDS; on a busy machine more, until something was published. */
enum { ROUNDS = 20, ROUNDS_MOST = 400, REGIONS = 40 };

static void ignore(void *self, bool fault, const struct error *finding)
{
    (void)self;
    (void)fault;
    (void)finding;
}

/* Delivers 1, 2, 3, ... and says so after each publication, until it is killed. */
static void deliver_for_ever(const char *directory, int start, int pipe_end)
{
    struct store *store;
    struct error error = {0};
    if (!store_open(directory, STORE_REAL, &store, &error))
        _exit(1);
    for (int i = start;; i++) {
        struct observation v[REGIONS];
        struct source_state state = cache_state("s", T + i);
        struct delivery delivery = {.receipt = {.time = T + i,
                                                .source = "s",
                                                .address = state.address,
                                                .format = "csv",
                                                .etag = "",
                                                .last_modified = ""},
                                    .observations = v,
                                    .n_observations = REGIONS};
        bool changed;
        uint32_t number;
        for (int k = 0; k < REGIONS; k++)
            v[k] = cache_value(430000 + k, 2026, 1, i);
        if (!store_ingest(store, &delivery, &state, &changed, &error) ||
            write(pipe_end, &i, sizeof i) != sizeof i)
            _exit(2);
        if (!store_publish(store, T + i, &number, &error))
            _exit(3);
        i = -i;
        if (write(pipe_end, &i, sizeof i) != sizeof i)
            _exit(2);
        i = -i;
    }
}

/* What a killed collector said: the last delivery taken, the last one published. */
static void read_pipe(int fd, int *taken, int *published)
{
    int i;
    while (read(fd, &i, sizeof i) == sizeof i)
        *(i > 0 ? taken : published) = abs(i);
}

/* The one number that all regions show in the newest snapshot, which must be the newest
 * there is; 0 if nothing was delivered yet. */
static int shown_by_all(const char *directory)
{
    struct snapshot *snapshot = cache_snapshot(directory);
    assert_false(snapshot_info(snapshot)->fallback);
    double first = cache_known(snapshot, 430000, 2026, 1, INT64_MAX);
    for (int k = 1; k < REGIONS; k++) {
        double other = cache_known(snapshot, 430000 + k, 2026, 1, INT64_MAX);
        assert_true(other == first || (isnan(other) && isnan(first)));
    }
    snapshot_close(snapshot);
    return isnan(first) ? 0 : (int)first;
}

/* Lets a collector work for a moment and kills it. */
static void kill_one(const char *directory, int *taken, int *published)
{
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        deliver_for_ever(directory, *taken + 1, ends[1]);
    close(ends[1]);
    struct timespec nap = {.tv_nsec = 3000000 + rand() % 40 * 1000000L};
    nanosleep(&nap, NULL);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status)); /* it did not give up by itself */
    read_pipe(ends[0], taken, published);
    close(ends[0]);
}

static void killed_collector_loses_nothing(void **state)
{
    struct error error = {0};
    int taken = 0, published = 0;
    srand(1);
    for (int round = 0; round < ROUNDS || (published == 0 && round < ROUNDS_MOST);
         round++) {
        kill_one(*state, &taken, &published);
        /* As new as was said. */
        if (published > 0)
            assert_true(shown_by_all(*state) >= published);
        /* What was taken is there; one more may be, that could not be acknowledged. */
        struct store *store = cache_store(*state);
        cache_publish(store, T);
        store_close(store);
        int last = shown_by_all(*state);
        assert_in_range(last, taken, taken + 1);
        taken = last;
    }
    assert_true(published > 0);
    assert_int_equal(snapshot_verify(*state, ignore, NULL, &error), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(killed_collector_loses_nothing),
    };
    return cmocka_run_group_tests_name("store: crash", tests, NULL, NULL);
}
