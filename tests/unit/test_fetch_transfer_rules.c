/* Where transfers may go: connections, forbidden addresses, files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <ifaddrs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fetch/transfer_address.h"
#include "tests/lib/kept_server.h"
#include "tests/lib/transfer_fixture.h"

/* ---- connections ---- */

/* A port that was free a moment ago. */
static int closed_port(void)
{
    struct fault_server server;
    assert_true(fault_server_start(&server, "127.0.0.1", NULL));
    fault_server_stop(&server);
    return server.port;
}

static void refused_connection(void **state)
{
    struct transfer transfer =
        fetch(*state, source_at(*state, local(*state, closed_port(), "/")));
    assert_error(&transfer, ERROR_TRANSFER_REFUSED, NULL);
}

static void unknown_host(void **state)
{
    struct source *source = source_at(*state, "https://x.invalid/a?token=secret");
    struct transfer transfer = fetch(*state, source);
    assert_error(&transfer, ERROR_TRANSFER_RESOLVE, "x.invalid");
    assert_string_equal(transfer.error.arg[1], "https://x.invalid/a?..");
}

/* A listener whose queue is full does not answer a connection at all. */
static void connection_that_hangs(void **state)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    int fds[3], listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener, 0), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    for (int i = 0; i < 3; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)!connect(fds[i], (struct sockaddr *)&address, size);
    }
    struct transfer transfer =
        fetch(*state, source_at(*state, local(*state, ntohs(address.sin_port), "/")));
    for (int i = 0; i < 3; i++)
        close(fds[i]);
    close(listener);
    assert_error(&transfer, ERROR_TRANSFER_CONNECT_TIMEOUT, "1");
}

static void broken_encryption(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *fault;
        enum error_code code;
    } cases[] = {
        {"/tls-alert", ERROR_TRANSFER_TLS_OLD},
        {"/tls-old", ERROR_TRANSFER_TLS_OLD},
        {"/garbage", ERROR_TRANSFER_TLS}, /* no encryption at all */
        {"/nothing", ERROR_TRANSFER_TLS},
        {"/silent", ERROR_TRANSFER_CONNECT_TIMEOUT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault_server server;
        assert_true(fault_server_start(&server, "127.0.0.1", cases[i].fault));
        struct source *source =
            source_at(fixture, arena_printf(&fixture->arena, "https://127.0.0.1:%d/",
                                            server.port));
        struct transfer transfer = fetch(fixture, source);
        fault_server_stop(&server);
        print_message("# %s\n", cases[i].fault);
        assert_error(&transfer, cases[i].code, NULL);
    }
}

static void certificate_that_nobody_signed(void **state)
{
    struct fixture *fixture = *state;
    int port;
    struct kept_server *server = kept_server_start(true, &port);
    if (!server)
        skip();
    struct transfer transfer =
        fetch(fixture, source_at(fixture, arena_printf(&fixture->arena,
                                                       "https://127.0.0.1:%d/", port)));
    kept_server_stop(server);
    assert_error(&transfer, ERROR_TRANSFER_AUTHORITY, NULL);
}

/* ---- what is not allowed ---- */

