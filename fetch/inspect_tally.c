/* Counting what a body holds: see fetch/inspect_tally.h. */
#include "fetch/inspect_tally.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void compensated_add(struct compensated *sum, double value)
{
    double next = sum->sum + value;
    sum->rest += fabs(sum->sum) >= fabs(value) ? (sum->sum - next) + value
                                               : (value - next) + sum->sum;
    sum->sum = next;
}

double compensated_value(struct compensated sum)
{
    return isfinite(sum.rest) ? sum.sum + sum.rest : sum.sum;
}

/* "2016 - 4" may be a quarter or a month, which no one can tell from it alone. */
static bool is_numbered(const char *code, int *year, int *number)
{
    int end = 0;
    return sscanf(code, "%4d - %2d%n", year, number, &end) == 2 && end > 0 &&
           code[end] == '\0' && *year >= 1000 && *number >= 1 && *number <= 12;
}

/* "2011-2015", "2022/2023": whole years, or a season that begins in one of them. */
static bool is_years(const char *code, int *first, int *last)
{
    int end = 0;
    char between;
    return sscanf(code, "%4d%c%4d%n", first, &between, last, &end) == 3 && end == 9 &&
           code[end] == '\0' && strchr("-/", between) && *first >= 1000 &&
           *last > *first;
}

/* Where a period stands among others; nobody stores it. */
static bool place_of(const struct category *category, bool months,
                     struct period *period)
{
    int year, number;
    if (category->means)
        return period_parse(category->means, period);
    if (period_parse(category->code, period) || period_parse(category->label, period))
        return true;
    if (is_numbered(category->code, &year, &number)) {
        *period = months ? period_month(year, number) : period_quarter(year, number);
        return true;
    }
    if (!is_years(category->code, &year, &number))
        return false;
    *period = period_interval(period_year(year).first, period_year(number).last);
    return true;
}

/* Does `a` stand before `b` as the first of all? */
static bool begins_before(struct period a, struct period b)
{
    /* Cumulative months stand among the months, after the first. */
    static const char longest_first[] = {FREQ_INTERVAL, FREQ_YEAR,       FREQ_HALF,
                                         FREQ_QUARTER,  FREQ_MONTH,      FREQ_WEEK,
                                         FREQ_DAY,      FREQ_CUMULATIVE, '\0'};
    if (a.first != b.first)
        return a.first < b.first;
    return a.freq == b.freq
               ? a.last < b.last
               : strchr(longest_first, a.freq) < strchr(longest_first, b.freq);
}

static void span_add(struct span *span, const struct category *category, bool months)
{
    if (!span->first)
        span->first = category->code;
    span->last = category->code;
    struct period period;
    if (!place_of(category, months, &period))
        return;
    if (!span->any || begins_before(period, span->min)) {
        span->min = period;
        span->min_id = category->code;
    }
    if (!span->any || period_compare(period, span->max) > 0) {
        span->max = period;
        span->max_id = category->code;
    }
    span->any = true;
}

const char *span_min(const struct span *span)
{
    return span->any ? span->min_id : span->first;
}

const char *span_max(const struct span *span)
{
    return span->any ? span->max_id : span->last;
}

static struct tally *current(struct inspection *in)
{
    return &in->datasets[in->n_datasets - 1].tally;
}

static void add_period(struct inspection *in, const struct category *category)
{
    span_add(&current(in)->span, category, in->months);
    span_add(&in->total.span, category, in->months);
}

/* Periods count where there is a place for a value, whether or not one is in it; each
 * is looked at once where the format lists them. */
static void count_period(struct inspection *in, const struct category *category)
{
    size_t ordinal = category->ordinal;
    if (!*category->code || (ordinal < in->n_periods && in->periods[ordinal]))
        return;
    if (ordinal < in->n_periods)
        in->periods[ordinal] = true;
    add_period(in, category);
}

/* Numbers of quarters end with 4. */
static bool numbers_months(const struct dimension *time)
{
    int year, number;
    for (size_t i = 0; i < time->n_categories; i++)
        if (is_numbered(time->categories[i].code, &year, &number) && number > 4)
            return true;
    return false;
}

