/* A fixture for transfers: see tests/lib/transfer_fixture.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/lib/transfer_fixture.h"

enum { MEGABYTE = 1 << 20 };

int transfer_fixture_open(void **state)
{
    static struct fixture fixture;
    *state = &fixture;
    return fault_server_start(&fixture.server, "127.0.0.1", NULL) ? 0 : -1;
}

int transfer_fixture_close(void **state)
{
    fault_server_stop(&((struct fixture *)*state)->server);
    return 0;
}

int fixture_clear(void **state)
{
    arena_release(&((struct fixture *)*state)->arena);
    return 0;
}

struct source *source_at(struct fixture *fixture, const char *address)
{
    struct source *source = arena_alloc(&fixture->arena, sizeof *source);
    *source = (struct source){
        .name = "demo",
        .address = address,
        .allow_http = true,
        .allow_loopback = true,
        .limits = {
            .bytes = MEGABYTE, .seconds = 2, .connect_seconds = 1, .redirects = 3}};
    return source;
}

const char *local(struct fixture *fixture, int port, const char *path)
{
    return arena_printf(&fixture->arena, "http://127.0.0.1:%d%s", port, path);
}

struct source *fault(struct fixture *fixture, const char *path)
{
    return source_at(fixture, local(fixture, fixture->server.port, path));
}

struct transfer ask(const struct source *source)
{
    return (struct transfer){.source = source, .etag = "", .last_modified = ""};
}

struct transfer fetch(struct fixture *fixture, const struct source *source)
{
    struct transfer transfer = ask(source);
    struct error error = {0};
    assert_true(transfer_run(&transfer, 1, NULL, &fixture->arena, NULL, NULL, &error));
    return transfer;
}

long ms_since(const struct timespec *begin)
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (end.tv_sec - begin->tv_sec) * 1000 +
           (end.tv_nsec - begin->tv_nsec) / 1000000;
}

void assert_error(const struct transfer *transfer, enum error_code code,
                  const char *detail)
{
    struct arena arena = {0};
    assert_string_equal(error_name(transfer->error.code), error_name(code));
    assert_false(transfer->ok);
    assert_null(transfer->bytes);
    assert_string_equal(transfer->error.arg[0], "demo");
    if (error_arity(code) > 1)
        assert_string_equal(transfer->error.arg[1],
                            transfer_address(transfer->source, &arena));
    if (detail)
        assert_string_equal(transfer->error.arg[2], detail);
    arena_release(&arena);
}

void assert_body(const struct transfer *transfer, const char *body)
{
    assert_string_equal(error_name(transfer->error.code), "ERROR_NONE");
    assert_true(transfer->ok);
    assert_false(transfer->unchanged);
    assert_int_equal(transfer->size, strlen(body));
    assert_string_equal(transfer->bytes, body);
}
