/* The wire, libcurl's side of transfers: see fetch/transfer_wire.h. */
#include "fetch/transfer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/text.h"
#include "fetch/transfer_address.h"
#include "fetch/transfer_curl.h"

enum { CONNECTIONS_KEPT = 64 };

struct wire {
    CURLM *multi;
    struct arena *arena;
};

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
    {CURLE_COULDNT_RESOLVE_PROXY, ERROR_TRANSFER_PROXY},
    {CURLE_PROXY, ERROR_TRANSFER_PROXY},
    {CURLE_URL_MALFORMAT, ERROR_TRANSFER_REDIRECT_BAD}, /* the first was checked */
    {CURLE_SSL_CERTPROBLEM, ERROR_ACCESS_CERTIFICATE},
    {CURLE_SSL_CACERT_BADFILE, ERROR_ACCESS_CA},
    {CURLE_SSL_CONNECT_ERROR, ERROR_TRANSFER_TLS},
    {CURLE_SSL_CIPHER, ERROR_TRANSFER_TLS},
    {CURLE_SSL_ISSUER_ERROR, ERROR_TRANSFER_CERTIFICATE},
    {CURLE_SSL_INVALIDCERTSTATUS, ERROR_TRANSFER_CERTIFICATE},
};

/* Is the request still on its way to the proxy, or waiting for it to open the way? */
static bool before_proxy(const struct exchange *exchange)
{
    long tunnel = 0;
    if (!access_text(exchange->transfer->source->access.proxy)[0] ||
        exchange->phase != PHASE_CONNECTING)
        return false;
    curl_easy_getinfo(exchange->call->easy, CURLINFO_HTTP_CONNECTCODE, &tunnel);
    return tunnel == 0;
}

