/* The top level of the native format: see fetch/native.h. */
#include "fetch/native.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

enum { SNIFFED = 1 << 20 }; /* bytes */

static void warn(struct native *n, enum error_code code, const char *member)
{
    struct refusal warning = {.warning = true, .raw = member};
    error_set(&warning.reason, code, n->name, member);
    n->sink->refused(n->sink->self, &warning);
}

static bool read_version(struct native *n, struct error *error)
{
    struct json_part part;
    const struct json *version;
    if (!json_find(n->json, &n->json->root, "aiplus", &part))
        return error_set(error, ERROR_NATIVE_NOT, n->name);
    if (part.type == JSON_ARRAY || part.type == JSON_OBJECT)
        return error_set(error, ERROR_NATIVE_VERSION, n->name, "?");
    if (!json_take(n->json, &part, JSON_TREE_BYTES, n->arena, &version, error))
        return false;
    if (version->type == JSON_NUMBER && version->number == NATIVE_VERSION)
        return true;
    const char *shown = native_shown(n, version);
    return error_set(error,
                     version->type == JSON_NUMBER && version->number > NATIVE_VERSION
                         ? ERROR_NATIVE_NEWER
                         : ERROR_NATIVE_VERSION,
                     n->name, shown);
}

/* Who publishes what and when: for readers, so a mistake in it changes no value. */
static const char *text_of(struct native *n, const char *name)
{
    struct json_part part;
    const struct json *text;
    struct error ignored;
    if (!json_find(n->json, &n->json->root, name, &part) || part.type == JSON_NULL)
        return "";
    if (part.type == JSON_TEXT &&
        json_take(n->json, &part, JSON_TREE_BYTES, n->arena, &text, &ignored))
        return text->text;
    warn(n, ERROR_NATIVE_TEXT, name);
    return "";
}

/* Lists the described indicators; cells point at these very categories. */
static void list_described(struct native *n)
{
    struct axis *axis = &n->axes[NATIVE_INDICATOR];
    struct category *all = arena_alloc(n->arena, axis->n * sizeof *all);
    for (size_t i = 0; i < axis->n; i++) {
        all[i] = *axis->categories[i];
        axis->categories[i] = &all[i];
    }
    axis->last = NULL;
    n->dimensions[NATIVE_INDICATOR].categories = all;
    n->dimensions[NATIVE_INDICATOR].n_categories = axis->n;
    n->dimensions[NATIVE_INDICATOR].scopes = n->scopes;
}

/* The data set: the same four dimensions for every feed. */
static bool open_dataset(struct native *n, struct error *error)
{
    static const struct dimension dimensions[NATIVE_DIMENSIONS] = {
        [NATIVE_INDICATOR] = {"indicator", "indicator", .role = DIMENSION_METRIC},
        [NATIVE_REGION] = {"region", "region", .role = DIMENSION_GEO},
        [NATIVE_PERIOD] = {"period", "period", .role = DIMENSION_TIME},
        [NATIVE_UNIT] = {"unit", "unit", .attribute = true},
    };
    memcpy(n->dimensions, dimensions, sizeof dimensions);
    struct json_part part;
    const struct json_part *root = &n->json->root;
    bool described = json_find(n->json, root, "indicators", &part);
    if (described &&
        !native_rows(n, &part, "indicators", native_indicator, NULL, error))
        return false;
    if (n->n_described > 0)
        list_described(n);
    struct dataset *dataset = arena_alloc(n->arena, sizeof *dataset);
    struct dimension *kept = arena_alloc(n->arena, sizeof n->dimensions);
    memcpy(kept, n->dimensions, sizeof n->dimensions);
    *dataset = (struct dataset){
        .id = "",
        .label = text_of(n, "title"),
        .source = text_of(n, "publisher"),
        .updated = text_of(n, "published"),
        .dimensions = kept,
        .n_dimensions = NATIVE_DIMENSIONS,
    };
    if (!json_find(n->json, root, "observations", &part) &&
        !json_find(n->json, root, "series", &part))
        return true;
    return n->sink->dataset(n->sink->self, dataset, error);
}

