/* The demo's National Data Administration: months as a CSV table (RFC 4180, with the
 * line ends that spreadsheets in these offices write). */
#include "tests/demo/feeds.h"

#include <string.h>

enum { MONTHS = 23, PROVISIONAL = 21 /* 2026-09 */, ZHEJIANG = 33 };

#define SOURCE "国家数据局(演示数据)"

static const struct indicator indicators[] = {
    {"B8-01", "高质量数据集数量", "万个", 1, false, 9, 9, 0.5, false},
    {"B8-02", "高质量数据集总体量", "PB", 0, false, 900, 900, 0.6, false},
    {"A5.1-05", "政务领域大模型应用场景数", "个", 0, false, 2400, 2400, 0.7, false},
    {"B9-05", "算力中心平均上架率", "%", 1, true, 45, 62, 75, false},
    {"A4.2-01", "人工智能教育基地校数量", "所", 0, false, 1100, 1100, 0.25, false},
};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

/* One row whose value is no number (a letter O, and a comma). */
static const struct {
    const char *indicator;
    int region, month;
} mistyped = {"A5.1-05", 430100, 17};

static bool is_mistyped(const char *indicator, int region, int month)
{
    return strcmp(indicator, mistyped.indicator) == 0 && region == mistyped.region &&
           month == mistyped.month;
}

static void put_row(struct text *text, const struct indicator *indicator, size_t place,
                    int month, const struct manner *manner)
{
    const struct region region = region_sent(manner, place);
    struct figure figure =
        figure_at(indicator, &regions[place], month, PROVISIONAL, manner->changed);
    char room[UNIT_ROOM];
    text_put(text, "%d,%s,%s,%d-%02d,", region.code, region.name, indicator->code,
             month_year(month), month_of_year(month));
    if (is_mistyped(indicator->code, region.code, month))
        text_put(text, "\"1,2O4\"");
    else if (figure.has_value && words_sent(manner))
        text_put(text, "%s", words_sent(manner));
    else if (figure.has_value)
        text_put(text, "%s%.*f", figure.at_least ? ">" : "", indicator->decimals,
                 figure.value);
    if (manner->twist != TWIST_COLUMN)
        text_put(text, ",%c", figure.status);
    text_put(text, ",%s,%s\r\n", unit_sent(manner, indicator->unit, room), SOURCE);
}

void nda_write(struct text *text, const struct manner *manner)
{
    int months = manner->changed ? MONTHS : MONTHS - 1;
    bool status = manner->twist != TWIST_COLUMN;
    text_put(text, "地区代码,地区,指标代码,报期,值%s,单位,来源\r\n",
             status ? ",状态" : "");
    for (size_t r = 0; r < regions_sent(manner); r++) {
        bool is_prefecture = regions[r].code % 10000 != 0;
        if (is_prefecture && regions[r].code / 10000 == ZHEJIANG)
            continue;
        for (size_t i = 0; i < INDICATORS; i++)
            for (int month = 0; month < months; month++)
                put_row(text, &indicators[i], r, month, manner);
    }
    /* A code that GB/T 2260 does not have. */
    text_put(text, "430199,长沙某新区,B8-02,2026-06,12%s,PB,%s\r\n", status ? ",A" : "",
             SOURCE);
}
