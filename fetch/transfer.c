/* Transfers, the side of libcurl: see fetch/transfer.h and fetch/transfer_wire.h. */
#include "fetch/transfer.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "fetch/transfer_address.h"
#include "fetch/transfer_wire.h"

enum { LOW_SPEED = 16 /* bytes per second */ };

struct wire {
    CURLM *multi;
    struct arena *arena;
};

/* Freed in end_call. */
struct call {
    CURL *easy;
    struct curl_slist *headers;
    char words[CURL_ERROR_SIZE];
};

/* ---- addresses ---- */

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

/* An address as it may be shown; "" if it is none. */
static char *address_shown(const char *address, struct arena *arena)
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
    return address_shown(source->address, arena);
}

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

bool transfer_allowed(const struct source *source, struct error *error)
{
    struct arena arena = {0};
    const struct wire_address *address = wire_address_read(source->address, &arena);
    enum error_code code = ERROR_TRANSFER_ADDRESS;
    const char *detail = "";
    if (address) {
        detail = address->scheme;
        code = scheme_error(source, address->scheme);
        if (code == ERROR_NONE && !source->allow_loopback &&
            transfer_host_is_local(address->host)) {
            code = ERROR_TRANSFER_FORBIDDEN;
            detail = address->host;
        }
    }
    if (code != ERROR_NONE)
        error_set(error, code, source->name, transfer_address(source, &arena),
                  text_clean(&arena, detail, strlen(detail)));
    arena_release(&arena);
    return code == ERROR_NONE;
}

/* ---- why a transfer ended ---- */

/* What is not here is ERROR_TRANSFER_FAILED with libcurl's own words. A write error is
 * ours: a callback gave up because of the status, or says why itself. */
static const struct {
    CURLcode from;
    enum error_code code;
} causes[] = {
    {CURLE_OK, ERROR_NONE},
    {CURLE_WRITE_ERROR, ERROR_HTTP_STATUS},
    {CURLE_COULDNT_RESOLVE_HOST, ERROR_TRANSFER_RESOLVE},
    {CURLE_COULDNT_CONNECT, ERROR_TRANSFER_UNREACHABLE},
    {CURLE_PARTIAL_FILE, ERROR_TRANSFER_CUT},
    {CURLE_GOT_NOTHING, ERROR_TRANSFER_CUT},
    {CURLE_SEND_ERROR, ERROR_TRANSFER_CUT},
    {CURLE_RECV_ERROR, ERROR_TRANSFER_CUT},
    {CURLE_HTTP2, ERROR_TRANSFER_CUT},
    {CURLE_HTTP2_STREAM, ERROR_TRANSFER_CUT},
    {CURLE_WEIRD_SERVER_REPLY, ERROR_TRANSFER_NOT_HTTP},
    {CURLE_UNSUPPORTED_PROTOCOL, ERROR_TRANSFER_NOT_HTTP},
    {CURLE_BAD_CONTENT_ENCODING, ERROR_TRANSFER_ENCODING},
    {CURLE_FILESIZE_EXCEEDED, ERROR_TRANSFER_TOO_LARGE},
    {CURLE_TOO_MANY_REDIRECTS, ERROR_TRANSFER_REDIRECTS},
    {CURLE_URL_MALFORMAT, ERROR_TRANSFER_REDIRECT_BAD}, /* the first was checked */
    {CURLE_SSL_CONNECT_ERROR, ERROR_TRANSFER_TLS},
    {CURLE_SSL_CIPHER, ERROR_TRANSFER_TLS},
    {CURLE_PEER_FAILED_VERIFICATION, ERROR_TRANSFER_CERTIFICATE},
    {CURLE_SSL_ISSUER_ERROR, ERROR_TRANSFER_CERTIFICATE},
    {CURLE_SSL_INVALIDCERTSTATUS, ERROR_TRANSFER_CERTIFICATE},
};

static enum error_code timeout_cause(enum phase phase)
{
    switch (phase) {
    case PHASE_RESOLVING:
        return ERROR_TRANSFER_RESOLVE;
    case PHASE_CONNECTING:
        return ERROR_TRANSFER_CONNECT_TIMEOUT;
    case PHASE_ASKING:
        return ERROR_TRANSFER_NO_ANSWER;
    default:
        return ERROR_TRANSFER_SLOW;
    }
}

/* OpenSSL's code for this does not come through libcurl, only its words do. */
static bool tls_is_old(const char *words)
{
    return text_contains(words, "protocol version") ||
           text_contains(words, "unsupported protocol");
}

/* libcurl says "unsupported protocol" both of a redirect's scheme and of an answer that
 * is not HTTP. */
