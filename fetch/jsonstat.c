/* The shapes of a JSON-stat response: see fetch/jsonstat.h. */
#include "fetch/jsonstat.h"

#include "fetch/json_answer.h"

#include <stdio.h>
#include <string.h>

enum { SNIFFED = 1 << 20 }; /* bytes */

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

/* ---- parts ---- */

static bool is_dataset(const struct jsonstat *reading, const struct json_part *part)
{
    struct json_part dimension;
    return json_find_typed(reading->json, part, "dimension", JSON_OBJECT, &dimension);
}

/* The tree of a part that describes, for as long as the body; NULL if it is too large,
 * with the error. */
static const struct json *take(struct jsonstat *reading, const struct json_part *part,
                               const char *const *without, struct error *error)
{
    const struct json *tree = NULL;
    size_t used = reading->arena->used;
    json_take_without(reading->json, part, without, reading->left, reading->arena,
                      &tree, error);
    used = reading->arena->used - used;
    reading->left = used < reading->left ? reading->left - used : 0;
    return tree;
}

/* The text of a member, or "". */
static const char *text_of(struct jsonstat *reading, const struct json_part *object,
                           const char *key)
{
    struct json_part member;
    struct error ignored;
    if (!json_find_typed(reading->json, object, key, JSON_TEXT, &member))
        return "";
    const struct json *text = take(reading, &member, NULL, &ignored);
    return text ? text->text : "";
}

/* ---- data sets ---- */

/* id is "" where the body is one data set. */
static bool read_dataset(struct jsonstat *reading, const struct json_part *part,
                         const char *id, struct error *error)
{
    /* Read in slices, or by no one. */
    static const char *const without[] = {"value", "status", "extension", "link", NULL};
    struct jsonstat one = *reading;
    if (*id)
        one.name = arena_printf(reading->arena, "%s#%s", reading->name,
                                feed_excerpt(reading->arena, id));
    const struct json *set = take(reading, part, without, error);
    if (!set)
        return false;
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
        !jsonstat_values(&one, part, dataset, cells, error))
        return false;
    reading->cells = one.cells;
    return true;
}

/* What a collection was found to have. */
struct links {
    size_t n; /* that are not embedded, and so not fetched */
    const char *first;
};

static bool find_items(const struct jsonstat *reading, const struct json_part *part,
                       struct json_part *items)
{
    struct json_part link;
    return json_find(reading->json, part, "link", &link) &&
           json_find(reading->json, &link, "item", items);
}

static bool read_items(struct jsonstat *reading, const struct json_part *items,
                       const char *prefix, struct links *links, struct error *error);

static bool read_item(struct jsonstat *reading, const struct json_part *item,
                      const char *id, struct links *links, struct error *error)
{
    struct json_part inner;
    if (is_dataset(reading, item))
        return read_dataset(reading, item, id, error);
    if (find_items(reading, item, &inner))
        return read_items(reading, &inner, arena_printf(reading->arena, "%s/", id),
                          links, error);
    if (links->n++ == 0)
        links->first = feed_excerpt(reading->arena, text_of(reading, item, "href"));
    return true;
}

/* Collections may stand in one another, no deeper than JSON may; ids are then "1/0". */
static bool read_items(struct jsonstat *reading, const struct json_part *items,
                       const char *prefix, struct links *links, struct error *error)
{
    struct json_walk walk;
    struct json_part item;
    bool ok = true;
    if (items->type != JSON_ARRAY)
        return true;
    json_walk_open(&walk, reading->json, items);
    for (size_t i = 0; ok && json_walk_next(&walk, &item); i++)
        ok = read_item(reading, &item, arena_printf(reading->arena, "%s%zu", prefix, i),
                       links, error);
    json_walk_close(&walk);
    return ok;
}

