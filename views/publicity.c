/*
 * Publicity: how many items a month, of which level, the items themselves, and the
 * tasks about which nothing has been made known for six months. One item is
 * views/publicity_one.c.
 *
 * A count is activity and not effect: nothing here is judged.
 */
#include "views/publicity_one.h"

#include "views/examples.h"
#include "views/register_page.h"
#include "views/words.h"

#include <string.h>

enum { MONTHS = 6, BAR_CELLS = 44, LEVELS = 3 };

static const struct view_choice filters[] = {
    {.name = "published", .title = N_("published")},
    {.name = "planned", .title = N_("planned")},
    {.name = "national", .title = N_("national")},
    {.name = "provincial", .title = N_("provincial")},
    {.name = "prefectural", .title = N_("prefectural")},
    {.name = "county", .title = N_("county")},
    {0},
};

/* A month's items: in all, and by level, counties with the prefectures. */
struct month {
    int32_t first, last; /* days; last is the page's own in its month */
    int total, levels[LEVELS];
};

static int level_of(const struct item *item)
{
    const char *level = item_field(item, "level");
    for (int i = 0; example_levels[i].name; i++)
        if (strcmp(example_levels[i].name, level) == 0)
            return i < LEVELS ? i : LEVELS - 1;
    return -1;
}

/* The month of the page's day up to that day, and the five before, newest first. */
static void count_months(const struct examples *items, struct month months[MONTHS])
{
    struct date today = date_from_day(items->today);
    for (int i = 0; i < MONTHS; i++) {
        int month = today.year * 12 + today.month - 1 - i;
        struct period period = period_month(month / 12, month % 12 + 1);
        months[i] = (struct month){.first = period.first,
                                   .last = i == 0 ? items->today : period.last};
    }
    for (size_t k = 0; k < items->all.n; k++) {
        const struct register_item *item = &items->all.items[k];
        if (publicity_planned(item, items->today))
            continue;
        for (int i = 0; i < MONTHS; i++)
            if (months[i].first <= item->date && item->date <= months[i].last) {
                int level = level_of(item->item);
                months[i].total++;
                if (level >= 0)
                    months[i].levels[level]++;
            }
    }
}

/* Is the month over on the page's day? */
static bool is_over(const struct month *month)
{
    return date_from_day(month->last + 1).day == 1;
}

static const char *month_name(const struct month *month, struct arena *arena)
{
    struct date date = date_from_day(month->first);
    return arena_printf(arena, "%04d-%02d", date.year, date.month);
}

/* ---- the months ---- */

/* How many items a cell of a bar stands for. */
static int bar_scale(const struct month months[MONTHS])
{
    int most = 0;
    for (int i = 0; i < MONTHS; i++)
        most = months[i].total > most ? months[i].total : most;
    return most > BAR_CELLS ? (most + BAR_CELLS - 1) / BAR_CELLS : 1;
}

static const char *bar(int total, int scale)
{
    static const char full[BAR_CELLS + 1] =
        "############################################";
    return full + BAR_CELLS - (total + scale - 1) / scale;
}

static const char *bar_head(const struct month months[MONTHS], int scale,
                            struct arena *arena)
{
    const char *text =
        scale > 1 ? arena_printf(arena, _("# = up to %d items"), scale) : "";
    if (is_over(&months[0]))
        return text;
    return arena_printf(arena, _("%1$s%2$s* to %3$s"), text, *text ? "  " : "",
                        day_text(arena, months[0].last));
}

static void add_months(struct examples *items, const struct month months[MONTHS])
{
    struct arena *arena = items->frame.arena;
    int scale = bar_scale(months);
    struct view_column columns[] = {
        {.head = N_("Month")},
        {.head = N_("All"), .align = ALIGN_RIGHT},
        {.head = N_("Nat."), .align = ALIGN_RIGHT},
        {.head = N_("Prov."), .align = ALIGN_RIGHT},
        {.head = N_("Local"), .align = ALIGN_RIGHT},
        {.head = "", .drop = 1, .picture = true},
    };
    enum { COLUMNS = sizeof columns / sizeof *columns };
    columns[COLUMNS - 1].head = bar_head(months, scale, arena);
    struct grid grid = grid_open(arena, columns, COLUMNS);
    for (int i = 0; i < MONTHS; i++) {
        const struct month *month = &months[i];
        const char *name = month_name(month, arena);
        struct view_cell *cells = grid_head(&grid, name);
        cells[0].text = is_over(month) ? name : arena_printf(arena, "%s*", name);
        cells[1] = count_cell(arena, month->total, ROLE_TEXT);
        for (int level = 0; level < LEVELS; level++)
            cells[2 + level] = count_cell(arena, month->levels[level], ROLE_TEXT);
        cells[COLUMNS - 1].text = bar(month->total, scale);
    }
    frame_block(&items->frame, (struct view_block){.kind = BLOCK_TABLE,
                                                   .table = grid_table(&grid, "")});
}

/* ---- the list ---- */

