/*
 * States: every state, missing kind, deadline state and data flag, one row each.
 *
 * Owns: the symbol (ascii tier), the word and the role in which each is shown. Pages,
 * help and legends all read these rows, so that they cannot disagree.
 * Must never know: how a state is computed, the screen.
 *
 * SCREENS: "States". `!` always means that somebody must act, `#` finished, `.` leave
 * it.
 */
#ifndef VIEWS_STATES_H
#define VIEWS_STATES_H

#include "core/arena.h"
#include "core/deadline.h"
#include "core/observation.h"
#include "core/progress.h"
#include "views/role.h"

#include <stdbool.h>

/* symbol and word are msgids: "!" is shown as it is in every language, a flag is not.
 */
struct state_row {
    const char *symbol;
    const char *word;
    enum role role;
};

/* What stands behind a number, strongest first: a value shows one flag only. */
enum data_flag {
    FLAG_NONE,
    FLAG_BREAK,
    FLAG_REVISED,
    FLAG_PROVISIONAL,
    FLAG_ESTIMATED,
    FLAG_FORECAST,
    FLAG_STALE, /* stands behind the period */
    FLAG_COUNT
};

/* A cell of the matrix that is an exception: written as a character of its own. */
enum weight {
    WEIGHT_HALF,    /* half or more of those that can be judged are behind */
    WEIGHT_LACKING, /* too few report */
    WEIGHT_FAILED,  /* the source failed */
    WEIGHT_COUNT
};

extern const struct state_row progress_rows[PROGRESS_COUNT];
extern const struct state_row missing_rows[MISSING_COUNT]; /* [MISSING_NONE]: zero */
/* The words once more, for columns of numbers: at most eight cells. Msgids. */
extern const char *const missing_briefs[MISSING_COUNT];
extern const struct state_row deadline_rows[DEADLINE_COUNT];
extern const struct state_row flag_rows[FLAG_COUNT]; /* [FLAG_NONE]: "" */
extern const struct state_row weight_rows[WEIGHT_COUNT];

/* The rows of progress, to be given the office's colours: a page's context holds them,
 * so that every page shows a state in the same one. */
void states_fill(struct state_row states[PROGRESS_COUNT]);

/* By the names in configurations: "not_computable"; a theme's role, "warn". False for
 * any other name. */
bool progress_named(const char *name, enum progress_state *state);
bool role_named(const char *name, enum role *role);

/* "! Behind" in the reader's language. */
const char *state_text(const struct state_row *row, struct arena *arena);

/* The flag of a value. */
enum data_flag flag_of(const struct observation *observation);

#endif
