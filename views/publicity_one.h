/*
 * One publicity item in full: see views/publicity.c.
 *
 * Owns: its page, and which items are out and which only planned.
 * Must never know: the list of items, its months.
 */
#ifndef VIEWS_PUBLICITY_ONE_H
#define VIEWS_PUBLICITY_ONE_H

#include "views/examples.h"

/* Is the item still to come on that day? So is one that its office calls planned, and
 * one of a later day. */
bool publicity_planned(const struct register_item *item, int32_t today);

/* Adds the blocks and the conclusion of items->item. */
bool publicity_one(struct examples *items, struct error *error);

#endif
