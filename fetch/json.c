/* JSON by cJSON: see fetch/json.h. */
#include "fetch/json.h"

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

/* Lent: they belong to whoever owns the items. */
static const struct json **sorted_members(const struct json *object)
{
    return (const struct json **)(uintptr_t)(object->items + object->n);
}

size_t json_object_room(size_t n)
{
    return n * sizeof(struct json) + (n > LINEAR ? n * sizeof(struct json *) : 0);
}

void json_object_make(struct json *object, struct json *items, size_t n)
{
    object->type = JSON_OBJECT;
    object->n = (unsigned)n;
    object->items = items;
    if (n <= LINEAR)
        return;
    const struct json **members = sorted_members(object);
    for (size_t i = 0; i < n; i++)
        members[i] = &items[i];
    qsort(members, n, sizeof *members, compare_keys);
}

/* A tree that is being made, and the most that its arena may have handed out. */
struct making {
    struct arena *arena;
    size_t most;
};

static bool convert(const cJSON *from, const struct making *making, struct json *to);

static bool convert_container(const cJSON *from, const struct making *making,
                              struct json *to)
{
    size_t n = 0;
    for (const cJSON *item = from->child; item; item = item->next)
        n++;
    struct json *items = arena_alloc(making->arena, json_object_room(n));
    size_t i = 0;
    for (const cJSON *item = from->child; item; item = item->next, i++) {
        if (item->string)
            items[i].key = arena_strdup(making->arena, item->string);
        if (making->arena->used > making->most || !convert(item, making, &items[i]))
            return false;
    }
    if (to->type == JSON_OBJECT) {
        json_object_make(to, items, n);
        return true;
    }
    to->n = (unsigned)n;
    to->items = items;
    return true;
}

/* Recursion is as deep as the checked body. */
static bool convert(const cJSON *from, const struct making *making, struct json *to)
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
        to->text = arena_strdup(making->arena, from->valuestring);
        break;
    case cJSON_Array:
        to->type = JSON_ARRAY;
        return convert_container(from, making, to);
    case cJSON_Object:
        to->type = JSON_OBJECT;
        return convert_container(from, making, to);
    default:
        to->type = JSON_NULL;
    }
    return true;
}

/* cJSON's nodes are larger than ours; the texts are the same. */
enum { NODE_FACTOR = 3 };

/* cJSON asks for memory through functions that cannot be told for whom, so this is the
 * one thing here that lives beside its callers: set by json_parse, for its length. */
static struct {
    struct arena *arena;
    size_t most;
} lent;

static void *lend(size_t n)
{
    return lent.arena->used > lent.most ? NULL : arena_alloc(lent.arena, n);
}

static void keep(void *memory)
{
    (void)memory;
}

/* All that cJSON takes is bounded, and goes as it came: with the arena. */
enum json_parsed json_parse(const char *text, size_t n, struct arena *scratch,
                            struct arena *arena, size_t most, const char **end,
                            struct json *value)
{
    cJSON_Hooks hooks = {lend, keep};
    arena_reset(scratch);
    lent.arena = scratch;
    lent.most = most > SIZE_MAX / NODE_FACTOR ? SIZE_MAX : most * NODE_FACTOR;
    cJSON_InitHooks(&hooks);
    const cJSON *parsed = cJSON_ParseWithLengthOpts(text, n, end, 0);
    cJSON_InitHooks(NULL);
    lent.arena = NULL;
    if (!parsed)
        return JSON_TOO_LARGE;
    const struct making making = {
        arena, most > SIZE_MAX - arena->used ? SIZE_MAX : arena->used + most};
    return convert(parsed, &making, value) ? JSON_PARSED : JSON_TOO_LARGE;
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
