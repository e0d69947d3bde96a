/* Cases and publicity items of the demo's NDRC, all made up. */
#include "tests/demo/feeds.h"

#include <string.h>

struct example {
    int region;
    const char *task, *title, *unit, *level, *date, *state, *effect, *practice;
};

static const struct example cases[] = {
    {430100, "A2.2", "工程机械智能工厂全流程质检", "某工程机械公司", "省级",
     "2026-10-22", "已入库", "漏检率下降六成", "以视觉大模型替代人工目检"},
    {430200, "A2.2", "轨道交通装备故障预测", "某轨道交通公司", "国家级", "2026-09-15",
     "已推广", "非计划停机减少三成", "传感数据接入行业大模型"},
    {430600, "A2.4", "港口智能调度", "某港务集团", "省级", "2026-10-22", "已入库",
     "船舶等待时间缩短两成", "作业计划由智能体编排"},
    {430700, "A2.3", "水稻无人化作业示范", "某农业合作社", "省级", "2026-10-22",
     "已入库", "每亩节本80元", "无人机与智能农机协同作业"},
    {430100, "A4.3", "基层全科辅助诊疗", "某医联体", "省级", "2026-08-30", "已推广",
     "基层诊断符合率提高12个百分点", "辅助诊疗接入乡镇卫生院"},
    {431200, "A5.1", "民生诉求智能办理", "某市数据局", "市级", "2026-07-18", "已入库",
     "平均办理时间缩短一半", "大模型自动分派和拟办"},
    {430400, "A5.2", "有色矿山无人采掘", "某矿业公司", "省级", "2026-10-22", "已入库",
     "井下作业人员减少四成", "远程操控与自主运行结合"},
    {430000, "A4.2", "乡村学校双师课堂", "某省教育厅", "省级", "2026-09-01", "待核实",
     "覆盖学校800所", "智能助教支持乡村教师"},
    {430300, "A1.2", "新材料研发大模型", "某高校", "省级", "2026-11-01", "待核实",
     "配方筛选周期缩短七成", "实验数据训练垂类模型"},
    {330100, "A5.1", "城市治理智能体", "某市数据局", "国家级", "2026-09-15", "已推广",
     "事件发现效率提高一倍", "多智能体协同处置"},
    {330200, "A2.2", "注塑行业智能排产", "某制造企业", "省级", "2026-08-08", "已入库",
     "订单准时率提高9个百分点", "排产模型按小时滚动"},
    {330000, "A3.1", "文旅消费智能助手", "某省文旅厅", "省级", "2026-10-01", "已入库",
     "服务游客500万人次", "统一智能体接入景区"},
};

static const struct example publicity[] = {
    {430000, "C4", "“人工智能+”专栏第一期：实施方案解读", "省委宣传部", "省级",
     "2026-06-02", "已发布", "", ""},
    {430000, "A2.2", "智能工厂走访", "某省级媒体", "省级", "2026-07-09", "已发布", "",
     ""},
    {430000, "A4.3", "智慧医疗到乡镇", "某省级媒体", "省级", "2026-08-14", "已发布", "",
     ""},
    {430100, "C4", "人工智能科普周启动", "某市科协", "市级", "2026-09-19", "已发布", "",
     ""},
    {430000, "B14", "防范人工智能生成内容诈骗提示", "省委网信办", "省级", "2026-10-10",
     "已发布", "", ""},
    {430000, "C3", "示范案例集发布", "省发展改革委", "省级", "2026-11-05", "已发布", "",
     ""},
    {430000, "C4", "年度进展新闻发布会", "省发展改革委", "省级", "2026-12-20", "拟发布",
     "", ""},
    {330000, "C4", "“人工智能+”系列访谈", "某省级媒体", "省级", "2026-07-22", "已发布",
     "", ""},
    {330100, "A5.1", "城市智能体体验日", "某市数据局", "市级", "2026-09-28", "已发布",
     "", ""},
    {330000, "C3", "标杆场景发布会", "省发展改革委", "省级", "2026-12-08", "拟发布", "",
     ""},
};

static void put_example(struct text *text, const char *kind, size_t number,
                        const struct example *example)
{
    text_put(text,
             "%s{\"id\":\"%s-%02zu\",\"region\":\"%d\",\"task\":\"%s\","
             "\"title\":\"%s（演示）\",\"unit\":\"%s\",\"level\":\"%s\","
             "\"date\":\"%s\",\"state\":\"%s\"",
             number == 1 ? "" : ",\n", kind, number, example->region, example->task,
             example->title, example->unit, example->level, example->date,
             example->state);
}

/* What was promoted has been looked at before. */
static const char *verified(const struct example *example)
{
    return strcmp(example->state, "已推广") == 0 ? "省级核验1项，属实" : "";
}

void ndrc_put_cases(struct text *text, const struct manner *manner)
{
    text_put(text, ",\n\"cases\":[\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct example example = cases[i];
        /* What was still to be verified has been. */
        if (manner->changed && i == 7)
            example.state = "已入库";
        put_example(text, "AL", i + 1, &example);
        text_put(text,
                 ",\"practice\":\"%s\",\"effect\":\"%s\",\"replicable\":"
                 "\"方案、接口和评价办法\",\"conditions\":\"需有可用的业务数据和"
                 "算力\",\"text\":\"%s。%s。\\n以上为演示，均为虚构。\","
                 "\"verified\":\"%s\",\"note\":\"演示\"}",
                 example.practice, example.effect, example.practice, example.effect,
                 verified(&example));
    }
    text_put(text, "]");
}

void ndrc_put_publicity(struct text *text)
{
    text_put(text, ",\n\"publicity\":[\n");
    for (size_t i = 0; i < sizeof publicity / sizeof *publicity; i++) {
        put_example(text, "XC", i + 1, &publicity[i]);
        text_put(text, ",\"form\":\"%s\",\"medium\":\"%s\",\"note\":\"演示\"}",
                 i % 3 ? "报道" : "活动", i % 2 ? "网络" : "报纸、电视");
    }
    text_put(text, "]");
}
