/*
 * History: where the user has been, as in a browser.
 *
 * Owns: the last HISTORY_MOST places in slots of a fixed size; the oldest is dropped.
 * Must never know: how a page is built.
 */
#ifndef TUI_HISTORY_H
#define TUI_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

enum { HISTORY_MOST = 64, PLACE_ADDRESS = 192, PLACE_KEY = 96 };

/* A page and how it stood on the screen. */
struct place {
    char address[PLACE_ADDRESS];
    char from[PLACE_ADDRESS]; /* the page that help and find were called from */
    char key[PLACE_KEY];      /* the selected item's, "" = none */
    int x;                    /* the selected item's cell, where several share a key */
    size_t top;               /* the first line of the body that was shown */
};

/* Invariants: 1. at < n, or n = 0. 2. slots[0..n) from oldest to newest. A zeroed
 * struct is an empty history. */
struct history {
    struct place slots[HISTORY_MOST];
    size_t n, at;
};

/* The present place, NULL while empty. Lent until the next change. */
struct place *history_here(struct history *history);

/* A new place behind the present one; whatever was ahead is forgotten. An address that
 * is too long is cut. */
void history_push(struct history *history, const char *address, const char *from);

/* The place before (-1) or ahead (+1) of the present one, NULL at an end. */
struct place *history_beside(struct history *history, int step);

/* Makes that place the present one; false at an end. */
bool history_move(struct history *history, int step);

/* Copies a string into a slot, cut at a character. */
void place_copy(char *to, size_t size, const char *from);

#endif
