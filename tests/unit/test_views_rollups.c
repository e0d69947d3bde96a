/* Roll-ups on pages: totals of regions, places, the coverage gate, laggards, who has
 * not reported; tallies that do not depend on order. */
#include "tests/lib/pages_fixture.h"

#include "views/frame.h"
#include "views/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "subject\tregion\tlevel\tfrequency\tdays\treporter\tnote\n"
#define SUMMED "A2.2-02" /* adds up over regions */
#define RATIO "G0-01"

/* A value for each of Hunan's prefectures. */
static void put_prefectures(struct fixture *fixture, const char *indicator,
                            const char *period)
{
    size_t n;
    const struct region **parts =
        catalog_children(&fixture->catalog, 430000, &fixture->arena, &n);
    assert_int_equal(n, 14);
    for (size_t i = 0; i < n; i++) {
        struct fixture_row row = {"", parts[i]->code, period, 10 + (double)i, 'A', 0,
                                  3};
        snprintf(row.indicator, sizeof row.indicator, "%s", indicator);
        fixture_put(fixture, row);
    }
}

static const char *dump(struct fixture *fixture, const char *address)
{
    struct view view = fixture_page(fixture, address);
    return fixture_dump(fixture, &view);
}

static void expect(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void refuse(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static void totals(void **state)
{
    struct fixture *fixture = *state;
    put_prefectures(fixture, SUMMED, "2025");
    const char *text = dump(fixture, "region/" SUMMED "@430000");
    expect(text, "| Total | 231 "); /* 10 + 11 + .. + 23 */
    expect(text, "| computed | 2025 |");
    expect(text, "nobody published it");
    /* A bound makes the sum one. */
    fixture_put(fixture, (struct fixture_row){SUMMED, 430100, "2025", 10, 'A',
                                              QUALIFIER_ABOVE, 5});
    text = dump(fixture, "region/" SUMMED "@430000");
    expect(text, "| Total | > 231 ");
    /* Bounds of both kinds add up to nothing. */
    fixture_put(fixture, (struct fixture_row){SUMMED, 430200, "2025", 11, 'A',
                                              QUALIFIER_BELOW, 5});
    text = dump(fixture, "region/" SUMMED "@430000");
    refuse(text, "| computed |");
    expect(text, "No total: bounds of both kinds do not add up.");
}

static void no_total(void **state)
{
    struct fixture *fixture = *state;
    put_prefectures(fixture, SUMMED, "2025");
    put_prefectures(fixture, RATIO, "2026-10");
    fixture_put(fixture, (struct fixture_row){SUMMED, 431200, "2026", 5, 'A', 0, 5});
    const char *text = dump(fixture, "region/" SUMMED "@430000");
    refuse(text, "| computed |");
    expect(text, "No total: their values are of different periods.");
    fixture_put(fixture, (struct fixture_row){SUMMED, 431200, "2026", 0, 'w', 0, 5});
    fixture_put(fixture, (struct fixture_row){SUMMED, 431200, "2025", 0, 'w', 0, 5});
    text = dump(fixture, "region/" SUMMED "@430000");
    expect(text, "No total: 13 of 14 regions have a value.");
    /* Where it does not apply it does not lack. */
    fixture_put(fixture, (struct fixture_row){SUMMED, 431200, "2025", 0, 'M', 0, 5});
    text = dump(fixture, "region/" SUMMED "@430000");
    expect(text, "| computed |");
    /* A ratio has no sum, and no word about one. */
    text = dump(fixture, "region/" RATIO "@430000");
    refuse(text, "| computed |");
    refuse(text, "No total");
}

static void scopes_do_not_add_up(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_open(&fixture, LANGUAGE_EN);
    fixture_catalog(&fixture, "scopes.tsv",
                    "indicator\tregion\tversion\tfrom\ttext\tdocument\tknown\tsource\t"
                    "note\n" SUMMED "\t430100\t2\t2025-06-01\tnew\t\t\t\t\n");
    fixture_fill(&fixture);
    put_prefectures(&fixture, SUMMED, "2025");
    const char *text = dump(&fixture, "region/" SUMMED "@430000");
    refuse(text, "| computed |");
    expect(text, "No total: their values are of different scopes.");
    fixture_close(&fixture);
}

static void places(void **state)
{
    struct fixture *fixture = *state;
    put_prefectures(fixture, SUMMED, "2025");
    fixture->context.options.sort = "value";
    /* 23, 22, 22, 20: 1, 2, 2, 4. */
    fixture_put(fixture, (struct fixture_row){SUMMED, 431200, "2025", 22, 'A', 0, 5});
    const char *text = dump(fixture, "region/" SUMMED "@430000");
    expect(text, "| 1 | Xiangxi | 23 ");
    expect(text, "| 2 | Huaihua | 22r ");
    expect(text, "| 2 | Loudi | 22 ");
    expect(text, "| 4 | ");
    refuse(text, "| 3 | ");
    /* Under three in four nobody has a place. */
    static const int32_t gone[] = {430100, 430200, 430300, 430400};
    for (size_t i = 0; i < 4; i++)
        fixture_put(fixture,
                    (struct fixture_row){SUMMED, gone[i], "2025", 0, 'L', 0, 5});
    struct view view = fixture_page(fixture, "region/" SUMMED "@430000");
    assert_string_equal(view.conclusion, "Too few report: 10/14 regions, no ranking.");
    text = fixture_dump(fixture, &view);
    refuse(text, "| 1 | ");
    expect(text, "Changsha(Not reported)");
    fixture->context.rules.coverage = 0.7;
    text = dump(fixture, "region/" SUMMED "@430000");
    expect(text, "| 1 | ");
}

static void a_unit_is_its_regions(void **state)
{
    struct fixture *fixture = *state;
    static const int32_t cities[] = {210200, 330200, 350200, 370200, 440300};
    for (size_t i = 0; i < 5; i++)
        fixture_put(fixture,
                    (struct fixture_row){SUMMED, cities[i], "2025", 2, 'A', 0, 3});
    fixture->context.options.filter = "计划单列市";
    const char *text = dump(fixture, "region/" SUMMED "@100000");
    expect(text, "{370200}");
    refuse(text, "{430000}");
    expect(text, "| Total | 10 ");
}

static void who_has_not_reported(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_open(&fixture, LANGUAGE_EN);
    fixture_catalog(&fixture, "calendar.tsv",
                    HEAD "B9-01\t100000\t1\tQ\t30\t\t\n"
                         "A2.2-01\t100000\t1\tA\t60\t\t\n");
    fixture_fill(&fixture);
    static const char *const addresses[] = {"overview@100000", "task/B9@100000"};
    for (size_t i = 0; i < 2; i++) {
        const char *text = dump(&fixture, addresses[i]);
        expect(text, "Not reported: ");
        expect(text, "2026Q3, due 2026-10-30, 6 days ago: Beijing, Tianjin, Hebei");
    }
    expect(dump(&fixture, "overview@100000"), "Fetch failed: ");
    refuse(dump(&fixture, "task/B9@100000"), "Fetch failed: ");
    expect(dump(&fixture, "overview@100000"),
           "33 of 62 reports due are there, 26 are late; next due 2027-01-30");
    expect(dump(&fixture, "region/110000"), "days ago: Beijing");
    refuse(dump(&fixture, "region/430000"), "days ago");
    expect(dump(&fixture, "region/B9-01@100000"),
           "Beijing (not reported, due 2026-10-30)");
    expect(dump(&fixture, "indicator/B9-01@110000"), "2026Q3 was due on 2026-10-30");
    fixture_close(&fixture);
}

static void laggards_by_name(void **state)
{
    struct fixture *fixture = *state;
    const char *text = dump(fixture, "region/500000");
    expect(text, "# Behind: ");
    expect(text, "{behind/G0-01} -> indicator/G0-01@500000");
    text = dump(fixture, "region/430000");
    refuse(text, "# Behind: ");
}

/* The same figures in any order, in one tally or in several, count the same. */
static void order_does_not_count(void **state)
{
    struct fixture *fixture = *state;
    struct figures figures;
    struct error error = {0};
    enum { N = 31 };
    struct figure all[N];
    size_t n, made = 0;
    const struct region **regions =
        catalog_children(&fixture->catalog, REGION_NATION, &fixture->page, &n);
    const struct indicator *indicator = catalog_indicator(&fixture->catalog, RATIO);
    assert_true(figures_open(&figures, &fixture->context, &error));
    for (size_t i = 0; i < N; i++)
        assert_true(figure_get(&figures, indicator, regions[i], &fixture->page,
                               &all[made++], &error));
    /* Equal gaps of different indicators: the first in the catalogue is the worst. */
    all[1] = all[0];
    all[1].indicator++;
    struct tally straight = {0};
    for (size_t i = 0; i < N; i++)
        tally_add(&straight, &all[i]);
    for (size_t step = 1; step < N; step++) {
        struct tally parts[2] = {{0}}, whole = {0};
        for (size_t i = 0; i < N; i++)
            tally_add(&parts[i % 2], &all[(i * step + step) % N]);
        tally_sum(&whole, &parts[step % 2]);
        tally_sum(&whole, &parts[1 - step % 2]);
        assert_int_equal(whole.behind, straight.behind);
        assert_int_equal(whole.with_value, straight.with_value);
        assert_ptr_equal(whole.worst, straight.worst);
        assert_true(whole.least_gap == straight.least_gap);
        assert_ptr_equal(tally_state(&whole, &fixture->context),
                         tally_state(&straight, &fixture->context));
    }
    assert_true(straight.behind > 0);
}

#define FILLED(test)                                                                   \
    cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILLED(totals),
        FILLED(no_total),
        cmocka_unit_test(scopes_do_not_add_up),
        FILLED(places),
        FILLED(a_unit_is_its_regions),
        cmocka_unit_test(who_has_not_reported),
        FILLED(laggards_by_name),
        FILLED(order_does_not_count),
    };
    return cmocka_run_group_tests_name("views_rollups", tests, NULL, NULL);
}
