/* Noting the shape of a feed: see fetch/shape.h. What differs is in
 * fetch/shape_drift.c.
 */
#include "fetch/shape.h"

#include "core/digest.h"
#include "core/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART_MOST = 160, MARK_SIZE = 12 };

struct shape_count {
    const char *dimension;
    size_t n;
};

void shape_init(struct shape *shape, struct arena *arena)
{
    *shape = (struct shape){.arena = arena};
    hash_init(&shape->index, arena);
}

/* A text as it may stand in a line: clean, and where it is long the beginning with a
 * mark of the rest, so that a change behind it is one. */
static const char *part(struct arena *arena, const char *text)
{
    char digest[DIGEST_HEX];
    size_t n = strlen(text);
    if (n <= PART_MOST)
        return text_clean(arena, text, n);
    digest_of(text, n, digest);
    size_t cut = PART_MOST;
    while (cut > 0 && ((unsigned char)text[cut] & 0xC0) == 0x80)
        cut--;
    return arena_printf(arena, "%s.. %.*s", text_clean(arena, text, cut), MARK_SIZE,
                        digest);
}

static bool same_line(const void *items, uint32_t item, const void *key)
{
    const char *const *lines = items;
    return strcmp(lines[item], key) == 0;
}

/* Was it new? */
static bool note(struct shape *shape, const char *line)
{
    size_t size = strlen(line) + 1;
    uint64_t hash = hash_of(&shape->index, line, size);
    uint32_t item;
    if (shape->full ||
        hash_find(&shape->index, hash, same_line, shape->lines, line, &item))
        return false;
    shape->full = shape->bytes + size > SHAPE_BYTES;
    shape->bytes += size;
    shape->lines =
        arena_more(shape->arena, shape->lines, shape->n, sizeof *shape->lines);
    shape->lines[shape->n] = line;
    hash_add(&shape->index, hash, (uint32_t)shape->n++);
    return true;
}

void shape_field(struct shape *shape, const char *dataset, const char *name)
{
    struct arena *arena = shape->arena;
    const char *whole = *dataset ? arena_printf(arena, "%s: %s", dataset, name) : name;
    note(shape, arena_printf(arena, "field\t%s", part(arena, whole)));
}

static void note_two(struct shape *shape, const char *kind, const char *what,
                     const char *text)
{
    struct arena *arena = shape->arena;
    note(shape,
         arena_printf(arena, "%s\t%s\t%s", kind, part(arena, what), part(arena, text)));
}

void shape_unit(struct shape *shape, const char *indicator, const char *unit)
{
    note_two(shape, "unit", indicator, unit);
}

void shape_scope(struct shape *shape, const char *indicator, const char *scope)
{
    note_two(shape, "scope", indicator, scope);
}

static struct shape_count *count_of(struct shape *shape, const char *dimension)
{
    for (size_t i = 0; i < shape->n_counts; i++)
        if (strcmp(shape->counts[i].dimension, dimension) == 0)
            return &shape->counts[i];
    shape->counts =
        arena_more(shape->arena, shape->counts, shape->n_counts, sizeof *shape->counts);
    struct shape_count *made = &shape->counts[shape->n_counts++];
    *made = (struct shape_count){.dimension = dimension};
    return made;
}

void shape_value(struct shape *shape, const char *dimension, const char *code)
{
    struct arena *arena = shape->arena;
    const char *name = part(arena, dimension);
    struct shape_count *count = count_of(shape, name);
    if (count->n > SHAPE_VALUES)
        return;
    count->n += note(shape, arena_printf(arena, "value\t%s\t%s", count->dimension,
                                         part(arena, code)));
}

static int line_order(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

/* Is it a value of a dimension that has too many of them? */
static bool is_of_many(const struct shape *shape, const char *line)
{
    size_t kind = strlen("value\t");
    if (strncmp(line, "value\t", kind) != 0)
        return false;
    for (size_t i = 0; i < shape->n_counts; i++) {
        const char *dimension = shape->counts[i].dimension;
        size_t n = strlen(dimension);
        if (shape->counts[i].n > SHAPE_VALUES &&
            strncmp(line + kind, dimension, n) == 0 && line[kind + n] == '\t')
            return true;
    }
    return false;
}

static const char *join(const char *const *lines, size_t n, struct arena *arena)
{
    size_t size = 1;
    for (size_t i = 0; i < n; i++)
        size += strlen(lines[i]) + 1;
    char *text = arena_alloc(arena, size), *to = text;
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(lines[i]);
        memcpy(to, lines[i], length);
        to[length] = '\n';
        to += length + 1;
    }
    *to = '\0';
    return text;
}

const char *shape_text(struct shape *shape, uint32_t rows, struct arena *arena)
{
    struct arena *own = shape->arena;
    const char **lines =
        arena_alloc(own, (shape->n + shape->n_counts + 2) * sizeof *lines);
    size_t n = 0;
    for (size_t i = 0; i < shape->n && !shape->full; i++)
        if (!is_of_many(shape, shape->lines[i]))
            lines[n++] = shape->lines[i];
    for (size_t i = 0; i < shape->n_counts && !shape->full; i++)
        if (shape->counts[i].n > SHAPE_VALUES)
            lines[n++] = arena_printf(own, "many\t%s", shape->counts[i].dimension);
    if (shape->full)
        lines[n++] = "full";
    lines[n++] = arena_printf(own, "rows\t%" PRIu32, rows);
    qsort(lines, n, sizeof *lines, line_order);
    return join(lines, n, arena);
}
