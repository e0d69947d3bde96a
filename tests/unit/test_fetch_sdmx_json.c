/* SDMX-JSON: envelopes, shapes, attributes, data sets in their order, what is refused.
 * Fixtures are written with ' for ". */
#include "fetch/sdmx_json.h"

#include "tests/lib/feed_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static char *quoted(const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    for (char *p = copy; *p; p++)
        if (*p == '\'')
            *p = '"';
    return copy;
}

static void read_text(struct feed_record *record, const char *text)
{
    char *body = quoted(text);
    feed_record_read(record, "sdmx-json", body, strlen(body), NULL);
    free(body);
}

/* "row[.column] code/code/.. value status", one a line; of the codes the attributes
 * stand behind a bar, what is taken back begins with -, what is in doubt ends with ?.
 */
static const char *cells(struct feed_record *r, size_t from)
{
    const struct dataset *set = r->datasets[r->n_datasets - 1];
    const char *list = "";
    for (size_t i = from; i < r->n_cells; i++) {
        const struct record_cell *cell = &r->cells[i];
        list = arena_printf(&r->arena, "%s%s%u", list, cell->withdrawn ? "-" : "",
                            cell->row);
        if (cell->column)
            list = arena_printf(&r->arena, "%s.%u", list, cell->column);
        for (size_t k = 0; k < set->n_dimensions; k++)
            list = arena_printf(&r->arena, "%s%s%s", list,
                                set->dimensions[k].attribute ? "|"
                                : k == 0                     ? " "
                                                             : "/",
                                cell->at[k]->code);
        if (cell->kind == CELL_VALUE)
            list = arena_printf(&r->arena, "%s %.15g", list, cell->value);
        else
            list = arena_printf(&r->arena, "%s %s", list,
                                cell->kind == CELL_TEXT ? cell->raw : "-");
        list = arena_printf(&r->arena, "%s%s%s%s\n", list, *cell->status ? " " : "",
                            cell->status, cell->doubt ? "?" : "");
    }
    return list;
}

#define AREA                                                                           \
    "{'id':'REF_AREA','name':'Area','values':[{'id':'11','name':'B'},{'id':'33'}]}"
#define TIME                                                                           \
    "{'id':'TIME_PERIOD','role':'TIME_PERIOD','values':[{'id':'2025'},{'id':'2024'}]}"
#define FREQ "{'id':'FREQ','values':[{'id':'A','name':'Annual'}]}"
#define BY_SERIES                                                                      \
    "{'dimensions':{'dataSet':[" FREQ "],'series':[" AREA "],'observation':[" TIME "]" \
    "}"                                                                                \
    "}"
#define SINGLE                                                                         \
    "{'dimensions':{'dataset':[],'observation':[" FREQ "," AREA "," TIME "]}}"
#define SERIES                                                                         \
    "{'series':{'0':{'observations':{'0':[1.5],'1':[2]}},"                             \
    "'1':{'observations':{'1':['3']}}}}"
#define OBSERVATIONS "{'observations':{'0:0:0':[1.5],'0:0:1':[2],'0:1:1':['3']}}"
#define LISTED "1 A/11/2025 1.5\n2 A/11/2024 2\n3 A/33/2024 3\n"

/* The same three figures in every envelope and shape. */
static void envelopes_and_shapes(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{'meta':{},'data':{'structure':" BY_SERIES ",'dataSets':[" SERIES "]}}",
        "{'data':{'dataSets':[" SERIES "],'structures':[" BY_SERIES "]},'errors':[]}",
        "{'header':{'id':'x'},'dataSets':[" SERIES "],'structure':" BY_SERIES "}",
        "{'structures':[" BY_SERIES "],'dataSets':[" SERIES "]}",
        "{'structures':[7,null," SINGLE "],'dataSets':[{'structure':2,'action':"
        "'Append','observations':{'0:0:0':[1.5],'0:0:1':[2],'0:1:1':['3']}}]}",
        "{'structure':" SINGLE ",'dataSets':[" OBSERVATIONS "]}",
        /* series and observation dimensions in single observations */
        "{'structure':" BY_SERIES ",'dataSets':[{'observations':{'0:0':[1.5],'0:1':"
        "[2],'1:1':['3']}}]}",
        /* those of the data set too; an escaped key; a figure without its array */
        "{'structure':" BY_SERIES ",'dataSets':[{'observations':{'0:0:0':1.5,"
        "'0\\u003a0:1':[2,null],'0:1:1':'3'}}]}",
        /* both lists, one of them empty */
        "{'structure':" BY_SERIES ",'dataSets':[{'observations':{},'series':{'0':{"
        "'observations':{'0':[1.5],'1':[2]}},'1':{'observations':{'1':[3]}}}}]}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct feed_record r;
        read_text(&r, bodies[i]);
        assert_int_equal(r.error.code, ERROR_NONE);
        assert_true(r.ok);
        assert_int_equal(r.n_datasets, 1);
        assert_string_equal(cells(&r, 0), LISTED);
        assert_int_equal(r.datasets[0]->dimensions[1].role, DIMENSION_GEO);
        assert_int_equal(r.datasets[0]->dimensions[2].role, DIMENSION_TIME);
        assert_string_equal(r.datasets[0]->dimensions[1].label, "Area");
        assert_string_equal(r.datasets[0]->dimensions[1].categories[0].label, "B");
        assert_int_equal(r.n_refusals, 0);
        feed_record_release(&r);
    }
}

