/* The mapper: what becomes of each row, and when a feed is refused as a whole. */
#include "fetch/mapper.h"

#include "fetch/mapper_work.h"
#include "tests/lib/feed_record.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

/* ---- a small vocabulary ---- */

static bool region(const void *self, const char *text, int32_t *code)
{
    (void)self;
    static const struct {
        int32_t code;
        const char *number, *name;
    } regions[] = {
        {100000, "100000", "全国"},   {110000, "110000", "北京市"},
        {310000, "310000", "上海市"}, {330000, "330000", "浙江省"},
        {430000, "430000", "湖南省"},
    };
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        if (strcmp(text, regions[i].number) == 0 ||
            strcmp(text, regions[i].name) == 0) {
            *code = regions[i].code;
            return true;
        }
    }
    return false;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    (void)self;
    static const struct {
        const char *code, *name, *unit;
    } indicators[] = {
        {"T1-01", "产业规模", "亿元"},
        {"T1-02", "应用普及率", "%"},
        {"T1-03", "没有单位的", ""},
    };
    for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++) {
        if (strcmp(text, indicators[i].code) == 0 ||
            strcmp(text, indicators[i].name) == 0) {
            strcpy(code, indicators[i].code);
            *unit = indicators[i].unit;
            return true;
        }
    }
    return false;
}

static bool several_regions(const void *self, const char *text)
{
    (void)self;
    return strcmp(text, "朝阳区") == 0;
}

static const struct vocabulary vocabulary = {
    .region = region, .indicator = indicator, .several_regions = several_regions};

/* ---- reading ---- */

struct result {
    struct arena arena;
    struct bulk observations;
    struct delivery delivery;
    struct error error;
    bool ok;
};

static void map(struct result *result, const char *bytes, size_t size,
                const struct mapping *mapping)
{
    *result = (struct result){0};
    struct source source = {.name = "s", .address = "file:///f", .format = "auto"};
    if (mapping)
        source.mapping = *mapping;
    struct body body = {bytes, size, "", "feed", NULL};
    bulk_init(&result->observations, NULL, (size_t)1 << 30);
    result->ok = mapper_read(&source, &body, &vocabulary, &result->arena,
                             &result->observations, &result->delivery, &result->error);
}

static void map_text(struct result *result, const char *text,
                     const struct mapping *mapping)
{
    map(result, text, strlen(text), mapping);
}

static void done(struct result *result)
{
    bulk_release(&result->observations);
    arena_release(&result->arena);
}

/* "T1-01 110000 2026-01 >1.5 A", one a line. */
static const char *listed(struct result *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->delivery.n_observations; i++) {
        const struct observation *o = &r->delivery.observations[i];
        char id[32];
        period_id(o->period, id, sizeof id);
        const char *value =
            o->has_value ? arena_printf(&r->arena, "%.15g", o->value) : "-";
        list = arena_printf(
            &r->arena, "%s%s %d %s %s%s %c\n", list, o->indicator, (int)o->region, id,
            qualifier_sign((enum qualifier)o->qualifier), value, o->status);
        assert_int_equal(o->receipt, 0);
        assert_true(status_known(o->status));
        assert_true(o->has_value || status_missing(o->status) != MISSING_NONE);
    }
    return list;
}

/* "row:column ERROR raw", one a line. */
static const char *refused(struct result *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->delivery.n_refusals; i++) {
        const struct refusal *refusal = &r->delivery.refusals[i];
        list = arena_printf(&r->arena, "%s%u:%u %s%s %s\n", list, refusal->row,
                            refusal->column, refusal->warning ? "warning " : "",
                            error_name(refusal->reason.code), refusal->raw);
    }
    return list;
}

static void a_table(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, "tests/fixtures/fetch/monthly.csv", &size);
    struct result r;
    /* The remarks differ, but remarks tell no values apart. */
    map(&r, bytes, size, NULL);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 110000 2026-01 1.5 A\n"
                                    "T1-01 310000 2026-01 >1590 P\n"
                                    "T1-02 330000 2026-01/2026-08 - O\n");
    assert_string_equal(refused(&r), "6:5 ERROR_NUMBER 1,2O4\n"
                                     "8:0 ERROR_CSV_RAGGED 430000\n"
                                     "9:1 ERROR_MAP_REGION 430199\n"
                                     "10:4 ERROR_PERIOD 2026-13\n");
    const struct receipt *receipt = &r.delivery.receipt;
    assert_int_equal(receipt->rows_seen, 8);
    assert_int_equal(receipt->rows_refused, 4);
    assert_int_equal(receipt->warnings, 0);
    assert_int_equal(receipt->bytes, size);
    assert_string_equal(receipt->source, "s");
    assert_string_equal(receipt->format, "csv");
    assert_int_equal(strlen(receipt->digest), 64);
    done(&r);
    arena_release(&arena);
}

