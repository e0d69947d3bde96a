/*
 * --inspect: what a feed holds before anybody configures it.
 *
 * Owns: counts, sums (compensated) and periods of a decoded body, and how they are
 * written. Must never know: where the body came from.
 */
#ifndef FETCH_INSPECT_H
#define FETCH_INSPECT_H

#include "core/text.h"
#include "fetch/mapper.h"

#include <stdbool.h>

enum inspect_format { INSPECT_TEXT, INSPECT_JSON };

/* Decodes the body and writes what it holds into `out`. JSON is always one object:
 * file, format, ok, error, dimensions, n_series, n_obs, n_missing, sum, min_period,
 * max_period, datasets, items (how many of each register) and mapping (what could be
 * pasted into aiplus.conf, see fetch/suggest.h; null here). Periods are ids as sent,
 * ordered as periods. Returns whether the body could be read; when not, `ok` is false,
 * `n_obs` 0, and the reason is in `error` (already translated by `translate`, which may
 * be NULL). */
bool inspect_write(const struct body *body, const char *format,
                   const struct column_mapping *columns, enum inspect_format how,
                   const char *(*translate)(const char *), struct arena *arena,
                   struct buffer *out);

/* The same, by the source's format and columns, and with a mapping for it. */
bool inspect_source(const struct source *source, const struct body *body,
                    const struct vocabulary *vocabulary, enum inspect_format how,
                    const char *(*translate)(const char *), struct arena *arena,
                    struct buffer *out);

/* Writes the same for a body that could not even be fetched. */
bool inspect_refused(const char *name, const struct error *error,
                     enum inspect_format how, const char *(*translate)(const char *),
                     struct arena *arena, struct buffer *out);

#endif