static void forbidden_addresses(void **state)
{
    static const struct {
        const char *address;
        enum error_code code;
    } cases[] = {
        {"http://127.0.0.1/", ERROR_TRANSFER_FORBIDDEN},
        {"http://127.1/", ERROR_TRANSFER_FORBIDDEN},
        {"http://0x7f000001/", ERROR_TRANSFER_FORBIDDEN},
        {"http://0/", ERROR_TRANSFER_FORBIDDEN},
        {"http://169.254.169.254/latest", ERROR_TRANSFER_FORBIDDEN},
        {"http://[::1]/", ERROR_TRANSFER_FORBIDDEN},
        {"http://[::]/", ERROR_TRANSFER_FORBIDDEN},
        {"http://[fe80::1]/", ERROR_TRANSFER_FORBIDDEN},
        {"http://[::ffff:127.0.0.1]/", ERROR_TRANSFER_FORBIDDEN},
        {"http://[::ffff:7f00:1]/", ERROR_TRANSFER_FORBIDDEN},
        {"http://[64:ff9b::7f00:1]/", ERROR_TRANSFER_FORBIDDEN},
        {"http://localhost/", ERROR_TRANSFER_FORBIDDEN},
        {"ftp://example.org/", ERROR_TRANSFER_SCHEME},
        {"gopher://example.org/", ERROR_TRANSFER_SCHEME},
        {"example.org/data", ERROR_TRANSFER_ADDRESS},
        {"https://", ERROR_TRANSFER_ADDRESS},
        {"", ERROR_TRANSFER_ADDRESS},
        {"file:///etc/hostname", ERROR_TRANSFER_FILE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source *source = source_at(*state, cases[i].address);
        source->allow_loopback = false;
        struct transfer transfer = fetch(*state, source);
        print_message("# %s\n", cases[i].address);
        assert_error(&transfer, cases[i].code, NULL);
    }
}

static void addresses_that_are_not_local(void **state)
{
    static const char *const hosts[] = {
        "128.0.0.1", "126.255.255.255",  "169.253.1.1",         "10.0.0.1",
        "1.0.0.0",   "[2001:db8::1]",    "[fec0::1]",           "[::ffff:8.8.8.8]",
        "[::2:0:0]", "[64:ff9b::808:8]", "[127.0.0.1.example]", "localhost"};
    (void)state;
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        print_message("# %s\n", hosts[i]);
        assert_false(transfer_host_is_local(hosts[i]));
    }
    assert_true(transfer_address_is_local(&(struct sockaddr){.sa_family = AF_UNIX}));
}

static void http_only_where_allowed(void **state)
{
    struct source *source = fault(*state, "/good");
    source->allow_http = false;
    struct transfer transfer = fetch(*state, source);
    assert_error(&transfer, ERROR_TRANSFER_HTTP, NULL);
}

/* An address of this machine that is not loopback; false if there is none. */
static bool outer_address(char text[INET_ADDRSTRLEN])
{
    struct ifaddrs *all = NULL;
    bool found = false;
    if (getifaddrs(&all) != 0)
        return false;
    for (struct ifaddrs *one = all; one && !found; one = one->ifa_next) {
        if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET ||
            transfer_address_is_local(one->ifa_addr))
            continue;
        transfer_address_text(one->ifa_addr, text, INET_ADDRSTRLEN);
        found = true;
    }
    freeifaddrs(all);
    return found;
}

/* A server elsewhere sends us to our own, by number and by name. */
static void redirect_to_loopback(void **state)
{
    struct fixture *fixture = *state;
    struct fault_server outer;
    char host[INET_ADDRSTRLEN];
    if (!outer_address(host) || !fault_server_start(&outer, host, NULL))
        skip();
    const char *targets[] = {"127.0.0.1", "localhost"};
    for (int i = 0; i < 2; i++) {
        struct source *source = source_at(
            fixture,
            arena_printf(&fixture->arena, "http://%s:%d/redirect/http://%s:%d/good",
                         host, outer.port, targets[i], fixture->server.port));
        struct transfer free_to_go = fetch(fixture, source);
        source->allow_loopback = false;
        struct transfer transfer = fetch(fixture, source);
        assert_body(&free_to_go, FAULT_GOOD);
        assert_error(&transfer, ERROR_TRANSFER_FORBIDDEN, NULL);
        assert_true(transfer_host_is_local(transfer.error.arg[2]));
    }
    fault_server_stop(&outer);
}

