/*
 * A correct web server on loopback that keeps its connections, plain or encrypted with
 * a certificate that nobody has reason to trust. Every address has the body KEPT_BODY,
 * one with ?page=N the body N.
 */
#ifndef TESTS_LIB_KEPT_SERVER_H
#define TESTS_LIB_KEPT_SERVER_H

#include <stdbool.h>

#define KEPT_BODY "kept"

struct kept_server; /* opaque; lent until kept_server_stop */

/* NULL if it cannot be had (libmicrohttpd may be built without encryption). */
struct kept_server *kept_server_start(bool encrypted, int *port);
/* How many connections were opened to it. */
int kept_server_connections(const struct kept_server *server);
void kept_server_stop(struct kept_server *server);

#endif
