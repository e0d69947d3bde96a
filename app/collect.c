/* The collector: see app/collect.h. */
#include "app/collect.h"

#include "app/collect_run.h"
#include "app/collect_say.h"
#include "app/collect_source.h"
#include "app/place.h"
#include "fetch/transfer.h"
#include "store/store.h"
#include "views/words.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Is whoever asked for the collection still there to hear of it? */
static bool unheard(const struct collect_run *run)
{
    struct pollfd fd = {.fd = run->progress};
    return run->progress >= 0 && poll(&fd, 1, 0) > 0 && (fd.revents & POLLERR);
}

static bool on_progress(void *self, const struct transfer *ended, size_t done, size_t n)
{
    struct collect_run *run = self;
    struct signalfd_siginfo signal;
    if (read(run->signals, &signal, sizeof signal) == sizeof signal || unheard(run))
        run->stopped = true;
    (void)n;
    run->done = done;
    collect_say_rests(run);
    if (ended) {
        collect_take(run, (size_t)(ended - run->transfers));
        collect_say_progress(run, ended->source->name);
    }
    return !run->stopped && run->error.code == ERROR_NONE;
}

static bool prepare(struct collect_run *run, const struct source *const *sources,
                    size_t n, struct error *error)
{
    const struct config *config = run->config;
    run->n = n;
    run->transfers = arena_alloc(&run->arena, n * sizeof *run->transfers);
    run->sources = arena_alloc(&run->arena, n * sizeof *run->sources);
    for (size_t i = 0; i < n; i++) {
        /* The order of the sections in aiplus.conf. */
        run->sources[i].place = (size_t)(sources[i] - config->sources);
        if (!collect_prepare(run, i, sources[i], error))
            return false;
    }
    return true;
}

static bool choose(const struct options *options, const struct config *config,
                   struct arena *arena, const struct source ***sources, size_t *n,
                   struct error *error)
{
    size_t count = options->n_arguments ? options->n_arguments : config->n_sources;
    const struct source **chosen = arena_alloc(arena, count * sizeof *chosen);
    for (size_t i = 0; i < count; i++) {
        chosen[i] = options->n_arguments ? config_source(config, options->arguments[i])
                                         : &config->sources[i];
        if (!chosen[i])
            return error_set(error, ERROR_SOURCE_UNKNOWN, options->arguments[i],
                             config->path);
        for (size_t k = 0; k < i; k++)
            if (chosen[k] == chosen[i])
                return error_set(error, ERROR_OPTION_EXTRA, options->arguments[i]);
    }
    *sources = chosen;
    *n = count;
    return true;
}

/* Names every source in the declared order, and forgets those no longer configured. */
static bool name_sources(struct collect_run *run, int64_t now, struct error *error)
{
    const struct config *config = run->config;
    run->names = arena_alloc(&run->arena, config->n_sources * sizeof *run->names);
    for (size_t i = 0; i < config->n_sources; i++)
        run->names[i] = config->sources[i].name;
    return store_forget_sources(run->store, run->names, config->n_sources, now, error);
}

static bool broken_off(const struct collect_run *run, struct error *error)
{
    char left[24], n[24];
    snprintf(left, sizeof left, "%zu", run->left);
    snprintf(n, sizeof n, "%zu", run->n);
    return error_set(error, ERROR_FETCH_STOPPED, left, n);
}

static void say_restored(const struct collect_run *run)
{
    const struct error *restored = store_restored(run->store);
    if (restored)
        collect_say_error(run, "aiplus", "restored", restored);
}

