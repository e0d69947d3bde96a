/* Progress by growth rate: see core/growth.h. */
#include "core/growth.h"

#include "core/msgid.h"

#include <math.h>

static const struct {
    const char *code, *name;
} states[GROWTH_COUNT] = {
    [GROWTH_ACHIEVED] = {"target_achieved", N_("Target achieved")},
    [GROWTH_SUBSTANTIAL] = {"substantial_progress", N_("Substantial progress")},
    [GROWTH_MODERATE] = {"moderate_progress", N_("Moderate progress")},
    [GROWTH_LIMITED] = {"limited_progress", N_("Limited progress")},
    [GROWTH_DETERIORATION] = {"deterioration", N_("Deterioration")},
    [GROWTH_NOT_COMPUTABLE] = {"not_computable", N_("Not computable")},
};

const char *growth_state_code(enum growth_state state)
{
    return states[state].code;
}

const char *growth_state_name(enum growth_state state)
{
    return states[state].name;
}

struct growth growth_without(enum progress_reason reason, bool achieved)
{
    return (struct growth){.state = achieved ? GROWTH_ACHIEVED : GROWTH_NOT_COMPUTABLE,
                           .reason = achieved ? REASON_NONE : reason,
                           .ratio = NAN,
                           .score = achieved ? 5 : NAN,
                           .actual = NAN,
                           .needed = NAN};
}

static double compound(double to, double from, double years)
{
    return pow(to / from, 1 / years) - 1;
}

/* A rate cannot be taken from zero. */
static double not_zero(double value)
{
    return value == 0 ? 0.001 : value;
}

static enum growth_state by_thresholds(double value, double high, double middle)
{
    if (value >= high)
        return GROWTH_SUBSTANTIAL;
    if (value >= middle)
        return GROWTH_MODERATE;
    return value >= 0 ? GROWTH_LIMITED : GROWTH_DETERIORATION;
}

static double score_with_target(double ratio)
{
    return ratio >= 0.6 ? fmin(7.1429 * ratio - 4.2857, 5)
                        : fmax(4.1667 * ratio - 2.5, -5);
}

/* How much of the thresholds is asked for, less the nearer the base is to the limit. */
static double room_to_limit(const struct growth_case *given)
{
    double base = fabs(given->base), limit = fabs(given->limit);
    if (!given->has_limit || base >= 2 * limit)
        return 1;
    return 1 - pow((base <= limit ? base : 2 * limit - base) / limit, 4.44);
}

static double score_without_target(double progress, double room)
{
    if (progress < 0)
        return fmax(125 * progress - 2.5, -5);
    if (room == 0)
        return 5;
    if (progress >= 0.015 * room)
        return fmin(500 * progress / room - 5, 5);
    return progress >= 0.005 * room ? 250 * progress / room - 1.25
                                    : 500 * progress / room - 2.5;
}

static bool is_achieved(const struct growth_case *given, double target)
{
    if (!given->has_target)
        return false;
    if (given->current == target)
        return !given->strict;
    return given->direction == DIRECTION_HIGHER ? given->current > target
                                                : given->current < target;
}

static enum progress_reason what_hinders(const struct growth_case *given, double base,
                                         double target)
{
    if (given->current_time <= given->base_time ||
        (given->has_target && given->target_time <= given->base_time))
        return REASON_NO_INTERVAL;
    if ((base < 0 && given->current > 0) || (base > 0 && given->current < 0))
        return REASON_OPPOSITE_SIGNS;
    if (given->has_target && (base < 0) != (target < 0))
        return REASON_OPPOSITE_SIGNS;
    if (given->has_target && base == target)
        return REASON_BASELINE_IS_TARGET;
    return REASON_NONE;
}

struct growth growth_assess(const struct growth_case *given)
{
    double base = not_zero(given->base), target = not_zero(given->target);
    bool achieved = is_achieved(given, target);
    enum progress_reason reason = what_hinders(given, base, target);
    if (reason != REASON_NONE)
        return growth_without(reason, achieved);

    struct growth growth = growth_without(REASON_NONE, achieved);
    double toward =
        (base < 0 ? -1 : 1) * (given->direction == DIRECTION_LOWER ? -1 : 1);
    growth.actual =
        compound(given->current, base, given->current_time - given->base_time);
    growth.ratio = toward * growth.actual;
    if (given->has_target) {
        growth.needed = compound(target, base, given->target_time - given->base_time);
        growth.ratio /= fabs(growth.needed);
    }
    if (!isfinite(growth.ratio)) /* too short a time, or too small a difference */
        return growth_without(REASON_NO_INTERVAL, achieved);
    if (achieved)
        return growth;
    if (given->has_target) {
        growth.state = by_thresholds(growth.ratio, 0.95, 0.6);
        growth.score = score_with_target(growth.ratio);
    } else {
        double room = room_to_limit(given);
        growth.state = by_thresholds(growth.ratio, 0.015 * room, 0.005 * room);
        growth.score = score_without_target(growth.ratio, room);
    }
    return growth;
}

struct growth_rollup growth_roll_up(const struct growth *items, size_t n)
{
    struct growth_rollup rollup = {
        .state = GROWTH_NOT_COMPUTABLE, .score = NAN, .of = n};
    /* Neumaier's sum: the order must not move a mean across a threshold. */
    double sum = 0, lost = 0;
    bool all_achieved = true;
    for (size_t i = 0; i < n; i++) {
        if (items[i].state == GROWTH_NOT_COMPUTABLE)
            continue;
        double score = items[i].score, next = sum + score;
        lost += fabs(sum) >= fabs(score) ? sum - next + score : score - next + sum;
        sum = next;
        rollup.n++;
        all_achieved = all_achieved && items[i].state == GROWTH_ACHIEVED;
    }
    if (rollup.n == 0)
        return rollup;
    rollup.score = (sum + lost) / (double)rollup.n;
    if (all_achieved)
        rollup.state = GROWTH_ACHIEVED;
    else if (rollup.score >= 2.5)
        rollup.state = GROWTH_SUBSTANTIAL;
    else if (rollup.score >= 0)
        rollup.state = GROWTH_MODERATE;
    else
        rollup.state = rollup.score >= -2.5 ? GROWTH_LIMITED : GROWTH_DETERIORATION;
    return rollup;
}
