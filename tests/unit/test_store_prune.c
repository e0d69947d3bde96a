/* Pruning, and the documents that pages are made of. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/private.h"

static const int64_t T = 1780000000;

static void ignore(void *self, bool fault, const struct error *finding)
{
    (void)self;
    (void)fault;
    (void)finding;
}

static void sound(const char *directory)
{
    struct error error = {0};
    assert_int_equal(snapshot_verify(directory, ignore, NULL, &error), 0);
}

static struct prune_count prune(struct store *store, int64_t since)
{
    struct prune_count count;
    struct error error = {0};
    assert_true(store_prune(store, since, &count, &error));
    return count;
}

static size_t revisions(struct snapshot *snapshot, int32_t region)
{
    struct arena arena = {0};
    struct observation *items;
    struct error error = {0};
    size_t n;
    assert_true(
        snapshot_revisions(snapshot, "NTL-01", region, &arena, &items, &n, &error));
    arena_release(&arena);
    return n;
}

/* January is 1 at T, 2 at T + 10, 3 at T + 20, 4 at T + 30; February is always 5. */
static struct store *revised_store(const char *directory)
{
    struct store *store = cache_store(directory);
    for (int i = 0; i < 4; i++) {
        struct observation v[] = {cache_value(430000, 2026, 1, i + 1),
                                  cache_value(430000, 2026, 2, 5)};
        assert_true(cache_deliver(store, "s", T + 10 * i, "", v, 2));
    }
    return store;
}

static void what_stood_then_is_kept(void **state)
{
    static const struct {
        int64_t since;
        size_t kept;
    } cases[] = {{-1, 3}, {0, 3}, {9, 3}, {10, 2}, {19, 2}, {20, 1}, {30, 0}, {99, 0}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char name[16];
        snprintf(name, sizeof name, "cache%zu", c);
        const char *cache = cache_path(*state, name);
        int64_t since = T + cases[c].since;
        struct store *store = revised_store(cache);
        struct prune_count count = prune(store, since);
        assert_int_equal(count.revisions, 3 - cases[c].kept);
        assert_int_equal(store->meta.kept_since, since);
        cache_publish(store, T + 100);
        store_close(store);
        struct snapshot *snapshot = cache_snapshot(cache);
        assert_int_equal(snapshot_info(snapshot)->kept_since, since);
        assert_int_equal(revisions(snapshot, 430000), cases[c].kept);
        /* Every page from then on is as it was. */
        for (int64_t at = since; at <= T + 40; at++) {
            double want = at < T ? NAN : at >= T + 30 ? 4 : (double)(1 + (at - T) / 10);
            double got = cache_known(snapshot, 430000, 2026, 1, at);
            assert_true(got == want || (isnan(got) && isnan(want)));
            assert_true(at < T || cache_known(snapshot, 430000, 2026, 2, at) == 5);
        }
        struct arena arena = {0};
        struct error error = {0};
        struct observation *o;
        size_t n;
        assert_true(snapshot_series(snapshot, "NTL-01", 430000, INT64_MAX, &arena, &o,
                                    &n, &error));
        assert_true(n == 2 && o[0].revised && !o[1].revised);
        assert_false(snapshot_series(snapshot, "NTL-01", 430000, since - 1, &arena, &o,
                                     &n, &error));
        assert_int_equal(error.code, ERROR_SNAPSHOT_NOT_KEPT);
        arena_release(&arena);
        snapshot_close(snapshot);
        sound(cache);
    }
}

/* A clock that was set back: what stands is decided by number, and so is what goes. */
static void numbers_decide_not_times(void **state)
{
    struct store *store = cache_store(*state);
    static const int times[] = {30, 10, 20};
    for (int i = 0; i < 3; i++) {
        struct observation v = cache_value(430000, 2026, 1, i + 1);
        assert_true(cache_deliver(store, "s", T + times[i], "", &v, 1));
    }
    /* At T + 15 the second one stood, and the first one never did. */
    assert_int_equal(prune(store, T + 15).revisions, 1);
    cache_publish(store, T + 100);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 15) == 2);
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 20) == 3);
    snapshot_close(snapshot);
    sound(*state);
}

