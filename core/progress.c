/* Progress by the schedule method: see core/progress.h. */
#include "core/progress.h"

#include "core/msgid.h"

#include <math.h>
#include <string.h>

static const char *const state_names[PROGRESS_COUNT] = {
    [PROGRESS_AHEAD] = N_("Ahead"),
    [PROGRESS_ON] = N_("On track"),
    [PROGRESS_BEHIND] = N_("Behind"),
    [PROGRESS_DONE] = N_("Done"),
    [PROGRESS_NOT_COMPUTABLE] = N_("Not computable"),
    [PROGRESS_QUALITATIVE] = N_("Qualitative"),
};

static const char *const reason_texts[REASON_COUNT] = {
    [REASON_NONE] = "",
    [REASON_NO_TARGET] = N_("there is no target"),
    [REASON_NO_VALUE] = N_("there is no value"),
    [REASON_NO_BASELINE] =
        N_("there is no baseline: no value from before the target document"),
    [REASON_BASELINE_IS_TARGET] = N_("the baseline equals the target"),
    [REASON_VALUE_IS_BOUND] =
        N_("the published value is only a bound, which does not decide it"),
    [REASON_BASELINE_IS_BOUND] = N_("the baseline is only a bound"),
    [REASON_NOT_FULL_YEAR] = N_("a flow needs values that run from January"),
    [REASON_NO_PLAN] = N_("there is no plan with dates"),
    [REASON_SCOPE_BREAK] = N_("the scope changed between baseline and value"),
    [REASON_ONLY_BASELINE] = N_("there is no value after the baseline yet"),
    [REASON_NO_YEAR_END] = N_("there is no value for the end of the target's year"),
    [REASON_NO_INTERVAL] = N_("no time lies between the baseline and the value"),
    [REASON_OPPOSITE_SIGNS] = N_("baseline and value lie on both sides of zero"),
    [REASON_TOO_FEW_POINTS] = N_("a trend needs four points under one scope"),
};

const struct progress_rules progress_rules_default = {
    .ahead = 5,
    .gap_decimals = 1,
    .schedule_decimals = -1,
    .method = METHOD_SCHEDULE,
    .coverage = 0.75,
    .due_soon = 30,
};

const char *progress_reason_text(enum progress_reason reason)
{
    return reason_texts[reason];
}

const char *progress_state_name(enum progress_state state)
{
    return state_names[state];
}

bool target_reached(enum direction direction, const struct target *target, double value)
{
    bool strict = target->op == QUALIFIER_ABOVE || target->op == QUALIFIER_BELOW;
    if (value == target->value)
        return !strict;
    return direction == DIRECTION_HIGHER ? value > target->value
                                         : value < target->value;
}

/* Which way the true value may lie from the published one, seen from the target: better
 * (+1), worse (-1), exact (0). */
static int bound_side(enum direction direction, enum qualifier qualifier)
{
    if (!qualifier_is_bound(qualifier))
        return 0;
    bool above = qualifier == QUALIFIER_ABOVE || qualifier == QUALIFIER_AT_LEAST;
    return above == (direction == DIRECTION_HIGHER) ? 1 : -1;
}

static struct progress not_computable(enum progress_reason reason)
{
    return (struct progress){.state = PROGRESS_NOT_COMPUTABLE, .reason = reason};
}

/* A forecast is no result, so it is neither judged nor a baseline. */
static bool is_result(const struct observation *o)
{
    return o->has_value && o->status != 'F';
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
        if (is_result(&series[i]) && from_january(&series[i]) &&
            period_year_of(series[i].period) == year)
            return &series[i];
    for (size_t i = n; i-- > 0;)
        if (is_result(&series[i]) && series[i].period.freq == FREQ_YEAR)
            return &series[i];
    return NULL;
}

/* The value to judge; NULL with a reason. */
static const struct observation *last_value(enum indicator_kind kind,
                                            const struct observation *series, size_t n,
                                            int year, enum progress_reason *reason)
{
    const struct observation *last = NULL;
    for (size_t i = n; i-- > 0 && !last;)
        if (is_result(&series[i]))
            last = &series[i];
    *reason = last ? REASON_NOT_FULL_YEAR : REASON_NO_VALUE;
    return kind == KIND_FLOW ? last_of_flow(series, n, year) : last;
}

static enum progress_reason find_baseline(enum indicator_kind kind,
                                          const struct observation *series, size_t n,
                                          const struct target *target,
                                          struct progress *progress)
{
    if (target->has_baseline) {
        progress->baseline = target->baseline;
        progress->baseline_period = target->baseline_period;
        return REASON_NONE;
    }
    if (target->day == 0)
        return REASON_NO_BASELINE;
    for (size_t i = n; i-- > 0;) {
        if (!is_result(&series[i]) || series[i].period.last > target->day)
            continue;
        if (kind == KIND_FLOW && series[i].period.freq != FREQ_YEAR)
            continue;
        if (qualifier_is_bound(series[i].qualifier))
            return REASON_BASELINE_IS_BOUND;
        progress->baseline = series[i].value;
        progress->baseline_period = series[i].period;
        return REASON_NONE;
    }
    return REASON_NO_BASELINE;
}

