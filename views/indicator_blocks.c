/* The parts of the indicator page: see views/indicator_blocks.h. */
#include "views/indicator_blocks.h"

#include "views/grid.h"
#include "views/words.h"

#include <stdlib.h>
#include <string.h>

/* ---- periods ---- */

/* The growth on a year before; only of amounts, and only between exact figures. */
static const char *growth_text(const struct figure *figure, size_t at,
                               struct arena *arena)
{
    const struct indicator *indicator = figure->indicator;
    const struct observation *value = &figure->series[at];
    const struct figure_point *before = figure_year_before(figure, at);
    if ((indicator->kind != KIND_FLOW && indicator->kind != KIND_STOCK) || !before ||
        !value->has_value || before->value->value <= 0 ||
        value->qualifier != QUALIFIER_EXACT ||
        before->value->qualifier != QUALIFIER_EXACT)
        return "";
    return arena_printf(arena, "%+.1f",
                        (value->value / before->value->value - 1) * 100);
}

/* Where a value came from: the delivery, or who announced it and when. */
static bool origin_text(struct frame *frame, const struct figure_point *point,
                        const char **text, const char **detail, struct error *error)
{
    struct arena *arena = frame->arena;
    const struct query *query = frame->context->query;
    *detail = "";
    if (point->value->receipt == 0) {
        const struct published *announced = point->announced;
        *text = announced->issuer;
        const char *source = "";
        for (size_t i = 0; i < frame->context->catalog->n_sources; i++)
            if (strcmp(frame->context->catalog->sources[i].key, announced->source) == 0)
                source = frame->context->catalog->sources[i].text;
        *detail = arena_printf(arena, _("published by %1$s %2$s; %3$s %4$s %5$s"),
                               announced->issuer, announced->date, announced->source,
                               source, announced->note);
        return true;
    }
    *text = arena_printf(arena, "#%u", point->value->receipt);
    if (!query->receipt)
        return true;
    struct receipt receipt;
    if (!query->receipt(query->self, point->value->receipt, arena, &receipt, error))
        return false;
    *detail = arena_printf(arena, _("delivery #%1$u from %2$s on %3$s"), receipt.number,
                           receipt.source, stamp_text(arena, receipt.time));
    if (point->differs)
        *detail =
            arena_printf(arena, _("%1$s; the published figure differs: %2$s"), *detail,
                         value_text(catalog_indicator(frame->context->catalog,
                                                      point->value->indicator),
                                    &point->announced->observation, arena));
    return true;
}

/* Who said a point's value. */
static const char *point_source(struct frame *frame, const struct figure_point *point)
{
    int source = figure_source(&frame->figures, point->value);
    if (source >= 0)
        return source_title(&frame->figures.sources[source]);
    return point->value->receipt == 0 && point->announced ? point->announced->issuer
                                                          : "";
}

static bool period_row(struct frame *frame, struct grid *grid,
                       const struct figure *figure, size_t at, struct error *error)
{
    struct arena *arena = frame->arena;
    const struct observation *value = &figure->series[at];
    const char *origin, *detail;
    if (!origin_text(frame, &figure->points[at], &origin, &detail, error))
        return false;
    char id[32];
    period_id(value->period, id, sizeof id);
    const char *label = period_plain(value->period, arena);
    struct view_cell *cells = grid_row(
        grid, arena_printf(arena, "period/%s", id), "",
        arena_printf(arena, _("%1$s %2$s: %3$s"), label,
                     value->has_value ? value_text(figure->indicator, value, arena)
                                      : _(status_name(value->status)),
                     detail));
    cells[0].text = label;
    cells[1] =
        point_cell(figure->indicator, value, point_source(frame, &figure->points[at]),
                   frame->context->language, arena);
    cells[8].text = origin;
    if (!value->has_value)
        return true;
    cells[2].text = figure_change(figure, at, arena);
    cells[3].text = growth_text(figure, at, arena);
    struct progress progress =
        figure_judge_at(&frame->figures, figure, at, figure->target);
    if (!progress.computed || !period_equal(progress.period, value->period))
        return true;
    cells[4] = (struct view_cell){
        .text =
            arena_printf(arena, "%.*f", figure->indicator->decimals, progress.required),
        .role = ROLE_TARGET};
    cells[5].text = completion_text(figure, &progress, arena);
    cells[6].text = arena_printf(arena, "%.1f", progress.schedule * 100);
    cells[7].text = gap_text(&progress, arena);
    return true;
}

bool indicator_periods(struct frame *frame, const struct figure *figure,
                       struct error *error)
{
    static const struct view_column columns[] = {
        {.head = N_("Period")},
        {.head = N_("Value"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Change"), .align = ALIGN_RIGHT},
        {.head = N_("y/y %"), .align = ALIGN_RIGHT, .drop = 1},
        {.head = N_("Path"), .align = ALIGN_RIGHT, .drop = 2},
        {.head = N_("Done %"), .align = ALIGN_RIGHT},
        {.head = N_("Sched %"), .align = ALIGN_RIGHT},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
        {.head = N_("From"), .flexible = true, .min = 5, .drop = 3},
    };
    if (figure->n_points == 0) /* why is said above */
        return true;
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = figure->n_points; i-- > 0;)
        if (!period_row(frame, &grid, figure, i, error))
            return false;
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_TABLE,
                           .table = grid_table(&grid, ""),
                       });
    return true;
}

/* ---- targets ---- */

void indicator_targets(struct frame *frame, const struct figure *figure)
{
    static const struct view_column columns[] = {
        {.head = N_("Year")},
        {.head = ""},
        {.head = N_("Target"), .flexible = true, .min = 6},
        {.head = N_("State")},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
        {.head = N_("Document"), .flexible = true, .min = 10},
    };
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < figure->n_targets; i++) {
        const struct target *target = figure->targets[i];
        struct figure judged = figure_against(&frame->figures, figure, target);
        const struct progress progress = judged.progress;
        const struct state_row *state = &frame->context->states[progress.state];
        struct view_cell *cells = grid_row(
            &grid, arena_printf(arena, "target/%d", target->year), "",
            arena_printf(arena, _("%1$d %2$s: %3$s (%4$s) %5$s"), target->year,
                         target_said(figure->indicator, target, language, arena),
                         target->document, target->document_date, target->note));
        cells[0].text = target_year(target, judged.past, arena);
        cells[1].text = target_owner(frame->context->catalog, target);
        cells[2] = target_cell(figure->indicator, target, target_text(target, arena),
                               language, arena);
        cells[3] =
            (struct view_cell){.text = state_text(state, arena), .role = state->role};
        cells[4].text = gap_text(&progress, arena);
        cells[5].text = target->document;
    }
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TABLE,
                               .title = _("Targets"),
                               .table = grid_table(&grid, ""),
                           });
}
