/* Checks: see store/check.h. */
#include "store/check.h"

/* The sum is a few instructions for short records: it must not be a call into a
 * library. */
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t check_sum(const void *bytes, size_t n, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes, n, seed);
}
