/* What the drift guard keeps in the store: shapes, and deliveries that were held. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const int64_t T = 1780000000;

static void complain(void *self, bool fault, const struct error *finding)
{
    (void)self;
    if (fault)
        fail_msg("%s", error_name(finding->code));
}

static bool deliver(struct store *store, const char *source, int second, double value,
                    const char *shape)
{
    struct source_state state = cache_state(source, T + second);
    struct observation o = cache_value(430000, 2026, 1, value);
    struct delivery delivery = {.receipt = {.time = T + second,
                                            .source = source,
                                            .address = state.address,
                                            .format = "csv",
                                            .etag = "",
                                            .last_modified = "",
                                            .rows_seen = 1},
                                .observations = &o,
                                .n_observations = 1,
                                .shape = shape};
    struct error error = {0};
    bool changed = false;
    snprintf(state.setup, sizeof state.setup, "%s", "cafe");
    if (!store_ingest(store, &delivery, &state, &changed, &error))
        fail_msg("%s", error_name(error.code));
    return changed;
}

static void kept(struct store *store, const char *source, const char *text,
                 uint32_t receipt, int64_t time)
{
    struct arena arena = {0};
    struct error error = {0};
    struct kept_shape shape = {0};
    assert_true(store_shape(store, source, &arena, &shape, &error));
    if (!text) {
        assert_null(shape.text);
    } else {
        assert_string_equal(shape.text, text);
        assert_int_equal(shape.receipt, receipt);
        assert_int_equal(shape.time, time);
        assert_string_equal(shape.setup, "cafe");
    }
    arena_release(&arena);
}

static void hold(struct store *store, const char *source, int second, uint32_t failures)
{
    struct source_state state = cache_state(source, T + second);
    struct error problems[2] = {{0}}, error = {0};
    error_set(&problems[0], ERROR_DRIFT_FIELD, source, "状态", "2026-10-05 #1");
    error_set(&problems[1], ERROR_DRIFT_ROWS, source, "1", "9", "2026-10-05 #1");
    state.failures = failures;
    state.last_error = problems[0];
    assert_true(store_hold(store, &state, problems, 2, &error));
}

static size_t held(struct snapshot *snapshot, const char *source, int64_t time)
{
    struct arena arena = {0};
    struct error *problems, error = {0};
    size_t n = 9;
    assert_true(snapshot_held(snapshot, source, time, &arena, &problems, &n, &error));
    if (n == 2) {
        assert_int_equal(problems[0].code, ERROR_DRIFT_FIELD);
        assert_string_equal(problems[0].arg[1], "状态");
        assert_int_equal(problems[1].code, ERROR_DRIFT_ROWS);
        assert_string_equal(problems[1].arg[3], "2026-10-05 #1");
    }
    arena_release(&arena);
    return n;
}

static void a_shape_is_kept_with_its_delivery(void **state)
{
    struct store *store = cache_store(*state);
    kept(store, "s", NULL, 0, 0);
    assert_true(deliver(store, "s", 0, 1, "rows\t1\n"));
    kept(store, "s", "rows\t1\n", 1, T);
    kept(store, "t", NULL, 0, 0);
    assert_true(deliver(store, "t", 1, 1, "rows\t2\n"));
    assert_true(deliver(store, "s", 2, 2, NULL)); /* says nothing of it: it stays */
    kept(store, "s", "rows\t1\n", 1, T);
    assert_true(deliver(store, "s", 3, 3, "rows\t3\n"));
    store_close(store);
    store = cache_store(*state);
    kept(store, "s", "rows\t3\n", 4, T + 3);
    kept(store, "t", "rows\t2\n", 2, T + 1);
    store_close(store);
    assert_int_equal(store_verify(*state, complain, NULL), 0);
}

/* Nothing new but the shape: that is written at once, and leaves no receipt. */
static void a_shape_grows_by_itself(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(deliver(store, "s", 0, 1, "rows\t1\n"));
    assert_false(deliver(store, "s", 5, 1, "field\ta\nrows\t1\n"));
    store_close(store);
    store = cache_store(*state);
    kept(store, "s", "field\ta\nrows\t1\n", 1, T);
    store_close(store);
    assert_int_equal(store_verify(*state, complain, NULL), 0);
}

static void what_was_held_is_told_of_the_last_attempt(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(deliver(store, "s", 0, 1, "rows\t1\n"));
    hold(store, "s", 10, 1);
    cache_publish(store, T + 11);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_int_equal(held(snapshot, "s", T + 10), 2);
    assert_int_equal(held(snapshot, "s", T), 0);
    assert_int_equal(held(snapshot, "t", T + 10), 0);
    snapshot_close(snapshot);
    hold(store, "s", 20, 2);
    cache_publish(store, T + 21);
    snapshot = cache_snapshot(*state);
    assert_int_equal(held(snapshot, "s", T + 10), 0);
    assert_int_equal(held(snapshot, "s", T + 20), 2);
    snapshot_close(snapshot);
    store_close(store);
    assert_int_equal(store_verify(*state, complain, NULL), 0);
}

/* Documents that are kept in the same commit as a note do not lose what it brings. */
static void notes_and_documents_come_together(void **state)
{
    struct error error = {0};
    struct store *store = cache_store(*state);
    const struct document_text text = {"settings", "x = 1", 5};
    bool changed = false;
    assert_true(deliver(store, "s", 0, 1, "rows\t1\n"));
    hold(store, "s", 10, 1);
    assert_true(
        store_archive(store, "settings", "c", &text, 1, T + 11, &changed, &error));
    assert_true(changed);
    hold(store, "s", 12, 2);
    assert_true(deliver(store, "t", 13, 2, "rows\t2\n"));
    hold(store, "s", 14, 3);
    struct prune_count count;
    assert_true(store_prune(store, T + 12, &count, &error));
    cache_publish(store, T + 21);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_int_equal(held(snapshot, "s", T + 14), 2);
    snapshot_close(snapshot);
    kept(store, "s", "rows\t1\n", 1, T);
    kept(store, "t", "rows\t2\n", 3, T + 13);
    store_close(store);
    assert_int_equal(store_verify(*state, complain, NULL), 0);
}

/* Of a source only the last shape is kept, however often it changes. */
static void shapes_do_not_pile_up(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct store *store = cache_store(*state);
    const char *bytes;
    size_t n;
    uint32_t receipt;
    bool found = false;
    for (int i = 0; i < 20; i++) {
        char shape[32];
        snprintf(shape, sizeof shape, "rows\t%d\n", i);
        assert_true(deliver(store, "s", i, i, shape));
    }
    cache_publish(store, T + 100);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_true(snapshot_document(snapshot, "shape/s", INT64_MAX, &arena, &bytes, &n,
                                  &receipt, &found, &error));
    assert_true(found && receipt == 20);
    assert_true(snapshot_document(snapshot, "shape/s", T + 18, &arena, &bytes, &n,
                                  &receipt, &found, &error));
    assert_false(found);
    snapshot_close(snapshot);
    store_close(store);
    assert_int_equal(store_verify(*state, complain, NULL), 0);
    arena_release(&arena);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, cache_setup, cache_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_shape_is_kept_with_its_delivery),
        TEST(a_shape_grows_by_itself),
        TEST(what_was_held_is_told_of_the_last_attempt),
        TEST(notes_and_documents_come_together),
        TEST(shapes_do_not_pile_up),
    };
    return cmocka_run_group_tests_name("store: guard", tests, NULL, NULL);
}
