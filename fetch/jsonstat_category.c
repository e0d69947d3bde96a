/* Categories of a JSON-stat dimension, and the labels, units, notes and children that
 * hang on them. See fetch/jsonstat.h. */
#include "fetch/hash.h"
#include "fetch/jsonstat.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One dimension while it is read. */
struct reading {
    struct jsonstat *whole;
    const struct json *category;
    const char *shown; /* the dimension's id, for messages */
    struct category *categories;
    size_t n;
    struct hash by_code; /* of `categories` */
};

static bool has_code(const void *items, uint32_t item, const void *code)
{
    const struct category *categories = items;
    return strcmp(categories[item].code, code) == 0;
}

static struct category *find(const struct reading *r, const char *code)
{
    uint32_t at;
    uint64_t hash = hash_of(&r->by_code, code, strlen(code));
    bool found = hash_find(&r->by_code, hash, has_code, r->categories, code, &at);
    return found ? &r->categories[at] : NULL;
}

/* False with a code that is there twice. */
static bool number_codes(struct reading *r, struct error *error)
{
    hash_init(&r->by_code, r->whole->arena);
    hash_reserve(&r->by_code, r->n);
    for (size_t i = 0; i < r->n; i++) {
        const char *code = r->categories[i].code;
        uint64_t hash = hash_of(&r->by_code, code, strlen(code));
        uint32_t at;
        if (hash_find(&r->by_code, hash, has_code, r->categories, code, &at))
            return error_set(error, ERROR_JSONSTAT_CODE_TWICE, r->whole->name, r->shown,
                             feed_excerpt(r->whole->arena, code));
        hash_add(&r->by_code, hash, (uint32_t)i);
    }
    return true;
}

static void set_code(struct reading *r, size_t position, const char *code)
{
    r->categories[position] = (struct category){.code = code,
                                                .label = code,
                                                .unit = "",
                                                .decimals = -1,
                                                .ordinal = (uint32_t)position};
}

static bool fail(const struct reading *r, enum error_code code, struct error *error)
{
    return error_set(error, code, r->whole->name, r->shown);
}

/* index as an array of codes in their order. */
static bool read_list(struct reading *r, const struct json *index, struct error *error)
{
    for (size_t i = 0; i < r->n; i++) {
        if (index->items[i].type != JSON_TEXT)
            return fail(r, ERROR_JSONSTAT_INDEX, error);
        set_code(r, i, index->items[i].text);
    }
    return true;
}

/* index as an object of positions, which need not be listed in their order. */
static bool read_positions(struct reading *r, const struct json *index,
                           struct error *error)
{
    for (size_t i = 0; i < r->n; i++) {
        uint64_t position;
        if (!jsonstat_count(&index->items[i], &position) || position >= r->n ||
            r->categories[position].code)
            return fail(r, ERROR_JSONSTAT_INDEX, error);
        set_code(r, position, index->items[i].key);
    }
    return true;
}

static bool read_index(struct reading *r, uint64_t size, struct error *error)
{
    struct arena *arena = r->whole->arena;
    const struct json *index = json_get(r->category, "index");
    /* Without an index there is one category, and its label is all that names it. */
    bool labels = !index;
    if (labels)
        index = json_get_typed(r->category, "label", JSON_OBJECT);
    if (!index || (index->type != JSON_ARRAY && index->type != JSON_OBJECT) ||
        (labels && index->n != 1))
        return fail(r, ERROR_JSONSTAT_INDEX, error);
    if (index->n != size)
        return error_set(error, ERROR_JSONSTAT_INDEX_COUNT, r->whole->name, r->shown,
                         arena_printf(arena, "%u", index->n),
                         arena_printf(arena, "%" PRIu64, size));
    r->n = index->n;
    r->categories = arena_alloc(arena, r->n * sizeof *r->categories);
    if (labels)
        set_code(r, 0, index->items[0].key);
    else if (!(index->type == JSON_ARRAY ? read_list(r, index, error)
                                         : read_positions(r, index, error)))
        return false;
    return number_codes(r, error);
}

static void read_label(struct reading *r, struct category *to, const struct json *value)
{
    (void)r;
    if (value->type == JSON_TEXT && *value->text)
        to->label = value->text;
}

