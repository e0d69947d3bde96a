/*
 * Numbers of a workbook as what its sheet shows: dates, percentages, plain numbers.
 *
 * Owns: number formats (ECMA-376 part 1, 18.8.30 and 18.8.31) as far as they change
 * what a number means; the two calendars of workbooks.
 * Must never know: files, XML, tables.
 */
#ifndef FETCH_XLSX_FORMAT_H
#define FETCH_XLSX_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum xlsx_look {
    LOOK_NUMBER,
    LOOK_DATE,      /* 2026-11-05 */
    LOOK_DATE_TIME, /* 2026-11-05 08:30 */
    LOOK_MONTH,     /* 2026-11 */
    LOOK_YEAR,      /* 2026 */
    LOOK_TIME,      /* 8:30, of a day or of any length */
    LOOK_PERCENT,   /* 60.5 for 0.605 */
    LOOK_SCALED     /* shown in thousands or 万 */
};

enum { XLSX_NUMBER_SIZE = 40 };

/* What a number format's code ("yyyy\"年\"m\"月\"") makes of a number. */
enum xlsx_look xlsx_look_of(const char *code);

/* The same of a format that has a number and no code in the file: those every
 * spreadsheet program knows, in a Chinese one's reading. */
enum xlsx_look xlsx_look_builtin(long id);

/* The number as text: the shortest that reads back as the same, a date, or the number
 * of per cent. False if `raw` is no number. A number that is no day of the calendar
 * stays a number. */
bool xlsx_number_text(const char *raw, enum xlsx_look look, bool since1904,
                      char text[XLSX_NUMBER_SIZE]);

#endif
