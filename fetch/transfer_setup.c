/* What libcurl is told of one request: see fetch/transfer_curl.h. */
#include "fetch/transfer_curl.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include "core/bulk.h"
#include "fetch/transfer_file.h"

/* More than any bundle of certificates has. */
#define TRUST_MOST ((size_t)16 << 20)

struct text_option {
    CURLoption option;
    const char *value;
};

static bool set_texts(CURL *easy, const struct text_option *options, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (options[i].value &&
            curl_easy_setopt(easy, options[i].option, options[i].value) != CURLE_OK)
            return false;
    return true;
}

/* NULL where nothing was said: the option is left alone. */
static const char *said(const char *text)
{
    return text && *text ? text : NULL;
}

/* ---- headers ---- */

/* The line may hold a secret, so it is not built in an arena. */
static bool put_header(struct call *call, const char *name, const char *value)
{
    char line[2 * SECRET_SIZE];
    int n = snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *headers = n > 0 && (size_t)n < sizeof line
                                     ? curl_slist_append(call->headers, line)
                                     : NULL;
    explicit_bzero(line, sizeof line);
    if (headers)
        call->headers = headers;
    return headers != NULL;
}

void call_forget_headers(struct call *call)
{
    for (struct curl_slist *one = call->headers; one; one = one->next)
        explicit_bzero(one->data, strlen(one->data));
    curl_slist_free_all(call->headers);
    call->headers = NULL;
    explicit_bzero(call->body, sizeof call->body);
}

/* gzip alone: what servers call deflate is one of two things. Asking by the ETag is
 * exact; the date has whole seconds and is asked only where there is no ETag. A query
 * in a body has no validators, nor has one page of many. */
static bool put_usual_headers(struct exchange *exchange)
{
    const struct transfer *transfer = exchange->transfer;
    struct call *call = exchange->call;
    struct request *request = &exchange->request;
    bool may = !request->refresh && !exchange->unconditional &&
               exchange->pages.n == 0 && !said(transfer->source->access.post);
    bool etag = may && answer_validator_usable(transfer->etag, false);
    bool date = may && !etag && answer_validator_usable(transfer->last_modified, true);
    request->conditional = etag || date;
    return put_header(call, "Accept-Encoding", "gzip") &&
           (!etag || put_header(call, "If-None-Match", transfer->etag)) &&
           (!date || put_header(call, "If-Modified-Since", transfer->last_modified));
}

static bool is_named(const char *header, const char *name)
{
    size_t n = strlen(name);
    return strncasecmp(header, name, n) == 0 && header[n] == ':';
}

static bool put_own_headers(struct exchange *exchange, bool *typed)
{
    const struct access *access = &exchange->transfer->source->access;
    struct call *call = exchange->call;
    for (size_t i = 0; i < access->n_headers; i++) {
        const char *header = access->headers[i];
        if (!access_header_allowed(header))
            continue;
        struct curl_slist *more = curl_slist_append(call->headers, header);
        if (!more)
            return false;
        call->headers = more;
        *typed = *typed || is_named(header, "Content-Type");
    }
    return true;
}

/* No "Expect": the bodies are small, and many servers know no answer to it. */
static bool put_post(struct exchange *exchange, const char *body, bool typed)
{
    struct call *call = exchange->call;
    return curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                            (curl_off_t)strlen(body)) == CURLE_OK &&
           curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, body) == CURLE_OK &&
           put_header(call, "Expect", "") &&
           (typed || put_header(call, "Content-Type", "application/json"));
}

/* ---- who asks ---- */

static bool sign(struct exchange *exchange, const struct secrets *secrets,
                 const char *key)
{
    struct call *call = exchange->call;
    struct exchange_signature signature;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    access_sign(secrets, key, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000,
                &signature);
    bool ok = true;
    for (size_t i = 0; i < EXCHANGE_HEADERS; i++)
        ok = ok && put_header(call, signature.names[i], signature.values[i]);
    if (ok && exchange->request.refresh)
        ok = access_refresh_body(&signature, call->body, sizeof call->body);
    explicit_bzero(&signature, sizeof signature);
    return ok;
}

static bool prove(struct exchange *exchange, const struct secrets *secrets,
                  const char *key)
{
    CURL *easy = exchange->call->easy;
    const struct source *source = exchange->transfer->source;
    const struct text_option basic[] = {{CURLOPT_USERNAME, secrets->user},
                                        {CURLOPT_PASSWORD, secrets->password}};
    const struct text_option bearer[] = {{CURLOPT_XOAUTH2_BEARER, secrets->token}};
    switch (access_method_of(source)) {
    case ACCESS_NONE:
        return true;
    case ACCESS_BASIC:
        return !curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC) &&
               set_texts(easy, basic, 2);
    case ACCESS_BEARER:
        return !curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER) &&
               set_texts(easy, bearer, 1);
    case ACCESS_EXCHANGE:
        return sign(exchange, secrets, key);
    }
    return false;
}

/* ---- encryption and the way there ---- */

