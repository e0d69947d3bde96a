/*
 * The rows of a workbook's sheet, as texts.
 *
 * Owns: cells and their types (ECMA-376 part 1, 18.3.1.4 and 18.18.11), where they
 * stand, what covers them.
 * Must never know: which column is what.
 */
#ifndef FETCH_XLSX_SHEET_H
#define FETCH_XLSX_SHEET_H

#include "fetch/tabular.h"
#include "fetch/xlsx_book.h"

enum { SHEET_ROWS = 1048576 };

typedef bool (*xlsx_take)(void *self, const struct tabular_record *record,
                          struct error *error);

/* Reads every row that has cells, hidden ones too. */
bool xlsx_sheet_read(struct xlsx_book *book, const char *part, xlsx_take take,
                     void *self, struct error *error);

#endif
