/* Answers whose status or headers are wrong, or lead somewhere else: see
 * tests/lib/fault_case.h. */
#include "tests/lib/fault_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/faults.h"

#define EMPTY "Content-Length: 0\r\n\r\n"
#define LEADS(to) .answer = "HTTP/1.1 302 Found\r\nLocation: " to "\r\n" EMPTY
#define BUSY(after)                                                                    \
    .answer = "HTTP/1.1 429 Too Many\r\nRetry-After: " after "\r\n" EMPTY
/* The same by the server's own clock. */
#define BUSY_UNTIL(date)                                                               \
    .answer = "HTTP/1.1 429 Too Many\r\nDate: Thu, 05 Nov 2026 08:00:00 GMT\r\n"       \
              "Retry-After: " date "\r\n" EMPTY
#define ONCE_MORE "retries = 1"
/* A server whose address is none of this machine's own. */
#define FAR .address = "http://{far}/{name}/feed", .settings = "allow = {\"http\"}"

/* World Bank: three pages of two rows. */
static void put_page(const struct fault_request *request, int page, int pages)
{
    char body[512];
    int n = snprintf(body, sizeof body,
                     "[{\"page\":%d,\"pages\":%d,\"per_page\":2,\"total\":%d},[", page,
                     pages, 2 * pages);
    for (int i = 0; i < 2; i++)
        n += snprintf(body + n, sizeof body - (size_t)n,
                      "%s{\"indicator\":{\"id\":\"B9-01\",\"value\":\"\"},"
                      "\"country\":{\"id\":\"430000\",\"value\":\"\"},"
                      "\"countryiso3code\":\"\",\"date\":\"%d\",\"value\":3.9,"
                      "\"unit\":\"\",\"obs_status\":\"\",\"decimal\":1}",
                      i ? "," : "", 2020 + 2 * page + i);
    n += snprintf(body + n, sizeof body - (size_t)n, "]]");
    fault_deliver(request->fd, "", body, (size_t)n);
}

static int page_of(const struct fault_request *request)
{
    const char *end = strchr(request->path, ' ');
    const char *page = strstr(request->path, "page=");
    return page && end && page < end ? atoi(page + 5) : 1;
}

static void second_page_fails(const struct fault_request *request)
{
    static const char answer[] = "HTTP/1.1 500 Internal Server Error\r\n" EMPTY;
    if (page_of(request) == 2)
        fault_send(request->fd, answer, sizeof answer - 1);
    else
        put_page(request, page_of(request), 3);
}

static void second_page_is_html(const struct fault_request *request)
{
    static const char body[] = "<!DOCTYPE html><title>Login</title>";
    if (page_of(request) == 2)
        fault_deliver(request->fd, "", body, sizeof body - 1);
    else
        put_page(request, page_of(request), 3);
}

/* Whatever is asked for, this is the first page of three. */
static void page_again(const struct fault_request *request)
{
    put_page(request, 1, 3);
}

static void pages_without_end(const struct fault_request *request)
{
    put_page(request, page_of(request), page_of(request) + 1);
}

static void pages_back_and_forth(const struct fault_request *request)
{
    put_page(request, page_of(request) == 3 ? 1 : page_of(request), 4);
}

/* The first answer is right, all others say that nothing has changed. */
static void same_once(const struct fault_request *request)
{
    static const char same[] = "HTTP/1.1 304 Not Modified\r\n\r\n";
    if (request->number == 1)
        fault_send(request->fd, same, sizeof same - 1);
    else
        fault_deliver(request->fd, "", FAULT_NEWER, strlen(FAULT_NEWER));
}

/* A validator that must not be sent again: asked by it, the server says "the same". */
static void etag_unusable(const struct fault_request *request)
{
    if (strstr(request->head, "If-None-Match"))
        fault_send(request->fd, "HTTP/1.1 304 No\r\n\r\n", 19);
    else
        fault_deliver(request->fd, "ETag: \"\x1b[31mred\"\r\n", FAULT_NEWER,
                      strlen(FAULT_NEWER));
}

