/* The bulletin's paragraph since the one before: see views/bulletin.h. */
#include "views/bulletin.h"

#include "views/change.h"
#include "views/words.h"

static bool kept(enum progress_state state)
{
    return state == PROGRESS_AHEAD || state == PROGRESS_ON || state == PROGRESS_DONE;
}

/* How many indicators of the region came to be behind, and how many no longer are: only
 * those that could be judged then and can be now. */
static bool count_flips(struct bulletin *bulletin, const struct view_context *before,
                        int *more, int *fewer, struct error *error)
{
    struct figures figures;
    struct arena *arena = bulletin->frame.arena;
    const struct catalog *catalog = bulletin->frame.context->catalog;
    if (!figures_open(&figures, before, error))
        return false;
    const struct figure *then = figure_all(&figures, bulletin->region, arena, error);
    if (!then)
        return false;
    *more = *fewer = 0;
    for (size_t i = 0; i < before->catalog->n_indicators; i++) {
        const struct indicator *now =
            catalog_indicator(catalog, before->catalog->indicators[i].code);
        if (!now || now->provincial)
            continue;
        enum progress_state was = then[i].progress.state,
                            is = bulletin->figures[now - catalog->indicators]
                                     .progress.state;
        *more += is == PROGRESS_BEHIND && kept(was);
        *fewer += was == PROGRESS_BEHIND && kept(is);
    }
    return true;
}

bool bulletin_changes(struct bulletin *bulletin, struct paragraph *paragraph,
                      struct error *error)
{
    struct arena *arena = bulletin->frame.arena;
    const struct view_context *context = bulletin->frame.context;
    const char *since = day_text(arena, context->since);
    struct change_list changes;
    int more, fewer;
    paragraph->address = link_text(arena, "changes", "", bulletin->region->code);
    paragraph->detail = arena_printf(arena, _("Compared with the end of %s."), since);
    if (!change_list(context, bulletin->region, arena, &changes, error))
        return false;
    if (!changes.kept || !context->before) {
        paragraph->text =
            arena_printf(arena, _("What was known on %s is not kept."), since);
        return true;
    }
    if (!count_flips(bulletin, context->before, &more, &fewer, error))
        return false;
    paragraph->text = arena_printf(
        arena,
        _("Since %1$s: %2$d indicators more are behind, %3$d no longer; new periods "
          "%4$zu, revisions %5$zu, targets %6$zu, scopes %7$zu, register items %8$zu."),
        since, more, fewer, changes.counts[CHANGE_PERIOD],
        changes.counts[CHANGE_REVISION], changes.counts[CHANGE_TARGET],
        changes.counts[CHANGE_SCOPE], changes.counts[CHANGE_CORRECTION]);
    return true;
}