static bool broken_since(const struct observation *series, size_t n,
                         struct period baseline, const struct observation *value)
{
    for (size_t i = 0; i < n; i++)
        if (series[i].status == 'B' && period_compare(series[i].period, baseline) > 0 &&
            period_compare(series[i].period, value->period) <= 0)
            return true;
    return false;
}

/* Completion and schedule on the straight line from the baseline. */
static enum progress_reason on_line(enum indicator_kind kind,
                                    const struct observation *series, size_t n,
                                    const struct target *target,
                                    const struct observation *value,
                                    struct progress *progress)
{
    enum progress_reason reason = find_baseline(kind, series, n, target, progress);
    if (reason != REASON_NONE)
        return reason;
    if (value->period.last <= progress->baseline_period.last)
        return REASON_ONLY_BASELINE;
    if (broken_since(series, n, progress->baseline_period, value))
        return REASON_SCOPE_BREAK;
    double span = target->value - progress->baseline;
    if (span == 0)
        return REASON_BASELINE_IS_TARGET;
    int32_t begin = months_complete(progress->baseline_period.last);
    int32_t end = (target->year + 1) * 12;
    if (end <= begin)
        return REASON_NO_BASELINE;
    double elapsed = months_complete(value->period.last) - begin;
    progress->schedule = fmin(elapsed / (end - begin), 1);
    progress->completion = (value->value - progress->baseline) / span;
    progress->required = progress->baseline + progress->schedule * span;
    return REASON_NONE;
}

static enum progress_reason within_year(const struct target *target,
                                        const struct observation *value,
                                        struct progress *progress)
{
    if (target->value == 0)
        return REASON_BASELINE_IS_TARGET;
    int32_t covered = months_complete(value->period.last) - target->year * 12;
    progress->schedule = covered / 12.0;
    progress->completion = value->value / target->value;
    progress->required = progress->schedule * target->value;
    return REASON_NONE;
}

static enum progress_state judge(double gap, const struct progress_rules *rules)
{
    if (gap >= rules->ahead)
        return PROGRESS_AHEAD;
    return gap >= rules->on ? PROGRESS_ON : PROGRESS_BEHIND;
}

/* A value that is a bound decides a state only if what it allows is no worse than it
 * (a lower bound of what should be high) or is behind anyway (an upper bound of it). */
static bool bound_decides(int side, enum progress_state state)
{
    if (side > 0)
        return state != PROGRESS_BEHIND;
    return side == 0 || state == PROGRESS_BEHIND;
}

struct progress progress_schedule(enum indicator_kind kind, enum direction direction,
                                  const struct observation *series, size_t n,
                                  const struct target *target,
                                  const struct progress_rules *rules)
{
    if (!target)
        return not_computable(REASON_NO_TARGET);
    if (!target->has_value || kind == KIND_QUALITATIVE)
        return (struct progress){.state = PROGRESS_QUALITATIVE};
    if (kind == KIND_MILESTONE)
        return not_computable(REASON_NO_PLAN);
    enum progress_reason reason;
    const struct observation *value =
        last_value(kind, series, n, target->year, &reason);
    if (!value)
        return not_computable(reason);

    struct progress progress = {.period = value->period};
    bool in_year = kind == KIND_FLOW && target->year == period_year_of(value->period);
    if (kind == KIND_GROWTH)
        reason = REASON_NONE;
    else if (in_year)
        reason = within_year(target, value, &progress);
    else
        reason = on_line(kind, series, n, target, value, &progress);
    progress.computed = reason == REASON_NONE && kind != KIND_GROWTH;
    if (progress.computed) {
        double gap = progress.completion - progress.schedule;
        if (in_year && direction == DIRECTION_LOWER)
            gap = -gap;
        progress.gap = round(gap * 1000) / 10 + 0.0; /* never -0.0 */
    }

    /* "above 490" has surely passed a target of 490. */
    int side = bound_side(direction, value->qualifier);
    bool strictly =
        value->qualifier == QUALIFIER_ABOVE || value->qualifier == QUALIFIER_BELOW;
    bool reached = target_reached(direction, target, value->value) ||
                   (side > 0 && strictly && value->value == target->value);
    /* A flow that should stay low has reached nothing until its year is over. */
    if (in_year && direction == DIRECTION_LOWER && progress.schedule < 1)
        reached = false;
    if (reached)
        progress.state = PROGRESS_DONE;
    else if (kind == KIND_GROWTH)
        progress.state = PROGRESS_BEHIND;
    else if (reason == REASON_NONE)
        progress.state = judge(progress.gap, rules);
    else
        progress.state = PROGRESS_NOT_COMPUTABLE;
    if (progress.state == PROGRESS_NOT_COMPUTABLE) {
        progress.reason = reason;
    } else if (!bound_decides(side, progress.state)) {
        progress.state = PROGRESS_NOT_COMPUTABLE;
        progress.reason = REASON_VALUE_IS_BOUND;
    } else {
        progress.at_least = side > 0;
    }
    return progress;
}
