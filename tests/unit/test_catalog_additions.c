/* Additions: what sources deliver of the catalogue takes effect, as far as it may. */
#include "catalog/additions.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state {
    struct arena arena;
    struct catalog_texts base;
    struct catalog catalog;
    struct item items[64];
    size_t n;
    struct additions additions;
};

static int set_up(void **state)
{
    struct state *s = calloc(1, sizeof *s);
    struct error error;
    *state = s;
    return s && catalog_texts(NULL, &s->arena, &s->base, &error) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct state *s = *state;
    catalog_close(&s->catalog);
    arena_release(&s->arena);
    free(s);
    return 0;
}

/* "field=text|field=text", from source "hunan". */
static struct item *put(struct state *s, enum item_kind kind, const char *said)
{
    struct item *item = &s->items[s->n++];
    *item = (struct item){.kind = kind, .source = "hunan", .receipt = (uint32_t)s->n};
    for (int i = 0; i < ITEM_FIELDS; i++)
        item->fields[i] = "";
    char *text = arena_strdup(&s->arena, said);
    for (char *save, *part = strtok_r(text, "|", &save); part;
         part = strtok_r(NULL, "|", &save)) {
        char *to = strchr(part, '=');
        assert_non_null(to);
        *to++ = '\0';
        int field = item_field_named(kind, part);
        assert_true(field >= 0);
        item->fields[field] = to;
    }
    item->key = item_key(kind, item->fields, &s->arena);
    return item;
}

static void open_all(struct state *s)
{
    struct error error = {0};
    char text[512];
    catalog_close(&s->catalog);
    if (additions_open(&s->catalog, &s->base, s->items, s->n, s->n, &s->arena,
                       &s->additions, &error))
        return;
    error_format(&error, NULL, text, sizeof text);
    fail_msg("%s", text);
}

/* The only refusal is of item i, for this reason, and names the row as sent. */
static void refused(struct state *s, size_t i, enum error_code code)
{
    open_all(s);
    for (size_t k = 0; k < s->n; k++)
        if (s->additions.refused[k] && k != i)
            fail_msg("item %zu: %s %s", k, error_name(s->additions.refused[k]->code),
                     s->additions.refused[k]->arg[2]);
    assert_non_null(s->additions.refused[i]);
    assert_string_equal(error_name(s->additions.refused[i]->code), error_name(code));
    assert_int_equal(s->additions.n_refused, 1);
    assert_string_equal(s->additions.refused[i]->arg[0],
                        item_registers[s->items[i].kind].name);
    assert_string_equal(s->additions.refused[i]->arg[1], "17");
}

static const char DOCUMENT[] = "code=HN-9|title=湖南省实施方案|issuers=湖南省政府|"
                               "date=2026-03-01|known=2026-03-01";
static const char INDICATOR[] =
    "code=HN-09|task=B9|kind=stock|direction=higher|frequency=A|aggregation=sum|"
    "decimals=0|unit_zh=个|unit_en=|name_zh=省级智算中心数量|name_en=Centres|"
    "lead=湖南省工信厅|name_status=published|note=省内在用";
static const char TARGET[] =
    "region=430000|indicator=HN-09|year=2027|op=>=|value=20|unit=个|document=HN-9";

static const struct target *target_of(const struct catalog *catalog,
                                      const char *indicator)
{
    for (size_t i = 0; i < catalog->n_targets; i++)
        if (strcmp(catalog->targets[i].indicator, indicator) == 0)
            return &catalog->targets[i];
    return NULL;
}

