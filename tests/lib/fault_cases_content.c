/* Whole answers that are no good feed: see tests/lib/fault_case.h. */
#include "tests/lib/fault_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/faults.h"

#define ROW(region, period, value)                                                     \
    "{\"indicator\":\"B9-01\",\"region\":\"" region "\",\"period\":\"" period          \
    "\",\"value\":" value ",\"unit\":\"EFLOPS\"}"
#define OTHERS                                                                         \
    "," ROW("330000", "2026-Q2", "8.5") "," ROW("110000", "2026-Q2", "9.1") "," ROW(   \
        "310000", "2026-Q2", "7.7") "," ROW("440000", "2026-Q2", "12.25") "]}"
#define BEGIN "{\"aiplus\":1,\"observations\":["
/* All of them, with this as Hunan's second quarter. */
#define FEED(value)                                                                    \
    BEGIN ROW("430000", "2026-Q1", "3.17") "," ROW("430000", "2026-Q2", value) OTHERS

const char FAULT_DELIVERY[] = FEED("3.52");
const char FAULT_NEWER[] = FEED("3.86");

#define CSV_HEAD "地区代码,指标代码,报期,值,状态,单位\n"
#define CSV_OTHERS                                                                     \
    "330000,B9-01,2026-Q2,8.5,A,EFLOPS\n110000,B9-01,2026-Q2,9.1,A,EFLOPS\n"           \
    "310000,B9-01,2026-Q2,7.7,A,EFLOPS\n440000,B9-01,2026-Q2,12.25,A,EFLOPS\n"
#define CSV                                                                            \
    CSV_HEAD "430000,B9-01,2026-Q1,3.17,A,EFLOPS\n"                                    \
             "430000,B9-01,2026-Q2,3.52,A,EFLOPS\n" CSV_OTHERS

#define SIZED(text) .size = sizeof(text) - 1

/* With another type than that of JSON, without a length. */
#define TYPED(type, text)                                                              \
    .answer = "HTTP/1.1 200 OK\r\nContent-Type: " type "\r\nConnection: close\r\n\r\n" \
              "" text
#define DATED(date, text)                                                              \
    .answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"                  \
              "Last-Modified: " date "\r\nConnection: close\r\n\r\n" text

#define NUL_BODY BEGIN "{\"indicator\":\"B9\0-01\"}]}"

static void put_much(const struct fault_request *request, const char *head,
                     const char *before, char filler, size_t megabytes)
{
    enum { BLOCK = 1 << 20 };
    char *block = malloc(BLOCK);
    memset(block, filler, BLOCK);
    fault_send(request->fd, head, strlen(head));
    fault_send(request->fd, before, strlen(before));
    for (size_t i = 0; i < megabytes; i++)
        fault_send(request->fd, block, BLOCK);
    free(block);
}

#define CLOSED "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"

static void one_string(const struct fault_request *request)
{
    put_much(request, CLOSED, BEGIN "{\"region\":\"", 'x', 200);
    fault_send(request->fd, "\"}]}", 4);
}

static void deep(const struct fault_request *request)
{
    put_much(request, CLOSED, "", '[', 4);
}

static void deep_objects(const struct fault_request *request)
{
    fault_send(request->fd, CLOSED, strlen(CLOSED));
    for (int i = 0; i < 100000; i++)
        fault_send(request->fd, "{\"a\":", 5);
}

static void blanks(const struct fault_request *request)
{
    put_much(request, CLOSED, "", ' ', 100);
}

static void one_field(const struct fault_request *request)
{
    put_much(request, "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n",
             CSV_HEAD "430000,B9-01,2026-Q3,\"", '1', 100);
    fault_send(request->fd, "\n", 1);
}

static void many_columns(const struct fault_request *request)
{
    put_much(request, "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n",
             "地区代码,指标代码,报期,值", ',', 8);
    fault_send(request->fd, "\n", 1);
}

