/* CSV: records and lines, columns and roles, what is refused. */
#include "fetch/csv.h"

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

static void read_text(struct feed_record *r, const char *text)
{
    feed_record_read(r, "csv", text, strlen(text), NULL);
}

static void a_whole_table(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, "tests/fixtures/fetch/monthly.csv", &size);
    assert_non_null(bytes);
    struct feed_record r;
    feed_record_read(&r, "auto", bytes, size, NULL);
    assert_true(r.ok);
    assert_string_equal(r.decoder->name, "csv");
    const struct dataset *set = r.datasets[0];
    /* 值 and 状态 are no dimensions, 地区 is the label of 地区代码. */
    assert_int_equal(set->n_dimensions, 5);
    static const struct {
        const char *id;
        enum dimension_role role;
        unsigned column;
    } dimensions[] = {
        {"地区代码", DIMENSION_GEO, 1}, {"指标代码", DIMENSION_METRIC, 3},
        {"报期", DIMENSION_TIME, 4},    {"单位", DIMENSION_PLAIN, 7},
        {"备注", DIMENSION_PLAIN, 8},
    };
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(set->dimensions[i].id, dimensions[i].id);
        assert_int_equal(set->dimensions[i].role, dimensions[i].role);
        assert_int_equal(set->dimensions[i].column, dimensions[i].column);
        assert_null(set->dimensions[i].categories);
    }
    static const struct {
        unsigned row;
        enum cell_kind kind;
        double value;
        enum qualifier qualifier;
        const char *region, *label, *raw;
    } cells[] = {
        {2, CELL_VALUE, 1.5, QUALIFIER_EXACT, "110000", "北京市", "1.5"},
        {5, CELL_VALUE, 1590, QUALIFIER_ABOVE, "310000", "上海市", ">1590"},
        {6, CELL_TEXT, 0, QUALIFIER_EXACT, "330000", "浙江省", "1,2O4"},
        {7, CELL_MISSING, 0, QUALIFIER_EXACT, "330000", "浙江省", "未公布"},
        {9, CELL_VALUE, 40, QUALIFIER_ABOUT, "430199", "某市", "约40"},
        {10, CELL_VALUE, 7, QUALIFIER_EXACT, "110000", "北京市", "7"},
        {11, CELL_MISSING, 0, QUALIFIER_EXACT, "110000", "北京市", ".."},
    };
    assert_int_equal(r.n_cells, 7);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(r.cells[i].row, cells[i].row);
        assert_int_equal(r.cells[i].column, 5);
        assert_int_equal(r.cells[i].kind, cells[i].kind);
        assert_int_equal(r.cells[i].qualifier, cells[i].qualifier);
        if (cells[i].kind == CELL_VALUE)
            assert_true(r.cells[i].value == cells[i].value);
        assert_string_equal(r.cells[i].raw, cells[i].raw);
        assert_string_equal(r.cells[i].at[0]->code, cells[i].region);
        assert_string_equal(r.cells[i].at[0]->label, cells[i].label);
    }
    assert_ptr_equal(r.cells[0].at[0], r.cells[5].at[0]);
    assert_string_equal(r.cells[0].at[4]->code, "两行\r\n备注");
    assert_string_equal(r.cells[1].status, "P");
    /* The row that is too short is refused, not shifted. */
    assert_int_equal(r.n_refusals, 1);
    assert_int_equal(r.refusals[0].row, 8);
    assert_int_equal(r.refusals[0].reason.code, ERROR_CSV_RAGGED);
    assert_string_equal(r.refusals[0].reason.arg[0], "4");
    assert_string_equal(r.refusals[0].reason.arg[1], "8");
    assert_false(r.refusals[0].warning);
    feed_record_release(&r);

    /* Cut anywhere: never a crash, and never more rows than were there. */
    for (size_t n = 0; n < size; n++) {
        feed_record_read(&r, "csv", bytes, n, NULL);
        assert_true(r.n_cells <= 7);
        feed_record_release(&r);
    }
    arena_release(&arena);
}

