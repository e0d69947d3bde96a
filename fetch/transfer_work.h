/*
 * A run of transfers from the inside.
 *
 * Owns: nothing but what fetch/transfer_run.c (which request runs when, and for how
 * long), fetch/transfer_step.c (what follows the end of one) and fetch/transfer_judge.c
 * (what that end means) share. Must never know: libcurl's types.
 */
#ifndef FETCH_TRANSFER_WORK_H
#define FETCH_TRANSFER_WORK_H

#include "fetch/transfer_wire.h"

/* The queue of one place. */
struct host {
    const char *place;
    size_t live;      /* requests under way */
    bool multiplexes; /* it speaks HTTP/2 */
};

/* The secret in force of all sources with the same long-term one, for this run.
 *
 *   nobody's --an exchange asks--> asker's --answered--> had
 *   had --the server refuses it--> nobody's
 *   asker's --the asker fails--> nobody's: the next one tries */
struct ticket {
    const char *refresh, *credentials;
    const struct exchange *asker;
    bool had;
    unsigned serial; /* how many there were */
    char secret[SECRET_SIZE];
};

struct run {
    struct wire *wire;
    struct exchange *exchanges;
    size_t n, done, live;
    struct host *hosts;
    size_t n_hosts;
    struct ticket *tickets;
    size_t n_tickets;
    const char *directory; /* for bodies */
    struct arena *arena;   /* the caller's, for texts */
    struct arena scratch;  /* gone when the run ends */
    transfer_progress progress;
    void *self;
    int64_t told;  /* wall_ms: when progress was last called */
    int64_t start; /* wall_ms: when the run began */
    int64_t lost;  /* ms spent in progress and with pages that came */
    int seconds;   /* for the whole run, 0 = as long as it takes */
    bool given_up;
};

/* Milliseconds of a clock that nobody sets; and of the run's own, from its start, which
 * stands still in progress. */
int64_t wall_ms(void);
int64_t run_ms(const struct run *run);

/* ---- fetch/transfer_run.c ---- */

void run_tell(struct run *run, const struct transfer *ended);

/* ---- fetch/transfer_step.c ---- */

/* Begins with a transfer whose turn it is, or goes on with it after a rest. */
void step_start(struct run *run, struct exchange *exchange);

/* A request has ended or was taken off the wire. */
void step_ended(struct run *run, struct exchange *exchange);

/* Takes a request off the wire that has taken too long. */
void step_break(struct run *run, struct exchange *exchange, enum error_code code);

/* Ends a transfer, whatever it is doing, with this error. */
void step_give_up(struct run *run, struct exchange *exchange, enum error_code code,
                  const char *why);

/* ---- fetch/transfer_judge.c ---- */

/* The first reason why a request failed, in the order in which they outrank each other;
 * ERROR_NONE if it did not. */
enum error_code judge(struct exchange *exchange);

/* Whether the failure may pass, so that asking again makes sense. */
bool judge_may_pass(const struct exchange *exchange, enum error_code code);

/* Says it in words. */
void judge_explain(struct run *run, const struct exchange *exchange,
                   enum error_code code, struct error *error);

#endif
