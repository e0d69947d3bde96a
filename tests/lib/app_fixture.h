/*
 * The real program for tests: a directory of its own with configurations and a cache,
 * the demo server, the dashboard on a pty, the program without one.
 */
#ifndef TESTS_LIB_APP_FIXTURE_H
#define TESTS_LIB_APP_FIXTURE_H

#include "tests/lib/pty.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct app {
    char build[512]; /* build/release */
    char program[600];
    char directory[64]; /* of this test; holds demo.conf, and the cache "cache" */
    pid_t server;       /* the demo server; 0 = none */
    unsigned port;
};

/* Makes the directory; with `server`, starts the demo server and writes demo.conf with
 * its two sources. `self` is the test program's argv[0]. Fails the test where that does
 * not work. */
void app_open(struct app *app, const char *self, bool server);

/* Stops the server and removes the directory. */
void app_close(struct app *app);

/* A path below the directory. The last four stay valid. */
const char *app_path(const struct app *app, const char *name);

/* Writes a configuration with one source for each of the server's paths ("/stall"). */
void app_config(const struct app *app, const char *name, const char *const *paths);

/* The dashboard of configuration `config` ("" = none) and the directory's cache, with
 * more arguments (ends with NULL, may be NULL). It has been drawn when this returns. */
void app_start(const struct app *app, struct pty *pty, int rows, int columns,
               const char *config, const char *const *more);

/* The program on a terminal with exactly these arguments, and more environment. */
void app_spawn(const struct app *app, struct pty *pty, int rows, int columns,
               const char *const *arguments, const char *const *env);

/* Runs the program without a terminal; the exit status. What it prints is in *output
 * (may be NULL), to be freed. */
int app_run(const struct app *app, const char *arguments, char **output);

/* Collects with a configuration into the directory's cache; the exit status. */
int app_fetch(const struct app *app, const char *config);

/* Types keys; all have been answered when this returns. */
void app_type(struct pty *pty, const char *keys);

/* Fails the test if the screen does (not) contain the text. */
void app_has(struct pty *pty, const char *text);
void app_lacks(struct pty *pty, const char *text);

/* Waits until the screen contains the text; fails the test if it does not come. */
void app_wait(struct pty *pty, const char *text);

/* The row with the cursor's marker, without it; "" if there is none. */
const char *app_selected(struct pty *pty, char *text, size_t size);

/* The first child of a process, 0 if it has none. */
pid_t app_child(pid_t parent);

/* Does it end within `limit` ms, with that status? */
void app_ends(struct pty *pty, int limit, int status);

#endif
