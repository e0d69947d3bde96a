/*
 * Network addresses that a feed must not lead to: those of this machine and its wire.
 * Owns: which these are, however they are written. Knows nothing of names or DNS.
 */
#ifndef FETCH_TRANSFER_ADDRESS_H
#define FETCH_TRANSFER_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* Is it loopback, unspecified or link-local; IPv4, IPv6, or IPv4 inside IPv6? A family
 * that is neither counts as local: nothing is known of it. */
bool transfer_address_is_local(const struct sockaddr *address);

/* The same of a numeric host, "127.0.0.1", "::1" or "[::1]". A name is not local: it is
 * judged when its address is known. */
bool transfer_host_is_local(const char *host);

/* Writes the address as text ("" if it has none), cut to `size`. */
void transfer_address_text(const struct sockaddr *address, char *text, size_t size);

#endif
