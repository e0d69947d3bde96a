/*
 * What --check has found, as it is read: faults first, then what is in order, each
 * snapshot's figures beneath it.
 *
 * Owns: the order, the marks and the columns. Must never know: how it was found out.
 */
#ifndef APP_CHECK_REPORT_H
#define APP_CHECK_REPORT_H

#include "core/arena.h"
#include "core/error.h"

#include <stddef.h>

struct check_line {
    bool fault, figure; /* figure: of the snapshot that was named last */
    const char *text;
};

/* A zeroed struct is an empty report. */
struct check_report {
    struct arena arena;
    struct check_line *lines;
    size_t n, n_faults;
};

/* A line in words; they are copied. */
void check_say(struct check_report *report, bool fault, const char *text);

/* A finding about `what` ("" if it says that itself), in the reader's language. */
void check_find(struct check_report *report, bool fault, const char *what,
                const struct error *finding);

/* Prints all of it and frees its memory. */
void check_print(struct check_report *report);

#endif
