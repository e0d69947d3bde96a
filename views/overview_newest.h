/*
 * The overview's newest figures: what was published or reported last.
 *
 * Owns: their order, how many.
 * Must never know: any other page.
 */
#ifndef VIEWS_OVERVIEW_NEWEST_H
#define VIEWS_OVERVIEW_NEWEST_H

#include "views/frame.h"

/* Adds the block. figures: the region's (figure_all). */
void newest_block(struct frame *frame, const struct region *region,
                  const struct figure *figures);

#endif
