/*
 * Marks: the regions that the reader has marked, to be compared.
 *
 * Owns: which, in the order of marking, on whatever page. Up to six.
 * Must never know: curses, what a region is but for its six digits in an address.
 */
#ifndef TUI_MARKS_H
#define TUI_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MARKS_MOST = 6 };

/* A zeroed struct has none. */
struct marks {
    int32_t regions[MARKS_MOST];
    size_t n;
};

/* The region that a row's address leads to: of "region/430000" that one, else the one
 * behind '@'; 0 for none. */
int32_t marks_region(const char *address);

bool marks_has(const struct marks *marks, int32_t region);

/* Marks a region, or takes its mark away. False, and nothing changed, if there are six
 * already. */
bool marks_toggle(struct marks *marks, int32_t region);

#endif
