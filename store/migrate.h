/*
 * Migration: a store of format 1 becomes one of tiles.
 *
 * Owns: carrying over everything that it holds: figures, earlier and late ones,
 * receipts, refused rows, sources, identity, kind, the number of the last snapshot.
 * Must never know: how tiles or the old records are laid out.
 *
 *   found ------ migrate_look
 *   being made - data.mdb.new (store/replace.h); a crash leaves the old one in place
 *   kept ------- the old file gets a second name, data.format1.mdb; where the file
 *                system knows none, a copy does
 *   in place --- renamed over data.mdb in one step
 *
 * What format 1 does not know is worked out: of each delivery that a source made, one
 * attempt that succeeded; latest figures.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "core/error.h"

#include <stdbool.h>

struct db;
struct store;

/* Is the database one of format 1 (*old), and does it hold demo data? Needs a
 * transaction. */
bool migrate_look(struct db *db, bool *old, bool *demo, struct error *error);

/* Carries the store's database over, which is then the new one; meta and registers are
 * stale. No transaction may be open. ERROR_STORE_FORMAT1 if it is damaged: it stays. */
bool migrate_store(struct store *store, struct error *error);

#endif
