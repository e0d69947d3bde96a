/*
 * Changes: what became known between two times, each with its cause.
 *
 * Owns: the kinds of changes, finding them by comparing a page's context with its
 * `before`, why a state is another one.
 * Must never know: any one page.
 *
 * What is compared is what both times show: a value that was said and taken back in
 * between is no change. Of a region its own figures are told one by one; of its parts
 * what is new in a period is told once for all that have it.
 */
#ifndef VIEWS_CHANGE_H
#define VIEWS_CHANGE_H

#include "core/error.h"
#include "views/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum change_kind {
    CHANGE_PERIOD,     /* a new period, or a first value */
    CHANGE_REVISION,   /* another value of a period, or none any more */
    CHANGE_TARGET,     /* new, another one, or gone */
    CHANGE_SCOPE,      /* what a figure covers; the indicator itself */
    CHANGE_CORRECTION, /* of the registers: added, changed, closed, struck out */
    CHANGE_REPORT,     /* was not reported, now it is */
    CHANGE_SETTING,    /* how the office judges */
    CHANGE_STATUS,     /* another state */
    CHANGE_KINDS
};

/* name: of filters, the same in every language; word: a msgid for tables. */
struct change_kind_row {
    const char *name, *word;
    enum role role;
};
extern const struct change_kind_row change_kinds[CHANGE_KINDS];

struct change {
    enum change_kind kind;
    int32_t day;                       /* when it became known */
    const struct region *region;       /* NULL: of several, or of none */
    size_t n;                          /* regions that it tells of, at least 1 */
    const struct indicator *indicator; /* NULL: not about one */
    struct period period;              /* freq FREQ_NONE: not about one */
    const char *what;      /* the indicator, item or setting, as it is called */
    const char *from, *to; /* "" where there is nothing to say */
    bool first;            /* there was none: `from` says so */
    enum role to_role;
    const char *cause; /* a sentence, or "" */
    const char *by;    /* issuer or source, "" if unknown */
    const char *address;
};

struct change_list {
    bool kept;            /* false: what was known then is not; the rest is empty */
    struct change *items; /* newest first; of a day by kind, region, indicator */
    size_t n;
    size_t counts[CHANGE_KINDS]; /* of items, and of those left out */
    size_t left_out; /* revisions and states of parts beyond the most that are told */
    bool same_catalog, same_settings; /* were those of then kept to compare with? */
};

/* Everything that changed in the region, its parts and (of what has no region) at all,
 * between context->before and the context. In the arena. */
bool change_list(const struct view_context *context, const struct region *region,
                 struct arena *arena, struct change_list *list, struct error *error);

/* The day from whose end on changes are counted where nobody says: the last bulletin's,
 * or the last day of the month before last. */
int32_t change_since(const struct view_context *context);

/* The kind of that name; false if there is none. */
bool change_kind_named(const char *name, enum change_kind *kind);

/* A sentence for the detail line. */
const char *change_detail(const struct change *change, enum language language,
                          struct arena *arena);

/* Who it is about: a region's short name, "31 regions", or "". */
const char *change_whose(const struct change *change, enum language language,
                         struct arena *arena);

#endif
