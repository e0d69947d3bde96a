/*
 * Additions: rows of the catalogue that sources deliver (core/item.h, the kinds of the
 * catalogue), put into its texts.
 *
 * Owns: what a delivered row may change, where it stands in its file, and who is told
 * when it cannot be read.
 * Must never know: the store, the network.
 *
 * A feed may add: documents, indicators of the provinces' own, regions, targets and
 * announced figures of any region; the units and documents of a task; reporting units;
 * scopes and rows of the reporting calendar of regions below the nation. It may replace
 * such rows of the catalogue it finds, but for documents, regions, reporting units, the
 * indicators that are not the provinces' own, and what is the nation's: those are
 * changed by the files of --catalog alone. A row that says what the catalogue says
 * already is passed over. Of rows of the same key from two sources the one with the
 * higher receipt counts. A row's note names its source.
 */
#ifndef CATALOG_ADDITIONS_H
#define CATALOG_ADDITIONS_H

#include "catalog/catalog.h"
#include "core/item.h"

#include <stdbool.h>
#include <stddef.h>

struct additions {
    struct catalog_texts texts;   /* with what was added */
    const struct error **refused; /* by item; NULL: it was not */
    size_t n_refused;
};

/* Puts the items into the texts, and opens the catalogue that they make. Items that are
 * no part of the catalogue, or struck out, are passed over. What the rules above or the
 * catalogue's reader do not allow is left out with its reason, which names the register
 * and the row (or key) it was delivered in; so is what cannot stand without it. From
 * item `fresh` on they are new: where no end of faults is found, those go first. All in
 * the arena but the catalogue, which is the caller's to close; false, with nothing
 * opened, only if the texts alone are none that can be opened. */
bool additions_open(struct catalog *catalog, const struct catalog_texts *base,
                    const struct item *items, size_t n, size_t fresh,
                    struct arena *arena, struct additions *additions,
                    struct error *error);

/* Is any of the items one of the catalogue's? */
bool additions_any(const struct item *items, size_t n);

#endif
