/* The collector: see app/collect.h. */
#include "app/collect.h"

#include "app/effect.h"
#include "app/guard.h"
#include "app/paging.h"
#include "app/papers.h"
#include "app/place.h"
#include "app/setup.h"
#include "core/digest.h"
#include "core/text.h"
#include "fetch/transfer.h"
#include "store/store.h"
#include "views/words.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

struct run {
    struct store *store;
    const struct config *config;
    struct effect effect;   /* the catalogue in effect; open while there is a store */
    char words[DIGEST_HEX]; /* of what the catalogue calls things */
    struct arena arena;     /* does not grow with the feeds */
    const char *directory;  /* for what does */
    const char *catalog;    /* the catalogue's directory, "" = compiled in */
    struct transfer *transfers;
    struct source_state *states; /* parallel to transfers */
    bool *same;                  /* and: is the source set up as it was before? */
    uint32_t *rests;             /* and: the rest that was told of last */
    size_t *places;              /* and: how many sources go before it */
    const char **names;          /* of all that are configured, in the declared order */
    bool accept;                 /* what the sources look like now is taken */
    size_t n, done;
    size_t failed, left; /* left: not ended when the run was broken off */
    uint64_t changed;
    int signals;  /* signalfd of SIGINT, SIGTERM and SIGHUP */
    int progress; /* the dashboard's pipe, -1 = none */
    bool terminal;
    bool stopped;
    struct error error; /* the store's, which ends the run */
};

/* ---- what is said ---- */

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

