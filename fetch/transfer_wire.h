/*
 * The wire: one transfer under way at libcurl, in this program's own terms.
 *
 * Owns: nothing but the contract between fetch/transfer.c, which is the door to
 * libcurl, and fetch/transfer_run.c, which decides what runs when and what its end
 * means. Must never know: libcurl's types.
 */
#ifndef FETCH_TRANSFER_WIRE_H
#define FETCH_TRANSFER_WIRE_H

#include "fetch/transfer.h"
#include "fetch/transfer_answer.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum { DETAIL_SIZE = 256, CONNECTIONS_PER_HOST = 2 };

/* What an address says, in an arena; path is decoded. NULL if it is no address. */
struct wire_address {
    const char *scheme, *host, *path;
    const char *place; /* scheme, host and port: what counts as one host */
};
const struct wire_address *wire_address_read(const char *text, struct arena *arena);

/* How far a transfer has come; decides what a timeout means.
 *
 *   WAITING --wire_start--> RESOLVING --on_socket--> CONNECTING --on_request--> ASKING
 *   ASKING --on_header--> ANSWERING --on_header, a redirect's end--> RESOLVING
 *   RESOLVING --on_request, over a kept connection--> ASKING
 *   any --wire_ended, or never put on the wire--> ENDED */
enum phase {
    PHASE_WAITING,
    PHASE_RESOLVING,
    PHASE_CONNECTING,
    PHASE_ASKING,
    PHASE_ANSWERING,
    PHASE_ENDED
};

/* Invariant: `call` is there exactly from wire_start to wire_ended or wire_drop. */
struct exchange {
    struct transfer *transfer;
    struct call *call; /* libcurl's part */
    const struct wire_address *address;
    struct answer answer;
    enum phase phase;
    struct limits limits; /* the source's, none of them 0 but redirects */
    int64_t begun, moved; /* ms of wire_now: start, last sign of life */
    bool conditional;     /* a validator was sent */
    /* why it ended */
    enum error_code cause;            /* ERROR_NONE: libcurl is content */
    char forbidden[INET6_ADDRSTRLEN]; /* the address that it was led to, "" if none */
    char detail[DETAIL_SIZE];         /* libcurl's words, not clean */
    const char *target;               /* where a forbidden redirect leads, shown */
    uint32_t retry_after;             /* seconds, 0 = nothing said */
};

/* NULL if libcurl cannot be started. The arena must outlive the wire. */
struct wire *wire_open(struct arena *arena);
void wire_close(struct wire *wire);

/* Puts the exchange on the wire; cause and detail say why if it cannot. */
bool wire_start(struct wire *wire, struct exchange *exchange);

/* Moves what can be moved without waiting. False, with libcurl's words, if nothing can
 * be moved any more. */
bool wire_move(struct wire *wire, const char **why);

/* Waits until something can be moved, a signal comes, or `ms` have passed. */
void wire_wait(struct wire *wire, int ms);

/* Takes one that has ended off the wire, or returns NULL. */
struct exchange *wire_ended(struct wire *wire);

/* Takes one off that has not ended. */
void wire_drop(struct wire *wire, struct exchange *exchange);

/* Milliseconds of a clock that nobody sets. */
int64_t wire_now(void);

#endif
