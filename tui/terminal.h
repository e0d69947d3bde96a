/*
 * Terminal: the door to curses, and the one place with state of the whole process.
 *
 * Owns: the terminal's modes, its size, colours for roles, the handlers that restore it
 * before a fault ends the program, and the wcwidth() by which curses counts cells.
 * Must never know: pages, keys' meanings, what is drawn.
 *
 * Drawing goes into a picture in memory; terminal_flush sends what has changed since
 * the last one. Coordinates are cells from 0. The last column is never written: a
 * character there leaves different terminals in different states. There is one
 * terminal; all but terminal_open want it open.
 */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include "core/arena.h"
#include "core/error.h"
#include "tui/theme.h"
#include "views/layout.h"
#include "views/role.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Takes the terminal of stdin and stdout. LC_CTYPE must be a UTF-8 locale by then
 * (words_open). `farewell` is what a fault says on stderr. ERROR_NO_TERMINAL if they
 * are none, ERROR_TERMINAL if TERM names none that can place a cursor; nothing has been
 * written then. */
bool terminal_open(const struct theme *theme, bool mono, int ambiguous,
                   const char *farewell, struct error *error);

/* Asks how many cells it gives to a character of ambiguous width: writes one at the
 * start of a line and asks where the cursor is. The answer comes as INPUT_REPORT, one
 * column behind. Before the first picture, which then covers it. */
void terminal_ask(void);

/* From the next picture on such a character has that many cells. All is drawn anew if
 * `disputed`: the screen may show such characters. */
void terminal_width(int ambiguous, bool disputed);

/* A screen of that size that nobody sees, without colours, for keys that are typed by
 * terminal_type. ERROR_TERMINAL if there is no description of any terminal. */
bool terminal_open_none(const struct theme *theme, int ambiguous, int rows, int columns,
                        struct error *error);
void terminal_resize_none(int rows, int columns);
/* Lends the text, for terminal_read to give; is there anything left of it? */
void terminal_type(const char *text);
bool terminal_typed(void);

/* A row as it was drawn last, without trailing blanks; the arena's. */
const char *terminal_row(int row, struct arena *arena);

/* From the next picture on roles look so. False where the terminal shows no colours:
 * then in their monochrome forms. */
bool terminal_theme(const struct theme *theme);

/* Leaves the terminal as it was found. Does nothing if it is not open. */
void terminal_close(void);

/* Asks for the window's size again; true if it has changed. The next flush then draws
 * everything. */
bool terminal_resize(void);
void terminal_size(int *rows, int *columns);

/* Stops the process as Ctrl-Z does, with the terminal as it was found; returns when it
 * goes on. */
void terminal_suspend(void);

/* The terminal may show anything by now: the next flush sets its modes and draws
 * everything. */
void terminal_renew(void);

/* Reads what has been typed, without waiting: the bytes, 0 = none, -1 = the terminal is
 * gone. */
ssize_t terminal_read(char *bytes, size_t n);

/* Draws text from a cell on; unsafe characters read '?', and what does not fit before
 * the last column is left away. Returns the cell behind it. */
int terminal_put(int row, int x, const char *text, enum role role);

/* The row is this line and nothing else. NULL = an empty row. */
void terminal_line(int row, const struct sheet_line *line);

/* Sets cells off that are drawn already: reversed or underlined, in a role. */
enum terminal_look { LOOK_REVERSE, LOOK_UNDERLINE };
void terminal_set_off(int row, int x, int width, enum role role,
                      enum terminal_look look);

/* Shows the cursor at a cell; hides it. */
void terminal_show_cursor(int row, int x);
void terminal_hide_cursor(void);

/* Sends what has changed. */
void terminal_flush(void);

#endif
