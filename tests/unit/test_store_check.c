/* What --check says of the store itself: sound, at work, gone, or damaged in whichever
 * way, and never by dying. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/layout.h"
#include "store/private.h"

static const int64_t T = 1780000000;
enum { DAY = 86400, REGION = 430000, NOBODY = 65534, PAGE = 4096 };

struct heard {
    size_t n, faults;
    struct error last;
};

static void hear(void *self, bool fault, const struct error *finding)
{
    struct heard *heard = self;
    heard->n++;
    heard->faults += fault;
    heard->last = *finding;
}

static struct heard verify(const char *directory)
{
    struct heard heard = {0};
    int faults = store_verify(directory, hear, &heard);
    assert_int_equal(faults, heard.faults);
    return heard;
}

/* One sentence, and nothing changed by asking. */
static struct error only(const char *directory, bool fault, enum error_code code)
{
    struct heard heard = verify(directory);
    assert_int_equal(heard.n, 1);
    assert_string_equal(error_name(heard.last.code), error_name(code));
    assert_int_equal(heard.faults, fault);
    return heard.last;
}

static const char *data_of(const char *directory)
{
    return cache_path(directory, "store/data.mdb");
}

/* Months of 2020 to 2026 in three regions; one is revised, and not yet published. */
static void fill(const char *directory)
{
    struct store *store = cache_store(directory);
    struct observation values[3 * 84];
    size_t n = 0;
    for (int r = 0; r < 3; r++)
        for (int m = 0; m < 84; m++)
            values[n++] =
                cache_value(REGION + 100 * r, 2020 + m / 12, m % 12 + 1, r * 100 + m);
    assert_true(cache_deliver(store, "s", T, "", values, n));
    cache_publish(store, T);
    values[0].value = 5;
    assert_true(cache_deliver(store, "s", T + DAY, "", values, n));
    store_close(store);
}

static void sound_ones_are_counted(void **state)
{
    struct stat st;
    char bytes[24];
    assert_int_equal(verify(cache_path(*state, "nowhere")).n, 0);
    assert_int_equal(verify(*state).n, 0);
    fill(*state);
    struct error said = only(*state, false, ERROR_STORE_SOUND);
    assert_int_equal(stat(data_of(*state), &st), 0);
    snprintf(bytes, sizeof bytes, "%lld", (long long)st.st_size);
    assert_string_equal(said.arg[0], "252");
    assert_string_equal(said.arg[1], "2");
    assert_string_equal(said.arg[2], bytes);
    assert_string_equal(said.arg[3], "1");
    struct store *store = cache_store(*state);
    cache_publish(store, T + 2 * DAY);
    store_close(store);
    assert_string_equal(only(*state, false, ERROR_STORE_SOUND).arg[3], "0");
}

static void new_ones_are_sound(void **state)
{
    store_close(cache_store(*state));
    assert_string_equal(only(*state, false, ERROR_STORE_SOUND).arg[0], "0");
}

static void a_collector_is_left_alone(void **state)
{
    fill(*state);
    struct store *store = cache_store(*state);
    only(*state, false, ERROR_STORE_AT_WORK);
    store_close(store);
    only(*state, false, ERROR_STORE_SOUND);
}

/* And the other way round: what is being read is not written. */
static void a_check_is_left_alone(void **state)
{
    struct store *store;
    struct error error = {0};
    fill(*state);
    int fd = open(cache_path(*state, "lock"), O_RDONLY);
    assert_true(fd >= 0 && flock(fd, LOCK_SH) == 0);
    only(*state, false, ERROR_STORE_SOUND); /* two checks do not mind each other */
    assert_false(store_open(*state, STORE_REAL, &store, &error));
    assert_string_equal(error_name(error.code), "ERROR_STORE_CHECKED");
    close(fd);
    store_close(cache_store(*state));
}

static void gone_ones_come_back(void **state)
{
    fill(*state);
    assert_int_equal(remove(data_of(*state)), 0);
    struct error said = only(*state, false, ERROR_STORE_MISSING);
    assert_string_equal(said.arg[1], "00000001");
    assert_int_equal(access(data_of(*state), F_OK), -1);
    const char *snapshot = cache_path(*state, "snapshots/00000001.mdb");
    assert_true(chmod(snapshot, 0600) == 0 && truncate(snapshot, PAGE) == 0);
    only(*state, true, ERROR_STORE_LOST);
}

