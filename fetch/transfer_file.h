/*
 * Bodies from files, for addresses that begin with file:.
 * Owns: that only an ordinary file is read, and never waits. Knows nothing of sources.
 */
#ifndef FETCH_TRANSFER_FILE_H
#define FETCH_TRANSFER_FILE_H

#include "core/bulk.h"
#include "core/error.h"

#include <stdbool.h>

/* Reads the whole file into the body, up to its ceiling. False: *code says what is
 * wrong, and *number is the system's errno (0 if it has no part in it); ERROR_BULK_FULL
 * in words in *full. */
bool transfer_file_read(const char *path, struct bulk *body, enum error_code *code,
                        int *number, struct error *full);

#endif
