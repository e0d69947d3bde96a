/* A store that is gone comes back from its newest snapshot, and is never begun anew
 * beside one. */
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
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/layout.h"
#include "store/manifest.h"
#include "store/private.h"

static const int64_t T = 1780000000;
enum { DAY = 86400, REGION = 430000 };

static const char *store_path(const char *directory)
{
    return cache_path(directory, "store/data.mdb");
}

static const char *published(const char *directory, unsigned number, const char *suffix)
{
    char name[64];
    snprintf(name, sizeof name, "snapshots/%08u.%s", number, suffix);
    return cache_path(directory, name);
}

/* One delivery a publication: month i has the value i. */
static void publish_months(const char *directory, int n)
{
    struct store *store = cache_store(directory);
    for (int i = 1; i <= n; i++) {
        struct observation v = cache_value(REGION, 2026, i, i);
        assert_true(cache_deliver(store, "s", T + i * DAY, "", &v, 1));
        assert_int_equal(cache_publish(store, T + i * DAY), i);
    }
    store_close(store);
}

static double month(const char *directory, int i)
{
    struct snapshot *snapshot = cache_snapshot(directory);
    double value = cache_known(snapshot, REGION, 2026, i, INT64_MAX);
    snapshot_close(snapshot);
    return value;
}

static void lose(const char *directory)
{
    assert_int_equal(remove(store_path(directory)), 0);
}

/* Changes one byte in the middle. */
static void damage(const char *path)
{
    struct stat st;
    char byte;
    assert_int_equal(chmod(path, 0600), 0);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    assert_int_equal(pread(fd, &byte, 1, st.st_size / 2), 1);
    byte ^= 0x55;
    assert_int_equal(pwrite(fd, &byte, 1, st.st_size / 2), 1);
    close(fd);
}

