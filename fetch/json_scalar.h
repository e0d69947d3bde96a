/*
 * Scalars of a checked body: numbers, texts and words, read where they stand.
 *
 * Owns: what the value is. Must never know: cJSON, which reads what has parts. Of a
 * feed nearly everything is a scalar, and none needs a tree of its own.
 */
#ifndef FETCH_JSON_SCALAR_H
#define FETCH_JSON_SCALAR_H

#include "fetch/json.h"

/* The scalar from `at` to `end` of a body that json_check has passed strictly; behind
 * `end` is at least the body's NUL. A number is the double that strtod makes of it; a
 * text lies in the arena. `value` keeps its key. */
void json_scalar(const char *at, const char *end, struct arena *arena,
                 struct json *value);

#endif