static void put_row(struct examples *items, struct grid *grid,
                    const struct register_item *item)
{
    const struct view_context *context = items->frame.context;
    struct arena *arena = items->frame.arena;
    bool planned = publicity_planned(item, items->today);
    const char *title = item_field(item->item, "title");
    const char *form = item_field(item->item, "form");
    const char *medium = item_field(item->item, "medium");
    const char *when = item->date ? day_text(arena, item->date) : _("without a date");
    const char *detail =
        arena_printf(arena, "%s  %s%s%s%s%s  %s", title, when, *form ? "  " : "", form,
                     *medium ? "  " : "", medium, item_field(item->item, "unit"));
    struct view_cell *cells =
        grid_row(grid, item->id, example_link(items, item), detail);
    cells[0] = (struct view_cell){.text = day_brief(arena, item->date, items->today),
                                  .role = planned ? ROLE_PROVISIONAL : ROLE_TEXT};
    cells[1].text = level_text(item_field(item->item, "level"));
    cells[2].text = form;
    cells[3].text = register_place(item, context->language);
    cells[4].text = example_task(item);
    cells[5].text = planned ? arena_printf(arena, _("(planned) %s"), title) : title;
    cells[6].text = item_field(item->item, "unit");
}

static void add_list(struct examples *items)
{
    static const struct view_column columns[] = {
        {.head = N_("Date")},
        {.head = N_("Level"), .drop = 3},
        {.head = N_("Form"), .flexible = true, .min = 4, .drop = 2},
        {.head = N_("Region"), .flexible = true, .min = 8, .drop = 4},
        {.head = N_("Task")},
        {.head = N_("Title"), .flexible = true, .min = 20},
        {.head = N_("Unit"), .flexible = true, .min = 8, .drop = 1},
    };
    struct grid grid =
        grid_open(items->frame.arena, columns, sizeof columns / sizeof *columns);
    example_rows(items, &grid, put_row);
    frame_block(&items->frame, (struct view_block){
                                   .kind = BLOCK_TABLE,
                                   .table = grid_table(&grid, example_nothing(items)),
                               });
}

/* ---- what it comes to ---- */

/* The items of the last six months. */
static struct register_list recent(const struct examples *items)
{
    int32_t before = register_half_year(items->today);
    struct register_list list = items->all;
    list.items = arena_alloc(items->frame.arena, list.n * sizeof *list.items);
    list.n = 0;
    for (size_t i = 0; i < items->all.n; i++) {
        const struct register_item *item = &items->all.items[i];
        if (item->date > before && !publicity_planned(item, items->today))
            list.items[list.n++] = *item;
    }
    return list;
}

/* Against the month before. */
static const char *month_change(const struct month *month, struct arena *arena)
{
    int change = month->total - month[1].total;
    if (change == 0)
        return _("as many");
    return change > 0 ? arena_printf(arena, _("%d more"), change)
                      : arena_printf(arena, _("%d fewer"), -change);
}

/* Of the last month that is over, beside the one before it. */
static const char *conclusion(const struct examples *items,
                              const struct month months[MONTHS], size_t n_tasks,
                              size_t with)
{
    struct arena *arena = items->frame.arena;
    const char *other = example_conclusion(items);
    if (other)
        return other;
    const struct month *month = is_over(&months[0]) ? &months[0] : &months[1];
    const char *name = month_name(month, arena), *change = month_change(month, arena);
    const char *const wordings[] = {
        arena_printf(arena,
                     _("%1$s: %2$d made known (%3$s); in 6 months %4$zu of %5$zu tasks "
                       "without any."),
                     name, month->total, change, n_tasks - with, n_tasks),
        arena_printf(arena,
                     _("%1$s: %2$d made known (%3$s); 6 months without: %4$zu tasks."),
                     name, month->total, change, n_tasks - with),
    };
    return frame_fullest(&items->frame, wordings, sizeof wordings / sizeof *wordings);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct examples items;
    if (!examples_open(&items, context, address, ITEM_PUBLICITY, error))
        return false;
    if (items.item) {
        if (!publicity_one(&items, error))
            return false;
        frame_close(&items.frame, view);
        return true;
    }
    struct month months[MONTHS];
    count_months(&items, months);
    struct register_list last = recent(&items);
    size_t n;
    const struct example_count *tasks =
        example_by_task(context, &last, context->arena, &n);
    items.frame.view.conclusion = conclusion(&items, months, n, example_with(tasks, n));
    if (items.all.n > 0)
        add_months(&items, months);
    add_list(&items);
    if (items.all.n > 0)
        example_foot(&items, _("Nothing in 6 months"),
                     example_empty(tasks, n, context->arena));
    frame_close(&items.frame, view);
    return true;
}

const struct page page_publicity = {
    .name = "publicity",
    .key = '7',
    .title = N_("Publicity"),
    .help = N_("Whether the work is being made known, and about what it is not."),
    .regional = true,
    .build = build,
    .has_id = register_has_id,
    .sorts = example_sorts,
    .filters = filters,
    .groups = example_groups,
};
