/* JSON-stat: shapes, dimensions, values, what is refused and what is warned of. */
#include "fetch/jsonstat.h"

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

static void read_text(struct feed_record *record, const char *text)
{
    feed_record_read(record, "json-stat", text, strlen(text), NULL);
}

static void a_whole_data_set(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, "tests/fixtures/fetch/regions.json", &size);
    assert_non_null(bytes);
    struct feed_record r;
    feed_record_read(&r, "auto", bytes, size, NULL);
    assert_true(r.ok);
    assert_string_equal(r.decoder->name, "json-stat");
    assert_int_equal(r.n_datasets, 1);
    const struct dataset *set = r.datasets[0];
    assert_string_equal(set->id, "");
    assert_string_equal(set->source, "测试部");
    assert_int_equal(set->n_dimensions, 3);
    assert_int_equal(set->dimensions[0].role, DIMENSION_GEO);
    assert_int_equal(set->dimensions[1].role, DIMENSION_METRIC);
    assert_int_equal(set->dimensions[2].role, DIMENSION_TIME);
    assert_string_equal(set->dimensions[2].label, "time");
    /* By position, not in the order of the body. */
    assert_string_equal(set->dimensions[0].categories[0].code, "110000");
    assert_string_equal(set->dimensions[0].categories[2].label, "浙江省");
    assert_string_equal(set->dimensions[1].categories[0].unit, "亿元");
    assert_int_equal(set->dimensions[1].categories[0].decimals, 1);
    assert_string_equal(set->dimensions[1].categories[1].unit, "%");
    assert_int_equal(set->dimensions[1].categories[1].decimals, -1);
    assert_string_equal(set->dimensions[2].categories[1].label, "2026-02");

    assert_int_equal(r.n_cells, 18);
    for (size_t i = 0; i < 18; i++) {
        const struct record_cell *cell = &r.cells[i];
        assert_int_equal(cell->row, i + 1);
        assert_ptr_equal(cell->at[0], &set->dimensions[0].categories[i / 6]);
        assert_ptr_equal(cell->at[1], &set->dimensions[1].categories[i / 3 % 2]);
        assert_ptr_equal(cell->at[2], &set->dimensions[2].categories[i % 3]);
    }
    assert_string_equal(r.cells[1].status, "p");
    assert_string_equal(r.cells[0].status, "");
    assert_int_equal(r.cells[9].kind, CELL_MISSING);
    assert_string_equal(r.cells[9].status, "Q");
    assert_int_equal(r.cells[11].kind, CELL_VALUE);
    assert_true(r.cells[11].value == 42.5);
    assert_int_equal(r.cells[12].qualifier, QUALIFIER_ABOVE);
    assert_true(r.cells[12].value == 7);
    assert_int_equal(r.cells[15].qualifier, QUALIFIER_ABOUT);
    assert_int_equal(r.cells[16].kind, CELL_MISSING);
    assert_int_equal(r.cells[17].kind, CELL_TEXT);
    assert_string_equal(r.cells[17].raw, "1,2O4");
    feed_record_release(&r);

    /* Cut anywhere it is refused, never read as something else. */
    while (size > 0 && bytes[size - 1] == '\n')
        size--;
    for (size_t n = 0; n < size; n++) {
        feed_record_read(&r, "json-stat", bytes, n, NULL);
        assert_false(r.ok);
        feed_record_release(&r);
    }
    arena_release(&arena);
}

#define X_OF(n) "\"id\":[\"x\"],\"size\":[" n "],\"dimension\":{\"x\":{\"category\":"
#define AB "{\"index\":[\"a\",\"b\"]}}}"

