/*
 * The dashboard on a terminal: draws views, turns keys into addresses.
 *
 * Owns: the screen, the cursor, the history, prompts, themes.
 * Must never know: what the pages say, the store, the network. It asks its host for
 * views and tells it what the user wants. It never waits: the host polls and calls.
 */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include "core/arena.h"
#include "core/error.h"
#include "views/page.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tui_command {
    TUI_REFRESH,     /* r: what this page shows */
    TUI_REFRESH_ALL, /* R */
    TUI_STOP,        /* x: no more of it */
};

struct tui_host {
    void *self;
    /* Builds the page at an address into the arena, drawn as `options` ask. `from` is
     * the page that help and find were called from. */
    bool (*build)(void *self, const char *address, const char *from,
                  const struct view_options *options, struct arena *arena,
                  struct view *view, struct error *error);
    /* What the user asked for; the host answers later with tui_message. */
    void (*command)(void *self, enum tui_command command, const char *address);
    size_t (*complete)(void *self, const char *typed, const char *address,
                       struct arena *arena, struct completion *found, size_t most);
    /* From which day on pages tell changes, as typed; "" = the default. False if it is
     * none, or too late. */
    bool (*since)(void *self, const char *typed, struct error *error);
    /* As of which day pages are made, likewise; "" = the present. */
    bool (*as_of)(void *self, const char *typed, struct error *error);
    /* A name for the page's file, the arena's; and the page as a file of that name. A
     * file that is there already is replaced only if so said, and is ERROR_EXPORT_THERE
     * else. */
    const char *(*export_name)(void *self, const char *address, struct arena *arena);
    bool (*export)(void *self, const char *address, const char *from,
                   const struct view_options *options, const char *typed, bool replace,
                   struct error *error);
    /* The address of the page that compares these regions, by the figures of the page
     * at an address; NULL where that page is of no one indicator. The arena's. */
    const char *(*compare)(void *self, const char *address, const int32_t *regions,
                           size_t n, struct arena *arena);
    /* The terminal's answer in cells, 0 = none came in time: *ambiguous and *glyphs
     * receive how pages are drawn from now on. */
    void (*answered)(void *self, int cells, int *ambiguous, enum glyph_tier *glyphs);
};

struct tui_options {
    const char *theme; /* theme file or compiled-in name; "" = default; lent */
    bool restricted;   /* for an account that may only look: see views/keys.h */
    bool mono;         /* NO_COLOR or --color=never */
    int ambiguous;     /* cells of an ambiguous character, 1 or 2 */
    const char *start; /* first address */
    enum glyph_tier glyphs;
    bool played; /* no terminal: keys come by tui_play, nobody sees the screen */
    bool asks;   /* the terminal is asked for its width of ambiguous characters */
};

struct tui;

/* Opens the terminal of stdin and stdout and draws the first page; LC_CTYPE is a UTF-8
 * locale by then (words_open). The host's signal handlers stay; faults (SIGSEGV,
 * SIGABRT and their like) are caught until tui_close, to restore the terminal. Errors
 * leave the terminal as it was: ERROR_TERMINAL for TERM unset, unknown or dumb,
 * ERROR_NO_TERMINAL for no terminal at all. */
bool tui_open(const struct tui_options *options, const struct tui_host *host,
              struct tui **tui, struct error *error);

/* Takes all keys that have been typed. Returns false when the user leaves or the
 * terminal is gone. */
bool tui_keys(struct tui *tui);

/* Has the user asked to leave? */
bool tui_left(const struct tui *tui);

/* The window has a new size (SIGWINCH), or the terminal is ours again (SIGCONT). While
 * a window is being dragged, only some of its sizes are drawn, and the last. */
void tui_resized(struct tui *tui);
void tui_resumed(struct tui *tui);

/* New data: builds the same address again; the cursor follows its row's key. */
void tui_reload(struct tui *tui);

/* The same, if the page at hand is the one of that name. */
void tui_reload_page(struct tui *tui, const char *name);

/* A message in the status line until the next page; "" takes it away. */
void tui_message(struct tui *tui, const char *text);

/* What goes on in the background: in the status line wherever no message stands, on
 * every page; takes away the message there is. "" = nothing more. */
void tui_progress(struct tui *tui, const char *text);

/* Milliseconds until tui_keys wants to be called without a key (an Esc that may begin a
 * sequence, a size that may be followed by others), -1 = never. */
int tui_timeout(const struct tui *tui);

/* Where there is no terminal: types keys, all of which are answered when it returns;
 * false as tui_keys. Gives the screen another size. The screen as lines of text without
 * trailing blanks; the arena's. */
bool tui_play(struct tui *tui, const char *keys);
void tui_play_size(struct tui *tui, int rows, int columns);
const char *tui_picture(const struct tui *tui, struct arena *arena);

/* Leaves the terminal as it was found. Safe on a terminal that is gone. */
void tui_close(struct tui *tui);

#endif
