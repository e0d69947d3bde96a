/*
 * The series of figures: stored observations and the catalogue's announced figures
 * joined, as much of them as the figure needs.
 *
 * Owns: how much is read. A row of a list needs the latest value, the one before it and
 * what its targets are judged by; that is nearly always in the last years. Where it is
 * not, the whole series is read, so that the row says the same either way.
 * Must never know: pages, how figures are written.
 */
#ifndef VIEWS_FIGURE_SERIES_H
#define VIEWS_FIGURE_SERIES_H

#include "views/figure.h"

/* Fills points, series and latest of a figure whose indicator and region are set. */
bool series_read(const struct figures *figures, struct figure *figure,
                 struct arena *arena, struct error *error);

/* Of a figure without any point: was there one, and is it taken back? */
bool series_withdrawn(const struct figures *figures, const struct figure *figure,
                      struct arena *arena, bool *withdrawn, struct error *error);

/* Is the target one that decides anything of the region's figures: its own or the
 * nation's, with a value? */
bool series_concerns(const struct target *target, const struct region *region);

/* Marks the first point under each scope that is known, if there is anything before it
 * that it could be compared with: a point, or a target's own baseline. `points` are the
 * figure's, `series` their values: a marked point takes its value from there. Of a part
 * that begins on `from` the scope of the last point before it is not known: false, if a
 * row could show it. */
bool series_mark_scopes(const struct figures *figures, const struct figure *figure,
                        struct figure_point *points, struct observation *series,
                        int32_t from, struct arena *arena);

#endif
