/*
 * Keys: what the dashboard's keys do, as data.
 *
 * Owns: the list of actions with the keys that are shown for them. The help page prints
 * it, tui/keys.c maps real keys to the actions, the manual is checked against it.
 * Must never know: curses, key codes.
 */
#ifndef VIEWS_KEYS_H
#define VIEWS_KEYS_H

#include "core/arena.h"
#include "core/msgid.h"

#include <stdbool.h>
#include <stddef.h>

enum key_group { KEYS_MOVE, KEYS_VIEW, KEYS_DATA, KEYS_GROUP_COUNT };

/* ROW(action, group, keys as shown (a msgid where they have a name that is a word),
 * what it does (msgid)) */
#define ACTION_LIST(ROW)                                                               \
    ROW(UP, MOVE, N_("Up k"), N_("one row up"))                                        \
    ROW(DOWN, MOVE, N_("Down j"), N_("one row down"))                                  \
    ROW(LEFT, MOVE, N_("Left h"),                                                      \
        N_("one cell left; in the first column one level up"))                         \
    ROW(RIGHT, MOVE, N_("Right l"), N_("one cell right; in a list open the row"))      \
    ROW(PAGE_UP, MOVE, "PgUp", N_("one screen up"))                                    \
    ROW(PAGE_DOWN, MOVE, "PgDn", N_("one screen down"))                                \
    ROW(FIRST, MOVE, "g Home", N_("first row"))                                        \
    ROW(LAST, MOVE, "G End", N_("last row"))                                           \
    ROW(NEXT_PANE, MOVE, "Tab", N_("next part of the page"))                           \
    ROW(PREVIOUS_PANE, MOVE, "S-Tab", N_("previous part of the page"))                 \
    ROW(OPEN, VIEW, "Enter", N_("open the row or cell"))                               \
    ROW(CLOSE, VIEW, "Esc", N_("one level up, or close a prompt"))                     \
    ROW(SORT, VIEW, "s", N_("sort another way"))                                       \
    ROW(COLUMN, VIEW, "S", N_("sort by the next column"))                              \
    ROW(REVERSE, VIEW, "I", N_("that column the other way round"))                     \
    ROW(FILTER, VIEW, "F", N_("show only some; an empty filter shows all"))            \
    ROW(GROUP, VIEW, N_("m u"), N_("tiles or list; group another way"))                \
    ROW(MARK, VIEW, N_("Space"), N_("mark a region, or unmark it (up to six)"))        \
    ROW(COMPARE, VIEW, "c", N_("compare the marked regions"))                          \
    ROW(NEXT_BEHIND, VIEW, "!", N_("next cell behind"))                                \
    ROW(PAGE, VIEW, "0-9", N_("the page with that number"))                            \
    ROW(BACK, VIEW, "[", N_("back in the history"))                                    \
    ROW(FORWARD, VIEW, "]", N_("forward in the history"))                              \
    ROW(GOTO, VIEW, ":", N_("go to an address, a region, a code"))                     \
    ROW(FIND, VIEW, "/", N_("find in all pages"))                                      \
    ROW(FIND_NEXT, VIEW, "n", N_("next hit on this page"))                             \
    ROW(FIND_PREVIOUS, VIEW, "N", N_("previous hit on this page"))                     \
    ROW(HELP, VIEW, "?", N_("this help"))                                              \
    ROW(AS_OF, DATA, "t", N_("pages as they stood on a day; empty: now"))              \
    ROW(SINCE, DATA, "d", N_("the day from which on changes are told"))                \
    ROW(EXPORT, DATA, "e", N_("this page as a file: CSV or text"))                     \
    ROW(REFRESH, DATA, "r", N_("fetch what this page shows"))                          \
    ROW(REFRESH_ALL, DATA, "R", N_("fetch from all sources"))                          \
    ROW(STOP, DATA, "x", N_("stop fetching; what has come is kept"))                   \
    ROW(LOG, DATA, "L", N_("what has been said while fetching"))                       \
    ROW(THEME, DATA, "T", N_("other colours"))                                         \
    ROW(REDRAW, DATA, "Ctrl-L", N_("draw the screen again"))                           \
    ROW(SUSPEND, DATA, "Ctrl-Z", N_("back to the shell; fg returns"))                  \
    ROW(QUIT, DATA, "q", N_("back; at the top leave the program"))                     \
    ROW(LEAVE, DATA, "Q Ctrl-C", N_("leave the program"))

enum action {
    ACTION_NONE,
#define ACTION_ENUM(name, group, keys, does) ACTION_##name,
    ACTION_LIST(ACTION_ENUM)
#undef ACTION_ENUM
        ACTION_COUNT
};

struct key_help {
    const char *keys, *does; /* key_text gives the keys in the reader's language */
    enum action action;
    enum key_group group;
};

/* In the order of the list; ends with NULL keys. Which digit opens which page is in
 * the table of pages. */
extern const struct key_help key_help[];

/* The keys as shown: "上 k". Names of keys are translated, letters are not. */
const char *key_text(const struct key_help *key);

/* Is it not for an account that may only look (struct view_context: restricted)? */
bool key_guarded(enum action action);

/* The hints for the status line, which are divided by two blanks, without those keys;
 * lent by the arena. */
const char *key_hints(const char *hints, bool restricted, struct arena *arena);

/* The group's name, a msgid. */
extern const char *const key_group_names[KEYS_GROUP_COUNT];

#endif
