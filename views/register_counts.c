/* Registers counted: see views/register.h. */
#include "views/register.h"

#include <stdlib.h>
#include <string.h>

static void count(struct register_counts *counts, const struct register_item *item)
{
    counts->total++;
    counts->states[item->deadline.state]++;
}

struct register_counts register_count(const struct register_list *list)
{
    struct register_counts counts = {0};
    for (size_t i = 0; i < list->n; i++)
        count(&counts, &list->items[i]);
    return counts;
}

static const char *name_of(const struct register_list *list,
                           const struct register_item *item, enum register_by by)
{
    switch (by) {
    case REGISTER_BY_REGION:
        return item_field(item->item, "region");
    case REGISTER_BY_TASK:
        return item_field(item->item, "task");
    default:
        return item_field(item->item, list->kind == ITEM_LEDGER ? "lead" : "unit");
    }
}

/* `first` lies in the list, so that its place tells equals apart. */
static int by_most(const void *a, const void *b)
{
    const struct register_group *x = a, *y = b;
    if (x->counts.total != y->counts.total)
        return y->counts.total - x->counts.total;
    return (x->first > y->first) - (x->first < y->first);
}

struct register_group *register_groups(const struct register_list *list,
                                       enum register_by by, struct arena *arena,
                                       size_t *n)
{
    struct register_group *groups = NULL;
    size_t n_groups = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct register_item *item = &list->items[i];
        const char *name = name_of(list, item, by);
        size_t at = 0;
        while (at < n_groups && strcmp(groups[at].name, name) != 0)
            at++;
        if (at == n_groups) {
            groups = arena_more(arena, groups, n_groups, sizeof *groups);
            groups[n_groups++] = (struct register_group){.name = name, .first = item};
        }
        count(&groups[at].counts, item);
    }
    if (n_groups > 0)
        qsort(groups, n_groups, sizeof *groups, by_most);
    *n = n_groups;
    return groups;
}
