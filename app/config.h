/*
 * The configuration, aiplus.conf. The only room of libconfuse.
 *
 * Owns: the table of settings, their checks, errors with file and line.
 * Must never know: what is done with a setting.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "app/report_setting.h"
#include "core/arena.h"
#include "core/error.h"
#include "core/progress.h"
#include "fetch/source.h"
#include "views/page.h"

#include <stdbool.h>
#include <stddef.h>

enum { IDLE_UNSAID = -1 };

struct config {
    const char *path; /* NULL: there is none, everything is a default */
    const char *language, *region, *cache, *catalog, *theme; /* "" if not said */
    const char *glyphs;                                      /* as --glyphs, likewise */
    const char *start;          /* the dashboard's first address, likewise */
    const char *classification; /* on every page, likewise; short and clean */
    int ambiguous;              /* cells, 1 or 2; 0 = not said */
    bool demo;                  /* all its sources give demo data */
    /* Seconds without a key after which the dashboard closes; 0 = never, IDLE_UNSAID =
     * not said. */
    int idle;
    int deadline; /* seconds for a whole collection */
    struct progress_rules rules;
    enum role colours[PROGRESS_COUNT]; /* in which the office shows the states */
    struct bulletin_settings bulletin;
    struct mail_setting mail;
    const char *receipts; /* directory of what was sent, "" = the account's own */
    const struct report_setting *reports;
    size_t n_reports;
    const struct source *sources;
    size_t n_sources;
};

/* Reads a configuration file into the arena; a NULL path gives the defaults. The first
 * mistake ends it, with file and line. */
bool config_read(const char *path, struct arena *arena, struct config *config,
                 struct error *error);

/* A report by name; NULL if there is none. */
const struct report_setting *config_report(const struct config *config,
                                           const char *name);

/* A source by name; NULL if there is none. */
const struct source *config_source(const struct config *config, const char *name);

#endif
