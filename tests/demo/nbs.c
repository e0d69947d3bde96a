/* The demo's National Bureau of Statistics: months as data.stats.gov.cn answers since
 * 2025 (esData): areas of twelve digits, values as texts, "无" or nothing for none. */
#include "tests/demo/feeds.h"

enum { MONTHS = 23, PROVISIONAL = 1000 };

static const struct indicator indicators[] = {
    {"A2.2-04", "工业机器人产量_同比增长", "%", 1, true, 8, 26, 18, true},
    {"A2.4-02", "软件业务收入_累计增长", "%", 1, true, 6, 14, 11, true},
    {"A2.4-01", "高技术服务业营业收入_累计增长", "%", 1, true, 5, 11, 10, true},
    {"A2.1-04", "战略性新兴服务业营业收入_累计增长", "%", 1, true, 6, 12, 10, true},
};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

/* Made up, but as long as the real ones. */
static const char *const ids[INDICATORS] = {
    "de30000000000000000000000000a224",
    "de30000000000000000000000000a242",
    "de30000000000000000000000000a241",
    "de30000000000000000000000000a214",
};

static void put_value(struct text *text, int indicator, size_t place, int month,
                      const struct manner *manner)
{
    const struct region region = region_sent(manner, place);
    struct figure figure = figure_at(&indicators[indicator], &regions[place], month,
                                     PROVISIONAL, manner->changed);
    char room[UNIT_ROOM];
    text_put(text, "{\"_id\":\"%s\",\"i_showname\":\"%s\",\"value\":\"", ids[indicator],
             indicators[indicator].name);
    if (figure.has_value && words_sent(manner))
        text_put(text, "%s", words_sent(manner));
    else if (figure.has_value)
        text_put(text, "%.*f", indicators[indicator].decimals, figure.value);
    else if (month % 2)
        text_put(text, "无"); /* both forms occur side by side */
    text_put(text, "\",\"du_name\":\"%s\",\"da\":\"%d000000\",\"da_name\":\"%s\"}",
             unit_sent(manner, indicators[indicator].unit, room), region.code,
             region.name);
}

void nbs_write(struct text *text, const struct manner *manner)
{
    int months = manner->changed ? MONTHS : MONTHS - 1;
    size_t n = manner->twist == TWIST_SHRUNK ? PROVINCES / 2 : PROVINCES;
    text_put(text, "{\"success\":true,\"state\":20000,\"message\":\"演示数据\","
                   "\"data\":[\n");
    /* The newest comes first there. */
    for (int month = months - 1; month >= 0; month--) {
        int year = month_year(month), of_year = month_of_year(month);
        text_put(text, "{\"code\":\"%d%02dMM\",\"name\":\"%d年%d月\",\"values\":[\n",
                 year, of_year, year, of_year);
        for (int i = 0; i < INDICATORS; i++)
            for (size_t r = 0; r < n; r++) {
                text_put(text, "%s", i || r ? ",\n" : "");
                put_value(text, i, r, month, manner);
            }
        text_put(text, "]}%s\n", month ? "," : "");
    }
    text_put(text, "]}\n");
}
