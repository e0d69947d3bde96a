/* The list of a region's children for one indicator; the other half of the page is
 * views/region.c. */
#ifndef VIEWS_REGION_LIST_H
#define VIEWS_REGION_LIST_H

#include "views/frame.h"

#include <stdbool.h>

/* Ranks the children of `parent` by gap, then by value; those without a figure last.
 * Fills the frame's blocks and conclusion. */
bool region_list(struct frame *frame, const struct region *parent,
                 const struct indicator *indicator, struct error *error);

#endif
