/*
 * What a snapshot answers, against what was said: a made-up world of several
 * frequencies, blocks and deliveries is asked in every way at several times, and each
 * answer is worked out again from the plain list of what was said.
 */
#include "tests/lib/cache.h"
#include "tests/lib/tiles.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECEIPTS = 12, REGIONS = 290, WORDS = 4000, SERIES = 200 };

static const int64_t T = 1780000000;

static const char *const codes[] = {"NTL-01", "A1.2-03", "B9-01", "G0-01"};
enum { CODES = sizeof codes / sizeof *codes };

struct world {
    struct observation words[WORDS];
    size_t n;
    int64_t times[RECEIPTS];
    int32_t regions[REGIONS];
    struct tiles_said said;
};

/* SplitMix64 (public domain, S. Vigna): the same world in every run. */
static uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static unsigned pick(uint64_t *state, unsigned n)
{
    return (unsigned)(random_next(state) % n);
}

static struct period some_period(uint64_t *state)
{
    int year = 2022 + (int)pick(state, 4), month = 1 + (int)pick(state, 12);
    switch (pick(state, 8)) {
    case 0:
        return period_year(year);
    case 1:
        return period_quarter(year, 1 + (month - 1) / 3);
    case 2:
        return period_cumulative(year, month == 12 ? 11 : month);
    case 3:
        return period_day(day_from_date((struct date){year, month, 5}));
    case 4:
        return period_interval(day_from_date((struct date){year - 1, month, 1}),
                               day_from_date((struct date){year, month, 28}));
    default:
        return period_month(year, month);
    }
}

/* Any value or absence. */
static void some_figure(uint64_t *state, struct observation *o)
{
    static const char statuses[] = "APEFBMLO";
    o->status = statuses[pick(state, 8)];
    o->has_value = status_missing(o->status) == MISSING_NONE;
    o->qualifier = o->has_value && pick(state, 5) == 0 ? QUALIFIER_ABOUT : 0;
    /* Both encodings: the third indicator's values have no short decimal form. */
    if (o->has_value)
        o->value = (double)pick(state, 100000) / (o->indicator[0] == 'B' ? 7 : 10);
    if (pick(state, 12) == 0) {
        o->withdrawn = true;
        o->has_value = false;
        o->value = 0;
        o->qualifier = 0;
        o->status = 'O';
    }
}

static bool same_figure(const struct observation *a, const struct observation *b)
{
    return a->region == b->region && period_equal(a->period, b->period) &&
           strcmp(a->indicator, b->indicator) == 0;
}

/* A word fits if its receipt says nothing else of the figure, and the first word about
 * it is not a late one. */
static bool fits(const struct world *world, const struct observation *o)
{
    bool first = true;
    for (size_t i = 0; i < world->n; i++) {
        const struct observation *w = &world->words[i];
        if (!same_figure(w, o))
            continue;
        if (w->receipt == o->receipt)
            return false;
        first = false;
    }
    return !(first && o->late);
}

static struct world *world_make(int64_t kept_since)
{
    static struct world world;
    uint64_t state = 20250826;
    world.said =
        (struct tiles_said){world.words, WORDS, world.times, RECEIPTS, kept_since};
    if (world.n == WORDS)
        return &world;
    for (int i = 0; i < RECEIPTS; i++) /* one clock was set back */
        world.times[i] = T + 100 * i - (i == 7 ? 350 : 0);
    for (int i = 0; i < REGIONS; i++)
        world.regions[i] = i < 4 ? 100000 * (i + 1) : 430000 + i;
    while (world.n < WORDS) {
        struct observation o = {.receipt = 1 + pick(&state, RECEIPTS)};
        const struct observation *again = &world.words[pick(&state, WORDS)];
        strcpy(o.indicator, codes[pick(&state, CODES - 1)]);
        o.region =
            world.regions[pick(&state, 40) ? pick(&state, 12) : pick(&state, REGIONS)];
        o.period = some_period(&state);
        if (again->receipt != 0 && pick(&state, 3) == 0) { /* said before */
            strcpy(o.indicator, again->indicator);
            o.region = again->region;
            o.period = again->period;
            o.late = pick(&state, 4) == 0;
        }
        some_figure(&state, &o);
        if (!fits(&world, &o))
            continue;
        world.words[world.n++] = o;
    }
    world.said =
        (struct tiles_said){world.words, world.n, world.times, RECEIPTS, kept_since};
    return &world;
}

/* ---- what must come out ---- */

