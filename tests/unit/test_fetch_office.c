/* Answers of the World Bank, FRED and data.stats.gov.cn: what is read of them, pages,
 * what is refused and what is warned of. */
#include "fetch/office.h"

#include "core/text.h"
#include "tests/lib/feed_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "CHN NY.GDP 2024 = 1.5", one a line; an absence is "-", a text "?text". */
static const char *listed(struct feed_record *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->n_cells; i++) {
        const struct record_cell *cell = &r->cells[i];
        const struct dataset *set = r->datasets[0];
        for (size_t k = 0; k < set->n_dimensions; k++)
            list = arena_printf(&r->arena, "%s%s ", list, cell->at[k]->code);
        if (cell->kind == CELL_VALUE)
            list = arena_printf(&r->arena, "%s= %.15g", list, cell->value);
        else
            list = arena_printf(&r->arena, "%s%s%s", list,
                                cell->kind == CELL_TEXT ? "?" : "-", cell->raw);
        list = arena_printf(&r->arena, "%s%s%s\n", list, *cell->status ? " " : "",
                            cell->status);
    }
    return list;
}

static void read_as(struct feed_record *r, const char *format, const char *text)
{
    feed_record_read(r, format, text, strlen(text), NULL);
}

/* Read by what it looks like, as that format. */
static void read_auto(struct feed_record *r, const char *format, const char *text)
{
    read_as(r, "auto", text);
    if (!r->decoder || strcmp(r->decoder->name, format) != 0)
        fail_msg("%.60s.. is taken for %s", text, r->decoder ? r->decoder->name : "-");
}

static const char *asked_next(const struct decoder *decoder, const char *text)
{
    static char query[64];
    const struct body body = {text, strlen(text), "", "feed", NULL};
    return decoder->next(&body, query, sizeof query) ? query : "";
}

#define RS "\x1E"

/* ---- World Bank ---- */

#define BANK(page, pages, total)                                                       \
    "[{\"page\":" page ",\"pages\":" pages ",\"per_page\":\"2\",\"total\":" total      \
    ",\"lastupdated\":\"2026-07-01\"},["
#define BANK_ROW(iso, date, value)                                                     \
    "{\"indicator\":{\"id\":\"IT.NET\",\"value\":\"Net\"},\"country\":{\"id\":\"CN\"," \
    "\"value\":\"Somewhere\"},\"countryiso3code\":\"" iso "\",\"date\":\"" date        \
    "\",\"value\":" value ",\"unit\":\"\",\"obs_status\":\"\",\"decimal\":0}"

#define BANK_FIRST                                                                     \
    BANK("1", "2", "3")                                                                \
    BANK_ROW("CHN", "2024", "1.5") "," BANK_ROW("CHN", "2023", "null") "]]"
#define BANK_SECOND BANK("\"2\"", "\"2\"", "\"3\"") BANK_ROW("", "2024Q1", "\"7\"") "]]"

static void a_page_of_the_bank(void **state)
{
    (void)state;
    struct feed_record r;
    read_auto(&r, "world-bank", BANK_FIRST);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "CHN IT.NET 2024 = 1.5\nCHN IT.NET 2023 -\n");
    const struct dataset *set = r.datasets[0];
    assert_int_equal(set->n_dimensions, 3);
    assert_int_equal(set->dimensions[0].role, DIMENSION_GEO);
    assert_int_equal(set->dimensions[1].role, DIMENSION_METRIC);
    assert_int_equal(set->dimensions[2].role, DIMENSION_TIME);
    assert_string_equal(set->dimensions[0].categories[0].label, "Somewhere");
    assert_string_equal(set->dimensions[1].categories[0].label, "Net");
    assert_int_equal(set->dimensions[2].n_categories, 2);
    assert_string_equal(set->updated, "2026-07-01");
    assert_ptr_equal(r.cells[0].at[0], r.cells[1].at[0]);
    /* Two of three values. */
    assert_int_equal(r.n_refusals, 1);
    assert_true(r.refusals[0].warning);
    assert_int_equal(r.refusals[0].reason.code, ERROR_PAGES_SHORT);
    feed_record_release(&r);
}

