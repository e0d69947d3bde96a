/* The cells of --assess: see app/assess_cell.h. */
#include "app/assess_cell.h"

#include "core/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool assess_cell_number(const char *cell, double *value)
{
    return text_number(cell, value, NULL) && isfinite(*value);
}

bool assess_cell_number_or_none(const char *cell, bool *there, double *value)
{
    *there = *cell != '\0';
    return !*there || assess_cell_number(cell, value);
}

bool assess_cell_direction(const char *cell, enum direction *direction)
{
    bool higher = strcmp(cell, "1") == 0 || strcmp(cell, "higher") == 0;
    *direction = higher ? DIRECTION_HIGHER : DIRECTION_LOWER;
    return higher || strcmp(cell, "-1") == 0 || strcmp(cell, "lower") == 0;
}

bool assess_cell_kind(const char *cell, enum indicator_kind *kind)
{
    static const char *const names[KIND_COUNT] = {
        [KIND_FLOW] = "flow",           [KIND_STOCK] = "stock",
        [KIND_RATE] = "rate",           [KIND_GROWTH] = "growth",
        [KIND_MILESTONE] = "milestone", [KIND_QUALITATIVE] = "qualitative"};
    for (int i = 0; i < KIND_COUNT; i++)
        if (strcmp(cell, names[i]) == 0) {
            *kind = (enum indicator_kind)i;
            return true;
        }
    return false;
}

bool assess_cell_operator(const char *cell, enum qualifier *qualifier)
{
    *qualifier = qualifier_parse(&cell);
    return *cell == '\0';
}

bool assess_cell_year(const char *cell, int *year)
{
    double value;
    if (!assess_cell_number(cell, &value) || value != floor(value) || value < 1900 ||
        value > 2200)
        return false;
    *year = (int)value;
    return true;
}

bool assess_cell_value(const char *cell, const char *period, struct observation *o)
{
    *o = (struct observation){.status = 'A', .has_value = true};
    if (!period_parse(period, &o->period))
        return false;
    o->qualifier = qualifier_parse(&cell);
    return assess_cell_number(cell, &o->value);
}

bool assess_cell_plan(const char *cell, struct target *target, struct arena *arena)
{
    struct plan_point *points = NULL;
    while (*cell) {
        size_t n = strcspn(cell, ";");
        char *part = arena_strndup(arena, cell, n), *equals = strchr(part, '=');
        struct observation o;
        if (!equals)
            return false;
        *equals = '\0';
        if (!assess_cell_value(equals + 1, part, &o) ||
            o.qualifier != QUALIFIER_EXACT ||
            (target->n_plan && o.period.last <= points[target->n_plan - 1].day))
            return false;
        points = arena_more(arena, points, target->n_plan, sizeof *points);
        points[target->n_plan++] = (struct plan_point){o.period.last, o.value};
        cell += n + (cell[n] == ';');
        cell += strspn(cell, " ");
    }
    target->plan = points;
    return true;
}

static int by_period(const void *a, const void *b)
{
    return period_compare(((const struct observation *)a)->period,
                          ((const struct observation *)b)->period);
}

bool assess_cell_points(const char *cell, struct arena *arena,
                        struct observation **points, size_t *n)
{
    for (*points = NULL, *n = 0; *cell;) {
        size_t length = strcspn(cell, ";");
        char *part = arena_strndup(arena, cell, length), *equals = strchr(part, '=');
        *points = arena_more(arena, *points, *n, sizeof **points);
        if (!equals)
            return false;
        *equals = '\0';
        if (!assess_cell_value(equals + 1, part, &(*points)[(*n)++]))
            return false;
        cell += length + (cell[length] == ';');
        cell += strspn(cell, " ");
    }
    if (*n)
        qsort(*points, *n, sizeof **points, by_period);
    for (size_t i = 1; i < *n; i++)
        if (by_period(&(*points)[i - 1], &(*points)[i]) == 0)
            return false;
    return true;
}
