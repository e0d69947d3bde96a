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
    if (m->n_refusals < REFUSALS_MOST) {
        m->refusals =
            arena_more(m->arena, m->refusals, m->n_refusals, sizeof *m->refusals);
        struct refusal *kept = &m->refusals[m->n_refusals++];
        *kept = *refusal;
        kept->raw = feed_excerpt(m->arena, refusal->raw);
    }
    arena_release(&m->words);
}

bool mapper_count_refused(struct mapper *m, enum error_code code)
{
    if (m->n_refusals < REFUSALS_MOST || !m->firsts[code])
        return false;
    m->rows_refused++;
    m->reasons[code]++;
    return true;
}

static bool on_dataset(void *self, const struct dataset *dataset, struct error *error)
{
    struct mapper *m = self;
    mapper_shape_end(m);
    if (!mapper_bind(m, dataset, error))
        return false;
    mapper_shape_begin(m);
    return true;
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
    for (size_t i = 0; i < m->n_filtered; i++) {
        size_t at = m->filtered[i];
        const char *filter = m->uses[at].filter;
        if (strcmp(filter, cell->at[at]->code) != 0 &&
            strcmp(filter, cell->at[at]->label) != 0)
            return false;
    }
    return true;
}

/* A dimension that nobody speaks of must not tell values apart. */
static bool check_loose(struct mapper *m, const struct cell *cell, struct error *error)
{
    for (size_t i = 0; i < m->n_loose; i++) {
        size_t at = m->loose[i];
        struct use *use = &m->uses[at];
        if (!use->seen)
            use->seen = cell->at[at];
        if (use->seen != cell->at[at])
            return error_set(error, ERROR_MAP_AMBIGUOUS, m->body->name,
                             feed_excerpt(m->scratch, m->dataset->dimensions[at].id),
                             feed_excerpt(m->scratch, use->seen->code),
                             feed_excerpt(m->scratch, cell->at[at]->code));
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
    if (mapper_count_refused(m, mapper_reason(meaning)))
        return NULL;
    struct error reason;
    mapper_explain(m, category, part, &reason);
    refuse_cell(m, cell, column_of(m, part), category->code, &reason);
    return NULL;
}

static char status_of(struct mapper *m, const struct cell *cell)
{
    const struct category *said = mapper_category(m, cell, PART_STATUS);
    const char *text = said ? said->code : cell->status;
    char status = mapper_understood(m, text);
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

/* The value in the indicator's unit. */
static bool convert(struct mapper *m, const struct cell *cell, int shift,
                    struct observation *o)
{
    if (!o->has_value || mapper_unit_scale(cell, shift, &o->value))
        return true;
    struct error reason;
    const char *value = arena_printf(&m->words, "%.15g x 10^%d", o->value, shift);
    error_set(&reason, ERROR_NUMBER_RANGE, value);
    refuse_cell(m, cell, cell->column, value, &reason);
    return false;
}

/* Everything but the value, which becomes one in the indicator's unit. */
static bool read_key(struct mapper *m, const struct cell *cell, struct observation *o,
                     uint64_t *key)
{
    const struct meaning *region = understand(m, cell, PART_REGION);
    const struct meaning *period = region ? understand(m, cell, PART_PERIOD) : NULL;
    const struct meaning *indicator =
        period ? understand(m, cell, PART_INDICATOR) : NULL;
    if (!indicator)
        return false;
    o->region = region->region;
    o->period = period->period;
    memcpy(o->indicator, indicator->indicator, sizeof o->indicator);
    *key = ((uint64_t)indicator->ordinal << KEY_REGION_BITS | region->ordinal)
               << KEY_PERIOD_BITS |
           period->ordinal;
    const char *sent;
    int shift;
    if (mapper_unit_fits(m, cell, indicator, &sent, &shift))
        return convert(m, cell, shift, o);
    if (mapper_count_refused(m, ERROR_MAP_UNIT))
        return false;
    struct error reason;
    error_set(&reason, ERROR_MAP_UNIT, feed_excerpt(&m->words, sent), indicator->unit);
    refuse_cell(m, cell, column_of(m, PART_UNIT), sent, &reason);
    return false;
}

static void refuse_text(struct mapper *m, const struct cell *cell)
{
    struct error reason;
    cell_text_error(&m->words, cell->raw, &reason);
    refuse_cell(m, cell, cell->column, cell->raw, &reason);
}

/* A value, and a status that says there is none. */
static void refuse_status(struct mapper *m, const struct cell *cell,
                          const struct observation *o)
{
    struct error reason;
    char status[2] = {o->status, '\0'};
    const char *value = arena_printf(&m->words, "%.15g", o->value);
    error_set(&reason, ERROR_MAP_STATUS, value, status);
    refuse_cell(m, cell, cell->column, value, &reason);
}

static bool keep(struct mapper *m, const struct observation *o, uint32_t row,
                 uint64_t key, struct error *error)
{
    struct observation *to = bulk_more(m->observations, sizeof *to, error);
    if (!to || !bulk_put(&m->rows, &row, sizeof row, error) ||
        !bulk_put(&m->keys, &key, sizeof key, error))
        return false;
    *to = *o;
    m->n++;
    return true;
}

/* False only if what was read cannot be kept. */
static bool read_value(struct mapper *m, const struct cell *cell, struct error *error)
{
    if (cell->kind == CELL_TEXT) {
        refuse_text(m, cell);
        return true;
    }
    struct observation o = {
        .value = cell->kind == CELL_VALUE ? cell->value : 0,
        .has_value = cell->kind == CELL_VALUE,
        .qualifier = (uint8_t)cell->qualifier,
        .status = status_of(m, cell),
    };
    uint64_t key;
    if (cell->withdrawn) {
        o.withdrawn = true;
        o.status = 'O';
        return !read_key(m, cell, &o, &key) || keep(m, &o, cell->row, key, error);
    }
    bool missing = status_missing(o.status) != MISSING_NONE;
    /* An empty place without a reason is no fact: nothing to store. */
    if (!o.has_value && !missing)
        return true;
    if (o.has_value && missing) {
        refuse_status(m, cell, &o);
        return true;
    }
    return !read_key(m, cell, &o, &key) || keep(m, &o, cell->row, key, error);
}

static void refuse_doubt(struct mapper *m, const struct cell *cell)
{
    m->rows_seen++;
    if (!mapper_count_refused(m, cell->doubt->code))
        refuse_cell(m, cell, cell->column, cell->raw, cell->doubt);
}

static bool on_cell(void *self, const struct cell *cell, struct error *error)
{
    struct mapper *m = self;
    if (cell->slice)
        return true;
    if (cell->doubt && !m->skipped) {
        refuse_doubt(m, cell);
        return true;
    }
    if (m->skipped || !passes_filters(m, cell)) {
        m->n_kept_out++;
        return true;
    }
    if (!check_loose(m, cell, error))
        return false;
    m->rows_seen++;
    return read_value(m, cell, error);
}

static bool on_item(void *self, const struct feed_item *item, struct error *error)
{
    return mapper_item(self, item, error);
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
        m->constants[part] = (struct category){.code = text, .label = text, .unit = ""};
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
        ERROR_ROW_NO_VALUES,
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
        return error_set(error, m->n_kept_out ? ERROR_MAP_FILTERED : ERROR_MAP_EMPTY,
                         m->body->name);
    char seen[16];
    snprintf(seen, sizeof seen, "%" PRIu32, m->rows_seen);
    return error_set(error, ERROR_MAP_NO_VALUES, m->body->name, seen);
}

static void deliver(struct mapper *m, const struct decoder *decoder,
                    struct delivery *delivery)
{
    size_t n_items;
    const struct item *items = mapper_items(m, &n_items);
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
        .observations = (const void *)m->observations->data,
        .n_observations = m->n,
        .refusals = m->refusals,
        .n_refusals = m->n_refusals,
        .items = items,
        .n_items = n_items,
        .shape = shape_text(&m->shape, (uint32_t)(m->n + n_items), m->arena),
    };
    digest_of(m->body->bytes, m->body->size, delivery->receipt.digest);
}

/* Decodes and merges; all that is kept of it is in m. */
static bool read_feed(struct mapper *m, const struct decoder **decoder,
                      struct error *error)
{
    const struct feed_sink sink = {m, on_dataset, on_cell, on_item, on_refused};
    *decoder = decoder_find(m->source->format, m->body, error);
    if (!*decoder)
        return false;
    bool ok = read_constants(m, error) &&
              (*decoder)->decode(m->body, &m->source->mapping.columns, m->scratch,
                                 &sink, error);
    /* Without its filter a dimension may be ambiguous: the filter is the reason. */
    if (ok || error->code == ERROR_MAP_AMBIGUOUS)
        ok = mapper_check_names(m, error) && ok;
    if (!ok)
        return false;
    mapper_shape_end(m);
    mapper_shape_statuses(m);
    return mapper_merge(m, error) &&
           (m->n > 0 || m->n_items > 0 || refuse_feed(m, error));
}

bool mapper_read(const struct source *source, const struct body *body,
                 const struct vocabulary *vocabulary, struct arena *arena,
                 struct bulk *observations, struct delivery *delivery,
                 struct error *error)
{
    struct arena scratch = {.directory = body->directory};
    struct mapper *m = arena_alloc(&scratch, sizeof *m);
    *m = (struct mapper){
        .source = source,
        .vocabulary = vocabulary,
        .body = body,
        .arena = arena,
        .scratch = &scratch,
        .dims = {-1, -1, -1, -1, -1},
        .observations = observations,
    };
    bulk_reset(observations);
    bulk_init(&m->rows, body->directory, SIZE_MAX);
    bulk_init(&m->keys, body->directory, SIZE_MAX);
    hash_init(&m->index, &scratch);
    hash_init(&m->odd_index, &scratch);
    bulk_init(&m->items, body->directory, SIZE_MAX);
    hash_init(&m->item_index, &scratch);
    shape_init(&m->shape, &scratch);
    m->filters_found =
        arena_alloc(&scratch, source->mapping.n_filters * sizeof *m->filters_found);
    m->ignored_found =
        arena_alloc(&scratch, source->mapping.n_ignored * sizeof *m->ignored_found);
    const struct decoder *decoder;
    bool ok = read_feed(m, &decoder, error);
    if (ok)
        deliver(m, decoder, delivery);
    bulk_release(&m->rows);
    bulk_release(&m->keys);
    bulk_release(&m->items);
    arena_release(&scratch);
    return ok;
}
