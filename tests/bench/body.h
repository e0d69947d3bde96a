/* Bodies: parts of the workload as a ministry's endpoint would send them. */
#ifndef TESTS_BENCH_BODY_H
#define TESTS_BENCH_BODY_H

#include "tests/bench/workload.h"

#include <stdio.h>

/* JSON-stat 2.0, one data set: indicator x region x period, values in one line or, if
 * `spaced`, with white space between them, so that it is the same in other bytes. */
void body_jsonstat(FILE *out, const struct workload *workload,
                   const struct workload_part *part, bool spaced);

/* A row for each value. */
void body_csv(FILE *out, const struct workload *workload,
              const struct workload_part *part);

/* The same part in every format that is measured. */
struct body_format {
    const char *name;
    bool json;
    void (*write)(FILE *out, const struct workload *workload,
                  const struct workload_part *part);
};

extern const struct body_format body_formats[]; /* ends with a NULL name */

#endif
