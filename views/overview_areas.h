/*
 * The overview's table of areas: actions, the goals and capabilities, their indicators
 * counted by state; on a wide screen tasks under their actions and each indicator as
 * one glyph.
 *
 * Owns: what is counted, what the change of behind says.
 * Must never know: any other page, how wide the screen is.
 */
#ifndef VIEWS_OVERVIEW_AREAS_H
#define VIEWS_OVERVIEW_AREAS_H

#include "views/frame.h"

/* Adds the block. figures: the region's (figure_all); changes: of each of them
 * (figure_behind_change); judged: can any be judged? */
void areas_block(struct frame *frame, const struct region *region,
                 const struct figure *figures, const int *changes, bool judged);

#endif
