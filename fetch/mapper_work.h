/*
 * The mapper's inside, in eight files: the flow (mapper.c), which dimension is what
 * (mapper_bind.c), what a category means (mapper_resolve.c), units (mapper_unit.c),
 * statuses (mapper_status.c), rows that meet on one key (mapper_merge.c), items of
 * registers (mapper_item.c), what the feed looks like (mapper_shape.c).
 */
#ifndef FETCH_MAPPER_WORK_H
#define FETCH_MAPPER_WORK_H

#include "core/bulk.h"
#include "fetch/hash.h"
#include "fetch/mapper.h"
#include "fetch/shape.h"

enum {
    MAPPER_UNITS = 256,           /* comparisons of units that are remembered */
    MAPPER_ITEMS = 100000,        /* of one delivery, refused ones too */
    MAPPER_ITEM_TEXTS = 64 << 20, /* bytes of their fields together */
    MAPPER_STATUS = 32, /* bytes of a status that is remembered, with its NUL */
};

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
    bool aside;                  /* it is remarks, which may come and go */
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
    uint32_t ordinal; /* among what differs of that part, from 0 */
};

/* The meanings of one part's categories in the open data set, by their ordinals; NULL
 * for those that were not asked for yet. */
struct meanings {
    const struct meaning **known;
    size_t capacity;
};

/* Units that were compared and fit: what the feed named, for which indicator, and how
 * its values become the indicator's. */
struct unit_match {
    const struct category *unit, *power;
    const char *sent;
    const struct meaning *indicator;
    int shift; /* powers of ten from that unit to the indicator's */
};

/* What makes an observation the one it is, as one number: the ordinals of what its
 * indicator, region and period mean. No body has as many categories as would pass
 * these bits (TABULAR_CATEGORIES, JSON_TREE_BYTES). */
enum { KEY_REGION_BITS = 20, KEY_PERIOD_BITS = 24 };

/* An item while others may still contradict it. */
struct mapper_item {
    struct item item;
    bool conflict;
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
    size_t *filtered;     /* dimensions that have a filter */
    size_t n_filtered;
    size_t *loose; /* dimensions that nobody speaks of */
    size_t n_loose;
    struct meanings meanings[PART_COUNT];
    struct unit_match units[MAPPER_UNITS];

    /* of all data sets together: those of aiplus.conf that named a dimension */
    bool *filters_found, *ignored_found;
    const char *dimensions; /* the last data set's, NULL before the first */

    struct category constants[PART_COUNT]; /* code NULL if there is none */
    const struct meaning **distinct;       /* those that differ, of every part */
    size_t n_distinct;
    uint32_t n_part[PART_COUNT]; /* of each */
    struct hash index;           /* of `distinct` */

    char statuses[256]; /* of texts of one character and none; 0 = not asked yet */
    char status_text[MAPPER_STATUS], status_code; /* of the last longer one */

    struct shape shape;
    const char **odd; /* statuses that nobody understands */
    size_t n_odd;
    struct hash odd_index;

    struct bulk *observations; /* the caller's */
    struct bulk rows, keys;    /* of each: uint32_t, uint64_t */
    size_t n;
    uint32_t *steps; /* n, where each data set began that supersedes those before */
    size_t n_steps;

    struct bulk items; /* struct mapper_item, in the body's order */
    size_t n_items, n_items_seen, item_texts;
    struct hash item_index;           /* of them, by kind and key */
    uint32_t item_fields[ITEM_KINDS]; /* bits: those that the shape has already */

    struct refusal *refusals;
    size_t n_refusals;
    uint32_t rows_seen, rows_refused, warnings;
    uint64_t n_kept_out; /* by filters */
    uint32_t reasons[ERROR_COUNT];
    struct error *firsts[ERROR_COUNT]; /* the first of each, warnings too */
};

/* Keeps a refusal or warning, its texts cleaned, or counts it only; releases `words`.
 */
void mapper_refuse(struct mapper *m, const struct refusal *refusal);

/* Only counts a row that is refused, where no more of them are kept and the reason was
 * told before. False: it must be refused in words. */
bool mapper_count_refused(struct mapper *m, enum error_code code);

/* Warns of names to ignore that no data set has. False with a filter that none has:
 * rows that it was to keep out must not come in. */
bool mapper_check_names(struct mapper *m, struct error *error);

/* Finds the parts among the data set's dimensions, and the filters. */
bool mapper_bind(struct mapper *m, const struct dataset *dataset, struct error *error);

/* What the part's dimension, or constant, says; NULL where there is neither. */
const struct category *mapper_category(const struct mapper *m, const struct cell *cell,
                                       enum part part);

/* What the category means as a region, indicator or period, for as long as the feed. */
const struct meaning *mapper_meaning(struct mapper *m, const struct category *category,
                                     enum part part);

/* Why the category has no meaning as that part. */
void mapper_explain(struct mapper *m, const struct category *category, enum part part,
                    struct error *error);

/* The unit that aiplus.conf says the category's stands for; NULL if it says nothing. */
const char *mapper_unit(const struct mapper *m, const struct category *category);

/* Does the unit that the feed names for the cell fit the indicator's, or convert into
 * it (core/unit.h)? It is a category of the unit's dimension, or what a category says
 * of itself, the indicator's before any other's; none fits all. A dimension UNIT_MULT
 * or POWERCODE is a part of it. *shift is by which power of ten the value is to be
 * multiplied; where it does not fit, *sent is what the feed names. Those that fit are
 * remembered by what they were found from, so that texts are compared once and not for
 * each cell. */
bool mapper_unit_fits(struct mapper *m, const struct cell *cell,
                      const struct meaning *indicator, const char **sent, int *shift);

/* Multiplies the cell's value by 10^shift, as exactly as it was sent; false if there is
 * no such number. */
bool mapper_unit_scale(const struct cell *cell, int shift, double *value);

/* The SDMX code for a status as offices send it, by aiplus.conf's own words first; 'A'
 * where there is none, 0 for words that nobody understands. */
char mapper_status(const struct mapping *mapping, const char *text);
/* The same by the source's mapping, remembered: the same few texts come with every
 * cell.
 */
char mapper_understood(struct mapper *m, const char *text);

/* Warns of a status that nobody understands, once for each. */
void mapper_odd_status(struct mapper *m, const struct cell *cell, uint32_t column,
                       const char *text);

/* Notes what a data set has once it is bound; what was found in it once all its cells
 * are read; the unit that the feed names for an indicator; odd statuses; for which
 * fields of a register there is a place. */
void mapper_shape_begin(struct mapper *m);
void mapper_shape_end(struct mapper *m);
void mapper_shape_unit(struct mapper *m, const struct meaning *indicator,
                       const char *sent);
void mapper_shape_statuses(struct mapper *m);
void mapper_shape_item(struct mapper *m, const struct feed_item *item);

/* The reason's code alone: of a meaning that is not ok. */
enum error_code mapper_reason(const struct meaning *meaning);

/* The region that a text of an item names, by aiplus.conf's own words first; false with
 * the reason. */
bool mapper_region(struct mapper *m, const char *text, int32_t *code,
                   struct error *error);

/* Keeps an item, its fields canonical, or refuses it. False only if there are more
 * than a delivery may have, or no room for them. */
bool mapper_item(struct mapper *m, const struct feed_item *item, struct error *error);

/* The items that nothing contradicts, in the delivery's arena. */
const struct item *mapper_items(struct mapper *m, size_t *n);

/* Takes out rows that say the same again, and refuses those that contradict. False if
 * there is no room for what that takes. */
bool mapper_merge(struct mapper *m, struct error *error);

#endif
