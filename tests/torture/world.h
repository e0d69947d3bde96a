/*
 * The small world in which deliveries are made up: few enough places that they meet
 * often, and every kind of them.
 *
 * Owns: names, and rows that follow from a seed.
 */
#ifndef TESTS_TORTURE_WORLD_H
#define TESTS_TORTURE_WORLD_H

#include "core/observation.h"

#include <stddef.h>
#include <stdint.h>

enum {
    WORLD_INDICATORS = 4,
    WORLD_REGIONS = 8,
    WORLD_PERIODS = 38,
    WORLD_SOURCES = 3,
    WORLD_ADDRESSES = 2,
    WORLD_DOCUMENTS = 2,
    WORLD_EDITIONS = 3, /* of each document */
    WORLD_ROWS = 48,    /* most of one delivery */
    WORLD_CROWD = 270   /* regions of one province, more than a block holds */
};

/* 2026-05-28: after everything that deliveries are about. */
#define WORLD_START INT64_C(1780000000)

extern const char *const world_indicators[WORLD_INDICATORS];
extern const int32_t world_regions[WORLD_REGIONS]; /* two of them in the crowd */
extern const char *const world_sources[WORLD_SOURCES];
extern const char *const world_addresses[WORLD_ADDRESSES];
extern const char *const world_documents[WORLD_DOCUMENTS];
extern const char *const world_texts[WORLD_EDITIONS]; /* what stands in them */

/* By number: every frequency, on both sides of the edges of years and tiles. */
struct period world_period(int number);

/* A row of one place; which value, status and qualifier follows from the seed. Wild:
 * values that few decimal digits cannot hold. Seeds repeat values often. */
struct observation world_row(uint64_t *seed, bool wild);

/* As many rows as the seed says, keys among them twice; returns their number. */
size_t world_rows(uint64_t seed, struct observation rows[WORLD_ROWS]);

/* One value in each region of the crowd. */
void world_crowd(struct observation rows[WORLD_CROWD]);

#endif
