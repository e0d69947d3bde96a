/*
 * The parts of the sources' page: one source alone, and what was delivered last.
 *
 * Owns: blocks. What is said of a source's health is in views/source_text.h.
 */
#ifndef VIEWS_SOURCE_BLOCKS_H
#define VIEWS_SOURCE_BLOCKS_H

#include "views/frame.h"

#include <stdbool.h>
#include <stdint.h>

/* The last deliveries: of one source, or of all for "". */
bool source_receipts(struct frame *frame, const char *only, struct error *error);

/* The page of one source. ERROR_VIEW_SOURCE if there is none of that name. */
bool source_one(struct frame *frame, const char *name, struct error *error);

/* "318"; "0.3 s"; "1.2 MB"; "11-05 07:15", or that it is collected on request. */
const char *source_number(struct arena *arena, uint32_t number);
const char *source_duration(struct arena *arena, uint32_t ms);
const char *source_size(struct arena *arena, uint64_t bytes);
const char *source_due(const struct source_state *source, int64_t now,
                       struct arena *arena);

#endif
