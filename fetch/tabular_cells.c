/* Rows as cells of a data set. See fetch/tabular_work.h. */
#include "fetch/tabular_work.h"

#include <stdio.h>
#include <string.h>

/* ---- dimensions ---- */

static enum dimension_role role_of(const struct tabular *t, int column)
{
    if (column == t->roles[KNOWN_PERIOD])
        return DIMENSION_TIME;
    if (column == t->roles[KNOWN_REGION])
        return DIMENSION_GEO;
    if (column == t->roles[KNOWN_INDICATOR])
        return DIMENSION_METRIC;
    return DIMENSION_PLAIN;
}

/* Values and what is said of them are no dimensions, nor are other columns' labels. */
static bool is_dimension(const struct tabular *t, int column)
{
    if (column == t->roles[KNOWN_VALUE] || column == t->roles[KNOWN_STATUS] ||
        column == t->roles[KNOWN_QUALIFIER] || column == t->labels[KNOWN_REGION] ||
        column == t->labels[KNOWN_INDICATOR])
        return false;
    if (t->wide < 0)
        return true;
    for (int role = 0; role < KNOWN_COUNT; role++)
        if (column == t->roles[role])
            return true;
    return false;
}

/* The dimension that the heads of a wide table are categories of. */
static void make_wide(struct tabular *t, struct dimension *dimension)
{
    static const enum dimension_role roles[KNOWN_COUNT] = {
        [KNOWN_INDICATOR] = DIMENSION_METRIC,
        [KNOWN_PERIOD] = DIMENSION_TIME,
        [KNOWN_REGION] = DIMENSION_GEO,
    };
    struct category *categories =
        arena_alloc(t->arena, t->n_columns * sizeof *categories);
    size_t n = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!t->spread[i])
            continue;
        categories[n] = (struct category){.code = t->heads[i],
                                          .label = t->heads[i],
                                          .unit = "",
                                          .decimals = -1,
                                          .ordinal = (uint32_t)n};
        t->spread[i] = &categories[n++];
    }
    *dimension = (struct dimension){
        .id = t->mapping->wide,
        .label = t->mapping->wide,
        .role = roles[t->wide],
        .categories = categories,
        .n_categories = n,
    };
}

/* A dimension of its own for units, where no column is one: those of percentages, and
 * those that stand in the heads and above them. */
static bool needs_unit(const struct tabular *t)
{
    bool any = *t->unit || t->setup.percent;
    for (size_t i = 0; i < t->n_columns; i++)
        any = any || *t->head_units[i];
    return t->roles[KNOWN_UNIT] == NO_COLUMN && any;
}

static void make_dimensions(struct tabular *t)
{
    size_t most = t->n_columns + 2, n = 0, n_fields = 0;
    const char **fields = arena_alloc(t->arena, most * sizeof *fields);
    struct dimension *dimensions = arena_alloc(t->arena, most * sizeof *dimensions);
    t->axes = arena_alloc(t->arena, most * sizeof *t->axes);
    t->at = arena_alloc(t->arena, most * sizeof *t->at);
    t->unit_axis = t->wide_axis = -1;
    for (int i = 0; i < (int)t->n_columns; i++) {
        if (!is_dimension(t, i)) {
            if (t->wide < 0 || !t->spread[i])
                fields[n_fields++] = t->heads[i];
            continue;
        }
        dimensions[n] = (struct dimension){
            .id = t->heads[i],
            .label = t->heads[i],
            .role = role_of(t, i),
            .column = (uint32_t)i + 1,
        };
        t->axes[n] = (struct tabular_axis){.column = i, .label_column = i};
        if (i == t->roles[KNOWN_REGION] && t->labels[KNOWN_REGION] != NO_COLUMN)
            t->axes[n].label_column = t->labels[KNOWN_REGION];
        if (i == t->roles[KNOWN_INDICATOR] && t->labels[KNOWN_INDICATOR] != NO_COLUMN)
            t->axes[n].label_column = t->labels[KNOWN_INDICATOR];
        if (i == t->roles[KNOWN_UNIT])
            t->unit_axis = (int)n;
        n++;
    }
    if (t->wide >= 0) {
        make_wide(t, &dimensions[n]);
        t->axes[n].column = t->axes[n].label_column = NO_COLUMN;
        t->wide_axis = (int)n++;
    }
    if (needs_unit(t)) {
        dimensions[n] =
            (struct dimension){.id = "unit", .label = "unit", .attribute = true};
        t->axes[n].column = t->axes[n].label_column = NO_COLUMN;
        t->unit_axis = (int)n++;
    }
    for (size_t i = 0; i < n; i++)
        axis_init(&t->axes[i].found, t->arena);
    t->dataset = arena_alloc(t->arena, sizeof *t->dataset);
    *t->dataset = (struct dataset){
        .id = "",
        .label = t->setup.label,
        .source = "",
        .updated = "",
        .dimensions = dimensions,
        .n_dimensions = n,
        .fields = fields,
        .n_fields = n_fields,
    };
}

