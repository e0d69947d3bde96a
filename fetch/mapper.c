/* From a body to a delivery: see fetch/mapper.h. */
#include "fetch/mapper.h"

#include "core/digest.h"
#include "core/text.h"
#include "fetch/mapper_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void mapper_refuse(struct mapper *m, const struct refusal *refusal)
{
    enum error_code code = refusal->reason.code;
    if (refusal->warning) {
        m->warnings++;
    } else {
        m->rows_refused++;
        m->reasons[code]++;
    }
    if (!m->firsts[code]) {
        m->firsts[code] = arena_alloc(m->scratch, sizeof *m->firsts[code]);
        *m->firsts[code] = refusal->reason;
    }
    if (m->n_refusals < MAPPER_REFUSALS) {
        m->refusals =
            arena_more(m->arena, m->refusals, m->n_refusals, sizeof *m->refusals);
        struct refusal *kept = &m->refusals[m->n_refusals++];
        *kept = *refusal;
        kept->raw = feed_excerpt(m->arena, refusal->raw);
    }
    arena_release(&m->words);
}

static bool on_dataset(void *self, const struct dataset *dataset, struct error *error)
{
    return mapper_bind(self, dataset, error);
}

/* A row of the body that its decoder could not read. */
static void on_refused(void *self, const struct refusal *refusal)
{
    struct mapper *m = self;
    if (!refusal->warning)
        m->rows_seen++;
    mapper_refuse(m, refusal);
}

static bool passes_filters(const struct mapper *m, const struct cell *cell)
{
    for (size_t i = 0; i < m->dataset->n_dimensions; i++) {
        const char *filter = m->uses[i].filter;
        if (filter && strcmp(filter, cell->at[i]->code) != 0 &&
            strcmp(filter, cell->at[i]->label) != 0)
            return false;
    }
    return true;
}

/* A dimension that nobody speaks of must not tell values apart. */
static bool check_free(struct mapper *m, const struct cell *cell, struct error *error)
{
    for (size_t i = 0; i < m->dataset->n_dimensions; i++) {
        struct use *use = &m->uses[i];
        if (use->bound || use->filter)
            continue;
        if (!use->seen)
            use->seen = cell->at[i];
        if (use->seen != cell->at[i])
            return error_set(error, ERROR_MAP_AMBIGUOUS, m->body->name,
                             feed_excerpt(m->scratch, m->dataset->dimensions[i].id),
                             feed_excerpt(m->scratch, use->seen->code),
                             feed_excerpt(m->scratch, cell->at[i]->code));
    }
    return true;
}

/* Where in the table the part stands; 0 where there is no table. */
static uint32_t column_of(const struct mapper *m, enum part part)
{
    return m->dims[part] < 0 ? 0 : m->dataset->dimensions[m->dims[part]].column;
}

static void refuse_cell(struct mapper *m, const struct cell *cell, uint32_t column,
                        const char *raw, const struct error *reason)
{
    mapper_refuse(
        m, &(struct refusal){
               .row = cell->row, .column = column, .raw = raw, .reason = *reason});
}

/* What the part means; NULL if it means nothing, which refuses the row. */
static const struct meaning *understand(struct mapper *m, const struct cell *cell,
                                        enum part part)
{
    const struct category *category = mapper_category(m, cell, part);
    const struct meaning *meaning = mapper_meaning(m, category, part);
    if (meaning->ok)
        return meaning;
    struct error reason;
    mapper_explain(m, category, part, &reason);
    refuse_cell(m, cell, column_of(m, part), category->code, &reason);
    return NULL;
}

/* Are the texts the same but for spaces around them? */
static bool same_trimmed(const char *a, const char *b)
{
    a += strspn(a, " ");
    b += strspn(b, " ");
    size_t n = strlen(a), k = strlen(b);
    while (n > 0 && a[n - 1] == ' ')
        n--;
    while (k > 0 && b[k - 1] == ' ')
        k--;
    return n == k && memcmp(a, b, n) == 0;
}

/* The unit the feed names for the cell: a dimension's category, or what a category says
 * of itself, the indicator's before any other's. "" if none. */
