/* JSON: the strict check, the door to cJSON, hostile bodies. */
#include "fetch/json_names.h"
#include "fetch/json_part.h"
#include "fetch/json_scalar.h"

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
#include <time.h>

#include <cmocka.h>

static enum error_code check(const char *bytes, size_t size, enum json_mode mode,
                             struct error *error)
{
    struct arena arena = {0};
    struct json_facts facts;
    *error = (struct error){0};
    struct body body = {arena_strndup(&arena, bytes, size), size, "", "f", NULL};
    bool ok = json_check(&body, mode, &arena, &facts, error);
    assert_int_equal(ok, error->code == ERROR_NONE);
    arena_release(&arena);
    return error->code;
}

static void refuses_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum error_code code;
        const char *line, *column;
    } rows[] = {
        {"[1,2]", ERROR_NONE, "", ""},
        {"\xEF\xBB\xBF{}", ERROR_NONE, "", ""},
        {" \"lone\" ", ERROR_NONE, "", ""},
        {"[-0.5e+3, 0, 10, 1E2]", ERROR_NONE, "", ""},
        {"", ERROR_JSON_CUT, "1", "1"},
        {"\xEF\xBB\xBF", ERROR_JSON_CUT, "1", "1"},
        {"[1,\n 2,]", ERROR_JSON_GRAMMAR, "2", "4"},
        {"[\"中文\" 1]", ERROR_JSON_GRAMMAR, "1", "7"},
        {"[01]", ERROR_JSON_GRAMMAR, "1", "3"},
        {"[1.]", ERROR_JSON_GRAMMAR, "1", "4"},
        {"[.5]", ERROR_JSON_GRAMMAR, "1", "2"},
        {"[+1]", ERROR_JSON_GRAMMAR, "1", "2"},
        {"[NaN]", ERROR_JSON_GRAMMAR, "1", "2"},
        {"[Infinity]", ERROR_JSON_GRAMMAR, "1", "2"},
        {"['a']", ERROR_JSON_GRAMMAR, "1", "2"},
        {"{a:1}", ERROR_JSON_GRAMMAR, "1", "2"},
        {"{\"a\" 1}", ERROR_JSON_GRAMMAR, "1", "6"},
        {"[1] x", ERROR_JSON_GRAMMAR, "1", "5"},
        {"[1]// c", ERROR_JSON_GRAMMAR, "1", "4"},
        {"[\"\t\"]", ERROR_JSON_GRAMMAR, "1", "3"},
        {"[\"\\x\"]", ERROR_JSON_GRAMMAR, "1", "4"},
        {"[\"\\u00g0\"]", ERROR_JSON_GRAMMAR, "1", "7"},
        {"[tru]", ERROR_JSON_GRAMMAR, "1", "5"},
        {"{\"a\":", ERROR_JSON_CUT, "1", "6"},
        {"[\"abc", ERROR_JSON_CUT, "1", "6"},
        {"[\"\xFF\"]", ERROR_JSON_UTF8, "1", "3"},
        {"[\"\xED\xA0\x80\"]", ERROR_JSON_UTF8, "1", "3"},
        {"[\"\xC0\xAF\"]", ERROR_JSON_UTF8, "1", "3"},
        {"[\"\\u0000\"]", ERROR_JSON_ZERO, "1", "3"},
        {"{\"a\\u0000b\":1}", ERROR_JSON_ZERO, "1", "4"},
        {"[\"\\uD800\"]", ERROR_JSON_SURROGATE, "1", "3"},
        {"[\"\\uDC00\\uD800\"]", ERROR_JSON_SURROGATE, "1", "3"},
        {"[\"\\uD83D\\uDE00\"]", ERROR_NONE, "", ""},
        {"[1e400]", ERROR_JSON_RANGE, "1", "2"},
        {"[\n-1e999]", ERROR_JSON_RANGE, "2", "1"},
        {"[1e-400]", ERROR_NONE, "", ""},
        {"{\"a\":1,\"b\":2,\"a\":3}", ERROR_JSON_DUPLICATE, "1", "14"},
        {"{\"a\":1,\"\\u0061\":3}", ERROR_JSON_DUPLICATE, "1", "8"},
        {"{\"\":1,\"\":3}", ERROR_JSON_DUPLICATE, "1", "7"},
        {"{\"\\uD83D\\uDE00\":1,\"\xF0\x9F\x98\x80\":3}", ERROR_JSON_DUPLICATE, "1",
         "19"},
        {"[{\"a\":1},{\"a\":{\"a\":1}}]", ERROR_NONE, "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error;
        check(rows[i].text, strlen(rows[i].text), JSON_STRICT, &error);
        if (error.code != rows[i].code)
            print_error("%s: %s\n", rows[i].text, error_name(error.code));
        assert_int_equal(error.code, rows[i].code);
        assert_string_equal(error.arg[1], rows[i].line);
        assert_string_equal(error.arg[2], rows[i].column);
    }
}

