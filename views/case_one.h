/*
 * One case in full: see views/cases.c.
 *
 * Owns: its page, and how the state of a case is shown.
 * Must never know: the list of cases.
 */
#ifndef VIEWS_CASE_ONE_H
#define VIEWS_CASE_ONE_H

#include "views/examples.h"
#include "views/states.h"

/* The state of a case as a symbol and word. */
const struct state_row *case_state(const struct item *item);

/* Has anybody verified what its applicant reports? */
bool case_verified(const struct item *item);

/* Adds the blocks and the conclusion of cases->item. */
bool case_one(struct examples *cases, struct error *error);

#endif
