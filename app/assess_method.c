/* The methods of --assess: see app/assess_method.h. */
#include "app/assess_method.h"

#include "app/assess_cell.h"
#include "views/words.h"

#include <math.h>

/* "" for what is no number. */
static const char *number_text(double value, struct arena *arena)
{
    return isnan(value) ? "" : arena_printf(arena, "%.17g", value + 0.0);
}

static const char *number_if(bool known, double value, struct arena *arena)
{
    return number_text(known ? value : NAN, arena);
}

/* ---- growth ---- */

enum {
    BASE_VALUE = ASSESS_SERIES + 1,
    BASE_YEAR,
    CURRENT_VALUE,
    CURRENT_YEAR,
    DIRECTION,
    LIMIT,
    TARGET,
    TARGET_YEAR
};

static int judge_growth(const char *const *cells, const struct progress_rules *rules,
                        struct arena *arena, struct assess_outcome *outcome)
{
    (void)rules; /* the method's thresholds are its own */
    struct growth_case given = {0};
    if (!assess_cell_number(cells[BASE_VALUE], &given.base))
        return BASE_VALUE;
    if (!assess_cell_number(cells[BASE_YEAR], &given.base_time))
        return BASE_YEAR;
    if (!assess_cell_number(cells[CURRENT_VALUE], &given.current))
        return CURRENT_VALUE;
    if (!assess_cell_number(cells[CURRENT_YEAR], &given.current_time))
        return CURRENT_YEAR;
    if (!assess_cell_direction(cells[DIRECTION], &given.direction))
        return DIRECTION;
    if (!assess_cell_number_or_none(cells[LIMIT], &given.has_limit, &given.limit))
        return LIMIT;
    if (!assess_cell_number_or_none(cells[TARGET], &given.has_target, &given.target))
        return TARGET;
    bool has_year;
    if (!assess_cell_number_or_none(cells[TARGET_YEAR], &has_year,
                                    &given.target_time) ||
        (given.has_target && !has_year))
        return TARGET_YEAR;
    struct growth growth = growth_assess(&given);
    *outcome = (struct assess_outcome){.growth = growth, .reason = growth.reason};
    outcome->text =
        arena_printf(arena, "%s\t%s\t%s", number_text(growth.ratio, arena),
                     number_text(growth.score, arena), growth_state_code(growth.state));
    return ASSESS_OK;
}

static const char *roll_up_growth(const struct assess_outcome *outcomes, size_t n,
                                  struct arena *arena)
{
    struct growth *items = arena_alloc(arena, n * sizeof *items);
    for (size_t i = 0; i < n; i++)
        items[i] = outcomes[i].growth;
    struct growth_rollup rollup = growth_roll_up(items, n);
    return arena_printf(arena, "%s\t%s", number_text(rollup.score, arena),
                        growth_state_code(rollup.state));
}

/* ---- schedule and trend ---- */

/* k kept of n judged, and the worst of them. */
static const char *roll_up_worst(const struct assess_outcome *outcomes, size_t n,
                                 const char *(*code)(int rank), struct arena *arena)
{
    size_t kept = 0, judged = 0;
    int worst = -1;
    for (size_t i = 0; i < n; i++) {
        int rank = outcomes[i].rank;
        kept += outcomes[i].kept;
        judged += rank >= 0;
        if (rank >= 0 && (worst < 0 || rank < worst))
            worst = rank;
    }
    return arena_printf(arena, "%zu\t%zu\t%s", kept, judged,
                        worst < 0 ? "not_computable" : code(worst));
}

static const char *words_of(enum progress_reason reason)
{
    return reason == REASON_NONE ? "" : _(progress_reason_text(reason));
}

/* Target, target year and operator of both; an empty target is one in words. */
static int read_target(const char *const *cells, int op, int value, int year,
                       struct target *target)
{
    if (!assess_cell_operator(cells[op], &target->op))
        return op;
    if (!assess_cell_number_or_none(cells[value], &target->has_value, &target->value))
        return value;
    bool has_year = *cells[year] != '\0';
    if ((has_year || target->has_value) &&
        !assess_cell_year(cells[year], &target->year))
        return year;
    return ASSESS_OK;
}

