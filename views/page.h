/*
 * Pages: one row and one file each.
 *
 * Owns: addresses, the table of pages, and what every page is built from.
 * Must never know: curses, LMDB, HTTP.
 */
#ifndef VIEWS_PAGE_H
#define VIEWS_PAGE_H

#include "catalog/catalog.h"
#include "core/arena.h"
#include "core/error.h"
#include "core/progress.h"
#include "views/glyphs.h"
#include "views/log.h"
#include "views/query.h"
#include "views/states.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ADDRESS = page[/id][@region] */
struct address {
    const struct page *page;
    char id[192];   /* "" = none; for find the words sought, of a register a key */
    int32_t region; /* 0 = not said: the home region */
};

/* With what else than figures a page of a past day is made: the catalogue and the
 * settings as they were kept then, or the present ones. */
enum data_papers { PAPERS_OF_THEN, PAPERS_NOT_KEPT, PAPERS_UNREADABLE };

/* What is known of the data as a whole; app/ fills it. */
struct data_state {
    bool have_snapshot;
    bool demo;       /* any demo data: the mark cannot be switched off */
    bool fallback;   /* an older snapshot, because the newest is damaged */
    bool offline;    /* --offline */
    uint32_t number; /* of the snapshot */
    int64_t published;
    uint64_t bytes;
    int64_t oldest_due; /* when the next fetch is due, 0 = not scheduled */
    int64_t kept_since; /* pages of an earlier time are not kept; 0 = all are */
    enum data_papers catalog, settings;
    /* The configuration, or where one would be; does it name sources? "" = this account
     * has none to write. */
    const char *config;
    bool configured;
    struct error problem; /* why there is no snapshot, or the damage */
};

/* How the reader wants a page drawn: none of it is part of the address. "" = as the
 * page does by itself; what a page does not know it passes over. */
struct view_options {
    const char *sort;   /* a sort's name: "behind" */
    const char *at;     /* what it goes by where it needs a row or column: its key */
    const char *filter; /* a filter's name or words: "behind", "省数据局" */
    const char *group;  /* "unit", "region", "task" */
    const char *column; /* the head of the column that orders the rows; before `sort` */
    bool reversed;      /* and that the other way round */
};

/* The bulletin's own particulars, from the configuration. */
struct bulletin_settings {
    int number;         /* of the issue, 0 = not said */
    int32_t date;       /* printed on it; 0 = the day it is made */
    int32_t last;       /* day of the one before; 0 = not said */
    const char *issuer; /* "" = not said */
};

struct view_context {
    const struct catalog *catalog;
    const struct query *query; /* NULL: no cache */
    struct arena *arena;       /* everything a page gives lives here */
    enum language language;
    int64_t now;      /* Unix seconds */
    int64_t known_at; /* only what was known by then; INT64_MAX = everything */
    int32_t as_of;    /* the day of --as-of, 0 = not asked */
    int32_t home;     /* the user's own region */
    struct progress_rules rules;
    struct state_row states[PROGRESS_COUNT]; /* progress_rows in the office's colours */
    struct view_options options;
    struct bulletin_settings bulletin;
    /* Changes are counted from the end of this day on: --since, or the last bulletin's,
     * or the last day of the month before last; never after as_of. */
    int32_t since;
    /* The same data, catalogue and rules as they were then, for the pages of changes;
     * NULL where that is not kept, or the page does not ask for it (struct page:
     * compares). Its own `before` is NULL. Lives as long as this. */
    const struct view_context *before;
    const char *classification; /* "内部资料", on every page; "" or NULL = none */
    enum glyph_tier glyphs;     /* paper: ascii unless asked for */
    bool restricted;            /* for an account that may only look */
    bool paper; /* built to be printed: whole, in an order for reading */
    struct data_state data;
    struct log log; /* what the collector has said, for the page of that name */
    /* The page that help and find were called from, "" if none. */
    const char *from;
};

/* What a sort goes by besides its name. Keys of rows are ROW, of a matrix's cells
 * ROW/COLUMN, of its heads /COLUMN: the cursor's tells which. */
enum choice_at { CHOICE_AT_NOTHING, CHOICE_AT_ROW, CHOICE_AT_COLUMN };

/* One way to sort, filter or group a page. */
struct view_choice {
    const char *name;  /* "behind", stays the same in every language */
    const char *title; /* a msgid */
    enum choice_at at; /* of a sort */
};

struct page {
    const char *name;  /* in addresses: "overview" */
    char key;          /* digit, 0 = none */
    const char *title; /* msgid: N_("Overview") */
    const char *help;  /* msgid: what the page answers, one sentence */
    bool regional;     /* @region has a meaning */
    bool timeless;     /* shows nothing that was collected */
    bool compares;     /* needs context.before */
    /* Builds the page. False with an error if the id does not exist or the data cannot
     * be read; *view is untouched then. */
    bool (*build)(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error);
    /* Is the id one of this page's? NULL: the page takes none. */
    bool (*has_id)(const struct catalog *catalog, const char *id);
    /* What `s`, `F` and `u` offer; end with a NULL name; NULL: nothing. The first sort
     * and the first grouping are the page's own: options.sort and .group are "" for
     * them. A filter may be other words too (a unit's name). */
    const struct view_choice *sorts, *filters, *groups;
};

extern const struct page page_overview, page_region, page_task, page_coordination,
    page_ledger, page_cases, page_publicity, page_changes, page_sources, page_bulletin,
    page_indicator, page_digest, page_log, page_search, page_help;

extern const struct page
    *const pages[]; /* in the order of their keys; ends with NULL */

const struct page *page_find(const char *name);

/* The page's day: today, or the one of --as-of. Deadlines and changes are counted from
 * it. */
int32_t page_day(const struct view_context *context);

/* Reads an address; a bare region name, task or indicator code works too (":湖南",
 * ":A2.2", ":B9-01"). False with ERROR_ADDRESS. */
bool address_parse(const struct catalog *catalog, const char *text,
                   struct address *address, struct error *error);

/* Writes the canonical address. */
const char *address_text(struct arena *arena, const struct address *address);

/* The choice of that name in such a list (NULL: an empty one); NULL if there is none.
 */
const struct view_choice *view_choice_find(const struct view_choice *list,
                                           const char *name);

/* Is what was known at the context's time still kept? */
bool page_kept(const struct view_context *context);

/* Parses and builds. The one entry for screen and paper. Of a day that is no longer
 * kept the page says only that. */
bool page_build(const struct view_context *context, const char *address,
                struct view *view, struct error *error);

/* One level up: the address of the step before the last, "" at the top. */
const char *view_up(const struct view *view);

/* Completions for "go to": addresses (with a title) that begin with or contain `typed`;
 * at most `most`. */
struct completion {
    const char *address, *title;
};
size_t address_complete(const struct view_context *context, const char *typed,
                        struct completion *found, size_t most);

/* What the exit status of --print says. Worst of the pages printed wins. NO_DATA: there
 * is no snapshot to read, only the catalogue's published figures, or the day asked for
 * is no longer kept. FAILING_SOURCES: the last attempt at a source failed. STALE_DATA:
 * a scheduled source is past due by more than its cycle. Of a day in the past all of
 * this is as it was at its end. */
enum freshness { FRESH = 0, STALE_DATA = 3, FAILING_SOURCES = 4, NO_DATA = 5 };
enum freshness data_freshness(const struct view_context *context);

#endif