static void pages_of_the_bank(void **state)
{
    (void)state;
    struct feed_record r;
    assert_string_equal(asked_next(&decoder_worldbank, BANK_FIRST), "page=2");
    assert_string_equal(asked_next(&decoder_worldbank, BANK_SECOND), "");
    assert_string_equal(asked_next(&decoder_worldbank, "[{\"page\":1}"), "");
    assert_string_equal(asked_next(&decoder_worldbank, "<html>"), "");
    read_auto(&r, "world-bank", RS BANK_FIRST "\n" RS BANK_SECOND "\n");
    assert_true(r.ok);
    assert_string_equal(listed(&r), "CHN IT.NET 2024 = 1.5\nCHN IT.NET 2023 -\n"
                                    "CN IT.NET 2024Q1 = 7\n");
    assert_int_equal(r.cells[2].row, 3);
    assert_int_equal(r.n_refusals, 0);
    feed_record_release(&r);
    static const struct {
        const char *text;
        enum error_code error;
        const char *argument;
    } bad[] = {
        {RS BANK_FIRST "\n" RS BANK_FIRST "\n", ERROR_PAGES_ORDER, "feed#2"},
        {RS BANK_FIRST "\n" RS BANK("2", "2", "4") "]]\n", ERROR_PAGES_CHANGED, "feed"},
        {RS BANK_FIRST "\n" RS "[{\"page\":2,\"pages\":2,\"total\":3},[]]\n",
         ERROR_PAGES_CHANGED, "feed"},
        {RS BANK_FIRST "\n" RS BANK("2", "2", "3"), ERROR_JSON_GRAMMAR, "feed#2"},
        {RS BANK_FIRST "\n" RS "[{\"message\":[{\"value\":\"no\"}]}]\n",
         ERROR_JSONSTAT_ANSWER, "feed#2"},
        {RS BANK_FIRST "\n" RS, ERROR_BODY_EMPTY, "feed#2"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        read_as(&r, "world-bank", bad[i].text);
        assert_false(r.ok);
        if (r.error.code != bad[i].error && bad[i].error != ERROR_JSON_GRAMMAR)
            fail_msg("%zu: %s", i, error_name(r.error.code));
        assert_string_equal(r.error.arg[0], bad[i].argument);
        feed_record_release(&r);
    }
}

/* More pages than are kept between the two walks. */
static void many_pages_of_the_bank(void **state)
{
    enum { PAGES = 70 };
    (void)state;
    struct arena arena = {0};
    struct feed_record r;
    const char *text = "";
    for (int i = 1; i <= PAGES; i++)
        text = arena_printf(&arena,
                            "%s" RS
                            "[{\"page\":%d,\"pages\":70,\"per_page\":1,\"total\":70},"
                            "[{\"indicator\":{\"id\":\"IT.NET\",\"value\":\"\"},"
                            "\"country\":{\"id\":\"CN\",\"value\":\"\"},\"date\":"
                            "\"%d\",\"value\":%d}]]\n",
                            text, i, 1950 + i, i);
    read_auto(&r, "world-bank", text);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, PAGES);
    for (int i = 0; i < PAGES; i++)
        assert_true(r.cells[i].value == i + 1);
    assert_int_equal(r.n_refusals, 0);
    feed_record_release(&r);
    arena_release(&arena);
}

static void what_else_the_bank_says(void **state)
{
    (void)state;
    struct feed_record r;
    read_auto(&r, "world-bank",
              "[{\"message\":[{\"id\":\"120\",\"key\":\"Invalid value\",\"value\":"
              "\"The value is not valid\"}]}]");
    assert_false(r.ok);
    assert_int_equal(r.error.code, ERROR_JSONSTAT_ANSWER);
    assert_string_equal(r.error.arg[1], "The value is not valid");
    feed_record_release(&r);
    read_auto(&r, "world-bank",
              BANK("1", "1", "1") "{\"id\":\"CHN\",\"name\":\"China\"}]]");
    assert_true(r.ok);
    assert_int_equal(r.n_datasets, 0);
    assert_int_equal(r.refusals[0].reason.code, ERROR_ROW_NO_VALUES);
    feed_record_release(&r);
    read_as(&r, "world-bank", BANK("1", "1", "0") "]]");
    assert_true(r.ok);
    assert_int_equal(r.n_cells, 0);
    feed_record_release(&r);
    read_as(&r, "world-bank", "[{\"page\":1,\"pages\":0,\"total\":0},null]");
    assert_true(r.ok);
    feed_record_release(&r);
    /* A row without its place; a scale and a unit; a value that is a text. */
    read_as(
        &r, "world-bank",
        BANK("1", "1", "3") "{\"country\":{\"id\":\"CN\"},\"value\":1},"
                            "{\"indicator\":{\"id\":\"I\"},\"country\":{\"id\":\"CN\"},"
                            "\"date\":\"2024\","
                            "\"value\":\"n/"
                            "k\",\"scale\":\"million\",\"unit\":\"US$\",\"obs_status\":"
                            "\"E\"},7]]");
    assert_true(r.ok);
    assert_string_equal(listed(&r), "CN I 2024 million US$ ?n/k E\n");
    assert_true(r.datasets[0]->dimensions[3].attribute);
    assert_int_equal(r.n_refusals, 2);
    assert_int_equal(r.refusals[0].row, 1);
    assert_string_equal(r.refusals[0].reason.arg[0], "indicator");
    assert_int_equal(r.refusals[1].row, 3);
    feed_record_release(&r);
}

