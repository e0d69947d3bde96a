/*
 * JSON: the one door to cJSON, for reading feeds and for writing --inspect.
 *
 * Owns: values as plain structs in an arena. Arrays are arrays here and the members of
 * an object are found by binary search, because cJSON's linked lists make every loop by
 * index or name quadratic.
 * Must never know: what the values mean.
 */
#ifndef FETCH_JSON_H
#define FETCH_JSON_H

#include "core/arena.h"
#include "core/text.h"

#include <stdbool.h>
#include <stddef.h>

enum json_type {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_TEXT,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json {
    enum json_type type;
    unsigned n;      /* elements of an array, members of an object */
    const char *key; /* the member's name in an object, else NULL */
    union {
        double number;
        const char *text;
        const struct json *items; /* in the order of the body */
    };
};

enum json_parsed { JSON_PARSED, JSON_TOO_LARGE };

/* Reads the value that begins at `text`, in a body that json_check has passed; it ends
 * within n bytes, and *end is moved behind it. No number in it is longer than
 * JSON_SHORT_NUMBER. The tree lives in the arena, of which it takes about `most` bytes
 * at most; `scratch` is emptied and used meanwhile. fetch/json_part.h has what reads
 * bodies. */
enum json_parsed json_parse(const char *text, size_t n, struct arena *scratch,
                            struct arena *arena, size_t most, const char **end,
                            struct json *value);

/* Makes an object of members that were read one by one: n of them, in `items`, in an
 * array that has room for json_object_room(n) bytes. */
size_t json_object_room(size_t n);
void json_object_make(struct json *object, struct json *items, size_t n);

/* The member of that name; NULL if there is none, or if object is NULL or none. */
const struct json *json_get(const struct json *object, const char *key);
/* The same, only if it is of that type. */
const struct json *json_get_typed(const struct json *object, const char *key,
                                  enum json_type type);
/* The text of a string member, or "". */
const char *json_get_text(const struct json *object, const char *key);

/* Writing. A node belongs to the tree it was put into; json_write frees the root's
 * whole tree. key NULL puts into an array. Texts are written as they are; NULL is null.
 */
struct json_node;
struct json_node *json_root(void);
struct json_node *json_put_object(struct json_node *to, const char *key);
struct json_node *json_put_array(struct json_node *to, const char *key);
void json_put_text(struct json_node *to, const char *key, const char *text);
void json_put_bool(struct json_node *to, const char *key, bool value);
/* With 17 significant digits, so that it reads back to the same double; a sum
 * that has left the doubles is null. */
void json_put_number(struct json_node *to, const char *key, double value);
/* False, and nothing written, if the text would pass the buffer's ceiling. */
bool json_write(struct json_node *root, struct buffer *out);

#endif
