/*
 * The methods that --assess offers, as kinds of table: what each reads and writes.
 *
 * Owns: the columns (man aiplus, "Assessing a table"), how a row becomes a series and a
 * target, how the rows of an indicator are taken together.
 * Must never know: files, where a message goes.
 */
#ifndef APP_ASSESS_METHOD_H
#define APP_ASSESS_METHOD_H

#include "app/assess_table.h"
#include "core/assess.h"

enum { ASSESS_OK = -1 };

/* Of one row. */
struct assess_outcome {
    const char *text; /* its own columns, tabs between, in the arena */
    enum progress_reason reason;
    struct growth growth; /* growth alone */
    int rank;             /* the others: 0 the worst; negative: not judged */
    bool kept;
};

/* INDICATOR and SERIES are the first two columns of every method. */
enum { ASSESS_INDICATOR, ASSESS_SERIES };

struct assess_kind {
    struct assess_column columns[ASSESS_COLUMNS + 1];
    const char *head; /* of what is written, behind indicator and series */
    /* Judges a row; ASSESS_OK, or the column whose cell cannot be what it should. */
    int (*judge)(const char *const *cells, const struct progress_rules *rules,
                 struct arena *arena, struct assess_outcome *outcome);
    /* The last columns, the same for all rows of an indicator. */
    const char *(*roll_up)(const struct assess_outcome *outcomes, size_t n,
                           struct arena *arena);
};

extern const struct assess_kind assess_kinds[METHOD_COUNT];

#endif