static void a_data_set(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, "tests/fixtures/fetch/regions.json", &size);
    struct result r;
    map(&r, bytes, size, NULL);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 110000 2026-01 1.5 A\n"
                                    "T1-01 110000 2026-02 2.5 P\n"
                                    "T1-01 110000 2026-03 3.5 A\n"
                                    "T1-02 110000 2026-01 10 A\n"
                                    "T1-02 110000 2026-02 20 A\n"
                                    "T1-02 110000 2026-03 30 A\n"
                                    "T1-01 310000 2026-01 4 A\n"
                                    "T1-01 310000 2026-02 5 A\n"
                                    "T1-01 310000 2026-03 6 A\n"
                                    "T1-02 310000 2026-01 - Q\n"
                                    "T1-02 310000 2026-03 42.5 A\n"
                                    "T1-01 330000 2026-01 >7 A\n"
                                    "T1-01 330000 2026-02 8 E\n"
                                    "T1-01 330000 2026-03 9 A\n"
                                    "T1-02 330000 2026-01 ~40 A\n");
    assert_string_equal(refused(&r), "18:0 ERROR_NUMBER 1,2O4\n");
    assert_int_equal(r.delivery.receipt.rows_seen, 18);
    done(&r);
    arena_release(&arena);
}

/* One dimension of two categories that nobody mapped. */
#define SEX                                                                            \
    "{\"id\":[\"sex\",\"time\"],\"size\":[2,1],\"dimension\":{\"sex\":{\"label\":"     \
    "\"Sex\",\"category\":{\"index\":[\"T\",\"M\"],\"label\":{\"T\":\"total\"}}},"     \
    "\"time\":{\"category\":{\"index\":[\"2025\"]}}},\"value\":[5,2]}"

static void constants_and_filters(void **state)
{
    (void)state;
    struct result r;
    struct mapping mapping = {.constant_region = "全国", .constant_indicator = "T1-01"};
    map_text(&r, SEX, &mapping);
    assert_int_equal(r.error.code, ERROR_MAP_AMBIGUOUS);
    assert_string_equal(r.error.arg[1], "sex");
    assert_string_equal(r.error.arg[2], "T");
    assert_string_equal(r.error.arg[3], "M");
    done(&r);

    static const struct {
        const char *from, *to, *list;
        enum error_code error;
    } filters[] = {
        {"sex", "M", "T1-01 100000 2025 2 A\n", ERROR_NONE},
        {"Sex", "total", "T1-01 100000 2025 5 A\n", ERROR_NONE},
        {"#1", "T", "T1-01 100000 2025 5 A\n", ERROR_NONE},
        {"sex", "F", "", ERROR_MAP_FILTERED},
        {"dataset", "other", "", ERROR_MAP_FILTERED},
        {"gender", "T", "", ERROR_MAP_FILTER_NONE},
    };
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        struct name_pair pair = {filters[i].from, filters[i].to};
        mapping.filters = &pair;
        mapping.n_filters = 1;
        map_text(&r, SEX, &mapping);
        assert_int_equal(r.error.code, filters[i].error);
        assert_string_equal(listed(&r), filters[i].list);
        if (r.ok)
            assert_int_equal(r.delivery.receipt.rows_seen, 1);
        done(&r);
    }
    mapping = (struct mapping){.constant_region = "全国"};
    map_text(&r, SEX, &mapping);
    assert_int_equal(r.error.code, ERROR_MAP_NO_INDICATOR);
    assert_string_equal(r.error.arg[1], "sex, time");
    done(&r);
    mapping = (struct mapping){.constant_region = "Atlantis"};
    map_text(&r, SEX, &mapping);
    assert_int_equal(r.error.code, ERROR_MAP_CONSTANT);
    done(&r);
    mapping = (struct mapping){.constant_region = "全国", .columns.indicator = "topic"};
    map_text(&r, SEX, &mapping);
    assert_int_equal(r.error.code, ERROR_MAP_NAMED);
    done(&r);
}

/* A filter that finds no dimension lets nothing in; a name to ignore is only said. */
static void names_of_no_dimension(void **state)
{
    (void)state;
    static const char text[] = "region,indicator,time,value,status,unit,qualifier\n"
                               "110000,T1-01,2024,1,A,亿元,\n"
                               "110000,T1-01,2025,2,P,亿元,\n";
    static const char *const names[] = {"status", "value", "qualifier", "#5", "staus"};
    struct result r;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct name_pair pair = {names[i], "A"};
        struct mapping mapping = {.filters = &pair, .n_filters = 1};
        map_text(&r, text, &mapping);
        assert_false(r.ok);
        assert_int_equal(r.error.code, ERROR_MAP_FILTER_NONE);
        assert_string_equal(r.error.arg[1], names[i]);
        done(&r);
    }
    struct name_pair pairs[] = {{"unit", "亿元"}, {"time", "2025"}};
    struct mapping mapping = {.filters = pairs, .n_filters = 2};
    map_text(&r, text, &mapping);
    assert_string_equal(listed(&r), "T1-01 110000 2025 2 P\n");
    assert_int_equal(r.delivery.n_refusals, 0);
    done(&r);
    const char *ignored[] = {"备注", "unit"};
    mapping = (struct mapping){.ignored = ignored, .n_ignored = 2};
    map_text(&r, text, &mapping);
    assert_int_equal(r.delivery.n_observations, 2);
    assert_string_equal(refused(&r), "0:0 warning ERROR_MAP_IGNORED 备注\n");
    done(&r);
}

