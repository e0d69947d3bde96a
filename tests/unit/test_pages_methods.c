/* Methods on pages: the one that decides, all of them side by side, changes of scope,
 * the office's colours. */
#include "tests/lib/pages_fixture.h"
#include "tests/lib/sheets.h"

#include "views/figure.h"
#include "views/layout.h"
#include "views/method_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct figure get_at(struct fixture *fixture, const char *indicator,
                            int32_t region, bool whole)
{
    struct figures figures;
    struct figure figure;
    struct error error = {0};
    assert_true(figures_open(&figures, &fixture->context, &error));
    figures.whole = whole;
    assert_true(figure_get(&figures, catalog_indicator(&fixture->catalog, indicator),
                           catalog_region(&fixture->catalog, region), &fixture->page,
                           &figure, &error));
    return figure;
}

static struct figure get(struct fixture *fixture, const char *indicator, int32_t region)
{
    return get_at(fixture, indicator, region, false);
}

static void put(struct fixture *fixture, const char *indicator, int32_t region,
                const char *period, double value, char status)
{
    struct fixture_row row = {"", region, period, value, status, 0, 3};
    snprintf(row.indicator, sizeof row.indicator, "%s", indicator);
    fixture_put(fixture, row);
}

/* The page's body as it stands on the screen. */
static const char *screen(struct fixture *fixture, const char *address, int width)
{
    struct view view = fixture_page(fixture, address);
    struct layout_rules rules = {.width = width, .ambiguous = 1, .plain = true};
    struct sheet sheet;
    layout_sheet(&view, &rules, &fixture->page, &sheet);
    return sheet_text(sheet.lines, sheet.n_lines, &fixture->page);
}

/* Without what wrapping adds: a blank for every run of blanks. */
static const char *unwrapped(struct fixture *fixture, const char *text)
{
    char *copy = arena_strdup(&fixture->page, text), *to = copy;
    for (const char *from = text; *from; from++)
        if (*from != ' ' && *from != '\n')
            *to++ = *from;
        else if (to > copy && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
    return copy;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no \"%s\" in:\n%s", part, text);
}

static void lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" in:\n%s", part, text);
}

/* ---- the method that decides ---- */

static void test_method_decides(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        enum assess_method method;
        enum progress_state state;
        const char *words;
    } cases[] = {
        {METHOD_SCHEDULE, PROGRESS_ON, "done 45.5%, schedule 44.4%, On track +1.0 pts"},
        {METHOD_GROWTH, PROGRESS_ON,
         "On track by Growth rate: Substantial progress, +43.0%/y, due +34.4%"},
        {METHOD_TREND, PROGRESS_BEHIND,
         "Behind by Trend: Falls short, leads to 5.01, 17.3% short"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture->context.rules.method = cases[i].method;
        struct figure figure = get(fixture, "B9-01", 430000);
        assert_int_equal(figure.progress.state, cases[i].state);
        assert_int_equal(figure.method, cases[i].method);
        has(figure_detail(&figure, LANGUAGE_EN, &fixture->page), cases[i].words);
        struct view view = fixture_page(fixture, "task/B9@430000");
        const struct state_row *row = &progress_rows[cases[i].state];
        has(fixture_dump(fixture, &view), state_text(row, &fixture->page));
    }
}

/* A row reads a part of the series: where the trend decides, enough of it. */
static void test_trend_of_a_row(void **state)
{
    struct fixture *fixture = *state;
    fixture->context.rules.method = METHOD_TREND;
    static const char *const old[] = {"2015-03", "2015-06", "2015-09"};
    for (int i = 0; i < 3; i++)
        put(fixture, "G0-01", 440000, old[i], 10 + 3 * i, 'A');
    struct figure part = get_at(fixture, "G0-01", 440000, false);
    struct figure whole = get_at(fixture, "G0-01", 440000, true);
    assert_int_equal(part.assessment.trend.n, 6);
    assert_true(part.assessment.trend.projected == whole.assessment.trend.projected);
    assert_int_equal(part.progress.state, whole.progress.state);
}

