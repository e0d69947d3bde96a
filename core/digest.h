/* SHA-256 (FIPS 180-4) and CRC-32 (as in zlib). Owns the door to libcrypto and zlib's
 * checksums; knows nothing of files. */
#ifndef CORE_DIGEST_H
#define CORE_DIGEST_H

#include "core/receipt.h"

#include <stddef.h>
#include <stdint.h>

/* A running hash; opaque. */
struct digest;

/* Begins one; the caller's, and freed by digest_end alone. */
struct digest *digest_begin(void);
void digest_add(struct digest *digest, const void *bytes, size_t n);
/* Writes the hash in hex and frees the running one. hex may be NULL (give up). */
void digest_end(struct digest *digest, char hex[DIGEST_HEX]);

/* Of bytes that are all there. */
void digest_of(const void *bytes, size_t n, char hex[DIGEST_HEX]);

/* CRC-32 of n bytes; n may be 0. */
uint32_t checksum_of(const void *bytes, size_t n);

#endif
