/* Wrong answers: see tests/lib/faults.h. */
#include "tests/lib/faults.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "tests/lib/fault_case.h"
#include "tests/lib/fault_server.h"

enum { NUMBERS = 2000, BOMB_SIZE = 8 << 20 };

struct request {
    int fd;
    const char *path; /* behind the name of the fault: "/404" of "/status/404" */
    const char *head; /* all of it */
};

void fault_send(int fd, const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n > 0) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
        if (sent <= 0)
            _exit(0); /* the client has gone */
        p += sent;
        n -= (size_t)sent;
    }
}

static void put(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(int fd, const char *format, ...)
{
    char text[REQUEST_SIZE + 512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fault_send(fd, text, (size_t)n);
}

static void put_page(int fd, const char *status, const char *headers, const char *body)
{
    put(fd, "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n%s\r\n%s",
        status, strlen(body), headers, body);
}

size_t fault_compress(const void *bytes, size_t n, int window_bits, unsigned char *out,
                      size_t size)
{
    z_stream stream = {.next_in = (z_const Bytef *)bytes, .avail_in = (uInt)n};
    stream.next_out = out;
    stream.avail_out = (uInt)size;
    deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
    deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
    return size - stream.avail_out;
}

static size_t numbers(char *text, size_t size)
{
    size_t n = 0;
    for (int i = 0; i < NUMBERS; i++)
        n += (size_t)snprintf(text + n, size - n, "%d\n", i);
    return n;
}

static size_t packed_numbers(unsigned char *packed, size_t size, int window_bits)
{
    char text[5 * NUMBERS];
    size_t n = numbers(text, sizeof text);
    return fault_compress(text, n, window_bits, packed, size);
}

void fault_deliver(int fd, const char *headers, const char *body, size_t size)
{
    put(fd,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        "Connection: close\r\nContent-Length: %zu\r\n%s\r\n",
        size, headers);
    fault_send(fd, body, size);
}

static void put_packed(int fd, const char *encoding, const void *packed, size_t n)
{
    put(fd, "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %zu\r\n\r\n",
        encoding, n);
    fault_send(fd, packed, n);
}

/* ---- the faults ---- */

static void good(const struct request *request)
{
    if (strstr(request->head, "If-None-Match: " FAULT_ETAG "\r\n"))
        put_page(request->fd, "304 Not Modified", "", "");
    else
        put_page(request->fd, "200 OK",
                 "Content-Type: application/json; charset=utf-8\r\n"
                 "ETag: " FAULT_ETAG "\r\nLast-Modified: " FAULT_DATE "\r\n",
                 FAULT_GOOD);
}

/* Shared by all servers' processes: naps being taken, requests counted. */
static struct {
    atomic_int now, most, times, refreshes;
} * shared;

bool fault_naps_open(void)
{
    if (!shared)
        shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return shared != MAP_FAILED;
}

void fault_naps_reset(void)
{
    shared->now = shared->most = 0;
}

int fault_naps_most(void)
{
    return shared->most;
}

void fault_counts_reset(void)
{
    shared->times = shared->refreshes = 0;
}

int fault_times(void)
{
    return shared->times;
}

int fault_refreshes(void)
{
    return shared->refreshes;
}

/* The count ends before the answer does, or the next request could overtake it. */
static void nap(const struct request *request)
{
    int now = ++shared->now, most = shared->most;
    while (now > most && !atomic_compare_exchange_weak(&shared->most, &most, now))
        continue;
    usleep(150 * 1000);
    shared->now--;
    good(request);
}

static void same(const struct request *request)
{
    put(request->fd, "HTTP/1.1 304 Not Modified\r\n\r\n");
}

static void echo(const struct request *request)
{
    put_page(request->fd, "200 OK", "Content-Type: text/plain\r\n", request->head);
}

static void gzip(const struct request *request)
{
    unsigned char packed[5 * NUMBERS];
    put_packed(request->fd, "gzip", packed, packed_numbers(packed, sizeof packed, 31));
}

static void zlib(const struct request *request)
{
    unsigned char packed[5 * NUMBERS];
    put_packed(request->fd, "deflate", packed,
               packed_numbers(packed, sizeof packed, 15));
}

static void members(const struct request *request)
{
    unsigned char packed[5 * NUMBERS];
    size_t n = fault_compress("one ", 4, 31, packed, sizeof packed);
    n += fault_compress("two", 3, 31, packed + n, sizeof packed - n);
    put_packed(request->fd, "gzip", packed, n);
}

static void empty(const struct request *request)
{
    put_page(request->fd, "200 OK", "", "");
}

static void no_content(const struct request *request)
{
    put(request->fd, "HTTP/1.1 204 No Content\r\n\r\n");
}

static void partial(const struct request *request)
{
    put_page(request->fd, "206 Partial Content", "Content-Range: bytes 0-3/9\r\n",
             "part");
}

static void html(const struct request *request)
{
    put_page(request->fd, "200 OK", "Content-Type: text/html; charset=utf-8\r\n",
             "<!DOCTYPE html><title>Login</title>");
}

static void status(const struct request *request)
{
    put(request->fd, "HTTP/1.1 %.3s Fault\r\n\r\n<html>", request->path + 1);
    put(request->fd, "no length, and then the connection ends");
}

static void wait_later(const struct request *request)
{
    put_page(request->fd, "503 Service Unavailable", "Retry-After: 120\r\n", "later");
}

static void cut(const struct request *request)
{
    put(request->fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
}

static void chunk_cut(const struct request *request)
{
    put(request->fd,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
}

static void gzip_cut(const struct request *request)
{
    unsigned char packed[5 * NUMBERS];
    size_t n = packed_numbers(packed, sizeof packed, 31);
    put_packed(request->fd, "gzip", packed, n / 2); /* the length agrees with it */
}

static void gzip_bad(const struct request *request)
{
    unsigned char packed[5 * NUMBERS];
    size_t n = packed_numbers(packed, sizeof packed, 31);
    packed[n - 6] ^= 1; /* the checksum */
    put_packed(request->fd, "gzip", packed, n);
}

static void gzip_tail(const struct request *request)
{
    unsigned char packed[5 * NUMBERS];
    size_t n = packed_numbers(packed, sizeof packed - 8, 31);
    memcpy(packed + n, "not gzip", 8);
    put_packed(request->fd, "gzip", packed, n + 8);
}

static void brotli(const struct request *request)
{
    put_packed(request->fd, "br", "\x0b\x02\x80hello\x03", 9);
}

static void bomb(const struct request *request)
{
    unsigned char *zeros = calloc(1, BOMB_SIZE), packed[32 * 1024];
    put_packed(request->fd, "gzip", packed,
               fault_compress(zeros, BOMB_SIZE, 31, packed, sizeof packed));
    free(zeros);
}

static void endless(const struct request *request)
{
    char chunk[0x1000];
    memset(chunk, 'x', sizeof chunk);
    put(request->fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (;;) {
        put(request->fd, "1000\r\n");
        fault_send(request->fd, chunk, sizeof chunk);
        put(request->fd, "\r\n");
    }
}

static void announced(const struct request *request)
{
    put(request->fd, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\nx", BOMB_SIZE);
    sleep(60);
}

static void silent(const struct request *request)
{
    (void)request;
    sleep(60);
}

static void drip(const struct request *request)
{
    put(request->fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    for (;;) {
        put(request->fd, "x");
        usleep(200 * 1000);
    }
}

static void reset(const struct request *request)
{
    const struct linger at_once = {.l_onoff = 1};
    put(request->fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun");
    usleep(50 * 1000); /* so that it has been read */
    setsockopt(request->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void nothing(const struct request *request)
{
    (void)request;
}

static void garbage(const struct request *request)
{
    put(request->fd, "SSH-2.0-OpenSSH_9.2p1\r\n");
}

static void headers(const struct request *request)
{
    put(request->fd, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 1000; i++)
        put(request->fd, "X-%d: and another one\r\n", i);
    put(request->fd, "Content-Length: 2\r\n\r\n{}");
}

static void loop(const struct request *request)
{
    put_page(request->fd, "302 Found", "Location: /loop\r\n", "on and on");
}

/* Not at once, so that what runs beside it has ended by then. */
static void redirect(const struct request *request)
{
    usleep(30 * 1000);
    put(request->fd,
        "HTTP/1.1 302 Found\r\nLocation: %.*s\r\nContent-Length: 0\r\n\r\n",
        (int)strcspn(request->path + 1, " "), request->path + 1);
}

static void redirect_escape(const struct request *request)
{
    put(request->fd, "HTTP/1.1 302 Found\r\nLocation: ftp://host/\x1b[1m\r\n\r\n");
}

static void escape_etag(const struct request *request)
{
    put_page(request->fd, "200 OK",
             "ETag: \"\x1b[31mred\"\r\nLast-Modified: \x1b[2J\r\n", FAULT_GOOD);
}

static void escape_status(const struct request *request)
{
    put_page(request->fd, "500 \x1b]0;owned\x07 \xff Fault", "", "");
}

static void escape_type(const struct request *request)
{
    put_page(request->fd, "200 OK", "Content-Type: text/\x1b[1mbold\r\n", FAULT_GOOD);
}

/* A TLS record: alert, fatal, protocol_version (RFC 5246, 7.2). */
static void tls_alert(const struct request *request)
{
    fault_send(request->fd, "\x15\x03\x01\x00\x02\x02\x46", 7);
    usleep(100 * 1000);
}

static void tls_late(const struct request *request)
{
    usleep(500 * 1000);
    tls_alert(request);
}

/* A TLS record: ServerHello of TLS 1.0 with TLS_RSA_WITH_AES_128_CBC_SHA. */
static void tls_old(const struct request *request)
{
    unsigned char hello[5 + 4 + 38] = {0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1};
    hello[sizeof hello - 2] = 0x2F;
    fault_send(request->fd, hello, sizeof hello);
    usleep(100 * 1000);
}

static void times(const struct request *request)
{
    char *fault;
    long n = strtol(request->path + 1, &fault, 10);
    if (shared->times++ < n)
        fault_play(request->fd, fault, request->head);
    else
        good(request);
}

static void retry_after(const struct request *request)
{
    char value[256] = "";
    size_t n = strcspn(request->path + 1, " ");
    for (size_t i = 0; i < n && i + 1 < sizeof value; i++)
        value[i] = request->path[1 + i] == '+' ? ' ' : request->path[1 + i];
    put(request->fd,
        "HTTP/1.1 429 Too Many\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n", value);
}

/* A server whose clock is ten years late. */
static void retry_date(const struct request *request)
{
    char date[64], later[64];
    time_t then = time(NULL) - (time_t)3650 * 24 * 3600;
    time_t until = then + strtol(request->path + 1, NULL, 10);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&then));
    strftime(later, sizeof later, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&until));
    put(request->fd,
        "HTTP/1.1 503 Later\r\nDate: %s\r\nRetry-After: %s\r\n"
        "Content-Length: 0\r\n\r\n",
        date, later);
}

static void page(const struct request *request)
{
    const char *query = strstr(request->head, "page=");
    const char *end = strchr(request->head, '\r');
    char body[64];
    snprintf(body, sizeof body, "{\"page\":%ld}",
             query && query < end ? strtol(query + 5, NULL, 10) : 1);
    put_page(request->fd, "200 OK", "ETag: \"p\"\r\nContent-Type: text/plain\r\n",
             body);
}

/* The secret is FAULT_IN_FORCE, sealed by `openssl enc` with FAULT_LONG_TERM. */
static void refresh(const struct request *request)
{
    shared->refreshes++;
    if (strncmp(request->head, "POST ", 5) != 0 ||
        !strstr(request->head, "\"gjgxjhpt_sign\":\""))
        put_page(request->fd, "200 OK", "",
                 "{\"code\":\"-1\",\"data\":\"\",\"message\":\"no signature\"}");
    else
        put_page(request->fd, "200 OK", "Content-Type: application/json\r\n",
                 "{\"code\":\"0\",\"message\":\"ok\",\"data\":{\"secret\":"
                 "\"qg25kPpge0MfDiabExDnOA==\",\"secretEndTime\":\"1700000000000\"}}");
}

static void encoded_twice(const struct request *request)
{
    unsigned char packed[5 * NUMBERS];
    size_t n = packed_numbers(packed, sizeof packed, 31);
    put(request->fd,
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n"
        "Content-Length: %zu\r\n\r\n",
        n);
    fault_send(request->fd, packed, n);
}

static void lengths(const struct request *request)
{
    put(request->fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n"
                     "Connection: close\r\n\r\n[1]\n");
}

static void transfer_gzip(const struct request *request)
{
    unsigned char packed[5 * NUMBERS];
    size_t n = packed_numbers(packed, sizeof packed, 31);
    put(request->fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n");
    fault_send(request->fd, packed, n / 2);
}

static void interim(const struct request *request)
{
    for (;;)
        put(request->fd, "HTTP/1.1 100 Continue\r\n\r\n");
}

static const struct fault {
    const char *name;
    void (*play)(const struct request *request);
} faults[] = {
    {"/good", good},
    {"/nap", nap},
    {"/same", same},
    {"/echo", echo},
    {"/gzip", gzip},
    {"/deflate", zlib},
    {"/members", members},
    {"/empty", empty},
    {"/no-content", no_content},
    {"/partial", partial},
    {"/html", html},
    {"/status", status},
    {"/wait", wait_later},
    {"/cut", cut},
    {"/chunk-cut", chunk_cut},
    {"/gzip-cut", gzip_cut},
    {"/gzip-bad", gzip_bad},
    {"/gzip-tail", gzip_tail},
    {"/brotli", brotli},
    {"/bomb", bomb},
    {"/endless", endless},
    {"/announced", announced},
    {"/silent", silent},
    {"/drip", drip},
    {"/reset", reset},
    {"/nothing", nothing},
    {"/garbage", garbage},
    {"/headers", headers},
    {"/loop", loop},
    {"/redirect", redirect},
    {"/redirect-escape", redirect_escape},
    {"/escape-etag", escape_etag},
    {"/escape-status", escape_status},
    {"/escape-type", escape_type},
    {"/times", times},
    {"/retry-after", retry_after},
    {"/retry-date", retry_date},
    {"/page", page},
    {"/refresh", refresh},
    {"/encoded-twice", encoded_twice},
    {"/lengths", lengths},
    {"/transfer-gzip", transfer_gzip},
    {"/interim", interim},
    {"/tls-alert", tls_alert},
    {"/tls-late", tls_late},
    {"/tls-old", tls_old},
};

void fault_play(int fd, const char *path, const char *head)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        size_t n = strlen(faults[i].name);
        if (strncmp(path, faults[i].name, n) == 0 && strchr("/? ", path[n])) {
            faults[i].play(&(struct request){fd, path + n, head});
            return;
        }
    }
    put_page(fd, "404 Not Found", "", "no such fault");
}