static void write_at(const char *path, off_t at, const void *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0 && pwrite(fd, bytes, n, at) == (ssize_t)n);
    close(fd);
}

static void foreign_and_cut_ones_are_faults(void **state)
{
    struct arena arena = {0};
    struct stat st;
    struct error error;
    struct db *db;
    char bytes[3 * PAGE];
    const char *data = data_of(*state);
    fill(*state);
    assert_int_equal(stat(data, &st), 0);
    assert_int_equal(truncate(data, st.st_size - PAGE), 0);
    struct error said = only(*state, true, ERROR_STORE_DAMAGED);
    assert_string_equal(said.arg[0], data);
    assert_int_equal(remove(data), 0);
    memset(bytes, 'x', sizeof bytes);
    write_at(data, 0, bytes, sizeof bytes);
    only(*state, true, ERROR_STORE_FOREIGN);
    /* One that holds nothing, beside a snapshot that does. */
    assert_int_equal(remove(data), 0);
    assert_true(db_open_store(data, &arena, &db, &error));
    db_close(db);
    only(*state, true, ERROR_STORE_DAMAGED);
    arena_release(&arena);
}

static void write_meta(struct db *db, uint32_t format)
{
    struct error error = {0};
    struct record_writer writer;
    struct record_key key;
    record_writer_init(&writer);
    assert_true(db_begin_write(db, &error));
    if (format == 0)
        key_begin(&key, 'Z');
    else
        key_meta(&key);
    write_u32(&writer, format);
    assert_true(record_put(db, &key, &writer, &error) && db_commit(db, &error));
    record_writer_release(&writer);
}

static void other_databases_are_faults(void **state)
{
    struct arena arena = {0};
    struct error error;
    struct db *db;
    assert_int_equal(mkdir(cache_path(*state, "store"), 0700), 0);
    assert_true(db_open_store(data_of(*state), &arena, &db, &error));
    write_meta(db, 0);
    db_close(db);
    only(*state, true, ERROR_STORE_FOREIGN);
    assert_true(db_open_store(data_of(*state), &arena, &db, &error));
    write_meta(db, STORE_FORMAT + 1);
    db_close(db);
    only(*state, true, ERROR_STORE_FORMAT);
    arena_release(&arena);
}

/* A figure that was changed with its page intact: only the record's check tells. */
static void a_changed_figure_is_a_fault(void **state)
{
    struct arena arena = {0};
    struct error error;
    struct db *db;
    struct bytes key, value, from = {.data = "T", .size = 1};
    char name[DB_KEY_SIZE], copy[PAGE];
    bool found;
    fill(*state);
    assert_true(db_open_store(data_of(*state), &arena, &db, &error));
    assert_true(db_begin_write(db, &error));
    assert_true(db_seek(db, from, &key, &value, &found, &error) && found);
    assert_true(value.size < sizeof copy);
    memcpy(name, key.data, key.size);
    memcpy(copy, value.data, value.size);
    copy[value.size - 1] ^= 1;
    assert_true(db_put(db, (struct bytes){.data = name, .size = key.size},
                       (struct bytes){.data = copy, .size = value.size}, &error));
    assert_true(db_commit(db, &error));
    db_close(db);
    arena_release(&arena);
    only(*state, true, ERROR_STORE_DAMAGED);
}

/* Every page in turn, overwritten whole or in its head, where LMDB keeps its pointers.
 * A page out of use may hold anything. */
