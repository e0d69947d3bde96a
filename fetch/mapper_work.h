/*
 * The mapper's inside, in five files: the flow (mapper.c), which dimension is what
 * (mapper_bind.c), what a category means (mapper_resolve.c), statuses
 * (mapper_status.c), rows that meet on one key (mapper_merge.c).
 */
#ifndef FETCH_MAPPER_WORK_H
#define FETCH_MAPPER_WORK_H

#include "fetch/hash.h"
#include "fetch/mapper.h"

enum { MAPPER_REFUSALS = 1000 }; /* that are kept; the rest is counted */

/* What a dimension can say about a cell. */
enum part {
    PART_REGION,
    PART_INDICATOR,
    PART_PERIOD,
    PART_STATUS,
    PART_UNIT,
    PART_COUNT
};

/* What the mapper does with one dimension of the data set. */
struct use {
    bool bound;                  /* it is one of the parts, or ignored */
    const char *filter;          /* the category to take, or NULL */
    const struct category *seen; /* the only category, where it is neither */
};

/* What a category, or a constant, was found to be. */
struct meaning {
    const struct category *category;
    enum part part;
    bool ok;
    bool several; /* not ok: a name that several regions bear */
    int32_t region;
    char indicator[CODE_SIZE];
    const char *unit; /* of the indicator, "" if it has none */
    struct period period;
};

struct mapper {
    const struct source *source;
    const struct vocabulary *vocabulary;
    const struct body *body;
    struct arena *arena;   /* the delivery's */
    struct arena *scratch; /* released with the feed */
    struct arena words;    /* released with each refusal */

    /* of the open data set */
    const struct dataset *dataset;
    bool skipped;         /* a filter takes another data set */
    int dims[PART_COUNT]; /* -1: none */
    int power;            /* the dimension of UNIT_MULT, or -1 */
    char unit[256];       /* of the cell in hand, with its power */
    struct use *uses;     /* one for each dimension */

    /* of all data sets together: those of aiplus.conf that named a dimension */
    bool *filters_found, *ignored_found;
    const char *dimensions; /* the last data set's, NULL before the first */

    struct category constants[PART_COUNT]; /* code NULL if there is none */
    struct meaning *meanings;
    size_t n_meanings;
    struct hash index; /* meanings by category and part */

    const char **odd; /* statuses that nobody understands */
    size_t n_odd;
    struct hash odd_index;

    struct observation *observations;
    uint32_t *rows; /* of each */
    size_t n;

    struct refusal *refusals;
    size_t n_refusals;
    uint32_t rows_seen, rows_refused, warnings;
    uint64_t n_filtered;
    uint32_t reasons[ERROR_COUNT];
    struct error *firsts[ERROR_COUNT]; /* the first of each, warnings too */
};

/* Keeps a refusal or warning, its texts cleaned, or counts it only; releases `words`.
 */
void mapper_refuse(struct mapper *m, const struct refusal *refusal);

/* Warns of names to ignore that no data set has. False with a filter that none has:
 * rows that it was to keep out must not come in. */
bool mapper_check_names(struct mapper *m, struct error *error);

/* Finds the parts among the data set's dimensions, and the filters. */
bool mapper_bind(struct mapper *m, const struct dataset *dataset, struct error *error);

/* What the part's dimension, or constant, says; NULL where there is neither. */
const struct category *mapper_category(const struct mapper *m, const struct cell *cell,
                                       enum part part);

/* What the category means as a region, indicator or period. Lent until the next call.
 */
const struct meaning *mapper_meaning(struct mapper *m, const struct category *category,
                                     enum part part);

/* Why the category has no meaning as that part. */
void mapper_explain(struct mapper *m, const struct category *category, enum part part,
                    struct error *error);

/* The unit that aiplus.conf says the category's stands for; NULL if it says nothing. */
const char *mapper_unit(const struct mapper *m, const struct category *category);

/* The SDMX code for a status as offices send it, by aiplus.conf's own words first; 'A'
 * where there is none, 0 for words that nobody understands. */
char mapper_status(const struct mapping *mapping, const char *text);

/* Warns of a status that nobody understands, once for each. */
void mapper_odd_status(struct mapper *m, const struct cell *cell, uint32_t column,
                       const char *text);

/* Takes out rows that say the same again, and refuses those that contradict. */
void mapper_merge(struct mapper *m);

#endif
