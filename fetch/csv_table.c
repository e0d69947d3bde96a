/* A CSV table as a data set: which column is what, and a cell for every row. See
 * fetch/csv.h.
 *
 * One column has the values, others may have their statuses and qualifiers; every other
 * column is a dimension. Where a role has two columns, such as 地区代码 and 地区, the
 * surer name is the dimension and the other one has its labels. */
#include "fetch/csv.h"

#include "fetch/hash.h"

#include <stdio.h>
#include <string.h>

enum { NO_COLUMN = -1 };

/* A dimension while its categories are collected. */
struct axis {
    int column, label_column;
    struct category **categories;
    size_t n;
    struct hash index; /* by code */
    const struct category *last;
};

struct table {
    const struct body *body;
    const struct column_mapping *mapping;
    struct arena *arena;
    const struct feed_sink *sink;
    const char **heads; /* NULL until the head line has come */
    size_t n_columns;
    int roles[KNOWN_COUNT];  /* the column of each, or NO_COLUMN */
    int labels[KNOWN_COUNT]; /* the column of its labels, or NO_COLUMN */
    struct axis *axes;
    const struct category **at;
    struct dataset *dataset;
    size_t n_categories;
    size_t n_read, n_ragged;
    int action; /* the column of an SDMX-CSV table's ACTION, or NO_COLUMN */
};

/* The heads in one line, for a message. */
static const char *list_heads(const struct table *t)
{
    const char *list = "";
    for (size_t i = 0; i < t->n_columns && strlen(list) < 400; i++)
        list = arena_printf(t->arena, "%s%s%s", list, i ? ", " : "",
                            feed_excerpt(t->arena, t->heads[i]));
    return list;
}

/* "#N" is the N-th column. */
static bool find_column(const struct table *t, const char *name, int *column,
                        struct error *error)
{
    int found = NO_COLUMN;
    for (size_t i = 0; i < t->n_columns; i++) {
        char number[24];
        snprintf(number, sizeof number, "#%zu", i + 1);
        if (strcmp(name, number) == 0) {
            *column = (int)i;
            return true;
        }
        if (strcmp(name, t->heads[i]) != 0)
            continue;
        if (found != NO_COLUMN)
            return error_set(error, ERROR_CSV_TWICE, t->body->name, name);
        found = (int)i;
    }
    if (found == NO_COLUMN)
        return error_set(error, ERROR_CSV_COLUMN, t->body->name, name, list_heads(t));
    *column = found;
    return true;
}

static bool is_taken(const struct table *t, int column)
{
    for (int role = 0; role < KNOWN_COUNT; role++)
        if (t->roles[role] == column || t->labels[role] == column)
            return true;
    return false;
}

static bool find_mapped(struct table *t, struct error *error)
{
    const struct column_mapping *m = t->mapping;
    const char *const names[KNOWN_COUNT] = {
        [KNOWN_PERIOD] = m->period,       [KNOWN_REGION] = m->region,
        [KNOWN_INDICATOR] = m->indicator, [KNOWN_VALUE] = m->value,
        [KNOWN_STATUS] = m->status,       [KNOWN_UNIT] = m->unit,
        [KNOWN_QUALIFIER] = m->qualifier,
    };
    for (int role = 0; role < KNOWN_COUNT; role++)
        if (names[role] && *names[role] &&
            !find_column(t, names[role], &t->roles[role], error))
            return false;
    return true;
}

/* The column with the surest well-known name for the role that nobody has taken. */
static int guess_column(const struct table *t, enum known_name role)
{
    int best = NO_COLUMN, best_rank = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        enum known_name known;
        int rank;
        if (!is_taken(t, (int)i) && name_known(t->heads[i], &known, &rank) &&
            known == role && (best == NO_COLUMN || rank < best_rank)) {
            best = (int)i;
            best_rank = rank;
        }
    }
    return best;
}

static bool find_roles(struct table *t, struct error *error)
{
    for (int role = 0; role < KNOWN_COUNT; role++)
        t->roles[role] = t->labels[role] = NO_COLUMN;
    if (!find_mapped(t, error))
        return false;
    for (int role = 0; role < KNOWN_COUNT; role++)
        if (t->roles[role] == NO_COLUMN)
            t->roles[role] = guess_column(t, (enum known_name)role);
    t->labels[KNOWN_REGION] = guess_column(t, KNOWN_REGION);
    t->labels[KNOWN_INDICATOR] = guess_column(t, KNOWN_INDICATOR);
    if (t->roles[KNOWN_VALUE] == NO_COLUMN)
        return error_set(error, ERROR_CSV_NO_VALUE, t->body->name, list_heads(t));
    return true;
}

static enum dimension_role role_of(const struct table *t, int column)
{
    if (column == t->roles[KNOWN_PERIOD])
        return DIMENSION_TIME;
    if (column == t->roles[KNOWN_REGION])
        return DIMENSION_GEO;
    if (column == t->roles[KNOWN_INDICATOR])
        return DIMENSION_METRIC;
    return DIMENSION_PLAIN;
}