/* Once the year is over a target was reached or missed, by whatever method. */
static void test_past_targets(void **state)
{
    struct fixture *fixture = *state;
    static const char *const quarters[] = {"2026-Q4", "2027-Q1", "2027-Q2",
                                           "2027-Q3", "2027-Q4", "2028-Q1"};
    static const double missed[] = {4.3, 4.5, 4.8, 5.0, 5.2, 5.3};
    for (int i = 0; i < 6; i++)
        put(fixture, "B9-01", 430000, quarters[i], missed[i], 'A');
    for (int m = 0; m < METHOD_COUNT; m++) {
        fixture->context.rules.method = (enum assess_method)m;
        struct figures figures;
        struct error error = {0};
        assert_true(figures_open(&figures, &fixture->context, &error));
        struct figure figure = get_at(fixture, "B9-01", 430000, true);
        assert_int_equal(figure.targets[0]->year, 2027);
        struct assessment given =
            figure_against(&figures, &figure, figure.targets[0]).assessment;
        assert_int_equal(given.decided.state, PROGRESS_BEHIND);
        assert_false(given.has_needed);
        for (int i = 0; i < METHOD_COUNT; i++)
            assert_false(given.disagrees[i]);
    }
}

/* ---- side by side ---- */

static void test_side_by_side(void **state)
{
    struct fixture *fixture = *state;
    static const char *const english[] = {
        "Methods side by side",
        ". On track",
        "+1.0 pts: 45.5% done, 44.4% due",
        "+ Substantial progress",
        "+43.0%/y, due +34.4%, ratio 1.25",
        "! Falls short *",
        "comes to something else than Schedule, which decides",
        "2027 5.25 EFLOPS; still needed +1.11 EFLOPS a year",
        "x the last 6 points carried on",
    };
    for (int width = 80; width <= 120; width += 40) {
        const char *text =
            unwrapped(fixture, screen(fixture, "indicator/B9-01@430000", width));
        for (size_t i = 0; i < sizeof english / sizeof *english; i++)
            has(text, english[i]);
    }
    struct view view = fixture_page(fixture, "indicator/B9-01@430000");
    has(view.conclusion, "* methods disagree");
    assert_in_range(text_width(view.conclusion, 1), 1, 66);
}

static void test_side_by_side_in_chinese(void **state)
{
    struct fixture *fixture = *state;
    static const char *const chinese[] = {
        "各方法对照",
        "序时进度",
        ". 达进度",
        "+1.0点：完成45.5%，序时44.4%",
        "+ 进展显著",
        "年均+43.0%，应为+34.4%，比值1.25",
        "! 有差距 *",
        "推至5.01，缺口占余量17.3%",
        "与判定所用的序时进度结论不一致",
        "尚需每年+1.11 EFLOPS",
        "按近6期推算，2028年达到",
    };
    const char *text = screen(fixture, "indicator/B9-01@430000", 80);
    for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++)
        has(text, chinese[i]);
    struct view view = fixture_page(fixture, "indicator/B9-01@430000");
    has(view.conclusion, "* 方法不一致");
    assert_in_range(text_width(view.conclusion, 1), 1, 66);
}

/* Without a baseline or a target no method says anything but why. */
static void test_nothing_to_go_by(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, "B9-01", 430000, "2024-Q4", 0, 'O');
    put(fixture, "B9-01", 430000, "2025-Q3", 0, 'O');
    put(fixture, "B9-01", 430000, "2025-Q4", 0, 'O');
    const char *text =
        unwrapped(fixture, screen(fixture, "indicator/B9-01@430000", 80));
    lacks(text, "Methods side by side");
    has(text, "2027 5.25 EFLOPS; still needed +1.11 EFLOPS a year; no method can be ");
    has(text,
        "computed: there is no baseline: no value from before the target document; "
        "Trend not");
    has(text, "four points under one scope");
    lacks(screen(fixture, "indicator/B9-01@440000", 80), "Methods side by side");
}

/* ---- bounds ---- */

static void test_bound_against_a_target(void **state)
{
    struct fixture *fixture = *state;
    fixture_put(fixture, (struct fixture_row){"B9-01", 430000, "2026-Q3", 5, 'A',
                                              QUALIFIER_ABOVE, 5});
    struct view view = fixture_page(fixture, "indicator/B9-01@430000");
    const char *text = fixture_dump(fixture, &view);
    has(view.conclusion, "at least Ahead");
    has(text, "at least + Ahead");
    fixture_put(fixture, (struct fixture_row){"B9-01", 430000, "2026-Q3", 3, 'A',
                                              QUALIFIER_ABOVE, 5});
    text = unwrapped(fixture, screen(fixture, "indicator/B9-01@430000", 80));
    lacks(text, "-32.7");
    has(text, "done > 11.8%");
    has(text, "? Not computable");
    has(text, "only a bound, which does not decide it");
}

