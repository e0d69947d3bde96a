/* Values and statuses of a JSON-stat data set. See fetch/jsonstat.h.
 *
 * The position of a cell is row-major: the last dimension changes fastest. Its row is
 * the position + 1. */
#include "fetch/jsonstat.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One entry of a sparse object. */
struct entry {
    uint64_t position;
    const struct json *value;
};

/* Values or statuses in any of their shapes, read from the first cell to the last. */
struct column {
    const struct json *all;      /* the same for every cell, or NULL */
    const struct json *list;     /* one for each cell, or NULL */
    const struct entry *entries; /* by position */
    size_t n_entries, next;
};

static const char *number_text(struct arena *arena, uint64_t n)
{
    return arena_printf(arena, "%" PRIu64, n);
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return x->position < y->position ? -1 : x->position > y->position;
}

/* The members of an object whose names are positions. The first name that is none of
 * the data set's, if there is any, in *odd. */
static void read_sparse(const struct json *object, uint64_t cells, struct arena *arena,
                        struct column *column, const char **odd)
{
    struct entry *entries = arena_alloc(arena, object->n * sizeof *entries);
    size_t n = 0;
    for (size_t i = 0; i < object->n; i++) {
        uint64_t position;
        if (jsonstat_position(object->items[i].key, &position) && position < cells)
            entries[n++] = (struct entry){position, &object->items[i]};
        else if (!*odd)
            *odd = object->items[i].key;
    }
    if (n > 0)
        qsort(entries, n, sizeof *entries, compare_entries);
    column->entries = entries;
    column->n_entries = n;
}

/* What stands at the position; NULL if nothing. Positions are asked in their order. */
static const struct json *take(struct column *column, uint64_t position)
{
    if (column->all)
        return column->all;
    if (column->list)
        return &column->list[position];
    if (column->next < column->n_entries &&
        column->entries[column->next].position == position)
        return column->entries[column->next++].value;
    return NULL;
}

static void warn(struct jsonstat *reading, enum error_code code, const char *what)
{
    struct error warning;
    error_set(&warning, code, reading->name, what);
    jsonstat_warn(reading, &warning);
}

static bool open_values(struct jsonstat *reading, const struct json *value,
                        uint64_t cells, struct column *column, struct error *error)
{
    struct arena *arena = reading->arena;
    const char *odd = NULL;
    if (!value || (value->type != JSON_ARRAY && value->type != JSON_OBJECT))
        return error_set(error, ERROR_JSONSTAT_VALUE, reading->name);
    if (value->type == JSON_OBJECT) {
        read_sparse(value, cells, arena, column, &odd);
        return !odd || error_set(error, ERROR_JSONSTAT_SPARSE, reading->name,
                                 feed_excerpt(arena, odd), number_text(arena, cells));
    }
    /* A description of a data set that is to be had elsewhere. */
    if (value->n == 0 && cells > 0) {
        warn(reading, ERROR_JSONSTAT_METADATA, number_text(arena, cells));
        return true;
    }
    if (value->n != cells)
        return error_set(error, ERROR_JSONSTAT_LENGTH, reading->name,
                         number_text(arena, value->n), number_text(arena, cells));
    column->list = value->items;
    return true;
}

static bool open_statuses(struct jsonstat *reading, const struct json *status,
                          uint64_t cells, struct column *column, struct error *error)
{
    const char *odd = NULL;
    /* Old Eurostat answers wrap the statuses and add a legend. */
    const struct json *wrapped = json_get(status, "value");
    if (wrapped)
        status = wrapped;
    if (!status)
        return true;
    if (status->type == JSON_TEXT) {
        column->all = status;
    } else if (status->type == JSON_OBJECT) {
        read_sparse(status, cells, reading->arena, column, &odd);
        uint64_t position;
        /* Others put prose here, under names that are no positions. */
        if (odd && jsonstat_position(odd, &position))
            warn(reading, ERROR_JSONSTAT_STATUS_KEY, feed_excerpt(reading->arena, odd));
    } else if (status->type == JSON_ARRAY && status->n == 1) {
        column->all = status->items;
    } else if (status->type == JSON_ARRAY && status->n > 0) {
        if (status->n != cells)
            return error_set(error, ERROR_JSONSTAT_STATUS_LENGTH, reading->name,
                             number_text(reading->arena, status->n),
                             number_text(reading->arena, cells));
        column->list = status->items;
    }
    return true;
}

static void read_cell(struct cell *cell, const struct json *value)
{
    cell->raw = "";
    cell->qualifier = QUALIFIER_EXACT;
    cell->kind = CELL_TEXT;
    switch (value ? value->type : JSON_NULL) {
    case JSON_NULL:
        cell->kind = CELL_MISSING;
        break;
    case JSON_NUMBER:
        cell->kind = CELL_VALUE;
        cell->value = value->number;
        break;
    case JSON_TEXT:
        cell_read_text(cell, value->text);
        break;
    case JSON_TRUE:
        cell->raw = "true";
        break;
    case JSON_FALSE:
        cell->raw = "false";
        break;
    case JSON_ARRAY:
        cell->raw = "[]";
        break;
    case JSON_OBJECT:
        cell->raw = "{}";
        break;
    }
}

/* Moves to the next cell, as an odometer. */
static void step(const struct dataset *dataset, size_t *place,
                 const struct category **at)
{
    for (size_t i = dataset->n_dimensions; i-- > 0;) {
        const struct dimension *dimension = &dataset->dimensions[i];
        place[i] = place[i] + 1 < dimension->n_categories ? place[i] + 1 : 0;
        at[i] = &dimension->categories[place[i]];
        if (place[i] > 0)
            return;
    }
}

bool jsonstat_values(struct jsonstat *reading, const struct json *set,
                     const struct dataset *dataset, uint64_t cells, struct error *error)
{
    struct column values = {0}, statuses = {0};
    if (!open_values(reading, json_get(set, "value"), cells, &values, error) ||
        !open_statuses(reading, json_get(set, "status"), cells, &statuses, error))
        return false;
    size_t n = dataset->n_dimensions;
    size_t *place = arena_alloc(reading->arena, n * sizeof *place);
    const struct category **at = arena_alloc(reading->arena, n * sizeof *at);
    for (size_t i = 0; i < n; i++)
        at[i] = dataset->dimensions[i].categories;
    for (uint64_t position = 0; position < cells; position++) {
        const struct json *status = take(&statuses, position);
        struct cell cell = {
            .row = (uint32_t)position + 1,
            .at = at,
            .status = status && status->type == JSON_TEXT ? status->text : "",
        };
        read_cell(&cell, take(&values, position));
        if (!reading->sink->cell(reading->sink->self, &cell, error))
            return false;
        step(dataset, place, at);
    }
    return true;
}