/* Time at the series, and at the whole data set. */
static void cross_sections(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r, "{'structure':{'dimensions':{'series':[" TIME "],'observation':[" AREA
                  "]}},'dataSets':[{'series':{'1':{'observations':{'0':[1],'1':[2]}}}}"
                  "]}");
    assert_string_equal(cells(&r, 0), "1 2024/11 1\n2 2024/33 2\n");
    feed_record_release(&r);
    read_text(&r, "{'structure':{'dimensions':{'dataSet':[{'id':'YEAR','values':["
                  "{'id':'2025'}]}],'series':[],'observation':[" AREA "]}},"
                  "'dataSets':[{'series':{'':{'observations':{'1':[1]}}}}]}");
    assert_string_equal(cells(&r, 0), "1 2025/33 1\n");
    assert_int_equal(r.datasets[0]->dimensions[0].role, DIMENSION_TIME);
    feed_record_release(&r);
}

/* Every spelling of a role; an id is surer than a role, a role surer than a name. */
static void roles(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second;
        enum dimension_role roles[2];
    } cases[] = {
        {"'id':'X','role':'time'", "'id':'REF_AREA'", {DIMENSION_TIME, DIMENSION_GEO}},
        {"'id':'X','roles':['A','TIME_PERIOD']",
         "'id':'Y','role':['REF_AREA']",
         {DIMENSION_TIME, DIMENSION_GEO}},
        {"'id':'TIME'", "'id':'COU'", {DIMENSION_TIME, DIMENSION_GEO}},
        {"'id':'LOCATION'", "'id':'time_period'", {DIMENSION_GEO, DIMENSION_TIME}},
        {"'id':'STATE'", "'id':'REGION'", {DIMENSION_PLAIN, DIMENSION_GEO}},
        {"'id':'INDICATOR'", "'id':'YEAR'", {DIMENSION_METRIC, DIMENSION_TIME}},
        {"'id':'YEAR'",
         "'id':'X','role':'TIME_PERIOD'",
         {DIMENSION_PLAIN, DIMENSION_TIME}},
        {"'id':'X','role':null",
         "'id':'Y','role':7",
         {DIMENSION_PLAIN, DIMENSION_PLAIN}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "{'structure':{'dimensions':{'observation':[{%s,'values':[{'id':'1'}"
                 "]},{%s,'values':[{'id':'2'}]}]}},'dataSets':[{'observations':"
                 "{'0:0':[1]}}]}",
                 cases[i].first, cases[i].second);
        struct feed_record r;
        read_text(&r, text);
        assert_true(r.ok);
        for (size_t k = 0; k < 2; k++)
            assert_int_equal(r.datasets[0]->dimensions[k].role, cases[i].roles[k]);
        feed_record_release(&r);
    }
}

/* Names in one language, in several, and in none. */
static void names(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r,
              "{'meta':{'prepared':'2026-01-02','sender':{'id':'S','name':'Sender'}},"
              "'data':{'structure':{'name':'x','names':{'en':'Set','zh-CN':'数据集'},"
              "'dimensions':{'observation':[{'id':'D','name':{'fr':'un','en':'one'},"
              "'values':[{'id':'a','names':{'fr':'A-fr'},'description':'counted so'},"
              "{'name':'no id'},{'value':7},{'value':0.1},null,{'id':'b','name':'B',"
              "'names':{'fr':'B-fr'}}]}]}},'dataSets':[{'observations':{'0':[1]}}]}}");
    assert_true(r.ok);
    const struct dataset *set = r.datasets[0];
    assert_string_equal(set->label, "数据集");
    assert_string_equal(set->source, "Sender");
    assert_string_equal(set->updated, "2026-01-02");
    assert_string_equal(set->id, "");
    const struct dimension *dimension = &set->dimensions[0];
    assert_string_equal(dimension->label, "one");
    static const char *const codes[] = {"a", "no id", "7", "0.1", "", "b"};
    static const char *const labels[] = {"A-fr", "no id", "7", "0.1", "", "B"};
    assert_int_equal(dimension->n_categories, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(dimension->categories[i].code, codes[i]);
        assert_string_equal(dimension->categories[i].label, labels[i]);
        assert_int_equal(dimension->categories[i].ordinal, i);
    }
    assert_string_equal(dimension->scopes[0], "counted so");
    assert_null(dimension->scopes[1]);
    feed_record_release(&r);
}

#define X_OF(attributes, sets)                                                         \
    "{'structure':{'dimensions':{'series':[" AREA "],'observation':[" TIME "]},"       \
    "'attributes':{" attributes "}},'dataSets':[" sets "]}"
