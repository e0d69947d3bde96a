/* Sample views: see tests/lib/samples.h. */
#include "tests/lib/samples.h"

#include <stdbool.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static struct view frame_zh(const char *address)
{
    static const struct view_step steps[] = {{"人工智能+", "overview@100000"},
                                             {"湖南省", "region/430000"},
                                             {"台账", "ledger"}};
    return (struct view){
        .address = address,
        .steps = steps,
        .n_steps = COUNT_OF(steps),
        .marks = {{"演示数据", ROLE_ALERT}},
        .n_marks = 1,
        .as_of = "数据截至 2026年10月底",
        .conclusion =
            "共52项：逾期3、临期5、正常31、已办结13。逾期最久21天：智能工厂。",
        .collected = "缓存 11-05 06:15",
        .collected_brief = {"11-05 06:15", "11-05 06:15"},
        .collected_role = ROLE_DIM,
        .detail = "",
        .keys = "Enter 进入  s 排序  u 按单位  a 已办结  ? 帮助",
    };
}

static struct view frame_en(const char *address)
{
    static const struct view_step steps[] = {
        {"AI+", "overview@100000"}, {"Hunan", "region/430000"}, {"Tasks", "task"}};
    return (struct view){
        .address = address,
        .steps = steps,
        .n_steps = COUNT_OF(steps),
        .marks = {{"DEMO DATA", ROLE_ALERT}},
        .n_marks = 1,
        .as_of = "data to end Oct 2026",
        .conclusion = "63 of 81 indicators on schedule (77.8%); 18 behind, up 2.",
        .collected = "cached 11-05 06:15",
        .collected_brief = {"11-05 06:15", "11-05 06:15"},
        .collected_role = ROLE_DIM,
        .detail = "",
        .keys = "Enter open  s sort  / find  : go to  ? help",
    };
}

static const struct view_block empty_block = {.title = "",
                                              .label = "",
                                              .text = "",
                                              .table = {.empty = ""},
                                              .matrix = {.legend = ""},
                                              .chart = {.unit = "", .legend = ""}};

static struct view_block *blocks_of(struct arena *arena, struct view *view, size_t n)
{
    struct view_block *blocks = arena_alloc(arena, n * sizeof *blocks);
    for (size_t i = 0; i < n; i++)
        blocks[i] = empty_block;
    view->blocks = blocks;
    view->n_blocks = n;
    return blocks;
}

/* ---- a table whose names are long, with two columns that may go ---- */

static void ledger(struct arena *arena, struct view *view)
{
    static const struct view_column columns[] = {
        {.head = "状态"},
        {.head = "天", .align = ALIGN_RIGHT},
        {.head = "时限", .drop = 1},
        {.head = "任务", .drop = 2},
        {.head = "事项", .flexible = true, .min = 20},
        {.head = "责任单位", .flexible = true, .min = 8},
    };
    static const char *const texts[][6] = {
        {"! 逾期", "21", "2026-10-15", "A2.2",
         "建成省级智能工厂梯度培育库并完成第四季度评审", "省工业和信息化厅"},
        {"! 逾期", "9", "2026-10-27", "A5.1", "政务大模型统一服务平台上线", "省数据局"},
        {": 临期", "6", "2026-11-11", "B8",
         "发布首批省级高质量数据集目录——“数据要素×”行动", "省数据局"},
        {". 正常", "421", "2027-12-31", "B7", "行业垂类大模型培育", "省工业和信息化厅"},
    };
    static const char *const details[] = {"入库企业 412家/600家，缺第四季度评审结果。",
                                          "", "目录征求意见中。", ""};
    *view = frame_zh("ledger@430000");
    static const char *const notes[] = {"天数按 2026-11-05 计。",
                                        "来源：省级台账第118次交付。"};
    view->notes = notes;
    view->n_notes = COUNT_OF(notes);
    struct view_row *rows = arena_alloc(arena, COUNT_OF(texts) * sizeof *rows);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct view_cell *cells = arena_alloc(arena, 6 * sizeof *cells);
        for (size_t c = 0; c < 6; c++)
            cells[c] = (struct view_cell){.text = texts[i][c],
                                          .role = c == 0 ? ROLE_BAD : ROLE_TEXT};
        rows[i] = (struct view_row){.key = arena_printf(arena, "%zu", i),
                                    .address = arena_printf(arena, "ledger/%04zu", i),
                                    .detail = details[i],
                                    .cells = cells};
    }
    struct view_block *block = blocks_of(arena, view, 1);
    block->kind = BLOCK_TABLE;
    block->table = (struct view_table){.columns = columns,
                                       .n_columns = 6,
                                       .rows = rows,
                                       .n_rows = COUNT_OF(texts),
                                       .empty = "未报送"};
}

