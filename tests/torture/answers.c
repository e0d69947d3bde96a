/* Everything that a snapshot says: see tests/torture/answers.h. */
#include "tests/torture/answers.h"

#include <assert.h>
#include <string.h>

/* FNV-1a (public domain). */
static void add(uint64_t *sum, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < n; i++)
        *sum = (*sum ^ at[i]) * UINT64_C(0x100000001b3);
}

static void add_number(uint64_t *sum, int64_t number)
{
    add(sum, &number, sizeof number);
}

static void add_text(uint64_t *sum, const char *text)
{
    add(sum, text, strlen(text) + 1);
}

static void add_observations(uint64_t *sum, const struct observation *items, size_t n)
{
    add_number(sum, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        const struct observation *o = &items[i];
        if (o->receipt == 0) { /* there is nothing */
            add_number(sum, -1);
            continue;
        }
        add_text(sum, o->indicator);
        add_number(sum, o->region);
        add_number(sum, o->period.freq);
        add_number(sum, o->period.first);
        add_number(sum, o->period.last);
        add_number(sum, o->has_value | o->revised << 1 | o->withdrawn << 2 |
                            o->late << 3 | o->outranked << 4);
        if (o->has_value)
            add(sum, &o->value, sizeof o->value);
        add_number(sum, o->qualifier);
        add_number(sum, o->status);
        add_number(sum, o->receipt);
    }
}

static void add_receipt(uint64_t *sum, const struct receipt *receipt)
{
    add_number(sum, receipt->number);
    add_number(sum, receipt->time);
    add_text(sum, receipt->source);
    add_text(sum, receipt->address);
    add_text(sum, receipt->last_modified);
    add_number(sum, receipt->rows_seen);
    add_number(sum, receipt->rows_changed);
}

static void add_states(uint64_t *sum, const struct source_state *items, size_t n)
{
    add_number(sum, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        add_text(sum, items[i].name);
        add_text(sum, items[i].address);
        add_number(sum, items[i].last_attempt);
        add_number(sum, items[i].last_success);
        add_number(sum, items[i].failures);
        add_number(sum, items[i].receipt);
        add_number(sum, items[i].last_error.code);
    }
}

static void answer(struct answers *answers, bool given, uint64_t sum)
{
    assert(answers->n < ANSWERS_MOST);
    answers->refused[answers->n] = !given;
    answers->sums[answers->n++] = given ? sum : 0;
}

static const uint64_t START = UINT64_C(0xcbf29ce484222325);

static void ask_series(struct snapshot *snapshot, const struct questions *q,
                       int64_t known_at, struct answers *answers)
{
    for (size_t i = 0; i < q->n_indicators; i++)
        for (size_t r = 0; r < q->n_regions; r++) {
            struct arena arena = {0};
            struct error error = {0};
            struct observation *items;
            uint64_t sum = START;
            size_t n;
            bool ok = snapshot_series(snapshot, q->indicators[i], q->regions[r],
                                      known_at, &arena, &items, &n, &error);
            if (ok)
                add_observations(&sum, items, n);
            answer(answers, ok, sum);
            arena_release(&arena);
        }
}

static void ask_sections(struct snapshot *snapshot, const struct questions *q,
                         int64_t known_at, struct answers *answers)
{
    struct arena arena = {0};
    struct observation *items = arena_alloc(&arena, q->n_regions * sizeof *items);
    for (size_t i = 0; i < q->n_indicators; i++)
        for (size_t p = 0; p < q->n_periods; p++) {
            struct error error = {0};
            uint64_t sum = START;
            bool ok =
                snapshot_section(snapshot, q->indicators[i], q->periods[p], q->regions,
                                 q->n_regions, known_at, items, &error);
            if (ok)
                add_observations(&sum, items, q->n_regions);
            answer(answers, ok, sum);
        }
    arena_release(&arena);
}

static void ask_latest(struct snapshot *snapshot, const struct questions *q,
                       int64_t known_at, struct answers *answers)
{
    struct arena arena = {0};
    struct error error = {0};
    uint64_t sum = START;
    size_t n = q->n_indicators * q->n_regions;
    struct snapshot_figure *items = arena_alloc(&arena, n * sizeof *items);
    bool ok = snapshot_latest(snapshot, q->indicators, q->n_indicators, q->regions,
                              q->n_regions, known_at, items, &error);
    for (size_t i = 0; ok && i < n; i++) {
        add_observations(&sum, &items[i].latest, 1);
        add_number(&sum, items[i].has_previous);
        if (items[i].has_previous)
            add(&sum, &items[i].previous, sizeof items[i].previous);
    }
    answer(answers, ok, sum);
    arena_release(&arena);
}

static void ask_regions(struct snapshot *snapshot, const struct questions *q,
                        int64_t known_at, struct answers *answers)
{
    for (size_t r = 0; r < q->n_regions; r++) {
        struct arena arena = {0};
        struct error error = {0};
        uint64_t sum = START;
        struct snapshot_list *lists =
            arena_alloc(&arena, q->n_indicators * sizeof *lists);
        bool ok =
            snapshot_region(snapshot, q->regions[r], q->indicators, q->n_indicators,
                            q->periods[0].first, known_at, &arena, lists, &error);
        for (size_t i = 0; ok && i < q->n_indicators; i++)
            add_observations(&sum, lists[i].items, lists[i].n);
        answer(answers, ok, sum);
        arena_release(&arena);
    }
}

