/*
 * Quantities: numbers with what stands before them, kept through every calculation.
 *
 * Owns: what ">", "about" and a bound come to when values are added, subtracted or
 * compared. "> 490" less 346 is "> 144"; the sum of "> 3" and "4" is "> 7"; what cannot
 * be said (a difference of two lower bounds) is no quantity.
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
/* b a plain number, not 0. */
struct quantity quantity_scale(struct quantity a, double factor);
/* a / b, both positive. */
bool quantity_ratio(struct quantity a, struct quantity b, struct quantity *ratio);

/* Is the value at or beyond what is asked? YES and NO for sure, ABOUT where an "about"
 * stands at the line, UNKNOWN where a bound does not decide. `asked` is a target's
 * operator and value: "> 70". */
enum certainty { CERTAIN_NO, CERTAIN_YES, CERTAIN_ABOUT, CERTAIN_UNKNOWN };
enum certainty quantity_meets(struct quantity value, struct quantity asked,
                              bool lower_is_better);

#endif
