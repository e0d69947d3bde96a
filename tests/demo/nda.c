/* The demo's National Data Administration: months as a CSV table (RFC 4180, with the
 * line ends that spreadsheets in these offices write). */
#include "tests/demo/feeds.h"
#include "tests/demo/figures.h"

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

static void put_row(struct text *text, const struct indicator *indicator,
                    const struct region *region, int month, bool changed)
{
    struct figure figure = figure_at(indicator, region, month, PROVISIONAL, changed);
    text_put(text, "%d,%s,%s,%d-%02d,", region->code, region->name, indicator->code,
             month_year(month), month_of_year(month));
    if (strcmp(indicator->code, mistyped.indicator) == 0 &&
        region->code == mistyped.region && month == mistyped.month)
        text_put(text, "\"1,2O4\"");
    else if (figure.has_value)
        text_put(text, "%s%.*f", figure.at_least ? ">" : "", indicator->decimals,
                 figure.value);
    text_put(text, ",%c,%s,%s\r\n", figure.status, indicator->unit, SOURCE);
}

void nda_write(struct text *text, bool changed)
{
    int months = changed ? MONTHS : MONTHS - 1;
    text_put(text, "地区代码,地区,指标代码,报期,值,状态,单位,来源\r\n");
    for (size_t r = 0; r < n_regions; r++) {
        bool is_prefecture = regions[r].code % 10000 != 0;
        if (is_prefecture && regions[r].code / 10000 == ZHEJIANG)
            continue;
        for (size_t i = 0; i < INDICATORS; i++)
            for (int month = 0; month < months; month++)
                put_row(text, &indicators[i], &regions[r], month, changed);
    }
    /* A code that GB/T 2260 does not have. */
    text_put(text, "430199,长沙某新区,B8-02,2026-06,12,A,PB,%s\r\n", SOURCE);
}
