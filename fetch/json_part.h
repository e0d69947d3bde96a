/*
 * A body of JSON, read part by part: what every format in JSON is decoded with.
 *
 * Owns: the body's parts (values that have been found but not read), walks over the
 * elements of an array or the members of an object, and the ceilings of what is read
 * at once.
 * Must never know: what the values mean.
 *
 * A body is first checked whole (fetch/json_check.h). Then a decoder finds the parts it
 * wants, reads small ones as a tree (json_take), and walks large ones: by slices of
 * values (json_walk_slice), or part by part (json_walk_next) where the elements are
 * large themselves. Nothing of this takes memory in proportion to the body.
 */
#ifndef FETCH_JSON_PART_H
#define FETCH_JSON_PART_H

#include "core/text.h"
#include "fetch/feed.h"
#include "fetch/json.h"
#include "fetch/json_check.h"

enum {
    JSON_SLICE = 512,             /* values of a slice (measured) */
    JSON_SLICE_BYTES = 64 * 1024, /* about, of their text */
    JSON_ELEMENT_BYTES = 2 << 20, /* of one element's text in a slice */
    JSON_TREE_BYTES = 24 << 20,   /* of memory for one tree, where no one says more */
};

/* A value that has not been read: where it stands in the body. Of an object's member
 * also its name, as sent, without the quotes; else key is NULL. */
struct json_part {
    enum json_type type;
    const char *at, *end;
    const char *key;
    size_t key_size;
};

struct json_body {
    const struct body *body;
    struct json_facts facts;
    struct json_part root;
};

/* Checks the body strictly and opens it. `json` lends the body, and lives as long as
 * the arena. */
bool json_open(const struct body *body, struct arena *arena, struct json_body *json,
               struct error *error);

/* The value that begins at `at`, a place where json_walk_next found one. */
struct json_part json_part_at(const struct json_body *json, const char *at);

/* How many elements or members the part has; 0 if it can have none. */
size_t json_count(const struct json_body *json, const struct json_part *part);

/* The member of that name; false if there is none, or if the part is no object. */
bool json_find(const struct json_body *json, const struct json_part *object,
               const char *key, struct json_part *member);
/* The same, only if it is of that type. */
bool json_find_typed(const struct json_body *json, const struct json_part *object,
                     const char *key, enum json_type type, struct json_part *member);

/* The member's name without escapes, in the arena. */
const char *json_key(const struct json_part *member, struct arena *arena);

/* Reads the part whole, as a tree in the arena of about `most` bytes at most;
 * ERROR_JSON_PART if it takes more. */
bool json_take(const struct json_body *json, const struct json_part *part, size_t most,
               struct arena *arena, const struct json **value, struct error *error);

/* The same of an object, but for the members that are named in `without` (ends with
 * NULL). */
bool json_take_without(const struct json_body *json, const struct json_part *object,
                       const char *const *without, size_t most, struct arena *arena,
                       const struct json **value, struct error *error);

/* A walk over the elements of an array or the members of an object. */
struct json_walk {
    const struct json_body *json;
    bool object;
    const char *p; /* at the next element, or at the closing bracket */
    struct arena arena, scratch;
};

/* Begins at the first element; nothing to walk if the part has none. */
void json_walk_open(struct json_walk *walk, const struct json_body *json,
                    const struct json_part *part);

/* The next element, unread; false at the end. */
bool json_walk_next(struct json_walk *walk, struct json_part *part);

/* The next slice of elements, read: *n of them, 0 at the end. They are lent until the
 * next slice or the close. ERROR_JSON_PART if one of them is too large for it. */
bool json_walk_slice(struct json_walk *walk, const struct json **items, size_t *n,
                     struct error *error);

void json_walk_close(struct json_walk *walk);

/* Checks the body strictly and reads all of it, however large; the tree lives in the
 * arena. For bodies that are small by their nature. */
bool json_read(const struct body *body, struct arena *arena, const struct json **root,
               struct error *error);

#endif
