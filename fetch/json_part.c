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
    };
}

void json_walk_close(struct json_walk *walk)
{
    arena_release(&walk->arena);
    arena_release(&walk->scratch);
}

/* Where the next element begins, its end not yet known; false at the end of all. */
static bool begin_next(const struct json_walk *walk, struct json_part *part)
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
    *part = one;
    return true;
}

static void end_next(struct json_walk *walk, const char *end)
{
    const char *p = json_skip_space(end);
    walk->p = *p == ',' ? json_skip_space(p + 1) : p;
}

bool json_walk_next(struct json_walk *walk, struct json_part *part)
{
    struct json_part one;
    if (!begin_next(walk, &one))
        return false;
    one.end = behind(walk->json, one.at);
    end_next(walk, one.end);
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

/* ---- trees ---- */

/* A tree while it is read: what is left of its memory follows from the arena. */
struct taking {
    const struct json_body *json;
    struct arena *arena, *scratch;
    size_t end; /* most that the arena may have handed out */
    struct error *error;
};

/* Reads the array or object at `at`, which is not large, where it stands; *end is moved
 * behind it. */
static bool take_small(struct taking *t, const char *at, const char **end,
                       struct json *to)
{
    const struct body *body = t->json->body;
    size_t n = (size_t)(body->bytes + body->size - at);
    struct buffer copy = {.ceiling = JSON_LARGE};
    const char *text = at, *stop = at;
    bool copied = t->json->facts.long_numbers;
    if (t->arena->used > t->end)
        return too_large(t->json, at, t->error);
    if (n > JSON_LARGE)
        n = JSON_LARGE;
    if (copied) {
        n = (size_t)(json_skip_value(at) - at);
        if (!buffer_put(&copy, at, n))
            return too_large(t->json, at, t->error);
        shorten_numbers(copy.data);
        text = copy.data;
    }
    enum json_parsed parsed =
        json_parse(text, n, t->scratch, t->arena, t->end - t->arena->used, &stop, to);
    buffer_release(&copy);
    if (parsed != JSON_PARSED)
        return too_large(t->json, at, t->error);
    *end = copied ? at + n : stop;
    return true;
}

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
    const char *end;
    return take_small(t, part->at, &end, to);
}

bool json_take_without(const struct json_body *json, const struct json_part *part,
                       const char *const *without, size_t most, struct arena *arena,
                       const struct json **value, struct error *error)
{
    struct arena scratch = {0};
    struct taking taking = {
        .json = json,
        .arena = arena,
        .scratch = &scratch,
        .end = most > SIZE_MAX - arena->used ? SIZE_MAX : arena->used + most,
        .error = error,
    };
    struct json *made = arena_alloc(arena, sizeof *made);
    bool ok = without && part->type == JSON_OBJECT
                  ? take_elements(&taking, part, without, made)
                  : take_part(&taking, part, made);
    arena_release(&scratch);
    if (ok)
        *value = made;
    return ok;
}

bool json_take(const struct json_body *json, const struct json_part *part, size_t most,
               struct arena *arena, const struct json **value, struct error *error)
{
    return json_take_without(json, part, NULL, most, arena, value, error);
}

/* ---- slices ---- */

/* One element of a slice; *end is behind it. What is not large is read at once, without
 * being stepped over before. */
static bool read_element(struct json_walk *walk, struct taking *taking,
                         struct json_part *part, struct json *to)
{
    if (part->key)
        to->key = json_key(part, &walk->arena);
    const struct json_span *span =
        is_container(part) ? span_at(walk->json, part->at) : NULL;
    if (is_container(part) && !span)
        return take_small(taking, part->at, &part->end, to);
    part->end = span ? span->end : json_skip_value(part->at);
    return part->end - part->at > JSON_ELEMENT_BYTES
               ? too_large(walk->json, part->at, taking->error)
               : take_part(taking, part, to);
}

bool json_walk_slice(struct json_walk *walk, const struct json **items, size_t *n,
                     struct error *error)
{
    const char *start = walk->p;
    struct taking taking = {walk->json, &walk->arena, &walk->scratch, JSON_TREE_BYTES,
                            error};
    struct json_part part;
    size_t count = 0;
    arena_reset(&walk->arena);
    struct json *read = arena_alloc(&walk->arena, JSON_SLICE * sizeof *read);
    while (count < JSON_SLICE && walk->p - start < JSON_SLICE_BYTES &&
           begin_next(walk, &part)) {
        if (!read_element(walk, &taking, &part, &read[count]))
            return false;
        end_next(walk, part.end);
        count++;
    }
    *items = read;
    *n = count;
    return true;
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