/* A filter that one data set of a bundle lacks is a warning for that one. */
static void filters_of_one_data_set(void **state)
{
    (void)state;
    struct name_pair filter = {"sex", "T"};
    struct mapping mapping = {.filters = &filter,
                              .n_filters = 1,
                              .constant_region = "430000",
                              .constant_indicator = "T1-01"};
    struct result r;
    map_text(&r,
             "{\"a\":{\"value\":[9],\"dimension\":{\"id\":[\"year\"],\"size\":[1],"
             "\"year\":{\"category\":{\"index\":[\"2023\"]}}}},"
             "\"b\":{\"value\":[1,2],\"dimension\":{\"id\":[\"year\",\"sex\"],"
             "\"size\":[1,2],\"year\":{\"category\":{\"index\":[\"2024\"]}},"
             "\"sex\":{\"category\":{\"index\":[\"F\",\"T\"]}}}}}",
             &mapping);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 430000 2023 9 A\nT1-01 430000 2024 2 A\n");
    assert_string_equal(refused(&r), "0:0 warning ERROR_MAP_FILTER sex\n");
    done(&r);
}

/* One column that is named for two parts is neither. */
static void one_dimension_for_two_parts(void **state)
{
    (void)state;
    static const struct {
        struct column_mapping columns;
        const char *first, *second;
    } rows[] = {
        {{.region = "地区代码", .indicator = "地区代码"}, "region", "indicator"},
        {{.region = "地区代码", .period = "地区代码"}, "region", "period"},
        {{.indicator = "#1", .period = "地区代码"}, "indicator", "period"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mapping mapping = {.columns = rows[i].columns};
        if (!mapping.columns.region)
            mapping.constant_region = "全国";
        struct result r;
        map_text(&r, "地区代码,指标,时间,value\n110000,T1-01,2025,1\n", &mapping);
        assert_false(r.ok);
        assert_int_equal(r.error.code, ERROR_MAP_TWO_PARTS);
        assert_string_equal(r.error.arg[1], "地区代码");
        assert_string_equal(r.error.arg[2], rows[i].first);
        assert_string_equal(r.error.arg[3], rows[i].second);
        done(&r);
    }
}

/* A constant wins over a dimension that only its role has found. */
static void a_constant_for_a_dimension(void **state)
{
    (void)state;
    struct result r;
    struct mapping mapping = {.constant_region = "全国", .constant_indicator = "T1-03"};
    map_text(&r, "geo,time,value\nAA,2025,1\n", &mapping);
    assert_string_equal(listed(&r), "T1-03 100000 2025 1 A\n");
    done(&r);
    map_text(&r, "geo,time,value\nAA,2025,1\nBB,2025,2\n", &mapping);
    assert_int_equal(r.error.code, ERROR_MAP_AMBIGUOUS);
    done(&r);
}

static void names_as_sent(void **state)
{
    (void)state;
    struct name_pair regions[] = {{"HN", "430000"}, {"Zhejiang", "330000"}, {"X", "9"}};
    struct name_pair indicators[] = {{"SIZE", "T1-01"}};
    struct mapping mapping = {.regions = regions,
                              .n_regions = 3,
                              .indicators = indicators,
                              .n_indicators = 1};
    struct result r;
    map_text(&r,
             "region,地区,indicator,time,value\n"
             "HN,,SIZE,2025,1\n"
             "33,Zhejiang,产业规模,2025,2\n"
             "11,北京市,T1-02,2025,3\n"
             "X,,SIZE,2025,4\n"
             "ZZ,Zed,SIZE,2025,5\n"
             "HN,,\x1B[2J,2025,6\n",
             &mapping);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 430000 2025 1 A\n"
                                    "T1-01 330000 2025 2 A\n"
                                    "T1-02 110000 2025 3 A\n");
    assert_string_equal(refused(&r), "5:1 ERROR_MAP_REGION X\n"
                                     "6:1 ERROR_MAP_REGION ZZ\n"
                                     "7:3 ERROR_MAP_INDICATOR <U+001B>[2J\n");
    assert_string_equal(r.delivery.refusals[0].reason.arg[0], "9");
    assert_string_equal(r.delivery.refusals[1].reason.arg[0], "ZZ Zed");
    assert_string_equal(r.delivery.refusals[2].reason.arg[0], "<U+001B>[2J");
    done(&r);
}

