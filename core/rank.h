/*
 * Ranks: places in a list where a difference smaller than the rounding is a tie.
 *
 * Owns: when two numbers are the same as they are shown, who shares a place.
 * Must never know: regions, indicators.
 */
#ifndef CORE_RANK_H
#define CORE_RANK_H

#include <stdbool.h>
#include <stddef.h>

/* A number as it is shown with so many decimals, in units of the last of them. */
double rank_rounded(double value, int decimals);

/* Below 0 if a is the lower number as shown, 0 if they are the same. A NAN (nothing to
 * rank) is above all numbers. */
int rank_compare(double a, double b, int decimals);

/* The place of each of n numbers, 1 the best; `lowest`: the lowest number is. Equal
 * ones share the better place and the next one skips: 1, 2, 2, 4. A NAN has no place:
 * 0. */
void rank_places(const double *values, size_t n, int decimals, bool lowest,
                 int *places);

#endif
