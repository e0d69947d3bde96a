/*
 * A mapping that can be pasted into aiplus.conf: a section for each data set, with what
 * was found in it.
 *
 * Owns: what of a feed is found by itself, what must be said, and what somebody must
 * decide; how that is written (suggest.c), and which dimensions tell values apart
 * (suggest_part.c).
 * Must never know: the catalogue; it is asked through struct vocabulary.
 *
 * What is certain is a setting. What is not is a comment, which begins with "#", with
 * the setting as it would be: nothing is guessed, and the section is one that aiplus
 * can read as it is.
 */
#ifndef FETCH_SUGGEST_H
#define FETCH_SUGGEST_H

#include "core/text.h"
#include "fetch/inspect_tally.h"
#include "fetch/mapper.h"

enum {
    SUGGEST_SECTIONS = 16, /* data sets that get one */
    SUGGEST_LINES = 20,    /* of one setting; the others are counted */
    SUGGEST_KEYS = 1000000 /* values that are looked at for what tells them apart */
};

enum suggest_part { SUGGEST_REGION, SUGGEST_INDICATOR, SUGGEST_PERIOD, SUGGEST_PARTS };

/* What becomes of a dimension. */
enum suggest_use {
    SUGGEST_NOTHING, /* a part, an attribute, or of one category */
    SUGGEST_IGNORE,  /* no two values differ in it alone */
    SUGGEST_FILTER   /* several values would meet in one place */
};

struct suggest_found {
    int parts[SUGGEST_PARTS];  /* the dimension of each, or -1 */
    bool named[SUGGEST_PARTS]; /* it must be named, or nobody would find it */
    enum suggest_use *uses;    /* of each dimension */
};

/* Does the category mean something as that part? */
bool suggest_means(const struct vocabulary *vocabulary, enum suggest_part part,
                   const struct category *category);

/* Finds the parts and uses of data set number `index`, by what aiplus.conf names, the
 * format's roles, and else by categories that all mean something. Everything lies in
 * the arena. False if the body could not be read a second time. */
bool suggest_find(const struct source *source, const struct body *body,
                  const struct decoder *decoder, const struct inspection *inspection,
                  size_t index, const struct vocabulary *vocabulary,
                  struct arena *arena, struct suggest_found *found);

/* The sections, in the arena; NULL if there is nothing that could be mapped. `source`
 * is what was looked at: its name, address, format and columns are taken over. */
const char *suggest_mapping(const struct source *source, const struct body *body,
                            const struct decoder *decoder,
                            const struct inspection *inspection,
                            const struct vocabulary *vocabulary,
                            const char *(*translate)(const char *),
                            struct arena *arena);

#endif
