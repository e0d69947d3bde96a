/*
 * The demo server's answers: a ministry's feed in its edition, or what a fault makes of
 * it.
 *
 * Owns: validators, packing, the bytes of every answer. Must never know: formats,
 * options.
 */
#ifndef TESTS_DEMO_ANSWERS_H
#define TESTS_DEMO_ANSWERS_H

#include "tests/demo/faults.h"

#include <microhttpd.h>

/* The ministry's answer as it is now; fault: NULL for none. */
enum MHD_Result answer_feed(struct MHD_Connection *connection,
                            const struct ministry *ministry, bool changed,
                            const struct fault *fault);

/* These bytes. */
enum MHD_Result answer_text(struct MHD_Connection *connection, unsigned status,
                            const char *type, const char *text);

enum MHD_Result answer_login(struct MHD_Connection *connection);

/* Rests for so long, whatever signals come. */
void rest(int milliseconds);

#endif
