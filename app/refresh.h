/*
 * Refreshing: the keys that collect, stop and tell how it went.
 *
 * Owns: the collector as a child, the log of what it has said since the dashboard was
 * opened.
 * Must never know: the screen beyond tui_message and tui_progress, the store.
 */
#ifndef APP_REFRESH_H
#define APP_REFRESH_H

#include "app/child.h"
#include "app/session.h"
#include "tui/tui.h"
#include "views/log.h"

#include <stdbool.h>
#include <stddef.h>

enum { REFRESH_LINES = 400 }; /* of what was said, the oldest half is dropped then */

struct refresh {
    struct session *session;
    struct tui *const *tui;
    /* Looks for a newer snapshot and shows it; true if there was one. */
    bool (*renew)(void *self);
    void *self;
    struct child child;        /* its fd is for poll; -1 = none */
    const char *next;          /* to be collected when it has ended: a source, "" =
                                  all; NULL = nothing */
    bool said;                 /* the collector has said how it ended */
    bool stopping;             /* and was asked to */
    unsigned done, of, failed; /* sources */
    struct arena arena;        /* holds the lines */
    struct log log;
    size_t lines; /* said in all */
};

/* Nothing is collected yet. tui: where messages go, opened before the first command. */
void refresh_open(struct refresh *refresh, struct session *session,
                  struct tui *const *tui, bool (*renew)(void *self), void *self);

/* What a key asked for on the page at an address. */
void refresh_command(struct refresh *refresh, enum tui_command what,
                     const char *address);

/* Takes what the collector has said, and its end. */
void refresh_take(struct refresh *refresh);

/* Stops what is being collected. */
void refresh_close(struct refresh *refresh);

#endif