static bool redirect_is_forbidden(const struct exchange *exchange, struct arena *arena)
{
    char *target = NULL;
    curl_easy_getinfo(exchange->call->easy, CURLINFO_EFFECTIVE_URL, &target);
    const struct wire_address *address = wire_address_read(target ? target : "", arena);
    return address && strcmp(address->scheme, "https") != 0 &&
           (strcmp(address->scheme, "http") != 0 ||
            !exchange->transfer->source->allow_http);
}

static enum error_code cause_of(const struct exchange *exchange, CURLcode result,
                                struct arena *arena)
{
    long number = 0;
    curl_easy_getinfo(exchange->call->easy, CURLINFO_OS_ERRNO, &number);
    if (result == CURLE_OPERATION_TIMEDOUT)
        return timeout_cause(exchange->phase);
    if (result == CURLE_COULDNT_CONNECT && number == ECONNREFUSED)
        return ERROR_TRANSFER_REFUSED;
    if (result == CURLE_SSL_CONNECT_ERROR && tls_is_old(exchange->call->words))
        return ERROR_TRANSFER_TLS_OLD;
    if (result == CURLE_UNSUPPORTED_PROTOCOL && redirect_is_forbidden(exchange, arena))
        return ERROR_TRANSFER_REDIRECT;
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (causes[i].from == result)
            return causes[i].code;
    return ERROR_TRANSFER_FAILED;
}

static void keep_reasons(struct exchange *exchange, CURLcode result,
                         struct arena *arena)
{
    const struct call *call = exchange->call;
    const char *words = call->words[0] ? call->words : curl_easy_strerror(result);
    char *target = NULL;
    curl_off_t seconds = 0;
    curl_easy_getinfo(call->easy, CURLINFO_EFFECTIVE_URL, &target);
    curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &seconds);
    exchange->cause = cause_of(exchange, result, arena);
    exchange->target = address_shown(target ? target : "", arena);
    exchange->retry_after = seconds > UINT32_MAX ? UINT32_MAX : (uint32_t)seconds;
    snprintf(exchange->detail, sizeof exchange->detail, "%s", words);
}

/* ---- callbacks ---- */

static size_t on_header(char *line, size_t size, size_t n, void *self)
{
    struct exchange *exchange = self;
    struct answer *answer = &exchange->answer;
    exchange->phase = PHASE_ANSWERING;
    exchange->moved = wire_now();
    if (!answer_header(answer, line, size * n))
        return 0;
    bool ends = n > 0 && (line[0] == '\r' || line[0] == '\n');
    if (ends && answer->status / 100 == 3 && answer->status != 304)
        exchange->phase = PHASE_RESOLVING;
    return size * n;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *self)
{
    struct exchange *exchange = self;
    exchange->moved = wire_now();
    return answer_body(&exchange->answer, bytes, size * n) ? size * n : 0;
}

