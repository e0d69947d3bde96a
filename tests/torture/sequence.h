/*
 * Sequences: what is done to a store, step by step, all of it from a seed.
 *
 * Owns: which steps there are, and how a sequence is made up and printed.
 */
#ifndef TESTS_TORTURE_SEQUENCE_H
#define TESTS_TORTURE_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { SEQUENCE_STEPS = 40 };

enum step_kind {
    STEP_DELIVER,
    STEP_CROWD,   /* more regions than a block holds */
    STEP_NOTE,    /* an attempt that failed */
    STEP_PUBLISH, /* and compare every page */
    STEP_REOPEN,
    STEP_ARCHIVE, /* documents; which ones follows from `rows` */
    STEP_FORGET,  /* a source */
    STEP_PRUNE,
    STEP_LARGE, /* from now on deliveries are worked into a copy, or no longer */
    STEP_KINDS
};

struct step {
    enum step_kind kind;
    bool skip;       /* left out, to find the shortest sequence that fails */
    int64_t time;    /* of the clock; it may go back */
    int source;      /* DELIVER, NOTE */
    int address;     /* DELIVER, NOTE */
    uint64_t rows;   /* DELIVER: the seed of its rows; the same as before: again */
    int64_t edition; /* DELIVER: Unix seconds of its Last-Modified, 0 = none */
    int n_refusals;  /* DELIVER */
    int order;       /* DELIVER: 0 = none is declared, else which source is the first */
    int64_t since;   /* PRUNE */
    bool large;      /* LARGE */
};

struct sequence {
    uint64_t seed;
    struct step steps[SEQUENCE_STEPS];
    size_t n;
    int order; /* of the delivery that is made next */
};

/* Ends with PUBLISH. */
void sequence_make(struct sequence *sequence, uint64_t seed);

/* One line a step that is not left out. */
void sequence_print(const struct sequence *sequence, FILE *out);

#endif
