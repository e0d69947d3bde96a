/* Deliveries that are worked into a copy of the store, which then takes its place. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/private.h"

static const int64_t T = 1780000000;

enum { REGIONS = 300, YEARS = 8, ROWS = REGIONS * YEARS * 12 };

/* A store for which nearly everything is large. */
static struct store *small_store(const char *directory)
{
    struct store *store = cache_store(directory);
    store->pages_most = 0;
    store->pages_step = 16 * 1024;
    return store;
}

/* Eight years of 300 regions; the values tell which delivery they are of. */
static struct observation *rows(double which)
{
    static struct observation v[ROWS];
    size_t n = 0;
    for (int y = 0; y < YEARS; y++)
        for (int r = 0; r < REGIONS; r++)
            for (int m = 1; m <= 12; m++)
                v[n++] = cache_value(430000 + r, 2018 + y, m, which + r / 1000.0);
    return v;
}

/* Is every value of that delivery, as known then? */
static void all_are(const char *directory, double which, int64_t known_at)
{
    struct snapshot *snapshot = cache_snapshot(directory);
    struct arena arena = {0};
    for (int r = 0; r < REGIONS; r++) {
        struct observation *items;
        struct error error = {0};
        size_t n;
        assert_true(snapshot_series(snapshot, "NTL-01", 430000 + r, known_at, &arena,
                                    &items, &n, &error));
        assert_int_equal(n, which > 0 ? YEARS * 12 : 0);
        for (size_t i = 0; i < n; i++)
            assert_true(items[i].value == which + r / 1000.0);
    }
    arena_release(&arena);
    snapshot_close(snapshot);
}

static void ignore(void *self, bool fault, const struct error *finding)
{
    (void)self;
    (void)fault;
    (void)finding;
}

static ino_t inode_of(const char *directory)
{
    struct stat st;
    assert_int_equal(stat(cache_path(directory, "store/data.mdb"), &st), 0);
    return st.st_ino;
}

