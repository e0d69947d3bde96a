/* Parts of JSON bodies: see fetch/json_part.h. */
#include "fetch/json_part.h"

#include "fetch/json_scalar.h"
#include "fetch/json_skip.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- where things stand ---- */

static int compare_span(const void *key, const void *item)
{
    const char *at = key;
    const struct json_span *span = item;
    return at < span->at ? -1 : at > span->at;
}

static const struct json_span *span_at(const struct json_body *json, const char *at)
{
    const struct json_facts *facts = &json->facts;
    return facts->n_large > 0 ? bsearch(at, facts->large, facts->n_large,
                                        sizeof *facts->large, compare_span)
                              : NULL;
}

/* Behind the value at p; the large ones are known. */
static const char *behind(const struct json_body *json, const char *p)
{
    const struct json_span *span = *p == '[' || *p == '{' ? span_at(json, p) : NULL;
    return span ? span->end : json_skip_value(p);
}

static enum json_type type_at(const char *p)
{
    switch (*p) {
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_ARRAY;
    case '"':
        return JSON_TEXT;
    case 't':
        return JSON_TRUE;
    case 'f':
        return JSON_FALSE;
    case 'n':
        return JSON_NULL;
    default:
        return JSON_NUMBER;
    }
}

struct json_part json_part_at(const struct json_body *json, const char *at)
{
    return (struct json_part){.type = type_at(at), .at = at, .end = behind(json, at)};
}

static bool is_container(const struct json_part *part)
{
    return part->type == JSON_ARRAY || part->type == JSON_OBJECT;
}

static bool key_is(const struct json_part *part, const char *key)
{
    size_t n = strlen(key);
    if (!memchr(part->key, '\\', part->key_size))
        return part->key_size == n && memcmp(part->key, key, n) == 0;
    struct arena arena = {0};
    bool same = strcmp(json_key(part, &arena), key) == 0;
    arena_release(&arena);
    return same;
}

bool json_open(const struct body *body, struct arena *arena, struct json_body *json,
               struct error *error)
{
    struct json_body open = {.body = body};
    if (!json_check(body, JSON_STRICT, arena, &open.facts, error))
        return false;
    const char *at = json_skip_space(body->bytes + open.facts.start);
    open.root = json_part_at(&open, at);
    *json = open;
    return true;
}

size_t json_count(const struct json_body *json, const struct json_part *part)
{
    if (!is_container(part))
        return 0;
    const struct json_span *span = span_at(json, part->at);
    if (span)
        return span->n;
    struct json_walk walk;
    struct json_part element;
    size_t n = 0;
    json_walk_open(&walk, json, part);
    while (json_walk_next(&walk, &element))
        n++;
    json_walk_close(&walk);
    return n;
}

bool json_find(const struct json_body *json, const struct json_part *object,
               const char *key, struct json_part *member)
{
    struct json_walk walk;
    struct json_part one;
    if (object->type != JSON_OBJECT)
        return false;
    json_walk_open(&walk, json, object);
    bool found = false;
    while (!found && json_walk_next(&walk, &one))
        found = key_is(&one, key);
    json_walk_close(&walk);
    if (found)
        *member = one;
    return found;
}

bool json_find_typed(const struct json_body *json, const struct json_part *object,
                     const char *key, enum json_type type, struct json_part *member)
{
    struct json_part found;
    if (!json_find(json, object, key, &found) || found.type != type)
        return false;
    *member = found;
    return true;
}

const char *json_key(const struct json_part *member, struct arena *arena)
{
    char *text = arena_alloc(arena, member->key_size + 1);
    text[json_unescape(member->key, member->key_size, text)] = '\0';
    return text;
}

/* ---- walks ---- */

void json_walk_open(struct json_walk *walk, const struct json_body *json,
                    const struct json_part *part)
{
    *walk = (struct json_walk){
        .json = json,
        .object = part->type == JSON_OBJECT,
        .p = is_container(part) ? json_skip_space(part->at + 1) : "]",
        .text.ceiling = JSON_ELEMENT_BYTES,
    };
}

void json_walk_close(struct json_walk *walk)
{
    arena_release(&walk->arena);
    buffer_release(&walk->text);
}

bool json_walk_next(struct json_walk *walk, struct json_part *part)
{
    const char *p = walk->p;
    if (*p == ']' || *p == '}')
        return false;
    struct json_part one = {0};
    if (walk->object) {
        one.key = p + 1;
        p = json_skip_string(p);
        one.key_size = (size_t)(p - one.key) - 1;
        p = json_skip_space(json_skip_space(p) + 1);
    }
    one.type = type_at(p);
    one.at = p;
    one.end = behind(walk->json, p);
    p = json_skip_space(one.end);
    walk->p = *p == ',' ? json_skip_space(p + 1) : p;
    *part = one;
    return true;
}

static bool too_large(const struct json_body *json, const char *at, struct error *error)
{
    size_t line = 1;
    for (const char *p = json->body->bytes; p < at; p++)
        line += *p == '\n';
    char text[24];
    snprintf(text, sizeof text, "%zu", line);
    return error_set(error, ERROR_JSON_PART, json->body->name, text);
}

/* cJSON reads only the first 63 characters of a number. Longer ones, which occur, are
 * replaced by the shortest form of the same double. */
static void shorten_numbers(char *p)
{
    while (*p) {
        if (*p == '"') {
            p += json_skip_string(p) - p;
        } else if (*p == '-' || (*p >= '0' && *p <= '9')) {
            size_t n = strspn(p, "+-.0123456789Ee");
            if (n > JSON_SHORT_NUMBER) {
                char text[32];
                int length = snprintf(text, sizeof text, "%.17g", strtod(p, NULL));
                memset(p, ' ', n);
                memcpy(p, text, (size_t)length);
            }
            p += n;
        } else {
            p++;
        }
    }
}

