/* Workbooks: sheets, cells of every type, dates and percentages, merged cells, and what
 * is refused. */
#include "fetch/xlsx.h"

#include "fetch/xlsx_format.h"
#include "tests/lib/feed_record.h"
#include "tests/lib/workbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define T(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define N(ref, number) "<c r=\"" ref "\"><v>" number "</v></c>"
#define STYLED(ref, style, number)                                                     \
    "<c r=\"" ref "\" s=\"" style "\"><v>" number "</v></c>"
/* Sheets are written row by row. */
/* clang-format off */
#define HEADS "<row r=\"1\">" T("A1", "地区代码") T("B1", "报期") T("C1", "值") "</row>"

static void read_book(struct feed_record *r, const struct workbook *workbook,
                      const struct column_mapping *columns)
{
    size_t size;
    char *bytes = workbook_make(workbook, &size);
    feed_record_read(r, "auto", bytes, size, columns);
    free(bytes);
}

static void a_table_as_offices_write_it(void **state)
{
    (void)state;
    const struct workbook workbook = {
        .rows = "<row r=\"1\">" T("A1", "全省人工智能算力情况") "</row>"
                "<row r=\"2\">" T("D2", "单位：EFLOPS") "</row>"
                "<row r=\"4\">" T("A4", " 地区代码 ") T("B4", "报&#10;期") T("C4", "值") T("D4", "状态") "</row>"
                "<row r=\"5\"><c r=\"A5\"><v>430000</v></c><c r=\"B5\" t=\"s\"><v>0</v></c>" N("C5", "2.9800000000000001") "</row>"
                "<row r=\"6\" hidden=\"1\"><c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c><c><v>1E-2</v></c><c t=\"str\"><f>A1</f><v>P</v></c></row>"
                "<row r=\"7\"/><row r=\"9\">" T("A9", "注：数据为初步统计。") "</row>",
        .strings =
            "<si><t>2025年</t><rPh sb=\"0\" eb=\"1\"><t>nian</t></rPh></si>"
            "<si><r><rPr/><t>33</t></r><r><t xml:space=\"preserve\">0000 </t></r>"
            "</si>",
    };
    struct feed_record r;
    read_book(&r, &workbook, NULL);
    assert_int_equal(r.error.code, ERROR_NONE);
    assert_string_equal(r.decoder->name, "xlsx");
    const struct dataset *set = r.datasets[0];
    assert_string_equal(set->label, "表一");
    assert_int_equal(set->n_dimensions, 3);
    assert_string_equal(set->dimensions[1].id, "报期");
    assert_int_equal(set->dimensions[1].role, DIMENSION_TIME);
    assert_string_equal(set->dimensions[2].id, "unit");
    assert_true(set->dimensions[2].attribute);
    assert_int_equal(r.n_cells, 2);
    assert_true(r.cells[0].value == 2.98);
    assert_string_equal(r.cells[0].raw, "2.98");
    assert_string_equal(r.cells[0].at[0]->code, "430000");
    assert_string_equal(r.cells[0].at[1]->code, "2025年");
    assert_string_equal(r.cells[0].at[2]->code, "EFLOPS");
    assert_int_equal(r.cells[0].row, 5);
    assert_int_equal(r.cells[0].column, 3);
    assert_string_equal(r.cells[1].at[0]->code, "330000");
    assert_true(r.cells[1].value == 0.01);
    assert_string_equal(r.cells[1].status, "P");
    assert_int_equal(r.n_refusals, 1);
    assert_int_equal(r.refusals[0].row, 9);
    assert_int_equal(r.refusals[0].reason.code, ERROR_TABLE_NOTE);
    feed_record_release(&r);
}

