/*
 * Figures: what a measurement has found, as a line of the table.
 *
 * Owns: the clock, medians, the form of a line, budgets and whether they are kept.
 * Must never know: what is measured.
 *
 * A line is tab-separated: name, ours, unit, peer, the peer's figure, ratio (ours / the
 * peer's), budget, ok or short. "-" where there is none.
 */
#ifndef TESTS_BENCH_FIGURE_H
#define TESTS_BENCH_FIGURE_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* All that is not 0 must hold. */
struct budget {
    double faster;      /* the peer takes so many times ours, at least */
    double share;       /* ours is at most that part of the peer's */
    double most, least; /* ours itself, in the line's unit */
};

enum { FIGURE_ROUNDS = 5 };

/* Figures of several rounds, taken in turn with the peer's. */
struct figure {
    const char *name, *unit;
    const char *peer_name; /* NULL: SQLite */
    struct budget budget;
    double ours[FIGURE_ROUNDS], peer[FIGURE_ROUNDS];
    size_t n;
    bool alone; /* there is no peer */
};

/* Adds a round; more than FIGURE_ROUNDS are a mistake of the bench's. */
void figure_add(struct figure *figure, double ours, double peer);

/* Prints the medians. Without `judge` no budget is named. Empties the figure. */
void figure_print(struct figure *figure, bool judge);

/* One round without a peer, printed at once. */
void figure_alone(const char *name, double ours, const char *unit, struct budget budget,
                  bool judge);

double now_ms(void);

/* Ends the bench: it measures nothing where something fails. error may be NULL. */
_Noreturn void die(const char *what, const struct error *error);

#endif
