/* Deliveries as a collector would hand them over: what the store wants to know of a
 * source besides its rows. */
#ifndef TESTS_TORTURE_DELIVER_H
#define TESTS_TORTURE_DELIVER_H

#include "store/store.h"

/* Delivers rows and refusals at receipt.time, of receipt.source ("s" if NULL); the rest
 * of the receipt and the source's state are filled in. As store_ingest. */
bool deliver_rows(struct store *store, struct delivery *delivery, bool *changed,
                  struct error *error);

#endif
