/* What is judged: see core/judged.h. */
#include "core/judged.h"

bool judged_is_result(const struct observation *o)
{
    return o->has_value && o->status != 'F';
}

bool judged_is_break(const struct observation *o)
{
    return o->status == 'B' || o->rescoped;
}

/* Does a flow's value cover its year from the first day? */
static bool from_january(const struct observation *o)
{
    struct date first = date_from_day(o->period.first);
    return first.month == 1 && first.day == 1 && o->period.freq != FREQ_DAY &&
           o->period.freq != FREQ_WEEK && first.year == period_year_of(o->period);
}

/* A flow: of the target's own year what runs from January; without it a full year. */
static const struct observation *last_of_flow(const struct observation *series,
                                              size_t n, int year)
{
    for (size_t i = n; i-- > 0;)
        if (judged_is_result(&series[i]) && from_january(&series[i]) &&
            period_year_of(series[i].period) == year)
            return &series[i];
    for (size_t i = n; i-- > 0;)
        if (judged_is_result(&series[i]) && series[i].period.freq == FREQ_YEAR)
            return &series[i];
    return NULL;
}

const struct observation *judged_value(enum indicator_kind kind,
                                       const struct observation *series, size_t n,
                                       int year, enum progress_reason *reason)
{
    const struct observation *last = NULL;
    for (size_t i = n; i-- > 0 && !last;)
        if (judged_is_result(&series[i]))
            last = &series[i];
    *reason = last ? REASON_NOT_FULL_YEAR : REASON_NO_VALUE;
    return kind == KIND_FLOW ? last_of_flow(series, n, year) : last;
}

enum progress_reason judged_baseline(enum indicator_kind kind,
                                     const struct observation *series, size_t n,
                                     const struct target *target, double *value,
                                     struct period *period)
{
    if (target->has_baseline) {
        *value = target->baseline;
        *period = target->baseline_period;
        return REASON_NONE;
    }
    if (target->day == 0)
        return REASON_NO_BASELINE;
    for (size_t i = n; i-- > 0;) {
        if (!judged_is_result(&series[i]) || series[i].period.last > target->day)
            continue;
        if (kind == KIND_FLOW && series[i].period.freq != FREQ_YEAR)
            continue;
        if (qualifier_is_bound(series[i].qualifier))
            return REASON_BASELINE_IS_BOUND;
        *value = series[i].value;
        *period = series[i].period;
        return REASON_NONE;
    }
    return REASON_NO_BASELINE;
}

enum progress_reason judged_comparable(const struct observation *series, size_t n,
                                       struct period baseline, struct period value)
{
    if (value.last <= baseline.last)
        return REASON_ONLY_BASELINE;
    for (size_t i = 0; i < n; i++)
        if (judged_is_break(&series[i]) &&
            period_compare(series[i].period, baseline) > 0 &&
            period_compare(series[i].period, value) <= 0)
            return REASON_SCOPE_BREAK;
    return REASON_NONE;
}

bool judged_in_year(enum indicator_kind kind, const struct target *target,
                    struct period value)
{
    return kind == KIND_FLOW && target->year == period_year_of(value);
}

int judged_side(enum direction direction, enum qualifier qualifier)
{
    if (!qualifier_is_bound(qualifier))
        return 0;
    bool above = qualifier == QUALIFIER_ABOVE || qualifier == QUALIFIER_AT_LEAST;
    return above == (direction == DIRECTION_HIGHER) ? 1 : -1;
}

bool judged_reached(enum indicator_kind kind, enum direction direction,
                    const struct target *target, const struct observation *value)
{
    if (direction == DIRECTION_LOWER && judged_in_year(kind, target, value->period) &&
        months_complete(value->period.last) < (target->year + 1) * 12)
        return false;
    int side = judged_side(direction, value->qualifier);
    bool strictly =
        value->qualifier == QUALIFIER_ABOVE || value->qualifier == QUALIFIER_BELOW;
    if (strictly && value->value == target->value)
        return side > 0;
    return target_reached(direction, target, value->value);
}
