/* Two sources for one figure: the declared order decides, and what the other one says
 * is kept. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#define JANUARY "Thu, 01 Jan 2026 00:00:00 GMT"
#define MARCH "Sun, 01 Mar 2026 00:00:00 GMT"

static const int64_t T = 1780000000;

/* aiplus.conf names "a", then "b". */
static const char *const none[] = {NULL};
static const char *const after_a[] = {"a", NULL};
static const char *const after_b[] = {"b", NULL};

static bool a_says(struct store *store, int second, double value)
{
    struct observation o = cache_value(430000, 2026, 1, value);
    return cache_deliver_after(store, "a", none, T + second, "", &o, 1);
}

static bool b_says(struct store *store, int second, double value)
{
    struct observation o = cache_value(430000, 2026, 1, value);
    return cache_deliver_after(store, "b", after_a, T + second, "", &o, 1);
}

static bool takes_back(struct store *store, const char *source, int second)
{
    struct observation o = cache_value(430000, 2026, 1, 0);
    o.has_value = false;
    o.withdrawn = true;
    o.status = 'O';
    return cache_deliver_after(store, source, *source == 'a' ? none : after_a,
                               T + second, "", &o, 1);
}

/* What stands, and the earlier ones from the newest to the oldest as (value, receipt,
 * outranked, late). */
struct word {
    double value;
    uint32_t receipt;
    bool outranked, late;
};

static void complain(void *self, bool fault, const struct error *finding)
{
    (void)self;
    if (fault)
        fail_msg("%s", error_name(finding->code));
}

static void shows(struct store *store, const char *directory, double stands,
                  const struct word *words, size_t n)
{
    struct arena arena = {0};
    struct error error = {0};
    struct observation *items;
    size_t found;
    cache_publish(store, T + 10000);
    store_close(store);
    assert_int_equal(store_verify(directory, complain, NULL), 0);
    struct snapshot *snapshot = cache_snapshot(directory);
    double now = cache_known(snapshot, 430000, 2026, 1, INT64_MAX);
    assert_true(isnan(stands) ? isnan(now) : now == stands);
    assert_true(
        snapshot_revisions(snapshot, "NTL-01", 430000, &arena, &items, &found, &error));
    assert_int_equal(found, n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(items[i].receipt, words[i].receipt);
        assert_true(items[i].withdrawn ? isnan(words[i].value)
                                       : items[i].value == words[i].value);
        assert_int_equal(items[i].outranked, words[i].outranked);
        assert_int_equal(items[i].late, words[i].late);
    }
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void the_first_one_stands(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(a_says(store, 0, 3.94));
    assert_true(b_says(store, 1, 3.90));
    assert_false(b_says(store, 2, 3.90)); /* again */
    assert_false(a_says(store, 3, 3.94));
    shows(store, *state, 3.94, (struct word[]){{3.90, 2, true, false}}, 1);
}

static void who_comes_to_agree_says_so(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(a_says(store, 0, 3.94));
    assert_true(b_says(store, 1, 3.90));
    assert_true(b_says(store, 2, 3.94));
    assert_false(b_says(store, 3, 3.94));
    shows(store, *state, 3.94,
          (struct word[]){{3.94, 3, true, false}, {3.90, 2, true, false}}, 2);
}

static void agreement_from_the_start_is_nothing(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(a_says(store, 0, 3.94));
    assert_true(b_says(store, 1, 3.94));  /* its first delivery has a receipt */
    assert_false(b_says(store, 2, 3.94)); /* and no rows */
    shows(store, *state, 3.94, NULL, 0);
}

/* What the second one had said first is taken over, so that it cannot change it. */
static void an_equal_figure_is_taken_over(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(b_says(store, 0, 3.94));
    assert_true(a_says(store, 1, 3.94));
    assert_false(a_says(store, 2, 3.94));
    assert_true(b_says(store, 3, 3.90));
    shows(store, *state, 3.94,
          (struct word[]){{3.90, 3, true, false}, {3.94, 1, false, false}}, 2);
}

static void the_first_one_replaces(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(b_says(store, 0, 3.90));
    assert_true(a_says(store, 1, 3.94));
    shows(store, *state, 3.94, (struct word[]){{3.90, 1, false, false}}, 1);
}

/* aiplus.conf is turned round: both are read again. */
static void another_order_counts_from_its_reading_on(void **state)
{
    struct store *store = cache_store(*state);
    struct observation o = cache_value(430000, 2026, 1, 3.90);
    assert_true(a_says(store, 0, 3.94));
    assert_true(b_says(store, 1, 3.90));
    assert_true(cache_deliver_after(store, "b", none, T + 2, "", &o, 1));
    o.value = 3.94;
    assert_false(cache_deliver_after(store, "a", after_b, T + 3, "", &o, 1));
    cache_publish(store, T + 9);
    struct snapshot *snapshot = cache_snapshot(*state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, T) == 3.94);
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 1) == 3.94);
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 2) == 3.90);
    snapshot_close(snapshot);
    shows(store, *state, 3.90,
          (struct word[]){{3.90, 2, true, false}, {3.94, 1, false, false}}, 2);
}

