/* The six ministries of the demo, one a format: see tests/demo/feeds.h. */
#include "tests/demo/feeds.h"

#include <stdio.h>
#include <string.h>

size_t regions_sent(const struct manner *manner)
{
    return manner->twist == TWIST_SHRUNK ? n_regions / 2 : n_regions;
}

struct region region_sent(const struct manner *manner, size_t i)
{
    static const struct region nobodys = {990000, "某新区", 0};
    return manner->twist == TWIST_UNKNOWN && i == 1 ? nobodys : regions[i];
}

const char *unit_sent(const struct manner *manner, const char *unit,
                      char room[UNIT_ROOM])
{
    /* Each converts to the unit before, so that only a comparison with the delivery
     * before tells that something is wrong. */
    static const char *const others[][2] = {{"EFLOPS", "PFLOPS"}, {"%", "‰"}};
    if (manner->twist != TWIST_UNITS)
        return unit;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(unit, others[i][0]) == 0)
            return others[i][1];
    snprintf(room, UNIT_ROOM, "十%s", unit);
    return room;
}

const char *words_sent(const struct manner *manner)
{
    return manner->twist == TWIST_TYPE ? "见附件" : NULL;
}

#define ALL                                                                            \
    (1u << TWIST_NONE | 1u << TWIST_SHRUNK | 1u << TWIST_UNITS | 1u << TWIST_UNKNOWN | \
     1u << TWIST_TYPE)

const struct ministry ministries[] = {
    {.name = "miit",
     .path = "/miit/indicators.json",
     .type = "application/json; charset=utf-8",
     .write = miit_write,
     .dates = {"Wed, 22 Jul 2026 16:00:00 GMT", "Wed, 28 Oct 2026 16:00:00 GMT"},
     .twists = ALL},
    {.name = "ndrc",
     .path = "/ndrc/aiplus.json",
     .type = "application/json; charset=utf-8",
     .write = ndrc_write,
     .dates = {"Mon, 02 Nov 2026 01:30:00 GMT", "Fri, 20 Nov 2026 01:30:00 GMT"},
     .twists = ALL | 1u << TWIST_SCOPE},
    {.name = "nda",
     .path = "/nda/monthly.csv",
     .type = "text/csv; charset=utf-8",
     .write = nda_write,
     .dates = {"Mon, 12 Oct 2026 02:00:00 GMT", "Thu, 12 Nov 2026 02:00:00 GMT"},
     .twists = ALL | 1u << TWIST_COLUMN},
    {.name = "most",
     .path = "/most/data/MOST,DF_AI4S,1.0",
     .type = "application/vnd.sdmx.data+json; version=2.0.0",
     .write = most_write,
     .dates = {"Fri, 31 Jul 2026 08:00:00 GMT", "Fri, 30 Oct 2026 08:00:00 GMT"},
     .twists = ALL | 1u << TWIST_COLUMN | 1u << TWIST_SCOPE},
    {.name = "nbs",
     .path = "/nbs/stream/esData",
     .type = "application/json;charset=UTF-8",
     .asked = "indicatorIds",
     .refusal = "{\"success\":false,\"state\":40001,\"message\":\"参数错误：缺少 "
                "indicatorIds（演示）\",\"data\":null}",
     .write = nbs_write,
     .dates = {"Thu, 15 Oct 2026 02:00:00 GMT", "Mon, 16 Nov 2026 02:00:00 GMT"},
     .twists = ALL},
    {.name = "moe",
     .path = "/moe/education.xlsx",
     .type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     .write = moe_write,
     .dates = {"Tue, 01 Sep 2026 06:00:00 GMT", "Tue, 10 Nov 2026 06:00:00 GMT"},
     .twists = ALL | 1u << TWIST_COLUMN},
    {.name = NULL},
};
