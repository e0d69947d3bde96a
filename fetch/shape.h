/*
 * The shape of a feed: what must not change unseen between two deliveries.
 *
 * Owns: which fields, units, scope notes and dimension values a delivery had, how that
 * is kept as a text, and what of it another one changes (the drift guard).
 * Must never know: the store, whether a change was accepted.
 *
 * The text has a line for each thing noted, sorted, each once; no part has a tab or a
 * line feed in it:
 *
 *   field TAB NAME             a dimension, a column of a table, a field of a register
 *   full                       more was noted than is kept: only the rows are compared
 *   many TAB DIMENSION         too many values to be told apart
 *   rows TAB NUMBER            figures and items that could be used
 *   scope TAB WHAT TAB TEXT    the scope note of an indicator
 *   unit TAB WHAT TAB UNIT     a unit of an indicator as sent, "" where none was
 *   value TAB DIMENSION TAB CODE
 *
 * Values are those whose meaning nobody vouches for: categories that stand for no
 * region or indicator, the category of a dimension that the mapping does not speak of,
 * and statuses that are not understood. What the catalogue or aiplus.conf knows may
 * come and go, and periods may.
 */
#ifndef FETCH_SHAPE_H
#define FETCH_SHAPE_H

#include "core/arena.h"
#include "core/error.h"
#include "fetch/hash.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SHAPE_VALUES = 20000,     /* of one dimension that are noted */
    SHAPE_BYTES = 1024 * 1024 /* of a text */
};

/* A shape while it is noted. */
struct shape {
    /* private */
    struct arena *arena;
    const char **lines;
    size_t n, bytes;
    struct hash index;
    struct shape_count *counts; /* of values, by dimension */
    size_t n_counts;
    bool full;
};

void shape_init(struct shape *shape, struct arena *arena);

/* data set: "" where there is but one. Texts as sent. */
void shape_field(struct shape *shape, const char *dataset, const char *name);
void shape_unit(struct shape *shape, const char *indicator, const char *unit);
void shape_scope(struct shape *shape, const char *indicator, const char *scope);
void shape_value(struct shape *shape, const char *dimension, const char *code);

/* The text, in the arena. */
const char *shape_text(struct shape *shape, uint32_t rows, struct arena *arena);

/* The accepted shape with what another delivery has besides; its number of rows. What
 * was noted once stays known, so that it may be missing for a while. In the arena. */
const char *shape_extended(const char *before, const char *now, struct arena *arena);

/* Compares a delivery's shape with the one that was accepted last. False if nothing is
 * in doubt. Else one problem for each kind of change, the gravest first: a vanished
 * field, a changed unit, a changed scope note, an unknown dimension value, a fifth of
 * the rows gone. `since` is the accepted delivery: "2026-10-05 #12". */
bool shape_drifted(const char *before, const char *now, const char *source,
                   const char *since, struct arena *arena, struct error **problems,
                   size_t *n);

#endif
