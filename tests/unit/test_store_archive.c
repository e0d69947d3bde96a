/* The archive: documents come back byte for byte, each is kept once. */
#include "store/archive.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/database.h"

static void round_trip(struct database *d, const char *bytes, size_t n)
{
    unsigned char digest[ARCHIVE_DIGEST], again[ARCHIVE_DIGEST];
    const char *read;
    size_t size;
    assert_true(document_put(d->db, bytes, n, digest, &d->writer, &d->error));
    assert_true(document_put(d->db, bytes, n, again, &d->writer, &d->error));
    assert_memory_equal(digest, again, sizeof digest);
    assert_true(document_get(d->db, digest, &d->arena, &read, &size, &d->error));
    assert_int_equal(size, n);
    assert_memory_equal(read, bytes, n);
    assert_int_equal(read[n], '\0');
}

static void documents_come_back(void **state)
{
    enum { LONG = 3000000 };
    struct database *d = *state;
    char *text = malloc(LONG);
    assert_non_null(text);
    uint32_t seed = 1;
    for (size_t i = 0; i < LONG; i++) {
        seed = seed * 1103515245 + 12345;
        text[i] = (char)(seed >> 16); /* nothing to deflate */
    }
    round_trip(d, "", 0);
    round_trip(d, "\0", 1);
    round_trip(d, "a\tb\n\0c", 6);
    round_trip(d, text, LONG);
    memset(text, 'x', LONG);
    round_trip(d, text, LONG);
    free(text);
}

/* SHA-256 of "abc" (FIPS 180-4, example); kept once; a repeated text takes less. */
static void documents_are_kept_once(void **state)
{
    static const unsigned char abc[ARCHIVE_DIGEST] = {
        0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
        0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
        0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
    struct database *d = *state;
    unsigned char digest[ARCHIVE_DIGEST];
    struct record_key key;
    char text[4096];
    size_t n;
    assert_true(document_put(d->db, "abc", 3, digest, &d->writer, &d->error));
    assert_memory_equal(digest, abc, sizeof abc);
    /* What is there is not written again. */
    key_document(&key, digest);
    database_put(d, &key, "mark", 4);
    assert_true(document_put(d->db, "abc", 3, digest, &d->writer, &d->error));
    assert_memory_equal(database_fields(d, &key, &n), "mark", 4);
    memset(text, 'x', sizeof text);
    assert_true(document_put(d->db, text, sizeof text, digest, &d->writer, &d->error));
    key_document(&key, digest);
    database_fields(d, &key, &n);
    assert_true(n < sizeof text / 10);
}

static void damage_is_noticed(void **state)
{
    struct database *d = *state;
    static const char text[] = "code\tname\nB9-01\tFive hundred five hundred\n";
    unsigned char digest[ARCHIVE_DIGEST], missing[ARCHIVE_DIGEST] = {0};
    const char *read = NULL;
    struct record_key key;
    size_t n, size;
    assert_true(
        document_put(d->db, text, sizeof text - 1, digest, &d->writer, &d->error));
    assert_false(document_get(d->db, missing, &d->arena, &read, &size, &d->error));
    assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
    key_document(&key, digest);
    unsigned char *bytes = database_fields(d, &key, &n);
    /* Any bit, under a sum that fits. */
    for (size_t bit = 0; bit < 8 * n; bit++) {
        /* The window's size in zlib's header may be another and inflate to the same. */
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        database_put(d, &key, bytes, n);
        d->error = (struct error){0};
        if (document_get(d->db, digest, &d->arena, &read, &size, &d->error)) {
            assert_int_equal(size, sizeof text - 1);
            assert_memory_equal(read, text, size);
        } else {
            assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
        }
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    read = NULL;
    for (size_t i = 0; i < n; i++) {
        database_put(d, &key, bytes, i);
        assert_false(document_get(d->db, digest, &d->arena, &read, &size, &d->error));
    }
    database_put(d, &key, bytes, n + 1); /* the NUL behind the copy */
    assert_false(document_get(d->db, digest, &d->arena, &read, &size, &d->error));
    /* Another document in its place. */
    unsigned char other[ARCHIVE_DIGEST];
    struct record_key key_other;
    assert_true(document_put(d->db, "abc", 3, other, &d->writer, &d->error));
    key_document(&key_other, other);
    bytes = database_fields(d, &key_other, &n);
    database_put(d, &key, bytes, n);
    assert_false(document_get(d->db, digest, &d->arena, &read, &size, &d->error));
    assert_null(read);
}

static void large_documents_are_refused(void **state)
{
    struct database *d = *state;
    size_t n = ((size_t)64 << 20) + 1;
    unsigned char digest[ARCHIVE_DIGEST];
    char *text = calloc(1, n);
    assert_non_null(text);
    assert_false(document_put(d->db, text, n, digest, &d->writer, &d->error));
    assert_int_equal(d->error.code, ERROR_STORE_VALUE_SIZE);
    free(text);
}

static void the_list_comes_back(void **state)
{
    struct database *d = *state;
    enum { N = 50 };
    struct archived items[N], *read = items;
    struct record_key key;
    size_t n = 7, size;
    assert_true(archive_get(d->db, &d->arena, &read, &n, &d->error));
    assert_int_equal(n, 0);
    for (size_t i = 0; i < N; i++) {
        items[i] = (struct archived){.name = i % 3 ? "catalog/targets.tsv" : "",
                                     .receipt = (uint32_t)(i / 2)};
        memset(items[i].digest, (int)i, ARCHIVE_DIGEST);
    }
    assert_true(archive_put(d->db, items, N, &d->writer, &d->error));
    assert_true(archive_get(d->db, &d->arena, &read, &n, &d->error));
    assert_int_equal(n, N);
    for (size_t i = 0; i < N; i++) {
        assert_string_equal(read[i].name, items[i].name);
        assert_int_equal(read[i].receipt, items[i].receipt);
        assert_memory_equal(read[i].digest, items[i].digest, ARCHIVE_DIGEST);
    }
    /* Cut, longer, a count that does not fit, out of order. */
    key_begin(&key, 'A');
    unsigned char *bytes = database_fields(d, &key, &size);
    for (size_t i = 0; i <= size + 1; i++) {
        if (i == size)
            continue;
        database_put(d, &key, bytes, i);
        assert_false(archive_get(d->db, &d->arena, &read, &n, &d->error));
        assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
    }
    memset(bytes, 0xff, 4);
    database_put(d, &key, bytes, size);
    assert_false(archive_get(d->db, &d->arena, &read, &n, &d->error));
    items[0].receipt = 1;
    assert_true(archive_put(d->db, items, N, &d->writer, &d->error));
    assert_false(archive_get(d->db, &d->arena, &read, &n, &d->error));
    assert_int_equal(n, N);
    assert_true(archive_put(d->db, NULL, 0, &d->writer, &d->error));
    assert_true(archive_get(d->db, &d->arena, &read, &n, &d->error));
    assert_int_equal(n, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, database_setup, database_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(documents_come_back), TEST(documents_are_kept_once),
        TEST(damage_is_noticed),   TEST(large_documents_are_refused),
        TEST(the_list_comes_back),
    };
    return cmocka_run_group_tests_name("store: archive", tests, NULL, NULL);
}
