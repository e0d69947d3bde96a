/* The plain answers: see tests/torture/model.h. */
#include "tests/torture/model.h"

#include <assert.h>
#include <string.h>

static bool same_figure(const struct observation *a, const struct observation *b)
{
    if (a->withdrawn || b->withdrawn)
        return a->withdrawn == b->withdrawn;
    return a->has_value == b->has_value && (!a->has_value || a->value == b->value) &&
           a->qualifier == b->qualifier && a->status == b->status;
}

static int64_t time_of(const struct model *model, uint32_t receipt)
{
    return model->receipts[receipt - 1].receipt.time;
}

/* Has it a place among what stood? */
static bool counts(const struct observation *word)
{
    return !word->late && !word->outranked;
}

/* The last word that counted among those known at a time, -1 if there is none. */
static int standing(const struct model *model, const struct model_cell *cell,
                    int64_t known_at)
{
    int stands = -1;
    for (int i = 0; i < cell->n; i++)
        if (counts(&cell->said[i]) && time_of(model, cell->said[i].receipt) <= known_at)
            stands = i;
    return stands;
}

const struct observation *model_at(const struct model *model, int indicator, int region,
                                   int period, int64_t known_at)
{
    const struct model_cell *cell = &model->cells[indicator][region][period];
    int i = standing(model, cell, known_at);
    return i < 0 || cell->said[i].withdrawn ? NULL : &cell->said[i];
}

bool model_is_revision(const struct model_cell *cell, int word)
{
    if (!counts(&cell->said[word]) || cell->said[word].withdrawn)
        return true;
    for (int i = word + 1; i < cell->n; i++)
        if (counts(&cell->said[i]))
            return true;
    return false;
}

static bool newer(const struct observation *o, const struct observation *than)
{
    return !than || period_compare(o->period, than->period) > 0;
}

/* Of days and intervals the one before of which anything is said, of others the period
 * that ends the day before. */
static const struct observation *before(const struct model *model, int indicator,
                                        int region, int64_t known_at,
                                        const struct period *period)
{
    bool irregular = period->freq == FREQ_DAY || period->freq == FREQ_INTERVAL;
    const struct observation *found = NULL;
    for (int p = 0; p < WORLD_PERIODS; p++) {
        const struct observation *o = model_at(model, indicator, region, p, known_at);
        if (!o || o->period.freq != period->freq ||
            period_compare(o->period, *period) >= 0)
            continue;
        if (irregular ? newer(o, found) : o->period.last + 1 == period->first)
            found = o;
    }
    return found && found->has_value ? found : NULL;
}

const struct observation *model_latest(const struct model *model, int indicator,
                                       int region, int64_t known_at,
                                       const struct observation **previous)
{
    const struct observation *best = NULL;
    for (int p = 0; p < WORLD_PERIODS; p++) {
        const struct observation *o = model_at(model, indicator, region, p, known_at);
        if (o && (!best || o->has_value > best->has_value ||
                  (o->has_value == best->has_value && newer(o, best))))
            best = o;
    }
    *previous = best && best->has_value
                    ? before(model, indicator, region, known_at, &best->period)
                    : NULL;
    return best;
}

static struct model_cell *cell_of(struct model *model, const struct observation *row)
{
    for (int i = 0; i < WORLD_INDICATORS; i++)
        for (int r = 0; r < WORLD_REGIONS; r++)
            for (int p = 0; p < WORLD_PERIODS; p++)
                if (strcmp(world_indicators[i], row->indicator) == 0 &&
                    world_regions[r] == row->region &&
                    period_equal(world_period(p), row->period))
                    return &model->cells[i][r][p];
    return NULL;
}

/* Was it said before, by a word that does not stand now? */
static bool said_earlier(const struct model_cell *cell, int stands,
                         const struct observation *row)
{
    for (int i = 0; i < cell->n; i++)
        if (i != stands && same_figure(&cell->said[i], row))
            return true;
    return false;
}

static const char *whose(const struct model *model, const struct observation *word)
{
    return model->receipts[word->receipt - 1].receipt.source;
}

/* How its source stands to that of the delivery: 0 the same or no order, 1 goes before
 * it, -1 behind. */
