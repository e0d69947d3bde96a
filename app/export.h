/*
 * Exporting: the page at hand as a file, on the key e.
 *
 * Owns: the proposed name, what may be written over.
 * Must never know: the screen.
 */
#ifndef APP_EXPORT_H
#define APP_EXPORT_H

#include "app/session.h"

/* A file name for a page that no file of the working directory has:
 * "aiplus-overview-430000-2026-11-05.csv"; the arena's. */
const char *export_name(const struct session *session, const char *address,
                        struct arena *arena);

/* Writes the page as it is shown, in the format that the name ends in, whole and then
 * put in place. A file that is there already is refused (ERROR_EXPORT_THERE) unless
 * `replace` is said. The name is taken as it is: a path relative to the working
 * directory. */
bool export_page(struct session *session, const char *address, const char *from,
                 const struct view_options *options, const char *path, bool replace,
                 struct error *error);

#endif
