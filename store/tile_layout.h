/* Where the fields of a stored tile lie, for the files that read and write it; drawn in
 * store/tile.h. Never included outside. */
#ifndef STORE_TILE_LAYOUT_H
#define STORE_TILE_LAYOUT_H

#include "store/check.h"
#include "store/tile.h"

#include <string.h>

enum {
    AT_WIDTH = 0,
    AT_EXPONENT = 1,
    AT_ROWS = 2,
    AT_MARKS = 4,
    AT_ZERO = 6,
    AT_EARLIER = 8,
    AT_RECEIPTS = 12,
    AT_SLOTS = 60,
    AT_MARKS_CHECK = 92,
    AT_EARLIER_CHECK = 96,
    AT_HEAD_CHECK = 100,
    HEAD_SIZE = 104,
    CHECK_SIZE = 4,
    MARK_SIZE = 8,
    EARLIER_FIELDS = 8, /* before the value */
};

/* Bytes of a value: of a mantissa, or of a double. */
enum { WIDTH_LEAST = 2, WIDTH_MOST = 4, WIDTH_DOUBLE = 8 };

enum { CODE_MARKED = 128 };
enum { FLAG_REVISED = 1, FLAG_NEVER_STOOD = 2, FLAG_OUTRANKED = 4, FLAG_OLDER = 8 };

/* Powers of ten that are exact doubles. */
enum { EXPONENT_MOST = 22 };
extern const double tile_powers[EXPONENT_MOST + 1];

/* SDMX CL_OBS_STATUS in the order of their numbers in codes: never to be changed. */
#define CODE_STATUSES "ABDEFGHIJKLMNOPQSUVW"
enum { N_STATUSES = sizeof CODE_STATUSES - 1 };

/* code_has_value, for loops. */
static inline bool code_valued(uint8_t code)
{
    /* By the place among the statuses: H L M O Q name a missing value. */
    const uint32_t missing = 1U << 6 | 1U << 10 | 1U << 11 | 1U << 13 | 1U << 15;
    unsigned status = (code - 1U) / QUALIFIER_COUNT;
    return status < N_STATUSES && (missing >> status & 1) == 0;
}

/* Is it a code of something? */
static inline bool code_known(uint8_t code)
{
    return (code > CODE_NEVER && code <= N_STATUSES * QUALIFIER_COUNT) ||
           code == CODE_WITHDRAWN;
}

/* Bytes of a row and of an earlier state, by the width of a value. */
static inline size_t row_size(size_t width)
{
    return TILE_PERIODS * (width + 1) + CHECK_SIZE;
}

static inline size_t earlier_size(size_t width)
{
    return EARLIER_FIELDS + width;
}

static inline double field_f64(const unsigned char *at)
{
    uint64_t bits = field_u64(at);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Each part of a tile has a seed of its own, so that one cannot pass for another. */
static inline uint64_t marks_seed(uint64_t seed)
{
    return seed + 1;
}

static inline uint64_t earlier_seed(uint64_t seed)
{
    return seed + 2;
}

static inline uint64_t row_seed(uint64_t seed, uint32_t head, unsigned slot)
{
    return seed ^ ((uint64_t)head << 32 | (slot + 1));
}

/* Are the marks, the earlier ones as they were written? Summed once a view. */
bool tile_check_marks(struct tile_view *view);
bool tile_check_earlier(struct tile_view *view);
struct earlier tile_earlier_at(const struct tile_view *view, uint32_t i);

/* Room for n earlier states in all, those that there are kept. */
void tile_reserve(struct tile *tile, size_t n);

#endif
