/* The provinces ranked by one task's indicators: see views/task_one.h. */
#include "core/rank.h"
#include "core/rollup.h"
#include "views/grid.h"
#include "views/tally.h"
#include "views/task_one.h"
#include "views/words.h"

#include <stdlib.h>
#include <string.h>

struct standing {
    const struct region *region;
    struct tally tally;
};

/* Fewest behind first, then the better gap; those that cannot be judged last. */
static int by_behind(const void *a, const void *b)
{
    const struct standing *x = a, *y = b;
    bool jx = tally_judged(&x->tally) > 0, jy = tally_judged(&y->tally) > 0;
    if (jx != jy)
        return jx ? -1 : 1;
    if (x->tally.behind != y->tally.behind)
        return x->tally.behind < y->tally.behind ? -1 : 1;
    double gx = x->tally.has_gap ? x->tally.least_gap : 0;
    double gy = y->tally.has_gap ? y->tally.least_gap : 0;
    if (gx != gy)
        return gx > gy ? -1 : 1;
    return (x->region->code > y->region->code) - (x->region->code < y->region->code);
}

/* As many behind, and a gap that is the same as shown. */
static bool same_place(const struct standing *x, const struct standing *y,
                       int gap_decimals)
{
    return x->tally.behind == y->tally.behind && x->tally.has_gap == y->tally.has_gap &&
           (!x->tally.has_gap ||
            rank_compare(x->tally.least_gap, y->tally.least_gap, gap_decimals) == 0);
}

static void rank_rows(struct frame *frame, struct grid *grid,
                      const struct standing *standings, size_t n,
                      const struct task *task, const struct region *region)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    size_t rank = 0;
    for (size_t i = 0; i < n; i++) {
        const struct standing *standing = &standings[i];
        bool judged = tally_judged(&standing->tally) > 0;
        if (i == 0 || !same_place(standing, &standings[i - 1],
                                  frame->context->rules.gap_decimals))
            rank = i + 1;
        struct view_cell *cells = grid_row(
            grid, arena_printf(arena, "rank/%06d", (int)standing->region->code),
            link_text(arena, "task", task->code, standing->region->code),
            tally_detail(&standing->tally, region_name(standing->region, language),
                         frame->context, arena));
        if (judged)
            cells[0].text = arena_printf(arena, "%zu", rank);
        cells[1].text = region_short(standing->region, language);
        tally_cells(&standing->tally, true, arena, cells + 2);
        if (standing->tally.has_gap)
            cells[2 + TALLY_COLUMNS].text =
                points_text(standing->tally.least_gap, &frame->context->rules, arena);
        if (standing->region == region)
            cells[3 + TALLY_COLUMNS] =
                (struct view_cell){.text = _("this one"), .role = ROLE_MARK};
    }
}

static void add_rank_table(struct frame *frame, const struct standing *standings,
                           size_t n, const struct task *task,
                           const struct region *region)
{
    struct view_column columns[4 + TALLY_COLUMNS] = {
        {.head = N_("Rank"), .align = ALIGN_RIGHT},
        {.head = N_("Region"), .flexible = true, .min = 6},
    };
    size_t at = 2 + tally_columns(true, columns + 2);
    columns[at++] = (struct view_column){.head = N_("pts"), .align = ALIGN_RIGHT};
    columns[at++] = (struct view_column){.head = ""};
    struct grid grid = grid_open(frame->arena, columns, at);
    rank_rows(frame, &grid, standings, n, task, region);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Ranking of regions"),
                           .table = grid_table(&grid, ""),
                       });
}

static void say_too_few(struct frame *frame, const struct standing *standings, size_t n,
                        size_t judged)
{
    const char *silent = "";
    for (size_t i = judged; i < n; i++)
        silent =
            arena_printf(frame->arena, "%s%s%s", silent, silent[0] ? _(", ") : "",
                         region_short(standings[i].region, frame->context->language));
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TEXT,
                           .label = _("Ranking"),
                           .role = ROLE_WARN,
                           .text = arena_printf(
                               frame->arena,
                               _("Too few can be judged: %1$zu/%2$zu, no ranking. "
                                 "Without: %3$s"),
                               judged, n, silent),
                       });
}

bool task_ranking(struct frame *frame, const struct task *task,
                  const struct region *region, struct error *error)
{
    const struct catalog *catalog = frame->context->catalog;
    bool any = false;
    for (size_t i = 0; i < catalog->n_indicators && !any; i++)
        if (task_has(catalog, task->code, &catalog->indicators[i]) &&
            !figure_reported(&frame->figures, &catalog->indicators[i], REGION_NATION,
                             &any, error))
            return false;
    if (!any)
        return true;
    size_t n_children, n = 0, judged = 0;
    const struct region **children =
        catalog_children(catalog, REGION_NATION, frame->arena, &n_children);
    struct standing *standings =
        arena_alloc(frame->arena, n_children * sizeof *standings);
    struct arena scratch = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < n_children; i++) {
        if (region_outside(children[i]))
            continue;
        arena_reset(&scratch);
        standings[n].region = children[i];
        ok = tally_task(&frame->figures, task->code, children[i], &standings[n].tally,
                        &scratch, error);
        judged += tally_judged(&standings[n++].tally) > 0;
    }
    arena_release(&scratch);
    if (!ok)
        return false;
    qsort(standings, n, sizeof *standings, by_behind);
    if (judged == 0)
        return true;
    if (!rollup_covered((int)judged, (int)n, frame->context->rules.coverage))
        say_too_few(frame, standings, n, judged);
    else
        add_rank_table(frame, standings, n, task, region);
    return true;
}