/* What RFC 8259 leaves open is grammar all the same. */
static void grammar_alone(void **state)
{
    (void)state;
    static const char *const open[] = {
        "{\"a\":1,\"a\":2}",
        "[\"\\u0000\"]",
        "[\"\\uD800\"]",
        "[1e400]",
    };
    struct error error;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        assert_int_equal(check(open[i], strlen(open[i]), JSON_GRAMMAR, &error),
                         ERROR_NONE);
        assert_int_not_equal(check(open[i], strlen(open[i]), JSON_STRICT, &error),
                             ERROR_NONE);
        assert_int_not_equal(error.code, ERROR_JSON_GRAMMAR);
    }
    /* U+0000 as it is, is not even grammar. */
    assert_int_equal(check("[\"a\0b\"]", 7, JSON_GRAMMAR, &error), ERROR_JSON_ZERO);
    assert_int_equal(check("[1]\0", 4, JSON_GRAMMAR, &error), ERROR_JSON_GRAMMAR);
}

static void depth(void **state)
{
    (void)state;
    struct error error;
    char deep[200001];
    memset(deep, '[', 100000);
    memset(deep + 100000, ']', 100000);
    assert_int_equal(check(deep + 100000 - 64, 128, JSON_STRICT, &error), ERROR_NONE);
    assert_int_equal(check(deep + 100000 - 65, 130, JSON_STRICT, &error),
                     ERROR_JSON_DEPTH);
    assert_int_equal(check(deep, 200000, JSON_STRICT, &error), ERROR_JSON_DEPTH);
}

/* An object of n names; the last one again the first if `twice`. */
static char *many_names(size_t n, bool twice, size_t *size)
{
    char *text = malloc(n * 20 + 64);
    assert_non_null(text);
    size_t at = 0;
    text[at++] = '{';
    for (size_t i = 0; i < n; i++)
        at += (size_t)sprintf(text + at, "%s\"k%zu\":%zu", i ? "," : "", i, i);
    at += (size_t)sprintf(text + at, "%s}", twice ? ",\"\\u006b0\":0" : "");
    *size = at;
    return text;
}

