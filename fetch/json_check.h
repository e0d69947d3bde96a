/*
 * A strict, bounded scan of JSON before any parser sees it (RFC 8259).
 *
 * Owns: the grammar, and what RFC 8259 leaves open and a feed must not do: duplicate
 * names, U+0000, lone surrogates, numbers that are not finite as a double.
 * Must never know: cJSON, what the values mean.
 *
 * The time is linear in the body but for the names of one object, which are sorted.
 */
#ifndef FETCH_JSON_CHECK_H
#define FETCH_JSON_CHECK_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    JSON_DEPTH = 64,        /* arrays and objects inside one another */
    JSON_STRING = 1 << 20,  /* bytes of one string, as sent */
    JSON_VALUES = 5000000,  /* values of one body */
    JSON_SHORT_NUMBER = 63, /* characters that cJSON reads of a number */
};

enum json_mode {
    JSON_GRAMMAR, /* RFC 8259, UTF-8 and the ceilings, nothing else */
    JSON_STRICT   /* and nothing whose meaning is in doubt */
};

/* A number too long for cJSON: where it stands in the body. */
struct json_span {
    size_t at, n;
};

struct json_facts {
    size_t start;                   /* bytes of the byte order mark that was skipped */
    struct json_span *long_numbers; /* in the arena */
    size_t n_long_numbers;
};

/* Checks the whole body: one value with white space around it. On failure the error
 * names the body and the line and column, counted in characters from 1. Duplicate names
 * are ERROR_JSON_DUPLICATE, never a grammar error. */
bool json_check(const char *name, const char *bytes, size_t size, enum json_mode mode,
                struct arena *arena, struct json_facts *facts, struct error *error);

#endif
