/*
 * The tables that --assess reads: tabs between, the first line names the columns.
 *
 * Owns: which column stands where, rows, line numbers. Columns may come in any order
 * and others beside them; a byte order mark and CR before a line's end are left out,
 * empty lines too. Must never know: what a column means.
 */
#ifndef APP_ASSESS_TABLE_H
#define APP_ASSESS_TABLE_H

#include "core/arena.h"
#include "core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { ASSESS_COLUMNS = 12 };

/* What a method reads; the list ends with a NULL name. */
struct assess_column {
    const char *name;
    bool required; /* the table must have it; its cells may be empty all the same */
};

struct assess_row {
    size_t line;                       /* of the file, from 1 */
    const char *cells[ASSESS_COLUMNS]; /* by the list's order, "" where there is none */
};

struct assess_table {
    const char *name; /* the file's, for messages */
    struct assess_row *rows;
    size_t n;
};

/* Reads `size` bytes; cells lie in the arena, made safe to be shown. False if a
 * required column is missing. */
bool assess_table_read(const char *name, const char *bytes, size_t size,
                       const struct assess_column *columns, struct arena *arena,
                       struct assess_table *table, struct error *error);

#endif
