/* Answers that do not come, do not come whole, or never end: see
 * tests/lib/fault_case.h.
 */
#include "tests/lib/fault_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/lib/faults.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define GIB "1073741824"

static void say(const struct fault_request *request, const char *text)
{
    fault_send(request->fd, text, strlen(text));
}

/* Blocks without end; the client leaves. */
static void pour(const struct fault_request *request, const char *head,
                 const char *before, const char *after)
{
    char block[0x10000];
    memset(block, ' ', sizeof block);
    say(request, head);
    for (;;) {
        say(request, before);
        fault_send(request->fd, block, sizeof block);
        say(request, after);
    }
}

static void chunks(const struct fault_request *request)
{
    pour(request, OK "Transfer-Encoding: chunked\r\n\r\n", "10000\r\n", "\r\n");
}

static void unending(const struct fault_request *request)
{
    pour(request, OK "Connection: close\r\n\r\n", "", "");
}

/* A header line that never ends. */
static void long_line(const struct fault_request *request)
{
    pour(request, OK "X-Long: ", "x", "x");
}

/* One GiB of blanks in members of 8 MB each, which take 8 KB. */
static void gzip_bomb(const struct fault_request *request)
{
    enum { MEMBER = 8 << 20, MEMBERS = 128 };
    static unsigned char packed[32 * 1024];
    char *blanks = malloc(MEMBER);
    memset(blanks, ' ', MEMBER);
    size_t n = fault_compress(blanks, MEMBER, 31, packed, sizeof packed);
    free(blanks);
    say(request, OK "Content-Encoding: gzip\r\nConnection: close\r\n\r\n");
    for (int i = 0; i < MEMBERS; i++)
        fault_send(request->fd, packed, n);
}

/* A byte every 200 ms: of the status line, of a header. */
static void drip(const struct fault_request *request, const char *head)
{
    say(request, head);
    for (;;) {
        say(request, "x");
        usleep(200 * 1000);
    }
}

static void slow_status(const struct fault_request *request)
{
    drip(request, "HTTP/1.1 200 ");
}

static void slow_header(const struct fault_request *request)
{
    drip(request, OK "X-Slow: ");
}

/* Enough to keep the connection, too little to be done in time. */
static void slow_body(const struct fault_request *request)
{
    say(request, OK "Content-Length: 100000\r\n\r\n");
    for (;;) {
        say(request, "                                ");
        usleep(100 * 1000);
    }
}

static void reset_before(const struct fault_request *request)
{
    const struct linger at_once = {.l_onoff = 1};
    setsockopt(request->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void headers_without_end(const struct fault_request *request)
{
    say(request, OK);
    for (;;)
        say(request, "X-Another: one\r\n");
}

/* Some early hints, and then nothing more. */
static void hints(const struct fault_request *request)
{
    for (int i = 0; i < 10; i++)
        say(request, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    sleep(60);
}

/* The body of one whose length is said twice, in one way or in two. */
#define SAID_TWICE(first, second)                                                      \
    "HTTP/1.1 200 OK\r\nContent-Length: " first "\r\nContent-Length: " second          \
    "\r\nConnection: close\r\n\r\n{}"

const struct fault_case fault_cases_wire[] = {
    /* sizes */
    {"length-1gib", .answer = OK "Content-Length: " GIB "\r\n\r\n{"},
    {"length-beyond", .answer = OK "Content-Length: 99999999999999999999\r\n\r\n{"},
    {"chunked-1gib", .play = chunks, .seconds = 20},
    {"unending-1gib", .play = unending, .seconds = 20},
    {"gzip-bomb-1gib", .play = gzip_bomb, .seconds = 20},
    {"bomb-own-limit", .fault = "/bomb", .settings = "max_megabytes = 1"},
    /* encodings */
    {"gzip-in-gzip", .answer = OK "Content-Encoding: gzip, gzip\r\n\r\n\x1f\x8b"},
    {"gzip-and-brotli", .answer = OK "Content-Encoding: gzip, br\r\n\r\n\x1f\x8b"},
    {"encoded-twice", .fault = "/encoded-twice"},
    {"brotli", .fault = "/brotli"},
    {"zstd", .answer = OK "Content-Encoding: zstd\r\n\r\n\x28\xb5\x2f\xfd"},
    {"transfer-gzip", .fault = "/transfer-gzip"},
    {"gzip-half", .fault = "/gzip-cut"},
    {"gzip-checksum", .fault = "/gzip-bad"},
    {"gzip-tail", .fault = "/gzip-tail"},
    {"gzip-that-is-none",
     .answer = OK "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"},
    /* framing */
    {"body-cut", .fault = "/cut"},
    {"chunk-cut", .fault = "/chunk-cut"},
    {"chunk-size-odd",
     .answer = OK "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"},
    {"chunk-size-beyond",
     .answer = OK "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}"},
    {"chunk-size-negative", .answer = OK "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}"},
    {"length-too-short", .answer = OK "Content-Length: 9\r\n\r\n{\"aiplus\":1}"},
    {"length-too-long", .answer = OK "Content-Length: 13\r\n\r\n{\"aiplus\":1}"},
    {"lengths-differ", .answer = SAID_TWICE("2", "4")},
    {"lengths-alike", .answer = SAID_TWICE("2", "2")},
    {"lengths-in-one", .answer = OK "Content-Length: 2, 4\r\n\r\n{}  "},
    {"length-negative", .answer = OK "Content-Length: -2\r\n\r\n{}"},
    {"length-odd", .answer = OK "Content-Length: 0x10\r\n\r\n{}"},
    {"headers-cut", .answer = OK "Content-Le"},
    /* time */
    {"silence", .fault = "/silent"},
    {"slow-status", .play = slow_status},
    {"slow-header", .play = slow_header},
    {"body-drips", .fault = "/drip"},
    {"body-slow", .play = slow_body},
    {"hints-and-silence", .play = hints},
    {"nobody-accepts", .address = "http://127.0.0.1:{full}/feed"},
    /* headers */
    {"headers-many", .fault = "/headers"},
    {"headers-endless", .play = headers_without_end},
    {"header-line-endless", .play = long_line},
    {"interim-endless", .fault = "/interim"},
    /* connections */
    {"name-unknown", .address = "https://aiplus-test.invalid/feed"},
    {"refused", .address = "http://127.0.0.1:{closed}/feed"},
    {"reset-in-body", .fault = "/reset"},
    {"reset-before-headers", .play = reset_before},
    {"nothing-said", .fault = "/nothing"},
    {"no-http", .fault = "/garbage"},
    {"http-0.9", .answer = "{\"aiplus\":1,\"observations\":[]}\n"},
    {"http-9", .answer = "HTTP/9.0 200 OK\r\nContent-Length: 2\r\n\r\n{}"},
    {"tls-silence", .address = "https://127.0.0.1:{port}/feed"},
    {"proxy-refuses", .settings = "proxy = \"http://127.0.0.1:{closed}\""},
    {"proxy-unknown", .settings = "proxy = \"http://aiplus-test.invalid:3128\""},
    {"proxy-is-no-socks", .settings = "proxy = \"socks5h://127.0.0.1:{port}\""},
    /* what passes */
    {"reset-then-well", .play = reset_before, .failing = 1, .settings = "retries = 1",
     .end = FAULT_TAKEN},
    {"cut-then-well", .fault = "/cut", .failing = 1, .settings = "retries = 1",
     .end = FAULT_TAKEN},
    {0},
};
