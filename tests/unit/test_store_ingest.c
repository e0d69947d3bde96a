/* Deliveries into the store and out of a snapshot. */
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/edition.h"

#define JANUARY "Thu, 01 Jan 2026 00:00:00 GMT"
#define FEBRUARY "Sun, 01 Feb 2026 00:00:00 GMT"
#define MARCH "Sun, 01 Mar 2026 00:00:00 GMT"

static const int64_t T = 1780000000; /* after March 2026 */

/* Publishes and opens: what a viewer would see now. The store is closed. */
static struct snapshot *seen(struct store *store, const char *directory)
{
    cache_publish(store, T + 1000);
    store_close(store);
    return cache_snapshot(directory);
}

static struct observation *series(struct snapshot *snapshot, const char *indicator,
                                  int32_t region, struct arena *arena, size_t *n)
{
    struct observation *items;
    struct error error = {0};
    assert_true(snapshot_series(snapshot, indicator, region, INT64_MAX, arena, &items,
                                n, &error));
    return items;
}

static struct observation figure(const char *indicator, int32_t region,
                                 struct period period, double value, uint8_t qualifier,
                                 char status)
{
    struct observation o = {.region = region,
                            .period = period,
                            .value = value,
                            .has_value = status_missing(status) == MISSING_NONE,
                            .qualifier = qualifier,
                            .status = status};
    snprintf(o.indicator, sizeof o.indicator, "%s", indicator);
    return o;
}

