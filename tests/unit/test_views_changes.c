/* Changes: each kind with its cause, what is told once for many, and that a page of a
 * past day never uses later knowledge. */
#include "tests/lib/pages_fixture.h"

#include "views/change.h"
#include "views/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HUNAN = 430000, ZHEJIANG = 330000, DELIVERIES = 5 };

static struct change_list list_of(struct fixture *fixture, int32_t region)
{
    struct change_list list;
    struct error error = {0};
    assert_true(change_list(&fixture->context,
                            catalog_region(fixture->context.catalog, region),
                            &fixture->page, &list, &error));
    return list;
}

/* The only change of a kind about an indicator in a region (0: of several). */
static const struct change *only(const struct change_list *list, enum change_kind kind,
                                 const char *indicator, int32_t region)
{
    const struct change *found = NULL;
    for (size_t i = 0; i < list->n; i++) {
        const struct change *change = &list->items[i];
        if (change->kind != kind ||
            (change->region ? change->region->code : 0) != region ||
            strcmp(change->indicator ? change->indicator->code : "", indicator) != 0)
            continue;
        if (found)
            fail_msg("several: %s, %s", found->to, change->to);
        found = change;
    }
    if (!found)
        fail_msg("no %s of %s", change_kinds[kind].name, indicator);
    return found;
}

static void check(const struct change *change, const char *day, const char *from,
                  const char *to)
{
    int32_t expected;
    assert_true(day_parse(day, &expected));
    assert_int_equal(change->day, expected);
    assert_string_equal(change->from, from);
    assert_string_equal(change->to, to);
}

static void test_new_period(void **state)
{
    struct fixture *fixture = *state;
    fixture_since(fixture, "2026-11-01");
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *change = only(&list, CHANGE_PERIOD, "B9-01", HUNAN);
    check(change, "2026-11-05", "3.52", "3.86p");
    assert_string_equal(change->by, "工信厅月报");
    assert_string_equal(change->address, "indicator/B9-01@430000");
    assert_true(list.same_catalog && list.same_settings && list.kept);
    /* What all the provinces have anew is told once; each is not. */
    list = list_of(fixture, REGION_NATION);
    change = only(&list, CHANGE_PERIOD, "G0-01", 0);
    assert_true(change->n > 20);
    assert_string_equal(change->address, "region/G0-01@100000");
    assert_string_equal(change->from, "");
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++)
        n += list.items[i].kind == CHANGE_PERIOD;
    assert_int_equal(n, list.counts[CHANGE_PERIOD]);
}

static void test_first_value(void **state)
{
    struct fixture *fixture = *state;
    fixture_put(fixture,
                (struct fixture_row){"A1.1-01", HUNAN, "2025-09", 4, 'A', 0, 4});
    fixture_put(fixture,
                (struct fixture_row){"A1.1-01", HUNAN, "2025-10", 5, 'A', 0, 4});
    fixture_since(fixture, "2026-10-25");
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *change = only(&list, CHANGE_PERIOD, "A1.1-01", HUNAN);
    assert_true(change->first);
    assert_string_equal(change->from, "first");
    assert_non_null(strstr(change->cause, "came with it: 1."));
}

static void test_revision(void **state)
{
    struct fixture *fixture = *state;
    fixture_as_of(fixture, "2026-06-30");
    fixture_since(fixture, "2026-04-01");
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *change = only(&list, CHANGE_REVISION, "B9-01", HUNAN);
    check(change, "2026-06-20", "3.17p", "3.21r");
    assert_string_equal(change->cause,
                        "The provisional value was replaced by the final one.");
    assert_int_equal(change->period.last, period_quarter(2026, 1).last);
}

static void test_revision_without_reason(void **state)
{
    struct fixture *fixture = *state;
    fixture_put(fixture,
                (struct fixture_row){"B9-01", HUNAN, "2025-Q3", 2.75, 'A', 0, 4});
    fixture_since(fixture, "2026-10-25");
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *change = only(&list, CHANGE_REVISION, "B9-01", HUNAN);
    check(change, "2026-10-29", "2.70", "2.75r");
    assert_string_equal(change->cause, "No reason was stated.");
    assert_string_equal(change->by, "统计局季报");
    /* The same said again is none. */
    fixture_since(fixture, "2026-10-30");
    list = list_of(fixture, HUNAN);
    assert_int_equal(list.counts[CHANGE_REVISION], 0);
}