#define STATUS                                                                         \
    "{'id':'OBS_STATUS','default':'A','values':[null,{'id':'P'},{'id':'B; E'}]}"
#define TITLE "{'id':'TITLE','values':[{'name':'t'}]}"
#define UNIT "{'id':'UNIT_MEASURE','values':[{'id':'CNY','name':'Yuan'},{'id':'PC'}]}"
#define MULT "{'id':'UNIT_MULT','default':0,'values':[{'id':'0'},{'id':'6'}]}"

/* Attributes at every level; omitted or null is the default. */
static void attributes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cells;
    } cases[] = {
        {X_OF("'observation':[" TITLE "," STATUS "]",
              "{'series':{'0':{'observations':{'0':[1,0,1],'1':[2,0,0,0]}},"
              "'1':{'observations':{'0':[3],'1':[4,null,2]}}}}"),
         "1 11/2025 1 P\n2 11/2024 2 A\n3 33/2025 3 A\n4 33/2024 4 B; E\n"},
        {X_OF("'dataSet':[" TITLE "," UNIT "],'series':[" TITLE "," MULT "]",
              "{'attributes':[0,1],'series':{'0':{'attributes':[0,1],'observations':"
              "{'0':[1]}},'1':{'attributes':[0],'observations':{'0':[3]}}}}"),
         "1 11/2025|PC|6 1\n2 33/2025|PC|0 3\n"},
        /* of the whole data set, and left out */
        {X_OF("'dataset':[" UNIT "]", "{'series':{'0':{'observations':{'0':[1]}}}}"),
         "1 11/2025| 1\n"},
        {X_OF("'dimensionGroup':[" TITLE "," UNIT "]",
              "{'dimensionGroupAttributes':{'0:':[null,1],'1:0':[0,0],'1:':[0]},"
              "'series':{'0':{'observations':{'0':[1]}},'1':{'observations':{'0':[2],"
              "'1':[3]}}}}"),
         "1 11/2025|PC 1\n2 33/2025|CNY 2\n3 33/2024| 3\n"},
        /* literals, also where the list of values is empty */
        {X_OF("'series':[{'id':'UNIT'},{'id':'POWERCODE','values':[]}],"
              "'observation':[{'id':'OBS_STATUS','values':[]},{'id':'DECIMALS'}]",
              "{'series':{'0':{'attributes':['kg',3],'observations':{'0':[1,'E',1],"
              "'1':[2,['E','B'],{'en':'two'}]}}}}"),
         "1 11/2025|kg|3|1 1 E\n2 11/2024|kg|3|two 2 E; B\n"},
        /* known by role, and under another name */
        {X_OF("'series':[{'id':'MONEY','role':'UNIT_MEASURE','values':[{'id':'u'}]},"
              "{'id':'UNIT_MULTIPLIER','values':[{'id':'3'}]},"
              "{'id':'SCALE','values':[{'id':'likert'}]}]",
              "{'series':{'0':{'attributes':[0,0,0],'observations':{'0':[1]}}}}"),
         "1 11/2025|u|3 1\n"},
        /* a scale to show figures in multiplies nothing; several ids are one text */
        {X_OF("'series':[{'id':'SCALE','values':[{'id':'6'}]}],'observation':[{'id':"
              "'UNIT','values':[{'ids':['kg','m3']}]}]",
              "{'series':{'0':{'attributes':[0],'observations':{'0':['1',0]}}}}"),
         "1 11/2025|6|kg; m3 1\n"},
        /* one that is not listed leaves its row in doubt */
        {X_OF("'observation':[" UNIT "," STATUS "]",
              "{'series':{'0':{'observations':{'0':[1,2],'1':[2,1,3]}}}}"),
         "1 11/2025| 1 A?\n2 11/2024|PC 2 ?\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct feed_record r;
        read_text(&r, cases[i].text);
        assert_int_equal(r.error.code, ERROR_NONE);
        assert_string_equal(cells(&r, 0), cases[i].cells);
        feed_record_release(&r);
    }
}

