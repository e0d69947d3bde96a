/* Random numbers that are the same in every run: all of a test follows from its seed.
 */
#ifndef TESTS_TORTURE_RANDOM_H
#define TESTS_TORTURE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* SplitMix64 (S. Vigna, public domain). */
static inline uint64_t random_next(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* 0 to n - 1; n > 0. */
static inline uint32_t random_below(uint64_t *seed, uint32_t n)
{
    return (uint32_t)(random_next(seed) >> 32) % n;
}

/* True in so many of a hundred cases. */
static inline bool random_chance(uint64_t *seed, uint32_t percent)
{
    return random_below(seed, 100) < percent;
}

#endif
