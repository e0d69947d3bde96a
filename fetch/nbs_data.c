/*
 * data.stats.gov.cn since 2025: answers of stream/esData (getEsDataByCidAndDt) to a
 * POST that names a catalogue, indicators, areas and a span of time.
 *
 * {"success": true, "state": 20000, "message": .., "data": [{"code": "202603MM",
 * "name": "2026年3月", "values": [{"_id": the indicator's, "i_showname": its name,
 * "value": "101.0", "du_name": its unit, "da": "110000000000", "da_name": ..}]}]}. A
 * value is a text; "无", "" and [] stand where none has been published. Some answers
 * call the area areaCode and area, and those about the nation alone may not name it;
 * tables of areas for one indicator (showType 3) do not name that. What is counted may
 * be said in i_mark.
 */
#include "fetch/office.h"
#include "fetch/row_feed.h"

#include <stdio.h>
#include <string.h>

enum { AREA, INDICATOR, PERIOD, UNIT };

/* Bytes of a period's code. It stands once and is compared for every value below it, so
 * that a long one would make a small answer the work of minutes. */
enum { PERIOD_MOST = 200 };

struct esdata {
    struct row_feed feed;
    bool any;   /* there are periods with values */
    bool named; /* some value says which indicator it is of */
};

static const char *const office = "data.stats.gov.cn";

static bool digits(const char *text, size_t n)
{
    return strlen(text) >= n && strspn(text, "0123456789") >= n;
}

/* What an area of twelve digits is by GB/T 2260: its first six, where the others, of
 * towns and villages, are zeros. "" for towns: they are no region of the register. */
static const char *region_of(const char *code, struct arena *arena)
{
    if (strlen(code) != 12 || !digits(code, 12))
        return NULL;
    if (strcmp(code, "000000000000") == 0)
        return "100000";
    return strcmp(code + 6, "000000") == 0 ? arena_strndup(arena, code, 6) : "";
}

/* 2024YY, 202402SS (a quarter), 202412MM. */
static const char *period_of(const char *code, struct arena *arena)
{
    size_t n = strspn(code, "0123456789");
    const char *kind = code + n;
    if (n == 4 && strcmp(kind, "YY") == 0)
        return arena_strndup(arena, code, 4);
    if (n == 6 && strcmp(kind, "MM") == 0)
        return arena_printf(arena, "%.4s-%.2s", code, code + 4);
    if (n == 6 && strcmp(kind, "SS") == 0 && code[4] == '0')
        return arena_printf(arena, "%.4s-Q%c", code, code[5]);
    return NULL;
}

/* ---- values ---- */

/* The first of the two members that has a text. */
static const char *either(const struct json *value, const char *a, const char *b,
                          struct arena *arena)
{
    const char *text = row_text(json_get(value, a), arena);
    return *text ? text : row_text(json_get(value, b), arena);
}

static bool read_value(struct esdata *e, const struct json *value,
                       const struct category *period, struct arena *scratch,
                       struct error *error)
{
    struct row_feed *feed = &e->feed;
    const struct category indicator = {
        .code = either(value, "_id", "i_showname", scratch),
        .label = row_text(json_get(value, "i_showname"), scratch),
        .unit = "",
    };
    const char *code = either(value, "da", "areaCode", scratch);
    const char *name = either(value, "da_name", "area", scratch);
    const struct category area = {
        .code = *code ? code : name,
        .label = name,
        .unit = "",
        .means = region_of(code, scratch),
    };
    const struct category unit = {
        .code = row_text(json_get(value, "du_name"), scratch),
        .label = "",
        .unit = "",
    };
    const struct json *figure = json_get(value, "value");
    e->named = e->named || *indicator.code;
    /* Where none is named all are of the one that was asked for. */
    const char *missing = !*indicator.code && e->named ? "_id"
                          : !figure                    ? "value"
                                                       : NULL;
    if (missing) {
        struct error reason;
        error_set(&reason, ERROR_ROW_MEMBER, missing);
        row_feed_refuse(feed, period->code, &reason);
        return true;
    }
    struct cell cell = {0};
    row_cell_read(&cell, figure);
    return row_feed_category(feed, AREA, &area, NULL, error) &&
           row_feed_category(feed, INDICATOR, &indicator,
                             row_text(json_get(value, "i_mark"), scratch), error) &&
           row_feed_category(feed, PERIOD, period, NULL, error) &&
           row_feed_category(feed, UNIT, &unit, NULL, error) &&
           row_feed_cell(feed, &cell, error);
}

static bool read_values(struct esdata *e, const struct json_body *json,
                        const struct json_part *values, const struct category *period,
                        struct error *error)
{
    struct arena scratch = {0};
    struct json_walk walk;
    const struct json *items;
    size_t n;
    json_walk_open(&walk, json, values);
    bool ok = true;
    while (ok && (ok = json_walk_slice(&walk, &items, &n, error)) && n > 0)
        for (size_t i = 0; ok && i < n; i++) {
            e->feed.row++;
            ok = read_value(e, &items[i], period, &scratch, error);
            arena_reset(&scratch);
        }
    json_walk_close(&walk);
    arena_release(&scratch);
    return ok;
}

