/* Dimensions, measures and attributes, and what their indexes stand for. See
 * fetch/sdmx_json.h. */
#include "fetch/sdmx_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct category sdmx_nothing = {
    .code = "", .label = "", .unit = "", .decimals = -1};

/* Of an object of texts by language: Chinese, English, the first. */
static const char *by_language(const struct json *names)
{
    const char *english = "", *first = "";
    for (size_t i = 0; names && names->type == JSON_OBJECT && i < names->n; i++) {
        const struct json *one = &names->items[i];
        if (one->type != JSON_TEXT || !*one->text)
            continue;
        if (strncasecmp(one->key, "zh", 2) == 0)
            return one->text;
        if (strncasecmp(one->key, "en", 2) == 0 && !*english)
            english = one->text;
        if (!*first)
            first = one->text;
    }
    return *english ? english : first;
}

static bool is_chinese(const struct json *names)
{
    for (size_t i = 0; names && names->type == JSON_OBJECT && i < names->n; i++)
        if (strncasecmp(names->items[i].key, "zh", 2) == 0)
            return true;
    return false;
}

const char *sdmx_text(const struct json *object, const char *one, const char *many)
{
    const struct json *name = json_get(object, one), *names = json_get(object, many);
    if (is_chinese(names))
        return by_language(names);
    if (name && name->type == JSON_TEXT && *name->text)
        return name->text;
    const char *text = by_language(name); /* name: {"en": ..} in 1.0's candidate */
    return *text ? text : by_language(names);
}

bool sdmx_role_is(const struct json *component, const char *role)
{
    static const char *const members[] = {"role", "roles"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const struct json *roles = json_get(component, members[i]);
        if (!roles)
            continue;
        const struct json *first = roles->type == JSON_ARRAY ? roles->items : roles;
        size_t n = roles->type == JSON_ARRAY ? roles->n : 1;
        for (size_t k = 0; k < n; k++)
            if (first[k].type == JSON_TEXT && strcasecmp(first[k].text, role) == 0)
                return true;
    }
    return false;
}

/* The shortest form that reads back. */
static const char *number_text(struct arena *arena, double number)
{
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return arena_strdup(arena, text);
}

/* A literal as one text; of several, as multi-valued attributes have, the first ones.
 * "" for null. */
static const char *literal_text(struct arena *arena, const struct json *value)
{
    enum { SHOWN = 4 };
    const char *text = "";
    switch (value ? value->type : JSON_NULL) {
    case JSON_NULL:
        return "";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NUMBER:
        return number_text(arena, value->number);
    case JSON_TEXT:
        return value->text;
    case JSON_OBJECT:
        return by_language(value);
    case JSON_ARRAY:
        break;
    }
    for (size_t i = 0; i < value->n && i < SHOWN; i++) {
        const struct json *one = &value->items[i];
        const char *said = one->type == JSON_ARRAY ? "" : literal_text(arena, one);
        text = arena_printf(arena, "%s%s%s", text, *text && *said ? "; " : "", said);
    }
    return text;
}

/* ---- categories ---- */

/* One entry of values[]: coded (id, name), or not (value, values, name alone). */
static struct category read_category(struct arena *arena, const struct json *from,
                                     size_t i)
{
    struct category category = sdmx_nothing;
    category.ordinal = (uint32_t)i;
    if (from->type != JSON_OBJECT) {
        category.code = category.label = literal_text(arena, from);
        return category;
    }
    const char *name = sdmx_text(from, "name", "names");
    static const char *const members[] = {"id", "ids", "value", "values"};
    for (size_t k = 0; !*category.code && k < sizeof members / sizeof *members; k++)
        category.code = literal_text(arena, json_get(from, members[k]));
    if (!*category.code)
        category.code = name;
    category.label = *name ? name : category.code;
    return category;
}

static void read_categories(struct sdmx_reading *reading, const struct json *values,
                            struct sdmx_component *component)
{
    struct arena *arena = reading->arena;
    size_t n = component->n = values->n;
    component->categories = arena_alloc(arena, n * sizeof *component->categories);
    const char **scopes = arena_alloc(arena, n * sizeof *scopes);
    for (size_t i = 0; i < n; i++) {
        const struct json *from = &values->items[i];
        component->categories[i] = read_category(arena, from, i);
        const char *scope = sdmx_text(from, "description", "descriptions");
        if (*scope) {
            scopes[i] = scope;
            component->any_scope = true;
        }
    }
    component->scopes = component->any_scope ? scopes : NULL;
}

static bool intern(struct sdmx_reading *reading, struct sdmx_component *component,
                   const char *text, const struct category **category,
                   struct error *error)
{
    struct axis *literals = &component->literals;
    size_t size = strlen(text);
    *category = axis_find(literals, text, size);
    if (*category)
        return true;
    if (literals->n == SDMX_LITERALS)
        return error_set(error, ERROR_SDMX_LITERALS, reading->name,
                         feed_excerpt(reading->arena, component->id),
                         arena_printf(reading->arena, "%d", SDMX_LITERALS));
    struct category *made = axis_add(literals, text, size, "");
    made->ordinal += (uint32_t)component->n;
    *category = made;
    return true;
}

/* A default may be the id of one of the values. */
static bool read_default(struct sdmx_reading *reading, const struct json *from,
                         struct sdmx_component *component, struct error *error)
{
    const char *text = literal_text(reading->arena, json_get(from, "default"));
    for (size_t i = 0; *text && i < component->n; i++) {
        if (strcmp(component->categories[i].code, text) == 0) {
            component->unset = &component->categories[i];
            return true;
        }
    }
    return intern(reading, component, text, &component->unset, error);
}

bool sdmx_component(struct sdmx_reading *reading, const struct json *from,
                    const char *what, struct sdmx_component *component,
                    struct error *error)
{
    const char *id = json_get_text(from, "id");
    if (!*id)
        return error_set(error, ERROR_SDMX_COMPONENT, reading->name, what);
    const char *label = sdmx_text(from, "name", "names");
    *component = (struct sdmx_component){.id = id, .label = *label ? label : id};
    axis_init(&component->literals, reading->arena);
    const struct json *values = json_get_typed(from, "values", JSON_ARRAY);
    if (values)
        read_categories(reading, values, component);
    return read_default(reading, from, component, error);
}

bool sdmx_value(struct sdmx_reading *reading, struct sdmx_component *component,
                const struct json *value, const struct category **category,
                struct error *error)
{
    *category = component->unset;
    if (value->type == JSON_NULL)
        return true;
    if (value->type == JSON_NUMBER && component->n > 0) {
        double number = value->number;
        bool whole =
            number >= 0 && number < 4294967295.0 && number == (double)(uint32_t)number;
        if (!whole || (uint32_t)number >= component->n)
            *category = NULL;
        /* "Not set" may have an index of its own. */
        else if (*component->categories[(uint32_t)number].code)
            *category = &component->categories[(uint32_t)number];
        return true;
    }
    /* Several indexes: the first of them speaks. */
    if (value->type == JSON_ARRAY && component->n > 0 && value->n > 0 &&
        value->items[0].type == JSON_NUMBER)
        return sdmx_value(reading, component, &value->items[0], category, error);
    struct arena scratch = {0};
    const char *text = literal_text(&scratch, value);
    bool ok = !*text || intern(reading, component, text, category, error);
    arena_release(&scratch);
    return ok;
}
