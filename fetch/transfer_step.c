/* What follows the end of a request: the next hop, the next page, the same again, the
 * secret in force, or the end of the transfer. See fetch/transfer_work.h. */
#include "fetch/transfer_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "core/text.h"
#include "fetch/transfer_file.h"

enum { REFRESH_MOST = 64 * 1024, DOUBLINGS_MOST = 10 };

/* ---- the end of a transfer ---- */

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

/* Validators are of one page: of several, none would tell whether the others are new.
 */
static void keep_answer(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    const struct answer *answer = &exchange->answer;
    bool joined = exchange->pages.n > 1;
    transfer->ok = true;
    transfer->error = (struct error){0};
    transfer->unchanged = answer->status == 304;
    transfer->pages = (uint32_t)exchange->pages.n;
    transfer->type = joined
                         ? "application/json-seq"
                         : text_clean(run->arena, answer->type, strlen(answer->type));
    transfer->new_etag = arena_strdup(run->arena, joined ? "" : answer->etag);
    transfer->new_last_modified =
        arena_strdup(run->arena, joined ? "" : answer->last_modified);
    if (transfer->unchanged && !answer->etag[0])
        transfer->new_etag = transfer->etag;
    if (transfer->unchanged && !answer->last_modified[0])
        transfer->new_last_modified = transfer->last_modified;
}

/* What every end has in common. */
static void end(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    if (exchange->ticket && exchange->ticket->asker == exchange)
        exchange->ticket->asker = NULL;
    transfer->duration_ms =
        exchange->started ? (uint32_t)(run_ms(run) - exchange->begun) : 0;
    transfer->rest_ms = 0;
    answer_release(&exchange->answer);
    exchange->phase = PHASE_ENDED;
    run->done++;
    run_tell(run, transfer);
}

/* Ends a transfer that is off the wire: well, or with this error. */
static void finish(struct run *run, struct exchange *exchange, enum error_code code)
{
    struct transfer *transfer = exchange->transfer;
    if (code == ERROR_NONE && exchange->answer.status != 304)
        code = keep_body(exchange);
    if (code == ERROR_NONE)
        keep_answer(run, exchange);
    else
        judge_explain(run, exchange, code, &transfer->error);
    transfer->retry_after = transfer->ok ? 0 : exchange->retry_after;
    end(run, exchange);
}

/* ---- requests ---- */

static void taken_off(struct run *run, struct exchange *exchange)
{
    run->live--;
    exchange->host->live--;
    exchange->host->multiplexes |= exchange->multiplexes;
}

/* Puts the request in hand on the wire. */
static void put_on_wire(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    const struct ticket *ticket = exchange->ticket;
    struct secrets secrets;
    if (!access_read(transfer->source, &secrets, &transfer->error)) {
        end(run, exchange);
        return;
    }
    bool in_force = ticket && !exchange->request.refresh;
    if (in_force)
        exchange->secret = ticket->serial;
    bool ok = wire_start(run->wire, exchange, &secrets,
                         in_force ? ticket->secret : secrets.secret);
    access_forget(&secrets);
    if (!ok) {
        finish(run, exchange, exchange->cause);
        return;
    }
    run->live++;
    exchange->host->live++;
}