/* What stood of one figure; false if nothing, or it was withdrawn. */
static bool stood(const struct world *world, const struct observation *figure,
                  int64_t known_at, struct observation *found)
{
    const struct observation *best = NULL;
    bool revised = false;
    for (size_t i = 0; i < world->n; i++) {
        const struct observation *w = &world->words[i];
        if (same_figure(w, figure) && !w->late &&
            world->times[w->receipt - 1] <= known_at &&
            (!best || w->receipt > best->receipt))
            best = w;
    }
    if (!best || best->withdrawn)
        return false;
    for (size_t i = 0; i < world->n; i++)
        revised = revised ||
                  (same_figure(&world->words[i], figure) && !world->words[i].late &&
                   world->words[i].receipt < best->receipt);
    *found = *best;
    found->revised = revised;
    return true;
}

static int by_period(const void *a, const void *b)
{
    const struct observation *x = a, *y = b;
    return period_compare(x->period, y->period);
}

/* A series as it stood, worked out from the list. */
static size_t series_of(const struct world *world, const char *indicator,
                        int32_t region, int64_t known_at,
                        struct observation items[SERIES])
{
    size_t n = 0;
    for (size_t i = 0; i < world->n; i++) {
        struct observation found;
        bool twice = false;
        if (world->words[i].region != region ||
            strcmp(world->words[i].indicator, indicator) != 0 ||
            !stood(world, &world->words[i], known_at, &found))
            continue;
        for (size_t k = 0; k < n; k++)
            twice = twice || same_figure(&items[k], &found);
        if (!twice) {
            assert_true(n < SERIES);
            items[n++] = found;
        }
    }
    qsort(items, n, sizeof *items, by_period);
    return n;
}

static void assert_figure(const struct observation *got, const struct observation *want)
{
    assert_true(same_figure(got, want));
    assert_int_equal(got->receipt, want->receipt);
    assert_int_equal(got->status, want->status);
    assert_int_equal(got->qualifier, want->qualifier);
    assert_int_equal(got->has_value, want->has_value);
    assert_int_equal(got->revised, want->revised);
    assert_false(got->withdrawn || got->late);
    assert_true(got->value == want->value);
}

static const int64_t moments[] = {1780000000 - 1,   1780000000,    1780000000 + 355,
                                  1780000000 + 620, INT64_MAX - 1, INT64_MAX};
enum { MOMENTS = sizeof moments / sizeof *moments };

/* ---- the tests ---- */

struct opened {
    struct world *world;
    struct snapshot *snapshot;
    struct arena arena;
    struct error error;
};

static struct opened open_world(void *directory, int64_t kept_since)
{
    struct opened opened = {.world = world_make(kept_since)};
    tiles_publish(directory, &opened.world->said);
    opened.snapshot = cache_snapshot(directory);
    return opened;
}

static void close_world(struct opened *opened)
{
    snapshot_close(opened->snapshot);
    arena_release(&opened->arena);
}

static void series_are_as_they_stood(void **state)
{
    struct opened o = open_world(*state, 0);
    size_t several = 0;
    for (int c = 0; c < CODES; c++)
        for (int r = 0; r < 20; r++)
            for (int m = 0; m < MOMENTS; m++) {
                struct observation want[SERIES], *got;
                size_t n, n_want = series_of(o.world, codes[c], o.world->regions[r],
                                             moments[m], want);
                assert_true(snapshot_series(o.snapshot, codes[c], o.world->regions[r],
                                            moments[m], &o.arena, &got, &n, &o.error));
                assert_int_equal(n, n_want);
                for (size_t i = 0; i < n; i++)
                    assert_figure(&got[i], &want[i]);
                several += n > 20;
            }
    assert_true(several > 50); /* the world is not an empty one */
    close_world(&o);
}

static void sections_are_as_they_stood(void **state)
{
    struct opened o = open_world(*state, 0);
    uint64_t seed = 7;
    size_t found = 0;
    for (int i = 0; i < 60; i++) {
        struct observation got[REGIONS], want, asked = {.period = some_period(&seed)};
        int64_t known_at = moments[i % MOMENTS];
        strcpy(asked.indicator, codes[i % CODES]);
        assert_true(snapshot_section(o.snapshot, asked.indicator, asked.period,
                                     o.world->regions, REGIONS, known_at, got,
                                     &o.error));
        for (int r = 0; r < REGIONS; r++) {
            asked.region = o.world->regions[r];
            if (stood(o.world, &asked, known_at, &want)) {
                assert_figure(&got[r], &want);
                found++;
            } else {
                assert_int_equal(got[r].receipt, 0);
                assert_true(same_figure(&got[r], &asked) && !got[r].has_value);
            }
        }
    }
    assert_true(found > 100);
    close_world(&o);
}

