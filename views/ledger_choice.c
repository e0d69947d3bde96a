/* What the ledger's page can be sorted, filtered and grouped by: see views/ledger.h. */
#include "views/ledger.h"

#include "core/text.h"
#include "views/words.h"

#include <stdlib.h>
#include <string.h>

const struct view_choice ledger_filters[] = {
    {.name = "all", .title = N_("all items")},
    {.name = "open", .title = N_("open items")},
    {.name = "overdue", .title = N_("overdue")},
    {.name = "due-soon", .title = N_("due soon")},
    {.name = "closed", .title = N_("closed")},
    {.name = "behind", .title = N_("behind its own plan")},
    {0},
};

const struct view_choice ledger_sorts[] = {
    {.name = "deadline", .title = N_("by deadline")},
    {.name = "behind", .title = N_("furthest behind its own plan first")},
    {0},
};

const struct view_choice ledger_groups[] = {
    {.name = "none", .title = N_("not grouped")},
    {.name = "unit", .title = N_("by lead unit")},
    {.name = "region", .title = N_("by region")},
    {.name = "task", .title = N_("by task")},
    {0},
};

bool ledger_wanted(const char *filter, const struct register_item *item, int32_t today)
{
    enum deadline_state state = item->deadline.state;
    if (!*filter || strcmp(filter, "all") == 0)
        return true;
    if (strcmp(filter, "open") == 0)
        return state != DEADLINE_CLOSED;
    if (strcmp(filter, "overdue") == 0)
        return state == DEADLINE_OVERDUE;
    if (strcmp(filter, "due-soon") == 0)
        return state == DEADLINE_DUE_SOON;
    if (strcmp(filter, "closed") == 0)
        return state == DEADLINE_CLOSED;
    if (strcmp(filter, "behind") == 0)
        return state != DEADLINE_CLOSED && ledger_progress(item->item, today).behind;
    return text_contains(item_field(item->item, "lead"), filter) ||
           text_contains(item_field(item->item, "cooperating"), filter);
}

/* Points behind its own plan; those that are not, or do not say, come last. */
static double lag(const struct register_item *item, int32_t today)
{
    struct ledger_progress progress = ledger_progress(item->item, today);
    return progress.behind && item->deadline.state != DEADLINE_CLOSED
               ? progress.planned - progress.actual
               : 0;
}

struct ranked {
    double lag;
    size_t place; /* in the order of deadlines */
};

static int by_lag(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->lag != y->lag)
        return x->lag > y->lag ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

void ledger_sort_behind(struct register_list *list, int32_t today, struct arena *arena)
{
    struct ranked *ranked = arena_alloc(arena, list->n * sizeof *ranked);
    struct register_item *items = arena_alloc(arena, list->n * sizeof *items);
    for (size_t i = 0; i < list->n; i++)
        ranked[i] = (struct ranked){lag(&list->items[i], today), i};
    if (list->n > 0)
        qsort(ranked, list->n, sizeof *ranked, by_lag);
    for (size_t i = 0; i < list->n; i++)
        items[i] = list->items[ranked[i].place];
    list->items = items;
}
