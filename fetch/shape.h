/*
 * The shape of a feed: what must not change unseen between two deliveries.
 *
 * Owns: which fields, units, scope notes and dimension values a delivery had, how that
 * is kept as a text, and what of it another one changes (the drift guard).
 * Must never know: the store, whether a change was accepted.
 */
#ifndef FETCH_SHAPE_H
#define FETCH_SHAPE_H

#include "core/arena.h"
#include "core/error.h"
#include "core/receipt.h"

#include <stdbool.h>

/* Compares a delivery's shape with the one that was accepted last. False if nothing is
 * in doubt. Else one problem for each kind of change, the gravest first: a vanished
 * field, a changed unit, a changed scope note, an unknown dimension value, a fifth of
 * the rows gone. `since` is the accepted receipt, in words for the messages. */
bool shape_drifted(const char *before, const char *now, const char *source,
                   const char *since, struct arena *arena, struct error **problems,
                   size_t *n);

#endif
