/* --send: a report to its recipients, each once. Owns: trying again, what is said, the
 * exit status. */
#ifndef APP_SEND_H
#define APP_SEND_H

#include "app/edition.h"

/* Sends the edition of a report, as the session stands. */
enum exit_status send_run(struct session *session, struct edition *edition);

#endif
