/* Ledger: what is overdue, by how long, whose. */
#include "views/ledger.h"

#include "views/grid.h"
#include "views/register_page.h"
#include "views/words.h"

#include <stdlib.h>
#include <string.h>

enum column { STATE, DAYS, DEADLINE, TASK, REGION, ITEM, UNIT, PROGRESS, COLUMNS };

struct ledger {
    struct frame frame;
    const struct region *region;
    struct register_list list;
    struct register_counts counts;
    struct grid grid;
    int32_t today;
    const char *filter;
};

/* ---- rows ---- */

/* Offices end what they write with their own full stop, or with none. */
static bool ends_sentence(const char *text)
{
    static const char stop[] = "。";
    size_t n = strlen(text);
    return n >= strlen(stop) && strcmp(text + n - strlen(stop), stop) == 0;
}

static const char *detail_of(const struct ledger *page,
                             const struct register_item *item,
                             const struct ledger_progress *progress)
{
    static const char *const said[] = {"report", "problems"};
    struct arena *arena = page->frame.arena;
    const char *text = arena_printf(arena, _("%1$s %2$s: %3$s"), item->item->key,
                                    item_field(item->item, "title"),
                                    deadline_text(&item->deadline, arena));
    const char *numbers = ledger_progress_text(progress, arena);
    if (*numbers)
        text = arena_printf(arena, "%s%s%s", text, _("; "), numbers);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        const char *words = item_field(item->item, said[i]);
        if (*words)
            text = arena_printf(arena, "%s%s%s", text,
                                ends_sentence(text) ? "" : _("; "), words);
    }
    return text;
}

static void put_item(struct ledger *page, const struct register_item *item)
{
    struct arena *arena = page->frame.arena;
    const struct deadline *deadline = &item->deadline;
    const struct state_row *row = &deadline_rows[deadline->state];
    struct ledger_progress progress = ledger_progress(item->item, page->today);
    struct view_cell *cells = grid_row(
        &page->grid, item->id, link_text(arena, "ledger", item->id, page->region->code),
        detail_of(page, item, &progress));
    cells[STATE] =
        (struct view_cell){.text = state_text(row, arena), .role = row->role};
    if (deadline->has_day && deadline->state != DEADLINE_CLOSED)
        cells[DAYS].text = arena_printf(arena, "%d", abs(deadline->days));
    cells[DEADLINE].text =
        deadline->has_day ? day_text(arena, deadline->day) : _("- none");
    cells[TASK].text = item_field(item->item, "task");
    if (item->region != page->region)
        cells[REGION].text = register_place(item, page->frame.context->language);
    cells[ITEM].text = item_field(item->item, "title");
    cells[UNIT].text = item_field(item->item, "lead");
    if (progress.has_actual || progress.has_planned)
        cells[PROGRESS] = (struct view_cell){
            .text = arena_printf(
                arena, "%s/%s%s",
                progress.has_actual ? arena_printf(arena, "%.15g", progress.actual)
                                    : "_",
                progress.has_planned ? arena_printf(arena, "%.15g", progress.planned)
                                     : "_",
                progress.behind ? " !" : "  "),
            .role = progress.behind ? ROLE_BAD : ROLE_TEXT};
}

/* Without a filter the closed ones are one row. */
static bool is_folded(const struct ledger *page, const struct register_item *item)
{
    return !*page->filter && item->deadline.state == DEADLINE_CLOSED;
}

/* "13 closed; the last on 2026-10-30". */
static void put_folded(struct ledger *page)
{
    const struct register_list *list = &page->list;
    struct arena *arena = page->frame.arena;
    const struct state_row *row = &deadline_rows[DEADLINE_CLOSED];
    int n = 0;
    int32_t last = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct register_item *item = &list->items[i];
        if (!is_folded(page, item))
            continue;
        n++;
        if (item->deadline.has_closed && item->deadline.closed_on > last)
            last = item->deadline.closed_on;
    }
    if (n == 0)
        return;
    const char *text = arena_printf(arena, _("%d closed"), n);
    if (last)
        text = arena_printf(arena, _("%1$s, the last on %2$s"), text,
                            day_text(arena, last));
    grid_head(&page->grid, "closed")[STATE] = (struct view_cell){
        .text = arena_printf(arena, _("%1$s %2$s; F, then all, lists them"),
                             _(row->symbol), text),
        .role = row->role};
}

