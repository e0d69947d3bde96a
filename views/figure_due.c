/* What the reporting calendar asks of a figure: see views/figure.h. */
#include "core/due.h"
#include "views/figure.h"

/* The last day on which a report could not yet be asked for: the one before the
 * opinions were known. */
static int32_t day_before(const struct catalog *catalog)
{
    const struct document *opinions = catalog_document(catalog, "D0");
    return opinions && opinions->day ? opinions->day - 1 : INT32_MIN;
}

struct figure_due figure_due(const struct figures *figures,
                             const struct indicator *indicator,
                             const struct region *region)
{
    const struct catalog *catalog = figures->context->catalog;
    struct figure_due due = {0};
    if (catalog->n_calendar == 0)
        return due;
    due.duty = catalog_due(catalog, indicator, region);
    if (!due.duty)
        return due;
    int32_t today = day_from_time(figures->now);
    enum frequency frequency = due.duty->frequency;
    if (frequency == FREQ_NONE)
        frequency = indicator->frequency;
    struct period last = due_last(frequency, due.duty->days, today);
    due.next = due_next(frequency, due.duty->days, today);
    due.next_day = due.next.last + due.duty->days;
    if (last.last > day_before(catalog)) {
        due.last = last;
        due.last_day = last.last + due.duty->days;
    }
    return due;
}

bool figure_answers(const struct observation *observation, struct period period)
{
    if (observation->status == 'F' || observation->period.last < period.last)
        return false;
    enum missing missing = status_missing(observation->status);
    return observation->has_value ||
           (missing != MISSING_NONE && missing != MISSING_NOT_REPORTED &&
            missing != MISSING_UNPUBLISHED);
}
