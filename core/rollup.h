/*
 * Roll-ups: what the states of indicators come to for the task, action or region above
 * them, and how shares of a whole are rounded.
 *
 * Owns: the order of the states, the two weights of behind, the coverage gate, the
 * rounding of shares.
 * Must never know: figures, pages, words.
 */
#ifndef CORE_ROLLUP_H
#define CORE_ROLLUP_H

#include <stdbool.h>

/* How many indicators stand where. Invariant: the sum of ahead, done, on, behind,
 * qualitative and not_computable is with_value; that, not_applicable, not_due and
 * unpublished are total at most, the rest lacks a figure that it owes. */
struct rollup {
    int total;
    int ahead, done, on, behind; /* judged */
    int qualitative, not_computable;
    int with_value;
    int not_applicable, not_due; /* nothing was to be reported (yet) */
    int unpublished;             /* nobody reports it, and nobody has to */
    int failed;                  /* lacking because a source fails */
};

enum rollup_state {
    ROLLUP_NOTHING,        /* there is no indicator, or none that anybody reports */
    ROLLUP_NOT_APPLICABLE, /* none of them applies */
    ROLLUP_NOT_DUE,        /* none of the others is due yet */
    ROLLUP_LACKING,        /* too few report */
    ROLLUP_FAILED,         /* too few, and a source fails */
    ROLLUP_NOT_COMPUTABLE,
    ROLLUP_QUALITATIVE,
    ROLLUP_HALF,   /* half or more of those that can be judged are behind */
    ROLLUP_BEHIND, /* some are */
    ROLLUP_ON,
    ROLLUP_AHEAD,
    ROLLUP_DONE, /* all of them */
    ROLLUP_COUNT
};

/* The state of the whole: the worst of its parts, once a share `coverage` (0 to 1) of
 * those that are due have a figure (DESIGN section 6). */
enum rollup_state rollup_state(const struct rollup *rollup, double coverage);

/* How many can be judged, are due. */
int rollup_judged(const struct rollup *rollup);
int rollup_due(const struct rollup *rollup);

/* Is `k` of `of` enough? Nothing of nothing is. */
bool rollup_covered(int k, int of, double coverage);

/* A share in tenths of a per cent, rounded half up (四舍五入): 765 is 76.5 %. The parts
 * of a whole are rounded each alone; 0 of nothing. */
int share_tenths(int part, int whole);

#endif
