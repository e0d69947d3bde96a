/*
 * Paper: pages as a document that is sent or kept.
 *
 * Owns: the printed forms of pages, one file a format; knows no page.
 * Must never know: where the pages come from, where the document is put.
 *
 * A document is begun, given its pages one by one, and ended; only then are its bytes
 * complete. The same pages and rules give the same bytes. Every text of a page is made
 * harmless for the format on its way out (core/text.h: text_clean), whoever wrote it.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "core/arena.h"
#include "core/error.h"
#include "core/text.h"
#include "views/glyphs.h"
#include "views/view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct report_format;

/* A message's particulars. Lists are as in a header: "省局 <a@b.cn>, c@d.cn". A control
 * character in any of them is refused. */
struct report_mail {
    const char *from, *to, *cc; /* "" = none; without to and cc to nobody by name */
    const char *subject;        /* "" = the first page's conclusion */
    const char *message_id;     /* "x@y"; "" = made of the message itself */
    const char *stem;           /* of attachments' names: "aiplus-2026-11-05" */
    const struct report_format *const *attached;
    size_t n_attached;
};

struct report_rules {
    int width;              /* cells; 72 by default for a mail */
    int ambiguous;          /* 1 or 2 */
    enum glyph_tier glyphs; /* of charts, bars and sparklines */
    const char *language;   /* of the texts, as in BCP 47: "zh-CN" */
    const char *program;    /* "aiplus 0.1.0" for the footer */
    const char *options;  /* that this print was asked for with, as they are to be typed
                             again ("--as-of 2026-06-30"); NULL = none */
    const char *snapshot; /* which one was read, "" or NULL = none */
    const char *day;      /* as of which day; "" or NULL = not said */
    const char *title;    /* of the document; NULL = its first page's */
    int64_t date;         /* of the document: Unix seconds */
    bool colour;          /* text: with escape sequences */
    bool unmarked;        /* CSV: without a byte order mark */
    bool mail;            /* HTML for programs that strip style sheets and pictures */
    /* Addresses of all its pages: what a row leads to may be among them. */
    const char *const *addresses;
    size_t n_addresses;
    const struct report_mail *message; /* of eml */
};

/* A document while it is written. */
struct report {
    const struct report_format *format;
    const struct report_rules *rules;
    struct buffer *out;
    struct arena *arena; /* the document's, or that of the page being written */
    size_t n_pages;      /* written before */
    bool full;           /* the buffer has reached its ceiling */
    void *own;           /* the format's */
};

/* One format, one row. Any function may be missing. */
struct report_format {
    const char *name;   /* "text" */
    const char *ending; /* of a file: ".txt" */
    const char *type;   /* its media type: "text/plain" */
    bool (*begin)(struct report *report, struct error *error);
    bool (*page)(struct report *report, const struct view *view, struct error *error);
    bool (*end)(struct report *report, struct error *error);
    void (*drop)(struct report *report); /* gives up; instead of end, or after it */
};

extern const struct report_format *const report_formats[]; /* ends with NULL */

const struct report_format *report_format_find(const char *name);

/* By how a file's name ends, in any case; NULL if no format does. */
const struct report_format *report_format_by_ending(const char *path);

/* "text, csv": all names, for messages. */
const char *report_format_names(struct arena *arena);

/* Begins a document; the arena, the rules and the buffer must outlive it. */
bool report_begin(struct report *report, const struct report_format *format,
                  const struct report_rules *rules, struct arena *arena,
                  struct buffer *out, struct error *error);

/* Adds a page, which is not needed any more afterwards. */
bool report_page(struct report *report, const struct view *view, struct arena *arena,
                 struct error *error);

/* The rest of it. After a failure of any of the three the document is given up. */
bool report_end(struct report *report, struct error *error);

/* Of a document that was begun and is not wanted any more. */
void report_drop(struct report *report);

/* All of it with one page. */
bool report_write(const struct report_format *format, const struct report_rules *rules,
                  const struct view *view, struct arena *arena, struct buffer *out,
                  struct error *error);

#endif
