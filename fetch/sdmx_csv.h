/*
 * SDMX-CSV 1.0 and 2.x: rows of one observation each, with the columns that the SDMX
 * field guides name (SDMX-CSV Data Message, versions 1.0, 2.0 and 2.1).
 *
 * Owns: telling that a body is one (sdmx_csv_sniff.c); telling dimensions, attributes
 * and the measure from the head line alone (sdmx_csv_head.c); labels, actions and
 * decimal commas of the rows (sdmx_csv.c). Must never know: regions, indicators, the
 * store.
 *
 * The structure definition does not come with the data, so the columns' places decide:
 * what stands left of TIME_PERIOD is a dimension, what stands right of it an attribute;
 * where nothing stands left of it, what stands left of the value is a dimension.
 * Where the value stands left of the period, the order is somebody's own and every
 * column is a dimension but those that SDMX knows as attributes; aiplus.conf may say
 * more. The structure that a row names is a dimension too: a file may mix several.
 */
#ifndef FETCH_SDMX_CSV_H
#define FETCH_SDMX_CSV_H

#include "fetch/csv.h"

enum {
    /* Different texts of one attribute that are kept apart, but for units, multipliers
     * and what aiplus.conf names: comments differ in every row and tell nothing. */
    SDMX_CSV_TEXTS = 4096
};

enum sdmx_csv_kind {
    SDMX_CSV_SKIPPED, /* names of another column, keys that repeat others, actions */
    SDMX_CSV_DIMENSION,
    SDMX_CSV_ATTRIBUTE,
    SDMX_CSV_CUSTOM, /* says something of the file, such as when it was made */
    SDMX_CSV_VALUE,
    SDMX_CSV_STATUS
};

struct sdmx_csv_column {
    const char *id, *label;
    enum sdmx_csv_kind kind;
    enum dimension_role role;
    bool both; /* cells are "id: label" */
    bool all;  /* an attribute whose texts are all kept apart */
    int names; /* the column with the labels of this one's ids, or -1 */
};

struct sdmx_csv_head {
    struct sdmx_csv_column *columns;
    size_t n;
    int value, status, action; /* -1: there is none */
    int confidentiality;
    bool both; /* ids and labels share their cells */
    bool bare; /* it does not begin as SDMX-CSV does */
};

/* What each column of the head line is. Everything lies in the arena. False if it is
 * none of SDMX-CSV, or if no one can tell which column holds the values. */
bool sdmx_csv_head_read(const struct body *body, const struct csv_record *record,
                        const struct column_mapping *mapping, struct arena *arena,
                        struct sdmx_csv_head *head, struct error *error);

/* The separator: `said` in aiplus.conf, or the character behind the first term (field
 * guides), or else the one that the head line has most of. False if what is said is no
 * separator. */
bool sdmx_csv_delimiter(const struct body *body, const char *said, char *delimiter,
                        struct error *error);

/* How sure it is that the body is SDMX-CSV (struct decoder). */
int sdmx_csv_sniff(const struct body *body);

extern const struct decoder decoder_sdmx_csv;

#endif