/* ---- changes of scope ---- */

static void test_break(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, "B9-01", 430000, "2026-Q2", 3.52, 'B');
    struct view view = fixture_page(fixture, "indicator/B9-01@430000");
    const char *text = fixture_dump(fixture, &view);
    has(text, "Scope changed from 2026Q2: not compared across it");
    has(text, "| scope changed");
    has(text, "2026-05-16 0.0000 |");
    has(text, "| 2026Q2 | 3.52b  |  |  |");      /* no change on the period before */
    has(text, "| 2026Q3 | 3.86p  | +0.34 |  |"); /* but y/y would cross it */
    has(text, "the scope changed between baseline and value");
    lacks(text, "points carried on"); /* two points are no trend */
    const char *drawn = screen(fixture, "indicator/B9-01@430000", 80);
    int rows = 0;
    for (const char *line = drawn; *line; line += strcspn(line, "\n") + 1)
        rows += memchr(line, '|', strcspn(line, "\n")) != NULL;
    assert_in_range(rows, 10, 13); /* the chart's rows, its legend, the sentence */
}

/* A break has no height: an axis that begins above or below 0 is not stretched to it.
 */
static void test_break_has_no_height(void **state)
{
    struct fixture *fixture = *state;
    struct view_point points[] = {
        {10, -5, '@', ""}, {40, 0, '|', ""}, {70, -3, '@', ""}};
    struct view_block block = {.kind = BLOCK_CHART,
                               .title = "",
                               .text = "",
                               .label = "",
                               .chart = {points, 3, "", "", 0}};
    struct view view = {.blocks = &block, .n_blocks = 1};
    struct layout_rules rules = {.width = 80, .ambiguous = 1, .plain = true};
    struct sheet with, without;
    layout_sheet(&view, &rules, &fixture->page, &with);
    points[1] = points[0];
    layout_sheet(&view, &rules, &fixture->page, &without);
    assert_int_equal(with.n_lines, without.n_lines);
    for (size_t i = 0; i < with.n_lines; i++) {
        const char *a = sheet_text(&with.lines[i], 1, &fixture->page);
        const char *b = sheet_text(&without.lines[i], 1, &fixture->page);
        assert_memory_equal(a, b, strcspn(b, " @\n") < 4 ? strcspn(b, "@\n") / 2 : 0);
    }
}

/* The scopes of the catalogue, the newest first; one of later knowledge is not shown.
 */
static void test_scope_versions(void **state)
{
    struct fixture *fixture = *state;
    struct view view = fixture_page(fixture, "indicator/A2.1-01@100000");
    const char *text = fixture_dump(fixture, &view);
    has(text, "Scope: version 2, from 2025-12-31: ");
    has(text, "Scope: version 1, at first: ");
    fixture_as_of(fixture, "2025-12-31");
    view = fixture_page(fixture, "indicator/A2.1-01@100000");
    text = fixture_dump(fixture, &view);
    lacks(text, "version 2");
    has(text, "version 1, at first: ");
}

/* What a region that was merged reported stands beside its successor's figures. */
static void test_predecessors(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, "B9-01", 500105, "2025-Q3", 1.25, 'A');
    put(fixture, "B9-01", 500105, "2025-Q4", 1.5, 'A');
    put(fixture, "B9-01", 500157, "2026-Q3", 4, 'A');
    struct view view = fixture_page(fixture, "indicator/B9-01@500157");
    const char *text = fixture_dump(fixture, &view);
    has(text, "# History before the merger");
    has(text, "| 2025Q4 | 1.50   | +0.25 |");
    has(text, "(until 2026)");
    lacks(text, "2025-12-31 1.5000"); /* not in the successor's chart */
    view = fixture_page(fixture, "indicator/B9-01@430000");
    lacks(fixture_dump(fixture, &view), "before the merger");
}

/* ---- colours and rounding ---- */