static void cells_of_every_type(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        enum cell_kind kind;
        double value;
        const char *raw;
    } rows[] = {
        {N("C2", "0.60499999999999998"), CELL_VALUE, 0.605, "0.605"},
        {N("C2", "-12"), CELL_VALUE, -12, "-12"},
        {N("C2", "x"), CELL_TEXT, 0, "x"},
        {T("C2", "&gt;1590"), CELL_VALUE, 1590, ">1590"},
        {T("C2", "\u3000未公布 "), CELL_MISSING, 0, "未公布"},
        {T("C2", "1_x000D__x000A_2"), CELL_TEXT, 0, "1\n2"},
        {"<c r=\"C2\" t=\"b\"><v>1</v></c>", CELL_TEXT, 0, "TRUE"},
        {"<c r=\"C2\" t=\"e\"><v>#N/A</v></c>", CELL_MISSING, 0, "#N/A"},
        {"<c r=\"C2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>", CELL_TEXT, 0, "#DIV/0!"},
        {"<c r=\"C2\" t=\"d\"><v>2025-03-01T00:00:00</v></c>", CELL_TEXT, 0,
         "2025-03-01"},
        {"<c r=\"C2\"><f>1+1</f><v>2</v></c>", CELL_VALUE, 2, "2"},
        {"<c r=\"C2\" t=\"str\"><f>A9</f><v></v></c>", CELL_MISSING, 0, ""},
        {"<c r=\"C2\"/>", CELL_MISSING, 0, ""},
        {"", CELL_MISSING, 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[2048];
        snprintf(text, sizeof text,
                 HEADS "<row r=\"2\">" N("A2", "430000") N("B2", "2025") "%s</row>",
                 rows[i].cell);
        struct feed_record r;
        read_book(&r, &(struct workbook){.rows = text}, NULL);
        assert_int_equal(r.n_cells, 1);
        if (r.cells[0].kind != rows[i].kind)
            print_error("%s\n", rows[i].cell);
        assert_int_equal(r.cells[0].kind, rows[i].kind);
        assert_string_equal(r.cells[0].raw, rows[i].raw);
        if (rows[i].kind == CELL_VALUE)
            assert_true(r.cells[0].value == rows[i].value);
        feed_record_release(&r);
    }
    struct feed_record r;
    read_book(&r,
              &(struct workbook){.rows = HEADS
                "<row r=\"2\">" N("A2", "430000") N("B2", "2025") "<c r=\"C2\"><f>1+1</f></c></row>"},
              NULL);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, 0);
    assert_int_equal(r.refusals[0].reason.code, ERROR_TABLE_NO_RESULT);
    assert_int_equal(r.refusals[0].column, 3);
    feed_record_release(&r);
}

