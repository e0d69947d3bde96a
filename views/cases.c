/*
 * Cases: the register of demonstration cases of a region, and what it lacks: tasks and
 * regions without any. One case is views/case_one.c.
 */
#include "views/case_one.h"
#include "views/examples.h"
#include "views/region_names.h"
#include "views/register_page.h"
#include "views/words.h"

#include <string.h>

static const struct view_choice filters[] = {
    {.name = "candidate", .title = N_("to be verified")},
    {.name = "listed", .title = N_("listed")},
    {.name = "promoted", .title = N_("promoted")},
    {.name = "national", .title = N_("national")},
    {.name = "provincial", .title = N_("provincial")},
    {.name = "prefectural", .title = N_("prefectural")},
    {.name = "county", .title = N_("county")},
    {0},
};

/* ---- the list ---- */

/* "2026-10": in which month the case was taken up. */
static const char *month_of(int32_t day, struct arena *arena)
{
    if (day == 0)
        return "";
    struct date date = date_from_day(day);
    return arena_printf(arena, "%04d-%02d", date.year, date.month);
}

/* What was achieved by the applicant's own account, until somebody has verified it. */
static const char *detail_of(const struct register_item *item, const char *where,
                             struct arena *arena)
{
    const char *effect = item_field(item->item, "effect");
    const char *first = arena_strndup(arena, effect, strcspn(effect, "\n"));
    const char *title =
        arena_printf(arena, "%s  %s", item_field(item->item, "title"), where);
    if (!*first)
        return arena_printf(arena, _("%s: no effect stated"), title);
    return arena_printf(arena,
                        case_verified(item->item)
                            ? _("%1$s: %2$s (verification on its page)")
                            : _("%1$s: %2$s (self-reported, not verified)"),
                        title, first);
}

static void put_row(struct examples *cases, struct grid *grid,
                    const struct register_item *item)
{
    const struct view_context *context = cases->frame.context;
    struct arena *arena = cases->frame.arena;
    const struct state_row *state = case_state(item->item);
    const char *where =
        example_place_full(context->catalog, item, context->language, arena);
    struct view_cell *cells = grid_row(grid, item->id, example_link(cases, item),
                                       detail_of(item, where, arena));
    cells[0].text = month_of(item->date, arena);
    cells[1].text = level_text(item_field(item->item, "level"));
    cells[2].text = register_place(item, context->language);
    cells[3].text = example_task(item);
    cells[4].text = item_field(item->item, "title");
    cells[5].text = item_field(item->item, "unit");
    cells[6] =
        (struct view_cell){.text = state_text(state, arena), .role = state->role};
}

static void add_list(struct examples *cases)
{
    static const struct view_column columns[] = {
        {.head = N_("Listed in")},
        {.head = N_("Level"), .drop = 2},
        {.head = N_("Region"), .flexible = true, .min = 8},
        {.head = N_("Task")},
        {.head = N_("Case"), .flexible = true, .min = 20},
        {.head = N_("Unit"), .flexible = true, .min = 8, .drop = 1},
        {.head = N_("State")},
    };
    struct grid grid =
        grid_open(cases->frame.arena, columns, sizeof columns / sizeof *columns);
    example_rows(cases, &grid, put_row);
    frame_block(&cases->frame, (struct view_block){
                                   .kind = BLOCK_TABLE,
                                   .table = grid_table(&grid, example_nothing(cases)),
                               });
}

/* ---- the foot ---- */

/* How the parts of a region are called, by their level. */
static const struct {
    const char *counts, *empty;
} parts[] = {
    [1] = {N_("By province"), N_("None in")},
    [2] = {N_("By prefecture"), N_("None in")},
    [3] = {N_("By county"), N_("None in")},
};

static size_t part_of(const struct catalog *catalog,
                      const struct region *const *children, size_t n,
                      const struct region *region)
{
    for (; region; region = catalog_region(catalog, region->parent))
        for (size_t i = 0; i < n; i++)
            if (children[i] == region)
                return i;
    return n;
}

/* Items by the parts of the region that the opinions address; what is of the region
 * itself stands behind them. */
