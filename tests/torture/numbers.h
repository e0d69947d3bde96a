/* How often: tests that try many times try less often in `make check`. */
#ifndef TESTS_TORTURE_NUMBERS_H
#define TESTS_TORTURE_NUMBERS_H

#include <stdlib.h>
#include <string.h>

/* The number for `make torture`, which sets AIPLUS_TORTURE=full, or the short one. */
static inline int number_of(int brief, int full)
{
    const char *asked = getenv("AIPLUS_TORTURE");
    return asked && strcmp(asked, "full") == 0 ? full : brief;
}

#endif
