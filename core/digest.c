/* SHA-256 and CRC-32: see core/digest.h. The only room of libcrypto. */
#include "core/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <zlib.h>

struct digest *digest_begin(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context || !EVP_DigestInit_ex(context, EVP_sha256(), NULL))
        abort(); /* out of memory: the door of core/arena.h */
    return (struct digest *)context;
}

void digest_add(struct digest *digest, const void *bytes, size_t n)
{
    EVP_DigestUpdate((EVP_MD_CTX *)digest, bytes, n);
}

void digest_end(struct digest *digest, char hex[DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    EVP_DigestFinal_ex((EVP_MD_CTX *)digest, raw, &n);
    EVP_MD_CTX_free((EVP_MD_CTX *)digest);
    if (!hex)
        return;
    for (unsigned i = 0; i < (DIGEST_HEX - 1) / 2; i++) {
        hex[2 * i] = digits[raw[i] >> 4];
        hex[2 * i + 1] = digits[raw[i] & 15];
    }
    hex[DIGEST_HEX - 1] = '\0';
}

void digest_of(const void *bytes, size_t n, char hex[DIGEST_HEX])
{
    struct digest *digest = digest_begin();
    digest_add(digest, bytes, n);
    digest_end(digest, hex);
}

uint32_t checksum_of(const void *bytes, size_t n)
{
    return (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, n);
}
