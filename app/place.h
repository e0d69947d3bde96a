/*
 * Places: where the configuration, the cache and the clock are found.
 *
 * Owns: the XDG directories of a user and /var/lib/aiplus of a site; AIPLUS_NOW.
 */
#ifndef APP_PLACE_H
#define APP_PLACE_H

#include "core/arena.h"
#include "core/bulk.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The configuration file: as asked, else $XDG_CONFIG_HOME/aiplus/aiplus.conf (of
 * ~/.config), else /etc/aiplus/aiplus.conf; NULL if there is none. */
const char *place_config(const char *asked, struct arena *arena);

/* Where a user's own configuration would be; the arena's. */
const char *place_own_config(struct arena *arena);

/* The cache directory: as asked, else as configured, else the user's own
 * $XDG_DATA_HOME/aiplus (of ~/.local/share) if it exists, else the site's
 * /var/lib/aiplus if it exists, else the user's own, to be made. Deliveries must not be
 * lost, so it is data, not something that may be cleaned away. */
const char *place_cache(const char *asked, const char *configured, struct arena *arena);

/* From now on only the site's configuration and cache are looked for, whatever is asked
 * for or in the user's own directories. */
void place_of_site_only(void);

/* A file of that name where a program keeps what it may lose, $XDG_STATE_HOME/aiplus
 * (of
 * ~/.local/state), which is made; NULL where that cannot be. */
const char *place_state(const char *name, struct arena *arena);

/* Unix seconds: AIPLUS_NOW where it is set (a date, a date and time with offset +08:00,
 * or seconds), else the clock. False if AIPLUS_NOW is none of these. */
bool place_now(int64_t *now, struct error *error);

/* A whole file, at most `ceiling` bytes, into the arena with a NUL behind it. */
bool place_read(const char *path, size_t ceiling, struct arena *arena,
                const char **bytes, size_t *size, struct error *error);

/* The same into an empty bulk, for files that may be large; the NUL behind the bytes is
 * counted in its size. */
bool place_load(const char *path, size_t ceiling, struct bulk *bulk,
                struct error *error);

#endif
