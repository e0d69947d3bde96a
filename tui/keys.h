/*
 * Keys: which key does what.
 *
 * Owns: the one list from which come the actions, the bindings, the help page and the
 * manual (tui_key_help in tui/tui.h).
 * Must never know: how an action is done.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "core/msgid.h"
#include "tui/input.h"

#include <stdint.h>

/* ROW(action, keys as they are written, what it does, the keys) */
#define KEY_LIST(ROW)                                                                  \
    ROW(DOWN, "Down j", N_("Next line"), INPUT_DOWN, 'j')                              \
    ROW(UP, "Up k", N_("Line before"), INPUT_UP, 'k')                                  \
    ROW(RIGHT, "Right l", N_("Column to the right, else open"), INPUT_RIGHT, 'l')      \
    ROW(LEFT, "Left h", N_("Column to the left, else one level up"), INPUT_LEFT, 'h')  \
    ROW(OPEN, "Enter", N_("Open what is selected"), INPUT_ENTER)                       \
    ROW(CLOSE, "Esc BS", N_("One level up"), INPUT_ESC, INPUT_BACKSPACE)               \
    ROW(PAGE_DOWN, "PgDn", N_("Next screenful"), INPUT_PAGE_DOWN)                      \
    ROW(PAGE_UP, "PgUp", N_("Screenful before"), INPUT_PAGE_UP)                        \
    ROW(FIRST, "g Home", N_("Beginning of the page"), 'g', INPUT_HOME)                 \
    ROW(LAST, "G End", N_("End of the page"), 'G', INPUT_END)                          \
    ROW(NEXT_PANE, "Tab", N_("Next part of the page"), INPUT_TAB)                      \
    ROW(PREVIOUS_PANE, "S-Tab", N_("Part of the page before"), INPUT_BACK_TAB)         \
    ROW(PAGE, "0-9", N_("The page of that number"), '0', '1', '2', '3', '4', '5', '6', \
        '7', '8', '9')                                                                 \
    ROW(BACK, "[", N_("Back to where you were"), '[')                                  \
    ROW(FORWARD, "]", N_("Forward again"), ']')                                        \
    ROW(FIND, "/", N_("Find names, codes and texts"), '/')                             \
    ROW(FIND_NEXT, "n", N_("Next hit on this page"), 'n')                              \
    ROW(FIND_PREVIOUS, "N", N_("Hit before on this page"), 'N')                        \
    ROW(GOTO, ":", N_("Go to an address or a name"), ':')                              \
    ROW(HELP, "?", N_("Help on this page"), '?')                                       \
    ROW(REFRESH, "r", N_("Fetch what this page shows"), 'r')                           \
    ROW(REFRESH_ALL, "R", N_("Fetch everything"), 'R')                                 \
    ROW(QUIT, "q", N_("Back; leaves from the first page"), 'q')                        \
    ROW(LEAVE, "Q Ctrl-C", N_("Leave"), 'Q', INPUT_CTRL('C'))                          \
    ROW(REDRAW, "Ctrl-L", N_("Draw the screen again"), INPUT_CTRL('L'))                \
    ROW(SUSPEND, "Ctrl-Z", N_("Suspend; fg comes back"), INPUT_CTRL('Z'))

enum action {
    ACTION_NONE,
#define KEY_ACTION(action, keys, does, ...) ACTION_##action,
    KEY_LIST(KEY_ACTION)
#undef KEY_ACTION
        ACTION_COUNT
};

/* The action that a key is bound to, ACTION_NONE for every other key. */
enum action keys_action(uint32_t key);

#endif
