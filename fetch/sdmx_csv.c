/* The rows of SDMX-CSV: see fetch/sdmx_csv.h. */
#include "fetch/sdmx_csv.h"

#include "fetch/axis.h"
#include "fetch/encoding.h"
#include "fetch/tabular.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { NO_COLUMN = -1, VALUE_SIZE = 64, STATUS_SIZE = 64 };

/* A dimension: its column, and what has been found there. */
struct column_axis {
    size_t column;
    struct axis found;
    const struct category *rest; /* of texts that are too many to be told apart */
};

enum action { ACTION_MERGE, ACTION_REPLACE, ACTION_DELETE };

enum decimal { DECIMAL_ANY, DECIMAL_POINT, DECIMAL_COMMA };

struct table {
    const struct body *body;
    const struct column_mapping *mapping;
    struct arena *arena;
    const struct feed_sink *sink;
    struct sdmx_csv_head head;
    bool has_head;
    struct column_axis *axes; /* one for each dimension */
    const struct category **at;
    struct dimension *dimensions;
    size_t n_dimensions, n_categories;
    size_t n_read, n_ragged;
    enum decimal decimal;
    char value[VALUE_SIZE], status[STATUS_SIZE]; /* of the row in hand */
};

static const char *const actions[] = {
    [ACTION_MERGE] = "|I|A|M|Information|Append|Merge|",
    [ACTION_REPLACE] = "|R|Replace|",
    [ACTION_DELETE] = "|D|Delete|",
};

/* ---- dimensions ---- */

static void add_dimension(struct table *t, size_t i)
{
    const struct sdmx_csv_column *column = &t->head.columns[i];
    struct column_axis *axis = &t->axes[t->n_dimensions];
    axis->column = i;
    axis_init(&axis->found, t->arena);
    t->dimensions[t->n_dimensions++] = (struct dimension){
        .id = column->id,
        .label = column->label,
        .role = column->role,
        .attribute = column->kind != SDMX_CSV_DIMENSION,
        .column = (uint32_t)i + 1,
    };
}

static void warn_bare(const struct table *t, const struct csv_record *record)
{
    struct arena scratch = {0};
    struct refusal warning = {
        .row = record->row, .column = 1, .raw = record->fields[0], .warning = true};
    error_set(&warning.reason, ERROR_SDMX_CSV_BARE,
              feed_excerpt(&scratch, record->fields[0]));
    t->sink->refused(t->sink->self, &warning);
    arena_release(&scratch);
}

static bool read_head(struct table *t, const struct csv_record *record,
                      struct error *error)
{
    if (!sdmx_csv_head_read(t->body, record, t->mapping, t->arena, &t->head, error))
        return false;
    t->has_head = true;
    size_t n = t->head.n;
    t->dimensions = arena_alloc(t->arena, n * sizeof *t->dimensions);
    t->axes = arena_alloc(t->arena, n * sizeof *t->axes);
    t->at = arena_alloc(t->arena, n * sizeof *t->at);
    for (size_t i = 0; i < n; i++) {
        enum sdmx_csv_kind kind = t->head.columns[i].kind;
        if (kind == SDMX_CSV_DIMENSION || kind == SDMX_CSV_ATTRIBUTE ||
            kind == SDMX_CSV_CUSTOM)
            add_dimension(t, i);
    }
    const int cells[] = {t->head.value, t->head.status};
    const char **fields = arena_alloc(t->arena, 2 * sizeof *fields);
    size_t n_fields = 0;
    for (size_t i = 0; i < 2; i++)
        if (cells[i] >= 0)
            fields[n_fields++] = t->head.columns[cells[i]].id;
    struct dataset *dataset = arena_alloc(t->arena, sizeof *dataset);
    *dataset = (struct dataset){
        .id = "",
        .label = "",
        .source = "",
        .updated = "",
        .dimensions = t->dimensions,
        .n_dimensions = t->n_dimensions,
        .fields = fields,
        .n_fields = n_fields,
    };
    if (t->head.bare)
        warn_bare(t, record);
    return t->sink->dataset(t->sink->self, dataset, error);
}

