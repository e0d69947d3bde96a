/*
 * The mapper and sanitiser between decoder and store: cells become observations.
 *
 * Owns: finding region, indicator, period, status, qualifier and unit of each cell;
 * cleaning every string; the reason for each refused row. What cannot be mapped is
 * refused and listed, never guessed.
 * Must never know: formats, HTTP, the store. Regions and indicators are asked of the
 * caller, because fetch/ does not include catalog/.
 */
#ifndef FETCH_MAPPER_H
#define FETCH_MAPPER_H

#include "core/bulk.h"
#include "fetch/source.h"

/* What the mapper asks about names. All return false where there is none. */
struct vocabulary {
    const void *self;
    /* GB/T 2260 code, ISO 3166-2 or an unambiguous name -> code. */
    bool (*region)(const void *self, const char *text, int32_t *code);
    /* Indicator code or exact name -> code and unit. */
    bool (*indicator)(const void *self, const char *text, char code[CODE_SIZE],
                      const char **unit);
    /* Do several regions bear the name? region() takes none of them. */
    bool (*several_regions)(const void *self, const char *text);
    /* Task code or exact title -> code. */
    bool (*task)(const void *self, const char *text, char code[CODE_SIZE]);
};

/* Decodes a body by the source's mapping into a delivery: refusals and texts in
 * `arena`, observations in `observations`, which is emptied first; they are lent until
 * that bulk is next used or released. Whatever else grows with the body lies in
 * body->directory until the end of the call. receipt.time and .number are the caller's
 * to fill. False (with the reason) if the whole feed is refused: bad format, no row
 * that could be read, or no room for it. */
bool mapper_read(const struct source *source, const struct body *body,
                 const struct vocabulary *vocabulary, struct arena *arena,
                 struct bulk *observations, struct delivery *delivery,
                 struct error *error);

#endif