static void say(const struct run *run, const char *name, const char *word,
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

static void say_error(const struct run *run, const char *name, const char *word,
                      const struct error *error)
{
    char text[1024];
    error_format(error, words_translate, text, sizeof text);
    say(run, name, word, text);
}

static void say_progress(const struct run *run, const char *name)
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

/* ---- one source ---- */

static void fail(struct run *run, struct source_state *state, const struct error *error)
{
    state->failures++;
    state->last_error = *error;
    run->failed++;
    say_error(run, state->name, "failed", error);
    if (run->error.code == ERROR_NONE)
        store_note(run->store, state, &run->error);
}

static void succeed(struct source_state *state)
{
    state->last_success = state->last_attempt;
    state->failures = 0;
    state->last_error = (struct error){0};
}

static void unchanged(struct run *run, struct source_state *state)
{
    succeed(state);
    if (store_note(run->store, state, &run->error))
        say(run, state->name, "same", _("unchanged since the last delivery"));
}

/* The delivery is not what was accepted: nothing of it is stored. */
static void hold(struct run *run, struct source_state *state,
                 const struct error *problems, size_t n)
{
    state->failures++;
    state->last_error = problems[0];
    run->failed++;
    /* The dashboard has room for one sentence; its page has all of them. */
    size_t said = run->progress >= 0 ? 1 : n;
    for (size_t i = 0; i < said; i++)
        say_error(run, state->name, "failed", &problems[i]);
    if (run->error.code == ERROR_NONE)
        store_hold(run->store, state, problems, n, &run->error);
}

static void say_accepted(const struct run *run, const char *name,
                         const struct error *problems, size_t n, struct arena *arena)
{
    if (!run->accept)
        return;
    for (size_t i = 0; i < n; i++)
        say(run, name, "ok", guard_accepted(&problems[i], arena));
    if (n == 0)
        say(run, name, "ok", _("nothing had to be accepted"));
}

/* What the state says of a delivery that is accepted. */
static void accept(struct source_state *state, const struct transfer *transfer,
                   const struct receipt *receipt)
{
    succeed(state);
    state->etag = transfer->new_etag;
    state->last_modified = transfer->new_last_modified;
    state->format = receipt->format;
    state->bytes = receipt->bytes;
    state->rows_seen = receipt->rows_seen;
    state->rows_refused = receipt->rows_refused;
    state->warnings = receipt->warnings;
    memcpy(state->digest, receipt->digest, sizeof state->digest);
}

/* What a body needs while it is read and stored, and no longer. */
struct reading {
    struct body body;
    struct arena arena;
    struct bulk observations;
};

/* ---- the catalogue in effect ---- */

static bool read_items(void *self, enum item_kind kind, struct arena *arena,
                       struct item **items, size_t *n, struct error *error)
{
    return store_items(self, kind, arena, items, n, error);
}

/* Opens it by what is stored now; says of rows that no longer fit. */
static bool take_effect(struct run *run, int64_t now, struct error *error)
{
    const struct effect_reader reader = {run->store, read_items};
    struct effect effect;
    if (!effect_open(&effect, run->catalog, &reader, error))
        return false;
    effect_close(&run->effect);
    run->effect = effect;
    setup_words(&run->effect.catalog, run->words);
    for (size_t i = 0; i < effect.n; i++)
        if (effect.additions.refused[i])
            say_error(run, effect.items[i].source, "addition",
                      effect.additions.refused[i]);
    return papers_keep(run->store, &effect.additions.texts, run->catalog, run->config,
                       now, error);
}

static void store_reading(struct run *run, struct transfer *transfer,
                          struct source_state *state, struct reading *reading)
{
    struct delivery delivery;
    struct error error = {0};
    if (!effect_read(&run->effect, transfer->source, &reading->body, &reading->arena,
                     &reading->observations, &delivery, &error)) {
        fail(run, state, &error);
        return;
    }
    struct error *problems = NULL;
    size_t n = 0;
    if (!guard_check(run->store, transfer->source, &delivery, &reading->arena,
                     &problems, &n, &run->error))
        return;
    if (n > 0 && !run->accept) {
        hold(run, state, problems, n);
        return;
    }
    struct receipt *receipt = &delivery.receipt;
    delivery.before = run->names;
    delivery.n_before = run->places[transfer - run->transfers];
    receipt->time = state->last_attempt;
    receipt->source = state->name;
    receipt->address = state->address;
    receipt->etag = transfer->new_etag;
    receipt->last_modified = transfer->new_last_modified;
    accept(state, transfer, receipt);
    bool changed = false;
    if (!store_ingest(run->store, &delivery, state, &changed, &run->error))
        return;
    run->changed += receipt->rows_changed;
    if (changed && additions_any(delivery.items, delivery.n_items) &&
        !take_effect(run, receipt->time, &run->error))
        return;
    say_accepted(run, state->name, problems, n, &reading->arena);
    say(run, state->name, "ok",
        arena_printf(&reading->arena, _("%u rows, %u changed, %u refused"),
                     receipt->rows_seen, receipt->rows_changed, receipt->rows_refused));
}

/* The same bytes as those of the last delivery, read in the same way, say the same. */
static bool is_last_delivery(const struct run *run, const struct transfer *transfer,
                             const struct source_state *state)
{
    char digest[DIGEST_HEX];
    if (!run->same[transfer - run->transfers] || !state->digest[0] ||
        state->bytes != transfer->size)
        return false;
    digest_of(transfer->bytes, transfer->size, digest);
    return strcmp(digest, state->digest) == 0;
}

static void deliver(struct run *run, struct transfer *transfer,
                    struct source_state *state)
{
    if (is_last_delivery(run, transfer, state)) {
        state->etag = transfer->new_etag;
        state->last_modified = transfer->new_last_modified;
        unchanged(run, state);
        return;
    }
    struct reading reading = {.body = {.bytes = transfer->bytes,
                                       .size = transfer->size,
                                       .type = transfer->type,
                                       .name = state->address,
                                       .directory = run->directory},
                              /* Items of registers may be as many as 64 MiB. */
                              .arena.directory = run->directory};
    bulk_init(&reading.observations, run->directory, SIZE_MAX);
    store_reading(run, transfer, state, &reading);
    bulk_release(&reading.observations);
    arena_release(&reading.arena);
}

static void take(struct run *run, struct transfer *transfer)
{
    struct source_state *state = &run->states[transfer - run->transfers];
    const struct source *source = transfer->source;
    struct error error = {0};
    if (!place_now(&state->last_attempt, &error))
        state->last_attempt = time(NULL);
    state->duration_ms = transfer->duration_ms;
    state->next_due =
        source->every_minutes ? state->last_attempt + source->every_minutes * 60 : 0;
    /* Not before the server wants to be asked again. */
    if (state->next_due &&
        state->next_due < state->last_attempt + transfer->retry_after)
        state->next_due = state->last_attempt + transfer->retry_after;
    if (transfer->unchanged)
        unchanged(run, state);
    else if (transfer->ok)
        deliver(run, transfer, state);
    else
        fail(run, state, &transfer->error);
    transfer_release(transfer);
}

/* Is whoever asked for the collection still there to hear of it? */
static bool unheard(const struct run *run)
{
    struct pollfd fd = {.fd = run->progress};
    return run->progress >= 0 && poll(&fd, 1, 0) > 0 && (fd.revents & POLLERR);
}

/* Sources that rest before they are asked again: once for each rest. */
static void say_rests(struct run *run)
{
    char text[1024];
    for (size_t i = 0; i < run->n; i++) {
        const struct transfer *transfer = &run->transfers[i];
        if (transfer->rest_ms && transfer->rest_ms != run->rests[i]) {
            error_format(&transfer->error, words_translate, text, sizeof text);
            char whole[1200];
            snprintf(whole, sizeof whole, _("asked again in %.1f s: %s"),
                     transfer->rest_ms / 1000.0, text);
            say(run, run->states[i].name, "rests", whole);
        }
        run->rests[i] = transfer->rest_ms;
    }
}

static bool on_progress(void *self, const struct transfer *ended, size_t done, size_t n)
{
    struct run *run = self;
    struct signalfd_siginfo signal;
    if (read(run->signals, &signal, sizeof signal) == sizeof signal || unheard(run))
        run->stopped = true;
    (void)n;
    run->done = done;
    say_rests(run);
    if (ended) {
        take(run, &run->transfers[ended - run->transfers]);
        say_progress(run, ended->source->name);
    }
    return !run->stopped && run->error.code == ERROR_NONE;
}

/* ---- the run ---- */

/* The order of the sections in aiplus.conf. */
static void rank(struct run *run, const struct source *const *sources, size_t n,
                 const struct config *config)
{
    run->names = arena_alloc(&run->arena, config->n_sources * sizeof *run->names);
    run->places = arena_alloc(&run->arena, n * sizeof *run->places);
    for (size_t i = 0; i < config->n_sources; i++)
        run->names[i] = config->sources[i].name;
    for (size_t i = 0; i < n; i++)
        run->places[i] = (size_t)(sources[i] - config->sources);
}

static bool prepare(struct run *run, const struct source *const *sources, size_t n,
                    struct error *error)
{
    run->n = n;
    run->transfers = arena_alloc(&run->arena, n * sizeof *run->transfers);
    run->states = arena_alloc(&run->arena, n * sizeof *run->states);
    run->same = arena_alloc(&run->arena, n * sizeof *run->same);
    run->rests = arena_alloc(&run->arena, n * sizeof *run->rests);
    for (size_t i = 0; i < n; i++) {
        struct source_state *state = &run->states[i];
        const struct source *source = sources[i];
        char setup[DIGEST_HEX];
        setup_of(source, run->words, run->names, run->places[i], setup);
        struct error absent = {0};
        if (!store_source(run->store, source->name, &run->arena, state, &absent)) {
            if (absent.code != ERROR_NONE) {
                *error = absent;
                return false;
            }
            *state = (struct source_state){.etag = "", .last_modified = ""};
        }
        run->same[i] = strcmp(state->setup, setup) == 0;
        memcpy(state->setup, setup, sizeof setup);
        /* "Not changed" would be no answer where no delivery is kept. */
        if (!state->receipt)
            run->same[i] = false;
        /* Forgotten even if this attempt fails: what was read by another setup must
         * never be taken for the answer to this one. To accept, all of it must come. */
        if (!run->same[i] || run->accept) {
            state->etag = state->last_modified = "";
            state->digest[0] = '\0';
        }
        state->name = source->name;
        state->title = source->title;
        state->address = transfer_address(source, &run->arena);
        if (!state->format)
            state->format = source->format;
        run->transfers[i] = (struct transfer){
            .source = source,
            .etag = state->etag,
            .last_modified = state->last_modified,
            .next = paging_next,
        };
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

static bool forget_others(struct run *run, const struct config *config, int64_t now,
                          struct error *error)
{
    return store_forget_sources(run->store, run->names, config->n_sources, now, error);
}

static bool broken_off(const struct run *run, struct error *error)
{
    char left[24], n[24];
    snprintf(left, sizeof left, "%zu", run->left);
    snprintf(n, sizeof n, "%zu", run->n);
    return error_set(error, ERROR_FETCH_STOPPED, left, n);
}

static void say_restored(const struct run *run)
{
    const struct error *restored = store_restored(run->store);
    if (restored)
        say_error(run, "aiplus", "restored", restored);
}

static bool collect(struct run *run, const struct source *const *sources, size_t n,
                    const struct config *config, struct error *error)
{
    int64_t now;
    say_restored(run);
    rank(run, sources, n, config);
    /* First, so that what pages are made with is known of every day with a figure. */
    if (!place_now(&now, error) || !take_effect(run, now, error) ||
        !forget_others(run, config, now, error) || !prepare(run, sources, n, error))
        return false;
    say_progress(run, "");
    if (!transfer_run_within(config->deadline, run->transfers, n, run->directory,
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
        say(run, "aiplus", "published",
            arena_printf(&run->arena,
                         _("snapshot %u published; %zu of %zu sources failed"), number,
                         run->failed, n));
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
    struct run run = {.progress = options->progress,
                      .config = config,
                      .accept = options->command == COMMAND_ACCEPT,
                      .terminal = options->progress < 0 && on_terminal(),
                      .catalog =
                          *options->catalog ? options->catalog : config->catalog};
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
             collect(&run, sources, n, config, &error);
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
