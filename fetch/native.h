/*
 * The native format, the "aiplus feed" (aiplus-feed(5), fetch/aiplus-feed.schema.json),
 * in four files: its top level (native.c), rows and their members (native_row.c),
 * figures (native_figure.c), registers (native_item.c).
 *
 * Owns: the format. A row that cannot be read is refused with its position and the
 * member at fault; what leaves the meaning of others in doubt (the version, what
 * describes an indicator) refuses the body.
 * Must never know: regions, indicators, dates, the store.
 */
#ifndef FETCH_NATIVE_H
#define FETCH_NATIVE_H

#include "fetch/axis.h"
#include "fetch/feed.h"
#include "fetch/json_part.h"

enum {
    NATIVE_VERSION = 1,
    NATIVE_CATEGORIES = 1000000, /* different texts, in all dimensions together */
    NATIVE_INDICATORS = 10000,   /* that a body may describe or name */
    NATIVE_SERIES = 20000,       /* values of one series */
    NATIVE_ODD = 100             /* unknown names that are told of */
};

enum native_dimension {
    NATIVE_INDICATOR,
    NATIVE_REGION,
    NATIVE_PERIOD,
    NATIVE_UNIT,
    NATIVE_DIMENSIONS
};

/* One body while it is read. */
struct native {
    const char *name; /* of the body */
    const struct json_body *json;
    struct arena *arena;
    struct arena words; /* emptied with each row */
    const struct feed_sink *sink;
    struct dimension dimensions[NATIVE_DIMENSIONS];
    struct axis axes[NATIVE_DIMENSIONS];
    size_t n_categories;
    const char **scopes; /* NATIVE_INDICATORS of them, or NULL */
    size_t n_described;  /* indicators */
    const char **odd;    /* "array member" that were told of */
    size_t n_odd;
};

extern const struct decoder decoder_native;

/* ---- rows ---- */

/* Where a row stands, for messages: "ledger", from 1, from 1 or 0. */
struct native_place {
    const char *array;
    uint32_t row, column;
};

/* Finds the row's members in the order of `names`, NULL where one is absent or null;
 * warns of others, once for each name of each array. */
void native_members(struct native *n, const struct native_place *place,
                    const struct json *row, const char *const *names, size_t n_names,
                    const struct json **members);

/* The text of a member: "" if there is none, a whole number as its digits where
 * `number` says so, NULL if it is something else. */
enum native_number { NATIVE_TEXT_ONLY, NATIVE_OR_WHOLE, NATIVE_OR_NUMBER };
const char *native_text(struct native *n, const struct json *member,
                        enum native_number number);

/* True, false or absent (false); false if it is something else. */
bool native_flag(const struct json *member, bool *flag);

/* Refuses a row: ERROR_NATIVE_MEMBER or ERROR_NATIVE_ODD, for the member. */
void native_refuse(struct native *n, const struct native_place *place,
                   enum error_code code, const char *member, const struct json *value);

/* What a value that is no text reads in a message: "true", "[..]". */
const char *native_shown(struct native *n, const struct json *value);

/* Calls `take` for each element of the array that is an object; refuses others. */
typedef bool (*native_take)(struct native *n, const struct native_place *place,
                            const struct json *row, const void *kind,
                            struct error *error);
bool native_rows(struct native *n, const struct json_part *array, const char *name,
                 native_take take, const void *kind, struct error *error);

/* ---- figures ---- */

/* The one category of the dimension with that code; NULL, with the error, if there are
 * too many. */
const struct category *native_category(struct native *n, enum native_dimension which,
                                       const char *code, const char *label,
                                       const char *unit, struct error *error);

/* The members of an observation and of a series, in the same order. */
enum { NATIVE_MEMBERS = 8 };
extern const char *const native_observation_names[NATIVE_MEMBERS];
extern const char *const native_series_names[NATIVE_MEMBERS];

/* Rows of "indicators", "observations" and "series". */
bool native_indicator(struct native *n, const struct native_place *place,
                      const struct json *row, const void *kind, struct error *error);
bool native_observation(struct native *n, const struct native_place *place,
                        const struct json *row, const void *kind, struct error *error);
bool native_series(struct native *n, const struct native_place *place,
                   const struct json *row, const void *kind, struct error *error);

/* ---- registers ---- */

/* The kind of the array of that name, an addition to the catalogue or not. */
bool native_kind(const char *name, bool catalog, enum item_kind *kind);

/* A row of the register; kind: its enum item_kind. */
bool native_item(struct native *n, const struct native_place *place,
                 const struct json *row, const void *kind, struct error *error);

#endif
