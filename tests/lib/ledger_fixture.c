/* See tests/lib/ledger_fixture.h. */
#include "tests/lib/ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

void fixture_put_fields(struct fixture *fixture, struct item item, ...)
{
    va_list args;
    va_start(args, item);
    item.fields[0] = item.key;
    for (const char *name; (name = va_arg(args, const char *));) {
        int at = item_field_named(item.kind, name);
        assert_true(at >= 0);
        item.fields[at] = va_arg(args, const char *);
    }
    va_end(args);
    fixture_put_item(fixture, item);
}

static void put(struct fixture *fixture, const char *key, const char *region,
                const char *task, const char *title, const char *lead,
                const char *deadline, const char *closed_on)
{
    fixture_put_fields(fixture,
                       (struct item){.key = key, .source = "miit", .receipt = 5},
                       "region", region, "task", task, "title", title, "lead", lead,
                       "deadline", deadline, "closed_on", closed_on, "state",
                       *closed_on ? "closed" : "open", "reported", "2026-10-31", NULL);
}

/* Three versions that stood, one of an older edition between them. */
static void put_told(struct fixture *fixture)
{
    static const struct {
        uint32_t receipt;
        const char *progress, *report, *supervision;
        bool late;
    } versions[] = {
        {2, "62", "入库 371 家", "", false},
        {3, "66", "入库 398 家", "", false},
        {3, "60", "入库 360 家", "", true},
        {5, "68.7", "入库 412 家", "督办单 2026-10-20", false},
    };
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        fixture_put_fields(
            fixture,
            (struct item){.key = "0031",
                          .source = "miit",
                          .receipt = versions[i].receipt,
                          .row = 14,
                          .late = versions[i].late},
            "region", "430000", "task", "A2.2", "title", "建成省级智能工厂梯度培育库",
            "goal", "入库企业600家", "lead", "省工业和信息化厅", "cooperating",
            "省财政厅、省数据局", "deadline", "2026-10-15", "plan",
            "6月：50%；9月：80%；12月：100%", "start", "2026-02-10", "planned", "75",
            "progress", versions[i].progress, "report", versions[i].report,
            "supervision", versions[i].supervision, "reported", "2026-10-31", NULL);
}

void fixture_fill_ledger(struct fixture *fixture)
{
    put_told(fixture);
    put(fixture, "0032", "430000", "B8", "发布数据集目录", "省数据局", "2026-11-05",
        "");
    put(fixture, "0033", "430000", "B8", "制定授权运营办法", "省数据局", "2026-12-05",
        "");
    put(fixture, "0034", "430000", "A4.2", "认定教育基地校", "省教育厅", "2026-12-06",
        "");
    put(fixture, "0035", "430000", "C1", "按季调度", "", "", "");
    put(fixture, "0036", "430000", "C3", "遴选示范案例", "省数据局", "2026-10-31",
        "2026-10-30");
    put(fixture, "0037", "430000", "C2", "印发工作要点", "省发展改革委", "2026-03-31",
        "2026-04-10");
    put(fixture, "0038", "430100", "A5.1", "统一服务平台上线", "市数据局", "2026-11-04",
        "");
    /* struck out, and entered again */
    for (uint32_t receipt = 2; receipt <= 5; receipt++)
        if (receipt != 4)
            fixture_put_fields(fixture,
                               (struct item){.key = "0039",
                                             .source = "miit",
                                             .receipt = receipt,
                                             .withdrawn = receipt == 3},
                               "region", "430000", "task", "B9", "title", "集群并网",
                               "deadline", "2027-03-31", NULL);
    /* struck out for good */
    for (uint32_t receipt = 2; receipt <= 3; receipt++)
        fixture_put_fields(fixture,
                           (struct item){.key = "0040",
                                         .source = "miit",
                                         .receipt = receipt,
                                         .withdrawn = receipt == 3},
                           "region", "430000", "task", "B9", "title", "撤销的事项",
                           NULL);
    /* a region and a task that the catalogue does not have */
    put(fixture, "0041", "439900", "Z9", "无处安放的事项", "省数据局", "2027-06-30",
        "");
    put(fixture, "0042", "330000", "A2.2", "建设未来工厂", "省经信厅", "2026-12-31",
        "");
    /* another source's item of the same key */
    fixture_put_fields(fixture,
                       (struct item){.key = "0031", .source = "stats", .receipt = 4},
                       "region", "330000", "task", "A1.1", "title", "浙江的事项",
                       "deadline", "2026-11-20", NULL);
}
