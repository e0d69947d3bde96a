/* Scopes, reporting units and the reporting calendar; what ended, what lies in what. */
#include "tests/lib/replaced.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void opens(struct catalog *catalog)
{
    struct catalog_problems problems;
    struct error error = {0};
    if (!catalog_open(catalog, replaced_directory, &problems, &error)) {
        replaced_show(&problems);
        fail_msg("%zu problems", problems.n);
    }
}

/* ---- scopes ---- */

#define SCOPES "indicator\tregion\tversion\tfrom\ttext\tdocument\tknown\tsource\tnote\n"

/* The versions that hold in a region, "1 2". */
static const char *versions(const struct catalog *catalog, const char *code,
                            int32_t region, struct arena *arena)
{
    size_t n;
    const struct scope *const *scopes =
        catalog_scopes(catalog, catalog_indicator(catalog, code), region, arena, &n);
    const char *list = "";
    for (size_t i = 0; i < n; i++)
        list = arena_printf(arena, "%s%s%s", list, i ? " " : "", scopes[i]->version);
    return list;
}

static void scopes_of_a_region(void **state)
{
    (void)state;
    struct catalog catalog;
    struct arena arena = {0};
    replaced_edit("scopes.tsv", NULL,
                  SCOPES "B9-01\t\tall2\t2026\t新口径\tHN-1\t\t\t\n"
                         "B9-01\t\tall1\t\t旧口径\t\t2024\t\t\n"
                         "B9-01\t430000\thn\t2026Q2\t省定口径\tHN-1\t2026-05\tS04\t注\n"
                         "B9-01\t100000\tnation\t2026-03\t全国\t\t\t\t\n"
                         "A1.1-01\t430100\tcs\t2026-03-05\t市定\t\t\t\t\n");
    opens(&catalog);
    assert_int_equal(catalog.n_scopes, 5);
    /* its own; else of the region it lies in; else everybody's, ascending */
    assert_string_equal(versions(&catalog, "B9-01", 430000, &arena), "hn");
    assert_string_equal(versions(&catalog, "B9-01", 430102, &arena), "hn");
    assert_string_equal(versions(&catalog, "B9-01", 330000, &arena), "all1 all2");
    assert_string_equal(versions(&catalog, "B9-01", 100000, &arena), "nation");
    assert_string_equal(versions(&catalog, "A1.1-01", 430102, &arena), "cs");
    assert_string_equal(versions(&catalog, "A1.1-01", 430000, &arena), "");
    assert_string_equal(versions(&catalog, "A1.1-02", 430102, &arena), "");
    /* by indicator, region and first day */
    assert_string_equal(catalog.scopes[0].indicator, "A1.1-01");
    const struct scope *scope = &catalog.scopes[4];
    assert_string_equal(scope->version, "hn");
    assert_int_equal(scope->from, day_from_date((struct date){2026, 4, 1}));
    assert_int_equal(scope->day, day_from_date((struct date){2026, 5, 31}));
    assert_string_equal(scope->text, "省定口径");
    assert_string_equal(scope->source, "S04");
    /* known with its document, where nothing else is said */
    assert_int_equal(catalog.scopes[2].day, catalog_document(&catalog, "HN-1")->day);
    assert_int_equal(catalog.scopes[1].from, 0);
    arena_release(&arena);
    catalog_close(&catalog);
    unlink(replaced_path("scopes.tsv"));
}

/* What is built in says what the indicators' notes say, of the nation's figures alone.
 */
static void scopes_built_in(void **state)
{
    (void)state;
    struct catalog catalog;
    struct arena arena = {0};
    opens(&catalog);
    assert_string_equal(versions(&catalog, "A2.1-01", 100000, &arena), "1 2 3");
    assert_string_equal(versions(&catalog, "A2.2-02", 100000, &arena), "1 2 3");
    assert_string_equal(versions(&catalog, "A2.1-01", 430000, &arena), "");
    arena_release(&arena);
    catalog_close(&catalog);
}

