/* The demo's figures: see tests/demo/figures.h. */
#include "tests/demo/figures.h"

#include <stdint.h>
#include <string.h>

enum { SEED = 20250826, MONTHS_TO_AIM = 36, EVER = 1000 };

static int parent_of(int code)
{
    return code % 10000 ? code / 10000 * 10000 : 100000;
}

/* 0 <= x < 1, from the seed and three numbers alone (the mixer of splitmix64). */
static double chance(uint64_t a, int b, int c)
{
    uint64_t place = a * 1000003 + (uint64_t)b * 101 + (uint64_t)c;
    uint64_t x = SEED + 0x9E3779B97F4A7C15u * place;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    x ^= x >> 31;
    return (double)(x >> 11) / 9007199254740992.0;
}

static uint64_t number_of(const char *code)
{
    uint64_t number = 0;
    for (; *code; code++)
        number = number * 31 + (unsigned char)*code;
    return number;
}

static double share_of(const struct region *region)
{
    double sum = 0;
    for (size_t i = 0; i < n_regions; i++)
        if (parent_of(regions[i].code) == parent_of(region->code))
            sum += regions[i].weight;
    return region->weight / sum;
}

static const struct region *region_of(int code)
{
    for (size_t i = 0; i < n_regions; i++)
        if (regions[i].code == code)
            return &regions[i];
    return NULL;
}

/* From low..high towards the aim, at a pace of 0.7 to 1.35 of the straight line, with a
 * small wave; a prefecture lies near its province. */
static double rate_at(const struct indicator *indicator, const struct region *region,
                      int month)
{
    uint64_t number = number_of(indicator->code);
    int province = parent_of(region->code);
    bool is_province = province == 100000;
    int family = is_province ? region->code : province;
    double start =
        indicator->low + (indicator->high - indicator->low) * chance(number, family, 1);
    double pace = 0.7 + 0.65 * chance(number, family, 2);
    if (!is_province) {
        start += 6 * (chance(number, region->code, 3) - 0.5);
        pace += 0.3 * (chance(number, region->code, 4) - 0.5);
    }
    double wave = month ? 0.4 * (chance(number, region->code, 10 + month) - 0.5) : 0;
    double gone = (double)month / MONTHS_TO_AIM;
    return start + (indicator->aim - start) * pace * gone + wave;
}

/* What the pages of the design show of Hunan's computing capacity, by quarter. */
static const double hunan_computing[] = {2.10, 2.24, 2.46, 2.70,
                                         2.98, 3.21, 3.52, 3.86};

static double count_at(const struct indicator *indicator, const struct region *region,
                       int month)
{
    uint64_t number = number_of(indicator->code);
    if (parent_of(region->code) != 100000)
        return share_of(region) *
               count_at(indicator, region_of(parent_of(region->code)), month);
    if (region->code == 430000 && strcmp(indicator->code, "B9-01") == 0)
        return hunan_computing[month / 3];
    double start = indicator->low * share_of(region) *
                   (0.7 + 0.6 * chance(number, region->code, 1));
    double growth = indicator->aim * (0.6 + 0.8 * chance(number, region->code, 2));
    for (int i = 0; i < month; i++)
        start *= 1 + growth / 12;
    return start;
}

/* Absences and bounds by name; codes as in SDMX: M cannot exist, O not reported, Q
 * suppressed. A bound keeps its value's tens. */
static const struct exception {
    const char *indicator;
    int region, first, last;
    char status; /* '>': a bound */
} exceptions[] = {
    {"A2.2-02", 540000, 0, EVER, 'M'}, {"B9-01", 540000, 0, 12, 'O'},
    {"A2.2-01", 540000, 0, 6, 'O'},    {"A2.2-02", 630000, 15, 15, 'Q'},
    {"B9-01", 433100, 0, EVER, 'O'},   {"B8-01", 540000, 0, EVER, 'O'},
    {"A5.1-05", 430800, 3, 8, 'O'},    {"B8-02", 650000, 18, 18, 'Q'},
    {"B8-02", 110000, 12, 12, '>'},    {"A5.1-05", 330000, 18, 18, '>'},
    {"A4.2-01", 440000, 12, 12, '>'},  {"A1.1-04", 540000, 0, 12, 'O'},
    {"A2.2-04", 540000, 0, EVER, 'O'}, {"A2.2-04", 460000, 0, 9, 'O'},
    {"B11-04", 540000, 0, EVER, 'O'},  {"B9-02", 540000, 0, EVER, 'M'},
};

/* Provisional figures that the scheduled change replaces by final ones. */
static const struct revision {
    const char *indicator;
    int region, month;
} revisions[] = {
    {"B9-01", 430000, 18},
    {"A2.2-02", 330000, 18},
    {"B8-02", 430000, 21},
    {"A4.2-01", 430100, 21},
    /* Those of the ministries whose formats know no provisional figures. */
    {"B10-02", 430000, 18},
    {"A1.1-03", 430000, 18},
    {"A2.2-04", 330000, 21},
    {"B12-01", 430000, 12},
};

