/* A figure in a sentence, for the detail line: see views/figure.h. */
#include "views/figure.h"

#include "views/frame.h"
#include "views/method_text.h"
#include "views/words.h"

const char *figure_failure(const struct figure *figure, struct arena *arena)
{
    return arena_printf(arena,
                        figure->held ? _("%1$s needs attention, the data of %2$s stays")
                                     : _("%1$s has failed since %2$s"),
                        figure->source, stamp_text(arena, figure->failed_from));
}

/* "2026Q3 was due on 2026-11-05 (办公室)". */
static const char *owed_words(const struct figure_due *due, struct arena *arena)
{
    const char *period = period_plain(due->last, arena);
    const char *day = day_text(arena, due->last_day);
    if (due->duty->reporter[0])
        return arena_printf(arena, _("%1$s was due on %2$s from %3$s"), period, day,
                            due->duty->reporter);
    return arena_printf(arena, _("%1$s was due on %2$s"), period, day);
}

static const char *missing_words(const struct figure *figure, struct arena *arena)
{
    const char *word = _(missing_rows[figure->missing].word);
    switch (figure->missing) {
    case MISSING_NOT_REPORTED:
        if (figure->due.late)
            return arena_printf(arena, _("%1$s: %2$s"), word,
                                owed_words(&figure->due, arena));
        return arena_printf(
            arena, _("%1$s: other regions have reported it; needed: %2$s"), word,
            figure->source[0] ? figure->source : figure->indicator->lead);
    case MISSING_FETCH_FAILED:
        return figure->failed_from
                   ? arena_printf(arena, _("%1$s: %2$s has failed since %3$s"), word,
                                  figure->source,
                                  stamp_text(arena, figure->failed_from))
                   : arena_printf(arena, _("%1$s: %2$s never delivered yet"), word,
                                  figure->source);
    case MISSING_NOT_APPLICABLE:
        return region_outside(figure->region)
                   ? arena_printf(arena, _("%s: not among those the opinions address"),
                                  word)
                   : word;
    case MISSING_NOT_DUE:
        if (!figure->due.duty)
            return word;
        return arena_printf(arena, _("%1$s: %2$s is due on %3$s"), word,
                            period_plain(figure->due.next, arena),
                            day_text(arena, figure->due.next_day));
    case MISSING_UNPUBLISHED:

        return arena_printf(
            arena, _("%1$s; the figure would come from %2$s%3$s"), word,
            figure->indicator->lead,
            figure->indicator->name_status == NAME_PROPOSED ? _(" (proposed)") : "");
    default:
        return word;
    }
}

static const char *judgement_words(const struct figure *figure, struct arena *arena)
{
    const struct progress *progress = &figure->progress;
    const char *word = _(progress_state_name(progress->state));
    if (progress->state == PROGRESS_NOT_COMPUTABLE)
        return arena_printf(arena, _("%1$s: %2$s"), word,
                            _(progress_reason_text(progress->reason)));
    bool own = figure->method == METHOD_SCHEDULE ||
               progress->state == PROGRESS_QUALITATIVE || figure->past;
    if (!own)
        return method_sentence(figure, figure->method, arena);
    if (!progress->computed)
        return word;
    const char *text = arena_printf(
        arena, _("done %1$s%%, schedule %2$.1f%%, %3$s%4$s %5$s pts"),
        completion_text(figure, progress, arena), progress->schedule * 100,
        progress->at_least ? _("at least ") : "", word, gap_text(progress, arena));
    if (period_equal(progress->period, figure->latest->value->period))
        return text;
    return arena_printf(arena, _("%1$s: %2$s"), period_plain(progress->period, arena),
                        text);
}

static const char *join(const char *a, const char *b, struct arena *arena)
{
    return a[0] && b[0] ? arena_printf(arena, _("%1$s; %2$s"), a, b) : a[0] ? a : b;
}

const char *figure_detail(const struct figure *figure, enum language language,
                          struct arena *arena)
{
    const struct indicator *indicator = figure->indicator;
    const char *name = indicator_name(indicator, language);
    const char *text;
    if (figure->latest)
        text =
            arena_printf(arena, _("%1$s %2$s (%3$s)"), name,
                         lone_text(indicator, figure->latest->value, language, arena),
                         period_text(figure, arena));
    else
        text = arena_printf(arena, _("%1$s: %2$s"), name, missing_words(figure, arena));
    if (figure->target)
        text =
            join(text,
                 arena_printf(arena, _("target %1$s %2$s (%3$s)"),
                              target_year(figure->target, figure->past, arena),
                              target_said(indicator, figure->target, language, arena),
                              figure->target->document),
                 arena);
    if (figure->latest)
        text = join(text, judgement_words(figure, arena), arena);
    if (figure->latest && figure->due.late)
        text = join(
            text,
            arena_printf(arena, _("not reported: %s"), owed_words(&figure->due, arena)),
            arena);
    if (figure->latest && figure->failed_from)
        text = join(text, figure_failure(figure, arena), arena);
    if (figure->latest && figure->latest->differs)
        text = join(
            text,
            arena_printf(arena, _("the published figure differs: %s"),
                         lone_text(indicator, &figure->latest->announced->observation,
                                   language, arena)),
            arena);
    return text;
}
