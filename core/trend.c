/* Progress by trend: see core/trend.h. */
#include "core/trend.h"

#include "core/judged.h"
#include "core/msgid.h"

#include <math.h>

enum { YEARS_AHEAD = 100 };

static const struct {
    const char *code, *name;
} states[TREND_COUNT] = {
    [TREND_REACHED] = {"reached", N_("Reached")},
    [TREND_ON_COURSE] = {"on_course", N_("On course")},
    [TREND_SHORT] = {"short", N_("Falls short")},
    [TREND_FAR] = {"far", N_("Far off")},
    [TREND_AWAY] = {"away", N_("Wrong direction")},
    [TREND_NOT_COMPUTABLE] = {"not_computable", N_("Not computable")},
};

const char *trend_state_code(enum trend_state state)
{
    return states[state].code;
}

const char *trend_state_name(enum trend_state state)
{
    return states[state].name;
}

struct point {
    double x, y; /* years since year 0; the value */
};

/* The points to fit, latest first: back from `last` to the last break. */
static size_t choose(const struct observation *series, const struct observation *last,
                     struct point points[TREND_MOST], struct trend *trend)
{
    size_t n = 0;
    for (const struct observation *o = last; n < TREND_MOST; o--) {
        if (judged_is_result(o) && o->period.freq == last->period.freq &&
            !qualifier_is_bound(o->qualifier)) {
            points[n++] = (struct point){months_passed(o->period.last) / 12, o->value};
            trend->to = n == 1 ? o->period : trend->to;
            trend->from = o->period;
        }
        if (o == series || judged_is_break(o))
            break;
    }
    return n;
}

/* Least squares. Both means are taken off first: years are large and near each other.
 */
static void fit(const struct point *points, size_t n, struct trend *trend)
{
    double x = 0, y = 0, xx = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        x += (points[i].x - points[0].x) / (double)n;
        y += (points[i].y - points[0].y) / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        double dx = points[i].x - points[0].x - x;
        xx += dx * dx;
        xy += dx * (points[i].y - points[0].y - y);
    }
    trend->n = n;
    trend->slope = xy / xx;
    trend->level = points[0].y + y - trend->slope * x;
}

double trend_at(const struct trend *trend, int32_t day)
{
    double years = (months_passed(day) - months_passed(trend->to.last)) / 12;
    return trend->level + trend->slope * years;
}

/* Where the line meets the target; sooner than its last point counts as there. */
static void find_year(double toward, const struct target *target, struct trend *trend)
{
    double left = (target->value - trend->level) * toward;
    double years = left <= 0 ? 0 : left / (trend->slope * toward);
    trend->reaches = left <= 0 || (trend->slope * toward > 0 && years <= YEARS_AHEAD);
    if (!trend->reaches)
        return;
    /* The end of December still belongs to its year. */
    double end = months_passed(trend->to.last) / 12 + years;
    trend->reached_year = (int)ceil(end - 1e-9) - 1;
}

static enum trend_state by_miss(double miss)
{
    if (miss < 0.05)
        return TREND_ON_COURSE;
    return miss <= 0.2 ? TREND_SHORT : TREND_FAR;
}

/* The line against a target that is not reached. Of a year that is over nothing more
 * can come. */
static void judge(double toward, const struct target *target,
                  const struct observation *value, struct trend *trend)
{
    int32_t end = period_year(target->year).last;
    bool over = value->period.last >= end;
    trend->projected = over ? value->value : trend_at(trend, end);
    double missing = (target->value - trend->projected) * toward;
    double left = (target->value - value->value) * toward;
    /* 0 is left of a target "above 70" at 70. */
    trend->miss = missing <= 0 && !over ? 0 : left > 0 ? missing / left : 1;
    trend->state = trend->slope * toward > 0 ? by_miss(trend->miss) : TREND_AWAY;
}

struct trend trend_assess(enum indicator_kind kind, enum direction direction,
                          const struct observation *series, size_t n,
                          const struct target *target)
{
    struct trend trend = {.state = TREND_NOT_COMPUTABLE, .reason = REASON_NO_TARGET};
    if (!target || !target->has_value || kind == KIND_QUALITATIVE)
        return trend;
    const struct observation *value =
        judged_value(kind, series, n, target->year, &trend.reason);
    if (!value)
        return trend;
    int side = judged_side(direction, value->qualifier);
    bool reached = side >= 0 && judged_reached(kind, direction, target, value);

    /* The line of a flow runs through full years, also while the target's is on. */
    const struct observation *last = value;
    if (kind == KIND_FLOW && value->period.freq != FREQ_YEAR)
        while (last && !(judged_is_result(last) && last->period.freq == FREQ_YEAR))
            last = last == series ? NULL : last - 1;
    struct point points[TREND_MOST];
    size_t found = last ? choose(series, last, points, &trend) : 0;
    double toward = direction == DIRECTION_HIGHER ? 1 : -1;
    trend.reason = found < TREND_LEAST ? REASON_TOO_FEW_POINTS : REASON_NONE;
    if (found >= TREND_LEAST) {
        fit(points, found, &trend);
        find_year(toward, target, &trend);
    }
    if (reached) {
        trend.state = TREND_REACHED;
        trend.reason = REASON_NONE;
        trend.projected =
            trend.n ? trend_at(&trend, period_year(target->year).last) : 0;
    } else if (last && qualifier_is_bound(last->qualifier)) {
        trend.reason = REASON_VALUE_IS_BOUND;
    } else if (trend.n) {
        judge(toward, target, last, &trend);
    }
    return trend;
}
