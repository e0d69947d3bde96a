/* One source of a run: see app/collect_source.h. */
#include "app/collect_source.h"

#include "app/collect_say.h"
#include "app/guard.h"
#include "app/paging.h"
#include "app/papers.h"
#include "app/place.h"
#include "app/setup.h"
#include "core/digest.h"
#include "store/store.h"
#include "views/words.h"

#include <string.h>
#include <time.h>

enum { RETRY_AFTER_MOST = 24 * 3600 };

/* What is kept of the source from before, or nothing. */
static bool recall(const struct collect_run *run, const char *name, struct arena *arena,
                   struct source_state *state, struct error *error)
{
    struct error absent = {0};
    if (store_source(run->store, name, arena, state, &absent))
        return true;
    if (absent.code != ERROR_NONE) {
        *error = absent;
        return false;
    }
    *state = (struct source_state){.etag = "", .last_modified = ""};
    return true;
}

bool collect_prepare(struct collect_run *run, size_t i, const struct source *source,
                     struct error *error)
{
    struct collect_source *own = &run->sources[i];
    struct source_state *state = &own->state;
    char setup[DIGEST_HEX];
    setup_of(source, run->words, run->names, own->place, setup);
    if (!recall(run, source->name, &run->arena, state, error))
        return false;
    /* "Not changed" would be no answer where no delivery is kept. */
    own->same = state->receipt && strcmp(state->setup, setup) == 0;
    memcpy(state->setup, setup, sizeof setup);
    /* Forgotten even if this attempt fails: what was read by another setup must never
     * be taken for the answer to this one. To accept, all of it must come. */
    if (!own->same || run->accept) {
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
    return true;
}

static void fail(struct collect_run *run, struct source_state *state,
                 const struct error *error)
{
    state->failures++;
    state->last_error = *error;
    run->failed++;
    collect_say_error(run, state->name, "failed", error);
    if (run->error.code == ERROR_NONE)
        store_note(run->store, state, &run->error);
}

static void succeed(struct source_state *state)
{
    state->last_success = state->last_attempt;
    state->failures = 0;
    state->last_error = (struct error){0};
}

static void unchanged(struct collect_run *run, struct source_state *state)
{
    succeed(state);
    if (store_note(run->store, state, &run->error))
        collect_say(run, state->name, "same", _("unchanged since the last delivery"));
}

/* The delivery is not what was accepted: nothing of it is stored. */
static void hold(struct collect_run *run, struct source_state *state,
                 const struct error *problems, size_t n)
{
    state->failures++;
    state->last_error = problems[0];
    run->failed++;
    /* The dashboard has room for one sentence; its page has all of them. */
    size_t said = run->progress >= 0 ? 1 : n;
    for (size_t i = 0; i < said; i++)
        collect_say_error(run, state->name, "failed", &problems[i]);
    if (run->error.code == ERROR_NONE)
        store_hold(run->store, state, problems, n, &run->error);
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

static bool read_items(void *self, enum item_kind kind, struct arena *arena,
                       struct item **items, size_t *n, struct error *error)
{
    return store_items(self, kind, arena, items, n, error);
}

bool collect_take_effect(struct collect_run *run, int64_t now, struct error *error)
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
            collect_say_error(run, effect.items[i].source, "addition",
                              effect.additions.refused[i]);
    return papers_keep(run->store, &effect.additions.texts, run->catalog, run->config,
                       now, error);
}

static void store_reading(struct collect_run *run, size_t i, struct reading *reading)
{
    const struct transfer *transfer = &run->transfers[i];
    struct source_state *state = &run->sources[i].state;
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
    delivery.n_before = run->sources[i].place;
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
        !collect_take_effect(run, receipt->time, &run->error))
        return;
    collect_say_accepted(run, state->name, problems, n, &reading->arena);
    collect_say(run, state->name, "ok",
                arena_printf(&reading->arena, _("%u rows, %u changed, %u refused"),
                             receipt->rows_seen, receipt->rows_changed,
                             receipt->rows_refused));
}

/* The same bytes as those of the last delivery, read in the same way, say the same. */
static bool is_last_delivery(const struct collect_source *source,
                             const struct transfer *transfer)
{
    const struct source_state *state = &source->state;
    char digest[DIGEST_HEX];
    if (!source->same || !state->digest[0] || state->bytes != transfer->size)
        return false;
    digest_of(transfer->bytes, transfer->size, digest);
    return strcmp(digest, state->digest) == 0;
}

static void deliver(struct collect_run *run, size_t i)
{
    const struct transfer *transfer = &run->transfers[i];
    struct source_state *state = &run->sources[i].state;
    if (is_last_delivery(&run->sources[i], transfer)) {
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
    store_reading(run, i, &reading);
    bulk_release(&reading.observations);
    arena_release(&reading.arena);
}

void collect_take(struct collect_run *run, size_t i)
{
    struct transfer *transfer = &run->transfers[i];
    struct source_state *state = &run->sources[i].state;
    const struct source *source = transfer->source;
    struct error error = {0};
    if (!place_now(&state->last_attempt, &error))
        state->last_attempt = time(NULL);
    state->duration_ms = transfer->duration_ms;
    state->next_due =
        source->every_minutes ? state->last_attempt + source->every_minutes * 60 : 0;
    /* Not before the server wants to be asked again; but no server may keep us away. */
    int64_t after = transfer->retry_after < RETRY_AFTER_MOST ? transfer->retry_after
                                                             : RETRY_AFTER_MOST;
    if (state->next_due && state->next_due < state->last_attempt + after)
        state->next_due = state->last_attempt + after;
    if (transfer->unchanged)
        unchanged(run, state);
    else if (transfer->ok)
        deliver(run, i);
    else
        fail(run, state, &transfer->error);
    transfer_release(transfer);
}
