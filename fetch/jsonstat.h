/*
 * JSON-stat 1.x and 2.0 (json-stat.org/full), in three files: the shapes of a response
 * (jsonstat.c), dimensions (jsonstat_dimension.c), values (jsonstat_value.c).
 *
 * Owns: the format. What leaves a value's meaning in doubt refuses the body; what does
 * not (a note for a category that is not there) is read with a warning.
 * Must never know: regions, indicators, the store.
 */
#ifndef FETCH_JSONSTAT_H
#define FETCH_JSONSTAT_H

#include "fetch/feed.h"
#include "fetch/json_part.h"

/* Cells of all data sets of one body. A sparse data set may name sizes whose product is
 * beyond any patience; each place without a value is still a cell. */
enum { JSONSTAT_CELLS = 100000000 };

/* One body while it is read. */
struct jsonstat {
    const char *name; /* of the body; "name#dataset" inside a bundle or collection */
    const struct json_body *json;
    struct arena *arena;
    size_t left; /* bytes that trees may still take */
    const struct feed_sink *sink;
    uint64_t cells; /* of the data sets so far */
};

extern const struct decoder decoder_jsonstat;

/* Reads id, size, role and every category of a data set. `cells` is the product of its
 * sizes, at most JSONSTAT_CELLS. */
bool jsonstat_dimensions(struct jsonstat *reading, const struct json *set,
                         struct dataset *dataset, uint64_t *cells, struct error *error);

/* Categories of one dimension and what hangs on them; size is how many there are. */
bool jsonstat_categories(struct jsonstat *reading, const struct json *category,
                         struct dimension *dimension, uint64_t size,
                         struct error *error);

/* Sends every cell of the data set `set` to the sink. */
bool jsonstat_values(struct jsonstat *reading, const struct json_part *set,
                     const struct dataset *dataset, uint64_t cells,
                     struct error *error);

/* A count or position: a whole number, or a text of digits; at most 2^53. */
bool jsonstat_count(const struct json *value, uint64_t *count);
/* A position as the key of an object: digits without a leading zero. */
bool jsonstat_position(const char *text, uint64_t *position);

/* The error as a warning of the whole body; up to four arguments as error_set. */
void jsonstat_warn(const struct jsonstat *reading, const struct error *warning);

#endif
