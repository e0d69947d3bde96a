/*
 * Setups: how a source's feed is read, as one hash.
 *
 * The answer to a conditional request only stands for the kept rows while they were
 * read the same way: by the same mapping, the same catalogue, the same program.
 */
#ifndef APP_SETUP_H
#define APP_SETUP_H

#include "catalog/catalog.h"
#include "core/receipt.h"
#include "fetch/source.h"

/* Of every name, code and unit by which feeds refer to what the catalogue knows. */
void setup_words(const struct catalog *catalog, char hex[DIGEST_HEX]);

/* Of one source under a catalogue's words. before: names of the n sources that go
 * before it, since they decide what of its figures stands. */
void setup_of(const struct source *source, const char *words, const char *const *before,
              size_t n, char hex[DIGEST_HEX]);

/* Of the source's own settings alone: what the office says of how it is read. */
void setup_mapping(const struct source *source, char hex[DIGEST_HEX]);

#endif
