/* Refreshing: see app/refresh.h. */
#include "app/refresh.h"

#include "app/place.h"
#include "core/period.h"
#include "core/text.h"
#include "views/words.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void say(struct refresh *refresh, const char *text)
{
    tui_message(*refresh->tui, text);
}

static void say_error(struct refresh *refresh, const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    say(refresh, text);
}

/* ---- the log ---- */

/* The newer half, in an arena of its own. */
static void drop_oldest(struct refresh *refresh)
{
    struct arena arena = {0};
    struct log_line *lines = arena_alloc(&arena, REFRESH_LINES * sizeof *lines);
    size_t n = refresh->log.n / 2;
    memcpy(lines, refresh->log.lines + (refresh->log.n - n), n * sizeof *lines);
    for (size_t i = 0; i < n; i++) {
        lines[i].source = arena_strdup(&arena, lines[i].source);
        lines[i].text = arena_strdup(&arena, lines[i].text);
    }
    arena_release(&refresh->arena);
    refresh->arena = arena;
    refresh->log = (struct log){lines, n};
}

static void note(struct refresh *refresh, const char *source, const char *text,
                 bool wrong)
{
    struct error ignored = {0};
    struct log *log = &refresh->log;
    if (log->n == REFRESH_LINES)
        drop_oldest(refresh);
    struct log_line *lines = (struct log_line *)log->lines;
    if (!lines)
        log->lines = lines =
            arena_alloc(&refresh->arena, REFRESH_LINES * sizeof *lines);
    struct log_line *line = &lines[log->n];
    *line = (struct log_line){
        .number = refresh->lines++,
        .source = text_clean(&refresh->arena, source, strlen(source)),
        .text = text_clean(&refresh->arena, text, strlen(text)),
        .wrong = wrong,
    };
    if (!place_now(&line->at, &ignored))
        line->at = time(NULL);
    log->n++;
}

/* ---- what the collector says ---- */

/* Which of its words (app/collect.h) are no trouble. */
static bool is_well(const char *word)
{
    return strcmp(word, "ok") == 0 || strcmp(word, "same") == 0;
}

static void on_source(struct refresh *refresh, char *rest)
{
    char *end = NULL;
    const char *name = strtok_r(rest, " ", &end);
    const char *word = name ? strtok_r(NULL, " ", &end) : NULL;
    if (!word)
        return;
    refresh->failed += strcmp(word, "failed") == 0;
    note(refresh, strcmp(name, "aiplus") == 0 ? "" : name, end, !is_well(word));
}

static void show_progress(struct refresh *refresh)
{
    char text[200];
    if (refresh->stopping)
        snprintf(text, sizeof text, _("stopping %u/%u"), refresh->done, refresh->of);
    else if (refresh->failed)
        snprintf(text, sizeof text, _("collecting %1$u/%2$u, failed %3$u"),
                 refresh->done, refresh->of, refresh->failed);
    else
        snprintf(text, sizeof text, _("collecting %u/%u"), refresh->done, refresh->of);
    tui_progress(*refresh->tui, text);
}

static void on_published(struct refresh *refresh, unsigned long long changed,
                         unsigned failed)
{
    char text[400];
    refresh->said = true;
    if (failed)
        snprintf(text, sizeof text,
                 _("collected: %llu rows changed; %u of %u sources failed (L tells "
                   "why)"),
                 changed, failed, refresh->of);
    else
        snprintf(text, sizeof text, _("collected: %llu rows changed"), changed);
    note(refresh, "", text, failed > 0);
    refresh->renew(refresh->self);
    say(refresh, text);
}

static void on_line(void *self, const char *line)
{
    struct refresh *refresh = self;
    unsigned number, failed;
    unsigned long long changed;
    struct arena arena = {0};
    if (sscanf(line, "progress %u %u", &refresh->done, &refresh->of) == 2) {
        show_progress(refresh);
    } else if (sscanf(line, "published %u %llu %u", &number, &changed, &failed) == 3) {
        on_published(refresh, changed, failed);
    } else if (strncmp(line, "source ", 7) == 0) {
        on_source(refresh, arena_strdup(&arena, line + 7));
    } else if (strncmp(line, "error ", 6) == 0) {
        refresh->said = true;
        note(refresh, "", line + 6, true);
        say(refresh, text_clean(&arena, line + 6, strlen(line + 6)));
    }
    arena_release(&arena);
}

