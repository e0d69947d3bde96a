/* The native format: what is read, each fault, and what becomes of its items. */
#include "fetch/native.h"

#include "core/text.h"
#include "fetch/mapper.h"
#include "fetch/mapper_work.h"
#include "tests/lib/feed_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FIXTURE "tests/fixtures/fetch/native.json"

/* ---- the decoder alone ---- */

/* "row:column VALUE status | indicator region period unit", one a line. */
static const char *cells(struct feed_record *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->n_cells; i++) {
        const struct record_cell *cell = &r->cells[i];
        const char *value =
            cell->withdrawn              ? "withdrawn"
            : cell->kind == CELL_MISSING ? "-"
            : cell->kind == CELL_TEXT
                ? arena_printf(&r->arena, "\"%s\"", cell->raw)
                : arena_printf(&r->arena, "%s%.15g", qualifier_sign(cell->qualifier),
                               cell->value);
        list = arena_printf(&r->arena, "%s%u:%u %s %s|", list, cell->row, cell->column,
                            value, cell->status);
        for (size_t k = 0; k < NATIVE_DIMENSIONS; k++)
            list = arena_printf(&r->arena, "%s %s", list, cell->at[k]->code);
        list = arena_printf(&r->arena, "%s\n", list);
    }
    return list;
}

/* "row:column ERROR first-argument second", one a line. */
static const char *problems(struct arena *arena, const struct refusal *refusals,
                            size_t n)
{
    const char *list = "";
    for (size_t i = 0; i < n; i++) {
        const struct error *e = &refusals[i].reason;
        list = arena_printf(arena, "%s%u:%u %s%s", list, refusals[i].row,
                            refusals[i].column, refusals[i].warning ? "warning " : "",
                            error_name(e->code));
        for (int k = 0; k < error_arity(e->code); k++)
            list = arena_printf(arena, "%s %s", list, e->arg[k]);
        list = arena_printf(arena, "%s\n", list);
    }
    return list;
}

static void figures(void **state)
{
    (void)state;
    struct feed_record r;
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, FIXTURE, &size);
    assert_non_null(bytes);
    feed_record_read(&r, "auto", bytes, size, NULL);
    assert_true(r.ok);
    assert_string_equal(r.decoder->name, "aiplus");
    assert_string_equal(cells(&r), "1:0 61.5 P| B9-01 430000 2026-10 EFLOPS\n"
                                   "2:0 >40 | B9-01 430100 2025 EFLOPS\n"
                                   "3:0 ~58.2 | B9-01 湖南省 2026-09 EFLOPS\n"
                                   "4:0 - 未公布| A2.2-01 430000 2026-09 %\n"
                                   "5:0 withdrawn | A2.2-01 430000 2026-06 %\n"
                                   "1:1 31.2 | A2.2-01 430000 2025-Q4 %\n"
                                   "1:2 >=33 A| A2.2-01 430000 2026-Q1 %\n"
                                   "1:3 - O| A2.2-01 430000 2026-Q2 %\n");
    assert_string_equal(problems(&arena, r.refusals, r.n_refusals), "");
    assert_int_equal(r.n_datasets, 1);
    const struct dataset *dataset = r.datasets[0];
    assert_string_equal(dataset->label, "人工智能+行动月度报送");
    assert_string_equal(dataset->source, "湖南省数据局");
    assert_string_equal(dataset->updated, "2026-11-05T06:15:00+08:00");
    const struct dimension *indicator = &dataset->dimensions[NATIVE_INDICATOR];
    assert_int_equal(indicator->n_categories, 2);
    assert_string_equal(indicator->categories[1].label, "规上工业企业应用普及率");
    assert_string_equal(indicator->categories[0].unit, "EFLOPS");
    assert_string_equal(indicator->scopes[0],
                        "按单精度折算，含在建已通电机柜 (2026-1)");
    assert_null(indicator->scopes[1]);
    /* The same category is the same pointer, also the described one. */
    assert_ptr_equal(r.cells[0].at[NATIVE_INDICATOR], &indicator->categories[0]);
    assert_ptr_equal(r.cells[1].at[NATIVE_INDICATOR], r.cells[0].at[NATIVE_INDICATOR]);
    assert_true(dataset->dimensions[NATIVE_UNIT].attribute);
    assert_int_equal(r.n_items, 7);
    feed_record_release(&r);
    arena_release(&arena);
}

