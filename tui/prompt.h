/*
 * Prompt: the line that the user types into.
 *
 * Owns: the text, where the cursor stands in it, and what part of it fits a width.
 * Must never know: what is asked, curses.
 */
#ifndef TUI_PROMPT_H
#define TUI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROMPT_SIZE = 160 };

/* Invariants: 1. text is valid UTF-8 with only safe characters. 2. at <= n <
 * PROMPT_SIZE, at a character with its combining marks. A zeroed struct is an empty
 * line. */
struct prompt {
    char text[PROMPT_SIZE];
    size_t n, at;
    size_t most; /* bytes that may be typed, 0 = as many as fit */
};

/* Replaces the text; the cursor goes to its end. What is too long is cut. */
void prompt_set(struct prompt *prompt, const char *text);

/* Edits the line by a key of tui/input.h: a character, Backspace, Delete, Left, Right,
 * Home, End, Ctrl-U (empties it). True if the text has changed. Other keys, and
 * characters that no longer fit, do nothing. */
bool prompt_key(struct prompt *prompt, uint32_t key);

/* The part that fits into `width` cells so that the cursor is in it: the offset of its
 * first byte; *x receives the cells between it and the cursor. */
size_t prompt_window(const struct prompt *prompt, int width, int ambiguous, int *x);

#endif
