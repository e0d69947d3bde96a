/* How keys and records of attempts begin: what the files that write, read and remove
 * them share; see store/attempts.h. Never included elsewhere. */
#ifndef STORE_ATTEMPT_KEY_H
#define STORE_ATTEMPT_KEY_H

#include "store/layout.h"

#include <stdbool.h>

enum { ATTEMPT_WHOLE = 0, ATTEMPT_SHORT = 1, ATTEMPT_MARK = 2 };

/* The prefix of a source's attempts; false if the name cannot be a key. The 0 in it
 * keeps names apart of which one begins with another. */
bool attempt_prefix(struct record_key *key, const char *name);

void attempt_key_put(struct record_key *key, const struct record_key *prefix,
                     const struct attempt_key *place);

/* Does the key begin so? */
bool attempt_under(const struct record_key *prefix, const struct record_key *key);

/* Where a key of the source stands; false if it is none. */
bool attempt_place(const struct record_key *prefix, const struct record_key *key,
                   struct attempt_key *place);

/* A place as a record's field. */
void attempt_place_write(struct record_writer *writer, const struct attempt_key *place);
struct attempt_key attempt_place_read(struct record_reader *reader);

#endif
