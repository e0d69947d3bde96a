/* Every page's view model, as plain text, in both languages. AIPLUS_REGENERATE=1 writes
 * the expected files anew. */
#include "tests/lib/examples_fixture.h"
#include "tests/lib/pages_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum cache {
    EMPTY,
    SINCE_EMPTY,
    FILLED,
    AS_OF,
    SINCE,
    SINCE_PAPER,
    EXAMPLES,
    EXAMPLES_AS_OF
};

static const struct golden {
    const char *name, *address;
    enum cache cache;
} goldens[] = {
    {"overview_first_day", "overview@100000", EMPTY},
    {"overview_hunan", "overview@430000", FILLED},
    {"overview_as_of", "overview@430000", AS_OF},
    {"region_nation", "region/100000", FILLED},
    {"region_nation_list", "region/100000", SINCE_PAPER},
    {"region_capacity", "region/B9-01@100000", FILLED},
    {"region_hunan", "region/430000", FILLED},
    {"region_changsha", "region/430100", FILLED},
    {"task_tree", "task@430000", FILLED},
    {"task_tree_first_day", "task@100000", EMPTY},
    {"task_industry", "task/A2.2@430000", FILLED},
    {"task_action", "task/A2@100000", EMPTY},
    {"task_duty", "task/C1@100000", EMPTY},
    {"task_goal", "task/G0@100000", FILLED},
    {"coordination", "coordination@100000", FILLED},
    {"coordination_hunan", "coordination@430000", FILLED},
    {"task_examples", "task/A2.2@430000", EXAMPLES},
    {"cases", "cases@430000", EXAMPLES},
    {"cases_as_of", "cases@430000", EXAMPLES_AS_OF},
    {"cases_nobody", "cases@430000", FILLED},
    {"cases_none", "cases@110000", EXAMPLES},
    {"case_one", "cases/0046@430000", EXAMPLES},
    {"publicity", "publicity@430000", EXAMPLES},
    {"publicity_one", "publicity/P5@430000", EXAMPLES},
    {"indicator_capacity", "indicator/B9-01@430000", FILLED},
    {"indicator_as_of", "indicator/B9-01@430000", AS_OF},
    {"indicator_bound", "indicator/B9-01@440000", FILLED},
    {"indicator_published", "indicator/B7-01@100000", EMPTY},
    {"indicator_change", "indicator/G0-05@100000", EMPTY},
    {"indicator_differs", "indicator/G0-06@100000", FILLED},
    {"indicator_missing", "indicator/G0-01@540000", FILLED},
    {"changes_first_day", "changes@100000", SINCE_EMPTY},
    {"bulletin_hunan", "bulletin@430000", SINCE},
    {"bulletin_paper", "bulletin@100000", SINCE_PAPER},
    {"bulletin_first_day", "bulletin", SINCE_EMPTY},
    {"digest_hunan", "digest@430000", SINCE},
    {"digest_first_day", "digest@100000", SINCE_EMPTY},
    {"changes_nation", "changes@100000", SINCE},
    {"changes_hunan", "changes@430000", SINCE},
    {"changes_hunan_paper", "changes@430000", SINCE_PAPER},
};

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    size_t size = 1 << 20;
    char *text = calloc(1, size);
    assert_non_null(text);
    assert_true(fread(text, 1, size - 1, file) < size - 1);
    fclose(file);
    return text;
}

/* Of each kind at least one since 25 October. */
static void put_changes(struct fixture *fixture)
{
    static const struct fixture_row rows[] = {
        {"B9-01", 430000, "2025-Q3", 2.75, 'A', 0, 4}, /* for no reason */
        {"B9-01", 430000, "2026-Q1", 0, 'w', 0, 4},    /* taken back */
        {"G0-02", 430000, "2026-08", 10, 'A', 0, 3},   /* then a break */
        {"G0-02", 430000, "2026-09", 20, 'B', 0, 4},
        {"B9-02", 430100, "2026-Q2", 0, 'L', 0, 3}, /* reported late */
        {"B9-02", 430100, "2026-Q2", 7, 'A', 0, 4},
    };
    static const char *const progress[] = {"40", "55"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fixture_put(fixture, rows[i]);
    for (uint32_t i = 0; i < 2; i++) {
        struct item item = {
            .kind = ITEM_LEDGER, .key = "7", .source = "miit", .receipt = 3 + i};
        item.fields[item_field_named(ITEM_LEDGER, "id")] = "7";
        item.fields[item_field_named(ITEM_LEDGER, "region")] = "430100";
        item.fields[item_field_named(ITEM_LEDGER, "task")] = "A2.2";
        item.fields[item_field_named(ITEM_LEDGER, "title")] = "智能工厂梯度培育";
        item.fields[item_field_named(ITEM_LEDGER, "progress")] = progress[i];
        item.fields[item_field_named(ITEM_LEDGER, "deadline")] = "2026-10-31";
        fixture_put_item(fixture, item);
    }
    fixture_since(fixture, "2026-10-25");
    fixture->before.rules.on = -3;
}

static void check(const struct golden *golden, enum language language)
{
    struct fixture fixture;
    fixture_open(&fixture, language);
    if (golden->cache >= FILLED)
        fixture_fill(&fixture);
    if (golden->cache == EXAMPLES || golden->cache == EXAMPLES_AS_OF)
        fixture_put_examples(&fixture);
    if (golden->cache == AS_OF || golden->cache == EXAMPLES_AS_OF)
        fixture_as_of(&fixture, "2026-06-30");
    if (golden->cache == SINCE_EMPTY)
        fixture_since(&fixture, "2025-11-01");
    if (golden->cache == SINCE || golden->cache == SINCE_PAPER)
        put_changes(&fixture);
    fixture.context.paper = golden->cache == SINCE_PAPER;
    struct view view = fixture_page(&fixture, golden->address);
    const char *text = fixture_dump(&fixture, &view);
    char path[256];
    snprintf(path, sizeof path, "tests/fixtures/pages/%s.%s.txt", golden->name,
             language == LANGUAGE_ZH ? "zh" : "en");
    if (getenv("AIPLUS_REGENERATE")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(text, file);
        assert_int_equal(fclose(file), 0);
    }
    char *expected = read_file(path);
    if (!expected)
        fail_msg("%s is not there; AIPLUS_REGENERATE=1 writes it", path);
    if (strcmp(text, expected) != 0) {
        size_t at = 0;
        while (text[at] && text[at] == expected[at])
            at++;
        while (at > 0 && text[at - 1] != '\n')
            at--;
        fail_msg("%s differs:\n  got  %.*s\n  want %.*s", path,
                 (int)strcspn(text + at, "\n"), text + at,
                 (int)strcspn(expected + at, "\n"), expected + at);
    }
    free(expected);
    fixture_close(&fixture);
}

static void test_english(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++)
        check(&goldens[i], LANGUAGE_EN);
}

static void test_chinese(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++)
        check(&goldens[i], LANGUAGE_ZH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_english),
        cmocka_unit_test(test_chinese),
    };
    return cmocka_run_group_tests_name("pages_golden", tests, NULL, NULL);
}
