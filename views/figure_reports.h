/*
 * Who reports: whether any of a region's parts has a stored value of an indicator.
 *
 * Owns: the answers, of all indicators at once, by parent.
 * Must never know: pages.
 */
#ifndef VIEWS_FIGURE_REPORTS_H
#define VIEWS_FIGURE_REPORTS_H

#include "views/figure.h"

/* *source: the place in figures->sources of the source that delivers it; untouched
 * where nobody reports or it is not known. */
bool reports_find(struct figures *figures, const struct indicator *indicator,
                  int32_t parent, bool *reported, int *source, struct error *error);

#endif
