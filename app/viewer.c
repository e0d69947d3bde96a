/* The dashboard's main loop: see app/viewer.h. */
#include "app/viewer.h"

#include "app/child.h"
#include "app/fault.h"
#include "app/place.h"
#include "core/text.h"
#include "tui/tui.h"
#include "views/words.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 60 * 1000 }; /* where inotify is not to be had */

struct viewer {
    struct session *session;
    struct tui *tui;
    struct child child;
    int signals, news;     /* signalfd, inotify; -1 = none */
    const char *directory; /* of the snapshots */
    bool watching;         /* it exists and is watched: it is `watched` */
    struct stat watched;
    bool said;         /* the collector has said how it ended */
    const char *next;  /* to be collected when it has ended: a source, "" = all; NULL */
    unsigned done, of; /* sources */
    bool leave;
};

static void say(struct viewer *viewer, const char *text)
{
    tui_message(viewer->tui, text);
}

static void say_error(struct viewer *viewer, const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    say(viewer, text);
}

/* ---- the host's side of tui.h ---- */

static bool build(void *self, const char *address, const char *from,
                  const struct view_options *options, struct arena *arena,
                  struct view *view, struct error *error)
{
    struct viewer *viewer = self;
    struct view_context context;
    if (!session_context(viewer->session, address, arena, &context, error))
        return false;
    context.from = from;
    context.options = *options;
    return page_build(&context, address, view, error);
}

static size_t complete(void *self, const char *typed, const char *address,
                       struct arena *arena, struct completion *found, size_t most)
{
    struct viewer *viewer = self;
    struct view_context context = viewer->session->context;
    context.arena = arena;
    context.from = address;
    return address_complete(&context, typed, found, most);
}

static bool since(void *self, const char *typed, struct error *error)
{
    struct viewer *viewer = self;
    int32_t day = 0;
    if (*typed && !day_parse(typed, &day))
        return error_set(error, ERROR_DATE, typed);
    return session_since(viewer->session, day, error);
}

static bool as_of(void *self, const char *typed, struct error *error)
{
    struct viewer *viewer = self;
    int32_t day = 0;
    if (*typed && !day_parse(typed, &day))
        return error_set(error, ERROR_DATE, typed);
    return session_as_of(viewer->session, day, error);
}

/* ---- news ---- */

static bool renew(struct viewer *viewer)
{
    if (!session_renew(viewer->session))
        return false;
    tui_reload(viewer->tui);
    return true;
}

static void watch(struct viewer *viewer)
{
    if (viewer->news < 0 || viewer->watching)
        return;
    /* Manifests arrive by rename; nothing else matters. */
    viewer->watching =
        inotify_add_watch(viewer->news, viewer->directory,
                          IN_MOVED_TO | IN_MOVE_SELF | IN_ONLYDIR) >= 0 &&
        stat(viewer->directory, &viewer->watched) == 0;
    if (viewer->watching)
        renew(viewer); /* what was published before */
}

static void unwatch(struct viewer *viewer)
{
    viewer->watching = false;
    viewer->session->looked = 0;
}

/* A look at every key: not every file system tells of a directory that was taken away,
 * and one on a network tells nothing of what others write. */
static void look(struct viewer *viewer)
{
    struct stat now;
    if (viewer->watching &&
        (stat(viewer->directory, &now) != 0 || now.st_ino != viewer->watched.st_ino ||
         now.st_dev != viewer->watched.st_dev))
        unwatch(viewer);
    renew(viewer);
}

/* News of the directory. Where it has been taken away or put elsewhere, the one that
 * takes its place is looked for. */
