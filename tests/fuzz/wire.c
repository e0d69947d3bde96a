/* What servers say under made-up bytes: see tests/fuzz/targets.h. */
#include "tests/fuzz/targets.h"

#include "core/text.h"
#include "fetch/access.h"
#include "fetch/transfer_address.h"
#include "fetch/transfer_answer.h"
#include "fetch/transfer_url.h"
#include "fetch/transfer_wire.h"
#include "tests/fuzz/must.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Header lines up to an empty one, then a body. */
static void answer(const char *bytes, size_t n)
{
    struct arena arena = {0};
    struct answer got = {.arena = &arena};
    const char *p = bytes, *end = bytes + n;
    bool ok = true;
    bulk_init(&got.body, NULL, 1 << 20);
    while (ok && p < end && *p != '\n') {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *next = newline ? newline + 1 : end;
        ok = answer_header(&got, p, (size_t)(next - p));
        p = next;
    }
    p += p < end;
    /* In two pieces, as a network may bring them. */
    size_t half = (size_t)(end - p) / 2;
    ok = ok && answer_body(&got, p, half) &&
         answer_body(&got, p + half, (size_t)(end - p) - half) && answer_end(&got);
    MUST(!got.etag[0] || answer_validator_usable(got.etag, false));
    MUST(!got.last_modified[0] || answer_validator_usable(got.last_modified, true));
    MUST(got.body.size <= 1 << 20);
    MUST(strlen(got.phrase) < sizeof got.phrase);
    answer_release(&got);
    arena_release(&arena);
}

/* The text up to the first line feed, and what is behind it. */
static const char *first_line(const char *bytes, size_t n, struct arena *arena,
                              const char **rest)
{
    const char *stop = n ? memchr(bytes, '\n', n) : NULL;
    size_t size = stop ? (size_t)(stop - bytes) : n;
    *rest = arena_strndup(arena, stop ? stop + 1 : "", stop ? n - size - 1 : 0);
    return arena_strndup(arena, bytes, size);
}

/* The value, and the answer's own Date. Digits alone are seconds; whatever is no number
 * and no date is nothing. */
static void retry_after(const char *bytes, size_t n)
{
    struct arena arena = {0};
    const char *date, *value = first_line(bytes, n, &arena, &date);
    uint32_t seconds = wire_retry_after(value, date);
    size_t digits = strspn(value, "0123456789");
    if (digits > 0 && !value[digits])
        MUST(digits > 9 || seconds == (uint32_t)atol(value));
    else if (digits > 0 || !*value)
        MUST(seconds == 0);
    arena_release(&arena);
}

/* The answer that gives the secret in force. */
static void refresh(const char *bytes, size_t n)
{
    const struct secrets secrets = {.rid = "r", .sid = "s", .secret = "long-term"};
    char secret[SECRET_SIZE] = "before", why[200] = "before";
    if (access_refresh_answer(&secrets, bytes, n, secret, why, sizeof why)) {
        MUST(strnlen(secret, sizeof secret) < sizeof secret && *secret);
    } else {
        size_t size = strnlen(why, sizeof why);
        MUST(size < sizeof why && text_invalid_at(why, size) == size);
    }
}

/* An address's user, password, host and port; "" if it has none. What libcurl writes
 * behind file:// is a path, whatever it begins with. */
static const char *authority(const char *address, struct arena *arena)
{
    const char *at = strstr(address, "://");
    return at && strncasecmp(address, "file:", 5) != 0
               ? arena_strndup(arena, at + 3, strcspn(at + 3, "/?#"))
               : "";
}

/* Whatever the system takes for a number of this machine is not to be gone to. */
static void check_local(const struct source *source, const struct wire_address *address,
                        struct arena *arena)
{
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    size_t n = strlen(address->host);
    const char *host = n > 1 && address->host[0] == '['
                           ? arena_strndup(arena, address->host + 1, n - 2)
                           : address->host;
    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return;
    if (transfer_address_is_local(found->ai_addr))
        MUST(wire_address_error(source, address) != ERROR_NONE);
    freeaddrinfo(found);
}

/* An address, and where its answer leads or what asks for its next page. */
static void url(const char *bytes, size_t n)
{
    struct arena arena = {0};
    const struct source source = {.name = "fuzz", .allow_http = true};
    const char *more, *text = first_line(bytes, n, &arena, &more);
    const struct wire_address *read = wire_address_read(text, &arena);
    const char *shown = wire_address_shown(text, &arena);
    MUST(text_invalid_at(shown, strlen(shown)) == strlen(shown));
    MUST(!strchr(authority(shown, &arena), '@'));
    const char *next = read ? wire_address_join(text, more, &arena) : NULL;
    MUST(!next || !strchr(authority(next, &arena), '@'));
    const char *asked = wire_address_query(text, more, &arena);
    if (asked) {
        size_t base = strcspn(text, "?#"), whole = strlen(asked), size = strlen(more);
        MUST(strncmp(asked, text, base) == 0 && asked[base] == '?');
        MUST(whole > size && strcmp(asked + whole - size, more) == 0);
    }
    if (read && *read->host) {
        MUST(*read->scheme);
        check_local(&source, read, &arena);
    }
    arena_release(&arena);
}

const struct fuzz_target fuzz_wire[] = {
    {"answer", answer, false},  {"retry-after", retry_after, false},
    {"refresh", refresh, true}, {"url", url, false},
    {NULL, NULL, false},
};
