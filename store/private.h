/* What the files of this room share: the two opaque structs. Never included outside. */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include "store/layout.h"
#include "store/register.h"
#include "store/rows.h"
#include "store/snapshot.h"
#include "store/store.h"

/* LMDB keeps the pages of a transaction in memory until it ends. What would take more
 * bytes of them than STORE_PAGES_MOST is worked into a copy, by transactions of about
 * STORE_PAGES_STEP. */
#define STORE_PAGES_MOST ((uint64_t)48 << 20)
#define STORE_PAGES_STEP ((uint64_t)8 << 20)

/* A noted state that waits for a commit. moved: the one before it, which it replaced,
 * was of another address; what is stored counts no longer for the edition. */
struct note {
    struct stored_source source; /* state and edition */
    struct error *problems;      /* of a delivery that was held back */
    size_t n_problems;
    bool moved;
};

/* Invariants: 1. The lock is held as long as the struct lives. 2. Between two calls no
 * transaction is open. 3. meta and registers are what the store holds, unless `stale`.
 * 4. Of each source at most one noted state waits. */
struct store {
    struct arena arena; /* owns this struct too */
    const char *directory;
    const char *inner; /* the private one in it */
    int lock;
    struct db *db;
    struct meta meta;
    struct registers registers;
    bool stale; /* meta and registers must be read again before they are used */
    struct record_writer writer;
    struct rows rows;         /* of the delivery that is taken; empty between two */
    struct arena notes_arena; /* of the noted states that wait for a commit */
    struct note *notes;
    size_t n_notes;
    uint64_t pages_most, pages_step; /* the limits above; tests set smaller ones */
    struct error restored;           /* see store_restored */
};

/* Invariant: one read transaction is open as long as the struct lives. */
struct snapshot {
    struct arena arena; /* owns this struct too */
    struct snapshot_info info;
    struct db *db;
    struct meta meta;
    struct registers registers; /* loaded when it is opened */
    int64_t *times;             /* of receipts 1 to meta.last_receipt at 0.., or NULL */
    bool **asked; /* by block and shelf: the system was asked for its tiles */
    struct columns *columns; /* of tiles looked at lately, see store/query.h */
    struct query_kept *kept; /* where tiles lie that were found lately */
};

/* Makes sure that meta and registers are what the store holds. */
bool store_fresh(struct store *store, struct error *error);

/* Begins a writing transaction and writes the noted states in it. *meta receives what
 * is worked on. */
bool store_begin(struct store *store, struct meta *meta, struct error *error);

/* Ends it: commits it with the meta record, which becomes the store's, or, if not `ok`,
 * aborts it and returns false; then registers that were worked on are stale. */
bool store_finish(struct store *store, const struct meta *meta, bool ok,
                  struct error *error);

/* ---- sources (store/sources.c) ---- */

/* Is the name among the n names? */
bool is_one_of(const char *name, const char *const *names, size_t n);

/* The source as it is now, noted states included; strings in the arena. Needs a
 * transaction. */
bool source_now(struct store *store, const char *name, struct arena *arena,
                struct stored_source *source, bool *known, struct error *error);

/* Notes a state; edition: of the delivery that it came with, 0 = none. A newer one is
 * committed with it: what it has confirmed must not be replaced by an older one, also
 * not after a crash. No transaction may be open. */
bool note_take(struct store *store, const struct source_state *state, int64_t edition,
               struct error *error);

/* Writes the waiting states, which stay until notes_clear. */
bool notes_write(struct store *store, struct db *db, struct meta *meta,
                 struct error *error);
void notes_clear(struct store *store);

/* Writes a source's state as one more attempt. before: as stored, `known` or not. */
bool source_attempt(struct db *db, struct stored_source *now,
                    const struct stored_source *before, bool known, struct meta *meta,
                    struct record_writer *writer, struct error *error);

/* Carries what belongs to the last accepted delivery over to a newer state. */
void store_keep_delivery(struct stored_source *now, const struct stored_source *before);

/* Opens one file, already checked against its manifest: starts the transaction and
 * compares the meta record with the manifest. */
struct manifest;
bool snapshot_load(const char *path, const struct manifest *manifest,
                   struct snapshot **snapshot, struct error *error);

/* Opens the snapshot of one manifest, checked as manifest_check does. With false and
 * *absent it was removed just now. */
struct snapshot_file;
bool snapshot_open_file(const char *directory, const struct snapshot_file *file,
                        bool thorough, struct snapshot **snapshot, bool *absent,
                        struct error *error);

#endif