/* A name that several regions bear is in the register, and still says nothing. */
static void names_of_several_regions(void **state)
{
    (void)state;
    struct name_pair regions[] = {{"CY", "朝阳区"}};
    struct mapping mapping = {.regions = regions, .n_regions = 1};
    struct result r;
    map_text(&r,
             "region,地区,indicator,time,value\n"
             "110000,朝阳区,T1-01,2025,1\n"
             "朝阳区,,T1-01,2025,2\n"
             "9,朝阳区,T1-01,2025,3\n"
             "CY,,T1-01,2025,4\n"
             "Q,,T1-01,2025,5\n",
             &mapping);
    assert_string_equal(listed(&r), "T1-01 110000 2025 1 A\n");
    assert_string_equal(refused(&r), "3:1 ERROR_MAP_REGION_SEVERAL 朝阳区\n"
                                     "4:1 ERROR_MAP_REGION_SEVERAL 9\n"
                                     "5:1 ERROR_MAP_REGION_SEVERAL CY\n"
                                     "6:1 ERROR_MAP_REGION Q\n");
    done(&r);
    mapping = (struct mapping){.constant_region = "朝阳区"};
    map_text(&r, "indicator,time,value\nT1-01,2025,1\n", &mapping);
    assert_int_equal(r.error.code, ERROR_MAP_REGION_SEVERAL);
    done(&r);
}

static void units(void **state)
{
    (void)state;
    struct result r;
    map_text(&r,
             "region,indicator,time,value,unit\n"
             "110000,T1-01,2025,1,\" 亿元 \"\n"
             "110000,T1-02,2025,2,亿元\n"
             "110000,T1-03,2025,3,万家\n"
             "310000,T1-02,2025,4,\n",
             NULL);
    assert_string_equal(listed(&r), "T1-01 110000 2025 1 A\n"
                                    "T1-03 110000 2025 3 A\n"
                                    "T1-02 310000 2025 4 A\n");
    assert_string_equal(refused(&r), "3:5 ERROR_MAP_UNIT 亿元\n");
    assert_string_equal(r.delivery.refusals[0].reason.arg[0], "亿元");
    assert_string_equal(r.delivery.refusals[0].reason.arg[1], "%");
    done(&r);
    /* By its code, and named by a category of another dimension. */
    const char *text =
        "{\"id\":[\"unit\",\"indicator\",\"time\"],\"size\":[1,1,1],\"dimension\":{"
        "\"unit\":{\"category\":{\"index\":[\"%s\"],\"label\":{\"%s\":\"per cent\"}}},"
        "\"indicator\":{\"category\":{\"index\":[\"T1-02\"]}},"
        "\"time\":{\"category\":{\"index\":[\"2025\"]}}},\"value\":[5]}";
    struct mapping mapping = {.constant_region = "全国"};
    char body[512];
    snprintf(body, sizeof body, text, "%", "%");
    map_text(&r, body, &mapping);
    assert_true(r.ok);
    done(&r);
    snprintf(body, sizeof body, text, "PC", "PC");
    map_text(&r, body, &mapping);
    assert_int_equal(r.error.code, ERROR_MAP_UNIT);
    assert_string_equal(r.error.arg[0], "per cent");
    done(&r);
}

/* A power of ten is a part of the unit, never left out in silence. */
static void powers_of_units(void **state)
{
    (void)state;
    struct name_pair units[] = {{"10^8 CNY", "亿元"}};
    struct mapping mapping = {.units = units, .n_units = 1};
    struct result r;
    map_text(&r,
             "region,indicator,time,value,UNIT_MEASURE,UNIT_MULT\n"
             "430000,T1-01,2023,1,CNY,8\n430000,T1-01,2024,2,CNY,6\n"
             "430000,T1-01,2025,3,亿元,0\n430000,T1-01,2022,4,亿元,\n"
             "430000,T1-01,2021,5,,3\n",
             &mapping);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 430000 2023 1 A\nT1-01 430000 2025 3 A\n"
                                    "T1-01 430000 2022 4 A\n");
    assert_int_equal(r.delivery.n_refusals, 2);
    assert_string_equal(r.delivery.refusals[0].raw, "10^6 CNY");
    done(&r);
}

