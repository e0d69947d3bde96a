/*
 * The collector as the dashboard's child: started on r and R, heard through a pipe.
 *
 * Owns: the child process and its pipe. Must never know: what is collected, the screen.
 */
#ifndef APP_CHILD_H
#define APP_CHILD_H

#include "app/options.h"
#include "core/error.h"

#include <stdbool.h>
#include <sys/types.h>

/* A zeroed struct with fd -1 is "none". */
struct child {
    pid_t pid;
    int fd; /* the pipe's reading end, non-blocking; -1 = none */
    char line[2048];
    size_t used;
};

/* Starts `aiplus --fetch` with the same configuration, cache and catalogue; source ""
 * = all. */
bool child_start(struct child *child, const struct options *options, const char *config,
                 const char *cache, const char *language, const char *source,
                 struct error *error);

/* Reads what has come and calls `line` for each whole line. Returns false when the
 * child has closed its end; child_end then reaps it. */
bool child_read(struct child *child, void (*line)(void *self, const char *line),
                void *self);

/* Reaps the child and closes the pipe; *status as from waitpid. With `stop`, tells it
 * to leave first. Never waits longer than it takes to die. */
void child_end(struct child *child, bool stop, int *status);

#endif
