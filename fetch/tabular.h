/*
 * Tables: rows of texts as a data set, or as items of a register. CSV and workbooks are
 * read into it.
 *
 * Owns: finding the line with the column heads, which column is what, and a cell or an
 * item for every row; what offices put above and below a table.
 * Must never know: how rows are written in a file; regions, indicators, the store.
 *
 * One column has the values, others may have their statuses and qualifiers; every other
 * column is a dimension. Where a role has two columns, such as 地区代码 and 地区, the
 * surer name is the dimension and the other one has its labels. In a wide table many
 * columns have values, and their heads are the categories of one more dimension. In a
 * register's table each row is an item and each column one of its fields.
 *
 * Above the heads may stand titles, which are passed over, and a line 单位：亿元, which
 * is the unit of every value whose row names none. Percentages of a workbook are handed
 * out as they are shown, 60.5 for 60.5%, with the unit %. Both units are categories of
 * a dimension "unit" that says something of values and tells none apart.
 */
#ifndef FETCH_TABULAR_H
#define FETCH_TABULAR_H

#include "fetch/feed.h"

enum {
    TABULAR_COLUMNS = 256,
    TABULAR_FIELD = 64 * 1024,    /* bytes of one text */
    TABULAR_CATEGORIES = 1000000, /* different texts, in all columns together */
    TABULAR_LOOKED = 20,          /* rows in which the heads are looked for */
};

/* How a workbook shows a field. */
enum tabular_shown {
    TABULAR_TEXT,   /* as in a plain file: a decimal comma may be told by aiplus.conf */
    TABULAR_NUMBER, /* a number, with a decimal point */
    TABULAR_PERCENT, /* the same, of per cent: 60.5 where 60.5% is shown */
    TABULAR_SCALED   /* a number, but another one is shown: in thousands or 万 */
};

/* One row. Everything is lent for the length of the call. */
struct tabular_record {
    uint32_t row; /* line of the file or row of the sheet, from 1 */
    const char *const *fields;
    size_t n_fields;
    uint32_t too_long; /* a field, from 1, that was too long to be kept; 0 = none */

    /* Of a workbook; NULL, 0 and false in plain files. */
    const uint8_t *shown;      /* enum tabular_shown of each field */
    const char *const *covers; /* text of the merged cell over the field, or NULL */
    uint32_t no_result;        /* a field, from 1, that is a formula without a result */
    bool tall;                 /* a cell of this row is merged with the one below */
    bool broad;                /* cells of this row are merged with each other */
};

struct tabular_setup {
    const struct body *body; /* for messages */
    const struct column_mapping *mapping;
    struct arena *arena;
    const struct feed_sink *sink;
    const char *label; /* of the data set: the sheet's name, or "" */
    /* Fields stand in columns of their own, so that a short row has empty ones at its
     * end; else it cannot be known which field is which. */
    bool positioned;
    bool percent; /* a field may be TABULAR_PERCENT */
};

struct tabular;

/* A table in the setup's arena; the setup's pointers are lent as long. */
struct tabular *tabular_open(const struct tabular_setup *setup);

/* The next row; false with its error if nothing of the body is to be used. */
bool tabular_take(struct tabular *table, const struct tabular_record *record,
                  struct error *error);

/* After the last row. */
bool tabular_close(struct tabular *table, struct error *error);

#endif
