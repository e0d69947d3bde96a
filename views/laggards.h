/*
 * Laggards: every indicator of a region that is behind, named, with its gap.
 *
 * Owns: which they are, their order.
 * Must never know: any one page.
 */
#ifndef VIEWS_LAGGARDS_H
#define VIEWS_LAGGARDS_H

#include "views/frame.h"

/* A block of all of them among the figures of a region (figure_all), the widest gap
 * first, those that only missed their target last; of one task, an action's, or all
 * ("" as task). Nothing where none is behind. */
void laggards_block(struct frame *frame, const struct figure *figures,
                    const char *task);

#endif
