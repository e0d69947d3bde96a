/*
 * Collectors that are killed: nothing acknowledged is lost, nothing half done is seen.
 *
 * The collector delivers 1, 2, 3, ... into all regions of two blocks, some deliveries
 * by way of a copy of the store, publishes, and now and then prunes. It acknowledges
 * each on a pipe as soon as the store has said yes.
 */
#ifndef TESTS_TORTURE_KILL_H
#define TESTS_TORTURE_KILL_H

#include "tests/torture/compare.h"

#include <stdbool.h>

struct kill_tally {
    int kills, during_delivery, during_publish, during_prune;
    int found_unsaid; /* deliveries that were there, but not acknowledged yet */
    unsigned calls;   /* that change files, of one whole run */
};

/* A fresh cache for each of at most `most` moments, spread over all there are.
 * *possible is false where the moment cannot be chosen (see tests/torture/warden.h). */
bool kill_at_calls(int most, struct kill_tally *tally, bool *possible,
                   struct difference *found);

/* One cache, so many times killed after some microseconds, while a viewer reads. */
bool kill_at_times(int times, uint64_t seed, struct kill_tally *tally,
                   struct difference *found);

#endif
