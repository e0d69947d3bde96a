/* What the registers of cases and publicity share: see views/examples.h. */
#include "views/examples.h"

#include "views/words.h"

#include <string.h>

const struct view_choice example_levels[] = {
    {.name = "national", .title = N_("national")},
    {.name = "provincial", .title = N_("provincial")},
    {.name = "prefectural", .title = N_("prefectural")},
    {.name = "county", .title = N_("county")},
    {0},
};

const char *level_text(const char *level)
{
    for (size_t i = 0; example_levels[i].name; i++)
        if (strcmp(example_levels[i].name, level) == 0)
            return _(example_levels[i].title);
    return level;
}

const char *example_task(const struct register_item *item)
{
    return item->task ? item->task->code : item_field(item->item, "task");
}

const char *example_task_named(const struct register_item *item, enum language language,
                               struct arena *arena)
{
    return item->task ? arena_printf(arena, "%s %s", item->task->code,
                                     task_title(item->task, language))
                      : item_field(item->item, "task");
}

const char *example_place_full(const struct catalog *catalog,
                               const struct register_item *item, enum language language,
                               struct arena *arena)
{
    if (!item->region)
        return item_field(item->item, "region");
    const char *text = region_name(item->region, language);
    const struct region *above = catalog_region(catalog, item->region->parent);
    while (above && above->level > 0) {
        text = arena_printf(arena, "%s %s", region_name(above, language), text);
        above = catalog_region(catalog, above->parent);
    }
    return text;
}

/* ---- the page ---- */

bool examples_open(struct examples *examples, const struct view_context *context,
                   const struct address *address, enum item_kind kind,
                   struct error *error)
{
    struct arena *arena = context->arena;
    const struct region *region = frame_region(context, address, error);
    struct examples opened = {.page = address->page, .region = region};
    if (!region || !register_read(context, kind, region, arena, &opened.all, error))
        return false;
    opened.today = page_day(context);
    opened.shown = example_options(context, &opened.all, arena);
    if (address->id[0])
        opened.item = register_find(&opened.all, address->id);
    if (address->id[0] && !opened.item)
        return error_set(error, ERROR_VIEW_ITEM, address->id,
                         _(item_registers[kind].title));
    const char *list = link_text(arena, address->page->name, "", region->code);
    const char *own = link_text(arena, address->page->name, address->id, region->code);
    if (!frame_open(&opened.frame, context, own, error))
        return false;
    frame_place(&opened.frame, region);
    frame_step(&opened.frame, _(address->page->title), list);
    if (opened.item)
        frame_step(&opened.frame, opened.item->id, own);
    int32_t newest = 0;
    for (size_t i = 0; i < opened.all.n; i++) {
        int32_t day = opened.all.items[i].date;
        if (day <= opened.today && day > newest)
            newest = day;
    }
    for (size_t i = 0; i < opened.all.n; i++)
        frame_use_item(&opened.frame, opened.all.items[i].item->source, newest);
    if (!opened.item)
        frame_filter(&opened.frame, address->page);
    opened.frame.view.keys =
        _("Enter open  s sort  u group  F filter  / find  : go to  ? help");
    *examples = opened;
    return true;
}

const char *example_link(const struct examples *examples,
                         const struct register_item *item)
{
    return link_text(examples->frame.arena, examples->page->name, item->id,
                     examples->region->code);
}

void example_foot(struct examples *examples, const char *label, const char *text)
{
    if (!*text)
        return;
    struct frame *frame = &examples->frame;
    frame_text(frame, label, text, ROLE_TEXT);
}

const char *example_nothing(const struct examples *examples)
{
    struct arena *arena = examples->frame.arena;
    if (!examples->all.delivered)
        return arena_printf(arena,
                            _("Not reported: no source delivers this register. A feed "
                              "with \"%s\" (aiplus-feed(5)) would fill it."),
                            item_registers[examples->all.kind].name);
    if (examples->all.n == 0)
        return arena_printf(
            arena, _("The register is delivered; nothing in it is from %s."),
            region_name(examples->region, examples->frame.context->language));
    return _("None of them matches the filter.");
}

const char *example_conclusion(const struct examples *examples)
{
    const struct view_context *context = examples->frame.context;
    struct arena *arena = examples->frame.arena;
    const char *name = region_name(examples->region, context->language);
    if (!examples->all.delivered)
        return _("Not reported: no source delivers this register.");
    if (examples->all.n == 0)
        return arena_printf(arena, _("Nothing in the register is from %s."), name);
    if (context->options.filter[0])
        return arena_printf(arena, _("%1$zu of %2$zu in the register."),
                            examples->shown.n, examples->all.n);
    return NULL;
}
