/*
 * An office's cache: enough of everything that a snapshot can hold that its file has
 * every kind of page, published twice.
 */
#ifndef TESTS_TORTURE_OFFICE_H
#define TESTS_TORTURE_OFFICE_H

#include "core/error.h"
#include "tests/torture/answers.h"

#include <stdbool.h>

/* Makes it in an empty directory: snapshots 1 and 2. */
bool office_make(const char *directory, struct error *error);

/* What can be asked of it. */
extern const struct questions office_questions;

#endif
