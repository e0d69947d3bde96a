/*
 * A table: one of the catalogue's files, read row by row.
 *
 * Owns: the form of the files. Tab-separated cells in UTF-8, line ends LF or CRLF, the
 * first line names the columns in any order, lines beginning with # and empty lines say
 * nothing. Every mistake goes into the list of problems with file and line, and reading
 * goes on behind it.
 * Must never know: what the columns mean.
 */
#ifndef CATALOG_TABLE_H
#define CATALOG_TABLE_H

#include "catalog/catalog.h"

#include <stdbool.h>
#include <stddef.h>

enum { TABLE_COLUMNS = 16, TABLE_LINES = 20000 };
enum { CATALOG_PROBLEMS_MAX = 200 };

/* What is being loaded, from where, and what was wrong. */
struct loader {
    struct catalog *catalog;
    const char *directory;             /* NULL: the built-in files alone */
    const struct catalog_texts *given; /* NULL, or: these and no others */
    struct catalog_problems *problems;
};

/* A new problem's error, to be filled; NULL when the list is full. */
struct error *loader_problem(struct loader *loader, const char *file, int line);

/* Invariant: cells[i] is the cell of columns[i] in the row that table_next read. Cells
 * lend from the catalogue's arena and stay for its life. */
struct table {
    struct loader *loader;
    const char *file;
    const char *const *columns; /* NULL-terminated, at most TABLE_COLUMNS */
    const char *later; /* a column that files of before lack: then ""; or NULL */
    const char *cells[TABLE_COLUMNS];
    int line;
    bool bad;     /* this row has a mistake: do not keep it */
    size_t lines; /* no more rows than this can come */
    /* private */
    char *next, *end;
    bool trusted;             /* built in: its text was checked when it was built */
    int place[TABLE_COLUMNS]; /* of columns[i] in a line */
    int width;                /* cells in a line */
};

/* Opens `name` from the directory if that has it, else the built-in one, and reads its
 * first line. False, with the problem listed, if nothing can be read from it. */
bool table_open(struct table *table, struct loader *loader, const char *name,
                const char *const *columns);

/* The same for a file whose column `later` came after the others: files without it are
 * read too. */
bool table_open_later(struct table *table, struct loader *loader, const char *name,
                      const char *const *columns, const char *later);

/* Was the loader given texts of before there was a file of that name? */
bool table_not_yet(const struct loader *loader, const char *name);

/* The next row; false at the end. Rows of the wrong form are listed and passed over. */
bool table_next(struct table *table);

/* Lists a mistake in this row: the code's first arguments are file and line. Marks the
 * row as bad and returns false. */
bool table_mistake(struct table *table, enum error_code code, const char *third,
                   const char *fourth);

/* Is the row to be kept as number `row`? Not if it is bad; nor if the key is taken,
 * which is a mistake of the row. Notes the key. */
bool table_keeps(struct table *table, struct catalog_index *keys, const char *key,
                 size_t row);

#endif
