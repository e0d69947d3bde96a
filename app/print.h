/* --print: pages as text on standard output. Owns the exit status of section "Paper".
 */
#ifndef APP_PRINT_H
#define APP_PRINT_H

#include "app/session.h"

enum exit_status print_run(struct session *session);

#endif
