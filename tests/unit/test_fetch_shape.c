/* Shapes of feeds: how they are kept, and what of another delivery is in doubt. */
#include "fetch/mapper.h"
#include "fetch/shape.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void a_text_is_sorted_and_says_each_thing_once(void **state)
{
    (void)state;
    struct shape shape;
    shape_init(&shape, &arena);
    shape_value(&shape, "地区", "X9");
    shape_field(&shape, "", "地区");
    shape_field(&shape, "", "报期");
    shape_field(&shape, "", "地区");
    shape_field(&shape, "one", "time");
    shape_unit(&shape, "B9-01", "万\t吨\n");
    shape_unit(&shape, "B9-01", "");
    assert_string_equal(shape_text(&shape, 7, &arena), "field\tone: time\n"
                                                       "field\t地区\n"
                                                       "field\t报期\n"
                                                       "rows\t7\n"
                                                       "unit\tB9-01\t\n"
                                                       "unit\tB9-01\t万 吨 \n"
                                                       "value\t地区\tX9\n");
}

/* A change behind what is kept of a long text is one. */
static void long_texts_are_told_apart(void **state)
{
    (void)state;
    char a[1000], b[1000];
    struct error *problems;
    size_t n;
    memset(a, 'a', sizeof a - 1);
    a[sizeof a - 1] = '\0';
    memcpy(b, a, sizeof a);
    b[sizeof b - 2] = 'b';
    const char *texts[] = {a, b}, *shapes[2];
    for (int i = 0; i < 2; i++) {
        struct shape shape;
        shape_init(&shape, &arena);
        shape_scope(&shape, "B9-01", texts[i]);
        shapes[i] = shape_text(&shape, 1, &arena);
        assert_true(strlen(shapes[i]) < 250);
    }
    assert_true(shape_drifted(shapes[0], shapes[1], "s", "d", &arena, &problems, &n));
    assert_int_equal(problems[0].code, ERROR_DRIFT_SCOPE);
    assert_false(shape_drifted(shapes[0], shapes[0], "s", "d", &arena, &problems, &n));
}

/* A unit is another one where a value would be another one by it. */
static void units_are_the_same_in_any_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *before, *now;
        bool drifted;
    } rows[] = {
        {"EFLOPS", "EFlops", false},
        {"PFLOPS", "P", false},
        {"亿元", "亿 元", false},
        {"亿元", "亿元 ", false},
        {"EFLOPS", "PFLOPS", true},
        {"亿元", "万元", true},
        {"%", "", true},
        {"", "%", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error *problems;
        size_t n;
        const char *a = arena_printf(&arena, "rows\t1\nunit\tB\t%s\n", rows[i].before);
        const char *b = arena_printf(&arena, "rows\t1\nunit\tB\t%s\n", rows[i].now);
        bool drifted = shape_drifted(a, b, "s", "d", &arena, &problems, &n);
        if (drifted != rows[i].drifted)
            print_error("%s -> %s\n", rows[i].before, rows[i].now);
        assert_int_equal(drifted, rows[i].drifted);
    }
}

static void too_many_values_are_many(void **state)
{
    (void)state;
    struct shape shape;
    struct error *problems;
    size_t n;
    shape_init(&shape, &arena);
    shape_value(&shape, "few", "1");
    for (int i = 0; i <= SHAPE_VALUES; i++)
        shape_value(&shape, "crowd", arena_printf(&arena, "%d", i));
    const char *text = shape_text(&shape, 1, &arena);
    assert_string_equal(text, "many\tcrowd\nrows\t1\nvalue\tfew\t1\n");
    assert_false(shape_drifted(text, "rows\t1\nvalue\tcrowd\tnew\n", "s", "d", &arena,
                               &problems, &n));
    assert_true(shape_drifted("rows\t1\n", text, "s", "d", &arena, &problems, &n));
    assert_string_equal(problems[0].arg[1], "few = 1, crowd = ..");
}

static void a_text_has_a_ceiling(void **state)
{
    (void)state;
    struct shape shape;
    struct error *problems;
    size_t n;
    shape_init(&shape, &arena);
    for (int i = 0; i < 100000; i++)
        shape_field(&shape, "", arena_printf(&arena, "a field's name %d", i));
    const char *text = shape_text(&shape, 9, &arena);
    assert_string_equal(text, "full\nrows\t9\n");
    assert_false(
        shape_drifted("field\tx\nrows\t9\n", text, "s", "d", &arena, &problems, &n));
    assert_true(
        shape_drifted("field\tx\nrows\t99\n", text, "s", "d", &arena, &problems, &n));
}

