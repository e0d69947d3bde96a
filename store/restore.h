/*
 * Restoring: a store that is gone comes back from what it published.
 *
 * A snapshot is a compact copy of the store, so nothing that was published is missing.
 * To begin a new store beside snapshots would lose them: a publication later the newest
 * shows nearly nothing, three later the last good one is removed.
 *
 *   gone ------- no store/data.mdb, or one without a byte
 *   found ------ restore_find: the newest snapshot that verifies, hashed whole
 *   being made - data.mdb.new (store/replace.h); a crash leaves the store gone
 *   in place --- synced, hashed, renamed to data.mdb, directory synced
 */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "store/manifest.h"
#include "store/private.h"

struct restorable {
    bool any;                 /* there are files of snapshots, sound ones or not */
    const char *path;         /* of the snapshot; NULL: none of them will do */
    struct manifest manifest; /* its */
    bool older;               /* a newer one does not verify */
};

/* Is there no store at this path? What cannot be looked at counts as there. */
bool restore_gone(const char *path);

/* Looks for the newest snapshot that can become the store; paths in the arena. One of
 * another format ends the search: what is older than it would lose what it holds. */
bool restore_find(const char *directory, struct arena *arena,
                  struct restorable *restorable, struct error *error);

/* Puts the snapshot in the place of the store that is gone, at `path`, and says so in
 * store->restored. Does nothing where there is no snapshot. ERROR_STORE_LOST if there
 * are some, but none will do. No database may be open. */
bool restore_store(struct store *store, const char *path, struct error *error);

#endif
