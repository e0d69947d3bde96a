/*
 * Restricted sessions: what an account that may only look has of the program
 * (--restricted, for ForceCommand of sshd).
 *
 * Owns: which options such an account may give, what of the environment counts, the
 * lines in the system's log.
 * Must never know: pages, keys (views/keys.h says which of those are not for it).
 */
#ifndef APP_RESTRICT_H
#define APP_RESTRICT_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Shuts the process in: only the site's configuration and cache are looked for (app/
 * place.h), of the environment only what says what the terminal and the reader's
 * language are is kept, no memory is ever dumped. Before anything is read. */
void restrict_process(void);

/* Is it a variable of that value that a restricted session keeps? A value that could be
 * a path is not kept. */
bool restrict_keeps(const char *name, const char *value);

/* Why a session ends. */
enum session_end {
    SESSION_LEFT, /* by a key, or all was printed */
    SESSION_IDLE,
    SESSION_SIGNAL,
    SESSION_GONE,   /* its terminal */
    SESSION_FAILED, /* it could not begin */
};

/* A line for the system's log: who, from where, and what happened. `connection`: the
 * variable SSH_CONNECTION, NULL = none; what in it is no address is not repeated. */
void restrict_text(const char *user, const char *connection, const char *what,
                   char *text, size_t size);

/* Writes it: the beginning, and the end. */
void restrict_log_begin(void);
void restrict_log_end(enum session_end end);

#endif
