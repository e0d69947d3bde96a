/* Addresses: see fetch/transfer_url.h. */
#include "fetch/transfer_url.h"

#include <string.h>
#include <strings.h>

#include "core/text.h"
#include "fetch/access.h"
#include "fetch/transfer_address.h"
#include "fetch/transfer_curl.h"

/* NULL if it is no address. Free with curl_url_cleanup. */
static CURLU *url_open(const char *address)
{
    CURLU *url = curl_url();
    if (url && curl_url_set(url, CURLUPART_URL, address, CURLU_NON_SUPPORT_SCHEME)) {
        curl_url_cleanup(url);
        url = NULL;
    }
    return url;
}

/* The part in the arena; "" if there is none. */
static char *url_part(CURLU *url, CURLUPart part, unsigned flags, struct arena *arena)
{
    char *text = NULL;
    curl_url_get(url, part, &text, flags);
    char *copy = arena_strdup(arena, text ? text : "");
    curl_free(text);
    return copy;
}

const struct wire_address *wire_address_read(const char *text, struct arena *arena)
{
    CURLU *url = url_open(text);
    if (!url)
        return NULL;
    struct wire_address *address = arena_alloc(arena, sizeof *address);
    const char *port = url_part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, arena);
    address->scheme = url_part(url, CURLUPART_SCHEME, 0, arena);
    address->host = url_part(url, CURLUPART_HOST, 0, arena);
    address->path = url_part(url, CURLUPART_PATH, CURLU_URLDECODE, arena);
    address->place =
        arena_printf(arena, "%s://%s:%s", address->scheme, address->host, port);
    curl_url_cleanup(url);
    return address;
}

const char *wire_address_join(const char *from, const char *location,
                              struct arena *arena)
{
    CURLU *url = url_open(from);
    const char *text = NULL;
    if (!url)
        return NULL;
    if (!curl_url_set(url, CURLUPART_USER, NULL, 0) &&
        !curl_url_set(url, CURLUPART_PASSWORD, NULL, 0) &&
        !curl_url_set(url, CURLUPART_URL, location,
                      CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) &&
        !curl_url_set(url, CURLUPART_USER, NULL, 0) &&
        !curl_url_set(url, CURLUPART_PASSWORD, NULL, 0))
        text = url_part(url, CURLUPART_URL, CURLU_NON_SUPPORT_SCHEME, arena);
    curl_url_cleanup(url);
    return text;
}

/* Is one of the parameters of this name, which is n bytes long? */
static bool named_in(const char *parameters, const char *name, size_t n)
{
    for (const char *p = parameters; *p; p += *p == '&') {
        if (strncmp(p, name, n) == 0 && p[n] == '=')
            return true;
        p += strcspn(p, "&");
    }
    return false;
}

static bool is_query(const char *text)
{
    for (; *text; text++)
        if (*text <= ' ' || *text > '~' || *text == '#')
            return false;
    return true;
}

/* By hand, since curl_url_set writes what stays in its own way. */
const char *wire_address_query(const char *address, const char *parameters,
                               struct arena *arena)
{
    if (!is_query(parameters))
        return NULL;
    size_t base = strcspn(address, "?#");
    const char *old = address + base + (address[base] == '?');
    size_t size = strcspn(old, "#");
    char *made = arena_alloc(arena, base + size + strlen(parameters) + 3);
    char *to = mempcpy(made, address, base);
    *to++ = '?';
    for (const char *p = old; p < old + size; p += *p == '&') {
        size_t n = strcspn(p, "&#");
        if (n > 0 && !named_in(parameters, p, strcspn(p, "=&#"))) {
            to = mempcpy(to, p, n);
            *to++ = '&';
        }
        p += n;
    }
    memcpy(to, parameters, strlen(parameters) + 1);
    return made;
}

char *wire_address_shown(const char *address, struct arena *arena)
{
    static const CURLUPart hidden[] = {CURLUPART_USER, CURLUPART_PASSWORD,
                                       CURLUPART_OPTIONS, CURLUPART_FRAGMENT};
    CURLU *url = url_open(address);
    if (!url)
        return arena_strdup(arena, "");
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        curl_url_set(url, hidden[i], NULL, 0);
    if (url_part(url, CURLUPART_QUERY, 0, arena)[0])
        curl_url_set(url, CURLUPART_QUERY, "..", 0);
    const char *text = url_part(url, CURLUPART_URL, CURLU_NON_SUPPORT_SCHEME, arena);
    curl_url_cleanup(url);
    return text_clean(arena, text, strlen(text));
}

char *transfer_address(const struct source *source, struct arena *arena)
{
    return wire_address_shown(source->address, arena);
}

/* ---- what is allowed ---- */

static enum error_code scheme_error(const struct source *source, const char *scheme)
{
    if (strcmp(scheme, "https") == 0)
        return ERROR_NONE;
    if (strcmp(scheme, "http") == 0)
        return source->allow_http ? ERROR_NONE : ERROR_TRANSFER_HTTP;
    if (strcmp(scheme, "file") == 0)
        return source->allow_file ? ERROR_NONE : ERROR_TRANSFER_FILE;
    return ERROR_TRANSFER_SCHEME;
}

/* "localhost" and what is below it (RFC 6761, 6.3). Without a proxy the address that
 * the name stands for is judged when its connection opens. */
static bool is_localhost(const char *host)
{
    size_t n = strlen(host);
    while (n > 0 && host[n - 1] == '.')
        n--;
    return n >= 9 && strncasecmp(host + n - 9, "localhost", 9) == 0 &&
           (n == 9 || host[n - 10] == '.');
}

enum error_code wire_address_error(const struct source *source,
                                   const struct wire_address *address)
{
    enum error_code code = scheme_error(source, address->scheme);
    if (code != ERROR_NONE || source->allow_loopback)
        return code;
    bool proxy = access_text(source->access.proxy)[0] != '\0';
    return transfer_host_is_local(address->host) ||
                   (proxy && is_localhost(address->host))
               ? ERROR_TRANSFER_FORBIDDEN
               : ERROR_NONE;
}

bool transfer_allowed(const struct source *source, struct error *error)
{
    struct arena arena = {0};
    const struct wire_address *address = wire_address_read(source->address, &arena);
    enum error_code code =
        address ? wire_address_error(source, address) : ERROR_TRANSFER_ADDRESS;
    const char *detail = !address                           ? ""
                         : code == ERROR_TRANSFER_FORBIDDEN ? address->host
                                                            : address->scheme;
    if (code != ERROR_NONE)
        error_set(error, code, source->name, transfer_address(source, &arena),
                  text_clean(&arena, detail, strlen(detail)));
    arena_release(&arena);
    return code == ERROR_NONE;
}
