/* Opening a cache: who may, and what stands in the way. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/layout.h"

static const int64_t T = 1780000000;

static void refused(const char *directory, enum store_kind kind, enum error_code code,
                    struct error *error)
{
    struct store *store = NULL;
    *error = (struct error){0};
    assert_false(store_open(directory, kind, &store, error));
    assert_null(store);
    assert_string_equal(error_name(error->code), error_name(code));
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    close(fd);
}

static mode_t mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static void directories_have_their_modes(void **state)
{
    mode_t before = umask(0077);
    const char *cache = cache_path(*state, "a/b/cache");
    struct store *store = cache_store(cache);
    cache_publish(store, T);
    store_close(store);
    umask(before);
    assert_int_equal(mode_of(cache), 0755);
    assert_int_equal(mode_of(cache_path(cache, "snapshots")), 0755);
    assert_int_equal(mode_of(cache_path(cache, "store")), 0700);
    assert_int_equal(mode_of(cache_path(cache, "lock")), 0600);
    assert_int_equal(mode_of(cache_path(cache, "store/data.mdb")), 0600);
    assert_int_equal(mode_of(cache_path(cache, "snapshots/00000001.mdb")), 0444);
    assert_int_equal(mode_of(cache_path(cache, "snapshots/00000001.manifest")), 0444);
}

static void busy_names_the_collector(void **state)
{
    struct error error;
    int ready[2], done[2];
    assert_true(pipe(ready) == 0 && pipe(done) == 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        struct store *store;
        close(done[1]);
        bool ok = store_open(*state, STORE_REAL, &store, &error) &&
                  write(ready[1], "x", 1) == 1;
        ok = ok && read(done[0], &(char){0}, 1) == 0; /* until the parent has gone */
        _exit(!ok);
    }
    char byte, text[16];
    close(done[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    refused(*state, STORE_REAL, ERROR_STORE_BUSY, &error);
    snprintf(text, sizeof text, "%ld", (long)pid);
    assert_string_equal(error.arg[0], text);
    assert_string_equal(error.arg[1], *state);
    /* Killed, it leaves its number in the file, but no lock. */
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    struct store *store = cache_store(*state);
    /* One process cannot open it twice either. */
    refused(*state, STORE_REAL, ERROR_STORE_BUSY, &error);
    store_close(store);
    store_close(cache_store(*state));
    close(done[1]);
    close(ready[0]);
    close(ready[1]);
}

static void kinds_share_no_cache(void **state)
{
    struct error error = {0};
    struct store *store;
    const char *real = cache_path(*state, "real"), *demo = cache_path(*state, "demo");
    store_close(cache_store(real));
    assert_true(store_open(demo, STORE_DEMO, &store, &error));
    cache_publish(store, T);
    store_close(store);
    refused(real, STORE_DEMO, ERROR_STORE_KIND_REAL, &error);
    refused(demo, STORE_REAL, ERROR_STORE_KIND_DEMO, &error);
    /* Also when only the snapshots are left of it. */
    assert_int_equal(remove(cache_path(demo, "store/data.mdb")), 0);
    refused(demo, STORE_REAL, ERROR_STORE_KIND_DEMO, &error);
    assert_true(store_open(demo, STORE_DEMO, &store, &error));
    assert_int_equal(cache_publish(store, T), 2);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(demo);
    assert_true(snapshot_info(snapshot)->demo);
    snapshot_close(snapshot);
}

static void files_in_the_way_are_named(void **state)
{
    struct error error;
    const char *file = cache_path(*state, "file");
    write_file(file, "x", 1);
    refused(file, STORE_REAL, ERROR_STORE_NOT_DIRECTORY, &error);
    assert_string_equal(error.arg[0], file);
    refused(cache_path(file, "cache"), STORE_REAL, ERROR_STORE_NOT_DIRECTORY, &error);
    static const char *const inner[] = {"store", "snapshots"};
    for (size_t i = 0; i < 2; i++) {
        const char *cache = cache_path(*state, i ? "two" : "one");
        assert_int_equal(mkdir(cache, 0755), 0);
        write_file(cache_path(cache, inner[i]), "x", 1);
        refused(cache, STORE_REAL, ERROR_STORE_NOT_DIRECTORY, &error);
    }
    const char *three = cache_path(*state, "three");
    assert_true(mkdir(three, 0755) == 0 && mkdir(cache_path(three, "lock"), 0755) == 0);
    refused(three, STORE_REAL, ERROR_WRITE, &error);
}

static void foreign_files_are_refused(void **state)
{
    struct error error;
    char bytes[20000];
    const char *data = cache_path(*state, "store/data.mdb");
    store_close(cache_store(*state));
    memset(bytes, 'x', sizeof bytes);
    static const size_t sizes[] = {1, 100, 4096, 8192, sizeof bytes};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        write_file(data, bytes, sizes[i]);
        refused(*state, STORE_REAL, ERROR_STORE_FOREIGN, &error);
        assert_string_equal(error.arg[0], data);
    }
    memset(bytes, 0, sizeof bytes);
    write_file(data, bytes, sizeof bytes);
    refused(*state, STORE_REAL, ERROR_STORE_FOREIGN, &error);
    /* An empty file is what a crash at the very first moment leaves. */
    write_file(data, "", 0);
    store_close(cache_store(*state));
}

