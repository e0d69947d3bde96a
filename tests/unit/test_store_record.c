/* Records: sort order of keys, bounds of values, checksums. */
#include "store/record.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/cache.h"

struct fixture {
    struct arena arena;
    struct db *db;
    struct record_writer writer;
    struct record_key key;
    struct error error;
};

static struct fixture open_db(const char *directory)
{
    struct fixture f = {0};
    record_writer_init(&f.writer);
    assert_true(
        db_open_store(cache_path(directory, "data.mdb"), &f.arena, &f.db, &f.error));
    assert_true(db_begin_write(f.db, &f.error));
    key_begin(&f.key, 'T');
    return f;
}

static void close_db(struct fixture *f)
{
    db_close(f->db);
    record_writer_release(&f->writer);
    arena_release(&f->arena);
}

static void keys_sort_as_numbers(void **state)
{
    (void)state;
    static const int32_t signed_[] = {INT32_MIN, -65536, -1, 0, 1, 255, 256, INT32_MAX};
    static const uint32_t plain[] = {0, 1, 255, 256, 65536, INT32_MAX, UINT32_MAX};
    struct record_key a = {0}, b = {0};
    for (size_t i = 0; i < 8; i++) {
        size_t offset = 1;
        key_begin(&a, 'T');
        key_i32(&a, signed_[i]);
        assert_int_equal(key_read_i32(&a, &offset), signed_[i]);
        assert_int_equal(offset, a.size);
        assert_true(i == 0 || memcmp(a.bytes, b.bytes, a.size) > 0);
        b = a;
    }
    for (size_t i = 0; i < 7; i++) {
        size_t offset = 1;
        key_begin(&a, 'T');
        key_u32(&a, plain[i]);
        assert_true(key_read_u32(&a, &offset) == plain[i]);
        assert_true(i == 0 || memcmp(a.bytes, b.bytes, a.size) > 0);
        b = a;
    }
}

static void values_are_read_within_bounds(void **state)
{
    struct fixture f = open_db(*state);
    struct record_reader reader;
    bool found;
    char text[4];
    write_u32(&f.writer, 7);
    write_string(&f.writer, "four");
    assert_true(record_put(f.db, &f.key, &f.writer, &f.error));
    /* Right. */
    assert_true(record_get(f.db, &f.key, &reader, &found, &f.error) && found);
    assert_int_equal(read_u32(&reader), 7);
    assert_false(record_end(f.db, &reader, &f.error)); /* not all of it was read */
    assert_string_equal(read_string(&reader, &f.arena), "four");
    assert_true(record_end(f.db, &reader, &f.error));
    /* One byte too far. */
    assert_int_equal(read_u8(&reader), 0);
    assert_false(record_end(f.db, &reader, &f.error));
    /* A string that does not fit the caller's room. */
    assert_true(record_get(f.db, &f.key, &reader, &found, &f.error));
    read_u32(&reader);
    read_string_into(&reader, text, sizeof text);
    assert_string_equal(text, "");
    assert_false(record_end(f.db, &reader, &f.error));
    assert_int_equal(f.error.code, ERROR_STORE_DAMAGED);
    /* A length that reaches beyond the value. */
    write_u32(&f.writer, UINT32_MAX);
    assert_true(record_put(f.db, &f.key, &f.writer, &f.error));
    assert_true(record_get(f.db, &f.key, &reader, &found, &f.error));
    assert_string_equal(read_string(&reader, &f.arena), "");
    assert_true(reader.bad);
    key_begin(&f.key, 'U');
    assert_true(record_get(f.db, &f.key, &reader, &found, &f.error));
    assert_false(found);
    close_db(&f);
}

static void checksums_bind_value_to_key(void **state)
{
    struct fixture f = open_db(*state);
    struct record_reader reader;
    struct bytes value, key = {f.key.bytes, f.key.size};
    bool found;
    unsigned char copy[64];
    write_u64(&f.writer, 42);
    write_f64(&f.writer, -0.5);
    assert_true(record_put(f.db, &f.key, &f.writer, &f.error));
    assert_true(db_get(f.db, key, &value, &found, &f.error));
    size_t n = value.size;
    assert_true(n <= sizeof copy);
    memcpy(copy, value.data, n);
    /* Every bit counts, and every length. */
    for (size_t i = 0; i < 8 * n; i++) {
        copy[i / 8] ^= (unsigned char)(1 << i % 8);
        assert_true(db_put(f.db, key, (struct bytes){copy, n}, &f.error));
        assert_false(record_get(f.db, &f.key, &reader, &found, &f.error));
        assert_int_equal(f.error.code, ERROR_STORE_DAMAGED);
        copy[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    for (size_t i = 0; i < n; i++) {
        assert_true(db_put(f.db, key, (struct bytes){copy, i}, &f.error));
        assert_false(record_get(f.db, &f.key, &reader, &found, &f.error));
    }
    /* The same value under another key is somebody else's. */
    struct record_key other;
    key_begin(&other, 'O');
    assert_true(db_put(f.db, (struct bytes){other.bytes, other.size},
                       (struct bytes){copy, n}, &f.error));
    assert_false(record_get(f.db, &other, &reader, &found, &f.error));
    assert_true(db_put(f.db, key, (struct bytes){copy, n}, &f.error));
    assert_true(record_get(f.db, &f.key, &reader, &found, &f.error));
    assert_true(read_u64(&reader) == 42 && read_f64(&reader) == -0.5);
    close_db(&f);
}

static void large_values_are_refused(void **state)
{
    struct fixture f = open_db(*state);
    struct record_reader reader;
    bool found;
    size_t n = ((size_t)64 << 20) - 8;
    char *text = malloc(n + 1);
    memset(text, 'x', n);
    text[n] = '\0';
    write_string(&f.writer, text);
    assert_false(record_put(f.db, &f.key, &f.writer, &f.error));
    assert_int_equal(f.error.code, ERROR_STORE_VALUE_SIZE);
    /* The writer is usable again. */
    write_u8(&f.writer, 1);
    assert_true(record_put(f.db, &f.key, &f.writer, &f.error));
    assert_true(record_get(f.db, &f.key, &reader, &found, &f.error) && found);
    assert_int_equal(read_u8(&reader), 1);
    free(text);
    close_db(&f);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keys_sort_as_numbers),
        TEST(values_are_read_within_bounds),
        TEST(checksums_bind_value_to_key),
        TEST(large_values_are_refused),
    };
    return cmocka_run_group_tests_name("store: records", tests, NULL, NULL);
}
