/* The built-in catalogue: is it all there, and is it what the sources say? */
#include "catalog/catalog.h"
#include "core/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The opinions' text, from its first line to the last before the source, with a line
 * end behind each. */
#define DOCUMENT_SIZE 14628
#define DOCUMENT_DIGEST                                                                \
    "2ee9d8ec1f5126712734f1750915e5b68ff1369bcac1cfd538da6e49861aa4fa"

static struct catalog catalog;

static int open_built_in(void **state)
{
    (void)state;
    struct error error = {0};
    return catalog_open(&catalog, NULL, NULL, &error) ? 0 : -1;
}

static int close_it(void **state)
{
    (void)state;
    catalog_close(&catalog);
    return 0;
}

/* The document put together from its clauses; freed by the caller. */
static char *document_text(size_t *size)
{
    size_t room = 2;
    for (size_t i = 0; i < catalog.n_clauses; i++)
        room += strlen(catalog.clauses[i].lead) + strlen(catalog.clauses[i].text) + 1;
    char *text = malloc(room);
    assert_non_null(text);
    char *end = text;
    for (size_t i = 0; i < catalog.n_clauses; i++) {
        const struct clause *clause = &catalog.clauses[i];
        end += sprintf(end, "%s%s%s", i > 0 && clause->starts_line ? "\n" : "",
                       clause->lead, clause->text);
    }
    *end++ = '\n';
    *size = (size_t)(end - text);
    return text;
}

/* A file of the source material, or NULL where that is not at hand; freed by the
 * caller. */
