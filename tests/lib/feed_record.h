/* A sink that keeps what a decoder sends, for tests. */
#ifndef TESTS_LIB_FEED_RECORD_H
#define TESTS_LIB_FEED_RECORD_H

#include "fetch/feed.h"

struct record_cell {
    uint32_t row, column;
    enum cell_kind kind;
    double value;
    enum qualifier qualifier;
    const char *raw, *status;
    bool withdrawn, slice;
    enum error_code doubt;      /* ERROR_NONE: none */
    const struct category **at; /* one for each dimension */
};

struct feed_record {
    struct arena arena;
    const struct decoder *decoder;
    const struct dataset *datasets[64];
    size_t n_datasets;
    struct record_cell *cells;
    size_t n_cells;
    struct feed_item *items;
    size_t n_items;
    struct refusal *refusals; /* warnings too */
    size_t n_refusals;
    struct error error;
    bool ok;
};

/* Decodes the bytes as `format` ("auto" too). feed_record_release frees everything. */
void feed_record_read(struct feed_record *record, const char *format, const char *bytes,
                      size_t size, const struct column_mapping *columns);
void feed_record_release(struct feed_record *record);

/* The whole file, NUL behind it; NULL if it cannot be opened. */
char *feed_file(struct arena *arena, const char *path, size_t *size);

#endif
