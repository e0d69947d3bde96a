/* Sequences against a store and a model: see tests/torture/property.h. */
#include "tests/torture/property.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/private.h"
#include "store/store.h"
#include "tests/torture/difference.h"
#include "tests/torture/numbers.h"
#include "tests/torture/place.h"
#include "tests/torture/random.h"

struct run {
    const struct sequence *sequence;
    const char *directory;
    struct store *store;
    struct model *model;
    struct arena arena; /* of texts */
    bool large;         /* deliveries are worked into a copy */
    uint64_t most;      /* the limit above which they otherwise are */
    struct difference *found;
};

static void set_limit(struct run *run)
{
    run->store->pages_most = run->large ? 0 : run->most;
}

static bool opened(struct run *run)
{
    struct error error = {0};
    if (!store_open(run->directory, STORE_REAL, &run->store, &error))
        return difference_error(run->found, "store_open", WORLD_START, &error);
    run->most = run->store->pages_most;
    set_limit(run);
    return true;
}

static struct source_state state_of(struct run *run, const struct step *step)
{
    bool failed = step->kind == STEP_NOTE;
    struct source_state state = {
        .name = step->kind == STEP_CROWD ? "crowd" : world_sources[step->source],
        .title = "A ministry",
        .format = "csv",
        .address = world_addresses[step->address],
        .last_attempt = step->time,
        .last_success = failed ? 0 : step->time,
        .next_due = step->time + 3600,
        .failures = failed,
        .duration_ms = (uint32_t)(step->time % 977),
        .bytes = 1234,
        .etag = failed ? "" : "\"x\"",
        .last_modified = "",
        .digest = "0123",
        .setup = "abcd"};
    if (failed)
        error_set(&state.last_error, ERROR_OPEN, state.address,
                  arena_printf(&run->arena, "%d", (int)(step->time % 2)));
    return state;
}

static const char *http_date(struct run *run, int64_t edition)
{
    char text[64];
    time_t time = edition;
    struct tm tm;
    if (edition == 0)
        return "";
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&time, &tm));
    return arena_strdup(&run->arena, text);
}

/* Of sources in a circle, from the first one of the step's order on: those before its
 * own. */
static size_t before_of(const struct step *step, const char *before[WORLD_SOURCES])
{
    size_t n = 0;
    for (int s = step->order - 1; s % WORLD_SOURCES != step->source; s++)
        before[n++] = world_sources[s % WORLD_SOURCES];
    return n;
}

static bool deliver(struct run *run, const struct step *step)
{
    static struct observation rows[WORLD_CROWD];
    bool crowd = step->kind == STEP_CROWD;
    struct item items[MODEL_ITEMS];
    struct refusal refusals[MODEL_REFUSALS];
    const char *before[WORLD_SOURCES];
    struct source_state state = state_of(run, step);
    struct delivery delivery = {.receipt = {.time = step->time,
                                            .source = state.name,
                                            .address = state.address,
                                            .format = "csv",
                                            .etag = "\"x\"",
                                            .digest = "0123",
                                            .bytes = 99,
                                            .warnings = (uint32_t)step->n_refusals},
                                .observations = rows,
                                .items = items,
                                .refusals = refusals,
                                .n_refusals = (size_t)step->n_refusals};
    struct delivery same = delivery;
    struct error error = {0};
    bool changed = false;
    delivery.receipt.last_modified = http_date(run, step->edition);
    for (int i = 0; i < step->n_refusals; i++) {
        refusals[i] = (struct refusal){.row = (uint32_t)(step->rows % 5),
                                       .column = 1,
                                       .warning = i > 0,
                                       .raw = "x"};
        error_set(&refusals[i].reason, ERROR_PERIOD, "never");
    }
    delivery.n_observations = crowd ? WORLD_CROWD : world_rows(step->rows, rows);
    if (crowd)
        world_crowd(rows);
    if (!crowd && step->order > 0) {
        delivery.before = before;
        delivery.n_before = before_of(step, before);
    }
    delivery.n_items = crowd ? 0 : model_items_make(step->rows, items);
    delivery.receipt.rows_seen = (uint32_t)delivery.n_observations;
    same = delivery;
    bool leaves = model_ingest(run->model, crowd ? WORLD_SOURCES : step->source, &same,
                               &state, step->edition);
    if (!store_ingest(run->store, &delivery, &state, &changed, &error))
        return difference_error(run->found, "store_ingest", step->time, &error);
    if (changed != leaves || delivery.receipt.number != same.receipt.number ||
        delivery.receipt.rows_changed != same.receipt.rows_changed)
        return difference_say(run->found,
                              "delivery at T%+" PRId64 ": receipt %u (%d), %u rows "
                              "changed, not %u (%d), %u",
                              step->time - WORLD_START, delivery.receipt.number,
                              changed, delivery.receipt.rows_changed,
                              same.receipt.number, leaves, same.receipt.rows_changed);
    return true;
}