/* ---- periods ---- */

static bool read_period(struct esdata *e, const struct json_body *json,
                        const struct json_part *part, struct error *error)
{
    static const char *const without[] = {"values", NULL};
    struct arena arena = {0};
    const struct json *head;
    struct json_part values;
    bool ok = true;
    if (!json_find(json, part, "values", &values)) {
        struct error reason;
        error_set(&reason, ERROR_ROW_MEMBER, "values");
        row_feed_refuse(&e->feed, "", &reason);
    } else if (!json_take_without(json, part, without, JSON_ELEMENT_BYTES, &arena,
                                  &head, error)) {
        ok = false;
    } else {
        const char *code = row_text(json_get(head, "code"), &arena);
        const struct category period = {
            .code = code,
            .label = row_text(json_get(head, "name"), &arena),
            .unit = "",
            .means = period_of(code, &arena),
        };
        e->any = true;
        if (strlen(code) > PERIOD_MOST) {
            struct error reason;
            error_set(&reason, ERROR_ROW_MEMBER, "code");
            row_feed_refuse(&e->feed, feed_excerpt(&arena, code), &reason);
        } else if (*code) {
            ok = read_values(e, json, &values, &period, error);
        } else {
            ok =
                error_set(error, ERROR_ROW_SHAPE, json->body->name, office, "\"code\"");
        }
    }
    arena_release(&arena);
    return ok;
}

static bool read_periods(struct esdata *e, const struct json_body *json,
                         const struct json_part *data, struct error *error)
{
    struct json_walk walk;
    struct json_part part;
    bool ok = true;
    json_walk_open(&walk, json, data);
    while (ok && json_walk_next(&walk, &part))
        ok = read_period(e, json, &part, error);
    json_walk_close(&walk);
    return ok;
}

/* ---- answers ---- */

/* {"success": false, "state": 40001, "message": ..} */
static bool check_success(const struct json_body *json, struct arena *arena,
                          struct error *error)
{
    static const char *const without[] = {"data", NULL};
    const struct json *head;
    if (json->root.type != JSON_OBJECT)
        return error_set(error, ERROR_ROW_SHAPE, json->body->name, office, "\"data\"");
    if (!json_take_without(json, &json->root, without, JSON_TREE_BYTES, arena, &head,
                           error))
        return false;
    const struct json *success = json_get(head, "success");
    const char *state = row_text(json_get(head, "state"), arena);
    bool refused =
        success ? success->type != JSON_TRUE : *state && strcmp(state, "20000") != 0;
    if (!refused)
        return true;
    const char *message = either(head, "message", "msg", arena);
    return error_set(error, ERROR_JSONSTAT_ANSWER, json->body->name,
                     feed_excerpt(arena, arena_printf(arena, "%s%s%s", state,
                                                      *state ? " " : "", message)));
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    (void)columns;
    struct esdata e = {0};
    struct row_feed *feed = &e.feed;
    struct json_body json;
    struct json_part data;
    row_feed_init(feed, body, arena, sink);
    row_feed_axis(feed, "da", "地区", DIMENSION_GEO);
    row_feed_axis(feed, "indicator", "指标", DIMENSION_METRIC);
    row_feed_axis(feed, "dt", "时间", DIMENSION_TIME);
    row_feed_axis(feed, "unit", "单位", DIMENSION_PLAIN);
    feed->axes[UNIT].attribute = true;
    if (!json_open(body, arena, &json, error) || !check_success(&json, arena, error))
        return false;
    if (!json_find(&json, &json.root, "data", &data))
        return error_set(error, ERROR_ROW_SHAPE, body->name, office, "\"data\"");
    if (data.type == JSON_ARRAY && !read_periods(&e, &json, &data, error))
        return false;
    /* Lists of indicators are an object; those of areas have no values. */
    if (!e.any && json_count(&json, &data) > 0) {
        row_feed_no_values(feed, "data");
        return true;
    }
    struct dataset *dataset = arena_alloc(arena, sizeof *dataset);
    *dataset =
        (struct dataset){.id = "", .label = "", .source = "国家统计局", .updated = ""};
    return row_feed_send(feed, dataset, error) && read_periods(&e, &json, &data, error);
}

static int sniff(const struct body *body)
{
    size_t n;
    const char *p = row_feed_start(body, &n);
    if (n == 0 || *p != '{')
        return 0;
    if (row_feed_names(body, "i_showname"))
        return 92;
    bool answer = row_feed_names(body, "success") && row_feed_names(body, "state");
    bool values = row_feed_names(body, "values") && row_feed_names(body, "value") &&
                  (row_feed_names(body, "_id") || row_feed_names(body, "area") ||
                   row_feed_names(body, "da"));
    return answer ? 80 : values && row_feed_names(body, "code") ? 50 : 0;
}

const struct decoder decoder_nbs_data = {
    .name = "nbs-esdata",
    .title = "data.stats.gov.cn (esData)",
    .sniff = sniff,
    .decode = decode,
};
