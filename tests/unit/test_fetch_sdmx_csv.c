/* SDMX-CSV: heads, labels, actions, decimal commas, what is refused. */
#include "fetch/sdmx_csv.h"

#include "tests/lib/feed_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define V2 "STRUCTURE,STRUCTURE_ID,ACTION,"
#define D "dataflow,X:Y(1.0),"

static void read_text(struct feed_record *r, const char *text,
                      const struct column_mapping *columns)
{
    feed_record_read(r, "auto", text, strlen(text), columns);
    assert_non_null(r->decoder);
    assert_string_equal(r->decoder->name, "sdmx-csv");
}

/* "REF_AREA:geo FREQ OBS_COMMENT*", attributes with a star. */
static const char *dimensions(struct feed_record *r)
{
    static const char *const roles[] = {"", ":time", ":geo", ":metric"};
    const char *list = "";
    for (size_t i = 0; i < r->datasets[0]->n_dimensions; i++) {
        const struct dimension *one = &r->datasets[0]->dimensions[i];
        list = arena_printf(&r->arena, "%s%s%s%s%s", list, i ? " " : "", one->id,
                            roles[one->role], one->attribute ? "*" : "");
    }
    return list;
}

/* "1.5", "-P" (missing, status P), "?text", "x" (withdrawn), "*" (a slice, or in
 * doubt), one a cell.
 */
static const char *cells(struct feed_record *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->n_cells; i++) {
        const struct record_cell *cell = &r->cells[i];
        const char *text =
            cell->kind == CELL_VALUE     ? arena_printf(&r->arena, "%.15g", cell->value)
            : cell->kind == CELL_TEXT    ? arena_printf(&r->arena, "?%s", cell->raw)
            : cell->slice || cell->doubt ? "*"
            : cell->withdrawn            ? "x"
                                         : "-";
        assert_true(cell->kind == CELL_MISSING || (!cell->slice && !cell->withdrawn));
        list =
            arena_printf(&r->arena, "%s%s%s%s", list, i ? " " : "", text, cell->status);
    }
    return list;
}

