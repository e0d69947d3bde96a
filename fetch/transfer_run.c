/* Transfers side by side: which request runs when, and for how long. See
 * fetch/transfer.h; the network itself is behind fetch/transfer_wire.h, what follows a
 * request in fetch/transfer_step.c. */
#include "fetch/transfer_work.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
    REQUESTS = 24, /* that are not silent */
    REQUESTS_MOST = 64,
    STREAMS_PER_HOST = 8, /* over one connection */
    SILENT_MS = 1000,
    TICK_MS = 100,  /* how often the progress is told */
    LOW_SPEED = 16, /* bytes per second */
    GRACE_MS = 500  /* libcurl knows better what could not be connected to */
};

enum {
    DEFAULT_SECONDS = 60,
    DEFAULT_CONNECT_SECONDS = 10,
    DEFAULT_DEADLINE = 300,
    DEFAULT_PAGES = 1000,
    DEFAULT_RETRY_MS = 1000
};
#define DEFAULT_BYTES ((uint64_t)256 << 20)
#define MOST_BYTES ((uint64_t)4 << 30) /* rows and cells are counted in 32 bits */

int64_t wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t run_ms(const struct run *run)
{
    return wall_ms() - run->start - run->lost;
}

void run_tell(struct run *run, const struct transfer *ended)
{
    int64_t before = wall_ms();
    if (!run->given_up && run->progress &&
        !run->progress(run->self, ended, run->done, run->n))
        run->given_up = true;
    run->told = wall_ms();
    run->lost += run->told - before;
}

/* ---- before the first request ---- */

static void put_default(int *number, int otherwise)
{
    if (*number <= 0)
        *number = otherwise;
}

static struct limits limits_of(const struct source *source)
{
    struct limits limits = source->limits;
    if (limits.bytes == 0)
        limits.bytes = DEFAULT_BYTES;
    if (limits.bytes > MOST_BYTES)
        limits.bytes = MOST_BYTES;
    put_default(&limits.seconds, DEFAULT_SECONDS);
    put_default(&limits.connect_seconds, DEFAULT_CONNECT_SECONDS);
    if (limits.connect_seconds > limits.seconds)
        limits.connect_seconds = limits.seconds;
    put_default(&limits.deadline, DEFAULT_DEADLINE);
    put_default(&limits.pages, DEFAULT_PAGES);
    put_default(&limits.retry_ms, DEFAULT_RETRY_MS);
    if (limits.redirects < 0)
        limits.redirects = 0;
    return limits;
}

static struct host *host_of(struct run *run, const char *place)
{
    for (size_t i = 0; i < run->n_hosts; i++)
        if (strcmp(run->hosts[i].place, place) == 0)
            return &run->hosts[i];
    run->hosts[run->n_hosts].place = place;
    return &run->hosts[run->n_hosts++];
}

/* NULL where there is no secret in force to be had. */
static struct ticket *ticket_of(struct run *run, const struct source *source)
{
    const char *refresh = access_text(source->access.refresh);
    const char *credentials = access_text(source->access.credentials);
    if (!*refresh || access_method_of(source) != ACCESS_EXCHANGE)
        return NULL;
    for (size_t i = 0; i < run->n_tickets; i++)
        if (strcmp(run->tickets[i].refresh, refresh) == 0 &&
            strcmp(run->tickets[i].credentials, credentials) == 0)
            return &run->tickets[i];
    struct ticket *ticket = &run->tickets[run->n_tickets++];
    ticket->refresh = refresh;
    ticket->credentials = credentials;
    return ticket;
}

static void prepare(struct run *run, struct exchange *exchange,
                    struct transfer *transfer)
{
    transfer->ok = transfer->unchanged = false;
    transfer->error = (struct error){0};
    transfer->bytes = NULL;
    transfer->size = 0;
    transfer->body = (struct bulk){0};
    transfer->type = transfer->new_etag = transfer->new_last_modified = "";
    transfer->retry_after = transfer->duration_ms = 0;
    transfer->pages = transfer->rest_ms = 0;
    exchange->transfer = transfer;
    exchange->limits = limits_of(transfer->source);
    exchange->address = wire_address_read(transfer->source->address, &run->scratch);
    exchange->host = host_of(run, exchange->address ? exchange->address->place : "");
    exchange->ticket = ticket_of(run, transfer->source);
    exchange->answer.arena = &run->scratch;
    hash_init(&exchange->pages.asked, &run->scratch);
    bulk_init(&exchange->answer.body, run->directory, exchange->limits.bytes);
}

/* ---- what runs ---- */

static size_t awake(const struct run *run)
{
    int64_t now = run_ms(run);
    size_t n = 0;
    for (size_t i = 0; i < run->n; i++)
        n += run->exchanges[i].call && now - run->exchanges[i].moved < SILENT_MS;
    return n;
}

/* May it begin, its own host considered? A file has no host, and one that would wait
 * for a secret that another one is asking for must not take its place. */
static bool has_turn(const struct exchange *exchange)
{
    const struct host *host = exchange->host;
    const struct ticket *ticket = exchange->ticket;
    if (ticket && !ticket->had && ticket->asker && ticket->asker != exchange)
        return false;
    return host->live <
           (size_t)(host->multiplexes ? STREAMS_PER_HOST : CONNECTIONS_PER_HOST);
}

