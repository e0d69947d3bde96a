/*
 * Input: bytes from a terminal become keys.
 *
 * Owns: what the sequences of the terminals in use mean.
 * Must never know: what a key does, curses, the clock.
 *
 * Read here and not by curses: the sequences of cursor keys are the same on every
 * terminal that is left, an unknown sequence is swallowed whole instead of being typed,
 * bad UTF-8 cannot stall, and the keypad stays in its plain mode, so that the digits of
 * a numeric keypad arrive as digits.
 */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key is a character's code, a control character's, or one of these. */
enum input_key {
    INPUT_NONE = 0,
    INPUT_TAB = 9,
    INPUT_ENTER = 13,
    INPUT_ESC = 27,
    INPUT_BACKSPACE = 127,
    INPUT_UP = 0x110000, /* behind the last character of Unicode */
    INPUT_DOWN,
    INPUT_LEFT,
    INPUT_RIGHT,
    INPUT_HOME,
    INPUT_END,
    INPUT_PAGE_UP,
    INPUT_PAGE_DOWN,
    INPUT_DELETE,
    INPUT_BACK_TAB,
    INPUT_REPORT = 0x120000, /* and the column, from 1: where the cursor is, asked for
                                by terminal_ask */
    INPUT_REPORT_LAST = INPUT_REPORT + 999,
};

/* Ctrl and a capital letter. */
#define INPUT_CTRL(letter) ((letter)&0x1F)

/* Milliseconds after which an Esc that nothing followed is the key itself. */
enum { INPUT_ESC_WAIT = 25 };

/* Reads one key from n bytes, n > 0. Returns the bytes that it took, 0 if the key is
 * not complete yet. *key receives INPUT_NONE for bytes that mean nothing. `waited`
 * says that nothing has followed for INPUT_ESC_WAIT: then an unfinished sequence is an
 * Esc and what was typed after it. */
size_t input_take(const char *bytes, size_t n, bool waited, uint32_t *key);

#endif
