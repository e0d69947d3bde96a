/* The order of a list of regions: see views/region_rank.h. */
#include "views/region_rank.h"

#include "core/msgid.h"
#include "core/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct view_choice region_sorts[] = {
    {.name = "gap", .title = N_("widest gap first")},
    {.name = "value", .title = N_("best value first")},
    {.name = "code", .title = N_("by code")},
    {0},
};

/* What a row is sorted by: all ascending. */
struct keyed {
    struct region_place place;
    int group;
    double first, second;
};

static int by_keys(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int32_t cx = x->place.figure->region->code, cy = y->place.figure->region->code;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->second != y->second)
        return x->second < y->second ? -1 : 1;
    return (cx > cy) - (cx < cy);
}

bool region_by_value(const struct view_context *context)
{
    return strcmp(context->options.sort, "value") == 0;
}

static bool by_code(const struct view_context *context)
{
    return strcmp(context->options.sort, "code") == 0;
}

/* What a place is given for; NAN: for nothing. A bound is no number to rank. */
static double rank_key(const struct figure *figure, bool by_value)
{
    if (!figure->latest)
        return NAN;
    if (!by_value)
        return figure->progress.computed ? figure->progress.gap : NAN;
    return qualifier_is_bound(figure->latest->value->qualifier)
               ? NAN
               : figure->latest->value->value;
}

static struct keyed key_of(const struct view_context *context,
                           const struct figure *figure)
{
    struct keyed keyed = {.place = {.figure = figure}};
    if (by_code(context))
        return keyed;
    enum { WITH_GAP, WITH_VALUE, WITHOUT };
    keyed.group = WITHOUT;
    if (!figure->latest)
        return keyed;
    bool higher = figure->indicator->direction == DIRECTION_HIGHER;
    double value = figure->latest->value->value;
    keyed.group = WITH_VALUE;
    keyed.second = higher ? -value : value;
    if (figure->progress.computed && !region_by_value(context)) {
        keyed.group = WITH_GAP;
        keyed.first = rank_rounded(figure->progress.gap, context->rules.gap_decimals);
    }
    return keyed;
}

const struct region_place *region_places(const struct view_context *context,
                                         const struct figure *figures, size_t n,
                                         bool ranked, struct arena *arena)
{
    struct keyed *keyed = arena_alloc(arena, n * sizeof *keyed);
    struct region_place *ordered = arena_alloc(arena, n * sizeof *ordered);
    double *keys = arena_alloc(arena, n * sizeof *keys);
    int *places = arena_alloc(arena, n * sizeof *places);
    bool by_value = region_by_value(context);
    for (size_t i = 0; i < n; i++) {
        keyed[i] = key_of(context, &figures[i]);
        keys[i] = ranked ? rank_key(&figures[i], by_value) : NAN;
    }
    if (n > 0)
        rank_places(
            keys, n,
            by_value ? figures[0].indicator->decimals : context->rules.gap_decimals,
            by_value && figures[0].indicator->direction == DIRECTION_LOWER, places);
    for (size_t i = 0; i < n; i++)
        keyed[i].place.place = places[i];
    if (n > 0)
        qsort(keyed, n, sizeof *keyed, by_keys);
    for (size_t i = 0; i < n; i++)
        ordered[i] = keyed[i].place;
    return ordered;
}