static bool on_dataset(void *self, const struct dataset *dataset, struct error *error)
{
    (void)error;
    struct inspection *in = self;
    in->datasets =
        arena_more(in->arena, in->datasets, in->n_datasets, sizeof *in->datasets);
    in->datasets[in->n_datasets++] = (struct tally_dataset){
        .dataset = dataset,
        .seen = arena_alloc(in->arena, dataset->n_dimensions * sizeof(struct seen)),
    };
    in->time = -1;
    for (size_t i = dataset->n_dimensions; i-- > 0;)
        if (dataset->dimensions[i].role == DIMENSION_TIME)
            in->time = (int)i;
    in->checks = NULL;
    in->key = arena_alloc(in->arena, dataset->n_dimensions * sizeof *in->key);
    hash_init(&in->index, in->arena);
    hash_init(&in->check, in->arena);
    in->n_periods = in->time < 0 ? 0 : dataset->dimensions[in->time].n_categories;
    in->periods = arena_alloc(in->arena, in->n_periods * sizeof *in->periods);
    in->months = in->time >= 0 && numbers_months(&dataset->dimensions[in->time]);
    /* All that are listed, unless several data sets share the list. */
    for (size_t i = 0; !dataset->supersedes && i < in->n_periods; i++)
        count_period(in, &dataset->dimensions[in->time].categories[i]);
    return true;
}

static bool same_series(const void *items, uint32_t item, const void *key)
{
    const uint64_t *checks = items, *check = key;
    return checks[item] == *check;
}

/* Adds the series with that key, of size bytes; false if it is among the n already. */
static bool add_series(struct hash *index, const struct hash *check, uint64_t **checks,
                       uint64_t n, const void *key, size_t size)
{
    struct arena *arena = index->arena;
    uint64_t hash = hash_of(index, key, size), other = hash_of(check, key, size);
    uint32_t item;
    if (hash_find(index, hash, same_series, *checks, &other, &item))
        return false;
    *checks = arena_more(arena, *checks, n, sizeof **checks);
    (*checks)[n] = other;
    hash_add(index, hash, (uint32_t)n);
    return true;
}

/* A series is one combination of all dimensions but time. */
static void count_series(struct inspection *in, const struct cell *cell)
{
    const struct dataset *dataset = in->datasets[in->n_datasets - 1].dataset;
    struct tally *tally = current(in);
    uint64_t before = tally->n_series;
    size_t n = 0;
    for (size_t i = 0; i < dataset->n_dimensions; i++)
        if (dataset->dimensions[i].role != DIMENSION_TIME &&
            !dataset->dimensions[i].attribute)
            in->key[n++] = cell->at[i];
    size_t size = n * sizeof *in->key;
    if (add_series(&in->index, &in->check, &in->checks, tally->n_series, in->key, size))
        tally->n_series++;
    if (dataset->supersedes
            ? add_series(&in->all_index, &in->all_check, &in->all_checks,
                         in->total.n_series, in->key, size)
            : tally->n_series != before)
        in->total.n_series++;
}

static void see(struct inspection *in, struct seen *seen,
                const struct category *category)
{
    size_t ordinal = category->ordinal;
    if (ordinal < seen->size && seen->at[ordinal])
        return;
    if (ordinal >= TALLY_SEEN) {
        seen->more = true;
        return;
    }
    if (ordinal >= seen->size) {
        size_t size = seen->size ? 2 * seen->size : 16;
        while (size <= ordinal)
            size *= 2;
        const struct category **at = arena_alloc(in->arena, size * sizeof *at);
        for (size_t i = 0; i < size; i++)
            at[i] = i < seen->size ? seen->at[i] : NULL;
        seen->at = at;
        seen->size = size;
    }
    seen->at[ordinal] = category;
    seen->n++;
}

static void on_refused(void *self, const struct refusal *refusal)
{
    struct inspection *in = self;
    if (refusal->warning)
        in->n_warnings++;
    else
        in->n_refused++;
    if (in->n_problems == TALLY_PROBLEMS)
        return;
    in->problems =
        arena_more(in->arena, in->problems, in->n_problems, sizeof *in->problems);
    struct refusal *kept = &in->problems[in->n_problems++];
    *kept = *refusal;
    kept->raw = feed_excerpt(in->arena, refusal->raw);
}

