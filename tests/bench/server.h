/*
 * Servers for the bench: twenty addresses of loopback, which are twenty hosts to the
 * collector. Each answers any path with the same kind of body after a while, over
 * connections that it keeps.
 *
 * Owns: the processes (one listens, one serves each connection).
 * Must never know: what is measured with it.
 */
#ifndef TESTS_BENCH_SERVER_H
#define TESTS_BENCH_SERVER_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

enum { SERVER_HOSTS = 20 };

struct server_body {
    void (*write)(FILE *out, const char *path, const void *self);
    const void *self;
    int latency_ms; /* before each answer */
    bool flowing;   /* sent while it is written; its end is the connection's. Else it is
                       written first and sent by its length. */
};

struct bench_server {
    pid_t pid;
    int port; /* of all addresses */
};

/* `body` is what `self` points to at this moment. */
void server_start(struct bench_server *server, const struct server_body *body);
void server_stop(struct bench_server *server);

/* "http://127.0.1.N:PORT" and the path, of a host from 0. */
void server_address(const struct bench_server *server, int host, const char *path,
                    char *text, size_t size);

#endif