/* ---- FRED ---- */

#define FRED(units, count, offset, limit)                                              \
    "{\"realtime_start\":\"2026-08-01\",\"realtime_end\":\"2026-08-01\","              \
    "\"units\":\"" units "\",\"output_type\":1,\"count\":" count ",\"offset\":" offset \
    ",\"limit\":" limit ",\"observations\":["
#define FRED_ROW(from, date, value)                                                    \
    "{\"realtime_start\":\"" from                                                      \
    "\",\"realtime_end\":\"9999-12-31\",\"date\":\"" date "\",\"value\":\"" value      \
    "\"}"
#define FRED_FIRST                                                                     \
    FRED("lin", "3", "0", "2")                                                         \
    FRED_ROW("2026-08-01", "2026-01-01", ".")                                          \
    "," FRED_ROW("2026-08-01", "2026-02-01", "12.5") "]}"
#define FRED_SECOND                                                                    \
    FRED("lin", "3", "2", "2") FRED_ROW("2026-08-01", "2026-03-01", "13") "]}"

static void a_series_of_fred(void **state)
{
    (void)state;
    struct feed_record r;
    read_auto(&r, "fred", FRED_FIRST);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "2026-01-01 -.\n2026-02-01 = 12.5\n");
    assert_int_equal(r.datasets[0]->n_dimensions, 1);
    assert_int_equal(r.datasets[0]->dimensions[0].role, DIMENSION_TIME);
    assert_int_equal(r.refusals[0].reason.code, ERROR_PAGES_SHORT);
    feed_record_release(&r);
    assert_string_equal(asked_next(&decoder_fred, FRED_FIRST), "offset=2");
    assert_string_equal(asked_next(&decoder_fred, FRED_SECOND), "");
    /* A page that is not full is the last one, whatever the count. */
    assert_string_equal(asked_next(&decoder_fred,
                                   FRED("lin", "9", "0", "2")
                                       FRED_ROW("2026-08-01", "2026-01-01", "1") "]}"),
                        "");
    read_auto(&r, "fred", RS FRED_FIRST "\n" RS FRED_SECOND "\n");
    assert_true(r.ok);
    assert_string_equal(listed(&r),
                        "2026-01-01 -.\n2026-02-01 = 12.5\n2026-03-01 = 13\n");
    assert_int_equal(r.n_refusals, 0);
    feed_record_release(&r);
    read_as(&r, "fred", RS FRED_FIRST "\n" RS FRED_FIRST "\n");
    assert_int_equal(r.error.code, ERROR_PAGES_ORDER);
    feed_record_release(&r);
    read_as(&r, "fred", RS FRED_FIRST "\n" RS FRED("lin", "4", "2", "2") "]}\n");
    assert_int_equal(r.error.code, ERROR_PAGES_CHANGED);
    feed_record_release(&r);
}

