/*
 * Full disks: what was published stays shown, the error says what is the matter, and
 * everything works again as soon as there is room.
 */
#ifndef TESTS_TORTURE_DISK_H
#define TESTS_TORTURE_DISK_H

#include "tests/torture/compare.h"

#include <stdbool.h>

/* What is done while there is no room. */
enum disk_deed {
    DISK_OPEN, /* of a cache that is not there yet */
    DISK_DELIVER,
    DISK_LARGE, /* a delivery by way of a copy */
    DISK_ARCHIVE,
    DISK_PRUNE,
    DISK_PUBLISH,
    DISK_DEEDS
};

struct disk_tally {
    unsigned calls, refused, done; /* done: it came about all the same */
};

/* The call number `at` that needs room, and all after it, fail; at most `most` of them,
 * spread. *possible as in tests/torture/kill.h. */
bool disk_full_at_calls(enum disk_deed deed, int most, struct disk_tally *tally,
                        bool *possible, struct difference *found);

/* A file system of two megabytes, with so many different amounts of room left; where
 * none can be mounted, files that may not grow. *mounted says which. */
bool disk_small(int times, struct disk_tally *tally, bool *mounted,
                struct difference *found);

const char *disk_deed_name(enum disk_deed deed);

#endif
