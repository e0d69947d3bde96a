/*
 * Comparing: one indicator's figures of up to six regions, in one chart and one table.
 *
 * Owns: the address of such a page, "indicator/B9-01+330000+440000@430000": the regions
 * behind the first one stand with the code.
 */
#ifndef VIEWS_INDICATOR_COMPARE_H
#define VIEWS_INDICATOR_COMPARE_H

#include "views/frame.h"

#include <stdbool.h>
#include <stddef.h>

enum { COMPARED_MOST = 6 };

/* The regions behind the code of an id, `region` first, each once; *n of them. False if
 * the id names none, one that is not there, or too many. */
bool compared_regions(const struct catalog *catalog, const char *id,
                      const struct region *region,
                      const struct region *compared[COMPARED_MOST], size_t *n);

/* The indicator that an id begins with; NULL if there is none. */
const struct indicator *compared_indicator(const struct catalog *catalog,
                                           const char *id);

/* The page's address for these regions, one at least; the arena's. */
const char *compared_address(const char *indicator, const int32_t *regions, size_t n,
                             struct arena *arena);

/* Fills the page. */
bool indicator_compare(struct frame *frame, const struct indicator *indicator,
                       const struct region *const *regions, size_t n,
                       struct error *error);

#endif