static bool note(struct run *run, const struct step *step)
{
    struct source_state state = state_of(run, step);
    struct error error = {0};
    model_note(run->model, step->source, &state);
    return store_note(run->store, &state, &error) ||
           difference_error(run->found, "store_note", step->time, &error);
}

static bool archive(struct run *run, const struct step *step)
{
    struct document_text items[WORLD_DOCUMENTS];
    int texts[WORLD_DOCUMENTS], n = 1 + (int)(step->rows / 16 % WORLD_DOCUMENTS);
    struct error error = {0};
    bool changed;
    for (int d = 0; d < n; d++) {
        texts[d] = (int)(step->rows / (d ? 3 : 1) % WORLD_EDITIONS);
        items[d] = (struct document_text){world_documents[d], world_texts[texts[d]],
                                          strlen(world_texts[texts[d]])};
    }
    bool leaves = model_archive(run->model, texts, n, step->time);
    if (!store_archive(run->store, "catalogue", "aiplus.conf", items, (size_t)n,
                       step->time, &changed, &error))
        return difference_error(run->found, "store_archive", step->time, &error);
    return changed == leaves ||
           difference_say(run->found, "documents: changed %d, not %d", changed, leaves);
}

static bool forget(struct run *run, const struct step *step)
{
    const char *stay[WORLD_SOURCES] = {"crowd"};
    struct error error = {0};
    size_t n = 1;
    for (int s = 0; s < WORLD_SOURCES; s++)
        if (s != step->source)
            stay[n++] = world_sources[s];
    model_forget(run->model, step->source, step->time);
    return store_forget_sources(run->store, stay, n, step->time, &error) ||
           difference_error(run->found, "store_forget_sources", step->time, &error);
}

static bool prune(struct run *run, const struct step *step)
{
    struct prune_count count;
    struct error error = {0};
    bool any = run->model->n_receipts > 0;
    if (any)
        model_prune(run->model, step->since);
    if (store_prune(run->store, step->since, &count, &error) == any &&
        (any || error.code == ERROR_SNAPSHOT_NONE))
        return true;
    return difference_error(run->found, "store_prune", step->time, &error);
}

static bool reopen(struct run *run)
{
    model_commit(run->model);
    store_close(run->store);
    run->store = NULL;
    return opened(run);
}

/* All pages now and around the times of receipts: of a few in a snapshot on the way, of
 * many in the last one. */
static bool compare_times(struct run *run, struct snapshot *snapshot, bool last)
{
    const struct model *model = run->model;
    uint64_t seed = run->sequence->seed + model->n_receipts;
    uint32_t thorough = (uint32_t)number_of(20, 100);
    bool refused = false;
    if (!compare_pages(snapshot, model, INT64_MAX, run->found))
        return false;
    for (uint32_t i = 0; i < model->n_receipts; i++) {
        if (!random_chance(&seed, last ? thorough : 8))
            continue;
        for (int step = -1; step <= 1; step++) {
            int64_t at = model->receipts[i].receipt.time + step;
            if (at < model->kept_since) {
                if (!refused && !compare_not_kept(snapshot, at, run->found))
                    return false;
                refused = true;
            } else if (!compare_pages(snapshot, model, at, run->found)) {
                return false;
            }
        }
    }
    return true;
}

