/* The layout: what the records of a store hold, in and out again, and its format. */
#include "store/layout.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

#include "store/tile.h"
#include "tests/lib/database.h"

static const struct meta META = {.demo = true,
                                 .last_receipt = UINT32_MAX,
                                 .n_sources = 1,
                                 .n_indicators = 2,
                                 .n_intervals = 3,
                                 .n_blocks = 4,
                                 .snapshot = 5,
                                 .published = -6,
                                 .kept_since = INT64_MAX,
                                 .identity = "0123456789abcdef0123456789abcdef"};

static void meta_comes_back(void **state)
{
    struct database *d = *state;
    struct meta meta = {.snapshot = 77};
    struct record_key key;
    bool found = true;
    size_t n;
    assert_true(meta_get(d->db, &meta, &found, &d->error));
    assert_false(found);
    assert_int_equal(meta.snapshot, 77);
    assert_true(meta_put(d->db, &META, &d->writer, &d->error));
    assert_true(meta_get(d->db, &meta, &found, &d->error));
    assert_true(found);
    assert_true(meta.demo && meta.last_receipt == UINT32_MAX);
    assert_int_equal(meta.n_sources, 1);
    assert_int_equal(meta.n_indicators, 2);
    assert_int_equal(meta.n_intervals, 3);
    assert_int_equal(meta.n_blocks, 4);
    assert_int_equal(meta.snapshot, 5);
    assert_true(meta.published == -6 && meta.kept_since == INT64_MAX);
    assert_string_equal(meta.identity, META.identity);
    /* A field short, a byte long, an identity that is none. */
    key_meta(&key);
    unsigned char *bytes = database_fields(d, &key, &n);
    for (int i = 0; i < 3; i++) {
        bytes = database_fields(d, &key, &n);
        bytes[n - IDENTITY_HEX - 3] += i == 2; /* the length of the last string */
        database_put(d, &key, bytes, i == 0 ? n - 1 : i == 1 ? n + 1 : n);
        assert_false(meta_get(d->db, &meta, &found, &d->error));
        assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
        assert_true(meta_put(d->db, &META, &d->writer, &d->error));
    }
}

/* A store of before there were the last kinds of items has none of them; one that knows
 * of more is not read. */
static void fewer_kinds_of_items_are_read(void **state)
{
    enum { COUNT = 4, THEN = ITEM_SCOPE };
    struct database *d = *state;
    struct meta meta = META, read;
    struct record_key key;
    bool found;
    size_t n;
    for (int i = 0; i < ITEM_KINDS; i++)
        meta.n_versions[i] = 100 + (uint32_t)i;
    assert_true(meta_put(d->db, &meta, &d->writer, &d->error));
    key_meta(&key);
    unsigned char *bytes = database_fields(d, &key, &n);
    size_t at = n - ITEM_KINDS * COUNT - 1;
    assert_int_equal(bytes[at], ITEM_KINDS);
    bytes[at] = THEN;
    database_put(d, &key, bytes, at + 1 + THEN * COUNT);
    assert_true(meta_get(d->db, &read, &found, &d->error));
    for (int i = 0; i < ITEM_KINDS; i++)
        assert_int_equal(read.n_versions[i], i < THEN ? 100 + i : 0);
    assert_true(meta_put(d->db, &meta, &d->writer, &d->error));
    bytes = database_fields(d, &key, &n);
    unsigned char *more = arena_alloc(&d->arena, n + COUNT);
    memcpy(more, bytes, n);
    more[at]++;
    database_put(d, &key, more, n + COUNT);
    assert_false(meta_get(d->db, &read, &found, &d->error));
}

static void other_formats_are_refused(void **state)
{
    struct database *d = *state;
    struct meta meta;
    struct record_key key;
    bool found;
    key_meta(&key);
    /* The first layout's meta record began with its format, too. */
    database_put(d, &key, "\1\0\0\0whatever else", 17);
    assert_false(meta_get(d->db, &meta, &found, &d->error));
    assert_int_equal(d->error.code, ERROR_STORE_FORMAT);
    assert_string_equal(d->error.arg[1], "1");
    assert_string_equal(d->error.arg[2], "3");
    database_publish(d);
    assert_false(meta_get(d->db, &meta, &found, &d->error));
    assert_int_equal(d->error.code, ERROR_SNAPSHOT_FORMAT);
    assert_string_equal(d->error.arg[1], "1");
}

