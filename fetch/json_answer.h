/*
 * What an endpoint says in JSON instead of, or besides, data.
 *
 * Owns: finding the words that are meant for a reader. Must never know: formats.
 */
#ifndef FETCH_JSON_ANSWER_H
#define FETCH_JSON_ANSWER_H

#include "fetch/json.h"

/* The first text in the value, under the names that texts for readers have (message,
 * detail, ..) before any other; "" if there is none, or if value is NULL. It lives as
 * long as the tree. */
const char *json_answer(const struct json *value);

#endif