static int rank_of(const struct model *model, const struct observation *word,
                   const struct delivery *delivery)
{
    const char *source = whose(model, word);
    if (strcmp(source, delivery->receipt.source) == 0 || !delivery->before)
        return 0;
    for (size_t i = 0; i < delivery->n_before; i++)
        if (strcmp(delivery->before[i], source) == 0)
            return 1;
    return -1;
}

/* A row that another source goes before: would it leave a word? */
static bool adds(const struct model *model, const struct model_cell *cell, int stands,
                 const struct observation *row, bool late, const char *source)
{
    const struct observation *last = NULL;
    for (int i = 0; i < cell->n; i++) {
        const struct observation *word = &cell->said[i];
        if (strcmp(whose(model, word), source) != 0)
            continue;
        if (late && same_figure(word, row))
            return false;
        if (!word->late)
            last = word;
    }
    if (!last)
        return !row->withdrawn && !same_figure(&cell->said[stands], row);
    return !same_figure(last, row);
}

/* One row; returns whether it changes anything. */
static bool take(struct model *model, const struct observation *row, bool late,
                 const struct delivery *delivery, uint32_t receipt)
{
    struct model_cell *cell = cell_of(model, row);
    const char *source = delivery->receipt.source;
    int stands = standing(model, cell, INT64_MAX);
    struct observation word = *row;
    word.receipt = receipt;
    if (stands < 0 && row->withdrawn)
        return false;
    if (stands >= 0) {
        const struct observation *old = &cell->said[stands];
        int rank = rank_of(model, old, delivery);
        bool same = same_figure(old, row);
        bool yields = late && strcmp(whose(model, old), source) == 0;
        word.outranked = rank > 0;
        word.late = late && (rank > 0 || yields);
        word.revised = rank <= 0 && !yields && (!same || old->revised);
        if (rank > 0
                ? !adds(model, cell, stands, row, late, source)
                : (same && rank == 0) || (yields && said_earlier(cell, stands, row)))
            return false;
    }
    assert(cell->n < MODEL_SAID);
    cell->said[cell->n++] = word;
    return true;
}

static bool named_again(const struct delivery *delivery, size_t row)
{
    const struct observation *o = &delivery->observations[row];
    for (size_t i = row + 1; i < delivery->n_observations; i++) {
        const struct observation *later = &delivery->observations[i];
        if (strcmp(o->indicator, later->indicator) == 0 && o->region == later->region &&
            period_equal(o->period, later->period))
            return true;
    }
    return false;
}

static uint32_t take_all(struct model *model, const struct delivery *delivery,
                         bool late, uint32_t receipt)
{
    uint32_t changed = 0;
    if (delivery->n_observations > 0 &&
        strcmp(delivery->observations[0].indicator, "CROWD") == 0) {
        changed = model->crowded ? 0 : WORLD_CROWD;
        model->crowded = true;
        return changed;
    }
    for (size_t i = 0; i < delivery->n_observations; i++)
        if (!named_again(delivery, i))
            changed += take(model, &delivery->observations[i], late, delivery, receipt);
    return changed;
}

static bool refusals_same(const struct model_receipt *last,
                          const struct delivery *delivery)
{
    if (last->n_refusals != delivery->n_refusals)
        return false;
    for (size_t i = 0; i < last->n_refusals; i++) {
        const struct refusal *a = &last->refusals[i], *b = &delivery->refusals[i];
        if (a->row != b->row || a->column != b->column || a->warning != b->warning ||
            strcmp(a->raw, b->raw) != 0 ||
            memcmp(&a->reason, &b->reason, sizeof a->reason) != 0)
            return false;
    }
    return true;
}

/* The state of a source after an attempt; what belongs to its last delivery stays. */
static void attempted(struct model_source *source, const struct source_state *state)
{
    struct source_state old = source->state;
    if (source->known && strcmp(old.address, state->address) != 0)
        source->edition = 0;
    source->state = *state;
    source->state.receipt = old.receipt;
    source->state.rows_seen = old.rows_seen;
    source->state.rows_changed = old.rows_changed;
    source->state.rows_refused = old.rows_refused;
    source->state.warnings = old.warnings;
    source->known = source->waiting = true;
    source->forgotten = false;
}

