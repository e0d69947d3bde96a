/*
 * Observations: one figure, or the named absence of one.
 *
 * Owns: what a value is in this program, its qualifier, its SDMX status, and the names
 * of the ways in which a value can be missing.
 * Must never know: where the value came from beyond its receipt number.
 */
#ifndef CORE_OBSERVATION_H
#define CORE_OBSERVATION_H

#include "core/period.h"

#include <stdbool.h>
#include <stdint.h>

enum { CODE_SIZE = 16 }; /* an indicator's or task's code with its NUL */

/* What stands before a published number: ">1590" is a bound, not 1590. */
enum qualifier {
    QUALIFIER_EXACT,
    QUALIFIER_ABOVE,    /* > */
    QUALIFIER_AT_LEAST, /* >= */
    QUALIFIER_BELOW,    /* < */
    QUALIFIER_AT_MOST,  /* <= */
    QUALIFIER_ABOUT,    /* about */
    QUALIFIER_COUNT
};

/* Why there is no number. */
enum missing {
    MISSING_NONE, /* there is one */
    MISSING_UNPUBLISHED,
    MISSING_NOT_APPLICABLE,
    MISSING_SUPPRESSED,
    MISSING_NOT_REPORTED,
    MISSING_NOT_DUE,
    MISSING_FETCH_FAILED,
    MISSING_COUNT
};

/* Invariants: 1. has_value exactly if the status names no kind of missing value, unless
 * withdrawn. 2. value is finite. 3. status is a code of status_known. */
struct observation {
    char indicator[CODE_SIZE];
    int32_t region; /* GB/T 2260, 100000 = the nation */
    struct period period;
    double value; /* in the indicator's unit */
    bool has_value : 1;
    bool revised : 1;   /* an earlier value of the same key is kept as a revision */
    bool withdrawn : 1; /* in a delivery: the figure is taken back, whatever it was;
                           among revisions: from that receipt on there was none */
    bool late : 1;      /* among revisions: of an older edition, it never stood */
    bool rescoped : 1;  /* a page's mark, never stored: a new version of the scope holds
                           from this period on, so what was before is not compared */
    bool outranked : 1; /* among revisions: what a source said that another one goes
                           before; it never stood while that one's did */
    uint8_t qualifier;
    char status;      /* SDMX CL_OBS_STATUS */
    uint32_t receipt; /* the delivery it came with; 0 = the catalogue */
};

/* SDMX CL_OBS_STATUS 2.x: is it one of the 20 codes, and does it name a missing value?
 * H L M O Q do. */
bool status_known(char status);
enum missing status_missing(char status);
/* English name of the code, translatable; NULL if unknown. */
const char *status_name(char status);

/* Reads ">", ">=", "≥", "<", "<=", "≤", "~", "≈", "约", "=", "" at the start of *text
 * and moves *text behind it. */
enum qualifier qualifier_parse(const char **text);
/* How it is written in a table: "", ">", ">=", "<", "<=", "~". */
const char *qualifier_sign(enum qualifier qualifier);
/* Is the value a bound (not exact and not about)? */
bool qualifier_is_bound(enum qualifier qualifier);

#endif