/* Tiles lie by frequency, time, block, then indicator. */
static void tiles_sort_by_time(void **state)
{
    static const struct tile_key keys[] = {
        {FREQ_YEAR, 168, 9, 9},     {FREQ_MONTH, -1, 9, 9},
        {FREQ_MONTH, 0, 0, 0},      {FREQ_MONTH, 2025, 4, 70},
        {FREQ_MONTH, 2026, 0, 255}, {FREQ_MONTH, 2026, 0, 256},
        {FREQ_MONTH, 2026, 3, 0},   {FREQ_MONTH, 2026, 256, 0},
        {FREQ_QUARTER, 0, 0, 0},
    };
    struct record_key last = {0}, key;
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++, last = key) {
        key_tile(&key, &keys[i]);
        assert_int_equal(key.size, 10);
        assert_true(i == 0 || memcmp(last.bytes, key.bytes, key.size) < 0);
        struct tile_key back;
        assert_true(key_tile_read(&key, &back));
        assert_true(back.freq == keys[i].freq && back.tile == keys[i].tile);
        assert_true(back.block == keys[i].block && back.indicator == keys[i].indicator);
        struct record_key other = key;
        other.size--;
        assert_false(key_tile_read(&other, &back));
        other.size += 2;
        assert_false(key_tile_read(&other, &back));
    }
    key_latest(&last, 3, UINT16_MAX);
    key_latest(&key, 256, 0);
    assert_int_equal(key.size, 5);
    assert_true(memcmp(last.bytes, key.bytes, key.size) < 0);
}

static struct stored_source source_of(const char *name)
{
    return (struct stored_source){.state = {.name = name,
                                            .title = "A ministry",
                                            .format = "csv",
                                            .address = "https://example.org/feed",
                                            .last_attempt = -3,
                                            .last_success = INT64_MAX,
                                            .next_due = 7,
                                            .failures = 8,
                                            .etag = "",
                                            .last_modified = "x"},
                                  .edition = -9,
                                  .attempts = 10,
                                  .tried = UINT32_MAX,
                                  .standing = {.time = INT64_MIN, .index = 11}};
}

static void sources_keep_their_attempts(void **state)
{
    struct database *d = *state;
    struct stored_source source = source_of("miit"), read = {0};
    struct record_key key;
    size_t n;
    bool found;
    error_set(&source.state.last_error, ERROR_OPEN, "a", "b");
    assert_true(source_put(d->db, &source, &d->writer, &d->error));
    assert_true(source_get(d->db, "mii", &d->arena, &read, &found, &d->error));
    assert_false(found);
    assert_true(source_get(d->db, "miit", &d->arena, &read, &found, &d->error));
    assert_true(found);
    assert_string_equal(read.state.name, "miit");
    assert_memory_equal(&read.state.last_error, &source.state.last_error,
                        sizeof(struct error));
    assert_true(read.state.last_attempt == -3 && read.state.last_success == INT64_MAX);
    assert_true(read.edition == -9 && read.attempts == 10 && read.tried == UINT32_MAX);
    assert_true(read.standing.time == INT64_MIN && read.standing.index == 11);
    /* Without what format 2 added it is none. */
    assert_true(key_source(&key, "miit"));
    unsigned char *bytes = database_fields(d, &key, &n);
    database_put(d, &key, bytes, n - 20);
    assert_false(source_get(d->db, "miit", &d->arena, &read, &found, &d->error));
    assert_int_equal(d->error.code, ERROR_STORE_DAMAGED);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, database_setup, database_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(meta_comes_back),
        TEST(fewer_kinds_of_items_are_read),
        TEST(other_formats_are_refused),
        TEST(tiles_sort_by_time),
        TEST(sources_keep_their_attempts),
    };
    return cmocka_run_group_tests_name("store: layout", tests, NULL, NULL);
}
