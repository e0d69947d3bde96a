/*
 * The command line. Owns: the table of options; help and the manual are checked
 * against it. Must never know: what an option does.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum command {
    COMMAND_VIEW, /* the dashboard */
    COMMAND_PRINT,
    COMMAND_FETCH,
    COMMAND_ACCEPT,
    COMMAND_INSPECT,
    COMMAND_CHECK,
    COMMAND_CSV,
    COMMAND_PRUNE,
    COMMAND_ASSESS,
    COMMAND_COMPLETION,
    COMMAND_HELP,
    COMMAND_VERSION
};

/* DESIGN, "Paper": for cron. */
enum exit_status {
    EXIT_FRESH = 0,
    EXIT_ERROR = 1,
    EXIT_USAGE = 2,
    EXIT_STALE = 3,
    EXIT_FAILING = 4,
    EXIT_NO_DATA = 5,
    EXIT_CANNOT_WRITE = 6,
    EXIT_CANNOT_SEND = 7
};

struct options {
    enum command command;
    const char *const *pages; /* addresses of --print, in order; "" = the overview */
    size_t n_pages;
    const char *const
        *arguments; /* sources of --fetch and --accept, the file of --inspect, the
                       dashboard's first address, indicators of --csv, the file of
                       --assess */
    size_t n_arguments;
    const char *format;                           /* "text" */
    const char *region;                           /* as typed, "" if not said */
    const char *language;                         /* "zh", "en", "" */
    const char *cache, *config, *catalog, *theme; /* "" if not said */
    const char *regions, *from, *to, *frequency;  /* of --csv, as typed, "" = all */
    const char *register_name;         /* of --csv: items of it, "" = figures */
    const char *sort, *filter, *group; /* of --print, as typed, "" = as the page does */
    const char *output;                /* its file, "" = standard output */
    const char *report;                /* a definition's name, "" = none */
    const char *mail_to, *subject, *attach, *message_id; /* of a message, as typed */
    const char *charset, *colour; /* likewise; "" = the locale's, "never" */
    const char *completion;       /* the shell */
    int64_t date;                 /* that a document bears, 0 = now */
    bool send, bare, no_bom;
    bool history;       /* all that was said */
    const char *assess; /* its method, as typed */
    int prune_years;
    int32_t as_of;      /* day, 0 = not asked */
    int32_t since;      /* likewise */
    int width;          /* 0 = by the format */
    const char *glyphs; /* "auto", "ascii", "block", "braille"; "" = not said */
    int ambiguous;      /* 1, 2; 0 = not said */
    bool offline, mono;
    const char *script; /* its file, "" = keys come from the terminal */
    bool restricted;    /* an account that may only look: see app/restrict.h */
    int progress;       /* descriptor for the dashboard's collector, -1 = none */
};

/* Reads the command line. False with a usage error. */
bool options_read(int argc, char *const *argv, struct arena *arena,
                  struct options *options, struct error *error);

/* The options one by one, for those who list them: name, argument ("" = none, in
 * brackets where it may be left out) and help (msgid, NULL = for the program itself).
 * False behind the last. */
struct option_row {
    const char *name, *argument, *help;
};
bool options_row(size_t i, struct option_row *row);

/* The help text in the user's language. */
void options_help(FILE *out);

#endif