/* Each fault alone: the members behind "aiplus": 1, and what is said of them. */
static void row_faults(void **state)
{
    (void)state;
#define KEY "\"indicator\":\"I\",\"region\":\"R\",\"period\":\"P\""
#define SERIES "\"indicator\":\"I\",\"region\":\"R\",\"periods\":[\"P\",\"Q\"]"
    static const char *const rows[][2] = {
        {"\"observations\":[1,\"a\",[],null,true]",
         "1:0 ERROR_NATIVE_ROW observations 1\n2:0 ERROR_NATIVE_ROW observations a\n"
         "3:0 ERROR_NATIVE_ROW observations [..]\n"
         "4:0 ERROR_NATIVE_ROW observations null\n"
         "5:0 ERROR_NATIVE_ROW observations true\n"},
        {"\"observations\":[{}]", "1:0 ERROR_NATIVE_MEMBER observations indicator\n"},
        {"\"observations\":[{\"indicator\":\"I\",\"period\":\"P\",\"value\":1}]",
         "1:0 ERROR_NATIVE_MEMBER observations region\n"},
        {"\"observations\":[{\"indicator\":\"I\",\"region\":\"R\",\"value\":1}]",
         "1:0 ERROR_NATIVE_MEMBER observations period\n"},
        {"\"observations\":[{" KEY "}]",
         "1:0 ERROR_NATIVE_MEMBER observations value\n"},
        {"\"observations\":[{" KEY ",\"value\":null}]", ""},
        {"\"observations\":[{" KEY ",\"status\":\"O\"}]", ""},
        {"\"observations\":[{\"indicator\":7,\"region\":\"R\",\"period\":\"P\","
         "\"value\":1}]",
         "1:0 ERROR_NATIVE_ODD observations indicator 7\n"},
        {"\"observations\":[{\"indicator\":\"I\",\"region\":4300.5,\"period\":\"P\","
         "\"value\":1}]",
         "1:0 ERROR_NATIVE_ODD observations region 4300.5\n"},
        {"\"observations\":[{\"indicator\":\"I\",\"region\":\"R\",\"period\":{},"
         "\"value\":1}]",
         "1:0 ERROR_NATIVE_ODD observations period {..}\n"},
        {"\"observations\":[{" KEY ",\"value\":1,\"status\":3}]",
         "1:0 ERROR_NATIVE_ODD observations status 3\n"},
        {"\"observations\":[{" KEY ",\"value\":1,\"unit\":[]}]",
         "1:0 ERROR_NATIVE_ODD observations unit [..]\n"},
        {"\"observations\":[{" KEY ",\"value\":1,\"qualifier\":\"大约\"}]",
         "1:0 ERROR_NATIVE_ODD observations qualifier 大约\n"},
        {"\"observations\":[{" KEY ",\"value\":\">1\",\"qualifier\":\"<\"}]",
         "1:0 ERROR_NATIVE_ODD observations qualifier <\n"},
        {"\"observations\":[{" KEY ",\"value\":\">1\",\"qualifier\":\">\"}]", ""},
        {"\"observations\":[{" KEY ",\"withdrawn\":\"yes\"}]",
         "1:0 ERROR_NATIVE_ODD observations withdrawn yes\n"},
        {"\"observations\":[{" KEY ",\"value\":1,\"vlaue\":2},{" KEY
         ",\"value\":1,\"vlaue\":2}]",
         "1:0 warning ERROR_NATIVE_UNKNOWN observations vlaue\n"},
        {"\"series\":[{\"indicator\":\"I\",\"region\":\"R\",\"values\":[1]}]",
         "1:0 ERROR_NATIVE_MEMBER series periods\n"},
        {"\"series\":[{" SERIES "}]", "1:0 ERROR_NATIVE_MEMBER series values\n"},
        {"\"series\":[{" SERIES ",\"withdrawn\":true}]", ""},
        {"\"series\":[{" SERIES ",\"values\":1}]",
         "1:0 ERROR_NATIVE_ODD series values 1\n"},
        {"\"series\":[{" SERIES ",\"values\":[1]}]",
         "1:0 ERROR_NATIVE_LENGTH values 1 2\n"},
        {"\"series\":[{" SERIES ",\"values\":[1,2],\"statuses\":[\"A\",\"A\",\"A\"]}]",
         "1:0 ERROR_NATIVE_LENGTH statuses 3 2\n"},
        {"\"series\":[{" SERIES ",\"values\":[1,2],\"statuses\":[\"A\",4]}]",
         "1:2 ERROR_NATIVE_ODD series statuses 4\n"},
        {"\"series\":[{" SERIES ",\"values\":[1,2],\"qualifiers\":[\"A\",null]}]",
         "1:1 ERROR_NATIVE_ODD series qualifiers A\n"},
        {"\"series\":[{\"indicator\":\"I\",\"region\":\"R\",\"periods\":[null],"
         "\"values\":[1]}]",
         "1:1 ERROR_NATIVE_MEMBER series periods\n"},
        {"\"ledger\":[{\"id\":true}]", "1:0 ERROR_NATIVE_ODD ledger id true\n"},
        {"\"ledger\":[{\"id\":\"1\",\"withdrawn\":1}]",
         "1:0 ERROR_NATIVE_ODD ledger withdrawn 1\n"},
        {"\"ledger\":[{\"id\":\"1\",\"title\":5}]",
         "1:0 ERROR_NATIVE_ODD ledger title 5\n"},
        {"\"ledger\":[{\"id\":\"1\",\"titel\":\"x\"},{\"id\":\"2\",\"titel\":\"x\"}],"
         "\"cases\":[{\"titel\":\"x\"}]",
         "1:0 warning ERROR_NATIVE_UNKNOWN ledger titel\n"
         "1:0 warning ERROR_NATIVE_UNKNOWN cases titel\n"},
        {"\"catalog\":{\"targets\":[7],\"opinions\":[],\"ledger\":[]}",
         "1:0 ERROR_NATIVE_ROW catalog.targets 7\n"
         "0:0 warning ERROR_NATIVE_TOP feed catalog.opinions\n"
         "0:0 warning ERROR_NATIVE_TOP feed catalog.ledger\n"},
        {"\"targets\":[]", "0:0 warning ERROR_NATIVE_TOP feed targets\n"},
        {"\"$schema\":\"x\",\"series\":null,\"catalog\":null", ""},
        {"\"title\":5,\"publisher\":null,\"observations\":[]",
         "0:0 warning ERROR_NATIVE_TEXT feed title\n"},
        {"\"indicators\":[{\"code\":\"J\"}],\"observations\":[{" KEY ",\"value\":1}]",
         "0:0 warning ERROR_NATIVE_UNDESCRIBED feed I\n"},
        {"\"indicators\":[{\"code\":\"J\",\"nane\":\"x\",\"scope\":{\"txet\":\"\"}}]",
         "1:0 warning ERROR_NATIVE_UNKNOWN indicators nane\n"
         "1:0 warning ERROR_NATIVE_UNKNOWN indicators.scope txet\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        const char *start = "{\"aiplus\":1,";
        struct arena arena = {0};
        const char *body = arena_printf(&arena, "%s%s}", start, rows[i][0]);
        feed_record_read(&r, "auto", body, strlen(body), NULL);
        if (!r.ok)
            fail_msg("%s: %s", body, error_name(r.error.code));
        assert_string_equal(problems(&arena, r.refusals, r.n_refusals), rows[i][1]);
        feed_record_release(&r);
        arena_release(&arena);
    }
}

/* What leaves the meaning of others in doubt refuses the body. */
static void body_faults(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum error_code code;
        const char *second;
    } rows[] = {
        {"{}", ERROR_NATIVE_NOT, ""},
        {"[1]", ERROR_NATIVE_NOT, ""},
        {"{\"observations\":[]}", ERROR_NATIVE_NOT, ""},
        {"{\"aiplus\":2}", ERROR_NATIVE_NEWER, "2"},
        {"{\"aiplus\":1.5}", ERROR_NATIVE_NEWER, "1.5"},
        {"{\"aiplus\":0}", ERROR_NATIVE_VERSION, "0"},
        {"{\"aiplus\":\"1\"}", ERROR_NATIVE_VERSION, "1"},
        {"{\"aiplus\":null}", ERROR_NATIVE_VERSION, "null"},
        {"{\"aiplus\":[1]}", ERROR_NATIVE_VERSION, "?"},
        {"{\"aiplus\":1,\"observations\":{}}", ERROR_NATIVE_ARRAY, "observations"},
        {"{\"aiplus\":1,\"series\":5}", ERROR_NATIVE_ARRAY, "series"},
        {"{\"aiplus\":1,\"ledger\":\"x\"}", ERROR_NATIVE_ARRAY, "ledger"},
        {"{\"aiplus\":1,\"catalog\":[]}", ERROR_NATIVE_OBJECT, "catalog"},
        {"{\"aiplus\":1,\"catalog\":{\"tasks\":{}}}", ERROR_NATIVE_ARRAY,
         "catalog.tasks"},
        {"{\"aiplus\":1,\"indicators\":{}}", ERROR_NATIVE_ARRAY, "indicators"},
        {"{\"aiplus\":1,\"indicators\":[{}]}", ERROR_NATIVE_INDICATOR, "1"},
        {"{\"aiplus\":1,\"indicators\":[{\"code\":\"A\"},{\"code\":\"A\"}]}",
         ERROR_NATIVE_INDICATOR, "2"},
        {"{\"aiplus\":1,\"indicators\":[{\"code\":\"A\",\"unit\":1}]}",
         ERROR_NATIVE_INDICATOR, "1"},
        {"{\"aiplus\":1,\"indicators\":[{\"code\":\"A\",\"scope\":[]}]}",
         ERROR_NATIVE_INDICATOR, "1"},
        {"{\"aiplus\":1,\"aiplus\":2}", ERROR_JSON_DUPLICATE, "1"},
        {"{\"aiplus\":1", ERROR_JSON_CUT, "1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct feed_record r;
        feed_record_read(&r, "aiplus", rows[i].body, strlen(rows[i].body), NULL);
        assert_false(r.ok);
        if (r.error.code != rows[i].code)
            fail_msg("%s: %s", rows[i].body, error_name(r.error.code));
        assert_string_equal(r.error.arg[1], rows[i].second);
        feed_record_release(&r);
    }
}

static void sniffing(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        bool native;
    } rows[] = {
        {"{\"aiplus\":1}", true},
        {"\xEF\xBB\xBF\n {\"title\":\"\\\"aiplus\\\"\", \"aiplus\" : 2", true},
        {"{\"ledger\":[{\"aiplus\":1}],\"observations\":[]}", false},
        {"{\"dimension\":{},\"aiplus\":1}", true},
        {"{\"title\":\"aiplus\",\"x\":1}", false},
        {"{\"x\":\"aiplus\"", false},
        {"{\"aiplus", false},
        {"{\"aiplus\"", false},
        {"{\"aiplus\\", false},
        {"[\"aiplus\"]", false},
        {"aiplus: 1", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct body body = {rows[i].body, strlen(rows[i].body), "", "feed", NULL};
        if ((decoder_native.sniff(&body) == 95) != rows[i].native)
            fail_msg("%s", rows[i].body);
    }
}

/* ---- through the mapper ---- */

static bool region(const void *self, const char *text, int32_t *code)
{
    (void)self;
    static const struct {
        const char *number, *name;
    } regions[] = {{"430000", "湖南省"}, {"430100", "长沙市"}};
    for (size_t i = 0; i < 2; i++) {
        if (strcmp(text, regions[i].number) == 0 ||
            strcmp(text, regions[i].name) == 0) {
            *code = atoi(regions[i].number);
            return true;
        }
    }
    return false;
}

static bool indicator(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit)
{
    (void)self;
    bool computing = strcmp(text, "B9-01") == 0;
    if (!computing && strcmp(text, "A2.2-01") != 0)
        return false;
    strcpy(code, text);
    *unit = computing ? "EFLOPS" : "%";
    return true;
}

static bool several_regions(const void *self, const char *text)
{
    (void)self;
    return strcmp(text, "朝阳区") == 0;
}

static bool task(const void *self, const char *text, char code[CODE_SIZE])
{
    (void)self;
    bool named = strcmp(text, "推进工业全要素智能化发展") == 0;
    if (!named && strcmp(text, "A2.2") != 0 && strcmp(text, "G0") != 0)
        return false;
    strcpy(code, named ? "A2.2" : text);
    return true;
}

static const struct vocabulary vocabulary = {
    .region = region,
    .indicator = indicator,
    .several_regions = several_regions,
    .task = task,
};

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
    struct source source = {.name = "s", .address = "file:///f", .format = "aiplus"};
    if (mapping)
        source.mapping = *mapping;
    struct body body = {bytes, size, "", "feed", NULL};
    bulk_init(&result->observations, NULL, (size_t)1 << 30);
    result->ok = mapper_read(&source, &body, &vocabulary, &result->arena,
                             &result->observations, &result->delivery, &result->error);
}

static void done(struct result *result)
{
    bulk_release(&result->observations);
    arena_release(&result->arena);
}

/* "ledger 0031 430000 A2.2 title", one a line. */
static const char *items(struct result *r)
{
    const char *list = "";
    for (size_t i = 0; i < r->delivery.n_items; i++) {
        const struct item *item = &r->delivery.items[i];
        list =
            arena_printf(&r->arena, "%s%s %s%s", list, item_registers[item->kind].name,
                         item->key, item->withdrawn ? " withdrawn" : "");
        static const char *const shown[] = {"region",   "task",     "title",
                                            "deadline", "progress", "state"};
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
            if (*item_field(item, shown[k]))
                list =
                    arena_printf(&r->arena, "%s %s", list, item_field(item, shown[k]));
        list = arena_printf(&r->arena, "%s\n", list);
    }
    return list;
}

static void whole_feed(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct result r;
    size_t size;
    char *bytes = feed_file(&arena, FIXTURE, &size);
    map(&r, bytes, size, NULL);
    assert_true(r.ok);
    assert_int_equal(r.delivery.n_observations, 8);
    assert_true(r.delivery.observations[4].withdrawn);
    assert_string_equal(
        items(&r),
        "ledger 0031 430000 A2.2 建成省级智能工厂梯度培育库 2026-10-15 68.7 overdue\n"
        "ledger 12 430100 A2.2 长株潭智算集群并网调度 2026-11-30 open\n"
        "ledger 0007 withdrawn\n"
        "cases 0046 430100 A2.2 工程机械整机装配工业智能体 promoted\n"
        "publicity 0171 430000 G0 应用普及率怎么算、谁来报 published\n"
        "targets 430000/B9-01/2027/HN1 430000\n"
        "documents HN1 湖南省“人工智能+”行动实施方案\n");
    const struct item *first = &r.delivery.items[0];
    assert_string_equal(item_field(first, "measures"),
                        "一、分级建库；\n二、按季评审；\n三、对入库企业给予贴息支持");
    assert_string_equal(item_field(first, "start"), "2026-02-10");
    assert_string_equal(item_field(first, "planned"), "100");
    assert_string_equal(item_field(&r.delivery.items[3], "level"), "national");
    assert_string_equal(item_field(&r.delivery.items[5], "value"), "80");
    assert_string_equal(first->source, "");
    assert_true(first->row > 0);
    assert_int_equal(r.delivery.receipt.rows_seen, 15);
    assert_int_equal(r.delivery.receipt.rows_refused, 0);
    done(&r);
    arena_release(&arena);
}

#define GOOD "\"region\":\"430000\",\"task\":\"A2.2\",\"title\":\"t\""

static void check_items(const char *ledger, const struct mapping *mapping,
                        const char *kept, const char *refused)
{
    struct arena arena = {0};
    struct result r;
    const char *body = arena_printf(&arena, "{\"aiplus\":1,\"ledger\":[%s]}", ledger);
    map(&r, body, strlen(body), mapping);
    if (!r.ok)
        fail_msg("%s: %s", body, error_name(r.error.code));
    assert_string_equal(items(&r), kept);
    assert_string_equal(problems(&arena, r.delivery.refusals, r.delivery.n_refusals),
                        refused);
    done(&r);
    arena_release(&arena);
}

static void refused_items(void **state)
{
    (void)state;
#define LAST ",{\"id\":\"9\"," GOOD "}"
#define KEPT "ledger 9 430000 A2.2 t\n"
    check_items("{" GOOD "}" LAST, NULL, KEPT, "1:0 ERROR_ITEM_EMPTY id (编号)\n");
    check_items("{\"id\":\"1\",\"task\":\"A2.2\",\"title\":\"t\"}" LAST, NULL, KEPT,
                "1:0 ERROR_ITEM_EMPTY region (地区)\n");
    check_items("{\"id\":\"1\",\"region\":\"439999\",\"task\":\"A2.2\"}" LAST, NULL,
                KEPT, "1:0 ERROR_MAP_REGION 439999\n");
    check_items("{\"id\":\"1\",\"region\":\"朝阳区\",\"task\":\"A2.2\"}" LAST, NULL,
                KEPT, "1:0 ERROR_MAP_REGION_SEVERAL 朝阳区\n");
    check_items("{\"id\":\"1\",\"region\":\"430000\",\"task\":\"Z\"}" LAST, NULL, KEPT,
                "1:0 ERROR_ITEM_TASK Z\n");
    check_items("{\"id\":\"1\",\"region\":\"430000\",\"task\":\"A2.2\"}" LAST, NULL,
                KEPT, "1:0 ERROR_ITEM_EMPTY title (事项)\n");
    check_items("{\"id\":\"1\"," GOOD ",\"deadline\":\"月内\"}" LAST, NULL, KEPT,
                "1:0 ERROR_ITEM_DATE deadline (完成时限) 月内\n");
    check_items("{\"id\":\"1\"," GOOD ",\"progress\":-3}" LAST, NULL, KEPT,
                "1:0 ERROR_ITEM_PERCENT progress (实际进度) -3\n");
    check_items("{\"id\":\"1\"," GOOD ",\"state\":\"还行\"}" LAST, NULL, KEPT,
                "1:0 ERROR_ITEM_CHOICE state (状态) 还行 正常, 临期, 逾期, 已办结\n");
    /* What the configuration says of regions counts for items too. */
    const struct name_pair regions[] = {{"湘", "430000"}};
    const struct mapping mapping = {
        .regions = regions, .n_regions = 1, .constant_region = "长沙市"};
    check_items("{\"id\":\"1\",\"region\":\"湘\",\"task\":\"A2.2\",\"title\":\"t\"},"
                "{\"id\":\"2\",\"task\":\"A2.2\",\"title\":\"t\"}",
                &mapping, "ledger 1 430000 A2.2 t\nledger 2 430100 A2.2 t\n", "");
}

static void items_that_meet(void **state)
{
    (void)state;
    /* The same, however it is written, once; what differs, not at all. */
    check_items("{\"id\":\"1\"," GOOD ",\"deadline\":\"2026-11-05\"},"
                "{\"id\":\" 1 \"," GOOD ",\"deadline\":\"2026年11月5日\"}",
                NULL, "ledger 1 430000 A2.2 t 2026-11-05\n", "");
    check_items("{\"id\":\"1\"," GOOD "},{\"id\":\"9\"," GOOD "},"
                "{\"id\":\"1\"," GOOD ",\"note\":\"n\"},{\"id\":\"1\"," GOOD "}",
                NULL, KEPT,
                "1:0 ERROR_ITEM_CONFLICT 1 3 ledger 1\n"
                "3:0 ERROR_ITEM_CONFLICT 3 1 ledger 1\n"
                "4:0 ERROR_ITEM_CONFLICT 4 1 ledger 1\n");
    check_items("{\"id\":\"1\"," GOOD "},{\"id\":\"1\",\"withdrawn\":true}" LAST, NULL,
                KEPT,
                "1:0 ERROR_ITEM_CONFLICT 1 2 ledger 1\n"
                "2:0 ERROR_ITEM_CONFLICT 2 1 ledger 1\n");
    /* Another register's item of that number is another item. */
    struct result r;
    const char *body = "{\"aiplus\":1,\"ledger\":[{\"id\":\"1\"," GOOD "}],"
                       "\"cases\":[{\"id\":\"1\"," GOOD "}]}";
    map(&r, body, strlen(body), NULL);
    assert_true(r.ok);
    assert_int_equal(r.delivery.n_items, 2);
    assert_int_equal(r.delivery.n_observations, 0);
    done(&r);
}

static void nothing_left(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum error_code code;
    } rows[] = {
        {"{\"aiplus\":1}", ERROR_MAP_EMPTY},
        {"{\"aiplus\":1,\"ledger\":[],\"observations\":[]}", ERROR_MAP_EMPTY},
        {"{\"aiplus\":1,\"ledger\":[{\"id\":\"1\"}]}", ERROR_ITEM_EMPTY},
        {"{\"aiplus\":1,\"ledger\":[{\"id\":\"1\"," GOOD "},{\"id\":\"1\"," GOOD
         ",\"note\":\"n\"}]}",
         ERROR_ITEM_CONFLICT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct result r;
        map(&r, rows[i].body, strlen(rows[i].body), NULL);
        assert_false(r.ok);
        if (r.error.code != rows[i].code)
            fail_msg("%s: %s", rows[i].body, error_name(r.error.code));
        done(&r);
    }
}

/* n items; each has a note of `size` bytes. */
static char *many_items(struct arena *arena, size_t n, size_t size)
{
    char *body = arena_alloc(arena, n * (size + 100) + 100), *p = body;
    p += sprintf(p, "{\"aiplus\":1,\"ledger\":[");
    for (size_t i = 0; i < n; i++) {
        p += sprintf(p, "%s{\"id\":%zu," GOOD ",\"note\":\"", i ? "," : "", i);
        memset(p, 'x', size);
        p += size;
        p += sprintf(p, "\"}");
    }
    sprintf(p, "]}");
    return body;
}

static void item_ceilings(void **state)
{
    (void)state;
    static const struct {
        size_t n, size;
        enum error_code code;
    } rows[] = {
        {MAPPER_ITEMS, 1, ERROR_NONE},
        {MAPPER_ITEMS + 1, 1, ERROR_ITEM_MANY},
        {MAPPER_ITEM_TEXTS / 16000 + 1, 16000, ERROR_ITEM_TEXTS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena = {0};
        struct result r;
        char *body = many_items(&arena, rows[i].n, rows[i].size);
        map(&r, body, strlen(body), NULL);
        assert_int_equal(r.ok, rows[i].code == ERROR_NONE);
        assert_int_equal(r.error.code, rows[i].code);
        if (r.ok)
            assert_int_equal(r.delivery.n_items, rows[i].n);
        done(&r);
        arena_release(&arena);
    }
}

/* ---- hostile ---- */

/* Cut anywhere it is refused, whole. */
static void cut_anywhere(void **state)
{
    (void)state;
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, FIXTURE, &size);
    while (bytes[size - 1] != '}')
        size--;
    for (size_t n = 0; n < size; n++) {
        struct feed_record r;
        feed_record_read(&r, "aiplus", bytes, n, NULL);
        assert_false(r.ok);
        assert_int_not_equal(r.error.code, ERROR_NONE);
        assert_int_equal(r.n_cells + r.n_items, 0);
        feed_record_release(&r);
    }
    arena_release(&arena);
}

/* With any byte changed it is read or refused, and never more is read than was there.
 */
static void changed_anywhere(void **state)
{
    (void)state;
    static const char others[] = {'"', '}', '9', '\0', (char)0xFF};
    struct arena arena = {0};
    size_t size;
    char *bytes = feed_file(&arena, FIXTURE, &size);
    for (size_t i = 0; i < size; i++) {
        char byte = bytes[i];
        struct result r;
        bytes[i] = byte == others[i % 5] ? '[' : others[i % 5];
        map(&r, bytes, size, NULL);
        assert_int_equal(r.ok, r.error.code == ERROR_NONE);
        assert_true(r.delivery.n_observations <= 8 && r.delivery.n_items <= 7);
        done(&r);
        bytes[i] = byte;
    }
    arena_release(&arena);
}

/* ---- large ---- */

static bool count_dataset(void *self, const struct dataset *d, struct error *error)
{
    (void)self, (void)d, (void)error;
    return true;
}

static bool count_cell(void *self, const struct cell *cell, struct error *error)
{
    (void)cell, (void)error;
    ++*(size_t *)self;
    return true;
}

static void count_refused(void *self, const struct refusal *refusal)
{
    (void)self;
    fail_msg("row %u: %s", refusal->row, error_name(refusal->reason.code));
}

/* What the decoder keeps does not grow with the rows. */
static void large(void **state)
{
    (void)state;
    enum { ROWS = 100000 };
    struct arena text = {0}, arena = {0};
    char *bytes = arena_alloc(&text, (size_t)ROWS * 100), *p = bytes;
    p += sprintf(p, "{\"aiplus\":1,\"observations\":[");
    for (int i = 0; i < ROWS; i++)
        p += sprintf(p,
                     "%s\n{\"indicator\":\"B9-01\",\"region\":\"%d\",\"period\":"
                     "\"2025-%02d\",\"value\":%d.5}",
                     i ? "," : "", 110000 + i / 12 % 100, i % 12 + 1, i);
    p += sprintf(p, "]}");
    const struct body body = {bytes, (size_t)(p - bytes), "", "feed", NULL};
    size_t n = 0;
    struct error error;
    const struct feed_sink sink = {&n, count_dataset, count_cell, NULL, count_refused};
    assert_true(decoder_native.decode(&body, NULL, &arena, &sink, &error));
    assert_int_equal(n, ROWS);
    assert_true(arena.used < 256 * 1024);
    arena_release(&arena);
    arena_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures),          cmocka_unit_test(row_faults),
        cmocka_unit_test(body_faults),      cmocka_unit_test(sniffing),
        cmocka_unit_test(whole_feed),       cmocka_unit_test(refused_items),
        cmocka_unit_test(items_that_meet),  cmocka_unit_test(nothing_left),
        cmocka_unit_test(item_ceilings),    cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(changed_anywhere), cmocka_unit_test(large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
