/* The demo's Ministry of Education: a workbook as offices make them, with a title, a
 * unit and notes around the table, and a column for each indicator. */
#include "tests/demo/feeds.h"
#include "tests/lib/workbook.h"

#include <stdio.h>
#include <stdlib.h>

enum { HALVES = 4, MONTHS_IN_HALF = 6, PROVISIONAL = 1000 };

static const struct indicator indicators[] = {
    {"B12-01", "开设人工智能本科专业高校数", "所", 0, false, 640, 640, 0.12, true},
    {"B11-04", "开源贡献纳入学分高校数", "所", 0, false, 210, 210, 0.35, true},
    {"A4.2-05", "中小学人工智能通识教育开设率", "%", 1, true, 28, 52, 85, true},
};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

static void put_text(struct text *text, const char *format, int row, const char *word)
{
    text_put(text, format, row);
    text_put(text, " t=\"inlineStr\"><is><t>%s</t></is></c>", word);
}

/* Columns A and B tell the row; indicators stand from C on, or from C without B12-01.
 */
static char column_of(int indicator, const struct manner *manner)
{
    return (char)('C' + indicator - (manner->twist == TWIST_COLUMN));
}

static void put_cell(struct text *text, int indicator, int row, size_t region,
                     int month, const struct manner *manner)
{
    struct figure figure = figure_at(&indicators[indicator], &regions[region], month,
                                     PROVISIONAL, manner->changed);
    char column = column_of(indicator, manner);
    /* A share is held as a fraction and shown with % by style 1. */
    bool share = indicators[indicator].is_rate;
    if (!figure.has_value || words_sent(manner))
        text_put(text, "<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>", column,
                 row, figure.has_value ? words_sent(manner) : "未公布");
    else
        text_put(text, "<c r=\"%c%d\" s=\"%d\"><v>%.*f</v></c>", column, row, share,
                 share ? 3 : 0, share ? figure.value / 100 : figure.value);
}

static void put_head(struct text *text, const struct manner *manner)
{
    char room[UNIT_ROOM];
    text_put(text, "<row r=\"1\">");
    put_text(text, "<c r=\"A%d\"", 1, "“人工智能+”教育领域半年度情况（演示数据）");
    text_put(text, "</row><row r=\"2\">");
    text_put(text, "<c r=\"A2\" t=\"inlineStr\"><is><t>单位：%s</t></is></c></row>",
             unit_sent(manner, "所", room));
    text_put(text, "<row r=\"3\">");
    put_text(text, "<c r=\"A%d\"", 3, "地区");
    put_text(text, "<c r=\"B%d\"", 3, "报期");
    for (int i = manner->twist == TWIST_COLUMN; i < INDICATORS; i++)
        text_put(text, "<c r=\"%c3\" t=\"inlineStr\"><is><t>%s</t></is></c>",
                 column_of(i, manner), indicators[i].name);
    text_put(text, "</row>");
}

static void put_rows(struct text *text, const struct manner *manner)
{
    size_t n = manner->twist == TWIST_SHRUNK ? PROVINCES / 2 : PROVINCES;
    int halves = manner->changed ? HALVES : HALVES - 1, row = 3;
    for (size_t r = 0; r < n; r++)
        for (int half = 0; half < halves; half++) {
            int month = half * MONTHS_IN_HALF;
            char period[32];
            row++;
            text_put(text, "<row r=\"%d\">", row);
            put_text(text, "<c r=\"A%d\"", row, region_sent(manner, r).name);
            snprintf(period, sizeof period, "%d年%s半年", month_year(month),
                     month_of_year(month) == MONTHS_IN_HALF ? "上" : "下");
            put_text(text, "<c r=\"B%d\"", row, period);
            for (int i = manner->twist == TWIST_COLUMN; i < INDICATORS; i++)
                put_cell(text, i, row, r, month, manner);
            text_put(text, "</row>");
        }
    text_put(text, "<row r=\"%d\">", row + 1);
    put_text(text, "<c r=\"A%d\"", row + 1, "注：演示数据，数值均为虚构。");
    text_put(text, "</row>");
}

void moe_write(struct text *text, const struct manner *manner)
{
    struct text rows = {0};
    size_t size;
    put_head(&rows, manner);
    put_rows(&rows, manner);
    char *bytes = workbook_make(
        &(struct workbook){
            .rows = rows.data,
            .behind = "<mergeCells count=\"1\"><mergeCell ref=\"A1:E1\"/></mergeCells>",
            .styles = "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode="
                      "\"0.0%\"/></numFmts><cellXfs count=\"2\"><xf numFmtId=\"0\"/>"
                      "<xf numFmtId=\"164\"/></cellXfs>",
        },
        &size);
    text_bytes(text, bytes, size);
    free(bytes);
    free(rows.data);
}