/* The embedded data sets of a collection. What it only links to is not fetched. */
static bool read_collection(struct jsonstat *reading, struct error *error)
{
    struct json_part items;
    if (!find_items(reading, &reading->json->root, &items) || items.type != JSON_ARRAY)
        return error_set(error, ERROR_JSONSTAT_COLLECTION, reading->name);
    struct links links = {.first = ""};
    if (!read_items(reading, &items, "", &links, error))
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
static void warn_left_out(struct jsonstat *reading, const struct json_part *item)
{
    struct json_part value;
    if (!json_find(reading->json, item, "value", &value))
        return;
    struct error warning;
    error_set(&warning, ERROR_JSONSTAT_LEFT_OUT, reading->name,
              json_key(item, reading->arena));
    jsonstat_warn(reading, &warning);
}

/* Version 1: an object of named data sets. */
static bool read_bundle(struct jsonstat *reading, struct error *error)
{
    const struct json_part *root = &reading->json->root;
    if (*text_of(reading, root, "version") == '2') {
        struct error warning;
        error_set(&warning, ERROR_JSONSTAT_BUNDLE, reading->name);
        jsonstat_warn(reading, &warning);
    }
    struct json_walk walk;
    struct json_part item;
    bool ok = true;
    json_walk_open(&walk, reading->json, root);
    while (ok && json_walk_next(&walk, &item)) {
        if (is_dataset(reading, &item))
            ok = read_dataset(reading, &item, json_key(&item, reading->arena), error);
        else
            warn_left_out(reading, &item);
    }
    json_walk_close(&walk);
    return ok;
}

static bool read_dimension(struct jsonstat *reading, struct error *error)
{
    struct json_part category, index;
    if (!json_find_typed(reading->json, &reading->json->root, "category", JSON_OBJECT,
                         &category))
        return error_set(error, ERROR_JSONSTAT_CATEGORY, reading->name, "");
    bool any = json_find(reading->json, &category, "index", &index) ||
               json_find(reading->json, &category, "label", &index);
    char count[24];
    snprintf(count, sizeof count, "%zu", any ? json_count(reading->json, &index) : 0);
    struct error warning;
    error_set(&warning, ERROR_JSONSTAT_NO_DATA, reading->name, count);
    jsonstat_warn(reading, &warning);
    return true;
}

static bool has_dataset(const struct jsonstat *reading)
{
    struct json_walk walk;
    struct json_part item;
    bool has = false;
    json_walk_open(&walk, reading->json, &reading->json->root);
    while (!has && json_walk_next(&walk, &item))
        has = is_dataset(reading, &item);
    json_walk_close(&walk);
    return has;
}

/* ---- what is none ---- */

/* What an endpoint wrote instead of data. */
static bool refuse_shape(struct jsonstat *reading, struct error *error)
{
    /* The last two: RFC 9457, a problem. */
    static const char *const names[] = {"error",  "errors", "warning",
                                        "status", "detail", "title"};
    const struct json_part *root = &reading->json->root;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct json_part part;
        struct error ignored;
        if (!json_find(reading->json, root, names[i], &part))
            continue;
        const char *said = json_answer(take(reading, &part, NULL, &ignored));
        /* A number alone: the words may stand beside it. */
        if (!*said)
            said = text_of(reading, root, "message");
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
    struct json_body json;
    if (!json_open(body, arena, &json, error))
        return false;
    struct jsonstat reading = {
        .name = body->name,
        .json = &json,
        .arena = arena,
        .left = JSON_TREE_BYTES,
        .sink = sink,
    };
    struct error warning;
    if (json_check_repeated(body, &json.facts, &warning))
        jsonstat_warn(&reading, &warning);
    const char *class = text_of(&reading, &json.root, "class");
    if (strcmp(class, "collection") == 0)
        return read_collection(&reading, error);
    if (strcmp(class, "dimension") == 0)
        return read_dimension(&reading, error);
    if (is_dataset(&reading, &json.root))
        return read_dataset(&reading, &json.root, "", error);
    if (json.root.type == JSON_OBJECT && has_dataset(&reading))
        return read_bundle(&reading, error);
    return refuse_shape(&reading, error);
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
    /* Near its start: a body without either must not be searched through. */
    size_t n = end - p < SNIFFED ? (size_t)(end - p) : SNIFFED;
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
