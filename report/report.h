/*
 * Paper: a view as text for a mail. Owns the printed form of a page; knows no page.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"
#include "views/glyphs.h"
#include "views/view.h"

#include <stdbool.h>

struct report_rules {
    int width;              /* cells; 72 by default for a mail */
    int ambiguous;          /* 1 or 2 */
    enum glyph_tier glyphs; /* of charts */
    const char *program;    /* "aiplus 0.1.0" for the footer */
    const char *options; /* that this print was asked for with, as they are to be typed
                            again ("--as-of 2026-06-30"); NULL = none */
};

/* One format, one row. */
struct report_format {
    const char *name;   /* "text" */
    const char *ending; /* of a file: ".txt" */
    bool (*write)(const struct view *view, const struct report_rules *rules,
                  struct arena *arena, struct buffer *out, struct error *error);
};

extern const struct report_format *const report_formats[]; /* ends with NULL */

const struct report_format *report_format_find(const char *name);

/* By how a file's name ends, in any case; NULL if no format does. */
const struct report_format *report_format_by_ending(const char *path);

#endif