static void rows_take_effect(void **state)
{
    struct state *s = *state;
    put(s, ITEM_TARGET, TARGET);
    put(s, ITEM_DOCUMENT, DOCUMENT);
    put(s, ITEM_INDICATOR, INDICATOR);
    put(s, ITEM_REGION,
        "code=430190|parent=430100|level=3|type=开发区|name_zh=新区|"
        "short_zh=新区");
    put(s, ITEM_PUBLISHED,
        "indicator=HN-09|region=430190|period=2025|op==|value=3|"
        "status=A|issuer=长沙市工信局|date=2026-02-01");
    put(s, ITEM_TASK, "code=A1.1|lead=湖南省科技厅|basis=published|documents=HN-9");
    open_all(s);
    for (size_t i = 0; i < s->n; i++)
        if (s->additions.refused[i])
            fail_msg("%zu: %s %s", i, error_name(s->additions.refused[i]->code),
                     s->additions.refused[i]->arg[2]);
    const struct target *target = target_of(&s->catalog, "HN-09");
    assert_non_null(target);
    assert_int_equal(target->region, 430000);
    assert_true(target->value == 20);
    assert_string_equal(target->document, "湖南省实施方案");
    assert_string_equal(target->note, "数据源：hunan");
    const struct indicator *indicator = catalog_indicator(&s->catalog, "HN-09");
    assert_true(indicator->provincial);
    assert_string_equal(indicator->note, "省内在用；数据源：hunan");
    assert_string_equal(catalog_region(&s->catalog, 430190)->name_zh, "新区");
    assert_string_equal(catalog_task(&s->catalog, "A1.1")->lead, "湖南省科技厅");
    assert_true(catalog_task(&s->catalog, "A1.1")->title_zh[0] != '\0');
    const struct published *last = NULL;
    for (size_t i = 0; i < s->catalog.n_published; i++)
        if (s->catalog.published[i].observation.region == 430190)
            last = &s->catalog.published[i];
    assert_non_null(last);
    assert_true(last->observation.value == 3);
    /* The texts are what is kept for pages of the past: they open alike. */
    struct catalog again;
    struct error error;
    assert_true(catalog_open_texts(&again, &s->additions.texts, NULL, &error));
    assert_int_equal(again.n_targets, s->catalog.n_targets);
    catalog_close(&again);
}

static void without_additions_nothing_changes(void **state)
{
    struct state *s = *state;
    put(s, ITEM_LEDGER, "id=1");
    put(s, ITEM_DOCUMENT, DOCUMENT)->withdrawn = true;
    open_all(s);
    assert_int_equal(s->additions.n_refused, 0);
    for (size_t i = 0; i < s->base.n; i++)
        assert_ptr_equal(s->additions.texts.items[i].bytes, s->base.items[i].bytes);
    assert_true(additions_any(s->items, 2));
    assert_false(additions_any(s->items, 1));
}

/* The cells of a row of the built-in file as an item says them. */
static struct item *as_built_in(struct state *s, enum item_kind kind, const char *start)
{
    char *name = arena_printf(&s->arena, "%s.tsv", item_registers[kind].name);
    char *text = NULL;
    for (size_t i = 0; i < s->base.n; i++)
        if (strcmp(s->base.items[i].name, name) == 0)
            text = arena_strndup(&s->arena, s->base.items[i].bytes, s->base.items[i].n);
    struct item *item = put(s, kind, "");
    char *head = strsep(&text, "\n"), *row;
    while ((row = strsep(&text, "\n")) && strncmp(row, start, strlen(start)) != 0)
        ;
    assert_non_null(row);
    for (char *column; (column = strsep(&head, "\t"));)
        item->fields[item_field_named(kind, column)] = strsep(&row, "\t");
    item->key = item_key(kind, item->fields, &s->arena);
    item->row = 17;
    return item;
}

static void set(struct item *item, const char *field, const char *text)
{
    item->fields[item_field_named(item->kind, field)] = text;
}

