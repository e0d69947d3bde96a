/* Series: a row that reads a part of its series says what it would say of the whole; a
 * figure that was taken back; days that are no longer kept. */
#include "tests/lib/pages_fixture.h"

#include "views/figure.h"
#include "views/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- a part and the whole ---- */

/* Everything that rows of lists take from a figure. */
static const char *row_of(struct fixture *fixture, struct figures *figures,
                          const struct figure *figure)
{
    struct arena *arena = &fixture->page;
    const char *text = arena_printf(
        arena, "%s | %s | %s | %s | %d", value_cell(figure, LANGUAGE_EN, arena).text,
        period_text(figure, arena), gap_text(&figure->progress, arena),
        figure_detail(figure, LANGUAGE_EN, arena), (int)figure->missing);
    if (figure->latest)
        text = arena_printf(
            arena, "%s | %s", text,
            figure_change(figure, (size_t)(figure->latest - figure->points), arena));
    for (size_t i = 0; i < fixture->catalog.n_targets; i++) {
        const struct target *target = &fixture->catalog.targets[i];
        if (strcmp(target->indicator, figure->indicator->code) != 0 ||
            (target->region != REGION_NATION && target->region != figure->region->code))
            continue;
        struct figure judged = figure_against(figures, figure, target);
        text = arena_printf(arena, "%s | %d: %d %d %.17g %.17g %.17g %.17g", text,
                            target->year, (int)judged.progress.state,
                            (int)judged.progress.reason, judged.progress.completion,
                            judged.progress.schedule, judged.progress.gap,
                            judged.progress.required);
    }
    return text;
}

static void random_series(struct fixture *fixture, const char *code, int32_t region)
{
    static const char *const forms[] = {"%d", "%d-%02d", "%d-Q%d", "%d-01/%d-%02d",
                                        "%d-%02d-%02d"};
    static char periods[4096][24];
    static size_t used;
    int n = rand() % 12;
    for (int i = 0; i < n; i++) {
        int form = rand() % 5, year = 2012 + rand() % 15, month = 1 + rand() % 11;
        char *period = periods[used++ % 4096];
        if (form == 0)
            snprintf(period, 24, forms[0], year);
        else if (form == 2)
            snprintf(period, 24, forms[2], year, 1 + month % 4);
        else if (form == 3)
            snprintf(period, 24, forms[3], year, year, month);
        else
            snprintf(period, 24, forms[form], year, month, 1 + rand() % 28);
        static const char statuses[] = "AAAAAPFBQLMw";
        fixture_put(fixture,
                    (struct fixture_row){
                        .region = region,
                        .period = period,
                        .value = rand() % 1000 / 10.0,
                        .status = statuses[rand() % (int)(sizeof statuses - 1)],
                        .qualifier = (uint8_t)(rand() % 8 ? 0 : rand() % 6),
                        .receipt = 1 + (uint32_t)rand() % 5,
                    });
        struct fixture_row *row = &fixture->rows[fixture->n_rows - 1];
        snprintf(row->indicator, sizeof row->indicator, "%s", code);
    }
}

/* Up to three versions of the scope of each indicator, some known only later. */
static void random_scopes(struct fixture *fixture)
{
    struct catalog *catalog = &fixture->catalog;
    struct scope *scopes =
        arena_alloc(&fixture->page, catalog->n_indicators * 3 * sizeof *scopes);
    size_t n = 0;
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        int32_t from = 0;
        for (int k = rand() % 4; k > 0; k--, n++) {
            scopes[n] = (struct scope){
                .region = 0,
                .version = "",
                .from = from,
                .text = "",
                .document = "",
                .day = rand() % 3 ? 0 : from,
            };
            memcpy(scopes[n].indicator, catalog->indicators[i].code, CODE_SIZE);
            from = (from ? from : day_from_date((struct date){2014, 1, 1})) +
                   rand() % 1600;
        }
    }
    catalog->scopes = scopes;
    catalog->n_scopes = n;
}

static size_t compare_all(struct fixture *fixture, const int32_t *regions, size_t n)
{
    struct figures part, whole;
    struct error error = {0};
    size_t values = 0;
    assert_true(figures_open(&part, &fixture->context, &error));
    assert_true(figures_open(&whole, &fixture->context, &error));
    whole.whole = true;
    for (size_t r = 0; r < n; r++) {
        const struct region *region = catalog_region(&fixture->catalog, regions[r]);
        struct figure *all = figure_all(&part, region, &fixture->page, &error);
        assert_non_null(all);
        for (size_t i = 0; i < fixture->catalog.n_indicators; i++) {
            struct figure figure;
            assert_true(figure_get(&whole, &fixture->catalog.indicators[i], region,
                                   &fixture->page, &figure, &error));
            assert_string_equal(row_of(fixture, &part, &all[i]),
                                row_of(fixture, &whole, &figure));
            values += figure.latest != NULL;
        }
    }
    return values;
}

