/* What the methods say: see views/method_text.h. */
#include "views/method_text.h"

#include "views/words.h"

#include <math.h>

/* As which state of progress a state of another method is shown. */
static const enum progress_state growth_as[GROWTH_COUNT] = {
    [GROWTH_ACHIEVED] = PROGRESS_DONE,
    [GROWTH_SUBSTANTIAL] = PROGRESS_AHEAD,
    [GROWTH_MODERATE] = PROGRESS_BEHIND,
    [GROWTH_LIMITED] = PROGRESS_BEHIND,
    [GROWTH_DETERIORATION] = PROGRESS_BEHIND,
    [GROWTH_NOT_COMPUTABLE] = PROGRESS_NOT_COMPUTABLE,
};

static const enum progress_state trend_as[TREND_COUNT] = {
    [TREND_REACHED] = PROGRESS_DONE, [TREND_ON_COURSE] = PROGRESS_ON,
    [TREND_SHORT] = PROGRESS_BEHIND, [TREND_FAR] = PROGRESS_BEHIND,
    [TREND_AWAY] = PROGRESS_BEHIND,  [TREND_NOT_COMPUTABLE] = PROGRESS_NOT_COMPUTABLE,
};

struct state_row method_state(const struct figure *figure, enum assess_method method)
{
    const struct assessment *given = &figure->assessment;
    struct state_row row;
    switch (method) {
    case METHOD_GROWTH:
        row = figure->states[growth_as[given->growth.state]];
        row.word = growth_state_name(given->growth.state);
        return row;
    case METHOD_TREND:
        row = figure->states[trend_as[given->trend.state]];
        row.word = trend_state_name(given->trend.state);
        return row;
    default:
        return figure->states[given->schedule.state];
    }
}

static const char *schedule_basis(const struct figure *figure, struct arena *arena)
{
    const struct progress *progress = &figure->assessment.schedule;
    if (!progress->computed)
        return "";
    return arena_printf(
        arena, _("%1$s pts: %2$s%% done, %3$.1f%% due"), gap_text(progress, arena),
        completion_text(figure, progress, arena), progress->schedule * 100);
}

static const char *growth_basis(const struct growth *growth, struct arena *arena)
{
    if (isnan(growth->actual))
        return "";
    if (isnan(growth->needed) || isnan(growth->ratio))
        return arena_printf(arena, _("%+.1f%% a year"), growth->actual * 100);
    return arena_printf(arena, _("%1$+.1f%%/y, due %2$+.1f%%, ratio %3$.2f"),
                        growth->actual * 100, growth->needed * 100, growth->ratio);
}

static const char *trend_basis(const struct figure *figure, struct arena *arena)
{
    const struct trend *trend = &figure->assessment.trend;
    int decimals = figure->indicator->decimals;
    if (trend->state == TREND_REACHED)
        return "";
    if (trend->state == TREND_AWAY || !isfinite(trend->miss))
        return arena_printf(arena, _("leads to %1$.*2$f"), trend->projected, decimals);
    if (trend->miss <= 0)
        return arena_printf(arena, _("leads to %1$.*2$f, enough"), trend->projected,
                            decimals);
    return arena_printf(arena, _("leads to %1$.*2$f, %3$.1f%% short"), trend->projected,
                        decimals, trend->miss * 100);
}

static enum progress_reason reason_of(const struct assessment *given,
                                      enum assess_method method)
{
    switch (method) {
    case METHOD_GROWTH:
        return given->growth.state == GROWTH_NOT_COMPUTABLE ? given->growth.reason
                                                            : REASON_NONE;
    case METHOD_TREND:
        return given->trend.state == TREND_NOT_COMPUTABLE ? given->trend.reason
                                                          : REASON_NONE;
    default:
        return given->schedule.state == PROGRESS_NOT_COMPUTABLE ? given->schedule.reason
                                                                : REASON_NONE;
    }
}

const char *method_basis(const struct figure *figure, enum assess_method method,
                         struct arena *arena)
{
    enum progress_reason reason = reason_of(&figure->assessment, method);
    if (reason != REASON_NONE)
        return _(progress_reason_text(reason));
    switch (method) {
    case METHOD_GROWTH:
        return growth_basis(&figure->assessment.growth, arena);
    case METHOD_TREND:
        return trend_basis(figure, arena);
    default:
        return schedule_basis(figure, arena);
    }
}

const char *method_sentence(const struct figure *figure, enum assess_method method,
                            struct arena *arena)
{
    const char *word = _(progress_state_name(figure->progress.state));
    const char *own = _(method_state(figure, method).word);
    const char *basis = method_basis(figure, method, arena);
    if (!basis[0])
        return arena_printf(arena, _("%1$s by %2$s: %3$s"), word,
                            _(method_name(method)), own);
    return arena_printf(arena, _("%1$s by %2$s: %3$s, %4$s"), word,
                        _(method_name(method)), own, basis);
}

bool methods_disagree(const struct figure *figure)
{
    for (int i = 0; i < METHOD_COUNT; i++)
        if (figure->assessment.disagrees[i])
            return true;
    return false;
}
