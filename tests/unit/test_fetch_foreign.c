/* Answers as strangers send them: forms of known formats that no example of ours has,
 * each with what --inspect must find in it. */
#include "fetch/inspect.h"
#include "fetch/json_part.h"
#include "tests/lib/feed_record.h"
#include "tests/lib/workbook.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What is to be found; a series of -1: the body is refused. ' stands for ". */
struct answer {
    const char *text, *format;
    int n_series, n_obs, n_missing, refused;
    double sum;
    const char *min, *max;
};

static const struct json *inspect(struct arena *arena, const char *text)
{
    size_t size = strlen(text);
    char *bytes = arena_strdup(arena, text);
    for (size_t i = 0; i < size; i++)
        if (bytes[i] == '\'')
            bytes[i] = '"';
    struct buffer out = {.ceiling = 1 << 20};
    const struct body body = {bytes, size, "", "feed", NULL};
    inspect_write(&body, "auto", NULL, INSPECT_JSON, NULL, arena, &out);
    const char *copy = arena_strndup(arena, out.data, out.size);
    const struct body written = {copy, out.size, "", "out", NULL};
    buffer_release(&out);
    const struct json *root;
    struct error error;
    assert_true(json_read(&written, arena, &root, &error));
    return root;
}

static int whole(const struct json *root, const char *key)
{
    return (int)json_get(root, key)->number;
}

static void check(const struct answer *answers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct answer *a = &answers[i];
        struct arena arena = {0};
        const struct json *root = inspect(&arena, a->text);
        bool ok = json_get(root, "ok")->type == JSON_TRUE;
        bool same = ok == (a->n_series >= 0) &&
                    strcmp(json_get_text(root, "format"), a->format) == 0 &&
                    (!ok || (whole(root, "n_series") == a->n_series &&
                             whole(root, "n_obs") == a->n_obs &&
                             whole(root, "n_missing") == a->n_missing &&
                             whole(root, "refused") == a->refused &&
                             fabs(json_get(root, "sum")->number - a->sum) < 1e-9 &&
                             strcmp(json_get_text(root, "min_period"), a->min) == 0 &&
                             strcmp(json_get_text(root, "max_period"), a->max) == 0));
        if (!same)
            fail_msg("%zu %s: %s %d %d %d %d %g %s %s %s", i, a->text,
                     json_get_text(root, "format"), whole(root, "n_series"),
                     whole(root, "n_obs"), whole(root, "n_missing"),
                     whole(root, "refused"), json_get(root, "sum")->number,
                     json_get_text(root, "min_period"),
                     json_get_text(root, "max_period"), json_get_text(root, "error"));
        arena_release(&arena);
    }
}

#define CHECK(answers) check(answers, sizeof answers / sizeof *answers)

/* ---- World Bank ---- */

#define WB(total, rows)                                                                \
    "[{'page':1,'pages':1,'per_page':'9','total':" total "},[" rows "]]"
#define WB_NET(rest) "{'indicator':{'id':'T.NET','value':'Net'}," rest "}"
#define WB_XA "'country':{'id':'XA','value':'There'},"

static void of_the_bank(void **state)
{
    (void)state;
    static const struct answer answers[] = {
        /* Dates as numbers, and with blanks. */
        {WB("2", WB_NET(WB_XA "'date':2024,'value':1.5") "," WB_NET(
                     WB_XA "'date':' 2023 ','value':null")),
         "world-bank", 1, 1, 1, 0, 1.5, "2023", "2024"},
        /* Values as texts; no member for what is not said. */
        {WB("'2'", WB_NET(WB_XA "'date':'2024Q4','value':'2'") "," WB_NET(
                       WB_XA "'date':'2025Q1'")),
         "world-bank", 1, 1, 1, 0, 2, "2024Q4", "2025Q1"},
        /* Rows about an indicator are refused one by one: they are no list of names. */
        {WB("1", WB_NET("'country':null,'date':'2024','value':1")), "world-bank", 0, 0,
         0, 1, 0, "", ""},
        {WB("1", "{'id':'7','value':'Farming','sourceNote':'n'}"), "world-bank", 0, 0,
         0, 0, 0, "", ""},
        {WB("2", WB_NET(WB_XA "'date':'2016-2020','value':1") "," WB_NET(
                     WB_XA "'date':'2011-2015','value':2")),
         "world-bank", 1, 2, 0, 0, 3, "2011-2015", "2016-2020"},
    };
    CHECK(answers);
}

