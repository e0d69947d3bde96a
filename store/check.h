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

/* Little-endian fields in a record, wherever they lie. */
uint16_t field_u16(const unsigned char *at);
uint32_t field_u32(const unsigned char *at);
uint64_t field_u64(const unsigned char *at);
void field_put_u16(unsigned char *at, uint16_t value);
void field_put_u32(unsigned char *at, uint32_t value);
void field_put_u64(unsigned char *at, uint64_t value);

#endif
