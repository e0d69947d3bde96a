/*
 * --csv=REGISTER: items of a register, or additions to the catalogue.
 *
 * Owns: which items are written, and what became of each version.
 * Must never know: how a cell is written (app/extract_row.h).
 */
#ifndef APP_EXTRACT_ITEMS_H
#define APP_EXTRACT_ITEMS_H

#include "app/extract_row.h"
#include "app/selection.h"
#include "app/session.h"

struct items_selection {
    enum item_kind kind;
    bool all; /* regions are of no matter */
    struct selection regions;
};

/* From the command line, in the arena. False with ERROR_OPTION_VALUE for a register
 * that there is not, ERROR_SELECT_REGISTER for what does not go with it. */
bool extract_items_select(struct items_selection *selection,
                          const struct session *session, struct arena *arena,
                          struct error *error);

/* Those that stand, or with the history every version that was known. */
bool extract_items(const struct session *session,
                   const struct items_selection *selection, struct sheet *sheet,
                   struct error *error);

#endif
