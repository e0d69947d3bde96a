/* See tests/lib/examples_fixture.h. */
#include "tests/lib/examples_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

void item_set(struct item *item, const char *name, const char *text)
{
    int field = item_field_named(item->kind, name);
    assert_true(field >= 0);
    item->fields[field] = text ? text : "";
}

struct item *fixture_put_example(struct fixture *fixture, struct example example,
                                 uint32_t receipt)
{
    fixture_put_item(fixture, (struct item){.kind = example.kind,
                                            .key = example.id,
                                            .source = "miit",
                                            .receipt = receipt});
    struct item *item = &fixture->items[fixture->n_items - 1];
    item_set(item, "id", example.id);
    item_set(item, "region", example.region);
    item_set(item, "task", example.task);
    item_set(item, "title", example.title);
    item_set(item, "unit", example.unit);
    item_set(item, "level", example.level);
    item_set(item, "date", example.date);
    item_set(item, "state", example.state);
    return item;
}

/* The case whose page is drawn in SCREENS, from candidate to promoted. */
static void put_history(struct fixture *fixture)
{
    struct example example = {ITEM_CASE,
                              "0046",
                              "430100",
                              "A2.2",
                              "工程机械整机装配工业智能体",
                              "某装备制造企业",
                              "provincial",
                              "2026-03-12",
                              "candidate"};
    struct item *item = fixture_put_example(fixture, example, 1);
    item_set(item, "effect", "装配工时下降 12%");
    example.state = "listed";
    item = fixture_put_example(fixture, example, 2);
    item_set(item, "effect", "装配工时下降 12%");
    item = fixture_put_example(fixture, example, 3);
    item->late = true;
    example.level = "national";
    example.date = "2026-10-12";
    example.state = "promoted";
    item = fixture_put_example(fixture, example, 5);
    item->row = 14;
    item_set(item, "practice",
             "以工艺知识库训练工业智能体，覆盖装配、检测、排产三个环节；\n"
             "由链主企业牵头，向12家配套企业开放接口。");
    item_set(item, "effect",
             "装配工时下降 18%\n一次交检合格率 97.2%，提高 2.1个百分点");
    item_set(item, "verified", "省级核验于 2026-09-28 完成 1项、未核验 1项");
    item_set(item, "replicable", "工艺知识库模板1套、数据集2个、接口规范1项");
    item_set(item, "spread",
             "2026-10-25 株洲市 3家企业采用\n2026-10-20 列入省典型案例汇编第三辑\n"
             "2026-10-12 入选国家级名单");
    item_set(item, "text", "第一段。\n\n第二段。");
}

static const struct example examples[] = {
    {ITEM_CASE, "0047", "430200", "A2.2", "轨道交通转向架质量检测大模型",
     "某轨道交通公司", "provincial", "2026-09-15", "listed"},
    {ITEM_CASE, "0048", "433100", "A2.3", "茶园病虫害智能监测", "某县农业农村局",
     "provincial", "2026-09-01", "listed"},
    {ITEM_CASE, "0049", "430600", "B9", "港口智算中心算力调度", "某港务集团",
     "prefectural", "2026-06-30", "candidate"},
    {ITEM_CASE, "0050", "430000", "A2", "省级案例集", "省发展改革委", "", "", ""},
    {ITEM_CASE, "0051", "330100", "A5.1", "城市治理智能体", "某市数据局", "national",
     "2026-09-15", "promoted"},
    {ITEM_PUBLICITY, "P1", "430000", "B9", "长株潭智算集群首批算力并网", "省通信管理局",
     "provincial", "2026-10-30", "published"},
    {ITEM_PUBLICITY, "P2", "430000", "A2.2", "工业智能体走进装配车间", "省委宣传部",
     "national", "2026-10-28", "published"},
    {ITEM_PUBLICITY, "P3", "430200", "A4.1", "千名工匠学用智能工具", "株洲市人社局",
     "prefectural", "2026-09-22", "published"},
    {ITEM_PUBLICITY, "P4", "430100", "A5.1", "政务服务智能办开放日", "某区数据局",
     "county", "2026-11-02", "published"},
    {ITEM_PUBLICITY, "P5", "430000", "C4", "年度进展新闻发布会", "省发展改革委",
     "provincial", "2026-12-20", "planned"},
    {ITEM_PUBLICITY, "P6", "430000", "G0", "应用普及率怎么算、谁来报", "省统计局",
     "provincial", "2025-11-25", "published"},
};

void fixture_put_examples(struct fixture *fixture)
{
    put_history(fixture);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct item *item = fixture_put_example(fixture, examples[i], 3);
        if (examples[i].kind == ITEM_PUBLICITY)
            item_set(item, "form", i % 2 ? "报道" : "发布");
    }
}
