/* What a page says of its data: see views/frame_data.h. */
#include "views/frame_data.h"

#include "views/source_text.h"
#include "views/words.h"

static const char *const month_names[] = {
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};

/* The day on which most of the page's stored values end, the later of equals. Without
 * any, the last day on which the catalogue's figures were published. */
static int32_t data_day(const struct frame *frame, bool *stored)
{
    int32_t day = 0;
    int most = 0;
    for (size_t i = 0; i < frame->n_ends; i++)
        if (frame->ends[i].count > most ||
            (frame->ends[i].count == most && frame->ends[i].day > day)) {
            most = frame->ends[i].count;
            day = frame->ends[i].day;
        }
    *stored = most > 0;
    const struct catalog *catalog = frame->context->catalog;
    for (size_t i = 0; frame->n_stored == 0 && i < catalog->n_published; i++) {
        int32_t published = catalog->published[i].day;
        if (published > day && time_of_day_end(published) <= frame->context->known_at)
            day = published;
    }
    return day;
}

static const char *as_of_text(const struct frame *frame)
{
    const struct view_context *context = frame->context;
    if (context->as_of)
        return arena_printf(frame->arena, _("as known on %s"),
                            day_text(frame->arena, context->as_of));
    bool stored;
    int32_t day = data_day(frame, &stored);
    if (day == 0)
        return "";
    struct date date = date_from_day(day);
    if (date_from_day(day + 1).day != 1)
        return arena_printf(frame->arena, _("data to %s"), day_text(frame->arena, day));
    return arena_printf(frame->arena,
                        stored ? _("data to end %1$s %2$d") : _("data to %1$s %2$d"),
                        _(month_names[date.month - 1]), date.year);
}

/* Does any source fail for another reason than that its data is held back? */
static bool any_failing(const struct figures *figures)
{
    for (size_t i = 0; i < figures->n_sources; i++)
        if (source_fails(&figures->sources[i]) && !source_held(&figures->sources[i]))
            return true;
    return false;
}

/* "nda, miit" and how many they are; what goes on has "..". They are those that fail;
 * where none does, those that need attention: *held. */
static const char *failing_names(struct frame *frame, size_t *n, bool *held)
{
    enum { NAMED = 2 };
    struct figures *figures = &frame->figures;
    const char *names = "";
    *n = 0;
    *held = !any_failing(figures);
    for (size_t i = 0; i < figures->n_sources; i++) {
        const struct source_state *source = &figures->sources[i];
        if (!source_fails(source) || source_held(source) != *held)
            continue;
        if (++*n <= NAMED)
            names = arena_printf(frame->arena, "%s%s%s", names, *n > 1 ? _(", ") : "",
                                 source->name);
    }
    return *n > NAMED ? arena_printf(frame->arena, "%s..", names) : names;
}

/* When the data was collected: of a day in the past, when that was last done by then;
 * 0 = not yet. */
static int64_t collected_at(const struct frame *frame)
{
    const struct figures *figures = &frame->figures;
    if (!frame->context->as_of)
        return frame->context->data.published;
    int64_t last = 0;
    for (size_t i = 0; i < figures->n_sources; i++)
        if (figures->sources[i].last_attempt > last)
            last = figures->sources[i].last_attempt;
    return last;
}

/* How old the data is, and what is wrong with that: what fails says more than what is
 * late, and what follows from it. */
static void set_collected(struct frame *frame)
{
    const struct view_context *context = frame->context;
    struct figures *figures = &frame->figures;
    struct arena *arena = frame->arena;
    struct view *view = &frame->view;
    const struct data_state *data = &context->data;
    int64_t collected = collected_at(frame);
    if (!data->have_snapshot || collected == 0) {
        view->collected = view->collected_brief[0] = view->collected_brief[1] =
            page_kept(context) ? _("built-in catalogue") : _("Not kept");
        return;
    }
    size_t failing;
    bool held;
    const char *names = failing_names(frame, &failing, &held);
    const char *when = moment_text(arena, collected, figures->now);
    bool overdue = data->oldest_due && data->oldest_due < figures->now;
    if (overdue)
        frame_note(frame,
                   _("The data is overdue: collected %1$s, the next was due %2$s."),
                   when, moment_text(arena, data->oldest_due, figures->now));
    const char *what = _("data overdue"), *brief = what;
    if (failing > 0) {
        what = arena_printf(arena, held ? _("needs attention: %s") : _("failing: %s"),
                            names);
        brief = arena_printf(arena, held ? _("%zu need attention") : _("%zu failing"),
                             failing);
    }
    if (failing > 0 || overdue) {
        view->collected = arena_printf(arena, "%s  %s", what, when);
        view->collected_brief[0] = arena_printf(arena, "%s  %s", brief, when);
        view->collected_brief[1] = brief;
        view->collected_role = failing > 0 ? ROLE_BAD : ROLE_WARN;
        view->wrong = true;
        return;
    }
    view->collected = arena_printf(arena, _("cached %s"), when);
    view->collected_brief[0] = view->collected_brief[1] = when;
}

