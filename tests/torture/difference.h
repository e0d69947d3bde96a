/* Differences: saying what two answers to the same question were. All return false. */
#ifndef TESTS_TORTURE_DIFFERENCE_H
#define TESTS_TORTURE_DIFFERENCE_H

#include "tests/torture/compare.h"

bool difference_say(struct difference *found, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An answer that should have come was an error. */
bool difference_error(struct difference *found, const char *page, int64_t known_at,
                      const struct error *error);

/* Two observations, NULL for nothing. */
bool difference_of(struct difference *found, const char *page, int64_t known_at,
                   const struct observation *got, const struct observation *want);

/* These two compare, and are true if there is none. got may be NULL. */
bool difference_receipts(struct difference *found, const struct receipt *got,
                         const struct receipt *want);
bool difference_states(struct difference *found, const struct source_state *got,
                       const struct source_state *want, int64_t known_at);

#endif