static void every_field_comes_back(void **state)
{
    struct arena arena = {0};
    struct store *store = cache_store(*state);
    const struct observation in[] = {
        figure("LONGEST-CODE-15", 430000, period_month(2026, 3), -1e-300,
               QUALIFIER_AT_MOST, 'E'),
        figure("LONGEST-CODE-15", 430000, period_year(2025), 1590, QUALIFIER_ABOVE,
               'A'),
        figure("LONGEST-CODE-15", 430000, period_cumulative(2025, 11), 0,
               QUALIFIER_EXACT, 'M'),
        figure("LONGEST-CODE-15", 430000, period_interval(-500, 20000),
               1.7976931348623157e308, QUALIFIER_ABOUT, 'P'),
        figure("B", -7, period_day(-1), 0.1, QUALIFIER_EXACT, 'A'),
    };
    assert_true(cache_deliver(store, "s", T, "", in, 5));
    struct snapshot *snapshot = seen(store, *state);
    size_t n;
    struct observation *o = series(snapshot, "LONGEST-CODE-15", 430000, &arena, &n);
    assert_int_equal(n, 4);
    const int order[] = {3, 2, 1, 0}; /* by last day */
    for (size_t i = 0; i < n; i++) {
        const struct observation *want = &in[order[i]];
        assert_string_equal(o[i].indicator, want->indicator);
        assert_int_equal(o[i].region, want->region);
        assert_true(period_equal(o[i].period, want->period));
        assert_true(o[i].value == want->value && o[i].has_value == want->has_value);
        assert_int_equal(o[i].qualifier, want->qualifier);
        assert_int_equal(o[i].status, want->status);
        assert_int_equal(o[i].receipt, 1);
        assert_false(o[i].revised);
    }
    o = series(snapshot, "B", -7, &arena, &n);
    assert_int_equal(n, 1);
    assert_int_equal(o[0].period.first, -1);
    /* What is not there is no error, and neither is what cannot be. */
    static const char *const absent[] = {"C", "LONGEST-CODE-1", "",
                                         "MUCH-TOO-LONG-TO-BE"};
    for (size_t i = 0; i < 4; i++) {
        series(snapshot, absent[i], 430000, &arena, &n);
        assert_int_equal(n, 0);
    }
    series(snapshot, "B", 7, &arena, &n);
    assert_int_equal(n, 0);
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void changed_values_leave_revisions(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 10);
    assert_true(cache_deliver(store, "s", T, "", &v, 1));
    v.value = 20;
    assert_true(cache_deliver(store, "s", T + 10, "", &v, 1));
    v.value = 10; /* back again is a change, too */
    assert_true(cache_deliver(store, "s", T + 20, "", &v, 1));
    v.status = 'P'; /* and so is the status alone */
    assert_true(cache_deliver(store, "s", T + 30, "", &v, 1));
    v.has_value = false; /* and that there is no value any more */
    v.status = 'M';
    assert_true(cache_deliver(store, "s", T + 40, "", &v, 1));
    struct snapshot *snapshot = seen(store, *state);
    struct observation *o;
    size_t n;
    o = series(snapshot, "NTL-01", 430000, &arena, &n);
    assert_int_equal(n, 1);
    assert_false(o[0].has_value);
    assert_true(o[0].revised);
    assert_int_equal(o[0].receipt, 5);
    assert_true(snapshot_revisions(snapshot, "NTL-01", 430000, &arena, &o, &n, &error));
    assert_int_equal(n, 4);
    const double values[] = {10, 10, 20, 10};
    for (uint32_t i = 0; i < 4; i++) {
        assert_true(o[i].value == values[i]);
        assert_int_equal(o[i].receipt, 4 - i);
        assert_int_equal(o[i].revised, i < 3);
    }
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void known_at_shows_what_stood(void **state)
{
    struct store *store = cache_store(*state);
    struct observation v[] = {cache_value(430000, 2026, 1, 1),
                              cache_value(430000, 2026, 2, 5)};
    cache_deliver(store, "s", T, "", v, 1);
    v[0].value = 2;
    cache_deliver(store, "s", T + 10, "", v, 2);
    v[0].value = 3; /* three deliveries within one second */
    cache_deliver(store, "s", T + 20, "", v, 1);
    v[0].value = 4;
    cache_deliver(store, "s", T + 20, "", v, 1);
    v[0].value = 3.5;
    cache_deliver(store, "s", T + 20, "", v, 1);
    v[0].value = 6;
    cache_deliver(store, "s", T + 30, "", v, 1);
    struct snapshot *snapshot = seen(store, *state);
    /* Asked in several orders: one answer must not depend on another. */
    static const struct {
        int64_t at;
        double january, february;
    } want[] = {{25, 3.5, 5}, {-1, NAN, NAN}, {0, 1, NAN},  {9, 1, NAN},
                {10, 2, 5},   {19, 2, 5},     {20, 3.5, 5}, {29, 3.5, 5},
                {30, 6, 5},   {900, 6, 5},    {0, 1, NAN},  {20, 3.5, 5}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        double january = cache_known(snapshot, 430000, 2026, 1, T + want[i].at);
        double february = cache_known(snapshot, 430000, 2026, 2, T + want[i].at);
        assert_true(isnan(want[i].january) ? isnan(january)
                                           : january == want[i].january);
        assert_true(isnan(want[i].february) ? isnan(february)
                                            : february == want[i].february);
    }
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 6);
    snapshot_close(snapshot);
}

/* A clock that was set back: the order of acceptance still decides. */
static void clock_set_back_keeps_the_order(void **state)
{
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 1);
    cache_deliver(store, "s", T + 20, "", &v, 1);
    v.value = 2;
    cache_deliver(store, "s", T + 10, "", &v, 1);
    struct snapshot *snapshot = seen(store, *state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 15) == 2);
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 20) == 2);
    assert_true(isnan(cache_known(snapshot, 430000, 2026, 1, T + 9)));
    snapshot_close(snapshot);
}