/* A name twice with the same scalar is noted; with anything else it is refused. */
static void names_that_agree(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *repeated; /* NULL: refused */
    } cases[] = {
        {"{\"a\":5,\"b\":1}", ""},
        {"{\"a\":5,\"b\":1, \"a\" : 5 }", "a"},
        {"[{\"x\":\"y\",\"x\":\"y\"},{\"z\":null,\"z\":null}]", "x"},
        {"{\"a\":5,\"b\":1,\"a\":5.0}", NULL},
        {"{\"a\":5,\"b\":1,\"b\":1,\"a\":6}", NULL},
        {"{\"a\":{},\"a\":{}}", NULL},
        {"{\"a\":[],\"a\":[]}", NULL},
        {"{\"a\":1,\"\\u0061\":1}", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct json_facts facts = {0};
        struct error error = {0}, warning = {0};
        const struct body body = {cases[i].text, strlen(cases[i].text), "", "f", NULL};
        bool ok = json_check(&body, JSON_STRICT, &arena, &facts, &error);
        assert_int_equal(ok, cases[i].repeated != NULL);
        assert_int_equal(error.code, ok ? ERROR_NONE : ERROR_JSON_DUPLICATE);
        bool warned = ok && json_check_repeated(&body, &facts, &warning);
        assert_int_equal(warned, ok && *cases[i].repeated);
        if (warned)
            assert_string_equal(warning.arg[3], cases[i].repeated);
        arena_release(&arena);
    }
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void a_million_names(void **state)
{
    (void)state;
    struct error error;
    size_t size;
    double start = seconds();
    char *text = many_names(1000000, true, &size);
    assert_int_equal(check(text, size, JSON_STRICT, &error), ERROR_JSON_DUPLICATE);
    assert_string_equal(error.arg[3], "k0");
    free(text);

    text = many_names(1000000, false, &size);
    struct arena arena = {0};
    struct body body = {text, size, "", "f", NULL};
    const struct json *root;
    assert_true(json_read(&body, &arena, &root, &error));
    assert_int_equal(root->n, 1000000);
    for (unsigned i = 0; i < 1000000; i += 7) {
        char key[16];
        sprintf(key, "k%u", i);
        const struct json *value = json_get(root, key);
        assert_non_null(value);
        assert_true(value->number == i);
    }
    assert_null(json_get(root, "k1000000"));
    arena_release(&arena);
    free(text);
    /* Quadratic would be minutes. */
    assert_true(seconds() - start < 30);
}

static void ceilings(void **state)
{
    (void)state;
    struct error error;
    size_t n = JSON_STRING + 16;
    char *text = malloc(n + 1);
    assert_non_null(text);
    memset(text, 'a', n);
    text[0] = text[JSON_STRING] = '"';
    assert_int_equal(check(text, JSON_STRING + 1, JSON_STRICT, &error), ERROR_NONE);
    text[JSON_STRING] = 'a';
    text[JSON_STRING + 2] = '"';
    assert_int_equal(check(text, JSON_STRING + 3, JSON_STRICT, &error),
                     ERROR_JSON_STRING);
    free(text);
}

/* ---- parts ---- */

static void open_text(const char *text, size_t size, struct arena *arena,
                      struct json_body *json)
{
    struct error error = {0};
    struct body *body = arena_alloc(arena, sizeof *body);
    *body = (struct body){arena_strndup(arena, text, size), size, "", "f", NULL};
    assert_true(json_open(body, arena, json, &error));
}

static void parts_are_found(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct json_body json;
    struct json_part part, inner;
    const char *text = " {\"a\" : [1, {\"x\":\"]}\\\"\"} ,null], \"b\\u0031\":{} , "
                       "\"c\": -1.5e2 } ";
    open_text(text, strlen(text), &arena, &json);
    assert_int_equal(json_count(&json, &json.root), 3);
    assert_true(json_find(&json, &json.root, "a", &part));
    assert_int_equal(part.type, JSON_ARRAY);
    assert_int_equal(json_count(&json, &part), 3);
    assert_true(json_find_typed(&json, &json.root, "b1", JSON_OBJECT, &inner));
    assert_string_equal(json_key(&inner, &arena), "b1");
    assert_int_equal(json_count(&json, &inner), 0);
    assert_false(json_find(&json, &json.root, "b\\u0031", &inner));
    assert_false(json_find_typed(&json, &json.root, "c", JSON_TEXT, &inner));
    assert_true(json_find_typed(&json, &json.root, "c", JSON_NUMBER, &inner));
    assert_int_equal(json_count(&json, &inner), 0);
    assert_false(json_find(&json, &part, "a", &inner));

    const struct json *tree;
    struct error error = {0};
    assert_true(json_take(&json, &part, 10000, &arena, &tree, &error));
    assert_int_equal(tree->n, 3);
    assert_string_equal(json_get_text(&tree->items[1], "x"), "]}\"");
    static const char *const without[] = {"a", NULL};
    assert_true(
        json_take_without(&json, &json.root, without, 10000, &arena, &tree, &error));
    assert_int_equal(tree->n, 2);
    assert_true(json_get(tree, "c")->number == -150);
    arena_release(&arena);
}

/* [0,1,2,...] or {"k0":0,"k1":1,...} of n, with what is behind every comma. */
static char *many_values(size_t n, bool object, const char *space, size_t *size)
{
    char *text = malloc(n * (40 + strlen(space)) + 3), *p = text;
    assert_non_null(text);
    *p++ = object ? '{' : '[';
    for (size_t i = 0; i < n; i++)
        p += object ? sprintf(p, "%s%s\"k%zu\":%zu", i ? "," : "", i ? space : "", i, i)
                    : sprintf(p, "%s%s%zu", i ? "," : "", i ? space : "", i);
    *p++ = object ? '}' : ']';
    *p = '\0';
    *size = (size_t)(p - text);
    return text;
}

static void slices_hold_everything_once(void **state)
{
    (void)state;
    static const size_t counts[] = {
        0, 1, JSON_SLICE - 1, JSON_SLICE, JSON_SLICE + 1, 100000};
    for (size_t k = 0; k < 24; k++) {
        size_t n = counts[k % 6], size, seen = 0, got;
        bool object = k / 6 % 2;
        char *text = many_values(n, object, k < 12 ? "" : "\n   ", &size);
        struct arena arena = {0};
        struct json_body json;
        struct json_walk walk;
        const struct json *items;
        struct error error = {0};
        open_text(text, size, &arena, &json);
        assert_int_equal(json_count(&json, &json.root), n);
        json_walk_open(&walk, &json, &json.root);
        while (json_walk_slice(&walk, &items, &got, &error) && got > 0) {
            assert_true(got <= JSON_SLICE);
            for (size_t i = 0; i < got; i++, seen++) {
                assert_true(items[i].number == (double)seen);
                if (object)
                    assert_int_equal(strtoul(items[i].key + 1, NULL, 10), seen);
            }
        }
        assert_int_equal(seen, n);
        assert_int_equal(error.code, ERROR_NONE);
        json_walk_close(&walk);
        arena_release(&arena);
        free(text);
    }
}

/* Arrays that are noted, in one another and beside one another, are noted in the order
 * in which they begin; each is found again. */
static void large_parts_are_noted_in_order(void **state)
{
    (void)state;
    struct buffer text = {.ceiling = 1 << 20};
    char space[JSON_LARGE];
    memset(space, ' ', sizeof space);
    assert_true(buffer_put(&text, "[", 1));
    for (int i = 0; i < 5; i++)
        assert_true(buffer_put(&text, i ? ",[[" : "[[", i ? 3 : 2) &&
                    buffer_put(&text, space, sizeof space) &&
                    buffer_put(&text, "1],2,[3],[4,5,6", 15) &&
                    buffer_put(&text, space, sizeof space) &&
                    buffer_put(&text, "]]", 2));
    assert_true(buffer_put(&text, "]", 1));
    struct arena arena = {0};
    struct json_body json;
    open_text(text.data, text.size, &arena, &json);
    assert_int_equal(json.facts.n_large, 16);
    assert_int_equal(json_count(&json, &json.root), 5);
    for (size_t i = 0; i < 16; i++) {
        const struct json_span *span = &json.facts.large[i];
        static const size_t counts[] = {4, 1, 3};
        assert_true(i == 0 || span[-1].at < span->at);
        assert_int_equal(span->n, i == 0 ? 5 : counts[(i - 1) % 3]);
        assert_ptr_equal(json_part_at(&json, span->at).end, span->end);
        assert_int_equal(span->end[-1], ']');
    }
    arena_release(&arena);
    buffer_release(&text);
}

/* What is not read in slices has a ceiling, wherever in the tree it is large. */
static void trees_have_a_ceiling(void **state)
{
    (void)state;
    size_t size;
    char *inner = many_values(100000, false, "\n", &size);
    char *text = malloc(size + 40);
    assert_non_null(text);
    size = (size_t)sprintf(text, "{\"a\":[%s,1],\"b\":2}", inner);
    struct arena arena = {0};
    struct json_body json;
    const struct json *tree = NULL;
    struct error error = {0};
    open_text(text, size, &arena, &json);
    assert_false(json_take(&json, &json.root, 1 << 20, &arena, &tree, &error));
    assert_int_equal(error.code, ERROR_JSON_PART);
    assert_null(tree);
    assert_true(json_take(&json, &json.root, 16 << 20, &arena, &tree, &error));
    assert_int_equal(json_get(tree, "a")->items[0].n, 100000);
    assert_true(json_get(tree, "a")->items[0].items[99999].number == 99999);
    assert_true(json_get(tree, "b")->number == 2);

    struct json_walk walk;
    const struct json *items;
    size_t n;
    arena_release(&arena);
    free(text);
    free(inner);
    /* One element of a slice. */
    inner = many_values(400000, false, "", &size);
    text = malloc(size + 10);
    assert_non_null(text);
    size = (size_t)sprintf(text, "[7,%s]", inner);
    open_text(text, size, &arena, &json);
    json_walk_open(&walk, &json, &json.root);
    assert_false(json_walk_slice(&walk, &items, &n, &error));
    assert_int_equal(error.code, ERROR_JSON_PART);
    json_walk_close(&walk);
    arena_release(&arena);
    free(text);
    free(inner);
}

/* A long number in the second slice, and one that only looks like it, in a text. */
static void long_numbers_in_slices(void **state)
{
    (void)state;
    size_t size;
    char *many = many_values(5000, false, "", &size);
    char *text = malloc(size + 400);
    assert_non_null(text);
    many[size - 1] = '\0';
    size = (size_t)sprintf(
        text,
        "%s,0.1000000000000000055511151231257827021181583404541015625000000000000000,"
        "\"\\\"0.10000000000000000555111512312578270211815834045410156250000000000\"]",
        many);
    struct arena arena = {0};
    struct json_body json;
    struct json_walk walk;
    const struct json *items;
    size_t n;
    struct error error = {0};
    open_text(text, size, &arena, &json);
    json_walk_open(&walk, &json, &json.root);
    for (size_t seen = 0; seen < 5002; seen += n)
        assert_true(json_walk_slice(&walk, &items, &n, &error) && n >= 2);
    assert_true(items[n - 2].number == 0.1);
    assert_string_equal(
        items[n - 1].text,
        "\"0.10000000000000000555111512312578270211815834045410156250000000000");
    json_walk_close(&walk);
    arena_release(&arena);
    free(text);
    free(many);
}

/* Names of a large object that come in no order are compared all the same, escaped or
 * not. */
static void large_objects_name_nothing_twice(void **state)
{
    (void)state;
    struct error error;
    size_t n = 3 * JSON_NAMES;
    char *text = malloc(n * 24 + 64);
    assert_non_null(text);
    for (int kind = 0; kind < 4; kind++) {
        char *p = text;
        *p++ = '{';
        for (size_t i = n; i-- > 0;)
            p += sprintf(p, "\"%s%zu\":[{}],", i % 2 ? "\\u006b" : "k", i);
        static const char *const last[] = {"\"z\":1}", "\"k7\":1}", "\"\\u006b8\":1}",
                                           "\"k\\u0038\":1}"};
        strcpy(p, last[kind]);
        enum error_code code = check(text, strlen(text), JSON_STRICT, &error);
        assert_int_equal(code, kind == 0 ? ERROR_NONE : ERROR_JSON_DUPLICATE);
        if (kind > 0) {
            char column[24];
            snprintf(column, sizeof column, "%zu", (size_t)(p - text) + 1);
            assert_string_equal(error.arg[3], kind == 1 ? "k7" : "k8");
            assert_string_equal(error.arg[2], column);
        }
    }
    free(text);
}

static double one_number(const char *text)
{
    struct arena arena = {0};
    struct error error;
    struct body body = {text, strlen(text), "", "f", NULL};
    const struct json *root;
    assert_true(json_read(&body, &arena, &root, &error));
    assert_int_equal(root->type, JSON_ARRAY);
    assert_int_equal(root->n, 2);
    assert_true(root->items[1].number == 7);
    double value = root->items[0].number;
    arena_release(&arena);
    return value;
}

static void numbers_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        {"[0.1,7]", 0.1},
        {"[1.7976931348623157e308,7]", 1.7976931348623157e308},
        {"[5e-324,7]", 5e-324},
        {"[9007199254740993,7]", 9007199254740992.0},
        {"[100.71505336,7]", 100.71505336},
        /* Longer than what cJSON reads of a number. */
        {"[0.1000000000000000055511151231257827021181583404541015625000000000000000,7]",
         0.1},
        {"[-0."
         "00000000000000000000000000000000000000000000000000000000000000000000000000001"
         ",7]",
         -1e-77},
        {"[3333333333333333333333333333333333333333333333333333333333333333333333333333"
         ",7]",
         3333333333333333333333333333333333333333333333333333333333333333333333333333.0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(one_number(rows[i].text) == rows[i].value);
}

static void texts_and_names(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error error;
    const char *text =
        "{\"Name\":\"\\u5317京\\n\\\"\",\"name\":null,\"n\":{\"t\":true}}";
    struct body body = {text, strlen(text), "", "f", NULL};
    const struct json *root;
    assert_true(json_read(&body, &arena, &root, &error));
    assert_string_equal(json_get_text(root, "Name"), "北京\n\"");
    assert_string_equal(json_get_text(root, "name"), "");
    assert_int_equal(json_get(root, "name")->type, JSON_NULL);
    assert_null(json_get(root, "NAME"));
    assert_null(json_get(json_get(root, "Name"), "x"));
    assert_int_equal(json_get(json_get(root, "n"), "t")->type, JSON_TRUE);
    assert_null(json_get_typed(root, "n", JSON_ARRAY));
    arena_release(&arena);
}

/* A body cut anywhere is never read. */
static void cut_everywhere(void **state)
{
    (void)state;
    const char *text = "{\"a\":[1.5e3,true,null,\"\\u5317\xE4\xBA\xAC\"],\"b\":{}}";
    struct error error;
    for (size_t n = 0; n < strlen(text); n++)
        assert_int_not_equal(check(text, n, JSON_STRICT, &error), ERROR_NONE);
    assert_int_equal(check(text, strlen(text), JSON_STRICT, &error), ERROR_NONE);
}

/* What must become of a file of the suite is said by its name's first letter; those
 * that say nothing (i_, and all of test_transform) may be read or refused. */
struct suite {
    size_t files, accepted, refused, open, wrong;
};

static void suite_file(struct suite *suite, const char *path, char kind)
{
    struct arena arena = {0};
    struct error error;
    size_t size;
    char *bytes = feed_file(&arena, path, &size);
    assert_non_null(bytes);
    bool ok = check(bytes, size, JSON_GRAMMAR, &error) == ERROR_NONE;
    bool said = kind == 'y' || kind == 'n';
    if (said && ok != (kind == 'y')) {
        print_error("%s: %s\n", path, error_name(error.code));
        suite->wrong++;
    }
    suite->files++;
    suite->accepted += kind == 'y';
    suite->refused += kind == 'n';
    suite->open += !said;
    /* What the strict check passes, cJSON must read; what it refuses has a reason. */
    struct json_facts facts;
    struct body body = {bytes, size, "", "f", NULL};
    const struct json *root;
    error = (struct error){0};
    if (json_check(&body, JSON_STRICT, &arena, &facts, &error)) {
        assert_true(ok);
        assert_true(json_read(&body, &arena, &root, &error));
    } else {
        assert_int_not_equal(error.code, ERROR_NONE);
        assert_false(json_read(&body, &arena, &root, &error));
    }
    arena_release(&arena);
}

/* `says`: names begin with what is to become of their files. */
static void suite_folder(struct suite *suite, const char *folder, bool says)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[512];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        suite_file(suite, path, says ? entry->d_name[0] : 'i');
    }
    closedir(dir);
}