/* Multiples of the indicator's unit; what is no multiple is refused. */
static void converted_units(void **state)
{
    (void)state;
    struct name_pair units[] = {{"mn yuan", "百万元"}, {"CNY", "元"}, {"KEUR", "亿元"}};
    struct mapping mapping = {.units = units, .n_units = 3};
    struct result r;
    map_text(&r,
             "region,indicator,time,value,unit,UNIT_MULT\n"
             "430000,T1-01,2011,0.07,万亿元,0\n"
             "430000,T1-01,2012,>1234.5,万元,0\n"
             "430000,T1-01,2013,12,mn yuan,0\n"
             "430000,T1-01,2014,3.3,CNY,6\n"
             "430000,T1-01,2015,3.3,元,\n"
             "430000,T1-01,2016,1,亿美元,0\n"
             "430000,T1-01,2017,1,KEUR,3\n"
             "430000,T1-01,2018,1,元,x\n"
             "430000,T1-01,2019,1e300,亿元,30\n"
             "430000,T1-01,2020,未公布,万元,0\n"
             "430000,T1-02,2011,0.256,比例,0\n"
             "430000,T1-02,2012,1,百分点,0\n",
             &mapping);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 430000 2011 700 A\n"
                                    "T1-01 430000 2012 >0.12345 A\n"
                                    "T1-01 430000 2013 0.12 A\n"
                                    "T1-01 430000 2014 0.033 A\n"
                                    "T1-01 430000 2015 3.3e-08 A\n"
                                    "T1-01 430000 2020 - O\n"
                                    "T1-02 430000 2011 25.6 A\n");
    assert_true(r.delivery.observations[1].value == 0.12345);
    assert_true(r.delivery.observations[6].value == 25.6);
    assert_string_equal(refused(&r), "7:5 ERROR_MAP_UNIT 亿美元\n"
                                     "8:5 ERROR_MAP_UNIT 10^3 KEUR\n"
                                     "9:5 ERROR_MAP_UNIT 10^x 元\n"
                                     "10:4 ERROR_NUMBER_RANGE 1e+300 x 10^30\n"
                                     "13:5 ERROR_MAP_UNIT 百分点\n");
    done(&r);
}

/* Periods that only the sender can read. */
static void periods_by_name(void **state)
{
    (void)state;
    struct name_pair periods[] = {{"2016 - 4", "2016-Q4"}, {"2016 - 3", "2016-Q3"}};
    struct mapping mapping = {.periods = periods, .n_periods = 2};
    struct result r;
    map_text(&r,
             "region,indicator,time,value\n430000,T1-01,2016 - 3,1\n"
             "430000,T1-01,2016 - 4,2\n430000,T1-01,2017 - 1,3\n",
             &mapping);
    assert_true(r.ok);
    assert_string_equal(listed(&r),
                        "T1-01 430000 2016-Q3 1 A\nT1-01 430000 2016-Q4 2 A\n");
    assert_int_equal(r.delivery.refusals[0].reason.code, ERROR_PERIOD);
    done(&r);
}

/* What a code means to its office comes before what it would mean elsewhere, and after
 * what aiplus.conf says. */
static void codes_of_an_office(void **state)
{
    (void)state;
    struct name_pair regions[] = {{"330000000000", "430000"}};
    struct mapping mapping = {.regions = regions, .n_regions = 1};
#define AT(da, name, value)                                                            \
    "{\"_id\":\"T1-01\",\"i_showname\":\"x\",\"da\":\"" da "\",\"da_name\":\"" name    \
    "\",\"du_name\":\"万元\",\"value\":\"" value "\"}"
    struct result r;
    map_text(&r,
             "{\"data\":[{\"code\":\"202402SS\",\"name\":\"2024-02\",\"values\":[" AT(
                 "310000000000", "", "5") "," AT("330000000000", "浙江省",
                                                 "6") "," AT("000000000000", "",
                                                             "7") "," AT("330000001000",
                                                                         "浙江省",
                                                                         "8") "]}]}",
             &mapping);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 310000 2024-Q2 0.0005 A\n"
                                    "T1-01 430000 2024-Q2 0.0006 A\n"
                                    "T1-01 100000 2024-Q2 0.0007 A\n");
    assert_int_equal(r.delivery.n_refusals, 1);
    assert_int_equal(r.delivery.refusals[0].reason.code, ERROR_MAP_REGION);
    assert_string_equal(r.delivery.refusals[0].reason.arg[0], "330000001000 浙江省");
    done(&r);
}

/* Filters for one data set of a bundle are no business of the others. */
static void one_of_a_bundle(void **state)
{
    (void)state;
    struct name_pair filters[] = {{"dataset", "b"}, {"sex", "T"}};
    struct mapping mapping = {.filters = filters,
                              .n_filters = 2,
                              .constant_region = "430000",
                              .constant_indicator = "T1-01"};
    struct result r;
    map_text(&r,
             "{\"a\":{\"value\":[9],\"dimension\":{\"id\":[\"x\"],\"size\":[1],"
             "\"x\":{\"category\":{\"index\":[\"1\"]}}}},"
             "\"b\":{\"value\":[1,2],\"dimension\":{\"id\":[\"year\",\"sex\"],"
             "\"size\":[1,2],\"year\":{\"category\":{\"index\":[\"2024\"]}},"
             "\"sex\":{\"category\":{\"index\":[\"F\",\"T\"]}}}}}",
             &mapping);
    assert_true(r.ok);
    assert_int_equal(r.delivery.n_refusals, 0);
    assert_string_equal(listed(&r), "T1-01 430000 2024 2 A\n");
    done(&r);
}

