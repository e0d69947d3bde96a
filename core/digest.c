/* Hashes, signatures, seals: see core/digest.h. The only room of libcrypto. */
#include "core/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>
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

void base64_of(const void *bytes, size_t n, char *text)
{
    EVP_EncodeBlock((unsigned char *)text, bytes, (int)n);
}

void digest_sign(const char *key, const char *text, char signature[SIGNATURE_SIZE])
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (!HMAC(EVP_sha256(), key, (int)strlen(key), (const unsigned char *)text,
              strlen(text), raw, &n))
        abort();
    base64_of(raw, n, signature);
}

static bool sha1(const void *bytes, size_t n, unsigned char raw[EVP_MAX_MD_SIZE])
{
    return EVP_Digest(bytes, n, raw, NULL, EVP_sha1(), NULL) == 1;
}

/* Base64 to bytes; 0 if it is none. EVP_DecodeBlock counts the padding as bytes. */
static size_t decode64(const char *text, unsigned char *bytes, size_t size)
{
    size_t n = strlen(text);
    if (n == 0 || n % 4 != 0 || n / 4 * 3 > size)
        return 0;
    int made = EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)n);
    size_t padding = (text[n - 1] == '=') + (text[n - 2] == '=');
    return made < 0 ? 0 : (size_t)made - padding;
}

static bool open_sealed(const unsigned char *key, const char *iv,
                        const unsigned char *sealed, size_t n, unsigned char *text,
                        size_t *length)
{
    int first = 0, last = 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool ok = context &&
              EVP_DecryptInit_ex(context, EVP_aes_128_cbc(), NULL, key,
                                 (const unsigned char *)iv) == 1 &&
              EVP_DecryptUpdate(context, text, &first, sealed, (int)n) == 1 &&
              EVP_DecryptFinal_ex(context, text + first, &last) == 1;
    EVP_CIPHER_CTX_free(context);
    *length = (size_t)first + (size_t)last;
    return ok;
}

bool digest_unseal(const char *password, const char *iv, const char *sealed, char *text,
                   size_t size)
{
    unsigned char key[EVP_MAX_MD_SIZE], bytes[1024],
        opened[1024 + EVP_MAX_BLOCK_LENGTH];
    size_t n = decode64(sealed, bytes, sizeof bytes), length = 0;
    bool ok = n > 0 && n % 16 == 0 && sha1(password, strlen(password), key) &&
              sha1(key, 20, key) && open_sealed(key, iv, bytes, n, opened, &length) &&
              length < size && !memchr(opened, '\0', length);
    if (ok) {
        memcpy(text, opened, length);
        text[length] = '\0';
    }
    explicit_bzero(key, sizeof key);
    explicit_bzero(opened, sizeof opened);
    return ok;
}

uint32_t checksum_of(const void *bytes, size_t n)
{
    return (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, n);
}