/* SDMX-CSV 2: what is to be done with each row. D deletes, so its row holds no figure,
 * whatever stands there (SDMX-CSV field guide 2.0, ACTION). The format has a decoder of
 * its own; this is for a source whose format says csv. */
static void find_action(struct tabular *t)
{
    t->action = NO_COLUMN;
    for (size_t i = 1; i < t->n_columns; i++)
        if (strncmp(t->heads[0], "STRUCTURE", 9) == 0 &&
            strcmp(t->heads[i], "ACTION") == 0)
            t->action = (int)i;
}

bool tabular_begin_cells(struct tabular *t, struct error *error)
{
    if (!tabular_find_roles(t, error))
        return false;
    find_action(t);
    make_dimensions(t);
    return t->sink->dataset(t->sink->self, t->dataset, error);
}

/* ---- categories ---- */

/* The one category of the axis with that code. */
static bool intern(struct tabular *t, struct tabular_axis *axis, const char *code,
                   const char *label, const struct category **category,
                   struct error *error)
{
    size_t n = strlen(code);
    *category = axis_find(&axis->found, code, n);
    if (*category)
        return true;
    if (++t->n_categories > TABULAR_CATEGORIES)
        return error_set(error, ERROR_CSV_CATEGORIES, t->body->name, "1000000");
    *category = axis_add(&axis->found, code, n, label != code ? label : "");
    return true;
}

/* What the row says of all its values but for their units. */
static bool read_keys(struct tabular *t, const struct tabular_record *record,
                      struct error *error)
{
    for (size_t i = 0; i < t->dataset->n_dimensions; i++) {
        struct tabular_axis *axis = &t->axes[i];
        if (axis->column == NO_COLUMN || (int)i == t->unit_axis)
            continue;
        const char *code = tabular_key(record, axis->column);
        const char *label = axis->label_column == axis->column
                                ? code
                                : tabular_key(record, axis->label_column);
        if (!intern(t, axis, code, label, &t->at[i], error))
            return false;
    }
    return true;
}

/* ---- values ---- */

/* Reads a value with a decimal comma, where aiplus.conf says that it has one. */
static void read_with_comma(struct cell *cell, const char *text)
{
    cell_read_text(cell, text);
    if (strchr(text, '.') && cell->kind == CELL_VALUE)
        cell->kind = CELL_TEXT;
    cell_read_comma(cell, text);
}

static void read_qualifier(const struct tabular *t, const struct tabular_record *record,
                           struct cell *cell)
{
    int column = t->roles[KNOWN_QUALIFIER];
    if (column == NO_COLUMN || cell->qualifier != QUALIFIER_EXACT)
        return;
    const char *sign = record->fields[column];
    cell->qualifier = (uint8_t)qualifier_parse(&sign);
    /* A word that is no sign might turn the figure into a bound. */
    if (*sign) {
        cell->kind = CELL_TEXT;
        cell->raw = record->fields[column];
    }
}