static void what_fred_makes_of_values(void **state)
{
    (void)state;
    struct feed_record r;
    read_as(&r, "fred",
            FRED("pc1", "1", "0", "9") FRED_ROW("2026-08-01", "2026-01-01", "4") "]}");
    assert_string_equal(listed(&r), "2026-01-01 pc1 = 4\n");
    assert_string_equal(r.datasets[0]->dimensions[1].id, "unit");
    assert_true(r.datasets[0]->dimensions[1].attribute);
    assert_string_equal(r.cells[0].at[1]->label, "%");
    feed_record_release(&r);
    /* Earlier editions are told apart. */
    read_as(&r, "fred",
            FRED("lin", "2", "0", "9")
                FRED_ROW("2026-01-01", "2025-01-01",
                         "1") "," FRED_ROW("2026-08-01", "2025-01-01", "2") "]}");
    assert_string_equal(listed(&r), "2025-01-01 2026-01-01 = 1\n"
                                    "2025-01-01 2026-08-01 = 2\n");
    feed_record_release(&r);
    /* Output types 2 and 3. */
    read_as(
        &r, "fred",
        FRED(
            "lin", "2", "0",
            "9") "{\"date\":\"2025-01-01\",\"X_20260101\":\"1\","
                 "\"X_20260801\":\".\"},{\"date\":\"2025-02-01\"},{\"value\":\"1\"}]}");
    assert_true(r.ok);
    assert_string_equal(listed(&r), "2025-01-01 X_20260101 = 1\n"
                                    "2025-01-01 X_20260801 -.\n");
    assert_int_equal(r.n_refusals, 2);
    assert_string_equal(r.refusals[0].reason.arg[0], "value");
    assert_string_equal(r.refusals[1].reason.arg[0], "date");
    feed_record_release(&r);
}

static void what_else_fred_says(void **state)
{
    (void)state;
    struct feed_record r;
    read_auto(&r, "fred", "{\"error_code\":400,\"error_message\":\"Bad Request.\"}");
    assert_int_equal(r.error.code, ERROR_JSONSTAT_ANSWER);
    assert_string_equal(r.error.arg[1], "400 Bad Request.");
    feed_record_release(&r);
    read_auto(&r, "fred",
              "{\"realtime_start\":\"a\",\"realtime_end\":\"b\",\"seriess\":[{}]}");
    assert_true(r.ok);
    assert_int_equal(r.refusals[0].reason.code, ERROR_ROW_NO_VALUES);
    assert_string_equal(r.refusals[0].reason.arg[1],
                        "realtime_start, realtime_end, seriess");
    feed_record_release(&r);
    read_as(&r, "fred", "{\"a\":1}");
    assert_int_equal(r.error.code, ERROR_ROW_SHAPE);
    feed_record_release(&r);
}

/* ---- easyquery ---- */

#define NODE(zb, reg, sj, data)                                                        \
    "{\"code\":\"zb." zb "\",\"data\":{" data "},\"wds\":[{\"valuecode\":\"" zb        \
    "\",\"wdcode\":\"zb\"},{\"valuecode\":\"" reg                                      \
    "\",\"wdcode\":\"reg\"},{\"valuecode\":\"" sj "\",\"wdcode\":\"sj\"}]}"
#define EASY(nodes)                                                                     \
    "{\"returncode\":200,\"returndata\":{\"datanodes\":[" nodes "],\"wdnodes\":["       \
    "{\"wdcode\":\"zb\",\"wdname\":\"指标\",\"nodes\":[{\"code\":\"A01\",\"cname\":"  \
    "\"产值\",\"unit\":\"亿元\",\"exp\":\"解释\",\"memo\":\"备注\"},{\"code\":" \
    "\"A02\",\"cname\":\"人数\",\"unit\":\"万人\",\"exp\":\"\",\"memo\":\"\"}]},"   \
    "{\"wdcode\":\"reg\",\"wdname\":\"地区\",\"nodes\":[{\"code\":\"430000\","        \
    "\"cname\":\"湖南省\"}]},"                                                       \
    "{\"wdcode\":\"sj\",\"wdname\":\"时间\",\"nodes\":[{\"code\":\"2018A\","          \
    "\"cname\":\"2018年第一季度\"}]}]}}"
#define HAS(data, text)                                                                \
    "\"data\":" data ",\"dotcount\":1,\"hasdata\":true,\"strdata\":\"" text "\""
#define EASY_ALL                                                                       \
    EASY(NODE("A01", "430000", "2018A", HAS("100.71505336", "100.7")) "," NODE(        \
        "A02", "430000", "2018D",                                                      \
        "\"data\":0,\"dotcount\":0,\"hasdata\":false,\"strdata\":\"\""))

