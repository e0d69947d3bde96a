/* Receipts, refused rows and the states of sources: in and out again. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

#define HOSTILE "\x1b]0;pwned\a\xff\xfe\xe2\x80\xae'\"%n%s\\\n<b>"

enum { REFUSALS = 3, LONG = 100000 };

static const int64_t T = 1780000000;

/* Publishes and opens: what a viewer would see now. The store is closed. */
static struct snapshot *seen(struct store *store, const char *directory)
{
    cache_publish(store, T + 1000);
    store_close(store);
    return cache_snapshot(directory);
}

static void receipts_are_known_at_a_time(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct receipt *items, one;
    size_t n;
    struct store *store = cache_store(*state);
    for (int i = 0; i < 5; i++) {
        struct observation v = cache_value(430000, 2026, 1, i);
        cache_deliver(store, "s", T + 10 * i, "", &v, 1);
    }
    struct snapshot *snapshot = seen(store, *state);
    assert_true(snapshot_receipts(snapshot, T + 25, 10, &arena, &items, &n, &error));
    assert_int_equal(n, 3);
    assert_int_equal(items[0].number, 3);
    assert_int_equal(items[2].number, 1);
    assert_true(snapshot_receipts(snapshot, INT64_MAX, 2, &arena, &items, &n, &error));
    assert_int_equal(n, 2);
    assert_int_equal(items[0].number, 5);
    assert_true(snapshot_receipts(snapshot, T - 1, 2, &arena, &items, &n, &error));
    assert_int_equal(n, 0);
    assert_false(snapshot_receipt(snapshot, 6, &arena, &one, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_RECEIPT);
    assert_false(snapshot_receipt(snapshot, 0, &arena, &one, &error));
    snapshot_close(snapshot);
    arena_release(&arena);
}

/* Strings with everything in them that a feed may try. */
static struct source_state hostile_source(void)
{
    struct source_state source = cache_state("名字 " HOSTILE, T);
    source.title = HOSTILE;
    source.etag = "\"" HOSTILE "\"";
    source.bytes = UINT64_MAX;
    source.failures = 3;
    source.duration_ms = 17;
    source.next_due = T + 86400;
    error_set(&source.last_error, ERROR_OPEN, HOSTILE, "b");
    memset(source.digest, 'd', DIGEST_HEX - 1);
    memset(source.setup, 'e', DIGEST_HEX - 1);
    return source;
}

static void hostile_refusals(struct refusal refusals[REFUSALS], struct arena *arena)
{
    char *text = arena_alloc(arena, LONG + 1);
    memset(text, 'x', LONG);
    refusals[0] = (struct refusal){.row = 7, .column = 3, .raw = HOSTILE};
    refusals[1] = (struct refusal){.row = UINT32_MAX, .warning = true, .raw = text};
    refusals[2] = (struct refusal){.raw = ""};
    error_set(&refusals[0].reason, ERROR_NUMBER, HOSTILE, "0");
    error_set(&refusals[1].reason, ERROR_NUMBER_EMPTY);
    error_set(&refusals[2].reason, ERROR_PERIOD, text); /* cut to its size */
}

static struct delivery hostile_delivery(const struct source_state *source,
                                        const struct refusal *refusals)
{
    struct delivery delivery = {.receipt = {.time = INT64_MAX,
                                            .source = source->name,
                                            .address = HOSTILE,
                                            .format = "",
                                            .etag = source->etag,
                                            .last_modified = HOSTILE,
                                            .bytes = UINT64_MAX,
                                            .rows_seen = 3,
                                            .rows_refused = 2,
                                            .warnings = 1},
                                .refusals = refusals,
                                .n_refusals = REFUSALS};
    memset(delivery.receipt.digest, 'd', DIGEST_HEX - 1);
    return delivery;
}

static bool taken(struct store *store, struct delivery *delivery,
                  const struct source_state *source)
{
    struct error error = {0};
    bool changed = false;
    assert_true(store_ingest(store, delivery, source, &changed, &error));
    return changed;
}

static void refusals_come_back_word_for_word(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct refusal refusals[REFUSALS], *r;
    size_t n;
    struct store *store = cache_store(*state);
    struct source_state source = hostile_source();
    hostile_refusals(refusals, &arena);
    struct delivery delivery = hostile_delivery(&source, refusals);
    assert_true(taken(store, &delivery, &source));
    assert_int_equal(delivery.receipt.number, 1);
    assert_false(taken(store, &delivery, &source));
    assert_int_equal(delivery.receipt.number, 1);
    /* Other refused rows are worth a receipt, even if no value changed. */
    refusals[0].row = 8;
    assert_true(taken(store, &delivery, &source));
    assert_int_equal(delivery.receipt.number, 2);
    delivery.n_refusals = 2;
    assert_true(taken(store, &delivery, &source));
    struct snapshot *snapshot = seen(store, *state);
    assert_true(snapshot_refusals(snapshot, 2, &arena, &r, &n, &error));
    assert_int_equal(n, 3);
    assert_int_equal(r[0].row, 8);
    assert_true(snapshot_refusals(snapshot, 3, &arena, &r, &n, &error));
    assert_int_equal(n, 2);
    assert_true(snapshot_refusals(snapshot, 4, &arena, &r, &n, &error));
    assert_int_equal(n, 0);
    assert_true(snapshot_refusals(snapshot, 1, &arena, &r, &n, &error));
    assert_int_equal(n, 3);
    refusals[0].row = 7;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(r[i].row, refusals[i].row);
        assert_int_equal(r[i].column, refusals[i].column);
        assert_int_equal(r[i].warning, refusals[i].warning);
        assert_string_equal(r[i].raw, refusals[i].raw);
        assert_memory_equal(&r[i].reason, &refusals[i].reason, sizeof(struct error));
    }
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void receipts_and_sources_come_back_word_for_word(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct refusal refusals[REFUSALS];
    struct store *store = cache_store(*state);
    struct source_state source = hostile_source(), *s;
    struct receipt receipt;
    size_t n;
    hostile_refusals(refusals, &arena);
    struct delivery delivery = hostile_delivery(&source, refusals);
    assert_true(taken(store, &delivery, &source));
    struct snapshot *snapshot = seen(store, *state);

    assert_true(snapshot_receipt(snapshot, 1, &arena, &receipt, &error));
    assert_string_equal(receipt.source, source.name);
    assert_string_equal(receipt.address, HOSTILE);
    assert_string_equal(receipt.format, "");
    assert_string_equal(receipt.last_modified, HOSTILE);
    assert_string_equal(receipt.digest, source.digest);
    assert_true(receipt.time == INT64_MAX && receipt.bytes == UINT64_MAX);
    assert_int_equal(receipt.rows_seen, 3);
    assert_int_equal(receipt.rows_refused, 2);
    assert_int_equal(receipt.warnings, 1);

    assert_true(snapshot_sources(snapshot, INT64_MAX, &arena, &s, &n, &error));
    assert_int_equal(n, 1);
    assert_string_equal(s->name, source.name);
    assert_string_equal(s->title, HOSTILE);
    assert_string_equal(s->etag, source.etag);
    assert_string_equal(s->digest, source.digest);
    assert_string_equal(s->setup, source.setup);
    assert_memory_equal(&s->last_error, &source.last_error, sizeof(struct error));
    assert_true(s->bytes == UINT64_MAX && s->failures == 3 && s->duration_ms == 17);
    assert_true(s->next_due == T + 86400 && s->receipt == 1 && s->rows_refused == 2);
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void sources_are_noted_and_forgotten(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct store *store = cache_store(*state);
    static const char *const names[] = {"miit", "cac", "stats", "ndrc"};
    struct observation v = cache_value(430000, 2026, 1, 10);
    cache_deliver(store, "miit", T, "", &v, 1);
    for (size_t i = 0; i < 4; i++) {
        struct source_state s = cache_state(names[i], T + 5);
        s.receipt = 99; /* not the caller's to say */
        s.failures = 1;
        assert_true(store_note(store, &s, &error));
    }
    struct source_state s = cache_state("", T);
    assert_false(store_note(store, &s, &error));
    assert_int_equal(error.code, ERROR_STORE_SOURCE_NAME);
    char name[600];
    memset(name, 'n', sizeof name);
    name[599] = '\0';
    s.name = name;
    assert_false(store_note(store, &s, &error));
    name[480] = '\0';
    assert_true(store_note(store, &s, &error));
    const char *const keep[] = {"miit", "stats", "cac", "new"};
    assert_true(store_forget_sources(store, keep, 4, T + 6, &error));
    assert_true(store_forget_sources(store, keep, 4, T + 7, &error));
    struct snapshot *snapshot = seen(store, *state);
    struct source_state *items;
    size_t n;
    assert_true(snapshot_sources(snapshot, INT64_MAX, &arena, &items, &n, &error));
    assert_int_equal(n, 3);
    assert_string_equal(items[0].name, "cac");
    assert_string_equal(items[1].name, "miit");
    assert_string_equal(items[2].name, "stats");
    assert_int_equal(items[1].receipt, 1);
    assert_int_equal(items[1].rows_changed, 1);
    assert_int_equal(items[0].receipt, 0);
    /* The data of a forgotten source stays. */
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 10);
    snapshot_close(snapshot);
    arena_release(&arena);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(receipts_are_known_at_a_time),
        TEST(refusals_come_back_word_for_word),
        TEST(receipts_and_sources_come_back_word_for_word),
        TEST(sources_are_noted_and_forgotten),
    };
    return cmocka_run_group_tests_name("store: papers", tests, NULL, NULL);
}
