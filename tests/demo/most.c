/* The demo's Ministry of Science and Technology: quarters in SDMX-JSON 2.0, a series
 * for each indicator and region, units and scope notes in the structure. */
#include "tests/demo/feeds.h"

enum { QUARTERS = 8, MONTHS_IN_QUARTER = 3, PROVISIONAL = 18 /* 2026-06 */ };

static const struct indicator indicators[] = {
    {"A1.1-03", "科学大模型数量", "个", 0, false, 240, 240, 0.5, true},
    {"A1.1-04", "开放共享高质量科学数据集数量", "个", 0, false, 5200, 5200, 0.4, true},
    {"A1.2-04", "智能化研发工具应用企业数", "家", 0, false, 31000, 31000, 0.6, true},
};
enum { INDICATORS = sizeof indicators / sizeof *indicators };

/* 口径, and what it silently becomes. */
static const char *const scopes[INDICATORS][2] = {
    {"具备科学问题求解能力并公开发布的大模型", "含正在研制的大模型"},
    {"经评价达标、面向社会开放的数据集", "经评价达标、面向社会开放的数据集"},
    {"研发环节应用智能化工具的规上工业企业", "研发环节应用智能化工具的企业"},
};

static size_t n_provinces(const struct manner *manner)
{
    return manner->twist == TWIST_SHRUNK ? PROVINCES / 2 : PROVINCES;
}

static int n_quarters(const struct manner *manner)
{
    return manner->changed ? QUARTERS : QUARTERS - 1;
}

static void put_dimensions(struct text *text, const struct manner *manner)
{
    text_put(text, "\"dimensions\":{\"dataSet\":[],\"series\":[\n"
                   "{\"id\":\"INDICATOR\",\"name\":\"指标\",\"keyPosition\":0,"
                   "\"values\":[");
    for (int i = 0; i < INDICATORS; i++)
        text_put(text, "%s{\"id\":\"%s\",\"name\":\"%s\",\"description\":\"%s\"}",
                 i ? ",\n" : "", indicators[i].code, indicators[i].name,
                 scopes[i][manner->twist == TWIST_SCOPE]);
    text_put(text, "]},\n{\"id\":\"REF_AREA\",\"name\":\"地区\",\"keyPosition\":1,"
                   "\"roles\":[\"REF_AREA\"],\"values\":[");
    for (size_t i = 0; i < n_provinces(manner); i++)
        text_put(text, "%s{\"id\":\"%d\",\"name\":\"%s\"}", i ? ",\n" : "",
                 region_sent(manner, i).code, region_sent(manner, i).name);
    text_put(text, "]}],\n\"observation\":[{\"id\":\"TIME_PERIOD\",\"name\":\"报期\","
                   "\"keyPosition\":2,\"roles\":[\"TIME_PERIOD\"],\"values\":[");
    for (int i = 0; i < n_quarters(manner); i++) {
        int month = i * MONTHS_IN_QUARTER;
        text_put(text, "%s{\"id\":\"%d-Q%d\"}", i ? "," : "", month_year(month),
                 month_of_year(month) / MONTHS_IN_QUARTER);
    }
    text_put(text, "]}]},\n");
}

/* The unit is said for each series; without it nobody can compare units any more. */
static void put_attributes(struct text *text, const struct manner *manner)
{
    text_put(text, "\"measures\":{\"observation\":[{\"id\":\"OBS_VALUE\",\"name\":"
                   "\"值\"}]},\n\"attributes\":{\"dataSet\":[],\"dimensionGroup\":[],"
                   "\"series\":[");
    if (manner->twist != TWIST_COLUMN) {
        text_put(text, "{\"id\":\"UNIT_MEASURE\",\"name\":\"单位\",\"values\":[");
        for (int i = 0; i < INDICATORS; i++) {
            char room[UNIT_ROOM];
            const char *unit = unit_sent(manner, indicators[i].unit, room);
            text_put(text, "%s{\"id\":\"%s\",\"name\":\"%s\"}", i ? "," : "", unit,
                     unit);
        }
        text_put(text, "]}");
    }
    text_put(text, "],\n\"observation\":[{\"id\":\"OBS_STATUS\",\"name\":\"状态\","
                   "\"values\":[{\"id\":\"A\",\"name\":\"正式\"},{\"id\":\"P\","
                   "\"name\":\"初步\"},{\"id\":\"O\",\"name\":\"未公布\"}]}]}\n");
}

static void put_observation(struct text *text, const struct figure *figure,
                            const struct manner *manner)
{
    int status = figure->status == 'P' ? 1 : figure->status == 'O' ? 2 : 0;
    if (!figure->has_value)
        text_put(text, "[null,%d]", status);
    else if (words_sent(manner))
        text_put(text, "[\"%s\",%d]", words_sent(manner), status);
    else
        text_put(text, "[%.0f,%d]", figure->value, status);
}

static void put_series(struct text *text, const struct manner *manner, int indicator,
                       size_t region)
{
    text_put(text, "\"%d:%zu\":{", indicator, region);
    if (manner->twist != TWIST_COLUMN)
        text_put(text, "\"attributes\":[%d],", indicator);
    text_put(text, "\"observations\":{");
    for (int i = 0; i < n_quarters(manner); i++) {
        struct figure figure =
            figure_at(&indicators[indicator], &regions[region], i * MONTHS_IN_QUARTER,
                      PROVISIONAL, manner->changed);
        text_put(text, "%s\"%d\":", i ? "," : "", i);
        put_observation(text, &figure, manner);
    }
    text_put(text, "}}");
}

void most_write(struct text *text, const struct manner *manner)
{
    text_put(text,
             "{\"meta\":{\"schema\":\"https://raw.githubusercontent.com/sdmx-twg/"
             "sdmx-json/master/data-message/tools/schemas/2.0.0/"
             "sdmx-json-data-schema.json\",\n\"id\":\"DEMO-MOST\",\"test\":true,"
             "\"prepared\":\"%s\",\"contentLanguages\":[\"zh\"],\n"
             "\"sender\":{\"id\":\"MOST\",\"name\":\"科学技术部(演示)\"}},\n\"data\":{"
             "\"structures\":[{\"name\":\"“人工智能+”科学技术季度指标（演示数据）\","
             "\"dataSets\":[0],\n",
             manner->changed ? "2026-10-30T08:00:00Z" : "2026-07-31T08:00:00Z");
    put_dimensions(text, manner);
    put_attributes(text, manner);
    text_put(text, "}],\n\"dataSets\":[{\"structure\":0,\"action\":\"Replace\","
                   "\"series\":{\n");
    for (int i = 0; i < INDICATORS; i++)
        for (size_t r = 0; r < n_provinces(manner); r++) {
            text_put(text, "%s", i || r ? ",\n" : "");
            put_series(text, manner, i, r);
        }
    text_put(text, "}}]}}\n");
}
