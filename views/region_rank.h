/*
 * The order of a list of regions by one indicator, and their places in it.
 *
 * Owns: by what they are sorted and ranked, who shares a place, who has none.
 * Must never know: how a row is drawn.
 */
#ifndef VIEWS_REGION_RANK_H
#define VIEWS_REGION_RANK_H

#include "views/figure.h"
#include "views/page.h"

#include <stdbool.h>
#include <stddef.h>

/* By gap, the widest first, then what has a value only; by value, the best first; by
 * code. Those without a figure are always last (but by code), and have no place. */
extern const struct view_choice region_sorts[];

struct region_place {
    const struct figure *figure;
    int place; /* 0 = none */
};

/* The figures in the order of the context's options. Places go by gap, or by value if
 * that is the order; what is equal as shown shares one. Nothing has a place unless
 * `ranked`. */
const struct region_place *region_places(const struct view_context *context,
                                         const struct figure *figures, size_t n,
                                         bool ranked, struct arena *arena);

/* Is the list ordered by value? */
bool region_by_value(const struct view_context *context);

#endif