static const struct {
    const char *before, *now;
    enum error_code code; /* ERROR_NONE: no doubt */
    const char *what;
} cases[] = {
    {"field\ta\nfield\tb\nrows\t5\n", "field\ta\nfield\tb\nfield\tc\nrows\t5\n",
     ERROR_NONE, ""},
    {"field\ta\nfield\tb\nrows\t5\n", "field\tb\nrows\t5\n", ERROR_DRIFT_FIELD, "a"},
    {"rows\t5\nunit\tI\tt\n", "rows\t5\nunit\tI\tkg\n", ERROR_DRIFT_UNIT, "I: t -> kg"},
    {"rows\t5\nunit\tI\tt\n", "rows\t5\nunit\tI\t\n", ERROR_DRIFT_UNIT, "I: t -> -"},
    {"rows\t5\nunit\tI\tt\n", "rows\t5\nunit\tI\tkg\nunit\tI\tt\n", ERROR_DRIFT_UNIT,
     "I: t -> kg"},
    {"rows\t5\nunit\tI\t\n", "rows\t5\nunit\tI\tkg\n", ERROR_NONE, ""},
    {"rows\t5\nunit\tI\tt\n", "rows\t5\nunit\tJ\tkg\n", ERROR_NONE, ""},
    {"rows\t5\nunit\tI\tt\n", "rows\t5\n", ERROR_NONE, ""},
    {"rows\t5\nunit\tIJ\tt\n", "rows\t5\nunit\tI\tkg\n", ERROR_NONE, ""},
    {"rows\t5\nscope\tI\tall\n", "rows\t5\nscope\tI\tsome\n", ERROR_DRIFT_SCOPE,
     "I: all -> some"},
    {"rows\t5\n", "rows\t5\nscope\tI\tsome\n", ERROR_NONE, ""},
    {"rows\t5\n", "rows\t5\nvalue\tsex\tF\n", ERROR_DRIFT_VALUE, "sex = F"},
    {"rows\t5\nvalue\tsex\tF\n", "rows\t5\n", ERROR_NONE, ""},
    {"rows\t5\nvalue\tsex\tF\n", "rows\t5\nvalue\tsex\tF\n", ERROR_NONE, ""},
    {"rows\t100\n", "rows\t80\n", ERROR_NONE, ""},
    {"rows\t100\n", "rows\t79\n", ERROR_DRIFT_ROWS, "79"},
    {"rows\t4000000000\n", "rows\t3199999999\n", ERROR_DRIFT_ROWS, "3199999999"},
    {"rows\t1\n", "rows\t100\n", ERROR_NONE, ""},
};

static void what_is_in_doubt(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error *problems;
        size_t n = 9;
        bool drifted = shape_drifted(cases[i].before, cases[i].now, "miit",
                                     "2026-10-05 #12", &arena, &problems, &n);
        if (drifted != (cases[i].code != ERROR_NONE) || n != (size_t)drifted)
            fail_msg("case %zu: %d, %zu", i, drifted, n);
        if (!drifted)
            continue;
        assert_int_equal(problems[0].code, cases[i].code);
        assert_string_equal(problems[0].arg[0], "miit");
        assert_string_equal(problems[0].arg[1], cases[i].what);
        int last = cases[i].code == ERROR_DRIFT_ROWS ? 3 : 2;
        assert_string_equal(problems[0].arg[last], "2026-10-05 #12");
    }
}

static void the_gravest_comes_first(void **state)
{
    (void)state;
    struct error *problems;
    size_t n;
    assert_true(shape_drifted(
        "field\ta\nfield\tb\nfield\tc\nfield\td\nfield\te\nfield\tf\nfield\tg\n"
        "rows\t10\nscope\tI\tx\nunit\tI\tt\n",
        "rows\t1\nscope\tI\ty\nunit\tI\tkg\nvalue\tsex\tF\n", "s", "d", &arena,
        &problems, &n));
    static const enum error_code order[] = {ERROR_DRIFT_FIELD, ERROR_DRIFT_UNIT,
                                            ERROR_DRIFT_SCOPE, ERROR_DRIFT_VALUE,
                                            ERROR_DRIFT_ROWS};
    assert_int_equal(n, 5);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(problems[i].code, order[i]);
    assert_string_equal(problems[0].arg[1], "a, b, c, d, e +2");
}

/* What was noted once stays known; the rows are the last ones. */
static void an_accepted_shape_grows(void **state)
{
    (void)state;
    assert_string_equal(shape_extended("field\ta\nrows\t5\nvalue\tx\t1\n",
                                       "field\ta\nfield\tb\nrows\t6\nvalue\tx\t0\n",
                                       &arena),
                        "field\ta\nfield\tb\nrows\t6\nvalue\tx\t0\nvalue\tx\t1\n");
    assert_string_equal(shape_extended("rows\t5\n", "rows\t4\n", &arena), "rows\t4\n");
    assert_string_equal(shape_extended("", "rows\t4\n", &arena), "rows\t4\n");
}

