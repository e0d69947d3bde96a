/*
 * The settings of a source in aiplus.conf.
 *
 * Owns: the table of them: names, defaults, checks, which ones decide how a feed is
 * read.
 */
#ifndef APP_CONFIG_SOURCE_H
#define APP_CONFIG_SOURCE_H

#include "fetch/source.h"

/* Tells every word that decides what a body of the source means, in a fixed order.
 * Words may be NULL in a source that no configuration made: those are not told. */
void source_words(const struct source *source,
                  void (*put)(void *self, const char *word), void *self);

#endif
