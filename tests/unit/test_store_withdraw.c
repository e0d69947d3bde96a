/* Figures that are taken back, sources that wait for a commit, numbers that were given
 * for nothing. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "store/private.h"

#define JANUARY "Thu, 01 Jan 2026 00:00:00 GMT"
#define MARCH "Sun, 01 Mar 2026 00:00:00 GMT"

static const int64_t T = 1780000000;

static struct observation taken_back(int32_t region, int year, int month)
{
    struct observation o = cache_value(region, year, month, 0);
    o.has_value = false;
    o.withdrawn = true;
    o.status = 'O';
    return o;
}

static void complain(void *self, bool fault, const struct error *finding)
{
    (void)self;
    if (fault)
        fail_msg("%s", error_name(finding->code));
}

static struct snapshot *seen(struct store *store, const char *directory)
{
    cache_publish(store, T + 1000);
    store_close(store);
    return cache_snapshot(directory);
}

static void a_withdrawal_stands_like_a_value(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 10), *o;
    struct observation gone = taken_back(430000, 2026, 1);
    size_t n;
    assert_true(cache_deliver(store, "s", T, "", &v, 1));
    assert_true(cache_deliver(store, "s", T + 10, "", &gone, 1));
    assert_false(cache_deliver(store, "s", T + 20, "", &gone, 1));
    v.value = 11;
    assert_true(cache_deliver(store, "s", T + 30, "", &v, 1));
    assert_true(cache_deliver(store, "s", T + 40, "", &gone, 1));
    struct snapshot *snapshot = seen(store, *state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 9) == 10);
    assert_true(isnan(cache_known(snapshot, 430000, 2026, 1, T + 29)));
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 39) == 11);
    assert_true(isnan(cache_known(snapshot, 430000, 2026, 1, INT64_MAX)));
    assert_true(snapshot_revisions(snapshot, "NTL-01", 430000, &arena, &o, &n, &error));
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++) { /* newest first: gone, 11, gone, 10 */
        assert_int_equal(o[i].withdrawn, i % 2 == 0);
        assert_int_equal(o[i].receipt, 4 - i);
    }
    snapshot_close(snapshot);
    arena_release(&arena);
}

/* What was never there: no receipt, no numbers, also if the same delivery says so. */
static void nothing_cannot_be_withdrawn(void **state)
{
    struct store *store = cache_store(*state);
    struct observation v[] = {cache_value(430000, 2026, 1, 10),
                              taken_back(430000, 2026, 2), /* another month */
                              taken_back(990000, 2026, 1), /* another region */
                              taken_back(430000, 2009, 1), /* another tile */
                              taken_back(430000, 2026, 1),
                              taken_back(430000, 2026, 1)};
    strcpy(v[4].indicator, "OTHER");
    v[5].period = period_interval(20000, 20100);
    assert_true(cache_deliver(store, "s", T, "", v, 1));
    assert_false(cache_deliver(store, "s", T + 10, "", v + 1, 5));
    assert_int_equal(store->registers.n_indicators, 1);
    assert_int_equal(store->registers.n_regions, 1);
    assert_int_equal(store->registers.n_intervals, 0);
    /* The last word counts, and it leaves nothing either. */
    struct observation both[] = {cache_value(980000, 2026, 1, 1),
                                 taken_back(980000, 2026, 1)};
    assert_false(cache_deliver(store, "s", T + 20, "", both, 2));
    assert_true(cache_deliver(store, "s", T + 30, "", (v[0].value = 12, v), 1));
    assert_int_equal(store->registers.n_regions, 1);
    struct snapshot *snapshot = seen(store, *state);
    assert_int_equal(snapshot_info(snapshot)->last_receipt, 2);
    snapshot_close(snapshot);
}