static void test_part_says_what_the_whole_says(void **state)
{
    struct fixture *fixture = *state;
    static const int32_t regions[] = {100000, 430000, 440000, 360000, 430100};
    size_t values = 0;
    for (unsigned seed = 1; seed <= 40; seed++) {
        srand(seed);
        fixture->n_rows = 0;
        fixture->rows = NULL;
        for (size_t i = 0; i < fixture->catalog.n_targets; i++)
            for (size_t r = 0; r < sizeof regions / sizeof *regions; r++)
                random_series(fixture, fixture->catalog.targets[i].indicator,
                              regions[r]);
        fixture->catalog.n_scopes = 0;
        if (seed % 2 == 0)
            random_scopes(fixture);
        if (seed % 4 == 0)
            fixture_as_of(fixture, "2026-06-30");
        else
            fixture->context.known_at = INT64_MAX;
        values += compare_all(fixture, regions, sizeof regions / sizeof *regions);
        arena_release(&fixture->page);
    }
    assert_true(values > 5000);
}

/* Where the last years decide, no whole series is read. */
static void test_recent_series_are_read_once(void **state)
{
    struct fixture *fixture = *state;
    static const char *const months[] = {"2024-12", "2025-12", "2026-09", "2026-10"};
    fixture->n_rows = 0;
    fixture->rows = NULL;
    for (size_t i = 0; i < fixture->catalog.n_indicators; i++)
        for (size_t m = 0; m < 4; m++) {
            fixture_put(fixture, (struct fixture_row){.region = 430000,
                                                      .period = months[m],
                                                      .value = (double)(i + m),
                                                      .status = 'A',
                                                      .receipt = 5});
            memcpy(fixture->rows[fixture->n_rows - 1].indicator,
                   fixture->catalog.indicators[i].code, CODE_SIZE);
        }
    fixture->n_series = fixture->n_regions = 0;
    fixture_page(fixture, "overview@430000");
    assert_int_equal(fixture->n_regions, 1);
    assert_in_range(fixture->n_series, 0, 20); /* flows and old targets */
}

/* ---- taken back ---- */

