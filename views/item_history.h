/*
 * The history of a register's item: what changed when, by which delivery.
 *
 * Owns: comparing an item's versions field by field, and how that is said.
 * Must never know: which register it is, any one page.
 */
#ifndef VIEWS_ITEM_HISTORY_H
#define VIEWS_ITEM_HISTORY_H

#include "views/frame.h"

#include <stdbool.h>

/* Adds a table of the item's changes as known, newest first: a row for each field that
 * a version changed. Versions of an older edition that came later never stood, and say
 * so.
 */
bool item_history_block(struct frame *frame, const struct item *item,
                        struct error *error);

/* "Monthly, delivery #3 (2026-10-20 06:15), row 14": where the item as it stands is
 * from. */
bool item_origin_text(struct frame *frame, const struct item *item, const char **text,
                      struct error *error);

#endif