/* ---- FRED ---- */

#define FRED(rest, rows)                                                               \
    "{'realtime_start':'2026-01-01','units':'lin'," rest "'observations':[" rows "]}"
#define FRED_ROW(since, date, value)                                                   \
    "{'realtime_start':'" since "','realtime_end':'9999-12-31','date':'" date          \
    "','value':'" value "'}"

static void of_fred(void **state)
{
    (void)state;
    static const struct answer answers[] = {
        /* First releases: each row of its own vintage, and one series all the same. */
        {FRED("'output_type':4,",
              FRED_ROW("2026-02-01", "2026-01-01",
                       "1.5") "," FRED_ROW("2026-03-01", "2026-02-01", ".")),
         "fred", 1, 1, 1, 0, 1.5, "2026-01-01", "2026-02-01"},
        {FRED("'output_type':2,",
              "{'date':'2026-01-01','Q_20260201':'1','Q_20260301':'2'}"),
         "fred", 1, 2, 0, 0, 3, "2026-01-01", "2026-01-01"},
        /* What a program has kept of an answer. */
        {"{'observations':[{'date':'2026-01-01','value':'4'}]}", "fred", 1, 1, 0, 0, 4,
         "2026-01-01", "2026-01-01"},
        /* Descriptions without the time that they hold for. */
        {"{'categories':[{'id':7,'name':'n','parent_id':1}]}", "fred", 0, 0, 0, 0, 0,
         "", ""},
        {"{'name':'n','element_id':'1','release_id':'2','elements':{}}", "fred", 0, 0,
         0, 0, 0, "", ""},
        {"{'series_group':{'title':'t','region_type':'state'}}", "fred", 0, 0, 0, 0, 0,
         "", ""},
    };
    CHECK(answers);
}

/* ---- data.stats.gov.cn ---- */

#define EASY(data)                                                                     \
    "{'returncode':200,'returndata':{'datanodes':[{'data':{" data "},'wds':["          \
    "{'wdcode':'zb','valuecode':'A1'},{'wdcode':'sj','valuecode':'2025'}]}],"          \
    "'wdnodes':[{'wdcode':'zb','nodes':[]},{'wdcode':'sj','nodes':[]}]}}"
#define ES(period, values) "{'code':'" period "','values':[" values "]}"

static void of_the_bureau(void **state)
{
    (void)state;
    static const struct answer answers[] = {
        /* Only a plain yes makes the 0 a figure. */
        {EASY("'data':0,'hasdata':'false','strdata':''"), "nbs-easyquery", 1, 0, 1, 0,
         0, "2025", "2025"},
        {EASY("'data':0,'hasdata':0,'strdata':''"), "nbs-easyquery", 1, 0, 1, 0, 0,
         "2025", "2025"},
        {EASY("'data':0,'hasdata':null,'strdata':''"), "nbs-easyquery", 1, 0, 1, 0, 0,
         "2025", "2025"},
        {EASY("'data':3,'hasdata':1,'strdata':'3.0'"), "nbs-easyquery", 1, 1, 0, 0, 3,
         "2025", "2025"},
        {EASY("'data':3,'strdata':'3.0'"), "nbs-easyquery", 1, 1, 0, 0, 3, "2025",
         "2025"},
        /* A table of areas names no indicator: it is of the one that was asked for. */
        {"{'success':true,'data':[" ES("2025YY", "{'area':'甲省','value':'2.5'},"
                                                 "{'area':'乙省','value':''}") "]}",
         "nbs-esdata", 2, 1, 1, 0, 2.5, "2025YY", "2025YY"},
        /* Where others do name theirs nobody knows what is meant. */
        {"{'success':true,'data':[" ES("2025YY",
                                       "{'area':'甲省','value':'2.5'},"
                                       "{'area':'甲省','_id':'i','value':'1'}") "]}",
         "nbs-esdata", 1, 1, 0, 1, 1, "2025YY", "2025YY"},
        {"{'data':[" ES("202504SS",
                        "{'_id':'i','da':'000000000000','value':1.25}") "]}",
         "nbs-esdata", 1, 1, 0, 0, 1.25, "202504SS", "202504SS"},
    };
    CHECK(answers);
}

