/* Counts of cases and publicity items: see views/examples.h. */
#include "views/examples.h"

#include "views/words.h"

#include <string.h>

enum { NAMED = 5 }; /* in a line of counts; the others as one number */

/* Most first; those with equal counts stay in their order. */
static struct example_count *sorted(const struct example_count *counts, size_t n,
                                    struct arena *arena)
{
    struct example_count *copy = arena_alloc(arena, n * sizeof *copy);
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && copy[at - 1].n < counts[i].n; at--)
            copy[at] = copy[at - 1];
        copy[at] = counts[i];
    }
    return copy;
}

const char *example_counts(const struct example_count *counts, size_t n,
                           struct arena *arena)
{
    const struct example_count *most = sorted(counts, n, arena);
    size_t with = example_with(counts, n);
    /* One left over has room for its name. */
    size_t named = with <= NAMED + 1 ? with : NAMED;
    const char *text = "";
    for (size_t i = 0; i < named; i++)
        text = arena_printf(arena, "%s%s%s %d", text, i ? "  " : "", most[i].name,
                            most[i].n);
    int rest = 0;
    for (size_t i = named; i < with; i++)
        rest += most[i].n;
    return named == with ? text
                         : arena_printf(arena, _("%1$s  %2$zu others %3$d"), text,
                                        with - named, rest);
}

size_t example_with(const struct example_count *counts, size_t n)
{
    size_t with = 0;
    for (size_t i = 0; i < n; i++)
        with += counts[i].n > 0;
    return with;
}

const char *example_empty(const struct example_count *counts, size_t n,
                          struct arena *arena)
{
    const char *text = "";
    for (size_t i = 0; i < n; i++)
        if (counts[i].n == 0)
            text = arena_printf(arena, "%s%s%s", text, *text ? _(", ") : "",
                                counts[i].name);
    return text;
}

static bool is_counted(const struct task *task)
{
    return task->kind == TASK_TASK || task->kind == TASK_CAPABILITY;
}

struct example_count *example_by_task(const struct view_context *context,
                                      const struct register_list *list,
                                      struct arena *arena, size_t *n)
{
    const struct catalog *catalog = context->catalog;
    struct example_count *counts =
        arena_alloc(arena, (catalog->n_tasks + 1) * sizeof *counts);
    size_t *places = arena_alloc(arena, catalog->n_tasks * sizeof *places);
    *n = 0;
    for (size_t i = 0; i < catalog->n_tasks; i++)
        if (is_counted(&catalog->tasks[i])) {
            places[i] = *n;
            counts[(*n)++].name = task_short(&catalog->tasks[i], context->language);
        }
    counts[*n].name = _("none of these tasks");
    for (size_t i = 0; i < list->n; i++) {
        const struct task *task = list->items[i].task;
        bool counted = task && is_counted(task);
        counts[counted ? places[task - catalog->tasks] : *n].n++;
    }
    return counts;
}
