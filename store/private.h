/* What the files of this room share: the two opaque structs. Never included outside. */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include "store/layout.h"
#include "store/register.h"
#include "store/snapshot.h"
#include "store/store.h"

/* Invariants: 1. The lock is held as long as the struct lives. 2. Between two calls no
 * transaction is open. 3. meta and registers are what the store holds. 4. Of each
 * source at most one noted state waits. */
struct store {
    struct arena arena; /* owns this struct too */
    const char *directory;
    int lock;
    struct db *db;
    struct meta meta;
    struct registers registers;
    struct record_writer writer;
    struct arena notes_arena; /* of the noted states that wait for a commit */
    struct source_state *notes;
    size_t n_notes;
};

/* Invariant: one read transaction is open as long as the struct lives. */
struct snapshot {
    struct arena arena; /* owns this struct too */
    struct snapshot_info info;
    struct db *db;
    struct meta meta;
    struct registers registers; /* loaded when it is opened */
    int64_t *times;             /* of receipts 1 to meta.last_receipt at 0.., or NULL */
    struct columns *columns;    /* of tiles looked at lately, see store/query.h */
};

/* Ends the transaction in which `meta` was worked on: commits it with the meta record,
 * which becomes the store's, or, if not `ok`, aborts it and returns false. */
bool store_finish(struct store *store, const struct meta *meta, bool ok,
                  struct error *error);

/* Carries what belongs to the last accepted delivery over to a newer state. */
void store_keep_delivery(struct stored_source *now, const struct stored_source *before);

/* Opens one file, already checked against its manifest: starts the transaction and
 * compares the meta record with the manifest. */
struct manifest;
bool snapshot_load(const char *path, const struct manifest *manifest,
                   struct snapshot **snapshot, struct error *error);

#endif
