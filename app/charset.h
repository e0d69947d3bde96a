/*
 * Character sets of printed text: the locale's, for those whose terminals and spools do
 * not take UTF-8. Owns: which one that is, and writing in it.
 */
#ifndef APP_CHARSET_H
#define APP_CHARSET_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"

#include <stdbool.h>
#include <stddef.h>

/* The set of LC_ALL, LC_CTYPE or LANG, "UTF-8" where they say nothing (as under cron: C
 * and POSIX have no Chinese). */
const char *charset_of_locale(struct arena *arena);

bool charset_is_utf8(const char *name);

/* The text in that set. What is not in it is written in plain characters (>= for a
 * greater-or-equal sign), else as '?': *lost receives how many such there were. False
 * with ERROR_CHARSET for a set that nobody knows. */
bool charset_write(const char *name, const struct buffer *text, struct buffer *out,
                   size_t *lost, struct error *error);

#endif
