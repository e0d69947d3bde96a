/*
 * Glyphs: in which characters states, bars, charts and sparklines are drawn.
 *
 * Owns: the three tiers, a table each. ASCII characters have a width that no terminal
 * disputes; those of the other tiers are for terminals that give one cell to characters
 * of ambiguous width. Layout is the same in all.
 * Must never know: curses; how a terminal is asked.
 */
#ifndef VIEWS_GLYPHS_H
#define VIEWS_GLYPHS_H

#include "core/arena.h"
#include "views/states.h"

#include <stdbool.h>
#include <stddef.h>

enum glyph_tier { GLYPH_ASCII, GLYPH_BLOCK, GLYPH_BRAILLE };
enum { GLYPH_TIERS = GLYPH_BRAILLE + 1 };

/* "ascii", "block", "braille"; false for any other name. */
bool glyph_named(const char *name, enum glyph_tier *tier);

/* The tier's symbols of progress. */
void glyph_states(struct state_row states[PROGRESS_COUNT], enum glyph_tier tier);

/* A bar of `cells` between two ends of one cell each: `done` and `tick` are shares from
 * 0 to 1 (cut there); the tick covers the cell where it is due. */
const char *glyph_bar(double done, double tick, int cells, enum glyph_tier tier,
                      struct arena *arena);

/* The mark of a chart (struct view_point) in that tier, one cell. */
const char *glyph_mark(char mark, enum glyph_tier tier);

/* A picture of n values side by side, a cell each, from the least to the greatest; a
 * value that is not finite is a blank, and nothing is joined over it. "" for none. */
const char *glyph_spark(const double *values, size_t n, enum glyph_tier tier,
                        struct arena *arena);

/* The Braille character with these of its eight dots (Unicode 15, chapter 21.1), for a
 * place `x` of two and `y` of four in its cell: a bit; and a mask as text. */
unsigned glyph_dot(int x, int y);
const char *glyph_dots(unsigned mask, struct arena *arena);

#endif
