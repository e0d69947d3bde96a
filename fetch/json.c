/* JSON by cJSON: see fetch/json.h. */
#include "fetch/json.h"

#include "fetch/json_check.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Objects with more members than this have, directly behind their items, as many
 * pointers to them in the order of their names. */
enum { LINEAR = 8 };

/* ---- reading ---- */

static int compare_keys(const void *a, const void *b)
{
    const struct json *const *x = a, *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

static const struct json **sorted_members(const struct json *object)
{
    return (const struct json **)(uintptr_t)(object->items + object->n);
}

static void convert(const cJSON *from, struct arena *arena, struct json *to);

static void convert_container(const cJSON *from, struct arena *arena, struct json *to)
{
    size_t n = 0;
    for (const cJSON *item = from->child; item; item = item->next)
        n++;
    bool sorted = to->type == JSON_OBJECT && n > LINEAR;
    struct json *items = arena_alloc(
        arena, n * sizeof *items + (sorted ? n * sizeof(struct json *) : 0));
    size_t i = 0;
    for (const cJSON *item = from->child; item; item = item->next, i++) {
        if (item->string)
            items[i].key = arena_strdup(arena, item->string);
        convert(item, arena, &items[i]);
    }
    to->n = (unsigned)n;
    to->items = items;
    if (!sorted)
        return;
    const struct json **members = sorted_members(to);
    for (i = 0; i < n; i++)
        members[i] = &items[i];
    qsort(members, n, sizeof *members, compare_keys);
}

/* Recursion is as deep as the checked body. */
static void convert(const cJSON *from, struct arena *arena, struct json *to)
{
    switch (from->type & 0xFF) {
    case cJSON_True:
        to->type = JSON_TRUE;
        break;
    case cJSON_False:
        to->type = JSON_FALSE;
        break;
    case cJSON_Number:
        to->type = JSON_NUMBER;
        to->number = from->valuedouble;
        break;
    case cJSON_String:
        to->type = JSON_TEXT;
        to->text = arena_strdup(arena, from->valuestring);
        break;
    case cJSON_Array:
        to->type = JSON_ARRAY;
        convert_container(from, arena, to);
        break;
    case cJSON_Object:
        to->type = JSON_OBJECT;
        convert_container(from, arena, to);
        break;
    default:
        to->type = JSON_NULL;
    }
}

/* cJSON reads only the first 63 characters of a number. Longer ones, which occur, are
 * replaced in a copy of the body by the shortest form of the same double. */
static char *shorten_numbers(const struct body *body, const struct json_facts *facts,
                             struct arena *arena)
{
    char *copy = arena_strndup(arena, body->bytes, body->size);
    for (size_t i = 0; i < facts->n_long_numbers; i++) {
        char *at = copy + facts->long_numbers[i].at;
        size_t n = facts->long_numbers[i].n;
        char text[32];
        int length = snprintf(text, sizeof text, "%.17g", strtod(at, NULL));
        memset(at, ' ', n);
        memcpy(at, text, (size_t)length);
    }
    return copy;
}

bool json_read(const struct body *body, struct arena *arena, const struct json **root,
               struct error *error)
{
    struct arena scratch = {0};
    struct json_facts facts;
    cJSON *parsed = NULL;
    bool ok = json_check(body->name, body->bytes, body->size, JSON_STRICT, &scratch,
                         &facts, error);
    if (!ok)
        goto done;
    const char *bytes = body->bytes;
    if (facts.n_long_numbers > 0)
        bytes = shorten_numbers(body, &facts, &scratch);
    /* The NUL behind the body is counted, for cJSON to see that nothing follows. */
    parsed = cJSON_ParseWithLengthOpts(bytes + facts.start,
                                       body->size - facts.start + 1, NULL, 1);
    ok = parsed || error_set(error, ERROR_JSON_MEMORY, body->name);
    if (!ok)
        goto done;
    struct json *value = arena_alloc(arena, sizeof *value);
    convert(parsed, arena, value);
    *root = value;
done:
    cJSON_Delete(parsed);
    arena_release(&scratch);
    return ok;
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (!object || object->type != JSON_OBJECT)
        return NULL;
    if (object->n <= LINEAR) {
        for (size_t i = 0; i < object->n; i++)
            if (strcmp(object->items[i].key, key) == 0)
                return &object->items[i];
        return NULL;
    }
    const struct json wanted = {.key = key}, *lookup = &wanted;
    const struct json **found = bsearch(&lookup, sorted_members(object), object->n,
                                        sizeof *found, compare_keys);
    return found ? *found : NULL;
}

const struct json *json_get_typed(const struct json *object, const char *key,
                                  enum json_type type)
{
    const struct json *value = json_get(object, key);
    return value && value->type == type ? value : NULL;
}

const char *json_get_text(const struct json *object, const char *key)
{
    const struct json *value = json_get_typed(object, key, JSON_TEXT);
    return value ? value->text : "";
}

/* ---- writing ---- */

static cJSON *node(struct json_node *n)
{
    return (cJSON *)n;
}

static struct json_node *put(struct json_node *to, const char *key, cJSON *item)
{
    bool ok = item && (key ? cJSON_AddItemToObject(node(to), key, item)
                           : cJSON_AddItemToArray(node(to), item));
    if (!ok)
        abort(); /* out of memory: the door of core/arena.h */
    return (struct json_node *)item;
}

struct json_node *json_root(void)
{
    cJSON *root = cJSON_CreateObject();
    if (!root)
        abort(); /* out of memory: the door of core/arena.h */
    return (struct json_node *)root;
}

struct json_node *json_put_object(struct json_node *to, const char *key)
{
    return put(to, key, cJSON_CreateObject());
}

struct json_node *json_put_array(struct json_node *to, const char *key)
{
    return put(to, key, cJSON_CreateArray());
}

void json_put_text(struct json_node *to, const char *key, const char *text)
{
    put(to, key, text ? cJSON_CreateString(text) : cJSON_CreateNull());
}

void json_put_bool(struct json_node *to, const char *key, bool value)
{
    put(to, key, cJSON_CreateBool(value));
}

void json_put_number(struct json_node *to, const char *key, double value)
{
    /* cJSON's own printing takes 15 digits where it thinks them near enough. */
    char text[32];
    snprintf(text, sizeof text, "%.17g", value);
    put(to, key, isfinite(value) ? cJSON_CreateRaw(text) : cJSON_CreateNull());
}

bool json_write(struct json_node *root, struct buffer *out)
{
    char *text = cJSON_Print(node(root));
    if (!text)
        abort(); /* out of memory: the door of core/arena.h */
    bool ok = buffer_put(out, text, strlen(text)) && buffer_put(out, "\n", 1);
    cJSON_free(text);
    cJSON_Delete(node(root));
    return ok;
}
