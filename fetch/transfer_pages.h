/*
 * Pages: a feed that comes in several answers, joined into one body.
 *
 * Owns: how they are joined (a JSON text sequence, RFC 7464: each text between U+001E
 * and a line feed), and that none is asked for twice.
 * Must never know: formats; whoever asked for the transfer finds the next page.
 */
#ifndef FETCH_TRANSFER_PAGES_H
#define FETCH_TRANSFER_PAGES_H

#include "core/arena.h"
#include "core/bulk.h"
#include "core/error.h"
#include "fetch/hash.h"
#include "fetch/source.h"

#include <stdbool.h>
#include <stddef.h>

enum { QUERY_SIZE = 1024 };

/* Begins zeroed but for `asked`, which is to be set with hash_init. */
struct pages {
    size_t n;          /* whole ones that have come */
    size_t payload;    /* their bytes as sent, without what joins them */
    size_t start;      /* where in the body the next one begins */
    size_t last;       /* and where the one before did, with what is set around it */
    const char *query; /* what asks for the next one; NULL for the first */
    const char **asked_for;
    struct hash asked;
};

/* A page has come whole: the body from `start` on. True: there is another, and `query`
 * asks for it. False: it was the last one, or *code says what is wrong (ERROR_BULK_FULL
 * in words in *full). After `most` pages, and where the server gives the same one
 * again, it ends with those that came: it is for the decoder to say that rows are
 * missing. */
bool pages_next(struct pages *pages, const struct source *source,
                bool (*next)(const struct source *source, const struct body *page,
                             char *query, size_t size),
                const char *type, int most, struct bulk *body, struct arena *arena,
                enum error_code *code, struct error *full);

#endif
