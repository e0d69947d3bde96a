/*
 * The database: the only door to LMDB.
 *
 * Owns: one environment with one table of keys and values, at most one transaction and
 * one cursor in it, and the sentences for everything LMDB can report.
 * Must never know: what keys and values mean (store/record.h).
 *
 * Values lent by db_get, db_seek and db_next point into the map: they hold until the
 * transaction ends or, in a writing one, until the next write.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

struct bytes {
    const void *data;
    size_t size;
};

enum { DB_KEY_SIZE = 511 }; /* LMDB's longest key */

/* Opens the collector's file for writing, made where it is missing, mode 0600. Default
 * durability: a committed transaction survives a power cut. The map is large from the
 * start, so that it never has to be resized in use. The struct lives in the arena, but
 * must be ended by db_close. */
bool db_open_store(const char *path, struct arena *arena, struct db **db,
                   struct error *error);

/* Opens a file for writing that nobody else sees and that a crash may ruin: neither
 * synced nor locked, until db_sync. */
bool db_open_scratch(const char *path, struct arena *arena, struct db **db,
                     struct error *error);

/* Opens the collector's file for reading alone: its errors are the store's. */
bool db_open_reading(const char *path, struct arena *arena, struct db **db,
                     struct error *error);

/* Opens a finished file for reading: no lock file, the map as long as the file. */
bool db_open_snapshot(const char *path, struct arena *arena, struct db **db,
                      struct error *error);

/* Ends the transaction without committing it, and frees everything. db may be NULL. */
void db_close(struct db *db);

/* Closes it and opens whatever has its path now. If that fails it stays closed, and the
 * next transaction tries again. */
bool db_reopen(struct db *db, struct error *error);

/* A transaction. db_abort without one does nothing; after db_commit, in whichever way
 * it ended, there is none. */
bool db_begin_read(struct db *db, struct error *error);
bool db_begin_write(struct db *db, struct error *error);
bool db_commit(struct db *db, struct error *error);
void db_abort(struct db *db);

/* *found is false where the key is absent, which is no error. */
bool db_get(struct db *db, struct bytes key, struct bytes *value, bool *found,
            struct error *error);
/* The same by the cursor: quicker where the keys that are asked for follow one another,
 * and the end of a walk. */
bool db_find(struct db *db, struct bytes key, struct bytes *value, bool *found,
             struct error *error);
bool db_put(struct db *db, struct bytes key, struct bytes value, struct error *error);
/* The same for a key behind all others; faster, and leaves no gaps. */
bool db_append(struct db *db, struct bytes key, struct bytes value,
               struct error *error);
/* The key must be there. */
bool db_delete(struct db *db, struct bytes key, struct error *error);

/* The first entry whose key is not below `from`, and the one after it. */
bool db_seek(struct db *db, struct bytes from, struct bytes *key, struct bytes *value,
             bool *found, struct error *error);
bool db_next(struct db *db, struct bytes *key, struct bytes *value, bool *found,
             struct error *error);
/* The last entry whose key is below `from`. */
bool db_seek_before(struct db *db, struct bytes from, struct bytes *key,
                    struct bytes *value, bool *found, struct error *error);

/* Asks the system to bring a lent value from the disk, while something else is done: a
 * map that is not read ahead waits for each of its pages alone. Worth its call only
 * where the value may not be in memory yet. */
void db_want(struct db *db, struct bytes value);

/* The same of all that lies between two lent values; nothing if that cannot be what
 * their keys have between them. */
void db_want_range(struct db *db, struct bytes first, struct bytes last);

/* Bytes that the file's pages take, and the size of one page. */
uint64_t db_bytes(struct db *db);
size_t db_page_size(struct db *db);

/* Writes a compact copy of what is committed to the descriptor. No transaction may be
 * open. */
bool db_copy(struct db *db, int fd, struct error *error);

/* Makes all that was committed last. */
bool db_sync(struct db *db, struct error *error);

/* As it was opened; lent as long as the arena. */
const char *db_path(const struct db *db);

/* Was it opened as a finished file? */
bool db_is_snapshot(const struct db *db);

/* Says that the file's content is wrong: the error fits what the file is. */
bool db_damaged(const struct db *db, struct error *error);

#endif
