/*
 * Paging: which decoder knows the page after one that has come.
 * Owns: the meeting of transfers, which know no formats, and decoders, which know no
 * transfers.
 */
#ifndef APP_PAGING_H
#define APP_PAGING_H

#include "fetch/source.h"

#include <stdbool.h>
#include <stddef.h>

/* For `next` of struct transfer. */
bool paging_next(const struct source *source, const struct body *page, char *query,
                 size_t size);

#endif
