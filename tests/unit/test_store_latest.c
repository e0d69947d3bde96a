/* The latest figures, case by case: which one counts as the newest, which as the one
 * before it. (Against a whole world of figures: test_store_query.) */
#include "tests/lib/cache.h"
#include "tests/lib/tiles.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const int64_t T = 1780000000;
static const int64_t times[] = {1780000000, 1780000010, 1780000020};

static struct observation figure(struct period period, double value, uint32_t receipt)
{
    return (struct observation){.indicator = "NTL-01",
                                .region = 430000,
                                .period = period,
                                .value = value,
                                .has_value = true,
                                .status = 'A',
                                .receipt = receipt};
}

static struct observation absence(struct period period, char status, uint32_t receipt)
{
    struct observation o = figure(period, 0, receipt);
    o.has_value = false;
    o.status = status;
    return o;
}

static struct observation withdrawal(struct period period, uint32_t receipt)
{
    struct observation o = absence(period, 'O', receipt);
    o.withdrawn = true;
    return o;
}

static struct snapshot_figure look(void *directory, const struct observation *items,
                                   size_t n, int64_t known_at)
{
    static const char *const indicator = "NTL-01";
    const int32_t region = 430000;
    const struct tiles_said said = {items, n, times, 3, 0};
    struct snapshot_figure found;
    struct error error = {0};
    tiles_publish(directory, &said);
    struct snapshot *snapshot = cache_snapshot(directory);
    assert_true(
        snapshot_latest(snapshot, &indicator, 1, &region, 1, known_at, &found, &error));
    snapshot_close(snapshot);
    return found;
}

static void assert_latest(const struct snapshot_figure *found, struct period period,
                          double value)
{
    assert_true(found->latest.receipt != 0 && found->latest.has_value);
    assert_true(period_equal(found->latest.period, period));
    assert_true(found->latest.value == value);
}

static void months_have_one_before_them(void **state)
{
    struct observation items[] = {figure(period_month(2025, 12), 1.5, 1),
                                  figure(period_month(2026, 1), 2.5, 1)};
    struct snapshot_figure found = look(*state, items, 2, INT64_MAX);
    assert_latest(&found, period_month(2026, 1), 2.5); /* across two tiles */
    assert_true(found.has_previous && found.previous == 1.5);
    items[0].period = period_month(2025, 11);
    found = look(*state, items, 2, INT64_MAX);
    assert_false(found.has_previous); /* a month is missing */
    items[0] = absence(period_month(2025, 12), 'L', 1);
    found = look(*state, items, 2, INT64_MAX);
    assert_false(found.has_previous);
}

static void a_value_outranks_an_absence(void **state)
{
    struct observation items[] = {figure(period_month(2019, 3), 7, 1),
                                  absence(period_month(2026, 1), 'M', 1),
                                  absence(period_month(2026, 2), 'L', 1)};
    struct snapshot_figure found = look(*state, items, 3, INT64_MAX);
    assert_latest(&found, period_month(2019, 3), 7);
    found = look(*state, items + 1, 2, INT64_MAX);
    assert_int_equal(found.latest.status, 'L'); /* only absences: the newest */
    assert_true(period_equal(found.latest.period, period_month(2026, 2)));
    assert_false(found.has_previous);
}

static void what_was_withdrawn_is_not_there(void **state)
{
    struct observation items[] = {figure(period_month(2026, 1), 1, 1),
                                  figure(period_month(2026, 2), 2, 1),
                                  withdrawal(period_month(2026, 2), 2)};
    struct snapshot_figure found = look(*state, items, 3, INT64_MAX);
    assert_latest(&found, period_month(2026, 1), 1);
    found = look(*state, items, 3, T + 5);
    assert_latest(&found, period_month(2026, 2), 2);
    assert_true(found.has_previous && found.previous == 1);
    items[0] = withdrawal(period_month(2026, 1), 1);
    found = look(*state, items, 3, INT64_MAX);
    assert_int_equal(found.latest.receipt, 0);
}

static void the_newest_period_counts_whatever_its_frequency(void **state)
{
    struct observation items[] = {
        figure(period_year(2025), 100, 1), figure(period_quarter(2025, 4), 30, 1),
        figure(period_month(2025, 12), 10, 1), figure(period_month(2025, 11), 9, 1),
        figure(period_quarter(2025, 3), 29, 1)};
    /* All three end with December: the one that begins last is the newest. */
    struct snapshot_figure found = look(*state, items, 5, INT64_MAX);
    assert_latest(&found, period_month(2025, 12), 10);
    assert_true(found.previous == 9);
    found = look(*state, items, 2, INT64_MAX);
    assert_latest(&found, period_quarter(2025, 4), 30);
    assert_false(found.has_previous);
}