/* The latest of a series and the one before it, by the rule of store/latest.h. */
static struct snapshot_figure latest_of(const struct observation *series, size_t n)
{
    struct snapshot_figure figure = {0};
    size_t at = n;
    for (size_t i = n; i-- > 0 && at == n;)
        if (series[i].has_value)
            at = i;
    if (at == n && n > 0)
        at = n - 1;
    if (at == n)
        return figure;
    figure.latest = series[at];
    struct period period = series[at].period;
    for (size_t i = at; i-- > 0;) {
        if (series[i].period.freq != period.freq)
            continue;
        bool regular = period.freq != FREQ_DAY && period.freq != FREQ_INTERVAL;
        if (series[i].has_value &&
            (!regular || series[i].period.last + 1 == period.first)) {
            figure.has_previous = true;
            figure.previous = series[i].value;
        }
        break;
    }
    return figure;
}

static void matrices_are_as_they_stood(void **state)
{
    enum { ROWS = 24 };
    struct opened o = open_world(*state, 0);
    size_t before = 0;
    int32_t regions[ROWS];
    for (int r = 0; r < ROWS; r++) /* out of order, and unknown ones */
        regions[r] = r % 5 == 4 ? 999900 + r : o.world->regions[(r * 7) % ROWS];
    for (int m = 0; m < MOMENTS; m++) {
        struct snapshot_figure got[CODES * ROWS];
        assert_true(snapshot_latest(o.snapshot, codes, CODES, regions, ROWS, moments[m],
                                    got, &o.error));
        for (int i = 0; i < CODES * ROWS; i++) {
            struct observation series[SERIES];
            size_t n = series_of(o.world, codes[i / ROWS], regions[i % ROWS],
                                 moments[m], series);
            struct snapshot_figure want = latest_of(series, n);
            assert_int_equal(got[i].latest.receipt, want.latest.receipt);
            assert_int_equal(got[i].latest.region, regions[i % ROWS]);
            if (want.latest.receipt != 0)
                assert_figure(&got[i].latest, &want.latest);
            assert_int_equal(got[i].has_previous, want.has_previous);
            assert_true(got[i].previous == want.previous);
            before += want.has_previous;
        }
    }
    assert_true(before > 20);
    close_world(&o);
}

static void regions_are_as_they_stood(void **state)
{
    struct opened o = open_world(*state, 0);
    const char *const asked[] = {codes[2], "unknown", codes[0], codes[1], codes[3]};
    const int32_t from = day_from_date((struct date){2024, 2, 3});
    for (int r = 0; r < 20; r++)
        for (int m = 0; m < MOMENTS; m++) {
            struct snapshot_list lists[5];
            int32_t since = r % 2 ? from : INT32_MIN;
            assert_true(snapshot_region(o.snapshot, o.world->regions[r], asked, 5,
                                        since, moments[m], &o.arena, lists, &o.error));
            for (int i = 0; i < 5; i++) {
                struct observation want[SERIES];
                size_t n = series_of(o.world, asked[i], o.world->regions[r], moments[m],
                                     want),
                       at = 0;
                for (size_t k = 0; k < n; k++)
                    if (want[k].period.last >= since) {
                        assert_true(at < lists[i].n);
                        assert_figure(&lists[i].items[at++], &want[k]);
                    }
                assert_int_equal(at, lists[i].n);
            }
        }
    struct snapshot_list list;
    assert_true(snapshot_region(o.snapshot, 999999, asked, 1, INT32_MIN, INT64_MAX,
                                &o.arena, &list, &o.error));
    assert_int_equal(list.n, 0);
    close_world(&o);
}

static void revisions_say_the_rest(void **state)
{
    struct opened o = open_world(*state, 0);
    size_t late = 0, withdrawn = 0;
    for (int c = 0; c < CODES; c++)
        for (int r = 0; r < 20; r++) {
            struct observation *got;
            size_t n, expected = 0, standing;
            struct observation series[SERIES];
            standing =
                series_of(o.world, codes[c], o.world->regions[r], INT64_MAX, series);
            for (size_t i = 0; i < o.world->n; i++)
                expected += o.world->words[i].region == o.world->regions[r] &&
                            strcmp(o.world->words[i].indicator, codes[c]) == 0;
            assert_true(snapshot_revisions(o.snapshot, codes[c], o.world->regions[r],
                                           &o.arena, &got, &n, &o.error));
            assert_int_equal(n, expected - standing);
            for (size_t i = 0; i < n; i++) {
                bool said = false;
                for (size_t k = 0; k < o.world->n; k++) {
                    const struct observation *w = &o.world->words[k];
                    said =
                        said ||
                        (same_figure(w, &got[i]) && w->receipt == got[i].receipt &&
                         w->late == got[i].late && w->withdrawn == got[i].withdrawn &&
                         w->status == got[i].status && w->value == got[i].value);
                }
                assert_true(said);
                assert_true(i == 0 || got[i - 1].receipt > got[i].receipt ||
                            (got[i - 1].receipt == got[i].receipt &&
                             period_compare(got[i - 1].period, got[i].period) > 0));
                late += got[i].late;
                withdrawn += got[i].withdrawn;
            }
        }
    assert_true(late > 10 && withdrawn > 10);
    close_world(&o);
}

