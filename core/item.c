/* Items: see core/item.h. */
#include "core/item.h"

#include "core/text.h"

#include <string.h>

/* The states of a ledger item as offices write them; what a date makes of an open one
 * is for the rules (core/progress.h), not for the feed. */
#define LEDGER_STATES                                                                                            \
    "open=正常|推进中|进行中|正常推进;due=临期|临近办结时限;overdue=逾期|逾期未办结;" \
    "closed=已办结|办结|销号|已完成"
#define CASE_STATES                                                                    \
    "candidate=拟推荐|候选|申报;listed=入库|入选|已发布;promoted=推广|复制推广"
#define PUBLICITY_STATES "planned=拟发布|计划;published=已发布|刊播|发布"

const struct item_register item_registers[ITEM_KINDS] = {
    [ITEM_LEDGER] =
        {"ledger",
         N_("Task ledger"),
         false,
         {
             {"id", N_("Number"), "编号|序号|事项编号", ITEM_CODE, .key = true},
             {"region", N_("Region"), "地区|地区代码|行政区划代码", ITEM_PLACE,
              .required = true},
             {"task", N_("Task"), "任务|任务代码|重点任务", ITEM_TASK_CODE,
              .required = true},
             {"goal", N_("Goal"), "工作目标|目标|事项|工作事项", ITEM_TEXT,
              .required = true},
             {"measures", N_("Measures"), "工作措施|措施|主要举措", ITEM_LONG_TEXT},
             {"lead", N_("Lead unit"), "牵头单位|责任单位", ITEM_TEXT},
             {"cooperating", N_("Cooperating units"), "配合单位|协同责任单位",
              ITEM_TEXT},
             {"start", N_("Start"), "开始时间|启动时间", ITEM_DATE},
             {"deadline", N_("Deadline"), "完成时限|办结时限|完成时间", ITEM_DATE},
             {"planned", N_("Planned progress"), "计划进度|序时进度", ITEM_PERCENT},
             {"progress", N_("Progress"), "实际进度|进度|完成进度", ITEM_PERCENT},
             {"state", N_("State"), "状态|办理状态|进展状态", ITEM_CHOICE,
              .choices = LEDGER_STATES},
             {"closed_on", N_("Closed on"), "办结日期|销号日期", ITEM_DATE},
             {"problems", N_("Problems"), "存在问题|问题|存在的问题", ITEM_LONG_TEXT},
             {"next", N_("Next step"), "下一步工作|下一步|下一步打算", ITEM_LONG_TEXT},
             {"plan", N_("Monthly plan"), "月度计划", ITEM_LONG_TEXT},
             {"reported", N_("Reported"), "填报日期|更新日期", ITEM_DATE},
             {"note", N_("Note"), "备注", ITEM_LONG_TEXT},
         }},
    [ITEM_CASE] =
        {"cases",
         N_("Demonstration cases"),
         false,
         {
             {"id", N_("Number"), "编号|序号|案例编号", ITEM_CODE, .key = true},
             {"region", N_("Region"), "地区|地区代码|行政区划代码", ITEM_PLACE,
              .required = true},
             {"task", N_("Task"), "任务|任务代码|重点任务", ITEM_TASK_CODE,
              .required = true},
             {"title", N_("Title"), "案例名称|名称|标题", ITEM_TEXT, .required = true},
             {"unit", N_("Unit"), "实施单位|申报单位|单位", ITEM_TEXT},
             {"date", N_("Date"), "日期|入库日期|发布日期", ITEM_DATE},
             {"state", N_("State"), "状态", ITEM_CHOICE, .choices = CASE_STATES},
             {"effect", N_("Effect"), "成效|主要成效|应用成效", ITEM_LONG_TEXT},
             {"replicable", N_("What can be copied"), "可复制做法|经验做法|可复制经验",
              ITEM_LONG_TEXT},
             {"text", N_("Text"), "正文|全文|案例正文", ITEM_LONG_TEXT},
             {"note", N_("Note"), "备注", ITEM_LONG_TEXT},
         }},
    [ITEM_PUBLICITY] =
        {"publicity",
         N_("Publicity"),
         false,
         {
             {"id", N_("Number"), "编号|序号", ITEM_CODE, .key = true},
             {"region", N_("Region"), "地区|地区代码|行政区划代码", ITEM_PLACE,
              .required = true},
             {"task", N_("Task"), "任务|任务代码|重点任务", ITEM_TASK_CODE,
              .required = true},
             {"title", N_("Title"), "标题|名称|活动名称", ITEM_TEXT, .required = true},
             {"unit", N_("Unit"), "发布单位|主办单位|单位", ITEM_TEXT},
             {"medium", N_("Medium"), "媒体|渠道|平台", ITEM_TEXT},
             {"date", N_("Date"), "日期|发布日期|时间", ITEM_DATE},
             {"state", N_("State"), "状态", ITEM_CHOICE, .choices = PUBLICITY_STATES},
             {"effect", N_("Effect"), "成效|传播效果", ITEM_LONG_TEXT},
             {"text", N_("Text"), "正文|全文|内容", ITEM_LONG_TEXT},
             {"note", N_("Note"), "备注", ITEM_LONG_TEXT},
         }},
    [ITEM_DOCUMENT] = {"documents",
                       N_("Documents"),
                       true,
                       {
                           {"code", N_("Code"), "文件编号", ITEM_CODE, .key = true},
                           {"title", N_("Title"), "文件名称|标题", ITEM_TEXT,
                            .required = true},
                           {"issuers", N_("Issuers"), "发文机关|印发单位", ITEM_TEXT},
                           {"date", N_("Date"), "印发日期|日期", ITEM_TEXT},
                           {"known", N_("Known since"), "公开日期", ITEM_TEXT},
                       }},
    [ITEM_INDICATOR] =
        {"indicators",
         N_("Indicators"),
         true,
         {
             {"code", N_("Code"), "指标代码", ITEM_CODE, .key = true},
             {"task", N_("Task"), "任务|任务代码", ITEM_TEXT, .required = true},
             {"kind", N_("Kind"), "类型", ITEM_TEXT},
             {"direction", N_("Direction"), "方向", ITEM_TEXT},
             {"frequency", N_("Frequency"), "频度", ITEM_TEXT},
             {"aggregation", N_("Aggregation"), "汇总方式", ITEM_TEXT},
             {"decimals", N_("Decimals"), "小数位数", ITEM_TEXT},
             {"unit_zh", N_("Unit (Chinese)"), "单位|计量单位", ITEM_TEXT},
             {"unit_en", N_("Unit (English)"), "单位英文", ITEM_TEXT},
             {"name_zh", N_("Name (Chinese)"), "指标名称|名称", ITEM_TEXT,
              .required = true},
             {"name_en", N_("Name (English)"), "英文名称", ITEM_TEXT},
             {"lead", N_("Lead unit"), "牵头单位|发布单位", ITEM_TEXT},
             {"name_status", N_("Name's standing"), "名称性质", ITEM_TEXT},
             {"provincial", N_("Provincial"), "省级指标", ITEM_TEXT},
             {"note", N_("Scope note"), "口径|统计口径|备注", ITEM_TEXT},
         }},
    [ITEM_REGION] =
        {"regions",
         N_("Regions"),
         true,
         {
             {"code", N_("Code"), "代码|行政区划代码", ITEM_CODE, .key = true},
             {"parent", N_("Parent"), "上级代码", ITEM_TEXT, .required = true},
             {"level", N_("Level"), "级别", ITEM_TEXT, .required = true},
             {"type", N_("Type"), "类别", ITEM_TEXT},
             {"name_zh", N_("Name (Chinese)"), "名称", ITEM_TEXT, .required = true},
             {"short_zh", N_("Short name"), "简称", ITEM_TEXT},
             {"name_en", N_("Name (English)"), "英文名称", ITEM_TEXT},
             {"iso", "ISO 3166-2", "", ITEM_TEXT},
             {"flag", N_("Mark"), "标记", ITEM_TEXT},
             {"valid_to", N_("Valid to"), "有效至", ITEM_TEXT},
             {"successor", N_("Successor"), "继承代码", ITEM_TEXT},
         }},
    [ITEM_TARGET] =
        {"targets",
         N_("Targets"),
         true,
         {
             {"region", N_("Region"), "地区代码|行政区划代码", ITEM_CODE, .key = true},
             {"indicator", N_("Indicator"), "指标代码", ITEM_CODE, .key = true},
             {"year", N_("Year"), "目标年|年份", ITEM_CODE, .key = true},
             {"op", N_("Operator"), "限定", ITEM_TEXT},
             {"value", N_("Value"), "目标值|目标", ITEM_TEXT},
             {"unit", N_("Unit"), "单位|计量单位", ITEM_TEXT},
             {"text", N_("In words"), "目标表述|文字表述", ITEM_TEXT},
             {"baseline", N_("Baseline"), "基期值", ITEM_TEXT},
             {"baseline_period", N_("Baseline period"), "基期", ITEM_TEXT},
             {"document", N_("Document"), "文件编号|文件", ITEM_CODE, .key = true},
             {"note", N_("Note"), "备注", ITEM_TEXT},
         }},
    [ITEM_PUBLISHED] =
        {"published",
         N_("Announced figures"),
         true,
         {
             {"indicator", N_("Indicator"), "指标代码", ITEM_CODE, .key = true},
             {"region", N_("Region"), "地区代码|行政区划代码", ITEM_CODE, .key = true},
             {"period", N_("Period"), "报期|时间", ITEM_CODE, .key = true},
             {"op", N_("Operator"), "限定", ITEM_TEXT},
             {"value", N_("Value"), "值|数值", ITEM_TEXT, .required = true},
             {"status", N_("Status"), "状态", ITEM_TEXT},
             {"change", N_("Change"), "增减", ITEM_TEXT},
             {"issuer", N_("Issuer"), "发布单位", ITEM_TEXT},
             {"date", N_("Date"), "发布日期", ITEM_CODE, .key = true},
             {"source", N_("Source"), "来源", ITEM_TEXT},
             {"note", N_("Note"), "备注", ITEM_TEXT},
         }},
    [ITEM_TASK] = {"tasks",
                   N_("Division of labour"),
                   true,
                   {
                       {"code", N_("Code"), "任务代码", ITEM_CODE, .key = true},
                       {"parent", N_("Parent"), "上级任务", ITEM_TEXT},
                       {"kind", N_("Kind"), "类别", ITEM_TEXT},
                       {"title_zh", N_("Title (Chinese)"), "任务名称|任务", ITEM_TEXT},
                       {"short_zh", N_("Short name"), "简称", ITEM_TEXT},
                       {"title_en", N_("Title (English)"), "英文名称", ITEM_TEXT},
                       {"short_en", N_("Short name (English)"), "英文简称", ITEM_TEXT},
                       {"lead", N_("Lead unit"), "牵头单位|责任单位", ITEM_TEXT},
                       {"basis", N_("Basis"), "依据", ITEM_TEXT},
                       {"cooperating", N_("Cooperating units"), "配合单位|协同责任单位",
                        ITEM_TEXT},
                       {"documents", N_("Documents"), "文件", ITEM_TEXT},
                   }},
};

