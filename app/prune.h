/* --prune YEARS: the store forgets what only pages of earlier days would need. */
#ifndef APP_PRUNE_H
#define APP_PRUNE_H

#include "app/config.h"
#include "app/options.h"

/* Keeps everything that a page of a day in the last options->prune_years years needs,
 * publishes what is left, and says what was removed. Refuses while a collector works,
 * and where there is no store. */
enum exit_status prune_run(const struct options *options, const struct config *config,
                           const char *cache);

#endif