static const char *text_of(struct fixture *fixture, const char *address)
{
    struct view view = fixture_page(fixture, address);
    return fixture_dump(fixture, &view);
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void test_withdrawn(void **state)
{
    struct fixture *fixture = *state;
    static const struct fixture_row rows[] = {
        {"A2.2-03", 430000, "2025", 7, 'A', 0, 1},
        {"A2.2-03", 430000, "2025", 0, 'w', 0, 3},
        {"A2.2-03", 330000, "2025", 6, 'A', 0, 3},
        {"A2.2-04", 430000, "2025", 7, 'A', 0, 1},
        {"A2.2-04", 430000, "2025", 0, 'w', 0, 3},
        {"A2.2-04", 430000, "2025", 8, 'A', 0, 4},
        {"A2.2-04", 430000, "2025", 6, 'a', 0, 5},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fixture_put(fixture, rows[i]);
    /* Gone: no zero, no old value, and not "not reported" although others report. */
    const char *text = text_of(fixture, "indicator/A2.2-03@430000");
    has(text, "Unpublished");
    has(text, "| 2025 | 7");
    has(text, "| withdrawn | 2026-10-20 | #3 |");
    assert_null(strstr(text, "Value: 0"));
    /* Gone and back; what came late never stood. */
    text = text_of(fixture, "indicator/A2.2-04@430000");
    has(text, "| withdrawn | 2026-10-20 | #3 |");
    has(text, "| 2025 | withdrawn | 8");
    has(text, "came late and never stood");
    /* It yielded to the last one that had come before it, not to the one before that.
     */
    has(text, "2025: from 6.0 to 8.0, known 2026-11-05 (#5)");
    /* Before it was taken back it stood. */
    fixture_as_of(fixture, "2026-06-30");
    text = text_of(fixture, "indicator/A2.2-03@430000");
    has(text, "Value: 7");
    assert_null(strstr(text, "withdrawn"));
}

/* The third delivery came while the clock was a month ahead: between its day and that,
 * the second and the fourth are known, and it is not. */
static void test_clock_set_back(void **state)
{
    struct fixture *fixture = *state;
    static const struct fixture_row rows[] = {
        {"A2.2-04", 430000, "2025", 7, 'A', 0, 2},
        {"A2.2-04", 430000, "2025", 8, 'A', 0, 3},
        {"A2.2-04", 430000, "2025", 9, 'A', 0, 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fixture_put(fixture, rows[i]);
    fixture->wrong_receipt = 3;
    fixture->wrong_day = "2026-11-20";
    fixture_as_of(fixture, "2026-10-30");
    const char *text = text_of(fixture, "indicator/A2.2-04@430000");
    has(text, "Value: 9");
    has(text, "| 2025 | 7.0   | 9.0r  | 2026-10-29 | #4 |");
    assert_null(strstr(text, "#3"));
    has(text, "last delivery #4 (2026-10-29");
    fixture_as_of(fixture, "2026-11-30");
    text = text_of(fixture, "indicator/A2.2-04@430000");
    has(text, "| 2026-11-20 | #3 |");
    has(text, "| 9.0r  | 2026-10-29 | #4 |");
}

/* ---- not kept ---- */

static void test_days_not_kept(void **state)
{
    struct fixture *fixture = *state;
    int32_t since;
    assert_true(day_parse("2026-06-30", &since));
    fixture->context.data.kept_since = time_of_day_end(since);
    fixture_as_of(fixture, "2026-06-30");
    assert_null(strstr(text_of(fixture, "overview@430000"), "No longer kept"));
    has(text_of(fixture, "indicator/B9-01@430000"),
        "Values that were replaced before 2026-06-30 are no longer kept.");
    assert_int_not_equal(data_freshness(&fixture->context), NO_DATA);
    fixture_as_of(fixture, "2026-06-29");
    static const char *const pages_of[] = {
        "overview@430000",     "region/430000", "task/A2.2@430000",
        "coordination@100000", "sources",       "indicator/B9-01@430000"};
    for (size_t i = 0; i < sizeof pages_of / sizeof *pages_of; i++) {
        const char *text = text_of(fixture, pages_of[i]);
        has(text, "No longer kept; pages go back to 2026-06-30.");
        has(text, "as known on 2026-06-29 | Not kept");
        assert_null(strstr(text, "3.52"));
    }
    assert_null(strstr(text_of(fixture, "help"), "No longer kept"));
    assert_int_equal(data_freshness(&fixture->context), NO_DATA);
}

static void test_papers_are_said(void **state)
{
    struct fixture *fixture = *state;
    struct data_state *data = &fixture->context.data;
    data->catalog = data->settings = PAPERS_NOT_KEPT;
    assert_null(strstr(text_of(fixture, "overview@430000"), "present one"));
    fixture_as_of(fixture, "2026-06-30");
    has(text_of(fixture, "overview@430000"), "catalogue of that day was not kept");
    has(text_of(fixture, "overview@430000"), "thresholds of that day were not kept");
    data->catalog = PAPERS_UNREADABLE;
    data->settings = PAPERS_OF_THEN;
    has(text_of(fixture, "overview@430000"), "cannot be read by this version");
    assert_null(strstr(text_of(fixture, "overview@430000"), "thresholds"));
}

static const char *spark_of(struct figure *figure, size_t n, struct arena *arena)
{
    figure->n_points = n;
    figure->latest = n ? &figure->points[n - 1] : NULL;
    return figure_spark(figure, GLYPH_ASCII, arena).text;
}

/* A course is of periods that follow each other and can be compared. */
static void test_spark(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct observation series[12] = {0};
    struct figure_point points[12] = {0};
    struct figure figure = {.points = points, .series = series};
    for (int i = 0; i < 12; i++) {
        series[i] = (struct observation){
            .period = period_year(2014 + i), .value = i, .has_value = true};
        points[i].value = &series[i];
    }
    assert_string_equal(spark_of(&figure, 0, &arena), "");
    assert_string_equal(spark_of(&figure, 2, &arena), "");
    assert_string_equal(spark_of(&figure, 3, &arena), "_-^");
    assert_int_equal(strlen(spark_of(&figure, 12, &arena)), 8);
    series[8].rescoped = true; /* another scope since 2022 */
    assert_string_equal(spark_of(&figure, 12, &arena), "_.=^");
    series[8].rescoped = false;
    series[6].has_value = false; /* nothing for 2020 */
    assert_int_equal(strlen(spark_of(&figure, 12, &arena)), 5);
    arena_release(&arena);
}

int main(void)
{
#define FILLED(test)                                                                   \
    cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spark),
        FILLED(test_part_says_what_the_whole_says),
        FILLED(test_recent_series_are_read_once),
        FILLED(test_withdrawn),
        FILLED(test_clock_set_back),
        FILLED(test_days_not_kept),
        FILLED(test_papers_are_said),
    };
    return cmocka_run_group_tests_name("views_series", tests, NULL, NULL);
}