/* A body and what becomes of it: the error, or the first warning, or neither. */
static const struct {
    const char *text;
    enum error_code error, warning;
} bodies[] = {
    {"{" X_OF("2") AB ",\"value\":[1,2]}", ERROR_NONE, ERROR_NONE},
    {"{\"class\":\"dataset\"," X_OF("2") AB ",\"value\":{\"1\":5}}", ERROR_NONE,
     ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":{}}", ERROR_NONE, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":[]}", ERROR_NONE, ERROR_JSONSTAT_METADATA},
    {"{" X_OF("2") AB ",\"value\":[1]}", ERROR_JSONSTAT_LENGTH, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":[1,2,3]}", ERROR_JSONSTAT_LENGTH, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":7}", ERROR_JSONSTAT_VALUE, ERROR_NONE},
    {"{" X_OF("2") AB "}", ERROR_JSONSTAT_VALUE, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":{\"2\":5}}", ERROR_JSONSTAT_SPARSE, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":{\"01\":5}}", ERROR_JSONSTAT_SPARSE, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":{\"-1\":5}}", ERROR_JSONSTAT_SPARSE, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":{\"a\":5}}", ERROR_JSONSTAT_SPARSE, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":{\"99999999999999999999\":5}}", ERROR_JSONSTAT_SPARSE,
     ERROR_NONE},
    {"{" X_OF("3") AB ",\"value\":[1,2,3]}", ERROR_JSONSTAT_INDEX_COUNT, ERROR_NONE},
    {"{" X_OF("1.5") AB ",\"value\":[1,2]}", ERROR_JSONSTAT_SIZE, ERROR_NONE},
    {"{" X_OF("-2") AB ",\"value\":[1,2]}", ERROR_JSONSTAT_SIZE, ERROR_NONE},
    {"{" X_OF("1e300") AB ",\"value\":[1,2]}", ERROR_JSONSTAT_SIZE, ERROR_NONE},
    {"{" X_OF("null") AB ",\"value\":[1,2]}", ERROR_JSONSTAT_SIZE, ERROR_NONE},
    {"{" X_OF("2,1") AB ",\"value\":[1,2]}", ERROR_JSONSTAT_ID_SIZE, ERROR_NONE},
    {"{" X_OF("2") "{\"index\":[\"a\",\"a\"]}}},\"value\":[1,2]}",
     ERROR_JSONSTAT_CODE_TWICE, ERROR_NONE},
    {"{" X_OF("2") "{\"index\":{\"a\":0,\"b\":0}}}},\"value\":[1,2]}",
     ERROR_JSONSTAT_INDEX, ERROR_NONE},
    {"{" X_OF("2") "{\"index\":{\"a\":1,\"b\":2}}}},\"value\":[1,2]}",
     ERROR_JSONSTAT_INDEX, ERROR_NONE},
    {"{" X_OF("2") "{\"index\":[1,2]}}},\"value\":[1,2]}", ERROR_JSONSTAT_INDEX,
     ERROR_NONE},
    {"{" X_OF("2") "{\"index\":\"ab\"}}},\"value\":[1,2]}", ERROR_JSONSTAT_INDEX,
     ERROR_NONE},
    {"{" X_OF("2") "{\"label\":{\"a\":\"A\",\"b\":\"B\"}}}},\"value\":[1,2]}",
     ERROR_JSONSTAT_INDEX, ERROR_NONE},
    {"{" X_OF("1") "{\"label\":{\"a\":\"A\"}}}},\"value\":[1]}", ERROR_NONE,
     ERROR_NONE},
    {"{" X_OF("1") "{}}},\"value\":[1]}", ERROR_JSONSTAT_INDEX, ERROR_NONE},
    {"{" X_OF("1") "7}},\"value\":[1]}", ERROR_JSONSTAT_CATEGORY, ERROR_NONE},
    {"{\"id\":[\"y\"],\"size\":[1],\"dimension\":{\"x\":{}},\"value\":[1]}",
     ERROR_JSONSTAT_DIMENSION, ERROR_NONE},
    {"{\"id\":[],\"size\":[],\"dimension\":{},\"value\":[1]}", ERROR_JSONSTAT_RANK,
     ERROR_NONE},
    {"{\"dimension\":{},\"value\":[1]}", ERROR_JSONSTAT_ID, ERROR_NONE},
    {"{\"id\":[\"x\",\"x\"],\"size\":[1,1],\"dimension\":{\"x\":{\"category\":{"
     "\"index\":"
     "[\"a\"]}}},\"value\":[1]}",
     ERROR_JSONSTAT_TWICE, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":[1,2],\"status\":[\"a\",\"b\",\"c\"]}",
     ERROR_JSONSTAT_STATUS_LENGTH, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":[1,2],\"status\":{\"comment\":\"prose\"}}",
     ERROR_NONE, ERROR_NONE},
    {"{" X_OF("2") AB ",\"value\":[1,2],\"status\":{\"7\":\"p\"}}", ERROR_NONE,
     ERROR_JSONSTAT_STATUS_KEY},
    {"{" X_OF("2") AB ",\"value\":[1,2],\"role\":{\"time\":[\"t\"]}}", ERROR_NONE,
     ERROR_JSONSTAT_ROLE},
    {"{" X_OF(
         "2") "{\"index\":[\"a\",\"b\"],\"note\":{\"c\":[\"n\"]}}}},\"value\":[1,2]}",
     ERROR_NONE, ERROR_JSONSTAT_UNKNOWN},
    {"{" X_OF(
         "2") "{\"index\":[\"a\",\"b\"],\"child\":{\"a\":[\"z\"]}}}},\"value\":[1,2]}",
     ERROR_NONE, ERROR_JSONSTAT_UNKNOWN},
    {"{" X_OF(
         "2") "{\"index\":[\"a\",\"b\"],\"child\":{\"a\":[\"b\"]}}}},\"value\":[1,2]}",
     ERROR_NONE, ERROR_NONE},
    {"{" X_OF(
         "2") "{\"index\":[\"a\",\"b\"],\"child\":{\"a\":[\"a\"]}}}},\"value\":[1,2]}",
     ERROR_NONE, ERROR_JSONSTAT_CYCLE},
    {"{" X_OF(
         "2") "{\"index\":[\"a\",\"b\"],\"child\":{\"a\":[\"b\",\"b\"],\"b\":[\"a\"]}}"
              "}},\"value\":[1,2]}",
     ERROR_NONE, ERROR_JSONSTAT_CYCLE},
    {"{\"version\":\"2.0\",\"d\":{" X_OF("2") AB ",\"value\":[1,2]}}", ERROR_NONE,
     ERROR_JSONSTAT_BUNDLE},
    {"{\"class\":\"collection\",\"link\":{\"item\":[{\"href\":\"http://a/\"}]}}",
     ERROR_NONE, ERROR_JSONSTAT_LINKS},
    {"{\"class\":\"collection\"}", ERROR_JSONSTAT_COLLECTION, ERROR_NONE},
    {"{\"error\":{\"code\":400,\"message\":{\"en\":\"no\"}}}", ERROR_JSONSTAT_ANSWER,
     ERROR_NONE},
    {"{\"errors\":[{\"x\":1,\"detail\":\"no\"}]}", ERROR_JSONSTAT_ANSWER, ERROR_NONE},
    {"{\"error\":404,\"message\":\"no\"}", ERROR_JSONSTAT_ANSWER, ERROR_NONE},
    {"{\"warning\":{\"status\":413,\"label\":\"later\"}}", ERROR_JSONSTAT_ANSWER,
     ERROR_NONE},
    {"{\"error\":[]}", ERROR_JSONSTAT_NOT, ERROR_NONE},
    {"{\"class\":\"dimension\",\"category\":{\"index\":[\"a\"]}}", ERROR_NONE,
     ERROR_JSONSTAT_NO_DATA},
    {"{\"class\":\"dimension\"}", ERROR_JSONSTAT_CATEGORY, ERROR_NONE},
    {"{\"error\":[{\"id\":400,\"label\":\"too large\"}]}", ERROR_JSONSTAT_ANSWER,
     ERROR_NONE},
    {"{\"error\":\"no such table\"}", ERROR_JSONSTAT_ANSWER, ERROR_NONE},
    {"{\"error\":{\"status\":\"413\",\"label\":\"TOO LARGE\"}}", ERROR_JSONSTAT_ANSWER,
     ERROR_NONE},
    {"{}", ERROR_JSONSTAT_NOT, ERROR_NONE},
    {"[1,2]", ERROR_JSONSTAT_NOT, ERROR_NONE},
    {"7", ERROR_JSONSTAT_NOT, ERROR_NONE},
    {"{\"dimension\":7}", ERROR_JSONSTAT_NOT, ERROR_NONE},
};

