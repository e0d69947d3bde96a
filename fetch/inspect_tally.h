/*
 * What a decoded body holds: counts, sums and periods, for --inspect.
 *
 * Owns: the counting. Must never know: how it is written.
 */
#ifndef FETCH_INSPECT_TALLY_H
#define FETCH_INSPECT_TALLY_H

#include "core/period.h"
#include "fetch/hash.h"
#include "fetch/mapper.h"

enum {
    TALLY_PROBLEMS = 100, /* that are kept; the rest is counted */
    TALLY_SEEN = 4096,    /* categories of a dimension that are remembered */
    TALLY_ADDED = 1000    /* codes that the feed adds, of regions and indicators */
};

/* A sum whose rounding errors are kept beside it (Neumaier 1974). */
struct compensated {
    double sum, rest;
};

/* The first and last of some periods. Those that can be read are ordered by what they
 * mean: the one that begins first, which of several is the longest kind, and the one
 * that ends last, which of several begins last. So a year comes before its quarters.
 * Without any that can be read the first and last that were sent. */
struct span {
    bool any; /* min and max hold */
    struct period min, max;
    const char *min_id, *max_id;
    const char *first, *last; /* as sent; NULL if none */
};

struct tally {
    uint64_t n_series, n_obs, n_missing;
    struct compensated sum;
    struct span span;
};

/* The categories of one dimension that cells have, by their ordinals; NULL for those
 * that none has. */
struct seen {
    const struct category **at;
    size_t size, n;
    bool more; /* than are remembered */
};

struct tally_dataset {
    const struct dataset *dataset;
    struct tally tally;
    struct seen *seen; /* one for each dimension */
};

struct inspection {
    struct arena *arena;
    struct tally total;
    struct tally_dataset *datasets;
    size_t n_datasets;
    struct refusal *problems;
    size_t n_problems;
    uint64_t n_refused, n_warnings;
    uint64_t n_items[ITEM_KINDS]; /* of each register */
    uint64_t n_placeless;         /* items of the registers that name no region */
    const char **added;           /* codes that the feed itself adds to the catalogue */
    size_t n_added;
    /* of the open data set, where nothing else is said */
    int time;      /* its time dimension, or -1 */
    bool *periods; /* of its categories: counted? */
    size_t n_periods;
    bool months; /* "2016 - 4" is a month there */
    /* A series is known by two hashes of its categories under two random seeds: the
     * categories themselves of millions of series would not fit into memory. */
    struct hash index, check;
    uint64_t *checks; /* of each series */
    /* The same of all data sets together, where they are steps of one change. */
    struct hash all_index, all_check;
    uint64_t *all_checks;
    const struct category **key; /* of the cell in hand */
};

/* Decodes the body and counts. */
bool inspect_count(const struct decoder *decoder, const struct body *body,
                   const struct column_mapping *columns, struct arena *arena,
                   struct inspection *inspection, struct error *error);

/* Of registers: reads the items as a collection would, and puts what would be refused
 * in the place of the problems. */
void inspect_items(const struct source *source, const struct body *body,
                   const struct vocabulary *vocabulary, struct inspection *inspection);

double compensated_value(struct compensated sum);
/* NULL if there is no period. */
const char *span_min(const struct span *span);
const char *span_max(const struct span *span);

#endif
