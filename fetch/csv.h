/*
 * CSV: records of fields (RFC 4180), by libcsv, whose only door csv.c is; and the
 * decoder that makes cells of them (csv_table.c).
 *
 * Owns: quotes, delimiters, line numbers, the ceilings of a table.
 * Must never know: regions, indicators, the store.
 */
#ifndef FETCH_CSV_H
#define FETCH_CSV_H

#include "core/text.h"
#include "fetch/feed.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CSV_COLUMNS = 256,
    CSV_FIELD = 64 * 1024,   /* bytes of one field */
    CSV_CATEGORIES = 1000000 /* different texts, in all columns together */
};

/* One record. Fields are lent for the length of the call, each ends with a NUL. */
struct csv_record {
    uint32_t row; /* line of the file where it starts, from 1 */
    const char *const *fields;
    size_t n_fields;
};

/* Returns false with its error to end the reading. */
typedef bool (*csv_take)(void *self, const struct csv_record *record,
                         struct error *error);

/* Reads every record that is not an empty line. A byte order mark is skipped. Refuses
 * the body for U+0000, bytes that are not UTF-8, a quote that is never closed or stands
 * where none may, and for passing a ceiling. */
bool csv_read(const struct body *body, char delimiter, csv_take take, void *self,
              struct error *error);

/* The delimiter of the head line: the one of , ; tab | that stands in it most often
 * outside quotes. 0 if there is none. */
char csv_delimiter(const struct body *body);

extern const struct decoder decoder_csv;

#endif
