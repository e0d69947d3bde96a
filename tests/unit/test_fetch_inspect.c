/* --inspect: counts, sums and periods, as text and JSON, and the real answers of
 * statistics offices against expected.tsv. */
#include "fetch/inspect.h"

#include "fetch/inspect_tally.h"
#include "fetch/json_part.h"
#include "tests/lib/feed_record.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What --inspect --format json says, parsed again. */
static const struct json *inspect(struct arena *arena, const char *name,
                                  const char *bytes, size_t size)
{
    struct body body = {bytes, size, "", name, NULL};
    struct buffer out = {.ceiling = 64 << 20};
    struct error error;
    bool ok = inspect_write(&body, "auto", NULL, INSPECT_JSON, NULL, arena, &out);
    char *copy = arena_strndup(arena, out.data, out.size);
    struct body written = {copy, out.size, "", "out", NULL};
    buffer_release(&out);
    const struct json *root;
    assert_true(json_read(&written, arena, &root, &error));
    assert_int_equal(json_get(root, "ok")->type, ok ? JSON_TRUE : JSON_FALSE);
    assert_int_equal(json_get(root, "error")->type, ok ? JSON_NULL : JSON_TEXT);
    return root;
}

static double number(const struct json *object, const char *key)
{
    const struct json *value = json_get_typed(object, key, JSON_NUMBER);
    assert_non_null(value);
    return value->number;
}

static const char *first_reason(const struct json *root)
{
    const struct json *problems = json_get(root, "problems");
    return problems->n ? json_get_text(&problems->items[0], "reason") : "";
}

/* The sum is of what was rounded for publication; periods are by what the office means
 * by them: 2018D is a quarter here, and later than 2018B. */
static void an_offices_own_terms(void **state)
{
    (void)state;
    struct arena arena = {0};
    static const char text[] =
        "{\"returncode\":200,\"returndata\":{\"datanodes\":["
        "{\"data\":{\"data\":1.25,\"hasdata\":true,\"strdata\":\"1.3\"},\"wds\":[{"
        "\"wdcode\":\"sj\",\"valuecode\":\"2018D\"}]},"
        "{\"data\":{\"data\":2,\"hasdata\":true,\"strdata\":\"2\"},\"wds\":[{"
        "\"wdcode\":\"sj\",\"valuecode\":\"2018B\"}]}],"
        "\"wdnodes\":[{\"wdcode\":\"sj\",\"nodes\":[]}]}}";
    const struct json *root = inspect(&arena, "f", text, sizeof text - 1);
    assert_string_equal(json_get_text(root, "format"), "nbs-easyquery");
    assert_true(number(root, "sum") == 3.25);
    assert_string_equal(json_get_text(root, "min_period"), "2018B");
    assert_string_equal(json_get_text(root, "max_period"), "2018D");
    arena_release(&arena);
}

static void a_feed_as_json(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, "tests/fixtures/fetch/regions.json", &size);
    const struct json *root = inspect(&arena, "a\x1B[31mb", bytes, size);
    assert_string_equal(json_get_text(root, "file"), "a<U+001B>[31mb");
    assert_string_equal(json_get_text(root, "format"), "json-stat");
    assert_true(number(root, "n_series") == 6);
    assert_true(number(root, "n_obs") == 14);
    assert_true(number(root, "n_missing") == 4);
    assert_true(number(root, "refused") == 1);
    assert_true(number(root, "warnings") == 0);
    assert_true(number(root, "sum") == 1.5 + 2.5 + 3.5 + 60 + 15 + 42.5 + 7 + 17 + 40);
    assert_string_equal(json_get_text(root, "min_period"), "2026-01");
    assert_string_equal(json_get_text(root, "max_period"), "2026-03");
    assert_int_equal(json_get(root, "dimensions")->n, 3);
    assert_int_equal(json_get(root, "datasets")->n, 1);
    assert_non_null(strstr(first_reason(root), "2 (,)"));

    bytes = feed_file(&arena, "tests/fixtures/fetch/monthly.csv", &size);
    root = inspect(&arena, "m", bytes, size);
    assert_string_equal(json_get_text(root, "format"), "csv");
    assert_true(number(root, "n_obs") == 4);
    assert_true(number(root, "n_missing") == 3);
    assert_true(number(root, "refused") == 2);
    /* 2026-13 is no period; 2026年1-8月 ends last. */
    assert_string_equal(json_get_text(root, "min_period"), "2026-01");
    assert_string_equal(json_get_text(root, "max_period"), "2026年1-8月");
    arena_release(&arena);
}