static bool is_percent(const char *unit)
{
    static const char *const words[] = {
        "%", "％", "百分比", "百分点", "个百分点", "percent", "per cent", "PC", "PT"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(unit, words[i]) == 0)
            return true;
    return false;
}

/* The value's unit: what its row says, else that it is shown as a percentage, else what
 * its head says, else what stands above the heads. False if what is shown and what is
 * said contradict; the value is then refused. */
static bool read_unit(struct tabular *t, const struct tabular_record *record,
                      int column, const char **unit)
{
    int said = t->roles[KNOWN_UNIT];
    enum tabular_shown shown = record->shown ? record->shown[column] : TABULAR_TEXT;
    const char *value = record->fields[column];
    struct error reason;
    *unit = said == NO_COLUMN ? "" : tabular_key(record, said);
    if (shown == TABULAR_PERCENT && !**unit)
        *unit = "%";
    if (!**unit)
        *unit = *t->head_units[column] ? t->head_units[column] : t->unit;
    if (shown == TABULAR_SCALED)
        error_set(&reason, ERROR_TABLE_SCALED, value);
    else if (shown == TABULAR_PERCENT && !is_percent(*unit))
        error_set(&reason, ERROR_TABLE_PERCENT, value, *unit);
    else
        return true;
    tabular_refuse(t, record->row, column + 1, value, &reason);
    return false;
}

/* The number before a % sign, in `number`; false if there is none or it has no room. */
static bool before_percent(const char *text, char *number, size_t size)
{
    static const char *const signs[] = {"%", "％"};
    size_t n = strlen(text);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t sign = strlen(signs[i]);
        if (n <= sign || n - sign >= size || strcmp(text + n - sign, signs[i]) != 0)
            continue;
        memcpy(number, text, n - sign);
        number[n - sign] = '\0';
        return true;
    }
    return false;
}

static bool read_cell(struct tabular *t, const struct tabular_record *record,
                      int column, struct error *error)
{
    const char *text = record->fields[column], *unit = "";
    char number[64];
    int status = t->roles[KNOWN_STATUS];
    struct cell cell = {
        .row = record->row,
        .column = (uint32_t)column + 1,
        .at = t->at,
        .status = status == NO_COLUMN ? "" : record->fields[status],
    };
    if ((record->shown || t->unit_axis >= 0) && !read_unit(t, record, column, &unit))
        return true;
    if (t->unit_axis >= 0 &&
        !intern(t, &t->axes[t->unit_axis], unit, unit, &t->at[t->unit_axis], error))
        return false;
    bool plain = !record->shown || record->shown[column] == TABULAR_TEXT;
    if (plain && is_percent(unit) && before_percent(text, number, sizeof number))
        text = number;
    if (plain && t->mapping->decimal && strcmp(t->mapping->decimal, ",") == 0)
        read_with_comma(&cell, text);
    else
        cell_read_text(&cell, text);
    if (t->action != NO_COLUMN && strcmp(record->fields[t->action], "D") == 0)
        cell_read_text(&cell, "");
    read_qualifier(t, record, &cell);
    return t->sink->cell(t->sink->self, &cell, error);
}

/* A text under no head: the line of the heads was only half of them. */
static bool check_headless(const struct tabular *t, const struct tabular_record *record,
                           struct error *error)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!t->headless[i] || !*record->fields[i])
            continue;
        char row[16], column[24];
        snprintf(row, sizeof row, "%u", record->row);
        snprintf(column, sizeof column, "%zu", i + 1);
        return error_set(error, ERROR_TABLE_WIDE_HEAD, t->body->name, row, column);
    }
    return true;
}

bool tabular_read_cells(struct tabular *t, const struct tabular_record *record,
                        struct error *error)
{
    if (!read_keys(t, record, error))
        return false;
    if (t->wide < 0)
        return read_cell(t, record, t->roles[KNOWN_VALUE], error);
    if (!check_headless(t, record, error))
        return false;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!t->spread[i])
            continue;
        t->at[t->wide_axis] = t->spread[i];
        if (!read_cell(t, record, (int)i, error))
            return false;
    }
    return true;
}
