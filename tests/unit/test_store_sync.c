/* What is made to last, and in which order: seen by standing in for fsync. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const int64_t T = 1780000000;

enum { SYNCS_MOST = 64 };

static char synced[SYNCS_MOST][PATH_MAX];
static size_t n_synced;

/* Notes the name that the file has at this moment. */
int fsync(int fd)
{
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (n_synced < SYNCS_MOST) {
        ssize_t n = readlink(link, synced[n_synced], PATH_MAX - 1);
        synced[n_synced++][n > 0 ? n : 0] = '\0';
    }
    return (int)syscall(SYS_fsync, fd);
}

/* The place of the first sync whose name ends so; SYNCS_MOST if there is none. */
static size_t place_of(const char *end)
{
    for (size_t i = 0; i < n_synced; i++) {
        size_t n = strlen(synced[i]), m = strlen(end);
        if (n >= m && strcmp(synced[i] + n - m, end) == 0)
            return i;
    }
    return SYNCS_MOST;
}

/* Every new directory is synced into the one above it. */
static void new_directories_last(void **state)
{
    n_synced = 0;
    store_close(cache_store(cache_path(*state, "a/b/cache")));
    const char *top = *state;
    assert_true(place_of(top) < SYNCS_MOST);
    assert_true(place_of("/a") < SYNCS_MOST);
    assert_true(place_of("/a/b") < SYNCS_MOST);
    assert_true(place_of("/a/b/cache") < SYNCS_MOST);
    assert_true(place_of("/a/b/cache/store") < SYNCS_MOST);
    /* There already: nothing to be done again. */
    n_synced = 0;
    store_close(cache_store(cache_path(*state, "a/b/cache")));
    assert_int_equal(n_synced, 0);
}

/* The data, then its manifest, then the names of both. */
static void a_snapshot_in_its_order(void **state)
{
    struct store *store = cache_store(*state);
    n_synced = 0;
    cache_publish(store, T);
    assert_int_equal(n_synced, 3);
    assert_int_equal(place_of(".mdb"), 0);
    assert_int_equal(place_of(".manifest"), 1);
    assert_int_equal(place_of("/snapshots"), 2);
    store_close(store);
}

/* A restored store is whole on the disk before it has the name. */
static void a_restored_store_in_its_order(void **state)
{
    struct store *store = cache_store(*state);
    cache_publish(store, T);
    store_close(store);
    assert_int_equal(remove(cache_path(*state, "store/data.mdb")), 0);
    n_synced = 0;
    store_close(cache_store(*state));
    assert_int_equal(n_synced, 2);
    assert_int_equal(place_of("/store/data.mdb.new"), 0);
    assert_int_equal(place_of("/store"), 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(new_directories_last),
        TEST(a_snapshot_in_its_order),
        TEST(a_restored_store_in_its_order),
    };
    return cmocka_run_group_tests_name("store: sync", tests, NULL, NULL);
}
