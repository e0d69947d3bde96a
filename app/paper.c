/* Paper: see app/paper.h. */
#include "app/paper.h"

#include "core/period.h"

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
                               const struct view_options *asked, struct arena *arena)
{
    const struct {
        const char *name;
        int32_t day;
    } days[] = {{"as-of", session->context.as_of}, {"since", session->since}};
    const char *text = "";
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char day[32];
        if (!days[i].day)
            continue;
        period_id(period_day(days[i].day), day, sizeof day);
        text = arena_printf(arena, "%s --%s %s", text, days[i].name, day);
    }
    const char *sort =
        *asked->at ? arena_printf(arena, "%s:%s", asked->sort, asked->at) : asked->sort;
    text = arena_printf(arena, "%s%s%s%s", text, option_again("sort", sort, arena),
                        option_again("filter", asked->filter, arena),
                        option_again("group", asked->group, arena));
    return *text ? text + 1 : NULL;
}

bool paper_write(struct session *session, const struct report_format *format,
                 const struct paper_ask *ask, struct buffer *out, struct error *error)
{
    struct arena arena = {0};
    struct report_rules rules = {
        .width = ask->width ? ask->width : PAPER_WIDTH,
        .ambiguous = ask->ambiguous ? ask->ambiguous : PAPER_AMBIGUOUS,
        .program = "aiplus " AIPLUS_VERSION,
        .options = asked_again(session, &ask->options, &arena),
    };
    struct view view;
    struct view_context context;
    bool ok = session_context(session, ask->address, &arena, &context, error);
    context.options = ask->options;
    context.from = ask->from;
    context.paper = true;
    context.glyphs = GLYPH_ASCII;
    glyph_named(session->options->glyphs, &context.glyphs);
    rules.glyphs = context.glyphs;
    ok = ok && page_build(&context, ask->address, &view, error) &&
         format->write(&view, &rules, &arena, out, error);
    arena_release(&arena);
    return ok;
}