/* All 205 files, each one counted. */
static void whole_suite(void **state)
{
    (void)state;
    struct suite suite = {0};
    suite_folder(&suite, "../shared/samples/json-suite/test_parsing", true);
    suite_folder(&suite, "../shared/samples/json-suite/test_transform", false);
    if (suite.files == 0)
        skip();
    assert_int_equal(suite.wrong, 0);
    assert_int_equal(suite.accepted, 57);
    assert_int_equal(suite.refused, 113);
    assert_int_equal(suite.open, 35);
    assert_int_equal(suite.files, 205);
}

static void writes(void **state)
{
    (void)state;
    struct json_node *root = json_root();
    json_put_text(root, "t", "a\"\n北");
    json_put_text(root, "none", NULL);
    json_put_number(root, "x", 0.1 + 0.2);
    json_put_bool(root, "b", true);
    struct json_node *list = json_put_array(root, "l");
    json_put_object(list, NULL);
    struct buffer out = {.ceiling = 1000};
    assert_true(json_write(root, &out));
    struct arena arena = {0};
    struct error error;
    struct body body = {out.data, out.size, "", "f", NULL};
    const struct json *back;
    assert_true(json_read(&body, &arena, &back, &error));
    assert_string_equal(json_get_text(back, "t"), "a\"\n北");
    assert_true(json_get(back, "x")->number == 0.1 + 0.2);
    assert_int_equal(json_get(back, "l")->n, 1);
    assert_int_equal(json_get(back, "none")->type, JSON_NULL);
    arena_release(&arena);
    buffer_release(&out);
}

