/* SHA-256 (FIPS 180-4), its HMAC (RFC 2104), CRC-32 (as in zlib), and texts that were
 * sealed with AES. Owns the door to libcrypto and zlib's checksums; knows nothing of
 * files, nor of what is signed. */
#ifndef CORE_DIGEST_H
#define CORE_DIGEST_H

#include "core/receipt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIGNATURE_SIZE = 45 }; /* Base64 of 32 bytes, with its NUL */

/* A running hash; opaque. */
struct digest;

/* Begins one; the caller's, and freed by digest_end alone. */
struct digest *digest_begin(void);
void digest_add(struct digest *digest, const void *bytes, size_t n);
/* Writes the hash in hex and frees the running one. hex may be NULL (give up). */
void digest_end(struct digest *digest, char hex[DIGEST_HEX]);

/* Of bytes that are all there. */
void digest_of(const void *bytes, size_t n, char hex[DIGEST_HEX]);

/* Base64 (RFC 4648) of n bytes, and a NUL: room for 4 characters for every 3 bytes
 * begun, and 1. */
void base64_of(const void *bytes, size_t n, char *text);

/* Base64 of the HMAC-SHA256 of a text under a key. */
void digest_sign(const char *key, const char *text, char signature[SIGNATURE_SIZE]);

/* Opens what was sealed with AES-128-CBC and written in Base64: the key is the first 16
 * bytes of SHA-1 of SHA-1 of `password`, which is what Java's SHA1PRNG makes of a seed;
 * `iv` has 16 bytes. False if it is nothing of that kind, or is no text that fits. */
bool digest_unseal(const char *password, const char *iv, const char *sealed, char *text,
                   size_t size);

/* CRC-32 of n bytes; n may be 0. */
uint32_t checksum_of(const void *bytes, size_t n);

#endif
