/* Feeds that come in pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fetch/transfer_url.h"
#include "tests/lib/kept_server.h"
#include "tests/lib/transfer_fixture.h"

static int last_page;

/* {"page":N} -> page=N+1, until last_page. */
static bool count_up(const struct source *source, const struct body *page, char *query,
                     size_t size)
{
    assert_string_equal(source->name, "demo");
    assert_int_equal(page->bytes[page->size], '\0');
    int n = atoi(page->bytes + strlen("{\"page\":"));
    if (n >= last_page)
        return false;
    snprintf(query, size, "page=%d", n + 1);
    return true;
}

static bool always_two(const struct source *source, const struct body *page,
                       char *query, size_t size)
{
    (void)source, (void)page;
    snprintf(query, size, "page=2");
    return true;
}

static bool no_query(const struct source *source, const struct body *page, char *query,
                     size_t size)
{
    (void)source, (void)page;
    snprintf(query, size, "page=2 HTTP/1.1\r\nX: y");
    return true;
}

static struct transfer fetch_pages(struct fixture *fixture, const struct source *source,
                                   bool (*next)(const struct source *source,
                                                const struct body *page, char *query,
                                                size_t size),
                                   const char *directory)
{
    struct transfer transfer = ask(source);
    transfer.next = next;
    transfer.etag = "\"p\"";
    assert_true(
        transfer_run(&transfer, 1, directory, &fixture->arena, NULL, NULL, NULL));
    return transfer;
}

static void one_page_stays_as_it_is(void **state)
{
    last_page = 1;
    struct transfer transfer =
        fetch_pages(*state, fault(*state, "/page?rows=9"), count_up, NULL);
    assert_body(&transfer, "{\"page\":1}");
    assert_string_equal(transfer.type, "text/plain");
    assert_string_equal(transfer.new_etag, "\"p\"");
    assert_int_equal(transfer.pages, 1);
}

static void pages_are_joined(void **state)
{
    last_page = 3;
    for (int given = 0; given < 2; given++) {
        struct transfer transfer = fetch_pages(*state, fault(*state, "/page?rows=9"),
                                               count_up, given ? "/tmp" : NULL);
        assert_body(&transfer,
                    "\x1e{\"page\":1}\n\x1e{\"page\":2}\n\x1e{\"page\":3}\n");
        assert_string_equal(transfer.type, "application/json-seq");
        assert_string_equal(transfer.new_etag, "");
        assert_int_equal(transfer.pages, 3);
        transfer_release(&transfer);
    }
}

/* The limit is of what was sent, all pages together. */
static void all_pages_count(void **state)
{
    struct source *source = fault(*state, "/page");
    last_page = 9;
    source->limits.bytes = 90;
    struct transfer transfer = fetch_pages(*state, source, count_up, NULL);
    assert_true(transfer.ok);
    source->limits.bytes = 89;
    transfer = fetch_pages(*state, source, count_up, NULL);
    assert_error(&transfer, ERROR_TRANSFER_TOO_LARGE, "89");
}

static void pages_have_an_end(void **state)
{
    struct source *source = fault(*state, "/page");
    last_page = 100;
    source->limits.pages = 5;
    struct transfer transfer = fetch_pages(*state, source, count_up, NULL);
    assert_true(transfer.ok);
    assert_int_equal(transfer.pages, 5);
    source->limits.pages = 1;
    transfer = fetch_pages(*state, source, count_up, NULL);
    assert_true(transfer.ok);
    assert_int_equal(transfer.pages, 1);
    assert_true(transfer.bytes[0] != '\x1E');
    source->limits.pages = 5;
    transfer = fetch_pages(*state, source, always_two, NULL);
    assert_error(&transfer, ERROR_TRANSFER_PAGE_AGAIN, "2");
    transfer = fetch_pages(*state, source, no_query, NULL);
    assert_error(&transfer, ERROR_TRANSFER_REDIRECT_BAD, NULL);
}

/* A server that knows no pages gives the same answer to every query. */
static void the_same_page_again(void **state)
{
    last_page = 9;
    struct transfer transfer =
        fetch_pages(*state, fault(*state, "/good"), count_up, NULL);
    assert_true(transfer.ok);
    assert_int_equal(transfer.pages, 1);
    assert_string_equal(transfer.bytes, "\x1E" FAULT_GOOD "\n");
}

/* Nothing of a feed is used whose later page fails. */
static bool to_an_error(const struct source *source, const struct body *page,
                        char *query, size_t size)
{
    (void)source, (void)page;
    snprintf(query, size, "fail=1");
    return true;
}

static void a_later_page_fails_all(void **state)
{
    struct fixture *fixture = *state;
    fault_counts_reset();
    struct transfer transfer =
        fetch_pages(fixture, fault(fixture, "/times/1/page?x=1"), to_an_error, NULL);
    /* /times gives /good from the second request on, which leads to itself. */
    assert_error(&transfer, ERROR_TRANSFER_PAGE_AGAIN, "2");
    assert_string_equal(transfer.error.arg[1],
                        local(fixture, fixture->server.port, "/times/1/page?.."));
}

static bool five_pages(const struct source *source, const struct body *page,
                       char *query, size_t size)
{
    (void)source, (void)page;
    snprintf(query, size, "page=%d", ++last_page);
    return last_page < 6;
}

static void pages_share_a_connection(void **state)
{
    struct fixture *fixture = *state;
    int port;
    struct kept_server *server = kept_server_start(false, &port);
    assert_non_null(server);
    last_page = 1;
    struct transfer transfer = fetch_pages(
        fixture, source_at(fixture, local(fixture, port, "/")), five_pages, NULL);
    int connections = kept_server_connections(server);
    kept_server_stop(server);
    assert_true(transfer.ok);
    assert_int_equal(transfer.pages, 5);
    assert_int_equal(connections, 1);
}

static void parameters_take_their_places(void **state)
{
    static const struct {
        const char *address, *parameters, *wanted;
    } cases[] = {
        {"https://h/a", "page=2", "https://h/a?page=2"},
        {"https://h/a?page=1&b=c", "page=2", "https://h/a?b=c&page=2"},
        {"https://h/a?b=c&page=1#f", "page=2", "https://h/a?b=c&page=2"},
        {"https://h/a?pages=1", "page=2", "https://h/a?pages=1&page=2"},
        {"https://h/a?page=1&p=2", "p=3&page=4", "https://h/a?p=3&page=4"},
        {"https://h/a?b=%E4%B8%AD", "page=2", "https://h/a?b=%E4%B8%AD&page=2"},
        {"https://h/a", "page=\n", NULL},
        {"https://h/a", "page=1#x", NULL},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *made =
            wire_address_query(cases[i].address, cases[i].parameters, &fixture->arena);
        if (cases[i].wanted)
            assert_string_equal(made, cases[i].wanted);
        else
            assert_null(made);
    }
}

#define TEST(name) cmocka_unit_test_teardown(name, fixture_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_page_stays_as_it_is),
        TEST(pages_are_joined),
        TEST(all_pages_count),
        TEST(pages_have_an_end),
        TEST(the_same_page_again),
        TEST(a_later_page_fails_all),
        TEST(parameters_take_their_places),
        TEST(pages_share_a_connection),
    };
    return cmocka_run_group_tests(tests, transfer_fixture_open, transfer_fixture_close);
}