static bool read_catalog(struct native *n, const struct json_part *catalog,
                         struct error *error)
{
    if (catalog->type == JSON_NULL)
        return true;
    if (catalog->type != JSON_OBJECT)
        return error_set(error, ERROR_NATIVE_OBJECT, n->name, "catalog");
    struct json_walk walk;
    struct json_part member;
    bool ok = true;
    json_walk_open(&walk, n->json, catalog);
    while (ok && json_walk_next(&walk, &member)) {
        enum item_kind kind;
        const char *key = json_key(&member, &n->words), *name;
        if (native_kind(key, true, &kind)) {
            name = arena_printf(n->arena, "catalog.%s", item_registers[kind].name);
            ok = native_rows(n, &member, name, native_item, &kind, error);
        } else {
            name = arena_printf(&n->words, "catalog.%s", feed_excerpt(&n->words, key));
            warn(n, ERROR_NATIVE_TOP, name);
        }
        arena_reset(&n->words);
    }
    json_walk_close(&walk);
    return ok;
}

/* One member of the top level; what describes the feed has been read. */
static bool read_member(struct native *n, const struct json_part *member,
                        struct error *error)
{
    static const char *const read_already[] = {"$schema", "aiplus",    "publisher",
                                               "title",   "published", "indicators"};
    const char *name = json_key(member, &n->words);
    enum item_kind kind;
    for (size_t i = 0; i < sizeof read_already / sizeof *read_already; i++)
        if (strcmp(name, read_already[i]) == 0)
            return true;
    if (strcmp(name, "observations") == 0)
        return native_rows(n, member, "observations", native_observation, NULL, error);
    if (strcmp(name, "series") == 0)
        return native_rows(n, member, "series", native_series, NULL, error);
    if (strcmp(name, "catalog") == 0)
        return read_catalog(n, member, error);
    if (native_kind(name, false, &kind))
        return native_rows(n, member, item_registers[kind].name, native_item, &kind,
                           error);
    warn(n, ERROR_NATIVE_TOP, feed_excerpt(&n->words, name));
    return true;
}

static bool read_all(struct native *n, struct error *error)
{
    struct json_walk walk;
    struct json_part member;
    if (!read_version(n, error) || !open_dataset(n, error))
        return false;
    bool ok = true;
    json_walk_open(&walk, n->json, &n->json->root);
    while (ok && json_walk_next(&walk, &member)) {
        ok = read_member(n, &member, error);
        arena_reset(&n->words);
    }
    json_walk_close(&walk);
    return ok;
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    (void)columns;
    struct json_body json;
    if (!json_open(body, arena, &json, error))
        return false;
    if (json.root.type != JSON_OBJECT)
        return error_set(error, ERROR_NATIVE_NOT, body->name);
    struct native *n = arena_alloc(arena, sizeof *n);
    *n = (struct native){
        .name = body->name, .json = &json, .arena = arena, .sink = sink};
    for (int i = 0; i < NATIVE_DIMENSIONS; i++)
        axis_init(&n->axes[i], arena);
    bool ok = read_all(n, error);
    arena_release(&n->words);
    return ok;
}

/* Behind the string that begins at p, or `end`; its text is *n bytes from p + 1. */
static const char *skip_string(const char *p, const char *end, size_t *n)
{
    const char *start = ++p;
    while (p < end && *p != '"')
        p += *p == '\\' && p + 1 < end ? 2 : 1;
    *n = (size_t)(p - start);
    return p < end ? p + 1 : end;
}

/* A top-level member "aiplus" near the start, in text that nobody has checked. */
static int sniff(const struct body *body)
{
    const char *p = body->bytes;
    const char *end = p + (body->size < SNIFFED ? body->size : SNIFFED);
    int depth = 0;
    if (body->size >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    p += strspn(p, " \t\r\n");
    if (p >= end || *p != '{')
        return 0;
    while (p < end) {
        if (*p == '"') {
            size_t n;
            const char *key = p + 1;
            p = skip_string(p, end, &n);
            bool named = depth == 1 && n == 6 && memcmp(key, "aiplus", n) == 0;
            if (named && p < end && p[strspn(p, " \t\r\n")] == ':')
                return 95;
            continue;
        }
        depth += *p == '{' || *p == '[' ? 1 : *p == '}' || *p == ']' ? -1 : 0;
        p++;
    }
    return 0;
}

const struct decoder decoder_native = {
    .name = "aiplus",
    .title = "aiplus feed",
    .sniff = sniff,
    .decode = decode,
};
