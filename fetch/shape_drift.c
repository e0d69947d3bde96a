/* What another delivery changes of a shape: see fetch/shape.h. */
#include "fetch/shape.h"

#include "core/unit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMED = 5, NAMES_MOST = 150 };

/* A text as its lines, which end with NUL here. */
struct lines {
    const char **items;
    size_t n;
};

static struct lines split(const char *text, struct arena *arena)
{
    struct lines lines = {0};
    char *copy = arena_strdup(arena, text);
    size_t n = 0;
    for (const char *p = text; *p; p++)
        n += *p == '\n';
    lines.items = arena_alloc(arena, (n + 1) * sizeof *lines.items);
    for (char *end; (end = strchr(copy, '\n')) != NULL; copy = end + 1) {
        *end = '\0';
        lines.items[lines.n++] = copy;
    }
    return lines;
}

static int line_order(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static bool has(const struct lines *lines, const char *line)
{
    return lines->n > 0 && bsearch(&line, lines->items, lines->n, sizeof *lines->items,
                                   line_order) != NULL;
}

/* The first line that is not before the prefix, which those of it follow. */
static size_t first_of(const struct lines *lines, const char *prefix)
{
    size_t low = 0, high = lines->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(lines->items[middle], prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The lines that begin so. */
static struct lines of_kind(const struct lines *lines, const char *prefix)
{
    size_t first = first_of(lines, prefix), n = 0, size = strlen(prefix);
    while (first + n < lines->n && strncmp(lines->items[first + n], prefix, size) == 0)
        n++;
    return (struct lines){lines->items + first, n};
}

/* "unit TAB WHAT TAB" of a line; NULL if it is none that was written here. */
static const char *head_of(const char *line, struct arena *arena)
{
    const char *tab = strchr(line, '\t');
    const char *second = tab ? strchr(tab + 1, '\t') : NULL;
    return second ? arena_strndup(arena, line, (size_t)(second + 1 - line)) : NULL;
}

/* ---- names for a message ---- */

struct names {
    struct arena *arena;
    const char *text;
    size_t shown, more;
};

static void name(struct names *names, const char *text)
{
    if (names->shown == NAMED || strlen(names->text) + strlen(text) > NAMES_MOST) {
        /* The first one in any case. */
        if (names->shown > 0) {
            names->more++;
            return;
        }
    }
    names->text =
        names->shown ? arena_printf(names->arena, "%s, %s", names->text, text) : text;
    names->shown++;
}

static const char *named(const struct names *names)
{
    return names->more ? arena_printf(names->arena, "%s +%zu", names->text, names->more)
                       : names->text;
}

/* ---- one kind of change each; true if there is one ---- */

static void fields_gone(const struct lines *before, const struct lines *now,
                        struct names *names)
{
    const struct lines had = of_kind(before, "field\t");
    for (size_t i = 0; i < had.n; i++)
        if (!has(now, had.items[i]))
            name(names, had.items[i] + strlen("field\t"));
}

static const char *or_none(const char *text)
{
    return *text ? text : "-";
}

/* Was it said before? Units are the same in any spelling. */
static bool was_said(const struct lines *said, size_t size, const char *text, bool unit)
{
    int shift;
    for (size_t i = 0; i < said->n; i++)
        if (strcmp(said->items[i] + size, text) == 0 ||
            (unit && unit_shift(said->items[i] + size, 0, text, &shift) && shift == 0))
            return true;
    return false;
}

/* Of what both say something of, which says something else? Where nothing was said
 * before, what is said now contradicts nothing. */
static void words_changed(const struct lines *before, const struct lines *now,
                          const char *kind, struct names *names)
{
    const struct lines says = of_kind(now, kind);
    for (size_t i = 0; i < says.n; i++) {
        const char *line = says.items[i];
        const char *head = head_of(line, names->arena);
        if (!head)
            continue;
        const struct lines said = of_kind(before, head);
        size_t size = strlen(head);
        if (said.n == 0 || was_said(&said, size, line + size, kind[0] == 'u') ||
            (said.n == 1 && said.items[0][size] == '\0'))
            continue;
        const char *what =
            arena_strndup(names->arena, head + strlen(kind), size - strlen(kind) - 1);
        name(names, arena_printf(names->arena, "%s: %s -> %s", what,
                                 or_none(said.items[said.n - 1] + size),
                                 or_none(line + size)));
    }
}

static void values_new(const struct lines *before, const struct lines *now,
                       struct names *names)
{
    const struct lines values = of_kind(now, "value\t");
    for (size_t i = 0; i < values.n; i++) {
        const char *line = values.items[i];
        const char *head = head_of(line, names->arena);
        if (!head)
            continue;
        size_t kind = strlen("value\t"), size = strlen(head);
        const char *dimension =
            arena_strndup(names->arena, head + kind, size - kind - 1);
        if (!has(before, line) &&
            !has(before, arena_printf(names->arena, "many\t%s", dimension)))
            name(names, arena_printf(names->arena, "%s = %s", dimension,
                                     or_none(line + size)));
    }
    /* Too many at once are new ones too. */
    const struct lines many = of_kind(now, "many\t");
    for (size_t i = 0; i < many.n; i++)
        if (!has(before, many.items[i]))
            name(names, arena_printf(names->arena, "%s = ..",
                                     many.items[i] + strlen("many\t")));
}

static uint64_t rows_of(const struct lines *lines)
{
    const struct lines rows = of_kind(lines, "rows\t");
    return rows.n ? strtoull(rows.items[0] + strlen("rows\t"), NULL, 10) : 0;
}

/* ---- all of it ---- */

struct drift {
    struct error *problems;
    size_t n;
    struct arena *arena;
    const char *source, *since;
};

static void add(struct drift *drift, enum error_code code, const struct names *names)
{
    if (names->shown > 0)
        error_set(&drift->problems[drift->n++], code, drift->source, named(names),
                  drift->since);
}

static void compare_words(struct drift *drift, const struct lines *before,
                          const struct lines *now)
{
    struct names fields = {.arena = drift->arena, .text = ""};
    struct names units = fields, scopes = fields, values = fields;
    fields_gone(before, now, &fields);
    words_changed(before, now, "unit\t", &units);
    words_changed(before, now, "scope\t", &scopes);
    values_new(before, now, &values);
    add(drift, ERROR_DRIFT_FIELD, &fields);
    add(drift, ERROR_DRIFT_UNIT, &units);
    add(drift, ERROR_DRIFT_SCOPE, &scopes);
    add(drift, ERROR_DRIFT_VALUE, &values);
}

bool shape_drifted(const char *before, const char *now, const char *source,
                   const char *since, struct arena *arena, struct error **problems,
                   size_t *n)
{
    enum { KINDS = 5 };
    const struct lines had = split(before, arena), is = split(now, arena);
    struct drift drift = {
        .problems = arena_alloc(arena, KINDS * sizeof *drift.problems),
        .arena = arena,
        .source = source,
        .since = since,
    };
    if (!has(&had, "full") && !has(&is, "full"))
        compare_words(&drift, &had, &is);
    uint64_t rows_had = rows_of(&had), rows_is = rows_of(&is);
    if (rows_is * 5 < rows_had * 4)
        error_set(&drift.problems[drift.n++], ERROR_DRIFT_ROWS, source,
                  arena_printf(arena, "%" PRIu64, rows_is),
                  arena_printf(arena, "%" PRIu64, rows_had), since);
    *problems = drift.problems;
    *n = drift.n;
    return drift.n > 0;
}

const char *shape_extended(const char *before, const char *now, struct arena *arena)
{
    const struct lines had = split(before, arena), is = split(now, arena);
    size_t size = strlen(before) + strlen(now) + 1;
    if (size > SHAPE_BYTES)
        return now;
    char *text = arena_alloc(arena, size), *to = text;
    for (size_t i = 0, k = 0; i < had.n || k < is.n;) {
        int order = i == had.n ? 1 : k == is.n ? -1 : strcmp(had.items[i], is.items[k]);
        const char *line = order <= 0 ? had.items[i] : is.items[k];
        i += order <= 0;
        k += order >= 0;
        /* The rows are those of the last delivery. */
        if (order < 0 && strncmp(line, "rows\t", strlen("rows\t")) == 0)
            continue;
        size_t length = strlen(line);
        memcpy(to, line, length);
        to[length] = '\n';
        to += length + 1;
    }
    *to = '\0';
    return text;
}
