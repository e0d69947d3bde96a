/* Who asks, and how it is proved: credentials, signatures, proxies, queries in bodies.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fetch/access.h"
#include "tests/lib/proxy_server.h"
#include "tests/lib/transfer_fixture.h"

/* A credentials file of the test's own, gone when the process ends. */
static const char *credentials(struct fixture *fixture, const char *text, mode_t mode)
{
    const char *directory = getenv("TMPDIR");
    const char *path = arena_printf(&fixture->arena, "%s/aiplus-access-%d",
                                    directory ? directory : "/tmp", getpid());
    unlink(path); /* it may belong to somebody else by now */
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fputs(text, file) < 0, 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static struct source *with(struct fixture *fixture, const char *path,
                           const char *method, const char *text)
{
    struct source *source = fault(fixture, path);
    source->access.method = method;
    source->access.credentials = credentials(fixture, text, 0600);
    return source;
}

/* ---- the file ---- */

static void files_are_read(void **state)
{
    static struct secrets secrets;
    struct error error = {0};
    struct source *source =
        with(*state, "/", "basic",
             "\xEF\xBB\xBF# of the province\n\n user =  li lei \r\npassword=a=b # c\n"
             "proxy_user = p\n");
    assert_true(access_read(source, &secrets, &error));
    assert_string_equal(secrets.user, "li lei");
    assert_string_equal(secrets.password, "a=b # c");
    assert_string_equal(secrets.proxy_user, "p");
    assert_string_equal(secrets.token, "");
    access_forget(&secrets);
    for (size_t i = 0; i < sizeof secrets; i++)
        assert_int_equal(((const char *)&secrets)[i], 0);
}

/* What cannot be used is refused with its line, and never repeated. */
static void files_are_refused_without_their_values(void **state)
{
    char longer[1200] = "token = ";
    memset(longer + 8, 'S', 600);
    static char larger[20000];
    memset(larger, '#', sizeof larger - 1);
    const struct {
        const char *text, *method;
        enum error_code code;
        const char *detail;
    } cases[] = {
        {"user = SECRET\nSECRET\n", "none", ERROR_ACCESS_LINE, "2"},
        {"SECRET = x\n", "none", ERROR_ACCESS_LINE, "1"},
        {"\n\ntoken =\n", "none", ERROR_ACCESS_LINE, "3"},
        {"token = a\ntoken = SECRET\n", "none", ERROR_ACCESS_LINE, "2"},
        {"token = SEC\x01RET\n", "none", ERROR_ACCESS_LINE, "1"},
        {longer, "none", ERROR_ACCESS_LINE, "1"},
        {larger, "none", ERROR_TOO_LARGE, NULL},
        {"password = SECRET\n", "basic", ERROR_ACCESS_MISSING, "user"},
        {"user = SECRET\n", "basic", ERROR_ACCESS_MISSING, "password"},
        {"user = SECRET\n", "bearer", ERROR_ACCESS_MISSING, "token"},
        {"rid = r\nsid = SECRET\n", "exchange", ERROR_ACCESS_MISSING, "secret"},
        {"", "exchange", ERROR_ACCESS_MISSING, "rid"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct secrets secrets;
        struct error error = {0};
        char text[1024];
        struct source *source = with(*state, "/", cases[i].method, cases[i].text);
        assert_false(access_read(source, &secrets, &error));
        assert_string_equal(error_name(error.code), error_name(cases[i].code));
        if (cases[i].detail)
            assert_string_equal(error.arg[2], cases[i].detail);
        error_format(&error, NULL, text, sizeof text);
        assert_null(strstr(text, "SEC"));
        assert_null(strstr(text, "SSS"));
        assert_non_null(strstr(text, source->access.credentials));
    }
}

static void only_the_owner_may_read_them(void **state)
{
    static const mode_t open[] = {0640, 0604, 0620, 0601, 0777};
    struct secrets secrets;
    struct error error = {0};
    struct source *source = with(*state, "/", "bearer", "token = t\n");
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        assert_int_equal(chmod(source->access.credentials, open[i]), 0);
        assert_false(access_read(source, &secrets, &error));
        assert_int_equal(error.code, ERROR_ACCESS_MODE);
    }
    assert_string_equal(error.arg[2], "0777");
    assert_int_equal(chmod(source->access.credentials, 0400), 0);
    assert_true(access_read(source, &secrets, &error));
    unlink(source->access.credentials);
    assert_false(access_read(source, &secrets, &error));
    assert_int_equal(error.code, ERROR_ACCESS_FILE);
    assert_int_equal(mkfifo(source->access.credentials, 0600), 0);
    assert_false(access_read(source, &secrets, &error));
    assert_int_equal(error.code, ERROR_ACCESS_KIND);
    unlink(source->access.credentials);
    if (geteuid() != 0)
        return;
    source = with(*state, "/", "bearer", "token = t\n");
    assert_int_equal(chown(source->access.credentials, 65534, 65534), 0);
    assert_false(access_read(source, &secrets, &error));
    assert_int_equal(error.code, ERROR_ACCESS_OWNER);
}

/* A transfer says why as well, and asks nobody. */
static void transfers_need_them(void **state)
{
    struct source *source = with(*state, "/times/1/good", "bearer", "token = t\n");
    fault_counts_reset();
    chmod(source->access.credentials, 0644);
    struct transfer transfer = fetch(*state, source);
    assert_int_equal(transfer.error.code, ERROR_ACCESS_MODE);
    assert_int_equal(fault_times(), 0);
}

/* ---- what is sent, and to whom ---- */

static void basic_and_bearer(void **state)
{
    struct transfer basic =
        fetch(*state, with(*state, "/echo", "basic", "user = u\npassword = p w\n"));
    assert_non_null(strstr(basic.bytes, "Authorization: Basic dTpwIHc=\r\n"));
    struct transfer bearer =
        fetch(*state, with(*state, "/echo", "bearer", "token = abc.def\n"));
    assert_non_null(strstr(bearer.bytes, "Authorization: Bearer abc.def\r\n"));
    struct transfer none =
        fetch(*state, with(*state, "/echo", "none", "token = abc.def\n"));
    assert_null(strstr(none.bytes, "Authorization"));
}

/* Not to another host, port or scheme; and not by the way back either. */
static void secrets_stay_at_home(void **state)
{
    static const char *const own[] = {"X-Api-Key: KEY"};
    struct fixture *fixture = *state;
    struct fault_server other;
    assert_true(fault_server_start(&other, "127.0.0.1", NULL));
    const char *const ways[] = {
        local(fixture, other.port, "/echo"),
        arena_printf(&fixture->arena, "http://localhost:%d/echo", fixture->server.port),
        arena_printf(&fixture->arena, "http://127.0.0.1:%d/redirect/%s", other.port,
                     local(fixture, fixture->server.port, "/echo")),
    };
    struct source *source =
        with(fixture, "/redirect//echo", "basic", "user = u\npassword = p\n");
    source->access.headers = own;
    source->access.n_headers = 1;
    struct transfer same = fetch(fixture, source);
    assert_non_null(strstr(same.bytes, "Authorization: Basic"));
    assert_non_null(strstr(same.bytes, "X-Api-Key: KEY\r\n"));
    for (int i = 0; i < 3; i++) {
        source->address =
            arena_printf(&fixture->arena, "http://127.0.0.1:%d/redirect/%s",
                         fixture->server.port, ways[i]);
        struct transfer away = fetch(fixture, source);
        print_message("# %s\n", ways[i]);
        assert_true(away.ok);
        assert_non_null(strstr(away.bytes, "GET /echo"));
        assert_null(strstr(away.bytes, "Authorization"));
        assert_null(strstr(away.bytes, "X-Api-Key"));
    }
    fault_server_stop(&other);
}

static void own_headers(void **state)
{
    static const char *const own[] = {"Accept: text/csv", "If-None-Match: x",
                                      "Host: evil", "X-A: b"};
    struct source *source = fault(*state, "/echo");
    source->access.headers = own;
    source->access.n_headers = 4;
    struct transfer transfer = fetch(*state, source);
    assert_non_null(strstr(transfer.bytes, "\r\nAccept: text/csv\r\n"));
    assert_non_null(strstr(transfer.bytes, "\r\nX-A: b\r\n"));
    assert_null(strstr(transfer.bytes, "If-None-Match"));
    assert_null(strstr(transfer.bytes, "evil"));
    assert_true(access_header_allowed("Accept-Language: zh"));
    assert_true(access_header_allowed("Tenant: 430000"));
    assert_false(access_header_allowed("te: trailers"));
    assert_false(access_header_allowed("AUTHORIZATION: x"));
    assert_false(access_header_allowed("if-range: x"));
    assert_false(access_header_allowed("Transfer-Encoding: chunked"));
    assert_false(access_header_allowed("gjgxjhpt_sign: x"));
}

/* ---- a query in the body ---- */

static void posts(void **state)
{
    static const char *const typed[] = {"content-type: text/plain"};
    struct source *source = fault(*state, "/echo");
    source->access.post = "{\"年\":2026}";
    struct transfer transfer = ask(source);
    transfer.etag = "\"e\"";
    assert_true(transfer_run(&transfer, 1, NULL, &((struct fixture *)*state)->arena,
                             NULL, NULL, NULL));
    assert_memory_equal(transfer.bytes, "POST /echo ", 11);
    assert_non_null(strstr(transfer.bytes, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(transfer.bytes, "\r\n\r\n{\"年\":2026}"));
    assert_null(strstr(transfer.bytes, "If-None-Match"));
    assert_null(strstr(transfer.bytes, "Expect"));
    source->access.headers = typed;
    source->access.n_headers = 1;
    transfer = fetch(*state, source);
    assert_non_null(strstr(transfer.bytes, "content-type: text/plain\r\n"));
    assert_null(strstr(transfer.bytes, "application/json"));
    source->address =
        local(*state, ((struct fixture *)*state)->server.port, "/redirect//echo");
    transfer = fetch(*state, source);
    assert_error(&transfer, ERROR_TRANSFER_REDIRECT_POST,
                 local(*state, ((struct fixture *)*state)->server.port, "/echo"));
}

/* ---- the data-sharing exchange ---- */

#define EXCHANGE "rid = r_1\nsid = s_1\nsecret = " FAULT_LONG_TERM "\n"

/* The value of a header in an echoed request. */
static const char *header_of(struct fixture *fixture, const char *head,
                             const char *name)
{
    const char *at = strstr(head, name);
    assert_non_null(at);
    at += strlen(name) + 2;
    return arena_strndup(&fixture->arena, at, strcspn(at, "\r\n"));
}

static void assert_signed(struct fixture *fixture, const char *head, const char *key)
{
    char sign[SIGNATURE_SIZE];
    const char *time = header_of(fixture, head, "gjgxjhpt_rtime");
    assert_int_equal(strlen(time), 13); /* milliseconds */
    digest_sign(key, arena_printf(&fixture->arena, "s_1r_1%s", time), sign);
    assert_string_equal(header_of(fixture, head, "gjgxjhpt_rid"), "r_1");
    assert_string_equal(header_of(fixture, head, "gjgxjhpt_sid"), "s_1");
    assert_string_equal(header_of(fixture, head, "gjgxjhpt_sign"), sign);
}

/* The vectors are `openssl dgst -sha256 -hmac` and `openssl enc -aes-128-cbc`. */
static void signatures_and_seals(void **state)
{
    char sign[SIGNATURE_SIZE], text[SECRET_SIZE] = "";
    (void)state;
    digest_sign("in-force-0451", "s_1r_11700000000000", sign);
    assert_string_equal(sign, "ce1tkH8ra+IEUii7Tezd7cwiqg1YhXaA05/DHfBBXzE=");
    assert_true(digest_unseal("long-term", "AESCBCPKCS5Paddi",
                              "qg25kPpge0MfDiabExDnOA==", text, sizeof text));
    assert_string_equal(text, "in-force-0451");
    assert_false(digest_unseal("long-term", "AESCBCPKCS5Paddi",
                               "qg25kPpge0MfDiabExDnOA==", text, 13));
    assert_false(digest_unseal("another", "AESCBCPKCS5Paddi",
                               "qg25kPpge0MfDiabExDnOA==", text, sizeof text));
    assert_false(digest_unseal("long-term", "AESCBCPKCS5Paddi",
                               "9f86d081884c7d659a2feaa0c55ad015", text, sizeof text));
    assert_false(digest_unseal("long-term", "AESCBCPKCS5Paddi", "", text, sizeof text));
    assert_false(
        digest_unseal("long-term", "AESCBCPKCS5Paddi", "***=", text, sizeof text));
}

static void requests_are_signed(void **state)
{
    struct transfer transfer =
        fetch(*state, with(*state, "/echo", "exchange", EXCHANGE));
    assert_true(transfer.ok);
    assert_signed(*state, transfer.bytes, FAULT_LONG_TERM);
}

static struct source *refreshing(struct fixture *fixture, const char *path,
                                 const char *refresh)
{
    struct source *source = with(fixture, path, "exchange", EXCHANGE);
    source->access.refresh = local(fixture, fixture->server.port, refresh);
    source->limits.retry_ms = 10;
    fault_counts_reset();
    return source;
}

/* One secret in force for all sources with the same long-term one. */
static void secrets_are_refreshed(void **state)
{
    struct fixture *fixture = *state;
    struct source *source = refreshing(fixture, "/echo", "/refresh");
    struct transfer transfers[4];
    for (int i = 0; i < 4; i++)
        transfers[i] = ask(source);
    assert_true(transfer_run(transfers, 4, NULL, &fixture->arena, NULL, NULL, NULL));
    assert_int_equal(fault_refreshes(), 1);
    for (int i = 0; i < 4; i++) {
        assert_true(transfers[i].ok);
        assert_signed(fixture, transfers[i].bytes, FAULT_IN_FORCE);
    }
}

static void refused_secrets_are_refreshed_once(void **state)
{
    struct transfer transfer =
        fetch(*state, refreshing(*state, "/times/1/status/401", "/refresh"));
    assert_body(&transfer, FAULT_GOOD);
    assert_int_equal(fault_refreshes(), 2);
    transfer = fetch(*state, refreshing(*state, "/times/9/status/403", "/refresh"));
    assert_error(&transfer, ERROR_HTTP_DENIED, "403 Fault");
    assert_int_equal(fault_times(), 2);
    assert_int_equal(fault_refreshes(), 2);
}

static void refreshes_that_fail(void **state)
{
    struct fixture *fixture = *state;
    struct source *source = refreshing(fixture, "/good", "/status/503");
    struct transfer transfer = fetch(fixture, source);
    assert_string_equal(error_name(transfer.error.code), "ERROR_HTTP_SERVER");
    assert_string_equal(transfer.error.arg[1], source->access.refresh);
    source = refreshing(fixture, "/good", "/html");
    transfer = fetch(fixture, source);
    assert_string_equal(error_name(transfer.error.code), "ERROR_ACCESS_REFRESH");
    assert_string_equal(transfer.error.arg[1], source->access.refresh);
    assert_string_equal(transfer.error.arg[2], "<!DOCTYPE html><title>Login</title>");
    /* The first answer is none, the second one holds. */
    source = refreshing(fixture, "/echo", "/times/1/status/503");
    source->limits.retries = 1;
    transfer = fetch(fixture, source);
    assert_string_equal(error_name(transfer.error.code), "ERROR_ACCESS_REFRESH");
    assert_int_equal(fault_times(), 2);
}

static void answers_with_a_secret(void **state)
{
    static const struct {
        const char *answer, *secret, *why;
    } cases[] = {
        {"{\"code\":\"0\",\"data\":{\"secret\":\"plain\"}}", "plain", NULL},
        {"{\"code\":0,\"data\":{\"secret\":\"plain\"}}", "plain", NULL},
        {"{\"code\":\"00\",\"data\":{\"secret\":\"plain\"}}", "plain", NULL},
        {"{\"code\":\"0\",\"data\":{\"secret\":\"qg25kPpge0MfDiabExDnOA==\"}}",
         FAULT_IN_FORCE, NULL},
        {"{\"code\":\"E-106\",\"data\":\"\",\"message\":\"未授权\\u001b[1m\"}", NULL,
         "E-106 未授权<U+001B>[1m"},
        {"{\"code\":\"0\",\"data\":{\"secret\":\"\"}}", NULL, "0"},
        {"{\"code\":\"0\",\"data\":[]}", NULL, "0"},
        {"[]", NULL, ""},
        {"{\"code\":", NULL, "{\"code\":"},
        {"", NULL, ""},
    };
    const struct secrets secrets = {.secret = FAULT_LONG_TERM};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char secret[SECRET_SIZE] = "", why[256] = "";
        bool ok =
            access_refresh_answer(&secrets, cases[i].answer, strlen(cases[i].answer),
                                  secret, why, sizeof why);
        assert_int_equal(ok, cases[i].secret != NULL);
        assert_string_equal(ok ? secret : why, ok ? cases[i].secret : cases[i].why);
    }
}

/* ---- proxies ---- */

static struct transfer by_proxy(struct fixture *fixture,
                                const struct proxy_server *proxy, const char *scheme,
                                const char *address, const char *text)
{
    struct source *source = source_at(fixture, address);
    source->access.proxy =
        arena_printf(&fixture->arena, "%s://127.0.0.1:%d", scheme, proxy->port);
    source->allow_loopback = false; /* the proxy may be here, the source may not */
    if (text)
        source->access.credentials = credentials(fixture, text, 0600);
    return fetch(fixture, source);
}

static void proxies_are_used(void **state)
{
    struct fixture *fixture = *state;
    struct proxy_server proxy;
    assert_true(proxy_server_start(&proxy, fixture->server.port, false));
    struct transfer transfer =
        by_proxy(fixture, &proxy, "http", "http://nobody.invalid/good", NULL);
    assert_body(&transfer, FAULT_GOOD);
    assert_string_equal(proxy.log->target, "http://nobody.invalid/good");
    transfer = by_proxy(fixture, &proxy, "socks5h", "http://other.invalid/good", NULL);
    assert_body(&transfer, FAULT_GOOD);
    assert_string_equal(proxy.log->target, "other.invalid");
    assert_int_equal(proxy.log->names, 1);
    /* The tunnel leads to a server that waits for a request, not for TLS. */
    transfer = by_proxy(fixture, &proxy, "http", "https://nobody.invalid/good", NULL);
    assert_int_equal(proxy.log->tunnels, 1);
    assert_string_equal(proxy.log->target, "nobody.invalid:443");
    assert_error(&transfer, ERROR_TRANSFER_CONNECT_TIMEOUT, "1");
    proxy_server_stop(&proxy);
}

static void proxies_know_their_user(void **state)
{
    struct fixture *fixture = *state;
    struct proxy_server proxy;
    const char *text = "proxy_user = pu\nproxy_password = pp\n";
    assert_true(proxy_server_start(&proxy, fixture->server.port, true));
    struct transfer transfer =
        by_proxy(fixture, &proxy, "http", "http://nobody.invalid/echo", NULL);
    assert_error(&transfer, ERROR_TRANSFER_PROXY, "407 Give a password");
    transfer = by_proxy(fixture, &proxy, "http", "https://nobody.invalid/echo", NULL);
    assert_error(&transfer, ERROR_TRANSFER_PROXY, NULL);
    transfer = by_proxy(fixture, &proxy, "http", "http://nobody.invalid/echo", text);
    assert_true(transfer.ok);
    assert_string_equal(proxy.log->proof, "Basic cHU6cHA=");
    transfer = by_proxy(fixture, &proxy, "socks5h", "http://nobody.invalid/echo", text);
    assert_true(transfer.ok);
    assert_null(strstr(transfer.bytes, "Proxy-Authorization"));
    assert_string_equal(proxy.log->proof, "pu:pp");
    proxy_server_stop(&proxy);
    transfer = by_proxy(fixture, &proxy, "http", "http://nobody.invalid/echo", text);
    assert_error(&transfer, ERROR_TRANSFER_PROXY, NULL);
}

/* What no socket of ours can be asked about. */
static void proxies_lead_nowhere_near(void **state)
{
    static const char *const addresses[] = {
        "http://127.0.0.1/", "http://169.254.169.254/", "http://[::ffff:127.0.0.1]/",
        "http://localhost/", "http://LOCALHOST./",      "http://a.localhost/"};
    struct fixture *fixture = *state;
    struct proxy_server proxy;
    assert_true(proxy_server_start(&proxy, fixture->server.port, false));
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct transfer transfer =
            by_proxy(fixture, &proxy, "http", addresses[i], NULL);
        print_message("# %s\n", addresses[i]);
        assert_error(&transfer, ERROR_TRANSFER_FORBIDDEN, NULL);
    }
    assert_int_equal(proxy.log->connections, 0);
    struct transfer transfer =
        by_proxy(fixture, &proxy, "http",
                 "http://nobody.invalid/redirect/http://127.0.0.1:1/", NULL);
    assert_error(&transfer, ERROR_TRANSFER_FORBIDDEN, "127.0.0.1");
    transfer = by_proxy(fixture, &proxy, "socks5h",
                        "http://nobody.invalid/redirect/http://x.localhost/", NULL);
    assert_error(&transfer, ERROR_TRANSFER_FORBIDDEN, "x.localhost");
    proxy_server_stop(&proxy);
}

#define TEST(name) cmocka_unit_test_teardown(name, fixture_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_are_read),
        TEST(files_are_refused_without_their_values),
        TEST(only_the_owner_may_read_them),
        TEST(transfers_need_them),
        TEST(basic_and_bearer),
        TEST(secrets_stay_at_home),
        TEST(own_headers),
        TEST(posts),
        TEST(signatures_and_seals),
        TEST(requests_are_signed),
        TEST(secrets_are_refreshed),
        TEST(refused_secrets_are_refreshed_once),
        TEST(refreshes_that_fail),
        TEST(answers_with_a_secret),
        TEST(proxies_are_used),
        TEST(proxies_know_their_user),
        TEST(proxies_lead_nowhere_near),
    };
    int failed =
        cmocka_run_group_tests(tests, transfer_fixture_open, transfer_fixture_close);
    struct fixture fixture = {0};
    unlink(credentials(&fixture, "", 0600));
    arena_release(&fixture.arena);
    return failed;
}