/* ---- two halves with a group's head, counts in every row ---- */

static void halves(struct arena *arena, struct view *view)
{
    static const struct view_column columns[] = {
        {.head = "任务", .flexible = true, .min = 8},
        {.head = "指标", .align = ALIGN_RIGHT},
        {.head = "超", .align = ALIGN_RIGHT},
        {.head = "达", .align = ALIGN_RIGHT},
        {.head = "欠", .align = ALIGN_RIGHT},
        {.head = "缺", .align = ALIGN_RIGHT},
    };
    static const char *const names[] = {
        "六大行动",     "A1  科学技术", "A2  产业发展", "A3  消费提质", "A4  民生福祉",
        "A5  治理能力", "八项能力",     "B7  模型能力", "B8  数据供给", "B9  智能算力"};
    *view = frame_zh("overview@430000");
    size_t n = COUNT_OF(names);
    struct view_row *rows = arena_alloc(arena, n * sizeof *rows);
    for (size_t i = 0; i < n; i++) {
        bool head = i == 0 || i == 6;
        struct view_cell *cells = arena_alloc(arena, 6 * sizeof *cells);
        cells[0] =
            (struct view_cell){.text = names[i], .role = head ? ROLE_HEAD : ROLE_TEXT};
        for (size_t c = 1; c < 6; c++)
            cells[c].text = head ? ""
                                 : arena_printf(arena, "%zu",
                                                (i * 37 + c * 11) % (c == 1 ? 90 : 9));
        rows[i] = (struct view_row){.key = names[i],
                                    .address = head ? "" : "task/A1@430000",
                                    .detail = "",
                                    .cells = cells,
                                    .head = head};
    }
    struct view_block *blocks = blocks_of(arena, view, 2);
    blocks[0].kind = BLOCK_TEXT;
    blocks[0].label = "总体目标";
    blocks[0].text =
        "新一代智能终端、智能体等应用普及率  现值 60.5%  2026-10  较上月+0.8点\n"
        "2035 国 全面步入智能经济和智能社会发展新阶段";
    blocks[1].kind = BLOCK_TABLE;
    blocks[1].table = (struct view_table){.columns = columns,
                                          .n_columns = 6,
                                          .rows = rows,
                                          .n_rows = n,
                                          .split = 6,
                                          .empty = ""};
}

/* ---- the matrix: all tasks and duties beside some regions ---- */

static const char *const heads_zh[] = {
    "科学发现", "研发创新", "哲社研究", "智能原生", "工业智能", "农业数智",
    "服务业",   "服务消费", "产品消费", "智能工作", "智慧学习", "美好生活",
    "社会治理", "安全治理", "生态治理", "普惠共享", "全球治理", "模型能力",
    "数据供给", "智能算力", "应用环境", "开源生态", "人才队伍", "政策法规",
    "安全能力", "统筹协调", "贯彻落实", "示范引领", "宣传引导"};
static const char *const codes[] = {
    "A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "A2.3", "A2.4", "A3.1", "A3.2", "A4.1",
    "A4.2", "A4.3", "A5.1", "A5.2", "A5.3", "A6.1", "A6.2", "B7",   "B8",   "B9",
    "B10",  "B11",  "B12",  "B13",  "B14",  "C1",   "C2",   "C3",   "C4"};
static const size_t starts[] = {0, 3, 7, 9, 12, 15, 17, 25};

enum { TASKS = 29, REGIONS = 5 };