static void number_formats(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum xlsx_look look;
    } codes[] = {
        {"General", LOOK_NUMBER},
        {"G/通用格式", LOOK_NUMBER},
        {"@", LOOK_NUMBER},
        {"0.00", LOOK_NUMBER},
        {"#,##0.00_);[Red](#,##0.00)", LOOK_NUMBER},
        {"0.00E+00", LOOK_NUMBER},
        {"\"day\"0", LOOK_NUMBER},
        {"0.0%", LOOK_PERCENT},
        {"0\\%", LOOK_NUMBER},
        {"0\"%\"", LOOK_NUMBER},
        {"#,##0,", LOOK_SCALED},
        {"0!.0,", LOOK_SCALED},
        {"0\\.0,\"万\"", LOOK_SCALED},
        {"yyyy-mm-dd", LOOK_DATE},
        {"[$-804]yyyy\"年\"m\"月\"d\"日\";@", LOOK_DATE},
        {"yyyy\"年\"m\"月\"", LOOK_MONTH},
        {"mmm-yy", LOOK_MONTH},
        {"yyyy", LOOK_YEAR},
        {"yyyy/m/d h:mm", LOOK_DATE_TIME},
        {"h:mm:ss.0", LOOK_TIME},
        {"[h]:mm", LOOK_TIME},
        {"h:mm AM/PM", LOOK_TIME},
        {"[$-804]aaaa", LOOK_DATE},
        {"", LOOK_NUMBER},
        {"\"", LOOK_NUMBER},
        {"[", LOOK_NUMBER},
        {"\\", LOOK_NUMBER},
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (xlsx_look_of(codes[i].code) != codes[i].look)
            print_error("%s\n", codes[i].code);
        assert_int_equal(xlsx_look_of(codes[i].code), codes[i].look);
    }
    static const struct {
        const char *raw;
        enum xlsx_look look;
        bool since1904;
        const char *text;
    } numbers[] = {
        {"45382", LOOK_DATE, false, "2024-03-31"},
        {"43920", LOOK_DATE, true, "2024-03-31"},
        {"45382.5", LOOK_DATE, false, "2024-03-31"},
        {"45382.5", LOOK_DATE_TIME, false, "2024-03-31 12:00"},
        {"45382", LOOK_DATE_TIME, false, "2024-03-31"},
        {"45382.999999999", LOOK_DATE, false, "2024-04-01"},
        {"45352", LOOK_MONTH, false, "2024-03"},
        {"45352", LOOK_YEAR, false, "2024"},
        {"1", LOOK_DATE, false, "1900-01-01"},
        {"59", LOOK_DATE, false, "1900-02-28"},
        {"60", LOOK_DATE, false, "60"},
        {"61", LOOK_DATE, false, "1900-03-01"},
        {"0", LOOK_DATE, true, "1904-01-01"},
        {"0", LOOK_DATE, false, "0"},
        {"-5", LOOK_DATE, false, "-5"},
        {"2958465", LOOK_DATE, false, "9999-12-31"},
        {"2958466", LOOK_DATE, false, "2958466"},
        {"1e300", LOOK_DATE, false, "1e+300"},
        {"0.5", LOOK_TIME, false, "12:00"},
        {"1.25", LOOK_TIME, false, "30:00"},
        {"-1", LOOK_TIME, false, "-1"},
        {"0.605", LOOK_PERCENT, false, "60.5"},
        {"0.60499999999999998", LOOK_PERCENT, false, "60.5"},
        {"7.0000000000000007E-2", LOOK_PERCENT, false, "7"},
        {"0.07", LOOK_PERCENT, false, "7"},
        {"1.23E-7", LOOK_PERCENT, false, "1.23e-05"},
        {"-0.125", LOOK_PERCENT, false, "-12.5"},
        {"1", LOOK_PERCENT, false, "100"},
        {"0", LOOK_NUMBER, false, "0"},
        {"-12.05", LOOK_NUMBER, false, "-12.05"},
        {"0.125", LOOK_SCALED, false, "0.125"},
        {"1.50", LOOK_NUMBER, false, "1.5"},
        {"2.0", LOOK_NUMBER, false, "2"},
        {"007", LOOK_NUMBER, false, "7"},
        {"0.0000125", LOOK_NUMBER, false, "1.25e-05"},
        {"123456789012345", LOOK_NUMBER, false, "123456789012345"},
        {"1234567890123456", LOOK_NUMBER, false, "1234567890123456"},
        {"12345678901234567890", LOOK_NUMBER, false, "1.2345678901234567e+19"},
        {"0.10000000000000001", LOOK_NUMBER, false, "0.1"},
        {"1E2", LOOK_NUMBER, false, "100"},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[XLSX_NUMBER_SIZE];
        assert_true(xlsx_number_text(numbers[i].raw, numbers[i].look,
                                     numbers[i].since1904, text));
        assert_string_equal(text, numbers[i].text);
    }
    char text[XLSX_NUMBER_SIZE];
    assert_false(xlsx_number_text("1,5", LOOK_NUMBER, false, text));
}

#define STYLES                                                                         \
    "<numFmts count=\"1\"><numFmt numFmtId=\"176\" "                                   \
    "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"                             \
    "<numFmt numFmtId=\"177\" formatCode=\"0!.0,\"/></numFmts><cellStyleXfs><xf "      \
    "numFmtId=\"9\"/>"                                                                 \
    "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/><xf "           \
    "numFmtId=\"10\"/>"                                                                \
    "<xf numFmtId=\"14\"/><xf numFmtId=\"177\"/></cellXfs>"