static struct example_count *count_parts(const struct examples *cases, size_t *n)
{
    const struct view_context *context = cases->frame.context;
    struct arena *arena = cases->frame.arena;
    size_t n_children;
    const struct region **children =
        catalog_children(context->catalog, cases->region->code, arena, &n_children);
    *n = 0;
    for (size_t i = 0; i < n_children; i++)
        if (!region_outside(children[i]))
            children[(*n)++] = children[i];
    struct example_count *counts = arena_alloc(arena, (*n + 1) * sizeof *counts);
    for (size_t i = 0; i < *n; i++)
        counts[i].name = name_among(children, *n, children[i], context->language);
    counts[*n].name = _("its own");
    for (size_t i = 0; i < cases->all.n; i++)
        counts[part_of(context->catalog, children, *n, cases->all.items[i].region)].n++;
    return counts;
}

static void add_foot(struct examples *cases, const struct example_count *tasks,
                     size_t n_tasks)
{
    struct arena *arena = cases->frame.arena;
    int level = cases->region->level + 1;
    example_foot(cases, _("By task"),
                 example_counts(tasks, n_tasks + (tasks[n_tasks].n > 0), arena));
    example_foot(cases, _("No case"), example_empty(tasks, n_tasks, arena));
    size_t n;
    const struct example_count *places = count_parts(cases, &n);
    if (n == 0)
        return;
    example_foot(cases, _(parts[level].counts),
                 example_counts(places, n + (places[n].n > 0), arena));
    example_foot(cases, _(parts[level].empty), example_empty(places, n, arena));
}

/* ---- the conclusion ---- */

static int count_of(const struct register_list *list, const char *field,
                    const char *code)
{
    int n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += strcmp(item_field(list->items[i].item, field), code) == 0;
    return n;
}

/* "3 national, 28 provincial". */
static const char *level_counts(const struct register_list *list, struct arena *arena)
{
    const char *text = "";
    for (size_t i = 0; example_levels[i].name; i++) {
        int n = count_of(list, "level", example_levels[i].name);
        if (n > 0)
            text = arena_printf(arena, _("%1$s%2$s%3$d %4$s"), text,
                                *text ? _(", ") : "", n, _(example_levels[i].title));
    }
    return text;
}

static const char *conclusion(const struct examples *cases,
                              const struct example_count *tasks, size_t n_tasks)
{
    const struct register_list *list = &cases->all;
    struct arena *arena = cases->frame.arena;
    const char *other = example_conclusion(cases);
    if (other)
        return other;
    size_t n = list->n;
    int candidates = count_of(list, "state", "candidate");
    int with = (int)example_with(tasks, n_tasks), without = (int)n_tasks - with;
    const char *levels = level_counts(list, arena);
    const char *count =
        candidates > 0
            ? arena_printf(arena, _("%1$zu in the register (%2$d to be verified)"), n,
                           candidates)
            : arena_printf(arena, _("%zu in the register"), n);
    const char *tail =
        arena_printf(arena, _("tasks with %1$d, without %2$d."), with, without);
    const char *brief = arena_printf(arena, _("%1$s; %2$s"), count, tail);
    const char *const wordings[] = {
        *levels ? arena_printf(arena, _("%1$s: %2$s; %3$s"), count, levels, tail)
                : brief,
        brief,
        tail,
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

/* ---- the page ---- */

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct examples cases;
    if (!examples_open(&cases, context, address, ITEM_CASE, error))
        return false;
    if (cases.item) {
        if (!case_one(&cases, error))
            return false;
    } else {
        size_t n;
        const struct example_count *tasks =
            example_by_task(context, &cases.all, context->arena, &n);
        cases.frame.view.conclusion = conclusion(&cases, tasks, n);
        add_list(&cases);
        if (cases.all.n > 0)
            add_foot(&cases, tasks, n);
    }
    frame_close(&cases.frame, view);
    return true;
}

const struct page page_cases = {
    .name = "cases",
    .key = '6',
    .title = N_("Cases"),
    .help = N_("Where there are good examples to copy, and where there are none."),
    .regional = true,
    .build = build,
    .has_id = register_has_id,
    .sorts = example_sorts,
    .filters = filters,
    .groups = example_groups,
};