void model_note(struct model *model, int source, const struct source_state *state)
{
    attempted(&model->sources[source], state);
}

void model_commit(struct model *model)
{
    for (int s = 0; s <= WORLD_SOURCES; s++) {
        struct model_source *source = &model->sources[s];
        if (source->waiting)
            source->attempts[source->n_attempts++].state = source->state;
        source->waiting = false;
    }
}

static void receipt_add(struct model *model, const struct delivery *delivery,
                        uint32_t changed)
{
    struct model_receipt *made = &model->receipts[model->n_receipts++];
    made->receipt = delivery->receipt;
    made->receipt.number = model->n_receipts;
    made->receipt.rows_changed = changed;
    made->n_refusals = delivery->n_refusals;
    for (size_t i = 0; i < delivery->n_refusals; i++)
        made->refusals[i] = delivery->refusals[i];
}

bool model_ingest(struct model *model, int number, struct delivery *delivery,
                  const struct source_state *state, int64_t edition)
{
    struct model_source *source = &model->sources[number];
    bool same_address =
        source->known && strcmp(source->state.address, state->address) == 0;
    if (edition > delivery->receipt.time) /* a wrong clock */
        edition = delivery->receipt.time;
    bool late = same_address && edition != 0 && edition < source->edition;
    /* The receipt is there first, for the times of what it brings. */
    receipt_add(model, delivery, 0);
    uint32_t changed = take_all(model, delivery, late, model->n_receipts);
    if (number < WORLD_SOURCES)
        changed += model_items_take(model, number, delivery, late, model->n_receipts);
    uint32_t last = source->state.receipt;
    bool leaves = changed > 0 || last == 0 ||
                  !refusals_same(&model->receipts[last - 1], delivery);
    model->receipts[model->n_receipts - 1].receipt.rows_changed = changed;
    if (!leaves)
        model->n_receipts--;
    else
        model_commit(model); /* what waits comes before this attempt */
    attempted(source, state);
    if (leaves) {
        source->state.receipt = model->n_receipts;
        source->state.rows_seen = delivery->receipt.rows_seen;
        source->state.rows_changed = changed;
        source->state.rows_refused = delivery->receipt.rows_refused;
        source->state.warnings = delivery->receipt.warnings;
    }
    bool moves = edition > source->edition;
    if (moves)
        source->edition = edition;
    if (leaves || moves)
        model_commit(model);
    delivery->receipt.number = source->state.receipt;
    delivery->receipt.rows_changed = changed;
    return leaves;
}

/* The last one by the time. */
static const struct model_attempt *attempt_at(const struct model_source *source,
                                              int64_t known_at)
{
    const struct model_attempt *last = NULL;
    for (int i = 0; i < source->n_attempts; i++)
        if (source->attempts[i].state.last_attempt <= known_at &&
            (!last ||
             source->attempts[i].state.last_attempt >= last->state.last_attempt))
            last = &source->attempts[i];
    return last;
}

const struct source_state *model_source_at(const struct model *model, int number,
                                           int64_t known_at)
{
    const struct model_source *source = &model->sources[number];
    const struct model_attempt *last = attempt_at(source, known_at);
    if (known_at == INT64_MAX)
        return source->known && !source->forgotten ? &source->state : NULL;
    return last && !last->mark ? &last->state : NULL;
}

/* ---- documents ---- */

const struct model_document *model_document_at(const struct model *model, int name,
                                               int64_t known_at)
{
    const struct model_document *stood = NULL;
    for (int i = 0; i < model->n_documents; i++)
        if (model->documents[i].name == name &&
            time_of(model, model->documents[i].receipt) <= known_at)
            stood = &model->documents[i];
    return stood;
}

