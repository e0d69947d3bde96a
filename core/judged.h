/*
 * What is judged: which of a series' values counts, what it is measured from, whether
 * both may be compared, and whether the target is reached.
 *
 * Owns: the choice of value and baseline, one for all methods; what a bound decides.
 * Must never know: how a method works.
 */
#ifndef CORE_JUDGED_H
#define CORE_JUDGED_H

#include "core/progress.h"

#include <stdbool.h>
#include <stddef.h>

/* A forecast is no result, so it is neither judged nor a baseline. */
bool judged_is_result(const struct observation *o);

/* Does a new scope begin with it? What was before is not compared with what follows. */
bool judged_is_break(const struct observation *o);

/* The value to judge: of a flow the last one of `year` that runs from January, or else
 * the last full year; of anything else the last one. NULL with a reason. */
const struct observation *judged_value(enum indicator_kind kind,
                                       const struct observation *series, size_t n,
                                       int year, enum progress_reason *reason);

/* The target's own baseline, or the last value whose period ends on or before the
 * target document's day (of a flow a full year). REASON_NONE with both filled. */
enum progress_reason judged_baseline(enum indicator_kind kind,
                                     const struct observation *series, size_t n,
                                     const struct target *target, double *value,
                                     struct period *period);

/* May value and baseline be compared? The value is later (REASON_ONLY_BASELINE), and
 * no break lies between (REASON_SCOPE_BREAK). */
enum progress_reason judged_comparable(const struct observation *series, size_t n,
                                       struct period baseline, struct period value);

/* A flow against the year that its value is of. */
bool judged_in_year(enum indicator_kind kind, const struct target *target,
                    struct period value);

/* Which way the true value may lie from the published one, seen from the target: better
 * (+1), worse (-1), exact (0). */
int judged_side(enum direction direction, enum qualifier qualifier);

/* Is the published number at or beyond the target? "above 490" has passed one of 490,
 * "below 490" is short of it. A flow that should stay low has reached nothing until its
 * year is over. Of a number that is an upper bound (judged_side -1) this says nothing
 * about the true value. */
bool judged_reached(enum indicator_kind kind, enum direction direction,
                    const struct target *target, const struct observation *value);

#endif