/* What aiplus.conf says of units and statuses comes before what is known of them. */
static void units_and_statuses_by_name(void **state)
{
    (void)state;
    struct name_pair units[] = {{"bn", "亿元"}, {"pct", "亿元"}},
                     statuses[] = {{"x", "Q"}, {"p", "E"}};
    struct mapping mapping = {
        .units = units, .n_units = 2, .statuses = statuses, .n_statuses = 2};
    struct result r;
    map_text(&r,
             "region,indicator,time,value,status,unit\n"
             "110000,T1-01,2024,1,p,bn\n"
             "110000,T1-01,2023,,x,亿元\n"
             "110000,T1-02,2024,1,b,pct\n"
             "110000,T1-02,2023,1,b,million\n"
             "110000,T1-03,2023,1,,million\n",
             &mapping);
    assert_true(r.ok);
    assert_int_equal(r.delivery.n_observations, 3);
    assert_int_equal(r.delivery.observations[0].status, 'E');
    assert_int_equal(r.delivery.observations[1].status, 'Q');
    assert_false(r.delivery.observations[1].has_value);
    assert_int_equal(r.delivery.n_refusals, 2);
    assert_int_equal(r.delivery.refusals[0].reason.code, ERROR_MAP_UNIT);
    assert_string_equal(r.delivery.refusals[1].raw, "million");
    done(&r);
}

static void statuses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char status;
    } rows[] = {
        {"", 'A'},    {"A", 'A'},    {"a", 'A'},      {"P", 'P'},  {"p", 'P'},
        {"e", 'E'},   {"b", 'B'},    {"f", 'F'},      {"s", 'E'},  {":", 'O'},
        {"c", 'Q'},   {"M", 'M'},    {"B; E", 'B'},   {"bp", 'B'}, {"x", 0},
        {"prose", 0}, {"初步", 'P'}, {"未公布", 'O'}, {".", 0},    {"Y", 0},
        {"; ;", 'A'}, {"U", 'U'},
    };
    const struct mapping nothing = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(mapper_status(&nothing, rows[i].text), rows[i].status);
    struct result r;
    map_text(&r,
             "region,indicator,time,value,status\n"
             "110000,T1-01,2021,1,p\n"
             "110000,T1-01,2022,,M\n"
             "110000,T1-01,2023,,\n"
             "110000,T1-01,2024,0,M\n"
             "110000,T1-01,2025,保密,\n"
             "110000,T1-01,2026,,p\n",
             NULL);
    assert_string_equal(listed(&r), "T1-01 110000 2021 1 P\n"
                                    "T1-01 110000 2022 - M\n"
                                    "T1-01 110000 2025 - Q\n");
    /* A value that is marked as missing is neither. */
    assert_string_equal(refused(&r), "5:4 ERROR_MAP_STATUS 0\n");
    assert_int_equal(r.delivery.receipt.rows_seen, 6);
    done(&r);
}

/* A value with a status that nobody understands is kept, and the status named once. */
static void odd_statuses(void **state)
{
    (void)state;
    struct result r;
    const char *text = "region,indicator,time,value,status\n"
                       "110000,T1-01,2021,1,作废\n"
                       "110000,T1-01,2022,2,作废\n"
                       "110000,T1-01,2023,3,x\n"
                       "110000,T1-01,2024,4,p\n"
                       "110000,T1-01,2025,5,\n";
    map_text(&r, text, NULL);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 110000 2021 1 A\n"
                                    "T1-01 110000 2022 2 A\n"
                                    "T1-01 110000 2023 3 A\n"
                                    "T1-01 110000 2024 4 P\n"
                                    "T1-01 110000 2025 5 A\n");
    assert_string_equal(refused(&r), "2:0 warning ERROR_MAP_STATUS_ODD 作废\n"
                                     "4:0 warning ERROR_MAP_STATUS_ODD x\n");
    assert_int_equal(r.delivery.receipt.warnings, 2);
    assert_int_equal(r.delivery.receipt.rows_refused, 0);
    done(&r);
    struct name_pair pairs[] = {{"作废", "L"}, {"x", "E"}};
    struct mapping mapping = {.statuses = pairs, .n_statuses = 2};
    map_text(&r, text, &mapping);
    assert_int_equal(r.delivery.receipt.warnings, 0);
    assert_int_equal(r.delivery.receipt.rows_refused, 2);
    done(&r);
}

