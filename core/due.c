/* Due days: see core/due.h. */
#include "core/due.h"

/* The period of that frequency in which the day lies. Cumulative months are reported
 * month by month: from January to that day's. Of an interval, and of none, the year. */
static struct period period_around(enum frequency frequency, int32_t day)
{
    enum { EPOCH_WEEKDAY = 3 }; /* 1 January 1970 was a Thursday, Monday being 0 */
    struct date date = date_from_day(day);
    switch (frequency) {
    case FREQ_DAY:
        return period_day(day);
    case FREQ_WEEK: {
        int32_t weekday = ((day + EPOCH_WEEKDAY) % 7 + 7) % 7;
        return (struct period){FREQ_WEEK, day - weekday, day - weekday + 6};
    }
    case FREQ_MONTH:
        return period_month(date.year, date.month);
    case FREQ_CUMULATIVE:
        return period_cumulative(date.year, date.month);
    case FREQ_QUARTER:
        return period_quarter(date.year, (date.month + 2) / 3);
    case FREQ_HALF:
        return period_half(date.year, (date.month + 5) / 6);
    default:
        return period_year(date.year);
    }
}

struct period due_next(enum frequency frequency, int days, int32_t today)
{
    /* The first period that ends `days` before today or later. */
    return period_around(frequency, today - days);
}

struct period due_last(enum frequency frequency, int days, int32_t today)
{
    struct period next = due_next(frequency, days, today);
    struct date last = date_from_day(next.last);
    int32_t first = frequency == FREQ_CUMULATIVE
                        ? period_month(last.year, last.month).first
                        : next.first;
    return period_around(frequency, first - 1);
}