/* Groups whose keys follow keyPosition, where the order of levels does not fit. */
static void groups_by_position(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r,
              "{'structure':{'dimensions':{'dataSet':[{'id':'FREQ','keyPosition':1,"
              "'values':[{'id':'A'}]}],'observation':[{'id':'REF_AREA','keyPosition':0,"
              "'values':[{'id':'11'},{'id':'33'}]}]},'attributes':{'dimensionGroup':["
              "{'id':'UNIT'}]}},'dataSets':[{'dimensionGroupAttributes':{'1:':['kg']},"
              "'observations':{'0':[1],'1':[2]}}]}");
    assert_true(r.ok);
    assert_string_equal(cells(&r, 0), "1 A/11| 1\n2 A/33|kg 2\n");
    feed_record_release(&r);
    /* Both orders fit: what the attribute depends on decides. */
    for (int levels = 0; levels < 2; levels++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "{'structure':{'dimensions':{'dataSet':[{'id':'FREQ','keyPosition':1,"
                 "'values':[{'id':'A'}]}],'observation':[{'id':'REF_AREA',"
                 "'keyPosition':0,'values':[{'id':'11'},{'id':'33'}]}]},'attributes':{"
                 "'dimensionGroup':[{'id':'UNIT','relationship':{'dimensions':["
                 "'REF_AREA']}}]}},'dataSets':[{'dimensionGroupAttributes':{'%s':['kg']"
                 "},'observations':{'0':[1],'1':[2]}}]}",
                 levels ? ":0" : "0:");
        read_text(&r, text);
        assert_string_equal(cells(&r, 0), "1 A/11|kg 1\n2 A/33| 2\n");
        feed_record_release(&r);
    }
    /* A key without its part for time. */
    read_text(&r, X_OF("'dimensionGroup':[" UNIT "]",
                       "{'dimensionGroupAttributes':{'1':[1]},'series':{'1':{"
                       "'observations':{'0':[2]}}}}"));
    assert_string_equal(cells(&r, 0), "1 33/2025|PC 2\n");
    feed_record_release(&r);
}

/* Several measures are categories of a dimension; coded ones are looked up. */
static void measures(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r, "{'structures':[{'dimensions':{'observation':[" AREA
                  "]},'measures':{'observation':[{'id':'LOW','name':'Least'},{'id':'Q',"
                  "'values':[null,{'id':'7'},{'value':2.5}]}]},'attributes':{"
                  "'observation':[" STATUS "]}}],'dataSets':[{'observations':"
                  "{'0':[1,1,1],'1':['NaN',2]}},{'observations':{'0':[0.5,0],"
                  "'1':[[1],9]}}]}");
    assert_true(r.ok);
    assert_int_equal(r.datasets[0]->dimensions[1].role, DIMENSION_METRIC);
    assert_string_equal(r.datasets[0]->dimensions[1].categories[0].label, "Least");
    assert_string_equal(r.datasets[0]->id, "0");
    assert_string_equal(r.datasets[1]->id, "1");
    assert_string_equal(cells(&r, 0),
                        "1.1 11/LOW 1 P\n1.2 11/Q 7 P\n2.1 33/LOW - A\n2.2 33/Q 2.5 A\n"
                        "3.1 11/LOW 0.5 A\n3.2 11/Q - A\n4.1 33/LOW [...] A\n"
                        "4.2 33/Q - A?\n");
    assert_int_equal(r.cells[7].doubt, ERROR_SDMX_ATTRIBUTE);
    feed_record_release(&r);
    /* None at all: observations have attributes alone. */
    read_text(&r, "{'structures':[{'dimensions':{'observation':[" AREA
                  "]},'measures':{},'attributes':{'observation':[" STATUS
                  "]}}],'dataSets':[{'observations':{'0':[1]}}]}");
    assert_string_equal(cells(&r, 0), "1 11 - P\n");
    feed_record_release(&r);
}

/* What may stand where a value does. */
static void values(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"[1e3]", "1000"},    {"['12.5']", "12.5"}, {"['-7']", "-7"},
        {"[null]", "-"},      {"[]", "-"},          {"null", "-"},
        {"['NaN']", "-"},     {"['#N/A']", "-"},    {"['']", "-"},
        {"['abc']", "abc"},   {"[true]", "true"},   {"[{}]", "{}"},
        {"[[1,2]]", "[...]"}, {"[0]", "0"},         {"[-0.0001]", "-0.0001"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512], want[64];
        snprintf(text, sizeof text,
                 "{'structure':%s,'dataSets':[{'observations':{'1:1':%s}}]}", BY_SERIES,
                 cases[i].text);
        snprintf(want, sizeof want, "1 A/33/2024 %s\n", cases[i].shown);
        struct feed_record r;
        read_text(&r, text);
        assert_string_equal(cells(&r, 0), want);
        feed_record_release(&r);
    }
}

/* Single figures are taken back; slices are refused as rows, and the rest is read. */
static void deletions(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r, "{'structure':{'dimensions':{'series':[{'id':'REF_AREA','values':["
                  "{'id':'11'},null]}],'observation':[" TIME "]}},'dataSets':["
                  "{'action':'Delete','series':{'0':{'observations':{'0':[],'1':[5]}},"
                  "'1':{'observations':{'0':[]}},'':{'observations':{'1':null}},"
                  "'1':{}}}]}");
    /* An empty name is no key of one dimension. */
    assert_int_equal(r.error.code, ERROR_JSON_DUPLICATE);
    feed_record_release(&r);
    read_text(&r,
              "{'structure':{'dimensions':{'series':[" FREQ
              ",{'id':'REF_AREA','values':[{'id':'11'},null]}],"
              "'observation':[" TIME "]}},'dataSets':["
              "{'action':'DELETE','series':{'0:0':{'observations':{'0':[],'1':[5]}},"
              "'0:1':{'observations':{'0':[]}},':0':{'observations':{'1':null}},"
              "'0:':{}}},{'action':'Delete'},"
              "{'series':{'0:0':{'observations':{'0':[3]}}}}]}");
    assert_int_equal(r.error.code, ERROR_NONE);
    assert_string_equal(cells(&r, 0), "-1 A/11/2025 -\n-2 A/11/2024 -\n"
                                      "-3 A//2025 -?\n-4 /11/2024 -?\n7 A/11/2025 3\n");
    assert_int_equal(r.cells[2].doubt, ERROR_SDMX_SLICE);
    assert_int_equal(r.n_refusals, 2);
    assert_int_equal(r.refusals[0].reason.code, ERROR_SDMX_SLICE);
    assert_string_equal(r.refusals[0].raw, "0:");
    assert_false(r.refusals[0].warning);
    assert_string_equal(r.refusals[1].reason.arg[0], "feed#1");
    assert_true(r.datasets[0]->supersedes);
    feed_record_release(&r);
}