static void test_colours(void **state)
{
    struct fixture *fixture = *state;
    fixture->context.states[PROGRESS_ON].role = ROLE_MARK;
    struct figure figure = get(fixture, "B9-01", 430000);
    assert_int_equal(figure_state(&figure)->role, ROLE_MARK);
    static const char *const addresses[] = {
        "task/B9@430000",      "region/430000",          "region/B9-01@100000",
        "coordination@100000", "indicator/B9-01@430000", "help"};
    for (size_t a = 0; a < sizeof addresses / sizeof *addresses; a++) {
        struct view view = fixture_page(fixture, addresses[a]);
        bool found = false;
        for (size_t b = 0; b < view.n_blocks; b++) {
            const struct view_block *block = &view.blocks[b];
            found |= block->kind == BLOCK_TEXT && block->role == ROLE_MARK;
            for (size_t r = 0; r < block->table.n_rows; r++)
                for (size_t c = 0; c < block->table.n_columns; c++)
                    found |= block->table.rows[r].cells[c].role == ROLE_MARK;
            for (size_t i = 0; i < block->map.n; i++)
                found |= block->map.tiles[i].role == ROLE_MARK;
            for (size_t r = 0; r < block->matrix.n_rows; r++)
                for (size_t c = 0; c < block->matrix.n_columns; c++)
                    found |= block->matrix.rows[r].cells[c].role == ROLE_MARK;
        }
        if (!found)
            fail_msg("%s", addresses[a]);
    }
}

static void test_rounding(void **state)
{
    struct fixture *fixture = *state;
    static const char *const gaps[] = {"+1", "+1.0", "+1.05", "+1.046"};
    for (int i = 0; i < 4; i++) {
        fixture->context.rules.gap_decimals = i;
        struct figure figure = get(fixture, "B9-01", 430000);
        assert_string_equal(gap_text(&figure.progress, &fixture->page), gaps[i]);
    }
}

/* Of every number before "pts" in the details of a page. */
static size_t whole_points(struct fixture *fixture, const char *address)
{
    struct view view = fixture_page(fixture, address);
    size_t n = 0;
    for (const char *at = fixture_dump(fixture, &view);
         (at = strstr(at, " pts")) != NULL; at++) {
        const char *from = at;
        while (strchr("+-.0123456789", from[-1]))
            from--;
        if (from == at || (*from != '+' && *from != '-'))
            continue;
        if (memchr(from, '.', (size_t)(at - from)))
            fail_msg("%s: %.*s", address, (int)(at - from), from);
        n++;
    }
    return n;
}

/* The widest gap of several indicators has the decimals of every other gap. */
static void test_rounding_of_the_widest(void **state)
{
    struct fixture *fixture = *state;
    fixture->context.rules.gap_decimals = 0;
    assert_true(whole_points(fixture, "overview@430000") > 0);
    assert_true(whole_points(fixture, "task/B9@430000") > 0);
    assert_true(whole_points(fixture, "region/430000") > 0);
}

/* What stands before a value stands before the completion computed from it. */
static void test_completion_of_a_bound(void **state)
{
    struct fixture *fixture = *state;
    const struct fixture_row row = {"B9-01", 430000,          "2026Q3", 4,
                                    'A',     QUALIFIER_ABOUT, 3};
    fixture_put(fixture, row);
    fixture->context.options.group = "list";
    const char *text = screen(fixture, "region/B9-01@100000", 120);
    assert_non_null(strstr(text, " c.51.0 "));
    text = screen(fixture, "indicator/B9-01@430000", 120);
    assert_non_null(strstr(text, " c.51.0 "));
}

int main(void)
{
#define FILLED(test)                                                                   \
    cmocka_unit_test_setup_teardown(test, fixture_filled, fixture_closed)
    const struct CMUnitTest tests[] = {
        FILLED(test_method_decides),
        FILLED(test_rounding_of_the_widest),
        FILLED(test_completion_of_a_bound),
        FILLED(test_trend_of_a_row),
        FILLED(test_past_targets),
        FILLED(test_side_by_side),
        cmocka_unit_test_setup_teardown(test_side_by_side_in_chinese, fixture_chinese,
                                        fixture_closed),
        FILLED(test_nothing_to_go_by),
        FILLED(test_bound_against_a_target),
        FILLED(test_break),
        FILLED(test_break_has_no_height),
        FILLED(test_scope_versions),
        FILLED(test_predecessors),
        FILLED(test_colours),
        FILLED(test_rounding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