/* A percentage is what is shown, with its unit; one that contradicts is refused. */
static void dates_and_percentages(void **state)
{
    (void)state;
    const struct workbook plain = {
        .rows = HEADS
                "<row r=\"2\">" N("A2", "1") STYLED("B2", "1", "45352") STYLED("C2", "2", "0.605") "</row>"
                "<row r=\"3\">" N("A3", "1") STYLED("B3", "3", "45382") N("C3", "60.5") "</row>"
                "<row r=\"4\">" N("A4", "1") N("B4", "2024") STYLED("C4", "4", "12345") "</row>",
        .styles = STYLES,
    };
    struct feed_record r;
    read_book(&r, &plain, NULL);
    assert_true(r.ok);
    assert_int_equal(r.n_cells, 2);
    assert_string_equal(r.cells[0].at[1]->code, "2024-03");
    assert_true(r.cells[0].value == 60.5);
    assert_string_equal(r.cells[0].at[2]->code, "%");
    assert_string_equal(r.cells[1].at[1]->code, "2024-03-31");
    assert_string_equal(r.cells[1].at[2]->code, "");
    assert_int_equal(r.n_refusals, 1);
    assert_int_equal(r.refusals[0].reason.code, ERROR_TABLE_SCALED);
    assert_int_equal(r.refusals[0].column, 3);
    feed_record_release(&r);

    const struct workbook units = {
        .rows = "<row r=\"1\">" T("A1", "值") T("B1", "单位") T("C1", "报期") "</row>"
                "<row r=\"2\">" STYLED("A2", "2", "0.605") T("B2", "％") N("C2", "1") "</row>"
                "<row r=\"3\">" STYLED("A3", "2", "0.605") N("C3", "1") "</row>"
                "<row r=\"4\">" STYLED("A4", "2", "0.605") T("B4", "fraction") N("C4", "1") "</row>",
        .styles = STYLES,
    };
    read_book(&r, &units, NULL);
    assert_int_equal(r.n_cells, 2);
    assert_int_equal(r.datasets[0]->n_dimensions, 2);
    assert_string_equal(r.cells[0].at[0]->code, "％");
    assert_string_equal(r.cells[1].at[0]->code, "%");
    assert_int_equal(r.refusals[0].reason.code, ERROR_TABLE_PERCENT);
    assert_string_equal(r.refusals[0].reason.arg[0], "60.5");
    assert_string_equal(r.refusals[0].reason.arg[1], "fraction");
    feed_record_release(&r);
}

static void merged_cells(void **state)
{
    (void)state;
    const struct workbook workbook = {
        .rows = HEADS
                "<row r=\"2\">" T("A2", "430000") N("B2", "2024") N("C2", "1") "</row>"
                "<row r=\"3\"><c r=\"A3\"/>" N("B3", "2025") N("C3", "2") "</row>"
                "<row r=\"4\">" N("B4", "2023") N("C4", "3") "</row>"
                "<row r=\"5\">" T("A5", "330000") N("B5", "2024") "</row>"
                "<row r=\"6\">" N("B6", "2024") N("C6", "9") "</row>",
        .behind =
            "<mergeCells><mergeCell ref=\"C5:C6\"/><mergeCell ref=\"A2:A3\"/>"
            "<mergeCell ref=\"A5:A6\"/><mergeCell ref=\"nonsense\"/></mergeCells>",
    };
    struct feed_record r;
    read_book(&r, &workbook, NULL);
    assert_int_equal(r.n_cells, 5);
    assert_string_equal(r.cells[1].at[0]->code, "430000");
    /* Not merged: not filled. */
    assert_string_equal(r.cells[2].at[0]->code, "");
    /* Values never are. */
    assert_int_equal(r.cells[3].kind, CELL_MISSING);
    assert_string_equal(r.cells[4].at[0]->code, "330000");
    assert_true(r.cells[4].value == 9);
    feed_record_release(&r);
}

#define BOOK_OF(sheets, more)                                                          \
    {"xl/workbook.xml",                                                                \
     "<workbook xmlns:q=\"x\">" more "<sheets>" sheets "</sheets></workbook>", 0},     \
    {                                                                                  \
        "xl/_rels/workbook.xml.rels",                                                  \
            "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" "              \
            "Target=\"worksheets/two.xml\"/><Relationship Id=\"b\" "                   \
            "Type=\"x/worksheet\" "                                                    \
            "Target=\"/xl/worksheets/sheet1.xml\"/><Relationship Id=\"c\" "            \
            "Type=\"x/chartsheet\" Target=\"charts/c.xml\"/><Relationship Id=\"d\" "   \
            "Type=\"x/worksheet\" TargetMode=\"External\" Target=\"http://x/y\"/>"     \
            "</Relationships>",                                                        \
            0                                                                          \
    }