/* No coal is mined there, so its mines' figures cannot exist. */
static bool is_without_mines(const char *code, int region)
{
    static const int regions_without[] = {110000, 120000, 310000, 330000,
                                          440000, 460000, 540000};
    if (strncmp(code, "A5.2-", 5) != 0)
        return false;
    for (size_t i = 0; i < sizeof regions_without / sizeof *regions_without; i++)
        if (regions_without[i] == region)
            return true;
    return false;
}

static const struct exception *exception_of(const char *code, int region, int month)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (strcmp(exceptions[i].indicator, code) == 0 &&
            exceptions[i].region == region && month >= exceptions[i].first &&
            month <= exceptions[i].last)
            return &exceptions[i];
    return NULL;
}

static bool is_revised(const char *code, int region, int month)
{
    for (size_t i = 0; i < sizeof revisions / sizeof *revisions; i++)
        if (strcmp(revisions[i].indicator, code) == 0 &&
            revisions[i].region == region && revisions[i].month == month)
            return true;
    return false;
}

/* Written without libm, whose last digits differ from machine to machine. */
struct figure figure_at(const struct indicator *indicator, const struct region *region,
                        int month, int first, bool changed)
{
    if (indicator->provinces_alone && parent_of(region->code) != 100000)
        return (struct figure){.status = 'A'};
    if (is_without_mines(indicator->code, region->code))
        return (struct figure){.status = 'M'};
    const struct exception *exception =
        exception_of(indicator->code, region->code, month);
    bool is_final = is_revised(indicator->code, region->code, month) && changed;
    struct figure figure = {.has_value = true,
                            .status = month >= first && !is_final ? 'P' : 'A'};
    static const double units[] = {1, 0.1, 0.01};
    figure.value = indicator->is_rate ? rate_at(indicator, region, month)
                                      : count_at(indicator, region, month);
    if (!changed && is_revised(indicator->code, region->code, month))
        figure.value -= 3 * units[indicator->decimals];
    if (exception && exception->status == '>') {
        figure.at_least = true;
        figure.value = (double)((int)figure.value / 10 * 10);
    } else if (exception) {
        figure.has_value = false;
        figure.status = exception->status;
    }
    return figure;
}

int month_year(int month)
{
    return 2024 + (month + 11) / 12;
}

int month_of_year(int month)
{
    return (month + 11) % 12 + 1;
}

/* Weights are rough and made up. */
const struct region regions[] = {
    {110000, "北京市", 37},
    {120000, "天津市", 13},
    {130000, "河北省", 35},
    {140000, "山西省", 19},
    {150000, "内蒙古自治区", 19},
    {210000, "辽宁省", 24},
    {220000, "吉林省", 11},
    {230000, "黑龙江省", 12},
    {310000, "上海市", 40},
    {320000, "江苏省", 101},
    {330000, "浙江省", 67},
    {340000, "安徽省", 38},
    {350000, "福建省", 43},
    {360000, "江西省", 25},
    {370000, "山东省", 73},
    {410000, "河南省", 47},
    {420000, "湖北省", 44},
    {430000, "湖南省", 39},
    {440000, "广东省", 105},
    {450000, "广西壮族自治区", 21},
    {460000, "海南省", 6},
    {500000, "重庆市", 24},
    {510000, "四川省", 48},
    {520000, "贵州省", 17},
    {530000, "云南省", 23},
    {540000, "西藏自治区", 2},
    {610000, "陕西省", 26},
    {620000, "甘肃省", 10},
    {630000, "青海省", 3},
    {640000, "宁夏回族自治区", 4},
    {650000, "新疆维吾尔自治区", 15},
    {330100, "杭州市", 240},
    {330200, "宁波市", 200},
    {330300, "温州市", 105},
    {330400, "嘉兴市", 85},
    {330500, "湖州市", 48},
    {330600, "绍兴市", 95},
    {330700, "金华市", 75},
    {330800, "衢州市", 25},
    {330900, "舟山市", 26},
    {331000, "台州市", 72},
    {331100, "丽水市", 25},
    {430100, "长沙市", 300},
    {430200, "株洲市", 80},
    {430300, "湘潭市", 60},
    {430400, "衡阳市", 90},
    {430500, "邵阳市", 60},
    {430600, "岳阳市", 100},
    {430700, "常德市", 90},
    {430800, "张家界市", 15},
    {430900, "益阳市", 50},
    {431000, "郴州市", 70},
    {431100, "永州市", 60},
    {431200, "怀化市", 45},
    {431300, "娄底市", 45},
    {433100, "湘西土家族苗族自治州", 20},
};
const size_t n_regions = sizeof regions / sizeof *regions;
