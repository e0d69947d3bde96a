/*
 * The collector: sources -> transfers -> deliveries -> store -> snapshot.
 *
 * Owns: one run of --fetch or --accept. The only part of the program that opens the
 * network or writes the cache.
 */
#ifndef APP_COLLECT_H
#define APP_COLLECT_H

#include "app/config.h"
#include "app/options.h"

/* Collects from the sources named in the options, or from all; for --accept from those
 * named, whatever their data looks like now. Says on the terminal or
 * in plain lines what happens; with options->progress it writes instead, for the
 * dashboard, lines of `progress DONE OF NAME`, `source NAME ok|same|failed|addition
 * TEXT`, `published NUMBER CHANGED FAILED`. */
enum exit_status collect_run(const struct options *options, const struct config *config,
                             const char *cache);

#endif