#define SHEET_TWO                                                                      \
    {                                                                                  \
        "xl/worksheets/two.xml",                                                       \
            "<p:worksheet xmlns:p=\"x\"><p:sheetData><p:row><p:c "                     \
            "t=\"inlineStr\"><p:is>"                                                   \
            "<p:t>value</p:t></p:is></p:c></p:row><p:row><p:c><p:v>7</p:v></p:c></"    \
            "p:row>"                                                                   \
            "</p:sheetData></p:worksheet>",                                            \
            0                                                                          \
    }

static void which_sheet(void **state)
{
    (void)state;
    const struct workbook_part parts[] = {
        BOOK_OF(
            "<sheet name=\"封面\" q:id=\"b\" state=\"hidden\"/><sheet name=\"图\" "
            "q:id=\"c\"/><sheet name=\"外\" q:id=\"d\"/><sheet name=\"二\" q:id=\"a\"/>"
            "<sheet name=\"三\" q:id=\"b\"/>",
            ""),
        SHEET_TWO,
        {0},
    };
    const struct workbook workbook = {
        .rows =
            HEADS
                "<row r=\"2\">" N("A2", "1") N("B2", "2024") N("C2", "3") "</row>",
        .others = parts,
    };
    struct feed_record r;
    read_book(&r, &workbook, NULL);
    assert_true(r.ok);
    assert_string_equal(r.datasets[0]->label, "二");
    assert_true(r.cells[0].value == 7);
    assert_int_equal(r.refusals[0].reason.code, ERROR_XLSX_OTHERS);
    assert_true(r.refusals[0].warning);
    assert_string_equal(r.refusals[0].reason.arg[2], "三");
    feed_record_release(&r);
    read_book(&r, &workbook, &(struct column_mapping){.sheet = "三"});
    assert_true(r.ok);
    assert_true(r.cells[0].value == 3);
    assert_int_equal(r.n_refusals, 0);
    feed_record_release(&r);
    read_book(&r, &workbook, &(struct column_mapping){.sheet = "四"});
    assert_int_equal(r.error.code, ERROR_XLSX_SHEET);
    assert_string_equal(r.error.arg[2], "封面, 二, 三");
    feed_record_release(&r);
}

static void wide_tables(void **state)
{
    (void)state;
    const struct workbook workbook = {
        .rows =
            "<row r=\"1\">" T("A1", "地区") T("B1", "序号") STYLED("C1", "1", "45292") STYLED("D1", "1", "45323") "</row>"
                "<row r=\"2\">" T("A2", "湖南省") N("B2", "1") N("C2", "1.5") "</row>",
        .styles = STYLES,
    };
    struct feed_record r;
    read_book(&r, &workbook, &(struct column_mapping){.wide = "period"});
    assert_true(r.ok);
    assert_int_equal(r.n_cells, 2);
    assert_string_equal(r.cells[0].at[1]->code, "2024-01");
    assert_string_equal(r.cells[1].at[1]->code, "2024-02");
    assert_int_equal(r.cells[1].kind, CELL_MISSING);
    feed_record_release(&r);
    /* Heads in two lines. */
    struct workbook merged = workbook;
    merged.behind = "<mergeCells><mergeCell ref=\"C1:D1\"/></mergeCells>";
    read_book(&r, &merged, &(struct column_mapping){.wide = "period"});
    assert_int_equal(r.error.code, ERROR_TABLE_TWO_HEADS);
    feed_record_release(&r);
}