#define ONE(set) "{'structure':" BY_SERIES ",'dataSets':[" set "]}"

/* A body and what becomes of it: the error, or the first warning or doubt. */
static const struct {
    const char *text;
    enum error_code error, problem;
} bodies[] = {
    {ONE(SERIES), ERROR_NONE, ERROR_NONE},
    {ONE(""), ERROR_NONE, ERROR_NONE},
    {ONE("{}"), ERROR_NONE, ERROR_NONE},
    {ONE("{'series':null,'observations':null}"), ERROR_NONE, ERROR_NONE},
    {ONE("{'series':{'0':{'attributes':[0]}}}"), ERROR_NONE, ERROR_NONE},
    {"{'structure':" BY_SERIES "}", ERROR_NONE, ERROR_NONE},
    /* keys */
    {ONE("{'series':{'2':{'observations':{'0':[1]}}}}"), ERROR_SDMX_INDEX, ERROR_NONE},
    {ONE("{'series':{'0':{'observations':{'2':[1]}}}}"), ERROR_SDMX_INDEX, ERROR_NONE},
    {ONE("{'series':{'999999999':{'observations':{'2':[1]}}}}"), ERROR_SDMX_INDEX,
     ERROR_NONE},
    {ONE("{'series':{'0:0':{'observations':{'0':[1]}}}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'series':{'0':{'observations':{'0:0':[1]}}}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'series':{'':{'observations':{'0':[1]}}}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'series':{'00':{'observations':{'0':[1]}}}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'series':{'-1':{'observations':{'0':[1]}}}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'series':{' 0':{'observations':{'0':[1]}}}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'series':{'~':{'observations':{'0':[1]}}}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'series':{'9999999999':{'observations':{'0':[1]}}}}"), ERROR_SDMX_KEY,
     ERROR_NONE},
    {ONE("{'observations':{'0':[1]}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'observations':{'0:':[1]}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'observations':{'1:0:0':[1]}}"), ERROR_SDMX_INDEX, ERROR_NONE},
    {ONE("{'observations':{'0:0:0:0':[1]}}"), ERROR_SDMX_KEY, ERROR_NONE},
    {ONE("{'observations':{'0:0':[1]},'series':{'0':{'observations':{'0':[1]}}}}"),
     ERROR_NONE, ERROR_SDMX_BOTH},
    {"{'structure':{'dimensions':{'observation':[{'id':'a','values':[null]}]}},"
     "'dataSets':[{'observations':{'0':[1]}}]}",
     ERROR_NONE, ERROR_SDMX_PLACE},
    /* descriptions */
    {"{'structure':{'dimensions':{'dataSet':[" AREA "]}},'dataSets':[{'observations':"
     "{'':[1]}}]}",
     ERROR_SDMX_ONE, ERROR_NONE},
    {"{'structure':{'dimensions':{'observation':[{'values':[]}]}},'dataSets':[{}]}",
     ERROR_SDMX_COMPONENT, ERROR_NONE},
    {"{'structure':{'dimensions':{'observation':[7]}},'dataSets':[{}]}",
     ERROR_SDMX_COMPONENT, ERROR_NONE},
    {"{'structure':{'dimensions':[]},'dataSets':[{}]}", ERROR_SDMX_SHAPE, ERROR_NONE},
    /* nothing was found, which is said by an empty description */
    {"{'structure':{},'dataSets':[{}]}", ERROR_NONE, ERROR_NONE},
    {"{'structures':[{}],'dataSets':[{'action':'Replace','series':{}}]}", ERROR_NONE,
     ERROR_NONE},
    {"{'structure':{},'dataSets':[{'observations':{'0':[1]}}]}", ERROR_SDMX_SHAPE,
     ERROR_NONE},
    {"{'structure':{},'dataSets':[{'series':{'0':{}}}]}", ERROR_SDMX_SHAPE, ERROR_NONE},
    {"{'structure':7,'dataSets':[{}]}", ERROR_SDMX_SHAPE, ERROR_NONE},
    {"{'structures':[],'dataSets':[{}]}", ERROR_SDMX_STRUCTURE, ERROR_NONE},
    {"{'dataSets':[{}]}", ERROR_SDMX_STRUCTURE, ERROR_NONE},
    {"{'structures':[" SINGLE "],'dataSets':[{'structure':1}]}", ERROR_SDMX_STRUCTURE,
     ERROR_NONE},
    {"{'structures':[" SINGLE "],'dataSets':[{'structure':-1}]}", ERROR_SDMX_STRUCTURE,
     ERROR_NONE},
    {"{'structures':[" SINGLE "],'dataSets':[{'structure':0.5}]}", ERROR_SDMX_STRUCTURE,
     ERROR_NONE},
    /* wrong kinds */
    {"{'structure':" SINGLE ",'dataSets':{}}", ERROR_SDMX_SHAPE, ERROR_NONE},
    {"{'structure':" SINGLE ",'dataSets':[7]}", ERROR_SDMX_SHAPE, ERROR_NONE},
    {ONE("{'series':[]}"), ERROR_SDMX_SHAPE, ERROR_NONE},
    {ONE("{'series':{'0':7}}"), ERROR_SDMX_SHAPE, ERROR_NONE},
    {ONE("{'series':{'0':{'observations':[[1]]}}}"), ERROR_SDMX_SHAPE, ERROR_NONE},
    {ONE("{'observations':[[0,0,0,1]]}"), ERROR_SDMX_SHAPE, ERROR_NONE},
    /* groups */
    {X_OF("'dimensionGroup':[" UNIT "]",
          "{'dimensionGroupAttributes':{'0:0:0':[0]},'series':{}}"),
     ERROR_SDMX_KEY, ERROR_NONE},
    {X_OF("'dimensionGroup':[" UNIT "]",
          "{'dimensionGroupAttributes':{':2':[0]},'series':{}}"),
     ERROR_SDMX_KEY, ERROR_NONE},
    {X_OF("'dimensionGroup':[" TITLE "]",
          "{'dimensionGroupAttributes':{'9:9:9':[0]},'series':{}}"),
     ERROR_NONE, ERROR_NONE},
    /* what a server says */
    {"{'errors':[{'code':404,'title':'No data','titles':{'en':'x'}}]}",
     ERROR_SDMX_ANSWER, ERROR_NONE},
    {"{'errors':['too many'],'data':{'dataSets':[],'structures':[]}}",
     ERROR_SDMX_ANSWER, ERROR_NONE},
    {"{'error':{'code':'100','message':'No results'}}", ERROR_SDMX_ANSWER, ERROR_NONE},
    {"{'errors':[{'code':413}],'structure':" SINGLE ",'dataSets':[" OBSERVATIONS "]}",
     ERROR_NONE, ERROR_SDMX_SAID},
    {"{'errors':[],'error':null,'structure':" SINGLE ",'dataSets':[" OBSERVATIONS "]}",
     ERROR_NONE, ERROR_NONE},
    {"{'header':{'id':'1','name':'a','id':'1'},'structure':" SINGLE ",'dataSets':[]}",
     ERROR_NONE, ERROR_JSON_REPEATED},
    {"{'header':{'id':'1','name':'a','id':'2'},'structure':" SINGLE ",'dataSets':[]}",
     ERROR_JSON_DUPLICATE, ERROR_NONE},
    {"{'header':{'id':[],'name':'a','id':[]},'structure':" SINGLE ",'dataSets':[]}",
     ERROR_JSON_DUPLICATE, ERROR_NONE},
    /* other messages */
    {"{'meta':{},'data':{'dataStructures':[]}}", ERROR_SDMX_DESCRIBES, ERROR_NONE},
    {"{'meta':{},'data':{'codelists':[{}]}}", ERROR_SDMX_DESCRIBES, ERROR_NONE},
    {"{'meta':{},'data':{'metadataSets':[{}]}}", ERROR_SDMX_METADATA, ERROR_NONE},
    {"{'sdmx-proto-json':'2012-11-29','dataSets':[]}", ERROR_SDMX_PROTOTYPE,
     ERROR_NONE},
    {"{}", ERROR_SDMX_NOT, ERROR_NONE},
    {"[1]", ERROR_SDMX_NOT, ERROR_NONE},
    {"{'data':[1]}", ERROR_SDMX_NOT, ERROR_NONE},
};

