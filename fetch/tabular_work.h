/*
 * The table's inside, in four files: the flow and the rows that are no data
 * (tabular.c), which column is what (tabular_roles.c), cells (tabular_cells.c), items
 * (tabular_items.c).
 */
#ifndef FETCH_TABULAR_WORK_H
#define FETCH_TABULAR_WORK_H

#include "fetch/axis.h"
#include "fetch/tabular.h"

enum { NO_COLUMN = -1 };

/* A dimension: the columns of its codes and labels, and what has been found there. */
struct tabular_axis {
    int column, label_column; /* NO_COLUMN: no field of the row says it */
    struct axis found;
};

struct tabular {
    struct tabular_setup setup;
    const struct column_mapping *mapping;
    const struct body *body;
    struct arena *arena;
    const struct feed_sink *sink;

    struct tabular_record *waiting;
    size_t n_waiting, waiting_bytes;

    uint32_t head_row;  /* 0 until the heads have come */
    const char **heads; /* "#3" where a column has none */
    bool *headless;
    size_t n_columns;
    const char *unit;        /* of the line above the heads, or "" */
    const char **head_units; /* of each column, what its head says, or "" */
    bool beyond;             /* a field right of the heads was warned of */
    size_t n_read, n_ragged;

    /* of a data set */
    int roles[KNOWN_COUNT];  /* the column of each, or NO_COLUMN */
    int labels[KNOWN_COUNT]; /* the column of its labels, or NO_COLUMN */
    int wide;                /* the known name that columns are categories of, or -1 */
    const struct category **spread; /* the category of each column, NULL of others */
    struct tabular_axis *axes;
    int action;               /* the column of an SDMX-CSV table's ACTION */
    int unit_axis, wide_axis; /* their places among the dimensions, or -1 */
    const struct category **at;
    struct dataset *dataset;
    size_t n_categories;

    /* of a register */
    bool is_register;
    enum item_kind kind;
    int *columns; /* of each field, or NO_COLUMN */
    int striking; /* the column that strikes items out, or NO_COLUMN */
};

/* The heads in one line, for a message. */
const char *tabular_heads(const struct tabular *t);

/* The column with that head, or "#N"; CSV_COLUMN or CSV_TWICE if there is not one. */
bool tabular_find_column(const struct tabular *t, const char *name, int *column,
                         struct error *error);

/* From the heads: which columns have which roles. */
bool tabular_find_roles(struct tabular *t, struct error *error);

/* From the heads: which columns are which fields of the register. */
bool tabular_find_fields(struct tabular *t, struct error *error);

/* Are the heads those of a register's table, though aiplus.conf does not say so? The
 * region may be missing: constant can say it. */
bool tabular_like_register(const struct tabular *t, enum item_kind *kind);

/* Could the row be the heads? Says nothing of why not. */
bool tabular_suits(const struct tabular *t, const struct tabular_record *record);

/* Takes the row for the heads. */
void tabular_set_heads(struct tabular *t, const struct tabular_record *record);

/* What stands in brackets at the end of the head, "数值（亿元）": its place and length;
 * false if nothing does. *stem is how long the head is before. */
bool tabular_bracket(const char *head, size_t *stem, const char **inside, size_t *n);

/* The text of a field that tells rows apart: of a merged cell in all its rows. */
const char *tabular_key(const struct tabular_record *record, int column);

/* Refuses the row, or warns: column from 1, 0 for all of it. */
void tabular_refuse(struct tabular *t, uint32_t row, int column, const char *raw,
                    const struct error *reason);

/* Begins the data set, or the register. */
bool tabular_begin_cells(struct tabular *t, struct error *error);
bool tabular_begin_items(struct tabular *t, struct error *error);

/* A row of as many fields as there are heads. */
bool tabular_read_cells(struct tabular *t, const struct tabular_record *record,
                        struct error *error);
bool tabular_read_item(struct tabular *t, const struct tabular_record *record,
                       struct error *error);

#endif
