/*
 * --assess: a table of series judged by one method, for checking against other offices'
 * calculations.
 *
 * Owns: reading and writing the table, its messages.
 * Must never know: the catalogue, the store.
 */
#ifndef APP_ASSESS_H
#define APP_ASSESS_H

#include "app/options.h"
#include "core/progress.h"

/* Writes one line for every row that can be read to standard output, in their order.
 * EXIT_FRESH; EXIT_ERROR if a row could not be read (the others are written all the
 * same), EXIT_USAGE if there is no such method, EXIT_CANNOT_WRITE. */
enum exit_status assess_run(const struct options *options,
                            const struct progress_rules *rules);

#endif
