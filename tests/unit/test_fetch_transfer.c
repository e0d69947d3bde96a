/* What transfers make of answers, good ones and wrong ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/transfer_fixture.h"

/* ---- what is good ---- */

static void good_comes_whole(void **state)
{
    struct transfer transfer = fetch(*state, fault(*state, "/good"));
    assert_body(&transfer, FAULT_GOOD);
    assert_string_equal(transfer.type, "application/json; charset=utf-8");
    assert_string_equal(transfer.new_etag, FAULT_ETAG);
    assert_string_equal(transfer.new_last_modified, FAULT_DATE);
}

static void unchanged_keeps_its_validators(void **state)
{
    struct fixture *fixture = *state;
    struct transfer transfer = ask(fault(fixture, "/good"));
    transfer.etag = FAULT_ETAG;
    transfer.last_modified = FAULT_DATE;
    assert_true(transfer_run(&transfer, 1, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_int_equal(transfer.error.code, ERROR_NONE);
    assert_true(transfer.ok);
    assert_true(transfer.unchanged);
    assert_null(transfer.bytes);
    assert_string_equal(transfer.new_etag, FAULT_ETAG);
    assert_string_equal(transfer.new_last_modified, FAULT_DATE);
}

static void changed_comes_anew(void **state)
{
    struct fixture *fixture = *state;
    struct transfer transfer = ask(fault(fixture, "/good"));
    transfer.etag = "\"older\"";
    assert_true(transfer_run(&transfer, 1, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_body(&transfer, FAULT_GOOD);
}

static void request_says_only_what_it_should(void **state)
{
    struct fixture *fixture = *state;
    struct transfer transfer = ask(fault(fixture, "/echo"));
    /* A validator that could end the line must not be sent. */
    transfer.etag = "\"a\"\r\nX-Smuggled: 1";
    transfer.last_modified = FAULT_DATE;
    assert_true(transfer_run(&transfer, 1, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_non_null(
        strstr(transfer.bytes, "User-Agent: aiplus/" AIPLUS_VERSION "\r\n"));
    assert_non_null(strstr(transfer.bytes, "Accept-Encoding: gzip\r\n"));
    assert_non_null(strstr(transfer.bytes, "If-Modified-Since: " FAULT_DATE "\r\n"));
    assert_null(strstr(transfer.bytes, "If-None-Match"));
    assert_null(strstr(transfer.bytes, "Smuggled"));
}

static void environment_names_no_proxy(void **state)
{
    setenv("http_proxy", "http://127.0.0.1:1/", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1/", 1);
    struct transfer transfer = fetch(*state, fault(*state, "/good"));
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    assert_body(&transfer, FAULT_GOOD);
}

static void compressed_bodies_are_unpacked(void **state)
{
    struct transfer gzip = fetch(*state, fault(*state, "/gzip"));
    struct transfer deflate = fetch(*state, fault(*state, "/deflate"));
    struct transfer members = fetch(*state, fault(*state, "/members"));
    assert_true(gzip.ok);
    assert_memory_equal(gzip.bytes, "0\n1\n2\n", 6);
    assert_string_equal(gzip.bytes + gzip.size - 5, "1999\n");
    assert_body(&deflate, gzip.bytes);
    assert_body(&members, "one two");
}

static void empty_and_html_are_for_the_decoder(void **state)
{
    struct transfer empty = fetch(*state, fault(*state, "/empty"));
    struct transfer html = fetch(*state, fault(*state, "/html"));
    assert_body(&empty, "");
    assert_string_equal(empty.type, "");
    assert_body(&html, "<!DOCTYPE html><title>Login</title>");
    assert_string_equal(html.type, "text/html; charset=utf-8");
}

static void redirect_is_followed(void **state)
{
    struct transfer transfer = fetch(*state, fault(*state, "/redirect//good"));
    assert_body(&transfer, FAULT_GOOD);
}

static void results_are_clean(void **state)
{
    struct transfer etag = fetch(*state, fault(*state, "/escape-etag"));
    struct transfer type = fetch(*state, fault(*state, "/escape-type"));
    struct transfer status = fetch(*state, fault(*state, "/escape-status"));
    assert_body(&etag, FAULT_GOOD);
    assert_string_equal(etag.new_etag, "");
    assert_string_equal(etag.new_last_modified, "");
    assert_string_equal(type.type, "text/<U+001B>[1mbold");
    assert_error(&status, ERROR_HTTP_SERVER, "500 <U+001B>]0;owned<U+0007> <FF> Fault");
}

/* ---- what is not ---- */

static void every_fault_has_its_sentence(void **state)
{
    static const struct {
        const char *path;
        enum error_code code;
        const char *detail;
    } cases[] = {
        {"/status/401", ERROR_HTTP_DENIED, "401 Fault"},
        {"/status/403", ERROR_HTTP_DENIED, "403 Fault"},
        {"/status/404", ERROR_HTTP_NOT_FOUND, "404 Fault"},
        {"/status/410", ERROR_HTTP_NOT_FOUND, "410 Fault"},
        {"/status/429", ERROR_HTTP_BUSY, "429 Fault"},
        {"/status/500", ERROR_HTTP_SERVER, "500 Fault"},
        {"/status/418", ERROR_HTTP_STATUS, "418 Fault"},
        {"/status/302", ERROR_HTTP_STATUS, "302 Fault"},
        {"/no-content", ERROR_HTTP_STATUS, "204 No Content"},
        {"/partial", ERROR_HTTP_STATUS, "206 Partial Content"},
        {"/same", ERROR_TRANSFER_NOT_CHANGED, NULL},
        {"/cut", ERROR_TRANSFER_CUT, NULL},
        {"/chunk-cut", ERROR_TRANSFER_CUT, NULL},
        {"/gzip-cut", ERROR_TRANSFER_CUT, NULL},
        {"/reset", ERROR_TRANSFER_CUT, NULL},
        {"/nothing", ERROR_TRANSFER_CUT, NULL},
        {"/gzip-bad", ERROR_TRANSFER_ENCODING, NULL},
        {"/gzip-tail", ERROR_TRANSFER_ENCODING, NULL},
        {"/brotli", ERROR_TRANSFER_PACKED, "br"},
        {"/bomb", ERROR_TRANSFER_TOO_LARGE, "1048576"},
        {"/endless", ERROR_TRANSFER_TOO_LARGE, "1048576"},
        {"/announced", ERROR_TRANSFER_TOO_LARGE, "1048576"},
        {"/garbage", ERROR_TRANSFER_NOT_HTTP, NULL},
        {"/headers", ERROR_TRANSFER_HEADERS, NULL},
        {"/interim", ERROR_TRANSFER_HEADERS, NULL},
        {"/encoded-twice", ERROR_TRANSFER_PACKED, "gzip, gzip"},
        {"/transfer-gzip", ERROR_TRANSFER_PACKED, "Transfer-Encoding: gzip"},
        {"/lengths", ERROR_TRANSFER_NOT_HTTP, NULL},
        {"/loop", ERROR_TRANSFER_REDIRECTS, "3"},
        {"/redirect/file:///etc/passwd", ERROR_TRANSFER_REDIRECT, "file:///etc/passwd"},
        {"/redirect/ftp://host/", ERROR_TRANSFER_REDIRECT, "ftp://host/"},
        {"/redirect-escape", ERROR_TRANSFER_REDIRECT_BAD, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source *source = fault(*state, cases[i].path);
        source->allow_file = true; /* redirects must not lead to files even so */
        struct transfer transfer = fetch(*state, source);
        print_message("# %s\n", cases[i].path);
        assert_error(&transfer, cases[i].code, cases[i].detail);
    }
}

static void redirects_name_no_password(void **state)
{
    struct transfer transfer =
        fetch(*state, fault(*state, "/redirect/ftp://user:secret@host/path?key=1"));
    assert_error(&transfer, ERROR_TRANSFER_REDIRECT, "ftp://host/path?..");
}

static void retry_after_is_read(void **state)
{
    struct transfer transfer = fetch(*state, fault(*state, "/wait"));
    assert_error(&transfer, ERROR_HTTP_SERVER, "503 Service Unavailable");
    assert_int_equal(transfer.retry_after, 120);
}

static void no_redirect_where_none_is_allowed(void **state)
{
    struct source *source = fault(*state, "/redirect//good");
    source->limits.redirects = 0;
    struct transfer transfer = fetch(*state, source);
    assert_error(&transfer, ERROR_TRANSFER_REDIRECTS, "0");
}

/* A silent server and a dripping one are told apart, and both end in time. */
static void slow_servers_are_given_up(void **state)
{
    struct fixture *fixture = *state;
    struct transfer transfers[] = {ask(fault(fixture, "/silent")),
                                   ask(fault(fixture, "/drip"))};
    struct timespec begin;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    assert_true(transfer_run(transfers, 2, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_in_range(ms_since(&begin), 900, 3000);
    assert_error(&transfers[0], ERROR_TRANSFER_NO_ANSWER, NULL);
    assert_error(&transfers[1], ERROR_TRANSFER_SLOW, NULL);
    assert_in_range(strtol(transfers[0].error.arg[2], NULL, 10), 1, 3);
}

#define TEST(name) cmocka_unit_test_teardown(name, fixture_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(good_comes_whole),
        TEST(unchanged_keeps_its_validators),
        TEST(changed_comes_anew),
        TEST(request_says_only_what_it_should),
        TEST(environment_names_no_proxy),
        TEST(compressed_bodies_are_unpacked),
        TEST(empty_and_html_are_for_the_decoder),
        TEST(redirect_is_followed),
        TEST(results_are_clean),
        TEST(every_fault_has_its_sentence),
        TEST(redirects_name_no_password),
        TEST(retry_after_is_read),
        TEST(no_redirect_where_none_is_allowed),
        TEST(slow_servers_are_given_up),
    };
    return cmocka_run_group_tests(tests, transfer_fixture_open, transfer_fixture_close);
}