static void what_becomes_of_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct feed_record r;
        read_text(&r, bodies[i].text);
        enum error_code problem = r.n_refusals ? r.refusals[0].reason.code : ERROR_NONE;
        for (size_t k = 0; k < r.n_cells && !problem; k++)
            problem = r.cells[k].doubt;
        if (r.error.code != bodies[i].error || problem != bodies[i].problem)
            print_error("%s\n%s, %s\n", bodies[i].text, error_name(r.error.code),
                        error_name(problem));
        assert_int_equal(r.error.code, bodies[i].error);
        assert_int_equal(problem, bodies[i].problem);
        assert_int_equal(r.ok, bodies[i].error == ERROR_NONE);
        feed_record_release(&r);
    }
}

/* A message names what does not fit. */
static void words(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r, ONE("{'series':{'0:4':{'observations':{'0':[1]}}}}"));
    assert_string_equal(r.error.arg[0], "feed");
    assert_string_equal(r.error.arg[1], "0:4");
    assert_string_equal(r.error.arg[2], "1");
    assert_string_equal(r.error.arg[3], "REF_AREA");
    feed_record_release(&r);
    read_text(&r, ONE("{},{'series':{'0':{'observations':{'7':[1]}}}}"));
    assert_string_equal(r.error.arg[0], "feed#1");
    assert_string_equal(r.error.arg[1], "7");
    assert_string_equal(r.error.arg[2], "TIME_PERIOD");
    assert_string_equal(r.error.arg[3], "2");
    feed_record_release(&r);
    read_text(&r, "{'errors':[{'code':7,'title':'\\u001b[31mno'}]}");
    assert_string_equal(r.error.arg[1], "<U+001B>[31mno");
    feed_record_release(&r);
}

