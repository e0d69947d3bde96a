/* Transfers side by side: which runs when, and what its end means. See
 * fetch/transfer.h; the network itself is behind fetch/transfer_wire.h. */
#include "fetch/transfer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/text.h"
#include "fetch/transfer_file.h"
#include "fetch/transfer_wire.h"

enum {
    CONNECTIONS = 6, /* that are not silent */
    CONNECTIONS_MOST = 24,
    SILENT_MS = 1000,
    TICK_MS = 100 /* how often the progress is told */
};

enum { DEFAULT_SECONDS = 60, DEFAULT_CONNECT_SECONDS = 10 };
#define DEFAULT_BYTES ((uint64_t)256 << 20)
#define MOST_BYTES ((uint64_t)4 << 30) /* rows and cells are counted in 32 bits */

struct run {
    struct wire *wire;
    struct exchange *exchanges;
    size_t n, done;
    const char *directory; /* for bodies */
    struct arena *arena;   /* the caller's, for texts */
    struct arena scratch;  /* gone when the run ends */
    transfer_progress progress;
    void *self;
    int64_t told; /* ms: when progress was last called */
    bool given_up;
};

int64_t wire_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void tell(struct run *run, const struct transfer *ended)
{
    run->told = wire_now();
    if (!run->given_up && run->progress &&
        !run->progress(run->self, ended, run->done, run->n))
        run->given_up = true;
}

/* ---- the end of one ---- */

/* The first reason, in the order in which they outrank each other: what a callback
 * found, a refusal by the server (however its page ended), what libcurl says. */
static enum error_code judge(struct exchange *exchange)
{
    struct answer *answer = &exchange->answer;
    enum error_code refused = answer_status_error(answer->status);
    if (answer->error != ERROR_NONE)
        return answer->error;
    if (exchange->forbidden[0] && exchange->cause != ERROR_NONE)
        return ERROR_TRANSFER_FORBIDDEN;
    if (answer->status >= 400)
        return refused;
    if (exchange->cause != ERROR_NONE)
        return exchange->cause;
    if (answer->status == 304 && !exchange->conditional)
        return ERROR_TRANSFER_NOT_CHANGED;
    if (refused != ERROR_NONE)
        return refused;
    return answer_end(answer) ? ERROR_NONE : answer->error;
}

/* The third argument of the code's sentence. */
static const char *detail_of(struct run *run, const struct exchange *exchange,
                             enum error_code code)
{
    struct arena *arena = &run->scratch;
    const char *raw = exchange->detail;
    switch (code) {
    case ERROR_TRANSFER_RESOLVE:
        raw = exchange->address->host;
        break;
    case ERROR_TRANSFER_CONNECT_TIMEOUT:
    case ERROR_TRANSFER_NO_ANSWER:
    case ERROR_TRANSFER_SLOW:
        return arena_printf(arena, "%lld",
                            (long long)(wire_now() - exchange->begun + 500) / 1000);
    case ERROR_TRANSFER_TOO_LARGE:
        return arena_printf(arena, "%" PRIu64, exchange->limits.bytes);
    case ERROR_TRANSFER_REDIRECTS:
        return arena_printf(arena, "%d", exchange->limits.redirects);
    case ERROR_TRANSFER_REDIRECT:
        return exchange->target;
    case ERROR_TRANSFER_FORBIDDEN:
        return exchange->forbidden;
    case ERROR_HTTP_DENIED:
    case ERROR_HTTP_NOT_FOUND:
    case ERROR_HTTP_BUSY:
    case ERROR_HTTP_SERVER:
    case ERROR_HTTP_STATUS:
        raw = exchange->answer.phrase;
        break;
    default:
        break;
    }
    return text_clean(arena, raw, strlen(raw));
}

/* The body becomes the transfer's. The NUL behind it is none of the bytes that the
 * source's limit counts. */
static enum error_code keep_body(struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    struct answer *answer = &exchange->answer;
    size_t size = answer->body.size;
    answer->body.ceiling++;
    if (!bulk_put(&answer->body, "", 1, &answer->full))
        return ERROR_BULK_FULL;
    transfer->body = answer->body;
    transfer->bytes = transfer->body.data;
    transfer->size = size;
    answer->body = (struct bulk){0};
    return ERROR_NONE;
}

static void keep_answer(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    const struct answer *answer = &exchange->answer;
    transfer->ok = true;
    transfer->unchanged = answer->status == 304;
    transfer->type = text_clean(run->arena, answer->type, strlen(answer->type));
    transfer->new_etag = arena_strdup(run->arena, answer->etag);
    transfer->new_last_modified = arena_strdup(run->arena, answer->last_modified);
    if (transfer->unchanged && !answer->etag[0])
        transfer->new_etag = transfer->etag;
    if (transfer->unchanged && !answer->last_modified[0])
        transfer->new_last_modified = transfer->last_modified;
}

/* What every end has in common. */
static void end(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    transfer->duration_ms = (uint32_t)(wire_now() - exchange->begun);
    answer_release(&exchange->answer);
    exchange->phase = PHASE_ENDED;
    run->done++;
    tell(run, transfer);
}

