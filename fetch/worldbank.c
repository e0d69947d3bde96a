/*
 * World Bank Indicators API, version 2: [meta, rows], in pages.
 * (datahelpdesk.worldbank.org, "API Basic Call Structures", "API Error Codes")
 *
 * Each row names its indicator, its country and its date. The meta object says which
 * page of how many this is; each number in it may be a text. An error is one object
 * with "message" in the meta's place, under the status 200.
 */
#include "fetch/office.h"
#include "fetch/row_feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PAGES_KEPT = 64 };

enum { COUNTRY, INDICATOR, DATE, UNIT };

/* What a page says of itself; a number that is not said is 0. */
struct meta {
    uint64_t page, pages, total;
    const char *updated;
};

struct worldbank {
    struct row_feed feed;
    struct meta first, last;            /* of the first page, and of the one before */
    struct json_body pages[PAGES_KEPT]; /* the first of them, checked */
    struct dataset *dataset;
    uint64_t rows; /* of all pages */
    bool values;   /* some row is about an indicator */
};

static bool element(const struct json_body *json, size_t number, struct json_part *part)
{
    struct json_walk walk;
    bool found = json->root.type == JSON_ARRAY;
    json_walk_open(&walk, json, &json->root);
    for (size_t i = 0; found && i <= number; i++)
        found = json_walk_next(&walk, part);
    json_walk_close(&walk);
    return found;
}

/* The words of the first message. */
static const char *complaint(const struct json *meta)
{
    const struct json *list = json_get_typed(meta, "message", JSON_ARRAY);
    const struct json *first = list && list->n ? &list->items[0] : NULL;
    const char *value = json_get_text(first, "value");
    return *value ? value : json_get_text(first, "key");
}

static bool read_meta(const struct json_body *json, struct arena *arena,
                      struct meta *meta, struct error *error)
{
    const char *name = json->body->name;
    struct json_part part;
    const struct json *tree;
    if (!element(json, 0, &part) || part.type != JSON_OBJECT)
        return error_set(error, ERROR_ROW_SHAPE, name, "World Bank", "[{\"page\"");
    if (!json_take(json, &part, JSON_TREE_BYTES, arena, &tree, error))
        return false;
    if (json_get(tree, "message"))
        return error_set(error, ERROR_JSONSTAT_ANSWER, name,
                         feed_excerpt(arena, complaint(tree)));
    *meta = (struct meta){.updated = json_get_text(tree, "lastupdated")};
    row_count(tree, "pages", &meta->pages);
    row_count(tree, "total", &meta->total);
    return row_count(tree, "page", &meta->page) ||
           error_set(error, ERROR_ROW_SHAPE, name, "World Bank", "\"page\"");
}

/* ---- rows ---- */

static bool refuse_row(struct row_feed *feed, const char *member)
{
    struct error reason;
    error_set(&reason, ERROR_ROW_MEMBER, member);
    row_feed_refuse(feed, "", &reason);
    return true;
}

/* {"id": "NY.GDP.MKTP.CD", "value": "GDP (current US$)"} */
static struct category named(const struct json *object)
{
    return (struct category){.code = json_get_text(object, "id"),
                             .label = json_get_text(object, "value"),
                             .unit = ""};
}

static bool read_row(struct worldbank *w, const struct json *row, struct error *error)
{
    struct row_feed *feed = &w->feed;
    feed->row++;
    struct category indicator = named(json_get(row, "indicator"));
    struct category country = named(json_get(row, "country"));
    struct arena scratch = {0};
    /* Aggregates have no ISO code in older answers. */
    if (*json_get_text(row, "countryiso3code"))
        country.code = json_get_text(row, "countryiso3code");
    const char *date = row_text(json_get(row, "date"), &scratch);
    /* Lists of countries, topics .. have none. */
    w->values = w->values || json_get(row, "indicator");
    const char *missing = !*indicator.code ? "indicator"
                          : !*country.code ? "country"
                          : !*date         ? "date"
                                           : NULL;
    if (missing) {
        arena_release(&scratch);
        return refuse_row(feed, missing);
    }
    /* "million" and "US$": the value is in both together. */
    const char *scale = json_get_text(row, "scale"), *unit = json_get_text(row, "unit");
    const char *both = *scale && *unit ? arena_printf(&scratch, "%s %s", scale, unit)
                       : *scale        ? scale
                                       : unit;
    struct cell cell = {.status = json_get_text(row, "obs_status")};
    row_cell_read(&cell, json_get(row, "value"));
    bool ok =
        row_feed_category(feed, COUNTRY, &country, NULL, error) &&
        row_feed_category(feed, INDICATOR, &indicator, NULL, error) &&
        row_feed_category(feed, DATE,
                          &(struct category){.code = date, .label = "", .unit = ""},
                          NULL, error) &&
        row_feed_category(feed, UNIT,
                          &(struct category){.code = both, .label = "", .unit = ""},
                          NULL, error) &&
        row_feed_cell(feed, &cell, error);
    arena_release(&scratch);
    return ok;
}

static bool read_rows(struct worldbank *w, const struct json_body *json,
                      struct error *error)
{
    struct json_part rows;
    /* null, or nothing: a query that nothing answers. */
    if (!element(json, 1, &rows) || rows.type == JSON_NULL)
        return true;
    if (rows.type != JSON_ARRAY)
        return error_set(error, ERROR_ROW_SHAPE, json->body->name, "World Bank",
                         "[.., [");
    struct json_walk walk;
    const struct json *items;
    size_t n;
    json_walk_open(&walk, json, &rows);
    bool ok = true;
    while (ok && (ok = json_walk_slice(&walk, &items, &n, error)) && n > 0)
        for (size_t i = 0; ok && i < n; i++) {
            ok = read_row(w, &items[i], error);
            w->rows++;
        }
    json_walk_close(&walk);
    return ok;
}