static void what_is_refused(void **state)
{
    (void)state;
    static const char bomb[] =
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
        "<worksheet>&b;</worksheet>";
    char *deep = malloc(1000), *tag = malloc(3 << 20), *zeros = calloc(1, 64 << 20);
    assert_true(deep && tag && zeros);
    deep[0] = '\0';
    for (int i = 0; i < 100; i++)
        strcat(deep, "<a>");
    memset(tag, ' ', (3 << 20) - 1);
    memcpy(tag, "<a ", 3);
    tag[(3 << 20) - 1] = '\0';
    memset(zeros, ' ', 64 << 20);
    memcpy(zeros, "<a>", 3);
    const struct {
        struct workbook_part part;
        const char *rows;
        enum error_code code;
    } rows[] = {
        {{"xl/workbook.xml", NULL, 0}, "", ERROR_XLSX_DAMAGED},
        {{"_rels/.rels", NULL, 0}, "", ERROR_BODY_ARCHIVE},
        {{"_rels/.rels", "<a/>", 0}, "", ERROR_XLSX_DAMAGED},
        {{"xl/sharedStrings.xml", NULL, 0}, "", ERROR_XLSX_DAMAGED},
        {{"xl/workbook.xml", "<workbook/>", 0}, "", ERROR_XLSX_NO_SHEET},
        {{"xl/worksheets/sheet1.xml", "<a><b></a>", 0}, "", ERROR_XLSX_XML},
        {{"xl/worksheets/sheet1.xml", "<a", 0}, "", ERROR_XLSX_XML},
        {{"xl/worksheets/sheet1.xml", bomb, 0}, "", ERROR_XLSX_DOCTYPE},
        {{"xl/worksheets/sheet1.xml", deep, 0}, "", ERROR_XLSX_XML},
        {{"xl/worksheets/sheet1.xml", tag, 0}, "", ERROR_XLSX_XML},
        {{"xl/worksheets/sheet1.xml", zeros, 64 << 20}, "", ERROR_XLSX_LARGE},
        {{"x", "", 0}, "", ERROR_XLSX_EMPTY},
        {{"x", "", 0}, "<row r=\"1\"><c t=\"s\"><v>9</v></c></row>", ERROR_XLSX_STRING},
        {{"x", "", 0}, "<row r=\"2\"/><row r=\"2\"/>", ERROR_XLSX_ORDER},
        {{"x", "", 0}, "<row r=\"1\">" N("IW1", "1") "</row>", ERROR_XLSX_COLUMNS},
        {{"x", "", 0},
         "<row r=\"1\">" N("ZZZZZZZZ1", "1") "</row>",
         ERROR_XLSX_COLUMNS},
        {{"x", "", 0}, "<row r=\"1\">" T("A1", "地区") "</row>", ERROR_CSV_NO_VALUE},
        {{"word/document.xml", "<a/>", 0}, "", ERROR_BODY_DOCUMENT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct workbook_part parts[] = {rows[i].part, {0}};
        struct feed_record r;
        read_book(&r, &(struct workbook){.rows = rows[i].rows, .others = parts}, NULL);
        if (r.error.code != rows[i].code)
            print_error("%zu: %s\n", i, error_name(r.error.code));
        assert_int_equal(r.error.code, rows[i].code);
        assert_int_equal(r.n_cells, 0);
        feed_record_release(&r);
    }
    free(deep);
    free(tag);
    free(zeros);
}

/* The archive's end says that it has 65,535 parts or more. */
static void many_parts(void **state)
{
    (void)state;
    size_t size;
    char *bytes = workbook_make(&(struct workbook){.rows = HEADS}, &size);
    memset(bytes + size - 22 + 8, 0xFF, 4);
    struct feed_record r;
    feed_record_read(&r, "auto", bytes, size, NULL);
    assert_int_equal(r.error.code, ERROR_XLSX_ENTRIES);
    feed_record_release(&r);
    free(bytes);
}

/* Cut or changed anywhere: an error or other figures, never a crash. */
static void damaged_anywhere(void **state)
{
    (void)state;
    const struct workbook workbook = {
        .rows = HEADS
                "<row r=\"2\">" N("A2", "430000") N("B2", "2025") N("C2", "1") "</row>",
        .styles = STYLES,
    };
    size_t size;
    char *bytes = workbook_make(&workbook, &size);
    struct feed_record r;
    for (size_t n = 0; n < size; n += 3) {
        feed_record_read(&r, "xlsx", bytes, n, NULL);
        assert_false(r.ok);
        feed_record_release(&r);
        bytes[n] ^= 0x5A;
        feed_record_read(&r, "xlsx", bytes, size, NULL);
        feed_record_release(&r);
        bytes[n] ^= 0x5A;
    }
    free(bytes);
}

/* A text of 60 KB in a file of a few, read for each cell that refers to it: a hundred
 * times is a table, ten thousand times is meant to keep somebody busy. */
static void a_text_for_many_cells(void **state)
{
    (void)state;
    enum { TEXT = 60000, MANY = 10000, CELL = 80 };
    char *strings = malloc(TEXT + 32), *rows = malloc(MANY * CELL + 512);
    assert_non_null(strings);
    assert_non_null(rows);
    strcpy(strings, "<si><t>a");
    memset(strings + 8, ' ', TEXT);
    strcpy(strings + 8 + TEXT, "b </t></si>");
    static const int counts[] = {100, MANY};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        char *to = stpcpy(rows, "<row>" T("A1", "地区") T("B1", "报期") T("C1", "值") "</row>");
        for (int i = 0; i < counts[k]; i++)
            to = stpcpy(to, "<row><c t=\"s\"><v>0</v></c><c><v>2025</v></c><c><v>1</v>"
                            "</c></row>");
        struct feed_record r;
        read_book(&r, &(struct workbook){.rows = rows, .strings = strings}, NULL);
        assert_int_equal(r.error.code, k == 0 ? ERROR_NONE : ERROR_XLSX_LARGE);
        if (k == 0) {
            assert_int_equal(r.n_cells, 100);
            assert_int_equal(strlen(r.cells[0].at[0]->code), TEXT + 2);
        }
        feed_record_release(&r);
    }
    free(strings);
    free(rows);
}

