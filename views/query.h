/*
 * Queries: the small table of functions through which pages reach stored data.
 *
 * Owns: nothing. app/ fills it from a snapshot, tests fill it from fixtures. A member
 * may be NULL only if all are: then there is no cache at all.
 */
#ifndef VIEWS_QUERY_H
#define VIEWS_QUERY_H

#include "core/arena.h"
#include "core/error.h"
#include "core/receipt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct query {
    void *self;
    bool (*series)(void *self, const char *indicator, int32_t region, int64_t known_at,
                   struct arena *arena, struct observation **items, size_t *n,
                   struct error *error);
    bool (*revisions)(void *self, const char *indicator, int32_t region,
                      struct arena *arena, struct observation **items, size_t *n,
                      struct error *error);
    bool (*receipt)(void *self, uint32_t number, struct arena *arena,
                    struct receipt *receipt, struct error *error);
    bool (*receipts)(void *self, int64_t known_at, size_t most, struct arena *arena,
                     struct receipt **items, size_t *n, struct error *error);
    bool (*sources)(void *self, int64_t known_at, struct arena *arena,
                    struct source_state **items, size_t *n, struct error *error);
    bool (*refusals)(void *self, uint32_t receipt, struct arena *arena,
                     struct refusal **items, size_t *n, struct error *error);
};

#endif
