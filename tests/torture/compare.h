/*
 * Comparing: does a snapshot answer as the model does?
 *
 * Each function asks every question of its kind. At the first difference it returns
 * false and says in `found` which question it was and what both answered.
 */
#ifndef TESTS_TORTURE_COMPARE_H
#define TESTS_TORTURE_COMPARE_H

#include "store/snapshot.h"
#include "tests/torture/model.h"

#include <stdbool.h>
#include <stdint.h>

struct difference {
    char text[1200];
};

/* All pages as known at a time. */
bool compare_pages(struct snapshot *snapshot, const struct model *model,
                   int64_t known_at, struct difference *found);

/* What has no time: revisions, refused rows, receipts by number, registers. */
bool compare_kept(struct snapshot *snapshot, const struct model *model,
                  struct difference *found);

/* A time before everything that is kept is refused by each kind of page. */
bool compare_not_kept(struct snapshot *snapshot, int64_t known_at,
                      struct difference *found);

#endif