static char *shared_file(const char *name, size_t *size)
{
    char path[200];
    snprintf(path, sizeof path, "../shared/catalog/%s", name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    size_t room = 1 << 20;
    char *text = malloc(room);
    assert_non_null(text);
    *size = fread(text, 1, room - 1, file);
    text[*size] = '\0';
    fclose(file);
    return text;
}

static void document_word_for_word(void **state)
{
    (void)state;
    size_t size;
    char *text = document_text(&size);
    char hex[DIGEST_HEX];
    digest_of(text, size, hex);
    assert_int_equal(size, DOCUMENT_SIZE);
    assert_string_equal(hex, DOCUMENT_DIGEST);
    free(text);
}

static void document_as_in_source(void **state)
{
    (void)state;
    size_t size, n;
    char *source = shared_file("opinions_zh_CN.txt", &n);
    if (!source)
        skip();
    char *text = document_text(&size);
    char *end = strstr(source, "来源：");
    assert_non_null(end);
    assert_int_equal(end - source, size);
    assert_memory_equal(text, source, size);
    free(text);
    free(source);
}

static void task_texts_as_in_source(void **state)
{
    (void)state;
    size_t n, found = 0;
    char *source = shared_file("tasks.json", &n);
    if (!source)
        skip();
    for (size_t i = 0; i < catalog.n_tasks; i++) {
        const struct task *task = &catalog.tasks[i];
        if (task->kind != TASK_TASK && task->kind != TASK_CAPABILITY)
            continue;
        char code[40];
        snprintf(code, sizeof code, "\"code\": \"%s\"", task->code);
        const char *at = strstr(source, code);
        assert_non_null(at);
        at = strstr(at, "\"text_zh\": \"");
        assert_non_null(at);
        at += strlen("\"text_zh\": \"");
        const char *text = catalog_task_text(&catalog, task);
        assert_memory_equal(at, text, strlen(text));
        assert_memory_equal(at + strlen(text), "\",", 2);
        found++;
    }
    assert_int_equal(found, 25);
    free(source);
}

static void counts(void **state)
{
    (void)state;
    size_t kinds[5] = {0}, own = 0, national = 0, historical = 0;
    size_t levels[4] = {0};
    for (size_t i = 0; i < catalog.n_tasks; i++)
        kinds[catalog.tasks[i].kind]++;
    assert_int_equal(kinds[TASK_GOAL], 1);
    assert_int_equal(kinds[TASK_ACTION], 6);
    assert_int_equal(kinds[TASK_TASK], 17);
    assert_int_equal(kinds[TASK_CAPABILITY], 8);
    assert_int_equal(kinds[TASK_DUTY], 4);
    for (size_t i = 0; i < catalog.n_indicators; i++)
        own += catalog.indicators[i].provincial;
    assert_int_equal(catalog.n_indicators - own, 111);
    assert_int_equal(own, 20);
    for (size_t i = 0; i < catalog.n_targets; i++)
        national += catalog.targets[i].region == REGION_NATION;
    assert_int_equal(national, 15);
    assert_int_equal(catalog.n_targets - national, 44);
    for (size_t i = 0; i < catalog.n_regions; i++) {
        historical += catalog.regions[i].valid_to != 0;
        if (!catalog.regions[i].valid_to)
            levels[catalog.regions[i].level]++;
    }
    assert_int_equal(levels[0], 1);
    assert_int_equal(levels[1], 34);
    assert_int_equal(levels[2], 333);
    assert_int_equal(levels[3], 2845);
    assert_int_equal(historical, 2);
}

/* How many indicators of a group (all whose task starts with it) have a figure. */
static int with_figure(const char *group)
{
    int n = 0;
    for (size_t i = 0; i < catalog.n_indicators; i++) {
        const struct indicator *indicator = &catalog.indicators[i];
        bool found = false;
        for (size_t k = 0; k < catalog.n_published && !found; k++)
            found = strcmp(catalog.published[k].observation.indicator,
                           indicator->code) == 0;
        size_t length = strlen(group);
        const char *rest = indicator->task + length;
        n += found && strncmp(indicator->task, group, length) == 0 &&
             (*rest == '\0' || *rest == '.' || length == 0);
    }
    return n;
}

/* The counts of the page for the first day. */
static void figures_by_group(void **state)
{
    (void)state;
    static const struct {
        const char *group;
        int n;
    } groups[] = {
        {"", 56},   {"G0", 4},  {"A1", 4},  {"A2", 14}, {"A3", 6}, {"A4", 7},
        {"A5", 3},  {"A6", 2},  {"B7", 3},  {"B8", 5},  {"B9", 3}, {"B10", 1},
        {"B11", 0}, {"B12", 3}, {"B13", 1}, {"B14", 0},
    };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        assert_int_equal(with_figure(groups[i].group), groups[i].n);
}

static const struct published *figure(const char *code, const char *period,
                                      const char *date)
{
    for (size_t i = 0; i < catalog.n_published; i++) {
        const struct published *published = &catalog.published[i];
        char id[32];
        period_id(published->observation.period, id, sizeof id);
        if (strcmp(published->observation.indicator, code) == 0 &&
            strcmp(id, period) == 0 && (!date || strcmp(published->date, date) == 0))
            return published;
    }
    fail_msg("no figure %s %s", code, period);
    return NULL;
}

static int32_t day(const char *text)
{
    int32_t number = 0;
    assert_true(day_parse(text, &number));
    return number;
}

static void figures(void **state)
{
    (void)state;
    const struct published *p = figure("B9-01", "2025", NULL);
    assert_int_equal(p->observation.qualifier, QUALIFIER_ABOVE);
    assert_true(p->observation.value == 1590);
    assert_int_equal(p->day, day("2026-01-21"));
    assert_string_equal(p->source, "S04");
    p = figure("B8-04", "2025-06", NULL);
    assert_int_equal(p->observation.qualifier, QUALIFIER_ABOUT);
    p = figure("B7-01", "2025-07-30", NULL);
    assert_true(p->observation.value == 490);
    figure("B7-01", "2025-03-31", NULL);
    figure("B7-01", "2024-12-31", NULL);
    /* Cumulative, and an interval that is not. */
    p = figure("A3.1-02", "2025-01/2025-11", NULL);
    assert_int_equal(p->observation.period.freq, FREQ_CUMULATIVE);
    p = figure("A6.1-01", "2024-08/2025-08", NULL);
    assert_int_equal(p->observation.period.freq, FREQ_INTERVAL);
    /* Without a date of its own a figure is known from its period's end. */
    assert_string_equal(p->date, "");
    assert_int_equal(p->day, day("2025-08-31"));
    /* The published change, not the difference of the rounded values (25.1). */
    p = figure("G0-05", "2025-12", NULL);
    assert_true(p->has_change && p->change == 25.2);
    assert_false(figure("G0-04", "2025-12", NULL)->has_change);
    /* Two announcements for one period: the later one behind, and marked. */
    const struct published *first = figure("A2.1-01", "2025", "2026-01-21");
    const struct published *second = figure("A2.1-01", "2025", "2026-03");
    assert_ptr_equal(first + 1, second);
    assert_false(first->observation.revised);
    assert_true(second->observation.revised);
    assert_int_equal(second->day, day("2026-03-31"));
}

static const struct target *target(int32_t region, const char *code, int year,
                                   size_t skipped)
{
    for (size_t i = 0; i < catalog.n_targets; i++) {
        const struct target *one = &catalog.targets[i];
        if (one->region == region && one->year == year &&
            strcmp(one->indicator, code) == 0 && skipped-- == 0)
            return one;
    }
    fail_msg("no target %d %s %d", (int)region, code, year);
    return NULL;
}

static void targets(void **state)
{
    (void)state;
    const struct target *t = target(REGION_NATION, "G0-01", 2027, 0);
    assert_ptr_equal(t, catalog.targets);
    assert_int_equal(t->op, QUALIFIER_ABOVE);
    assert_true(t->value == 70 && t->day == day("2025-08-26"));
    assert_string_equal(t->issuer, "国务院");
    assert_true(target(REGION_NATION, "G0-01", 2030, 0)->value == 90);
    t = target(REGION_NATION, "G0-01", 2035, 0);
    assert_false(t->has_value);
    /* Its words are the document's. */
    assert_non_null(strstr(catalog_clause(&catalog, "G0")->text, t->text));
    /* Printed in PFLOPS, kept in the indicator's EFLOPS. */
    t = target(340000, "B9-01", 2027, 0);
    assert_true(t->value == 30);
    assert_non_null(strstr(t->note, "30000 PFLOPS"));
    /* A target and its revision both stay. */
    assert_true(target(520000, "B9-P1", 2026, 0)->value == 180);
    assert_true(target(520000, "B9-P1", 2026, 1)->value == 190);
    assert_true(target(620000, "G0-01", 2027, 0)->op == QUALIFIER_ABOUT);
    assert_int_equal(target(440000, "G0-03", 2027, 0)->day, day("2024-06-30"));
    /* Of some documents no date is known. */
    assert_int_equal(target(360000, "G0-01", 2030, 0)->day, 0);
    for (size_t i = 0; i < catalog.n_targets; i++) {
        const struct indicator *indicator =
            catalog_indicator(&catalog, catalog.targets[i].indicator);
        assert_non_null(indicator);
        /* The provinces' own indicators are not the nation's. */
        assert_false(indicator->provincial &&
                     catalog.targets[i].region == REGION_NATION);
        if (catalog.targets[i].has_value && indicator->kind == KIND_RATE)
            assert_in_range((int)catalog.targets[i].value, 1, 100);
    }
}

/* An indicator of the provinces' own is there because a target needs it. */
static void own_indicators_used(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog.n_indicators; i++) {
        const struct indicator *indicator = &catalog.indicators[i];
        bool used = !indicator->provincial;
        for (size_t k = 0; k < catalog.n_targets; k++)
            used |= strcmp(catalog.targets[k].indicator, indicator->code) == 0;
        assert_true(used);
        assert_true(
            strncmp(indicator->code, indicator->task, strlen(indicator->task)) == 0);
    }
}

