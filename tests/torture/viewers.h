/*
 * Many viewers while the collector publishes: each of them always sees one delivery
 * whole, and never an older one than it saw before.
 *
 * Every value of delivery n is n; so whatever a viewer reads must be n throughout, on
 * every page, and the receipt of each must be n.
 */
#ifndef TESTS_TORTURE_VIEWERS_H
#define TESTS_TORTURE_VIEWERS_H

#include "tests/torture/compare.h"

#include <stdbool.h>
#include <stdint.h>

struct viewers_tally {
    uint64_t readings;  /* in all */
    int fewest, most;   /* readings of one viewer */
    int newest_seen_by; /* viewers that saw the last publication */
};

bool viewers_run(int viewers, int publications, struct viewers_tally *tally,
                 struct difference *found);

#endif