/* ---- units ---- */

static void units(void **state)
{
    (void)state;
    struct catalog catalog;
    replaced_edit("units.tsv", "JHDL\t",
                  "P2\t同名\t\t110000\t\nP3\t同名\tTwo\t110000、120000\t注\nJHDL\t");
    opens(&catalog);
    const struct reporting_unit *cities = catalog_unit(&catalog, "计划单列市");
    static const int32_t codes[] = {210200, 330200, 350200, 370200, 440300, 0};
    assert_non_null(cities);
    assert_memory_equal(cities->regions, codes, sizeof codes);
    assert_ptr_equal(catalog_unit(&catalog, "JHDL"), cities);
    assert_ptr_equal(catalog_unit(&catalog, cities->name_en), cities);
    const struct reporting_unit *corps = catalog_unit(&catalog, "XPCC");
    assert_non_null(corps);
    size_t n = 0;
    for (; corps->regions[n]; n++)
        assert_string_equal(catalog_region(&catalog, corps->regions[n])->flag, "XPCC");
    for (size_t i = 0; i < catalog.n_regions; i++)
        n -= strcmp(catalog.regions[i].flag, "XPCC") == 0;
    assert_int_equal(n, 0);
    assert_null(catalog_unit(&catalog, "同名"));
    assert_string_equal(catalog_unit(&catalog, "Two")->note, "注");
    assert_null(catalog_unit(&catalog, ""));
    assert_null(catalog_unit(&catalog, "430000"));
    catalog_close(&catalog);
    unlink(replaced_path("units.tsv"));
}

/* ---- the calendar ---- */

#define CALENDAR "subject\tregion\tlevel\tfrequency\tdays\treporter\tnote\n"

static const char *reporter(const struct catalog *catalog, const char *indicator,
                            int32_t region)
{
    const struct duty_to_report *duty =
        catalog_due(catalog, catalog_indicator(catalog, indicator),
                    catalog_region(catalog, region));
    return duty ? duty->reporter : "nobody";
}

static void the_nearest_row_counts(void **state)
{
    (void)state;
    struct catalog catalog;
    replaced_edit("calendar.tsv", NULL,
                  CALENDAR "B9\t100000\t1\t\t20\tprovinces\t\n"
                           "B9\t100000\t2\tQ\t25\tprefectures\t\n"
                           "B9\t430000\t2\tQ\t15\tof Hunan\t\n"
                           "B9\t430100\t0\tM\t5\tChangsha\t\n"
                           "B9\tJHDL\t0\tM\t10\tcities\t\n"
                           "B9\tJHDL\t3\tM\t8\tdistricts\t\n"
                           "B9-01\t430000\t2\tM\t3\tnamed\t\n"
                           "A1\t110000\t0\tA\t30\taction\t\n"
                           "A1.1\t110000\t3\t\t0\ttask\t\n"
                           "A1.1\t110000\t0\t\t366\ttask itself\t备注\n");
    opens(&catalog);
    assert_string_equal(reporter(&catalog, "B9-02", 330000), "provinces");
    assert_string_equal(reporter(&catalog, "B9-02", 330100), "prefectures");
    assert_string_equal(reporter(&catalog, "B9-02", 430200), "of Hunan");
    assert_string_equal(reporter(&catalog, "B9-02", 430100), "Changsha");
    assert_string_equal(reporter(&catalog, "B9-02", 330200), "cities");
    assert_string_equal(reporter(&catalog, "B9-02", 330203), "districts");
    assert_string_equal(reporter(&catalog, "B9-02", 330102), "nobody");
    assert_string_equal(reporter(&catalog, "B9-02", 100000), "nobody");
    /* an indicator's own row goes before any of its task, however near */
    assert_string_equal(reporter(&catalog, "B9-01", 430100), "named");
    assert_string_equal(reporter(&catalog, "B9-01", 430000), "provinces");
    /* cities that no prefecture holds report beside the prefectures */
    assert_string_equal(reporter(&catalog, "B9-02", 659001), "prefectures");
    assert_string_equal(reporter(&catalog, "B9-02", 710000), "nobody");
    assert_string_equal(reporter(&catalog, "B9-02", 810000), "nobody");
    /* task before action, and other tasks of the action */
    assert_string_equal(reporter(&catalog, "A1.1-01", 110000), "task itself");
    assert_string_equal(reporter(&catalog, "A1.2-01", 110000), "action");
    assert_string_equal(reporter(&catalog, "A1.1-01", 110101), "task");
    assert_string_equal(reporter(&catalog, "A2.1-01", 110000), "nobody");
    const struct duty_to_report *duty = &catalog.calendar[9];
    assert_int_equal(duty->days, 366);
    assert_int_equal(duty->frequency, FREQ_NONE);
    assert_string_equal(duty->note, "备注");
    assert_int_equal(catalog.calendar[3].frequency, FREQ_MONTH);
    assert_string_equal(catalog.calendar[4].unit, "JHDL");
    assert_int_equal(catalog.calendar[4].region, 0);
    catalog_close(&catalog);
    unlink(replaced_path("calendar.tsv"));
}