/* Somebody else's LMDB, and one of another version of the program. */
static void other_databases_are_refused(void **state)
{
    struct error error = {0};
    struct arena arena = {0};
    struct db *db;
    struct record_writer writer;
    struct record_key key;
    const char *data = cache_path(*state, "store/data.mdb");
    assert_int_equal(mkdir(cache_path(*state, "store"), 0700), 0);
    assert_true(db_open_store(data, &arena, &db, &error));
    record_writer_init(&writer);
    key_begin(&key, 'Z');
    assert_true(db_begin_write(db, &error));
    write_string(&writer, "something");
    assert_true(record_put(db, &key, &writer, &error) && db_commit(db, &error));
    db_close(db);
    refused(*state, STORE_REAL, ERROR_STORE_FOREIGN, &error);

    assert_true(db_open_store(data, &arena, &db, &error));
    key_meta(&key);
    assert_true(db_begin_write(db, &error));
    write_u32(&writer, STORE_FORMAT + 1);
    write_string(&writer, "and whatever that version keeps there");
    assert_true(record_put(db, &key, &writer, &error) && db_commit(db, &error));
    db_close(db);
    refused(*state, STORE_REAL, ERROR_STORE_FORMAT, &error);
    assert_string_equal(error.arg[1], "4");
    record_writer_release(&writer);
    arena_release(&arena);
}

static void cut_store_is_damaged(void **state)
{
    struct error error;
    struct stat st;
    const char *data = cache_path(*state, "store/data.mdb");
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 1);
    cache_deliver(store, "s", T, "", &v, 1);
    cache_publish(store, T);
    store_close(store);
    assert_int_equal(stat(data, &st), 0);
    assert_int_equal(truncate(data, st.st_size - 4096), 0);
    refused(*state, STORE_REAL, ERROR_STORE_DAMAGED, &error);
    /* What was published does not depend on it. */
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 1);
    snapshot_close(snapshot);
}

enum { NOBODY = 65534 };

struct guest {
    const char *directory;
    enum error_code code;
};

/* As an account without rights. Exit status 0 if it was refused as expected. */
static void try_as_guest(void *self)
{
    struct guest *guest = self;
    struct error error = {0};
    struct store *store;
    if (geteuid() == 0 && setuid(NOBODY) != 0)
        _exit(2);
    if (store_open(guest->directory, STORE_REAL, &store, &error))
        _exit(3);
    _exit(error.code == guest->code ? 0 : 4);
}

static void read_as_guest(void *self)
{
    struct snapshot *snapshot;
    struct error error = {0};
    if (geteuid() == 0 && setuid(NOBODY) != 0)
        _exit(2);
    if (!snapshot_open(self, &snapshot, &error))
        _exit(3);
    double value = cache_known(snapshot, 430000, 2026, 1, INT64_MAX);
    snapshot_close(snapshot);
    _exit(value == 1 ? 0 : 4);
}

static void others_may_read_but_not_write(void **state)
{
    const char *cache = cache_path(*state, "cache");
    struct store *store = cache_store(cache);
    struct observation v = cache_value(430000, 2026, 1, 1);
    cache_deliver(store, "s", T, "", &v, 1);
    cache_publish(store, T);
    store_close(store);
    assert_int_equal(chmod(*state, 0755), 0);
    if (geteuid() != 0) { /* our own account stands for the other one */
        assert_int_equal(chmod(cache, 0555), 0);
        assert_int_equal(chmod(cache_path(cache, "lock"), 0444), 0);
    }
    struct guest guest = {cache, ERROR_WRITE};
    assert_int_equal(cache_child(try_as_guest, &guest), 0);
    guest.directory =
        geteuid() == 0 ? cache_path(*state, "new") : cache_path(cache, "n");
    assert_int_equal(cache_child(try_as_guest, &guest), 0);
    assert_int_equal(cache_child(read_as_guest, (void *)cache), 0);
    chmod(cache, 0755);
}