static void ask_health(struct snapshot *snapshot, int64_t known_at,
                       struct answers *answers)
{
    struct arena arena = {0};
    struct error error = {0};
    struct source_state *states;
    struct receipt *receipts;
    uint64_t sum = START;
    size_t n;
    bool ok = snapshot_sources(snapshot, known_at, &arena, &states, &n, &error);
    if (ok)
        add_states(&sum, states, n);
    answer(answers, ok, sum);
    sum = START;
    ok = snapshot_receipts(snapshot, known_at, 1000, &arena, &receipts, &n, &error);
    for (size_t i = 0; ok && i < n; i++)
        add_receipt(&sum, &receipts[i]);
    answer(answers, ok, sum);
    arena_release(&arena);
}

static void ask_document(struct snapshot *snapshot, const struct questions *q,
                         int64_t known_at, struct answers *answers)
{
    struct arena arena = {0};
    struct error error = {0};
    uint64_t sum = START;
    const char *bytes;
    uint32_t receipt;
    size_t n;
    bool found;
    bool ok = snapshot_document(snapshot, q->document, known_at, &arena, &bytes, &n,
                                &receipt, &found, &error);
    if (ok && found) {
        add(&sum, bytes, n);
        add_number(&sum, receipt);
    }
    answer(answers, ok, sum);
    arena_release(&arena);
}

static void ask_revisions(struct snapshot *snapshot, const struct questions *q,
                          struct answers *answers)
{
    for (size_t i = 0; i < q->n_indicators; i++)
        for (size_t r = 0; r < q->n_regions; r++) {
            struct arena arena = {0};
            struct error error = {0};
            struct observation *items;
            uint64_t sum = START;
            size_t n;
            bool ok = snapshot_revisions(snapshot, q->indicators[i], q->regions[r],
                                         &arena, &items, &n, &error);
            if (ok)
                add_observations(&sum, items, n);
            answer(answers, ok, sum);
            arena_release(&arena);
        }
}

static void ask_papers(struct snapshot *snapshot, uint32_t number,
                       struct answers *answers)
{
    struct arena arena = {0};
    struct error error = {0};
    struct receipt receipt;
    struct refusal *refusals;
    uint64_t sum = START;
    size_t n;
    bool ok = snapshot_receipt(snapshot, number, &arena, &receipt, &error);
    if (ok)
        add_receipt(&sum, &receipt);
    /* That there is none of the number is an answer. */
    answer(answers, ok || error.code == ERROR_SNAPSHOT_RECEIPT, sum);
    sum = START;
    ok = snapshot_refusals(snapshot, number, &arena, &refusals, &n, &error);
    for (size_t i = 0; ok && i < n; i++) {
        add_number(&sum, refusals[i].row);
        add_text(&sum, refusals[i].raw);
        add_number(&sum, refusals[i].reason.code);
    }
    answer(answers, ok, sum);
    arena_release(&arena);
}

static void ask_registers(struct snapshot *snapshot, struct answers *answers)
{
    struct arena arena = {0};
    struct error error = {0};
    const struct snapshot_info *info = snapshot_info(snapshot);
    uint64_t sum = START;
    const char **indicators;
    int32_t *regions;
    size_t n, m;
    bool ok =
        snapshot_registers(snapshot, &arena, &indicators, &n, &regions, &m, &error);
    for (size_t i = 0; ok && i < n; i++)
        add_text(&sum, indicators[i]);
    for (size_t i = 0; ok && i < m; i++)
        add_number(&sum, regions[i]);
    add_number(&sum, info->published);
    add_number(&sum, info->last_receipt);
    add_number(&sum, info->kept_since);
    answer(answers, ok, sum);
    arena_release(&arena);
}

static void add_items(uint64_t *sum, const struct item *items, size_t n)
{
    add_number(sum, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        add_text(sum, items[i].source);
        add_text(sum, items[i].key);
        add_number(sum, items[i].receipt);
        add_number(sum, items[i].withdrawn | items[i].late << 1);
        for (size_t k = 0; k < item_field_count(items[i].kind); k++)
            add_text(sum, items[i].fields[k]);
    }
}

/* What stood then of the ledger; for INT64_MAX all versions too. */
static void ask_items(struct snapshot *snapshot, int64_t known_at,
                      struct answers *answers)
{
    struct arena arena = {0};
    struct error error = {0};
    uint64_t sum = START;
    struct item *items;
    size_t n;
    bool ok =
        snapshot_items(snapshot, ITEM_LEDGER, known_at, &arena, &items, &n, &error);
    if (ok)
        add_items(&sum, items, n);
    ok = ok && (known_at != INT64_MAX ||
                snapshot_item_history(snapshot, ITEM_LEDGER, NULL, NULL, &arena, &items,
                                      &n, &error));
    if (ok)
        add_items(&sum, items, n);
    answer(answers, ok, sum);
    arena_release(&arena);
}

void answers_read(struct snapshot *snapshot, const struct questions *questions,
                  struct answers *answers)
{
    answers->n = 0;
    ask_registers(snapshot, answers);
    for (size_t t = 0; t < questions->n_times; t++) {
        int64_t known_at = questions->times[t];
        ask_series(snapshot, questions, known_at, answers);
        ask_sections(snapshot, questions, known_at, answers);
        ask_latest(snapshot, questions, known_at, answers);
        ask_regions(snapshot, questions, known_at, answers);
        ask_health(snapshot, known_at, answers);
        ask_document(snapshot, questions, known_at, answers);
        ask_items(snapshot, known_at, answers);
    }
    ask_revisions(snapshot, questions, answers);
    for (uint32_t k = 1; k <= questions->n_receipts; k++)
        ask_papers(snapshot, k, answers);
}
