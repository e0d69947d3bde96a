/* The demo's Ministry of Industry and Information Technology: quarters in JSON-stat 2.0
 * (https://json-stat.org/full/). */
#include "tests/demo/feeds.h"

enum { QUARTERS = 8, MONTHS_IN_QUARTER = 3, PROVISIONAL = 18 /* 2026-06 */ };

static const struct indicator indicators[] = {
    {"G0-01", "新一代智能终端、智能体等应用普及率", "%", 1, true, 24, 44, 70, false},
    {"B9-01", "智能算力规模", "EFLOPS", 2, false, 700, 700, 0.65, false},
    {"A2.2-01", "规上制造业企业人工智能技术应用普及率", "%", 0, true, 14, 34, 55,
     false},
    {"A2.2-02", "先进级智能工厂数量", "家", 0, false, 2600, 2600, 0.8, false},
    {"B7-01", "生成式人工智能服务备案数量(累计)", "款", 0, false, 302, 302, 0.6, false},
    {"A3.2-01", "L2级组合驾驶辅助乘用车新车渗透率", "%", 0, true, 48, 60, 85, false},
    /* Judged by the national targets of 2026 and 2030: around the line to them. */
    {"A5.2-01", "煤矿智能化产能占比", "%", 0, true, 40, 52, 73, true},
    {"A5.2-02", "煤矿智能化工作面数量占比", "%", 1, true, 14, 22, 38, true},
    {"A5.2-03", "煤矿危险繁重岗位智能装备或机器人替代率", "%", 1, true, 12, 20, 36,
     true},
    {"G0-06", "数字经济核心产业增加值占国内生产总值比重", "%", 1, true, 6, 12, 12,
     true},
};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

/* The quarter's place in the list; the last appears with the scheduled change. */
static int n_quarters(bool changed)
{
    return changed ? QUARTERS : QUARTERS - 1;
}

static void put_indicators(struct text *text, const struct manner *manner)
{
    text_put(text, "\"indicator\":{\"label\":\"指标\",\"category\":{\"index\":[");
    for (int i = 0; i < INDICATORS; i++)
        text_put(text, "%s\"%s\"", i ? "," : "", indicators[i].code);
    text_put(text, "],\n\"label\":{");
    for (int i = 0; i < INDICATORS; i++)
        text_put(text, "%s\"%s\":\"%s\"", i ? "," : "", indicators[i].code,
                 indicators[i].name);
    text_put(text, "},\n\"unit\":{");
    for (int i = 0; i < INDICATORS; i++) {
        char room[UNIT_ROOM];
        text_put(text, "%s\"%s\":{\"label\":\"%s\",\"decimals\":%d}", i ? "," : "",
                 indicators[i].code, unit_sent(manner, indicators[i].unit, room),
                 indicators[i].decimals);
    }
    text_put(text, "}}},\n");
}

static void put_regions(struct text *text, const struct manner *manner)
{
    text_put(text, "\"region\":{\"label\":\"地区\",\"category\":{\"index\":[");
    for (size_t i = 0; i < regions_sent(manner); i++)
        text_put(text, "%s\"%d\"", i ? "," : "", region_sent(manner, i).code);
    text_put(text, "],\n\"label\":{");
    for (size_t i = 0; i < regions_sent(manner); i++)
        text_put(text, "%s\"%d\":\"%s\"", i ? "," : "", region_sent(manner, i).code,
                 region_sent(manner, i).name);
    text_put(text, "}}},\n");
}

static void put_periods(struct text *text, bool changed)
{
    text_put(text, "\"period\":{\"label\":\"报期\",\"category\":{\"index\":[");
    for (int i = 0; i < n_quarters(changed); i++) {
        int month = i * MONTHS_IN_QUARTER;
        text_put(text, "%s\"%d-Q%d\"", i ? "," : "", month_year(month),
                 month_of_year(month) / MONTHS_IN_QUARTER);
    }
    text_put(text, "]}}},\n");
}

static struct figure figure_of(size_t cell, const struct manner *manner)
{
    size_t quarters = (size_t)n_quarters(manner->changed), n = regions_sent(manner);
    size_t period = cell % quarters, region = cell / quarters % n;
    return figure_at(&indicators[cell / quarters / n], &regions[region],
                     (int)period * MONTHS_IN_QUARTER, PROVISIONAL, manner->changed);
}

static void put_values(struct text *text, size_t cells, const struct manner *manner)
{
    text_put(text, "\"value\":[");
    for (size_t i = 0; i < cells; i++) {
        struct figure figure = figure_of(i, manner);
        size_t indicator = i / (cells / INDICATORS);
        text_put(text, "%s", i ? "," : "");
        if (figure.has_value && words_sent(manner))
            text_put(text, "\"%s\"", words_sent(manner));
        else if (figure.has_value)
            text_put(text, "%.*f", indicators[indicator].decimals, figure.value);
        else
            text_put(text, "null");
    }
    text_put(text, "],\n");
}

static void put_statuses(struct text *text, size_t cells, const struct manner *manner)
{
    const char *comma = "";
    text_put(text, "\"status\":{");
    for (size_t i = 0; i < cells; i++) {
        struct figure figure = figure_of(i, manner);
        if (figure.status == 'A')
            continue;
        text_put(text, "%s\"%zu\":\"%c\"", comma, i, figure.status);
        comma = ",";
    }
    text_put(text, "}}\n");
}

void miit_write(struct text *text, const struct manner *manner)
{
    bool changed = manner->changed;
    size_t cells = INDICATORS * regions_sent(manner) * (size_t)n_quarters(changed);
    text_put(text,
             "{\"version\":\"2.0\",\"class\":\"dataset\",\n"
             "\"label\":\"“人工智能+”行动季度指标（演示数据）\",\n"
             "\"source\":\"工业和信息化部(演示)\",\n"
             "\"note\":[\"演示数据：数值均为虚构，不代表任何部门公布的数据。"
             "Demo data: every value is made up.\"],\n"
             "\"updated\":\"%s\",\n",
             changed ? "2026-10-28T16:00:00Z" : "2026-07-22T16:00:00Z");
    text_put(text,
             "\"id\":[\"indicator\",\"region\",\"period\"],\"size\":[%d,%zu,%d],\n"
             "\"role\":{\"metric\":[\"indicator\"],\"geo\":[\"region\"],"
             "\"time\":[\"period\"]},\n\"dimension\":{\n",
             INDICATORS, regions_sent(manner), n_quarters(changed));
    put_indicators(text, manner);
    put_regions(text, manner);
    put_periods(text, changed);
    put_values(text, cells, manner);
    put_statuses(text, cells, manner);
}
