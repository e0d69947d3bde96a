/* Task: the tree of tasks with their counts. One task is views/task_one.c. */
#include "views/grid.h"
#include "views/tally.h"
#include "views/task_one.h"
#include "views/words.h"

#include <string.h>

/* Groups that are no task of their own stand before their first member. */
static const struct {
    const char *parent, *name;
} heads[] = {
    {"B", N_("Eight capabilities")},
    {"C", N_("Part four: organisation")},
};

size_t task_columns(bool judged, struct view_column columns[TASK_COLUMNS])
{
    columns[0] = (struct view_column){.head = N_("Task")};
    columns[1] = (struct view_column){.head = "", .flexible = true, .min = 12};
    columns[2] = (struct view_column){
        .head = N_("Lead unit"), .flexible = true, .min = 8, .drop = 3};
    return 3 + tally_columns(judged, columns + 3);
}

const char *task_lead(const struct task *task, struct arena *arena)
{
    if (!task->lead[0] || task->lead_published)
        return task->lead;
    return arena_printf(arena, "%s%s", task->lead, _(" (proposed)"));
}

static bool has_id(const struct catalog *catalog, const char *id)
{
    return catalog_task(catalog, id) != NULL;
}

static void head_row(struct grid *grid, const struct catalog *catalog, size_t at)
{
    const struct task *task = &catalog->tasks[at];
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strcmp(task->parent, heads[i].parent) == 0 &&
            (at == 0 || strcmp(catalog->tasks[at - 1].parent, task->parent) != 0))
            grid_head(grid, heads[i].parent)[1] =
                (struct view_cell){.text = _(heads[i].name), .role = ROLE_HEAD};
}

/* What the tree is for: group rows sum their tasks, so every task is counted once. The
 * as-of text and the marks follow from every figure. */
static bool count_tasks(struct frame *frame, const struct region *region,
                        struct tally *tallies, struct tally *total, int *n_behind,
                        struct error *error)
{
    const struct catalog *catalog = frame->context->catalog;
    struct arena scratch = {0};
    const struct figure *all = figure_all(&frame->figures, region, &scratch, error);
    for (size_t i = 0; all && i < catalog->n_indicators; i++)
        frame_use(frame, &all[i]);
    for (size_t i = 0; all && i < catalog->n_tasks; i++) {
        const struct task *task = &catalog->tasks[i];
        tally_figures(catalog, task->code, all, &tallies[i]);
        if (task->kind != TASK_TASK && task->kind != TASK_CAPABILITY)
            continue;
        tally_sum(total, &tallies[i]);
        *n_behind += tally_state_behind(frame->context,
                                        tally_state(&tallies[i], frame->context));
    }
    arena_release(&scratch);
    return all != NULL;
}

static void task_row(struct frame *frame, struct grid *grid, const struct task *task,
                     const struct tally *tally, bool judged,
                     const struct region *region)
{
    enum language language = frame->context->language;
    struct arena *arena = frame->arena;
    const char *name =
        arena_printf(arena, "%s %s", task->code, task_title(task, language));
    const char *lead = task_lead(task, arena);
    const char *detail = tally_detail(tally, name, frame->context, arena);
    const struct state_row *state = tally_state(tally, frame->context);
    if (tally_judged(tally) > 0 || tally_state_lacking(state))
        detail = arena_printf(arena, _("%1$s; %2$s"), detail, state_text(state, arena));
    if (lead[0])
        detail = arena_printf(arena, _("%1$s; lead unit %2$s"), detail, lead);
    struct view_cell *cells = grid_row(
        grid, task->code, link_text(arena, "task", task->code, region->code), detail);
    bool group = task->kind == TASK_ACTION;
    cells[0] =
        (struct view_cell){.text = task->code, .role = group ? ROLE_HEAD : ROLE_TEXT};
    cells[1] = (struct view_cell){.text = task_title(task, language),
                                  .role = group ? ROLE_HEAD : ROLE_TEXT};
    cells[2].text = lead;
    if (tally->total > 0)
        tally_cells(tally, judged, arena, cells + 3);
}

static bool task_tree(struct frame *frame, const struct region *region,
                      struct error *error)
{
    const struct catalog *catalog = frame->context->catalog;
    struct tally *tallies =
        arena_alloc(frame->arena, catalog->n_tasks * sizeof *tallies);
    struct tally total = {0};
    int n_behind = 0;
    if (!count_tasks(frame, region, tallies, &total, &n_behind, error))
        return false;
    bool judged = tally_judged(&total) > 0;
    struct view_column columns[TASK_COLUMNS];
    size_t n = task_columns(judged, columns);
    struct grid grid = grid_open(frame->arena, columns, n);
    for (size_t i = 0; i < catalog->n_tasks; i++) {
        head_row(&grid, catalog, i);
        task_row(frame, &grid, &catalog->tasks[i], &tallies[i], judged, region);
    }
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .table = grid_table(&grid, ""),
                       });
    if (region_outside(region))
        frame->view.conclusion = outside_text(frame, region);
    else
        frame->view.conclusion =
            judged
                ? arena_printf(frame->arena,
                               _("25 tasks: %1$d with indicators behind; %2$d of %3$d "
                                 "indicators judged."),
                               n_behind, tally_judged(&total), total.total)
                : arena_printf(frame->arena,
                               _("25 tasks, none judged yet; %1$d of %2$d indicators "
                                 "have a figure."),
                               total.with_value, total.total);
    return true;
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    const struct region *region = frame_region(context, address, error);
    if (!region)
        return false;
    const struct task *task =
        address->id[0] ? catalog_task(context->catalog, address->id) : NULL;
    if (address->id[0] && !task)
        return error_set(error, ERROR_VIEW_TASK, address->id);
    struct frame frame;
    const char *tree = link_text(context->arena, "task", "", region->code);
    const char *own = link_text(context->arena, "task", address->id, region->code);
    if (!frame_open(&frame, context, own, error))
        return false;
    frame_place(&frame, region);
    frame_step(&frame, _("Tasks"), tree);
    const struct task *group =
        task ? catalog_task(context->catalog, task->parent) : NULL;
    if (group)
        frame_step(&frame, group->code,
                   link_text(context->arena, "task", group->code, region->code));
    if (task)
        frame_step(&frame, task->code, own);
    bool built =
        task ? task_one(&frame, task, region, error) : task_tree(&frame, region, error);
    if (built)
        frame_close(&frame, view);
    return built;
}

const struct page page_task = {
    .name = "task",
    .key = '3',
    .title = N_("Tasks"),
    .help = N_("Which task, who leads it, what is behind; one task's clause in full."),
    .regional = true,
    .build = build,
    .has_id = has_id,
};
