/*
 * Scripts: keys from a file, for tests and for reports of mistakes that anybody can
 * repeat.
 *
 *     # a line each; what is behind '#' at a line's beginning is passed over
 *     size 120x40         the screen; 80x24 unless said
 *     keys :task/B9<Enter><Down>
 *     type 智能算力        as it stands
 *     wait 200            milliseconds
 *     wait for TEXT       until the screen shows it, 10 s at most
 *     save FILE           the screen as text
 *     quit
 *
 * Owns: that form, and how far a script is. At its end the dashboard closes.
 * Must never know: what keys do.
 */
#ifndef APP_SCRIPT_H
#define APP_SCRIPT_H

#include "core/arena.h"
#include "core/error.h"
#include "tui/tui.h"

#include <stddef.h>
#include <stdint.h>

struct script_line; /* app/script.c */

struct script {
    const char *path;
    struct script_line *lines;
    size_t n, at;
    int64_t until; /* the line at hand waits until then, monotonic ms; 0 = not begun */
};

/* Reads a script ("-" = standard input) into the arena. The first mistake ends it, with
 * its line. */
bool script_read(struct script *script, const char *path, struct arena *arena,
                 struct error *error);

enum script_state { SCRIPT_GOES_ON, SCRIPT_ENDED, SCRIPT_FAILED };

/* Does as much as can be done now. SCRIPT_GOES_ON: *wait receives the milliseconds
 * after which to call again. */
enum script_state script_go(struct script *script, struct tui *tui, int64_t now,
                            int *wait, struct error *error);

#endif