static void test_withdrawn(void **state)
{
    struct fixture *fixture = *state;
    fixture_put(fixture, (struct fixture_row){"B9-01", HUNAN, "2025-Q3", 0, 'w', 0, 4});
    fixture_since(fixture, "2026-10-25");
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *change = only(&list, CHANGE_REVISION, "B9-01", HUNAN);
    check(change, "2026-10-29", "2.70", "withdrawn");
}

static void test_report(void **state)
{
    struct fixture *fixture = *state;
    fixture_put(fixture,
                (struct fixture_row){"B9-02", ZHEJIANG, "2026-Q2", 0, 'L', 0, 3});
    struct fixture_row row = {"B9-02", ZHEJIANG, "2026-Q2", 7, 'A', 0, 4};
    fixture_put(fixture, row);
    fixture_since(fixture, "2026-10-25");
    struct change_list list = list_of(fixture, REGION_NATION);
    const struct change *change = only(&list, CHANGE_REPORT, "B9-02", ZHEJIANG);
    check(change, "2026-10-29", "not rep.", "7r");
}

/* What the calendar wanted by a day that was over then is a report that came late. */
static void test_late_report(void **state)
{
    struct fixture *fixture = *state;
    struct duty_to_report duty = {.indicator = "B9-01",
                                  .task = "",
                                  .region = HUNAN,
                                  .unit = "",
                                  .frequency = FREQ_QUARTER,
                                  .days = 20,
                                  .reporter = ""};
    fixture->catalog.calendar = &duty;
    fixture->catalog.n_calendar = 1;
    fixture_since(fixture, "2026-10-20"); /* its last day */
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *change = only(&list, CHANGE_REPORT, "B9-01", HUNAN);
    check(change, "2026-11-05", "not rep.", "3.86p");
    assert_string_equal(change->cause, "It was due on 2026-10-20.");
    fixture_since(fixture, "2026-10-19");
    list = list_of(fixture, HUNAN);
    only(&list, CHANGE_PERIOD, "B9-01", HUNAN);
}

/* The catalogue of then, with one of Hunan's targets as it was. */
static struct catalog with_target(const struct fixture *fixture, const char *indicator,
                                  int year, bool there, struct arena *arena)
{
    struct catalog catalog = fixture->catalog;
    struct target *targets = arena_alloc(arena, catalog.n_targets * sizeof *targets);
    size_t n = 0;
    for (size_t i = 0; i < catalog.n_targets; i++) {
        targets[n] = catalog.targets[i];
        bool is = targets[n].region == HUNAN && targets[n].year == year &&
                  strcmp(targets[n].indicator, indicator) == 0;
        if (is)
            targets[n].value = 4;
        n += !is || there;
    }
    assert_true(there ? n == catalog.n_targets : n < catalog.n_targets);
    catalog.targets = targets;
    catalog.n_targets = n;
    return catalog;
}

static void test_target(void **state)
{
    struct fixture *fixture = *state;
    fixture_since(fixture, "2026-11-01");
    struct catalog catalog = with_target(fixture, "B9-01", 2027, true, &fixture->arena);
    fixture->before.catalog = &catalog;
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *change = only(&list, CHANGE_TARGET, "B9-01", HUNAN);
    /* Its document is older: it was taken in since then. */
    check(change, "2026-11-05", "4", "5.25");
    assert_int_equal(change->period.last, period_year(2027).last);
    catalog = with_target(fixture, "B9-01", 2027, false, &fixture->arena);
    list = list_of(fixture, HUNAN);
    assert_true(only(&list, CHANGE_TARGET, "B9-01", HUNAN)->first);
    /* And the other way round. */
    fixture->context.catalog = &catalog;
    fixture->before.catalog = &fixture->catalog;
    list = list_of(fixture, HUNAN);
    check(only(&list, CHANGE_TARGET, "B9-01", HUNAN), "2026-11-05", "5.25", "gone");
}

