/*
 * Quantities: numbers with what stands before them, kept through every calculation.
 *
 * Owns: what ">", "about" and a bound come to when values are added or subtracted.
 * "> 490" less 346 is "> 144"; the sum of "> 3" and "4" is "> 7"; what cannot be said
 * (a difference of two lower bounds) is no quantity.
 * Must never know: units, indicators, how anything is written.
 */
#ifndef CORE_QUANTITY_H
#define CORE_QUANTITY_H

#include "core/observation.h"

#include <stdbool.h>

struct quantity {
    double value;
    enum qualifier qualifier;
};

/* False, with the result untouched, where nothing can be said. */
bool quantity_add(struct quantity a, struct quantity b, struct quantity *sum);
bool quantity_subtract(struct quantity a, struct quantity b,
                       struct quantity *difference);
/* By a plain number, not 0. */
struct quantity quantity_scale(struct quantity a, double factor);

#endif
