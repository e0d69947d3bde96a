/* Filters, sorts and groups of cases and publicity items: see views/examples.h. */
#include "views/examples.h"

#include "core/text.h"
#include "views/register_page.h"
#include "views/words.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

const struct view_choice example_sorts[] = {
    {.name = "date", .title = N_("newest first")},
    {.name = "task", .title = N_("by task")},
    {.name = "region", .title = N_("by region")},
    {.name = "unit", .title = N_("by unit")},
    {.name = "state", .title = N_("by state")},
    {0},
};

const struct view_choice example_groups[] = {
    {.name = "none", .title = N_("not grouped")},
    {.name = "task", .title = N_("by task")},
    {.name = "region", .title = N_("by region")},
    {.name = "unit", .title = N_("by unit")},
    {0},
};

/* ---- filters and sorts ---- */

/* The code of a choice that the words mean: "national" and "国家级" are levels and no
 * part of a unit's name. NULL: none. */
static const char *choice_meant(enum item_kind kind, const char *name,
                                const char *words, struct arena *arena)
{
    int field = item_field_named(kind, name);
    const char *code;
    struct error error;
    return field >= 0 && item_canonical(&item_registers[kind].fields[field], words,
                                        arena, &code, &error)
               ? code
               : NULL;
}

/* What a filter means, found out once for all items. */
struct filter {
    const char *words;
    const char *field, *code; /* a choice's, or NULL */
    const struct task *task;
};

static struct filter read_filter(const struct view_context *context,
                                 enum item_kind kind, struct arena *arena)
{
    static const char *const choices[] = {"state", "level"};
    struct filter filter = {.words = context->options.filter};
    for (size_t i = 0; i < COUNT_OF(choices) && !filter.code && *filter.words; i++) {
        filter.field = choices[i];
        filter.code = choice_meant(kind, choices[i], filter.words, arena);
    }
    filter.task = catalog_task(context->catalog, filter.words);
    return filter;
}

static bool wanted(const struct view_context *context, const struct filter *filter,
                   const struct register_item *item)
{
    static const char *const texts[] = {"unit", "form", "medium"};
    if (filter->code)
        return strcmp(item_field(item->item, filter->field), filter->code) == 0;
    if (filter->task)
        return catalog_task_in(context->catalog, item_field(item->item, "task"),
                               filter->task->code);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (text_contains(item_field(item->item, texts[i]), filter->words))
            return true;
    return text_contains(register_place(item, context->language), filter->words);
}

/* Items in the order of the catalogue's tasks; unknown ones last. */
static int compare_task(const struct register_item *a, const struct register_item *b)
{
    if (a->task && b->task)
        return (a->task > b->task) - (a->task < b->task);
    return (a->task == NULL) - (b->task == NULL);
}

static int compare_region(const struct register_item *a, const struct register_item *b)
{
    return strcmp(item_field(a->item, "region"), item_field(b->item, "region"));
}

static int compare_unit(const struct register_item *a, const struct register_item *b)
{
    return strcmp(item_field(a->item, "unit"), item_field(b->item, "unit"));
}

static int compare_state(const struct register_item *a, const struct register_item *b)
{
    return strcmp(item_field(a->item, "state"), item_field(b->item, "state"));
}

typedef int compare_items(const struct register_item *, const struct register_item *);

static const struct {
    const char *name;
    compare_items *compare;
} orders[] = {
    {"task", compare_task},
    {"region", compare_region},
    {"unit", compare_unit},
    {"state", compare_state},
};

/* What is equal stays newest first: the lower half goes first. */
static void sort_items(struct register_item *items, size_t n,
                       struct register_item *room, compare_items *compare)
{
    size_t half = n / 2, i = 0, j = half;
    if (n < 2)
        return;
    sort_items(items, half, room, compare);
    sort_items(items + half, n - half, room, compare);
    for (size_t k = 0; k < n; k++) {
        bool lower = i < half && (j == n || compare(&items[i], &items[j]) <= 0);
        room[k] = items[lower ? i++ : j++];
    }
    memcpy(items, room, n * sizeof *items);
}

struct register_list example_options(const struct view_context *context,
                                     const struct register_list *list,
                                     struct arena *arena)
{
    struct register_list taken = *list;
    taken.items = arena_alloc(arena, list->n * sizeof *taken.items);
    taken.n = 0;
    struct filter filter = read_filter(context, list->kind, arena);
    for (size_t i = 0; i < list->n; i++)
        if (wanted(context, &filter, &list->items[i]))
            taken.items[taken.n++] = list->items[i];
    for (size_t i = 0; i < COUNT_OF(orders); i++)
        if (strcmp(orders[i].name, context->options.sort) == 0)
            sort_items(taken.items, taken.n,
                       arena_alloc(arena, taken.n * sizeof *taken.items),
                       orders[i].compare);
    return taken;
}

/* ---- groups ---- */

static const struct {
    const char *name;
    enum register_by by;
    const char *field;
} groups[] = {
    {"task", REGISTER_BY_TASK, "task"},
    {"region", REGISTER_BY_REGION, "region"},
    {"unit", REGISTER_BY_UNIT, "unit"},
};

static const char *group_title(struct frame *frame, const struct register_group *group,
                               enum register_by by)
{
    enum language language = frame->context->language;
    if (!group->name[0])
        return _("not stated");
    if (by == REGISTER_BY_TASK)
        return example_task_named(group->first, language, frame->arena);
    if (by == REGISTER_BY_REGION)
        return example_place_full(frame->context->catalog, group->first, language,
                                  frame->arena);
    return group->name;
}

void example_rows(struct examples *examples, struct grid *grid,
                  void (*put)(struct examples *examples, struct grid *grid,
                              const struct register_item *item))
{
    struct frame *frame = &examples->frame;
    const struct register_list *list = &examples->shown;
    size_t at = 0;
    while (at < COUNT_OF(groups) &&
           strcmp(groups[at].name, frame->context->options.group) != 0)
        at++;
    if (at == COUNT_OF(groups)) {
        for (size_t i = 0; i < list->n; i++)
            put(examples, grid, &list->items[i]);
        return;
    }
    size_t n;
    const struct register_group *found =
        register_groups(list, groups[at].by, frame->arena, &n);
    for (size_t g = 0; g < n; g++) {
        grid_head(grid, arena_printf(frame->arena, "group/%s", found[g].name))[0] =
            (struct view_cell){
                .text = arena_printf(frame->arena, "%s  %d",
                                     group_title(frame, &found[g], groups[at].by),
                                     found[g].counts.total),
                .role = ROLE_HEAD};
        for (size_t i = 0; i < list->n; i++)
            if (strcmp(item_field(list->items[i].item, groups[at].field),
                       found[g].name) == 0)
                put(examples, grid, &list->items[i]);
    }
}