static const char *group_title(const struct ledger *page, enum register_by by,
                               const struct register_group *group)
{
    enum language language = page->frame.context->language;
    struct arena *arena = page->frame.arena;
    const struct register_item *first = group->first;
    if (!group->name[0])
        return _("not filled in");
    if (by == REGISTER_BY_REGION && first->region)
        return region_name(first->region, language);
    if (by == REGISTER_BY_TASK && first->task)
        return arena_printf(arena, "%s %s", group->name,
                            task_title(first->task, language));
    return group->name;
}

static const char *const group_fields[] = {
    [REGISTER_BY_UNIT] = "lead",
    [REGISTER_BY_REGION] = "region",
    [REGISTER_BY_TASK] = "task",
};

/* A group's head counts all of it, whatever the filter shows. */
static void put_group(struct ledger *page, enum register_by by,
                      const struct register_group *group)
{
    struct arena *arena = page->frame.arena;
    bool any = false;
    for (size_t i = 0; i < page->list.n; i++) {
        const struct register_item *item = &page->list.items[i];
        if (strcmp(item_field(item->item, group_fields[by]), group->name) != 0 ||
            !ledger_wanted(page->filter, item, page->today))
            continue;
        if (!any)
            grid_head(&page->grid, arena_printf(arena, "group/%s", group->name))[0] =
                (struct view_cell){
                    .text = arena_printf(
                        arena,
                        group->counts.total == 1 ? _("%1$s: %2$d item: %3$s")
                                                 : _("%1$s: %2$d items: %3$s"),
                        group_title(page, by, group), group->counts.total,
                        ledger_counts_text(&group->counts, false, arena)),
                    .role = ROLE_HEAD};
        any = true;
        if (!is_folded(page, item))
            put_item(page, item);
    }
}

static void put_rows(struct ledger *page)
{
    const char *group = page->frame.context->options.group;
    const struct register_list *list = &page->list;
    for (int by = REGISTER_BY_UNIT; by <= REGISTER_BY_TASK; by++) {
        if (strcmp(group, ledger_groups[by + 1].name) != 0)
            continue;
        size_t n;
        const struct register_group *found =
            register_groups(list, (enum register_by)by, page->frame.arena, &n);
        for (size_t i = 0; i < n; i++)
            put_group(page, (enum register_by)by, &found[i]);
        put_folded(page);
        return;
    }
    for (size_t i = 0; i < list->n; i++)
        if (ledger_wanted(page->filter, &list->items[i], page->today) &&
            !is_folded(page, &list->items[i]))
            put_item(page, &list->items[i]);
    put_folded(page);
}

static void add_table(struct ledger *page)
{
    static const struct view_column columns[COLUMNS] = {
        [STATE] = {.head = N_("State")},
        [DAYS] = {.head = N_("Days"), .align = ALIGN_RIGHT},
        [DEADLINE] = {.head = N_("Deadline"), .drop = 2},
        [TASK] = {.head = N_("Task"), .drop = 3},
        [REGION] = {.head = ""},
        [ITEM] = {.head = N_("Item"), .flexible = true, .min = 18},
        [UNIT] = {.head = N_("Lead unit"), .flexible = true, .min = 14},
        /* wide, so that names are not cut for its sake at 80 columns */
        [PROGRESS] = {.head = N_("Done/plan %"),
                      .align = ALIGN_RIGHT,
                      .min = 18,
                      .drop = 1},
    };
    page->grid = grid_open(page->frame.arena, columns, COLUMNS);
    put_rows(page);
    frame_block(
        &page->frame,
        (struct view_block){
            .kind = BLOCK_TABLE,
            .table = grid_table(&page->grid, _("No item is as the filter asks for.")),
        });
}

/* ---- the conclusion ---- */

/* What is overdue longest, or due next: the first of the list that is open. */
static const struct register_item *most_urgent(const struct register_list *list)
{
    return list->n > 0 && list->items[0].deadline.state != DEADLINE_CLOSED &&
                   list->items[0].deadline.has_day
               ? &list->items[0]
               : NULL;
}