static void what_becomes_of_bodies(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum error_code error;
        size_t cells, refused;
        const char *what; /* argument 2 of the error, or "" */
    } rows[] = {
        {"time,value\n2020,1\n", ERROR_NONE, 1, 0, ""},
        {"time,value\n2020,1", ERROR_NONE, 1, 0, ""},
        {"time,value\r2020,1\r2021,2\r", ERROR_NONE, 2, 0, ""},
        {"time;value\n2020;1\n", ERROR_NONE, 1, 0, ""},
        {"time\tvalue\n2020\t1\n", ERROR_NONE, 1, 0, ""},
        {"time|value\n2020|1\n", ERROR_NONE, 1, 0, ""},
        {"\"ti;;;me\",value\n2020,1\n", ERROR_NONE, 1, 0, ""},
        {"\n\n  \ntime,value\n\n2020,1\n   \n\n", ERROR_NONE, 1, 0, ""},
        {"time,value\n", ERROR_NONE, 0, 0, ""},
        {"time,VALUE\n2020,1\n2021\n2022,1,2\n", ERROR_NONE, 1, 2, ""},
        {"time,value\n2020\n2021\n", ERROR_CSV_ALL_RAGGED, 0, 2, "2"},
        {"time,value\n2020,\"1\n", ERROR_CSV_OPEN, 0, 0, "2"},
        {"time,value\n2019,1\n20\"20,1\n", ERROR_CSV_QUOTE, 1, 0, "3"},
        {"time,value\n2019,1\n\"20\"20,1\n", ERROR_CSV_QUOTE, 1, 0, "3"},
        {"time,value\n\"a\nb\",1\n\"c\"x,2\n", ERROR_CSV_QUOTE, 1, 0, "4"},
        {"time,value\n2020,\xB9\xAB\n", ERROR_NONE, 1, 1, ""}, /* GB18030 */
        {"time,value\n2020,\xB9\n", ERROR_ENCODING_NONE, 0, 0, "2"},
        {"时间,备注地区,value\n2020,\xB9,1\n", ERROR_CSV_UTF8, 0, 0, "2"},
        {"time,amount\n2020,1\n", ERROR_CSV_NO_VALUE, 0, 0, "time, amount"},
        {"value\n1\n2\n", ERROR_NONE, 2, 0, ""},
        {"time,value,value\n2020,1,2\n", ERROR_NONE, 1, 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        read_text(&r, rows[i].text);
        if (r.error.code != rows[i].error)
            print_error("%s: %s\n", rows[i].text, error_name(r.error.code));
        assert_int_equal(r.error.code, rows[i].error);
        assert_int_equal(r.n_cells, rows[i].cells);
        assert_int_equal(r.n_refusals, rows[i].refused);
        assert_string_equal(r.error.arg[1], rows[i].what);
        feed_record_release(&r);
    }
    /* Beyond the first bytes, which tell text from binary. */
    char text[1024];
    size_t n = (size_t)sprintf(text, "time,value\n%0600d,1\n2020,1", 1);
    text[n - 2] = '\0';
    struct feed_record r;
    feed_record_read(&r, "csv", text, n, NULL);
    assert_int_equal(r.error.code, ERROR_CSV_ZERO);
    assert_string_equal(r.error.arg[1], "3");
    feed_record_release(&r);
}