/* ---- what the mapper notes ---- */

static bool region(const void *self, const char *text, int32_t *code)
{
    (void)self;
    *code = 430000;
    return strcmp(text, "湖南") == 0;
}

static bool several(const void *self, const char *text)
{
    (void)self, (void)text;
    return false;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    (void)self;
    snprintf(code, CODE_SIZE, "%s", text);
    *unit = "EFLOPS";
    return strcmp(text, "B9-01") == 0;
}

static bool task(const void *self, const char *text, char code[CODE_SIZE])
{
    (void)self;
    snprintf(code, CODE_SIZE, "%s", text);
    return strcmp(text, "A1.1") == 0;
}

static const char *shape_by(struct source source, const char *text)
{
    const struct vocabulary vocabulary = {.region = region,
                                          .indicator = indicator,
                                          .several_regions = several,
                                          .task = task};
    const struct body body = {
        .bytes = text, .size = strlen(text), .type = "", .name = "a.csv"};
    struct delivery delivery = {0};
    struct bulk observations;
    struct error error = {0};
    bulk_init(&observations, NULL, SIZE_MAX);
    if (!mapper_read(&source, &body, &vocabulary, &arena, &observations, &delivery,
                     &error))
        fail_msg("%s", error_name(error.code));
    bulk_release(&observations);
    return delivery.shape;
}

/* Lines that nobody here has written say nothing. */
static void lines_of_another_make(void **state)
{
    (void)state;
    static const char *const texts[] = {"value\t\nrows\t1\n",
                                        "unit\t\nrows\t1\n",
                                        "scope\tx\nrows\t1\n",
                                        "value\tx\nunit\tx\nrows\t1",
                                        "value\nunit\nscope\nrows\n",
                                        "\n\n",
                                        ""};
    struct error *problems;
    size_t n;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            shape_drifted(texts[i], texts[k], "s", "t", &arena, &problems, &n);
            for (size_t j = 0; j < n; j++)
                assert_int_equal(problems[j].code, ERROR_DRIFT_ROWS);
        }
}

static const char *shape_of(const char *text)
{
    return shape_by((struct source){.name = "s", .address = "a.csv", .format = "csv"},
                    text);
}

static void the_mapper_notes_what_it_reads(void **state)
{
    (void)state;
    assert_string_equal(shape_of("地区,指标,报期,数值,单位,状态,性别\n"
                                 "湖南,B9-01,2026-Q1,1,EFLOPS,A,T\n"
                                 "湖南,B9-01,2026-Q2,2,EFLOPS,大概,T\n"
                                 "某区,B9-01,2026-Q2,3,EFLOPS,A,T\n"
                                 "湖南,C1,2026-Q2,4,EFLOPS,A,T\n"),
                        "field\t单位\n"
                        "field\t地区\n"
                        "field\t性别\n"
                        "field\t报期\n"
                        "field\t指标\n"
                        "field\t数值\n"
                        "field\t状态\n"
                        "rows\t2\n"
                        "unit\tB9-01\tEFLOPS\n"
                        "value\tOBS_STATUS\t大概\n"
                        "value\t地区\t某区\n"
                        "value\t性别\tT\n"
                        "value\t指标\tC1\n");
}

/* A unit that no longer fits is noted too: its rows are refused. */
static void units_that_do_not_fit_are_noted(void **state)
{
    (void)state;
    const char *before = shape_of("地区,指标,报期,数值,单位\n"
                                  "湖南,B9-01,2026-Q1,1,EFLOPS\n"
                                  "湖南,B9-01,2026-Q2,2,EFLOPS\n");
    const char *now = shape_of("地区,指标,报期,数值,单位\n"
                               "湖南,B9-01,2026-Q1,1,EFLOPS\n"
                               "湖南,B9-01,2026-Q2,2000,PFLOPS\n");
    struct error *problems;
    size_t n;
    assert_true(shape_drifted(before, now, "s", "d", &arena, &problems, &n));
    assert_int_equal(problems[0].code, ERROR_DRIFT_UNIT);
    assert_string_equal(problems[0].arg[1], "B9-01: EFLOPS -> PFLOPS");
}

/* A column of a register that is gone would leave its field empty everywhere; one that
 * is there and empty is no change. */