static void duties_and_leads(void **state)
{
    (void)state;
    const struct task *task = catalog_task(&catalog, "C1");
    assert_string_equal(task->lead, "国家发展改革委");
    assert_true(task->lead_published);
    assert_string_equal(catalog_task_text(&catalog, task),
                        "国家发展改革委要加强统筹协调，推动形成工作合力。");
    assert_false(catalog_clause(&catalog, "C1")->starts_line);
    task = catalog_task(&catalog, "A5.1");
    assert_string_equal(task->parent, "A5");
    assert_false(task->lead_published);
    assert_string_equal(task->documents[0], "D5");
    assert_string_equal(task->documents[1], "D6");
    assert_null(task->documents[2]);
    assert_string_equal(task->cooperating[3], "农业农村部");
    assert_null(task->cooperating[4]);
    assert_string_equal(catalog_task_text(&catalog, catalog_task(&catalog, "A2")),
                        "“人工智能+”产业发展");
    assert_string_equal(catalog_clause(&catalog, "A2")->lead, "（二）");
    assert_null(catalog_task(&catalog, "A9.9"));
    assert_string_equal(task_short(catalog_task(&catalog, "B9"), LANGUAGE_EN),
                        "Computing");
    assert_string_equal(task_short(catalog_task(&catalog, "A1"), LANGUAGE_ZH),
                        "科学技术");
    assert_int_equal(catalog_document(&catalog, "D1")->day, day("2026-01-07"));
    assert_string_equal(catalog_document(&catalog, "D3")->issuers[1], "国家能源局");
}

/* An element that both languages need has both. */
static void two_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog.n_indicators; i++) {
        const struct indicator *indicator = &catalog.indicators[i];
        assert_true(!*indicator->unit_zh == !*indicator->unit_en);
        for (const char *p = indicator->name_en; *p; p++)
            assert_in_range(*p, ' ', '~');
        for (const char *p = indicator->unit_en; *p; p++)
            assert_in_range(*p, ' ', '~');
    }
    for (size_t i = 0; i < catalog.n_tasks; i++)
        assert_in_range(strlen(catalog.tasks[i].short_en), 1, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(document_word_for_word),
        cmocka_unit_test(document_as_in_source),
        cmocka_unit_test(task_texts_as_in_source),
        cmocka_unit_test(counts),
        cmocka_unit_test(figures_by_group),
        cmocka_unit_test(figures),
        cmocka_unit_test(targets),
        cmocka_unit_test(own_indicators_used),
        cmocka_unit_test(duties_and_leads),
        cmocka_unit_test(two_languages),
    };
    return cmocka_run_group_tests(tests, open_built_in, close_it);
}
