/*
 * The clock: when each receipt was accepted, in few records, so that a page of a past
 * day need not read all receipts to know which of them there were.
 *
 * Owns: the table C, which receipt_put keeps.
 * Must never know: what was delivered.
 *
 *   C chunk u32    n x time i64: of receipts chunk x CLOCK_TIMES + 1 and following
 *
 * Invariant: the times are those of the receipts, as many as there are.
 */
#ifndef STORE_CLOCK_H
#define STORE_CLOCK_H

#include "store/record.h"

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_TIMES = 500 }; /* a chunk takes a page */

/* Notes the time of a receipt: a known one's, or that of the next one. */
bool clock_put(struct db *db, uint32_t number, int64_t time,
               struct record_writer *writer, struct error *error);

/* The times of receipts 1 to n at 0 .., in the arena. */
bool clock_get(struct db *db, uint32_t n, struct arena *arena, int64_t **times,
               struct error *error);

#endif
