/* The legend: what the signs behind numbers mean that occur on a page. States need
 * none: on paper their word always stands beside the symbol. */
#ifndef REPORT_LEGEND_H
#define REPORT_LEGEND_H

#include "core/arena.h"
#include "views/view.h"

/* "p provisional  r revised" in the reader's language; "" if no sign occurs. */
const char *legend_text(const struct view *view, struct arena *arena);

#endif
