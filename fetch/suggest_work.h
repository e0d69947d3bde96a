/*
 * The inside of suggested mappings: how lines and texts of aiplus.conf are written.
 * See fetch/suggest.h.
 */
#ifndef FETCH_SUGGEST_WORK_H
#define FETCH_SUGGEST_WORK_H

#include "fetch/suggest.h"

struct suggest_writing {
    const struct source *source;
    const struct vocabulary *vocabulary;
    const char *(*translate)(const char *);
    const struct inspection *inspection;
    const struct tally_dataset *set;
    const struct suggest_found *found;
    struct arena *arena;
    struct buffer *out;
};

const char *suggest_say(const struct suggest_writing *w, const char *msgid);

/* One line; one of comment; a setting with a text, where there is one that can be
 * written. */
void suggest_put(struct suggest_writing *w, const char *line);
void suggest_comment(struct suggest_writing *w, const char *text);
void suggest_text(struct suggest_writing *w, const char *setting, const char *value);

/* As it may be shown. */
const char *suggest_clean(const struct suggest_writing *w, const char *text);

/* In quotation marks, as aiplus.conf has it; "from = to" in them. */
const char *suggest_quoted(const struct suggest_writing *w, const char *text);
const char *suggest_pair(const struct suggest_writing *w, const char *from,
                         const char *to);

/* May the text stand in a pair before "=" and behind it? Blanks around it are taken
 * off, and the last "=" parts it. */
bool suggest_fits(const struct suggest_writing *w, const char *text);

/* The category's code, or its label where only that one can be written; NULL if neither
 * can. */
const char *suggest_name(const struct suggest_writing *w,
                         const struct category *category);

/* The section's first lines: its name with `more` behind it, and what was looked at. */
void suggest_open(struct suggest_writing *w, const struct decoder *decoder,
                  const char *more);

#endif