static void an_easy_query(void **state)
{
    (void)state;
    struct feed_record r;
    read_auto(&r, "nbs-easyquery", EASY_ALL);
    assert_true(r.ok);
    assert_int_equal(r.n_refusals, 0);
    /* The published figure; nothing where there is none, and no zero. */
    assert_string_equal(listed(&r), "A01 430000 2018A = 100.7\nA02 430000 2018D -\n");
    const struct dataset *set = r.datasets[0];
    assert_int_equal(set->dimensions[0].role, DIMENSION_METRIC);
    assert_int_equal(set->dimensions[1].role, DIMENSION_GEO);
    assert_int_equal(set->dimensions[2].role, DIMENSION_TIME);
    assert_string_equal(set->dimensions[0].label, "指标");
    assert_string_equal(set->dimensions[0].categories[0].unit, "亿元");
    assert_string_equal(set->dimensions[0].scopes[0], "解释 备注");
    assert_null(set->dimensions[0].scopes[1]);
    assert_null(set->dimensions[1].scopes);
    assert_string_equal(set->dimensions[1].categories[0].label, "湖南省");
    /* Elsewhere 2018A is a year. */
    assert_string_equal(r.cells[0].at[2]->means, "2018-Q1");
    assert_string_equal(r.cells[1].at[2]->means, "2018-Q4");
    feed_record_release(&r);
}

static void figures_of_easy_queries(void **state)
{
    (void)state;
    struct feed_record r;
    read_as(
        &r, "nbs-easyquery",
        EASY(NODE("A01", "430000", "202401", HAS("12345.64", "12,345.6")) "," NODE(
            "A01", "430000", "202402",
            HAS("2",
                "12,345.6")) "," NODE("A01", "430000", "202403",
                                      HAS("3.25",
                                          "")) "," NODE("A01", "430000", "202404",
                                                        HAS("0",
                                                            "约 5")) "," NODE("A01",
                                                                              "430000",
                                                                              "202405",
                                                                              "") "," NODE("A01",
                                                                                           "",
                                                                                           "202406",
                                                                                           HAS("1",
                                                                                               "1")) ","
                                                                                                     "{\"data\":{" HAS(
                                                                                                         "1",
                                                                                                         "1") "}}"));
    assert_true(r.ok);
    assert_string_equal(listed(&r), "A01 430000 202401 = 12345.6\n"
                                    "A01 430000 202402 ?12,345.6\n"
                                    "A01 430000 202403 = 3.25\n"
                                    "A01 430000 202404 = 5\n"
                                    "A01 430000 202405 -\n");
    assert_int_equal(r.cells[3].qualifier, QUALIFIER_ABOUT);
    assert_null(r.cells[0].at[2]->means);
    assert_int_equal(r.n_refusals, 2);
    assert_int_equal(r.refusals[0].row, 6);
    assert_string_equal(r.refusals[0].reason.arg[0], "reg");
    feed_record_release(&r);
}

static void what_else_easyquery_says(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum error_code error, warning;
    } cases[] = {
        {"{\"returncode\":501,\"returndata\":\"对不起\"}", ERROR_JSONSTAT_ANSWER, 0},
        {"{\"returncode\":\"500\"}", ERROR_JSONSTAT_ANSWER, 0},
        {"{\"returncode\":200,\"returndata\":\"x\"}", ERROR_JSONSTAT_ANSWER, 0},
        {"{\"returncode\":200,\"returndata\":7}", ERROR_ROW_SHAPE, 0},
        {"{\"returncode\":200,\"returndata\":{\"datanodes\":{}}}", ERROR_ROW_SHAPE, 0},
        {"{\"returncode\":200,\"returndata\":{\"datanodes\":[{}],\"wdnodes\":[{}]}}",
         ERROR_ROW_SHAPE, 0},
        {"{\"returncode\":200,\"returndata\":[{\"nodes\":[]}]}", 0,
         ERROR_ROW_NO_VALUES},
        {EASY(""), 0, ERROR_ROW_NO_VALUES},
        {"[{\"dbcode\":\"hgyd\",\"id\":\"A01\",\"pid\":\"\",\"wdcode\":\"zb\"}]", 0,
         ERROR_ROW_NO_VALUES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct feed_record r;
        read_auto(&r, "nbs-easyquery", cases[i].text);
        if (r.ok ? cases[i].error != 0 : r.error.code != cases[i].error)
            fail_msg("%s: %s", cases[i].text, error_name(r.error.code));
        if (cases[i].warning)
            assert_int_equal(r.refusals[0].reason.code, cases[i].warning);
        feed_record_release(&r);
    }
}