static const char *conclusion(const struct ledger *page,
                              const struct register_item *urgent)
{
    struct arena *arena = page->frame.arena;
    const char *counts = arena_printf(
        arena, page->counts.total == 1 ? _("%1$d item: %2$s.") : _("%1$d items: %2$s."),
        page->counts.total, ledger_counts_text(&page->counts, false, arena));
    if (!urgent)
        return counts;
    const struct deadline *deadline = &urgent->deadline;
    bool overdue = deadline->state == DEADLINE_OVERDUE;
    const char *title = item_field(urgent->item, "title");
    const char *task = urgent->task
                           ? task_short(urgent->task, page->frame.context->language)
                           : item_field(urgent->item, "task");
    const char *days = arena_printf(
        arena, overdue ? _("%1$s Longest %2$d days") : _("%1$s Next in %2$d days"),
        counts, abs(deadline->days));
    const char *wordings[] = {
        arena_printf(arena, _("%1$s: %2$s."), days, title),
        arena_printf(arena, _("%1$s (%2$s)."), days, task),
        arena_printf(arena, _("%s."), days),
        arena_printf(arena,
                     overdue ? _("%1$d items: overdue %2$d, longest %3$d days (%4$s).")
                             : _("%1$d items: overdue %2$d, next in %3$d days (%4$s)."),
                     page->counts.total, page->counts.states[DEADLINE_OVERDUE],
                     abs(deadline->days), task),
        counts,
        arena_printf(arena, _("%1$d items, %2$d overdue."), page->counts.total,
                     page->counts.states[DEADLINE_OVERDUE]),
    };
    return frame_fullest(&page->frame, wordings, sizeof wordings / sizeof *wordings);
}

static void note_counts(struct ledger *page)
{
    struct arena *arena = page->frame.arena;
    frame_note(&page->frame, _("%1$d items: %2$s."), page->counts.total,
               ledger_counts_text(&page->counts, true, arena));
    frame_note(&page->frame, "%s",
               _("Shares are rounded each alone and may not add up to 100%."));
    frame_note(
        &page->frame,
        _("Days are counted from %1$s; an open item is due soon in the last %2$d "
          "days before its deadline."),
        day_text(arena, page->today), page->frame.context->rules.due_soon);
}

/* ---- the page ---- */

static bool build_list(struct ledger *page)
{
    const struct register_item *urgent = most_urgent(&page->list);
    for (size_t i = 0; i < page->list.n; i++)
        ledger_use(&page->frame, &page->list.items[i]);
    page->counts = register_count(&page->list);
    page->filter = frame_filter(&page->frame, &page_ledger);
    if (page->list.n == 0) {
        ledger_nothing(&page->frame, &page->list, page->region);
        return true;
    }
    page->frame.view.conclusion = conclusion(page, urgent);
    if (strcmp(page->frame.context->options.sort, "behind") == 0)
        ledger_sort_behind(&page->list, page->today, page->frame.arena);
    add_table(page);
    note_counts(page);
    page->frame.view.keys =
        _("Enter open  s sort  u group  F filter  / find  : go to  ? help");
    return true;
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct ledger page = {.region = frame_region(context, address, error),
                          .today = page_day(context)};
    if (!page.region)
        return false;
    struct frame *frame = &page.frame;
    const char *own =
        link_text(context->arena, "ledger", address->id, page.region->code);
    const char *whole = link_text(context->arena, "ledger", "", page.region->code);
    if (!frame_open(frame, context, own, error) ||
        !register_read(context, ITEM_LEDGER, page.region, context->arena, &page.list,
                       error))
        return false;
    frame_place(frame, page.region);
    frame_step(frame, _("Ledger"), whole);
    const struct register_item *item = register_find(&page.list, address->id);
    if (address->id[0] && !item)
        return error_set(error, ERROR_VIEW_ITEM, address->id,
                         _(item_registers[ITEM_LEDGER].title));
    bool built = item ? ledger_item(frame, page.region, &page.list, item, error)
                      : build_list(&page);
    if (built)
        frame_close(frame, view);
    return built;
}

const struct page page_ledger = {
    .name = "ledger",
    .key = '5',
    .title = N_("Ledger"),
    .help = N_("What is overdue, by how long, whose; one item with its history."),
    .regional = true,
    .build = build,
    .has_id = register_has_id,
    .sorts = ledger_sorts,
    .filters = ledger_filters,
    .groups = ledger_groups,
};
