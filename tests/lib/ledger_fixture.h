/* A made-up ledger for the tests of pages: on 5 November 2026 every state, the days
 * around its boundaries, and items whose fields are hard to place. */
#ifndef TESTS_LIB_LEDGER_FIXTURE_H
#define TESTS_LIB_LEDGER_FIXTURE_H

#include "tests/lib/pages_fixture.h"

/* A version of an item: names and texts of its fields, ending with NULL. */
void fixture_put_fields(struct fixture *fixture, struct item item, ...)
    __attribute__((sentinel));

/* Into a filled fixture, once. */
void fixture_fill_ledger(struct fixture *fixture);

#endif