static void test_scope(void **state)
{
    struct fixture *fixture = *state;
    fixture_put(fixture,
                (struct fixture_row){"G0-02", HUNAN, "2026-08", 10, 'A', 0, 3});
    fixture_put(fixture,
                (struct fixture_row){"G0-02", HUNAN, "2026-09", 20, 'B', 0, 4});
    fixture_since(fixture, "2026-10-25");
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *change = only(&list, CHANGE_SCOPE, "G0-02", HUNAN);
    check(change, "2026-10-29", "", "break");
    /* Of the catalogue: another note. */
    struct catalog catalog = fixture->catalog;
    struct indicator *indicators =
        arena_alloc(&fixture->arena, catalog.n_indicators * sizeof *indicators);
    memcpy(indicators, catalog.indicators, catalog.n_indicators * sizeof *indicators);
    indicators[catalog_indicator(&catalog, "B9-01") - catalog.indicators].note = "x";
    catalog.indicators = indicators;
    fixture->before.catalog = &catalog;
    list = list_of(fixture, HUNAN);
    assert_string_equal(only(&list, CHANGE_SCOPE, "B9-01", 0)->to, "note");
}

static struct item item_of(const char *key, uint32_t receipt, const char *progress,
                           const char *state)
{
    struct item item = {
        .kind = ITEM_LEDGER, .key = key, .source = "miit", .receipt = receipt};
    const struct {
        const char *name, *text;
    } fields[] = {{"id", key},
                  {"region", "430000"},
                  {"task", "A2.2"},
                  {"title", "某事项"},
                  {"progress", progress},
                  {"state", state},
                  {"deadline", "2026-10-31"}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        item.fields[item_field_named(ITEM_LEDGER, fields[i].name)] = fields[i].text;
    return item;
}

static void test_correction(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_item(fixture, item_of("1", 3, "40", ""));
    fixture_put_item(fixture, item_of("1", 4, "55", ""));
    fixture_put_item(fixture, item_of("2", 3, "90", ""));
    fixture_put_item(fixture, item_of("2", 4, "100", "closed"));
    fixture_put_item(fixture, item_of("3", 4, "0", ""));
    struct item struck = item_of("4", 4, "10", "");
    fixture_put_item(fixture, item_of("4", 3, "10", ""));
    struck.withdrawn = true;
    fixture_put_item(fixture, struck);
    fixture_put_item(fixture, item_of("5", 3, "5", "closed"));
    fixture_since(fixture, "2026-10-25");
    struct change_list list = list_of(fixture, HUNAN);
    static const char *const expected[] = {"changed", "closed", "added", "struck out"};
    size_t seen[4] = {0};
    assert_int_equal(list.counts[CHANGE_CORRECTION], 4);
    for (size_t i = 0; i < list.n; i++)
        for (size_t k = 0; k < 4; k++)
            if (list.items[i].kind == CHANGE_CORRECTION &&
                strcmp(list.items[i].to, expected[k]) == 0) {
                seen[k]++;
                assert_int_equal(list.items[i].day,
                                 day_from_time(time_of_day_end(
                                     day_from_date((struct date){2026, 10, 29}))));
                if (k == 0)
                    assert_string_equal(list.items[i].cause,
                                        "Progress from 40% to 55%.");
                if (k == 1)
                    assert_string_equal(list.items[i].cause,
                                        "Progress from 90% to 100%, State from not "
                                        "filled in to Closed.");
            }
    for (size_t k = 0; k < 4; k++)
        assert_int_equal(seen[k], 1);
    /* Its deadline passed by itself; a closed one's does not. The one that was added
     * was not there before. */
    const struct change *overdue = only(&list, CHANGE_STATUS, "", HUNAN);
    check(overdue, "2026-11-01", "Due soon", "Overdue");
    /* Elsewhere nothing of it. */
    list = list_of(fixture, ZHEJIANG);
    assert_int_equal(list.counts[CHANGE_CORRECTION], 0);
}

/* As on the ledger's page: a county that the catalogue does not know is its province's
 * by its digits, and what two sources call alike is told apart. */
static void test_correction_of_an_unknown_county(void **state)
{
    struct fixture *fixture = *state;
    struct item county = item_of("1", 4, "55", "");
    county.fields[item_field_named(ITEM_LEDGER, "region")] = "439999";
    assert_null(catalog_region(&fixture->catalog, 439999));
    fixture_put_item(fixture, county);
    county.source = "stats";
    fixture_put_item(fixture, county);
    fixture_since(fixture, "2026-10-25");
    struct change_list list = list_of(fixture, HUNAN);
    assert_int_equal(list.counts[CHANGE_CORRECTION], 2);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++)
        if (list.items[i].kind == CHANGE_CORRECTION) {
            struct view view = fixture_page(fixture, list.items[i].address);
            assert_string_equal(view.address, list.items[i].address);
            assert_non_null(strchr(list.items[i].address, ':'));
            n++;
        }
    assert_int_equal(n, 2);
    list = list_of(fixture, ZHEJIANG);
    assert_int_equal(list.counts[CHANGE_CORRECTION], 0);
}

