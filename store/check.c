/* Checks: see store/check.h. */
#include "store/check.h"

/* The sum is a few instructions for short records: it must not be a call into a
 * library. */
#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t check_sum(const void *bytes, size_t n, uint64_t seed)
{
    if (n <= XXH3_MIDSIZE_MAX)
        return XXH3_64bits_withSeed(bytes, n, seed);
    /* For longer input a seed costs a table of its own: there it seeds the sum of the
     * sum. */
    unsigned char sum[8];
    field_put_u64(sum, XXH3_64bits(bytes, n));
    return XXH3_64bits_withSeed(sum, sizeof sum, seed);
}