static void heads(void **state)
{
    (void)state;
    static const struct {
        const char *head, *dimensions;
        struct column_mapping columns;
    } rows[] = {
        {"DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT",
         "DATAFLOW FREQ REF_AREA:geo TIME_PERIOD:time UNIT_MEASURE* UNIT_MULT*",
         {0}},
        /* Between the period and the value there are attributes. */
        {"DATAFLOW,FREQ,TIME_PERIOD,COVER,OBS_STATUS,OBS_VALUE",
         "DATAFLOW FREQ TIME_PERIOD:time COVER*",
         {0}},
        /* The same id is a dimension left of the period. */
        {"STRUCTURE,STRUCTURE_ID,ACTION,UNIT_MULT,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG",
         "STRUCTURE_ID UNIT_MULT geo:geo TIME_PERIOD:time",
         {0}},
        /* Eurostat's date of the file tells no values apart. */
        {"DATAFLOW,LAST UPDATE,geo,TIME_PERIOD,OBS_VALUE,CONF_STATUS",
         "DATAFLOW LAST UPDATE* geo:geo TIME_PERIOD:time CONF_STATUS*",
         {0}},
        {"\"DATAFLOW\",\"INDICATOR\",\"TIME_PERIOD\",\"OBS_VALUE\"",
         "DATAFLOW INDICATOR:metric TIME_PERIOD:time",
         {0}},
        {"\xEF\xBB\xBFSTRUCTURE[|];STRUCTURE_ID;SERIES_KEY;OBS_KEY;DIM;OBS_VALUE;"
         "NOTE[en|fr];PART[]",
         "STRUCTURE_ID DIM NOTE* PART*",
         {0}},
        {"STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,geo,Area,TIME_PERIOD,Time,"
         "OBS_VALUE,Value,OBS_FLAG,Flag",
         "STRUCTURE_ID geo:geo TIME_PERIOD:time",
         {0}},
        /* A column of somebody's own has no names behind it. */
        {"STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,geo,Area,UPDATED,TIME_PERIOD,,OBS_"
         "VALUE,",
         "STRUCTURE_ID geo:geo UPDATED* TIME_PERIOD:time",
         {0}},
        {"DATAFLOW,geo: Area: all,TIME_PERIOD: Time,OBS_VALUE",
         "DATAFLOW geo:geo TIME_PERIOD:time",
         {0}},
        /* No blank behind the colon, and a multiplier under its other name. */
        {"DATAFLOW,REF_AREA:Where,DAY,TIME_PERIOD:When: exactly,OBS_VALUE:Figure,"
         "UNIT_MULTIPLIER:Power,a b:c",
         "DATAFLOW REF_AREA:geo DAY TIME_PERIOD:time UNIT_MULT* a b:c*",
         {0}},
        {"DATAFLOW,TIME_PERIOD,OBS_VALUE,UNIT_MULTIPLIER,UNIT_MULT",
         "DATAFLOW TIME_PERIOD:time UNIT_MULTIPLIER* UNIT_MULT*",
         {0}},
        /* The structure alone has a name; names may equal their ids, or be in capitals
         * with blanks. */
        {"STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,FREQ,SEX,AGE_2,"
         "TIME_PERIOD,OBS_VALUE",
         "STRUCTURE_ID REF_AREA:geo FREQ SEX AGE_2 TIME_PERIOD:time",
         {0}},
        {"STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,SEX,SEX,AGE,AGE GROUP,FREQ,频率,"
         "TIME_PERIOD,TIME_PERIOD,OBS_VALUE,OBS_VALUE",
         "STRUCTURE_ID SEX AGE FREQ TIME_PERIOD:time",
         {0}},
        /* An order of its own: nothing but well-known attributes is none. */
        {"STRUCTURE,STRUCTURE_ID,OBS_VALUE,AGE,DECIMALS,TIME_PERIOD,REF_AREA",
         "STRUCTURE_ID AGE DECIMALS* TIME_PERIOD:time REF_AREA:geo",
         {0}},
        {"STRUCTURE,STRUCTURE_ID,VAL,COVER,WHEN,WHERE,WHAT",
         "STRUCTURE_ID COVER WHEN:time WHERE:geo WHAT:metric",
         {.value = "VAL", .period = "WHEN", .region = "#6", .indicator = "WHAT"}},
        {"DATAFLOW,D: Deep,TIME_PERIOD,W: Where,OBS_VALUE,NEW",
         "DATAFLOW D:metric TIME_PERIOD:time W:geo OBS_VALUE*",
         {.value = "NEW", .region = "Where", .indicator = "Deep"}},
        /* The period comes first: dimensions stand between it and the value. */
        {"STRUCTURE,STRUCTURE_ID,ACTION,TIME_PERIOD,SEX,UNIT_MULT,OBS_VALUE,NOTE",
         "STRUCTURE_ID TIME_PERIOD:time SEX UNIT_MULT* NOTE*",
         {0}},
        {"TIME_PERIOD,FREQ,SEX,OBS_VALUE,NOTE", "TIME_PERIOD:time FREQ SEX NOTE*", {0}},
        /* A region right of the period is one all the same. */
        {"DATAFLOW,TIME_PERIOD,REF_AREA,OBS_VALUE",
         "DATAFLOW TIME_PERIOD:time REF_AREA:geo",
         {0}},
        /* The first columns were taken away. */
        {"FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE",
         "FREQ REF_AREA:geo TIME_PERIOD:time",
         {0}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        read_text(&r, rows[i].head, &rows[i].columns);
        if (!r.ok)
            print_error("%s: %s\n", rows[i].head, error_name(r.error.code));
        assert_true(r.ok);
        assert_string_equal(dimensions(&r), rows[i].dimensions);
        feed_record_release(&r);
    }
}

static void heads_that_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *format, *text;
        struct column_mapping columns;
        enum error_code error;
        const char *what; /* argument 2 */
    } rows[] = {
        {"auto",
         V2 "DIM,OBS_VALUE1\n" D "I,A,1\n",
         {0},
         ERROR_SDMX_CSV_MEASURE,
         "STRUCTURE, STRUCTURE_ID, ACTION, DIM, OBS_VALUE1"},
        {"sdmx-csv", "DATAFLOW\n", {0}, ERROR_SDMX_CSV_MEASURE, "DATAFLOW"},
        {"auto", V2 "DIM,OBS_VALUE\n", {.value = "MEAS"}, ERROR_CSV_COLUMN, "MEAS"},
        {"auto", V2 "DIM,OBS_VALUE\n", {.status = "FLAG"}, ERROR_CSV_COLUMN, "FLAG"},
        {"auto", V2 "A,OBS_VALUE,OBS_VALUE\n", {0}, ERROR_CSV_TWICE, "OBS_VALUE"},
        {"auto", V2 "OBS_VALUE\n", {.delimiter = "::"}, ERROR_CSV_DELIMITER, ""},
        {"sdmx-csv", "geo,TIME,VALUE\nCN,1,2\n", {0}, ERROR_SDMX_CSV_HEAD, "geo"},
        {"sdmx-csv", "STRUCTURE,OBS_VALUE\n", {0}, ERROR_SDMX_CSV_HEAD, "STRUCTURE"},
        {"sdmx-csv", "\n \n", {0}, ERROR_BODY_EMPTY, ""},
        {"auto",
         V2 "DIM,OBS_VALUE\n" D "I,A\n" D "I\n",
         {0},
         ERROR_CSV_ALL_RAGGED,
         "2"},
        {"auto", "DATAFLOW,DIM,OBS_VALUE\nX,\"A,1\n", {0}, ERROR_CSV_OPEN, "2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        feed_record_read(&r, rows[i].format, rows[i].text, strlen(rows[i].text),
                         &rows[i].columns);
        if (r.error.code != rows[i].error)
            print_error("%s: %s\n", rows[i].text, error_name(r.error.code));
        assert_false(r.ok);
        assert_int_equal(r.error.code, rows[i].error);
        assert_string_equal(r.error.arg[1], rows[i].what);
        assert_int_equal(r.n_cells, 0);
        feed_record_release(&r);
    }
    /* A table whose first column happens to be called so. */
    struct feed_record r;
    feed_record_read(&r, "auto", "STRUCTURE,value\na,1\n", 20, NULL);
    assert_string_equal(r.decoder->name, "csv");
    feed_record_release(&r);
    feed_record_read(&r, "auto", "DATAFLOWS,value\na,1\n", 20, NULL);
    assert_string_equal(r.decoder->name, "csv");
    feed_record_release(&r);
}

