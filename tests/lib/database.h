/* A fresh LMDB file with one writing transaction, for tests of records. */
#ifndef TESTS_LIB_DATABASE_H
#define TESTS_LIB_DATABASE_H

#include "store/record.h"

#include <stdint.h>

struct database {
    struct arena arena;
    struct db *db;
    struct record_writer writer;
    struct error error;
    char *directory;
};

/* cmocka's setup and teardown: *state is a struct database. */
int database_setup(void **state);
int database_teardown(void **state);

/* Commits and opens the same file as a snapshot, with a reading transaction. */
void database_publish(struct database *database);

/* Puts bytes under a key as a sound record; and takes a record away. */
void database_put(struct database *database, const struct record_key *key,
                  const void *bytes, size_t n);
void database_delete(struct database *database, const struct record_key *key);

/* The record's fields, in the arena; n receives how many bytes. */
unsigned char *database_fields(struct database *database, const struct record_key *key,
                               size_t *n);

#endif
