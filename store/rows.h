/*
 * Rows: the figures of a delivery, sorted by the tiles they belong to.
 *
 * Owns: the way from (indicator, region, period) to a tile and a cell, for millions of
 * rows, in files without a name.
 * Must never know: what stands in the tiles already.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "core/bulk.h"
#include "store/register.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One row as its tile sees it. */
struct row {
    double value; /* 0 without one */
    uint32_t group;
    uint16_t cell;
    uint8_t code; /* store/tile.h; CODE_WITHDRAWN for one that is taken back */
};

/* The rows of one tile. */
struct group {
    uint64_t order; /* the tile's key: groups ascend by it as the records do */
    uint32_t id;    /* row.group of its rows */
    uint32_t n;     /* rows */
    uint32_t first; /* the first of them */
    /* Free for whoever works on them; false at first. */
    bool changes; /* its tile */
    bool last;    /* that changes a tile of its indicator in its block */
};

/* Sorted: the groups ascend in the order of their tiles' records; within one the rows
 * stand as they were delivered. */
struct rows {
    struct bulk groups, rows; /* struct group, struct row */
    const char *directory;
    /* private: while they are sorted */
    struct bulk read, ranks, table, starts;
    size_t n_groups, n_rows, table_room;
};

/* directory: where large deliveries keep their rows; lent as long as the rows. */
void rows_init(struct rows *rows, const char *directory);
/* Empties them; room that is small is kept for the next delivery. */
void rows_reset(struct rows *rows);
void rows_release(struct rows *rows);

/* Sorts n figures, in place of what was there. What has no number yet is registered,
 * unless it is only taken back: such rows are left out, since there is nothing to take
 * back. ERROR_STORE_REGISTER or ERROR_BULK_FULL; the registers may then have more in
 * them than before. */
bool rows_sort(struct rows *rows, struct registers *registers,
               const struct observation *items, size_t n, struct error *error);

struct group *rows_group(const struct rows *rows, size_t i);
const struct row *rows_of(const struct rows *rows, const struct group *group);
struct tile_key rows_key(const struct group *group);

#endif