static curl_socket_t on_socket(void *self, curlsocktype purpose,
                               struct curl_sockaddr *to)
{
    struct exchange *exchange = self;
    (void)purpose;
    exchange->phase = PHASE_CONNECTING;
    if (!exchange->transfer->source->allow_loopback &&
        transfer_address_is_local(&to->addr)) {
        transfer_address_text(&to->addr, exchange->forbidden,
                              sizeof exchange->forbidden);
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* Before each request, also over a connection that another source may have opened. */
static int on_request(void *self, char *peer, char *here, int peer_port, int here_port)
{
    struct exchange *exchange = self;
    (void)here, (void)peer_port, (void)here_port;
    exchange->phase = PHASE_ASKING;
    exchange->moved = wire_now();
    if (exchange->transfer->source->allow_loopback || !transfer_host_is_local(peer))
        return CURL_PREREQFUNC_OK;
    snprintf(exchange->forbidden, sizeof exchange->forbidden, "%s", peer);
    return CURL_PREREQFUNC_ABORT;
}

/* ---- the wire ---- */

static bool put_header(struct call *call, struct arena *arena, const char *name,
                       const char *value)
{
    struct curl_slist *headers =
        curl_slist_append(call->headers, arena_printf(arena, "%s: %s", name, value));
    if (headers)
        call->headers = headers;
    return headers != NULL;
}

/* gzip alone: what servers call deflate is one of two things. Asking by the ETag is
 * exact; the date has whole seconds and is asked only where there is no ETag. */
static bool put_headers(struct exchange *exchange, struct arena *arena)
{
    const struct transfer *transfer = exchange->transfer;
    struct call *call = exchange->call;
    bool etag = answer_validator_usable(transfer->etag, false);
    bool date = !etag && answer_validator_usable(transfer->last_modified, true);
    exchange->conditional = etag || date;
    return put_header(call, arena, "Accept-Encoding", "gzip") &&
           (!etag || put_header(call, arena, "If-None-Match", transfer->etag)) &&
           (!date ||
            put_header(call, arena, "If-Modified-Since", transfer->last_modified));
}

static bool set_numbers(CURL *easy, const struct limits *limits)
{
    const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        {CURLOPT_NOSIGNAL, 1},
        {CURLOPT_QUICK_EXIT, 1}, /* a name server that hangs must not hold up the end */
        {CURLOPT_FOLLOWLOCATION, 1},
        {CURLOPT_MAXREDIRS, limits->redirects},
        {CURLOPT_CONNECTTIMEOUT, limits->connect_seconds},
        {CURLOPT_TIMEOUT, limits->seconds},
        {CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED},
        {CURLOPT_LOW_SPEED_TIME, (limits->seconds + 1) / 2},
        {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
        {CURLOPT_SSL_VERIFYPEER, 1},
        {CURLOPT_SSL_VERIFYHOST, 2},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (curl_easy_setopt(easy, numbers[i].option, numbers[i].value) != CURLE_OK)
            return false;
    return curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
                            (curl_off_t)limits->bytes) == CURLE_OK;
}

/* Protocols: https, and http where the source allows it; never anything else, neither
 * at first nor by a redirect. An empty proxy keeps the environment's out. */
static bool set_strings(CURL *easy, const struct source *source)
{
    const char *protocols = source->allow_http ? "http,https" : "https";
    const struct {
        CURLoption option;
        const char *value;
    } strings[] = {
        {CURLOPT_URL, source->address},
        {CURLOPT_PROTOCOLS_STR, protocols},
        {CURLOPT_REDIR_PROTOCOLS_STR, protocols},
        {CURLOPT_PROXY, ""},
        {CURLOPT_USERAGENT, "aiplus/" AIPLUS_VERSION},
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (curl_easy_setopt(easy, strings[i].option, strings[i].value) != CURLE_OK)
            return false;
    return true;
}

static bool set_callbacks(struct exchange *exchange)
{
    CURL *easy = exchange->call->easy;
    return !curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange) &&
           !curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->call->words) &&
           !curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->call->headers) &&
           !curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) &&
           !curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange) &&
           !curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) &&
           !curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange) &&
           !curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket) &&
           !curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, exchange) &&
           !curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_request) &&
           !curl_easy_setopt(easy, CURLOPT_PREREQDATA, exchange);
}

struct wire *wire_open(struct arena *arena)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return NULL;
    struct wire *wire = arena_alloc(arena, sizeof *wire);
    wire->arena = arena;
    wire->multi = curl_multi_init();
    /* For the hosts that redirects lead to; transfer_run.c counts the others. */
    if (wire->multi && curl_multi_setopt(wire->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                                         (long)CONNECTIONS_PER_HOST) == CURLM_OK)
        return wire;
    wire_close(wire);
    return NULL;
}

void wire_close(struct wire *wire)
{
    curl_multi_cleanup(wire->multi);
    curl_global_cleanup();
}

void wire_drop(struct wire *wire, struct exchange *exchange)
{
    curl_multi_remove_handle(wire->multi, exchange->call->easy);
    curl_easy_cleanup(exchange->call->easy);
    curl_slist_free_all(exchange->call->headers);
    exchange->call = NULL;
}

bool wire_start(struct wire *wire, struct exchange *exchange)
{
    const struct source *source = exchange->transfer->source;
    exchange->call = arena_alloc(wire->arena, sizeof *exchange->call);
    exchange->call->easy = curl_easy_init();
    exchange->phase = PHASE_RESOLVING;
    CURL *easy = exchange->call->easy;
    if (easy && put_headers(exchange, wire->arena) && set_callbacks(exchange) &&
        set_numbers(easy, &exchange->limits) && set_strings(easy, source) &&
        curl_multi_add_handle(wire->multi, easy) == CURLM_OK)
        return true;
    exchange->cause = ERROR_TRANSFER_FAILED;
    snprintf(exchange->detail, sizeof exchange->detail, "%s",
             curl_easy_strerror(CURLE_FAILED_INIT));
    wire_drop(wire, exchange);
    return false;
}

bool wire_move(struct wire *wire, const char **why)
{
    int running;
    CURLMcode code = curl_multi_perform(wire->multi, &running);
    if (code != CURLM_OK)
        *why = curl_multi_strerror(code);
    return code == CURLM_OK;
}

void wire_wait(struct wire *wire, int ms)
{
    curl_multi_poll(wire->multi, NULL, 0, ms, NULL);
}

struct exchange *wire_ended(struct wire *wire)
{
    int left;
    struct CURLMsg *message;
    while ((message = curl_multi_info_read(wire->multi, &left))) {
        char *self = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
        struct exchange *exchange = (struct exchange *)(void *)self;
        keep_reasons(exchange, result, wire->arena);
        wire_drop(wire, exchange);
        return exchange;
    }
    return NULL;
}
