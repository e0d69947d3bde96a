/* Records: sort order of keys, bounds of values, checksums. */
#include "store/record.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/database.h"

static struct record_key key_of(char table)
{
    struct record_key key;
    key_begin(&key, table);
    return key;
}

static void keys_sort_as_numbers(void **state)
{
    (void)state;
    static const int32_t signed_[] = {INT32_MIN, -65536, -1, 0, 1, 255, 256, INT32_MAX};
    static const int64_t wide[] = {INT64_MIN,  -((int64_t)1 << 32), -1,       0,
                                   UINT32_MAX, (int64_t)1 << 32,    INT64_MAX};
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
        key_i64(&a, wide[i]);
        assert_true(key_read_i64(&a, &offset) == wide[i]);
        assert_int_equal(offset, a.size);
        assert_true(i == 0 || memcmp(a.bytes, b.bytes, a.size) > 0);
        b = a;
    }
    for (uint32_t i = 0; i <= UINT16_MAX; i += 85) {
        key_begin(&a, 'T');
        key_u16(&a, (uint16_t)i);
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
    struct database *f = *state;
    struct record_key of = key_of('T');
    struct record_reader reader;
    bool found;
    char text[4];
    write_u32(&f->writer, 7);
    write_string(&f->writer, "four");
    assert_true(record_put(f->db, &of, &f->writer, &f->error));
    /* Right. */
    assert_true(record_get(f->db, &of, &reader, &found, &f->error) && found);
    assert_int_equal(read_u32(&reader), 7);
    assert_false(record_end(f->db, &reader, &f->error)); /* not all of it was read */
    assert_string_equal(read_string(&reader, &f->arena), "four");
    assert_true(record_end(f->db, &reader, &f->error));
    /* One byte too far. */
    assert_int_equal(read_u8(&reader), 0);
    assert_false(record_end(f->db, &reader, &f->error));
    /* A string that does not fit the caller's room. */
    assert_true(record_get(f->db, &of, &reader, &found, &f->error));
    read_u32(&reader);
    read_string_into(&reader, text, sizeof text);
    assert_string_equal(text, "");
    assert_false(record_end(f->db, &reader, &f->error));
    assert_int_equal(f->error.code, ERROR_STORE_DAMAGED);
    /* A length that reaches beyond the value. */
    write_u32(&f->writer, UINT32_MAX);
    assert_true(record_put(f->db, &of, &f->writer, &f->error));
    assert_true(record_get(f->db, &of, &reader, &found, &f->error));
    assert_string_equal(read_string(&reader, &f->arena), "");
    assert_true(reader.bad);
    of = key_of('U');
    assert_true(record_get(f->db, &of, &reader, &found, &f->error));
    assert_false(found);
}

static void bytes_are_lent_where_they_lie(void **state)
{
    struct database *f = *state;
    struct record_key of = key_of('T');
    struct record_reader reader;
    bool found;
    write_bytes(&f->writer, "abc\0d", 5);
    write_bytes(&f->writer, "", 0);
    assert_true(record_put(f->db, &of, &f->writer, &f->error));
    assert_true(record_get(f->db, &of, &reader, &found, &f->error) && found);
    assert_memory_equal(read_bytes(&reader, 3), "abc", 3);
    assert_non_null(read_bytes(&reader, 0));
    assert_false(reader.bad);
    assert_null(read_bytes(&reader, 3)); /* there are two */
    assert_true(reader.bad);
    assert_false(record_end(f->db, &reader, &f->error));
}

