/* Values and statuses of a JSON-stat data set. See fetch/jsonstat.h.
 *
 * The position of a cell is row-major: the last dimension changes fastest. Its row is
 * the position + 1. Values are read in slices from the first cell to the last; an
 * object whose members come in another order is first looked through, and where each of
 * them stands is noted under its position. */
#include "fetch/jsonstat.h"

#include "core/bulk.h"
#include "fetch/json_cell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum shape {
    SHAPE_NONE,     /* nothing for any cell */
    SHAPE_ALL,      /* the same for every cell */
    SHAPE_LIST,     /* one for each cell, in their order */
    SHAPE_SPARSE,   /* members of an object, their names positions, in their order */
    SHAPE_SCATTERED /* the same in any order */
};

/* Values or statuses, read from the first cell to the last. */
struct column {
    const struct json_body *json;
    enum shape shape;
    uint64_t cells;
    /* ALL, and the value in hand of SCATTERED */
    const struct json *one;
    struct arena arena;
    /* LIST, SPARSE */
    struct json_walk walk;
    const struct json *items;
    size_t n, next;
    bool ready; /* SPARSE: items[next] stands at `position` */
    uint64_t position;
    /* SCATTERED: for each position the offset of its value in the body, or 0 */
    struct bulk places;
};

static const char *number_text(struct arena *arena, uint64_t n)
{
    return arena_printf(arena, "%" PRIu64, n);
}

static void warn(struct jsonstat *reading, enum error_code code, const char *what)
{
    struct error warning;
    error_set(&warning, code, reading->name, what);
    jsonstat_warn(reading, &warning);
}

/* ---- opening ---- */

/* The position that the member's name says; false if it is none of the data set's. */
static bool position_of(const struct json_part *member, uint64_t cells,
                        uint64_t *position)
{
    char text[24], *key = text;
    struct arena arena = {0};
    if (memchr(member->key, '\\', member->key_size)) {
        key = arena_strdup(&arena, json_key(member, &arena));
    } else if (member->key_size < sizeof text) {
        memcpy(text, member->key, member->key_size);
        text[member->key_size] = '\0';
    } else {
        return false;
    }
    bool ok = jsonstat_position(key, position) && *position < cells;
    arena_release(&arena);
    return ok;
}

/* Do the positions come in their order? The first name that is none of the data set's,
 * if there is any, in *odd. */
static bool look_through(const struct column *column, const struct json_part *object,
                         struct arena *arena, const char **odd)
{
    struct json_walk walk;
    struct json_part member;
    bool ordered = true;
    uint64_t next = 0, position;
    json_walk_open(&walk, column->json, object);
    while (json_walk_next(&walk, &member)) {
        if (position_of(&member, column->cells, &position)) {
            ordered = ordered && position >= next;
            next = position + 1;
        } else if (!*odd) {
            *odd = json_key(&member, arena);
        }
    }
    json_walk_close(&walk);
    return ordered;
}

static bool scatter(struct column *column, const struct json_part *object,
                    struct error *error)
{
    const struct body *body = column->json->body;
    bulk_init(&column->places, body->directory, SIZE_MAX);
    uint64_t *places =
        bulk_more(&column->places, column->cells * sizeof *places, error);
    if (!places)
        return false;
    struct json_walk walk;
    struct json_part member;
    uint64_t position;
    json_walk_open(&walk, column->json, object);
    while (json_walk_next(&walk, &member))
        if (position_of(&member, column->cells, &position))
            places[position] = (uint64_t)(member.at - body->bytes);
    json_walk_close(&walk);
    return true;
}

static bool open_sparse(struct column *column, const struct json_part *object,
                        bool ordered, struct error *error)
{
    if (!ordered) {
        column->shape = SHAPE_SCATTERED;
        return scatter(column, object, error);
    }
    column->shape = SHAPE_SPARSE;
    json_walk_open(&column->walk, column->json, object);
    return true;
}

static void open_list(struct column *column, const struct json_part *list)
{
    column->shape = SHAPE_LIST;
    json_walk_open(&column->walk, column->json, list);
}

static bool open_values(struct jsonstat *reading, const struct json_part *set,
                        struct column *column, struct error *error)
{
    struct arena *arena = reading->arena;
    struct json_part value;
    if (!json_find(reading->json, set, "value", &value) ||
        (value.type != JSON_ARRAY && value.type != JSON_OBJECT))
        return error_set(error, ERROR_JSONSTAT_VALUE, reading->name);
    if (value.type == JSON_OBJECT) {
        const char *odd = NULL;
        bool ordered = look_through(column, &value, arena, &odd);
        if (odd)
            return error_set(error, ERROR_JSONSTAT_SPARSE, reading->name,
                             feed_excerpt(arena, odd),
                             number_text(arena, column->cells));
        return open_sparse(column, &value, ordered, error);
    }
    size_t n = json_count(reading->json, &value);
    /* A description of a data set that is to be had elsewhere. */
    if (n == 0 && column->cells > 0) {
        warn(reading, ERROR_JSONSTAT_METADATA, number_text(arena, column->cells));
        return true;
    }
    if (n != column->cells)
        return error_set(error, ERROR_JSONSTAT_LENGTH, reading->name,
                         number_text(arena, n), number_text(arena, column->cells));
    open_list(column, &value);
    return true;
}