/* A new request at home, for the page that is next or for the secret in force. */
static void ask(struct run *run, struct exchange *exchange)
{
    const struct source *source = exchange->transfer->source;
    struct pages *pages = &exchange->pages;
    struct request *request = &exchange->request;
    struct bulk *body = &exchange->answer.body;
    *request = (struct request){.url = source->address,
                                .address = exchange->address,
                                .home = true,
                                .refresh = exchange->ticket && !exchange->ticket->had};
    if (request->refresh) {
        exchange->ticket->asker = exchange;
        request->url = source->access.refresh;
        request->address = wire_address_read(request->url, &run->scratch);
    } else if (pages->query) {
        request->url = wire_address_query(source->address, pages->query, &run->scratch);
    }
    enum error_code code = !request->address || !request->url
                               ? ERROR_TRANSFER_REDIRECT_BAD
                               : wire_address_error(source, request->address);
    answer_again(&exchange->answer, true);
    body->size = pages->start;
    body->ceiling =
        body->size +
        (request->refresh ? REFRESH_MOST : exchange->limits.bytes - pages->payload);
    exchange->asked = exchange->moved = exchange->window = run_ms(run);
    exchange->counted = exchange->bytes;
    exchange->lost = run->lost;
    exchange->retry_after = 0;
    if (code != ERROR_NONE)
        finish(run, exchange, code);
    else
        put_on_wire(run, exchange);
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

void step_start(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    transfer->rest_ms = 0;
    if (!exchange->started) {
        exchange->started = true;
        exchange->begun = run_ms(run);
        if (!transfer_allowed(transfer->source, &transfer->error)) {
            end(run, exchange);
            return;
        }
    }
    if (strcmp(exchange->address->scheme, "file") == 0)
        read_file(run, exchange);
    else
        ask(run, exchange);
}

/* ---- redirects ---- */

/* Where the answer leads, in exchange->request; or why we do not go there. A query in a
 * body is never repeated for another server, nor turned into one without it. */
static enum error_code follow(struct run *run, struct exchange *exchange)
{
    const struct source *source = exchange->transfer->source;
    const struct answer *answer = &exchange->answer;
    struct request *request = &exchange->request;
    bool posts = request->refresh || access_text(source->access.post)[0];
    if (++request->hops > exchange->limits.redirects)
        return ERROR_TRANSFER_REDIRECTS;
    const char *url = wire_address_join(request->url, answer->location, &run->scratch);
    const struct wire_address *to = url ? wire_address_read(url, &run->scratch) : NULL;
    if (!to)
        return ERROR_TRANSFER_REDIRECT_BAD;
    exchange->target = wire_address_shown(url, &run->scratch);
    enum error_code code = wire_address_error(source, to);
    if (code == ERROR_TRANSFER_FORBIDDEN) {
        snprintf(exchange->forbidden, sizeof exchange->forbidden, "%s", to->host);
        return code;
    }
    if (code != ERROR_NONE || strcmp(to->scheme, "file") == 0)
        return ERROR_TRANSFER_REDIRECT;
    bool same = strcmp(to->place, request->address->place) == 0;
    if (posts && (answer->status < 307 || !same))
        return ERROR_TRANSFER_REDIRECT_POST;
    request->home = request->home && same;
    request->url = url;
    request->address = to;
    return ERROR_NONE;
}

/* ---- again ---- */

/* 1, 2, 4 .. times the first wait, give or take a quarter: sources that failed together
 * must not come back together. */
static int64_t backoff(const struct exchange *exchange)
{
    int doublings =
        exchange->failures < DOUBLINGS_MOST ? exchange->failures : DOUBLINGS_MOST;
    int64_t wait = (int64_t)exchange->limits.retry_ms << doublings;
    uint16_t random = 0x8000;
    (void)!getrandom(&random, sizeof random, 0);
    return wait - wait / 4 + wait / 2 * random / UINT16_MAX;
}

/* Rests before the same is asked again, or ends: no more tries, or no time for them. */
static void retry(struct run *run, struct exchange *exchange, enum error_code code)
{
    struct transfer *transfer = exchange->transfer;
    int64_t now = run_ms(run);
    int64_t end = exchange->begun + (int64_t)exchange->limits.deadline * 1000;
    int64_t wait = backoff(exchange), asked = (int64_t)exchange->retry_after * 1000;
    if (run->seconds && (int64_t)run->seconds * 1000 - run->lost < end)
        end = (int64_t)run->seconds * 1000 - run->lost;
    if (exchange->answer.status < 400)
        asked = 0;
    if (exchange->failures >= exchange->limits.retries) {
        finish(run, exchange, code);
    } else if (now + (asked > wait ? asked : wait) > end) {
        finish(run, exchange, asked > wait ? ERROR_TRANSFER_PAUSE : code);
    } else {
        wait = asked > wait ? asked : wait;
        exchange->failures++;
        exchange->due = now + wait;
        exchange->phase = PHASE_RESTING;
        judge_explain(run, exchange, code, &transfer->error);
        transfer->rest_ms = (uint32_t)wait;
    }
}

/* ---- the secret in force ---- */

static void take_secret(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    struct ticket *ticket = exchange->ticket;
    struct answer *answer = &exchange->answer;
    struct secrets secrets;
    char why[DETAIL_SIZE] = "";
    if (!access_read(transfer->source, &secrets, &transfer->error)) {
        end(run, exchange);
        return;
    }
    answer->body.ceiling++;
    bool ok = bulk_put(&answer->body, "", 1, &answer->full);
    char *bytes = ok ? answer->body.data + exchange->pages.start : NULL;
    size_t n = ok ? answer->body.size - exchange->pages.start - 1 : 0;
    ok = ok &&
         access_refresh_answer(&secrets, bytes, n, ticket->secret, why, sizeof why);
    if (bytes)
        explicit_bzero(bytes, n);
    access_forget(&secrets);
    if (!ok) {
        snprintf(exchange->detail, sizeof exchange->detail, "%s", why);
        finish(run, exchange, ERROR_ACCESS_REFRESH);
        return;
    }
    ticket->had = true;
    ticket->serial++;
    ticket->asker = NULL;
    exchange->failures = 0;
    ask(run, exchange);
}

/* A secret that is refused may have been replaced since: once. It waits for its turn
 * again, since another source may be about to get the new one. */
static bool exchanges_secret(struct exchange *exchange, enum error_code code)
{
    struct ticket *ticket = exchange->ticket;
    if (code != ERROR_HTTP_DENIED || !ticket || exchange->refreshed ||
        exchange->request.refresh)
        return false;
    exchange->refreshed = true;
    if (ticket->serial == exchange->secret)
        ticket->had = false;
    exchange->phase = PHASE_WAITING;
    return true;
}

/* ---- one request after another ---- */

static void page_came(struct run *run, struct exchange *exchange)
{
    struct transfer *transfer = exchange->transfer;
    struct answer *answer = &exchange->answer;
    enum error_code code = ERROR_NONE;
    bool more = false;
    int64_t before = wall_ms();
    if (answer->status != 304)
        more = pages_next(&exchange->pages, transfer->source, transfer->next,
                          answer->type, exchange->limits.pages, &answer->body,
                          &run->scratch, &code, &answer->full);
    run->lost += wall_ms() - before;
    exchange->failures = 0;
    if (more)
        ask(run, exchange);
    else
        finish(run, exchange, code);
}

static void step_on(struct run *run, struct exchange *exchange, enum error_code code)
{
    if (code == ERROR_NONE && exchange->request.refresh) {
        take_secret(run, exchange);
    } else if (code == ERROR_NONE) {
        page_came(run, exchange);
    } else if (code == ERROR_TRANSFER_NOT_CHANGED && !exchange->unconditional) {
        exchange->unconditional = true;
        ask(run, exchange);
    } else if (judge_may_pass(exchange, code)) {
        retry(run, exchange, code);
    } else if (!exchanges_secret(exchange, code)) {
        finish(run, exchange, code);
    }
}

/* libcurl's clock goes on while somebody else's data are read: what it calls too long
 * may have had no time at all. */
static bool had_no_time(const struct run *run, const struct exchange *exchange)
{
    return exchange->timed_out && exchange->lost != run->lost &&
           run_ms(run) - exchange->asked <
               (int64_t)exchange->limits.connect_seconds * 1000;
}

/* A redirect counts however its own page ended. */
static void request_ended(struct run *run, struct exchange *exchange)
{
    bool led = answer_redirects(&exchange->answer) && !exchange->forbidden[0] &&
               exchange->answer.error == ERROR_NONE;
    enum error_code code = led ? follow(run, exchange) : judge(exchange);
    if (!led || code != ERROR_NONE) {
        step_on(run, exchange, code);
        return;
    }
    answer_again(&exchange->answer, false);
    put_on_wire(run, exchange);
}

void step_ended(struct run *run, struct exchange *exchange)
{
    taken_off(run, exchange);
    if (had_no_time(run, exchange)) {
        exchange->lost = run->lost;
        put_on_wire(run, exchange);
    } else {
        request_ended(run, exchange);
    }
}

void step_break(struct run *run, struct exchange *exchange, enum error_code code)
{
    wire_drop(run->wire, exchange);
    taken_off(run, exchange);
    exchange->retry_after =
        wire_retry_after(exchange->answer.retry_after, exchange->answer.date);
    exchange->cause = code;
    request_ended(run, exchange);
}

void step_give_up(struct run *run, struct exchange *exchange, enum error_code code,
                  const char *why)
{
    if (exchange->call) {
        wire_drop(run->wire, exchange);
        taken_off(run, exchange);
    }
    snprintf(exchange->detail, sizeof exchange->detail, "%s", why);
    finish(run, exchange, code);
}