/* Ends a transfer that is off the wire: well, or with this error. */
static void finish(struct run *run, struct exchange *exchange, enum error_code code)
{
    struct transfer *transfer = exchange->transfer;
    if (code == ERROR_NONE && exchange->answer.status != 304)
        code = keep_body(exchange);
    if (code == ERROR_NONE)
        keep_answer(run, exchange);
    else if (code == ERROR_BULK_FULL)
        transfer->error = exchange->answer.full;
    else
        error_set(&transfer->error, code, transfer->source->name,
                  transfer_address(transfer->source, &run->scratch),
                  detail_of(run, exchange, code));
    transfer->retry_after = transfer->ok ? 0 : exchange->retry_after;
    end(run, exchange);
}

/* ---- the start of one ---- */

static struct limits limits_of(const struct source *source)
{
    struct limits limits = source->limits;
    if (limits.bytes == 0)
        limits.bytes = DEFAULT_BYTES;
    if (limits.bytes > MOST_BYTES)
        limits.bytes = MOST_BYTES;
    if (limits.seconds <= 0)
        limits.seconds = DEFAULT_SECONDS;
    if (limits.connect_seconds <= 0)
        limits.connect_seconds = DEFAULT_CONNECT_SECONDS;
    if (limits.redirects < 0)
        limits.redirects = 0;
    return limits;
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
    exchange->transfer = transfer;
    exchange->limits = limits_of(transfer->source);
    exchange->address = wire_address_read(transfer->source->address, &run->scratch);
    exchange->answer.arena = &run->scratch;
    bulk_init(&exchange->answer.body, run->directory, exchange->limits.bytes);
    exchange->begun = wire_now();
}

static bool is_file(const struct exchange *exchange)
{
    return exchange->address && strcmp(exchange->address->scheme, "file") == 0;
}

static void read_file(struct run *run, struct exchange *exchange)
{
    enum error_code code = ERROR_NONE;
    int number = 0;
    if (!transfer_file_read(exchange->address->path, &exchange->answer.body, &code,
                            &number, &exchange->answer.full))
        snprintf(exchange->detail, sizeof exchange->detail, "%s", strerror(number));
    finish(run, exchange, code);
}

static void start(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    exchange->begun = exchange->moved = wire_now();
    if (!transfer_allowed(transfer->source, &transfer->error))
        end(run, exchange);
    else if (is_file(exchange))
        read_file(run, exchange);
    else if (!wire_start(run->wire, exchange))
        finish(run, exchange, exchange->cause);
}

/* ---- all of them ---- */

static bool has_room_for(const struct run *run, const struct exchange *exchange)
{
    size_t all = 0, awake = 0, same = 0;
    int64_t now = wire_now();
    if (!exchange->address || is_file(exchange))
        return true;
    for (size_t i = 0; i < run->n; i++) {
        const struct exchange *other = &run->exchanges[i];
        if (!other->call)
            continue;
        all++;
        awake += now - other->moved < SILENT_MS;
        same += strcmp(other->address->place, exchange->address->place) == 0;
    }
    return all < CONNECTIONS_MOST && awake < CONNECTIONS && same < CONNECTIONS_PER_HOST;
}

static void start_waiting(struct run *run)
{
    for (size_t i = 0; i < run->n && !run->given_up; i++) {
        struct exchange *exchange = &run->exchanges[i];
        if (exchange->phase == PHASE_WAITING && has_room_for(run, exchange))
            start(run, exchange);
    }
}

static void end_all(struct run *run, enum error_code code, const char *why)
{
    for (size_t i = 0; i < run->n; i++) {
        struct exchange *exchange = &run->exchanges[i];
        if (exchange->call)
            wire_drop(run->wire, exchange);
        if (exchange->phase == PHASE_ENDED)
            continue;
        snprintf(exchange->detail, sizeof exchange->detail, "%s", why);
        finish(run, exchange, code);
    }
}

static void run_all(struct run *run)
{
    const char *why = "";
    while (run->done < run->n && !run->given_up) {
        size_t before = run->done;
        start_waiting(run);
        if (!wire_move(run->wire, &why)) {
            end_all(run, ERROR_TRANSFER_FAILED, why);
            return;
        }
        struct exchange *exchange;
        while (!run->given_up && (exchange = wire_ended(run->wire)))
            finish(run, exchange, judge(exchange));
        if (wire_now() - run->told >= TICK_MS)
            tell(run, NULL);
        if (run->done == before && !run->given_up)
            wire_wait(run->wire, TICK_MS);
    }
    end_all(run, ERROR_INTERRUPTED, "");
}

void transfer_release(struct transfer *transfer)
{
    bulk_release(&transfer->body);
    transfer->bytes = NULL;
    transfer->size = 0;
}

bool transfer_run(struct transfer *transfers, size_t n, const char *directory,
                  struct arena *arena, transfer_progress progress, void *self,
                  struct error *error)
{
    struct run run = {.n = n,
                      .directory = directory,
                      .arena = arena,
                      .progress = progress,
                      .self = self};
    run.wire = wire_open(&run.scratch);
    if (!run.wire) {
        arena_release(&run.scratch);
        return error_set(error, ERROR_TRANSFER_START);
    }
    run.exchanges = arena_alloc(&run.scratch, n * sizeof *run.exchanges);
    for (size_t i = 0; i < n; i++)
        prepare(&run, &run.exchanges[i], &transfers[i]);
    run.told = wire_now();
    run_all(&run);
    wire_close(run.wire);
    arena_release(&run.scratch);
    return true;
}