enum {
    S_KIND = ASSESS_SERIES + 1,
    S_DIRECTION,
    S_BASE_VALUE,
    S_BASE_PERIOD,
    S_CURRENT_VALUE,
    S_CURRENT_PERIOD,
    S_OPERATOR,
    S_TARGET,
    S_TARGET_YEAR,
    S_PLAN
};

static const struct {
    const char *code;
    int rank;
} schedule_states[PROGRESS_COUNT] = {
    [PROGRESS_BEHIND] = {"behind", 0},
    [PROGRESS_ON] = {"on_schedule", 1},
    [PROGRESS_AHEAD] = {"ahead", 2},
    [PROGRESS_DONE] = {"done", 3},
    [PROGRESS_NOT_COMPUTABLE] = {"not_computable", -1},
    [PROGRESS_QUALITATIVE] = {"qualitative", -1},
};

static const char *schedule_code(int rank)
{
    int i = 0;
    while (schedule_states[i].rank != rank)
        i++;
    return schedule_states[i].code;
}

/* The values as a series: the baseline, if there is one, and what is judged. */
static int read_series(const char *const *cells, struct observation series[2],
                       size_t *n, struct target *target)
{
    *n = 0;
    if (*cells[S_BASE_VALUE] || *cells[S_BASE_PERIOD]) {
        if (!assess_cell_value(cells[S_BASE_VALUE], cells[S_BASE_PERIOD], &series[0])) {
            struct period period;
            return period_parse(cells[S_BASE_PERIOD], &period) ? S_BASE_VALUE
                                                               : S_BASE_PERIOD;
        }
        /* A bound is none to measure from: left in the series, it is found to be one.
         */
        target->has_baseline = !qualifier_is_bound(series[0].qualifier);
        target->baseline = series[0].value;
        target->baseline_period = series[0].period;
        target->day = series[0].period.last;
        *n = target->has_baseline ? 0 : 1;
    }
    if (!*cells[S_CURRENT_VALUE])
        return ASSESS_OK;
    struct observation *current = &series[(*n)++];
    if (!assess_cell_value(cells[S_CURRENT_VALUE], cells[S_CURRENT_PERIOD], current)) {
        struct period period;
        return period_parse(cells[S_CURRENT_PERIOD], &period) ? S_CURRENT_VALUE
                                                              : S_CURRENT_PERIOD;
    }
    return ASSESS_OK;
}

static int judge_schedule(const char *const *cells, const struct progress_rules *rules,
                          struct arena *arena, struct assess_outcome *outcome)
{
    enum indicator_kind kind;
    enum direction direction;
    struct target target = {0};
    struct observation series[2];
    size_t n;
    if (!assess_cell_kind(cells[S_KIND], &kind))
        return S_KIND;
    if (!assess_cell_direction(cells[S_DIRECTION], &direction))
        return S_DIRECTION;
    int bad = read_target(cells, S_OPERATOR, S_TARGET, S_TARGET_YEAR, &target);
    if (bad == ASSESS_OK)
        bad = read_series(cells, series, &n, &target);
    if (bad != ASSESS_OK)
        return bad;
    if (!assess_cell_plan(cells[S_PLAN], &target, arena))
        return S_PLAN;
    struct progress p = progress_schedule(kind, direction, series, n, &target, rules);
    *outcome = (struct assess_outcome){.reason = p.reason,
                                       .rank = schedule_states[p.state].rank,
                                       .kept = p.state == PROGRESS_ON ||
                                               p.state == PROGRESS_AHEAD ||
                                               p.state == PROGRESS_DONE};
    outcome->text = arena_printf(
        arena, "%s\t%s\t%s\t%s\t%s\t%d\t%s", number_if(p.computed, p.completion, arena),
        number_if(p.computed, p.schedule, arena), number_if(p.computed, p.gap, arena),
        number_if(p.computed, p.required, arena), schedule_states[p.state].code,
        p.at_least, words_of(p.reason));
    return ASSESS_OK;
}

static const char *roll_up_schedule(const struct assess_outcome *outcomes, size_t n,
                                    struct arena *arena)
{
    return roll_up_worst(outcomes, n, schedule_code, arena);
}

