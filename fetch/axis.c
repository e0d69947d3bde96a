/* Axes: see fetch/axis.h. */
#include "fetch/axis.h"

#include <string.h>

/* Part of a text. */
struct piece {
    const char *text;
    size_t n;
};

void axis_init(struct axis *axis, struct arena *arena)
{
    *axis = (struct axis){.arena = arena};
    hash_init(&axis->index, arena);
}

static bool has_code(const struct category *category, struct piece code)
{
    return strncmp(category->code, code.text, code.n) == 0 &&
           category->code[code.n] == '\0';
}

static bool same_code(const void *items, uint32_t item, const void *key)
{
    struct category *const *categories = items;
    return has_code(categories[item], *(const struct piece *)key);
}

const struct category *axis_find(struct axis *axis, const char *code, size_t n)
{
    const struct piece piece = {code, n};
    uint32_t item;
    if (axis->last && has_code(axis->last, piece))
        return axis->last;
    if (!hash_find(&axis->index, hash_of(&axis->index, code, n), same_code,
                   axis->categories, &piece, &item))
        return NULL;
    return axis->last = axis->categories[item];
}

struct category *axis_add(struct axis *axis, const char *code, size_t n,
                          const char *label)
{
    struct category *made = arena_alloc(axis->arena, sizeof *made);
    made->code = arena_strndup(axis->arena, code, n);
    made->label = *label ? arena_strdup(axis->arena, label) : made->code;
    made->unit = "";
    made->decimals = -1;
    made->ordinal = (uint32_t)axis->n;
    axis->categories =
        arena_more(axis->arena, axis->categories, axis->n, sizeof *axis->categories);
    axis->categories[axis->n] = made;
    hash_add(&axis->index, hash_of(&axis->index, code, n), (uint32_t)axis->n++);
    axis->last = made;
    return made;
}
