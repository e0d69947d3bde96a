/* The demo's National Development and Reform Commission: aiplus's native format, with
 * quarters, registers and additions to the catalogue (aiplus-feed(5)). */
#include "tests/demo/feeds.h"

enum { QUARTERS = 8, MONTHS_IN_QUARTER = 3, PROVISIONAL = 18 /* 2026-06 */ };

static const struct indicator indicators[] = {
    {"G0-03", "人工智能核心产业规模", "亿元", 0, false, 9200, 9200, 0.24, true},
    {"G0-P1", "人工智能产业规模", "亿元", 0, false, 24000, 24000, 0.2, false},
    {"B7-P1", "行业垂类大模型数", "个", 0, false, 900, 900, 0.3, true},
    {"B9-02", "万卡智算集群数量", "个", 0, false, 90, 90, 0.4, true},
    {"B10-02", "人工智能典型(标杆)应用场景数", "个", 0, false, 3300, 3300, 0.3, false},
    {"B13-02", "地方人工智能产业(引导)基金规模", "亿元", 0, false, 4200, 4200, 0.3,
     true},
    {"B13-04", "人工智能地方性法规和政策文件数", "件", 0, false, 420, 420, 0.5, true},
};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

/* Of what MIIT reports this ministry has one figure too, and another one. */
#define SHARED_INDICATOR "B9-01"
#define SHARED_UNIT "EFLOPS"
#define SHARED                                                                         \
    "{\"indicator\":\"" SHARED_INDICATOR "\",\"region\":\"430000\",\"period\":"        \
    "\"2026-Q1\",\"value\":3.17}"

static void put_indicators(struct text *text, const struct manner *manner)
{
    char room[UNIT_ROOM];
    text_put(text, "\"indicators\":[\n");
    for (int i = 0; i < INDICATORS; i++) {
        bool is_scoped = indicators[i].code[0] == 'G' && indicators[i].code[3] == 'P';
        text_put(text, "{\"code\":\"%s\",\"name\":\"%s\",\"unit\":\"%s\"",
                 indicators[i].code, indicators[i].name,
                 unit_sent(manner, indicators[i].unit, room));
        if (is_scoped)
            text_put(text, ",\"scope\":{\"version\":\"%s\",\"text\":\"%s\"}",
                     manner->twist == TWIST_SCOPE ? "2026" : "2025",
                     manner->twist == TWIST_SCOPE ? "核心产业及带动产业的规模"
                                                  : "核心产业的规模");
        text_put(text, "},\n");
    }
    text_put(text,
             "{\"code\":\"" SHARED_INDICATOR "\",\"name\":\"智能算力规模\","
             "\"unit\":\"%s\"}],\n",
             unit_sent(manner, SHARED_UNIT, room));
}

static void put_figures(struct text *text, const struct indicator *indicator,
                        size_t place, const struct manner *manner)
{
    int quarters = manner->changed ? QUARTERS : QUARTERS - 1;
    text_put(text, ",\"values\":[");
    for (int i = 0; i < quarters; i++) {
        struct figure figure =
            figure_at(indicator, &regions[place], i * MONTHS_IN_QUARTER, PROVISIONAL,
                      manner->changed);
        text_put(text, "%s", i ? "," : "");
        if (!figure.has_value)
            text_put(text, "null");
        else if (words_sent(manner))
            text_put(text, "\"%s\"", words_sent(manner));
        else
            text_put(text, "%.*f", indicator->decimals, figure.value);
    }
    text_put(text, "]");
    text_put(text, ",\"statuses\":[");
    for (int i = 0; i < quarters; i++)
        text_put(text, "%s\"%c\"", i ? "," : "",
                 figure_at(indicator, &regions[place], i * MONTHS_IN_QUARTER,
                           PROVISIONAL, manner->changed)
                     .status);
    text_put(text, "]");
}

static void put_series(struct text *text, const struct manner *manner)
{
    int quarters = manner->changed ? QUARTERS : QUARTERS - 1;
    const char *comma = "";
    text_put(text, "\"series\":[\n");
    for (int i = 0; i < INDICATORS; i++)
        for (size_t r = 0; r < regions_sent(manner); r++) {
            if (indicators[i].provinces_alone && r >= PROVINCES)
                break;
            text_put(text, "%s{\"indicator\":\"%s\",\"region\":\"%d\",\"periods\":[",
                     comma, indicators[i].code, region_sent(manner, r).code);
            for (int q = 0; q < quarters; q++)
                text_put(text, "%s\"%d-Q%d\"", q ? "," : "",
                         month_year(q * MONTHS_IN_QUARTER),
                         month_of_year(q * MONTHS_IN_QUARTER) / MONTHS_IN_QUARTER);
            text_put(text, "]");
            put_figures(text, &indicators[i], r, manner);
            text_put(text, "}");
            comma = ",\n";
        }
    text_put(text, "],\n\"observations\":[" SHARED "]");
}

void ndrc_write(struct text *text, const struct manner *manner)
{
    text_put(text,
             "{\"aiplus\":1,\n\"publisher\":\"国家发展和改革委员会(演示)\",\n"
             "\"title\":\"“人工智能+”行动调度数据（演示数据，均为虚构）\",\n"
             "\"published\":\"%s\",\n",
             manner->changed ? "2026-11-20T09:30:00+08:00"
                             : "2026-11-02T09:30:00+08:00");
    put_indicators(text, manner);
    put_series(text, manner);
    ndrc_put_ledger(text, manner);
    ndrc_put_cases(text, manner);
    ndrc_put_publicity(text);
    ndrc_put_catalog(text);
    text_put(text, "}\n");
}