/* What is counted may be said with each value, and is kept for the drift guard. */
static void scope_of_the_bureau(void **state)
{
    (void)state;
    static const char text[] =
        "{\"success\":true,\"state\":20000,\"data\":[{\"code\":\"2025YY\",\"values\":["
        "{\"_id\":\"i\",\"i_mark\":\"规模以上\",\"value\":\"1\"},"
        "{\"_id\":\"k\",\"value\":\"2\"}]}]}";
    struct feed_record r;
    feed_record_read(&r, "auto", text, sizeof text - 1, NULL);
    assert_true(r.ok);
    const struct dimension *indicator = &r.datasets[0]->dimensions[0];
    assert_string_equal(indicator->scopes[0], "规模以上");
    assert_null(indicator->scopes[1]);
    feed_record_release(&r);
}

/* ---- JSON-stat ---- */

#define OVER(id, size, codes, values)                                                  \
    "{'class':'dataset','id':['" id "'],'size':[" size "],'dimension':{'" id           \
    "':{'category':{'index':[" codes "]}}},'value':[" values "]}"

static void of_json_stat(void **state)
{
    (void)state;
    static const struct answer answers[] = {
        /* Weeks in three languages. */
        {OVER("Tid", "2", "'2024V05','2023V52'", "1,2"), "json-stat", 1, 2, 0, 0, 3,
         "2023V52", "2024V05"},
        {OVER("Tid", "2", "'2024U05','2023U52'", "1,2"), "json-stat", 1, 2, 0, 0, 3,
         "2023U52", "2024U05"},
        {OVER("week", "2", "'2024-W05','2023-W52'", "1,2"), "json-stat", 1, 2, 0, 0, 3,
         "2023-W52", "2024-W05"},
        /* Spans of years, seasons. */
        {OVER("Tid", "2", "'2011-2015','2006-2010'", "1,2"), "json-stat", 1, 2, 0, 0, 3,
         "2006-2010", "2011-2015"},
        {OVER("Tid", "2", "'2023/2024','2022/2023'", "1,2"), "json-stat", 1, 2, 0, 0, 3,
         "2022/2023", "2023/2024"},
        /* A year comes before its quarters, whichever way they are numbered. */
        {OVER("Tid", "4", "'2025','2025 - 1','2026','2026 - 4'", "1,2,3,4"),
         "json-stat", 1, 4, 0, 0, 10, "2025", "2026 - 4"},
        {OVER("Tid", "4", "'2025','2025 - 1','2026','2026 - 12'", "1,2,3,4"),
         "json-stat", 1, 4, 0, 0, 10, "2025", "2026 - 12"},
        {OVER("Tid", "3", "'2025M01','2025Q1','2025'", "1,2,3"), "json-stat", 1, 3, 0,
         0, 6, "2025", "2025"},
        /* Cumulative months all begin in January. */
        {OVER("Tid", "2", "'2025-01/2025-08','2025-01/2025-02'", "1,2"), "json-stat", 1,
         2, 0, 0, 3, "2025-01/2025-02", "2025-01/2025-08"},
        {OVER("Tid", "2", "'2025年1-8月','2025-01'", "1,2"), "json-stat", 1, 2, 0, 0, 3,
         "2025-01", "2025年1-8月"},
        /* Dimensions that say by their name alone that they are times. */
        {OVER("Vuosi", "2", "'2024','2023'", "1,2"), "json-stat", 1, 2, 0, 0, 3, "2023",
         "2024"},
        {OVER("aar", "2", "'2024','2023'", "1,2"), "json-stat", 1, 2, 0, 0, 3, "2023",
         "2024"},
        {"{'type':'Parameter error','title':'Non-existent table','status':404}",
         "json-stat", -1, 0, 0, 0, 0, "", ""},
    };
    CHECK(answers);
    struct arena arena = {0};
    const struct json *root = inspect(&arena, answers[12].text);
    assert_non_null(strstr(json_get_text(root, "error"), "Non-existent table"));
    arena_release(&arena);
}