static bool open_one(struct jsonstat *reading, struct column *column,
                     const struct json_part *part, struct error *error)
{
    column->shape = SHAPE_ALL;
    return json_take(reading->json, part, JSON_TREE_BYTES, &column->arena, &column->one,
                     error);
}

static bool open_status_list(struct jsonstat *reading, const struct json_part *status,
                             struct column *column, struct error *error)
{
    size_t n = json_count(reading->json, status);
    if (n == 1) {
        struct json_walk walk;
        struct json_part only;
        json_walk_open(&walk, reading->json, status);
        json_walk_next(&walk, &only);
        json_walk_close(&walk);
        return open_one(reading, column, &only, error);
    }
    if (n > 0 && n != column->cells)
        return error_set(error, ERROR_JSONSTAT_STATUS_LENGTH, reading->name,
                         number_text(reading->arena, n),
                         number_text(reading->arena, column->cells));
    if (n > 0)
        open_list(column, status);
    return true;
}

static bool open_statuses(struct jsonstat *reading, const struct json_part *set,
                          struct column *column, struct error *error)
{
    struct json_part status, wrapped;
    if (!json_find(reading->json, set, "status", &status))
        return true;
    /* Old Eurostat answers wrap the statuses and add a legend. */
    if (json_find(reading->json, &status, "value", &wrapped))
        status = wrapped;
    if (status.type == JSON_TEXT)
        return open_one(reading, column, &status, error);
    if (status.type == JSON_ARRAY)
        return open_status_list(reading, &status, column, error);
    if (status.type != JSON_OBJECT)
        return true;
    const char *odd = NULL;
    bool ordered = look_through(column, &status, reading->arena, &odd);
    uint64_t position;
    /* Others put prose here, under names that are no positions. */
    if (odd && jsonstat_position(odd, &position))
        warn(reading, ERROR_JSONSTAT_STATUS_KEY, feed_excerpt(reading->arena, odd));
    return open_sparse(column, &status, ordered, error);
}

static void close_column(struct column *column)
{
    json_walk_close(&column->walk);
    bulk_release(&column->places);
    arena_release(&column->arena);
}

/* ---- taking ---- */

/* The next slice, where the one in hand is used up. */
static bool refill(struct column *column, struct error *error)
{
    if (column->next < column->n)
        return true;
    column->next = 0;
    return json_walk_slice(&column->walk, &column->items, &column->n, error);
}

/* Finds the next member whose name is a position; the others are passed over. */
static bool find_next(struct column *column, struct error *error)
{
    while (!column->ready) {
        if (!refill(column, error))
            return false;
        if (column->n == 0)
            return true;
        column->ready =
            jsonstat_position(column->items[column->next].key, &column->position) &&
            column->position < column->cells;
        column->next += !column->ready;
    }
    return true;
}

static bool take_scattered(struct column *column, uint64_t position,
                           const struct json **value, struct error *error)
{
    const struct body *body = column->json->body;
    uint64_t place = ((const uint64_t *)(const void *)column->places.data)[position];
    *value = NULL;
    if (place == 0)
        return true;
    arena_release(&column->arena);
    const struct json_part part = json_part_at(column->json, body->bytes + place);
    return json_take(column->json, &part, JSON_TREE_BYTES, &column->arena, value,
                     error);
}

/* What stands at the position; NULL if nothing. Positions are asked in their order; the
 * value is lent until the next is asked for. */
static bool take(struct column *column, uint64_t position, const struct json **value,
                 struct error *error)
{
    *value = NULL;
    switch (column->shape) {
    case SHAPE_NONE:
        return true;
    case SHAPE_ALL:
        *value = column->one;
        return true;
    case SHAPE_LIST:
        if (!refill(column, error))
            return false;
        *value = &column->items[column->next++];
        return true;
    case SHAPE_SPARSE:
        if (!find_next(column, error))
            return false;
        if (column->ready && column->position == position) {
            *value = &column->items[column->next++];
            column->ready = false;
        }
        return true;
    case SHAPE_SCATTERED:
        break;
    }
    return take_scattered(column, position, value, error);
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

static bool send_cells(struct jsonstat *reading, const struct dataset *dataset,
                       struct column *values, struct column *statuses,
                       struct error *error)
{
    size_t n = dataset->n_dimensions;
    size_t *place = arena_alloc(reading->arena, n * sizeof *place);
    const struct category **at = arena_alloc(reading->arena, n * sizeof *at);
    for (size_t i = 0; i < n; i++)
        at[i] = dataset->dimensions[i].categories;
    for (uint64_t position = 0; position < values->cells; position++) {
        const struct json *status, *value;
        if (!take(statuses, position, &status, error) ||
            !take(values, position, &value, error))
            return false;
        struct cell cell = {
            .row = (uint32_t)position + 1,
            .at = at,
            .status = status && status->type == JSON_TEXT ? status->text : "",
        };
        json_cell(&cell, value);
        if (!reading->sink->cell(reading->sink->self, &cell, error))
            return false;
        step(dataset, place, at);
    }
    return true;
}

bool jsonstat_values(struct jsonstat *reading, const struct json_part *set,
                     const struct dataset *dataset, uint64_t cells, struct error *error)
{
    struct column values = {.json = reading->json, .cells = cells};
    struct column statuses = {.json = reading->json, .cells = cells};
    bool ok = open_values(reading, set, &values, error) &&
              open_statuses(reading, set, &statuses, error) &&
              send_cells(reading, dataset, &values, &statuses, error);
    close_column(&values);
    close_column(&statuses);
    return ok;
}
