/* --csv: stored figures, or items of a register, as CSV that can be delivered again. */
#ifndef APP_EXTRACT_H
#define APP_EXTRACT_H

#include "app/options.h"
#include "app/session.h"

/* Writes what the command line selects to standard output or a file: RFC 4180, UTF-8,
 * lines ending in \n, by region, indicator and period, exact values; items by source
 * and key. A file appears whole or not at all. Memory does not grow with what is
 * written. */
enum exit_status extract_run(struct session *session);

#endif