/* ---- what the sink refuses ---- */

static bool take_dataset(void *self, const struct dataset *dataset, struct error *error)
{
    (void)self, (void)dataset, (void)error;
    return true;
}

static bool refuse_cell(void *self, const struct cell *cell, struct error *error)
{
    (void)self, (void)cell;
    return error_set(error, ERROR_INTERRUPTED);
}

static void take_refused(void *self, const struct refusal *refusal)
{
    (void)self, (void)refusal;
}

/* A cell that the mapper refuses the whole feed for must not be passed over, as the
 * second vintage of one figure would be. */
static void a_sink_that_refuses(void **state)
{
    (void)state;
    static const char *const texts[] = {
        WB("1", WB_NET(WB_XA "'date':'2024','value':1.5")),
        FRED("", FRED_ROW("2026-02-01", "2026-01-01", "1.5")),
        EASY("'data':3,'strdata':'3.0'"),
        "{'data':[" ES("202504SS", "{'_id':'i','da':'000000000000','value':1}") "]}",
        OVER("Tid", "1", "'2024'", "1"),
        "地区,报期,值\n甲,2025,1\n",
    };
    const struct feed_sink sink = {
        .dataset = take_dataset, .cell = refuse_cell, .refused = take_refused};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena arena = {0};
        char *bytes = arena_strdup(&arena, texts[i]);
        size_t size = strlen(bytes);
        for (size_t k = 0; k < size; k++)
            if (bytes[k] == '\'')
                bytes[k] = '"';
        const struct body body = {bytes, size, "", "feed", NULL};
        struct error error = {0};
        const struct decoder *decoder = decoder_find("auto", &body, &error);
        assert_non_null(decoder);
        if (decoder->decode(&body, NULL, &arena, &sink, &error) ||
            error.code != ERROR_INTERRUPTED)
            fail_msg("%s: %s", texts[i], error_name(error.code));
        arena_release(&arena);
    }
}

/* ---- tables ---- */

static void of_tables(void **state)
{
    (void)state;
    static const struct answer answers[] = {
        /* Below the table: who made it. A time of day is no signature. */
        {"地区,报期,值\n甲,2025,1\n制表人：某,,审核人: 某\n", "csv", 1, 1, 0, 1, 1,
         "2025", "2025"},
        {"地区,报期,值\n甲,2025-01-01 00:00:00,\n", "csv", 1, 0, 1, 0, 0,
         "2025-01-01 00:00:00", "2025-01-01 00:00:00"},
        /* Values whose head says their unit. */
        {"地区,报期,数值（亿元）\n甲,2025,1.5\n", "csv", 1, 1, 0, 0, 1.5, "2025",
         "2025"},
        {"地区,报期,产值（亿元）\n甲,2025,1\n", "csv", -1, 0, 0, 0, 0, "", ""},
        /* A sign that says again what the unit says; elsewhere it may be anything. */
        {"地区,报期,值,单位\n甲,2025,60.5%,%\n乙,2025,5％,％\n丙,2025,1%,元\n", "csv",
         3, 2, 1, 1, 65.5, "2025", "2025"},
        {"地区,报期,数值（%）\n甲,2025,-1.5%\n乙,2025,%\n", "csv", 2, 1, 1, 1, -1.5,
         "2025", "2025"},
        {"地区,报期,值\n甲,2025,60.5%\n", "csv", 1, 0, 1, 1, 0, "2025", "2025"},
    };
    CHECK(answers);
}