static void refused(const char *directory, enum error_code code)
{
    struct store *store = NULL;
    struct error error = {0};
    assert_false(store_open(directory, STORE_REAL, &store, &error));
    assert_string_equal(error_name(error.code), error_name(code));
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static void comes_back_whole(void **state)
{
    struct stat st;
    struct meta before;
    publish_months(*state, 2);
    struct store *store = cache_store(*state);
    assert_null(store_restored(store));
    before = store->meta;
    store_close(store);
    lose(*state);

    mode_t mask = umask(0);
    store = cache_store(*state);
    umask(mask);
    assert_non_null(store_restored(store));
    assert_string_equal(error_name(store_restored(store)->code),
                        "ERROR_STORE_RESTORED");
    assert_string_equal(store_restored(store)->arg[1], "00000002");
    assert_string_equal(store_restored(store)->arg[2], "2");
    assert_int_equal(stat(store_path(*state), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_false(is_there(cache_path(*state, "store/data.mdb.new")));
    assert_string_equal(store->meta.identity, before.identity);
    assert_int_equal(store->meta.snapshot, 2);
    assert_int_equal(store->meta.last_receipt, 2);
    /* The source goes on where it was: the same is no delivery, the next is the third.
     */
    struct observation v = cache_value(REGION, 2026, 2, 2);
    assert_false(cache_deliver(store, "s", T + 3 * DAY, "", &v, 1));
    v = cache_value(REGION, 2026, 3, 3);
    assert_true(cache_deliver(store, "s", T + 3 * DAY, "", &v, 1));
    assert_int_equal(cache_publish(store, T + 3 * DAY), 3);
    store_close(store);
    for (int i = 1; i <= 3; i++)
        assert_true(month(*state, i) == i);
}

/* However often it is lost, and whatever is published meanwhile. */
static void nothing_is_lost_again_and_again(void **state)
{
    publish_months(*state, 1);
    for (int i = 0; i < 5; i++) {
        lose(*state);
        struct store *store = cache_store(*state);
        assert_non_null(store_restored(store));
        assert_int_equal(cache_publish(store, T + i * DAY), i + 2);
        store_close(store);
    }
    assert_true(month(*state, 1) == 1);
}

/* A file without a byte is none; one that holds nothing is damaged. */
static void empty_files_begin_nothing(void **state)
{
    struct arena arena = {0};
    struct error error;
    struct db *db;
    publish_months(*state, 1);
    assert_int_equal(truncate(store_path(*state), 0), 0);
    store_close(cache_store(*state));
    assert_true(month(*state, 1) == 1);
    lose(*state);
    assert_true(db_open_store(store_path(*state), &arena, &db, &error));
    db_close(db);
    refused(*state, ERROR_STORE_DAMAGED);
    lose(*state);
    store_close(cache_store(*state));
    arena_release(&arena);
}

static void older_ones_stand_in_for_a_damaged_one(void **state)
{
    publish_months(*state, 3);
    lose(*state);
    damage(published(*state, 3, "mdb"));
    struct store *store = cache_store(*state);
    assert_non_null(store_restored(store));
    assert_string_equal(error_name(store_restored(store)->code),
                        "ERROR_STORE_RESTORED_OLDER");
    assert_string_equal(store_restored(store)->arg[1], "00000002");
    /* A number is never given twice. */
    assert_int_equal(cache_publish(store, T + 4 * DAY), 4);
    store_close(store);
    assert_true(month(*state, 2) == 2);
    assert_true(isnan(month(*state, 3)));
}

static void damaged_ones_alone_are_refused(void **state)
{
    publish_months(*state, 3);
    lose(*state);
    damage(published(*state, 3, "mdb"));
    assert_int_equal(remove(published(*state, 2, "mdb")), 0);
    damage(published(*state, 1, "manifest"));
    for (int i = 0; i < 2; i++) {
        refused(*state, ERROR_STORE_LOST);
        assert_false(is_there(store_path(*state)));
        assert_false(is_there(cache_path(*state, "store/data.mdb.new")));
    }
    /* Pieces without manifests are not nothing either. */
    for (unsigned i = 1; i <= 3; i++)
        assert_int_equal(remove(published(*state, i, "manifest")), 0);
    refused(*state, ERROR_STORE_LOST);
    assert_int_equal(remove(published(*state, 1, "mdb")), 0);
    assert_int_equal(remove(published(*state, 3, "mdb")), 0);
    struct store *store = cache_store(*state);
    assert_null(store_restored(store));
    assert_int_equal(cache_publish(store, T), 1);
    store_close(store);
}

/* Turns a snapshot into one of another version, with a manifest that fits. */
static void renumber(const char *directory, unsigned number)
{
    struct arena arena = {0};
    struct manifest manifest;
    struct error error = {0};
    struct record_writer writer;
    struct record_key key;
    struct db *db;
    char text[MANIFEST_SIZE];
    bool absent;
    const char *data = published(directory, number, "mdb");
    const char *paper = published(directory, number, "manifest");
    assert_true(manifest_read(paper, &manifest, &absent, &error));
    assert_true(chmod(data, 0600) == 0 && chmod(paper, 0600) == 0);
    assert_true(db_open_store(data, &arena, &db, &error) && db_begin_write(db, &error));
    record_writer_init(&writer);
    key_meta(&key);
    write_u32(&writer, STORE_FORMAT + 1);
    assert_true(record_put(db, &key, &writer, &error) && db_commit(db, &error));
    record_writer_release(&writer);
    db_close(db);
    int fd = open(data, O_RDONLY);
    assert_true(manifest_hash(fd, data, &manifest, &error) &&
                manifest_identify(fd, data, &manifest, &error));
    close(fd);
    size_t n = manifest_format(&manifest, text);
    fd = open(paper, O_WRONLY | O_TRUNC);
    assert_int_equal(write(fd, text, n), n);
    close(fd);
    arena_release(&arena);
}

/* An older one would lose what the other version has added. */
static void other_versions_are_not_passed_over(void **state)
{
    publish_months(*state, 2);
    lose(*state);
    renumber(*state, 2);
    refused(*state, ERROR_STORE_LOST);
    assert_false(is_there(store_path(*state)));
}

static void no_room(void *self)
{
    struct store *store;
    struct error error = {0};
    struct stat st;
    if (stat(published(self, 1, "mdb"), &st) != 0)
        _exit(1);
    const struct rlimit limit = {(rlim_t)st.st_size - 1, (rlim_t)st.st_size - 1};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        _exit(2);
    if (store_open(self, STORE_REAL, &store, &error))
        _exit(3);
    _exit(error.code == ERROR_STORE_FULL ? 0 : 4);
}

/* Half a copy never takes the name, and is not left. */
static void full_disks_leave_it_gone(void **state)
{
    publish_months(*state, 1);
    lose(*state);
    int status = cache_child(no_room, *state);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_false(is_there(store_path(*state)));
    assert_false(is_there(cache_path(*state, "store/data.mdb.new")));
    store_close(cache_store(*state));
    assert_true(month(*state, 1) == 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(comes_back_whole),
        TEST(nothing_is_lost_again_and_again),
        TEST(empty_files_begin_nothing),
        TEST(older_ones_stand_in_for_a_damaged_one),
        TEST(damaged_ones_alone_are_refused),
        TEST(other_versions_are_not_passed_over),
        TEST(full_disks_leave_it_gone),
    };
    return cmocka_run_group_tests_name("store: restore", tests, NULL, NULL);
}