/* Every way to write a number, to the last bit. */
static void scalars_are_what_strtod_says(void **state)
{
    (void)state;
    struct arena arena = {0};
    uint64_t seed = 1;
    for (int i = 0; i < 200000; i++) {
        char text[64];
        seed = seed * 6364136223846793005 + 1442695040888963407;
        uint64_t digits = (seed >> 20) % (uint64_t)pow(10, i % 19);
        int decimals = i / 19 % 18;
        int n = snprintf(text, sizeof text, "%s%llu", i % 2 ? "-" : "",
                         (unsigned long long)digits);
        if (decimals > 0)
            n += snprintf(text + n, sizeof text - (size_t)n, ".%0*llu", decimals,
                          (unsigned long long)(seed >> 40) %
                              (unsigned long long)pow(10, decimals));
        if (i % 5 == 0)
            n += snprintf(text + n, sizeof text - (size_t)n, "e%d", i % 37 - 18);
        struct json value = {0};
        json_scalar(text, text + n, &arena, &value);
        double expected = strtod(text, NULL);
        assert_int_equal(value.type, JSON_NUMBER);
        assert_memory_equal(&value.number, &expected, sizeof expected);
    }
    struct json value = {.key = "k"};
    const char *text = "\"a\\n\\u5317\",";
    json_scalar(text, text + 11, &arena, &value);
    assert_int_equal(value.type, JSON_TEXT);
    assert_string_equal(value.text, "a\n北");
    assert_string_equal(value.key, "k");
    static const char empty[] = "\"\"";
    json_scalar(empty, empty + 2, &arena, &value);
    assert_string_equal(value.text, "");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_with_its_place),
        cmocka_unit_test(grammar_alone),
        cmocka_unit_test(depth),
        cmocka_unit_test(names_that_agree),
        cmocka_unit_test(a_million_names),
        cmocka_unit_test(ceilings),
        cmocka_unit_test(parts_are_found),
        cmocka_unit_test(slices_hold_everything_once),
        cmocka_unit_test(large_parts_are_noted_in_order),
        cmocka_unit_test(trees_have_a_ceiling),
        cmocka_unit_test(long_numbers_in_slices),
        cmocka_unit_test(large_objects_name_nothing_twice),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(scalars_are_what_strtod_says),
        cmocka_unit_test(texts_and_names),
        cmocka_unit_test(cut_everywhere),
        cmocka_unit_test(whole_suite),
        cmocka_unit_test(writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
