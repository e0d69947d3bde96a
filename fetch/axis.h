/*
 * An axis: the categories of one dimension while they are collected, each code once.
 *
 * Owns: finding a category by its code, numbering a new one. Must never know: how many
 * there may be, or what an office calls them; the caller asks before it adds.
 */
#ifndef FETCH_AXIS_H
#define FETCH_AXIS_H

#include "fetch/feed.h"
#include "fetch/hash.h"

struct axis {
    struct arena *arena;
    struct category **categories; /* by their ordinals */
    size_t n;
    struct hash index;           /* by code */
    const struct category *last; /* feeds are mostly in some order */
};

void axis_init(struct axis *axis, struct arena *arena);

/* The category whose code is the n bytes; NULL if there is none. */
const struct category *axis_find(struct axis *axis, const char *code, size_t n);

/* Adds one whose code is not there yet. Texts are copied; without a label it is its
 * code. The caller may fill in what else is known of it. */
struct category *axis_add(struct axis *axis, const char *code, size_t n,
                          const char *label);

#endif