static void damaged_pages_never_kill(void **state)
{
    struct stat st;
    unsigned char page[PAGE], bad[PAGE];
    size_t faults = 0, looks = 0;
    fill(*state);
    const char *data = data_of(*state);
    assert_int_equal(stat(data, &st), 0);
    for (off_t at = 0; at < st.st_size; at += PAGE)
        for (int way = 0; way < 3; way++) {
            int fd = open(data, O_RDONLY);
            assert_int_equal(pread(fd, page, PAGE, at), PAGE);
            close(fd);
            memcpy(bad, page, PAGE);
            for (int i = way == 2 ? 8 : 0; i < (way == 2 ? 64 : PAGE); i++)
                bad[i] = way == 0   ? 0xff
                         : way == 1 ? 0
                                    : (unsigned char)(page[i] ^ 0x5a);
            write_at(data, at, bad, PAGE);
            struct heard heard = verify(*state);
            assert_int_equal(heard.n, 1);
            if (heard.faults == 0)
                assert_string_equal(heard.last.arg[0], "252");
            faults += heard.faults;
            looks++;
            write_at(data, at, page, PAGE);
        }
    assert_true(looks >= 9 && faults >= looks / 3);
    only(*state, false, ERROR_STORE_SOUND);
}

static void ask_as_guest(void *self)
{
    struct heard heard = {0};
    if (geteuid() == 0 && setuid(NOBODY) != 0)
        _exit(2);
    if (store_verify(self, hear, &heard) != 0 || heard.n != 1)
        _exit(3);
    _exit(heard.last.code == ERROR_STORE_UNREADABLE ? 0 : 4);
}

static void other_accounts_are_told(void **state)
{
    fill(*state);
    assert_int_equal(chmod(*state, 0755), 0);
    const char *lock = cache_path(*state, "lock");
    if (geteuid() != 0) /* our own account stands for the other one */
        assert_int_equal(chmod(lock, 0), 0);
    assert_int_equal(cache_child(ask_as_guest, *state), 0);
    assert_int_equal(chmod(lock, 0600), 0);
    only(*state, false, ERROR_STORE_SOUND);
}

/* A record that says to be larger than the file: LMDB believes it, and who reads it to
 * its end dies. Sizes are the first four bytes of a node, before its flags and its key.
 */
static void a_record_beyond_the_end_is_a_fault(void **state)
{
    static const char settings[] = "settings";
    struct stat st;
    char document[20000], bytes[256 * PAGE];
    struct error error = {0};
    bool changed;
    uint32_t random = 1; /* nothing that could be packed */
    for (size_t i = 0; i < sizeof document; i++) {
        random = random * 1664525 + 1013904223;
        document[i] = (char)(random >> 24);
    }
    struct store *store = cache_store(*state);
    const struct document_text item = {settings, document, sizeof document};
    assert_true(store_archive(store, settings, "", &item, 1, T, &changed, &error) &&
                changed);
    store_close(store);
    assert_int_equal(stat(data_of(*state), &st), 0);
    assert_true(st.st_size <= (off_t)sizeof bytes);
    int fd = open(data_of(*state), O_RDWR);
    assert_int_equal(pread(fd, bytes, (size_t)st.st_size, 0), st.st_size);
    size_t found = 0;
    for (off_t i = 2 * PAGE; i + 4 < st.st_size; i += 2) {
        uint16_t low, high, flags, key;
        memcpy(&low, bytes + i, 2);
        memcpy(&high, bytes + i + 2, 2);
        memcpy(&flags, bytes + i + 4, 2);
        memcpy(&key, bytes + i + 6, 2);
        /* The node of the document: its value lies on pages of its own. */
        if (flags != 1 || key > DB_KEY_SIZE || bytes[i + 8] != 'D' || high != 0 ||
            low < 4 * PAGE)
            continue;
        high = 0x3fff;
        assert_int_equal(pwrite(fd, &high, 2, i + 2), 2);
        found++;
    }
    close(fd);
    assert_true(found > 0);
    only(*state, true, ERROR_STORE_DAMAGED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sound_ones_are_counted),     TEST(new_ones_are_sound),
        TEST(a_collector_is_left_alone),  TEST(a_check_is_left_alone),
        TEST(gone_ones_come_back),        TEST(foreign_and_cut_ones_are_faults),
        TEST(other_databases_are_faults), TEST(a_changed_figure_is_a_fault),
        TEST(damaged_pages_never_kill),   TEST(a_record_beyond_the_end_is_a_fault),
        TEST(other_accounts_are_told),
    };
    return cmocka_run_group_tests_name("store: check", tests, NULL, NULL);
}
