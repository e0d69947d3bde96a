/*
 * Cells of the tables of --assess.
 *
 * Owns: how what a column takes is written (man aiplus, "Assessing a table").
 * Must never know: columns, methods.
 *
 * Each reads a whole cell; false if the cell is none of its kind.
 */
#ifndef APP_ASSESS_CELL_H
#define APP_ASSESS_CELL_H

#include "core/arena.h"
#include "core/progress.h"

#include <stdbool.h>
#include <stddef.h>

bool assess_cell_number(const char *cell, double *value);
/* An empty cell is not there. */
bool assess_cell_number_or_none(const char *cell, bool *there, double *value);
bool assess_cell_direction(const char *cell, enum direction *direction);
bool assess_cell_kind(const char *cell, enum indicator_kind *kind);
bool assess_cell_operator(const char *cell, enum qualifier *qualifier);
bool assess_cell_year(const char *cell, int *year);

/* A value with what stands before it (">490"), of the period in another cell. */
bool assess_cell_value(const char *cell, const char *period, struct observation *o);

/* "2026-03=10;2026-06=25": the target's plan, days ascending; in the arena. */
bool assess_cell_plan(const char *cell, struct target *target, struct arena *arena);

/* "2024=1.2;2025=>1.5": a series, given in any order, no period twice; in the arena. */
bool assess_cell_points(const char *cell, struct arena *arena,
                        struct observation **points, size_t *n);

#endif
