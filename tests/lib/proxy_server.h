/*
 * A small forward proxy on loopback: HTTP requests with whole addresses, CONNECT, and
 * SOCKS5 with names. It leads everything to one port of this machine, whatever was
 * asked for, so that names can be tested that nobody knows.
 */
#ifndef TESTS_LIB_PROXY_SERVER_H
#define TESTS_LIB_PROXY_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

struct proxy_log {
    int connections, tunnels, names; /* names: asked for by SOCKS5 as names */
    char target[256];                /* of the last one, as asked for */
    char proof[256];                 /* its Proxy-Authorization, "" if none */
};

struct proxy_server {
    pid_t pid;
    int port;
    struct proxy_log *log; /* shared with the proxy's processes */
};

/* `to`: the port that everything is led to. `closed`: it wants a password, and answers
 * 407 to whoever gives none. */
bool proxy_server_start(struct proxy_server *server, int to, bool closed);
void proxy_server_stop(struct proxy_server *server);

#endif
