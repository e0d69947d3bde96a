/* Paper: see app/paper.h. */
#include "app/paper.h"

#include "core/period.h"
#include "views/words.h"

#include <string.h>

enum { PAPER_WIDTH = 72, PAPER_AMBIGUOUS = 2 };

/* " --NAME='VALUE'", as a shell takes it; "" for no value. */
static const char *option_again(const char *name, const char *value,
                                struct arena *arena)
{
    if (!*value)
        return "";
    const char *text = arena_printf(arena, " --%s='", name);
    for (; *value; value++)
        text = *value == '\'' ? arena_printf(arena, "%s'\\''", text)
                              : arena_printf(arena, "%s%c", text, *value);
    return arena_printf(arena, "%s'", text);
}

/* The options that the command in the footer needs to print the same page again. */
static const char *asked_again(const struct session *session,
                               const struct paper_ask *ask,
                               const struct report_format *format, struct arena *arena)
{
    const struct view_options *asked = &ask->options;
    const struct {
        const char *name;
        int32_t day;
    } days[] = {{"as-of", session->context.as_of}, {"since", session->since}};
    const char *text = "";
    if (strcmp(format->name, "text") != 0)
        text = arena_printf(arena, " --format %s", format->name);
    if (ask->bare)
        text = arena_printf(arena, "%s --bare", text);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char day[32];
        if (!days[i].day)
            continue;
        period_id(period_day(days[i].day), day, sizeof day);
        text = arena_printf(arena, "%s --%s %s", text, days[i].name, day);
    }
    const char *sort = asked->sort;
    if (asked->column && *asked->column)
        sort = arena_printf(arena, "%s:%s", asked->reversed ? "by-reversed" : "by",
                            asked->column);
    else if (*asked->at)
        sort = arena_printf(arena, "%s:%s", asked->sort, asked->at);
    text = arena_printf(arena, "%s%s%s%s", text, option_again("sort", sort, arena),
                        option_again("filter", asked->filter, arena),
                        option_again("group", asked->group, arena));
    return *text ? text + 1 : NULL;
}

/* "2026-11-05 06:15" in Asia/Shanghai. */
static const char *time_of(int64_t time, struct arena *arena)
{
    char day[32];
    int32_t on = day_from_time(time);
    int second = (int)(86399 - (time_of_day_end(on) - time));
    period_id(period_day(on), day, sizeof day);
    return arena_printf(arena, "%s %02d:%02d", day, second / 3600, second / 60 % 60);
}

/* Which snapshot was read; of a day in the past the last delivery known then, which
 * stays the same in every later snapshot. */
static const char *snapshot_text(const struct session *session, struct arena *arena)
{
    const struct view_context *context = &session->context;
    const struct data_state *data = &context->data;
    struct receipt *receipts;
    struct error ignored; /* the page itself says what is wrong with the data */
    size_t n;
    if (!data->have_snapshot || !context->query)
        return "";
    if (!context->as_of)
        return arena_printf(arena, _("snapshot %1$u of %2$s"), data->number,
                            time_of(data->published, arena));
    if (!context->query->receipts(context->query->self, context->known_at, 1, arena,
                                  &receipts, &n, &ignored) ||
        n == 0)
        return "";
    return arena_printf(arena, _("last delivery #%1$u of %2$s"), receipts[0].number,
                        time_of(receipts[0].time, arena));
}

static const char *day_of(const struct session *session, struct arena *arena)
{
    char day[32];
    period_id(period_day(page_day(&session->context)), day, sizeof day);
    return arena_strdup(arena, day);
}

bool paper_begin(struct paper *paper, struct session *session,
                 const struct report_format *format, const struct paper_ask *ask,
                 struct buffer *out, struct error *error)
{
    *paper = (struct paper){.session = session, .ask = ask};
    struct arena *arena = &paper->arena;
    enum glyph_tier glyphs = GLYPH_ASCII;
    glyph_named(session->options->glyphs, &glyphs);
    paper->rules = (struct report_rules){
        .width = ask->width ? ask->width : PAPER_WIDTH,
        .ambiguous = ask->ambiguous ? ask->ambiguous : PAPER_AMBIGUOUS,
        .glyphs = glyphs,
        .language = session->context.language == LANGUAGE_ZH ? "zh-CN" : "en",
        .program = "aiplus " AIPLUS_VERSION,
        .options = asked_again(session, ask, format, arena),
        .snapshot = snapshot_text(session, arena),
        .day = day_of(session, arena),
        .title = ask->title,
        .date = ask->date ? ask->date : session->context.now,
        .colour = ask->colour,
        .unmarked = ask->unmarked,
        .addresses = ask->addresses,
        .n_addresses = ask->n_addresses,
        .message = ask->message,
    };
    return report_begin(&paper->report, format, &paper->rules, arena, out, error);
}

bool paper_page(struct paper *paper, const char *address, struct error *error)
{
    struct arena arena = {0};
    struct view view;
    struct view_context context;
    bool ok = session_context(paper->session, address, &arena, &context, error);
    context.options = paper->ask->options;
    context.from = paper->ask->from ? paper->ask->from : "";
    context.paper = true;
    context.glyphs = paper->rules.glyphs;
    ok = ok && page_build(&context, address, &view, error);
    if (ok)
        ok = report_page(&paper->report, &view, &arena, error);
    else
        report_drop(&paper->report);
    arena_release(&arena);
    return ok;
}

bool paper_end(struct paper *paper, struct error *error)
{
    return report_end(&paper->report, error);
}

void paper_release(struct paper *paper)
{
    arena_release(&paper->arena);
}

bool paper_write(struct session *session, const struct report_format *format,
                 const char *address, const struct paper_ask *ask, struct buffer *out,
                 struct error *error)
{
    struct paper paper;
    bool ok = paper_begin(&paper, session, format, ask, out, error) &&
              paper_page(&paper, address, error) && paper_end(&paper, error);
    paper_release(&paper);
    return ok;
}
