/* Frames: see views/frame.h. */
#include "views/frame.h"

#include "core/text.h"
#include "views/source_text.h"
#include "views/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const month_names[] = {
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};

enum { ZONE_SECONDS = 8 * 3600 }; /* Asia/Shanghai, without daylight time */

const char *time_text(struct arena *arena, int64_t time)
{
    struct date date = date_from_day(day_from_time(time));
    int64_t local = time + ZONE_SECONDS;
    int seconds = (int)(local % 86400 + (local % 86400 < 0 ? 86400 : 0));
    return arena_printf(arena, "%02d-%02d %02d:%02d", date.month, date.day,
                        seconds / 3600, seconds / 60 % 60);
}

const char *day_text(struct arena *arena, int32_t day)
{
    struct date date = date_from_day(day);
    return arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

const char *stamp_text(struct arena *arena, int64_t time)
{
    struct date date = date_from_day(day_from_time(time));
    return arena_printf(arena, "%04d-%s", date.year, time_text(arena, time));
}

const char *moment_text(struct arena *arena, int64_t time, int64_t now)
{
    int32_t day = day_from_time(time);
    bool same = date_from_day(day).year == date_from_day(day_from_time(now)).year;
    return same ? time_text(arena, time) : day_text(arena, day);
}

const char *link_text(struct arena *arena, const char *page, const char *id,
                      int32_t region)
{
    const char *text =
        id[0] ? arena_printf(arena, "%s/%s", page, id) : arena_strdup(arena, page);
    return region ? arena_printf(arena, "%s@%06d", text, (int)region) : text;
}

/* ---- the breadcrumb ---- */

void frame_step(struct frame *frame, const char *text, const char *address)
{
    frame->steps =
        arena_more(frame->arena, frame->steps, frame->n_steps, sizeof *frame->steps);
    frame->steps[frame->n_steps++] = (struct view_step){text, address};
}

bool frame_open(struct frame *frame, const struct view_context *context,
                const char *address, struct error *error)
{
    struct frame opened = {.context = context, .arena = context->arena};
    if (!figures_open(&opened.figures, context, error))
        return false;
    opened.from_source = arena_alloc(context->arena, (opened.figures.n_sources + 1) *
                                                         sizeof *opened.from_source);
    opened.view = (struct view){
        .address = address,
        .as_of = "",
        .conclusion = "",
        .collected = "",
        .detail = "",
        .keys = _("Enter open  / find  : go to  ? help"),
        .collected_role = ROLE_DIM,
    };
    *frame = opened;
    const char *top = link_text(frame->arena, "overview", "", REGION_NATION);
    frame_step(frame, _("AI+"), strcmp(top, address) == 0 ? "" : top);
    return true;
}

const struct region *frame_region(const struct view_context *context,
                                  const struct address *address, struct error *error)
{
    int32_t code = address->region ? address->region : context->home;
    const struct region *region =
        catalog_region(context->catalog, code ? code : REGION_NATION);
    if (!region) {
        char text[16];
        snprintf(text, sizeof text, "%d", (int)code);
        error_set(error, ERROR_VIEW_REGION, text);
    }
    return region;
}

void frame_place(struct frame *frame, const struct region *region)
{
    enum language language = frame->context->language;
    if (region->level == 0) {
        frame_step(frame, region_short(region, language), frame->steps[0].address);
        return;
    }
    const struct region *parent =
        catalog_region(frame->context->catalog, region->parent);
    if (parent && parent->level > 0)
        frame_place(frame, parent);
    char code[16];
    snprintf(code, sizeof code, "%06d", (int)region->code);
    const char *name = region_name(region, language);
    if (region->valid_to)
        name =
            arena_printf(frame->arena, _("%1$s (until %2$d)"), name, region->valid_to);
    frame_step(frame, name, link_text(frame->arena, "region", code, 0));
}

const char *outside_text(struct frame *frame, const struct region *region)
{
    return arena_printf(frame->arena,
                        _("Not applicable: the opinions do not address %s."),
                        region_name(region, frame->context->language));
}

const char *fullest(const char *const *wordings, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_width(wordings[i], 1) <= CONCLUSION_CELLS)
            return wordings[i];
    return wordings[n - 1];
}

/* ---- content ---- */

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

void frame_block(struct frame *frame, struct view_block block)
{
    block.title = or_empty(block.title);
    block.text = or_empty(block.text);
    block.label = or_empty(block.label);
    block.table.empty = or_empty(block.table.empty);
    block.matrix.legend = or_empty(block.matrix.legend);
    block.matrix.brief_legend = or_empty(block.matrix.brief_legend);
    block.chart.unit = or_empty(block.chart.unit);
    block.chart.legend = or_empty(block.chart.legend);
    frame->blocks =
        arena_more(frame->arena, frame->blocks, frame->n_blocks, sizeof *frame->blocks);
    frame->blocks[frame->n_blocks++] = block;
}

void frame_text(struct frame *frame, const char *label, const char *text,
                enum role role)
{
    frame_block(frame,
                (struct view_block){
                    .kind = BLOCK_TEXT,
                    .label = label,
                    .text = text,
                    .role = role,
                    .tight = frame->n_blocks > 0 &&
                             frame->blocks[frame->n_blocks - 1].kind == BLOCK_TEXT,
                });
}