/* What a source's failing means for the values of this page that come from it. */
static void note_source(struct frame *frame, size_t at)
{
    struct figures *figures = &frame->figures;
    const struct source_state *source = &figures->sources[at];
    const char *since = moment_text(frame->arena, source->last_success, figures->now);
    frame_note(
        frame,
        source_held(source)
            ? _("%1$s needs attention; %3$d values on this page come from it and "
                "stay as they were on %2$s. %4$s")
            : _("%1$s has failed since %2$s; %3$d values on this page come from "
                "it and stay as they were. %4$s"),
        source_title(source), since, frame->from_source[at],
        source_reason(source, frame->arena));
}

/* The sources that fail and have no value on this page: why they fail is for their own
 * page. */
static void note_others(struct frame *frame, size_t n)
{
    enum { NAMED = 5 };
    struct figures *figures = &frame->figures;
    const char *list = "";
    size_t named = 0;
    for (size_t i = 0; i < figures->n_sources && named < NAMED; i++)
        if (source_fails(&figures->sources[i]) && frame->from_source[i] == 0)
            list = arena_printf(frame->arena, "%s%s%s", list, named++ ? _(", ") : "",
                                source_title(&figures->sources[i]));
    if (n > named)
        list = arena_printf(frame->arena, _("%1$s .. %2$zu in all"), list, n);
    frame_note(frame,
               _("No value on this page comes from %s; why it fails is on the page "
                 "sources."),
               list);
}

static void note_sources(struct frame *frame)
{
    struct figures *figures = &frame->figures;
    size_t n = 0, held = 0, others = 0;
    for (size_t i = 0; i < figures->n_sources; i++) {
        if (!source_fails(&figures->sources[i]))
            continue;
        n++;
        held += source_held(&figures->sources[i]);
        others += frame->from_source[i] == 0;
    }
    if (n == 0)
        return;
    frame->view.wrong = true;
    if (frame->tells_sources)
        return;
    if (n > held)
        frame_note(frame, _("Sources that fail: %zu."), n - held);
    if (held > 0)
        frame_note(frame, _("Sources that need attention: %zu."), held);
    for (size_t i = 0; i < figures->n_sources; i++)
        if (source_fails(&figures->sources[i]) && frame->from_source[i] > 0)
            note_source(frame, i);
    if (others > 0)
        note_others(frame, others);
}

/* A page of a past day that is not made wholly of what was kept then says so. */
static void note_papers(struct frame *frame)
{
    const struct data_state *data = &frame->context->data;
    if (!frame->context->as_of || !page_kept(frame->context))
        return;
    const char *text = "";
    if (data->catalog == PAPERS_UNREADABLE)
        text = _("The catalogue of that day cannot be read by this version: the "
                 "present one is used.");
    else if (data->catalog == PAPERS_NOT_KEPT)
        text = _("The catalogue of that day was not kept: the present one is used.");
    if (*text)
        frame_note(frame, "%s", text);
    if (data->settings != PAPERS_OF_THEN)
        frame_note(frame, "%s",
                   _("The thresholds of that day were not kept: the present ones are "
                     "used."));
}

static void note_data(struct frame *frame)
{
    const struct data_state *data = &frame->context->data;
    if (data->demo)
        frame_note(frame, "%s", _("Demo data: these values are made up."));
    if (data->problem.code != ERROR_NONE) {
        frame_note(frame, "%s", error_shown(&data->problem, frame->arena));
        frame->view.wrong = true;
    }
}

/* With --as-of the page says which delivery was the last one known then. */
static void note_as_of(struct frame *frame)
{
    const struct view_context *context = frame->context;
    const struct query *query = context->query;
    struct receipt *receipts;
    size_t n = 0;
    struct error ignored;
    if (!context->as_of || !page_kept(context))
        return;
    const char *text = arena_printf(frame->arena, _("As known at the end of %s"),
                                    day_text(frame->arena, context->as_of));
    bool read = query && query->receipts &&
                query->receipts(query->self, context->known_at, 1, frame->arena,
                                &receipts, &n, &ignored);
    if (read && n > 0)
        text = arena_printf(frame->arena, _("%1$s; last delivery #%2$u (%3$s)"), text,
                            receipts[0].number,
                            stamp_text(frame->arena, receipts[0].time));
    else if (read)
        text = arena_printf(frame->arena, _("%s; no delivery had come by then"), text);
    frame_note(frame, "%s", text);
    if (!frame->view.detail[0])
        frame->view.detail = text;
}

void frame_data(struct frame *frame)
{
    frame->view.as_of = as_of_text(frame);
    /* A page of the past must not pass for today's. */
    frame->view.as_of_role = frame->context->as_of ? ROLE_ALERT : ROLE_TEXT;
    set_collected(frame);
    note_as_of(frame);
    note_papers(frame);
    note_data(frame);
    note_sources(frame);
}