/* ---- esData ---- */

#define VALUE(id, da, value)                                                           \
    "{\"_id\":\"" id "\",\"i_showname\":\"产值 (亿元) \",\"da\":\"" da                 \
    "\",\"da_name\":\"某地\",\"du_name\":\"亿元\",\"value\":" value "}"
#define ESDATA(data) "{\"success\":true,\"state\":20000,\"data\":[" data "]}"
#define ESDATA_ALL                                                                     \
    ESDATA("{\"code\":\"202402SS\",\"name\":\"2024年第二季度\",\"values\":[" VALUE(    \
        "a1", "430000000000",                                                          \
        "\"101.5\"") "," VALUE("a1", "000000000000",                                   \
                               "\"无\"") "]},{\"code\":\"2024YY\",\"name\":"           \
                                         "\"2024年\",\"values\":[" VALUE(              \
                                             "a1", "430102005000",                     \
                                             "\"\"") "," VALUE("a1", "430000000000",   \
                                                               "[]") "," VALUE("a1",   \
                                                                               "43000" \
                                                                               "00000" \
                                                                               "00",   \
                                                                               "7.25") "]},{\"code\":\"202412MM\",\"name\":\"\",\"values\":[]}")

static void the_new_site(void **state)
{
    (void)state;
    struct feed_record r;
    read_auto(&r, "nbs-esdata", ESDATA_ALL);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "430000000000 a1 202402SS 亿元 = 101.5\n"
                                    "000000000000 a1 202402SS 亿元 -无\n"
                                    "430102005000 a1 2024YY 亿元 -\n"
                                    "430000000000 a1 2024YY 亿元 -\n"
                                    "430000000000 a1 2024YY 亿元 = 7.25\n");
    assert_string_equal(r.cells[0].at[0]->means, "430000");
    assert_string_equal(r.cells[1].at[0]->means, "100000");
    assert_string_equal(r.cells[2].at[0]->means, "");
    assert_string_equal(r.cells[0].at[1]->label, "产值 (亿元)");
    assert_string_equal(r.cells[0].at[2]->means, "2024-Q2");
    assert_string_equal(r.cells[2].at[2]->means, "2024");
    assert_int_equal(r.cells[4].row, 5);
    assert_true(r.datasets[0]->dimensions[3].attribute);
    feed_record_release(&r);
    /* Other names for the area, and none at all, which leaves the dimension out. */
    read_auto(&r, "nbs-esdata",
              ESDATA("{\"code\":\"202412MM\",\"values\":[{\"_id\":\"a1\",\"areaCode\":"
                     "\"110000000000\",\"area\":\"北京\",\"value\":\"1\"},{\"_id\":"
                     "\"a1\"},{\"value\":\"2\"}]},{\"code\":\"x\"}"));
    assert_string_equal(listed(&r), "110000000000 a1 202412MM = 1\n");
    assert_string_equal(r.cells[0].at[2]->means, "2024-12");
    assert_int_equal(r.n_refusals, 3);
    feed_record_release(&r);
    read_auto(&r, "nbs-esdata",
              ESDATA("{\"code\":\"202405SS\",\"values\":[{\"_id\":\"a1\",\"value\":"
                     "\"1\"}]}"));
    assert_string_equal(listed(&r), "a1 202405SS = 1\n");
    feed_record_release(&r);
}

/* A period's code is compared for every value: one that is none costs its values, and
 * those of the others stay. */
static void a_period_that_is_none(void **state)
{
    (void)state;
    char code[300], text[1000];
    memset(code, '2', sizeof code - 1);
    code[sizeof code - 1] = '\0';
    snprintf(
        text, sizeof text,
        ESDATA("{\"code\":\"%s\",\"values\":[{\"_id\":\"a1\",\"value\":\"1\"}]},{"
               "\"code\":\"202405MM\",\"values\":[{\"_id\":\"a1\",\"value\":\"2\"}]"
               "}"),
        code);
    struct feed_record r;
    read_auto(&r, "nbs-esdata", text);
    assert_string_equal(listed(&r), "a1 202405MM = 2\n");
    assert_int_equal(r.n_refusals, 1);
    assert_int_equal(r.refusals[0].reason.code, ERROR_ROW_MEMBER);
    feed_record_release(&r);
}

