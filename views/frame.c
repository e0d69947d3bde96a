/* Frames: see views/frame.h. */
#include "views/frame.h"

#include "core/text.h"
#include "views/frame_data.h"
#include "views/keys.h"
#include "views/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    ZONE_SECONDS = 8 * 3600, /* Asia/Shanghai, without daylight time */
    FILTER_CELLS = 16        /* of words on line 2 */
};

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

const char *day_brief(struct arena *arena, int32_t day, int32_t today)
{
    if (day == 0)
        return "";
    struct date date = date_from_day(day);
    if (date.year != date_from_day(today).year)
        return day_text(arena, day);
    return arena_printf(arena, "%02d-%02d", date.month, date.day);
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

const char *frame_filter(struct frame *frame, const struct page *page)
{
    const char *filter = frame->context->options.filter;
    if (!*filter || !page->filters)
        return "";
    const struct view_choice *known = view_choice_find(page->filters, filter);
    frame->filter =
        known ? _(known->title) : text_cut(frame->arena, filter, FILTER_CELLS, 1);
    return filter;
}

/* "Filter only behind: ", before the conclusion. */
static const char *filter_text(const struct frame *frame)
{
    return frame->filter ? arena_printf(frame->arena, _("Filter %s: "), frame->filter)
                         : "";
}

static const char *fullest_in(const char *const *wordings, size_t n, int cells)
{
    for (size_t i = 0; i < n; i++)
        if (text_width(wordings[i], 1) <= cells)
            return wordings[i];
    return wordings[n - 1];
}

const char *fullest(const char *const *wordings, size_t n)
{
    return fullest_in(wordings, n, CONCLUSION_CELLS);
}

const char *frame_fullest(const struct frame *frame, const char *const *wordings,
                          size_t n)
{
    return fullest_in(wordings, n,
                      CONCLUSION_CELLS - text_width(filter_text(frame), 1));
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

static void count_end(struct frame *frame, int32_t day)
{
    for (size_t i = 0; i < frame->n_ends; i++)
        if (frame->ends[i].day == day) {
            frame->ends[i].count++;
            return;
        }
    if (frame->n_ends < FRAME_PERIODS) {
        frame->ends[frame->n_ends].day = day;
        frame->ends[frame->n_ends++].count = 1;
    }
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
    count_end(frame, value->period.last);
}

void frame_use_item(struct frame *frame, const char *source, int32_t day)
{
    frame->n_stored++;
    for (size_t i = 0; i < frame->figures.n_sources; i++)
        frame->from_source[i] += strcmp(frame->figures.sources[i].name, source) == 0;
    if (day)
        count_end(frame, day);
}

/* ---- the end ---- */

static void add_mark(struct view *view, size_t most, bool applies, const char *text,
                     enum role role)
{
    if (applies && view->n_marks < most)
        view->marks[view->n_marks++] = (struct view_mark){text, role};
}

void frame_close(struct frame *frame, struct view *view)
{
    const struct data_state *data = &frame->context->data;
    struct view *built = &frame->view;
    const char *classification = or_empty(frame->context->classification);
    size_t most = *classification ? VIEW_MARKS : VIEW_MARKS - 1;
    add_mark(built, most, *classification, classification, ROLE_ALERT);
    add_mark(built, most, data->demo, _("DEMO DATA"), ROLE_ALERT);
    add_mark(built, most,
             !data->demo && frame->n_stored == 0 &&
                 (frame->n_published > 0 || !data->have_snapshot),
             _("published figures"), ROLE_MARK);
    add_mark(built, most, data->offline, _("offline"), ROLE_MARK);
    add_mark(built, most, data->fallback, _("earlier snapshot"), ROLE_ALERT);
    frame_data(frame);
    if (frame->filter) {
        built->conclusion =
            arena_printf(frame->arena, "%s%s", filter_text(frame), built->conclusion);
        built->keys =
            arena_printf(frame->arena, _("F Enter all again  %s"), built->keys);
    }
    built->keys =
        key_hints(or_empty(built->keys), frame->context->restricted, frame->arena);
    built->steps = frame->steps;
    built->n_steps = frame->n_steps;
    built->blocks = frame->blocks;
    built->n_blocks = frame->n_blocks;
    built->notes = frame->notes;
    built->n_notes = frame->n_notes;
    *view = *built;
}
