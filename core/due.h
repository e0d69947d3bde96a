/*
 * Due days: by when a report of each period must have come.
 *
 * Owns: which period a day lies in, which was due last, which is next.
 * Must never know: who reports what; today is a parameter.
 *
 *   period .......|          a report on it is due `days` after its last day; from the
 *            last ^..days..|  day after that on it is over
 */
#ifndef CORE_DUE_H
#define CORE_DUE_H

#include "core/period.h"

#include <stdint.h>

/* The last period whose due day is over at the beginning of `today`; the one after it:
 * the first whose due day is not. */
struct period due_last(enum frequency frequency, int days, int32_t today);
struct period due_next(enum frequency frequency, int days, int32_t today);

#endif
