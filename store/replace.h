/*
 * Replacing: work that is too large for one transaction is done in a file of its own,
 * which then takes the store's place in one step.
 *
 *   made ------- replace_begin (data.mdb.new; what is in it can be thrown away)
 *   worked on -- any number of transactions, not synced
 *   in place --- replace_finish: synced, renamed over data.mdb, directory synced,
 * opened
 *
 * A crash before the rename leaves the store as it was, and a file that the next
 * store_open removes; one after it leaves the new store.
 */
#ifndef STORE_REPLACE_H
#define STORE_REPLACE_H

#include "store/private.h"

struct replacement {
    struct store *store;
    struct arena arena;
    const char *path;
    struct db *db;  /* without a transaction at first */
    uint64_t dirty; /* bytes written since the last commit; counted by the caller */
};

/* full: a compact copy of the store, else an empty file. No transaction may be open.
 * Whether the disk has room is the caller's to see. */
bool replace_begin(struct store *store, bool full, struct replacement *replacement,
                   struct error *error);

/* In the middle of a writing transaction of it: commits and begins another when enough
 * is dirty. */
bool replace_step(struct replacement *replacement, struct error *error);

/* ok: gives it the store's place; no transaction is open. Else, or if that fails,
 * removes it and returns false. Either way `replacement` is freed, and meta and
 * registers of the store are read again. */
bool replace_finish(struct replacement *replacement, bool ok, struct error *error);

/* Removes what a crash left in the store's private directory. */
bool replace_tidy(const char *inner, struct error *error);

#endif
