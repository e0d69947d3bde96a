/* Tables as offices write them: titles and units above, notes below, wide ones,
 * registers; and the encodings they come in. */
#include "fetch/encoding.h"
#include "fetch/tabular.h"

#include "tests/lib/feed_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void read_text(struct feed_record *r, const char *text,
                      const struct column_mapping *columns)
{
    feed_record_read(r, "csv", text, strlen(text), columns);
}

static void where_the_heads_are(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct column_mapping columns;
        enum error_code error;
        size_t cells, refused;
        unsigned row; /* of the first cell */
    } rows[] = {
        {"全省指标\n\n地区,报期,值\nA,2025,1\n", {0}, ERROR_NONE, 1, 0, 4},
        {"全省指标,,\n,,\n地区,报期,值\nA,2025,1\n,,\n", {0}, ERROR_NONE, 1, 0, 4},
        {"甲,乙,丙\n地区,报期,数\nA,2025,1\n", {.value = "数"}, ERROR_NONE, 1, 0, 3},
        {"甲,乙,丙\n地区,报期,数\nA,2025,1\n", {.value = "#3"}, ERROR_NONE, 2, 0, 2},
        {"甲,,\n地区,报期,数\nA,2025,1\n", {.value = "#3"}, ERROR_NONE, 1, 0, 3},
        {"地区,报期,值\nA,2025,1\n地区,报期,值\n", {.head = 1}, ERROR_NONE, 2, 0, 2},
        {"地区,报期,值\n地区,报期,值\nA,2025,1\n", {.head = 2}, ERROR_NONE, 1, 0, 3},
        {"地区,报期,值\nA,2025,1\n", {.head = 3}, ERROR_TABLE_HEAD_LINE, 0, 0, 0},
        {"地区,报期,值\n\nA,2025,1\n", {.head = 2}, ERROR_TABLE_HEAD_LINE, 0, 0, 0},
        {"说明\n甲,乙,丙\nA,2025,1\n", {0}, ERROR_CSV_NO_VALUE, 0, 0, 0},
        /* below */
        {"地区,报期,值\nA,2025,1\n注：初步,,\n", {0}, ERROR_NONE, 1, 1, 2},
        {"地区,报期,值\nA,2025,1\n填表人 张三\n", {0}, ERROR_NONE, 1, 1, 2},
        {"地区,报期,值\nA,2025,1\n合计,2025,1\n", {0}, ERROR_NONE, 2, 0, 2},
        {"报期,值\n2024,\n2025,1\n", {0}, ERROR_NONE, 2, 0, 2},
        {"报期,值\n数据来源：某局,\n2025,1\n", {0}, ERROR_NONE, 1, 1, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        read_text(&r, rows[i].text, &rows[i].columns);
        if (r.error.code != rows[i].error || r.n_cells != rows[i].cells)
            print_error("%s: %s\n", rows[i].text, error_name(r.error.code));
        assert_int_equal(r.error.code, rows[i].error);
        assert_int_equal(r.n_cells, rows[i].cells);
        assert_int_equal(r.n_refusals, rows[i].refused);
        if (rows[i].cells)
            assert_int_equal(r.cells[0].row, rows[i].row);
        feed_record_release(&r);
    }
    /* The heads that the error lists are those a reader would recognise. */
    struct feed_record r;
    read_text(&r, "说明\n甲,乙,丙\nA,2025,1\n", NULL);
    assert_string_equal(r.error.arg[1], "甲, 乙, 丙");
    feed_record_release(&r);
}

/* The unit above a table is the unit of its values: without it they would be taken for
 * figures in the indicator's own. */
