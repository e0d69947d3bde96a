/*
 * Sheets: stored figures as lines of CSV.
 *
 *   indicator_code,indicator,region_code,region,TIME_PERIOD,OBS_VALUE,qualifier,
 *   OBS_STATUS,unit                    and of a demo: demo
 *   with the history: receipt,accepted,source,fate
 *                                      stands, replaced, late, outranked,
 *                                      withdrawn
 *
 * or items of a register: its fields' names, then demo and history likewise.
 *
 * The names are those that fetch/ knows of itself, so what was written can be delivered
 * again. Values are the shortest decimal number that reads back to the same double. A
 * text that a spreadsheet would take for a formula has an apostrophe before it.
 *
 * Owns: the columns and how a cell is written.
 * Must never know: what is selected.
 */
#ifndef APP_EXTRACT_ROW_H
#define APP_EXTRACT_ROW_H

#include "core/text.h"
#include "store/snapshot.h"
#include "views/page.h"

#include <stdio.h>

/* Invariant: `out` is written to `file` before it passes its ceiling. */
struct sheet {
    const struct view_context *context;
    struct snapshot *snapshot;
    bool history;
    const struct item_register *items; /* NULL: the rows are figures */
    FILE *file;                        /* the caller's */
    const char *name;                  /* of the file, NULL = standard output */
    size_t n_rows;
    struct buffer out;
    struct buffer before, unit;     /* of the series: the cells that its rows share */
    struct arena arena;             /* of the receipts */
    struct sheet_receipt *receipts; /* by number */
};

/* context and snapshot are lent. */
void sheet_open(struct sheet *sheet, const struct view_context *context,
                struct snapshot *snapshot, bool history);
void sheet_close(struct sheet *sheet);

/* The series that the next rows are of. */
void sheet_series(struct sheet *sheet, const char *indicator, int32_t region);

/* A row, the head before the first. fate: with the history what became of the value. */
bool sheet_row(struct sheet *sheet, const struct observation *value, const char *fate,
               struct error *error);

/* A row of the register `items`, the head before the first. */
bool sheet_item(struct sheet *sheet, const struct item *item, const char *fate,
                struct error *error);

/* Writes what is left. */
bool sheet_end(struct sheet *sheet, struct error *error);

/* When a delivery was accepted. */
bool sheet_time(struct sheet *sheet, uint32_t receipt, int64_t *time,
                struct error *error);

#endif