static bool compare_info(struct run *run, struct snapshot *snapshot, uint32_t number,
                         int64_t published)
{
    const struct snapshot_info *info = snapshot_info(snapshot);
    if (info->number == number && info->published == published && !info->fallback &&
        info->last_receipt == run->model->n_receipts && !info->demo &&
        info->kept_since == run->model->kept_since)
        return true;
    return difference_say(run->found,
                          "snapshot %u: receipt %u, kept since %" PRId64
                          ", not %u: %u, %" PRId64,
                          info->number, info->last_receipt, info->kept_since, number,
                          run->model->n_receipts, run->model->kept_since);
}

static void verdict(void *self, bool fault, const struct error *finding)
{
    if (fault)
        difference_error(self, "snapshot_verify", WORLD_START, finding);
}

static bool publish(struct run *run, const struct step *step, bool last)
{
    struct snapshot *snapshot;
    struct error error = {0};
    uint32_t number;
    model_commit(run->model);
    if (!store_publish(run->store, step->time, &number, &error))
        return difference_error(run->found, "store_publish", step->time, &error);
    if (!snapshot_open(run->directory, &snapshot, &error))
        return difference_error(run->found, "snapshot_open", step->time, &error);
    bool ok = compare_info(run, snapshot, number, step->time) &&
              compare_kept(snapshot, run->model, run->found) &&
              compare_times(run, snapshot, last);
    snapshot_close(snapshot);
    if (ok && last)
        ok = snapshot_verify(run->directory, verdict, run->found, &error) == 0;
    return ok;
}

static bool take_step(struct run *run, const struct step *step, bool last)
{
    switch (step->kind) {
    case STEP_DELIVER:
    case STEP_CROWD:
        return deliver(run, step);
    case STEP_NOTE:
        return note(run, step);
    case STEP_PUBLISH:
        return publish(run, step, last);
    case STEP_REOPEN:
        return reopen(run);
    case STEP_ARCHIVE:
        return archive(run, step);
    case STEP_FORGET:
        return forget(run, step);
    case STEP_PRUNE:
        return prune(run, step);
    default:
        run->large = step->large;
        set_limit(run);
        return true;
    }
}

static bool run_steps(struct run *run)
{
    if (!opened(run))
        return false;
    for (size_t i = 0; i < run->sequence->n; i++)
        if (!run->sequence->steps[i].skip &&
            !take_step(run, &run->sequence->steps[i], i + 1 == run->sequence->n))
            return false;
    store_close(run->store);
    return true;
}

static void child(const struct sequence *sequence, const char *directory, int end)
{
    struct difference found = {"nothing said"};
    struct run run = {.sequence = sequence,
                      .directory = directory,
                      .model = calloc(1, sizeof *run.model),
                      .found = &found};
    alarm(120); /* an endless walk is a failure */
    if (run_steps(&run))
        _exit(0);
    if (write(end, &found, sizeof found) != (ssize_t)sizeof found)
        _exit(2);
    _exit(1);
}

bool property_holds(const struct sequence *sequence, struct difference *found)
{
    int ends[2], status = -1;
    char *directory = place_make();
    bool ok = directory && pipe(ends) == 0;
    if (!ok)
        return difference_say(found, "no place to run");
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        child(sequence, directory, ends[1]);
    close(ends[1]);
    bool said = read(ends[0], found, sizeof *found) == (ssize_t)sizeof *found;
    close(ends[0]);
    ok = waitpid(pid, &status, 0) == pid && status == 0;
    if (!ok && !said)
        difference_say(found, "the store's process died: status %d", status);
    place_remove(directory);
    return ok;
}

void property_shrink(struct sequence *sequence, struct difference *found)
{
    struct difference other;
    for (size_t n = 0; n + 1 < sequence->n; n++) {
        struct sequence prefix = *sequence;
        prefix.n = n + 1;
        prefix.steps[n].kind = STEP_PUBLISH;
        if (!property_holds(&prefix, &other)) {
            *sequence = prefix;
            *found = other;
        }
    }
    for (size_t i = 0; i + 1 < sequence->n; i++) {
        sequence->steps[i].skip = true;
        if (property_holds(sequence, &other))
            sequence->steps[i].skip = false;
        else
            *found = other;
    }
}
