/* What the collector says: see app/collect_say.h. */
#include "app/collect_say.h"

#include "app/guard.h"
#include "app/place.h"
#include "core/period.h"
#include "views/words.h"

#include <stdio.h>
#include <time.h>

static void stamp(char text[24])
{
    int64_t now;
    struct error ignored = {0};
    if (!place_now(&now, &ignored))
        now = time(NULL);
    struct date date = date_from_day(day_from_time(now));
    int second = (int)((now + 8 * 3600) % 86400);
    snprintf(text, 24, "%04d-%02d-%02d %02d:%02d:%02d", date.year, date.month, date.day,
             second / 3600, second / 60 % 60, second % 60);
}

void collect_say(const struct collect_run *run, const char *name, const char *word,
                 const char *text)
{
    if (run->progress >= 0) {
        dprintf(run->progress, "source %s %s %s\n", name, word, text);
        return;
    }
    char when[24];
    stamp(when);
    /* On a terminal the progress line is overwritten first. */
    printf("%s%s  %s: %s\n", run->terminal ? "\r\033[K" : "", when, name, text);
    fflush(stdout);
}

void collect_say_error(const struct collect_run *run, const char *name,
                       const char *word, const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    collect_say(run, name, word, text);
}

void collect_say_progress(const struct collect_run *run, const char *name)
{
    if (run->stopped)
        return;
    if (run->progress >= 0) {
        dprintf(run->progress, "progress %zu %zu %s\n", run->done, run->n, name);
    } else if (run->terminal) {
        printf("\r\033[K%s %zu/%zu", _("collecting"), run->done, run->n);
        fflush(stdout);
    }
}

void collect_say_rests(struct collect_run *run)
{
    char text[1024];
    for (size_t i = 0; i < run->n; i++) {
        const struct transfer *transfer = &run->transfers[i];
        if (transfer->rest_ms && transfer->rest_ms != run->sources[i].rest) {
            error_format(&transfer->error, words_translate, text, sizeof text);
            char whole[1200];
            snprintf(whole, sizeof whole, _("asked again in %.1f s: %s"),
                     transfer->rest_ms / 1000.0, text);
            collect_say(run, run->sources[i].state.name, "rests", whole);
        }
        run->sources[i].rest = transfer->rest_ms;
    }
}

void collect_say_accepted(const struct collect_run *run, const char *name,
                          const struct error *problems, size_t n, struct arena *arena)
{
    if (!run->accept)
        return;
    for (size_t i = 0; i < n; i++)
        collect_say(run, name, "ok", guard_accepted(&problems[i], arena));
    if (n == 0)
        collect_say(run, name, "ok", _("nothing had to be accepted"));
}
