/* The dashboard's main loop: see app/viewer.h. */
#include "app/viewer.h"

#include "app/export.h"
#include "app/fault.h"
#include "app/glyphs.h"
#include "app/idle.h"
#include "app/refresh.h"
#include "app/restrict.h"
#include "app/script.h"
#include "tui/tui.h"
#include "views/indicator_compare.h"
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
#include <unistd.h>

enum { LOOK_MS = 60 * 1000 }; /* where inotify is not to be had */

struct viewer {
    struct session *session;
    struct tui *tui;
    struct refresh refresh;
    struct glyph_choice glyphs;
    int signals, news;     /* signalfd, inotify; -1 = none */
    const char *directory; /* of the snapshots */
    bool watching;         /* it exists and is watched: it is `watched` */
    struct stat watched;
    struct idle idle;
    struct script script;
    bool scripted;
    bool leave;
    struct error error;   /* of the script */
    enum session_end end; /* why */
};

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
    context.log = viewer->refresh.log;
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

static void command(void *self, enum tui_command what, const char *address)
{
    struct viewer *viewer = self;
    refresh_command(&viewer->refresh, what, address);
}

static const char *propose_name(void *self, const char *address, struct arena *arena)
{
    const struct viewer *viewer = self;
    return export_name(viewer->session, address, arena);
}

static bool export(void *self, const char *address, const char *from,
                   const struct view_options *options, const char *typed, bool replace,
                   struct error *error)
{
    struct viewer *viewer = self;
    return export_page(viewer->session, address, from, options, typed, replace, error);
}

/* By the indicator of the page, or the one that its map of regions shows. */
static const char *compare(void *self, const char *address, const int32_t *regions,
                           size_t n, struct arena *arena)
{
    const struct viewer *viewer = self;
    const struct catalog *catalog = viewer->session->context.catalog;
    struct address parsed;
    if (!address_parse(catalog, address, &parsed, NULL))
        return NULL;
    bool list = parsed.page == &page_region;
    const struct indicator *indicator = compared_indicator(catalog, parsed.id);
    if (list && !indicator)
        indicator = catalog_indicator(catalog, "G0-01");
    if (!indicator || (!list && parsed.page != &page_indicator))
        return NULL;
    return n >= 2 ? compared_address(indicator->code, regions, n, arena)
                  : arena_strdup(arena, address);
}

static void answered(void *self, int cells, int *ambiguous, enum glyph_tier *glyphs)
{
    struct viewer *viewer = self;
    glyph_answer(&viewer->glyphs, cells);
    *ambiguous = glyph_width_now(&viewer->glyphs);
    *glyphs = viewer->session->context.glyphs = glyph_tier_now(&viewer->glyphs);
}

/* ---- news ---- */

static bool renew(void *self)
{
    struct viewer *viewer = self;
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

/* ---- the loop ---- */

static void leave(struct viewer *viewer, enum session_end end)
{
    viewer->leave = true;
    viewer->end = end;
}

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
            leave(viewer, signal.ssi_signo == SIGHUP ? SESSION_GONE : SESSION_SIGNAL);
        }
    }
}

/* Keys, or the time for them is over. False = leave. */
static void on_keys(struct viewer *viewer, bool typed)
{
    if (typed && idle_key(&viewer->idle, idle_now()))
        tui_message(viewer->tui, "");
    if (tui_keys(viewer->tui))
        look(viewer);
    else
        leave(viewer, tui_left(viewer->tui) ? SESSION_LEFT : SESSION_GONE);
}

static void on_idle(struct viewer *viewer)
{
    enum idle_due due = idle_look(&viewer->idle, idle_now());
    if (due == IDLE_WARN)
        tui_message(viewer->tui, _("no key for a while: this session closes soon"));
    else if (due == IDLE_CLOSE)
        leave(viewer, SESSION_IDLE);
}