static void columns_by_name_and_number(void **state)
{
    (void)state;
    const char *text = "a,b,b,c\nx,1,2,3\n";
    static const struct {
        struct column_mapping columns;
        enum error_code error;
        double value;
    } rows[] = {
        {{.value = "c"}, ERROR_NONE, 3},
        {{.value = "#3"}, ERROR_NONE, 2},
        {{.value = "#2", .period = "c"}, ERROR_NONE, 1},
        {{.value = "b"}, ERROR_CSV_TWICE, 0},
        {{.value = "d"}, ERROR_CSV_COLUMN, 0},
        {{.value = "#5"}, ERROR_CSV_COLUMN, 0},
        {{.value = "c", .region = "nowhere"}, ERROR_CSV_COLUMN, 0},
        {{.value = "c", .delimiter = ";"}, ERROR_CSV_COLUMN, 0},
        {{.value = "c", .delimiter = ";;"}, ERROR_CSV_DELIMITER, 0},
        {{.value = "c", .delimiter = "\""}, ERROR_CSV_DELIMITER, 0},
        {{.value = "c", .delimiter = ","}, ERROR_NONE, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        feed_record_read(&r, "csv", text, strlen(text), &rows[i].columns);
        assert_int_equal(r.error.code, rows[i].error);
        if (r.ok)
            assert_true(r.cells[0].value == rows[i].value);
        feed_record_release(&r);
    }
    struct feed_record r;
    struct column_mapping tab = {.delimiter = "tab"};
    feed_record_read(&r, "csv", "a\tvalue\nx,y\t1\n", 14, &tab);
    assert_true(r.ok);
    assert_string_equal(r.cells[0].at[0]->code, "x,y");
    feed_record_release(&r);
}

static void qualifiers_in_a_column(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r, "time,value,qualifier\n2020,1,>=\n2021,>2,\n2022,3,\n2023,4,maybe\n");
    assert_true(r.ok);
    assert_int_equal(r.cells[0].qualifier, QUALIFIER_AT_LEAST);
    assert_int_equal(r.cells[1].qualifier, QUALIFIER_ABOVE);
    assert_int_equal(r.cells[2].qualifier, QUALIFIER_EXACT);
    assert_int_equal(r.cells[3].kind, CELL_TEXT);
    feed_record_release(&r);
}

