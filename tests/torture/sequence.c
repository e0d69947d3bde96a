/* Sequences: see tests/torture/sequence.h. */
#include "tests/torture/sequence.h"

#include <inttypes.h>

#include "tests/torture/model.h"
#include "tests/torture/random.h"

static enum step_kind kind_of(uint64_t *seed)
{
    /* In a hundred; the rest are deliveries. */
    static const uint8_t shares[STEP_KINDS] = {
        [STEP_CROWD] = 2, [STEP_NOTE] = 10, [STEP_PUBLISH] = 8, [STEP_REOPEN] = 6,
        [STEP_PRUNE] = 4, [STEP_LARGE] = 4, [STEP_ARCHIVE] = 4, [STEP_FORGET] = 2,
    };
    uint32_t at = random_below(seed, 100);
    for (int kind = 0; kind < STEP_KINDS; kind++) {
        if (at < shares[kind])
            return kind;
        at -= shares[kind];
    }
    return STEP_DELIVER;
}

static int64_t tick(uint64_t *seed)
{
    uint32_t kind = random_below(seed, 100);
    if (kind < 30)
        return 0;
    if (kind < 40)
        return -(int64_t)random_below(seed, 100);
    if (kind < 80)
        return 1 + random_below(seed, 10);
    return 86400 + random_below(seed, 90000);
}

static void delivery_make(struct sequence *sequence, struct step *step, uint64_t *seed)
{
    step->rows = random_next(seed);
    step->order = sequence->order;
    if (random_chance(seed, 10)) /* somebody edits aiplus.conf */
        sequence->order = (int)random_below(seed, WORLD_SOURCES + 1);
    if (random_chance(seed, 25)) { /* a delivery that came before */
        const struct step *old = &sequence->steps[random_below(seed, SEQUENCE_STEPS)];
        if (old < step && old->kind == STEP_DELIVER) {
            step->rows = old->rows;
            step->n_refusals = old->n_refusals;
        }
    }
    if (random_chance(seed, 50))
        step->edition = WORLD_START - 50 + random_below(seed, 100);
    if (random_chance(seed, 20))
        step->n_refusals = (int)random_below(seed, MODEL_REFUSALS + 1);
}

void sequence_make(struct sequence *sequence, uint64_t number)
{
    uint64_t seed = number;
    int64_t now = WORLD_START;
    *sequence = (struct sequence){.seed = number};
    sequence->order = (int)random_below(&seed, WORLD_SOURCES + 1);
    sequence->n = 6 + random_below(&seed, SEQUENCE_STEPS - 6);
    for (size_t i = 0; i < sequence->n; i++) {
        struct step *step = &sequence->steps[i];
        now += tick(&seed);
        *step = (struct step){.kind = kind_of(&seed), .time = now};
        step->source = (int)random_below(&seed, WORLD_SOURCES);
        step->address = random_chance(&seed, 10);
        /* Beside the time of some step before: what is just kept, or just not. */
        step->since = sequence->steps[random_below(&seed, (uint32_t)i + 1)].time - 1 +
                      random_below(&seed, 3);
        step->large = random_chance(&seed, 60);
        if (step->kind == STEP_ARCHIVE)
            step->rows = random_next(&seed);
        if (step->kind == STEP_DELIVER)
            delivery_make(sequence, step, &seed);
    }
    sequence->steps[sequence->n - 1].kind = STEP_PUBLISH;
}

void sequence_print(const struct sequence *sequence, FILE *out)
{
    static const char *const names[STEP_KINDS] = {
        [STEP_DELIVER] = "deliver", [STEP_CROWD] = "crowd",
        [STEP_NOTE] = "note",       [STEP_PUBLISH] = "publish",
        [STEP_REOPEN] = "reopen",   [STEP_ARCHIVE] = "archive",
        [STEP_FORGET] = "forget",   [STEP_PRUNE] = "prune",
        [STEP_LARGE] = "large"};
    fprintf(out, "# seed %" PRIu64 "\n", sequence->seed);
    for (size_t i = 0; i < sequence->n; i++) {
        const struct step *step = &sequence->steps[i];
        if (step->skip)
            continue;
        fprintf(out, "#  %2zu T%+" PRId64 " %s", i, step->time - WORLD_START,
                names[step->kind]);
        if (step->kind == STEP_DELIVER || step->kind == STEP_NOTE ||
            step->kind == STEP_FORGET)
            fprintf(out, " source %d address %d", step->source, step->address);
        if (step->kind == STEP_ARCHIVE)
            fprintf(out, " rows %016" PRIx64, step->rows);
        if (step->kind == STEP_DELIVER)
            fprintf(out,
                    " rows %016" PRIx64 " order %d edition T%+" PRId64 " refusals %d",
                    step->rows, step->order,
                    step->edition ? step->edition - WORLD_START : 0, step->n_refusals);
        if (step->kind == STEP_PRUNE)
            fprintf(out, " since T%+" PRId64, step->since - WORLD_START);
        if (step->kind == STEP_LARGE)
            fprintf(out, " %s", step->large ? "on" : "off");
        fprintf(out, "\n");
    }
}
