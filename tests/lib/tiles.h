/* Snapshots made of tiles directly, without the collector: what was said goes in by the
 * codec and the registers alone, so that readers can be tested by themselves. */
#ifndef TESTS_LIB_TILES_H
#define TESTS_LIB_TILES_H

#include "core/observation.h"

#include <stddef.h>
#include <stdint.h>

/* What was said, in any order: observation.receipt by which delivery, `late` and
 * `withdrawn` as in store/snapshot.h. Of one figure no receipt says two things. */
struct tiles_said {
    const struct observation *items;
    size_t n;
    const int64_t *times; /* of receipts 1 .. n_times at 0 .. */
    uint32_t n_times;
    int64_t kept_since;
};

/* Publishes it as snapshot 1 of the directory. Fails the running cmocka test where
 * something goes wrong. */
void tiles_publish(const char *directory, const struct tiles_said *said);

#endif
