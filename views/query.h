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
#include "core/item.h"
#include "core/receipt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A series, or a part of it, ascending by period. */
struct query_list {
    struct observation *items;
    size_t n;
};

/* The newest figure of a series, and the one of the period before it. The newest period
 * with a value; where none has one, the newest with a named absence. */
struct query_figure {
    struct observation latest; /* receipt 0: there is nothing */
    double previous;
    bool has_previous;
};

struct query {
    void *self;
    /* One series, whole. */
    bool (*series)(void *self, const char *indicator, int32_t region, int64_t known_at,
                   struct arena *arena, struct observation **items, size_t *n,
                   struct error *error);
    /* The series of n indicators in one region, of each only the periods that end on or
     * after the day `from`. lists: n of the caller's, items in the arena. */
    bool (*region)(void *self, int32_t region, const char *const *indicators, size_t n,
                   int32_t from, int64_t known_at, struct arena *arena,
                   struct query_list *lists, struct error *error);
    /* The latest figures of n indicators in m regions. items: n x m of the caller's, by
     * indicator, then region. */
    bool (*latest)(void *self, const char *const *indicators, size_t n,
                   const int32_t *regions, size_t m, int64_t known_at,
                   struct query_figure *items, struct error *error);
    /* The other values that the periods had: replaced ones, late ones, withdrawals. */
    bool (*revisions)(void *self, const char *indicator, int32_t region,
                      struct arena *arena, struct observation **items, size_t *n,
                      struct error *error);
    bool (*receipt)(void *self, uint32_t number, struct arena *arena,
                    struct receipt *receipt, struct error *error);
    bool (*receipts)(void *self, int64_t known_at, size_t most, struct arena *arena,
                     struct receipt **items, size_t *n, struct error *error);
    bool (*sources)(void *self, int64_t known_at, struct arena *arena,
                    struct source_state **items, size_t *n, struct error *error);
    /* Why the delivery of a source was held back that came at the time, in full; n = 0
     * where that is not known. */
    bool (*held)(void *self, const char *source, int64_t time, struct arena *arena,
                 struct error **problems, size_t *n, struct error *error);
    /* How many figures stand of which the source said something else last. */
    bool (*differing)(void *self, const char *source, int64_t known_at, uint64_t *n,
                      struct error *error);
    bool (*refusals)(void *self, uint32_t receipt, struct arena *arena,
                     struct refusal **items, size_t *n, struct error *error);
    /* The items of a register that stood then, struck out ones left out, by source,
     * then key. */
    bool (*items)(void *self, enum item_kind kind, int64_t known_at,
                  struct arena *arena, struct item **items, size_t *n,
                  struct error *error);
    /* Every version of an item, oldest first; `late` ones never stood. */
    bool (*item_history)(void *self, enum item_kind kind, const char *source,
                         const char *key, struct arena *arena, struct item **items,
                         size_t *n, struct error *error);
};

#endif
