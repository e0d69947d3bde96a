/*
 * A strict, bounded scan of JSON before any parser sees it (RFC 8259).
 *
 * Owns: the grammar, and what RFC 8259 leaves open and a feed must not do: duplicate
 * names, U+0000, lone surrogates, numbers that are not finite as a double.
 * Must never know: cJSON, what the values mean.
 *
 * The time is linear in the body but for the names of one object, which are compared.
 * Memory does not grow with the body (fetch/json_names.h), but for one entry for every
 * JSON_LARGE bytes of it and each level of nesting.
 */
#ifndef FETCH_JSON_CHECK_H
#define FETCH_JSON_CHECK_H

#include "core/arena.h"
#include "core/error.h"
#include "fetch/feed.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    JSON_DEPTH = 64,        /* arrays and objects inside one another */
    JSON_STRING = 1 << 20,  /* bytes of one string, as sent */
    JSON_SHORT_NUMBER = 63, /* characters that cJSON reads of a number */
    JSON_LARGE = 8 * 1024,  /* bytes of an array or object that is noted */
};

enum json_mode {
    JSON_GRAMMAR, /* RFC 8259, UTF-8 and the ceilings, nothing else */
    JSON_STRICT   /* and nothing whose meaning is in doubt */
};

/* An array or object of at least JSON_LARGE bytes: from its bracket to behind the other
 * one, and how many elements or members it has. */
struct json_span {
    const char *at, *end;
    size_t n;
};

struct json_facts {
    size_t start;            /* bytes of the byte order mark that was skipped */
    bool long_numbers;       /* one has more than JSON_SHORT_NUMBER characters */
    struct json_span *large; /* in the arena, by where they begin */
    size_t n_large;
    /* A name that one object has twice, with the same scalar: the second place of the
     * first such name, behind its quote, or NULL. */
    const char *repeated;
};

/* Checks the whole body: one value with white space around it. On failure the error
 * names the body and the line and column, counted in characters from 1. Duplicate names
 * are ERROR_JSON_DUPLICATE, never a grammar error; those that say the same are noted.
 */
bool json_check(const struct body *body, enum json_mode mode, struct arena *arena,
                struct json_facts *facts, struct error *error);

/* Fills a warning of a name that a body had twice, with the same value; false if it had
 * none. */
bool json_check_repeated(const struct body *body, const struct json_facts *facts,
                         struct error *warning);

#endif
