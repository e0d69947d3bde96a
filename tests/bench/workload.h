/*
 * The workload: what an office, or the nation, has after ten years of months.
 *
 *   national  1 nation + 31 provinces + 333 prefectures + 2,844 counties = 3,209
 *             regions; 100 indicators; 2016-01 .. 2025-12; 38.5 M values
 *   office    the nation and one province's 102 regions; the same otherwise; 1.2 M
 *
 * Regions, indicators and their decimals are the catalogue's; values come from a seed:
 * 5 % are revised by a later delivery, 1 % are provisional, 0.5 % named absences (M).
 * A value depends only on its place, so that nothing has to be kept: deliveries are
 * filled one by one, ours and the peer's from the same rows.
 */
#ifndef TESTS_BENCH_WORKLOAD_H
#define TESTS_BENCH_WORKLOAD_H

#include "catalog/catalog.h"
#include "core/observation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WORKLOAD_INDICATORS = 100,
    WORKLOAD_REGIONS = 3209,
    WORKLOAD_TOP = 31, /* regions of a matrix at most */
    WORKLOAD_MONTHS = 120,
    WORKLOAD_YEAR = 2016
};

enum workload_scale { SCALE_NATIONAL, SCALE_OFFICE };

/* Lists of region numbers, for queries. */
struct region_list {
    uint16_t numbers[WORKLOAD_REGIONS];
    int32_t codes[WORKLOAD_REGIONS];
    size_t n;
};

/* Invariant: regions stand as a store's blocks do, the nation and the provinces first,
 * then each province's own; a region's number is its place here. */
struct workload {
    struct catalog catalog;
    enum workload_scale scale;
    const struct indicator *indicators[WORKLOAD_INDICATORS];
    const char *codes[WORKLOAD_INDICATORS];
    const struct region *regions[WORKLOAD_REGIONS];
    size_t n_regions;
    struct region_list top;      /* the provinces; of an office its prefectures */
    struct region_list province; /* one province's counties */
    struct region_list counties; /* all */
};

void workload_open(struct workload *workload, enum workload_scale scale);
void workload_close(struct workload *workload);

/* Where a row belongs, by number; month 0 = 2016-01. */
struct row_place {
    uint16_t indicator, region, month;
};

struct batch {
    struct observation *rows;
    struct row_place *places;
    size_t n, room;
};

void batch_release(struct batch *batch);

/* A part of the workload: n indicators and months from the first ones on, all regions;
 * months may lie after the history. edition: 0 as first published, else other values.
 */
struct workload_part {
    int indicator, n_indicators, month, n_months, edition;
};

/* Both empty the batch and fill it by indicator, region, month. */
void workload_fill(const struct workload *workload, const struct workload_part *part,
                   struct batch *batch);
/* The revised values of an indicator's history. */
void workload_correction(const struct workload *workload, int indicator,
                         struct batch *batch);

struct period workload_period(int month);

/* A sequence of numbers below `n` from a seed. */
unsigned workload_draw(uint64_t *seed, unsigned n);

#endif
