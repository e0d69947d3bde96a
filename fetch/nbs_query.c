/*
 * data.stats.gov.cn until 2025: answers of easyquery.htm, now met with as files.
 *
 * returndata has the rows (datanodes) and what their codes stand for (wdnodes). A row
 * says its place in `wds`: zb the indicator, reg the region, sj the period. Where
 * hasdata is false there is no figure, although `data` is 0; `strdata` is the figure as
 * it was published, and `data` what that was rounded from.
 */
#include "fetch/office.h"
#include "fetch/row_feed.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct query {
    struct row_feed feed;
    const struct json *codes; /* wdnodes */
};

/* ---- what codes stand for ---- */

static enum dimension_role role_of(const char *code)
{
    static const struct {
        const char *code;
        enum dimension_role role;
    } roles[] = {
        {"zb", DIMENSION_METRIC}, {"reg", DIMENSION_GEO}, {"sj", DIMENSION_TIME}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(code, roles[i].code) == 0)
            return roles[i].role;
    return DIMENSION_PLAIN;
}

/* 2018A to 2018D are quarters here; elsewhere 2018A is a year. */
static const char *period_of(const char *code, struct arena *arena)
{
    if (strspn(code, "0123456789") != 4 || strlen(code) != 5 || code[4] < 'A' ||
        code[4] > 'D')
        return NULL;
    return arena_printf(arena, "%.4s-Q%d", code, code[4] - 'A' + 1);
}

static bool note_node(struct query *q, size_t axis, const struct json *node,
                      struct error *error)
{
    struct arena scratch = {0};
    const char *code = row_text(json_get(node, "code"), &scratch);
    const char *name = json_get_text(node, "cname");
    const char *exp = json_get_text(node, "exp"), *memo = json_get_text(node, "memo");
    const struct category said = {
        .code = code,
        .label = *name ? name : json_get_text(node, "name"),
        .unit = json_get_text(node, "unit"),
        .means = q->feed.axes[axis].role == DIMENSION_TIME ? period_of(code, &scratch)
                                                           : NULL,
    };
    const char *scope =
        arena_printf(&scratch, "%s%s%s", exp, *exp && *memo ? " " : "", memo);
    bool ok = !*code || row_feed_category(&q->feed, axis, &said, scope, error);
    arena_release(&scratch);
    return ok;
}

/* The dimensions, and what is said of their categories, before any row is read. */
static bool note_codes(struct query *q, struct error *error)
{
    for (size_t i = 0; i < q->codes->n; i++) {
        const struct json *one = &q->codes->items[i];
        const char *code = json_get_text(one, "wdcode");
        if (!*code || q->feed.n_axes == ROW_AXES)
            return error_set(error, ERROR_ROW_SHAPE, q->feed.body->name,
                             "data.stats.gov.cn", "\"wdcode\"");
        size_t axis =
            row_feed_axis(&q->feed, code, json_get_text(one, "wdname"), role_of(code));
        const struct json *nodes = json_get_typed(one, "nodes", JSON_ARRAY);
        for (size_t k = 0; nodes && k < nodes->n; k++)
            if (!note_node(q, axis, &nodes->items[k], error))
                return false;
    }
    return true;
}

/* ---- rows ---- */

/* "12,345.6" is the figure 12345.6 if that is what `data` was rounded to. */
static bool read_grouped(struct cell *cell, const char *text, double data)
{
    char plain[64];
    size_t n = 0;
    if (!strchr(text, ',') || strlen(text) >= sizeof plain)
        return false;
    for (; *text; text++)
        if (*text != ',')
            plain[n++] = *text;
    plain[n] = '\0';
    struct cell read = *cell;
    cell_read_text(&read, plain);
    const char *point = strchr(plain, '.');
    double last = pow(10, point ? -(double)strlen(point + 1) : 0);
    if (read.kind != CELL_VALUE || !(fabs(read.value - data) <= last))
        return false;
    *cell = read;
    cell->raw = "";
    return true;
}

/* `hasdata` is said to be a boolean. What is anything but a yes says no: `data` is 0
 * then, and no figure may be made of it. */
static bool has_none(const struct json *has)
{
    return has && has->type != JSON_TRUE &&
           !(has->type == JSON_NUMBER && has->number == 1) &&
           !(has->type == JSON_TEXT && strcmp(has->text, "true") == 0);
}

static void read_value(struct cell *cell, const struct json *data)
{
    const struct json *has = json_get(data, "hasdata");
    const struct json *number = json_get(data, "data");
    const char *text = json_get_text(data, "strdata");
    bool exact = number && number->type == JSON_NUMBER;
    if (!data || data->type != JSON_OBJECT || has_none(has)) {
        row_cell_read(cell, NULL);
        return;
    }
    if (!*text) {
        row_cell_read(cell, number);
        return;
    }
    cell_read_text(cell, text);
    if (cell->kind == CELL_TEXT && exact)
        read_grouped(cell, text, number->number);
    if (cell->kind == CELL_VALUE && exact)
        cell->unrounded = &number->number;
}

/* The code of the row in the dimension; NULL if it has none. */
static const struct json *place_in(const struct json *wds, const char *dimension)
{
    for (size_t i = 0; wds && i < wds->n; i++)
        if (strcmp(json_get_text(&wds->items[i], "wdcode"), dimension) == 0)
            return json_get(&wds->items[i], "valuecode");
    return NULL;
}