static void the_last_below_is_found(void **state)
{
    struct database *f = *state;
    struct record_key of, key;
    struct record_reader reader;
    bool found = true;
    of = key_of('Z');
    assert_true(record_before(f->db, &of, &key, &reader, &found, &f->error));
    assert_false(found);
    for (uint32_t i = 10; i < 1000; i += 10) {
        of = key_of('T');
        key_u32(&of, i);
        write_u32(&f->writer, i);
        assert_true(record_put(f->db, &of, &f->writer, &f->error));
    }
    for (uint32_t i = 0; i < 1010; i++) {
        size_t offset = 1;
        uint32_t below = i <= 10 ? 0 : i > 990 ? 990 : (i - 1) / 10 * 10;
        of = key_of('T');
        key_u32(&of, i);
        assert_true(record_before(f->db, &of, &key, &reader, &found, &f->error));
        assert_int_equal(found, below != 0);
        if (!found)
            continue;
        assert_int_equal(read_u32(&reader), below);
        assert_int_equal(key_read_u32(&key, &offset), below);
    }
    /* One whose sum does not fit is an error here as well. */
    assert_true(db_put(f->db, (struct bytes){"T", 1}, (struct bytes){"12345678", 8},
                       &f->error));
    of = key_of('T');
    key_u8(&of, 0);
    assert_false(record_before(f->db, &of, &key, &reader, &found, &f->error));
    assert_int_equal(f->error.code, ERROR_STORE_DAMAGED);
}

static void checksums_bind_value_to_key(void **state)
{
    struct database *f = *state;
    struct record_key of = key_of('T');
    struct record_reader reader;
    struct bytes value, key = {of.bytes, of.size};
    bool found;
    unsigned char copy[64];
    write_u64(&f->writer, 42);
    write_u32(&f->writer, 7);
    assert_true(record_put(f->db, &of, &f->writer, &f->error));
    assert_true(db_get(f->db, key, &value, &found, &f->error));
    size_t n = value.size;
    assert_true(n <= sizeof copy);
    memcpy(copy, value.data, n);
    /* Every bit counts, and every length. */
    for (size_t i = 0; i < 8 * n; i++) {
        copy[i / 8] ^= (unsigned char)(1 << i % 8);
        assert_true(db_put(f->db, key, (struct bytes){copy, n}, &f->error));
        assert_false(record_get(f->db, &of, &reader, &found, &f->error));
        assert_int_equal(f->error.code, ERROR_STORE_DAMAGED);
        copy[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    for (size_t i = 0; i < n; i++) {
        assert_true(db_put(f->db, key, (struct bytes){copy, i}, &f->error));
        assert_false(record_get(f->db, &of, &reader, &found, &f->error));
    }
    /* The same value under another key is somebody else's. */
    struct record_key other;
    key_begin(&other, 'O');
    assert_true(db_put(f->db, (struct bytes){other.bytes, other.size},
                       (struct bytes){copy, n}, &f->error));
    assert_false(record_get(f->db, &other, &reader, &found, &f->error));
    assert_true(db_put(f->db, key, (struct bytes){copy, n}, &f->error));
    assert_true(record_get(f->db, &of, &reader, &found, &f->error));
    assert_true(read_u64(&reader) == 42 && read_u32(&reader) == 7);
}

static void large_values_are_refused(void **state)
{
    struct database *f = *state;
    struct record_key of = key_of('T');
    struct record_reader reader;
    bool found;
    size_t n = ((size_t)64 << 20) - 8;
    char *text = malloc(n + 1);
    memset(text, 'x', n);
    text[n] = '\0';
    write_string(&f->writer, text);
    assert_false(record_put(f->db, &of, &f->writer, &f->error));
    assert_int_equal(f->error.code, ERROR_STORE_VALUE_SIZE);
    /* The writer is usable again. */
    write_u8(&f->writer, 1);
    assert_true(record_put(f->db, &of, &f->writer, &f->error));
    assert_true(record_get(f->db, &of, &reader, &found, &f->error) && found);
    assert_int_equal(read_u8(&reader), 1);
    free(text);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, database_setup, database_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keys_sort_as_numbers),          TEST(values_are_read_within_bounds),
        TEST(bytes_are_lent_where_they_lie), TEST(the_last_below_is_found),
        TEST(checksums_bind_value_to_key),   TEST(large_values_are_refused),
    };
    return cmocka_run_group_tests_name("store: records", tests, NULL, NULL);
}
