/*
 * Pty: the real program on a terminal, for tests.
 *
 * Owns: a child on a pseudo-terminal, and the screen that its output paints (libvterm).
 * Every wait is bounded.
 */
#ifndef TESTS_LIB_PTY_H
#define TESTS_LIB_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

/* A zeroed struct is not running. */
struct pty {
    int master; /* -1 = closed */
    pid_t pid;  /* 0 = its status has been taken */
    int status;
    int rows, columns;
    VTerm *vterm;
    VTermScreen *screen;
    bool cursor_visible;
    int cursor_row, cursor_column;
    size_t bytes; /* that the program has written; tests may set it to 0 */
    bool ended;   /* its side of the terminal is closed */
    long sleeps;  /* pty_sleeps when something was typed last */
};

/* Starts argv[0] with a terminal of that size. `env`: "NAME=VALUE" sets, "NAME" unsets;
 * ends with NULL, may be NULL. TERM is xterm-256color and LC_ALL C.UTF-8 unless it says
 * otherwise; the variables that could disturb are unset. False if nothing started. */
bool pty_start(struct pty *pty, int rows, int columns, const char *const *argv,
               const char *const *env);

/* Types. */
void pty_type(struct pty *pty, const char *text);
void pty_send(struct pty *pty, const void *bytes, size_t n);

/* Feeds output to the screen until none has come for `quiet` ms; false if it has not
 * stopped within 10 s. True at the end of the program too. */
bool pty_settle(struct pty *pty, int quiet);

/* Feeds output until the program has taken all that was typed and waits for more (a
 * program of one thread whose terminal is in raw mode); false if it has not within
 * 10 s, or has ended. */
bool pty_answered(struct pty *pty);

/* How often the program has begun to wait. */
long pty_sleeps(const struct pty *pty);

/* Feeds output until the screen contains the text; false if it has not within 10 s. */
bool pty_wait(struct pty *pty, const char *text);

/* A row of the screen as UTF-8, without trailing blanks. */
const char *pty_row(struct pty *pty, int row, char *text, size_t size);

/* The first row that contains the text, -1 = none; *column (may be NULL) receives its
 * cell. */
int pty_find(struct pty *pty, const char *text, int *column);

/* Attributes of a cell. */
VTermScreenCellAttrs pty_attrs(struct pty *pty, int row, int column);

/* Changes the window's size; the program gets SIGWINCH. */
void pty_resize(struct pty *pty, int rows, int columns);

/* Hangs up: closes our side. */
void pty_hang_up(struct pty *pty);

/* Waits up to `limit` ms for the end; feeds output meanwhile. False if it still runs.
 * pty->status is then as waitpid() gave it. */
bool pty_exited(struct pty *pty, int limit);

/* Kills what still runs and frees everything. */
void pty_close(struct pty *pty);

#endif