static void read_unit(struct reading *r, struct category *to, const struct json *value)
{
    const char *label = json_get_text(value, "label");
    const char *symbol = json_get_text(value, "symbol");
    const char *base = json_get_text(value, "base");
    const char *unit = *label ? label : *symbol ? symbol : base;
    /* "million" of what? The symbol says it: "$ million". */
    if (*label && *symbol && strcmp(label, symbol) != 0) {
        bool first = strcmp(json_get_text(value, "position"), "start") == 0;
        unit = arena_printf(r->whole->arena, "%s %s", first ? symbol : label,
                            first ? label : symbol);
    }
    /* Version 1: values are in units of ten to this power; a label beside the base has
     * it in its words, "thousands of persons". */
    const struct json *power = json_get_typed(value, "multiplier", JSON_NUMBER);
    if (power && power->number != 0 && !(*label && *base))
        unit = arena_printf(r->whole->arena, "10^%g %s", power->number, unit);
    to->unit = unit;
    uint64_t decimals;
    const struct json *said = json_get(value, "decimals");
    if (said && jsonstat_count(said, &decimals) && decimals <= 15)
        to->decimals = (int)decimals;
}

/* What hangs on categories by their codes. Those without `read` are only looked at for
 * codes that do not exist. */
static const struct {
    const char *key;
    void (*read)(struct reading *r, struct category *to, const struct json *value);
} members[] = {
    {"label", read_label}, {"unit", read_unit}, {"note", NULL},
    {"coordinates", NULL}, {"child", NULL},
};

static void warn_unknown(struct reading *r, const char *key, const char *code)
{
    struct error warning;
    error_set(&warning, ERROR_JSONSTAT_UNKNOWN, r->whole->name, r->shown, key,
              feed_excerpt(r->whole->arena, code));
    jsonstat_warn(r->whole, &warning);
}

/* One warning for each kind of member, naming the first unknown code. */
static void read_members(struct reading *r)
{
    for (size_t k = 0; k < sizeof members / sizeof *members; k++) {
        const struct json *object =
            json_get_typed(r->category, members[k].key, JSON_OBJECT);
        const char *unknown = NULL;
        for (size_t i = 0; object && i < object->n; i++) {
            struct category *to = find(r, object->items[i].key);
            if (to && members[k].read)
                members[k].read(r, to, &object->items[i]);
            else if (!to && !unknown)
                unknown = object->items[i].key;
        }
        if (unknown)
            warn_unknown(r, members[k].key, unknown);
    }
}

/* Takes away, again and again, every category that is nobody's child; what is left when
 * no more can be taken stands in a circle. Linear: each child is looked at once. */
static void check_children(struct reading *r)
{
    const struct json *children = json_get_typed(r->category, "child", JSON_OBJECT);
    if (!children || r->n == 0)
        return;
    struct arena *arena = r->whole->arena;
    size_t *parents = arena_alloc(arena, r->n * sizeof *parents);
    size_t *queue = arena_alloc(arena, r->n * sizeof *queue);
    const char *unknown = NULL;
    for (size_t i = 0; i < children->n; i++) {
        const struct json *list = &children->items[i];
        for (size_t j = 0; list->type == JSON_ARRAY && j < list->n; j++) {
            const char *code =
                list->items[j].type == JSON_TEXT ? list->items[j].text : "";
            const struct category *child = find(r, code);
            if (child && find(r, list->key))
                parents[child - r->categories]++;
            else if (!child && !unknown)
                unknown = code;
        }
    }
    if (unknown)
        warn_unknown(r, "child", unknown);
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (parents[i] == 0)
            queue[n++] = i;
    for (size_t i = 0; i < n; i++) {
        const struct json *list =
            json_get_typed(children, r->categories[queue[i]].code, JSON_ARRAY);
        for (size_t j = 0; list && j < list->n; j++) {
            const struct category *child =
                list->items[j].type == JSON_TEXT ? find(r, list->items[j].text) : NULL;
            if (child && --parents[child - r->categories] == 0)
                queue[n++] = (size_t)(child - r->categories);
        }
    }
    for (size_t i = 0; n < r->n && i < r->n; i++) {
        if (parents[i] > 0) {
            struct error warning;
            error_set(&warning, ERROR_JSONSTAT_CYCLE, r->whole->name, r->shown,
                      feed_excerpt(arena, r->categories[i].code));
            jsonstat_warn(r->whole, &warning);
            return;
        }
    }
}

bool jsonstat_categories(struct jsonstat *reading, const struct json *category,
                         struct dimension *dimension, uint64_t size,
                         struct error *error)
{
    struct reading r = {
        .whole = reading,
        .category = category,
        .shown = feed_excerpt(reading->arena, dimension->id),
    };
    if (!read_index(&r, size, error))
        return false;
    read_members(&r);
    check_children(&r);
    dimension->categories = r.categories;
    dimension->n_categories = r.n;
    return true;
}