static void days_before_are_not_kept(void **state)
{
    struct opened o = open_world(*state, T + 100);
    struct observation *items;
    struct receipt *receipts;
    struct source_state *sources;
    size_t n;
    assert_int_equal(snapshot_info(o.snapshot)->kept_since, T + 100);
    assert_true(snapshot_series(o.snapshot, codes[0], 430004, T + 100, &o.arena, &items,
                                &n, &o.error));
    assert_false(snapshot_series(o.snapshot, codes[0], 430004, T + 99, &o.arena, &items,
                                 &n, &o.error));
    assert_int_equal(o.error.code, ERROR_SNAPSHOT_NOT_KEPT);
    assert_string_equal(o.error.arg[0], "2026-05-29");
    assert_false(
        snapshot_receipts(o.snapshot, T + 99, 9, &o.arena, &receipts, &n, &o.error));
    assert_false(
        snapshot_sources(o.snapshot, T + 99, &o.arena, &sources, &n, &o.error));
    close_world(&o);
}

static void registers_say_what_there_is(void **state)
{
    struct opened o = open_world(*state, 0);
    const char **indicators;
    int32_t *regions;
    size_t n, m, seen = 0;
    assert_true(snapshot_registers(o.snapshot, &o.arena, &indicators, &n, &regions, &m,
                                   &o.error));
    assert_int_equal(n, CODES - 1);
    for (size_t i = 0; i < m; i++)
        for (int r = 0; r < REGIONS; r++)
            seen += regions[i] == o.world->regions[r];
    assert_int_equal(seen, m);
    close_world(&o);
}

static void what_nobody_said_is_not_there(void **state)
{
    struct opened o = open_world(*state, 0);
    struct observation *items;
    size_t n = 1;
    static const char *const odd[] = {"", "no-such", "a code that is much too long"};
    for (int i = 0; i < 3; i++) {
        struct observation item;
        struct snapshot_figure figure;
        const int32_t region = 430004;
        assert_true(snapshot_series(o.snapshot, odd[i], region, INT64_MAX, &o.arena,
                                    &items, &n, &o.error));
        assert_int_equal(n, 0);
        assert_true(snapshot_revisions(o.snapshot, odd[i], region, &o.arena, &items, &n,
                                       &o.error));
        assert_int_equal(n, 0);
        assert_true(snapshot_section(o.snapshot, odd[i], period_month(2024, 1), &region,
                                     1, INT64_MAX, &item, &o.error));
        assert_int_equal(item.receipt, 0);
        assert_true(
            snapshot_latest(o.snapshot, &odd[i], 1, &region, 1, T, &figure, &o.error));
        assert_int_equal(figure.latest.receipt, 0);
    }
    close_world(&o);
}

struct findings {
    int faults, others;
    bool tiles;
};

static void count(void *self, bool fault, const struct error *finding)
{
    struct findings *findings = self;
    findings->faults += fault;
    findings->others += !fault;
    findings->tiles = findings->tiles || finding->code == ERROR_SNAPSHOT_TILES;
}

static void the_audit_finds_it_sound(void **state)
{
    struct opened o = open_world(*state, T + 100);
    struct findings findings = {0};
    assert_int_equal(snapshot_verify(*state, count, &findings, &o.error), 0);
    assert_int_equal(findings.faults, 0);
    assert_true(findings.tiles && findings.others == 8);
    close_world(&o);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, cache_setup, cache_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(series_are_as_they_stood),    TEST(sections_are_as_they_stood),
        TEST(matrices_are_as_they_stood),  TEST(regions_are_as_they_stood),
        TEST(revisions_say_the_rest),      TEST(days_before_are_not_kept),
        TEST(registers_say_what_there_is), TEST(what_nobody_said_is_not_there),
        TEST(the_audit_finds_it_sound),
    };
    return cmocka_run_group_tests_name("store: queries", tests, NULL, NULL);
}
