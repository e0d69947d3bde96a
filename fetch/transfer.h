/*
 * Transfers: bodies over HTTP(S) and from files.
 *
 * Owns: libcurl's multi handle, limits (decoded bytes are counted in the write
 * callback), conditional requests, redirects, pages, what is asked again and when, the
 * sentence that explains a failed transfer.
 * Must never know: formats, the store, the screen.
 *
 * At most 24 requests at a time. One host (scheme, name and port) has a queue of its
 * own: two connections, or eight requests where they share one (HTTP/2). A request that
 * has been silent for a second does not count among the 24 (up to 64), so that servers
 * that hang do not hold up those that answer. A transfer's time begins when it starts,
 * not while it waits for its turn, and stands still while `progress` runs: a body that
 * takes long to read makes nobody else late.
 *
 * Asked again, after 1, 2, 4 .. seconds give or take a quarter, and not before a
 * Retry-After: 408, 429, 500, 502, 503, 504, connections that are cut or reset, and
 * servers that do not answer at all. Everything else would only fail again.
 *
 * Who asks (fetch/access.h) is said to the source's own scheme, host and port alone: a
 * redirect to any other leaves it behind for good.
 */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include "core/arena.h"
#include "core/bulk.h"
#include "core/error.h"
#include "fetch/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct transfer {
    /* asked */
    const struct source *source;
    const char *etag, *last_modified; /* of the kept body, "" if none */
    /* Asked of each page that came: the parameters that ask for the next one, as
     * `next` of struct decoder; NULL: there is one page. */
    bool (*next)(const struct source *source, const struct body *page, char *query,
                 size_t size);
    /* answered */
    bool ok;        /* a body is there, or unchanged */
    bool unchanged; /* 304 */
    struct error error;
    const char *bytes; /* in `body`, NUL behind; NULL if none */
    size_t size;
    struct bulk body; /* until transfer_release */
    const char *type; /* Content-Type, cleaned, "" if none */
    /* To be sent with the next request: visible ASCII, "" if none or unusable. After a
     * 304 that repeats none they are those that were asked with. */
    const char *new_etag, *new_last_modified;
    uint32_t retry_after; /* seconds that a refusal asks us to wait; 0 = nothing said */
    uint32_t duration_ms;
    uint32_t pages;
    /* While it rests before it is asked again: for how long altogether, and `error`
     * says why; 0 otherwise. To be seen in `progress` with ended == NULL. */
    uint32_t rest_ms;
};

/* Called when a transfer moves: `done` of them have ended. `ended` is the one that just
 * did, or NULL. It may take its time: nobody's runs out meanwhile. Return false to give
 * up what is left (Ctrl-C). Called at least every 250 ms while anything is under way.
 */
typedef bool (*transfer_progress)(void *self, const struct transfer *ended, size_t done,
                                  size_t n);

/* Runs all transfers side by side and returns when each has ended; each one's result is
 * in its struct, texts in `arena`. Bodies that are not small lie in files without a
 * name in `directory` (core/bulk.h; NULL: in memory). False only if nothing could be
 * run at all. One that was given up has ERROR_INTERRUPTED. */
bool transfer_run(struct transfer *transfers, size_t n, const char *directory,
                  struct arena *arena, transfer_progress progress, void *self,
                  struct error *error);

/* The same with an end: what has not come after so many seconds, by the clock on the
 * wall, has ERROR_TRANSFER_RUN_DEADLINE. 0: none. */
bool transfer_run_within(int seconds, struct transfer *transfers, size_t n,
                         const char *directory, struct arena *arena,
                         transfer_progress progress, void *self, struct error *error);

/* Gives the body's room back. Every transfer is to be released once it has ended, in
 * `progress` already or after the run: that is what keeps the bodies of a hundred
 * sources from lying side by side. */
void transfer_release(struct transfer *transfer);

/* Checks an address against what the source allows, without opening anything. What a
 * host name stands for is checked when its connection opens. */
bool transfer_allowed(const struct source *source, struct error *error);

/* The source's address as it may be shown and kept, in the arena: cleaned, without
 * user, password and fragment, and with ".." for a query, which may hold a key. */
char *transfer_address(const struct source *source, struct arena *arena);

#endif