/* ---- pages ---- */

/* Pages that were made from different editions, or are not in order, are no answer. */
static bool check_page(const struct worldbank *w, const struct body *page,
                       const struct meta *meta, struct error *error)
{
    const struct meta *first = &w->first;
    char was[64], is[64];
    if (first->total != meta->total || first->pages != meta->pages ||
        strcmp(first->updated, meta->updated) != 0) {
        snprintf(was, sizeof was, "%.20s, %" PRIu64, first->updated, first->total);
        snprintf(is, sizeof is, "%.20s, %" PRIu64, meta->updated, meta->total);
        struct arena scratch = {0};
        error_set(error, ERROR_PAGES_CHANGED, w->feed.body->name,
                  text_clean(&scratch, was, strlen(was)),
                  text_clean(&scratch, is, strlen(is)));
        arena_release(&scratch);
        return false;
    }
    if (meta->page == w->last.page + 1)
        return true;
    snprintf(is, sizeof is, "%" PRIu64, meta->page);
    snprintf(was, sizeof was, "%" PRIu64, w->last.page + 1);
    return error_set(error, ERROR_PAGES_ORDER, page->name, is, was);
}

/* Opens a page for the first walk, and judges it. */
static bool open_page(struct worldbank *w, const struct body *page, size_t number,
                      struct arena *arena, struct json_body *json, struct error *error)
{
    struct meta meta;
    bool kept = number < PAGES_KEPT;
    if (!row_page_open(page, number, kept ? w->feed.arena : arena, json, error) ||
        !read_meta(json, arena, &meta, error))
        return false;
    if (kept)
        w->pages[number] = *json;
    if (number == 0) {
        w->first = meta;
        w->first.updated = arena_strdup(w->feed.arena, meta.updated);
    } else if (!check_page(w, page, &meta, error)) {
        return false;
    }
    w->last = meta;
    return true;
}

/* The second walk need not judge again, nor check what it has kept: that takes as long
 * as reading it. */
static bool open_again(const struct worldbank *w, const struct body *page,
                       size_t number, struct arena *arena, struct json_body *json,
                       struct error *error)
{
    if (number >= PAGES_KEPT)
        return json_open(page, arena, json, error);
    *json = w->pages[number];
    json->body = page;
    return true;
}

static bool read_pages(struct worldbank *w, struct error *error)
{
    struct row_pages pages;
    struct body page;
    struct json_body json;
    bool ok = true;
    row_pages_open(&pages, w->feed.body);
    for (;;) {
        struct arena arena = {0};
        size_t number = pages.n;
        bool more = row_pages_next(&pages, &arena, &page);
        if (more)
            ok =
                (w->feed.sending ? open_again(w, &page, number, &arena, &json, error)
                                 : open_page(w, &page, number, &arena, &json, error)) &&
                read_rows(w, &json, error);
        arena_release(&arena);
        if (!more || !ok)
            return ok;
    }
}

static void warn_short(struct worldbank *w)
{
    struct error warning;
    char said[24], came[24];
    snprintf(said, sizeof said, "%" PRIu64, w->first.total);
    snprintf(came, sizeof came, "%" PRIu64, w->rows);
    error_set(&warning, ERROR_PAGES_SHORT, w->feed.body->name, said, came);
    row_feed_warn(&w->feed, &warning);
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    (void)columns;
    struct worldbank w = {0};
    row_feed_init(&w.feed, body, arena, sink);
    row_feed_axis(&w.feed, "country", "", DIMENSION_GEO);
    row_feed_axis(&w.feed, "indicator", "", DIMENSION_METRIC);
    row_feed_axis(&w.feed, "date", "", DIMENSION_TIME);
    row_feed_axis(&w.feed, "unit", "", DIMENSION_PLAIN);
    w.feed.axes[UNIT].attribute = true;
    if (!read_pages(&w, error))
        return false;
    if (!w.values && w.rows > 0) {
        row_feed_no_values(&w.feed, "id, name, ..");
        return true;
    }
    w.dataset = arena_alloc(arena, sizeof *w.dataset);
    *w.dataset = (struct dataset){
        .id = "", .label = "", .source = "World Bank", .updated = w.first.updated};
    if (w.rows < w.first.total)
        warn_short(&w);
    w.rows = 0;
    return row_feed_send(&w.feed, w.dataset, error) && read_pages(&w, error);
}

static bool next(const struct body *page, char *query, size_t size)
{
    struct arena arena = {0};
    struct json_body json;
    struct meta meta;
    struct error ignored;
    bool more = json_open(page, &arena, &json, &ignored) &&
                read_meta(&json, &arena, &meta, &ignored) && meta.page < meta.pages;
    if (more)
        more = snprintf(query, size, "page=%" PRIu64, meta.page + 1) < (int)size;
    arena_release(&arena);
    return more;
}

static int sniff(const struct body *body)
{
    size_t n;
    const char *p = row_feed_start(body, &n);
    if (n == 0 || *p != '[')
        return 0;
    /* The meta object is small and stands first. */
    struct body start = *body;
    start.bytes = p;
    start.size = n < 1024 ? n : 1024;
    if (row_feed_names(&start, "per_page") && row_feed_names(&start, "pages"))
        return 95;
    return row_feed_names(&start, "message") ? 60 : 0;
}

const struct decoder decoder_worldbank = {
    .name = "world-bank",
    .title = "World Bank v2",
    .sniff = sniff,
    .decode = decode,
    .next = next,
};
