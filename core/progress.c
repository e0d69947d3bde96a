/* Progress by the schedule method: see core/progress.h. */
#include "core/progress.h"

#include "core/judged.h"
#include "core/msgid.h"

#include <math.h>

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
    [REASON_BASELINE_BEYOND] = N_("the baseline is beyond the target already"),
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

static struct progress not_computable(enum progress_reason reason)
{
    return (struct progress){.state = PROGRESS_NOT_COMPUTABLE, .reason = reason};
}

/* A half is rounded away from zero, also where binary fractions put it just below. */
static double round_to(double x, int decimals)
{
    double scale = pow(10, decimals);
    return round(x * scale + copysign(1e-9, x)) / scale + 0.0; /* never -0.0 */
}

/* What the plan wants by the end of a day; the end of the target's year wants the
 * target. False before its first day. */
static bool planned(const struct target *target, int32_t day, double *wanted)
{
    if (day >= period_year(target->year).last) {
        *wanted = target->value;
        return true;
    }
    for (size_t i = target->n_plan; i-- > 0;)
        if (target->plan[i].day <= day) {
            *wanted = target->plan[i].value;
            return true;
        }
    return false;
}

static double schedule_rounded(double schedule, const struct progress_rules *rules)
{
    return rules->schedule_decimals < 0
               ? schedule
               : round_to(schedule * 100, rules->schedule_decimals) / 100;
}

/* Completion and schedule between the baseline and the target. `line` is the straight
 * line's schedule; a plan takes its place. */
static void measure(const struct target *target, const struct observation *value,
                    double line, const struct progress_rules *rules,
                    struct progress *progress)
{
    double span = target->value - progress->baseline;
    double wanted = progress->baseline;
    if (target->n_plan) {
        planned(target, value->period.last, &wanted);
        line = (wanted - progress->baseline) / span;
    }
    progress->schedule = schedule_rounded(line, rules);
    progress->completion = (value->value - progress->baseline) / span;
    progress->required =
        target->n_plan ? wanted : progress->baseline + progress->schedule * span;
}

/* From the baseline. A plan alone, without a baseline, measures from nothing; where
 * less is better, nothing is no beginning. */
static enum progress_reason
from_baseline(enum indicator_kind kind, enum direction direction,
              const struct observation *series, size_t n, const struct target *target,
              const struct observation *value, const struct progress_rules *rules,
              struct progress *progress)
{
    enum progress_reason reason = judged_baseline(
        kind, series, n, target, &progress->baseline, &progress->baseline_period);
    bool plan_alone =
        reason == REASON_NO_BASELINE && target->n_plan && direction == DIRECTION_HIGHER;
    if (reason == REASON_NONE)
        reason = judged_comparable(series, n, progress->baseline_period, value->period);
    if (reason != REASON_NONE && !plan_alone)
        return reason;
    if (target->value == progress->baseline)
        return REASON_BASELINE_IS_TARGET;
    /* On a line that leads back, a worse value would count as progress. */
    if (target_reached(direction, target, progress->baseline))
        return REASON_BASELINE_BEYOND;
    double line = 0;
    if (!plan_alone) {
        int32_t begin = months_complete(progress->baseline_period.last);
        int32_t end = (target->year + 1) * 12;
        if (end <= begin)
            return REASON_NO_BASELINE;
        double elapsed = months_complete(value->period.last) - begin;
        line = fmin(elapsed / (end - begin), 1);
    }
    measure(target, value, line, rules, progress);
    return REASON_NONE;
}

static enum progress_reason within_year(const struct target *target,
                                        const struct observation *value,
                                        const struct progress_rules *rules,
                                        struct progress *progress)
{
    if (target->value == 0)
        return REASON_BASELINE_IS_TARGET;
    int32_t covered = months_complete(value->period.last) - target->year * 12;
    measure(target, value, covered / 12.0, rules, progress);
    return REASON_NONE;
}

/* Done of planned to date. While nothing is planned yet all is as planned. */
static enum progress_reason milestones(const struct target *target,
                                       const struct observation *value,
                                       struct progress *progress)
{
    double wanted = 0;
    if (!planned(target, value->period.last, &wanted) && target->n_plan == 0)
        return REASON_NO_PLAN;
    progress->schedule = 1;
    progress->completion = wanted > 0 ? value->value / wanted : 1;
    progress->required = wanted;
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

static void settle(int side, enum progress_state state, enum progress_reason reason,
                   struct progress *progress)
{
    progress->state = state;
    if (state == PROGRESS_NOT_COMPUTABLE) {
        progress->reason = reason;
    } else if (!bound_decides(side, state)) {
        progress->state = PROGRESS_NOT_COMPUTABLE;
        progress->reason = REASON_VALUE_IS_BOUND;
    } else {
        progress->at_least = side > 0;
    }
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
    enum progress_reason reason;
    const struct observation *value =
        judged_value(kind, series, n, target->year, &reason);
    if (!value)
        return not_computable(reason);

    struct progress progress = {.period = value->period};
    bool in_year = judged_in_year(kind, target, value->period);
    if (kind == KIND_GROWTH)
        reason = REASON_NONE;
    else if (kind == KIND_MILESTONE)
        reason = milestones(target, value, &progress);
    else if (in_year)
        reason = within_year(target, value, rules, &progress);
    else
        reason =
            from_baseline(kind, direction, series, n, target, value, rules, &progress);
    progress.computed = reason == REASON_NONE && kind != KIND_GROWTH;
    if (progress.computed) {
        double gap = progress.completion - progress.schedule;
        if (in_year && direction == DIRECTION_LOWER)
            gap = -gap;
        progress.gap = round_to(gap * 100, rules->gap_decimals);
        progress.gap_decimals = rules->gap_decimals;
    }

    enum progress_state state = PROGRESS_NOT_COMPUTABLE;
    if (judged_reached(kind, direction, target, value))
        state = PROGRESS_DONE;
    else if (kind == KIND_GROWTH)
        state = PROGRESS_BEHIND;
    else if (reason == REASON_NONE)
        state = judge(progress.gap, rules);
    settle(judged_side(direction, value->qualifier), state, reason, &progress);
    return progress;
}
