/*
 * Bodies from files, for addresses that begin with file:.
 * Owns: that only an ordinary file is read, and never waits. Knows nothing of sources.
 */
#ifndef FETCH_TRANSFER_FILE_H
#define FETCH_TRANSFER_FILE_H

#include "core/error.h"
#include "core/text.h"

#include <stdbool.h>

/* Reads the whole file into the body, up to its ceiling. False: *code says what is
 * wrong, and *number is the system's errno (0 if it has no part in it). */
bool transfer_file_read(const char *path, struct buffer *body, enum error_code *code,
                        int *number);

#endif