bool model_archive(struct model *model, const int *texts, int n, int64_t now)
{
    struct receipt made = {.number = model->n_receipts + 1,
                           .time = now,
                           .source = "catalogue",
                           .address = "aiplus.conf",
                           .format = "document",
                           .etag = "",
                           .last_modified = "",
                           .rows_seen = (uint32_t)n};
    for (int i = 0; i < n; i++) {
        const struct model_document *last = model_document_at(model, i, INT64_MAX);
        if (last && last->text == texts[i])
            continue;
        model->documents[model->n_documents++] =
            (struct model_document){i, texts[i], made.number};
        /* Its time is needed from now on. */
        model->receipts[made.number - 1] = (struct model_receipt){.receipt = made};
        made.rows_changed++;
        made.bytes += strlen(world_texts[texts[i]]);
    }
    if (made.rows_changed == 0)
        return false;
    model_commit(model);
    model->receipts[model->n_receipts++] = (struct model_receipt){.receipt = made};
    return true;
}

/* ---- sources that are gone ---- */

void model_forget(struct model *model, int number, int64_t now)
{
    struct model_source *source = &model->sources[number];
    if (!source->known || source->forgotten)
        return;
    model_commit(model);
    source->attempts[source->n_attempts++] =
        (struct model_attempt){.state.last_attempt = now, .mark = true};
    source->forgotten = true;
}

/* ---- pruning ---- */

static bool known_by(const struct model *model, uint32_t receipt, int64_t since)
{
    return time_of(model, receipt) <= since;
}

/* Was the source of the word no longer configured by then, or is it gone? */
static bool is_gone(const struct model *model, const struct observation *word,
                    int64_t since)
{
    for (int s = 0; s < WORLD_SOURCES; s++) {
        const struct model_source *source = &model->sources[s];
        if (strcmp(world_sources[s], whose(model, word)) != 0)
            continue;
        const struct model_attempt *last =
            source->n_attempts ? &source->attempts[source->n_attempts - 1] : NULL;
        return !source->known ||
               (source->forgotten && last->state.last_attempt <= since);
    }
    return false;
}

/* Can no page from then on show the word: had its source said something else by then,
 * or, of one that is gone, did something else stand? A late one shows nowhere. */
static bool past(const struct model *model, const struct model_cell *cell, int word,
                 int64_t since)
{
    const struct observation *it = &cell->said[word];
    if (it->late)
        return known_by(model, it->receipt, since);
    for (int i = word + 1; i < cell->n; i++) {
        const struct observation *later = &cell->said[i];
        bool same = strcmp(whose(model, later), whose(model, it)) == 0;
        bool takes_place = counts(later) && is_gone(model, it, since);
        if (!later->late && known_by(model, later->receipt, since) &&
            (same || takes_place))
            return true;
    }
    return false;
}

static void prune_cell(const struct model *model, struct model_cell *cell,
                       int64_t since)
{
    struct model_cell old = *cell;
    cell->n = 0;
    for (int i = 0; i < old.n; i++)
        if (!past(model, &old, i, since))
            cell->said[cell->n++] = old.said[i];
}

/* Refused rows go when a later delivery of the same source was known by then. */
static void prune_refusals(struct model *model, int64_t since)
{
    for (uint32_t i = 0; i < model->n_receipts; i++)
        for (uint32_t k = i + 1; k < model->n_receipts; k++)
            if (known_by(model, k + 1, since) &&
                strcmp(model->receipts[i].receipt.source,
                       model->receipts[k].receipt.source) == 0)
                model->receipts[i].n_refusals = 0;
}

/* Sources go whose end is the last that is known of them, by then. */
static void prune_sources(struct model *model, int64_t since)
{
    for (int s = 0; s <= WORLD_SOURCES; s++) {
        struct model_source *source = &model->sources[s];
        const struct model_attempt *last = attempt_at(source, INT64_MAX);
        if (source->forgotten && last->mark && last->state.last_attempt <= since)
            *source = (struct model_source){0};
    }
}

void model_prune(struct model *model, int64_t since)
{
    if (since <= model->kept_since)
        return;
    for (int i = 0; i < WORLD_INDICATORS; i++)
        for (int r = 0; r < WORLD_REGIONS; r++)
            for (int p = 0; p < WORLD_PERIODS; p++)
                prune_cell(model, &model->cells[i][r][p], since);
    model_items_prune(model, since);
    prune_refusals(model, since);
    model_commit(model);
    prune_sources(model, since);
    model->kept_since = since;
}
