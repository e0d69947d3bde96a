/*
 * Source texts: the health of a source in symbol, word and sentence.
 *
 * Owns: what is said about a source, and keeping secrets out of it.
 * Must never know: pages, layout.
 */
#ifndef VIEWS_SOURCE_TEXT_H
#define VIEWS_SOURCE_TEXT_H

#include "core/arena.h"
#include "core/receipt.h"
#include "views/role.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct source_health {
    const char *text; /* "! refused 3" */
    enum role role;
};

struct source_health source_health(const struct source_state *source, int64_t now,
                                   struct arena *arena);

/* The same in a sentence: what happened, what stays in use, what is next. */
const char *source_sentence(const struct source_state *source, int64_t now,
                            struct arena *arena);

/* The same within a conclusion's cells. */
const char *source_conclusion(const struct source_state *source, int64_t now,
                              struct arena *arena);

/* Why the last attempt failed. */
const char *source_reason(const struct source_state *source, struct arena *arena);

/* An address (or a text that is one from its scheme to the next blank), clean and
 * without user, password and query. */
const char *address_shown(struct arena *arena, const char *address);

/* The same for a sentence with addresses in it, where words follow them at once. */
const char *sentence_shown(struct arena *arena, const char *text);

/* An error's sentence in the reader's language, without secrets. */
const char *error_shown(const struct error *error, struct arena *arena);

/* The time as "11-05 06:15", or the word where there is none (0). */
const char *time_or(struct arena *arena, int64_t time, int64_t now, const char *word);

#endif