static void put_matrix(struct arena *arena, struct view_matrix *matrix, bool chinese)
{
    static const char *const groups_zh[] = {"科技", "产业", "消费",     "民生",
                                            "治理", "合作", "八项能力", "第四部分"};
    static const char *const groups_en[] = {"Science",      "Industry", "Consume",
                                            "Life",         "Govern",   "Global",
                                            "Capabilities", "Duties"};
    static const char *const regions_zh[] = {"福建", "湖南", "内蒙古", "黑龙江",
                                             "宁夏"};
    static const char *const regions_en[] = {"Fujian", "Hunan", "Inner Mongolia",
                                             "Heilongjiang", "Ningxia"};
    static const char *const briefs_zh[] = {"福建", "湖南", "内蒙", "黑龙", "宁夏"};
    static const char *const briefs_en[] = {"FJ", "HN", "NM", "HL", "NX"};
    static const char *const totals_zh[] = {"欠", "缺"};
    static const char *const totals_en[] = {"Beh", "N/A"};
    static const struct {
        const char *zh, *en, *word_zh, *word_en;
        enum role role;
        bool exception;
    } states[] = {{".", ".", "达进度", "On track", ROLE_TEXT, false},
                  {"!", "!", "欠进度", "Behind", ROLE_BAD, true},
                  {"欠", "!!", "半数以上欠进度", "Half behind", ROLE_BAD, true},
                  {"缺", "NR", "报送不足", "Too few", ROLE_WARN, true}};
    struct view_matrix_column *columns = arena_alloc(arena, TASKS * sizeof *columns);
    const char **groups = arena_alloc(arena, TASKS * sizeof *groups);
    for (size_t c = 0; c < TASKS; c++) {
        columns[c] = (struct view_matrix_column){
            .key = codes[c],
            .head = chinese ? heads_zh[c] : codes[c],
            .name = chinese ? heads_zh[c] : codes[c],
            .address = arena_printf(arena, "task/%s", codes[c])};
        groups[c] = "";
    }
    for (size_t g = 0; g < COUNT_OF(starts); g++) {
        columns[starts[g]].group_start = true;
        groups[starts[g]] = chinese ? groups_zh[g] : groups_en[g];
    }
    struct view_matrix_row *rows = arena_alloc(arena, REGIONS * sizeof *rows);
    for (size_t r = 0; r < REGIONS; r++) {
        struct view_matrix_cell *cells = arena_alloc(arena, TASKS * sizeof *cells);
        const char **totals = arena_alloc(arena, 2 * sizeof *totals);
        int counts[4] = {0};
        for (size_t c = 0; c < TASKS; c++) {
            /* Ningxia has nothing to report, Heilongjiang reports nothing. */
            size_t s = r == 4 ? 0 : r == 3 ? 3 : (r * 7 + c * c + c / 3) % 11;
            s = s < COUNT_OF(states) ? s : 0;
            counts[s]++;
            cells[c] = (struct view_matrix_cell){
                .symbol = chinese ? states[s].zh : states[s].en,
                .role = states[s].role,
                .word = chinese ? states[s].word_zh : states[s].word_en,
                .detail = "",
                .address = arena_printf(arena, "task/%s@%zu", codes[c], r),
                .exception = states[s].exception};
        }
        totals[0] = arena_printf(arena, "%d", counts[1] + counts[2]);
        totals[1] = arena_printf(arena, "%d", counts[3]);
        rows[r] =
            (struct view_matrix_row){.key = regions_en[r],
                                     .name = chinese ? regions_zh[r] : regions_en[r],
                                     .brief = chinese ? briefs_zh[r] : briefs_en[r],
                                     .judged = chinese ? "可判 25/25" : "judged 25/25",
                                     .quiet = chinese ? "均未欠进度" : "none behind",
                                     .address = "region/430000",
                                     .detail = "",
                                     .cells = cells,
                                     .totals = totals};
    }
    *matrix = (struct view_matrix){
        .columns = columns,
        .n_columns = TASKS,
        .group_heads = groups,
        .total_heads = chinese ? totals_zh : totals_en,
        .n_totals = 2,
        .rows = rows,
        .n_rows = REGIONS,
        .heads_downwards = chinese,
        .legend = chinese ? "! 有欠 欠 半数以上 . 达  缺 不足" : "! behind  . on track",
        .brief_legend = chinese ? "" : "Rows: letters"};
}

static void matrix_zh(struct arena *arena, struct view *view)
{
    *view = frame_zh("coordination");
    struct view_block *block = blocks_of(arena, view, 1);
    block->kind = BLOCK_MATRIX;
    put_matrix(arena, &block->matrix, true);
}

static void matrix_en(struct arena *arena, struct view *view)
{
    *view = frame_en("coordination");
    struct view_block *block = blocks_of(arena, view, 1);
    block->kind = BLOCK_MATRIX;
    put_matrix(arena, &block->matrix, false);
}