static bool collect(struct collect_run *run, const struct source *const *sources,
                    size_t n, struct error *error)
{
    int64_t now;
    say_restored(run);
    /* First, so that what pages are made with is known of every day with a figure. */
    if (!place_now(&now, error) || !collect_take_effect(run, now, error) ||
        !name_sources(run, now, error) || !prepare(run, sources, n, error))
        return false;
    collect_say_progress(run, "");
    if (!transfer_run_within(run->config->deadline, run->transfers, n, run->directory,
                             &run->arena, on_progress, run, error))
        return false;
    if (run->error.code != ERROR_NONE) {
        *error = run->error;
        return false;
    }
    for (size_t i = 0; i < n; i++)
        run->left += run->transfers[i].error.code == ERROR_INTERRUPTED;
    /* Broken off before anything came: there is nothing new to publish. */
    if (run->left == n)
        return broken_off(run, error);
    uint32_t number = 0;
    if (!place_now(&now, error) || !store_publish(run->store, now, &number, error))
        return false;
    if (run->progress >= 0)
        dprintf(run->progress, "published %u %llu %zu\n", number,
                (unsigned long long)run->changed, run->failed);
    else
        collect_say(run, "aiplus", "published",
                    arena_printf(&run->arena,
                                 _("snapshot %u published; %zu of %zu sources failed"),
                                 number, run->failed, n));
    return run->left == 0 || broken_off(run, error);
}

static enum exit_status status_of(const struct error *error)
{
    switch (error->code) {
    case ERROR_SOURCE_UNKNOWN:
    case ERROR_OPTION_EXTRA:
        return EXIT_USAGE;
    case ERROR_WRITE:
    case ERROR_BULK_FULL:
    case ERROR_STORE_NOT_DIRECTORY:
    case ERROR_STORE_SPACE:
    case ERROR_STORE_FULL:
    case ERROR_STORE_DEVICE:
        return EXIT_CANNOT_WRITE;
    default:
        return EXIT_ERROR;
    }
}

/* Can a line of standard output be overwritten? */
static bool on_terminal(void)
{
    const char *name = getenv("TERM");
    return isatty(STDOUT_FILENO) && name && *name && strcmp(name, "dumb") != 0;
}

/* Secrets are in memory while a request is made; none may be left in a core. */
static void keep_from_cores(const struct config *config)
{
    const struct rlimit none = {0};
    for (size_t i = 0; i < config->n_sources; i++)
        if (config->sources[i].access.credentials[0]) {
            setrlimit(RLIMIT_CORE, &none);
            return;
        }
}

enum exit_status collect_run(const struct options *options, const struct config *config,
                             const char *cache)
{
    struct collect_run run = {.progress = options->progress,
                              .config = config,
                              .accept = options->command == COMMAND_ACCEPT,
                              .terminal = options->progress < 0 && on_terminal(),
                              .catalog = *options->catalog ? options->catalog
                                                           : config->catalog};
    run.directory = arena_printf(&run.arena, "%s/store", cache); /* store/store.h */
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGHUP);
    sigprocmask(SIG_BLOCK, &watched, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a limit on files is a full disk, not the end */
    keep_from_cores(config);
    run.signals = signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);

    struct error error = {0};
    const struct source **sources = NULL;
    size_t n = 0;
    bool ok;
    if (options->offline)
        ok = error_set(&error, ERROR_OFFLINE);
    else if (!config->path)
        ok = error_set(&error, ERROR_NO_CONFIG);
    else if (config->n_sources == 0)
        ok = error_set(&error, ERROR_NO_SOURCES, config->path);
    else
        ok = choose(options, config, &run.arena, &sources, &n, &error) &&
             store_open(cache, config->demo ? STORE_DEMO : STORE_REAL, &run.store,
                        &error) &&
             collect(&run, sources, n, &error);
    effect_close(&run.effect);
    if (run.store)
        store_close(run.store);
    enum exit_status status =
        ok ? run.failed ? EXIT_FAILING : EXIT_FRESH : status_of(&error);
    if (!ok) {
        char text[1024];
        error_format(&error, words_translate, text, sizeof text);
        if (run.terminal) {
            fputs("\r\033[K", stdout); /* the progress line */
            fflush(stdout);
        }
        if (run.progress >= 0)
            dprintf(run.progress, "error %s\n", text);
        else
            fprintf(stderr, "aiplus: %s\n", text);
    }
    if (run.signals >= 0)
        close(run.signals);
    arena_release(&run.arena);
    return status;
}
