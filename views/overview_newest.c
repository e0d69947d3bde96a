/* The overview's newest figures: see views/overview_newest.h. */
#include "views/overview_newest.h"

#include "views/grid.h"
#include "views/words.h"

#include <stdlib.h>

enum { NEWEST = 5 };

/* When a figure became known: the day it was announced, else its period's end. */
static int32_t known_day(const struct figure *figure)
{
    const struct figure_point *point = figure->latest;
    return point->value->receipt == 0 && point->announced && point->announced->day
               ? point->announced->day
               : point->value->period.last;
}

static int by_newest(const void *a, const void *b)
{
    const struct figure *x = *(const struct figure *const *)a;
    const struct figure *y = *(const struct figure *const *)b;
    int32_t dx = known_day(x), dy = known_day(y);
    if (dx != dy)
        return dx > dy ? -1 : 1;
    return (x->indicator > y->indicator) - (x->indicator < y->indicator);
}

static void newest_row(struct frame *frame, struct grid *grid,
                       const struct region *region, const struct figure *figure)
{
    enum language language = frame->context->language;
    const struct figure_point *point = figure->latest;
    struct view_cell *cells = grid_row(
        grid, arena_printf(frame->arena, "new/%s", figure->indicator->code),
        link_text(frame->arena, "indicator", figure->indicator->code, region->code),
        figure_detail(figure, language, frame->arena));
    cells[0].text = figure->indicator->code;
    cells[1].text = indicator_name(figure->indicator, language);
    cells[2].text = lone_text(figure->indicator, point->value, language, frame->arena);
    cells[3].text = period_text(figure, frame->arena);
    cells[4].text = point->value->receipt == 0 && point->announced
                        ? point->announced->issuer
                        : figure->source;
}

void newest_block(struct frame *frame, const struct region *region,
                  const struct figure *figures)
{
    static const struct view_column columns[] = {
        {.head = ""},
        {.head = N_("Indicator"), .flexible = true, .min = 12},
        {.head = N_("Value"), .align = ALIGN_RIGHT},
        {.head = N_("Period")},
        {.head = N_("From"), .flexible = true, .min = 6, .drop = 1},
    };
    const struct catalog *catalog = frame->context->catalog;
    const struct figure **found = NULL;
    size_t n = 0;
    for (size_t i = 0; i < catalog->n_indicators; i++)
        if (figures[i].latest) {
            found = arena_more(frame->arena, found, n, sizeof *found);
            found[n++] = &figures[i];
        }
    if (n > 0)
        qsort(found, n, sizeof *found, by_newest);
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n && i < NEWEST; i++)
        newest_row(frame, &grid, region, found[i]);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .title = _("Newest figures"),
                           .table = grid_table(&grid, _("No figure of this region is "
                                                        "published or reported.")),
                       });
}
