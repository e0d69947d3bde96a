/*
 * The dashboard's main loop: one poll for the keyboard, signals, the collector's pipe
 * and news in the snapshot directory.
 *
 * Owns: what the keys r and R do, and when a page is built again.
 * Must never know: how a page is drawn.
 */
#ifndef APP_VIEWER_H
#define APP_VIEWER_H

#include "app/session.h"

enum exit_status viewer_run(struct session *session);

#endif