static void make_dimensions(struct table *t)
{
    struct dimension *dimensions =
        arena_alloc(t->arena, t->n_columns * sizeof *dimensions);
    t->axes = arena_alloc(t->arena, t->n_columns * sizeof *t->axes);
    t->at = arena_alloc(t->arena, t->n_columns * sizeof *t->at);
    const char **fields = arena_alloc(t->arena, t->n_columns * sizeof *fields);
    size_t n = 0, n_fields = 0;
    for (int i = 0; i < (int)t->n_columns; i++) {
        if (i == t->roles[KNOWN_VALUE] || i == t->roles[KNOWN_STATUS] ||
            i == t->roles[KNOWN_QUALIFIER] || i == t->labels[KNOWN_REGION] ||
            i == t->labels[KNOWN_INDICATOR]) {
            fields[n_fields++] = t->heads[i];
            continue;
        }
        dimensions[n] = (struct dimension){
            .id = t->heads[i],
            .label = t->heads[i],
            .role = role_of(t, i),
            .column = (uint32_t)i + 1,
        };
        t->axes[n] = (struct axis){.column = i, .label_column = i};
        if (i == t->roles[KNOWN_REGION] && t->labels[KNOWN_REGION] != NO_COLUMN)
            t->axes[n].label_column = t->labels[KNOWN_REGION];
        if (i == t->roles[KNOWN_INDICATOR] && t->labels[KNOWN_INDICATOR] != NO_COLUMN)
            t->axes[n].label_column = t->labels[KNOWN_INDICATOR];
        hash_init(&t->axes[n].index, t->arena);
        n++;
    }
    t->dataset = arena_alloc(t->arena, sizeof *t->dataset);
    *t->dataset = (struct dataset){
        .id = "",
        .label = "",
        .source = "",
        .updated = "",
        .dimensions = dimensions,
        .n_dimensions = n,
        .fields = fields,
        .n_fields = n_fields,
    };
}

/* SDMX-CSV 2: what is to be done with each row. D deletes, so its row holds no figure,
 * whatever stands there (SDMX-CSV field guide 2.0, ACTION). */
static void find_action(struct table *t)
{
    t->action = NO_COLUMN;
    for (size_t i = 1; i < t->n_columns; i++)
        if (strncmp(t->heads[0], "STRUCTURE", 9) == 0 &&
            strcmp(t->heads[i], "ACTION") == 0)
            t->action = (int)i;
}

static bool read_head(struct table *t, const struct csv_record *record,
                      struct error *error)
{
    t->n_columns = record->n_fields;
    t->heads = arena_alloc(t->arena, t->n_columns * sizeof *t->heads);
    for (size_t i = 0; i < t->n_columns; i++)
        t->heads[i] = *record->fields[i] ? arena_strdup(t->arena, record->fields[i])
                                         : arena_printf(t->arena, "#%zu", i + 1);
    if (!find_roles(t, error))
        return false;
    find_action(t);
    make_dimensions(t);
    return t->sink->dataset(t->sink->self, t->dataset, error);
}

static bool same_code(const void *items, uint32_t item, const void *key)
{
    struct category *const *categories = items;
    return strcmp(categories[item]->code, key) == 0;
}

/* The one category of the axis with that code. */
static bool intern(struct table *t, struct axis *axis, const struct csv_record *record,
                   const struct category **category, struct error *error)
{
    const char *code = record->fields[axis->column];
    const char *label = record->fields[axis->label_column];
    uint32_t item;
    /* Tables are mostly in some order: most rows repeat most of the row before. */
    *category = axis->last;
    if (axis->last && strcmp(axis->last->code, code) == 0)
        return true;
    uint64_t hash = hash_of(&axis->index, code, strlen(code));
    if (hash_find(&axis->index, hash, same_code, axis->categories, code, &item)) {
        *category = axis->last = axis->categories[item];
        return true;
    }
    if (++t->n_categories > CSV_CATEGORIES)
        return error_set(error, ERROR_CSV_CATEGORIES, t->body->name, "1000000");
    struct category *made = arena_alloc(t->arena, sizeof *made);
    made->code = arena_strdup(t->arena, code);
    made->label = axis->label_column == axis->column || !*label
                      ? made->code
                      : arena_strdup(t->arena, label);
    made->unit = "";
    made->decimals = -1;
    made->ordinal = (uint32_t)axis->n;
    axis->categories =
        arena_more(t->arena, axis->categories, axis->n, sizeof *axis->categories);
    axis->categories[axis->n] = made;
    hash_add(&axis->index, hash, (uint32_t)axis->n++);
    *category = axis->last = made;
    return true;
}

/* A row with more or fewer fields than the head has: nobody can know which of its
 * fields is which. */