static void the_unit_above(void **state)
{
    (void)state;
    static const struct {
        const char *line, *unit; /* NULL: none */
    } rows[] = {
        {"单位：亿元", "亿元"},
        {"单位:亿元", "亿元"},
        {"全省情况（单位：亿元）", "亿元"},
        {"计量单位： 万 P", "万"},
        {"表1 单位：亿元", "亿元"},
        {"单位：,,亿元", "亿元"},
        {"填报单位：某局", NULL},
        {"责任单位：某局 单位：个", "个"},
        {"单位", NULL},
        {"标题", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        struct feed_record r;
        snprintf(text, sizeof text, "%s\n地区,报期,值\nA,2025,1\n", rows[i].line);
        read_text(&r, text, NULL);
        assert_true(r.ok);
        assert_int_equal(r.datasets[0]->n_dimensions, rows[i].unit ? 3 : 2);
        if (rows[i].unit)
            assert_string_equal(r.cells[0].at[2]->code, rows[i].unit);
        feed_record_release(&r);
    }
    /* A row's own unit holds before it. */
    struct feed_record r;
    read_text(&r, "单位：亿元\n地区,报期,值,单位\nA,2025,1,个\nA,2024,1,\n", NULL);
    assert_string_equal(r.cells[0].at[2]->code, "个");
    assert_string_equal(r.cells[1].at[2]->code, "亿元");
    feed_record_release(&r);
}

static void wide_tables(void **state)
{
    (void)state;
    struct feed_record r;
    const struct column_mapping by_indicator = {.wide = "indicator"};
    read_text(&r, "地区,年份,算力,序号,投资,备注\nA,2025,1.5,1,,x\nB,2025,2,2,>3,\n",
              &by_indicator);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, 4);
    const struct dataset *set = r.datasets[0];
    assert_int_equal(set->n_dimensions, 3);
    assert_int_equal(set->dimensions[2].role, DIMENSION_METRIC);
    assert_string_equal(set->dimensions[2].id, "indicator");
    assert_int_equal(set->dimensions[2].n_categories, 2);
    assert_string_equal(r.cells[0].at[2]->code, "算力");
    assert_ptr_equal(r.cells[0].at[2], &set->dimensions[2].categories[0]);
    assert_int_equal(r.cells[1].kind, CELL_MISSING);
    assert_int_equal(r.cells[1].column, 5);
    assert_int_equal(r.cells[3].qualifier, QUALIFIER_ABOVE);
    feed_record_release(&r);

    const struct column_mapping by_period = {.wide = "period"};
    read_text(&r, "标题\n指标,单位,2024年,2025年\n算力,EFLOPS,1,2\n投资,亿元,3,4\n",
              &by_period);
    assert_int_equal(r.n_cells, 4);
    assert_int_equal(r.datasets[0]->dimensions[2].role, DIMENSION_TIME);
    assert_string_equal(r.cells[3].at[2]->code, "2025年");
    assert_string_equal(r.cells[3].at[1]->code, "亿元");
    assert_true(r.cells[3].value == 4);
    feed_record_release(&r);

    static const struct {
        const char *text;
        struct column_mapping columns;
        enum error_code error;
    } rows[] = {
        {"年份,甲,甲\n2025,1,2\n", {.wide = "region"}, ERROR_TABLE_WIDE_TWICE},
        {"年份,地区\n2025,1\n", {.wide = "indicator"}, ERROR_TABLE_WIDE_NONE},
        {"年份,甲,\n2025,1,2\n", {.wide = "region"}, ERROR_TABLE_WIDE_HEAD},
        {"年份,算力,\n,规模,增速\n2025,1,2\n",
         {.wide = "region"},
         ERROR_TABLE_WIDE_HEAD},
        {"年份,甲,\n2025,1,\n", {.wide = "region"}, ERROR_NONE},
        {"年份,甲\n2025,1\n", {.wide = "region", .value = "甲"}, ERROR_TABLE_WIDE_BOTH},
        {"年份,甲\n2025,1\n",
         {.wide = "region", .region = "甲"},
         ERROR_TABLE_WIDE_BOTH},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        read_text(&r, rows[i].text, &rows[i].columns);
        if (r.error.code != rows[i].error)
            print_error("%s: %s\n", rows[i].text, error_name(r.error.code));
        assert_int_equal(r.error.code, rows[i].error);
        feed_record_release(&r);
    }
}

/* What aiplus wrote into a table so that no spreadsheet takes it for a formula comes
 * back as it was. */