static void what_becomes_of_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct feed_record r;
        read_text(&r, bodies[i].text);
        enum error_code warning = r.n_refusals ? r.refusals[0].reason.code : ERROR_NONE;
        if (r.error.code != bodies[i].error || warning != bodies[i].warning)
            print_error("%s\n%s, %s\n", bodies[i].text, error_name(r.error.code),
                        error_name(warning));
        assert_int_equal(r.error.code, bodies[i].error);
        assert_int_equal(warning, bodies[i].warning);
        assert_int_equal(r.ok, bodies[i].error == ERROR_NONE);
        for (size_t k = 0; k < r.n_refusals; k++)
            assert_true(r.refusals[k].warning);
        feed_record_release(&r);
    }
}

/* Of label, symbol, base and multiplier, what names the unit without a doubt. */
static void units_of_categories(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *read;
    } rows[] = {
        {"{\"label\":\"%\",\"base\":\"per cent\",\"multiplier\":0}", "%"},
        {"{\"label\":\"million\",\"symbol\":\"$\",\"position\":\"start\"}",
         "$ million"},
        {"{\"label\":\"million\",\"symbol\":\"€\",\"position\":\"end\"}", "million €"},
        {"{\"symbol\":\"%\",\"base\":\"Per cent\"}", "%"},
        {"{\"base\":\"person\",\"multiplier\":3}", "10^3 person"},
        {"{\"label\":\"thousands of persons\",\"base\":\"people\",\"multiplier\":3}",
         "thousands of persons"},
        {"{\"label\":\"persons\",\"multiplier\":3}", "10^3 persons"},
        {"{\"label\":\"Number\",\"multiplier\":\"Units\"}", "Number"},
        {"{\"decimals\":1}", ""},
        {"\"x\"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[400];
        snprintf(text, sizeof text,
                 "{\"id\":[\"m\"],\"size\":[1],\"value\":[1],\"dimension\":{\"m\":{"
                 "\"category\":{\"label\":{\"a\":\"A\"},\"unit\":{\"a\":%s}}}}}",
                 rows[i].unit);
        struct feed_record r;
        read_text(&r, text);
        assert_true(r.ok);
        assert_string_equal(r.cells[0].at[0]->unit, rows[i].read);
        feed_record_release(&r);
    }
}