const struct fault_case fault_cases_content[] = {
    /* pages for people */
    {"login-page", .fault = "/html"},
    {"login-page-as-json", .body = "<!DOCTYPE html><html><body>请登录</body></html>"},
    {"login-page-with-bom",
     .body = "\xef\xbb\xbf\r\n <html><head><title>登录</title></head></html>"},
    {"firewall-page", TYPED("text/html", "<script>location='/waf'</script>")},
    {"html-comment-first", TYPED("text/html", "<!-- x --><HTML></HTML>")},
    {"json-as-html", TYPED("text/html", FEED("3.86")), .end = FAULT_TAKEN},
    {"plain-words", .body = "服务维护中，请稍后再试。"},
    /* nothing */
    {"empty", .fault = "/empty"},
    {"empty-gzip", .answer = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                             "Content-Length: 0\r\n\r\n"},
    {"blanks-100mb", .play = blanks, .seconds = 20},
    {"only-a-bom", .body = "\xef\xbb\xbf"},
    {"json-empty-object", .body = "{}"},
    {"json-empty-list", .body = "[]"},
    {"json-null", .body = "null"},
    {"feed-without-rows", .body = BEGIN "]}"},
    /* other kinds */
    {"xml", .body = "<?xml version=\"1.0\"?><data/>"},
    {"pdf", .body = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"},
    {"zip-cut", .body = "PK\x03\x04\x14"},
    {"gzip-unsaid", .body = "\x1f\x8b\x08"},
    {"binary", .body = "\x7f"
                       "ELF\x02\x01\x01"},
    {"utf-16", .body = "\xff\xfe{\0\"\0a\0", .size = 8},
    /* JSON that is none, or not for sure */
    {"json-cut", .body = BEGIN ROW("430000", "2026-Q2", "3.9") ","},
    {"json-two", .body = FEED("3.9") FEED("3.9")},
    {"json-duplicate",
     .body = BEGIN "{\"indicator\":\"B9-01\",\"value\":1,\"value\":2}]}"},
    {"json-nul", .body = NUL_BODY, SIZED(NUL_BODY)},
    {"json-nul-escaped", .body = BEGIN "{\"indicator\":\"B9\\u0000-01\"}]}"},
    {"json-surrogate", .body = BEGIN "{\"indicator\":\"\\ud800\"}]}"},
    {"json-1e400", .body = FEED("1e400")},
    {"json-nan", .body = FEED("NaN")},
    {"json-not-utf8", .body = BEGIN "{\"region\":\"\xb1\xb1\xbe\xa9\"}]}"},
    {"json-deep", .play = deep},
    {"json-deep-objects", .play = deep_objects},
    {"json-string-200mb", .play = one_string, .seconds = 20},
    {"feed-newer-version", .body = "{\"aiplus\":2,\"observations\":[]}"},
    /* CSV that is none */
    {"csv-field-100mb", .good = CSV, .play = one_field, .seconds = 20},
    {"csv-columns-8m", .good = CSV, .play = many_columns, .seconds = 20},
    {"csv-nul", .good = CSV,
     TYPED("text/csv", CSV_HEAD "430000,B9-01,2026-Q2,\0"
                                "4\n"),
     SIZED("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: "
           "close\r\n\r\n" CSV_HEAD "430000,B9-01,2026-Q2,\0"
           "4\n")},
    {"csv-ragged", .good = CSV,
     TYPED("text/csv", CSV_HEAD "430000,B9-01,2026-Q1\n430000,B9-01,2026-Q2\n")},
    {"csv-quote", .good = CSV,
     TYPED("text/csv", CSV "\"430000,B9-01,2026-Q3,1,A,EFLOPS\n")},
    {"csv-head-alone", .good = CSV, TYPED("text/csv", CSV_HEAD)},
    /* what its source never sent */
    {"shrunken", .body = BEGIN ROW("430000", "2026-Q2", "3.9") "]}",
     .end = FAULT_ATTENTION},
    {"other-unit", .good = CSV,
     TYPED("text/csv", CSV_HEAD "430000,B9-01,2026-Q1,3170,A,PFLOPS\n"
                                "430000,B9-01,2026-Q2,3520,A,PFLOPS\n" CSV_OTHERS),
     .end = FAULT_ATTENTION},
    {"column-gone", .good = CSV,
     TYPED("text/csv", "地区代码,指标代码,报期,值,单位\n"
                       "430000,B9-01,2026-Q1,3.17,EFLOPS\n"
                       "430000,B9-01,2026-Q2,3.9,EFLOPS\n"
                       "330000,B9-01,2026-Q2,8.5,EFLOPS\n"
                       "110000,B9-01,2026-Q2,9.1,EFLOPS\n"
                       "310000,B9-01,2026-Q2,7.7,EFLOPS\n"
                       "440000,B9-01,2026-Q2,12.25,EFLOPS\n"),
     .end = FAULT_ATTENTION},
    {"value-unknown",
     .body = BEGIN ROW("430000", "2026-Q1", "3.17") "," ROW("439999", "2026-Q2", "3.9")
         OTHERS,
     .end = FAULT_ATTENTION},
    /* time that does not go on */
    {"older-edition", DATED("Wed, 04 Nov 2026 10:00:00 GMT", FEED("3.86")),
     .headers = "Last-Modified: Thu, 05 Nov 2026 00:00:00 GMT\r\n", .end = FAULT_SAME},
    {"newer-edition", DATED("Thu, 05 Nov 2026 00:30:00 GMT", FEED("3.86")),
     .headers = "Last-Modified: Thu, 05 Nov 2026 00:00:00 GMT\r\n", .end = FAULT_TAKEN},
    {"clock-ten-years-back", .body = FEED("3.86"), .now = "2016-11-05T08:00:00+08:00",
     .end = FAULT_TAKEN},
    {"clock-ten-years-on", .body = FEED("3.86"), .now = "2036-11-05T08:00:00+08:00",
     .end = FAULT_TAKEN},
    {0},
};
