/* A directory of one's own that replaces files of the catalogue. One at a time. */
#ifndef TESTS_LIB_REPLACED_H
#define TESTS_LIB_REPLACED_H

#include "catalog/catalog.h"
#include "core/embedded.h"

#include <stddef.h>

extern char replaced_directory[64];

/* Setup and teardown of a group of tests; the directory must be empty at the end. */
int replaced_make(void **state);
int replaced_remove(void **state);

/* The path of a file in it; lent until the next call. */
const char *replaced_path(const char *name);

/* The built-in file of that name, which must exist. */
const struct embedded_file *replaced_built_in(const char *name);

/* Writes a file. */
void replaced_put(const char *name, const void *bytes, size_t n);

/* Writes the built-in file with the first `from` replaced; returns the line of it.
 * A NULL `from` writes `to` alone. */
int replaced_edit(const char *name, const char *from, const char *to);

/* Prints the first problems as TAP comments. */
void replaced_show(const struct catalog_problems *problems);

#endif
