/*
 * What can be wrong with the demo's endpoints, to be switched on by name.
 *
 * Owns: the kinds, how they are told ("html=most"), which source plays which.
 * Must never know: how an answer is sent.
 */
#ifndef TESTS_DEMO_FAULTS_H
#define TESTS_DEMO_FAULTS_H

#include "tests/demo/feeds.h"

#include <stdio.h>

/* What the server does with an answer; a twist is the feed's own. */
enum conduct {
    CONDUCT_PLAIN,
    CONDUCT_HTML,     /* a login page with status 200 */
    CONDUCT_EMPTY,    /* status 200, and nothing */
    CONDUCT_CUT,      /* the connection ends in the middle of the body */
    CONDUCT_GZIP_CUT, /* a packed body that ends too early, with its length right */
    CONDUCT_500,
    CONDUCT_429,  /* with Retry-After */
    CONDUCT_SLOW, /* all of it, in small pieces with rests */
    CONDUCT_STALL /* half of it, and then nothing */
};

struct fault {
    const char *name, *help;
    enum conduct conduct;
    enum twist twist;
};

extern const struct fault faults[]; /* ends with a NULL name */

enum { MINISTRIES_MOST = 16 };

/* The fault of each ministry, in their order; NULL: none. */
struct fault_plan {
    const struct fault *of[MINISTRIES_MOST];
};

/* Takes "html=most", or "html" for all that can play it; "none" and "none=most" take
 * faults away. False with a sentence for the operator. */
bool fault_plan_add(struct fault_plan *plan, const char *word, char *why, size_t size);

/* The words of a file, separated by blanks or lines; a file that is not there says
 * nothing. What cannot be understood is told on stderr and passed over. */
void fault_plan_read(struct fault_plan *plan, const char *file);

void fault_list(FILE *out);

#endif