/* Nobody is called late by invention. */
static void nothing_built_in(void **state)
{
    (void)state;
    struct catalog catalog;
    opens(&catalog);
    assert_int_equal(catalog.n_calendar, 0);
    assert_string_equal(reporter(&catalog, "B9-01", 430000), "nobody");
    catalog_close(&catalog);
}

static void ended_regions_do_not_report(void **state)
{
    (void)state;
    struct catalog catalog;
    replaced_edit("calendar.tsv", NULL, CALENDAR "B9\t500000\t3\t\t20\tdistricts\t\n");
    opens(&catalog);
    assert_string_equal(reporter(&catalog, "B9-01", 500157), "districts");
    assert_string_equal(reporter(&catalog, "B9-01", 500105), "nobody");
    catalog_close(&catalog);
    unlink(replaced_path("calendar.tsv"));
}

/* ---- regions ---- */

static void predecessors(void **state)
{
    (void)state;
    struct catalog catalog;
    struct arena arena = {0};
    size_t n;
    opens(&catalog);
    const struct region **found = catalog_predecessors(&catalog, 500157, &arena, &n);
    assert_int_equal(n, 2);
    assert_int_equal(found[0]->code, 500105);
    assert_int_equal(found[1]->code, 500112);
    catalog_predecessors(&catalog, 500105, &arena, &n);
    assert_int_equal(n, 0);
    catalog_predecessors(&catalog, 0, &arena, &n);
    assert_int_equal(n, 0);
    arena_release(&arena);
    catalog_close(&catalog);
}

static void what_lies_in_what(void **state)
{
    (void)state;
    static const struct {
        int32_t region, whole;
        bool within;
    } cases[] = {
        {430102, 430100, true},  {430102, 430000, true},  {430102, 100000, true},
        {430100, 430100, true},  {100000, 100000, true},  {430000, 430100, false},
        {430102, 430200, false}, {659001, 650000, true},  {659001, 650100, false},
        {429004, 420000, true},  {500105, 500157, true},  {500105, 500000, true},
        {500157, 500105, false}, {500105, 500105, true},  {999999, 100000, false},
        {430100, 999999, false}, {500105, 500112, false},
    };
    struct catalog catalog;
    opens(&catalog);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (catalog_within(&catalog, cases[i].region, cases[i].whole) !=
            cases[i].within)
            fail_msg("%d in %d", (int)cases[i].region, (int)cases[i].whole);
    catalog_close(&catalog);
    /* One that names itself as its successor lies nowhere else. */
    replaced_edit("regions.tsv", "渝北区\tYubei Qu\t\t\t2026\t500157",
                  "渝北区\tYubei Qu\t\t\t2026\t500112");
    opens(&catalog);
    assert_true(catalog_within(&catalog, 500112, 500112));
    assert_false(catalog_within(&catalog, 500112, 500000));
    catalog_close(&catalog);
    unlink(replaced_path("regions.tsv"));
}

