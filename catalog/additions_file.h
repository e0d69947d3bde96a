/*
 * One of the catalogue's files as lines, to be worked on; for catalog/additions.c.
 *
 * Owns: finding a row by its key, replacing and inserting rows, the way back from a
 * line to the item that it came from.
 * Must never know: which changes are allowed.
 */
#ifndef CATALOG_ADDITIONS_FILE_H
#define CATALOG_ADDITIONS_FILE_H

#include "catalog/catalog.h"
#include "core/item.h"

#include <stdbool.h>
#include <stddef.h>

struct addition_line {
    const char *text; /* size bytes, without its end */
    size_t size;
    size_t item; /* 1 + the item it came from, 0: the file's own */
};

struct addition_file {
    enum item_kind kind;
    struct arena *arena;
    struct addition_line *lines;
    size_t n, room;
    size_t n_first;            /* lines that it had at first */
    int place[ITEM_FIELDS];    /* of each field among the cells, -1 = no such column */
    int width;                 /* cells of a row; 0: the head cannot be read */
    size_t bytes;              /* of the file as it stands */
    struct catalog_index keys; /* of the rows it had at first: their lines */
};

/* Reads the file, with the columns that came later; `more`: how many rows may come. */
void addition_file_open(struct addition_file *file, enum item_kind kind,
                        const struct catalog_text *text, size_t more,
                        struct arena *arena);

/* The line of the row with this key (item_key); false if there was none at first. */
bool addition_file_find(const struct addition_file *file, const char *key,
                        size_t *line);

/* A line's cells by field, in the arena. False if it has not as many as the head. */
bool addition_cells(const struct addition_file *file, size_t line,
                    const char *cells[ITEM_FIELDS]);

/* Makes a row of the cells; puts it in the place of line `at`, or (NULL) behind the
 * last line. item: its number. */
void addition_put(struct addition_file *file, const char *const *cells, size_t item,
                  const size_t *at);

/* The whole text, ends of lines LF, regions in the order of their codes; from then on
 * lines[] is as the text has it, and nothing is to be put or found any more. */
struct catalog_text addition_text(struct addition_file *file);

#endif
