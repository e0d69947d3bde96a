/*
 * Paper: pages in one of the formats of report/, for --print, for reports that are sent
 * and for the key e.
 *
 * Owns: with what a printed page is built, what every document says of itself, and the
 * command in its footer that prints it again. Must never know: where it is put.
 */
#ifndef APP_PAPER_H
#define APP_PAPER_H

#include "app/session.h"
#include "report/report.h"

enum { PAPER_CEILING = 256 << 20 };

/* How a document is wanted. */
struct paper_ask {
    struct view_options options;
    int width;     /* cells, 0 = those of a mail */
    int ambiguous; /* 1 or 2, 0 = wide: paper is read in any font */
    bool colour, unmarked;
    bool bare;                    /* the pages alone: so it is printed again */
    const char *title;            /* NULL = the first page's */
    const char *from;             /* see struct view_context; NULL = none */
    const char *const *addresses; /* canonical, of all its pages; may be NULL */
    size_t n_addresses;
    const struct report_mail *message; /* of a message */
    int64_t date;                      /* that the document bears, 0 = now */
};

/* A document being made. */
struct paper {
    struct session *session;
    struct arena arena;
    struct report_rules rules;
    struct report report;
    const struct paper_ask *ask;
};

/* Begins a document in `out`; the ask must outlive it. After a failure of any of these
 * it is given up, and only paper_release is left to be called. */
bool paper_begin(struct paper *paper, struct session *session,
                 const struct report_format *format, const struct paper_ask *ask,
                 struct buffer *out, struct error *error);

/* Builds the page at an address, as the session stands, and adds it. False with an
 * error of page_build, or if the document is too large. */
bool paper_page(struct paper *paper, const char *address, struct error *error);

bool paper_end(struct paper *paper, struct error *error);
void paper_release(struct paper *paper);

/* All of it with one page. */
bool paper_write(struct session *session, const struct report_format *format,
                 const char *address, const struct paper_ask *ask, struct buffer *out,
                 struct error *error);

#endif