static void a_refused_body(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct json *root = inspect(&arena, "f", "<html>", 6);
    assert_true(number(root, "n_obs") == 0);
    assert_int_equal(json_get(root, "format")->type, JSON_NULL);
    assert_int_equal(json_get(root, "min_period")->type, JSON_NULL);
    assert_int_equal(json_get(root, "datasets")->n, 0);
    assert_non_null(strstr(json_get_text(root, "error"), "HTML"));
    /* Refused in its last line: nothing of it is counted. */
    const char *late = "time,value\n2020,1\n2021,\"2\n";
    root = inspect(&arena, "f", late, strlen(late));
    assert_true(number(root, "n_obs") == 0);
    assert_true(number(root, "sum") == 0);
    assert_int_equal(json_get(root, "datasets")->n, 0);
    struct buffer out = {.ceiling = 1 << 16};
    struct error error;
    error_set(&error, ERROR_OPEN, "x", "y");
    assert_true(inspect_refused("x", &error, INSPECT_JSON, NULL, &arena, &out));
    assert_non_null(strstr(out.data, "\"ok\":\tfalse"));
    buffer_release(&out);
    arena_release(&arena);
}

static void as_text(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, "tests/fixtures/fetch/regions.json", &size);
    struct body body = {bytes, size, "", "feed", NULL};
    struct buffer out = {.ceiling = 1 << 20};
    assert_true(inspect_write(&body, "auto", NULL, INSPECT_TEXT, NULL, &arena, &out));
    static const char *const lines[] = {
        "File          feed\n",
        "Dimension     region \"地区\", region, 3 (110000 北京市, 310000 上海市, ",
        "Dimension     time, period, 3 (2026-01, 2026-02, 2026-03)\n",
        "Series        6\n",
        "Periods       2026-01 .. 2026-03\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_non_null(strstr(out.data, lines[i]));
    buffer_release(&out);
    /* Of a table what its rows have. */
    static const char table[] = "DATAFLOW,geo,TIME_PERIOD,OBS_VALUE,NOTE\n"
                                "X,CN,2020,1,a\nX,JP,2020,2,\nX,CN,2021,3,a\n";
    body.bytes = table;
    body.size = sizeof table - 1;
    out = (struct buffer){.ceiling = 1 << 20};
    assert_true(inspect_write(&body, "auto", NULL, INSPECT_TEXT, NULL, &arena, &out));
    assert_non_null(strstr(out.data, "Dimension     geo, region, 2 (CN, JP)\n"));
    assert_non_null(strstr(out.data, "Attribute     NOTE, 2 (a, \"\")\n"));
    assert_null(strstr(out.data, "Suggested"));
    buffer_release(&out);
    arena_release(&arena);
}

/* A naive sum of these is 0 or 2. */
static void sums_are_compensated(void **state)
{
    (void)state;
    struct arena arena = {0};
    const char *text = "time,value\n1,1\n2,1e100\n3,1\n4,-1e100\n";
    assert_true(number(inspect(&arena, "f", text, strlen(text)), "sum") == 2);
    text = "time,value\n1,1.7e308\n2,1.7e308\n";
    const struct json *root = inspect(&arena, "f", text, strlen(text));
    assert_int_equal(json_get(root, "sum")->type, JSON_NULL);
    arena_release(&arena);
}

/* Periods that cannot be read come in the order sent; one that can decides. */
static void periods(void **state)
{
    (void)state;
    static const struct {
        const char *text, *min, *max;
    } rows[] = {
        {"time,value\n2021,1\n1999,1\n2005,1\n", "1999", "2021"},
        {"time,value\nB,1\nA,1\nC,1\n", "B", "C"},
        {"time,value\n2016 - 4,1\n2015 - 3,1\n2016 - 10,1\n", "2015 - 3", "2016 - 10"},
        {"time,value\nB,1\n2001,1\n2000-Q1,1\n", "2000-Q1", "2001"},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json *root =
            inspect(&arena, "f", rows[i].text, strlen(rows[i].text));
        assert_string_equal(json_get_text(root, "min_period"), rows[i].min);
        assert_string_equal(json_get_text(root, "max_period"), rows[i].max);
    }
    arena_release(&arena);
}

/* What statistical offices are known to send; ' stands for ". */
#define TWO "'id':['geo','time'],'size':[1,2],"
#define DIMENSION                                                                      \
    "'dimension':{'geo':{'category':{'index':['430000']}},"                            \
    "'time':{'category':{'index':{'2024Q2':1,'2024Q1':0}}}}"
#define DIMENSION_ONE                                                                  \
    "'value':[1,2],'dimension':{'id':['year'],'size':[2],"                             \
    "'year':{'category':{'index':['2000','1999']}}}"