static void a_copy_takes_the_place(void **state)
{
    struct error error = {0};
    struct stat st;
    struct store *store = small_store(*state);
    ino_t before = inode_of(*state);
    assert_true(cache_deliver(store, "s", T, "", rows(1), ROWS));
    assert_int_not_equal(inode_of(*state), before);
    assert_int_equal(stat(cache_path(*state, "store/data.mdb"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    /* Nothing changed: the file stays. */
    before = inode_of(*state);
    assert_false(cache_deliver(store, "s", T + 5, "", rows(1), ROWS));
    assert_int_equal(inode_of(*state), before);
    assert_true(cache_deliver(store, "s", T + 10, "", rows(2), ROWS));
    cache_publish(store, T + 20);
    /* Small and large ones in turn, without opening it again. */
    store->pages_most = STORE_PAGES_MOST;
    before = inode_of(*state);
    assert_true(cache_deliver(store, "s", T + 30, "", rows(3), ROWS));
    assert_int_equal(inode_of(*state), before);
    store->pages_most = 0;
    assert_true(cache_deliver(store, "s", T + 40, "", rows(4), ROWS));
    cache_publish(store, T + 50);
    store_close(store);
    all_are(*state, 4, INT64_MAX);
    all_are(*state, 3, T + 39);
    all_are(*state, 2, T + 29);
    all_are(*state, 1, T + 9);
    all_are(*state, 0, T - 1);
    assert_int_equal(snapshot_verify(*state, ignore, NULL, &error), 0);
    assert_int_equal(access(cache_path(*state, "store/data.mdb.new"), F_OK), -1);
}

/* Rows from the last to the first: what they replace is kept in its order all the same,
 * behind what an older edition said meanwhile. */
static void a_rebased_series_in_any_order(void **state)
{
    enum { N = 40 * 12 };
    static struct observation v[N], late[N];
    struct arena arena = {0};
    struct error error = {0};
    struct observation *o;
    struct store *store = cache_store(*state);
    size_t n;
    for (int i = 0; i < N; i++) {
        v[i] = cache_value(430000 + i / 12, 2025, 1 + i % 12, i);
        late[i] = v[i];
        late[i].value = i + 0.5;
    }
    const char *newer = "Sun, 01 Mar 2026 00:00:00 GMT";
    assert_true(cache_deliver(store, "s", T, newer, v, N));
    assert_true(
        cache_deliver(store, "s", T + 1, "Thu, 01 Jan 2026 00:00:00 GMT", late, N));
    for (int i = 0; i < N; i++)
        v[i] = cache_value(430000 + (N - 1 - i) / 12, 2025, 1 + (N - 1 - i) % 12,
                           1000 + N - 1 - i);
    assert_true(cache_deliver(store, "s", T + 2, newer, v, N));
    cache_publish(store, T + 3);
    store_close(store);
    assert_int_equal(snapshot_verify(*state, ignore, NULL, &error), 0);
    struct snapshot *snapshot = cache_snapshot(*state);
    for (int i = 0; i < N; i++) {
        int32_t region = 430000 + i / 12;
        assert_true(cache_known(snapshot, region, 2025, 1 + i % 12, T + 1) == i);
        assert_true(cache_known(snapshot, region, 2025, 1 + i % 12, T + 2) == 1000 + i);
        assert_true(
            snapshot_revisions(snapshot, "NTL-01", region, &arena, &o, &n, &error));
        assert_int_equal(n, 24); /* twelve late ones, then twelve that stood */
        assert_true(o[0].late && o[11].late && !o[12].late && !o[23].late);
    }
    snapshot_close(snapshot);
    arena_release(&arena);
}

/* A note that waits is in the copy, too, and once only. */
static void notes_go_into_the_copy(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct source_state *sources, note = cache_state("other", T);
    struct store *store = small_store(*state);
    size_t n;
    note.failures = 3;
    assert_true(store_note(store, &note, &error));
    assert_true(cache_deliver(store, "s", T + 1, "", rows(1), 12));
    assert_int_equal(store->n_notes, 0);
    cache_publish(store, T + 2);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_true(snapshot_sources(snapshot, INT64_MAX, &arena, &sources, &n, &error));
    assert_int_equal(n, 2);
    assert_string_equal(sources[0].name, "other");
    assert_int_equal(sources[0].failures, 3);
    assert_int_equal(sources[1].rows_changed, 12);
    snapshot_close(snapshot);
    assert_int_equal(snapshot_verify(*state, ignore, NULL, &error), 0);
    arena_release(&arena);
}

static void what_a_crash_left_is_removed(void **state)
{
    store_close(cache_store(*state));
    const char *path = cache_path(*state, "store/data.mdb.new");
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0 && write(fd, "half", 4) == 4);
    close(fd);
    struct store *store = cache_store(*state);
    assert_int_equal(access(path, F_OK), -1);
    store_close(store);
}

/* The new file cannot come to be: the old store goes on. */
static void a_copy_that_fails_changes_nothing(void **state)
{
    struct error error = {0};
    struct source_state s = cache_state("s", T + 1);
    struct delivery delivery = {.receipt = {.time = T + 1,
                                            .source = "s",
                                            .address = s.address,
                                            .format = "csv",
                                            .etag = "",
                                            .last_modified = ""},
                                .observations = rows(2),
                                .n_observations = ROWS};
    bool changed;
    struct store *store = small_store(*state);
    assert_true(cache_deliver(store, "s", T, "", rows(1), 12));
    const char *path = cache_path(*state, "store/data.mdb.new");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(store_ingest(store, &delivery, &s, &changed, &error));
    assert_int_equal(error.code, ERROR_WRITE);
    assert_int_equal(remove(path), 0);
    delivery.observations = rows(2);
    assert_true(store_ingest(store, &delivery, &s, &changed, &error));
    assert_true(changed);
    assert_int_equal(delivery.receipt.number, 2);
    assert_int_equal(delivery.receipt.rows_changed, ROWS);
    cache_publish(store, T + 2);
    store_close(store);
    all_are(*state, 2, INT64_MAX);
}

/* Delivers 1, 2, 3, ... into copies and says so, until it is killed. */
static void deliver_for_ever(const char *directory, int start, int pipe_end)
{
    struct store *store = small_store(directory);
    for (int i = start;; i++) {
        cache_deliver(store, "s", T + i, "", rows(i), ROWS);
        if (write(pipe_end, &i, sizeof i) != sizeof i)
            _exit(2);
    }
}

static void killed_in_the_middle_of_a_copy(void **state)
{
    enum { ROUNDS = 12 };
    int taken = 0;
    srand(7);
    for (int round = 0; round < ROUNDS; round++) {
        int ends[2], i, status;
        assert_int_equal(pipe(ends), 0);
        fflush(NULL);
        pid_t pid = fork();
        if (pid == 0)
            deliver_for_ever(*state, taken + 1, ends[1]);
        close(ends[1]);
        usleep(5000 + (useconds_t)(rand() % 60) * 1000);
        kill(pid, SIGKILL);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status));
        while (read(ends[0], &i, sizeof i) == sizeof i)
            taken = i;
        close(ends[0]);
        struct store *store = cache_store(*state);
        cache_publish(store, T);
        store_close(store);
        /* One more may be there, that could not be acknowledged. */
        struct snapshot *snapshot = cache_snapshot(*state);
        double last = cache_known(snapshot, 430000, 2018, 1, INT64_MAX);
        snapshot_close(snapshot);
        int now = isnan(last) ? 0 : (int)last;
        assert_in_range(now, taken, taken + 1);
        all_are(*state, now, INT64_MAX);
        taken = now;
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_copy_takes_the_place),
        TEST(a_rebased_series_in_any_order),
        TEST(notes_go_into_the_copy),
        TEST(what_a_crash_left_is_removed),
        TEST(a_copy_that_fails_changes_nothing),
        TEST(killed_in_the_middle_of_a_copy),
    };
    return cmocka_run_group_tests_name("store: large", tests, NULL, NULL);
}
