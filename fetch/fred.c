/*
 * FRED, the series service of the Federal Reserve Bank of St. Louis:
 * fred/series/observations with file_type=json, in pages by offset and limit.
 * (fred.stlouisfed.org/docs/api/fred/series_observations.html)
 *
 * One answer is one series, which it does not name, of one place. Values are texts and
 * "." is none. `units` says how values were changed before they were sent; output types
 * 2 and 3 have a member for each vintage instead of one value. A vintage is a time, the
 * one at which the figure stood so: it tells figures apart, and no series.
 */
#include "fetch/office.h"
#include "fetch/row_feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DATE, VINTAGE, UNITS };

/* What `units` makes of the series' own unit: "" leaves it. The others are kept as
 * sent, so that no change is taken for a level. */
static const struct {
    const char *units, *unit;
} transformations[] = {
    {"", ""},     {"lin", ""},  {"pch", "%"}, {"pc1", "%"},
    {"pca", "%"}, {"cch", "%"}, {"cca", "%"},
};

/* What a page says of itself. */
struct head {
    uint64_t count, offset, limit;
    const char *units;
};

struct fred {
    struct row_feed feed;
    struct head first;
    uint64_t next; /* number of the observation that the next page begins with */
    uint64_t rows;
    const char *period; /* of the first row: real time, while all rows have the same */
    bool vintages;      /* rows of several, or rows with a member for each */
    bool described;     /* an answer without observations */
};

static bool take_head(const struct json_body *json, struct arena *arena,
                      const struct json **head, struct error *error)
{
    static const char *const without[] = {"observations", NULL};
    if (json->root.type != JSON_OBJECT)
        return error_set(error, ERROR_ROW_SHAPE, json->body->name, "FRED", "{");
    return json_take_without(json, &json->root, without, JSON_TREE_BYTES, arena, head,
                             error);
}

static bool read_head(const struct json_body *json, struct arena *arena,
                      struct head *head, struct error *error)
{
    const struct json *tree;
    if (!take_head(json, arena, &tree, error))
        return false;
    if (json_get(tree, "error_code") || json_get(tree, "error_message"))
        return error_set(
            error, ERROR_JSONSTAT_ANSWER, json->body->name,
            feed_excerpt(arena,
                         arena_printf(arena, "%s %s",
                                      row_text(json_get(tree, "error_code"), arena),
                                      json_get_text(tree, "error_message"))));
    *head = (struct head){.units = json_get_text(tree, "units")};
    row_count(tree, "count", &head->count);
    row_count(tree, "offset", &head->offset);
    row_count(tree, "limit", &head->limit);
    return true;
}

/* ---- rows ---- */

static bool is_time(const char *key)
{
    return strcmp(key, "date") == 0 || strcmp(key, "realtime_start") == 0 ||
           strcmp(key, "realtime_end") == 0;
}

static bool send_value(struct fred *f, const struct json *value, const char *vintage,
                       struct error *error)
{
    struct cell cell = {0};
    row_cell_read(&cell, value);
    return row_feed_category(
               &f->feed, VINTAGE,
               &(struct category){.code = vintage, .label = "", .unit = ""}, NULL,
               error) &&
           row_feed_cell(&f->feed, &cell, error);
}

/* The vintage of a row with one value. */
static const char *vintage_of(struct fred *f, const struct json *row)
{
    const char *from = json_get_text(row, "realtime_start");
    if (!f->period)
        f->period = arena_strdup(f->feed.arena, from);
    f->vintages = f->vintages || strcmp(f->period, from) != 0;
    return from;
}