#define DIMENSION_TWO                                                                  \
    "'value':{'1':7},'dimension':{'id':['Tid','x'],'size':[1,2],"                      \
    "'Tid':{'category':{'label':{'2001':'2001'}}},"                                    \
    "'x':{'category':{'index':['a','b']}}}"
static const struct {
    const char *text;
    int n_obs, n_missing;
    const char *min, *max;
} variants[] = {
    {"{" TWO DIMENSION ",'value':[1,2],'status':'p'}", 2, 0, "2024Q1", "2024Q2"},
    {"{" TWO DIMENSION ",'value':[1,2],'status':['p']}", 2, 0, "2024Q1", "2024Q2"},
    {"{" TWO DIMENSION ",'value':[1,2],'status':null}", 2, 0, "2024Q1", "2024Q2"},
    {"{" TWO DIMENSION ",'value':[1,2],'status':[1,0]}", 2, 0, "2024Q1", "2024Q2"},
    {"{" TWO DIMENSION ",'value':[1,2],'status':{'comment':'x'}}", 2, 0, "2024Q1",
     "2024Q2"},
    {"{" TWO DIMENSION ",'value':{'0':null,'1':3}}", 1, 1, "2024Q1", "2024Q2"},
    {"{" TWO DIMENSION ",'value':{}}", 0, 2, "2024Q1", "2024Q2"},
    {"{" TWO DIMENSION ",'value':['1.5','..']}", 1, 1, "2024Q1", "2024Q2"},
    {"{" TWO DIMENSION ",'value':[]}", 0, 2, "2024Q1", "2024Q2"},
    {"\xEF\xBB\xBF{" TWO DIMENSION ",'value':[1,2]}", 2, 0, "2024Q1", "2024Q2"},
    {"{" TWO DIMENSION ",'value':[1,2],'extension':{'a':{'dimension':1}},'note':['n'],"
     "'link':{},'error':null}",
     2, 0, "2024Q1", "2024Q2"},
    {"{'id':['r','b','t'],'size':['2','2','1'],'role':{'geo':['r','b'],'time':'t'},"
     "'dimension':{'r':{'category':{'index':['1','2']}},'b':{'category':{'index':"
     "['1','2']}},'t':{'category':{'label':{'2024K1':'x'}}}},'value':[1,2,null,4]}",
     3, 1, "2024K1", "2024K1"},
    {"{'id':['time'],'size':[4],'dimension':{'time':{'category':{'index':['total',"
     "'2023','mean','2021']}}},'value':[1,2,3,4]}",
     4, 0, "2021", "2023"},
    {"{'id':['time'],'size':[2],'dimension':{'time':{'category':{'index':['c9','c1'],"
     "'label':{'c9':'2001','c1':'2003'}}}},'value':[1,2]}",
     2, 0, "c9", "c1"},
    {"{'a':{" DIMENSION_ONE "},'b':{" DIMENSION_TWO "},'error':'none'}", 3, 1, "1999",
     "2001"},
    {"{'id':['time','x'],'size':[1,0],'dimension':{'time':{'category':{'index':"
     "['2024']}},'x':{'category':{'index':[]}}},'value':[]}",
     0, 0, "2024", "2024"},
};

static void known_variants(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        char *text = arena_strdup(&arena, variants[i].text);
        for (char *p = text; *p; p++)
            if (*p == '\'')
                *p = '"';
        const struct json *root = inspect(&arena, "f", text, strlen(text));
        const char *error = json_get_text(root, "error");
        assert_string_equal(error, "");
        assert_true(number(root, "n_obs") == variants[i].n_obs);
        assert_true(number(root, "n_missing") == variants[i].n_missing);
        assert_string_equal(json_get_text(root, "min_period"), variants[i].min);
        assert_string_equal(json_get_text(root, "max_period"), variants[i].max);
    }
    arena_release(&arena);
}

/* ---- real answers ---- */

enum { FIELDS = 12 };

/* Cuts a line at its tabs. */
static size_t cut(char *line, const char *fields[FIELDS])
{
    size_t n = 0;
    for (char *p = line; p && n < FIELDS;) {
        char *tab = strchr(p, '\t');
        if (tab)
            *tab++ = '\0';
        fields[n++] = p;
        p = tab;
    }
    return n;
}

static bool same_period(const struct json *object, const char *key,
                        const char *expected)
{
    return strcmp(json_get_text(object, key), expected) == 0;
}

/* Columns: file, split, n_series, n_series_with_value, n_obs, n_missing, sum, .., min
 * and max period at 8 and 9. */
