/* Names that an object has twice: see fetch/json_names.h. */
#include "fetch/json_names.h"

#include "core/bulk.h"
#include "core/text.h"
#include "fetch/hash.h"
#include "fetch/json_skip.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FEW = 12,      /* names that are compared each with each */
    TAG_BITS = 24, /* of a name's hash, beside where it stands */
};

#define PLACE_MASK (UINT64_MAX >> TAG_BITS)

static int compare(const struct json_name *x, const struct json_name *y)
{
    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    return memcmp(x->text, y->text, x->n);
}

static int compare_placed(const void *a, const void *b)
{
    const struct json_name *x = a, *y = b;
    int order = compare(x, y);
    return order != 0 ? order : x->text < y->text ? -1 : x->text > y->text;
}

void json_names_open(const struct json_names *names, struct json_object_names *object)
{
    *object = (struct json_object_names){.first = names->n};
}

void json_names_add(struct json_names *names, struct json_object_names *object,
                    struct json_name name)
{
    if (name.escaped || (object->n > 0 && compare(&object->last, &name) >= 0))
        object->unsorted = true;
    object->last = name;
    if (++object->n > JSON_NAMES) {
        names->n = object->first;
        return;
    }
    /* arena_more must see the count only when the array is full: the names of a closed
     * object have made room that is still there. */
    if (names->n == names->capacity) {
        names->stack = arena_more(names->arena, names->stack, names->capacity,
                                  sizeof *names->stack);
        names->capacity = names->capacity ? 2 * names->capacity : 8;
    }
    names->stack[names->n++] = name;
}

/* ---- a few ---- */

/* Names with their escapes resolved, each with the place of the one it was made of. */
struct resolved {
    struct json_name name;
    const char *at;
};

static int compare_resolved(const void *a, const void *b)
{
    const struct resolved *x = a, *y = b;
    int order = compare(&x->name, &y->name);
    return order != 0 ? order : x->at < y->at ? -1 : x->at > y->at;
}

static const char *twice_escaped(const struct json_name *names, size_t n)
{
    struct arena arena = {0};
    const char *twice = NULL;
    struct resolved *all = arena_alloc(&arena, n * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        char *text = arena_alloc(&arena, names[i].n + 1);
        all[i].name.n = json_unescape(names[i].text, names[i].n, text);
        all[i].name.text = text;
        all[i].at = names[i].text;
    }
    qsort(all, n, sizeof *all, compare_resolved);
    for (size_t i = 1; i < n && !twice; i++)
        if (compare(&all[i - 1].name, &all[i].name) == 0)
            twice = all[i].at;
    arena_release(&arena);
    return twice;
}

static const char *twice_among(struct json_name *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (names[i].escaped)
            return twice_escaped(names, n);
    if (n <= FEW) {
        for (size_t i = 1; i < n; i++)
            for (size_t k = 0; k < i; k++)
                if (names[i].n == names[k].n && compare(&names[i], &names[k]) == 0)
                    return names[i].text;
        return NULL;
    }
    qsort(names, n, sizeof *names, compare_placed);
    for (size_t i = 1; i < n; i++)
        if (compare(&names[i - 1], &names[i]) == 0)
            return names[i].text;
    return NULL;
}

/* ---- many ---- */

/* An open hash table of places: the name's offset from the brace, and above it as many
 * bits of its hash as fit, so that most of the others need not be looked at. 0 = free.
 */
struct places {
    struct bulk bulk;
    uint64_t mask;
    struct hash seed;
    const char *brace;
    struct buffer mine, other; /* names whose escapes are resolved */
};

/* The name whose opening quote is at p, resolved; false if it has no room. */
static struct json_name name_at(const char *p, struct buffer *room, struct error *error,
                                bool *ok)
{
    const char *end = json_skip_string(p);
    struct json_name name = {p + 1, (size_t)(end - p) - 2, false};
    if (!memchr(name.text, '\\', name.n))
        return name;
    room->size = 0;
    if (!buffer_put(room, name.text, name.n)) {
        *ok = error_set(error, ERROR_BULK_CEILING, "1");
        return name;
    }
    name.n = json_unescape(name.text, name.n, room->data);
    name.text = room->data;
    return name;
}

