/* Pages: see views/page.h. Addresses are in views/address.c. */
#include "views/page.h"

#include "core/period.h"
#include "views/columns.h"
#include "views/frame.h"
#include "views/words.h"

#include <string.h>

const struct page *const pages[] = {
    &page_overview, &page_region,   &page_task,      &page_coordination,
    &page_ledger,   &page_cases,    &page_publicity, &page_changes,
    &page_sources,  &page_bulletin, &page_indicator, &page_digest,
    &page_log,      &page_search,   &page_help,      NULL,
};

int32_t page_day(const struct view_context *context)
{
    if (context->as_of)
        return context->as_of;
    return day_from_time(context->known_at < context->now ? context->known_at
                                                          : context->now);
}

const struct page *page_find(const char *name)
{
    for (size_t i = 0; pages[i]; i++)
        if (strcmp(pages[i]->name, name) == 0)
            return pages[i];
    return NULL;
}

const struct view_choice *view_choice_find(const struct view_choice *list,
                                           const char *name)
{
    for (; list && list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list;
    return NULL;
}

bool page_kept(const struct view_context *context)
{
    return !context->data.have_snapshot ||
           context->known_at >= context->data.kept_since;
}

static bool build_not_kept(const struct view_context *context,
                           const struct address *address, struct view *view,
                           struct error *error)
{
    struct view_context bare = *context;
    struct frame frame;
    bare.query = NULL;
    const char *own = address_text(context->arena, address);
    if (!frame_open(&frame, &bare, own, error))
        return false;
    frame_step(&frame, _(address->page->title), own);
    const char *since =
        day_text(context->arena, day_from_time(context->data.kept_since));
    frame.view.conclusion =
        arena_printf(context->arena, _("No longer kept; pages go back to %s."), since);
    frame_text(&frame, _("Not kept"),
               arena_printf(context->arena,
                            _("What was known on %1$s has been removed from the cache. "
                              "Pages of %2$s and of every later day are kept."),
                            day_text(context->arena, day_from_time(context->known_at)),
                            since),
               ROLE_WARN);
    frame_close(&frame, view);
    return true;
}

bool page_build(const struct view_context *context, const char *address,
                struct view *view, struct error *error)
{
    struct address parsed;
    if (!address_parse(context->catalog, address, &parsed, error))
        return false;
    /* The states as that tier draws them. */
    struct view_context *own = arena_alloc(context->arena, sizeof *own);
    *own = *context;
    glyph_states(own->states, own->glyphs);
    if (!page_kept(own) && !parsed.page->timeless)
        return build_not_kept(own, &parsed, view, error);
    if (!parsed.page->build(own, &parsed, view, error))
        return false;
    if (own->options.column && own->options.column[0])
        columns_order(view, own->options.column, own->options.reversed, own->arena);
    return true;
}

const char *view_up(const struct view *view)
{
    return view->n_steps < 2 ? "" : view->steps[view->n_steps - 2].address;
}

/* Past due by more than a whole cycle: the collector did not come although it had twice
 * the time. Sources that are fetched by hand only are never late. */
static bool is_late(const struct source_state *source, int64_t now)
{
    return source->next_due > 0 &&
           now - source->next_due > source->next_due - source->last_attempt;
}

enum freshness data_freshness(const struct view_context *context)
{
    if (!context->query || !context->data.have_snapshot || !page_kept(context))
        return NO_DATA;
    struct source_state *sources;
    size_t n;
    struct error error;
    if (!context->query->sources(context->query->self, context->known_at,
                                 context->arena, &sources, &n, &error))
        return FAILING_SOURCES;
    enum freshness worst = FRESH;
    for (size_t i = 0; i < n; i++) {
        if (sources[i].failures > 0)
            return FAILING_SOURCES;
        if (is_late(&sources[i], context->now))
            worst = STALE_DATA;
    }
    return worst;
}
