/* --check: the catalogue, the configuration and the cache, verified, line by line. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/config.h"
#include "app/options.h"

/* Takes paths instead of opened things, because what cannot be opened is what it is
 * about. catalog "" = the compiled one alone. */
enum exit_status check_run(const struct options *options);

#endif
