/*
 * What every test of transfers needs: a fault server, an arena, and what an error must
 * name. One fixture for a test program, one arena for each test.
 */
#ifndef TESTS_LIB_TRANSFER_FIXTURE_H
#define TESTS_LIB_TRANSFER_FIXTURE_H

#include <time.h>

#include "fetch/transfer.h"
#include "tests/lib/fault_server.h"

struct fixture {
    struct fault_server server;
    struct arena arena;
};

/* cmocka's group setup and teardown, and a test's teardown. */
int fixture_open(void **state);
int fixture_close(void **state);
int fixture_clear(void **state);

/* A source named "demo" that allows http: and loopback, with limits of 1 MiB, 2 s, 1 s
 * for the connection, and 3 redirects. Lent by the fixture's arena. */
struct source *source_at(struct fixture *fixture, const char *address);

/* "http://127.0.0.1:PORT" and the path. */
const char *local(struct fixture *fixture, int port, const char *path);

/* The source of one of the fixture's server's faults. */
struct source *fault(struct fixture *fixture, const char *path);

struct transfer ask(const struct source *source);

/* Runs one transfer. */
struct transfer fetch(struct fixture *fixture, const struct source *source);

/* The code, the source's name and address, and the detail unless it is NULL. */
void assert_error(const struct transfer *transfer, enum error_code code,
                  const char *detail);
void assert_body(const struct transfer *transfer, const char *body);

long ms_since(const struct timespec *begin);

#endif
