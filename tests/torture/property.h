/*
 * The property: after any sequence of steps the store answers as the model does.
 *
 * Each sequence runs in a child, so that a crash is an answer too, in a cache directory
 * of its own.
 */
#ifndef TESTS_TORTURE_PROPERTY_H
#define TESTS_TORTURE_PROPERTY_H

#include "tests/torture/compare.h"
#include "tests/torture/sequence.h"

/* Runs one; false with what was found at the first difference. */
bool property_holds(const struct sequence *sequence, struct difference *found);

/* Makes a sequence that fails as short as leaving out steps makes it; `found` is what
 * the short one shows. */
void property_shrink(struct sequence *sequence, struct difference *found);

#endif
