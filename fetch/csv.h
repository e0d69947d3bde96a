/*
 * CSV: records of fields (RFC 4180), by libcsv, whose only door csv.c is; and the
 * decoder that makes a table of them (csv_table.c, fetch/tabular.h).
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
    CSV_FIELD = 64 * 1024,    /* bytes of one field; a longer one refuses its row */
    CSV_FIELD_MOST = 1 << 20, /* and one that is longer than this the body */
    CSV_LOOKED = 20           /* lines in which the delimiter is looked for */
};

/* One record. Fields are lent for the length of the call, each ends with a NUL. */
struct csv_record {
    uint32_t row; /* line of the file where it starts, from 1 */
    const char *const *fields;
    size_t n_fields;
    /* The first field, from 1, that is longer than CSV_FIELD: such a row has no fields,
     * so that nothing of it is taken for something else. 0 in others. */
    uint32_t too_long;
};

/* Returns false with its error to end the reading. */
typedef bool (*csv_take)(void *self, const struct csv_record *record,
                         struct error *error);

/* Reads every record that is not an empty line. A byte order mark is skipped. Refuses
 * the body for U+0000, bytes that are not UTF-8, a quote that is never closed or stands
 * where none may, and for passing a ceiling. */
bool csv_read(const struct body *body, char delimiter, csv_take take, void *self,
              struct error *error);

/* The delimiter of the first line, among the first few, that has any: the one of
 * , ; tab | that stands in it most often outside quotes. 0 if there is none. A table's
 * head need not be the first line: titles stand above it. */
char csv_delimiter(const struct body *body);

/* The warning that the body was taken for GB18030 although nothing said so. */
void csv_warn_guessed(const struct body *body, const struct feed_sink *sink);

extern const struct decoder decoder_csv;

#endif