static void guarded_texts_come_back(void **state)
{
    (void)state;
    struct feed_record r;
    struct column_mapping columns = {.register_name = "ledger"};
    read_text(&r,
              "编号,地区,任务,事项,备注\n"
              "'-1,湖南省,B9,'=SUM(甲),''=\n",
              &columns);
    assert_true(r.ok);
    assert_int_equal(r.n_items, 1);
    const char *const *texts = r.items[0].fields;
    assert_string_equal(texts[item_field_named(ITEM_LEDGER, "id")], "-1");
    assert_string_equal(texts[item_field_named(ITEM_LEDGER, "title")], "=SUM(甲)");
    assert_string_equal(texts[item_field_named(ITEM_LEDGER, "note")], "'=");
    feed_record_release(&r);
}

static void registers(void **state)
{
    (void)state;
    struct feed_record r;
    const struct name_pair fields[] = {{"要点", "goal"}, {"#6", "note"}};
    struct column_mapping columns = {
        .register_name = "ledger", .fields = fields, .n_fields = 2};
    const char *text = "工作台账,,,,,\n编号,地区,任务,要点,牵头单位,其他,电话\n"
                       "1,湖南省,B9,\"建成\n平台\",某局,x,1\n注：无,,,,,,\n2,湖南省\n";
    read_text(&r, text, &columns);
    assert_true(r.ok);
    assert_int_equal(r.n_datasets, 0);
    assert_int_equal(r.n_items, 1);
    assert_int_equal(r.items[0].row, 3);
    assert_string_equal(r.items[0].fields[item_field_named(ITEM_LEDGER, "goal")],
                        "建成\n平台");
    assert_string_equal(r.items[0].fields[item_field_named(ITEM_LEDGER, "note")], "x");
    assert_string_equal(r.items[0].fields[item_field_named(ITEM_LEDGER, "problems")],
                        "");
    assert_int_equal(r.n_refusals, 3);
    assert_true(r.refusals[0].warning);
    assert_string_equal(r.refusals[0].reason.arg[2], "电话");
    assert_int_equal(r.refusals[1].reason.code, ERROR_TABLE_NOTE);
    assert_int_equal(r.refusals[2].reason.code, ERROR_CSV_RAGGED);
    feed_record_release(&r);

    static const struct {
        const char *text;
        struct name_pair field;
        enum error_code error;
        const char *what; /* in the error's second argument */
    } rows[] = {
        {"编号,地区,任务\n1,a,B9\n", {"编号", "id"}, ERROR_TABLE_REQUIRED, "title"},
        {"编号,地区,任务,目标\n1,a,B9,x\n", {"没有", "note"}, ERROR_CSV_COLUMN, "没有"},
        {"编号,地区,任务,目标\n1,a,B9,x\n",
         {"目标", "colour"},
         ERROR_TABLE_FIELD,
         "ledger"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        columns.fields = &rows[i].field;
        columns.n_fields = 1;
        read_text(&r, rows[i].text, &columns);
        assert_int_equal(r.error.code, rows[i].error);
        assert_non_null(strstr(r.error.arg[1], rows[i].what));
        assert_int_equal(r.n_items, 0);
        feed_record_release(&r);
    }
}

/* The heads of a register that aiplus.conf does not name. */
static void looks_like_a_register(void **state)
{
    (void)state;
    static const struct {
        const char *heads, *kind; /* NULL: of none */
    } rows[] = {
        {"编号,地区,任务,事项,牵头单位", "ledger"},
        {"编号,重点任务,工作目标,完成时限", "ledger"}, /* region by constant */
        {"编号,地区,任务,案例名称,成效", "cases"},
        {"序号,地区,任务,标题,媒体,发布日期", "publicity"},
        {"编号,地区,任务", NULL},
        {"编号,事项,完成时限", NULL},
        {"编号,任务,事项,甲,乙,丙,丁", NULL},
        {"指标代码,地区,时间", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        struct feed_record r;
        snprintf(text, sizeof text, "汇总表\n%s\n1\n", rows[i].heads);
        read_text(&r, text, NULL);
        assert_false(r.ok);
        if (rows[i].kind) {
            assert_int_equal(r.error.code, ERROR_TABLE_LIKE_REGISTER);
            assert_string_equal(r.error.arg[1], rows[i].kind);
        } else {
            assert_int_equal(r.error.code, ERROR_CSV_NO_VALUE);
        }
        feed_record_release(&r);
    }
}

static void a_region_for_all(void **state)
{
    (void)state;
    struct feed_record r;
    const char *text = "编号,任务,事项,备注\n1,B9,'=甲,'+86\n2,B9,'引文',-1\n";
    struct column_mapping columns = {.register_name = "ledger"};
    read_text(&r, text, &columns);
    assert_int_equal(r.error.code, ERROR_TABLE_NO_PLACE);
    feed_record_release(&r);
    columns.has_region = true;
    read_text(&r, text, &columns);
    assert_true(r.ok);
    assert_int_equal(r.n_items, 2);
    int title = item_field_named(ITEM_LEDGER, "title");
    int note = item_field_named(ITEM_LEDGER, "note");
    assert_string_equal(r.items[0].fields[title], "=甲");
    assert_string_equal(r.items[0].fields[note], "+86");
    assert_string_equal(r.items[1].fields[title], "'引文'");
    assert_string_equal(r.items[1].fields[note], "-1");
    feed_record_release(&r);
}

static void items_struck_out(void **state)
{
    (void)state;
    struct feed_record r;
    const struct name_pair named = {"去留", "withdrawn"};
    struct column_mapping columns = {.register_name = "ledger"};
    for (int i = 0; i < 2; i++) {
        read_text(
            &r,
            i ? "编号,地区,任务,事项,去留\n1,长沙市,B9,甲,是\n2,长沙市,B9,乙,\n3,"
                "长沙市,B9,丙,也许\n"
              : "编号,地区,任务,事项,撤销\n1,长沙市,B9,甲,True\n2,长沙市,B9,乙,否\n"
                "3,长沙市,B9,丙,?\n",
            &columns);
        assert_true(r.ok);
        assert_int_equal(r.n_items, 2);
        assert_true(r.items[0].withdrawn);
        assert_false(r.items[1].withdrawn);
        assert_int_equal(r.n_refusals, 1);
        assert_int_equal(r.refusals[0].reason.code, ERROR_TABLE_STRIKING);
        assert_int_equal(r.refusals[0].column, 5);
        feed_record_release(&r);
        columns.fields = &named;
        columns.n_fields = 1;
    }
}

/* 地区,报期,值 / 湖南,2025,1 */
#define GBK "\xB5\xD8\xC7\xF8,\xB1\xA8\xC6\xDA,\xD6\xB5\n\xBA\xFE\xC4\xCF,2025,1\n"
#define LE                                                                             \
    "\x30\x57\x3A\x53,\0\xA5\x62\x1F\x67,\0\x3C\x50\n\0\x56\x6E\x57\x53,\0"            \
    "2\0"                                                                              \
    "0\0"                                                                              \
    "2\0"                                                                              \
    "5\0,\0"                                                                           \
    "1\0\n\0"
#define BE                                                                             \
    "\x57\x30\x53\x3A\0,\x62\xA5\x67\x1F\0,\x50\x3C\0\n\x6E\x56\x53\x57\0,\0"          \
    "2\0"                                                                              \
    "0\0"                                                                              \
    "2\0"                                                                              \
    "5\0,\0"                                                                           \
    "1\0\n"

static void encodings(void **state)
{
    (void)state;
#define BYTES(text) text, sizeof(text) - 1
    static const struct {
        const char *bytes;
        size_t size;
        const char *said;
        enum error_code error;
        size_t warnings;
    } rows[] = {
        {BYTES("地区,报期,值\n湖南,2025,1\n"), "", ERROR_NONE, 0},
        {BYTES("\xEF\xBB\xBF地区,报期,值\n湖南,2025,1\n"), "", ERROR_NONE, 0},
        {BYTES("\xEF\xBB\xBF地区,报期,值\n湖南,2025,1\n"), "gb18030", ERROR_NONE, 0},
        {BYTES(GBK), "", ERROR_NONE, 1},
        {BYTES(GBK), "auto", ERROR_NONE, 1},
        {BYTES(GBK), "gb18030", ERROR_NONE, 0},
        {BYTES(GBK), "utf-8", ERROR_CSV_UTF8, 0},
        {BYTES(GBK "\xFF"), "", ERROR_ENCODING_NONE, 0},
        {BYTES(GBK "\xFF"), "gb18030", ERROR_ENCODING, 0},
        {BYTES("\xFF\xFE" LE), "", ERROR_NONE, 0},
        {BYTES("\xFE\xFF" BE), "", ERROR_NONE, 0},
        {BYTES(LE), "utf-16", ERROR_NONE, 0},
        {BYTES(BE), "utf-16", ERROR_NONE, 0},
        {BYTES("\xFF\xFE" LE "\0"), "", ERROR_ENCODING, 0},
        {BYTES("\xFF\xFE" LE "\0\xD8\n\0"), "", ERROR_ENCODING, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        const struct column_mapping columns = {.encoding = rows[i].said};
        feed_record_read(&r, "csv", rows[i].bytes, rows[i].size, &columns);
        if (r.error.code != rows[i].error)
            print_error("%zu: %s\n", i, error_name(r.error.code));
        assert_int_equal(r.error.code, rows[i].error);
        if (r.ok) {
            assert_int_equal(r.n_cells, 1);
            assert_string_equal(r.cells[0].at[0]->code, "湖南");
            assert_true(r.cells[0].value == 1);
            assert_int_equal(r.n_refusals, rows[i].warnings);
        }
        feed_record_release(&r);
    }
    /* The place of what is wrong. */
    struct feed_record r;
    feed_record_read(&r, "csv", BYTES(GBK GBK "\xFF"), NULL);
    assert_string_equal(r.error.arg[1], "5");
    feed_record_release(&r);
    /* A Chinese text in UTF-8 with one broken byte is not taken for GB18030. */
    feed_record_read(&r, "csv", BYTES("地区名称,报告期,数值\n湖南省\xE5,2025,1\n"),
                     NULL);
    assert_int_equal(r.error.code, ERROR_CSV_UTF8);
    feed_record_release(&r);
}

/* More than a piece, with characters across its bounds, into a file. */
static void a_large_one(void **state)
{
    (void)state;
    enum { N = 100000 };
    char *text = malloc(N * 16 + 64);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "\xB5\xD8\xC7\xF8,value\n");
    for (int i = 0; i < N; i++)
        n += (size_t)sprintf(text + n, "\xBA\xFE\xC4\xCF%d,1\n", i % 100);
    struct body body = {text, n, "", "f", "/tmp"};
    struct encoded encoded;
    struct error error;
    assert_true(encoded_open(&body, "", &encoded, &error));
    assert_true(encoded.guessed);
    /* 地区 and 湖南 take six bytes for four. */
    assert_int_equal(encoded.body.size, n + 2 * (N + 1));
    encoded_release(&encoded);
    free(text);
}

/* A field that is too long costs its row alone, in one line. */
static void long_fields(void **state)
{
    (void)state;
    char *text = malloc(2 * TABULAR_FIELD);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "备注,value\n");
    memset(text + n, 'x', TABULAR_FIELD + 1);
    n += TABULAR_FIELD + 1;
    n += (size_t)sprintf(text + n, ",1\ny,2\n");
    struct feed_record r;
    feed_record_read(&r, "csv", text, n, NULL);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, 1);
    assert_true(r.cells[0].value == 2);
    assert_int_equal(r.refusals[0].reason.code, ERROR_TABLE_LONG);
    assert_int_equal(r.refusals[0].row, 2);
    feed_record_release(&r);
    free(text);
    text = malloc(3 << 20);
    assert_non_null(text);
    memset(text, 'x', 3 << 20);
    memcpy(text, "value,a\n1,", 10);
    feed_record_read(&r, "csv", text, 3 << 20, NULL);
    assert_int_equal(r.error.code, ERROR_CSV_FIELD);
    feed_record_release(&r);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_the_heads_are),
        cmocka_unit_test(the_unit_above),
        cmocka_unit_test(wide_tables),
        cmocka_unit_test(registers),
        cmocka_unit_test(looks_like_a_register),
        cmocka_unit_test(a_region_for_all),
        cmocka_unit_test(items_struck_out),
        cmocka_unit_test(guarded_texts_come_back),
        cmocka_unit_test(encodings),
        cmocka_unit_test(a_large_one),
        cmocka_unit_test(long_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