enum error_code wire_timeout_cause(const struct exchange *exchange)
{
    if (before_proxy(exchange))
        return ERROR_TRANSFER_PROXY;
    switch (exchange->phase) {
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

/* Nor does its code for why a certificate does not do. */
static enum error_code certificate_cause(const char *words)
{
    static const struct {
        const char *part;
        enum error_code code;
    } table[] = {
        {"certificate has expired", ERROR_TRANSFER_EXPIRED},
        {"not yet valid", ERROR_TRANSFER_NOT_YET},
        {"subject name", ERROR_TRANSFER_OTHER_NAME},
        {"self-signed certificate", ERROR_TRANSFER_AUTHORITY},
        {"self signed certificate", ERROR_TRANSFER_AUTHORITY},
        {"local issuer certificate", ERROR_TRANSFER_AUTHORITY},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (text_contains(words, table[i].part))
            return table[i].code;
    return ERROR_TRANSFER_CERTIFICATE;
}

/* Whatever goes wrong before the proxy has opened the way. */
static bool is_proxys(const struct exchange *exchange, CURLcode result, long number)
{
    long tunnel = 0;
    if (!access_text(exchange->transfer->source->access.proxy)[0])
        return false;
    curl_easy_getinfo(exchange->call->easy, CURLINFO_HTTP_CONNECTCODE, &tunnel);
    return tunnel >= 300 || (result == CURLE_COULDNT_CONNECT && number != 0);
}

static enum error_code cause_of(const struct exchange *exchange, CURLcode result)
{
    long number = 0;
    curl_easy_getinfo(exchange->call->easy, CURLINFO_OS_ERRNO, &number);
    if (is_proxys(exchange, result, number))
        return ERROR_TRANSFER_PROXY;
    if (result == CURLE_OPERATION_TIMEDOUT)
        return wire_timeout_cause(exchange);
    if (result == CURLE_COULDNT_CONNECT && number == ECONNREFUSED)
        return ERROR_TRANSFER_REFUSED;
    if (result == CURLE_SSL_CONNECT_ERROR && tls_is_old(exchange->call->words))
        return ERROR_TRANSFER_TLS_OLD;
    if (result == CURLE_PEER_FAILED_VERIFICATION)
        return certificate_cause(exchange->call->words);
    /* So libcurl calls a header line that grows beyond its own limit. */
    if (result == CURLE_OUT_OF_MEMORY && !exchange->answer.headed &&
        exchange->phase >= PHASE_ASKING)
        return ERROR_TRANSFER_HEADERS;
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (causes[i].from == result)
            return causes[i].code;
    return ERROR_TRANSFER_FAILED;
}

uint32_t wire_retry_after(const char *value, const char *date)
{
    if (*value >= '0' && *value <= '9') {
        char *end;
        unsigned long long seconds = strtoull(value, &end, 10); /* saturates */
        if (*end)
            return 0;
        return seconds > UINT32_MAX ? UINT32_MAX : (uint32_t)seconds;
    }
    time_t now = *date ? curl_getdate(date, NULL) : -1;
    time_t then = strchr(value, ':') ? curl_getdate(value, NULL) : -1;
    if (now == -1)
        now = time(NULL);
    if (then == -1 || then <= now)
        return 0;
    return then - now > UINT32_MAX ? UINT32_MAX : (uint32_t)(then - now);
}

static void keep_reasons(struct exchange *exchange, CURLcode result)
{
    const struct call *call = exchange->call;
    const struct answer *answer = &exchange->answer;
    const char *words = call->words[0] ? call->words : curl_easy_strerror(result);
    exchange->timed_out = result == CURLE_OPERATION_TIMEDOUT;
    exchange->cause = cause_of(exchange, result);
    exchange->retry_after = wire_retry_after(answer->retry_after, answer->date);
    snprintf(exchange->detail, sizeof exchange->detail, "%s", words);
}

/* ---- callbacks ---- */

static size_t on_header(char *line, size_t size, size_t n, void *self)
{
    struct exchange *exchange = self;
    exchange->phase = PHASE_ANSWERING;
    exchange->signs++;
    exchange->bytes += size * n;
    if (size * n >= 6 && memcmp(line, "HTTP/2", 6) == 0)
        exchange->multiplexes = true;
    return answer_header(&exchange->answer, line, size * n) ? size * n : 0;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *self)
{
    struct exchange *exchange = self;
    exchange->signs++;
    exchange->bytes += size * n;
    return answer_body(&exchange->answer, bytes, size * n) ? size * n : 0;
}

/* With a proxy the connection is to the proxy, which the configuration names. */
static bool may_go_to(const struct exchange *exchange, bool local)
{
    const struct source *source = exchange->transfer->source;
    return !local || source->allow_loopback || access_text(source->access.proxy)[0];
}

static curl_socket_t on_socket(void *self, curlsocktype purpose,
                               struct curl_sockaddr *to)
{
    struct exchange *exchange = self;
    (void)purpose;
    exchange->phase = PHASE_CONNECTING;
    exchange->signs++;
    if (!may_go_to(exchange, transfer_address_is_local(&to->addr))) {
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
    exchange->signs++;
    if (may_go_to(exchange, transfer_host_is_local(peer)))
        return CURL_PREREQFUNC_OK;
    snprintf(exchange->forbidden, sizeof exchange->forbidden, "%s", peer);
    return CURL_PREREQFUNC_ABORT;
}

/* ---- the wire ---- */

static bool set_callbacks(struct exchange *exchange)
{
    CURL *easy = exchange->call->easy;
    return !curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange) &&
           !curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->call->words) &&
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
    if (wire->multi &&
        !curl_multi_setopt(wire->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                           (long)CONNECTIONS_PER_HOST) &&
        !curl_multi_setopt(wire->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_KEPT) &&
        !curl_multi_setopt(wire->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX))
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
    call_forget_headers(exchange->call);
    exchange->call = NULL;
}

bool wire_start(struct wire *wire, struct exchange *exchange,
                const struct secrets *secrets, const char *key)
{
    /* A feed may come in very many pages. */
    if (!exchange->room)
        exchange->room = arena_alloc(wire->arena, sizeof *exchange->room);
    struct call *call = exchange->room;
    *call = (struct call){.easy = curl_easy_init()};
    exchange->call = call;
    exchange->phase = PHASE_RESOLVING;
    exchange->cause = ERROR_NONE;
    exchange->detail[0] = exchange->forbidden[0] = '\0';
    if (call->easy && call_set_up(exchange, secrets, key) && set_callbacks(exchange) &&
        curl_multi_add_handle(wire->multi, call->easy) == CURLM_OK)
        return true;
    if (exchange->cause == ERROR_NONE)
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
        keep_reasons(exchange, result);
        wire_drop(wire, exchange);
        return exchange;
    }
    return NULL;
}
