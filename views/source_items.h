/*
 * What sources deliver besides figures: a row for each register and source.
 *
 * Owns: counting items, and when they changed last.
 * Must never know: what is in the registers; their pages show that.
 */
#ifndef VIEWS_SOURCE_ITEMS_H
#define VIEWS_SOURCE_ITEMS_H

#include "views/frame.h"

/* A table of the registers that one source delivered to, or ("") all did; nothing where
 * there are no items. */
bool source_put_items(struct frame *frame, const char *only, struct error *error);

#endif
