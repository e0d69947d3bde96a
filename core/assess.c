/* The methods side by side: see core/assess.h. */
#include "core/assess.h"

#include "core/judged.h"
#include "core/msgid.h"

#include <string.h>

static const struct {
    const char *code, *name;
} methods[METHOD_COUNT] = {
    [METHOD_SCHEDULE] = {"schedule", N_("Schedule")},
    [METHOD_GROWTH] = {"growth", N_("Growth rate")},
    [METHOD_TREND] = {"trend", N_("Trend")},
};

const char *method_code(enum assess_method method)
{
    return methods[method].code;
}

const char *method_name(enum assess_method method)
{
    return methods[method].name;
}

bool method_named(const char *code, enum assess_method *method)
{
    for (int i = 0; i < METHOD_COUNT; i++)
        if (strcmp(code, methods[i].code) == 0) {
            *method = (enum assess_method)i;
            return true;
        }
    return false;
}

/* Years since year 0 by the end of the period. */
static double time_of(struct period period)
{
    return months_passed(period.last) / 12;
}

static struct growth growth_of(enum indicator_kind kind, enum direction direction,
                               const struct observation *series, size_t n,
                               const struct target *target)
{
    if (!target)
        return growth_without(REASON_NO_TARGET, false);
    enum progress_reason reason;
    const struct observation *value =
        judged_value(kind, series, n, target->year, &reason);
    if (!value)
        return growth_without(reason, false);
    int side = judged_side(direction, value->qualifier);
    bool reached = target->has_value && side >= 0 &&
                   judged_reached(kind, direction, target, value);
    double base = 0;
    struct period since;
    reason = judged_baseline(kind, series, n, target, &base, &since);
    if (reason == REASON_NONE)
        reason = judged_comparable(series, n, since, value->period);
    if (reason == REASON_NONE && side != 0)
        reason = REASON_VALUE_IS_BOUND;
    /* Part of a year beside a whole one is no growth. */
    if (reason == REASON_NONE && kind == KIND_FLOW && value->period.freq != FREQ_YEAR)
        reason = REASON_NOT_FULL_YEAR;
    if (reason != REASON_NONE)
        return growth_without(reason, reached);
    return growth_assess(&(struct growth_case){
        .base = base,
        .current = value->value,
        .base_time = time_of(since),
        .current_time = time_of(value->period),
        .direction = direction,
        .has_target = target->has_value,
        .target = target->value,
        .target_time = target->year + 1,
        .strict = target->op == QUALIFIER_ABOVE || target->op == QUALIFIER_BELOW});
}

static enum verdict schedule_verdict(enum progress_state state)
{
    if (state == PROGRESS_BEHIND)
        return VERDICT_MISSED;
    return state == PROGRESS_DONE || state == PROGRESS_AHEAD || state == PROGRESS_ON
               ? VERDICT_KEPT
               : VERDICT_NONE;
}

static enum verdict growth_verdict(enum growth_state state)
{
    if (state == GROWTH_NOT_COMPUTABLE)
        return VERDICT_NONE;
    return state == GROWTH_ACHIEVED || state == GROWTH_SUBSTANTIAL ? VERDICT_KEPT
                                                                   : VERDICT_MISSED;
}

static enum verdict trend_verdict(enum trend_state state)
{
    if (state == TREND_NOT_COMPUTABLE)
        return VERDICT_NONE;
    return state == TREND_REACHED || state == TREND_ON_COURSE ? VERDICT_KEPT
                                                              : VERDICT_MISSED;
}

/* Another method's word in the states of progress; the figures stay the schedule's. */
static void decide(struct assessment *assessment, enum assess_method method)
{
    struct progress *decided = &assessment->decided;
    *decided = assessment->schedule;
    if (method == METHOD_SCHEDULE || decided->state == PROGRESS_QUALITATIVE)
        return;
    bool done = method == METHOD_GROWTH ? assessment->growth.state == GROWTH_ACHIEVED
                                        : assessment->trend.state == TREND_REACHED;
    decided->reason = REASON_NONE;
    decided->at_least = decided->at_least && done;
    switch (assessment->verdicts[method]) {
    case VERDICT_KEPT:
        decided->state = done ? PROGRESS_DONE : PROGRESS_ON;
        break;
    case VERDICT_MISSED:
        decided->state = PROGRESS_BEHIND;
        break;
    case VERDICT_NONE:
        decided->state = PROGRESS_NOT_COMPUTABLE;
        decided->reason = method == METHOD_GROWTH ? assessment->growth.reason
                                                  : assessment->trend.reason;
        break;
    }
}

/* What is still to be gained a year. A flow counts anew every year, a growth rate is
 * one already: neither climbs to its target. */
static void find_needed(enum indicator_kind kind, enum direction direction,
                        const struct observation *series, size_t n,
                        const struct target *target, struct assessment *assessment)
{
    enum progress_reason reason;
    if (!target || !target->has_value || kind == KIND_QUALITATIVE ||
        kind == KIND_GROWTH)
        return;
    const struct observation *value =
        judged_value(kind, series, n, target->year, &reason);
    if (!value || qualifier_is_bound(value->qualifier) ||
        judged_in_year(kind, target, value->period) ||
        judged_reached(kind, direction, target, value))
        return;
    double years = target->year + 1 - time_of(value->period);
    if (years <= 0)
        return;
    assessment->has_needed = true;
    assessment->needed = (target->value - value->value) / years;
}

struct assessment assess(enum indicator_kind kind, enum direction direction,
                         const struct observation *series, size_t n,
                         const struct target *target,
                         const struct progress_rules *rules)
{
    struct assessment assessment = {
        .schedule = progress_schedule(kind, direction, series, n, target, rules),
        .growth = growth_of(kind, direction, series, n, target),
        .trend = trend_assess(kind, direction, series, n, target)};
    enum verdict *verdicts = assessment.verdicts;
    verdicts[METHOD_SCHEDULE] = schedule_verdict(assessment.schedule.state);
    verdicts[METHOD_GROWTH] = growth_verdict(assessment.growth.state);
    verdicts[METHOD_TREND] = trend_verdict(assessment.trend.state);
    for (int i = 0; i < METHOD_COUNT; i++)
        assessment.disagrees[i] = verdicts[i] != VERDICT_NONE &&
                                  verdicts[rules->method] != VERDICT_NONE &&
                                  verdicts[i] != verdicts[rules->method];
    decide(&assessment, rules->method);
    find_needed(kind, direction, series, n, target, &assessment);
    return assessment;
}