/* The same, when a source that may has left a connection open: no socket is opened. */
static void redirect_to_a_kept_connection(void **state)
{
    struct fixture *fixture = *state;
    struct fault_server outer;
    char host[INET_ADDRSTRLEN];
    int port;
    struct kept_server *server = kept_server_start(false, &port);
    assert_non_null(server);
    if (!outer_address(host) || !fault_server_start(&outer, host, NULL)) {
        kept_server_stop(server);
        skip();
    }
    const char *led =
        arena_printf(&fixture->arena, "http://%s:%d/redirect/http://127.0.0.1:%d/",
                     host, outer.port, port);
    struct source *kept = source_at(fixture, local(fixture, port, "/"));
    struct source *source = source_at(fixture, led);
    source->allow_loopback = false;
    struct transfer transfers[] = {ask(kept), ask(source)};
    assert_true(transfer_run(transfers, 2, NULL, &fixture->arena, NULL, NULL, NULL));
    fault_server_stop(&outer);
    kept_server_stop(server);
    assert_body(&transfers[0], KEPT_BODY);
    assert_error(&transfers[1], ERROR_TRANSFER_FORBIDDEN, "127.0.0.1");
}

static void addresses_are_shown_without_secrets(void **state)
{
    struct fixture *fixture = *state;
    struct source *source =
        source_at(fixture, "https://user:secret@example.org:8443/a/b?api_key=1#part");
    assert_string_equal(transfer_address(source, &fixture->arena),
                        "https://example.org:8443/a/b?..");
    source->address = "http://user:secret@127.0.0.1/";
    source->allow_loopback = false;
    struct transfer transfer = fetch(fixture, source);
    assert_error(&transfer, ERROR_TRANSFER_FORBIDDEN, "127.0.0.1");
    assert_string_equal(transfer.error.arg[1], "http://127.0.0.1/");
}

/* ---- files ---- */

static void files(void **state)
{
    struct fixture *fixture = *state;
    char name[] = "/tmp/aiplus test XXXXXX"; /* a blank: to be written as %20 */
    int fd = mkstemp(name);
    assert_int_equal(write(fd, "a,b\n1,2\n", 8), 8);
    close(fd);
    struct source *source = source_at(
        fixture, arena_printf(&fixture->arena, "file:///tmp/aiplus%%20test%%20%s",
                              strrchr(name, ' ') + 1));
    source->allow_file = true;
    source->allow_loopback = false;
    struct transfer transfer = fetch(fixture, source);
    assert_body(&transfer, "a,b\n1,2\n");
    source->limits.bytes = 7;
    transfer = fetch(fixture, source);
    assert_error(&transfer, ERROR_TRANSFER_TOO_LARGE, "7");
    unlink(name);
    transfer = fetch(fixture, source);
    assert_error(&transfer, ERROR_TRANSFER_FILE_MISSING, NULL);
    /* A pipe without a writer: opening it plainly would wait for ever. */
    assert_int_equal(mkfifo(name, 0600), 0);
    transfer = fetch(fixture, source);
    assert_error(&transfer, ERROR_TRANSFER_FILE_KIND, NULL);
    unlink(name);
    source->address = "file:///tmp";
    transfer = fetch(fixture, source);
    assert_error(&transfer, ERROR_TRANSFER_FILE_KIND, NULL);
    source->address = "file:///dev/zero";
    transfer = fetch(fixture, source);
    assert_error(&transfer, ERROR_TRANSFER_FILE_KIND, NULL);
    source->address = "file:///proc/self/mem"; /* can be opened, not read */
    transfer = fetch(fixture, source);
    assert_error(&transfer, ERROR_TRANSFER_FILE_READ, NULL);
}

#define TEST(name) cmocka_unit_test_teardown(name, fixture_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(refused_connection),
        TEST(unknown_host),
        TEST(connection_that_hangs),
        TEST(broken_encryption),
        TEST(certificate_that_nobody_signed),
        TEST(forbidden_addresses),
        TEST(addresses_that_are_not_local),
        TEST(http_only_where_allowed),
        TEST(redirect_to_loopback),
        TEST(redirect_to_a_kept_connection),
        TEST(addresses_are_shown_without_secrets),
        TEST(files),
    };
    return cmocka_run_group_tests(tests, transfer_fixture_open, transfer_fixture_close);
}
