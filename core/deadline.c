/* Deadlines: see core/deadline.h. */
#include "core/deadline.h"

#include "core/period.h"

#include <string.h>

struct deadline deadline_of(const struct item *item, int32_t today, int due_soon)
{
    struct deadline deadline = {.state = DEADLINE_IN_TIME};
    deadline.has_day = day_parse(item_field(item, "deadline"), &deadline.day);
    deadline.has_closed = day_parse(item_field(item, "closed_on"), &deadline.closed_on);
    bool closed = deadline.has_closed
                      ? deadline.closed_on <= today
                      : strcmp(item_field(item, "state"), "closed") == 0;
    if (deadline.has_day)
        deadline.days = (int)(deadline.day - today);
    if (closed)
        deadline.state = DEADLINE_CLOSED;
    else if (deadline.has_day && deadline.days < 0)
        deadline.state = DEADLINE_OVERDUE;
    else if (deadline.has_day && deadline.days <= due_soon)
        deadline.state = DEADLINE_DUE_SOON;
    return deadline;
}

/* Open ones with a day, open ones without, closed ones. */
static int place(const struct deadline *deadline)
{
    return deadline->state == DEADLINE_CLOSED ? 2 : !deadline->has_day;
}

int deadline_compare(const struct deadline *a, const struct deadline *b)
{
    int at = place(a), bt = place(b);
    if (at != bt)
        return at - bt;
    if (at == 0)
        return (a->day > b->day) - (a->day < b->day);
    if (at == 1)
        return 0;
    int32_t x = a->has_closed ? a->closed_on : INT32_MIN,
            y = b->has_closed ? b->closed_on : INT32_MIN;
    return (x < y) - (x > y);
}
