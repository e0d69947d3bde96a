/*
 * The store: the collector's private LMDB.
 *
 * Owns: figures and what they were before, items of registers and their versions,
 * receipts, refused rows, attempts at sources, documents; the lock that lets one
 * collector work at a time; pruning; publishing. Must never know: HTTP, formats, pages.
 * Viewers never open it: they read snapshots.
 *
 * Layout of a cache directory:
 *   lock                  locked (flock) by the collector that is at work; mode 0600
 *   store/data.mdb        private, mode 0600
 *   store/data.mdb.new    to take its place: a copy that is worked on
 * (store/replace.h), or what it is restored from (store/restore.h)
 *   store/data.format1.mdb       what it was before it was migrated (store/migrate.h)
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
 * the collector that is at work, ERROR_STORE_CHECKED says that store_verify is. A store
 * of the earlier layout (format 1) is carried over, whole and at once, and what it was
 * is kept beside it as data.format1.mdb.
 *
 * A store that is gone is restored from the newest snapshot that verifies. Only where
 * there is no snapshot a new one begins: ERROR_STORE_LOST if none of them will do, and
 * ERROR_STORE_DAMAGED for a store beside them that holds nothing at all. */
bool store_open(const char *directory, enum store_kind kind, struct store **store,
                struct error *error);

/* The sentence to be said if opening restored the store, NULL if it did not. Lent. */
const struct error *store_restored(const struct store *store);

void store_close(struct store *store);

/* Takes a delivery in one durable step: the receipt, new and changed values (the old
 * ones stay as revisions), withdrawals, refused rows, and the source's state. Fills the
 * receipt's number and rows_changed. Its shape is kept in the same step, also where
 * nothing else changes.
 *
 * The same rows again, refused ones included, leave no receipt: *changed is false, the
 * number is that of the source's last one, and the source's state is noted as by
 * store_note; nothing is committed, unless their Last-Modified is newer. So a delivery
 * may be repeated when it is unknown whether it was taken.
 *
 * Memory does not grow with the delivery: what does lies in files without a name, and a
 * delivery whose pages would take more than STORE_PAGES_MOST of memory is worked into a
 * copy of the store, which then takes its place.
 *
 * A delivery whose Last-Modified is older than one accepted before from the same source
 * and address replaces no value of that source: what differs is kept as a revision
 * only. Where a delivery names a key twice, its last word counts. Items are each
 * source's own and follow the same rules (store/items_merge.h); what a delivery no
 * longer lists stays, and what it strikes out is a version too. Of `state`, the
 * receipt and the figures of the last delivery are the store's own business. */
bool store_ingest(struct store *store, struct delivery *delivery,
                  const struct source_state *state, bool *changed, struct error *error);

/* Notes an attempt that brought no new delivery (failed, or unchanged since the last):
 * replaces the source's state, keeps its receipt. It is written with the next commit: a
 * delivery, store_publish or store_close; at once if an unchanged delivery has a newer
 * Last-Modified. Viewers see states only when published. */
bool store_note(struct store *store, const struct source_state *state,
                struct error *error);

/* The state of one source, also of a forgotten one: what it delivered last still
 * stands. False with code ERROR_NONE if it is unknown. */
bool store_source(struct store *store, const char *name, struct arena *arena,
                  struct source_state *state, struct error *error);

/* The same for a delivery that was held back because its shape is not what was accepted
 * (fetch/shape.h): the problems, the gravest of which is state->last_error, are kept
 * with it, in place of those before. Lent until the call returns. */
bool store_hold(struct store *store, const struct source_state *state,
                const struct error *problems, size_t n, struct error *error);

/* The shape of a source's accepted data. */
struct kept_shape {
    const char *text;       /* NULL: none is kept */
    uint32_t receipt;       /* of the delivery that it is compared with, and when it */
    int64_t time;           /* came */
    char setup[DIGEST_HEX]; /* the delivery's mapping, or else the state's setup */
};

/* Strings in the arena. */
bool store_shape(struct store *store, const char *source, struct arena *arena,
                 struct kept_shape *shape, struct error *error);

/* The items of a kind as they stand, struck out ones left out, by source and key. */
bool store_items(struct store *store, enum item_kind kind, struct arena *arena,
                 struct item **items, size_t *n, struct error *error);

/* From `now` on pages leave out the sources that are no longer configured, until they
 * are tried again; pages of earlier days have them. Their figures stay. names: n
 * configured ones. Commits only if there is one more to be forgotten. */
bool store_forget_sources(struct store *store, const char *const *names, size_t n,
                          int64_t now, struct error *error);

/* One document that pages are made of besides figures: a file of the catalogue, the
 * office's settings. */
struct document_text {
    const char *name, *bytes;
    size_t n;
};

/* Keeps documents as they are from now on. Those that differ from what was kept last
 * under their names leave one receipt, of the source "catalogue" or whatever `source`
 * says, with the address given; *changed is false if none does. */
bool store_archive(struct store *store, const char *source, const char *address,
                   const struct document_text *items, size_t n, int64_t now,
                   bool *changed, struct error *error);

/* What was removed. */
struct prune_count {
    uint64_t revisions, refusals, attempts, documents, versions;
    uint64_t bytes_before, bytes_after; /* of the store */
};

/* Removes what only a page of a day before `since` would need: values that were no
 * longer standing then, versions of items likewise, refused rows of deliveries that
 * were not their source's last, attempts, sources that were forgotten by then,
 * documents. Receipts stay. From then on earlier days are "not kept". A day before what
 * was pruned already changes nothing. The store is compacted. ERROR_SNAPSHOT_NONE where
 * nothing was ever delivered. */
bool store_prune(struct store *store, int64_t since, struct prune_count *count,
                 struct error *error);

/* Publishes a compact snapshot and its manifest, keeps the last three. Order: write,
 * fsync, chmod, rename to a numbered name, fstat, write and rename the manifest, fsync
 * the directory. `now` is written into it. *number receives the snapshot's. */
bool store_publish(struct store *store, int64_t now, uint32_t *number,
                   struct error *error);

/* Verifies the store for --check, where this account may read it and no collector is at
 * work, which waits meanwhile: every record's check, registers against records both
 * ways, latest figures against tiles, counts; says how much there is, and how much of
 * it is not published yet. Calls `say` for each finding, also for what is in order;
 * returns the number of faults. Writes nothing. A file on which LMDB dies is damaged:
 * the process that asks lives on. */
int store_verify(const char *directory,
                 void (*say)(void *self, bool fault, const struct error *finding),
                 void *self);

#endif
