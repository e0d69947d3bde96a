/*
 * The log: what the collector has said since the dashboard was opened.
 */
#ifndef VIEWS_LOG_H
#define VIEWS_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct log_line {
    size_t number;      /* counted from the first one said */
    int64_t at;         /* Unix seconds */
    const char *source; /* "" = the collection as a whole */
    const char *text;   /* one clean sentence, in the reader's language */
    bool wrong;         /* something needs attention */
};

/* The oldest first. A zeroed struct is an empty log. */
struct log {
    const struct log_line *lines;
    size_t n;
};

#endif