static void values_and_marks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum cell_kind kind;
        double value;
        enum qualifier qualifier;
        const char *bad; /* of ERROR_NUMBER */
    } rows[] = {
        {"0", CELL_VALUE, 0, QUALIFIER_EXACT, ""},
        {"-1.5e3", CELL_VALUE, -1500, QUALIFIER_EXACT, ""},
        {"≥8", CELL_VALUE, 8, QUALIFIER_AT_LEAST, ""},
        {"> 490", CELL_VALUE, 490, QUALIFIER_ABOVE, ""},
        {"<=3", CELL_VALUE, 3, QUALIFIER_AT_MOST, ""},
        {"约40", CELL_VALUE, 40, QUALIFIER_ABOUT, ""},
        {"", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {"NaN", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {"nan", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {"#N/A", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {":", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {"..", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {"-", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {"无", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {"未公布", CELL_MISSING, 0, QUALIFIER_EXACT, ""},
        {"1,2O4", CELL_TEXT, 0, QUALIFIER_EXACT, "2 (,)"},
        {"12O4", CELL_TEXT, 0, QUALIFIER_EXACT, "3 (O)"},
        {"约4十", CELL_TEXT, 0, QUALIFIER_EXACT, "3 (十)"},
        {"42.8%", CELL_TEXT, 0, QUALIFIER_EXACT, "5 (%)"},
        {"0x10", CELL_TEXT, 0, QUALIFIER_EXACT, "2 (x)"},
        {"1 234", CELL_TEXT, 0, QUALIFIER_EXACT, "2 ( )"},
        {"12e", CELL_TEXT, 0, QUALIFIER_EXACT, "3 (e)"},
        {"inf", CELL_TEXT, 0, QUALIFIER_EXACT, "1 (i)"},
        {"1\x1B[2J", CELL_TEXT, 0, QUALIFIER_EXACT, "2 (<U+001B>)"},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cell cell = {0};
        cell_read_text(&cell, rows[i].text);
        assert_int_equal(cell.kind, rows[i].kind);
        if (cell.kind == CELL_VALUE) {
            assert_true(cell.value == rows[i].value);
            assert_int_equal(cell.qualifier, rows[i].qualifier);
        }
        if (cell.kind == CELL_TEXT) {
            struct error error;
            cell_text_error(&arena, rows[i].text, &error);
            assert_int_equal(error.code, ERROR_NUMBER);
            assert_string_equal(error.arg[1], rows[i].bad);
        }
    }
    struct error error;
    cell_text_error(&arena, "1e999", &error);
    assert_int_equal(error.code, ERROR_NUMBER_RANGE);
    cell_text_error(&arena, ">", &error);
    assert_int_equal(error.code, ERROR_NUMBER_EMPTY);
    arena_release(&arena);
}

/* A comma is a decimal one only where the configuration says so. */
static void decimal_comma(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum cell_kind plain, comma;
        double value;
    } rows[] = {
        {"12,4", CELL_TEXT, CELL_VALUE, 12.4},
        {">1590,5", CELL_TEXT, CELL_VALUE, 1590.5},
        {"7", CELL_VALUE, CELL_VALUE, 7},
        {"1.234,5", CELL_TEXT, CELL_TEXT, 0},
        {"1,2,3", CELL_TEXT, CELL_TEXT, 0},
        {"1.5", CELL_VALUE, CELL_TEXT, 0},
        {"", CELL_MISSING, CELL_MISSING, 0},
        {"..", CELL_MISSING, CELL_MISSING, 0},
        {"未公布", CELL_MISSING, CELL_MISSING, 0},
    };
    const struct column_mapping comma = {.decimal = ","};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        struct feed_record r;
        int n = snprintf(text, sizeof text, "time;value\n2024;%s\n", rows[i].text);
        feed_record_read(&r, "csv", text, (size_t)n, NULL);
        assert_int_equal(r.cells[0].kind, rows[i].plain);
        feed_record_release(&r);
        feed_record_read(&r, "csv", text, (size_t)n, &comma);
        assert_int_equal(r.cells[0].kind, rows[i].comma);
        if (rows[i].comma == CELL_VALUE)
            assert_true(r.cells[0].value == rows[i].value);
        assert_string_equal(r.cells[0].raw, rows[i].text);
        feed_record_release(&r);
    }
}

/* SDMX-CSV: a row that deletes holds no figure. */
static void rows_that_delete(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r, "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE\n"
                  "dataflow,X:Y(1.0),D,CN,2024,5\ndataflow,X:Y(1.0),I,CN,2023,6\n");
    assert_true(r.ok);
    assert_int_equal(r.cells[0].kind, CELL_MISSING);
    assert_int_equal(r.cells[1].kind, CELL_VALUE);
    feed_record_release(&r);
    read_text(&r, "ACTION,time,value\nD,2024,5\n");
    assert_int_equal(r.cells[0].kind, CELL_VALUE);
    feed_record_release(&r);
}

static void ceilings(void **state)
{
    (void)state;
    struct feed_record r;
    char *text = malloc(3 * CSV_FIELD);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "value");
    for (int i = 0; i < CSV_COLUMNS; i++)
        n += (size_t)sprintf(text + n, ",c%d", i);
    feed_record_read(&r, "csv", text, n, NULL);
    assert_int_equal(r.error.code, ERROR_CSV_COLUMNS);
    feed_record_release(&r);
    /* A quote that is never closed swallows the rest: the ceiling names its row. */
    n = (size_t)sprintf(text, "time,value\n2020,\"1\n");
    memset(text + n, 'x', CSV_FIELD);
    n += CSV_FIELD;
    n += (size_t)sprintf(text + n, "\"\n");
    feed_record_read(&r, "csv", text, n, NULL);
    assert_int_equal(r.error.code, ERROR_CSV_FIELD);
    assert_string_equal(r.error.arg[1], "2");
    feed_record_release(&r);
    free(text);
}

/* 300,000 different texts in one column: found again by hash, not by search. */
static void many_categories(void **state)
{
    (void)state;
    enum { N = 300000 };
    char *text = malloc(N * 16 + 64);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "key,value\n");
    for (int i = 0; i < N; i++)
        n += (size_t)sprintf(text + n, "k%d,1\n", i);
    clock_t start = clock();
    struct feed_record r;
    feed_record_read(&r, "csv", text, n, NULL);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, N);
    feed_record_release(&r);
    free(text);
    assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_table),
        cmocka_unit_test(what_becomes_of_bodies),
        cmocka_unit_test(columns_by_name_and_number),
        cmocka_unit_test(qualifiers_in_a_column),
        cmocka_unit_test(values_and_marks),
        cmocka_unit_test(decimal_comma),
        cmocka_unit_test(rows_that_delete),
        cmocka_unit_test(ceilings),
        cmocka_unit_test(many_categories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
