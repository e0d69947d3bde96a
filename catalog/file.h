/* The catalogue's files: built in, or in a directory that replaces some of them. Owns
 * the list of their names; knows nothing of what is in them. */
#ifndef CATALOG_FILE_H
#define CATALOG_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct loader;

enum { CATALOG_FILE_MAX = 8 * 1024 * 1024 };

struct catalog_file {
    const char *path; /* the built-in one's bare name */
    char *text;       /* a copy in the catalogue's arena, and a NUL behind it */
    size_t size;
    bool built_in;
};

/* Reads `name` from the texts that the loader was given, else from its directory, else
 * the built-in one.
 * False, with the problem listed, if it cannot be read. */
bool catalog_file_read(struct catalog_file *file, struct loader *loader,
                       const char *name);

/* Looks through the directory for .tsv files that would have no effect. */
void catalog_files_check(struct loader *loader);

#endif
