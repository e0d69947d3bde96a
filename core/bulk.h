/*
 * Bulk: one growing array that may be larger than memory.
 *
 * Owns: a mapping. Small ones lie in memory; what passes BULK_SMALL moves to a file
 * without a name in the directory that it was given, from where the system writes it
 * out and takes its memory back when that is wanted elsewhere. So the resident memory
 * of a feed does not grow with the feed. (The one exception to "core does no I/O": the
 * file is memory, nobody can open it.)
 * Must never know: what is stored in it.
 *
 * Room is reserved on the disk before it is used: a full disk is an error, never a
 * fault on a page that cannot be written.
 */
#ifndef CORE_BULK_H
#define CORE_BULK_H

#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

#define BULK_SMALL ((size_t)1 << 20)

/* A zeroed struct with a ceiling is valid, empty, and stays in memory. */
struct bulk {
    char *data;            /* `size` bytes; moves when it grows; NULL while empty */
    size_t size, capacity; /* in bytes */
    size_t used;           /* the most that `size` ever was: behind it all is zero */
    size_t ceiling;
    const char *directory; /* for the file; lent; NULL: stays in memory */
    int file;              /* + 1; 0 = none yet */
    bool in_file;          /* the data lie in the file, not in memory */
};

/* directory: lent as long as the bulk; NULL or one that cannot be written to keeps the
 * array in memory. */
void bulk_init(struct bulk *bulk, const char *directory, size_t ceiling);

/* Room for n more bytes at the end, zeroed, counted in `size` at once. NULL with
 * ERROR_BULK_CEILING, or ERROR_BULK_FULL (the disk, the account's quota or memory), if
 * there is none; the bulk is then as it was. */
void *bulk_more(struct bulk *bulk, size_t n, struct error *error);

/* Appends bytes. */
bool bulk_put(struct bulk *bulk, const void *bytes, size_t n, struct error *error);

/* Empties it and keeps the room. */
void bulk_reset(struct bulk *bulk);

/* Gives its memory and its file back; it is empty and usable again. */
void bulk_release(struct bulk *bulk);

#endif