static bool read_row(struct fred *f, const struct json *row, struct error *error)
{
    struct error reason;
    f->feed.row++;
    const char *date = json_get_text(row, "date");
    if (!*date) {
        error_set(&reason, ERROR_ROW_MEMBER, "date");
        row_feed_refuse(&f->feed, "", &reason);
        return true;
    }
    if (!row_feed_category(&f->feed, DATE,
                           &(struct category){.code = date, .label = "", .unit = ""},
                           NULL, error))
        return false;
    const struct json *value = json_get(row, "value");
    if (value)
        return send_value(f, value, vintage_of(f, row), error);
    bool any = false;
    for (size_t i = 0; i < row->n; i++) {
        if (is_time(row->items[i].key))
            continue;
        any = f->vintages = true;
        if (!send_value(f, &row->items[i], row->items[i].key, error))
            return false;
    }
    if (!any) {
        error_set(&reason, ERROR_ROW_MEMBER, "value");
        row_feed_refuse(&f->feed, date, &reason);
    }
    return true;
}

static bool read_rows(struct fred *f, const struct json_body *json,
                      const struct json_part *rows, struct error *error)
{
    struct json_walk walk;
    const struct json *items;
    size_t n;
    json_walk_open(&walk, json, rows);
    bool ok = true;
    while (ok && (ok = json_walk_slice(&walk, &items, &n, error)) && n > 0) {
        for (size_t i = 0; ok && i < n; i++)
            ok = read_row(f, &items[i], error);
        f->rows += n;
    }
    json_walk_close(&walk);
    return ok;
}

/* ---- pages ---- */

static bool check_page(const struct fred *f, const struct body *page,
                       const struct head *head, struct error *error)
{
    char was[24], is[24];
    bool changed = head->count != f->first.count;
    snprintf(was, sizeof was, "%" PRIu64, changed ? f->first.count : f->next);
    snprintf(is, sizeof is, "%" PRIu64, changed ? head->count : head->offset);
    if (changed)
        return error_set(error, ERROR_PAGES_CHANGED, f->feed.body->name, was, is);
    return head->offset == f->next ||
           error_set(error, ERROR_PAGES_ORDER, page->name, is, was);
}

/* What answers have that only describe series; most say for which time they do. */
static const char *const descriptions[] = {"realtime_start", "categories", "elements",
                                           "series_group", NULL};

static bool describes(const struct json_body *json)
{
    struct json_part member;
    for (size_t i = 0; descriptions[i]; i++)
        if (json_find(json, &json->root, descriptions[i], &member))
            return true;
    return false;
}

/* What an answer without observations has instead. */
static const char *list_members(const struct json_body *json, struct arena *arena)
{
    struct json_walk walk;
    struct json_part member;
    const char *list = "";
    json_walk_open(&walk, json, &json->root);
    while (strlen(list) < 100 && json_walk_next(&walk, &member))
        list = arena_printf(arena, "%s%s%s", list, *list ? ", " : "",
                            json_key(&member, arena));
    json_walk_close(&walk);
    return list;
}

static bool read_page(struct fred *f, const struct body *page, size_t number,
                      struct arena *arena, struct error *error)
{
    struct json_body json;
    struct head head;
    struct json_part rows;
    if (!row_page_open(page, number, arena, &json, error) ||
        !read_head(&json, arena, &head, error))
        return false;
    if (!json_find_typed(&json, &json.root, "observations", JSON_ARRAY, &rows)) {
        if (number > 0 || !describes(&json))
            return error_set(error, ERROR_ROW_SHAPE, page->name, "FRED",
                             "\"observations\"");
        f->described = true;
        row_feed_no_values(&f->feed, list_members(&json, arena));
        return true;
    }
    if (number == 0) {
        f->first = head;
        f->first.units = arena_strdup(f->feed.arena, head.units);
    } else if (!check_page(f, page, &head, error)) {
        return false;
    }
    uint64_t before = f->rows;
    bool ok = read_rows(f, &json, &rows, error);
    f->next = head.offset + (f->rows - before);
    return ok;
}

static bool read_pages(struct fred *f, struct error *error)
{
    struct row_pages pages;
    struct body page;
    bool ok = true;
    row_pages_open(&pages, f->feed.body);
    for (;;) {
        struct arena arena = {0};
        size_t number = pages.n;
        bool more = row_pages_next(&pages, &arena, &page);
        if (more)
            ok = read_page(f, &page, number, &arena, error);
        arena_release(&arena);
        if (!more || !ok)
            return ok;
    }
}