static void what_the_catalogue_lays_down_stays(void **state)
{
    static const struct {
        enum item_kind kind;
        const char *start, *field, *text;
        enum error_code code;
    } cases[] = {
        {ITEM_INDICATOR, "B9-01\t", "unit_zh", "个", ERROR_ADDITION_NATIONAL},
        {ITEM_DOCUMENT, "D1\t", "title", "另一个", ERROR_ADDITION_NATIONAL},
        {ITEM_REGION, "430000\t", "name_zh", "另一个", ERROR_ADDITION_NATIONAL},
        {ITEM_TARGET, "100000\t", "year", NULL, ERROR_ADDITION_NATIONAL},
        {ITEM_PUBLISHED, "", "value", "1", ERROR_ADDITION_NATIONAL},
        {ITEM_TASK, "A1.1\t", "title_zh", "另一个", ERROR_ADDITION_TASK},
        {ITEM_UNIT, "JHDL\t", "regions", "430100", ERROR_ADDITION_NATIONAL},
        {ITEM_SCOPE, "A2.1-01\t", "text", "另一个", ERROR_ADDITION_NATIONAL},
    };
    struct state *s = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        s->n = 0;
        const char *start = *cases[i].start ? cases[i].start : "B9-01\t100000\t";
        struct item *item = as_built_in(s, cases[i].kind, start);
        /* The same words change nothing, and are no fault. */
        open_all(s);
        assert_int_equal(s->additions.n_refused, 0);
        if (cases[i].text)
            set(item, cases[i].field, cases[i].text);
        else
            set(item, "note", "另一个");
        refused(s, 0, cases[i].code);
    }
}

static void faults_are_refused_row_by_row(void **state)
{
    static const struct {
        enum item_kind kind;
        const char *said;
        enum error_code code;
    } cases[] = {
        {ITEM_TARGET,
         "region=430000|indicator=NO-1|year=2027|op==|value=1|unit=个|"
         "document=D1",
         ERROR_CATALOG_UNKNOWN},
        {ITEM_TARGET,
         "region=430000|indicator=HN-09|year=soon|op==|value=1|unit=个|"
         "document=HN-9",
         ERROR_CATALOG_NUMBER},
        {ITEM_TARGET,
         "region=430000|indicator=HN-09|year=2028|op==|value=1|unit=吨|"
         "document=HN-9",
         ERROR_CATALOG_UNIT},
        {ITEM_INDICATOR, "code=HN-10|task=B9|name_zh=x", ERROR_CATALOG_CELL_EMPTY},
        {ITEM_INDICATOR, "code=HN-10|task=B9|provincial=no|name_zh=x",
         ERROR_ADDITION_PROVINCIAL},
        {ITEM_DOCUMENT, "code=#1|title=x", ERROR_CATALOG_CODE},
        {ITEM_DOCUMENT, "code=HN-10|title=x|known=soon", ERROR_CATALOG_DATE},
        {ITEM_REGION, "code=430191|parent=999999|level=3|type=x|name_zh=x|short_zh=x",
         ERROR_CATALOG_PARENT},
        {ITEM_TASK, "code=A9.9|lead=x", ERROR_ADDITION_TASK},
        {ITEM_TARGET,
         "region=430000|indicator=HN-09|year=2026|op==|value=1|unit=个|document=HN-9|"
         "plan=2026-06=5;2026-03=1",
         ERROR_CATALOG_PLAN},
        {ITEM_UNIT, "code=U1|name_zh=x|regions=999999", ERROR_CATALOG_UNKNOWN},
        {ITEM_UNIT, "code=123456|name_zh=x|regions=430100", ERROR_CATALOG_UNIT_CODE},
        {ITEM_SCOPE, "indicator=NO-1|region=430000|version=1|text=x",
         ERROR_CATALOG_UNKNOWN},
        {ITEM_SCOPE, "indicator=A2.1-01|region=100000|version=4|text=x",
         ERROR_ADDITION_NATION},
        {ITEM_SCOPE, "indicator=A2.1-01|region=|version=4|text=x",
         ERROR_ADDITION_NATION},
        {ITEM_CALENDAR, "subject=B9|region=100000|level=1|days=20",
         ERROR_ADDITION_NATION},
        {ITEM_CALENDAR, "subject=B9|region=NONE|level=0|days=20",
         ERROR_CATALOG_UNKNOWN},
        {ITEM_CALENDAR, "subject=B9|region=430000|level=1|days=20",
         ERROR_CATALOG_NUMBER},
        {ITEM_CALENDAR, "subject=B9|region=430000|level=0|days=x",
         ERROR_CATALOG_NUMBER},
    };
    struct state *s = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        s->n = 0;
        put(s, ITEM_DOCUMENT, DOCUMENT);
        put(s, ITEM_INDICATOR, INDICATOR);
        put(s, ITEM_TARGET, TARGET);
        put(s, cases[i].kind, cases[i].said)->row = 17;
        refused(s, 3, cases[i].code);
        assert_non_null(target_of(&s->catalog, "HN-09"));
    }
}

