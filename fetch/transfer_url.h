/*
 * Addresses, as libcurl reads them.
 *
 * Owns: their parts, what they lead to and how they may be shown.
 * Must never know: connections.
 */
#ifndef FETCH_TRANSFER_URL_H
#define FETCH_TRANSFER_URL_H

#include "core/arena.h"
#include "core/error.h"
#include "fetch/source.h"

#include <stdbool.h>

/* What an address says, in an arena; path is decoded. */
struct wire_address {
    const char *scheme, *host, *path;
    const char *place; /* scheme, host and port: what counts as one host */
};

/* NULL if it is no address. */
const struct wire_address *wire_address_read(const char *text, struct arena *arena);

/* Where a redirect leads from an address: without user and password of its own. NULL if
 * it is no address. */
const char *wire_address_join(const char *from, const char *location,
                              struct arena *arena);

/* The address with these parameters ("page=2&per_page=50") in its query, each in the
 * place of the one of its name, or added. NULL if they cannot stand in an address. */
const char *wire_address_query(const char *address, const char *parameters,
                               struct arena *arena);

/* An address as it may be shown, as transfer_address; "" if it is none. */
char *wire_address_shown(const char *address, struct arena *arena);

/* Whether the source may go there: the scheme, and a host that is a number (or a name
 * that can only be this machine, where a proxy resolves names). */
enum error_code wire_address_error(const struct source *source,
                                   const struct wire_address *address);

#endif
