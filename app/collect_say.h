/*
 * What the collector says: lines for people, or for the dashboard's pipe
 * (app/collect.h lists those).
 *
 * Owns: the form of the lines, the progress line of a terminal.
 * Must never know: what has happened, beyond what it is told.
 */
#ifndef APP_COLLECT_SAY_H
#define APP_COLLECT_SAY_H

#include "app/collect_run.h"

/* Of the source `name`: one sentence; `word` is what the dashboard goes by. */
void collect_say(const struct collect_run *run, const char *name, const char *word,
                 const char *text);
void collect_say_error(const struct collect_run *run, const char *name,
                       const char *word, const struct error *error);

/* How far the run is; name: the source that ended last, "" at the beginning. */
void collect_say_progress(const struct collect_run *run, const char *name);

/* Sources that rest before they are asked again: once for each rest. */
void collect_say_rests(struct collect_run *run);

/* For --accept: what it meant for a source whose delivery had these problems. */
void collect_say_accepted(const struct collect_run *run, const char *name,
                          const struct error *problems, size_t n, struct arena *arena);

#endif