/* A collection in a collection, and a link that is not followed. */
static void a_nested_collection(void **state)
{
    (void)state;
#define ONE(value)                                                                     \
    "{\"class\":\"dataset\",\"id\":[\"x\"],\"size\":[1],\"dimension\":{\"x\":{"        \
    "\"category\":{\"index\":[\"a\"]}}},\"value\":[" value "]}"
    struct feed_record r;
    read_text(
        &r,
        "{\"class\":\"collection\",\"link\":{\"item\":[" ONE(
            "1") ","
                 "{\"class\":\"collection\",\"link\":{\"item\":[{\"href\":\"h\"}," ONE(
                     "2") "]}},{\"class\":\"collection\",\"link\":{\"item\":3}}]}}");
#undef ONE
    assert_true(r.ok);
    assert_int_equal(r.n_datasets, 2);
    assert_string_equal(r.datasets[0]->id, "0");
    assert_string_equal(r.datasets[1]->id, "1/1");
    assert_true(r.cells[1].value == 2);
    assert_int_equal(r.n_refusals, 1);
    assert_int_equal(r.refusals[0].reason.code, ERROR_JSONSTAT_LINKS);
    assert_string_equal(r.refusals[0].reason.arg[2], "h");
    feed_record_release(&r);
}

static void version_one(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r,
              "{\"first\":{\"label\":\"F\",\"value\":{\"3\":4,\"0\":1},"
              "\"status\":{\"value\":[\"p\",null,\":\",null],\"category\":{}},"
              "\"dimension\":{\"id\":[\"geo\",\"time\"],\"size\":[2,2],"
              "\"geo\":{\"category\":{\"index\":{\"IT\":1,\"FR\":0}}},"
              "\"time\":{\"category\":{\"index\":[\"2013\",\"2014\"],"
              "\"unit\":{\"2013\":{\"base\":\"person\",\"multiplier\":3}}}}}},"
              "\"second\":{\"value\":[5],\"dimension\":{\"id\":[\"x\"],\"size\":[1],"
              "\"x\":{\"category\":{\"label\":{\"only\":\"one\"}}}}}}");
    assert_true(r.ok);
    assert_int_equal(r.n_refusals, 0);
    assert_int_equal(r.n_datasets, 2);
    assert_string_equal(r.datasets[0]->id, "first");
    assert_int_equal(r.datasets[0]->dimensions[0].role, DIMENSION_GEO);
    assert_int_equal(r.datasets[0]->dimensions[1].role, DIMENSION_TIME);
    assert_string_equal(r.datasets[0]->dimensions[1].categories[0].unit, "10^3 person");
    assert_int_equal(r.n_cells, 5);
    assert_true(r.cells[0].value == 1);
    assert_string_equal(r.cells[0].at[0]->code, "FR");
    assert_string_equal(r.cells[0].status, "p");
    assert_int_equal(r.cells[1].kind, CELL_MISSING);
    assert_string_equal(r.cells[1].status, "");
    assert_string_equal(r.cells[2].status, ":");
    assert_true(r.cells[3].value == 4);
    assert_string_equal(r.cells[3].at[1]->code, "2014");
    assert_string_equal(r.cells[4].at[0]->label, "one");
    feed_record_release(&r);
}

