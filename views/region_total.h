/*
 * Totals: the sum of an indicator over a list of regions, where it may be said at all.
 *
 * Owns: when there is a sum (the indicator adds up; all regions that it applies to have
 * a value, of one period, under one scope) and why there is none; bounds are kept.
 * Must never know: how a row is drawn.
 */
#ifndef VIEWS_REGION_TOTAL_H
#define VIEWS_REGION_TOTAL_H

#include "views/figure.h"

#include <stdbool.h>
#include <stddef.h>

struct region_total {
    bool adds_up;             /* the indicator is one of which there may be a sum */
    bool there;               /* there is one: */
    struct observation value; /* computed here, published nowhere */
    size_t n, of;             /* regions with a value, of those that it applies to */
    const char *why_not;      /* in the reader's language, if it is not there */
};

/* Of figures of one indicator. A value that is provisional or estimated makes the sum
 * so. */
struct region_total region_total(const struct figures *figures,
                                 const struct figure *items, size_t n,
                                 struct arena *arena);

#endif
