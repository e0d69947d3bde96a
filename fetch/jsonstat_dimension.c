/* Dimensions of a JSON-stat data set: ids, sizes, roles. See fetch/jsonstat.h. */
#include "fetch/jsonstat.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *count_text(struct arena *arena, uint64_t n)
{
    return arena_printf(arena, "%" PRIu64, n);
}

/* Version 2 has id, size and role beside `dimension`, version 1 inside it. */
static const struct json *member(const struct json *set, const char *key)
{
    const struct json *value = json_get(set, key);
    return value ? value : json_get(json_get(set, "dimension"), key);
}

static struct dimension *find(struct dimension *dimensions, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(dimensions[i].id, id) == 0)
            return &dimensions[i];
    return NULL;
}

/* Reads role.<kind>; true if it names any dimension. */
static bool read_role(struct jsonstat *reading, const struct json *role,
                      const char *kind, enum dimension_role as,
                      struct dimension *dimensions, size_t n)
{
    const struct json *ids = json_get(role, kind);
    if (!ids)
        return false;
    const struct json *first = ids->type == JSON_ARRAY ? ids->items : ids;
    size_t n_ids = ids->type == JSON_ARRAY ? ids->n : 1;
    bool any = false;
    for (size_t i = 0; i < n_ids; i++) {
        const char *id = first[i].type == JSON_TEXT ? first[i].text : "";
        struct dimension *dimension = find(dimensions, n, id);
        if (dimension) {
            dimension->role = as;
            any = true;
            continue;
        }
        struct error warning;
        error_set(&warning, ERROR_JSONSTAT_ROLE, reading->name, kind,
                  feed_excerpt(reading->arena, id));
        jsonstat_warn(reading, &warning);
    }
    return any;
}

/* Where the response says nothing: the dimension with the surest well-known name. */
static void guess_role(enum known_name wanted, enum dimension_role as,
                       struct dimension *dimensions, size_t n)
{
    struct dimension *best = NULL;
    int best_rank = 0;
    for (size_t i = 0; i < n; i++) {
        enum known_name known;
        int rank;
        if (dimensions[i].role == DIMENSION_PLAIN &&
            name_known(dimensions[i].id, &known, &rank) && known == wanted &&
            (!best || rank < best_rank)) {
            best = &dimensions[i];
            best_rank = rank;
        }
    }
    if (best)
        best->role = as;
}

static void read_roles(struct jsonstat *reading, const struct json *role,
                       struct dimension *dimensions, size_t n)
{
    static const struct {
        const char *kind;
        enum dimension_role as;
        enum known_name known;
    } roles[] = {
        {"time", DIMENSION_TIME, KNOWN_PERIOD},
        {"geo", DIMENSION_GEO, KNOWN_REGION},
        {"metric", DIMENSION_METRIC, KNOWN_INDICATOR},
    };
    bool said[3];
    for (size_t i = 0; i < 3; i++)
        said[i] = read_role(reading, role, roles[i].kind, roles[i].as, dimensions, n);
    for (size_t i = 0; i < 3; i++)
        if (!said[i])
            guess_role(roles[i].known, roles[i].as, dimensions, n);
}

/* One dimension by its id: its place in `dimension`, its size, its categories. */
static bool read_one(struct jsonstat *reading, const struct json *all,
                     const struct json *id, const struct json *size,
                     struct dimension *dimension, uint64_t *n, struct error *error)
{
    struct arena *arena = reading->arena;
    if (id->type != JSON_TEXT)
        return error_set(error, ERROR_JSONSTAT_ID, reading->name);
    const char *shown = feed_excerpt(arena, id->text);
    const struct json *one = json_get_typed(all, id->text, JSON_OBJECT);
    if (!one)
        return error_set(error, ERROR_JSONSTAT_DIMENSION, reading->name, shown);
    if (!jsonstat_count(size, n))
        return error_set(error, ERROR_JSONSTAT_SIZE, reading->name, shown);
    const char *label = json_get_text(one, "label");
    *dimension = (struct dimension){.id = id->text, .label = *label ? label : id->text};
    const struct json *category = json_get_typed(one, "category", JSON_OBJECT);
    if (!category)
        return error_set(error, ERROR_JSONSTAT_CATEGORY, reading->name, shown);
    return jsonstat_categories(reading, category, dimension, *n, error);
}

bool jsonstat_dimensions(struct jsonstat *reading, const struct json *set,
                         struct dataset *dataset, uint64_t *cells, struct error *error)
{
    struct arena *arena = reading->arena;
    const struct json *all = json_get(set, "dimension");
    const struct json *ids = member(set, "id"), *sizes = member(set, "size");
    if (!ids || ids->type != JSON_ARRAY || !sizes || sizes->type != JSON_ARRAY)
        return error_set(error, ERROR_JSONSTAT_ID, reading->name);
    size_t n = ids->n;
    if (n != sizes->n)
        return error_set(error, ERROR_JSONSTAT_ID_SIZE, reading->name,
                         count_text(arena, n), count_text(arena, sizes->n));
    /* More would only be sizes of 1, and every cell has a pointer for each. */
    if (n == 0 || n > 64)
        return error_set(error, ERROR_JSONSTAT_RANK, reading->name,
                         count_text(arena, n));
    struct dimension *dimensions = arena_alloc(arena, n * sizeof *dimensions);
    uint64_t product = 1;
    for (size_t i = 0; i < n; i++) {
        uint64_t size;
        if (!read_one(reading, all, &ids->items[i], &sizes->items[i], &dimensions[i],
                      &size, error))
            return false;
        if (find(dimensions, i, dimensions[i].id))
            return error_set(error, ERROR_JSONSTAT_TWICE, reading->name,
                             feed_excerpt(arena, dimensions[i].id));
        /* Both factors are below 2^32: the categories are there, one by one. */
        product *= size;
        if (product > JSONSTAT_CELLS)
            product = JSONSTAT_CELLS + 1;
    }
    if (reading->cells + product > JSONSTAT_CELLS)
        return error_set(error, ERROR_JSONSTAT_LARGE, reading->name,
                         count_text(arena, JSONSTAT_CELLS));
    reading->cells += product;
    read_roles(reading, member(set, "role"), dimensions, n);
    dataset->dimensions = dimensions;
    dataset->n_dimensions = n;
    *cells = product;
    return true;
}
