/*
 * Checks: the sums by which damage is noticed. The only door to xxhash.
 *
 * LMDB keeps no checksums. Every record's bytes are summed with its key, so that a
 * sound record in the wrong place is noticed too (XXH3, 64 bits, cut to 32).
 */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include <stddef.h>
#include <stdint.h>

/* The sum of n bytes. seed: whatever else must fit, 0 if nothing. Another seed gives
 * another sum, also of n = 0 or of zeros. */
uint64_t check_sum(const void *bytes, size_t n, uint64_t seed);

/* Little-endian fields in a record, wherever they lie. Spelled so that a compiler makes
 * one load or store of each, and inline, because pages read millions of them. */
static inline uint16_t field_u16(const unsigned char *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t field_u32(const unsigned char *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t field_u64(const unsigned char *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 |
           (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 |
           (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

static inline void field_put_u16(unsigned char *at, uint16_t value)
{
    at[0] = (unsigned char)value;
    at[1] = (unsigned char)(value >> 8);
}

static inline void field_put_u32(unsigned char *at, uint32_t value)
{
    at[0] = (unsigned char)value;
    at[1] = (unsigned char)(value >> 8);
    at[2] = (unsigned char)(value >> 16);
    at[3] = (unsigned char)(value >> 24);
}

static inline void field_put_u64(unsigned char *at, uint64_t value)
{
    field_put_u32(at, (uint32_t)value);
    field_put_u32(at + 4, (uint32_t)(value >> 32));
}

#endif
