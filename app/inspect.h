/* --inspect FILE-or-ADDRESS: gets the body and lets fetch/inspect describe it. */
#ifndef APP_INSPECT_H
#define APP_INSPECT_H

#include "app/config.h"
#include "app/options.h"
#include "catalog/catalog.h"

enum exit_status inspect_run(const struct options *options, const struct config *config,
                             const struct catalog *catalog);

#endif