enum {
    T_KIND = ASSESS_SERIES + 1,
    T_DIRECTION,
    T_POINTS,
    T_OPERATOR,
    T_TARGET,
    T_TARGET_YEAR
};

static const char *trend_code(int rank)
{
    return trend_state_code((enum trend_state)(TREND_AWAY - rank));
}

static int judge_trend(const char *const *cells, const struct progress_rules *rules,
                       struct arena *arena, struct assess_outcome *outcome)
{
    (void)rules; /* the method's thresholds are its own */
    enum indicator_kind kind;
    enum direction direction;
    struct target target = {0};
    struct observation *points;
    size_t n;
    if (!assess_cell_kind(cells[T_KIND], &kind))
        return T_KIND;
    if (!assess_cell_direction(cells[T_DIRECTION], &direction))
        return T_DIRECTION;
    if (!assess_cell_points(cells[T_POINTS], arena, &points, &n))
        return T_POINTS;
    int bad = read_target(cells, T_OPERATOR, T_TARGET, T_TARGET_YEAR, &target);
    if (bad != ASSESS_OK)
        return bad;
    struct trend t = trend_assess(kind, direction, points, n, &target);
    bool judged = t.state != TREND_NOT_COMPUTABLE;
    *outcome = (struct assess_outcome){
        .reason = t.reason,
        .rank = judged ? (int)TREND_AWAY - (int)t.state : -1,
        .kept = t.state == TREND_REACHED || t.state == TREND_ON_COURSE};
    outcome->text = arena_printf(
        arena, "%zu\t%s\t%s\t%s\t%s\t%s\t%s\t%s", t.n,
        number_if(t.n > 0, t.slope, arena), number_if(t.n > 0, t.level, arena),
        number_if(judged && t.n > 0, t.projected, arena),
        number_if(judged && t.n > 0, t.miss, arena),
        t.reaches ? arena_printf(arena, "%d", t.reached_year) : "",
        trend_state_code(t.state), words_of(t.reason));
    return ASSESS_OK;
}

static const char *roll_up_trend(const struct assess_outcome *outcomes, size_t n,
                                 struct arena *arena)
{
    return roll_up_worst(outcomes, n, trend_code, arena);
}

const struct assess_kind assess_kinds[METHOD_COUNT] = {
    [METHOD_SCHEDULE] = {.columns = {{"indicator", true},
                                     {"series", false},
                                     {"kind", true},
                                     {"direction", true},
                                     {"base_value", false},
                                     {"base_period", false},
                                     {"current_value", true},
                                     {"current_period", true},
                                     {"operator", false},
                                     {"target", true},
                                     {"target_year", true},
                                     {"plan", false},
                                     {NULL, false}},
                         .head = "completion\tschedule\tgap\trequired\tstatus\t"
                                 "at_least\treason\tindicator_kept\t"
                                 "indicator_judged\tindicator_status",
                         .judge = judge_schedule,
                         .roll_up = roll_up_schedule},
    [METHOD_GROWTH] = {.columns = {{"indicator", true},
                                   {"series", false},
                                   {"base_value", true},
                                   {"base_year", true},
                                   {"current_value", true},
                                   {"current_year", true},
                                   {"direction", true},
                                   {"limit", false},
                                   {"target", false},
                                   {"target_year", false},
                                   {NULL, false}},
                       .head = "ratio\tscore\tstatus\tindicator_score\t"
                               "indicator_status",
                       .judge = judge_growth,
                       .roll_up = roll_up_growth},
    [METHOD_TREND] = {.columns = {{"indicator", true},
                                  {"series", false},
                                  {"kind", true},
                                  {"direction", true},
                                  {"points", true},
                                  {"operator", false},
                                  {"target", true},
                                  {"target_year", true},
                                  {NULL, false}},
                      .head = "points\tslope\tlevel\tprojected\tmiss\t"
                              "reached_year\tstatus\treason\tindicator_kept\t"
                              "indicator_judged\tindicator_status",
                      .judge = judge_trend,
                      .roll_up = roll_up_trend},
};
