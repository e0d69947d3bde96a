/*
 * The provinces as tiles, each where it lies from the others: a diagram of positions,
 * no map.
 *
 * Owns: the place of each of the 34, and what stands beside them.
 * Must never know: how tiles are drawn (views/layout_map.c).
 */
#ifndef VIEWS_REGION_MAP_H
#define VIEWS_REGION_MAP_H

#include "views/frame.h"
#include "views/region_rank.h"

#include <stddef.h>

/* Has every one of the regions a tile? */
bool region_map_has(const struct region_place *places, size_t n);

/* Adds the tiles, n of them; `details` are parallel to places. head: what the figures
 * are of, and by what they are judged. */
void region_map(struct frame *frame, const struct region_place *places, size_t n,
                const char *const *details, const char *const head[2]);

#endif