/* The unit of each value, in the order of the cells. */
static const char *units(struct feed_record *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->n_cells; i++) {
        const struct dataset *set = r->datasets[0];
        const char *unit = "-";
        for (size_t k = 0; k < set->n_dimensions; k++)
            if (set->dimensions[k].attribute)
                unit = *r->cells[i].at[k]->code ? r->cells[i].at[k]->code : "0";
        list = arena_printf(&r->arena, "%s%s ", list, unit);
    }
    return list;
}

/* A unit in a head is the unit of what stands below, before one above the table. What
 * is no multiple of anything may be no unit: nothing is made of it. */
static void units_in_heads(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wide, *value, *units;
    } rows[] = {
        {"地区,报期,数值（元）\n甲,2025,1\n", NULL, NULL, "元 "},
        {"单位：人,,\n地区,报期,值 (万元)\n甲,2025,1\n", NULL, NULL, "万元 "},
        {"单位：人,,\n地区,报期,值(万元)\n甲,2025,1\n", NULL, NULL, "万元 "},
        {"地区,报期,产值（亿元）\n甲,2025,1\n", NULL, "产值（亿元）", "亿元 "},
        {"地区,报期,产值（同比）\n甲,2025,1\n", NULL, "产值（同比）", "- "},
        {"地区,报期,算力（PFLOPS）,户数（家）,占比(%)\n甲,2025,1,2,3\n", "indicator",
         NULL, "PFLOPS 0 % "},
        {"地区,报期,户数（家）,人数\n甲,2025,1,2\n", "indicator", NULL, "- - "},
        {"地区,报期,值（亿元）,单位\n甲,2025,1,万元\n", NULL, NULL, "- "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        const struct column_mapping mapping = {.wide = rows[i].wide,
                                               .value = rows[i].value};
        feed_record_read(&r, "csv", rows[i].text, strlen(rows[i].text), &mapping);
        if (!r.ok || strcmp(units(&r), rows[i].units) != 0)
            fail_msg("%s: %s", rows[i].text,
                     r.ok ? units(&r) : error_name(r.error.code));
        feed_record_release(&r);
    }
}

#define T(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"

/* A row whose place is said by merged cells alone, and that has no value: it is one all
 * the same, and no note. */
static void a_merged_row_without_value(void **state)
{
    (void)state;
    const struct workbook workbook = {
        .rows = "<row r=\"1\">" T("A1", "地区") T("B1", "报期")
            T("C1", "值") "</row>"
                          "<row r=\"2\">" T("A2", "甲省")
                              T("B2", "2025") "<c r=\"C2\"><v>1</v>"
                                              "</c></row><row r=\"3\">" T(
                                                  "B3",
                                                  "2026") "</row>"
                                                          "<row r=\"4\">" T(
                                                              "A4",
                                                              "初步统计。") "</row>",
        .behind = "<mergeCells><mergeCell ref=\"A2:A3\"/><mergeCell "
                  "ref=\"A4:C4\"/></mergeCells>",
    };
    size_t size;
    char *bytes = workbook_make(&workbook, &size);
    struct feed_record r;
    feed_record_read(&r, "auto", bytes, size, NULL);
    free(bytes);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, 2);
    assert_int_equal(r.cells[1].kind, CELL_MISSING);
    assert_string_equal(r.cells[1].at[0]->code, "甲省");
    assert_string_equal(r.cells[1].at[1]->code, "2026");
    assert_int_equal(r.n_refusals, 1);
    assert_int_equal(r.refusals[0].row, 4);
    feed_record_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_the_bank),
        cmocka_unit_test(of_fred),
        cmocka_unit_test(of_the_bureau),
        cmocka_unit_test(scope_of_the_bureau),
        cmocka_unit_test(of_json_stat),
        cmocka_unit_test(of_tables),
        cmocka_unit_test(a_sink_that_refuses),
        cmocka_unit_test(units_in_heads),
        cmocka_unit_test(a_merged_row_without_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
