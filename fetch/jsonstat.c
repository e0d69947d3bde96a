/* The shapes of a JSON-stat response: see fetch/jsonstat.h. */
#include "fetch/jsonstat.h"

#include <stdio.h>
#include <string.h>

void jsonstat_warn(const struct jsonstat *reading, const struct error *warning)
{
    reading->sink->refused(
        reading->sink->self,
        &(struct refusal){.warning = true, .raw = "", .reason = *warning});
}

bool jsonstat_position(const char *text, uint64_t *position)
{
    uint64_t value = 0;
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 15 || text[n] != '\0' || (text[0] == '0' && n > 1))
        return false;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (uint64_t)(text[i] - '0');
    *position = value;
    return true;
}

bool jsonstat_count(const struct json *value, uint64_t *count)
{
    if (value->type == JSON_TEXT)
        return jsonstat_position(value->text, count);
    const double ceiling = 9007199254740992.0; /* 2^53 */
    if (value->type != JSON_NUMBER || !(value->number >= 0) ||
        value->number > ceiling || value->number != (double)(uint64_t)value->number)
        return false;
    *count = (uint64_t)value->number;
    return true;
}

static bool is_dataset(const struct json *value)
{
    return json_get_typed(value, "dimension", JSON_OBJECT) != NULL;
}

/* id is "" where the body is one data set. */
static bool read_dataset(struct jsonstat *reading, const struct json *set,
                         const char *id, struct error *error)
{
    struct jsonstat one = *reading;
    if (*id)
        one.name = arena_printf(reading->arena, "%s#%s", reading->name,
                                feed_excerpt(reading->arena, id));
    struct dataset *dataset = arena_alloc(reading->arena, sizeof *dataset);
    *dataset = (struct dataset){
        .id = id,
        .label = json_get_text(set, "label"),
        .source = json_get_text(set, "source"),
        .updated = json_get_text(set, "updated"),
    };
    uint64_t cells;
    if (!jsonstat_dimensions(&one, set, dataset, &cells, error) ||
        !reading->sink->dataset(reading->sink->self, dataset, error) ||
        !jsonstat_values(&one, set, dataset, cells, error))
        return false;
    reading->cells = one.cells;
    return true;
}

/* What a collection was found to have. */
struct links {
    size_t n; /* that are not embedded, and so not fetched */
    const char *first;
};

/* Collections may stand in one another, no deeper than JSON may; ids are then "1/0". */
static bool read_items(struct jsonstat *reading, const struct json *collection,
                       const char *prefix, struct links *links, struct error *error)
{
    const struct json *items =
        json_get_typed(json_get(collection, "link"), "item", JSON_ARRAY);
    for (size_t i = 0; items && i < items->n; i++) {
        const struct json *item = &items->items[i];
        const char *id = arena_printf(reading->arena, "%s%zu", prefix, i);
        if (is_dataset(item)) {
            if (!read_dataset(reading, item, id, error))
                return false;
        } else if (json_get(json_get(item, "link"), "item")) {
            if (!read_items(reading, item, arena_printf(reading->arena, "%s/", id),
                            links, error))
                return false;
        } else if (links->n++ == 0) {
            links->first = feed_excerpt(reading->arena, json_get_text(item, "href"));
        }
    }
    return true;
}

/* The embedded data sets of a collection. What it only links to is not fetched. */
static bool read_collection(struct jsonstat *reading, const struct json *root,
                            struct error *error)
{
    if (!json_get_typed(json_get(root, "link"), "item", JSON_ARRAY))
        return error_set(error, ERROR_JSONSTAT_COLLECTION, reading->name);
    struct links links = {.first = ""};
    if (!read_items(reading, root, "", &links, error))
        return false;
    if (links.n > 0) {
        struct error warning;
        char count[24];
        snprintf(count, sizeof count, "%zu", links.n);
        error_set(&warning, ERROR_JSONSTAT_LINKS, reading->name, count, links.first);
        jsonstat_warn(reading, &warning);
    }
    return true;
}

/* A member with values but no dimensions was meant to be a data set; others (a version,
 * an extension) were not. */
static void warn_left_out(struct jsonstat *reading, const struct json *item)
{
    if (item->type != JSON_OBJECT || !json_get(item, "value"))
        return;
    struct error warning;
    error_set(&warning, ERROR_JSONSTAT_LEFT_OUT, reading->name, item->key);
    jsonstat_warn(reading, &warning);
}