/* Where nothing is said the surest name has the role, and only one has it. */
static void roles_without_role(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r,
              "{\"id\":[\"month\",\"Region\",\"Tid\",\"ContentsCode\"],"
              "\"size\":[1,1,1,1],\"role\":{\"geo\":[]},\"dimension\":{"
              "\"month\":{\"category\":{\"index\":[\"1\"]}},"
              "\"Region\":{\"category\":{\"index\":[\"1\"]}},"
              "\"Tid\":{\"category\":{\"index\":[\"2020\"]}},"
              "\"ContentsCode\":{\"category\":{\"index\":[\"c\"]}}},\"value\":[1]}");
    assert_true(r.ok);
    assert_int_equal(r.datasets[0]->dimensions[0].role, DIMENSION_PLAIN);
    assert_int_equal(r.datasets[0]->dimensions[1].role, DIMENSION_GEO);
    assert_int_equal(r.datasets[0]->dimensions[2].role, DIMENSION_TIME);
    assert_int_equal(r.datasets[0]->dimensions[3].role, DIMENSION_METRIC);
    feed_record_release(&r);
}

/* Sizes whose product no memory holds, in a body of a few hundred bytes or kilobytes.
 */
static void products_beyond_memory(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (int n = 3; n <= 61; n += 29) {
        const char *ids = "", *sizes = "", *dimensions = "";
        for (int i = 0; i < n; i++) {
            const char *comma = i ? "," : "";
            ids = arena_printf(&arena, "%s%s\"d%d\"", ids, comma, i);
            sizes = arena_printf(&arena, "%s%s%d", sizes, comma, 2500);
            dimensions = arena_printf(&arena, "%s%s\"d%d\":{\"category\":{\"index\":[",
                                      dimensions, comma, i);
            char *codes = arena_alloc(&arena, 2500 * 8);
            size_t at = 0;
            for (int k = 0; k < 2500; k++)
                at += (size_t)sprintf(codes + at, "%s\"%d\"", k ? "," : "", k);
            dimensions = arena_printf(&arena, "%s%s]}}", dimensions, codes);
        }
        const char *text = arena_printf(
            &arena,
            "{\"id\":[%s],\"size\":[%s],\"dimension\":{%s},\"value\":{\"0\":1}}", ids,
            sizes, dimensions);
        struct feed_record r;
        read_text(&r, text);
        assert_false(r.ok);
        assert_int_equal(r.error.code, ERROR_JSONSTAT_LARGE);
        assert_int_equal(r.n_cells, 0);
        feed_record_release(&r);
    }
    arena_release(&arena);
}

/* Many small bodies with many absent cells: the ceiling is of all data sets together.
 */