static void registers(void **state)
{
    (void)state;
    const struct workbook workbook = {
        .rows = "<row r=\"1\">" T("A1", "台账") "</row>"
                "<row r=\"2\">" T("A2", "序号") T("B2", "地区") T("C2", "重点任务") T("D2", "工作目标") T("E2", "完成时限") T("F2", "联系电话") "</row>"
                "<row r=\"3\">" N("A3", "1") T("B3", "湖南省") T("C3", "B9") T("D3", "建成算力平台") STYLED("E3", "3", "45382") N("F3", "123") "</row>"
                "<row r=\"4\">" N("A4", "2") T("C4", "A1") T("D4", "第二项") "<c r=\"E4\" t=\"e\"><v>#REF!</v></c></row>"
                "<row r=\"5\">" N("A5", "3") T("C5", "A1") T("D5", "第三项") "</row>",
        .behind = "<mergeCells><mergeCell ref=\"B3:B5\"/></mergeCells>",
        .styles = STYLES,
    };
    struct feed_record r;
    read_book(&r, &workbook, &(struct column_mapping){.register_name = "ledger"});
    assert_int_equal(r.error.code, ERROR_NONE);
    assert_int_equal(r.n_items, 2);
    assert_int_equal(r.items[0].kind, ITEM_LEDGER);
    assert_string_equal(r.items[0].fields[0], "1");
    assert_string_equal(r.items[0].fields[item_field_named(ITEM_LEDGER, "deadline")],
                        "2024-03-31");
    assert_string_equal(r.items[1].fields[item_field_named(ITEM_LEDGER, "region")],
                        "湖南省");
    assert_int_equal(r.items[1].row, 5);
    assert_int_equal(r.n_refusals, 2);
    assert_int_equal(r.refusals[0].reason.code, ERROR_TABLE_UNKNOWN);
    assert_string_equal(r.refusals[0].reason.arg[2], "联系电话");
    assert_int_equal(r.refusals[1].reason.code, ERROR_TABLE_FAULT);
    assert_int_equal(r.refusals[1].row, 4);
    feed_record_release(&r);
}

/* The workbooks of tests/cli/tables.sh: a table with all that stands around one, and a
 * wide one with percentages. */
static void write_file(const char *directory, const char *name,
                       const struct workbook *workbook)
{
    char path[512];
    size_t size;
    char *bytes = workbook_make(workbook, &size);
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
    free(bytes);
}

