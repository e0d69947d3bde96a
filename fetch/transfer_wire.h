/*
 * The wire: one request under way at libcurl, in this program's own terms.
 *
 * Owns: nothing but the contract between fetch/transfer.c, which drives libcurl, and
 * fetch/transfer_run.c and fetch/transfer_step.c, which decide what runs when and what
 * its end means. Must never know: libcurl's types.
 */
#ifndef FETCH_TRANSFER_WIRE_H
#define FETCH_TRANSFER_WIRE_H

#include "fetch/access.h"
#include "fetch/transfer.h"
#include "fetch/transfer_answer.h"
#include "fetch/transfer_pages.h"
#include "fetch/transfer_url.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum { DETAIL_SIZE = 256, CONNECTIONS_PER_HOST = 2 };

/* How far a transfer has come; decides what a timeout means.
 *
 *   WAITING --wire_start--> RESOLVING --on_socket--> CONNECTING --on_request--> ASKING
 *   ASKING --on_header--> ANSWERING
 *   RESOLVING --on_request, over a kept connection--> ASKING
 *   any --a failure that may pass--> RESTING --its time has come--> WAITING
 *   any --redirected, or to its next page--> RESOLVING
 *   any --the end of the last request, or none was made--> ENDED */
enum phase {
    PHASE_WAITING,
    PHASE_RESTING,
    PHASE_RESOLVING,
    PHASE_CONNECTING,
    PHASE_ASKING,
    PHASE_ANSWERING,
    PHASE_ENDED
};

/* What is asked next. At home: at the source's own scheme, host and port, where alone
 * it says who it is (credentials, certificate, its own headers). */
struct request {
    const char *url;
    const struct wire_address *address;
    bool home;
    bool refresh;     /* for the secret in force, not for the feed */
    bool conditional; /* a validator is sent; set by wire_start */
    int hops;         /* redirects that led here */
};

struct host; /* of fetch/transfer_work.h */
struct ticket;

/* Invariant: `call` is there exactly from wire_start to wire_ended or wire_drop. */
struct exchange {
    struct transfer *transfer;
    struct call *call; /* libcurl's part; NULL while no request is made */
    struct call *room; /* for it, of one request after another */
    const struct wire_address *address; /* of the source; NULL if it is none */
    struct host *host;
    struct ticket *ticket; /* NULL: there is no secret to be had first */
    struct request request;
    struct answer answer;
    struct pages pages;
    enum phase phase;
    struct limits limits; /* the source's, each with a sense */
    /* ms of the run's clock, which stands still while somebody else's data are read */
    int64_t begun, asked;    /* the source, and the request under way */
    int64_t moved;           /* last sign of life */
    int64_t window;          /* since when bytes are counted from `counted` on */
    int64_t due;             /* when a rest ends */
    int64_t lost;            /* how long it had stood still when this was asked */
    uint64_t signs, seen;    /* signs of life, and how many of them the run knows */
    uint64_t bytes, counted; /* received, and how many there were at `window` */
    int failures;            /* of this page, in a row */
    unsigned secret;         /* serial of the secret that signed the request */
    bool started;
    bool unconditional; /* validators are not sent any more */
    bool refreshed;     /* a secret that was refused was exchanged already */
    bool multiplexes;   /* the server speaks HTTP/2 */
    /* why it ended */
    bool timed_out;        /* libcurl's clock, which counts what ours does not */
    enum error_code cause; /* ERROR_NONE: libcurl is content */
    char forbidden[INET6_ADDRSTRLEN]; /* the address that it was led to, "" if none */
    char detail[DETAIL_SIZE];         /* libcurl's words, not clean */
    const char *target;               /* where a forbidden redirect leads, shown */
    uint32_t retry_after;             /* seconds, 0 = nothing said */
};

/* NULL if libcurl cannot be started. The arena must outlive the wire. */
struct wire *wire_open(struct arena *arena);
void wire_close(struct wire *wire);

/* Puts exchange->request on the wire; cause and detail say why if it cannot. Secrets
 * (of the source, and `key` to sign with) are used only for a request at home, and lent
 * only until it returns. */
bool wire_start(struct wire *wire, struct exchange *exchange,
                const struct secrets *secrets, const char *key);

/* Moves what can be moved without waiting. False, with libcurl's words, if nothing can
 * be moved any more. */
bool wire_move(struct wire *wire, const char **why);

/* Waits until something can be moved, a signal comes, or `ms` have passed. */
void wire_wait(struct wire *wire, int ms);

/* Takes one that has ended off the wire, or returns NULL. */
struct exchange *wire_ended(struct wire *wire);

/* Takes one off that has not ended. */
void wire_drop(struct wire *wire, struct exchange *exchange);

/* What a request that took too long was doing. */
enum error_code wire_timeout_cause(const struct exchange *exchange);

/* Seconds that a Retry-After asks for, in seconds or as a date, which is compared with
 * the answer's own Date where it has one: 0 if it says nothing that can be used. */
uint32_t wire_retry_after(const char *value, const char *date);

#endif