/* An older edition neither takes back nor brings back what a newer one said. */
static void late_withdrawals_do_not_replace(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct store *store = cache_store(*state);
    struct observation v[] = {cache_value(430000, 2026, 1, 10),
                              taken_back(430000, 2026, 2)},
                       *o;
    struct observation first[] = {v[0], cache_value(430000, 2026, 2, 20)};
    size_t n;
    assert_true(cache_deliver(store, "s", T, JANUARY, first, 2));
    assert_true(cache_deliver(store, "s", T + 10, MARCH, v, 2));
    struct observation late[] = {taken_back(430000, 2026, 1),
                                 cache_value(430000, 2026, 2, 21)};
    assert_true(cache_deliver(store, "s", T + 20, JANUARY, late, 2));
    assert_false(cache_deliver(store, "s", T + 30, JANUARY, late, 2));
    struct snapshot *snapshot = seen(store, *state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 10);
    assert_true(isnan(cache_known(snapshot, 430000, 2026, 2, INT64_MAX)));
    assert_true(snapshot_revisions(snapshot, "NTL-01", 430000, &arena, &o, &n, &error));
    assert_int_equal(n, 4); /* two late ones, the withdrawal that stands, 20 */
    assert_true(o[0].late && o[1].late && !o[2].late && !o[3].late);
    assert_true(o[2].withdrawn && o[3].value == 20);
    snapshot_close(snapshot);
    arena_release(&arena);
}

/* Registers are what the store holds, also after a delivery that came to nothing. */
static void numbers_of_a_failed_delivery_are_taken_back(void **state)
{
    enum { MANY = REGISTER_INDICATORS + 1 };
    struct error error = {0};
    static struct observation v[MANY];
    struct source_state s = cache_state("s", T);
    struct delivery delivery = {.receipt = {.time = T,
                                            .source = "s",
                                            .address = s.address,
                                            .format = "csv",
                                            .etag = "",
                                            .last_modified = ""},
                                .observations = v,
                                .n_observations = MANY};
    bool changed;
    struct store *store = cache_store(*state);
    for (int i = 0; i < MANY; i++) {
        v[i] = cache_value(430000, 2026, 1, i);
        snprintf(v[i].indicator, CODE_SIZE, "X%d", i);
    }
    assert_true(cache_deliver(store, "s", T, "", v + 7, 2));
    assert_false(store_ingest(store, &delivery, &s, &changed, &error));
    assert_int_equal(error.code, ERROR_STORE_REGISTER);
    /* Others get the numbers that were given in vain. */
    assert_true(cache_deliver(store, "s", T + 1, "", v + 9, 1));
    assert_int_equal(store->registers.n_indicators, 3);
    struct snapshot *snapshot = seen(store, *state);
    struct arena arena = {0};
    const char **indicators;
    int32_t *regions;
    size_t n, m;
    assert_true(
        snapshot_registers(snapshot, &arena, &indicators, &n, &regions, &m, &error));
    assert_int_equal(n, 3);
    assert_string_equal(indicators[2], "X9");
    snapshot_close(snapshot);
    arena_release(&arena);
}

/* ---- notes ---- */

static struct source_state source(struct store *store, const char *name)
{
    static struct arena arena;
    struct source_state found = {0};
    struct error error = {0};
    assert_true(store_source(store, name, &arena, &found, &error));
    return found;
}

