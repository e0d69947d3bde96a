/* Additions to the catalogue of the demo's NDRC: documents, the provinces' own targets,
 * who must report what, what a province counts; all made up. */
#include "tests/demo/feeds.h"

/* What provinces have set themselves besides what the catalogue knows. */
static const struct {
    int region;
    const char *indicator;
    int year;
    const char *value, *unit, *document;
    const char *plan; /* by months, "" = none */
} targets[] = {
    {430000, "A2.2-02", 2026, "430", "家", "DEMO-HN-1",
     "2026-03=285;2026-06=330;2026-09=380;2026-12=430"},
    {430000, "A2.2-02", 2027, "600", "家", "DEMO-HN-1", ""},
    {430000, "A2.2-01", 2027, "50", "%", "DEMO-HN-1", ""},
    {430000, "A4.2-01", 2027, "75", "所", "DEMO-HN-1", ""},
    {430000, "A4.2-05", 2027, "80", "%", "DEMO-HN-1", ""},
    {430000, "A1.1-03", 2027, "40", "个", "DEMO-HN-1", ""},
    {430000, "B8-02", 2027, "120", "PB", "DEMO-HN-1", ""},
    {430100, "B9-01", 2027, "2.0", "EFLOPS", "DEMO-HN-1", ""},
    {330000, "A2.2-02", 2027, "700", "家", "DEMO-ZJ-1", ""},
    {330000, "A4.2-05", 2027, "95", "%", "DEMO-ZJ-1", ""},
    {330000, "B8-01", 2027, "1.5", "万个", "DEMO-ZJ-1", ""},
};

/* Who must report what: each province, and the prefectures of two of them. */
static const struct {
    const char *subject, *frequency;
    int days;
    bool prefectures;
} reports[] = {
    {"B9-01", "Q", 30, true},
    {"A2.2-02", "Q", 40, false},
    {"B8-01", "M", 15, false},
    {"A4.2-01", "M", 20, true},
};

static void put_report(struct text *text, size_t i, int region, int level)
{
    text_put(text,
             "%s{\"subject\":\"%s\",\"region\":\"%d\",\"level\":\"%d\","
             "\"frequency\":\"%s\",\"days\":\"%d\",\"note\":\"演示\"}",
             i == 0 && region == regions[0].code && level == 0 ? "" : ",\n",
             reports[i].subject, region, level, reports[i].frequency, reports[i].days);
}

static void put_calendar(struct text *text)
{
    text_put(text, "],\n\"calendar\":[\n");
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        for (size_t r = 0; r < PROVINCES; r++) {
            bool has_parts = regions[r].code == 330000 || regions[r].code == 430000;
            put_report(text, i, regions[r].code, 0);
            if (reports[i].prefectures && has_parts)
                put_report(text, i, regions[r].code, 2);
        }
    text_put(text, "]");
}

/* One province counts more from 2026 on: a break. */
static void put_scopes(struct text *text)
{
    text_put(text, ",\n\"scopes\":[\n"
                   "{\"indicator\":\"G0-P1\",\"region\":\"430000\",\"version\":\"1\","
                   "\"text\":\"核心产业的规模（演示）\",\"document\":\"DEMO-HN-1\"},\n"
                   "{\"indicator\":\"G0-P1\",\"region\":\"430000\",\"version\":\"2\","
                   "\"from\":\"2026-01\",\"text\":\"核心产业和带动产业的规模（演示）\","
                   "\"document\":\"DEMO-HN-1\"}]");
}

void ndrc_put_catalog(struct text *text)
{
    text_put(text,
             ",\n\"catalog\":{\"documents\":[\n"
             "{\"code\":\"DEMO-HN-1\",\"title\":\"湖南省“人工智能+”行动2026年工作"
             "要点（演示）\",\"issuers\":\"省发展改革委(演示)\",\"date\":"
             "\"2026-03-10\",\"known\":\"2026-03-10\"},\n"
             "{\"code\":\"DEMO-ZJ-1\",\"title\":\"浙江省“人工智能+”行动任务分解方案"
             "（演示）\",\"issuers\":\"省发展改革委(演示)\",\"date\":"
             "\"2026-04-15\",\"known\":\"2026-04-15\"}],\n\"targets\":[\n");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        text_put(text,
                 "%s{\"region\":\"%d\",\"indicator\":\"%s\",\"year\":%d,\"op\":\">=\","
                 "\"value\":%s,\"unit\":\"%s\",\"document\":\"%s\",\"plan\":\"%s\","
                 "\"note\":\"演示\"}",
                 i ? ",\n" : "", targets[i].region, targets[i].indicator,
                 targets[i].year, targets[i].value, targets[i].unit,
                 targets[i].document, targets[i].plan);
    put_calendar(text);
    put_scopes(text);
    text_put(text, "}");
}
