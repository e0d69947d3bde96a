/*
 * Progress by trend: a straight line through the last points, carried to the target's
 * year (DESIGN section 6). A projection, never called a forecast.
 *
 * Owns: which points count, the least-squares fit, the bounds of the states.
 * Must never know: pages.
 */
#ifndef CORE_TREND_H
#define CORE_TREND_H

#include "core/progress.h"

#include <stdbool.h>
#include <stddef.h>

enum { TREND_LEAST = 4, TREND_MOST = 6 }; /* points */

enum trend_state {
    TREND_REACHED,   /* the value is at or beyond the target already */
    TREND_ON_COURSE, /* expected miss below 5 % of what is still to go */
    TREND_SHORT,     /* 5 to 20 % */
    TREND_FAR,       /* above 20 % */
    TREND_AWAY,      /* the line leads away from the target, or nowhere */
    TREND_NOT_COMPUTABLE,
    TREND_COUNT
};

struct trend {
    enum trend_state state;
    enum progress_reason reason; /* if not computable */
    size_t n;                    /* points that were fitted; 0: there is no line */
    double slope;                /* a year */
    double level; /* the line's value at the end of the last point's period */
    double
        projected; /* at the end of the target's year; once that is over, the value */
    double miss;   /* share of (target - current); 0 = reached, 1 = nothing gained */
    bool reaches;  /* the line gets there within a hundred years: */
    int reached_year;       /* the calendar year in which it does */
    struct period from, to; /* of the fitted points */
};

/* The last TREND_MOST points of the last value's frequency, at equal places on a line
 * of months (a period counts at its end), none older than the last break of scope, no
 * bounds, no forecasts; of a flow full years alone. A gap between them is a gap: months
 * count, not points. */
struct trend trend_assess(enum indicator_kind kind, enum direction direction,
                          const struct observation *series, size_t n,
                          const struct target *target);

/* The line's value at the end of a day. */
double trend_at(const struct trend *trend, int32_t day);

/* "on_course"; "On course", a msgid. */
const char *trend_state_code(enum trend_state state);
const char *trend_state_name(enum trend_state state);

#endif
