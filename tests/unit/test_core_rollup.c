/* Roll-ups and ranks: every state, the coverage gate, shares as printed, ties. */
#include "core/rank.h"
#include "core/rollup.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const double coverage = 0.75;

static void states(void **state)
{
    (void)state;
    static const struct {
        struct rollup rollup;
        enum rollup_state state;
    } cases[] = {
        {{0}, ROLLUP_NOTHING},
        {{.total = 2, .not_applicable = 2}, ROLLUP_NOT_APPLICABLE},
        {{.total = 3, .not_applicable = 1, .not_due = 2}, ROLLUP_NOT_DUE},
        {{.total = 3, .not_applicable = 1, .unpublished = 2}, ROLLUP_NOTHING},
        {{.total = 3, .not_due = 1, .unpublished = 2}, ROLLUP_NOT_DUE},
        /* what nobody has to report does not lack */
        {{.total = 4, .with_value = 1, .on = 1, .unpublished = 3}, ROLLUP_ON},
        {{.total = 4, .with_value = 2, .behind = 2}, ROLLUP_LACKING},
        {{.total = 4, .with_value = 2, .on = 2, .failed = 1}, ROLLUP_FAILED},
        {{.total = 4, .with_value = 3, .on = 3, .failed = 1}, ROLLUP_ON},
        /* what is not due yet is not lacking */
        {{.total = 4, .with_value = 2, .on = 2, .not_due = 2}, ROLLUP_ON},
        {{.total = 1, .with_value = 1, .not_computable = 1}, ROLLUP_NOT_COMPUTABLE},
        {{.total = 2, .with_value = 2, .not_computable = 1, .qualitative = 1},
         ROLLUP_QUALITATIVE},
        {{.total = 3, .with_value = 3, .behind = 1, .on = 1, .ahead = 1},
         ROLLUP_BEHIND},
        {{.total = 2, .with_value = 2, .behind = 1, .done = 1}, ROLLUP_HALF},
        /* of those that can be judged, not of all */
        {{.total = 4, .with_value = 4, .behind = 1, .on = 1, .qualitative = 2},
         ROLLUP_HALF},
        {{.total = 3, .with_value = 3, .on = 1, .ahead = 1, .done = 1}, ROLLUP_ON},
        {{.total = 2, .with_value = 2, .ahead = 1, .done = 1}, ROLLUP_AHEAD},
        {{.total = 2, .with_value = 2, .done = 2}, ROLLUP_DONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (rollup_state(&cases[i].rollup, coverage) != cases[i].state)
            fail_msg("case %zu", i);
}

static void coverage_gate(void **state)
{
    (void)state;
    assert_true(rollup_covered(3, 4, 0.75));
    assert_false(rollup_covered(23, 31, 0.75));
    assert_true(rollup_covered(24, 31, 0.75));
    assert_true(rollup_covered(0, 0, 0.75));
    assert_true(rollup_covered(0, 5, 0));
    assert_false(rollup_covered(4, 5, 1));
    for (int k = 1; k <= 1000; k++) /* a settable share that is met to the letter */
        assert_true(rollup_covered(k, 1000, k / 1000.0));
}

/* One more that is behind never gives a better state, whatever else there is. */
static void worse_parts_never_help(void **state)
{
    (void)state;
    for (int ahead = 0; ahead < 4; ahead++)
        for (int on = 0; on < 4; on++)
            for (int behind = 0; behind < 4; behind++)
                for (int done = 0; done < 4; done++) {
                    int n = ahead + on + behind + done;
                    struct rollup before = {.total = n,
                                            .with_value = n,
                                            .ahead = ahead,
                                            .on = on,
                                            .behind = behind,
                                            .done = done};
                    struct rollup after = before;
                    if (ahead == 0)
                        continue;
                    after.ahead--;
                    after.on++;
                    assert_true(rollup_state(&after, coverage) <=
                                rollup_state(&before, coverage));
                    after.on--;
                    after.behind++;
                    assert_true(rollup_state(&after, coverage) <=
                                rollup_state(&before, coverage));
                    assert_int_equal(rollup_judged(&after), rollup_judged(&before));
                }
}

static void shares_as_printed(void **state)
{
    (void)state;
    static const int parts[] = {17, 10, 24, 9, 162};
    static const int tenths[] = {77, 45, 108, 41, 730};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(share_tenths(parts[i], 222), tenths[i]);
    assert_int_equal(share_tenths(44, 55), 800);
    assert_int_equal(share_tenths(11, 55), 200);
    assert_int_equal(share_tenths(1, 16), 63); /* 6.25 and 93.75: both up */
    assert_int_equal(share_tenths(15, 16), 938);
    assert_int_equal(share_tenths(0, 0), 0);
    assert_int_equal(share_tenths(7, 7), 1000);
}

static void ties(void **state)
{
    (void)state;
    const double gaps[] = {1.6, 0.3, NAN, 0.3, -6.8, 1.6000001};
    int places[6];
    rank_places(gaps, 6, 1, false, places);
    static const int high[] = {1, 3, 0, 3, 5, 1};
    assert_memory_equal(places, high, sizeof high);
    rank_places(gaps, 6, 1, true, places);
    static const int low[] = {4, 2, 0, 2, 1, 4};
    assert_memory_equal(places, low, sizeof low);
    /* 60.04 and 59.96 are both 60.0; with two decimals they are not. */
    const double values[] = {60.04, 59.96, 60.05};
    rank_places(values, 3, 1, false, places);
    static const int one[] = {2, 2, 1};
    assert_memory_equal(places, one, sizeof one);
    rank_places(values, 3, 2, false, places);
    static const int two[] = {2, 3, 1};
    assert_memory_equal(places, two, sizeof two);
    assert_int_equal(rank_compare(-0.04, 0.04, 1), 0);
    assert_int_equal(rank_compare(NAN, 1e9, 1), 1);
    assert_int_equal(rank_compare(NAN, NAN, 1), 0);
}

/* The place of a number does not depend on where it stands in the list. */
static void places_do_not_depend_on_order(void **state)
{
    (void)state;
    enum { N = 9 };
    unsigned seed = 7;
    for (int round = 0; round < 200; round++) {
        double values[N], turned[N];
        int places[N], other[N];
        for (size_t i = 0; i < N; i++) {
            seed = seed * 1103515245u + 12345u;
            values[i] = seed >> 28 == 0 ? NAN : (seed >> 20) % 300 / 100.0;
        }
        for (size_t i = 0; i < N; i++)
            turned[(i * 4 + (size_t)round) % N] = values[i];
        rank_places(values, N, 1, false, places);
        rank_places(turned, N, 1, false, other);
        for (size_t i = 0; i < N; i++)
            assert_int_equal(places[i], other[(i * 4 + (size_t)round) % N]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states),
        cmocka_unit_test(coverage_gate),
        cmocka_unit_test(worse_parts_never_help),
        cmocka_unit_test(shares_as_printed),
        cmocka_unit_test(ties),
        cmocka_unit_test(places_do_not_depend_on_order),
    };
    return cmocka_run_group_tests_name("core_rollup", tests, NULL, NULL);
}