static void take_news(struct viewer *viewer)
{
    char bytes[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    for (ssize_t n; (n = read(viewer->news, bytes, sizeof bytes)) > 0;) {
        for (ssize_t at = 0; at < n;) {
            const struct inotify_event *event = (const void *)(bytes + at);
            if (event->mask & IN_MOVE_SELF)
                inotify_rm_watch(viewer->news, event->wd);
            if (event->mask & (IN_MOVE_SELF | IN_IGNORED))
                unwatch(viewer);
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
    renew(viewer);
}

/* ---- the collector ---- */

static void on_line(void *self, const char *line)
{
    struct viewer *viewer = self;
    char text[1200];
    unsigned number, failed;
    unsigned long long changed;
    if (sscanf(line, "progress %u %u", &viewer->done, &viewer->of) == 2) {
        snprintf(text, sizeof text, _("collecting %u/%u"), viewer->done, viewer->of);
        tui_progress(viewer->tui, text);
    } else if (sscanf(line, "published %u %llu %u", &number, &changed, &failed) == 3) {
        viewer->said = true;
        renew(viewer);
        if (failed)
            snprintf(text, sizeof text,
                     _("collected: %llu rows changed; %u of %u sources failed (9 shows "
                       "why)"),
                     changed, failed, viewer->of);
        else
            snprintf(text, sizeof text, _("collected: %llu rows changed"), changed);
        say(viewer, text);
    } else if (strncmp(line, "error ", 6) == 0) {
        viewer->said = true;
        struct arena arena = {0};
        say(viewer, text_clean(&arena, line + 6, strlen(line + 6)));
        arena_release(&arena);
    }
}

static void collect(struct viewer *viewer, const char *source)
{
    const struct session *session = viewer->session;
    const char *language = session->context.language == LANGUAGE_ZH ? "zh" : "en";
    struct error error = {0};
    viewer->said = false;
    viewer->done = viewer->of = 0;
    viewer->next = NULL;
    if (child_start(&viewer->child, session->options, session->config->path,
                    session->cache, language, source, &error))
        tui_progress(viewer->tui, _("collecting"));
    else
        say_error(viewer, &error);
}

static void end_child(struct viewer *viewer)
{
    int status = 0;
    child_end(&viewer->child, false, &status);
    tui_progress(viewer->tui, "");
    renew(viewer);
    if (viewer->next) {
        collect(viewer, viewer->next);
        return;
    }
    if (viewer->said)
        return;
    struct error error = {0};
    char why[64];
    if (WIFSIGNALED(status))
        snprintf(why, sizeof why, _("signal %d"), WTERMSIG(status));
    else
        snprintf(why, sizeof why, _("status %d"), WEXITSTATUS(status));
    error_set(&error, ERROR_COLLECTOR_DIED, why);
    say_error(viewer, &error);
}

/* May this account collect? Where not, r looks for news and says when it is due. */
static bool may_collect(const struct session *session)
{
    if (!session->config->path || session->config->n_sources == 0)
        return false;
    struct stat status;
    return stat(session->cache, &status) != 0 || access(session->cache, W_OK) == 0;
}

static void say_next_due(struct viewer *viewer)
{
    const struct session *session = viewer->session;
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
    say(viewer, text);
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

static void command(void *self, enum tui_command what, const char *address)
{
    struct viewer *viewer = self;
    const struct session *session = viewer->session;
    struct error error = {0};
    const char *source = source_of(session->config, what, address);
    if (viewer->child.fd >= 0) {
        /* One that has said its last word is only putting things away. */
        if (viewer->said)
            viewer->next = source;
        else
            say(viewer, _("already collecting"));
    } else if (session->options->offline) {
        error_set(&error, ERROR_OFFLINE);
        say_error(viewer, &error);
    } else if (session->context.as_of) {
        say(viewer, _("a page of the past is not collected again"));
    } else if (!may_collect(session)) {
        if (!renew(viewer))
            say_next_due(viewer);
    } else {
        collect(viewer, source);
    }
}

/* ---- the loop ---- */

static void on_signal(struct viewer *viewer)
{
    struct signalfd_siginfo signal;
    while (read(viewer->signals, &signal, sizeof signal) == sizeof signal) {
        switch (signal.ssi_signo) {
        case SIGWINCH:
            tui_resized(viewer->tui);
            break;
        case SIGCONT:
            tui_resumed(viewer->tui);
            break;
        default: /* INT, TERM, HUP, QUIT */
            viewer->leave = true;
        }
    }
}

static void loop(struct viewer *viewer)
{
    while (!viewer->leave) {
        watch(viewer);
        fault_limit(FAULT_PAGE_SECONDS);
        struct pollfd fds[] = {
            {.fd = STDIN_FILENO, .events = POLLIN},
            {.fd = viewer->signals, .events = POLLIN},
            {.fd = viewer->child.fd, .events = POLLIN},
            {.fd = viewer->news, .events = POLLIN},
        };
        int timeout = tui_timeout(viewer->tui);
        if (timeout < 0 && !viewer->watching)
            timeout = LOOK_MS;
        int ready = poll(fds, 4, timeout);
        if (ready < 0 && errno != EINTR)
            return;
        if (fds[1].revents)
            on_signal(viewer);
        if (fds[0].revents || ready == 0) {
            if (!tui_keys(viewer->tui))
                return;
            look(viewer);
        }
        if (viewer->child.fd >= 0 && fds[2].revents &&
            !child_read(&viewer->child, on_line, viewer))
            end_child(viewer);
        if (fds[3].revents)
            take_news(viewer);
    }
}

enum exit_status viewer_run(struct session *session)
{
    struct viewer viewer = {.session = session, .child = {.fd = -1}, .news = -1};
    viewer.directory = snapshot_directory(session->cache, &session->arena);
    sigset_t watched;
    sigemptyset(&watched);
    static const int signals[] = {SIGWINCH, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaddset(&watched, signals[i]);
    sigprocmask(SIG_BLOCK, &watched, NULL);
    viewer.signals = signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
    viewer.news = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

    const struct options *options = session->options;
    const char *no_color = getenv("NO_COLOR");
    struct tui_options look = {
        .theme = *options->theme ? options->theme : session->config->theme,
        .mono = options->mono || (no_color && *no_color),
        .ambiguous = options->ambiguous           ? options->ambiguous
                     : session->config->ambiguous ? session->config->ambiguous
                                                  : 1,
        .start = options->n_arguments ? options->arguments[0] : "overview",
    };
    struct tui_host host = {&viewer, build, command, complete, since, as_of};
    struct error error = {0};
    enum exit_status status = EXIT_FRESH;
    fault_limit(FAULT_PAGE_SECONDS); /* the first page is built before the loop */
    if (tui_open(&look, &host, &viewer.tui, &error)) {
        loop(&viewer);
        tui_close(viewer.tui);
    } else {
        char text[1024];
        error_format(&error, words_translate, text, sizeof text);
        fprintf(stderr, "aiplus: %s\n", text);
        status = error.code == ERROR_ADDRESS ? EXIT_USAGE : EXIT_ERROR;
    }
    int ignored;
    child_end(&viewer.child, true, &ignored);
    if (viewer.news >= 0)
        close(viewer.news);
    if (viewer.signals >= 0)
        close(viewer.signals);
    /* The signals stay blocked: of two Ctrl-C the second must not end the program while
     * it puts things away. */
    return status;
}