static void start_waiting(struct run *run)
{
    size_t busy = awake(run);
    for (size_t i = 0; i < run->n && !run->given_up; i++) {
        struct exchange *exchange = &run->exchanges[i];
        if (exchange->phase != PHASE_WAITING || !has_turn(exchange))
            continue;
        if (run->live >= REQUESTS_MOST || busy >= REQUESTS)
            return;
        step_start(run, exchange);
        busy += exchange->call != NULL;
    }
}

/* ---- how long ---- */

/* Why the request under way has taken too long; ERROR_NONE if it has not. A transfer in
 * which next to nothing comes is given up in half the time. */
static enum error_code overdue(struct exchange *exchange, int64_t now)
{
    const struct limits *limits = &exchange->limits;
    bool connecting =
        exchange->phase == PHASE_RESOLVING || exchange->phase == PHASE_CONNECTING;
    int64_t since = now - exchange->asked, window = now - exchange->window;
    int64_t half = (limits->seconds + 1) / 2;
    if (connecting) {
        exchange->window = now;
        exchange->counted = exchange->bytes;
    } else if (window >= half * 1000) {
        if (exchange->bytes - exchange->counted < (uint64_t)(half * LOW_SPEED))
            return wire_timeout_cause(exchange);
        exchange->window = now;
        exchange->counted = exchange->bytes;
    }
    int64_t most = connecting ? (int64_t)limits->connect_seconds * 1000 + GRACE_MS
                              : (int64_t)limits->seconds * 1000;
    if (since < most)
        return ERROR_NONE;
    /* In libcurl's words, which are said where it notices first. */
    snprintf(exchange->detail, sizeof exchange->detail,
             "Connection timed out after %lld milliseconds", (long long)since);
    return wire_timeout_cause(exchange);
}

static void watch_one(struct run *run, struct exchange *exchange, int64_t now)
{
    if (!exchange->started || exchange->phase == PHASE_ENDED)
        return;
    if (exchange->signs != exchange->seen) {
        exchange->seen = exchange->signs;
        exchange->moved = now;
    }
    if (now - exchange->begun >= (int64_t)exchange->limits.deadline * 1000) {
        step_give_up(run, exchange, ERROR_TRANSFER_DEADLINE, "");
    } else if (exchange->call) {
        enum error_code code = overdue(exchange, now);
        if (code != ERROR_NONE)
            step_break(run, exchange, code);
    } else if (exchange->phase == PHASE_RESTING && now >= exchange->due) {
        exchange->phase = PHASE_WAITING;
    }
}

/* Returns how long to wait at most until something is to be looked at again. */
static int watch(struct run *run)
{
    int64_t wait = TICK_MS;
    for (size_t i = 0; i < run->n && !run->given_up; i++) {
        struct exchange *exchange = &run->exchanges[i];
        int64_t now = run_ms(run);
        watch_one(run, exchange, now);
        if (exchange->phase == PHASE_RESTING && exchange->due - now < wait)
            wait = exchange->due - now;
    }
    return wait > 0 ? (int)wait : 0;
}

/* ---- all of them ---- */

static void end_all(struct run *run, enum error_code code, const char *why)
{
    for (size_t i = 0; i < run->n; i++)
        if (run->exchanges[i].phase != PHASE_ENDED)
            step_give_up(run, &run->exchanges[i], code, why);
}

static void run_all(struct run *run)
{
    const char *why = "";
    while (run->done < run->n && !run->given_up) {
        size_t before = run->done;
        struct exchange *exchange;
        if (run->seconds && wall_ms() - run->start >= (int64_t)run->seconds * 1000) {
            end_all(run, ERROR_TRANSFER_RUN_DEADLINE, "");
            return;
        }
        start_waiting(run);
        if (!wire_move(run->wire, &why)) {
            end_all(run, ERROR_TRANSFER_FAILED, why);
            return;
        }
        while (!run->given_up && (exchange = wire_ended(run->wire)))
            step_ended(run, exchange);
        int wait = watch(run);
        if (wall_ms() - run->told >= TICK_MS)
            run_tell(run, NULL);
        if (run->done == before && !run->given_up)
            wire_wait(run->wire, wait);
    }
    end_all(run, ERROR_INTERRUPTED, "");
}

void transfer_release(struct transfer *transfer)
{
    bulk_release(&transfer->body);
    transfer->bytes = NULL;
    transfer->size = 0;
}

bool transfer_run_within(int seconds, struct transfer *transfers, size_t n,
                         const char *directory, struct arena *arena,
                         transfer_progress progress, void *self, struct error *error)
{
    struct run run = {.n = n,
                      .directory = directory,
                      .arena = arena,
                      .progress = progress,
                      .self = self,
                      .seconds = seconds};
    run.wire = wire_open(&run.scratch);
    if (!run.wire) {
        arena_release(&run.scratch);
        return error_set(error, ERROR_TRANSFER_START);
    }
    run.exchanges = arena_alloc(&run.scratch, n * sizeof *run.exchanges);
    run.hosts = arena_alloc(&run.scratch, n * sizeof *run.hosts);
    run.tickets = arena_alloc(&run.scratch, n * sizeof *run.tickets);
    run.start = run.told = wall_ms();
    for (size_t i = 0; i < n; i++)
        prepare(&run, &run.exchanges[i], &transfers[i]);
    run_all(&run);
    wire_close(run.wire);
    explicit_bzero(run.tickets, n * sizeof *run.tickets);
    arena_release(&run.scratch);
    return true;
}

bool transfer_run(struct transfer *transfers, size_t n, const char *directory,
                  struct arena *arena, transfer_progress progress, void *self,
                  struct error *error)
{
    return transfer_run_within(0, transfers, n, directory, arena, progress, self,
                               error);
}
