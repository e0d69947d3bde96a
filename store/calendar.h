/*
 * The calendar of tiles: where a period stands among those of its frequency.
 *
 * Every frequency's periods are numbered; twelve that follow one another are a tile.
 *
 *   freq  number                                  a tile is
 *   A     year                                    12 years
 *   S     year x 2 + half - 1                     6 years
 *   Q     year x 4 + quarter - 1                  3 years
 *   M, Y  year x 12 + (last) month - 1            a year
 *   W     weeks since that of 1970-01-01          12 weeks, from Mondays
 *   D     days since 1970-01-01                   12 days
 *   I     place in the register of intervals      as they came
 *
 * Must never know: values, LMDB.
 */
#ifndef STORE_CALENDAR_H
#define STORE_CALENDAR_H

#include "core/period.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TILE_PERIODS = 12 };

/* The frequencies in the order of their tiles' keys (of their letters), ending with
 * FREQ_NONE. */
extern const enum frequency calendar_frequencies[];

/* The number of a period that is no interval. */
int32_t calendar_number(struct period period);

/* The period of that number. False for FREQ_INTERVAL, and if the number lies beyond the
 * calendar (years 0 to 9999), which a damaged record can claim. The twelfth number of a
 * year's Y, which no feed brings (that is the year, A), is 1-12月. Some 10 ns for what
 * divides years, 5 for weeks and days: work it out once a tile, not once a row. */
bool calendar_period(enum frequency freq, int32_t number, struct period *period);

/* Tile and column of a number, also of negative ones, and back: the number of a tile's
 * first column. A tile that no period has (a damaged key's) gives a number that
 * calendar_period refuses, with room for adding a column. */
int32_t calendar_tile(int32_t number);
int calendar_column(int32_t number);
int32_t calendar_first(int32_t tile);

#endif
