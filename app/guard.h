/*
 * The drift guard: is a delivery what its source delivered before?
 *
 * Owns: the comparison with the accepted shape, and what is said of it.
 * Must never know: how shapes are noted (fetch/shape.h), how they are kept.
 *
 * It asks only where the source is set up as it was when the shape was accepted:
 * another mapping is the office's own doing.
 */
#ifndef APP_GUARD_H
#define APP_GUARD_H

#include "core/receipt.h"
#include "store/store.h"

/* Compares delivery->shape with what was accepted of the source in `state`, whose setup
 * is the present one. *n = 0: nothing is in doubt, and the shape is made to be kept:
 * with what the accepted one had besides. Else the problems, the gravest first, in the
 * arena. False if the store cannot be read. */
bool guard_check(struct store *store, const struct source_state *state,
                 struct delivery *delivery, struct arena *arena,
                 struct error **problems, size_t *n, struct error *error);

/* What it means to accept the problem, in words: "no longer there: 数值". */
const char *guard_accepted(const struct error *problem, struct arena *arena);

#endif
