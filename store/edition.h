/* Editions: how old a delivery's content is by its own account, the Last-Modified of
 * HTTP. Knows nothing else of HTTP. */
#ifndef STORE_EDITION_H
#define STORE_EDITION_H

#include <stdint.h>

/* Unix seconds of an IMF-fixdate (RFC 9110, 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT"), or
 * 0 if the text is none or lies before 1970. A date after `accepted` counts as
 * `accepted` (RFC 9110, 8.8.2.1): one wrong clock must not outrank every later one. */
int64_t edition_of(const char *last_modified, int64_t accepted);

#endif