static bool read_row(struct query *q, const struct json *row, struct error *error)
{
    struct row_feed *feed = &q->feed;
    struct arena scratch = {0};
    struct cell cell = {0};
    const struct json *wds = json_get_typed(row, "wds", JSON_ARRAY);
    const char *missing = NULL;
    bool ok = true;
    feed->row++;
    for (size_t i = 0; ok && !missing && i < feed->n_axes; i++) {
        const char *code = row_text(place_in(wds, feed->axes[i].id), &scratch);
        if (!*code)
            missing = feed->axes[i].id;
        else
            ok = row_feed_category(feed, i,
                                   &(struct category){
                                       .code = code,
                                       .label = "",
                                       .unit = "",
                                       .means = feed->axes[i].role == DIMENSION_TIME
                                                    ? period_of(code, &scratch)
                                                    : NULL,
                                   },
                                   NULL, error);
    }
    /* A place in a dimension that is not described: what it means nobody knows. */
    if (!missing && wds && wds->n > feed->n_axes)
        missing = "wdnodes";
    if (ok && missing) {
        struct error reason;
        error_set(&reason, ERROR_ROW_MEMBER, missing);
        row_feed_refuse(feed, json_get_text(row, "code"), &reason);
    } else if (ok) {
        read_value(&cell, json_get(row, "data"));
        ok = row_feed_cell(feed, &cell, error);
    }
    arena_release(&scratch);
    return ok;
}

static bool read_rows(struct query *q, const struct json_body *json,
                      const struct json_part *rows, struct error *error)
{
    struct json_walk walk;
    const struct json *items;
    size_t n;
    json_walk_open(&walk, json, rows);
    bool ok = true;
    while (ok && (ok = json_walk_slice(&walk, &items, &n, error)) && n > 0)
        for (size_t i = 0; ok && i < n; i++)
            ok = read_row(q, &items[i], error);
    json_walk_close(&walk);
    return ok;
}

/* ---- answers ---- */

/* {"returncode": 501, "returndata": "对不起，.."}: true if the code is no error. */
static bool check_code(const struct json_body *json, struct arena *arena,
                       struct error *error)
{
    static const char *const without[] = {"returndata", NULL};
    const struct json *head, *said = NULL;
    struct json_part data;
    if (!json_take_without(json, &json->root, without, JSON_TREE_BYTES, arena, &head,
                           error))
        return false;
    const char *code = row_text(json_get(head, "returncode"), arena);
    bool is_text = json_find_typed(json, &json->root, "returndata", JSON_TEXT, &data);
    if (strcmp(code, "200") == 0 && !is_text)
        return true;
    if (is_text && !json_take(json, &data, JSON_TREE_BYTES, arena, &said, error))
        return false;
    const char *words = said ? said->text : json_get_text(head, "message");
    return error_set(error, ERROR_JSONSTAT_ANSWER, json->body->name,
                     feed_excerpt(arena, arena_printf(arena, "%s%s%s", code,
                                                      *words ? " " : "", words)));
}

static bool read_answer(struct query *q, const struct json_body *json,
                        const struct json_part *data, struct error *error)
{
    struct arena *arena = q->feed.arena;
    struct json_part rows, codes;
    if (!json_find_typed(json, data, "datanodes", JSON_ARRAY, &rows) ||
        !json_find_typed(json, data, "wdnodes", JSON_ARRAY, &codes))
        return error_set(error, ERROR_ROW_SHAPE, json->body->name, "data.stats.gov.cn",
                         "\"datanodes\"");
    if (json_count(json, &rows) == 0) {
        row_feed_no_values(&q->feed, "wdnodes");
        return true;
    }
    struct dataset *dataset = arena_alloc(arena, sizeof *dataset);
    *dataset =
        (struct dataset){.id = "", .label = "", .source = "国家统计局", .updated = ""};
    return json_take(json, &codes, JSON_TREE_BYTES, arena, &q->codes, error) &&
           note_codes(q, error) && read_rows(q, json, &rows, error) &&
           row_feed_send(&q->feed, dataset, error) && read_rows(q, json, &rows, error);
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    (void)columns;
    struct query q = {0};
    struct json_body json;
    struct json_part data;
    row_feed_init(&q.feed, body, arena, sink);
    if (!json_open(body, arena, &json, error))
        return false;
    /* A level of the tree of indicators. */
    if (json.root.type == JSON_ARRAY) {
        row_feed_no_values(&q.feed, "id, name, pid, wdcode");
        return true;
    }
    if (json.root.type != JSON_OBJECT ||
        !json_find(&json, &json.root, "returncode", &data))
        return error_set(error, ERROR_ROW_SHAPE, body->name, "data.stats.gov.cn",
                         "\"returncode\"");
    if (!check_code(&json, arena, error))
        return false;
    /* The choices that there are for a dimension. */
    if (json_find_typed(&json, &json.root, "returndata", JSON_ARRAY, &data)) {
        row_feed_no_values(&q.feed, "returndata");
        return true;
    }
    return json_find_typed(&json, &json.root, "returndata", JSON_OBJECT, &data)
               ? read_answer(&q, &json, &data, error)
               : error_set(error, ERROR_ROW_SHAPE, body->name, "data.stats.gov.cn",
                           "\"returndata\"");
}

static int sniff(const struct body *body)
{
    size_t n;
    const char *p = row_feed_start(body, &n);
    if (n == 0)
        return 0;
    if (*p == '{')
        return row_feed_names(body, "returncode") || row_feed_names(body, "datanodes")
                   ? 95
                   : 0;
    return *p == '[' && row_feed_names(body, "wdcode") && row_feed_names(body, "pid")
               ? 80
               : 0;
}

const struct decoder decoder_nbs_query = {
    .name = "nbs-easyquery",
    .title = "data.stats.gov.cn (easyquery)",
    .sniff = sniff,
    .decode = decode,
};
