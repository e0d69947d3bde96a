/*
 * Output: a file that is written whole, then put in place.
 *
 * Owns: the temporary file beside the one that is asked for, which stays as it was
 * until all is written. What a run that was killed left there is in nobody's way.
 */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct output {
    FILE *file;
    const char *path;   /* asked for; lent */
    const char *beside; /* written now */
};

/* Opens a new file beside `path`, with the rights that any other would have. False for
 * a path that is no ordinary file: a device or a link would be replaced, not written.
 */
bool output_open(struct output *output, const char *path, struct arena *arena,
                 struct error *error);

/* Puts the file in place, or with `ok` false takes it away; returns whether it is in
 * place. */
bool output_close(struct output *output, bool ok, struct error *error);

/* All of it at once. */
bool output_write(const char *path, const void *bytes, size_t n, struct error *error);

#endif
