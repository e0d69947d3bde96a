/*
 * Feeds in rows: JSON whose every row names its own region, indicator and period.
 *
 * Owns: pages put together as one body, the dimensions that follow from what the rows
 * name, how a JSON value is a cell, what is said of a row that cannot be read.
 * Must never know: any office's names for these.
 *
 * Such a body is walked twice with the same code. The first walk notes the categories;
 * row_feed_send announces the data set with all of them; the second walk sends cells.
 * So the dimensions are complete, each category stays where it is, and no row is kept.
 */
#ifndef FETCH_ROW_FEED_H
#define FETCH_ROW_FEED_H

#include "fetch/hash.h"
#include "fetch/json_part.h"

enum {
    ROW_AXES = 8,
    ROW_CATEGORIES = 1000000, /* of one body, in all dimensions */
    ROW_TEXTS = 64 << 20,     /* bytes of their texts */
};

/* The pages of a body: texts between U+001E and a line feed (RFC 7464), or the body
 * itself. No valid JSON holds U+001E, so a page ends where the next one begins. */
struct row_pages {
    const struct body *body;
    const char *p;
    size_t n; /* given so far */
};

void row_pages_open(struct row_pages *pages, const struct body *body);

/* The next page, named "name#2" where there are several; false at the end. Lends the
 * body's bytes; behind them is the next page's U+001E or the body's NUL. */
bool row_pages_next(struct row_pages *pages, struct arena *arena, struct body *page);

/* json_open of one page of a body, the first being 0. Where a later one is no data at
 * all the error says what it is: the body as a whole has been looked at, not its pages.
 */
bool row_page_open(const struct body *page, size_t number, struct arena *arena,
                   struct json_body *json, struct error *error);

/* How the first page begins, without byte order mark, white space and U+001E, and how
 * many bytes of it may be searched for what tells a format. */
const char *row_feed_start(const struct body *body, size_t *n);

/* Is the name, as a member's, in the first part of the body? For sniffing. */
bool row_feed_names(const struct body *body, const char *name);

/* Texts are lent by whoever fills it in; categories are the arena's. */
struct row_axis {
    const char *id, *label;
    enum dimension_role role;
    bool attribute;
    struct category *categories;
    const char **scopes; /* of each category, NULL where nothing is said */
    size_t n;
    uint32_t last; /* the category that was found last */
    struct hash index;
    bool scoped;
    int place; /* among the data set's dimensions; -1: it says nothing */
};

struct row_feed {
    const struct body *body;
    struct arena *arena;
    const struct feed_sink *sink;
    struct row_axis axes[ROW_AXES];
    size_t n_axes;
    bool sending; /* the second walk */
    uint32_t row; /* in hand, from 1, over all pages */
    size_t n_categories, n_bytes;
    const struct category *at[ROW_AXES];
};

void row_feed_init(struct row_feed *feed, const struct body *body, struct arena *arena,
                   const struct feed_sink *sink);

/* Adds a dimension, its texts in the arena; its number. There may be ROW_AXES. */
size_t row_feed_axis(struct row_feed *feed, const char *id, const char *label,
                     enum dimension_role role);

/* What the row in hand is in that dimension: notes the category, which is known by its
 * code, or finds it again. Texts are copied; label and unit may be "", and are then
 * taken from a row that has them. `scope` may be NULL. False if there are too many. */
bool row_feed_category(struct row_feed *feed, size_t axis, const struct category *said,
                       const char *scope, struct error *error);

/* Ends the first walk and sends the data set, whose dimensions are filled in here. An
 * axis that says nothing, since its only category has no code, is left out. */
bool row_feed_send(struct row_feed *feed, struct dataset *dataset, struct error *error);

/* Sends the row's cell, whose row and place are filled in here; nothing on the first
 * walk. */
bool row_feed_cell(struct row_feed *feed, struct cell *cell, struct error *error);

/* Refuses the row in hand, on the second walk; warns of the body, at any time. */
void row_feed_refuse(struct row_feed *feed, const char *raw,
                     const struct error *reason);
void row_feed_warn(struct row_feed *feed, const struct error *warning);

/* Warns that the body describes (`what`: names of its members) and holds no values. */
void row_feed_no_values(struct row_feed *feed, const char *what);

/* What a JSON value is as a cell: kind, value, qualifier, raw. NULL, null, "" and an
 * empty array are missing. */
void row_cell_read(struct cell *cell, const struct json *value);

/* A text, or a whole number as a text in the arena; else "". Blanks around it are left
 * out. */
const char *row_text(const struct json *value, struct arena *arena);

/* A count that is a number or a text of digits. */
bool row_count(const struct json *object, const char *key, uint64_t *count);

#endif