static void labels(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r,
              "DATAFLOW;DIM: Dim;TIME_PERIOD: Time;OBS_VALUE;OBS_STATUS: Status;OWN\n"
              "A:F(1.0): Name: of it;a: One: two;2014-01;12,4;P: Provisional;a: b\n"
              "A:F(1.0): Name: of it;a: other;2014-02: 2014-02;1: 1;A;a: c\n",
              NULL);
    assert_true(r.ok);
    assert_string_equal(cells(&r), "12.4P 1A");
    const struct category *const *at = r.cells[0].at;
    assert_string_equal(at[0]->code, "A:F(1.0)");
    assert_string_equal(at[0]->label, "Name: of it");
    assert_string_equal(at[1]->code, "a");
    assert_string_equal(at[1]->label, "One: two");
    assert_string_equal(at[2]->code, "2014-01");
    assert_string_equal(at[3]->code, "a: b"); /* its head has no label */
    assert_ptr_equal(at[1], r.cells[1].at[1]);
    assert_string_equal(r.cells[1].at[2]->code, "2014-02");
    assert_string_equal(r.datasets[0]->dimensions[1].label, "Dim");
    feed_record_release(&r);

    read_text(&r,
              "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,DIM,Dimension,TIME_PERIOD,"
              "Time,OBS_VALUE,Value,OBS_STATUS,Observation status\n"
              "dataflow,X:Y(1.0),Why,I,a,Apple,2020,,7,,E,Estimated\n"
              "dataflow,X:Y(1.0),Why,I,b,,2020,,,,M,Missing\n",
              NULL);
    assert_true(r.ok);
    assert_string_equal(cells(&r), "7E -M");
    assert_string_equal(r.cells[0].at[0]->label, "Why");
    assert_string_equal(r.cells[0].at[1]->label, "Apple");
    assert_string_equal(r.cells[1].at[1]->label, "b");
    assert_string_equal(r.datasets[0]->dimensions[1].label, "Dimension");
    feed_record_release(&r);

    /* Heads without a blank behind the colon, cells with one. */
    read_text(&r,
              V2 "SEX:Sex,TIME_PERIOD:Time,OBS_VALUE:Value,OBS_STATUS:Status,T:Text\n"
                 "dataflow,X:Y(1.0): Why,I,F: Female,2020,1.5,A: Normal,a b: c\n"
                 "dataflow,X:Y(1.0): Why,I,F: Female,2021,,M: Missing,x:y\n",
              NULL);
    assert_string_equal(cells(&r), "1.5A -M");
    assert_string_equal(r.cells[0].at[0]->code, "X:Y(1.0)");
    assert_string_equal(r.cells[1].at[1]->code, "F");
    assert_string_equal(r.cells[0].at[3]->code, "a b: c");
    assert_string_equal(r.cells[1].at[3]->code, "x:y");
    assert_string_equal(r.datasets[0]->dimensions[1].label, "Sex");
    feed_record_release(&r);

    /* Ids alone: what looks like a label is part of the id. */
    read_text(&r, "DATAFLOW,DIM,TIME_PERIOD,OBS_VALUE\nX,a: b,2020,3: 3\n", NULL);
    assert_string_equal(r.cells[0].at[1]->code, "a: b");
    assert_string_equal(cells(&r), "?3: 3");
    feed_record_release(&r);
}

