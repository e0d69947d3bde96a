/* Publishing: what becomes visible, when, and what is left after a crash. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/manifest.h"

static const int64_t T = 1780000000;

static int count_files(const char *directory, const char *part)
{
    int n = 0;
    DIR *dir = opendir(cache_path(directory, "snapshots"));
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        n += strstr(entry->d_name, part) != NULL;
    closedir(dir);
    return n;
}

static void touch(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

/* A cache with `n` snapshots; in number i, January 2026 of Hunan is i. */
static void publish_many(const char *directory, int n)
{
    struct store *store = cache_store(directory);
    for (int i = 1; i <= n; i++) {
        struct observation v = cache_value(430000, 2026, 1, i);
        cache_deliver(store, "s", T + i, "", &v, 1);
        assert_int_equal(cache_publish(store, T + i), i);
    }
    store_close(store);
}

static double shown(const char *directory, bool fallback)
{
    struct snapshot *snapshot = cache_snapshot(directory);
    assert_int_equal(snapshot_info(snapshot)->fallback, fallback);
    assert_int_equal(snapshot_info(snapshot)->damage.code != ERROR_NONE, fallback);
    double value = cache_known(snapshot, 430000, 2026, 1, INT64_MAX);
    snapshot_close(snapshot);
    return value;
}

static void keeps_the_last_three(void **state)
{
    struct arena arena = {0};
    publish_many(*state, 6);
    assert_int_equal(count_files(*state, ".manifest"), 3);
    assert_int_equal(count_files(*state, ".mdb"), 3);
    assert_int_equal(snapshot_newest(*state), 6);
    struct snapshot *snapshot = cache_snapshot(*state);
    const struct snapshot_info *info = snapshot_info(snapshot);
    assert_int_equal(info->number, 6);
    assert_int_equal(info->last_receipt, 6);
    assert_int_equal(info->published, T + 6);
    assert_false(info->demo);
    snapshot_close(snapshot);
    assert_string_equal(snapshot_directory(*state, &arena),
                        cache_path(*state, "snapshots"));
    arena_release(&arena);
}

/* A reader keeps what it opened, however often something newer is published. */
static void open_snapshot_stays(void **state)
{
    publish_many(*state, 1);
    struct snapshot *snapshot = cache_snapshot(*state);
    struct store *store = cache_store(*state);
    for (int i = 2; i < 9; i++) {
        struct observation v = cache_value(430000, 2026, 1, i);
        cache_deliver(store, "s", T + i, "", &v, 1);
        cache_publish(store, T + i);
        assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 1);
    }
    store_close(store);
    snapshot_close(snapshot);
    assert_true(shown(*state, false) == 8);
}

