/*
 * CSV: a page's tables for a spreadsheet (RFC 4180, UTF-8 with a byte order mark, which
 * spreadsheets need to take it for UTF-8, unless it is not wanted).
 *
 * Owns: how a cell is written. Figures are those of the page, as rounded there; exact
 * ones are given by --csv.
 */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "core/text.h"
#include "report/report.h"

/* A text as a cell. One that a spreadsheet would take for a formula gets an apostrophe
 * in front. */
void csv_text(struct buffer *out, const char *text);

extern const struct report_format report_csv;

#endif