/* A note waits, is seen by the collector at once, and by viewers when published. */
static void notes_wait_for_a_commit(void **state)
{
    struct error error = {0};
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 10);
    char title[] = "A ministry";
    assert_true(cache_deliver(store, "s", T, "", &v, 1));
    struct source_state failed = cache_state("s", T + 10);
    failed.title = title;
    failed.failures = 2;
    error_set(&failed.last_error, ERROR_NUMBER_EMPTY);
    assert_true(store_note(store, &failed, &error));
    memset(title, '#', sizeof title - 1); /* it was lent for the call alone */
    assert_int_equal(source(store, "s").failures, 2);
    assert_int_equal(source(store, "s").receipt, 1);
    assert_int_equal(source(store, "s").rows_changed, 1);
    assert_string_equal(source(store, "s").title, "A ministry");
    failed.failures = 3;
    failed.last_attempt = T + 20;
    failed.title = "A ministry";
    assert_true(store_note(store, &failed, &error));
    assert_int_equal(store->n_notes, 1);
    /* Nobody committed: another process would not see it. Closing does. */
    store_close(store);
    store = cache_store(*state);
    assert_int_equal(source(store, "s").failures, 3);
    assert_int_equal(source(store, "s").receipt, 1);
    failed.name = "";
    assert_false(store_note(store, &failed, &error));
    assert_int_equal(error.code, ERROR_STORE_SOURCE_NAME);
    store_close(store);
}

/* An unchanged newer edition counts at once. */
static void editions_count_at_once(void **state)
{
    struct error error = {0};
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 10);
    assert_true(cache_deliver(store, "s", T, JANUARY, &v, 1));
    assert_false(cache_deliver(store, "s", T + 10, MARCH, &v, 1));
    struct source_state failed = cache_state("s", T + 20);
    failed.failures = 1;
    assert_true(store_note(store, &failed, &error));
    v.value = 11;
    assert_true(cache_deliver(store, "s", T + 30, JANUARY, &v, 1)); /* late */
    struct snapshot *snapshot = seen(store, *state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 10);
    snapshot_close(snapshot);
}

static void confirm_and_die(void *directory)
{
    struct store *store = cache_store(directory);
    struct observation v = cache_value(430000, 2026, 1, 10);
    cache_deliver(store, "s", T + 10, MARCH, &v, 1);
    raise(SIGKILL);
}

/* It is on the disk although nothing else of the delivery was new. */
static void editions_outlive_a_crash(void **state)
{
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 10);
    assert_true(cache_deliver(store, "s", T, JANUARY, &v, 1));
    store_close(store);
    assert_true(WIFSIGNALED(cache_child(confirm_and_die, *state)));
    store = cache_store(*state);
    v.value = 11;
    assert_true(cache_deliver(store, "s", T + 20, JANUARY, &v, 1)); /* late */
    /* The newest again is nothing new: it waits. */
    v.value = 10;
    assert_false(cache_deliver(store, "s", T + 30, MARCH, &v, 1));
    assert_int_equal(store->n_notes, 1);
    struct snapshot *snapshot = seen(store, *state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 10);
    snapshot_close(snapshot);
}

/* The same bytes again, which the collector need not even read. */
static void editions_come_without_rows_too(void **state)
{
    struct error error = {0};
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 10);
    struct source_state same = cache_state("s", T + 10);
    assert_true(cache_deliver(store, "s", T, JANUARY, &v, 1));
    same.last_modified = JANUARY;
    assert_true(store_note(store, &same, &error));
    assert_int_equal(store->n_notes, 1);
    same.last_modified = MARCH;
    same.failures = 1; /* says nothing of what there is */
    assert_true(store_note(store, &same, &error));
    assert_int_equal(store->n_notes, 1);
    same.failures = 0;
    assert_true(store_note(store, &same, &error));
    assert_int_equal(store->n_notes, 0); /* committed */
    v.value = 11;
    assert_true(cache_deliver(store, "s", T + 20, JANUARY, &v, 1)); /* late */
    struct snapshot *snapshot = seen(store, *state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 10);
    snapshot_close(snapshot);
}

/* The names of the sources at a time, one after the other. */
static const char *sources_at(struct snapshot *snapshot, int64_t known_at,
                              struct arena *arena)
{
    struct error error = {0};
    struct source_state *sources;
    const char *names = "";
    size_t n;
    assert_true(snapshot_sources(snapshot, known_at, arena, &sources, &n, &error));
    for (size_t i = 0; i < n; i++)
        names = arena_printf(arena, "%s%s", names, sources[i].name);
    return names;
}

