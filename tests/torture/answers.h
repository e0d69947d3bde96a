/*
 * Answers: everything that a snapshot says, each answer as one number, so that two
 * readings of it can be compared question by question.
 */
#ifndef TESTS_TORTURE_ANSWERS_H
#define TESTS_TORTURE_ANSWERS_H

#include "store/snapshot.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ANSWERS_MOST = 4000 };

struct answers {
    uint64_t sums[ANSWERS_MOST];
    bool refused[ANSWERS_MOST]; /* an error came in place of it */
    size_t n;
};

/* What is asked for besides the registers and papers. */
struct questions {
    const char *const *indicators;
    size_t n_indicators;
    const int32_t *regions;
    size_t n_regions;
    const struct period *periods; /* of cross-sections */
    size_t n_periods;
    const int64_t *times; /* each known_at */
    size_t n_times;
    uint32_t n_receipts;
    const char *document;
};

/* Asks everything, whatever is refused, always the same questions in the same order. */
void answers_read(struct snapshot *snapshot, const struct questions *questions,
                  struct answers *answers);

#endif
