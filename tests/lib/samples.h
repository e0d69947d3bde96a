/* Views made by hand, for tests of what draws views. Their figures are invented. */
#ifndef TESTS_SAMPLES_H
#define TESTS_SAMPLES_H

#include "core/arena.h"
#include "views/view.h"

struct sample {
    const char *name;
    void (*build)(struct arena *arena, struct view *view);
};

/* Chinese and English pages with every kind of block; ends with a NULL name. */
extern const struct sample samples[];

const struct sample *sample_find(const char *name);

#endif
