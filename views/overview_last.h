/*
 * The overview's last rows: what is overdue, what is due soon, what came last.
 *
 * Owns: which of them stand there, and that no kind pushes another out.
 * Must never know: any other page.
 */
#ifndef VIEWS_OVERVIEW_LAST_H
#define VIEWS_OVERVIEW_LAST_H

#include "views/frame.h"
#include "views/register.h"

enum { LAST_ROWS = 3 };

/* Deals `rows` out: each kind that has any gets one, what is left goes to the first
 * kinds first. overdue, soon, values: how many there are; then how many are shown. */
void last_deal(size_t rows, size_t *overdue, size_t *soon, size_t *values);

/* Adds the block. figures: the region's (figure_all). On paper every open item that is
 * overdue or due soon. The value shown is of the newest delivery, if that came after
 * context->since. Where nobody delivers the ledger that is said if figures are judged.
 */
void last_block(struct frame *frame, const struct region *region,
                const struct register_list *ledger, const struct figure *figures,
                bool judged);

#endif