/* What an office saved again: UTF-16 with tabs, or GB18030. */
static void encodings(void **state)
{
    (void)state;
    static const char plain[] = "DATAFLOW\tSEX: Sex\tTIME_PERIOD\tOBS_VALUE\n"
                                "X:Y(1.0)\tF: Female\t2024\t1.5\n";
    char wide[2 * sizeof plain] = "\xFF\xFE";
    for (size_t i = 0; i + 1 < sizeof plain; i++)
        wide[2 + 2 * i] = plain[i];
    struct feed_record r;
    feed_record_read(&r, "auto", wide, 2 * sizeof plain, NULL);
    assert_string_equal(r.decoder->name, "sdmx-csv");
    assert_true(r.ok);
    assert_string_equal(cells(&r), "1.5");
    assert_string_equal(r.cells[0].at[1]->label, "Female");
    feed_record_release(&r);

    static const char gb[] = "DATAFLOW,SEX: \xD0\xD4\xB1\xF0,TIME_PERIOD,OBS_VALUE\n"
                             "X:Y(1.0),F: \xC5\xAE,2024,1.5\n";
    for (int said = 0; said < 2; said++) {
        read_text(&r, gb, &(struct column_mapping){.encoding = said ? "gb18030" : ""});
        assert_true(r.ok);
        assert_string_equal(cells(&r), "1.5");
        assert_string_equal(r.cells[0].at[1]->label, "女");
        assert_string_equal(r.datasets[0]->dimensions[1].label, "性别");
        assert_int_equal(r.n_refusals, said ? 0 : 1);
        if (!said)
            assert_int_equal(r.refusals[0].reason.code, ERROR_ENCODING_GUESSED);
        feed_record_release(&r);
    }
    read_text(&r, gb, &(struct column_mapping){.encoding = "utf-8"});
    assert_false(r.ok);
    feed_record_release(&r);
}