bool item_kind_named(const char *name, enum item_kind *kind)
{
    for (int i = 0; i < ITEM_KINDS; i++) {
        if (strcmp(item_registers[i].name, name) == 0) {
            *kind = (enum item_kind)i;
            return true;
        }
    }
    return false;
}

size_t item_field_count(enum item_kind kind)
{
    size_t n = 0;
    while (item_registers[kind].fields[n].name)
        n++;
    return n;
}

static bool is_among(const char *name, const char *list)
{
    size_t n = strlen(name);
    for (const char *p = list; n > 0 && *p; p += *p == '|') {
        size_t k = strcspn(p, "|");
        if (k == n && memcmp(p, name, n) == 0)
            return true;
        p += k;
    }
    return false;
}

int item_field_named(enum item_kind kind, const char *name)
{
    const struct item_field *fields = item_registers[kind].fields;
    for (int i = 0; fields[i].name; i++)
        if (strcmp(fields[i].name, name) == 0 || is_among(name, fields[i].heads))
            return i;
    return -1;
}

const char *item_field(const struct item *item, const char *name)
{
    const struct item_field *fields = item_registers[item->kind].fields;
    for (int i = 0; fields[i].name; i++)
        if (strcmp(fields[i].name, name) == 0)
            return item->fields[i];
    return "";
}

const char *item_key(enum item_kind kind, const char *const *fields,
                     struct arena *arena)
{
    const struct item_field *known = item_registers[kind].fields;
    const char *key = "";
    for (int i = 0; known[i].name; i++)
        if (known[i].key)
            key = *key ? arena_printf(arena, "%s/%s", key, fields[i]) : fields[i];
    return key;
}

static bool is_formula(char c)
{
    return c != '\0' && strchr("=+-@\t\r", c) != NULL;
}

/* An apostrophe before an apostrophe is guarded too, so that each reads back. */
static bool follows_guard(char c)
{
    return is_formula(c) || c == '\'';
}

bool item_guarded(const char *text)
{
    double value;
    return (is_formula(text[0]) && !text_number(text, &value, NULL)) ||
           (text[0] == '\'' && follows_guard(text[1]));
}

const char *item_unguarded(const char *cell)
{
    return cell[0] == '\'' && follows_guard(cell[1]) ? cell + 1 : cell;
}
