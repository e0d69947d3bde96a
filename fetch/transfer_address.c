/* Local network addresses: see fetch/transfer_address.h. */
#include "fetch/transfer_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The first `bits` bits of an address. */
struct prefix {
    uint8_t bytes[16];
    int bits;
};

/* RFC 6890: this network, loopback, link local. */
static const struct prefix local4[] = {
    {{0}, 8},
    {{127}, 8},
    {{169, 254}, 16},
};

/* RFC 4291: unspecified, loopback, link local. */
static const struct prefix local6[] = {
    {{0}, 128},
    {{[15] = 1}, 128},
    {{0xFE, 0x80}, 10},
};

/* Where the last four bytes are an IPv4 address: compatible and mapped (RFC 4291),
 * translated (RFC 6052). */
static const struct prefix inside6[] = {
    {{0}, 96},
    {{[10] = 0xFF, 0xFF}, 96},
    {{0x00, 0x64, 0xFF, 0x9B}, 96},
};

static bool starts_with(const uint8_t *bytes, const struct prefix *prefix)
{
    int whole = prefix->bits / 8, rest = prefix->bits % 8;
    if (memcmp(bytes, prefix->bytes, (size_t)whole) != 0)
        return false;
    return rest == 0 || (bytes[whole] ^ prefix->bytes[whole]) >> (8 - rest) == 0;
}

static bool any(const uint8_t *bytes, const struct prefix *prefixes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (starts_with(bytes, &prefixes[i]))
            return true;
    return false;
}

static bool is_local4(const uint8_t *bytes)
{
    return any(bytes, local4, sizeof local4 / sizeof *local4);
}

static bool is_local6(const uint8_t *bytes)
{
    if (any(bytes, local6, sizeof local6 / sizeof *local6))
        return true;
    return any(bytes, inside6, sizeof inside6 / sizeof *inside6) &&
           is_local4(bytes + 12);
}

/* The address's bytes, whatever the family; NULL if it is no internet address. Copied
 * out because a sockaddr may be aligned for less. */
static const uint8_t *bytes_of(const struct sockaddr *address, uint8_t bytes[16])
{
    if (address->sa_family == AF_INET)
        return memcpy(
            bytes, (const char *)address + offsetof(struct sockaddr_in, sin_addr), 4);
    if (address->sa_family == AF_INET6)
        return memcpy(bytes,
                      (const char *)address + offsetof(struct sockaddr_in6, sin6_addr),
                      16);
    return NULL;
}

bool transfer_address_is_local(const struct sockaddr *address)
{
    uint8_t bytes[16];
    if (!bytes_of(address, bytes))
        return true;
    return address->sa_family == AF_INET ? is_local4(bytes) : is_local6(bytes);
}

bool transfer_host_is_local(const char *host)
{
    uint8_t bytes[16];
    char plain[INET6_ADDRSTRLEN];
    size_t n = strlen(host);
    if (n >= 2 && host[0] == '[' && host[n - 1] == ']')
        host++, n -= 2;
    if (n >= sizeof plain)
        return false;
    memcpy(plain, host, n);
    plain[n] = '\0';
    if (inet_pton(AF_INET, plain, bytes) == 1)
        return is_local4(bytes);
    return inet_pton(AF_INET6, plain, bytes) == 1 && is_local6(bytes);
}

void transfer_address_text(const struct sockaddr *address, char *text, size_t size)
{
    uint8_t bytes[16];
    if (!bytes_of(address, bytes) ||
        !inet_ntop(address->sa_family, bytes, text, (socklen_t)size))
        snprintf(text, size, "%s", "");
}