static void rows_that_meet(void **state)
{
    (void)state;
    struct result r;
    map_text(&r,
             "region,indicator,time,value,status\n"
             "110000,T1-01,2021,1,\n"
             "110000,T1-01,2022,2,\n"
             "北京市,T1-01,2021年,1.0,A\n"
             "北京市,产业规模,2022,3,\n"
             "110000,T1-01,2023,4,\n"
             "110000,T1-01,2023,4,P\n"
             "110000,T1-01,2024,5,\n"
             "110000,T1-01,2024,>5,\n"
             "110000,T1-01,2025,,O\n"
             "110000,T1-01,2025,6,\n"
             "110000,T1-01,2022,2,\n",
             NULL);
    assert_true(r.ok);
    assert_string_equal(listed(&r), "T1-01 110000 2021 1 A\n");
    assert_string_equal(refused(&r), "3:0 ERROR_MAP_CONFLICT 2 (A)\n"
                                     "5:0 ERROR_MAP_CONFLICT 3 (A)\n"
                                     "6:0 ERROR_MAP_CONFLICT 4 (A)\n"
                                     "7:0 ERROR_MAP_CONFLICT 4 (P)\n"
                                     "8:0 ERROR_MAP_CONFLICT 5 (A)\n"
                                     "9:0 ERROR_MAP_CONFLICT >5 (A)\n"
                                     "10:0 ERROR_MAP_CONFLICT - (O)\n"
                                     "11:0 ERROR_MAP_CONFLICT 6 (A)\n");
    const struct error *reason = &r.delivery.refusals[1].reason;
    assert_string_equal(reason->arg[0], "5");
    assert_string_equal(reason->arg[1], "3");
    assert_string_equal(reason->arg[2], "3 (A)");
    assert_string_equal(reason->arg[3], "2 (A)");
    done(&r);
}

static void feeds_refused_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum error_code error;
    } rows[] = {
        {"region,indicator,time,value\nQ,T1-01,2025,1\nR,T1-01,2025,1\nS,T1-01,x,1\n",
         ERROR_MAP_REGION},
        {"region,indicator,time,value\n110000,T1-01,2025,\n", ERROR_MAP_NO_VALUES},
        {"region,indicator,time,value\n", ERROR_MAP_EMPTY},
        {"region,indicator,time,value\n110000,T1-01,2025,1\n110000,T1-01,2025,2\n",
         ERROR_MAP_CONFLICT},
        {"region,indicator,time,value\n1,2\n", ERROR_CSV_ALL_RAGGED},
        {"<html>", ERROR_BODY_HTML},
        {"{\"class\":\"collection\",\"link\":{\"item\":[{\"href\":\"x\"}]}}",
         ERROR_JSONSTAT_LINKS},
        {"{\"a\":1,\"a\":2}", ERROR_JSON_DUPLICATE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct result r;
        map_text(&r, rows[i].text, NULL);
        assert_false(r.ok);
        assert_int_equal(r.error.code, rows[i].error);
        assert_int_equal(r.delivery.n_refusals, 0);
        done(&r);
    }
}

/* 50,000 bad rows among 50,000 good ones: kept up to the ceiling, counted to the end.
 */
static void many_bad_rows(void **state)
{
    (void)state;
    enum { N = 50000 };
    char *text = malloc(N * 80 + 100);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "region,indicator,time,value\n");
    for (int i = 0; i < N; i++)
        n += (size_t)sprintf(text + n, "110000,T1-01,%d,%d\nR%d\x7F,T1-01,2025,1\n",
                             1900 + i % 200, i % 200, i);
    clock_t start = clock();
    struct result r;
    map(&r, text, n, NULL);
    assert_true(r.ok);
    assert_int_equal(r.delivery.n_observations, 200);
    assert_int_equal(r.delivery.n_refusals, REFUSALS_MOST);
    assert_int_equal(r.delivery.receipt.rows_refused, N);
    assert_int_equal(r.delivery.receipt.rows_seen, 2 * N);
    assert_string_equal(r.delivery.refusals[0].raw, "R0<U+007F>");
    done(&r);
    free(text);
    assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
}

static bool any_region(const void *self, const char *text, int32_t *code)
{
    (void)self;
    *code = atoi(text);
    return true;
}

/* Rows of random keys and few values, against a list that is searched by key: where the
 * keys that can be are few, and where they are too many for a bit each. */