/* Says for the whole body what `units` made of the values. */
static bool note_units(struct fred *f, struct error *error)
{
    const char *unit = f->first.units;
    for (size_t i = 0; i < sizeof transformations / sizeof *transformations; i++)
        if (strcmp(f->first.units, transformations[i].units) == 0)
            unit = transformations[i].unit;
    return row_feed_category(&f->feed, UNITS,
                             &(struct category){.code = *unit ? f->first.units : "",
                                                .label = unit,
                                                .unit = ""},
                             NULL, error);
}

static void warn_short(struct fred *f)
{
    struct error warning;
    char said[24], came[24];
    snprintf(said, sizeof said, "%" PRIu64, f->first.count);
    snprintf(came, sizeof came, "%" PRIu64, f->rows);
    error_set(&warning, ERROR_PAGES_SHORT, f->feed.body->name, said, came);
    row_feed_warn(&f->feed, &warning);
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    (void)columns;
    struct fred f = {0};
    row_feed_init(&f.feed, body, arena, sink);
    row_feed_axis(&f.feed, "date", "", DIMENSION_TIME);
    row_feed_axis(&f.feed, "vintage", "", DIMENSION_TIME);
    row_feed_axis(&f.feed, "unit", "", DIMENSION_PLAIN);
    f.feed.axes[UNITS].attribute = true;
    if (!read_pages(&f, error))
        return false;
    if (f.described)
        return true;
    if (!note_units(&f, error))
        return false;
    if (f.first.offset + f.rows < f.first.count)
        warn_short(&f);
    struct dataset *dataset = arena_alloc(arena, sizeof *dataset);
    *dataset = (struct dataset){.id = "", .label = "", .source = "FRED", .updated = ""};
    f.rows = 0;
    /* Where all rows are of one vintage it tells nothing apart. */
    if (!f.vintages)
        f.feed.axes[VINTAGE].n = 0;
    return row_feed_send(&f.feed, dataset, error) && note_units(&f, error) &&
           read_pages(&f, error);
}

static bool next(const struct body *page, char *query, size_t size)
{
    struct arena arena = {0};
    struct json_body json;
    struct head head;
    struct json_part rows;
    struct error ignored;
    bool more = json_open(page, &arena, &json, &ignored) &&
                read_head(&json, &arena, &head, &ignored) &&
                json_find_typed(&json, &json.root, "observations", JSON_ARRAY, &rows);
    /* A page that is not full is the last one, whatever the count says. */
    uint64_t n = more ? json_count(&json, &rows) : 0;
    more = n > 0 && n >= head.limit && head.offset + n < head.count;
    if (more)
        more = snprintf(query, size, "offset=%" PRIu64, head.offset + n) < (int)size;
    arena_release(&arena);
    return more;
}

static int sniff(const struct body *body)
{
    size_t n;
    const char *p = row_feed_start(body, &n);
    if (n == 0 || *p != '{')
        return 0;
    struct body start = *body;
    start.bytes = p;
    start.size = n < 4096 ? n : 4096;
    if (row_feed_names(&start, "realtime_start"))
        return row_feed_names(&start, "observations") ? 95 : 85;
    /* Names that are FRED's by their company. */
    static const struct {
        const char *a, *b;
        int sure;
    } pairs[] = {
        {"error_code", "error_message", 80},
        {"categories", "parent_id", 80},
        {"element_id", "release_id", 80},
        {"series_group", "region_type", 80},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (row_feed_names(&start, pairs[i].a) && row_feed_names(&start, pairs[i].b))
            return pairs[i].sure;
    /* Kept by a program that dropped the rest; SDMX has no dates in its observations.
     */
    return row_feed_names(&start, "observations") && row_feed_names(&start, "date") &&
                   row_feed_names(&start, "value") &&
                   !row_feed_names(&start, "dataSets")
               ? 60
               : 0;
}

const struct decoder decoder_fred = {
    .name = "fred",
    .title = "FRED",
    .sniff = sniff,
    .decode = decode,
    .next = next,
};