/* Whoever writes XML in two bytes a character has merged cells as well. */
static void merged_cells_in_utf16(void **state)
{
    (void)state;
    static const char ascii[] =
        "\xFF\xFE<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
        "<row r=\"1\">" T("A1", "region") T("B1", "period") T("C1", "value") "</row>"
        "<row r=\"2\">" T("A2", "430000") T("B2", "2025-01") N("C2", "1") "</row>"
        "<row r=\"3\">" T("B3", "2025-02") N("C3", "2") "</row>"
        "</sheetData><mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>";
    char wide[2 * sizeof ascii];
    size_t n = 2;
    memcpy(wide, ascii, 2);
    for (const char *p = ascii + 2; *p; p++) {
        wide[n++] = *p;
        wide[n++] = '\0';
    }
    const struct workbook workbook = {
        .others = (const struct workbook_part[]){{"xl/worksheets/sheet1.xml", wide, n}, {0}},
    };
    struct feed_record r;
    read_book(&r, &workbook, NULL);
    assert_int_equal(r.error.code, ERROR_NONE);
    assert_int_equal(r.n_cells, 2);
    assert_string_equal(r.cells[1].at[0]->code, "430000");
    feed_record_release(&r);
}

static int write_samples(const char *directory)
{
    write_file(
        directory, "long.xlsx",
        &(struct workbook){
            .rows = "<row r=\"1\">" T("A1", "全省智能算力情况") "</row>"
                "<row r=\"2\">" T("D2", "单位：EFLOPS") "</row>"
                "<row r=\"3\">" T("A3", "地区") T("B3", "报期") T("C3", "指标代码") T("D3", "值") "</row>"
                "<row r=\"4\">" T("A4", "湖南省") STYLED("B4", "1", "46082") T("C4", "B9-01") N("D4", "2.98") "</row>"
                "<row r=\"5\">" STYLED("B5", "1", "46174") T("C5", "B9-01") N("D5", "3.05") "</row>"
                "<row r=\"6\">" T("A6", "合计") STYLED("B6", "1", "46174") T("C6", "B9-01") N("D6", "99") "</row>"
                "<row r=\"7\">" T("A7", "注：初步数据") "</row>",
            .behind = "<mergeCells><mergeCell ref=\"A4:A5\"/></mergeCells>",
            .styles = STYLES,
        });
    write_file(
        directory, "wide.xlsx",
        &(struct workbook){
            .rows = "<row r=\"1\">" T("A1", "序号") T("B1", "地区") T("C1", "智能算力规模") T("D1", "渗透率") "</row>"
                "<row r=\"2\">" N("A2", "1") T("B2", "湖南省") N("C2", "3.2") STYLED("D2", "2", "0.605") "</row>"
                "<row r=\"3\">" N("A3", "2") T("B3", "浙江省") STYLED("D3", "2", "0.55") "</row>",
            .styles = STYLES,
        });
    return 0;
}

/* clang-format on */

/* A workbook of the rows in a file. */
static int write_rows(const char *directory, const char *rows)
{
    struct arena arena = {0};
    size_t size;
    char *text = feed_file(&arena, rows, &size);
    if (!text)
        abort();
    write_file(directory, "rows.xlsx", &(struct workbook){.rows = text});
    arena_release(&arena);
    return 0;
}

/* For the tests of the program: writes files instead. */
int main(int argc, char **argv)
{
    if (argc == 3)
        return write_rows(argv[1], argv[2]);
    if (argc == 2)
        return write_samples(argv[1]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_as_offices_write_it),
        cmocka_unit_test(cells_of_every_type),
        cmocka_unit_test(number_formats),
        cmocka_unit_test(dates_and_percentages),
        cmocka_unit_test(merged_cells),
        cmocka_unit_test(merged_cells_in_utf16),
        cmocka_unit_test(which_sheet),
        cmocka_unit_test(wide_tables),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(many_parts),
        cmocka_unit_test(a_text_for_many_cells),
        cmocka_unit_test(damaged_anywhere),
        cmocka_unit_test(registers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