/* The one category of the axis with the field's id. */
static bool intern(struct table *t, struct column_axis *axis,
                   const struct csv_record *record, const struct category **category,
                   struct error *error)
{
    const struct sdmx_csv_column *column = &t->head.columns[axis->column];
    const char *text = record->fields[axis->column];
    size_t n = strlen(text);
    const char *label = column->names >= 0 ? record->fields[column->names] : "";
    /* At the first one only: names may hold it too. No id has a blank in it; what has
     * one is a text of its own. */
    const char *colon = column->both ? strstr(text, ": ") : NULL;
    if (colon && !memchr(text, ' ', (size_t)(colon - text))) {
        n = (size_t)(colon - text);
        label = colon + 2;
    }
    *category = axis_find(&axis->found, text, n);
    if (*category)
        return true;
    if (!column->all && axis->found.n >= SDMX_CSV_TEXTS) {
        if (!axis->rest)
            axis->rest = axis_add(&axis->found, "…", strlen("…"), "");
        *category = axis->rest;
        return true;
    }
    if (++t->n_categories > TABULAR_CATEGORIES)
        return error_set(error, ERROR_CSV_CATEGORIES, t->body->name, "1000000");
    *category = axis_add(&axis->found, text, n, label);
    return true;
}

/* ---- what a row holds ---- */

static void refuse(const struct table *t, const struct csv_record *record, int column,
                   const struct error *reason)
{
    struct arena scratch = {0};
    struct refusal refusal = {
        .row = record->row, .column = (uint32_t)(column + 1), .reason = *reason};
    refusal.raw = feed_excerpt(&scratch, record->fields[column < 0 ? 0 : column]);
    t->sink->refused(t->sink->self, &refusal);
    arena_release(&scratch);
}

static void refuse_ragged(struct table *t, const struct csv_record *record)
{
    struct error reason;
    char has[24], needs[24];
    snprintf(has, sizeof has, "%zu", record->n_fields);
    snprintf(needs, sizeof needs, "%zu", t->head.n);
    error_set(&reason, ERROR_CSV_RAGGED, has, needs);
    refuse(t, record, NO_COLUMN, &reason);
    t->n_ragged++;
}

/* Field guide 2.1, ACTION: nothing there means Merge. */
static bool read_action(const struct table *t, const struct csv_record *record,
                        enum action *action)
{
    *action = ACTION_MERGE;
    const char *text = t->head.action < 0 ? "" : record->fields[t->head.action];
    size_t n = strlen(text);
    if (n == 0)
        return true;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        for (const char *p = actions[i]; p[1]; p += strcspn(p + 1, "|") + 1)
            if (strcspn(p + 1, "|") == n && strncasecmp(p + 1, text, n) == 0) {
                *action = (enum action)i;
                return true;
            }
    struct error reason;
    struct arena scratch = {0};
    error_set(&reason, ERROR_SDMX_ACTION, feed_excerpt(&scratch, text));
    arena_release(&scratch);
    refuse(t, record, t->head.action, &reason);
    return false;
}

/* The id of "id: label", in the buffer where it fits. */
static const char *id_of(const struct table *t, const char *text, char *buffer,
                         size_t size)
{
    const char *colon = t->head.both ? strstr(text, ": ") : NULL;
    if (!colon || (size_t)(colon - text) >= size)
        return text;
    memcpy(buffer, text, (size_t)(colon - text));
    buffer[colon - text] = '\0';
    return buffer;
}

/* Fields that are separated by semicolons have decimal commas (field guide 1.0, example
 * 2), but not in every file: the first value with either of them speaks for the file,
 * and one with the other is refused, since it may be a thousands separator. */
static void read_value(struct table *t, struct cell *cell, const char *text)
{
    text = id_of(t, text, t->value, sizeof t->value);
    cell_read_text(cell, text);
    if (cell->kind == CELL_VALUE && strchr(text, '.')) {
        if (t->decimal == DECIMAL_COMMA)
            cell->kind = CELL_TEXT;
        else
            t->decimal = DECIMAL_POINT;
    } else if (cell->kind == CELL_TEXT && t->decimal != DECIMAL_POINT &&
               cell_read_comma(cell, text)) {
        t->decimal = DECIMAL_COMMA;
    }
}

/* A place without a figure, and without a flag, that is confidential: CONF_STATUS of
 * Eurostat, where F is free. */
static const char *read_status(struct table *t, const struct csv_record *record,
                               const struct cell *cell)
{
    int status = t->head.status, confidentiality = t->head.confidentiality;
    const char *text =
        status < 0 ? "" : id_of(t, record->fields[status], t->status, sizeof t->status);
    if (*text || cell->kind != CELL_MISSING || confidentiality < 0)
        return text;
    const char *said = record->fields[confidentiality];
    return *said && *said != 'F' && *said != '~' ? "Q" : "";
}

/* The first dimension that the row leaves open, or NO_COLUMN. */
static int open_dimension(const struct table *t)
{
    for (size_t i = 0; i < t->n_dimensions; i++)
        if (!t->dimensions[i].attribute &&
            (!*t->at[i]->code || strcmp(t->at[i]->code, "~") == 0))
            return (int)i;
    return NO_COLUMN;
}

