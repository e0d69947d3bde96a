/*
 * The store: the collector's private LMDB.
 *
 * Owns: series, revisions, receipts, refused rows, the state of each source; the lock
 * that lets one collector work at a time; publishing.
 * Must never know: HTTP, formats, pages. Viewers never open it: they read snapshots.
 *
 * Layout of a cache directory:
 *   lock                  locked (flock) by the collector that is at work; mode 0600
 *   store/data.mdb        private, mode 0600; LMDB's own data.mdb-lock beside it
 *   snapshots/NNNNNNNN.mdb       published, never changed again, mode 0444
 *   snapshots/NNNNNNNN.manifest  its hash and identity; without it there is none
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "core/arena.h"
#include "core/error.h"
#include "core/receipt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

enum store_kind { STORE_REAL, STORE_DEMO };

/* Opens (and makes, where it is missing) the cache for collecting. Demo data has a
 * cache of its own: a directory of the other kind is refused. ERROR_STORE_BUSY names
 * the collector that is at work. */
bool store_open(const char *directory, enum store_kind kind, struct store **store,
                struct error *error);
void store_close(struct store *store);

/* Takes a delivery in one durable transaction: the receipt, new and changed values (the
 * old ones stay as revisions), refused rows, and the source's state. Fills the
 * receipt's number and rows_changed.
 *
 * The same rows again, refused ones included, leave no receipt: *changed is false, the
 * number is that of the source's last one, and only the source's state is written. So a
 * delivery may be repeated when it is unknown whether it was taken.
 *
 * A delivery whose Last-Modified is older than one accepted before from the same source
 * and address replaces no value of that source: what differs is kept as a revision
 * only. Where a delivery names a key twice, its last word counts. Of `state`, the
 * receipt and the figures of the last delivery are the store's own business. */
bool store_ingest(struct store *store, struct delivery *delivery,
                  const struct source_state *state, bool *changed, struct error *error);

/* Notes an attempt that brought no new delivery (failed, or unchanged since the last):
 * replaces the source's state, keeps its receipt. */
bool store_note(struct store *store, const struct source_state *state,
                struct error *error);

/* The state of one source; false with code ERROR_NONE if it is unknown. */
bool store_source(struct store *store, const char *name, struct arena *arena,
                  struct source_state *state, struct error *error);

/* Removes the states of sources that are no longer configured (their data stays).
 * names: n configured ones. */
bool store_forget_sources(struct store *store, const char *const *names, size_t n,
                          struct error *error);

/* Publishes a compact snapshot and its manifest, keeps the last three. Order: write,
 * fsync, chmod, rename to a numbered name, fstat, write and rename the manifest, fsync
 * the directory. `now` is written into it. *number receives the snapshot's. */
bool store_publish(struct store *store, int64_t now, uint32_t *number,
                   struct error *error);

#endif