/* Puts the name in; false if it is there already. */
static bool put_place(struct places *places, const char *p, struct error *error,
                      bool *ok)
{
    struct json_name name = name_at(p, &places->mine, error, ok);
    uint64_t hash = hash_of(&places->seed, name.text, name.n);
    uint64_t tag = hash & ~PLACE_MASK;
    uint64_t *slots = (uint64_t *)(void *)places->bulk.data;
    for (uint64_t i = hash & places->mask;; i = (i + 1) & places->mask) {
        if (slots[i] == 0) {
            slots[i] = tag | (uint64_t)(p - places->brace);
            return true;
        }
        if ((slots[i] & ~PLACE_MASK) != tag)
            continue;
        const char *there = places->brace + (slots[i] & PLACE_MASK);
        struct json_name other = name_at(there, &places->other, error, ok);
        if (name.n == other.n && memcmp(name.text, other.text, name.n) == 0)
            return false;
    }
}

static bool twice_in_object(const struct json_names *names, size_t n, const char *brace,
                            const char **twice, struct error *error)
{
    uint64_t slots = 1024;
    while (slots < 2 * (uint64_t)n)
        slots *= 2;
    enum { NAME_MOST = 2 << 20 };
    struct places places = {.mask = slots - 1,
                            .brace = brace,
                            .mine.ceiling = NAME_MOST,
                            .other.ceiling = NAME_MOST};
    hash_init(&places.seed, names->arena);
    bulk_init(&places.bulk, names->directory, slots * sizeof slots);
    bool ok = bulk_more(&places.bulk, slots * sizeof slots, error) != NULL;
    bool found = false;
    const char *p = json_skip_space(brace + 1);
    while (ok && *p == '"') {
        if (!put_place(&places, p, error, &ok)) {
            *twice = p + 1;
            found = true;
            break;
        }
        p = json_skip_space(json_skip_string(p)); /* at the colon */
        p = json_skip_space(json_skip_value(json_skip_space(p + 1)));
        if (*p == ',')
            p = json_skip_space(p + 1);
    }
    bulk_release(&places.bulk);
    buffer_release(&places.mine);
    buffer_release(&places.other);
    return ok && !found;
}

bool json_names_close(struct json_names *names, const struct json_object_names *object,
                      const char *brace, const char **twice, struct error *error)
{
    *twice = NULL;
    names->n = object->first;
    if (!object->unsorted)
        return true;
    if (object->n > JSON_NAMES)
        return twice_in_object(names, object->n, brace, twice, error);
    *twice = twice_among(names->stack + object->first, object->n);
    return *twice == NULL;
}

/* ---- agreement ---- */

struct member {
    const char *name, *value;
    size_t name_size, value_size;
};

/* Reads the member at *p, and steps to the next one. */
static struct member next_member(const char **p)
{
    struct member member = {.name = *p};
    const char *at = json_skip_string(*p);
    member.name_size = (size_t)(at - member.name);
    member.value = json_skip_space(json_skip_space(at) + 1);
    at = json_skip_value(member.value);
    member.value_size = (size_t)(at - member.value);
    at = json_skip_space(at);
    *p = *at == ',' ? json_skip_space(at + 1) : at;
    return member;
}

static bool same(const char *a, size_t n_a, const char *b, size_t n_b)
{
    return n_a == n_b && memcmp(a, b, n_a) == 0;
}

bool json_names_agree(const struct json_object_names *object, const char *brace)
{
    enum { MEMBERS = 64 };
    struct member members[MEMBERS];
    if (object->n > MEMBERS)
        return false;
    const char *p = json_skip_space(brace + 1);
    for (size_t i = 0; i < object->n; i++) {
        struct member *one = &members[i];
        *one = next_member(&p);
        if (memchr(one->name, '\\', one->name_size))
            return false;
        for (size_t k = 0; k < i; k++)
            if (same(one->name, one->name_size, members[k].name,
                     members[k].name_size) &&
                (*one->value == '{' || *one->value == '[' ||
                 !same(one->value, one->value_size, members[k].value,
                       members[k].value_size)))
                return false;
    }
    return true;
}
