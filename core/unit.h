/*
 * Units: which ones are multiples of one another, and values in them.
 *
 * Owns: the multiples that offices write (万, 亿, million, PFLOPS, TB, %), what they
 * are multiples of, and values that move between them without a rounding of their own.
 * Must never know: currencies, quantities, exchange rates: words that differ are
 * different units, and nothing but a power of ten lies between two that convert.
 */
#ifndef CORE_UNIT_H
#define CORE_UNIT_H

#include <stdbool.h>
#include <stddef.h>

/* A power of ten of something: "万人" is 10^4 of "人", "PFLOPS" 10^15 of "FLOPS", "%"
 * 10^-2 of "1", "亿" 10^8 of "". base is not ended by a NUL and may lie in the text. */
struct unit {
    const char *base;
    size_t n;
    int power;
};

/* Any text is a unit: where it names no multiple, its own base. Blanks around it do not
 * count. */
void unit_read(const char *text, struct unit *unit);

/* How a value moves from 10^power of one unit into another: it is to be multiplied by
 * 10^*shift. False if they are not multiples of one unit, or either text is empty. */
bool unit_shift(const char *from, int power, const char *to, int *shift);

/* Multiplies the value by 10^shift: the result is the double nearest to the decimal
 * number that was sent, moved by so many places. That is `decimal` where it reads as
 * the value, else the shortest one that does. ("0.07" in 万 is 0.07e4 = 700, and not
 * 0.07 * 10000.0.) False, and the value untouched, if that is beyond the doubles. */
bool unit_scale(double *value, const char *decimal, int shift);

#endif