/* ---- sizes ---- */

/* Thousands of parts in a key, levels in a body, data sets in a message. */
static void too_much(void **state)
{
    (void)state;
    struct arena arena = {0};
    enum { MANY = 5000 };
    char *parts = arena_alloc(&arena, 2 * MANY + 1);
    for (int i = 0; i < MANY; i++)
        memcpy(parts + 2 * (size_t)i, i + 1 < MANY ? "0:" : "0", i + 1 < MANY ? 2 : 1);
    struct feed_record r;
    read_text(&r,
              arena_printf(&arena, "%s%s%s",
                           "{'structure':" BY_SERIES ",'dataSets':[{'observations':{'",
                           parts, "':[1]}}]}"));
    assert_int_equal(r.error.code, ERROR_SDMX_KEY);
    feed_record_release(&r);

    char *deep = arena_alloc(&arena, 2 * MANY + 1);
    memset(deep, '[', MANY);
    memset(deep + MANY, ']', MANY);
    read_text(&r, arena_printf(&arena, "%s%s%s",
                               "{'structure':" BY_SERIES
                               ",'dataSets':[{'observations':{'0:0':",
                               deep, "}}]}"));
    assert_int_equal(r.error.code, ERROR_JSON_DEPTH);
    feed_record_release(&r);

    char *sets = arena_alloc(&arena, 3 * (SDMX_SETS + 1) + 1);
    for (int i = 0; i <= SDMX_SETS; i++)
        memcpy(sets + 3 * (size_t)i, i < SDMX_SETS ? "{}," : "{}", 3);
    read_text(
        &r, arena_printf(&arena, "{'structure':%s,'dataSets':[%s]}", BY_SERIES, sets));
    assert_int_equal(r.error.code, ERROR_SDMX_SETS);
    feed_record_release(&r);

    const char *dimensions = "";
    for (int i = 0; i <= SDMX_DIMENSIONS; i++)
        dimensions = arena_printf(&arena, "%s%s{'id':'d%d','values':[{'id':'a'}]}",
                                  dimensions, i ? "," : "", i);
    read_text(&r, arena_printf(&arena,
                               "{'structure':{'dimensions':{'observation':[%s]}},"
                               "'dataSets':[{}]}",
                               dimensions));
    assert_int_equal(r.error.code, ERROR_SDMX_RANK);
    feed_record_release(&r);
    arena_release(&arena);
}

/* Each of many series with a unit of its own text: the texts have a ceiling. */
static void too_many_literals(void **state)
{
    (void)state;
    enum { N = SDMX_LITERALS + 2 };
    char *text = malloc((size_t)N * 40 + 1000);
    assert_non_null(text);
    char *p = text + sprintf(text, "{'structure':{'dimensions':{'observation':[{'id':"
                                   "'X','values':[");
    for (int i = 0; i < N; i++)
        p += sprintf(p, "%s{'id':'%d'}", i ? "," : "", i);
    p += sprintf(p, "]}]},'attributes':{'observation':[{'id':'UNIT'}]}},'dataSets':["
                    "{'observations':{");
    for (int i = 0; i < N; i++)
        p += sprintf(p, "%s'%d':[1,'u%d']", i ? "," : "", i, i);
    strcpy(p, "}}]}");
    struct feed_record r;
    read_text(&r, text);
    assert_int_equal(r.error.code, ERROR_SDMX_LITERALS);
    feed_record_release(&r);
    free(text);
}

