/*
 * Deadlines: where a ledger item stands on a day.
 *
 * Owns: the four states of a deadline, and how many days are left. An office's own word
 * that an item is closed counts; whether an open one is due soon or overdue the date
 * says, not the feed.
 * Must never know: today (a parameter), pages.
 */
#ifndef CORE_DEADLINE_H
#define CORE_DEADLINE_H

#include "core/item.h"

#include <stdbool.h>
#include <stdint.h>

enum deadline_state {
    DEADLINE_IN_TIME,
    DEADLINE_DUE_SOON,
    DEADLINE_OVERDUE,
    DEADLINE_CLOSED,
    DEADLINE_COUNT
};

struct deadline {
    enum deadline_state state;
    bool has_day;    /* false: no deadline was set; state is in time or closed */
    int32_t day;     /* of the deadline */
    int days;        /* left; negative: overdue since so many; of an open item alone */
    bool has_closed; /* closed_on is known */
    int32_t closed_on;
};

/* Of an ITEM_LEDGER. Closed: its state says so, or its closing day is not after
 * `today`; a closing day still to come does not close it yet. On its last day an item
 * is due soon, from the day after it is overdue. */
struct deadline deadline_of(const struct item *item, int32_t today, int due_soon);

/* Overdue first (longest on top), then by deadline, items without one next, closed ones
 * last (closed last on top): negative if a goes before b, 0 if nothing tells them
 * apart. */
int deadline_compare(const struct deadline *a, const struct deadline *b);

#endif