/* The system's certificates and the source's own. libcurl would take the second for the
 * first, so both are given to it as one text. */
static bool put_trust(CURL *easy, const char *path)
{
    struct bulk bulk;
    const char *system = curl_version_info(CURLVERSION_NOW)->cainfo;
    enum error_code code = ERROR_NONE;
    int number = 0;
    struct error full;
    bulk_init(&bulk, NULL, TRUST_MOST);
    if (system) /* there may be a directory instead, which stays in force */
        (void)transfer_file_read(system, &bulk, &code, &number, &full);
    bool ok = bulk_put(&bulk, "\n", 1, &full) &&
              transfer_file_read(path, &bulk, &code, &number, &full);
    struct curl_blob blob = {
        .data = bulk.data, .len = bulk.size, .flags = CURL_BLOB_COPY};
    ok = ok && curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob) == CURLE_OK &&
         curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO_BLOB, &blob) == CURLE_OK;
    bulk_release(&bulk);
    return ok;
}

/* The client's certificate is for the source's own server. */
static bool put_certificate(CURL *easy, const struct access *access,
                            const struct secrets *secrets)
{
    const struct text_option texts[] = {
        {CURLOPT_SSLCERT, said(access->certificate)},
        {CURLOPT_SSLKEY, said(access->key)},
        {CURLOPT_KEYPASSWD, said(secrets->key_password)},
    };
    return set_texts(easy, texts, sizeof texts / sizeof *texts);
}

/* An empty proxy keeps the environment's out. What has opened a tunnel with a password
 * is used for nothing else: libcurl does not compare passwords of tunnels. */
static bool put_proxy(CURL *easy, const struct access *access,
                      const struct secrets *secrets)
{
    const struct text_option texts[] = {
        {CURLOPT_PROXY, access_text(access->proxy)},
        {CURLOPT_NOPROXY, ""},
        {CURLOPT_PROXYUSERNAME, said(secrets->proxy_user)},
        {CURLOPT_PROXYPASSWORD, said(secrets->proxy_password)},
    };
    long own = *secrets->proxy_user != '\0' && *access_text(access->proxy);
    return set_texts(easy, texts, sizeof texts / sizeof *texts) &&
           !curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) &&
           !curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, own) &&
           !curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, own);
}

/* Redirects are followed by fetch/transfer_step.c, which judges where they lead. The
 * times are kept there as well, for libcurl's clock goes on while a body is decoded;
 * the one for connections is libcurl's too, so that it tries a host's next address. */
static bool set_numbers(const struct exchange *exchange)
{
    CURL *easy = exchange->call->easy;
    const struct limits *limits = &exchange->limits;
    bool encrypted = strcmp(exchange->request.address->scheme, "https") == 0;
    const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_QUICK_EXIT, 1}, /* a name server that hangs must not hold up the end */
        {CURLOPT_FOLLOWLOCATION, 0},
        {CURLOPT_CONNECTTIMEOUT, limits->connect_seconds},
        {CURLOPT_TIMEOUT, 0},
        {CURLOPT_HTTP09_ALLOWED, 0},
        {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS},
        /* So that the second request can join the first one's connection. */
        {CURLOPT_PIPEWAIT, encrypted},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SSL_VERIFYHOST, 2},
        {CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_PROXY_SSL_VERIFYPEER, 1},
        {CURLOPT_PROXY_SSL_VERIFYHOST, 2},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (curl_easy_setopt(easy, numbers[i].option, numbers[i].value) != CURLE_OK)
            return false;
    return curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
                            (curl_off_t)limits->bytes) == CURLE_OK;
}

bool call_set_up(struct exchange *exchange, const struct secrets *secrets,
                 const char *key)
{
    struct call *call = exchange->call;
    const struct request *request = &exchange->request;
    const struct source *source = exchange->transfer->source;
    const char *post = request->refresh ? call->body : said(source->access.post);
    /* https, and http where the source allows it; never anything else. */
    const char *protocols = source->allow_http ? "http,https" : "https";
    const struct text_option texts[] = {
        {CURLOPT_URL, request->url},
        {CURLOPT_PROTOCOLS_STR, protocols},
        {CURLOPT_REDIR_PROTOCOLS_STR, protocols},
        {CURLOPT_USERAGENT, "aiplus/" AIPLUS_VERSION},
    };
    bool typed = false;
    bool ok = set_texts(call->easy, texts, sizeof texts / sizeof *texts) &&
              set_numbers(exchange) &&
              put_proxy(call->easy, &source->access, secrets) &&
              put_usual_headers(exchange);
    if (ok && said(source->access.ca) && !put_trust(call->easy, source->access.ca)) {
        exchange->cause = ERROR_ACCESS_CA;
        return false;
    }
    if (ok && request->home)
        ok = put_certificate(call->easy, &source->access, secrets) &&
             (request->refresh || put_own_headers(exchange, &typed)) &&
             prove(exchange, secrets, key);
    ok = ok && (!post || put_post(exchange, post, typed));
    return ok && !curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
}