/* Reads a text that was copied for it. */
static bool parse(const struct json_body *json, const char *at, struct buffer *text,
                  size_t most, struct arena *arena, struct json *value,
                  struct error *error)
{
    if (json->facts.long_numbers)
        shorten_numbers(text->data);
    switch (json_parse(text->data, text->size, arena, most, value)) {
    case JSON_PARSED:
        return true;
    case JSON_TOO_LARGE:
        return too_large(json, at, error);
    case JSON_NO_MEMORY:
        break;
    }
    return error_set(error, ERROR_JSON_MEMORY, json->body->name);
}

/* One element of a slice. */
static bool read_element(struct json_walk *walk, const struct json_part *part,
                         struct json *to, struct error *error)
{
    const struct json_body *json = walk->json;
    struct arena *arena = &walk->arena;
    size_t n = (size_t)(part->end - part->at);
    if (n > JSON_ELEMENT_BYTES)
        return too_large(json, part->at, error);
    if (part->key)
        to->key = json_key(part, arena);
    if (!is_container(part)) {
        json_scalar(part->at, part->end, arena, to);
        return true;
    }
    walk->text.size = 0;
    if (arena->used > JSON_TREE_BYTES || !buffer_put(&walk->text, part->at, n))
        return too_large(json, part->at, error);
    return parse(json, part->at, &walk->text, JSON_TREE_BYTES - arena->used, arena, to,
                 error);
}

bool json_walk_slice(struct json_walk *walk, const struct json **items, size_t *n,
                     struct error *error)
{
    const char *start = walk->p;
    struct json_part part;
    size_t count = 0;
    arena_reset(&walk->arena);
    struct json *read = arena_alloc(&walk->arena, JSON_SLICE * sizeof *read);
    while (count < JSON_SLICE && walk->p - start < JSON_SLICE_BYTES &&
           json_walk_next(walk, &part)) {
        if (!read_element(walk, &part, &read[count], error))
            return false;
        count++;
    }
    *items = read;
    *n = count;
    return true;
}

/* ---- trees ---- */

/* A tree while it is read: what is left of its memory follows from the arena. */
struct taking {
    const struct json_body *json;
    struct arena *arena;
    size_t end; /* most that the arena may have handed out */
    struct buffer text;
    struct error *error;
};

static bool take_part(struct taking *t, const struct json_part *part, struct json *to);

static bool is_left_out(const struct json_part *part, const char *const *without)
{
    for (; without && *without; without++)
        if (key_is(part, *without))
            return true;
    return false;
}

/* Element by element, so that no text is ever parsed that is large. */
static bool take_elements(struct taking *t, const struct json_part *part,
                          const char *const *without, struct json *to)
{
    size_t count = json_count(t->json, part), n = 0;
    size_t room = json_object_room(count), left = t->end - t->arena->used;
    if (t->arena->used > t->end || room > left)
        return too_large(t->json, part->at, t->error);
    struct json *items = arena_alloc(t->arena, room);
    struct json_walk walk;
    struct json_part one;
    bool ok = true;
    json_walk_open(&walk, t->json, part);
    while (ok && json_walk_next(&walk, &one)) {
        if (is_left_out(&one, without))
            continue;
        ok = take_part(t, &one, &items[n]);
        if (ok && walk.object)
            items[n].key = json_key(&one, t->arena);
        n++;
    }
    json_walk_close(&walk);
    if (!ok)
        return false;
    if (part->type == JSON_OBJECT) {
        json_object_make(to, items, n);
    } else {
        to->type = JSON_ARRAY;
        to->n = (unsigned)n;
        to->items = items;
    }
    return true;
}

/* Recursion is as deep as the checked body. */
static bool take_part(struct taking *t, const struct json_part *part, struct json *to)
{
    size_t size = (size_t)(part->end - part->at);
    if (is_container(part) && size >= JSON_LARGE)
        return take_elements(t, part, NULL, to);
    size_t used = t->arena->used;
    if (used > t->end)
        return too_large(t->json, part->at, t->error);
    if (!is_container(part)) {
        json_scalar(part->at, part->end, t->arena, to);
        return true;
    }
    t->text.size = 0;
    if (!buffer_put(&t->text, part->at, size))
        return too_large(t->json, part->at, t->error);
    return parse(t->json, part->at, &t->text, t->end - used, t->arena, to, t->error);
}

bool json_take_without(const struct json_body *json, const struct json_part *part,
                       const char *const *without, size_t most, struct arena *arena,
                       const struct json **value, struct error *error)
{
    struct taking taking = {
        .json = json,
        .arena = arena,
        .end = most > SIZE_MAX - arena->used ? SIZE_MAX : arena->used + most,
        .text.ceiling = JSON_LARGE, /* what is larger is read by its elements */
        .error = error,
    };
    struct json *made = arena_alloc(arena, sizeof *made);
    bool ok = without && part->type == JSON_OBJECT
                  ? take_elements(&taking, part, without, made)
                  : take_part(&taking, part, made);
    buffer_release(&taking.text);
    if (ok)
        *value = made;
    return ok;
}

bool json_take(const struct json_body *json, const struct json_part *part, size_t most,
               struct arena *arena, const struct json **value, struct error *error)
{
    return json_take_without(json, part, NULL, most, arena, value, error);
}

bool json_read(const struct body *body, struct arena *arena, const struct json **root,
               struct error *error)
{
    struct arena scratch = {0};
    struct json_body json;
    bool ok = json_open(body, &scratch, &json, error) &&
              json_take(&json, &json.root, SIZE_MAX, arena, root, error);
    arena_release(&scratch);
    return ok;
}
