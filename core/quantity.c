/* Quantities: see core/quantity.h. */
#include "core/quantity.h"

/* Which way the true number may lie: up, down, or neither. */
static int way(enum qualifier qualifier)
{
    if (!qualifier_is_bound(qualifier))
        return 0;
    return qualifier == QUALIFIER_ABOVE || qualifier == QUALIFIER_AT_LEAST ? 1 : -1;
}

static bool is_strict(enum qualifier qualifier)
{
    return qualifier == QUALIFIER_ABOVE || qualifier == QUALIFIER_BELOW;
}

/* As if seen in a mirror: a lower bound of x is an upper bound of -x. */
static enum qualifier mirrored(enum qualifier qualifier)
{
    static const enum qualifier others[QUALIFIER_COUNT] = {
        [QUALIFIER_EXACT] = QUALIFIER_EXACT,      [QUALIFIER_ABOVE] = QUALIFIER_BELOW,
        [QUALIFIER_AT_LEAST] = QUALIFIER_AT_MOST, [QUALIFIER_BELOW] = QUALIFIER_ABOVE,
        [QUALIFIER_AT_MOST] = QUALIFIER_AT_LEAST, [QUALIFIER_ABOUT] = QUALIFIER_ABOUT,
    };
    return others[qualifier];
}

/* Of a sum. An "about" beside a bound leaves nothing: the bound would be one of about a
 * number, and nobody writes that. */
static bool together(enum qualifier a, enum qualifier b, enum qualifier *both)
{
    if (a == QUALIFIER_EXACT || b == QUALIFIER_EXACT) {
        *both = a == QUALIFIER_EXACT ? b : a;
        return true;
    }
    if (way(a) != way(b))
        return false;
    *both = is_strict(a) ? a : b;
    return true;
}

bool quantity_add(struct quantity a, struct quantity b, struct quantity *sum)
{
    enum qualifier both;
    if (!together(a.qualifier, b.qualifier, &both))
        return false;
    *sum = (struct quantity){a.value + b.value, both};
    return true;
}

bool quantity_subtract(struct quantity a, struct quantity b,
                       struct quantity *difference)
{
    return quantity_add(a, quantity_scale(b, -1), difference);
}

struct quantity quantity_scale(struct quantity a, double factor)
{
    return (struct quantity){a.value * factor,
                             factor < 0 ? mirrored(a.qualifier) : a.qualifier};
}