static void rows_that_meet_among_many(void **state)
{
    (void)state;
    enum { ROWS = 20000, KEYS = 16000 };
    static const struct vocabulary wide = {NULL, any_region, indicator, several_regions,
                                           NULL};
    static const struct source source = {
        .name = "s", .address = "file:///f", .format = "auto"};
    static int value[KEYS], met[KEYS];
    static bool conflict[KEYS];
    struct arena arena = {0};
    for (int spread = 0; spread < 2; spread++) {
        char *text = arena_alloc(&arena, (size_t)ROWS * 48 + 64), *p = text;
        uint32_t random = 7;
        size_t kept = 0, refused = 0;
        memset(value, -1, sizeof value);
        memset(met, 0, sizeof met);
        memset(conflict, 0, sizeof conflict);
        p += sprintf(p, "region,indicator,period,value\n");
        for (int i = 0; i < ROWS; i++) {
            random = random * 1664525 + 1013904223;
            int key = (int)(random >> 8) % KEYS, v = (int)(random >> 28) % 3;
            p += sprintf(p, "%d,T1-0%d,%d-%02d,%d\n", spread ? key : key % 40,
                         1 + key % 2, 1900 + key / 40 / 12 % 200, 1 + key / 40 % 12, v);
            met[key]++;
            conflict[key] = conflict[key] || (value[key] >= 0 && value[key] != v);
            value[key] = value[key] < 0 ? v : value[key];
        }
        /* Of rows that contradict the first, it is refused, and each that differs. */
        for (int key = 0; key < KEYS; key++)
            kept += met[key] > 0 && !conflict[key];
        struct body body = {text, strlen(text), "", "feed", NULL};
        struct delivery delivery;
        struct error error = {0};
        struct bulk observations;
        bulk_init(&observations, NULL, (size_t)1 << 30);
        assert_true(mapper_read(&source, &body, &wide, &arena, &observations, &delivery,
                                &error));
        assert_int_equal(delivery.n_observations, kept);
        for (size_t i = 0; i < kept; i++) {
            const struct observation *o = &delivery.observations[i];
            struct date first = date_from_day(o->period.first);
            int key =
                spread ? o->region
                       : ((first.year - 1900) * 12 + first.month - 1) * 40 + o->region;
            assert_false(conflict[key]);
            assert_true(o->value == value[key]);
            assert_int_equal(o->indicator[4], '1' + key % 2);
            met[key] = 0;
        }
        for (int key = 0; key < KEYS; key++)
            refused += conflict[key];
        assert_true(delivery.receipt.rows_refused >= 2 * refused);
        assert_true(refused > 100);
        bulk_release(&observations);
    }
    arena_release(&arena);
}

/* The disk has no room for what was read: the feed fails, and says where. */
static void no_room_for_rows(void **state)
{
    (void)state;
    enum { ROWS = 60000 };
    static const struct vocabulary wide = {NULL, any_region, indicator, several_regions,
                                           NULL};
    static const struct source source = {
        .name = "s", .address = "file:///f", .format = "auto"};
    const char *set = getenv("TMPDIR"), *directory = set ? set : "/tmp";
    struct arena arena = {0};
    char *text = arena_alloc(&arena, (size_t)ROWS * 32 + 64), *p = text;
    p += sprintf(p, "region,indicator,period,value\n");
    for (int i = 0; i < ROWS; i++)
        p += sprintf(p, "%d,T1-01,2026-01,1\n", i);
    struct body body = {text, strlen(text), "", "feed", directory};
    struct delivery delivery = {0};
    struct error error = {0};
    struct bulk observations;
    bulk_init(&observations, directory, (size_t)1 << 30);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit was, limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    limit = was;
    limit.rlim_cur = 1000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    bool ok =
        mapper_read(&source, &body, &wide, &arena, &observations, &delivery, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_false(ok);
    assert_int_equal(error.code, ERROR_BULK_FULL);
    assert_string_equal(error.arg[0], directory);
    /* The same bulk serves again. */
    assert_true(
        mapper_read(&source, &body, &wide, &arena, &observations, &delivery, &error));
    assert_int_equal(delivery.n_observations, ROWS);
    assert_int_equal(delivery.observations[ROWS - 1].region, ROWS - 1);
    bulk_release(&observations);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table),
        cmocka_unit_test(a_data_set),
        cmocka_unit_test(constants_and_filters),
        cmocka_unit_test(names_of_no_dimension),
        cmocka_unit_test(filters_of_one_data_set),
        cmocka_unit_test(one_dimension_for_two_parts),
        cmocka_unit_test(a_constant_for_a_dimension),
        cmocka_unit_test(names_as_sent),
        cmocka_unit_test(names_of_several_regions),
        cmocka_unit_test(units),
        cmocka_unit_test(statuses),
        cmocka_unit_test(odd_statuses),
        cmocka_unit_test(powers_of_units),
        cmocka_unit_test(converted_units),
        cmocka_unit_test(codes_of_an_office),
        cmocka_unit_test(periods_by_name),
        cmocka_unit_test(one_of_a_bundle),
        cmocka_unit_test(units_and_statuses_by_name),
        cmocka_unit_test(rows_that_meet),
        cmocka_unit_test(rows_that_meet_among_many),
        cmocka_unit_test(feeds_refused_whole),
        cmocka_unit_test(many_bad_rows),
        cmocka_unit_test(no_room_for_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
