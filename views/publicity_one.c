/* One publicity item: what was made known, by whom, in which medium. See
 * views/publicity_one.h. */
#include "views/publicity_one.h"

#include "views/example_item.h"
#include "views/words.h"

#include <string.h>

bool publicity_planned(const struct register_item *item, int32_t today)
{
    return item->date > today ||
           strcmp(item_field(item->item, "state"), "planned") == 0;
}

static const char *conclusion(const struct examples *items)
{
    struct arena *arena = items->frame.arena;
    const struct register_item *item = items->item;
    const char *level = level_text(item_field(item->item, "level"));
    if (!*level)
        level = _("level not stated");
    if (item->date == 0)
        return arena_printf(arena,
                            publicity_planned(item, items->today)
                                ? _("Planned without a date (%s).")
                                : _("Made known without a date (%s)."),
                            level);
    return arena_printf(arena,
                        publicity_planned(item, items->today)
                            ? _("Planned for %1$s (%2$s).")
                            : _("Made known on %1$s (%2$s)."),
                        day_text(arena, item->date), level);
}

bool publicity_one(struct examples *items, struct error *error)
{
    items->frame.view.conclusion = conclusion(items);
    example_head(items, _("Title"));
    example_about(items);
    example_field(items, "form", EXAMPLE_ALWAYS);
    example_field(items, "medium", EXAMPLE_ALWAYS);
    example_gap(items);
    example_field(items, "effect", EXAMPLE_SAID);
    example_field(items, "text", EXAMPLE_SAID);
    example_field(items, "note", EXAMPLE_SAID);
    return example_end(items, error);
}
