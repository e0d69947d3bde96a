/*
 * Progress by growth rate: the method of the Open SDG platform and of Statistics Canada
 * (DESIGN section 6; published cases in shared/progress).
 *
 * Owns: the formulas, their thresholds, the roll-up.
 * Must never know: series, periods, pages: two points and a goal go in.
 */
#ifndef CORE_GROWTH_H
#define CORE_GROWTH_H

#include "core/progress.h"

#include <stdbool.h>
#include <stddef.h>

enum growth_state {
    GROWTH_ACHIEVED,
    GROWTH_SUBSTANTIAL,
    GROWTH_MODERATE,
    GROWTH_LIMITED,
    GROWTH_DETERIORATION,
    GROWTH_NOT_COMPUTABLE,
    GROWTH_COUNT
};

/* Values in the indicator's unit, times in years (of a month its end, 2026.5). */
struct growth_case {
    double base, current, base_time, current_time;
    enum direction direction;
    bool has_limit; /* of what can be reached (100 %); ignored with a target */
    double limit;
    bool has_target;
    double target, target_time;
    bool strict; /* only a value beyond the target has reached it */
};

struct growth {
    enum growth_state state;
    enum progress_reason reason; /* if not computable */
    double ratio;                /* R with a target, P without; NAN if not computable */
    double score;                /* -5 to 5; NAN if not computable */
    double actual; /* CAGR from base to current, 0.1 = 10 % a year; NAN likewise */
    double needed; /* CAGR from base to target; NAN without a target */
};

/* CAGR(a, b, n) = (a / b)^(1 / n) - 1; s = -1 if base < 0 else 1; d = the direction's
 * 1 or -1. With a target R = s d CAGR(current, base) / |CAGR(target, base)|, without
 * one P = s d CAGR(current, base). A base or target of 0 counts as 0.001, also where
 * the target is compared; how near the base is to the limit is asked of the base
 * itself, and both as absolute values. A value at or beyond the target has achieved it
 * whatever else is missing: score 5, with a ratio only where there is one. Otherwise no
 * time, or base and current (or target) on both sides of zero, or target = base give no
 * ratio. */
struct growth growth_assess(const struct growth_case *given);

/* What there is to say where no case can be made: achieved (score 5, no ratio), or not
 * computable for that reason. */
struct growth growth_without(enum progress_reason reason, bool achieved);

/* The mean of the scores of those that can be computed; achieved only if all of these
 * are. state GROWTH_NOT_COMPUTABLE, score NAN if none can be. */
struct growth_rollup {
    enum growth_state state;
    double score;
    size_t n, of; /* computed, of all */
};
struct growth_rollup growth_roll_up(const struct growth *items, size_t n);

/* "moderate_progress", as the published cases spell it; "Moderate progress", a msgid.
 */
const char *growth_state_code(enum growth_state state);
const char *growth_state_name(enum growth_state state);

#endif