const struct fault_case fault_cases_answer[] = {
    /* statuses */
    {"status-204", .fault = "/no-content"},
    {"status-205", .answer = "HTTP/1.1 205 Reset Content\r\n" EMPTY},
    {"status-206", .fault = "/partial"},
    {"status-300", .answer = "HTTP/1.1 300 Multiple Choices\r\n" EMPTY},
    {"status-302-nowhere", .answer = "HTTP/1.1 302 Found\r\n" EMPTY},
    {"status-400", .fault = "/status/400"},
    {"status-401", .answer = "HTTP/1.1 401 Unauthorized\r\n"
                             "WWW-Authenticate: Basic realm=\"x\"\r\n" EMPTY},
    {"status-401-basic", .answer = "HTTP/1.1 401 Unauthorized\r\n" EMPTY,
     .settings = "auth = \"basic\"\n    credentials = \"{dir}/secrets\""},
    {"status-403", .fault = "/status/403"},
    {"status-404", .fault = "/status/404"},
    {"status-407", .answer = "HTTP/1.1 407 Proxy Authentication Required\r\n" EMPTY},
    {"status-410", .fault = "/status/410"},
    {"status-451", .answer = "HTTP/1.1 451 Unavailable For Legal Reasons\r\n" EMPTY},
    {"status-500", .fault = "/status/500"},
    {"status-501", .answer = "HTTP/1.1 501 Not Implemented\r\n" EMPTY},
    {"status-999", .answer = "HTTP/1.1 999 Request denied\r\n" EMPTY},
    {"status-000", .answer = "HTTP/1.1 000 What\r\n" EMPTY},
    {"status-no-number", .answer = "HTTP/1.1 OK\r\n" EMPTY},
    /* nothing has changed */
    {"not-changed-unasked", .fault = "/same"},
    {"not-changed-asked", .fault = "/same", .end = FAULT_SAME,
     .headers = "ETag: \"a\"\r\n"},
    {"not-changed-once", .play = same_once, .end = FAULT_TAKEN},
    /* rests */
    {"busy-seconds", BUSY("7200"), .settings = ONCE_MORE},
    {"busy-date", BUSY_UNTIL("Thu, 05 Nov 2026 10:00:00 GMT"), .settings = ONCE_MORE},
    {"busy-overflow", BUSY("99999999999999999999"), .settings = ONCE_MORE},
    {"busy-negative", BUSY("-5"), .settings = ONCE_MORE},
    {"busy-garbage", BUSY("\x1b[2J soon"), .settings = ONCE_MORE},
    {"busy-no-retries", BUSY("7200")},
    {"unavailable-for-ever",
     .answer = "HTTP/1.1 503 Later\r\nRetry-After: 4294967296\r\n" EMPTY,
     .settings = ONCE_MORE},
    {"unavailable-once", .fault = "/status/503", .failing = 1, .settings = ONCE_MORE,
     .end = FAULT_TAKEN},
    {"unavailable-twice", .fault = "/status/503", .failing = 2, .settings = ONCE_MORE},
    {"busy-once", BUSY("1"), .failing = 1, .settings = ONCE_MORE, .end = FAULT_TAKEN},
    /* redirects */
    {"redirect-loop", LEADS("{self}")},
    {"redirect-loop-of-two", LEADS("{self}x")},
    {"redirect-file", LEADS("file:///etc/passwd"),
     .settings = "allow = {\"http\", \"loopback\", \"file\"}"},
    {"redirect-ftp", LEADS("ftp://127.0.0.1/feed")},
    {"redirect-gopher", LEADS("gopher://127.0.0.1:6379/_INFO")},
    {"redirect-loopback", LEADS("http://127.0.0.1:{port}/{name}/feed"), FAR},
    {"redirect-loopback-6", LEADS("http://[::1]:{port}/{name}/feed"), FAR},
    {"redirect-loopback-mapped", LEADS("http://[::ffff:127.0.0.1]:{port}/{name}/feed"),
     FAR},
    {"redirect-loopback-number", LEADS("http://2130706433:{port}/{name}/feed"), FAR},
    {"redirect-loopback-name", LEADS("http://localhost:{port}/{name}/feed"), FAR},
    {"redirect-this-network", LEADS("http://0.0.0.0:{port}/{name}/feed"), FAR},
    {"redirect-link-local", LEADS("http://169.254.169.254/latest/meta-data"), FAR},
    {"redirect-link-local-6", LEADS("http://[fe80::1]/feed"), FAR},
    {"redirect-user", LEADS("http://li:geheim@{far}/{name}/feed"), FAR},
    {"redirect-no-address", LEADS("http://")},
    {"redirect-odd-port", LEADS("http://127.0.0.1:99999/")},
    {"redirect-escape", .fault = "/redirect-escape"},
    {"loopback-name-not-allowed", .address = "http://localhost:{port}/{name}/feed",
     .settings = "allow = {\"http\"}"},
    /* what could reach a terminal */
    {"escape-status", .fault = "/escape-status"},
    {"escape-etag", .play = etag_unusable, .end = FAULT_TAKEN},
    {"escape-type", .answer = "HTTP/1.1 200 OK\r\nContent-Type: text/\x1b[1mbold\r\n"
                              "Content-Length: 4\r\n\r\nsoon"},
    /* who asks */
    {"credentials-open", .body = "{}",
     .settings = "auth = \"basic\"\n    credentials = \"{dir}/open\""},
    {"credentials-missing", .body = "{}",
     .settings = "auth = \"basic\"\n    credentials = \"{dir}/nothing\""},
    {"proxy-wants-password",
     .answer = "HTTP/1.1 407 Proxy Authentication Required\r\n" EMPTY,
     .settings = "proxy = \"http://127.0.0.1:{port}\""},
    /* pages */
    {"page-2-fails", .play = second_page_fails},
    {"page-2-html", .play = second_page_is_html},
    /* A server that knows no pages: its one page is too little. */
    {"page-again", .play = page_again, .end = FAULT_ATTENTION},
    {"pages-back-and-forth", .play = pages_back_and_forth},
    {"pages-endless", .play = pages_without_end, .settings = "pages = 20"},
    {0},
};
