/* Laggards: see views/laggards.h. */
#include "views/laggards.h"

#include "views/grid.h"
#include "views/tally.h"
#include "views/words.h"

#include <stdlib.h>

static int by_gap(const void *a, const void *b)
{
    const struct figure *x = *(const struct figure *const *)a;
    const struct figure *y = *(const struct figure *const *)b;
    if (x->progress.computed != y->progress.computed)
        return x->progress.computed ? -1 : 1;
    if (x->progress.computed && x->progress.gap != y->progress.gap)
        return x->progress.gap < y->progress.gap ? -1 : 1;
    return (x->indicator > y->indicator) - (x->indicator < y->indicator);
}

static void laggard_row(struct frame *frame, struct grid *grid,
                        const struct figure *figure)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct indicator *indicator = figure->indicator;
    struct view_cell *cells =
        grid_row(grid, arena_printf(arena, "behind/%s", indicator->code),
                 link_text(arena, "indicator", indicator->code, figure->region->code),
                 figure_detail(figure, language, arena));
    cells[0].text = indicator->code;
    cells[1].text = indicator_name(indicator, language);
    cells[2] = value_cell(figure, language, arena);
    cells[3].text = period_text(figure, arena);
    cells[4] = target_cell(indicator, figure->target,
                           target_text(figure->target, arena), language, arena);
    cells[5].text = gap_text(&figure->progress, arena);
}

void laggards_block(struct frame *frame, const struct figure *figures, const char *task)
{
    static const struct view_column columns[] = {
        {.head = N_("Indicator")},
        {.head = "", .flexible = true, .min = 14},
        {.head = N_("Value"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Period"), .drop = 2},
        {.head = N_("Target"), .align = ALIGN_RIGHT, .drop = 1},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
    };
    const struct catalog *catalog = frame->context->catalog;
    const struct figure **found =
        arena_alloc(frame->arena, catalog->n_indicators * sizeof *found);
    size_t n = 0;
    for (size_t i = 0; i < catalog->n_indicators; i++) {
        const struct indicator *indicator = &catalog->indicators[i];
        bool asked =
            task[0] ? task_has(catalog, task, indicator) : !indicator->provincial;
        if (asked && figures[i].latest && figures[i].progress.state == PROGRESS_BEHIND)
            found[n++] = &figures[i];
    }
    if (n == 0)
        return;
    qsort(found, n, sizeof *found, by_gap);
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++)
        laggard_row(frame, &grid, found[i]);
    frame_block(frame,
                (struct view_block){
                    .kind = BLOCK_TABLE,
                    .title = arena_printf(frame->arena, _("Behind: %zu indicators"), n),
                    .table = grid_table(&grid, ""),
                });
}