static void late_edition_does_not_replace(void **state)
{
    struct arena arena = {0};
    struct error error = {0};
    struct store *store = cache_store(*state);
    struct observation v[] = {cache_value(430000, 2026, 1, 10),
                              cache_value(430000, 2026, 2, 20),
                              cache_value(430000, 2026, 3, 30)};
    cache_deliver(store, "s", T, JANUARY, v, 2);
    /* The March edition confirms the values: no receipt, but it is the newest. */
    assert_false(cache_deliver(store, "s", T + 10, MARCH, v, 2));
    v[0].value = 11;
    assert_true(cache_deliver(store, "s", T + 20, FEBRUARY, v, 3));
    /* Late again: kept already. */
    assert_false(cache_deliver(store, "s", T + 30, FEBRUARY, v, 3));
    /* Another source is not bound by it, and neither is one without a date. */
    v[1].value = 21;
    assert_true(cache_deliver(store, "other", T + 40, JANUARY, v + 1, 1));
    v[0].value = 12;
    assert_true(cache_deliver(store, "s", T + 50, MARCH, v, 1));
    struct snapshot *snapshot = seen(store, *state);
    struct observation *o;
    size_t n;
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 12);
    /* The late one never stood, not even before the next change. */
    assert_true(cache_known(snapshot, 430000, 2026, 1, T + 45) == 10);
    assert_true(cache_known(snapshot, 430000, 2026, 2, INT64_MAX) == 21);
    assert_true(cache_known(snapshot, 430000, 2026, 3, INT64_MAX) == 30);
    o = series(snapshot, "NTL-01", 430000, &arena, &n);
    assert_false(o[2].revised);
    assert_true(snapshot_revisions(snapshot, "NTL-01", 430000, &arena, &o, &n, &error));
    assert_int_equal(n, 3);
    assert_int_equal(o[0].receipt, 2);
    assert_true(o[0].value == 11 && o[1].value == 20 && o[2].value == 10);
    assert_false(o[2].revised); /* a late one revises nothing */
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void newer_delivery_without_date_replaces(void **state)
{
    struct store *store = cache_store(*state);
    struct observation v = cache_value(430000, 2026, 1, 10);
    cache_deliver(store, "s", T, MARCH, &v, 1);
    v.value = 11;
    cache_deliver(store, "s", T + 10, "", &v, 1);
    v.value = 12;
    cache_deliver(store, "s", T + 10, "yesterday", &v, 1);
    v.value = 13;
    cache_deliver(store, "s", T + 20, MARCH, &v, 1);
    struct snapshot *snapshot = seen(store, *state);
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 13);
    snapshot_close(snapshot);
}