static void refuse_text(struct inspection *in, const struct cell *cell)
{
    struct arena scratch = {0};
    struct refusal refusal = {
        .row = cell->row, .column = cell->column, .raw = cell->raw};
    cell_text_error(&scratch, cell->raw, &refusal.reason);
    on_refused(in, &refusal);
    arena_release(&scratch);
}

static bool on_cell(void *self, const struct cell *cell, struct error *error)
{
    (void)error;
    struct inspection *in = self;
    struct tally *tally = current(in);
    count_series(in, cell);
    const struct dataset *dataset = in->datasets[in->n_datasets - 1].dataset;
    struct seen *seen = in->datasets[in->n_datasets - 1].seen;
    for (size_t i = 0; !cell->slice && !cell->doubt && i < dataset->n_dimensions; i++)
        if (cell->at[i])
            see(in, &seen[i], cell->at[i]);
    if (in->time >= 0 && cell->at[in->time])
        count_period(in, cell->at[in->time]);
    if (cell->doubt)
        on_refused(in, &(struct refusal){.row = cell->row,
                                         .column = cell->column,
                                         .raw = cell->raw,
                                         .reason = *cell->doubt});
    if (cell->kind == CELL_VALUE) {
        tally->n_obs++;
        in->total.n_obs++;
        double value = cell->unrounded ? *cell->unrounded : cell->value;
        compensated_add(&tally->sum, value);
        compensated_add(&in->total.sum, value);
        return true;
    }
    tally->n_missing++;
    in->total.n_missing++;
    if (cell->kind == CELL_TEXT && !cell->doubt)
        refuse_text(in, cell);
    return true;
}

static bool on_item(void *self, const struct feed_item *item, struct error *error)
{
    (void)error;
    struct inspection *in = self;
    const struct item_field *fields = item_registers[item->kind].fields;
    in->n_items[item->kind]++;
    for (size_t i = 0; fields[i].name; i++)
        if (fields[i].type == ITEM_PLACE && (!item->fields[i] || !*item->fields[i]))
            in->n_placeless++;
    if ((item->kind == ITEM_INDICATOR || item->kind == ITEM_REGION) &&
        in->n_added < TALLY_ADDED) {
        in->added = arena_more(in->arena, in->added, in->n_added, sizeof *in->added);
        in->added[in->n_added++] =
            arena_strdup(in->arena, item_key(item->kind, item->fields, in->arena));
    }
    return true;
}

void inspect_items(const struct source *source, const struct body *body,
                   const struct vocabulary *vocabulary, struct inspection *inspection)
{
    struct arena arena = {.directory = body->directory};
    struct bulk observations;
    struct delivery delivery = {0};
    struct error error = {0};
    struct source tried = *source;
    /* What is still to be said is no fault of each item. */
    if (inspection->n_placeless > 0 &&
        (!tried.mapping.constant_region || !*tried.mapping.constant_region))
        tried.mapping.constant_region = "100000";
    bulk_init(&observations, body->directory, SIZE_MAX);
    if (mapper_read(&tried, body, vocabulary, &arena, &observations, &delivery,
                    &error)) {
        inspection->n_problems = 0;
        inspection->n_refused = inspection->n_warnings = 0;
        for (size_t i = 0; i < delivery.n_refusals; i++)
            on_refused(inspection, &delivery.refusals[i]);
    }
    bulk_release(&observations);
    arena_release(&arena);
}

bool inspect_count(const struct decoder *decoder, const struct body *body,
                   const struct column_mapping *columns, struct arena *arena,
                   struct inspection *inspection, struct error *error)
{
    struct inspection in = {.arena = arena};
    hash_init(&in.all_index, arena);
    hash_init(&in.all_check, arena);
    const struct feed_sink sink = {&in, on_dataset, on_cell, on_item, on_refused};
    if (!decoder->decode(body, columns, arena, &sink, error))
        return false;
    *inspection = in;
    return true;
}
