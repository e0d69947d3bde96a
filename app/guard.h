/*
 * The drift guard: is a delivery what its source delivered before?
 *
 * Owns: the comparison with the accepted shape, and what is said of it.
 * Must never know: how shapes are noted (fetch/shape.h), how they are kept.
 *
 * It asks only where the source's own settings are as they were when the shape was
 * accepted: another mapping is the office's own doing. Another catalogue is not: a feed
 * may add to it, and would open the guard for all others.
 */
#ifndef APP_GUARD_H
#define APP_GUARD_H

#include "core/receipt.h"
#include "fetch/source.h"
#include "store/store.h"

/* Compares delivery->shape with what was accepted of the source, and says in
 * delivery->mapping (arena) by which settings it is kept. *n = 0: nothing is in doubt,
 * and the shape is made to be kept: with what the accepted one had besides. Else the
 * problems, the gravest first, in the arena. False if the store cannot be read. */
bool guard_check(struct store *store, const struct source *source,
                 struct delivery *delivery, struct arena *arena,
                 struct error **problems, size_t *n, struct error *error);

/* What it means to accept the problem, in words: "no longer there: 数值". */
const char *guard_accepted(const struct error *problem, struct arena *arena);

#endif
