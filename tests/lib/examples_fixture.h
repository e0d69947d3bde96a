/* Registers of cases and publicity for the tests of pages: all made up. */
#ifndef TESTS_LIB_EXAMPLES_FIXTURE_H
#define TESTS_LIB_EXAMPLES_FIXTURE_H

#include "tests/lib/pages_fixture.h"

/* Cases and publicity items of Hunan and of one other province, from one source; one
 * case has a history of four versions. The fixture is filled. */
void fixture_put_examples(struct fixture *fixture);

/* One item with these fields ("" or NULL: not said), of the source "miit". */
struct example {
    enum item_kind kind;
    const char *id, *region, *task, *title, *unit, *level, *date, *state;
};
/* The fields can still be filled before the next item is put. */
struct item *fixture_put_example(struct fixture *fixture, struct example example,
                                 uint32_t receipt);

/* Sets a field of an item by its name. */
void item_set(struct item *item, const char *name, const char *text);

#endif
