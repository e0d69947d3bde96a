/* Cache directories for tests: making one, delivering to it, and children that may die.
 * Every function fails the running cmocka test where something goes wrong. */
#ifndef TESTS_LIB_CACHE_H
#define TESTS_LIB_CACHE_H

#include "store/snapshot.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka's setup and teardown: *state is a fresh directory's path, removed afterwards.
 */
int cache_setup(void **state);
int cache_teardown(void **state);

/* DIRECTORY/name, in memory that lives as long as the program. */
const char *cache_path(const char *directory, const char *name);

struct store *cache_store(const char *directory);
struct snapshot *cache_snapshot(const char *directory);

/* One month's value of NTL-01 in a region. */
struct observation cache_value(int32_t region, int year, int month, double value);

/* A state as the collector would hand it over; strings are lent. */
struct source_state cache_state(const char *source, int64_t time);

/* Delivers n values; returns whether a receipt was made. */
bool cache_deliver(struct store *store, const char *source, int64_t time,
                   const char *last_modified, const struct observation *values,
                   size_t n);

/* The same where an order is declared: the sources that go before, ended with NULL. */
bool cache_deliver_after(struct store *store, const char *source,
                         const char *const *before, int64_t time,
                         const char *last_modified, const struct observation *values,
                         size_t n);

uint32_t cache_publish(struct store *store, int64_t now);

/* The value of a month as known at a time; NAN if there is none. */
double cache_known(struct snapshot *snapshot, int32_t region, int year, int month,
                   int64_t known_at);

/* Runs body in a child that may not write to the terminal; returns its wait status. */
int cache_child(void (*body)(void *), void *self);

/* Byte for byte, with modification time and mode, but a new inode. */
void cache_copy(const char *from, const char *to);

#endif