/* ---- files of before ---- */

static void files_of_before(void **state)
{
    (void)state;
    static const char *const later[] = {"scopes.tsv", "units.tsv", "calendar.tsv"};
    struct arena arena = {0};
    struct catalog_texts texts;
    struct catalog catalog;
    struct error error = {0};
    assert_true(catalog_texts(NULL, &arena, &texts, &error));
    struct catalog_text *items = arena_alloc(&arena, texts.n * sizeof *items);
    for (size_t i = 0; i < texts.n; i++) {
        bool may = false;
        memcpy(items, texts.items, texts.n * sizeof *items);
        items[i] = items[texts.n - 1];
        for (size_t k = 0; k < sizeof later / sizeof *later; k++)
            may = may || strcmp(texts.items[i].name, later[k]) == 0;
        struct catalog_texts fewer = {items, texts.n - 1};
        bool opened = catalog_open_texts(&catalog, &fewer, NULL, &error);
        if (opened != may)
            fail_msg("without %s", texts.items[i].name);
        if (!opened)
            assert_int_equal(error.code, ERROR_OPEN);
        catalog_close(&catalog);
    }
    arena_release(&arena);
}

/* ---- plans ---- */

#define TARGETS                                                                        \
    "region\tindicator\tyear\top\tvalue\tunit\ttext\tbaseline\tbaseline_period\t"      \
    "document\tnote"

static void plans(void **state)
{
    (void)state;
    struct catalog catalog;
    replaced_edit("targets.tsv", NULL,
                  TARGETS "\tplan\n"
                          "430000\tB9-01\t2027\t=\t5000\tPFLOPS\t\t\t\tHN-1\t\t"
                          "2026-03=1000;2026H1=2500.5;2027=5000\n"
                          "430000\tB9-01\t2030\t=\t12\tEFLOPS\t\t\t\tHN-1\t\t\n");
    opens(&catalog);
    const struct target *target = &catalog.targets[0];
    assert_int_equal(target->n_plan, 3);
    assert_int_equal(target->plan[0].day, day_from_date((struct date){2026, 3, 31}));
    assert_int_equal(target->plan[1].day, day_from_date((struct date){2026, 6, 30}));
    assert_int_equal(target->plan[2].day, day_from_date((struct date){2027, 12, 31}));
    assert_true(target->plan[0].value == 1);
    assert_true(target->plan[1].value == 2.5005);
    assert_true(target->plan[2].value == target->value);
    assert_int_equal(catalog.targets[1].n_plan, 0);
    assert_null(catalog.targets[1].plan);
    catalog_close(&catalog);
    /* a file of before there were plans */
    replaced_edit("targets.tsv", NULL,
                  TARGETS "\n430000\tB9-01\t2027\t=\t5000\tPFLOPS\t\t\t\tHN-1\t注\n");
    opens(&catalog);
    assert_int_equal(catalog.n_targets, 1);
    assert_null(catalog.targets[0].plan);
    assert_string_equal(catalog.targets[0].note, "注");
    catalog_close(&catalog);
    unlink(replaced_path("targets.tsv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scopes_of_a_region),
        cmocka_unit_test(scopes_built_in),
        cmocka_unit_test(units),
        cmocka_unit_test(the_nearest_row_counts),
        cmocka_unit_test(nothing_built_in),
        cmocka_unit_test(ended_regions_do_not_report),
        cmocka_unit_test(predecessors),
        cmocka_unit_test(what_lies_in_what),
        cmocka_unit_test(files_of_before),
        cmocka_unit_test(plans),
    };
    return cmocka_run_group_tests(tests, replaced_make, replaced_remove);
}
