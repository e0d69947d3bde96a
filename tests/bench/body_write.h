/* Writing bodies: what the formats share. */
#ifndef TESTS_BENCH_BODY_WRITE_H
#define TESTS_BENCH_BODY_WRITE_H

#include "tests/bench/body.h"

/* Some of a part's rows: of one indicator, by region and month. `first` is the number
 * of the first of them among the part's. */
struct body_rows {
    const struct workload *workload;
    const struct workload_part *part;
    const struct batch *batch;
    size_t first;
};

/* One indicator after the other, so that a big body takes no more memory than a small
 * one. */
void body_each(FILE *out, const struct workload *workload,
               const struct workload_part *part, const char *between,
               void (*write)(FILE *out, const struct body_rows *rows,
                             const char *between));

/* The row's value with its indicator's decimals, or `none`. */
void body_number(FILE *out, const struct body_rows *rows, size_t i, const char *none);

/* 2026-01 */
void body_month(FILE *out, int month);

/* The formats, beside those of body.h. */
void body_sdmx_json(FILE *out, const struct workload *workload,
                    const struct workload_part *part);
void body_native_rows(FILE *out, const struct workload *workload,
                      const struct workload_part *part);
void body_native_series(FILE *out, const struct workload *workload,
                        const struct workload_part *part);
void body_worldbank(FILE *out, const struct workload *workload,
                    const struct workload_part *part);
void body_sdmx_csv(FILE *out, const struct workload *workload,
                   const struct workload_part *part);
void body_xlsx(FILE *out, const struct workload *workload,
               const struct workload_part *part);

#endif
