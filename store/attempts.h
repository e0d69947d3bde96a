/*
 * Attempts: the state of each source after every attempt at it, kept so that its health
 * can be shown as it was on any day.
 *
 * Owns: their records. Most repeat the one before but for its times: they are short,
 * and refer to the last one that was kept whole.
 * Must never know: schedules, pages.
 *
 *   H name 0 time index    time i64, index u32
 *   whole    kind u8 = 0 | the state (store/layout.h)
 *   short    kind u8 = 1 | time i64 and index u32 of the whole one | last_success i64 |
 *            next_due i64 | failures u32 | duration_ms u32
 *   mark     kind u8 = 2     forgotten: from its time to the next attempt there is none
 *
 * Invariants: 1. A source's `attempts` counts its records; indices were given once, in
 * the order of the attempts, so that those of one second stay apart. 2. A short record
 * refers to a whole one of the same source that is there.
 *
 * A clock that is set back makes later attempts stand before earlier ones: the order is
 * that of (time, index).
 */
#ifndef STORE_ATTEMPTS_H
#define STORE_ATTEMPTS_H

#include "store/layout.h"

#include <stdbool.h>
#include <stdint.h>

/* Keeps the state of `source` as one more attempt. before: the source as it was stored
 * by source_put after the attempt before this one; NULL if there was none. Fills
 * `attempts`, `tried` and `standing` of `source`, which the caller then stores by
 * source_put in the same transaction. */
bool attempt_put(struct db *db, struct stored_source *source,
                 const struct stored_source *before, struct record_writer *writer,
                 struct error *error);

/* Marks the source as forgotten from `now` on. Like an attempt, it counts in `attempts`
 * and `tried`; fills `forgotten` too. The caller stores the source. */
bool attempts_forget(struct db *db, struct stored_source *source, int64_t now,
                     struct record_writer *writer, struct error *error);

/* The state of a source after its last attempt at or before the time; *found is false
 * if there is none, if it was forgotten since, or where the name cannot be a key.
 * Strings in the arena. */
bool attempt_get(struct db *db, const char *name, int64_t known_at, struct arena *arena,
                 struct source_state *state, bool *found, struct error *error);

/* Proves that attempt_get did not pass over a lost record: the attempts on both sides
 * of the time were made one after the other. Where they were not, because a clock was
 * set back, all are read and counted. */
bool attempts_prove(struct db *db, const struct stored_source *source, int64_t known_at,
                    struct error *error);

/* How many there are of a source, each of them read and checked. */
bool attempts_count(struct db *db, const char *name, uint32_t *n, struct error *error);

/* Removes those that only a day before `since` would need: not the last one at or
 * before it, and not those that kept ones refer to. Of a source that was forgotten by
 * then, with nothing after that, all go. Adjusts `attempts` of the source, which the
 * caller stores, or removes where it is 0; *removed receives how many went. INT64_MAX
 * leaves what stands now. */
bool attempts_prune(struct db *db, struct stored_source *source, int64_t since,
                    uint32_t *removed, struct error *error);

#endif
