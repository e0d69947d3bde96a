/* Scope and history on the indicator page: see views/indicator_blocks.h. */
#include "core/judged.h"
#include "views/grid.h"
#include "views/indicator_blocks.h"
#include "views/words.h"

void indicator_breaks(struct frame *frame, const struct figure *figure)
{
    for (size_t i = 0; i < figure->n_points; i++)
        if (judged_is_break(&figure->series[i]))
            frame_text(
                frame, "|",
                arena_printf(frame->arena,
                             _("Scope changed from %s: not compared across it"),
                             period_plain(figure->series[i].period, frame->arena)),
                ROLE_WARN);
}

void indicator_scopes(struct frame *frame, const struct figure *figure)
{
    struct arena *arena = frame->arena;
    const struct view_context *context = frame->context;
    size_t n;
    const struct scope *const *scopes = catalog_scopes(
        context->catalog, figure->indicator, figure->region->code, arena, &n);
    for (size_t i = n; i-- > 0;) {
        const struct scope *scope = scopes[i];
        if (scope->day && time_of_day_end(scope->day) > context->known_at)
            continue;
        const struct document *document =
            catalog_document(context->catalog, scope->document);
        const char *text = scope->from
                               ? arena_printf(arena, _("version %1$s, from %2$s: %3$s"),
                                              scope->version,
                                              day_text(arena, scope->from), scope->text)
                               : arena_printf(arena, _("version %1$s, at first: %2$s"),
                                              scope->version, scope->text);
        if (document)
            text = arena_printf(arena, _("%1$s (%2$s)"), text, document->title);
        frame_text(frame, _("Scope"), text, ROLE_TEXT);
    }
}

static void history_rows(struct grid *grid, const struct figure *ended,
                         enum language language)
{
    struct arena *arena = grid->arena;
    const char *name = ended->region->valid_to
                           ? arena_printf(arena, _("%1$s (until %2$d)"),
                                          region_name(ended->region, language),
                                          ended->region->valid_to)
                           : region_name(ended->region, language);
    for (size_t i = ended->n_points; i-- > 0;) {
        const struct observation *value = &ended->series[i];
        const char *period = period_plain(value->period, arena);
        struct view_cell *cells = grid_row(
            grid, arena_printf(arena, "before/%d/%s", (int)ended->region->code, period),
            "",
            arena_printf(arena, _("%1$s %2$s: %3$s"), name, period,
                         value->has_value ? value_text(ended->indicator, value, arena)
                                          : _(status_name(value->status))));
        cells[0].text = period;
        cells[1] = point_cell(ended->indicator, value, "", language, arena);
        cells[2].text = figure_change(ended, i, arena);
        cells[3].text = name;
    }
}

bool indicator_predecessors(struct frame *frame, const struct figure *figure,
                            struct error *error)
{
    static const struct view_column columns[] = {
        {.head = N_("Period")},
        {.head = N_("Value"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Change"), .align = ALIGN_RIGHT},
        {.head = N_("Region that ended"), .flexible = true, .min = 12},
    };
    struct arena *arena = frame->arena;
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    size_t n;
    const struct region **regions =
        catalog_predecessors(frame->context->catalog, figure->region->code, arena, &n);
    for (size_t i = 0; i < n; i++) {
        struct figure ended;
        if (!figure_get(&frame->figures, figure->indicator, regions[i], arena, &ended,
                        error))
            return false;
        history_rows(&grid, &ended, frame->context->language);
    }
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TABLE,
                               .title = _("History before the merger"),
                               .table = grid_table(&grid, ""),
                           });
    return true;
}