/* A small file system of its own, if this account may mount one. */
static bool small_disk(const char *path, const char *size)
{
    char options[32];
    snprintf(options, sizeof options, "size=%s", size);
    return mkdir(path, 0755) == 0 && mount("none", path, "tmpfs", 0, options) == 0;
}

static void read_only_disk_is_named(void **state)
{
    struct error error;
    const char *disk = cache_path(*state, "disk");
    if (!small_disk(disk, "4m")) {
        print_message("# mounting is not allowed here\n");
        skip();
    }
    store_close(cache_store(disk));
    assert_int_equal(mount("none", disk, "tmpfs", MS_REMOUNT | MS_RDONLY, NULL), 0);
    refused(disk, STORE_REAL, ERROR_WRITE, &error);
    assert_string_equal(error.arg[1], strerror(EROFS));
    assert_int_equal(umount(disk), 0);
}

/* Fills the disk but for `left` bytes. */
static void fill(const char *path, size_t left)
{
    static const char block[4096];
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    while (write(fd, block, sizeof block) == sizeof block)
        ;
    off_t size = lseek(fd, 0, SEEK_END);
    assert_int_equal(ftruncate(fd, size > (off_t)left ? size - (off_t)left : 0), 0);
    close(fd);
}

static void full_disk_loses_nothing(void **state)
{
    enum { ROWS = 2000 };
    const char *disk = cache_path(*state, "disk");
    if (!small_disk(disk, "4m")) {
        print_message("# mounting is not allowed here\n");
        skip();
    }
    struct error error = {0};
    struct store *store = cache_store(disk);
    static struct observation v[ROWS];
    for (int i = 0; i < ROWS; i++)
        v[i] = cache_value(430000 + i / 12, 2026, 1 + i % 12, i);
    cache_deliver(store, "s", T, "", v, 12);
    assert_int_equal(cache_publish(store, T), 1);

    struct source_state s = cache_state("s", T + 1);
    struct delivery delivery = {.receipt = {.time = T + 1,
                                            .source = "s",
                                            .address = s.address,
                                            .format = "csv",
                                            .etag = "",
                                            .last_modified = ""},
                                .observations = v,
                                .n_observations = ROWS};
    bool changed;
    uint32_t number;
    /* Noticed before anything is written. */
    fill(cache_path(disk, "ballast"), 64 * 1024);
    assert_false(store_ingest(store, &delivery, &s, &changed, &error));
    assert_string_equal(error_name(error.code), "ERROR_STORE_SPACE");
    assert_false(store_publish(store, T, &number, &error));
    assert_string_equal(error_name(error.code), "ERROR_STORE_SPACE");
    /* Noticed by LMDB in the middle of it. */
    fill(cache_path(disk, "ballast2"), 0);
    char *title = malloc(300000);
    memset(title, 't', 299999);
    title[299999] = '\0';
    s.title = title;
    s.name = "long";
    assert_true(store_note(store, &s, &error)); /* waits for a commit */
    assert_false(store_forget_sources(store, &s.name, 1, T, &error));
    assert_string_equal(error_name(error.code), "ERROR_STORE_FULL");
    s.title = "";
    s.name = "s";
    struct snapshot *snapshot = cache_snapshot(disk);
    assert_true(cache_known(snapshot, 430000, 2026, 3, INT64_MAX) == 2);
    snapshot_close(snapshot);
    /* And with space again it goes on, with the same store. */
    assert_int_equal(remove(cache_path(disk, "ballast")), 0);
    assert_int_equal(remove(cache_path(disk, "ballast2")), 0);
    assert_true(store_ingest(store, &delivery, &s, &changed, &error));
    assert_int_equal(delivery.receipt.number, 2);
    cache_publish(store, T + 2);
    store_close(store);
    snapshot = cache_snapshot(disk);
    assert_true(cache_known(snapshot, 430001, 2026, 1, INT64_MAX) == 12);
    snapshot_close(snapshot);
    free(title);
    assert_int_equal(umount(disk), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(directories_have_their_modes), TEST(busy_names_the_collector),
        TEST(kinds_share_no_cache),         TEST(files_in_the_way_are_named),
        TEST(foreign_files_are_refused),    TEST(other_databases_are_refused),
        TEST(cut_store_is_damaged),         TEST(others_may_read_but_not_write),
        TEST(read_only_disk_is_named),      TEST(full_disk_loses_nothing),
    };
    return cmocka_run_group_tests_name("store: open", tests, NULL, NULL);
}