/* A change leads to the page of its own item, also where two sources have its key. */
static void test_item_of_two_sources(void **state)
{
    struct fixture *fixture = *state;
    fixture_put_item(fixture, item_of("1", 4, "55", ""));
    fixture_put_item(fixture, item_of("2", 4, "55", ""));
    struct item other = item_of("1", 4, "20", "");
    other.source = "stats";
    fixture_put_item(fixture, other);
    fixture_since(fixture, "2026-10-25");
    struct change_list list = list_of(fixture, HUNAN);
    static const char *const expected[] = {"ledger/miit:1@430000", "ledger/2@430000",
                                           "ledger/stats:1@430000"};
    assert_int_equal(list.counts[CHANGE_CORRECTION], 3);
    for (size_t k = 0; k < 3; k++) {
        size_t n = 0;
        for (size_t i = 0; i < list.n; i++)
            n += list.items[i].kind == CHANGE_CORRECTION &&
                 strcmp(list.items[i].address, expected[k]) == 0;
        assert_int_equal(n, 1);
        fixture_page(fixture, expected[k]);
    }
}

static void test_setting_and_its_states(void **state)
{
    struct fixture *fixture = *state;
    fixture_since(fixture, "2026-11-05");
    fixture->before.rules.on = -90;
    struct change_list list = list_of(fixture, HUNAN);
    assert_int_equal(list.counts[CHANGE_SETTING], 1);
    assert_int_equal(list.counts[CHANGE_PERIOD], 0);
    const struct change *setting = only(&list, CHANGE_SETTING, "", 0);
    check(setting, "2026-11-05", "-90", "0");
    const struct change *flip = only(&list, CHANGE_STATUS, "G0-01", 430200);
    check(flip, "2026-11-05", "On track", "Behind");
    assert_string_equal(flip->cause, "Cause: setting.");
}

static void test_state_by_new_period(void **state)
{
    struct fixture *fixture = *state;
    fixture_put(fixture,
                (struct fixture_row){"B9-01", HUNAN, "2026-Q3", 9.8, 'A', 0, 5});
    fixture_since(fixture, "2026-11-01");
    struct change_list list = list_of(fixture, HUNAN);
    const struct change *flip = only(&list, CHANGE_STATUS, "B9-01", HUNAN);
    check(flip, "2026-11-05", "Behind", "Done");
    assert_string_equal(flip->cause, "Cause: new period.");
}

/* A lower value, or a stricter threshold: either would have done. */
static void test_state_by_either(void **state)
{
    struct fixture *fixture = *state;
    fixture_since(fixture, "2026-10-25");
    fixture->before.rules.on = -3;
    struct change_list list = list_of(fixture, REGION_NATION);
    const struct change *flip = only(&list, CHANGE_STATUS, "G0-01", 460000);
    check(flip, "2026-11-05", "On track", "Behind");
    assert_string_equal(flip->cause, "Cause, each by itself: new period, setting.");
}

static void test_nothing_and_not_kept(void **state)
{
    struct fixture *fixture = *state;
    fixture_since(fixture, "2026-11-05");
    struct view view = fixture_page(fixture, "changes@430000");
    assert_string_equal(view.conclusion, "Nothing has changed since 2026-11-05.");
    fixture->context.before = NULL;
    view = fixture_page(fixture, "changes@430000");
    assert_string_equal(view.conclusion, "What was known on 2026-11-05 is not kept.");
}

