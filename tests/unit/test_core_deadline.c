/* Deadlines: every boundary of the four states, and the order of the ledger. */
#include "core/deadline.h"

#include "core/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct item entry(const char *deadline, const char *state, const char *closed_on)
{
    struct item item = {.kind = ITEM_LEDGER, .key = "", .source = ""};
    for (int i = 0; i < ITEM_FIELDS; i++)
        item.fields[i] = "";
    item.fields[item_field_named(ITEM_LEDGER, "deadline")] = deadline;
    item.fields[item_field_named(ITEM_LEDGER, "state")] = state;
    item.fields[item_field_named(ITEM_LEDGER, "closed_on")] = closed_on;
    return item;
}

static struct deadline on(const char *today, const char *deadline, const char *state,
                          const char *closed_on)
{
    struct item item = entry(deadline, state, closed_on);
    int32_t day;
    assert_true(day_parse(today, &day));
    return deadline_of(&item, day, 30);
}

static void boundaries(void **state)
{
    (void)state;
    static const struct {
        const char *today;
        enum deadline_state state;
        int days;
    } rows[] = {{"2026-11-30", DEADLINE_IN_TIME, 31},
                {"2026-12-01", DEADLINE_DUE_SOON, 30},
                {"2026-12-31", DEADLINE_DUE_SOON, 0},
                {"2027-01-01", DEADLINE_OVERDUE, -1},
                {"2027-12-31", DEADLINE_OVERDUE, -365}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct deadline d = on(rows[i].today, "2026-12-31", "", "");
        assert_int_equal(d.state, rows[i].state);
        assert_int_equal(d.days, rows[i].days);
        assert_true(d.has_day);
        assert_false(d.has_closed);
    }
    struct item item = entry("2026-12-31", "", "");
    assert_int_equal(deadline_of(&item, period_year(2026).last, 0).state,
                     DEADLINE_DUE_SOON);
    assert_int_equal(deadline_of(&item, period_year(2026).last - 1, 0).state,
                     DEADLINE_IN_TIME);
}

/* The date says whether an open item is late, not the feed. */
static void its_own_word(void **state)
{
    (void)state;
    assert_int_equal(on("2026-06-01", "2026-12-31", "overdue", "").state,
                     DEADLINE_IN_TIME);
    assert_int_equal(on("2027-06-01", "2026-12-31", "normal", "").state,
                     DEADLINE_OVERDUE);
    assert_int_equal(on("2027-06-01", "2026-12-31", "closed", "").state,
                     DEADLINE_CLOSED);
}

static void closing(void **state)
{
    (void)state;
    struct deadline d = on("2026-11-05", "2026-10-31", "", "2026-11-05");
    assert_int_equal(d.state, DEADLINE_CLOSED);
    assert_true(d.has_closed);
    /* A closing day still to come does not close, whatever the state says. */
    assert_int_equal(on("2026-11-04", "2026-10-31", "closed", "2026-11-05").state,
                     DEADLINE_OVERDUE);
    assert_int_equal(on("2026-11-04", "", "", "2026-11-05").state, DEADLINE_IN_TIME);
}

static void without_a_day(void **state)
{
    (void)state;
    struct deadline d = on("2026-11-05", "", "", "");
    assert_int_equal(d.state, DEADLINE_IN_TIME);
    assert_false(d.has_day);
    assert_int_equal(d.days, 0);
    assert_int_equal(on("2026-11-05", "", "closed", "").state, DEADLINE_CLOSED);
}

static void order(void **state)
{
    (void)state;
    const char *today = "2026-11-05";
    const struct deadline ordered[] = {
        on(today, "2026-01-31", "", ""),
        on(today, "2026-10-31", "", ""),
        on(today, "2026-11-30", "", ""),
        on(today, "2027-12-31", "", ""),
        on(today, "", "", ""),
        on(today, "", "closed", "2026-11-01"),
        on(today, "2026-12-31", "", "2026-10-01"),
        on(today, "2026-01-31", "closed", ""),
    };
    int n = sizeof ordered / sizeof *ordered;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            int compared = deadline_compare(&ordered[i], &ordered[j]);
            assert_int_equal((compared > 0) - (compared < 0), (i > j) - (i < j));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boundaries), cmocka_unit_test(its_own_word),
        cmocka_unit_test(closing),    cmocka_unit_test(without_a_day),
        cmocka_unit_test(order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