static void editions_are_read_strictly(void **state)
{
    (void)state;
    const char *good = "Sun, 06 Nov 1994 08:49:37 GMT";
    assert_int_equal(edition_of(good, T), 784111777);
    assert_int_equal(edition_of("Thu, 01 Jan 1970 00:00:01 GMT", T), 1);
    assert_int_equal(edition_of("Thu, 29 Feb 2024 23:59:59 GMT", T), 1709251199);
    /* From the future: not newer than now. */
    assert_int_equal(edition_of("Fri, 01 Jan 2100 00:00:00 GMT", T), T);
    static const char *const bad[] = {
        "",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT ",
        "Thu, 29 Feb 2023 23:59:59 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "Sun, 06 Nov 1994 08:49:3\n GMT",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(edition_of(bad[i], T), 0);
    /* No single byte may be changed into something that still passes as it was. */
    for (size_t i = 0; i < strlen(good); i++) {
        char text[40];
        strcpy(text, good);
        text[i] = '\x01';
        assert_int_equal(edition_of(text, T), 0);
    }
}

static void same_rows_change_nothing(void **state)
{
    struct store *store = cache_store(*state);
    struct observation v[50];
    for (int i = 0; i < 50; i++)
        v[i] = cache_value(430000 + i % 5, 2020 + i / 12, 1 + i % 12, i);
    assert_true(cache_deliver(store, "s", T, "", v, 50));
    assert_false(cache_deliver(store, "s", T + 10, "", v, 50));
    /* In another order, too. */
    for (int i = 0; i < 25; i++) {
        struct observation swap = v[i];
        v[i] = v[49 - i];
        v[49 - i] = swap;
    }
    assert_false(cache_deliver(store, "s", T + 20, "", v, 50));
    /* But the attempt is known. */
    struct arena arena = {0};
    struct source_state source;
    struct error error = {0};
    assert_true(store_source(store, "s", &arena, &source, &error));
    assert_int_equal(source.last_success, T + 20);
    assert_int_equal(source.receipt, 1);
    assert_int_equal(source.rows_changed, 50);
    assert_false(store_source(store, "t", &arena, &source, &error));
    assert_int_equal(error.code, ERROR_NONE);
    struct snapshot *snapshot = seen(store, *state);
    assert_int_equal(snapshot_info(snapshot)->last_receipt, 1);
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void last_word_counts_within_a_delivery(void **state)
{
    struct store *store = cache_store(*state);
    struct observation v[] = {cache_value(430000, 2026, 1, 1),
                              cache_value(430000, 2026, 2, 2),
                              cache_value(430000, 2026, 1, 3)};
    assert_true(cache_deliver(store, "s", T, "", v, 3));
    assert_false(cache_deliver(store, "s", T + 1, "", v, 3));
    struct snapshot *snapshot = seen(store, *state);
    struct arena arena = {0};
    struct observation *o;
    struct error error = {0};
    size_t n;
    assert_true(cache_known(snapshot, 430000, 2026, 1, INT64_MAX) == 3);
    assert_true(snapshot_revisions(snapshot, "NTL-01", 430000, &arena, &o, &n, &error));
    assert_int_equal(n, 0);
    snapshot_close(snapshot);
    arena_release(&arena);
}

static void survives_reopening(void **state)
{
    for (int i = 0; i < 10; i++) {
        struct store *store = cache_store(*state);
        struct observation v = cache_value(430000, 2026, 1 + i, i);
        assert_true(cache_deliver(store, "s", T + i, "", &v, 1));
        assert_false(cache_deliver(store, "s", T + i, "", &v, 1));
        store_close(store);
    }
    struct snapshot *snapshot = seen(cache_store(*state), *state);
    for (int i = 0; i < 10; i++)
        assert_true(cache_known(snapshot, 430000, 2026, 1 + i, INT64_MAX) == i);
    assert_int_equal(snapshot_info(snapshot)->last_receipt, 10);
    snapshot_close(snapshot);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A matrix page asks for every indicator of every province. */
static void single_reads_are_fast(void **state)
{
    enum { PROVINCES = 31, INDICATORS = 111, MONTHS = 12 };
    struct store *store = cache_store(*state);
    size_t n = 0;
    struct observation *v = calloc(PROVINCES * INDICATORS * MONTHS, sizeof *v);
    for (int p = 0; p < PROVINCES; p++)
        for (int i = 0; i < INDICATORS; i++)
            for (int m = 0; m < MONTHS; m++) {
                v[n] = cache_value(110000 + 1000 * p, 2026, 1 + m, (double)n);
                snprintf(v[n].indicator, CODE_SIZE, "X%03d", i);
                n++;
            }
    assert_true(cache_deliver(store, "s", T, "", v, n));
    free(v);
    struct snapshot *snapshot = seen(store, *state);
    struct arena arena = {0};
    double start = seconds();
    for (int p = 0; p < PROVINCES; p++)
        for (int i = 0; i < INDICATORS; i++) {
            char code[CODE_SIZE];
            struct observation *items;
            snprintf(code, sizeof code, "X%03d", i);
            items = series(snapshot, code, 110000 + 1000 * p, &arena, &n);
            assert_int_equal(n, MONTHS);
            assert_true(items[11].value == (p * INDICATORS + i) * MONTHS + 11);
        }
    double each = (seconds() - start) / (PROVINCES * INDICATORS);
    print_message("# %.2f us for each of %d series\n", each * 1e6,
                  PROVINCES * INDICATORS);
    assert_true(each < 100e-6); /* an order of magnitude above what it takes */
    arena_release(&arena);
    snapshot_close(snapshot);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_field_comes_back),
        TEST(changed_values_leave_revisions),
        TEST(known_at_shows_what_stood),
        TEST(clock_set_back_keeps_the_order),
        TEST(late_edition_does_not_replace),
        TEST(newer_delivery_without_date_replaces),
        TEST(editions_are_read_strictly),
        TEST(same_rows_change_nothing),
        TEST(last_word_counts_within_a_delivery),
        TEST(survives_reopening),
        TEST(single_reads_are_fast),
    };
    return cmocka_run_group_tests_name("store: ingest", tests, NULL, NULL);
}