static void a_bundle_of_empty_places(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *codes = arena_alloc(&arena, 2500 * 8);
    size_t at = 0;
    for (int k = 0; k < 2500; k++)
        at += (size_t)sprintf(codes + at, "%s\"%d\"", k ? "," : "", k);
    const char *one = arena_printf(
        &arena,
        "{\"id\":[\"a\",\"b\"],\"size\":[2500,1000],\"dimension\":{\"a\":{\"category\":"
        "{"
        "\"index\":[%s]}},\"b\":{\"category\":{\"index\":[%.*s]}}},\"value\":{}}",
        codes, 5889, codes);
    struct feed_record r;
    read_text(&r, one);
    assert_int_equal(r.error.code, ERROR_NONE);
    assert_int_equal(r.n_cells, 2500000);
    feed_record_release(&r);
    const char *more = arena_printf(
        &arena,
        "{\"id\":[\"a\",\"b\",\"c\"],\"size\":[2500,1000,40],\"dimension\":{"
        "\"a\":{\"category\":{\"index\":[%s]}},"
        "\"b\":{\"category\":{\"index\":[%.*s]}},"
        "\"c\":{\"category\":{\"index\":[%.*s]}}},\"value\":{}}",
        codes, 5889, codes, 189, codes);
    read_text(&r, arena_printf(&arena, "{\"x\":%s,\"y\":%s}", one, more));
    assert_int_equal(r.error.code, ERROR_JSONSTAT_LARGE);
    assert_int_equal(r.n_cells, 2500000);
    feed_record_release(&r);
    arena_release(&arena);
}

/* So many categories, each the child of the one before. */
static char *hierarchy(struct arena *arena, int n)
{
    char *index = arena_alloc(arena, (size_t)n * 20);
    char *child = arena_alloc(arena, (size_t)n * 28);
    size_t a = 0, b = 0;
    for (int i = 0; i < n; i++) {
        a += (size_t)sprintf(index + a, "%s\"%d\":%d", i ? "," : "", i, i);
        if (i + 1 < n)
            b +=
                (size_t)sprintf(child + b, "%s\"%d\":[\"%d\"]", i ? "," : "", i, i + 1);
    }
    return arena_printf(arena,
                        "{\"id\":[\"x\"],\"size\":[%d],\"dimension\":{\"x\":{"
                        "\"category\":{\"index\":{%s},\"child\":{%s}}}},"
                        "\"value\":{}}",
                        n, index, child);
}

/* No recursion, no square; and what no memory should be spent on is refused. */
static void a_deep_hierarchy(void **state)
{
    (void)state;
    struct arena arena = {0};
    clock_t start = clock();
    struct feed_record r;
    read_text(&r, hierarchy(&arena, 100000));
    assert_int_equal(r.error.code, ERROR_NONE);
    assert_int_equal(r.n_refusals, 0);
    assert_int_equal(r.n_cells, 100000);
    feed_record_release(&r);
    assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
    read_text(&r, hierarchy(&arena, 1000000));
    assert_int_equal(r.error.code, ERROR_JSON_PART);
    feed_record_release(&r);
    arena_release(&arena);
}

/* Positions of values and statuses in any order, or in theirs, are the same cells. */
static void sparse_in_any_order(void **state)
{
    (void)state;
    static const char *const shapes[] = {
        "\"value\":{\"1\":1.5,\"2\":\"..\",\"5\":-2},"
        "\"status\":{\"0\":\"m\",\"5\":\"p\"}",
        "\"value\":{\"5\":-2,\"1\":1.5,\"2\":\"..\"},"
        "\"status\":{\"5\":\"p\",\"note\":\"x\",\"0\":\"m\"}",
        "\"value\":{\"2\":\"..\",\"\\u0031\":1.5,\"5\":-2},"
        "\"status\":{\"legend\":{},\"value\":{\"5\":\"p\",\"0\":\"m\"}}",
    };
    for (size_t i = 0; i < 3; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "{\"id\":[\"a\"],\"size\":[6],\"dimension\":{\"a\":{\"category\":"
                 "{\"index\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]}}},%s}",
                 shapes[i]);
        struct feed_record r;
        read_text(&r, text);
        assert_int_equal(r.error.code, ERROR_NONE);
        assert_int_equal(r.n_cells, 6);
        for (size_t k = 0; k < 6; k++) {
            bool value = k == 1 || k == 5;
            assert_int_equal(r.cells[k].kind, value ? CELL_VALUE : CELL_MISSING);
            assert_true(!value || r.cells[k].value == (k == 1 ? 1.5 : -2));
            assert_string_equal(r.cells[k].raw, k == 2 ? ".." : "");
            assert_string_equal(r.cells[k].status, k == 0 ? "m" : k == 5 ? "p" : "");
        }
        feed_record_release(&r);
    }
}