static void a_withdrawal_is_ones_own(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(a_says(store, 0, 3.94));
    assert_true(takes_back(store, "b", 1)); /* its first delivery has a receipt */
    assert_false(takes_back(store, "b", 2));
    assert_true(b_says(store, 3, 3.90));
    assert_true(takes_back(store, "b", 4));
    assert_false(takes_back(store, "b", 5));
    shows(store, *state, 3.94,
          (struct word[]){{NAN, 4, true, false}, {3.90, 3, true, false}}, 2);
}

/* An older edition of the second source is no word of its own, and is kept once. */
static void an_older_edition_of_the_second_one(void **state)
{
    struct store *store = cache_store(*state);
    struct observation o = cache_value(430000, 2026, 1, 3.90);
    assert_true(a_says(store, 0, 3.94));
    assert_true(cache_deliver_after(store, "b", after_a, T + 1, MARCH, &o, 1));
    o.value = 3.70;
    assert_true(cache_deliver_after(store, "b", after_a, T + 2, JANUARY, &o, 1));
    assert_false(cache_deliver_after(store, "b", after_a, T + 3, JANUARY, &o, 1));
    o.value = 3.90;
    assert_false(cache_deliver_after(store, "b", after_a, T + 4, MARCH, &o, 1));
    shows(store, *state, 3.94,
          (struct word[]){{3.70, 3, true, true}, {3.90, 2, true, false}}, 2);
}

/* A source that aiplus.conf no longer names goes behind all others. */
static void who_is_gone_is_last(void **state)
{
    struct store *store = cache_store(*state);
    assert_true(a_says(store, 0, 3.94));
    struct observation o = cache_value(430000, 2026, 1, 3.90);
    assert_true(cache_deliver_after(store, "b", none, T + 1, "", &o, 1));
    shows(store, *state, 3.90, (struct word[]){{3.94, 1, false, false}}, 1);
}

/* The last word of each stays, whatever its age; of a source that is gone it goes. */
static void pruning_keeps_every_last_word(void **state)
{
    struct error error = {0};
    struct prune_count count;
    struct store *store = cache_store(*state);
    assert_true(b_says(store, 0, 3.80));
    assert_true(a_says(store, 1, 3.94));
    assert_true(b_says(store, 2, 3.90));
    assert_true(store_prune(store, T + 100, &count, &error));
    assert_int_equal(count.revisions, 1); /* 3.80 */
    assert_true(b_says(store, 101, 3.91));
    assert_true(store_prune(store, T + 200, &count, &error));
    assert_int_equal(count.revisions, 1); /* 3.90 */
    const char *only_a[] = {"a"};
    assert_true(store_forget_sources(store, only_a, 1, T + 201, &error));
    assert_true(a_says(store, 202, 3.95));
    assert_true(store_prune(store, T + 300, &count, &error));
    assert_int_equal(count.revisions, 2); /* 3.94 and 3.91 */
    shows(store, *state, 3.95, NULL, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, cache_setup, cache_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_first_one_stands),
        TEST(who_comes_to_agree_says_so),
        TEST(agreement_from_the_start_is_nothing),
        TEST(an_equal_figure_is_taken_over),
        TEST(the_first_one_replaces),
        TEST(another_order_counts_from_its_reading_on),
        TEST(a_withdrawal_is_ones_own),
        TEST(an_older_edition_of_the_second_one),
        TEST(who_is_gone_is_last),
        TEST(pruning_keeps_every_last_word),
    };
    return cmocka_run_group_tests_name("store: order", tests, NULL, NULL);
}
