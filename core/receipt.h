/*
 * Deliveries, receipts, refused rows and the health of sources: what passes between the
 * collector's rooms and what the pages say about where a figure came from.
 *
 * Owns: plain values. Strings are lent by whoever filled the struct; each function that
 * gives one says by which arena.
 * Must never know: HTTP, formats, files.
 */
#ifndef CORE_RECEIPT_H
#define CORE_RECEIPT_H

#include "core/error.h"
#include "core/item.h"
#include "core/observation.h"

#include <stddef.h>
#include <stdint.h>

enum {
    DIGEST_HEX = 65,     /* SHA-256 in lower-case hex, with its NUL */
    REFUSALS_MOST = 1000 /* of a delivery that are kept; the rest is counted */
};

/* One row that was not stored (or was stored, with a warning). */
struct refusal {
    uint32_t row;    /* line or cell of the body, from 1; 0 = the whole body */
    uint32_t column; /* from 1; 0 = the whole row */
    bool warning;    /* true: read all the same */
    const char *raw; /* what was sent, cleaned */
    struct error reason;
};

/* One accepted delivery from one source, as it is kept for ever. */
struct receipt {
    uint32_t number; /* from 1, in the order of acceptance */
    int64_t time;    /* Unix seconds, when it was accepted */
    const char *source, *address, *format;
    const char *etag, *last_modified; /* validators, "" if none */
    char digest[DIGEST_HEX];          /* of the decoded body */
    uint64_t bytes;                   /* decoded bytes of the body */
    uint32_t rows_seen;               /* values and named absences in the body */
    uint32_t rows_changed;            /* stored as new or revised */
    uint32_t rows_refused;
    uint32_t warnings;
};

/* What the collector hands to the store: one body, decoded, mapped and checked.
 * receipt.number and receipt.rows_changed are filled by the store. */
struct delivery {
    struct receipt receipt;
    /* Receipt field unused. Lent by the bulk that they were read into, until that is
     * used again or released: they may be more than fit into memory. */
    const struct observation *observations;
    size_t n_observations;
    const struct refusal *refusals; /* warnings too */
    size_t n_refusals;
    /* Receipt and source unused; canonical, each key once. */
    const struct item *items;
    size_t n_items;
    /* What the feed looks like (fetch/shape.h), to be kept for the comparison with the
     * next one; NULL: keep what there is. */
    const char *shape;
    /* Digest of the source's own settings, by which the shape was noted: only those of
     * the same are compared. NULL: the state's setup, which other things decide too. */
    const char *mapping;
    /* Sources that go before this one where both have a figure, by the declared order;
     * NULL: there is none, and the last word counts whoever has it (store/merge.h). */
    const char *const *before;
    size_t n_before;
};

/* What is known about one source after each attempt. */
struct source_state {
    const char *name, *title, *format, *address;
    int64_t last_attempt, last_success; /* 0 = never */
    int64_t next_due;                   /* 0 = not scheduled */
    uint32_t failures;                  /* in a row; 0 = the last attempt succeeded */
    struct error last_error;            /* code ERROR_NONE if failures == 0 */
    uint32_t receipt;                   /* of the last accepted delivery; 0 = none */
    uint32_t rows_seen, rows_changed, rows_refused, warnings; /* of that delivery */
    uint32_t duration_ms;                                     /* of the last attempt */
    uint64_t bytes;
    const char *etag, *last_modified; /* for the next conditional request */
    char digest[DIGEST_HEX];
    char setup[DIGEST_HEX]; /* of the configuration it was read with; "" = unknown */
};

#endif
