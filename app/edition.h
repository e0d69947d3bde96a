/*
 * Editions: what is printed at once, as asked on the command line or as the
 * configuration defines a report.
 *
 * Owns: which pages, in which format, with which particulars; the digest that every
 * report ends with. Must never know: where it goes.
 */
#ifndef APP_EDITION_H
#define APP_EDITION_H

#include "app/paper.h"

struct edition {
    const struct report_setting *setting; /* NULL: none was asked for */
    const struct report_format *format;
    const char *const *pages; /* addresses, as asked */
    size_t n_pages;
    struct paper_ask ask;
    struct report_mail mail;
};

/* What the options ask for; also moves the session to the report's `since`. False with
 * the mistake. In the arena. */
bool edition_open(struct session *session, struct arena *arena, struct edition *edition,
                  struct error *error);

/* All of it, whole or not at all. */
bool edition_write(struct session *session, const struct edition *edition,
                   struct buffer *out, struct error *error);

#endif
