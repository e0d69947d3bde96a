/*
 * Names among other regions: short ones that still tell the regions of a list apart.
 *
 * Owns: what a region is called where others stand beside it.
 * Must never know: pages, layout.
 */
#ifndef VIEWS_REGION_NAMES_H
#define VIEWS_REGION_NAMES_H

#include "catalog/catalog.h"
#include "core/arena.h"

#include <stddef.h>

/* The region's short name, or its full one where another of the regions has the same
 * short one (a city and the county around it). */
const char *name_among(const struct region *const *regions, size_t n,
                       const struct region *region, enum language language);

/* A name of two to six cells that none of the other regions has, for where whole names
 * have no room. In Chinese the first characters; in English a province's letters in ISO
 * 3166-2, and of other regions the digits that the code has beyond its parent's. */
const char *brief_name(const struct region *const *regions, size_t n,
                       const struct region *region, enum language language,
                       struct arena *arena);

#endif