static void collect(struct refresh *refresh, const char *source)
{
    const struct session *session = refresh->session;
    const char *language = session->context.language == LANGUAGE_ZH ? "zh" : "en";
    struct error error = {0};
    refresh->said = refresh->stopping = false;
    refresh->done = refresh->of = refresh->failed = 0;
    refresh->next = NULL;
    if (child_start(&refresh->child, session->options, session->config->path,
                    session->cache, language, source, &error)) {
        note(refresh, source, _("collecting"), false);
        tui_progress(*refresh->tui, _("collecting"));
    } else {
        say_error(refresh, &error);
    }
}

static void end_child(struct refresh *refresh)
{
    int status = 0;
    child_end(&refresh->child, false, &status);
    tui_progress(*refresh->tui, "");
    refresh->renew(refresh->self);
    if (refresh->next) {
        collect(refresh, refresh->next);
        return;
    }
    if (refresh->said)
        return;
    struct error error = {0};
    char why[64], text[1024];
    if (WIFSIGNALED(status))
        snprintf(why, sizeof why, _("signal %d"), WTERMSIG(status));
    else
        snprintf(why, sizeof why, _("status %d"), WEXITSTATUS(status));
    error_set(&error, ERROR_COLLECTOR_DIED, why);
    error_format(&error, words_translate, text, sizeof text);
    note(refresh, "", text, true);
    say(refresh, text);
}

/* ---- what keys ask for ---- */

/* May this account collect? Where not, r looks for news and says when it is due. */
static bool may_collect(const struct session *session)
{
    if (!session->config->path || session->config->n_sources == 0)
        return false;
    struct stat status;
    return stat(session->cache, &status) != 0 || access(session->cache, W_OK) == 0;
}

static void say_next_due(struct refresh *refresh)
{
    const struct session *session = refresh->session;
    int64_t due = session->context.data.oldest_due;
    char text[300];
    if (!session->config->path)
        snprintf(text, sizeof text, "%s",
                 _("no configuration: nothing to collect from; see aiplus.conf(5)"));
    else if (session->config->n_sources == 0)
        snprintf(text, sizeof text, "%s",
                 _("the configuration names no source; see aiplus.conf(5)"));
    else if (due) {
        struct date date = date_from_day(day_from_time(due));
        int minute = (int)((due + 8 * 3600) % 86400) / 60;
        snprintf(text, sizeof text,
                 _("nothing newer; this account may not collect; next due %02d-%02d "
                   "%02d:%02d"),
                 date.month, date.day, minute / 60, minute % 60);
    } else
        snprintf(text, sizeof text, "%s",
                 _("nothing newer; this account may not write the cache"));
    say(refresh, text);
}

/* r on one source's page collects that source. */
static const char *source_of(const struct config *config, enum tui_command what,
                             const char *address)
{
    const struct source *source = NULL;
    if (what == TUI_REFRESH && strncmp(address, "sources/", 8) == 0)
        source = config_source(config, address + 8);
    return source ? source->name : "";
}

/* The collector keeps and publishes what has come, then ends. */
static void stop(struct refresh *refresh)
{
    if (refresh->child.fd < 0) {
        say(refresh, _("nothing is being collected"));
        return;
    }
    refresh->next = NULL;
    refresh->stopping = true;
    kill(refresh->child.pid, SIGTERM);
    show_progress(refresh);
}

void refresh_command(struct refresh *refresh, enum tui_command what,
                     const char *address)
{
    const struct session *session = refresh->session;
    struct error error = {0};
    if (what == TUI_STOP) {
        stop(refresh);
        return;
    }
    const char *source = source_of(session->config, what, address);
    if (refresh->child.fd >= 0) {
        /* One that has said its last word is only putting things away. */
        if (refresh->said)
            refresh->next = source;
        else
            say(refresh, _("already collecting; x stops it"));
    } else if (session->options->offline) {
        error_set(&error, ERROR_OFFLINE);
        say_error(refresh, &error);
    } else if (session->context.as_of) {
        say(refresh, _("a page of the past is not collected again"));
    } else if (!may_collect(session)) {
        if (!refresh->renew(refresh->self))
            say_next_due(refresh);
    } else {
        collect(refresh, source);
    }
}

void refresh_take(struct refresh *refresh)
{
    if (refresh->child.fd < 0)
        return;
    size_t before = refresh->lines;
    if (!child_read(&refresh->child, on_line, refresh))
        end_child(refresh);
    if (refresh->lines != before)
        tui_reload_page(*refresh->tui, "log");
}

void refresh_open(struct refresh *refresh, struct session *session,
                  struct tui *const *tui, bool (*renew)(void *self), void *self)
{
    *refresh = (struct refresh){.session = session,
                                .tui = tui,
                                .renew = renew,
                                .self = self,
                                .child = {.fd = -1}};
}

void refresh_close(struct refresh *refresh)
{
    int ignored;
    child_end(&refresh->child, true, &ignored);
    arena_release(&refresh->arena);
}