/* More values than a slice has, in every shape; each stands in its place. */
static void many_slices(void **state)
{
    (void)state;
    enum { N = 20000 };
    struct arena arena = {0};
    for (int shape = 0; shape < 3; shape++) {
        char *index = arena_alloc(&arena, N * 12), *value = arena_alloc(&arena, N * 24);
        size_t a = 0, b = 0;
        for (int i = 0; i < N; i++) {
            int at = shape == 2 ? N - 1 - i : i;
            a += (size_t)sprintf(index + a, "%s\"%d\"", i ? "," : "", i);
            b += shape == 0 ? (size_t)sprintf(value + b, "%s%d", i ? "," : "", 3 * i)
                            : (size_t)sprintf(value + b, "%s\"%d\":%d", i ? "," : "",
                                              at, 3 * at);
        }
        struct feed_record r;
        read_text(&r,
                  arena_printf(&arena,
                               "{\"value\":%c%s%c,\"id\":[\"x\"],\"size\":[%d],"
                               "\"dimension\":{\"x\":{\"category\":{\"index\":"
                               "[%s]}}}}",
                               shape ? '{' : '[', value, shape ? '}' : ']', N, index));
        assert_int_equal(r.error.code, ERROR_NONE);
        assert_int_equal(r.n_cells, N);
        for (int i = 0; i < N; i++)
            assert_true(r.cells[i].kind == CELL_VALUE && r.cells[i].value == 3 * i);
        feed_record_release(&r);
    }
    arena_release(&arena);
}

/* Names with escape sequences come out of messages harmless. */
static void escapes_in_names(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r, "{\"id\":[\"\\u001b]0;x\\u0007\"],\"size\":[2],\"dimension\":{"
                  "\"\\u001b]0;x\\u0007\":{\"category\":{\"index\":[\"a\"]}}},"
                  "\"value\":[1]}");
    assert_false(r.ok);
    assert_int_equal(r.error.code, ERROR_JSONSTAT_INDEX_COUNT);
    assert_string_equal(r.error.arg[1], "<U+001B>]0;x<U+0007>");
    feed_record_release(&r);
}

/* Any one byte of a good body changed: no crash, and whatever is still read as numbers
 * in their places was valid JSON-stat. */
static void any_byte_changed(void **state)
{
    (void)state;
    char text[] = "{\"id\":[\"x\",\"t\"],\"size\":[2,2],\"role\":{\"time\":[\"t\"]},"
                  "\"dimension\":{\"x\":{\"category\":{\"index\":{\"a\":0,\"b\":1}}},"
                  "\"t\":{\"category\":{\"index\":[\"2020\",\"2021\"]}}},"
                  "\"value\":{\"0\":1,\"3\":2.5},\"status\":{\"0\":\"p\"}}";
    static const char bytes[] = "\0\x1B\"\\{}[]:,019aex-\x80\xFF";
    for (size_t i = 0; i < sizeof text - 1; i++) {
        char was = text[i];
        for (size_t k = 0; k < sizeof bytes - 1; k++) {
            text[i] = bytes[k];
            struct feed_record r;
            feed_record_read(&r, "auto", text, sizeof text - 1, NULL);
            assert_true(r.ok == (r.error.code == ERROR_NONE));
            feed_record_release(&r);
        }
        text[i] = was;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_data_set),
        cmocka_unit_test(what_becomes_of_bodies),
        cmocka_unit_test(units_of_categories),
        cmocka_unit_test(a_nested_collection),
        cmocka_unit_test(version_one),
        cmocka_unit_test(roles_without_role),
        cmocka_unit_test(products_beyond_memory),
        cmocka_unit_test(a_bundle_of_empty_places),
        cmocka_unit_test(a_deep_hierarchy),
        cmocka_unit_test(sparse_in_any_order),
        cmocka_unit_test(many_slices),
        cmocka_unit_test(escapes_in_names),
        cmocka_unit_test(any_byte_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
