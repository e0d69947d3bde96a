/*
 * A web server for tests that is wrong on purpose.
 *
 * Owns: the faults, one for each path. It speaks over raw sockets, from a process of
 * its own; every connection serves one request. Must never know: what is tested with
 * it.
 *
 *   /good            JSON with ETag and Last-Modified; 304 if asked by that ETag
 *   /nap             the same after 150 ms
 *   /same            304, whatever was asked
 *   /echo            the request as a text
 *   /gzip /deflate   a list of numbers, compressed (zlib's format the second)
 *   /members         the same in two gzip members
 *   /empty           200 with no bytes; /no-content 204; /partial 206
 *   /html            200 with an HTML page
 *   /status/NNN      this status, with a page; /wait 503 with Retry-After: 120
 *   /cut /chunk-cut /gzip-cut /gzip-bad /gzip-tail /brotli    bodies that are not whole
 *   /bomb /endless /announced    more than 8 MB: compressed, chunked, by its length
 *   /silent /drip /reset /nothing /garbage /headers
 *   /loop            a redirect to itself; /redirect/ADDRESS to there;
 *                    /redirect-escape to one with an ESC sequence
 *   /escape-etag /escape-status /escape-type    ESC sequences where text is expected
 *   /times/N/FAULT   that fault for the first N requests since the reset, then /good
 *   /retry-after/VALUE    429 with this Retry-After, "+" for a blank
 *   /retry-date/N    503 with a Retry-After N seconds after its own Date, ten years ago
 *   /page?page=N     {"page":N}, 1 where nothing is said
 *   /refresh         the answer that gives the secret in force
 *   /encoded-twice /lengths /transfer-gzip    headers that must not be believed
 *   /interim         100 Continue without end
 *   /tls-alert /tls-late /tls-old    what a server too old for TLS 1.2 says to a
 * ClientHello
 */
#ifndef TESTS_LIB_FAULT_SERVER_H
#define TESTS_LIB_FAULT_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#define FAULT_GOOD "{\"fault\":\"none\"}"
#define FAULT_ETAG "\"a71-6603\""
#define FAULT_DATE "Wed, 04 Nov 2026 10:20:00 GMT"

/* The secret that /refresh gives, sealed with the long-term one. */
#define FAULT_LONG_TERM "long-term"
#define FAULT_IN_FORCE "in-force-0451"

struct fault_server {
    pid_t pid;
    int port;
};

/* Listens at a numeric host ("127.0.0.1", "::1") on a port that is free. `always`: the
 * path whose fault every connection gets, unread; NULL: the one that is asked for. */
bool fault_server_start(struct fault_server *server, const char *host,
                        const char *always);

/* Answers one request: the path it asks for (and what follows it in the line) and all
 * of its head. In a process of its own, which ends when this returns. */
typedef void (*fault_player)(int fd, const char *path, const char *head);

/* The same with a test's own answers. */
bool fault_server_start_by(struct fault_server *server, const char *host,
                           fault_player play);
void fault_server_stop(struct fault_server *server);

/* How many /nap requests all servers together were serving at one time, at most, since
 * the reset, which is to be made while there are none. */
void fault_naps_reset(void);
int fault_naps_most(void);

/* How many /times and how many /refresh requests there were since the reset. */
void fault_counts_reset(void);
int fault_times(void);
int fault_refreshes(void);

#endif
