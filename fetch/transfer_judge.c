/* What the end of a request means: see fetch/transfer_work.h. */
#include "fetch/transfer_work.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "core/period.h"
#include "core/text.h"

enum { STATUS_PROXY = 407 };

/* What a callback found, a refusal by the server (however its page ended), what libcurl
 * says. */
enum error_code judge(struct exchange *exchange)
{
    struct answer *answer = &exchange->answer;
    enum error_code refused = answer_status_error(answer->status);
    if (answer->error != ERROR_NONE)
        return answer->error;
    if (exchange->forbidden[0] && exchange->cause != ERROR_NONE)
        return ERROR_TRANSFER_FORBIDDEN;
    if (answer->status == STATUS_PROXY &&
        access_text(exchange->transfer->source->access.proxy)[0])
        return ERROR_TRANSFER_PROXY;
    if (answer->status >= 400)
        return refused;
    if (exchange->cause != ERROR_NONE)
        return exchange->cause;
    if (answer->status == 304 && !exchange->request.conditional)
        return ERROR_TRANSFER_NOT_CHANGED;
    if (refused != ERROR_NONE)
        return refused;
    return answer_end(answer) ? ERROR_NONE : answer->error;
}

bool judge_may_pass(const struct exchange *exchange, enum error_code code)
{
    static const int statuses[] = {408, 429, 500, 502, 503, 504};
    switch (code) {
    case ERROR_TRANSFER_CUT:
    case ERROR_TRANSFER_UNREACHABLE:
    case ERROR_TRANSFER_CONNECT_TIMEOUT:
    case ERROR_TRANSFER_NO_ANSWER:
        return true;
    case ERROR_HTTP_BUSY:
    case ERROR_HTTP_SERVER:
    case ERROR_HTTP_STATUS:
        for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
            if (exchange->answer.status == statuses[i])
                return true;
        return false;
    default:
        return false;
    }
}

/* What this machine takes for today, which certificates are judged by. */
static const char *today(struct arena *arena)
{
    struct date date = date_from_day(day_from_time(time(NULL)));
    return arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* The third argument of the code's sentence. */
static const char *detail_of(struct run *run, const struct exchange *exchange,
                             enum error_code code)
{
    struct arena *arena = &run->scratch;
    const char *raw = exchange->detail;
    switch (code) {
    case ERROR_TRANSFER_EXPIRED:
    case ERROR_TRANSFER_NOT_YET:
        return today(arena);
    case ERROR_TRANSFER_RESOLVE:
    case ERROR_TRANSFER_OTHER_NAME:
        raw = exchange->request.address->host;
        break;
    case ERROR_TRANSFER_CONNECT_TIMEOUT:
    case ERROR_TRANSFER_NO_ANSWER:
    case ERROR_TRANSFER_SLOW:
        /* Whole seconds that have passed: "within 2 s" must not be said after 1.5. */
        return arena_printf(arena, "%lld",
                            (long long)(run_ms(run) - exchange->asked + 50) / 1000);
    case ERROR_TRANSFER_TOO_LARGE:
        return arena_printf(arena, "%" PRIu64, exchange->limits.bytes);
    case ERROR_TRANSFER_REDIRECTS:
        return arena_printf(arena, "%d", exchange->limits.redirects);
    case ERROR_TRANSFER_DEADLINE:
        return arena_printf(arena, "%d", exchange->limits.deadline);
    case ERROR_TRANSFER_RUN_DEADLINE:
        return arena_printf(arena, "%d", run->seconds);
    case ERROR_TRANSFER_PAGE_AGAIN:
        return arena_printf(arena, "%zu", exchange->pages.n);
    case ERROR_TRANSFER_REDIRECT:
    case ERROR_TRANSFER_REDIRECT_POST:
        return exchange->target;
    case ERROR_TRANSFER_FORBIDDEN:
        return exchange->forbidden;
    case ERROR_TRANSFER_PROXY:
        if (exchange->answer.status != STATUS_PROXY)
            break;
        raw = exchange->answer.phrase;
        break;
    case ERROR_TRANSFER_PACKED:
        raw = exchange->answer.packed;
        break;
    case ERROR_HTTP_DENIED:
    case ERROR_HTTP_NOT_FOUND:
    case ERROR_HTTP_BUSY:
    case ERROR_HTTP_SERVER:
    case ERROR_HTTP_STATUS:
    case ERROR_TRANSFER_PAUSE:
        raw = exchange->answer.phrase;
        break;
    default:
        break;
    }
    return text_clean(arena, raw, strlen(raw));
}

void judge_explain(struct run *run, const struct exchange *exchange,
                   enum error_code code, struct error *error)
{
    const struct source *source = exchange->transfer->source;
    const char *asked =
        exchange->request.refresh ? source->access.refresh : source->address;
    if (code == ERROR_BULK_FULL)
        *error = exchange->answer.full;
    else
        error_set(error, code, source->name, wire_address_shown(asked, &run->scratch),
                  detail_of(run, exchange, code),
                  arena_printf(&run->scratch, "%" PRIu32, exchange->retry_after));
}
