/*
 * Paper: a page in one of the formats of report/, for --print and for the key e.
 *
 * Owns: with what a printed page is built, and the command in its footer that prints it
 * again. Must never know: where it is put.
 */
#ifndef APP_PAPER_H
#define APP_PAPER_H

#include "app/session.h"
#include "report/report.h"

enum { PAPER_CEILING = 64 << 20 };

struct paper_ask {
    const char *address, *from; /* from: see struct view_context */
    struct view_options options;
    int width;     /* cells, 0 = those of a mail */
    int ambiguous; /* 1 or 2, 0 = wide: paper is read in any font */
};

/* Builds the page, as the session stands, and appends it. False with an error of
 * page_build, or if it is too large. */
bool paper_write(struct session *session, const struct report_format *format,
                 const struct paper_ask *ask, struct buffer *out, struct error *error);

#endif
