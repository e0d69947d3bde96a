/*
 * Session: the dashboard's own state. Only for the files of tui/.
 *
 * Owns: struct tui and what keys do to it (action.c, arrange.c), what is asked (ask.c),
 * and how it is drawn (screen.c).
 */
#ifndef TUI_SESSION_H
#define TUI_SESSION_H

#include "tui/chosen.h"
#include "tui/history.h"
#include "tui/keys.h"
#include "tui/marks.h"
#include "tui/prompt.h"
#include "tui/shown.h"
#include "tui/theme.h"
#include "tui/tui.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEAST_ROWS = 24, LEAST_COLUMNS = 80, COMPLETIONS = 8, NOTE_SIZE = 1100 };

enum asking {
    ASKING_NOTHING,
    ASKING_FIND,
    ASKING_ADDRESS,
    ASKING_FILTER,
    ASKING_SINCE,
    ASKING_AS_OF,
    ASKING_EXPORT,
    ASKING_COUNT
};

/* Invariants: 1. *page is always a built page, and the present place of the history is
 * its address, but while ASKING_FIND shows a preview. 2. *page and *spare are the two
 * elements of pages. */
struct tui {
    struct arena arena; /* holds this struct */
    struct tui_host host;
    struct layout_rules rules;
    int rows, columns;
    struct shown pages[2], *page, *spare;
    struct history history;
    char theme[THEME_NAME]; /* in use */
    const char *own_theme;  /* as configured; lent */
    struct marks marks;
    struct chosen_pages by_page; /* how the reader wants them */

    enum asking asking;
    struct prompt prompt;
    bool typed;   /* what is shown for the prompt's text is out of date */
    bool chosen;  /* Up or Down has chosen a candidate or a hit */
    bool preview; /* the page is what find shows, not the history's present place */
    struct arena found_arena;
    struct completion found[COMPLETIONS];
    size_t n_found, at_found;
    char words[PROMPT_SIZE]; /* of the last find, for n and N */
    char there[PROMPT_SIZE]; /* the file that Enter once more replaces, "" = none */

    char message[NOTE_SIZE];  /* status line, until the next page */
    bool spills;              /* a long message may use the detail line too */
    char progress[NOTE_SIZE]; /* status line while there is no message */
    char note[NOTE_SIZE];     /* detail line, until the next key */

    char pending[64]; /* an unfinished key */
    size_t n_pending;
    int64_t pending_since; /* monotonic milliseconds */
    bool restricted;
    enum { ANSWER_NONE, ANSWER_AWAITED, ANSWER_LATE } answer; /* of terminal_ask */
    int64_t asked_at;

    bool resized; /* the window's new size is not taken yet */
    int64_t resized_at, size_taken_at;
    bool leaving;
};

/* Is the window too small for a page? */
bool session_small(const struct tui *tui);

/* Lines of the body. */
size_t session_height(const struct tui *tui);

/* Says an error on the detail line. Returns false. */
bool session_note(struct tui *tui, const struct error *error);

/* Shows the page at an address without touching the history; false, with the reason on
 * the detail line, if it cannot be built: the old page stays. */
bool session_show(struct tui *tui, const char *address, const char *from);

/* Builds the page at hand again, as it is chosen by now or with new data; the cursor
 * follows its key. */
bool session_rebuild(struct tui *tui, struct error *error);

/* Which page is shown; NULL if no row of the table. */
const struct page *session_page(const struct tui *tui);

/* Goes to an address: shows it, and adds it to the history. */
bool session_go(struct tui *tui, const char *address, const char *from);

/* Shows the history's present place again, as it stood. */
bool session_return(struct tui *tui);

/* Looks on the page for the last words, from the selected item on. */
void session_search(struct tui *tui, int step);

/* The address with the region of the present one, where that page has regions and none
 * is said. Lent by the arena. */
const char *session_here(const struct tui *tui, const char *address,
                         struct arena *arena);

/* action.c: does what a key is bound to. */
void session_act(struct tui *tui, enum action action, uint32_t key);

/* Says a text on the status line, until the next page. */
void session_say(struct tui *tui, const char *text);

/* arrange.c: the page in its next order, by its next column, that column the other way
 * round, in its next grouping; and the prompt for a filter. */
void arrange_sort(struct tui *tui, uint32_t key);
void arrange_column(struct tui *tui, uint32_t key);
void arrange_reverse(struct tui *tui, uint32_t key);
void arrange_group(struct tui *tui, uint32_t key);
void arrange_filter(struct tui *tui, uint32_t key);

/* ask.c: opens a prompt; handles a key in it; shows what belongs to its text by now. */
void ask_open(struct tui *tui, enum asking asking);
void ask_key(struct tui *tui, uint32_t key);
void ask_update(struct tui *tui);

/* What can be asked: the prompt's sign, what its keys do, what its text and Enter do,
 * the heads of its completions; NULL where there are none. Msgids. */
struct prompt_row {
    const char *sign, *hint;
    void (*update)(struct tui *tui);
    void (*enter)(struct tui *tui);
    const char *heads[3];
};
extern const struct prompt_row prompts[ASKING_COUNT];

/* screen.c: draws everything as it stands now. */
void screen_draw(struct tui *tui);

#endif
