/*
 * Feeds: what a decoder finds in a body, before anybody says what it means.
 *
 * Owns: the shape that every format is read into: data sets with dimensions, and cells.
 * Must never know: HTTP, the catalogue, the store.
 *
 * A decoder calls the sink once for each data set, then once for each cell of it, in
 * the body's order. It keeps nothing and decides nothing about regions or indicators.
 */
#ifndef FETCH_FEED_H
#define FETCH_FEED_H

#include "core/arena.h"
#include "core/error.h"
#include "core/receipt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dimension_role {
    DIMENSION_PLAIN,
    DIMENSION_TIME,
    DIMENSION_GEO,
    DIMENSION_METRIC
};

struct category {
    const char *code, *label; /* label = code where there is none */
    const char *unit;         /* "" if not said */
    int decimals;             /* -1 if not said; display only */
    uint32_t ordinal;         /* among its dimension's, from 0, without great gaps */
};

struct dimension {
    const char *id, *label;
    enum dimension_role role;
    uint32_t column; /* of a table, from 1; 0 where the format is none */
    const struct category *categories; /* may be NULL where the format lists none */
    size_t n_categories;
};

struct dataset {
    const char *id, *label; /* id: bundle key, or "0", "1" .. in a collection, or "" */
    const char *source, *updated;
    const struct dimension *dimensions;
    size_t n_dimensions;
};

enum cell_kind {
    CELL_VALUE,   /* a finite number */
    CELL_MISSING, /* there is a place for a value and none in it */
    CELL_TEXT     /* something that is not a number: refused, with its reason */
};

struct cell {
    uint32_t row, column;             /* where in the body: line or position, from 1 */
    const struct category *const *at; /* one for each dimension of the data set */
    enum cell_kind kind;
    double value;
    const char *raw;    /* as sent, for CELL_TEXT and for refusals; "" if absent */
    const char *status; /* as sent, "" if none */
    enum qualifier qualifier;
};

/* Where a decoder puts what it finds. The same category is always the same pointer. A
 * callback that returns false with its error ends the decoding with that error.
 * Pointers are lent for the length of the call, except data sets, dimensions and
 * categories, which live in the decoder's arena. */
struct feed_sink {
    void *self;
    bool (*dataset)(void *self, const struct dataset *dataset, struct error *error);
    bool (*cell)(void *self, const struct cell *cell, struct error *error);
    /* A row that cannot be read, or a doubt that changes no value (warning). */
    void (*refused)(void *self, const struct refusal *refusal);
};

struct body {
    const char *bytes; /* size bytes and a NUL behind them */
    size_t size;
    const char *type; /* media type as sent, "" if unknown */
    const char *name; /* address or file name, for messages */
    /* Where what grows with the body may lie (core/bulk.h); NULL: in memory. */
    const char *directory;
};

/* How a column table is to be read; all names "" where not said. See aiplus.conf(5). */
struct column_mapping {
    const char *delimiter; /* one character; "" = found out from the head line */
    const char *region, *indicator, *period, *value, *status, *qualifier, *unit;
    const char *decimal; /* "," where values have a decimal comma; else "" or NULL */
};

/* One format, one row of `decoders`. */
struct decoder {
    const char *name;  /* "json-stat", "csv": the configuration's word for it */
    const char *title; /* "JSON-stat" */
    /* How sure it is that the body is of this format, 0 to 100. Cheap. */
    int (*sniff)(const struct body *body);
    /* Decodes the whole body. False: nothing of it is to be used. */
    bool (*decode)(const struct body *body, const struct column_mapping *columns,
                   struct arena *arena, const struct feed_sink *sink,
                   struct error *error);
};

/* What is in a cell of text: kind, value and qualifier of `cell`, whose raw becomes the
 * text. An empty text and the marks that offices use for "no figure" are CELL_MISSING;
 * ">1590" is a value with a qualifier; thousands separators are not guessed at. */
void cell_read_text(struct cell *cell, const char *text);

/* Why a CELL_TEXT is no number, and at which character. */
void cell_text_error(struct arena *arena, const char *raw, struct error *error);

/* The SDMX status that a mark says in words ("未公布": O, "不适用": M), or 0: the mark
 * says only that there is no figure. */
char missing_mark_status(const char *text);

/* What a dimension or column is whose name is well known ("TIME_PERIOD", "地区代码"):
 * false if it is none. A lower rank is the surer name. */
enum known_name {
    KNOWN_PERIOD,
    KNOWN_REGION,
    KNOWN_INDICATOR,
    KNOWN_VALUE,
    KNOWN_STATUS,
    KNOWN_UNIT,
    KNOWN_QUALIFIER,
    KNOWN_COUNT
};
bool name_known(const char *name, enum known_name *known, int *rank);

/* A text from the feed as it may be kept in an error or a refusal: clean, at most 200
 * bytes as sent. */
const char *feed_excerpt(struct arena *arena, const char *text);

extern const struct decoder *const decoders[]; /* ends with NULL */

/* By name; "auto" or "" asks every decoder and takes the surest. NULL with an error
 * that says what the body looks like (an HTML page, empty, ...). */
const struct decoder *decoder_find(const char *name, const struct body *body,
                                   struct error *error);

#endif