/* The shorter of two waiting times; -1 = for ever. */
static int sooner(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* Goes on with the script; the milliseconds until the next time. */
static int play(struct viewer *viewer)
{
    int wait = 0;
    switch (
        script_go(&viewer->script, viewer->tui, idle_now(), &wait, &viewer->error)) {
    case SCRIPT_GOES_ON:
        break;
    case SCRIPT_ENDED:
        leave(viewer, SESSION_LEFT);
        break;
    case SCRIPT_FAILED:
        leave(viewer, SESSION_FAILED);
        break;
    }
    return wait;
}

static void loop(struct viewer *viewer)
{
    while (!viewer->leave) {
        watch(viewer);
        fault_limit(FAULT_PAGE_SECONDS);
        struct pollfd fds[] = {
            {.fd = viewer->scripted ? -1 : STDIN_FILENO, .events = POLLIN},
            {.fd = viewer->signals, .events = POLLIN},
            {.fd = viewer->refresh.child.fd, .events = POLLIN},
            {.fd = viewer->news, .events = POLLIN},
        };
        int timeout = sooner(tui_timeout(viewer->tui), viewer->watching ? -1 : LOOK_MS);
        if (viewer->scripted)
            timeout = sooner(timeout, play(viewer));
        if (viewer->leave)
            return;
        int ready = poll(fds, 4, sooner(timeout, idle_wait(&viewer->idle, idle_now())));
        if (ready < 0 && errno != EINTR) {
            leave(viewer, SESSION_FAILED);
            return;
        }
        if (fds[1].revents)
            on_signal(viewer);
        if (fds[0].revents || ready == 0)
            on_keys(viewer, fds[0].revents != 0);
        on_idle(viewer);
        if (fds[2].revents)
            refresh_take(&viewer->refresh);
        if (fds[3].revents)
            take_news(viewer);
    }
}

/* The first page: as asked, else as configured, where that is one. */
static const char *start_of(const struct session *session, struct error *error)
{
    const struct config *config = session->config;
    struct address address;
    if (session->options->n_arguments)
        return session->options->arguments[0];
    if (!*config->start)
        return "overview";
    if (address_parse(session->context.catalog, config->start, &address, NULL))
        return config->start;
    error_set(error, ERROR_START, config->path, config->start);
    return "overview";
}

static void say_error(struct viewer *viewer, const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    tui_message(viewer->tui, text);
}

enum { RESTRICTED_IDLE = 30 * 60 };

static int idle_limit(const struct session *session)
{
    int said = session->config->idle;
    return said != IDLE_UNSAID            ? said
           : session->options->restricted ? RESTRICTED_IDLE
                                          : 0;
}

static enum exit_status say_failure(const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    fprintf(stderr, "aiplus: %s\n", text);
    return error->code == ERROR_ADDRESS ? EXIT_USAGE : EXIT_ERROR;
}

enum exit_status viewer_run(struct session *session)
{
    struct viewer viewer = {.session = session, .news = -1};
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
    struct error error = {0};
    viewer.scripted = *options->script != '\0';
    if (viewer.scripted &&
        !script_read(&viewer.script, options->script, &session->arena, &error))
        return say_failure(&error);
    glyph_choose(&viewer.glyphs, options, session->config,
                 !options->restricted && !viewer.scripted, &session->arena);
    session->context.glyphs = glyph_tier_now(&viewer.glyphs);
    struct tui_options look = {
        .theme = *options->theme ? options->theme : session->config->theme,
        .restricted = options->restricted,
        .mono = options->mono || (no_color && *no_color),
        .ambiguous = glyph_width_now(&viewer.glyphs),
        .glyphs = glyph_tier_now(&viewer.glyphs),
        .played = viewer.scripted,
        .asks = !viewer.scripted && glyph_asks(&viewer.glyphs),
        .start = start_of(session, &error),
    };
    struct tui_host host = {&viewer, build,        command, complete, since,
                            as_of,   propose_name, export,  compare,  answered};
    enum exit_status status = EXIT_FRESH;
    if (options->restricted)
        restrict_log_begin();
    fault_limit(FAULT_PAGE_SECONDS); /* the first page is built before the loop */
    refresh_open(&viewer.refresh, session, &viewer.tui, renew, &viewer);
    if (tui_open(&look, &host, &viewer.tui, &error)) {
        if (error.code != ERROR_NONE)
            say_error(&viewer, &error);
        idle_open(&viewer.idle, idle_limit(session), idle_now());
        loop(&viewer);
        tui_close(viewer.tui);
        if (viewer.error.code != ERROR_NONE)
            status = say_failure(&viewer.error);
        if (viewer.end == SESSION_IDLE)
            fprintf(stderr, "aiplus: %s\n", _("closed: no key was typed for a while"));
    } else {
        viewer.end = SESSION_FAILED;
        status = say_failure(&error);
    }
    if (options->restricted)
        restrict_log_end(viewer.end);
    refresh_close(&viewer.refresh);
    if (viewer.news >= 0)
        close(viewer.news);
    if (viewer.signals >= 0)
        close(viewer.signals);
    /* The signals stay blocked: of two Ctrl-C the second must not end the program while
     * it puts things away. */
    return status;
}