static void empty_store_can_be_published(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct snapshot *snapshot = NULL;
    assert_int_equal(snapshot_newest(*state), 0);
    assert_false(snapshot_open(*state, &snapshot, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_NONE);
    struct store *store = cache_store(*state);
    assert_false(snapshot_open(*state, &snapshot, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_NONE);
    cache_publish(store, T);
    store_close(store);
    snapshot = cache_snapshot(*state);
    struct source_state *sources;
    struct receipt *receipts;
    size_t n;
    assert_true(isnan(cache_known(snapshot, 430000, 2026, 1, INT64_MAX)));
    assert_true(isnan(cache_known(snapshot, 430000, 2026, 1, T)));
    assert_true(snapshot_sources(snapshot, INT64_MAX, &arena, &sources, &n, &error) &&
                n == 0);
    assert_true(
        snapshot_receipts(snapshot, INT64_MAX, 9, &arena, &receipts, &n, &error) &&
        n == 0);
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void no_manifest_no_snapshot(void **state)
{
    publish_many(*state, 2);
    assert_int_equal(remove(cache_path(*state, "snapshots/00000002.manifest")), 0);
    assert_int_equal(snapshot_newest(*state), 1);
    assert_true(shown(*state, false) == 1);
    /* The orphan's number is not given again, and the orphan goes. */
    struct store *store = cache_store(*state);
    assert_int_equal(cache_publish(store, T), 3);
    store_close(store);
    assert_int_equal(count_files(*state, "00000002"), 0);
    assert_true(shown(*state, false) == 2);
}

static void leftovers_are_ignored_and_removed(void **state)
{
    publish_many(*state, 1);
    static const char *const ours[] = {"snapshots/.new-17.mdb",
                                       "snapshots/.new-17.manifest",
                                       "snapshots/00000077.mdb"};
    static const char *const others[] = {
        "snapshots/README",          "snapshots/1.manifest",
        "snapshots/00000002.mdb.gz", "snapshots/000000002.manifest",
        "snapshots/00000000.mdb",    "snapshots/99999999999.manifest"};
    for (size_t i = 0; i < 3; i++)
        touch(cache_path(*state, ours[i]), "x");
    for (size_t i = 0; i < 6; i++)
        touch(cache_path(*state, others[i]), "x");
    assert_int_equal(snapshot_newest(*state), 1);
    assert_true(shown(*state, false) == 1);
    struct store *store = cache_store(*state);
    assert_int_equal(cache_publish(store, T), 2); /* an orphan is not a number given */
    store_close(store);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(access(cache_path(*state, ours[i]), F_OK), -1);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(access(cache_path(*state, others[i]), F_OK), 0);
}

/* As tar or rsync leave it: new inodes, perhaps new times. */
static void copied_cache_opens(void **state)
{
    struct stat st;
    publish_many(*state, 3);
    const char *copy = cache_path(*state, "copy");
    assert_true(mkdir(copy, 0755) == 0 &&
                mkdir(cache_path(copy, "snapshots"), 0755) == 0);
    static const char *const names[] = {"snapshots/00000003.mdb",
                                        "snapshots/00000003.manifest"};
    for (size_t i = 0; i < 2; i++)
        cache_copy(cache_path(*state, names[i]), cache_path(copy, names[i]));
    assert_true(shown(copy, false) == 3);
    assert_int_equal(utimensat(AT_FDCWD, cache_path(copy, names[0]), NULL, 0), 0);
    assert_true(shown(copy, false) == 3);
    /* But not when a byte differs. */
    const char *data = cache_path(copy, names[0]);
    assert_true(chmod(data, 0644) == 0 && stat(data, &st) == 0);
    int fd = open(data, O_WRONLY);
    assert_int_equal(pwrite(fd, "\xA5", 1, st.st_size / 2 + 7), 1);
    close(fd);
    struct snapshot *snapshot;
    struct error error = {0};
    assert_false(snapshot_open(copy, &snapshot, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_DAMAGED);
}

static void damaged_newest_falls_back(void **state)
{
    struct snapshot *snapshot;
    struct error error = {0};
    publish_many(*state, 3);
    assert_int_equal(chmod(cache_path(*state, "snapshots/00000003.mdb"), 0644), 0);
    assert_int_equal(truncate(cache_path(*state, "snapshots/00000003.mdb"), 5000), 0);
    assert_true(shown(*state, true) == 2);
    snapshot = cache_snapshot(*state);
    assert_int_equal(snapshot_info(snapshot)->damage.code, ERROR_SNAPSHOT_CONTENT);
    assert_int_equal(snapshot_info(snapshot)->number, 2);
    snapshot_close(snapshot);
    assert_int_equal(remove(cache_path(*state, "snapshots/00000002.mdb")), 0);
    assert_true(shown(*state, true) == 1);
    assert_int_equal(chmod(cache_path(*state, "snapshots/00000001.manifest"), 0644), 0);
    touch(cache_path(*state, "snapshots/00000001.manifest"), "aiplus-snapshot 1\n");
    assert_false(snapshot_open(*state, &snapshot, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_DAMAGED);
    /* The next publication is sound again. */
    struct store *store = cache_store(*state);
    assert_int_equal(cache_publish(store, T), 4);
    store_close(store);
    assert_true(shown(*state, false) == 3);
}

/* The manifest of one snapshot beside the file of another. */
static void swapped_files_are_refused(void **state)
{
    struct snapshot *snapshot;
    struct error error = {0};
    publish_many(*state, 2);
    const char *a = cache_path(*state, "snapshots/00000001.mdb");
    const char *b = cache_path(*state, "snapshots/00000002.mdb");
    const char *c = cache_path(*state, "c");
    assert_true(rename(a, c) == 0 && rename(b, a) == 0 && rename(c, b) == 0);
    assert_false(snapshot_open(*state, &snapshot, &error));
    a = cache_path(*state, "snapshots/00000001.manifest");
    b = cache_path(*state, "snapshots/00000002.manifest");
    assert_true(rename(a, c) == 0 && rename(b, a) == 0 && rename(c, b) == 0);
    assert_false(snapshot_open(*state, &snapshot, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_DAMAGED);
}

static void manifests_are_read_strictly(void **state)
{
    (void)state;
    struct manifest in = {.number = 12,
                          .bytes = 40960,
                          .inode = UINT64_MAX,
                          .mtime = 1762300000123456789,
                          .head_bytes = 8192,
                          .head_sum = 0x00c0ffee,
                          .published = 1762300000,
                          .last_receipt = UINT32_MAX};
    struct manifest out;
    char text[MANIFEST_SIZE];
    memset(in.sha256, 'a', 64);
    memset(in.identity, '0', 32);
    size_t n = manifest_format(&in, text);
    assert_true(manifest_parse(text, n, &out));
    assert_memory_equal(&in, &out, sizeof in);
    assert_false(manifest_parse(text, n + 1, &out)); /* its NUL does not belong to it */
    assert_false(manifest_parse("", 0, &out));
    for (size_t i = 0; i < n; i++) {
        assert_false(manifest_parse(text, i, &out));
        for (int bit = 0; bit < 8; bit++) {
            text[i] ^= (char)(1 << bit);
            assert_false(manifest_parse(text, n, &out));
            text[i] ^= (char)(1 << bit);
        }
    }
}

struct findings {
    int faults, others;
    struct error last_fault, first;
};

static void collect(void *self, bool fault, const struct error *finding)
{
    struct findings *findings = self;
    if (fault)
        findings->last_fault = *finding;
    else if (findings->others == 0)
        findings->first = *finding;
    findings->faults += fault;
    findings->others += !fault;
}

static void verify_tells_what_it_found(void **state)
{
    enum { NEWEST = 5 }; /* periods, deliveries, papers, tiles, bytes */
    struct findings found = {0};
    struct error error = {0};
    const char *cache = cache_path(*state, "cache");
    assert_int_equal(snapshot_verify(cache, collect, &found, &error), -1);
    assert_int_equal(error.code, ERROR_SNAPSHOT_NONE);
    publish_many(cache, 5);
    assert_int_equal(snapshot_verify(cache, collect, &found, &error), 0);
    /* Two lines for each of three, and what the newest one holds. */
    assert_int_equal(found.others, 3 * 2 + NEWEST);
    assert_int_equal(found.first.code, ERROR_SNAPSHOT_SOUND);
    assert_string_equal(found.first.arg[0], "00000005");
    assert_string_equal(found.first.arg[1], "1");
    assert_string_equal(found.first.arg[3], "5");
    /* With the identity restored only the hash can tell. */
    struct stat st;
    const char *data = cache_path(cache, "snapshots/00000004.mdb");
    assert_true(stat(data, &st) == 0 && chmod(data, 0644) == 0);
    int fd = open(data, O_RDWR);
    char byte;
    assert_int_equal(pread(fd, &byte, 1, st.st_size - 1), 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, st.st_size - 1), 1);
    futimens(fd, (struct timespec[]){st.st_atim, st.st_mtim});
    close(fd);
    touch(cache_path(cache, "snapshots/.new-1.mdb"), "x");
    touch(cache_path(cache, "snapshots/00000099.mdb"), "x");
    assert_int_equal(chmod(cache_path(cache, "snapshots/00000003.manifest"), 0644), 0);
    touch(cache_path(cache, "snapshots/00000003.manifest"), "x");
    found = (struct findings){0};
    assert_int_equal(snapshot_verify(cache, collect, &found, &error), 2);
    assert_int_equal(found.faults, 2);
    assert_int_equal(found.others, 2 + 2 + NEWEST); /* two leftovers, one sound */
    assert_int_equal(found.first.code, ERROR_SNAPSHOT_LEFTOVER);
    assert_int_equal(found.last_fault.code, ERROR_SNAPSHOT_MANIFEST);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keeps_the_last_three),
        TEST(open_snapshot_stays),
        TEST(empty_store_can_be_published),
        TEST(no_manifest_no_snapshot),
        TEST(leftovers_are_ignored_and_removed),
        TEST(copied_cache_opens),
        TEST(damaged_newest_falls_back),
        TEST(swapped_files_are_refused),
        TEST(manifests_are_read_strictly),
        TEST(verify_tells_what_it_found),
    };
    return cmocka_run_group_tests_name("store: publish", tests, NULL, NULL);
}