static void actions(void **state)
{
    (void)state;
    static const struct {
        const char *row, *cell;
        enum error_code refused;
    } rows[] = {
        {D "I,a,2020,1,,\n", "1", ERROR_NONE},
        {D "A,a,2020,1,,\n", "1", ERROR_NONE},
        {D "merge,a,2020,1,,\n", "1", ERROR_NONE},
        {D ",a,2020,1,,\n", "1", ERROR_NONE},
        {D "R,a,2020,1,,\n", "1", ERROR_NONE},
        {D "E,a,2020,1,,\n", "", ERROR_SDMX_ACTION},
        {D "|,a,2020,1,,\n", "", ERROR_SDMX_ACTION},
        {D "D,a,2020,-,,\n", "x", ERROR_NONE},
        {D "D,a,2020,5,A,n\n", "x", ERROR_NONE},
        {D "D,a,2020,,,\n", "x", ERROR_NONE},
        /* Only the status, or the note, is taken back. */
        {D "D,a,2020,,-,\n", "-", ERROR_NONE},
        {D "D,a,2020,,,-\n", "-", ERROR_NONE},
        {D "D,,2020,-,,\n", "*", ERROR_SDMX_SLICE},
        {D "D,a,,-,,\n", "*", ERROR_SDMX_SLICE},
        {D "D,a,~,-,,\n", "*", ERROR_SDMX_SLICE},
        /* A note on everything of a year is no figure. */
        {D "M,,2020,,,n\n", "*", ERROR_NONE},
        {D "M,,2020,,O,\n", "-O", ERROR_NONE},
        {D "M,,2020,4,,\n", "4", ERROR_NONE},
        {D "M,a,2020,,,\n", "-", ERROR_NONE},
        /* A replacement without a figure takes it out, unless it says why. */
        {D "R,a,2020,,,\n", "x", ERROR_NONE},
        {D "R,a,2020,NaN,A,\n", "xA", ERROR_NONE},
        {D "R,a,2020,,M,\n", "-M", ERROR_NONE},
        {D "R,,2020,,,n\n", "*", ERROR_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        snprintf(text, sizeof text, V2 "DIM,TIME_PERIOD,OBS_VALUE,OBS_STATUS,NOTE\n%s",
                 rows[i].row);
        struct feed_record r;
        read_text(&r, text, NULL);
        assert_true(r.ok);
        assert_string_equal(cells(&r), rows[i].cell);
        enum error_code doubt = r.n_cells ? r.cells[0].doubt : ERROR_NONE;
        assert_int_equal(r.n_refusals, rows[i].refused != doubt);
        if (r.n_refusals) {
            assert_int_equal(r.refusals[0].reason.code, rows[i].refused);
            assert_int_equal(r.refusals[0].row, 2);
            assert_false(r.refusals[0].warning);
        }
        feed_record_release(&r);
    }
    struct feed_record r;
    /* Rows of separators say nothing, however many there are. */
    read_text(&r, V2 "DIM,TIME_PERIOD,OBS_VALUE\n,,,,,\n" D "I,a,2020,1\n,,,\n", NULL);
    assert_true(r.ok);
    assert_string_equal(cells(&r), "1");
    assert_int_equal(r.n_refusals, 0);
    feed_record_release(&r);
    /* Version 1.0 has no actions: the column is somebody's own. */
    read_text(&r, "DATAFLOW,DIM,TIME_PERIOD,OBS_VALUE,ACTION\nX,a,2020,1,D\n", NULL);
    assert_string_equal(cells(&r), "1");
    feed_record_release(&r);
}

static void values(void **state)
{
    (void)state;
    static const struct {
        char separator;
        const char *decimal, *values[3], *cells;
    } rows[] = {
        {',', NULL, {"1.5", "NaN", "#N/A"}, "1.5 - -"},
        {',', NULL, {":", "\"1,5\"", "1e3"}, "- ?1,5 1000"},
        {',', ",", {"\"1,5\"", "2.5", "3"}, "1.5 ?2.5 3"},
        {';', NULL, {"12,4", "7", "-0,5"}, "12.4 7 -0.5"},
        {';', NULL, {"12.4", "7", "-0.5"}, "12.4 7 -0.5"},
        /* The first one speaks for the file. */
        {';', NULL, {"1,234", "1.234", "1,234,567"}, "1.234 ?1.234 ?1,234,567"},
        {';', NULL, {"1.234", "1,234", "5"}, "1.234 ?1,234 5"},
        {'\t', NULL, {"1.5", "", "x"}, "1.5 - ?x"},
        {'|', ".", {"1.5", ">2", "1,5"}, "1.5 2 ?1,5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        char s = rows[i].separator;
        int n = snprintf(text, sizeof text, "DATAFLOW%cTIME_PERIOD%cOBS_VALUE\n", s, s);
        for (int k = 0; k < 3; k++)
            n += snprintf(text + n, sizeof text - (size_t)n, "X%c202%d%c%s\n", s, k, s,
                          rows[i].values[k]);
        const struct column_mapping columns = {.decimal = rows[i].decimal};
        struct feed_record r;
        read_text(&r, text, &columns);
        assert_true(r.ok);
        assert_string_equal(cells(&r), rows[i].cells);
        feed_record_release(&r);
    }
}

static void statuses(void **state)
{
    (void)state;
    struct feed_record r;
    read_text(&r,
              "DATAFLOW,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
              "X,CN,2020,,,C\nX,CN,2021,,,F\nX,CN,2022,,p,C\nX,CN,2023,5,,C\n"
              "X,CN,2024,,,\nX,CN\nX,CN,2025,1,e,,\n",
              NULL);
    assert_string_equal(cells(&r), "-Q - -p 5 -");
    /* Rows that are too short or too long are refused, never shifted. */
    assert_int_equal(r.n_refusals, 2);
    assert_int_equal(r.refusals[0].reason.code, ERROR_CSV_RAGGED);
    assert_int_equal(r.refusals[1].row, 8);
    feed_record_release(&r);
    /* The status that aiplus.conf names; the usual one is then an attribute. */
    const struct column_mapping columns = {.status = "MARK"};
    read_text(&r,
              "DATAFLOW,geo,TIME_PERIOD,OBS_VALUE,OBS_STATUS,MARK\nX,CN,1,2,A,B; E\n",
              &columns);
    assert_string_equal(cells(&r), "2B; E");
    assert_string_equal(dimensions(&r),
                        "DATAFLOW geo:geo TIME_PERIOD:time OBS_STATUS*");
    feed_record_release(&r);
    /* Without its first columns it is read with a warning. */
    read_text(&r, "FREQ,TIME_PERIOD,OBS_VALUE\nA,2020,3\n", NULL);
    assert_string_equal(cells(&r), "3");
    assert_int_equal(r.n_refusals, 1);
    assert_true(r.refusals[0].warning);
    assert_int_equal(r.refusals[0].reason.code, ERROR_SDMX_CSV_BARE);
    feed_record_release(&r);
}

/* Comments that differ in every row do not fill the memory; units are kept apart. */
static void many_texts(void **state)
{
    (void)state;
    enum { ROWS = SDMX_CSV_TEXTS + 10 };
    char *text = malloc(64 * ROWS);
    assert_non_null(text);
    size_t n = (size_t)sprintf(
        text, "DATAFLOW,TIME_PERIOD,OBS_VALUE,OBS_COMMENT,UNIT_MEASURE\n");
    for (int i = 0; i < ROWS; i++)
        n += (size_t)sprintf(text + n, "X,2020,1,note %d,unit %d\n", i, i);
    struct feed_record r;
    feed_record_read(&r, "auto", text, n, NULL);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, ROWS);
    assert_string_equal(r.cells[SDMX_CSV_TEXTS - 1].at[2]->code, "note 4095");
    assert_string_equal(r.cells[SDMX_CSV_TEXTS].at[2]->code, "…");
    assert_ptr_equal(r.cells[SDMX_CSV_TEXTS].at[2], r.cells[ROWS - 1].at[2]);
    assert_string_equal(r.cells[ROWS - 1].at[3]->code, "unit 4105");
    assert_int_equal(r.cells[ROWS - 1].at[3]->ordinal, ROWS - 1);
    feed_record_release(&r);
    free(text);
}

/* Cut anywhere, and with any byte changed: read or refused, never a crash. */
static void damaged(void **state)
{
    (void)state;
    static const char text[] =
        "STRUCTURE[;],STRUCTURE_ID: s,STRUCTURE_NAME,ACTION,SERIES_KEY,geo: \"\"Area\n"
        "dataflow,\"A:F(1.0): x\",n,D,k,CN: c\n";
    static const char whole[] =
        "STRUCTURE[|];STRUCTURE_ID;ACTION;DIM: D;TIME_PERIOD: T;OBS_VALUE;NOTE[en|fr]\n"
        "dataflow;\"A:F(1.0): x\";D;CN: c;2020;-;\n"
        "dataflow;A:F(1.0);R;CN;2021;1,5: 1,5;\"en:a;\"\"b\"\"\"\n";
    const char *const texts[] = {text, whole};
    for (size_t k = 0; k < 2; k++) {
        size_t size = strlen(texts[k]);
        char copy[512];
        struct feed_record r;
        for (size_t n = 0; n <= size; n++) {
            feed_record_read(&r, "sdmx-csv", texts[k], n, NULL);
            assert_true(r.ok || r.error.code != ERROR_NONE);
            assert_true(r.n_cells <= 2);
            feed_record_release(&r);
        }
        static const char bytes[] = {'\0', '"', ',', ';', ':', '[', ']', '\n', '\xFF'};
        for (size_t n = 0; n < size; n++) {
            for (size_t b = 0; b < sizeof bytes; b++) {
                memcpy(copy, texts[k], size);
                copy[n] = bytes[b];
                feed_record_read(&r, "auto", copy, size, NULL);
                assert_true(r.ok || r.error.code != ERROR_NONE);
                feed_record_release(&r);
                feed_record_read(&r, "sdmx-csv", copy, size, NULL);
                assert_true(r.ok || r.error.code != ERROR_NONE);
                feed_record_release(&r);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads),    cmocka_unit_test(heads_that_are_refused),
        cmocka_unit_test(labels),   cmocka_unit_test(encodings),
        cmocka_unit_test(actions),  cmocka_unit_test(values),
        cmocka_unit_test(statuses), cmocka_unit_test(many_texts),
        cmocka_unit_test(damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