/* Version 1: an object of named data sets. */
static bool read_bundle(struct jsonstat *reading, const struct json *root,
                        struct error *error)
{
    if (*json_get_text(root, "version") == '2') {
        struct error warning;
        error_set(&warning, ERROR_JSONSTAT_BUNDLE, reading->name);
        jsonstat_warn(reading, &warning);
    }
    for (size_t i = 0; i < root->n; i++) {
        const struct json *item = &root->items[i];
        if (!is_dataset(item)) {
            warn_left_out(reading, item);
        } else if (!read_dataset(reading, item, item->key, error)) {
            return false;
        }
    }
    return true;
}

static bool read_dimension(struct jsonstat *reading, const struct json *root,
                           struct error *error)
{
    const struct json *category = json_get_typed(root, "category", JSON_OBJECT);
    if (!category)
        return error_set(error, ERROR_JSONSTAT_CATEGORY, reading->name, "");
    const struct json *index = json_get(category, "index");
    if (!index)
        index = json_get(category, "label");
    char count[24];
    snprintf(count, sizeof count, "%u", index ? index->n : 0);
    struct error warning;
    error_set(&warning, ERROR_JSONSTAT_NO_DATA, reading->name, count);
    jsonstat_warn(reading, &warning);
    return true;
}

static bool has_dataset(const struct json *root)
{
    for (size_t i = 0; i < root->n; i++)
        if (is_dataset(&root->items[i]))
            return true;
    return false;
}

static bool is_said(const struct json *value)
{
    static const char *const names[] = {"label", "message", "detail", "title"};
    for (size_t i = 0; value->key && i < sizeof names / sizeof *names; i++)
        if (strcmp(value->key, names[i]) == 0)
            return true;
    return false;
}

/* The first text in it, under the names that texts for readers have before any other;
 * "" if there is none. Each value is looked at once. */
static const char *complaint(const struct json *value)
{
    if (!value || value->type == JSON_TEXT)
        return value ? value->text : "";
    bool many = value->type == JSON_ARRAY || value->type == JSON_OBJECT;
    for (int pass = 0; many && pass < 2; pass++) {
        for (size_t i = 0; i < value->n; i++) {
            const char *text = is_said(&value->items[i]) == (pass == 0)
                                   ? complaint(&value->items[i])
                                   : "";
            if (*text)
                return text;
        }
    }
    return "";
}

/* What an endpoint wrote instead of data. */
static bool refuse_shape(const struct jsonstat *reading, const struct json *root,
                         struct error *error)
{
    static const char *const names[] = {"error", "errors", "warning", "status"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct json *value = json_get(root, names[i]);
        const char *said = complaint(value);
        /* A number alone: the words may stand beside it. */
        if (value && !*said)
            said = json_get_text(root, "message");
        if (*said)
            return error_set(error, ERROR_JSONSTAT_ANSWER, reading->name,
                             feed_excerpt(reading->arena, said));
    }
    return error_set(error, ERROR_JSONSTAT_NOT, reading->name);
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    (void)columns;
    const struct json *root;
    if (!json_read(body, arena, &root, error))
        return false;
    struct jsonstat reading = {.name = body->name, .arena = arena, .sink = sink};
    if (root->type != JSON_OBJECT)
        return refuse_shape(&reading, root, error);
    const char *class = json_get_text(root, "class");
    if (strcmp(class, "collection") == 0)
        return read_collection(&reading, root, error);
    if (strcmp(class, "dimension") == 0)
        return read_dimension(&reading, root, error);
    if (is_dataset(root))
        return read_dataset(&reading, root, "", error);
    if (has_dataset(root))
        return read_bundle(&reading, root, error);
    return refuse_shape(&reading, root, error);
}

/* Any JSON is tried, for want of another format in JSON; one that names a dimension or
 * a class near its start surely is. */
static int sniff(const struct body *body)
{
    const char *p = body->bytes, *end = p + body->size;
    if (body->size >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    while (p < end && strchr(" \t\r\n", *p))
        p++;
    if (p == end || (*p != '{' && *p != '['))
        return 0;
    size_t n = (size_t)(end - p);
    bool known =
        memmem(p, n, "\"dimension\"", 11) || memmem(p, n, "\"collection\"", 12);
    return known ? 90 : 30;
}

const struct decoder decoder_jsonstat = {
    .name = "json-stat",
    .title = "JSON-stat",
    .sniff = sniff,
    .decode = decode,
};
