/* A database for tests of records: see tests/lib/database.h. */
#include "tests/lib/database.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *path_of(struct database *database)
{
    return arena_printf(&database->arena, "%s/data.mdb", database->directory);
}

int database_setup(void **state)
{
    const char *tmp = getenv("TMPDIR");
    struct database *d = calloc(1, sizeof *d);
    if (!d || asprintf(&d->directory, "%s/aiplus-db-XXXXXX", tmp ? tmp : "/tmp") < 0 ||
        !mkdtemp(d->directory))
        return -1;
    record_writer_init(&d->writer);
    if (!db_open_store(path_of(d), &d->arena, &d->db, &d->error) ||
        !db_begin_write(d->db, &d->error))
        return -1;
    *state = d;
    return 0;
}

int database_teardown(void **state)
{
    struct database *d = *state;
    db_close(d->db);
    unlink(path_of(d));
    unlink(arena_printf(&d->arena, "%s/data.mdb-lock", d->directory));
    int result = rmdir(d->directory);
    record_writer_release(&d->writer);
    arena_release(&d->arena);
    free(d->directory);
    free(d);
    return result;
}

void database_publish(struct database *d)
{
    assert_true(db_commit(d->db, &d->error));
    db_close(d->db);
    assert_true(db_open_snapshot(path_of(d), &d->arena, &d->db, &d->error));
    assert_true(db_begin_read(d->db, &d->error));
}

void database_put(struct database *d, const struct record_key *key, const void *bytes,
                  size_t n)
{
    write_bytes(&d->writer, bytes, n);
    assert_true(record_put(d->db, key, &d->writer, &d->error));
}

void database_delete(struct database *d, const struct record_key *key)
{
    assert_true(db_delete(d->db, (struct bytes){.data = key->bytes, .size = key->size},
                          &d->error));
}

unsigned char *database_fields(struct database *d, const struct record_key *key,
                               size_t *n)
{
    struct record_reader reader;
    bool found;
    assert_true(record_get(d->db, key, &reader, &found, &d->error) && found);
    *n = (size_t)(reader.end - reader.at);
    return (unsigned char *)arena_strndup(&d->arena, (const char *)reader.at, *n);
}