void frame_note(struct frame *frame, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(frame->arena, format, args);
    va_end(args);
    frame->notes =
        arena_more(frame->arena, frame->notes, frame->n_notes, sizeof *frame->notes);
    frame->notes[frame->n_notes++] = text;
}

void frame_use(struct frame *frame, const struct figure *figure)
{
    if (!figure->latest)
        return;
    const struct observation *value = figure->latest->value;
    if (value->receipt == 0) {
        frame->n_published++;
        return;
    }
    frame->n_stored++;
    int source = figure_source(&frame->figures, value);
    if (source >= 0)
        frame->from_source[source]++;
    for (size_t i = 0; i < frame->n_ends; i++)
        if (frame->ends[i].day == value->period.last) {
            frame->ends[i].count++;
            return;
        }
    if (frame->n_ends < FRAME_PERIODS) {
        frame->ends[frame->n_ends].day = value->period.last;
        frame->ends[frame->n_ends++].count = 1;
    }
}

/* ---- the head ---- */

/* The day on which most of the page's stored values end, the later of equals. Without
 * one, the last day on which the catalogue's figures were published. */
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
    for (size_t i = 0; most == 0 && i < catalog->n_published; i++) {
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

static void add_mark(struct view *view, bool applies, const char *text, enum role role)
{
    if (applies && view->n_marks < sizeof view->marks / sizeof *view->marks)
        view->marks[view->n_marks++] = (struct view_mark){text, role};
}

/* "nda, miit" and how many they are; what goes on has "..". */
static const char *failing_names(struct frame *frame, size_t *n)
{
    enum { NAMED = 2 };
    struct figures *figures = &frame->figures;
    const char *names = "";
    *n = 0;
    for (size_t i = 0; i < figures->n_sources; i++) {
        if (!source_fails(&figures->sources[i]))
            continue;
        if (++*n <= NAMED)
            names = arena_printf(frame->arena, "%s%s%s", names, *n > 1 ? _(", ") : "",
                                 figures->sources[i].name);
    }
    return *n > NAMED ? arena_printf(frame->arena, "%s..", names) : names;
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
    if (!data->have_snapshot) {
        view->collected = view->collected_brief[0] = view->collected_brief[1] =
            _("built-in catalogue");
        return;
    }
    size_t failing;
    const char *names = failing_names(frame, &failing);
    const char *when = moment_text(arena, data->published, figures->now);
    bool overdue = data->oldest_due && data->oldest_due < figures->now;
    if (overdue)
        frame_note(frame,
                   _("The data is overdue: collected %1$s, the next was due %2$s."),
                   when, moment_text(arena, data->oldest_due, figures->now));
    const char *what = _("data overdue"), *brief = what;
    if (failing > 0) {
        what = arena_printf(arena, _("failing: %s"), names);
        brief = arena_printf(arena, _("%zu failing"), failing);
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

static void note_sources(struct frame *frame)
{
    struct figures *figures = &frame->figures;
    size_t n = 0;
    for (size_t i = 0; i < figures->n_sources; i++)
        n += source_fails(&figures->sources[i]);
    if (n == 0)
        return;
    frame->view.wrong = true;
    frame_note(frame, _("Sources that fail: %zu."), n);
    for (size_t i = 0; i < figures->n_sources; i++) {
        const struct source_state *source = &figures->sources[i];
        if (!source_fails(source))
            continue;
        const char *reason = source_reason(source, frame->arena);
        if (source->last_success == 0) {
            frame_note(frame, _("%1$s failed so far and never delivered yet. %2$s"),
                       source_title(source), reason);
            continue;
        }
        const char *since =
            moment_text(frame->arena, source->last_success, figures->now);
        if (frame->from_source[i] > 0)
            frame_note(
                frame,
                _("%1$s has failed since %2$s; %3$d values on this page come from "
                  "it and stay as they were. %4$s"),
                source_title(source), since, frame->from_source[i], reason);
        else
            frame_note(frame,
                       _("%1$s has failed since %2$s; no value on this page comes from "
                         "it. %3$s"),
                       source_title(source), since, reason);
    }
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

void frame_close(struct frame *frame, struct view *view)
{
    const struct data_state *data = &frame->context->data;
    struct view *built = &frame->view;
    add_mark(built, data->demo, _("DEMO DATA"), ROLE_ALERT);
    add_mark(built,
             !data->demo && frame->n_stored == 0 &&
                 (frame->n_published > 0 || !data->have_snapshot),
             _("published figures"), ROLE_MARK);
    add_mark(built, data->offline, _("offline"), ROLE_MARK);
    add_mark(built, data->fallback, _("earlier snapshot"), ROLE_ALERT);
    built->as_of = as_of_text(frame);
    /* A page of the past must not pass for today's. */
    built->as_of_role = frame->context->as_of ? ROLE_ALERT : ROLE_TEXT;
    set_collected(frame);
    note_as_of(frame);
    note_papers(frame);
    note_data(frame);
    note_sources(frame);
    built->steps = frame->steps;
    built->n_steps = frame->n_steps;
    built->blocks = frame->blocks;
    built->n_blocks = frame->n_blocks;
    built->notes = frame->notes;
    built->n_notes = frame->n_notes;
    *view = *built;
}
