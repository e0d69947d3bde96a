/*
 * Progress: series + target + what is known -> state, figures, reason.
 *
 * Owns: the schedule method 序时进度 (the offices' own), its thresholds and rounding.
 * Must never know: today (the data's period counts), regions, pages.
 */
#ifndef CORE_PROGRESS_H
#define CORE_PROGRESS_H

#include "core/observation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum indicator_kind {
    KIND_FLOW,
    KIND_STOCK,
    KIND_RATE,
    KIND_GROWTH,
    KIND_MILESTONE,
    KIND_QUALITATIVE,
    KIND_COUNT
};

enum direction { DIRECTION_HIGHER, DIRECTION_LOWER };

enum progress_state {
    PROGRESS_AHEAD,
    PROGRESS_ON,
    PROGRESS_BEHIND,
    PROGRESS_DONE,
    PROGRESS_NOT_COMPUTABLE,
    PROGRESS_QUALITATIVE,
    PROGRESS_COUNT
};

/* Why a state could not be computed. */
enum progress_reason {
    REASON_NONE,
    REASON_NO_TARGET,
    REASON_NO_VALUE,
    REASON_NO_BASELINE,
    REASON_BASELINE_IS_TARGET, /* target - baseline is 0 */
    REASON_BASELINE_BEYOND,    /* there is nothing left to measure by */
    REASON_VALUE_IS_BOUND,     /* the bound does not decide */
    REASON_BASELINE_IS_BOUND,
    REASON_NOT_FULL_YEAR, /* a flow against a later year needs full-year values */
    REASON_NO_PLAN,       /* a milestone without an explicit plan */
    REASON_SCOPE_BREAK,   /* a break (status B) between baseline and value */
    REASON_ONLY_BASELINE, /* no value after the baseline yet */
    REASON_NO_YEAR_END,   /* of a past target: no value that ends with its year */
    REASON_NO_INTERVAL,   /* growth: base and current or target less than a day apart */
    REASON_OPPOSITE_SIGNS, /* growth: base and current lie on both sides of zero */
    REASON_TOO_FEW_POINTS, /* trend: fewer than four since the last break */
    REASON_COUNT
};

/* The methods (DESIGN section 6). One of them, the default one, decides state and
 * colour; the others stand beside it. */
enum assess_method { METHOD_SCHEDULE, METHOD_GROWTH, METHOD_TREND, METHOD_COUNT };

/* What a plan wants by the end of a day, in the indicator's unit. */
struct plan_point {
    int32_t day;
    double value;
};

/* What a target asks for. op: QUALIFIER_ABOVE "above 70 %" and so on. */
struct target {
    char indicator[CODE_SIZE];
    int32_t region;
    int year;
    enum qualifier op;
    double value;
    bool has_value; /* false: qualitative, see text */
    int32_t day;    /* of the document; 0 = unknown */
    bool has_baseline;
    double baseline;
    struct period baseline_period;
    const struct plan_point *plan; /* explicit, ascending by day; NULL = none */
    size_t n_plan;
    const char *text;                     /* a qualitative target's own words, or "" */
    const char *document, *document_date; /* title; date as printed */
    const char *issuer; /* of the document, as printed; "" if unknown */
    const char *note;
};

/* How an office judges. */
struct progress_rules {
    double ahead;              /* gap >= ahead: ahead; in points of completion */
    double on;                 /* gap >= on: on schedule */
    int gap_decimals;          /* the gap is rounded to so many before it is judged */
    int schedule_decimals;     /* of T in per cent; -1 = not rounded */
    enum assess_method method; /* decides state and colour */
    double coverage; /* least share of indicators due that must have a value for a
                        roll-up to be judged */
    int due_soon;    /* days before a deadline in which an item is due soon */
};

/* 5.0, 0.0, 1, -1, schedule, 0.75, 30. */
extern const struct progress_rules progress_rules_default;

struct progress {
    enum progress_state state;
    enum progress_reason reason;
    bool computed;     /* completion, schedule, required and gap hold */
    double completion; /* C, 1 = the target reached */
    double schedule;   /* T, 1 = the target's year end */
    double gap;        /* C - T in points, rounded; a flow that should be low: T - C */
    int gap_decimals;  /* to which the rules round it */
    double required;   /* the value required today, v0 + T (target - v0) */
    bool at_least;     /* the value is a lower bound: the state is so at least */
    double baseline;
    struct period baseline_period;
    struct period period; /* of the judged value */
};

/* The schedule method. `series` is ascending by period, one frequency or several; the
 * last value that is there and no forecast is judged; of a flow, the last one of the
 * target's year that runs from January (a year, cumulative months), or else the last
 * full year. The baseline is the target's own, or the last value whose period ends on
 * or before the target document's day.
 *
 *   flow, target in the data's year   C = v / target           T = m / 12
 *   stock, rate; flow, later target   C = (v - v0)/(target - v0)
 *                                     T = months(v0..v) / months(v0..target's year end)
 *   growth                            reached or not, no time scaling
 *   milestone                         C = done / planned to date; T = 1
 *
 * An explicit plan of the target takes the place of the straight line: what it wants by
 * the last of its days that the data's period has passed is the required value, and T
 * its completion; before its first day that is the baseline, or nothing, and the end of
 * the target's year wants the target. Nothing is interpolated between its days. With a
 * plan a value is measured from 0 where there is no baseline and more is better. A
 * milestone has no other schedule than its plan; while that asks for nothing C = T.
 *
 * T is rounded by the rules (schedule_decimals) before anything is computed from it.
 * gap = C - T in points, rounded by the rules before it is judged; m counts the
 * complete months that the data's period covers. A value that is itself a bound decides
 * only where every value it allows would be judged alike or better (at_least). */
struct progress progress_schedule(enum indicator_kind kind, enum direction direction,
                                  const struct observation *series, size_t n,
                                  const struct target *target,
                                  const struct progress_rules *rules);

/* Is the value at or beyond the target? `=` and `~` count as at-or-beyond. */
bool target_reached(enum direction direction, const struct target *target,
                    double value);

/* The reason in words, an English msgid. */
const char *progress_reason_text(enum progress_reason reason);
const char *progress_state_name(enum progress_state state);

#endif