/* ---- a chart, a clause word for word, a table in English ---- */

static void indicator(struct arena *arena, struct view *view)
{
    static const struct view_point points[] = {
        {.day = 20088, .value = 302, .mark = '@', .label = ""}, /* 2024-12-31 */
        {.day = 20178, .value = 346, .mark = '@', .label = ""}, /* 2025-03-31 */
        {.day = 20299, .value = 490, .mark = '^', .label = "> 490"},
    };
    static const struct view_column columns[] = {
        {.head = "Period"},
        {.head = "Value", .align = ALIGN_RIGHT},
        {.head = "Change", .align = ALIGN_RIGHT, .drop = 1},
        {.head = "Issuer and what it said when it announced the figure",
         .flexible = true,
         .min = 16,
         .drop = 2},
    };
    static const struct view_cell cells[3][4] = {
        {{.text = "2025-07-30", .role = ROLE_TEXT},
         {.text = "> 490", .role = ROLE_TEXT},
         {.text = "> +144", .role = ROLE_TEXT},
         {.text =
              "Cyberspace Administration of China; the wording was \"more than 490\"",
          .role = ROLE_TEXT}},
        {{.text = "2025-03-31", .role = ROLE_TEXT},
         {.text = "346", .role = ROLE_TEXT},
         {.text = "+44", .role = ROLE_TEXT},
         {.text = "Cyberspace Administration of China", .role = ROLE_TEXT}},
        {{.text = "2024-12-31", .role = ROLE_TEXT},
         {.text = "302", .role = ROLE_TEXT},
         {.text = "", .role = ROLE_TEXT},
         {.text = "\x1b[31mred\x1b[0m", .role = ROLE_TEXT}},
    };
    static const struct view_row rows[] = {
        {.key = "a", .address = "", .detail = "", .cells = cells[0]},
        {.key = "b", .address = "", .detail = "", .cells = cells[1]},
        {.key = "c", .address = "", .detail = "", .cells = cells[2]},
    };
    *view = frame_en("indicator/B7-01@100000");
    struct view_block *blocks = blocks_of(arena, view, 4);
    blocks[0].kind = BLOCK_TEXT;
    blocks[0].label = "Text";
    blocks[0].verbatim = true;
    blocks[0].text =
        "深入实施“人工智能+”行动，推动人工智能与经济社会各行业各领域广泛深度融合——"
        "重塑人类生产生活范式，促进生产力革命性跃迁和生产关系深层次变革。";
    blocks[1].kind = BLOCK_TEXT;
    blocks[1].label = "National";
    blocks[1].tight = true;
    blocks[1].text =
        "工业和信息化部 (proposed)  basis: “AI+ manufacturing”, ≥ 1 document…";
    blocks[2].kind = BLOCK_CHART;
    blocks[2].title = "Published values";
    blocks[2].chart = (struct view_chart){.points = points,
                                          .n_points = COUNT_OF(points),
                                          .unit = "models",
                                          .legend = "@ published   ^ lower bound"};
    blocks[3].kind = BLOCK_TABLE;
    blocks[3].table = (struct view_table){
        .columns = columns, .n_columns = 4, .rows = rows, .n_rows = 3, .empty = ""};
}

static void nothing(struct arena *arena, struct view *view)
{
    static const struct view_column columns[] = {{.head = "地区"}};
    *view = frame_zh("ledger@540000");
    view->conclusion = "暂无可判数据。";
    struct view_block *blocks = blocks_of(arena, view, 2);
    blocks[0].kind = BLOCK_TABLE;
    blocks[0].table =
        (struct view_table){.columns = columns,
                            .n_columns = 1,
                            .empty = "未报送：省统计局 应于 2026-11-05 报送"};
    blocks[1].kind = BLOCK_CHART;
}

const struct sample samples[] = {
    {"ledger", ledger},
    {"halves", halves},
    {"matrix_zh", matrix_zh},
    {"matrix_en", matrix_en},
    {"indicator", indicator},
    {"nothing", nothing},
    {NULL, NULL},
};

const struct sample *sample_find(const char *name)
{
    for (size_t i = 0; samples[i].name; i++)
        if (strcmp(samples[i].name, name) == 0)
            return &samples[i];
    return NULL;
}