/* What a province says of its reports: units, who reports, scopes, plans. */
static void duties_take_effect(void **state)
{
    struct state *s = *state;
    size_t n;
    put(s, ITEM_CALENDAR,
        "subject=HN-09|region=CZT|level=0|frequency=M|days=8|"
        "reporter=市工信局");
    put(s, ITEM_CALENDAR, "subject=B9|region=430000|level=0|days=20");
    put(s, ITEM_UNIT, "code=CZT|name_zh=长株潭|regions=430100、430200、430300");
    put(s, ITEM_DOCUMENT, DOCUMENT);
    put(s, ITEM_INDICATOR, INDICATOR);
    put(s, ITEM_TARGET,
        "region=430000|indicator=HN-09|year=2027|op=>=|value=20|unit=个|document=HN-9|"
        "plan=2026-06=5;2027=20");
    put(s, ITEM_SCOPE,
        "indicator=HN-09|region=430000|version=2|from=2026-04|text=含在建|document=HN-"
        "9");
    open_all(s);
    assert_int_equal(s->additions.n_refused, 0);
    const struct indicator *indicator = catalog_indicator(&s->catalog, "HN-09");
    const struct duty_to_report *duty =
        catalog_due(&s->catalog, indicator, catalog_region(&s->catalog, 430200));
    assert_non_null(duty);
    assert_int_equal(duty->days, 8);
    assert_int_equal(duty->frequency, FREQ_MONTH);
    assert_string_equal(duty->note, "数据源：hunan");
    assert_string_equal(catalog_unit(&s->catalog, "长株潭")->code, "CZT");
    duty = catalog_due(&s->catalog, indicator, catalog_region(&s->catalog, 430000));
    assert_int_equal(duty->days, 20);
    assert_null(
        catalog_due(&s->catalog, indicator, catalog_region(&s->catalog, 430400)));
    const struct scope *const *scopes =
        catalog_scopes(&s->catalog, indicator, 430100, &s->arena, &n);
    assert_int_equal(n, 1);
    assert_string_equal(scopes[0]->text, "含在建");
    const struct target *target = target_of(&s->catalog, "HN-09");
    assert_int_equal(target->n_plan, 2);
    assert_true(target->plan[0].value == 5);
    /* a unit that is refused takes its row of the calendar with it */
    s->items[2].fields[item_field_named(ITEM_UNIT, "regions")] = "无";
    open_all(s);
    assert_int_equal(s->additions.n_refused, 2);
    assert_non_null(s->additions.refused[0]);
    assert_non_null(s->additions.refused[2]);
}

/* A directory's file of before there were plans takes them all the same. */
static void plans_reach_an_old_file(void **state)
{
    struct state *s = *state;
    static const char old[] =
        "\xEF\xBB\xBFregion\tindicator\tyear\top\tvalue\tunit\ttext\tbaseline\t"
        "baseline_period\tdocument\tnote\r\n# a remark\r\n"
        "430000\tB9-01\t2030\t=\t12\tEFLOPS\t\t\t\tHN-1\t省定\r\n";
    struct catalog_text *texts = arena_alloc(&s->arena, s->base.n * sizeof *texts);
    memcpy(texts, s->base.items, s->base.n * sizeof *texts);
    for (size_t i = 0; i < s->base.n; i++)
        if (strcmp(texts[i].name, "targets.tsv") == 0)
            texts[i] = (struct catalog_text){"targets.tsv", old, sizeof old - 1};
    s->base.items = texts;
    put(s, ITEM_TARGET,
        "region=430000|indicator=B9-01|year=2027|op==|value=5|unit=EFLOPS|"
        "document=HN-1|plan=2026=2");
    open_all(s);
    assert_int_equal(s->additions.n_refused, 0);
    assert_int_equal(s->catalog.n_targets, 2);
    assert_string_equal(s->catalog.targets[0].note, "省定");
    assert_int_equal(s->catalog.targets[0].n_plan, 0);
    assert_int_equal(s->catalog.targets[1].n_plan, 1);
    assert_true(s->catalog.targets[1].plan[0].value == 2);
}