static void refuse_ragged(struct table *t, const struct csv_record *record)
{
    struct refusal refusal = {.row = record->row};
    char has[24], needs[24];
    snprintf(has, sizeof has, "%zu", record->n_fields);
    snprintf(needs, sizeof needs, "%zu", t->n_columns);
    struct arena scratch = {0};
    refusal.raw = feed_excerpt(&scratch, record->n_fields ? record->fields[0] : "");
    error_set(&refusal.reason, ERROR_CSV_RAGGED, has, needs);
    t->sink->refused(t->sink->self, &refusal);
    arena_release(&scratch);
    t->n_ragged++;
}

/* Reads a value with a decimal comma, where aiplus.conf says that it has one: "12,4".
 * One with points as well is refused, since they may be anything. */
static void read_with_comma(struct cell *cell, const char *text)
{
    char value[64];
    const char *comma = strchr(text, ',');
    cell_read_text(cell, text);
    if (strchr(text, '.') && cell->kind == CELL_VALUE)
        cell->kind = CELL_TEXT;
    if (!comma || strlen(text) >= sizeof value)
        return;
    strcpy(value, text);
    value[comma - text] = '.';
    struct cell read = *cell;
    cell_read_text(&read, value);
    if (read.kind != CELL_VALUE)
        return;
    read.raw = text;
    *cell = read;
}

static bool read_row(struct table *t, const struct csv_record *record,
                     struct error *error)
{
    if (record->n_fields != t->n_columns) {
        refuse_ragged(t, record);
        return true;
    }
    for (size_t i = 0; i < t->dataset->n_dimensions; i++)
        if (!intern(t, &t->axes[i], record, &t->at[i], error))
            return false;
    int value = t->roles[KNOWN_VALUE], status = t->roles[KNOWN_STATUS];
    int qualifier = t->roles[KNOWN_QUALIFIER];
    struct cell cell = {
        .row = record->row,
        .column = (uint32_t)value + 1,
        .at = t->at,
        .status = status == NO_COLUMN ? "" : record->fields[status],
    };
    if (t->mapping->decimal && strcmp(t->mapping->decimal, ",") == 0)
        read_with_comma(&cell, record->fields[value]);
    else
        cell_read_text(&cell, record->fields[value]);
    if (t->action != NO_COLUMN && strcmp(record->fields[t->action], "D") == 0)
        cell_read_text(&cell, "");
    if (qualifier != NO_COLUMN && cell.qualifier == QUALIFIER_EXACT) {
        const char *sign = record->fields[qualifier];
        cell.qualifier = (uint8_t)qualifier_parse(&sign);
        /* A word that is no sign might turn the figure into a bound. */
        if (*sign) {
            cell.kind = CELL_TEXT;
            cell.raw = record->fields[qualifier];
        }
    }
    t->n_read++;
    return t->sink->cell(t->sink->self, &cell, error);
}

static bool take(void *self, const struct csv_record *record, struct error *error)
{
    struct table *t = self;
    return t->heads ? read_row(t, record, error) : read_head(t, record, error);
}

/* The configuration's delimiter, or the head line's. */
static bool choose_delimiter(const struct body *body, const char *said, char *delimiter,
                             struct error *error)
{
    if (said && (strcmp(said, "tab") == 0 || strcmp(said, "\\t") == 0))
        said = "\t";
    if (!said || !*said) {
        *delimiter = csv_delimiter(body);
        /* One column alone: any delimiter that is not in it will do. */
        if (!*delimiter)
            *delimiter = ',';
        return true;
    }
    if (said[1] || (unsigned char)said[0] >= 0x80 || strchr("\"\r\n", said[0]))
        return error_set(error, ERROR_CSV_DELIMITER, said);
    *delimiter = said[0];
    return true;
}

static bool decode(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error)
{
    static const struct column_mapping nothing;
    struct table t = {
        .body = body,
        .mapping = columns ? columns : &nothing,
        .arena = arena,
        .sink = sink,
    };
    char delimiter = '\0';
    if (!choose_delimiter(body, t.mapping->delimiter, &delimiter, error) ||
        !csv_read(body, delimiter, take, &t, error))
        return false;
    if (!t.heads)
        return error_set(error, ERROR_BODY_EMPTY, body->name);
    if (t.n_read == 0 && t.n_ragged > 0) {
        char count[24];
        snprintf(count, sizeof count, "%zu", t.n_ragged);
        return error_set(error, ERROR_CSV_ALL_RAGGED, body->name, count);
    }
    return true;
}

static int sniff(const struct body *body)
{
    const char *p = body->bytes + strspn(body->bytes, "\xEF\xBB\xBF \t\r\n");
    if (*p == '{' || *p == '[' || !csv_delimiter(body))
        return 0;
    return strstr(body->type, "csv") ? 80 : 50;
}

const struct decoder decoder_csv = {
    .name = "csv",
    .title = "CSV",
    .sniff = sniff,
    .decode = decode,
};