/* A body of many figures: read in time in proportion, each in its place. */
static void many(void **state)
{
    (void)state;
    enum { SERIES_N = 300, TIMES = 200 };
    char *text = malloc((size_t)SERIES_N * TIMES * 32 + 100000);
    assert_non_null(text);
    char *p = text + sprintf(text, "{'dataSets':[{'series':{");
    for (int i = 0; i < SERIES_N; i++) {
        p += sprintf(p, "%s'%d':{'attributes':[%d],'observations':{", i ? "," : "", i,
                     i % 2);
        for (int k = 0; k < TIMES; k++)
            p += sprintf(p, "%s'%d':[%d,%d]", k ? "," : "", k, i * TIMES + k, k % 3);
        p += sprintf(p, "}}");
    }
    p += sprintf(p, "}}],'structure':{'dimensions':{'series':[{'id':'X','values':[");
    for (int i = 0; i < SERIES_N; i++)
        p += sprintf(p, "%s{'id':'x%d'}", i ? "," : "", i);
    p += sprintf(p, "]}],'observation':[{'id':'TIME_PERIOD','values':[");
    for (int k = 0; k < TIMES; k++)
        p += sprintf(p, "%s{'id':'%d'}", k ? "," : "", 1800 + k);
    strcpy(p, "]}]},'attributes':{'series':[" UNIT "],'observation':[" STATUS "]}}}");
    struct feed_record r;
    read_text(&r, text);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, SERIES_N * TIMES);
    static const char *const status[] = {"A", "P", "B; E"};
    for (size_t i = 0; i < r.n_cells; i++) {
        const struct record_cell *cell = &r.cells[i];
        assert_true(cell->kind == CELL_VALUE && cell->value == (double)i);
        assert_int_equal(cell->at[0]->ordinal, i / TIMES);
        assert_int_equal(cell->at[1]->ordinal, i % TIMES);
        assert_int_equal(cell->at[2]->ordinal, i / TIMES % 2);
        assert_string_equal(cell->status, status[i % TIMES % 3]);
    }
    feed_record_release(&r);
    free(text);
}

/* ---- damage ---- */

static const char whole[] =
    "{'meta':{'id':'m','sender':{'id':'s'}},'data':{'dataSets':[{'structure':0,"
    "'action':'Merge','attributes':[0],'dimensionGroupAttributes':{'0::':[0],"
    "'0:1:':['w']},'series':{'0':{'attributes':[1],'observations':{'0':[1.5,0],"
    "'1':['2',null]}},'1':{'observations':{'0':[null]}}}},{'action':'Delete',"
    "'series':{'1':{'observations':{'1':[]}}}}],'structures':[{'dimensions':{"
    "'dataSet':[" FREQ "],'series':[" AREA "],'observation':[" TIME "]},'attributes':{"
    "'dataSet':[" UNIT "],'dimensionGroup':[{'id':'DECIMALS'}],'series':[" MULT
    "],'observation':[" STATUS "]}}]}}";

/* Cut anywhere it is refused, never read as something else. */
static void cut_anywhere(void **state)
{
    (void)state;
    char *text = quoted(whole);
    size_t size = strlen(text);
    struct feed_record r;
    feed_record_read(&r, "auto", text, size, NULL);
    assert_int_equal(r.error.code, ERROR_NONE);
    assert_string_equal(r.decoder->name, "sdmx-json");
    assert_string_equal(cells(&r, 0),
                        "1 A/11/2025|CNY|6|0 1.5 A\n2 A/11/2024|CNY|6|0 2 A\n"
                        "3 A/33/2025|CNY|0|w - A\n-4 A/33/2024||0| - A\n");
    feed_record_release(&r);
    for (size_t n = 0; n < size; n++) {
        feed_record_read(&r, "sdmx-json", text, n, NULL);
        assert_false(r.ok);
        feed_record_release(&r);
    }
    free(text);
}

/* Any one byte of a good body changed: no crash, and an error or none of it. */
static void any_byte_changed(void **state)
{
    (void)state;
    char *text = quoted(whole);
    size_t size = strlen(text);
    static const char bytes[] = "\0\x1B\"\\{}[]:,09en-\x80\xFF";
    for (size_t i = 0; i < size; i++) {
        char was = text[i];
        for (size_t k = 0; k < sizeof bytes - 1; k++) {
            text[i] = bytes[k];
            struct feed_record r;
            feed_record_read(&r, "sdmx-json", text, size, NULL);
            assert_true(r.ok == (r.error.code == ERROR_NONE));
            for (size_t c = 0; r.ok && c < r.n_cells; c++)
                for (size_t d = 0; d < r.datasets[0]->n_dimensions; d++)
                    assert_true(r.n_datasets > 1 || r.cells[c].at[d]->code != NULL);
            feed_record_release(&r);
        }
        text[i] = was;
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(envelopes_and_shapes),
        cmocka_unit_test(cross_sections),
        cmocka_unit_test(roles),
        cmocka_unit_test(names),
        cmocka_unit_test(attributes),
        cmocka_unit_test(groups_by_position),
        cmocka_unit_test(measures),
        cmocka_unit_test(values),
        cmocka_unit_test(deletions),
        cmocka_unit_test(what_becomes_of_bodies),
        cmocka_unit_test(words),
        cmocka_unit_test(too_much),
        cmocka_unit_test(too_many_literals),
        cmocka_unit_test(many),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(any_byte_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