static struct snapshot *published(struct store *store, const char *directory)
{
    cache_publish(store, T + 1000);
    return cache_snapshot(directory);
}

/* a and c deliver; c is forgotten, tried again, forgotten, and then pruned away. */
static void sources_are_forgotten_from_a_time_on(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct prune_count count;
    const char *const kept[] = {"a"};
    struct observation v = cache_value(430000, 2026, 1, 10);
    struct store *store = cache_store(*state);
    assert_true(cache_deliver(store, "a", T, "", &v, 1));
    v.value = 11;
    assert_true(cache_deliver(store, "c", T, "", &v, 1));
    assert_true(store_forget_sources(store, kept, 1, T + 10, &error));
    struct snapshot *snapshot = published(store, *state);
    assert_string_equal(sources_at(snapshot, INT64_MAX, &arena), "a");
    assert_string_equal(sources_at(snapshot, T + 10, &arena), "a");
    assert_string_equal(sources_at(snapshot, T + 9, &arena), "ac");
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 11);
    snapshot_close(snapshot);
    /* Once more says nothing new; the same rows again bring it back. */
    assert_true(store_forget_sources(store, kept, 1, T + 15, &error));
    assert_false(cache_deliver(store, "c", T + 20, "", &v, 1));
    assert_int_equal(source(store, "c").receipt, 2);
    snapshot = published(store, *state);
    assert_string_equal(sources_at(snapshot, INT64_MAX, &arena), "ac");
    assert_string_equal(sources_at(snapshot, T + 20, &arena), "ac");
    assert_string_equal(sources_at(snapshot, T + 19, &arena), "a");
    snapshot_close(snapshot);
    assert_true(store_forget_sources(store, kept, 1, T + 30, &error));
    assert_true(store_prune(store, T + 29, &count, &error));
    assert_int_equal(source(store, "c").receipt, 2);
    assert_true(store_prune(store, T + 30, &count, &error));
    struct source_state gone;
    assert_false(store_source(store, "c", &arena, &gone, &error));
    assert_int_equal(error.code, ERROR_NONE);
    snapshot = seen(store, *state);
    assert_string_equal(sources_at(snapshot, T + 30, &arena), "a");
    snapshot_close(snapshot);
    assert_int_equal(snapshot_verify(*state, complain, NULL, &error), 0);
    arena_release(&arena);
}

/* What it waits with is kept before that. */
static void a_source_that_waits_is_forgotten_too(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    const char *const kept[] = {"a"};
    struct source_state noted = cache_state("b", T);
    struct observation v = cache_value(430000, 2026, 1, 10);
    struct store *store = cache_store(*state);
    assert_true(cache_deliver(store, "a", T, "", &v, 1));
    assert_true(store_note(store, &noted, &error));
    assert_true(store_forget_sources(store, kept, 1, T + 10, &error));
    assert_int_equal(store->n_notes, 0);
    struct snapshot *snapshot = seen(store, *state);
    assert_string_equal(sources_at(snapshot, T + 9, &arena), "ab");
    assert_string_equal(sources_at(snapshot, T + 10, &arena), "a");
    assert_string_equal(sources_at(snapshot, INT64_MAX, &arena), "a");
    snapshot_close(snapshot);
    arena_release(&arena);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_withdrawal_stands_like_a_value),
        TEST(nothing_cannot_be_withdrawn),
        TEST(late_withdrawals_do_not_replace),
        TEST(numbers_of_a_failed_delivery_are_taken_back),
        TEST(notes_wait_for_a_commit),
        TEST(editions_count_at_once),
        TEST(editions_outlive_a_crash),
        TEST(editions_come_without_rows_too),
        TEST(sources_are_forgotten_from_a_time_on),
        TEST(a_source_that_waits_is_forgotten_too),
    };
    return cmocka_run_group_tests_name("store: withdraw", tests, NULL, NULL);
}