static void test_one_kind(void **state)
{
    struct fixture *fixture = *state;
    fixture_since(fixture, "2026-06-30");
    struct view all = fixture_page(fixture, "changes@430000");
    fixture->context.options.filter = "revision";
    struct view some = fixture_page(fixture, "changes@430000");
    assert_true(some.blocks[0].table.n_rows < all.blocks[0].table.n_rows);
    for (size_t i = 0; i < some.blocks[0].table.n_rows; i++)
        assert_string_equal(some.blocks[0].table.rows[i].cells[1].text, "revision");
    /* On paper by kind, each with its number. */
    fixture->context.options.filter = "";
    fixture->context.paper = true;
    struct view paper = fixture_page(fixture, "changes@430000");
    size_t n = 0;
    for (size_t i = 0; i < paper.n_blocks; i++)
        n += paper.blocks[i].table.n_rows;
    assert_int_equal(n, all.blocks[0].table.n_rows);
    assert_non_null(strstr(paper.blocks[0].title, "new period "));
}

static void test_since(void **state)
{
    struct fixture *fixture = *state;
    struct view_context context = fixture->context;
    assert_int_equal(change_since(&context), day_from_date((struct date){2026, 9, 30}));
    assert_true(day_parse("2026-10-15", &context.bulletin.last));
    assert_int_equal(change_since(&context), context.bulletin.last);
    /* A bulletin that is yet to come at the page's day does not count. */
    assert_true(day_parse("2026-01-31", &context.as_of));
    assert_int_equal(change_since(&context),
                     day_from_date((struct date){2025, 11, 30}));
}

/* ---- as-of never uses later knowledge ---- */

static const char *const days[] = {"2026-03-20", "2026-06-20", "2026-10-20",
                                   "2026-10-29", "2026-11-05"};

static const char *page_of_day(struct fixture *fixture, unsigned seed, uint32_t known,
                               const char *day, const char *address)
{
    fixture_put_random(fixture, seed, DELIVERIES, known);
    fixture->context.known_at = INT64_MAX;
    fixture_as_of(fixture, day);
    fixture->context.now = fixture->context.known_at;
    fixture_since(fixture, "2026-03-31");
    struct view view = fixture_page(fixture, address);
    return fixture_dump(fixture, &view);
}

static void test_no_later_knowledge(void **state)
{
    static const char *const addresses[] = {
        "changes@100000",         "changes@430000",         "overview@430000",
        "region/430000",          "region/G0-01@100000",    "task/B9@430000",
        "indicator/B9-01@430000", "indicator/G0-01@330000", "coordination@100000"};
    struct fixture *fixture = *state;
    size_t differing = 0;
    for (unsigned seed = 1; seed <= 6; seed++)
        for (uint32_t known = 2; known <= 4; known++)
            for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
                const char *all =
                    page_of_day(fixture, seed, 5, days[known - 1], addresses[i]);
                const char *until =
                    page_of_day(fixture, seed, known, days[known - 1], addresses[i]);
                if (strcmp(all, until) != 0)
                    fail_msg("seed %u, %s as of %s uses later knowledge", seed,
                             addresses[i], days[known - 1]);
                const char *earlier = page_of_day(fixture, seed, known - 1,
                                                  days[known - 1], addresses[i]);
                differing += strcmp(all, earlier) != 0;
                arena_release(&fixture->page);
            }
    assert_true(differing > 50); /* the deliveries do show */
}

#define FILLED(test)                                                                   \
    cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILLED(test_new_period),
        FILLED(test_first_value),
        FILLED(test_revision),
        FILLED(test_revision_without_reason),
        FILLED(test_withdrawn),
        FILLED(test_report),
        FILLED(test_late_report),
        FILLED(test_target),
        FILLED(test_scope),
        FILLED(test_correction),
        FILLED(test_item_of_two_sources),
        FILLED(test_correction_of_an_unknown_county),
        FILLED(test_setting_and_its_states),
        FILLED(test_state_by_new_period),
        FILLED(test_state_by_either),
        FILLED(test_nothing_and_not_kept),
        FILLED(test_one_kind),
        FILLED(test_since),
        FILLED(test_no_later_knowledge),
    };
    return cmocka_run_group_tests_name("views_changes", tests, NULL, NULL);
}