static bool says_attributes(const struct table *t, const struct csv_record *record)
{
    for (size_t i = 0; i < t->head.n; i++) {
        enum sdmx_csv_kind kind = t->head.columns[i].kind;
        if ((kind == SDMX_CSV_ATTRIBUTE || kind == SDMX_CSV_STATUS) &&
            *record->fields[i])
            return true;
    }
    return false;
}

/* Deletes what is marked, or the whole figure where nothing is (field guide 2.1,
 * "Further details for data actions"); with a dimension left open all figures of a
 * slice, which is refused. */
static void read_delete(const struct table *t, const struct csv_record *record,
                        struct cell *cell, struct error *doubt)
{
    bool marked = *record->fields[t->head.value];
    int open = open_dimension(t);
    cell_read_text(cell, "");
    cell->status = "";
    cell->withdrawn = open < 0 && (marked || !says_attributes(t, record));
    if (open < 0)
        return;
    struct arena scratch = {0};
    error_set(doubt, ERROR_SDMX_SLICE, feed_excerpt(&scratch, t->dimensions[open].id));
    arena_release(&scratch);
    cell->doubt = doubt;
    cell->column = (uint32_t)t->axes[open].column + 1;
    cell->raw = record->fields[t->axes[open].column];
}

static void read_figure(struct table *t, const struct csv_record *record,
                        enum action action, struct cell *cell)
{
    read_value(t, cell, record->fields[t->head.value]);
    cell->status = read_status(t, record, cell);
    if (cell->kind != CELL_MISSING)
        return;
    /* What has neither a figure nor a reason for its absence may be attributes of
     * several figures; in a replacement it takes the figure out. */
    bool silent = !*cell->status || strcmp(cell->status, "A") == 0;
    cell->slice = silent && !*cell->raw && open_dimension(t) >= 0;
    cell->withdrawn = silent && !cell->slice && action == ACTION_REPLACE &&
                      missing_mark_status(cell->raw) == '\0';
}

/* "No such data" is said by a row of separators, and spreadsheet programs leave such
 * rows at the end. */
static bool is_blank(const struct csv_record *record)
{
    for (size_t i = 0; i < record->n_fields; i++)
        if (*record->fields[i])
            return false;
    return true;
}

static bool read_row(struct table *t, const struct csv_record *record,
                     struct error *error)
{
    enum action action;
    if (is_blank(record))
        return true;
    if (record->n_fields != t->head.n) {
        refuse_ragged(t, record);
        return true;
    }
    t->n_read++;
    if (!read_action(t, record, &action))
        return true;
    for (size_t i = 0; i < t->n_dimensions; i++)
        if (!intern(t, &t->axes[i], record, &t->at[i], error))
            return false;
    struct cell cell = {
        .row = record->row,
        .column = (uint32_t)t->head.value + 1,
        .at = t->at,
    };
    struct error doubt;
    if (action == ACTION_DELETE)
        read_delete(t, record, &cell, &doubt);
    else
        read_figure(t, record, action, &cell);
    return t->sink->cell(t->sink->self, &cell, error);
}

static bool take(void *self, const struct csv_record *record, struct error *error)
{
    struct table *t = self;
    return t->has_head ? read_row(t, record, error) : read_head(t, record, error);
}

static bool read_table(struct table *t, struct error *error)
{
    const char *decimal = t->mapping->decimal;
    char delimiter;
    if (!sdmx_csv_delimiter(t->body, t->mapping->delimiter, &delimiter, error))
        return false;
    t->decimal = decimal && strcmp(decimal, ",") == 0 ? DECIMAL_COMMA
                 : delimiter == ';'                   ? DECIMAL_ANY
                                                      : DECIMAL_POINT;
    if (!csv_read(t->body, delimiter, take, t, error))
        return false;
    if (!t->has_head)
        return error_set(error, ERROR_BODY_EMPTY, t->body->name);
    if (t->n_read == 0 && t->n_ragged > 0) {
        char count[24];
        snprintf(count, sizeof count, "%zu", t->n_ragged);
        return error_set(error, ERROR_CSV_ALL_RAGGED, t->body->name, count);
    }
    return true;
}

/* The format is UTF-8, but what an office saved again need not be. */
static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    static const struct column_mapping nothing;
    struct table t = {
        .mapping = columns ? columns : &nothing, .arena = arena, .sink = sink};
    struct encoded encoded;
    if (!encoded_open(body, t.mapping->encoding, &encoded, error))
        return false;
    if (encoded.guessed)
        csv_warn_guessed(body, sink);
    t.body = &encoded.body;
    bool ok = read_table(&t, error);
    encoded_release(&encoded);
    return ok;
}

const struct decoder decoder_sdmx_csv = {
    .name = "sdmx-csv",
    .title = "SDMX-CSV",
    .sniff = sdmx_csv_sniff,
    .decode = decode,
};