static void cumulative_months_have_none_before_them(void **state)
{
    struct observation items[] = {figure(period_cumulative(2026, 7), 70, 1),
                                  figure(period_cumulative(2026, 8), 80, 1)};
    struct snapshot_figure found = look(*state, items, 2, INT64_MAX);
    assert_latest(&found, period_cumulative(2026, 8), 80);
    assert_false(found.has_previous);
}

static void days_and_intervals_take_the_one_before(void **state)
{
    const int32_t day = day_from_date((struct date){2026, 3, 9});
    struct observation days[] = {figure(period_day(day - 400), 1, 1),
                                 figure(period_day(day), 2, 1),
                                 absence(period_day(day - 3), 'M', 2)};
    struct snapshot_figure found = look(*state, days, 2, INT64_MAX);
    assert_latest(&found, period_day(day), 2);
    assert_true(found.has_previous && found.previous == 1);
    found = look(*state, days, 3, INT64_MAX); /* the one before has no value */
    assert_false(found.has_previous);
    found = look(*state, days, 3, T);
    assert_true(found.has_previous && found.previous == 1);
    /* Intervals are numbered as they come, not as they lie in time. */
    struct observation spans[30];
    for (int i = 0; i < 30; i++) {
        int32_t last = day + 7 * ((i * 11) % 30);
        spans[i] = figure(period_interval(last - 360, last), (i * 11) % 30, 1);
    }
    found = look(*state, spans, 30, INT64_MAX);
    assert_latest(&found, period_interval(day + 7 * 29 - 360, day + 7 * 29), 29);
    assert_true(found.has_previous && found.previous == 28);
}

/* A bit of each stored entry's bytes: noticed, or without any effect. */
static void a_damaged_record_is_refused(void **state)
{
    static const char *const indicator = "NTL-01";
    const int32_t region = 430000;
    struct observation items[] = {figure(period_month(2026, 1), 4242.25, 1)};
    const char *path = cache_path(*state, "snapshots/00000001.mdb");
    struct snapshot_figure found = look(*state, items, 1, INT64_MAX);
    assert_latest(&found, period_month(2026, 1), 4242.25);
    static unsigned char bytes[1 << 16];
    double value = 4242.25;
    struct stat st;
    int fd = open(path, O_RDWR), places = 0;
    ssize_t n = read(fd, bytes, sizeof bytes);
    assert_true(n > 0 && fstat(fd, &st) == 0);
    for (ssize_t i = 0; i + 8 <= n; i++) {
        if (memcmp(bytes + i, &value, 8) != 0)
            continue;
        places++;
        for (int bit = 0; bit < 28 * 8; bit++) {
            struct snapshot *snapshot;
            struct error error = {0};
            unsigned char flipped = bytes[i + bit / 8] ^ (unsigned char)(1 << bit % 8);
            assert_int_equal(pwrite(fd, &flipped, 1, i + bit / 8), 1);
            assert_int_equal(futimens(fd, (struct timespec[]){st.st_atim, st.st_mtim}),
                             0);
            assert_true(snapshot_open(*state, &snapshot, &error));
            assert_false(snapshot_latest(snapshot, &indicator, 1, &region, 1, INT64_MAX,
                                         &found, &error));
            assert_int_equal(error.code, ERROR_SNAPSHOT_RECORD);
            snapshot_close(snapshot);
            assert_int_equal(pwrite(fd, &bytes[i + bit / 8], 1, i + bit / 8), 1);
        }
    }
    close(fd);
    assert_int_equal(places, 1); /* in tiles it is a mantissa */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(months_have_one_before_them),
        TEST(a_value_outranks_an_absence),
        TEST(what_was_withdrawn_is_not_there),
        TEST(the_newest_period_counts_whatever_its_frequency),
        TEST(cumulative_months_have_none_before_them),
        TEST(days_and_intervals_take_the_one_before),
        TEST(a_damaged_record_is_refused),
    };
    return cmocka_run_group_tests_name("store: latest", tests, NULL, NULL);
}
