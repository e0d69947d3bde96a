/*
 * The names of one object, and whether two are the same.
 *
 * Owns: names of the objects that are open while a body is checked.
 * Must never know: values.
 *
 * Memory does not grow with the body: an object of more than JSON_NAMES members whose
 * names do not come in their order is walked again, and where each name stands is
 * noted in a bulk. Names in order (shorter ones first, as positions are written) need
 * nothing.
 */
#ifndef FETCH_JSON_NAMES_H
#define FETCH_JSON_NAMES_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { JSON_NAMES = 4096 };

/* A name as sent: n bytes of text, `escaped` if there is a backslash in it. */
struct json_name {
    const char *text;
    size_t n;
    bool escaped;
};

/* One object while it is open. A zeroed struct is an object without members. */
struct json_object_names {
    size_t first;  /* its own on the stack begin here */
    size_t n;      /* members so far */
    bool unsorted; /* not each name greater than the one before */
    struct json_name last;
};

/* The names of all open objects, the innermost object's last. A zeroed struct with an
 * arena is valid. */
struct json_names {
    struct arena *arena;
    const char *directory; /* for the bulk of a large object */
    struct json_name *stack;
    size_t n, capacity;
};

void json_names_open(const struct json_names *names, struct json_object_names *object);
void json_names_add(struct json_names *names, struct json_object_names *object,
                    struct json_name name);

/* Closes the object, whose checked text begins at `brace`. False, with the name's
 * second place in *twice, if one is there twice, or, with *twice NULL, with the error
 * of a full disk. */
bool json_names_close(struct json_names *names, const struct json_object_names *object,
                      const char *brace, const char **twice, struct error *error);

/* Of an object that has a name twice: does it say the same scalar under it each time?
 * Then nothing is in doubt. Only few names without escapes are looked at: what
 * describes data may repeat itself, but no one repeats positions of values. */
bool json_names_agree(const struct json_object_names *object, const char *brace);

#endif
