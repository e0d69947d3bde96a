/* The figures of a migration: from series to tiles. Never included outside
 * store/migrate.c; see store/migrate.h. */
#ifndef STORE_MIGRATE_TILES_H
#define STORE_MIGRATE_TILES_H

#include "store/format1.h"
#include "store/register.h"
#include "store/replace.h"

/* Writes the tiles and latest figures of all that `from` holds into the copy, and fills
 * the registers, which are empty and which the caller saves. Both databases have a
 * transaction, the copy a writing one that is there after it too. */
bool migrate_tiles(struct db *from, const struct format1_meta *old,
                   struct replacement *copy, struct registers *registers,
                   struct error *error);

#endif
