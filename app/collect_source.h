/*
 * One source of a run: its attempt, and the delivery that comes of it.
 *
 * Owns: what an answer does to the source's state, and whether it reaches the store.
 * Must never know: how transfers run, how lines look.
 */
#ifndef APP_COLLECT_SOURCE_H
#define APP_COLLECT_SOURCE_H

#include "app/collect_run.h"

/* Fills run->transfers[i] and run->sources[i].state of a source whose place is known
 * from what the store keeps of it. False if that cannot be read. */
bool collect_prepare(struct collect_run *run, size_t i, const struct source *source,
                     struct error *error);

/* Takes what run->transfers[i] ended with, and releases it. What went wrong with the
 * source is said and kept; only the store's failure ends the run (run->error). */
void collect_take(struct collect_run *run, size_t i);

/* Opens the catalogue in effect by what is stored now, says which rows no longer fit,
 * and keeps what pages are made with from `now` on. */
bool collect_take_effect(struct collect_run *run, int64_t now, struct error *error);

#endif