static void pruning_goes_on_as_before(void **state)
{
    struct stat before, after;
    struct store *store = revised_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 4);
    const char *data = cache_path(*state, "store/data.mdb");
    struct prune_count count = prune(store, T + 25);
    assert_int_equal(count.revisions, 2);
    assert_true(count.bytes_before > 0 && count.bytes_after > 0);
    /* A day before it changes nothing, not even the file. */
    assert_int_equal(stat(data, &before), 0);
    count = prune(store, T + 24);
    assert_int_equal(count.revisions, 0);
    assert_int_equal(store->meta.kept_since, T + 25);
    assert_int_equal(stat(data, &after), 0);
    assert_true(before.st_ino == after.st_ino &&
                before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
    assert_int_equal(after.st_mode & 0777, 0600);
    /* The store takes deliveries, knows the same rows, and opens again. */
    assert_false(cache_deliver(store, "s", T + 40, "", &v, 1));
    v.value = 5;
    assert_true(cache_deliver(store, "s", T + 50, "", &v, 1));
    store_close(store);
    store = cache_store(*state);
    assert_int_equal(prune(store, T + 60).revisions, 2);
    cache_publish(store, T + 100);
    store_close(store);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 5);
    assert_int_equal(snapshot_info(snapshot)->last_receipt, 5);
    snapshot_close(snapshot);
    sound(*state);
}

/* Delivers a row that is refused for another reason each time. */
static void deliver_refused(struct store *store, const char *source, int64_t time)
{
    char raw[24];
    struct refusal refusal = {.row = 3, .column = 1, .raw = raw};
    struct source_state s = cache_state(source, time);
    struct delivery delivery = {.receipt = {.time = time,
                                            .source = source,
                                            .address = s.address,
                                            .format = "csv",
                                            .etag = "",
                                            .last_modified = "",
                                            .rows_refused = 1},
                                .refusals = &refusal,
                                .n_refusals = 1};
    struct error error = {0};
    bool changed = false;
    snprintf(raw, sizeof raw, "%lld", (long long)time);
    error_set(&refusal.reason, ERROR_NUMBER_EMPTY);
    assert_true(store_ingest(store, &delivery, &s, &changed, &error));
    assert_true(changed);
}

static size_t refusals_of(struct snapshot *snapshot, uint32_t receipt)
{
    struct arena arena = {0};
    struct refusal *items;
    struct error error = {0};
    size_t n;
    assert_true(snapshot_refusals(snapshot, receipt, &arena, &items, &n, &error));
    arena_release(&arena);
    return n;
}

static void papers_that_only_earlier_days_need(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct source_state *sources;
    struct receipt receipt;
    size_t n;
    struct store *store = cache_store(*state);
    deliver_refused(store, "a", T);
    deliver_refused(store, "b", T + 5);
    deliver_refused(store, "a", T + 10);
    deliver_refused(store, "a", T + 20);
    deliver_refused(store, "a", T + 30);
    struct prune_count count = prune(store, T + 25);
    assert_int_equal(count.refusals, 2); /* of the first and the third receipt */
    assert_int_equal(count.attempts, 2); /* likewise */
    cache_publish(store, T + 100);
    store_close(store);
    sound(*state);
    struct snapshot *snapshot = cache_snapshot(*state);
    static const size_t kept[] = {0, 1, 0, 1, 1};
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(refusals_of(snapshot, i + 1), kept[i]);
        assert_true(snapshot_receipt(snapshot, i + 1, &arena, &receipt, &error));
        assert_int_equal(receipt.rows_refused, 1);
    }
    assert_true(snapshot_sources(snapshot, T + 25, &arena, &sources, &n, &error));
    assert_int_equal(n, 2);
    assert_int_equal(sources[0].last_attempt, T + 20);
    assert_int_equal(sources[1].last_attempt, T + 5);
    snapshot_close(snapshot);
    arena_release(&arena);
}