/* A target whose indicator is refused cannot stand either. */
static void what_depends_on_a_fault_goes_too(void **state)
{
    struct state *s = *state;
    put(s, ITEM_DOCUMENT, DOCUMENT);
    put(s, ITEM_INDICATOR, "code=HN-09|task=B99|name_zh=x")->row = 4;
    put(s, ITEM_TARGET, TARGET)->row = 5;
    open_all(s);
    assert_null(s->additions.refused[0]);
    assert_non_null(s->additions.refused[1]);
    assert_int_equal(s->additions.refused[2]->code, ERROR_CATALOG_UNKNOWN);
    assert_string_equal(s->additions.refused[2]->arg[1], "5");
    assert_non_null(catalog_document(&s->catalog, "HN-9"));
}

/* Of the same row the higher receipt counts, wherever it stands in the list. */
static void the_newest_of_two_sources_counts(void **state)
{
    struct state *s = *state;
    struct item *newer = put(s, ITEM_DOCUMENT, DOCUMENT);
    put(s, ITEM_DOCUMENT, "code=HN-9|title=旧")->source = "another";
    newer->receipt = 9;
    open_all(s);
    assert_string_equal(catalog_document(&s->catalog, "HN-9")->title, "湖南省实施方案");
    assert_int_equal(s->additions.n_refused, 0);
}

/* More lines than a file may have: what is new goes, the rest stays. */
static void a_flood_is_refused_whole(void **state)
{
    enum { MANY = 21000 };
    struct state *s = *state;
    struct item *items = calloc(MANY, sizeof *items);
    struct error error = {0};
    assert_non_null(items);
    put(s, ITEM_DOCUMENT, DOCUMENT);
    items[0] = s->items[0];
    for (size_t i = 1; i < MANY; i++) {
        items[i] = s->items[0];
        items[i].fields[0] = items[i].key = arena_printf(&s->arena, "HN-F%zu", i);
    }
    assert_true(additions_open(&s->catalog, &s->base, items, MANY, 1, &s->arena,
                               &s->additions, &error));
    assert_null(s->additions.refused[0]);
    assert_int_equal(s->additions.n_refused, MANY - 1);
    assert_int_equal(s->additions.refused[1]->code, ERROR_CATALOG_ROWS);
    assert_non_null(catalog_document(&s->catalog, "HN-9"));
    free(items);
}

/* Cells cannot be broken out of. */
static void tabs_and_lines_stay_in_their_cell(void **state)
{
    struct state *s = *state;
    put(s, ITEM_DOCUMENT, "code=HN-8|title=a\tb\nHN-7\tc");
    open_all(s);
    assert_string_equal(catalog_document(&s->catalog, "HN-8")->title, "a b HN-7 c");
    assert_null(catalog_document(&s->catalog, "HN-7"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(rows_take_effect),
        TEST(duties_take_effect),
        TEST(plans_reach_an_old_file),
        TEST(without_additions_nothing_changes),
        TEST(what_the_catalogue_lays_down_stays),
        TEST(faults_are_refused_row_by_row),
        TEST(what_depends_on_a_fault_goes_too),
        TEST(the_newest_of_two_sources_counts),
        TEST(a_flood_is_refused_whole),
        TEST(tabs_and_lines_stay_in_their_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
