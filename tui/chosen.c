/* Chosen: see tui/chosen.h. */
#include "tui/chosen.h"

#include "core/text.h"
#include "views/columns.h"
#include "views/words.h"

#include <assert.h>
#include <string.h>

struct chosen *chosen_of(struct chosen_pages *all, const struct page *page)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->slots[i].page == page)
            return &all->slots[i];
    assert(all->n < CHOSEN_PAGES); /* one each, and there are fewer pages */
    struct chosen *chosen = &all->slots[all->n++];
    *chosen = (struct chosen){.page = page};
    return chosen;
}

struct view_options chosen_options(const struct chosen *chosen)
{
    return (struct view_options){
        .sort = chosen->sort ? chosen->sort->name : "",
        .at = chosen->at,
        .filter = chosen->filter,
        .group = chosen->group ? chosen->group->name : "",
        .column = chosen->column,
        .reversed = chosen->reversed,
    };
}

/* The next of a list behind `now` (NULL: its first), all round. NULL for an empty list.
 */
static const struct view_choice *next_of(const struct view_choice *list,
                                         const struct view_choice *now)
{
    if (!list || !list->name)
        return NULL;
    const struct view_choice *next = (now ? now : list) + 1;
    return next->name ? next : list;
}

/* The part of a key, ROW or ROW/COLUMN or /COLUMN, that a sort goes by; "" if none. */
static size_t part_of(const char *key, enum choice_at at, const char **part)
{
    const char *slash = strchr(key, '/');
    *part = at == CHOICE_AT_COLUMN ? slash ? slash + 1 : "" : key;
    return at == CHOICE_AT_ROW && slash ? (size_t)(slash - key) : strlen(*part);
}

bool chosen_column(struct chosen *chosen, const struct view *view, size_t block)
{
    const char *next = columns_next(view, block, chosen->column);
    if (!next[0] && !chosen->column[0])
        return false;
    place_copy(chosen->column, sizeof chosen->column, next);
    chosen->reversed = false;
    return true;
}

bool chosen_sort(struct chosen *chosen, const char *key)
{
    const struct view_choice *first = chosen->page ? chosen->page->sorts : NULL;
    const struct view_choice *now = chosen->sort ? chosen->sort : first;
    for (const struct view_choice *next = next_of(first, now); next && next != now;
         next = next_of(first, next)) {
        const char *part = "";
        size_t n = next->at == CHOICE_AT_NOTHING ? 0 : part_of(key, next->at, &part);
        if (n >= sizeof chosen->at || (n == 0 && next->at != CHOICE_AT_NOTHING))
            continue;
        memmove(chosen->at, part, n);
        chosen->at[n] = '\0';
        chosen->sort = next == first ? NULL : next;
        chosen->column[0] = '\0';
        return true;
    }
    return false;
}

bool chosen_group(struct chosen *chosen)
{
    const struct view_choice *first = chosen->page ? chosen->page->groups : NULL;
    const struct view_choice *now = chosen->group ? chosen->group : first;
    const struct view_choice *next = next_of(first, now);
    if (next == now)
        return false;
    chosen->group = next == first ? NULL : next;
    return true;
}

bool chosen_filter(struct chosen *chosen, const char *text)
{
    const struct view_choice *filter = chosen->page ? chosen->page->filters : NULL;
    if (!filter)
        return false;
    for (; filter->name; filter++)
        if (strcmp(_(filter->title), text) == 0)
            text = filter->name;
    place_copy(chosen->filter, sizeof chosen->filter, text);
    return true;
}

size_t chosen_complete(const struct page *page, const char *typed,
                       struct completion *found, size_t most)
{
    size_t n = 0;
    for (const struct view_choice *filter = page ? page->filters : NULL;
         filter && filter->name && n < most; filter++)
        if (text_contains(filter->name, typed) ||
            text_contains(_(filter->title), typed))
            found[n++] = (struct completion){filter->name, _(filter->title)};
    return n;
}