static void fields_of_registers_are_noted(void **state)
{
    (void)state;
    const struct source source = {.name = "s",
                                  .address = "a.csv",
                                  .format = "csv",
                                  .mapping.columns.register_name = "ledger"};
    const char *before = shape_by(source, "id,region,task,title,state,note\n"
                                          "1,湖南,A1.1,甲,正常,\n"
                                          "2,湖南,A1.1,乙,正常,好\n");
    assert_string_equal(before, "field\tledger: id\n"
                                "field\tledger: note\n"
                                "field\tledger: region\n"
                                "field\tledger: state\n"
                                "field\tledger: task\n"
                                "field\tledger: title\n"
                                "rows\t2\n");
    const char *now = shape_by(source, "id,region,task,title,note\n"
                                       "1,湖南,A1.1,甲,\n");
    struct error *problems;
    size_t n;
    assert_true(shape_drifted(before, now, "s", "d", &arena, &problems, &n));
    assert_int_equal(n, 2);
    assert_int_equal(problems[0].code, ERROR_DRIFT_FIELD);
    assert_string_equal(problems[0].arg[1], "ledger: state");
    assert_int_equal(problems[1].code, ERROR_DRIFT_ROWS);
}

/* Without its column a status would be normal everywhere. */
static void columns_of_sdmx_csv_are_noted(void **state)
{
    (void)state;
    const struct source source = {
        .name = "s", .address = "a.csv", .format = "sdmx-csv"};
    const char *before = shape_by(
        source, "DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
                "N:F(1.0),湖南,B9-01,2026-Q1,1,P\n");
    const char *now =
        shape_by(source, "DATAFLOW,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\n"
                         "N:F(1.0),湖南,B9-01,2026-Q1,1\n");
    struct error *problems;
    size_t n;
    assert_non_null(strstr(before, "field\tOBS_VALUE\n"));
    assert_true(shape_drifted(before, now, "s", "d", &arena, &problems, &n));
    assert_int_equal(problems[0].code, ERROR_DRIFT_FIELD);
    assert_string_equal(problems[0].arg[1], "OBS_STATUS");
}

static void statuses_of_sdmx_json_are_noted(void **state)
{
    (void)state;
#define PART(id, values) "{\"id\":\"" id "\",\"values\":[" values "]}"
#define MESSAGE(attributes, value)                                                           \
    "{\"structure\":{\"dimensions\":{\"observation\":[" PART(                                \
        "REF_AREA",                                                                          \
        "{\"id\":\"湖南\"}") "," PART("INDICATOR",                                           \
                                      "{\"id\":\"B9-01\"}") "," PART("TIME_PERIOD",          \
                                                                     "{\"id\":\"2026-"       \
                                                                     "Q1\"}") "]},"          \
                                                                              "\"attr"       \
                                                                              "ibutes"       \
                                                                              "\":{"         \
                                                                              "\"obse"       \
                                                                              "rvatio"       \
                                                                              "n\":"         \
                                                                              "[" attributes \
                                                                              "]}},"         \
                                                                              "\"data"       \
                                                                              "Sets\""       \
                                                                              ":[{"          \
                                                                              "\"obse"       \
                                                                              "rvatio"       \
                                                                              "ns\":{"       \
                                                                              "\"0:0:"       \
                                                                              "0\""          \
                                                                              ":" value      \
                                                                              "}}]}"
    const struct source source = {.name = "s",
                                  .address = "a.json",
                                  .format = "sdmx-json",
                                  .mapping.columns.indicator = "INDICATOR",
                                  .mapping.columns.region = "REF_AREA",
                                  .mapping.columns.period = "TIME_PERIOD"};
    const char *before =
        shape_by(source, MESSAGE(PART("OBS_STATUS", "{\"id\":\"P\"}"), "[1,0]"));
    const char *now = shape_by(source, MESSAGE("", "[1]"));
    struct error *problems;
    size_t n;
    assert_true(shape_drifted(before, now, "s", "d", &arena, &problems, &n));
    assert_int_equal(problems[0].code, ERROR_DRIFT_FIELD);
    assert_string_equal(problems[0].arg[1], "OBS_STATUS");
#undef MESSAGE
#undef PART
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_sorted_and_says_each_thing_once),
        cmocka_unit_test(long_texts_are_told_apart),
        cmocka_unit_test(units_are_the_same_in_any_spelling),
        cmocka_unit_test(too_many_values_are_many),
        cmocka_unit_test(a_text_has_a_ceiling),
        cmocka_unit_test(what_is_in_doubt),
        cmocka_unit_test(the_gravest_comes_first),
        cmocka_unit_test(an_accepted_shape_grows),
        cmocka_unit_test(lines_of_another_make),
        cmocka_unit_test(the_mapper_notes_what_it_reads),
        cmocka_unit_test(units_that_do_not_fit_are_noted),
        cmocka_unit_test(fields_of_registers_are_noted),
        cmocka_unit_test(columns_of_sdmx_csv_are_noted),
        cmocka_unit_test(statuses_of_sdmx_json_are_noted),
    };
    return cmocka_run_group_tests_name("fetch: shape", tests, NULL, teardown);
}