/* Written by more than one transaction. */
static void large_stores_are_pruned_in_steps(void **state)
{
    enum { REGIONS = 400 };
    static struct observation v[REGIONS];
    struct store *store = cache_store(*state);
    for (int i = 1; i <= 3; i++) {
        for (int r = 0; r < REGIONS; r++)
            v[r] = cache_value(100000 + 1000 * r, 2026, 1, i + r);
        assert_true(cache_deliver(store, "s", T + i, "", v, REGIONS));
    }
    store->pages_step = 4096;
    struct prune_count count = prune(store, T + 2);
    assert_int_equal(count.revisions, REGIONS);
    assert_true(count.bytes_after < count.bytes_before);
    cache_publish(store, T + 100);
    store_close(store);
    sound(*state);
    struct snapshot *snapshot = cache_snapshot(*state);
    for (int r = 0; r < REGIONS; r += 7) {
        assert_int_equal(revisions(snapshot, 100000 + 1000 * r), 1);
        assert_true(cache_known(snapshot, 100000 + 1000 * r, 2026, 1, T + 2) == 2 + r);
    }
    snapshot_close(snapshot);
}

/* ---- documents ---- */

static bool keep(struct store *store, int64_t time, const char *one, const char *two)
{
    struct document_text items[] = {{"catalog/one.tsv", one, strlen(one)},
                                    {"settings", two, strlen(two)}};
    struct error error = {0};
    bool changed = false;
    assert_true(store_archive(store, "catalogue", "built in", items, 2, time, &changed,
                              &error));
    return changed;
}

/* "" if there is none. */
static const char *document(struct snapshot *snapshot, const char *name, int64_t at,
                            struct arena *arena)
{
    const char *bytes;
    size_t n;
    uint32_t receipt;
    bool found;
    struct error error = {0};
    assert_true(snapshot_document(snapshot, name, at, arena, &bytes, &n, &receipt,
                                  &found, &error));
    assert_true(!found || (receipt > 0 && strlen(bytes) == n));
    return found ? bytes : "";
}

static void documents_are_kept_as_they_were(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct receipt receipt;
    struct store *store = cache_store(*state);
    assert_true(keep(store, T, "first", "same"));
    assert_false(keep(store, T + 5, "first", "same"));
    assert_true(keep(store, T + 10, "second", "same"));
    assert_true(keep(store, T + 20, "first", "same")); /* back again */
    cache_publish(store, T + 100);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_int_equal(snapshot_info(snapshot)->last_receipt, 3);
    assert_string_equal(document(snapshot, "catalog/one.tsv", T - 1, &arena), "");
    assert_string_equal(document(snapshot, "catalog/one.tsv", T + 9, &arena), "first");
    assert_string_equal(document(snapshot, "catalog/one.tsv", T + 19, &arena),
                        "second");
    assert_string_equal(document(snapshot, "catalog/one.tsv", INT64_MAX, &arena),
                        "first");
    assert_string_equal(document(snapshot, "settings", INT64_MAX, &arena), "same");
    assert_string_equal(document(snapshot, "other", INT64_MAX, &arena), "");
    assert_true(snapshot_receipt(snapshot, 1, &arena, &receipt, &error));
    assert_string_equal(receipt.source, "catalogue");
    assert_string_equal(receipt.address, "built in");
    assert_int_equal(receipt.rows_seen, 2);
    assert_int_equal(receipt.rows_changed, 2);
    assert_int_equal(receipt.bytes, 9);
    assert_int_equal(strlen(receipt.digest), 64);
    snapshot_close(snapshot);
    sound(*state);
    /* Pruned: the second one goes, the first one has come again. */
    assert_int_equal(prune(store, T + 20).documents, 2);
    cache_publish(store, T + 200);
    store_close(store);
    sound(*state);
    snapshot = cache_snapshot(*state);
    assert_string_equal(document(snapshot, "catalog/one.tsv", T + 20, &arena), "first");
    assert_string_equal(document(snapshot, "settings", T + 20, &arena), "same");
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void nothing_is_not_pruned(void **state)
{
    struct store *store = cache_store(*state);
    struct prune_count count;
    struct error error = {0};
    assert_false(store_prune(store, T, &count, &error));
    assert_int_equal(error.code, ERROR_SNAPSHOT_NONE);
    store_close(store);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_stood_then_is_kept),
        TEST(numbers_decide_not_times),
        TEST(pruning_goes_on_as_before),
        TEST(papers_that_only_earlier_days_need),
        TEST(large_stores_are_pruned_in_steps),
        TEST(documents_are_kept_as_they_were),
        TEST(nothing_is_not_pruned),
    };
    return cmocka_run_group_tests_name("store: prune", tests, NULL, NULL);
}