static bool same_unit(struct mapper *m, const struct cell *cell, const char *unit,
                      const char **sent)
{
    const struct category *category = mapper_category(m, cell, PART_UNIT);
    *sent = category ? category->label : "";
    int metric = m->dims[PART_INDICATOR];
    if (!category && metric >= 0)
        *sent = cell->at[metric]->unit;
    for (size_t i = 0; !category && !**sent && i < m->dataset->n_dimensions; i++)
        *sent = cell->at[i]->unit;
    const char *power = m->power < 0 ? "" : cell->at[m->power]->code;
    if (*power && strcmp(power, "0") != 0) {
        const char *name = category ? category->code : *sent;
        snprintf(m->unit, sizeof m->unit, "10^%s %s", power, name);
        m->unit[text_invalid_at(m->unit, strlen(m->unit))] = '\0';
        *sent = m->unit;
        category = NULL;
    }
    struct category said = {.code = category ? category->code : *sent, .label = *sent};
    const char *here = mapper_unit(m, &said);
    if (here)
        return !*unit || same_trimmed(here, unit);
    return !**sent || !*unit || same_trimmed(*sent, unit) ||
           (category && same_trimmed(category->code, unit));
}

static char status_of(struct mapper *m, const struct cell *cell)
{
    const struct category *said = mapper_category(m, cell, PART_STATUS);
    const char *text = said ? said->code : cell->status;
    char status = mapper_status(&m->source->mapping, text);
    if (!status) {
        mapper_odd_status(m, cell, column_of(m, PART_STATUS), text);
        status = 'A';
    }
    /* A mark in the value's place says it as well as a status would. */
    if (cell->kind == CELL_MISSING && status_missing(status) == MISSING_NONE) {
        char mark = missing_mark_status(cell->raw);
        return mark ? mark : status;
    }
    return status;
}

/* Everything but the value. */
static bool read_key(struct mapper *m, const struct cell *cell, struct observation *o)
{
    const struct meaning *meaning = understand(m, cell, PART_REGION);
    if (!meaning)
        return false;
    o->region = meaning->region;
    meaning = understand(m, cell, PART_PERIOD);
    if (!meaning)
        return false;
    o->period = meaning->period;
    meaning = understand(m, cell, PART_INDICATOR);
    if (!meaning)
        return false;
    memcpy(o->indicator, meaning->indicator, sizeof o->indicator);
    const char *sent;
    if (same_unit(m, cell, meaning->unit, &sent))
        return true;
    struct error reason;
    error_set(&reason, ERROR_MAP_UNIT, feed_excerpt(&m->words, sent), meaning->unit);
    refuse_cell(m, cell, column_of(m, PART_UNIT), sent, &reason);
    return false;
}

static void read_value(struct mapper *m, const struct cell *cell)
{
    struct error reason;
    if (cell->kind == CELL_TEXT) {
        cell_text_error(&m->words, cell->raw, &reason);
        refuse_cell(m, cell, cell->column, cell->raw, &reason);
        return;
    }
    struct observation o = {
        .value = cell->kind == CELL_VALUE ? cell->value : 0,
        .has_value = cell->kind == CELL_VALUE,
        .qualifier = (uint8_t)cell->qualifier,
        .status = status_of(m, cell),
    };
    bool missing = status_missing(o.status) != MISSING_NONE;
    /* An empty place without a reason is no fact: nothing to store. */
    if (!o.has_value && !missing)
        return;
    if (o.has_value && missing) {
        char status[2] = {o.status, '\0'};
        const char *value = arena_printf(&m->words, "%.15g", o.value);
        error_set(&reason, ERROR_MAP_STATUS, value, status);
        refuse_cell(m, cell, cell->column, value, &reason);
        return;
    }
    if (!read_key(m, cell, &o))
        return;
    m->observations =
        arena_more(m->scratch, m->observations, m->n, sizeof *m->observations);
    m->rows = arena_more(m->scratch, m->rows, m->n, sizeof *m->rows);
    m->rows[m->n] = cell->row;
    m->observations[m->n++] = o;
}

static bool on_cell(void *self, const struct cell *cell, struct error *error)
{
    struct mapper *m = self;
    if (m->skipped || !passes_filters(m, cell)) {
        m->n_filtered++;
        return true;
    }
    if (!check_free(m, cell, error))
        return false;
    m->rows_seen++;
    read_value(m, cell);
    return true;
}