static void what_else_the_new_site_says(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum error_code error, warning;
    } cases[] = {
        {"{\"success\":false,\"state\":40001,\"message\":\"参数错误\",\"data\":null}",
         ERROR_JSONSTAT_ANSWER, 0},
        {"{\"state\":50000,\"message\":\"忙\",\"data\":[]}", ERROR_JSONSTAT_ANSWER, 0},
        {"{\"success\":true,\"state\":20000}", ERROR_ROW_SHAPE, 0},
        {ESDATA("{\"values\":[]}"), ERROR_ROW_SHAPE, 0},
        {ESDATA("{\"_id\":\"x\",\"name\":\"价格指数\",\"isLeaf\":false}"), 0,
         ERROR_ROW_NO_VALUES},
        {"{\"success\":true,\"state\":20000,\"data\":{\"list\":[]}}", 0,
         ERROR_ROW_NO_VALUES},
        {ESDATA(""), 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct feed_record r;
        read_as(&r, "nbs-esdata", cases[i].text);
        if (r.ok ? cases[i].error != 0 : r.error.code != cases[i].error)
            fail_msg("%s: %s", cases[i].text, error_name(r.error.code));
        if (cases[i].warning)
            assert_int_equal(r.refusals[0].reason.code, cases[i].warning);
        feed_record_release(&r);
    }
    /* The firewall answers with a page and the status 200. */
    struct feed_record r;
    read_as(&r, "nbs-esdata", "<html><head><title>403</title></head></html>");
    assert_null(r.decoder);
    assert_int_equal(r.error.code, ERROR_BODY_HTML);
    feed_record_release(&r);
}

/* ---- faults ---- */

static const struct {
    const char *format, *text;
} answers[] = {
    {"world-bank", BANK_FIRST}, {"world-bank", RS BANK_FIRST "\n" RS BANK_SECOND "\n"},
    {"fred", FRED_FIRST},       {"nbs-easyquery", EASY_ALL},
    {"nbs-esdata", ESDATA_ALL},
};

static void cut_at_every_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        size_t size = strlen(answers[i].text);
        while (answers[i].text[size - 1] == '\n')
            size--;
        for (size_t n = 0; n < size; n++) {
            struct feed_record r;
            feed_record_read(&r, answers[i].format, answers[i].text, n, NULL);
            /* A cut between two pages leaves a whole one, which says it is short. */
            if (r.ok && (answers[i].text[n] != '\x1E' && answers[i].text[n] != '\n'))
                fail_msg("%s is read after %zu bytes", answers[i].format, n);
            feed_record_release(&r);
        }
    }
}

/* Whatever comes of it, nothing breaks, and cells keep to their dimensions. */
static void each_byte_changed(void **state)
{
    (void)state;
    static const char into[] = "\"[]{}:,0-e\\\x1E";
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        size_t size = strlen(answers[i].text);
        char *bytes = malloc(size + 1);
        assert_non_null(bytes);
        for (size_t n = 0; n < size * (sizeof into); n++) {
            strcpy(bytes, answers[i].text);
            bytes[n / sizeof into] = into[n % sizeof into];
            struct feed_record r;
            feed_record_read(&r, answers[i].format, bytes, size, NULL);
            for (size_t k = 0; k < r.n_cells; k++)
                for (size_t d = 0; d < r.datasets[0]->n_dimensions; d++)
                    assert_non_null(r.cells[k].at[d]);
            feed_record_release(&r);
        }
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_of_the_bank),
        cmocka_unit_test(pages_of_the_bank),
        cmocka_unit_test(many_pages_of_the_bank),
        cmocka_unit_test(what_else_the_bank_says),
        cmocka_unit_test(a_series_of_fred),
        cmocka_unit_test(what_fred_makes_of_values),
        cmocka_unit_test(what_else_fred_says),
        cmocka_unit_test(an_easy_query),
        cmocka_unit_test(figures_of_easy_queries),
        cmocka_unit_test(what_else_easyquery_says),
        cmocka_unit_test(the_new_site),
        cmocka_unit_test(a_period_that_is_none),
        cmocka_unit_test(what_else_the_new_site_says),
        cmocka_unit_test(cut_at_every_byte),
        cmocka_unit_test(each_byte_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
