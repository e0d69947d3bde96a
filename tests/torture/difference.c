/* Differences: see tests/torture/difference.h. */
#include "tests/torture/difference.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool difference_say(struct difference *found, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(found->text, sizeof found->text, format, args);
    va_end(args);
    return false;
}

/* As a distance from the world's start; now is far. */
static int64_t since_start(int64_t known_at)
{
    return known_at == INT64_MAX ? INT64_MAX : known_at - WORLD_START;
}

bool difference_error(struct difference *found, const char *page, int64_t known_at,
                      const struct error *error)
{
    char text[1000];
    error_format(error, NULL, text, sizeof text);
    return difference_say(found, "%s at T%+" PRId64 ": %s: %s", page,
                          since_start(known_at), error_name(error->code), text);
}

static void describe(const struct observation *o, char *text, size_t size)
{
    char period[64];
    if (!o) {
        snprintf(text, size, "nothing");
        return;
    }
    period_id(o->period, period, sizeof period);
    snprintf(text, size,
             "%s %d %c:%s value %d %.17g status %c qualifier %u receipt %u revised %d "
             "withdrawn %d late %d outranked %d",
             o->indicator, (int)o->region, o->period.freq, period, o->has_value,
             o->value, o->status ? o->status : '?', (unsigned)o->qualifier,
             (unsigned)o->receipt, o->revised, o->withdrawn, o->late, o->outranked);
}

bool difference_of(struct difference *found, const char *page, int64_t known_at,
                   const struct observation *got, const struct observation *want)
{
    char a[300], b[300];
    describe(got, a, sizeof a);
    describe(want, b, sizeof b);
    return difference_say(found, "%s at T%+" PRId64 ":\n#   got  %s\n#   want %s", page,
                          since_start(known_at), a, b);
}

bool difference_receipts(struct difference *found, const struct receipt *got,
                         const struct receipt *want)
{
    if (got->number == want->number && got->time == want->time &&
        strcmp(got->source, want->source) == 0 &&
        strcmp(got->address, want->address) == 0 &&
        strcmp(got->format, want->format) == 0 && strcmp(got->etag, want->etag) == 0 &&
        strcmp(got->last_modified, want->last_modified) == 0 &&
        /* of documents it is of what the model does not have */
        (want->digest[0] == '\0' || strcmp(got->digest, want->digest) == 0) &&
        got->bytes == want->bytes && got->rows_seen == want->rows_seen &&
        got->rows_changed == want->rows_changed &&
        got->rows_refused == want->rows_refused && got->warnings == want->warnings)
        return true;
    return difference_say(found, "receipt %u of %s (%u changed), not %u of %s (%u)",
                          (unsigned)got->number, got->source, got->rows_changed,
                          (unsigned)want->number, want->source, want->rows_changed);
}

static bool same_texts(const struct source_state *a, const struct source_state *b)
{
    return strcmp(a->title, b->title) == 0 && strcmp(a->format, b->format) == 0 &&
           strcmp(a->address, b->address) == 0 && strcmp(a->etag, b->etag) == 0 &&
           strcmp(a->last_modified, b->last_modified) == 0 &&
           strcmp(a->digest, b->digest) == 0 && strcmp(a->setup, b->setup) == 0 &&
           memcmp(&a->last_error, &b->last_error, sizeof a->last_error) == 0;
}

bool difference_states(struct difference *found, const struct source_state *got,
                       const struct source_state *want, int64_t known_at)
{
    if (!got)
        return difference_say(found, "source \"%s\" at T%+" PRId64 ": not there",
                              want->name, since_start(known_at));
    if (same_texts(got, want) && got->last_attempt == want->last_attempt &&
        got->last_success == want->last_success && got->next_due == want->next_due &&
        got->failures == want->failures && got->receipt == want->receipt &&
        got->rows_seen == want->rows_seen && got->rows_changed == want->rows_changed &&
        got->rows_refused == want->rows_refused && got->warnings == want->warnings &&
        got->duration_ms == want->duration_ms && got->bytes == want->bytes)
        return true;
    return difference_say(
        found,
        "source \"%s\" at T%+" PRId64 ":\n"
        "#   got  attempt T%+" PRId64 " failures %u receipt %u changed %u %s\n"
        "#   want attempt T%+" PRId64 " failures %u receipt %u changed %u %s",
        want->name, since_start(known_at), got->last_attempt - WORLD_START,
        got->failures, (unsigned)got->receipt, got->rows_changed, got->address,
        want->last_attempt - WORLD_START, want->failures, (unsigned)want->receipt,
        want->rows_changed, want->address);
}