static bool agrees(const struct json *found, const char *const *fields)
{
    double sum = strtod(fields[6], NULL);
    return number(found, "n_series") == strtod(fields[2], NULL) &&
           number(found, "n_obs") == strtod(fields[4], NULL) &&
           number(found, "n_missing") == strtod(fields[5], NULL) &&
           fabs(number(found, "sum") - sum) <= 1e-12 * fabs(sum) &&
           same_period(found, "min_period", fields[8]) &&
           same_period(found, "max_period", fields[9]);
}

/* The data set of that id, or the whole where the key names none. */
static const struct json *part(const struct json *root, const char *id)
{
    if (!id)
        return root;
    const struct json *datasets = json_get(root, "datasets");
    for (size_t i = 0; i < datasets->n; i++)
        if (strcmp(json_get_text(&datasets->items[i], "id"), id) == 0)
            return &datasets->items[i];
    return NULL;
}

static void real_answers(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t size, n = 0, wrong = 0;
    char *table = feed_file(&arena, "../shared/samples/expected.tsv", &size);
    if (!table)
        skip();
    for (char *line = table; line;) {
        char *next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        const char *fields[FIELDS] = {0};
        size_t n_fields = cut(line, fields);
        line = next;
        if (n_fields < FIELDS || strncmp(fields[0], "json-stat/", 10) != 0)
            continue;
        struct arena one = {0};
        char *path = arena_printf(&one, "../shared/samples/%s", fields[0]);
        char *id = strchr(path, '#');
        if (id)
            *id++ = '\0';
        char *bytes = feed_file(&one, path, &size);
        assert_non_null(bytes);
        const struct json *root = inspect(&one, path, bytes, size);
        const struct json *found = part(root, id);
        if (!found || json_get(root, "ok")->type != JSON_TRUE ||
            !agrees(found, fields)) {
            print_error("%s differs\n", fields[0]);
            wrong++;
        }
        n++;
        arena_release(&one);
    }
    arena_release(&arena);
    assert_int_equal(n, 20);
    assert_int_equal(wrong, 0);
}

/* Where no value's meaning is in doubt the answer is read, with a warning. */
static void invalid_answers(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        bool ok;
        const char *says; /* in the error, or in the first warning */
    } rows[] = {
        {"invalid-bundle-deprecated", true, "bundle"},
        {"invalid-child-cycle", true, "\"A\" is below itself"},
        {"invalid-coord-key-unknown", true, "\"Z\" under \"coordinates\""},
        {"invalid-label-key-unknown", true, "\"X\" under \"label\""},
        {"invalid-note-key-unknown", true, "\"W\" under \"note\""},
        {"invalid-id-size-len-mismatch", false, "3 dimensions (id) but 2 sizes"},
        {"invalid-index-count-mismatch", false, "\"sex\" has 2 categories"},
        {"invalid-sparse-key-out-of-range", false, "position \"5\""},
        {"invalid-status-len-mismatch", false, "3 statuses for 4 places"},
        {"invalid-value-len-mismatch", false, "3 values"},
        {"notjsonstat", false, "not JSON-stat"},
        {"valid-collection-embedded", true, ""},
        {"valid-minimal-dataset", true, ""},
    };
    DIR *dir = opendir("../shared/samples/json-stat-invalid");
    if (!dir)
        skip();
    size_t n = 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        n += entry->d_name[0] != '.';
    closedir(dir);
    assert_int_equal(n, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < n; i++) {
        struct arena arena = {0};
        size_t size;
        char *path = arena_printf(&arena, "../shared/samples/json-stat-invalid/%s.json",
                                  rows[i].file);
        char *bytes = feed_file(&arena, path, &size);
        assert_non_null(bytes);
        const struct json *root = inspect(&arena, path, bytes, size);
        assert_int_equal(json_get(root, "ok")->type == JSON_TRUE, rows[i].ok);
        const char *said =
            rows[i].ok ? first_reason(root) : json_get_text(root, "error");
        assert_int_equal(*said != '\0', *rows[i].says != '\0');
        assert_non_null(strstr(said, rows[i].says));
        assert_true(number(root, "warnings") == (rows[i].ok && *rows[i].says));
        assert_true((number(root, "n_obs") > 0) == rows[i].ok);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_offices_own_terms), cmocka_unit_test(a_feed_as_json),
        cmocka_unit_test(a_refused_body),       cmocka_unit_test(as_text),
        cmocka_unit_test(sums_are_compensated), cmocka_unit_test(periods),
        cmocka_unit_test(real_answers),         cmocka_unit_test(invalid_answers),
        cmocka_unit_test(known_variants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
