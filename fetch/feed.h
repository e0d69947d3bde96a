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
#include "core/item.h"
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
    /* Where the code means another thing here than it would elsewhere: a region's code
     * or a period that says what ("2018-Q1" for an office's "2018A"), "" if it can mean
     * none. NULL: code and label speak for themselves. */
    const char *means;
};

struct dimension {
    const char *id, *label;
    enum dimension_role role;
    /* Says something of values (a unit, a multiplier) and tells none apart: it is no
     * part of a series' key. SDMX calls it an attribute. */
    bool attribute;
    uint32_t column; /* of a table, from 1; 0 where the format is none */
    const struct category *categories; /* may be NULL where the format lists none */
    size_t n_categories;
    /* 口径, what is counted, in words: of each category by its ordinal, NULL where
     * nothing is said; NULL where the format says none of any. */
    const char *const *scopes;
};

struct dataset {
    const char *id, *label; /* id: bundle key, or "0", "1" .. in a collection, or "" */
    const char *source, *updated;
    /* Its cells take the place of those with the same key in the data sets before it,
     * as data sets that are steps of one change do; else they would contradict. */
    bool supersedes;
    const struct dimension *dimensions;
    size_t n_dimensions;
    /* What it has besides dimensions and must not lose unseen (fetch/shape.h): columns
     * of values, statuses, qualifiers, labels, or a status that is described once. What
     * single rows may leave out is none. */
    const char *const *fields;
    size_t n_fields;
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
    /* What the value was rounded from for its publication, where the format sends that
     * too; else NULL. It is summed by --inspect, and otherwise of no account. */
    const double *unrounded;
    const char *raw;    /* as sent, for CELL_TEXT and for refusals; "" if absent */
    const char *status; /* as sent, "" if none */
    enum qualifier qualifier;
    /* The figure with this key is taken back; kind is CELL_MISSING. Every dimension but
     * attributes has its category: what names a whole slice is in doubt. */
    bool withdrawn;
    /* Why nobody can know what the cell means although it is there, or NULL: it is
     * counted, and refused as a row. What it names no category for has an empty one. */
    const struct error *doubt;
    /* Attributes of several figures at once: a dimension is left open, so there is no
     * key and nothing to store; it is only counted. kind is CELL_MISSING. */
    bool slice;
};

/* An item of a register, or an addition to the catalogue (core/item.h), as sent: one
 * text for each field of its kind, "" where nothing is said, NULL where the feed has no
 * place for it (a table without that column), dates and codes not yet understood. */
struct feed_item {
    uint32_t row;
    enum item_kind kind;
    const char *const *fields;
    bool withdrawn; /* it is to be struck out */
};

/* Where a decoder puts what it finds. The same category is always the same pointer. A
 * callback that returns false with its error ends the decoding with that error.
 * Pointers are lent for the length of the call, except data sets, dimensions and
 * categories, which live in the decoder's arena. */
struct feed_sink {
    void *self;
    bool (*dataset)(void *self, const struct dataset *dataset, struct error *error);
    bool (*cell)(void *self, const struct cell *cell, struct error *error);
    bool (*item)(void *self, const struct feed_item *item, struct error *error);
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

/* "as sent" -> what it is here. */
struct name_pair {
    const char *from, *to;
};

/* How a column table is to be read; names are "" or NULL where not said. See
 * aiplus.conf(5). */
struct column_mapping {
    const char *delimiter; /* one character; "" = found out from the head line */
    const char *region, *indicator, *period, *value, *status, *qualifier, *unit;
    const char *decimal;  /* "," where values have a decimal comma */
    const char *encoding; /* "utf-8", "gb18030", "utf-16"; "" = found out */
    const char *sheet;    /* of a workbook, by name; "" = the first */
    int head;             /* line of the column heads, from 1; 0 = found out */
    /* "indicator", "period" or "region": every column that no other setting and no
     * well-known name takes is one category of it, and holds its values. "" = one
     * column holds all values. */
    const char *wide;
    const char *register_name;      /* rows are items of this register (core/item.h) */
    const struct name_pair *fields; /* column -> field of that register */
    size_t n_fields;
    bool has_region; /* items may do without a region: aiplus.conf says which (constant)
                      */
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
    /* NULL where the format has no pages. From the page that came last, the parameters
     * of the address's query that ask for the next one ("page=2"), each of which
     * replaces the one of its name or is added; false: it was the last page, or none.
     * Pages are put together as a JSON text sequence (RFC 7464: each text between
     * U+001E and a line feed), which decode takes as well as a page alone. */
    bool (*next)(const struct body *page, char *query, size_t size);
};

/* What is in a cell of text: kind, value and qualifier of `cell`, whose raw becomes the
 * text. An empty text and the marks that offices use for "no figure" are CELL_MISSING;
 * ">1590" is a value with a qualifier; thousands separators are not guessed at. */
void cell_read_text(struct cell *cell, const char *text);

/* Is the text what spreadsheet programs show where a formula fails ("#DIV/0!")? #N/A is
 * none: it is a mark for "no figure". */
bool cell_is_fault(const char *text);

/* The same for a number with a decimal comma, "12,4": false, and nothing changed, if
 * the text is none. One with points as well is none: they may be anything. */
bool cell_read_comma(struct cell *cell, const char *text);

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

/* Is it a column that in any office's table says nothing that tells values apart: 序号,
 * 备注? */
bool name_aside(const char *name);

/* A text from the feed as it may be kept in an error or a refusal: clean, at most 200
 * bytes as sent. */
const char *feed_excerpt(struct arena *arena, const char *text);

extern const struct decoder *const decoders[]; /* ends with NULL */

/* By name; "auto" or "" asks every decoder and takes the surest. NULL with an error
 * that says what the body looks like (an HTML page, empty, ...). */
const struct decoder *decoder_find(const char *name, const struct body *body,
                                   struct error *error);

#endif