/* A constant must mean something, or every row would be refused for it. */
static bool read_constants(struct mapper *m, struct error *error)
{
    const struct mapping *mapping = &m->source->mapping;
    const char *const texts[] = {
        [PART_REGION] = mapping->constant_region,
        [PART_INDICATOR] = mapping->constant_indicator,
        [PART_PERIOD] = mapping->constant_period,
    };
    for (int part = PART_REGION; part <= PART_PERIOD; part++) {
        const char *text = texts[part];
        if (!text || !*text)
            continue;
        m->constants[part] = (struct category){text, text, "", -1};
        const struct meaning *meaning =
            mapper_meaning(m, &m->constants[part], (enum part)part);
        if (!meaning->ok)
            return error_set(
                error, meaning->several ? ERROR_MAP_REGION_SEVERAL : ERROR_MAP_CONSTANT,
                text);
    }
    return true;
}

/* Nothing could be stored: why? The commonest reason speaks for the feed. */
static bool refuse_feed(const struct mapper *m, struct error *error)
{
    static const enum error_code empty[] = {
        ERROR_JSONSTAT_METADATA,
        ERROR_JSONSTAT_LINKS,
        ERROR_JSONSTAT_NO_DATA,
    };
    int commonest = ERROR_NONE;
    for (int code = 0; code < ERROR_COUNT; code++)
        if (m->reasons[code] > m->reasons[commonest])
            commonest = code;
    for (size_t i = 0; commonest == ERROR_NONE && i < sizeof empty / sizeof *empty; i++)
        if (m->firsts[empty[i]])
            commonest = (int)empty[i];
    if (commonest != ERROR_NONE) {
        *error = *m->firsts[commonest];
        return false;
    }
    if (m->rows_seen == 0)
        return error_set(error, m->n_filtered ? ERROR_MAP_FILTERED : ERROR_MAP_EMPTY,
                         m->body->name);
    char seen[16];
    snprintf(seen, sizeof seen, "%" PRIu32, m->rows_seen);
    return error_set(error, ERROR_MAP_NO_VALUES, m->body->name, seen);
}

static void deliver(const struct mapper *m, const struct decoder *decoder,
                    struct delivery *delivery)
{
    size_t size = m->n * sizeof *m->observations;
    struct observation *observations = arena_alloc(m->arena, size);
    memcpy(observations, m->observations, size);
    *delivery = (struct delivery){
        .receipt =
            {
                .source = m->source->name,
                .address = m->source->address,
                .format = decoder->name,
                .etag = "",
                .last_modified = "",
                .bytes = m->body->size,
                .rows_seen = m->rows_seen,
                .rows_refused = m->rows_refused,
                .warnings = m->warnings,
            },
        .observations = observations,
        .n_observations = m->n,
        .refusals = m->refusals,
        .n_refusals = m->n_refusals,
    };
    digest_of(m->body->bytes, m->body->size, delivery->receipt.digest);
}

bool mapper_read(const struct source *source, const struct body *body,
                 const struct vocabulary *vocabulary, struct arena *arena,
                 struct delivery *delivery, struct error *error)
{
    struct arena scratch = {0};
    struct mapper m = {
        .source = source,
        .vocabulary = vocabulary,
        .body = body,
        .arena = arena,
        .scratch = &scratch,
        .dims = {-1, -1, -1, -1, -1},
    };
    hash_init(&m.index, &scratch);
    hash_init(&m.odd_index, &scratch);
    const struct feed_sink sink = {&m, on_dataset, on_cell, on_refused};
    m.filters_found =
        arena_alloc(&scratch, source->mapping.n_filters * sizeof *m.filters_found);
    m.ignored_found =
        arena_alloc(&scratch, source->mapping.n_ignored * sizeof *m.ignored_found);
    const struct decoder *decoder = decoder_find(source->format, body, error);
    bool ok = decoder && read_constants(&m, error) &&
              decoder->decode(body, &source->mapping.columns, &scratch, &sink, error);
    /* Without its filter a dimension may be ambiguous: the filter is the reason. */
    if (ok || (decoder && error->code == ERROR_MAP_AMBIGUOUS))
        ok = mapper_check_names(&m, error) && ok;
    if (ok) {
        mapper_merge(&m);
        ok = m.n > 0 || refuse_feed(&m, error);
    }
    if (ok)
        deliver(&m, decoder, delivery);
    arena_release(&scratch);
    return ok;
}
