/* Coordination: the regions x tasks matrix, of a region's parts or of the members of a
 * reporting unit. */
#include "views/matrix.h"
#include "views/reporting.h"
#include "views/words.h"

#include <string.h>

enum { LATE_MOST = 6 };

static const char *judged_text(const struct matrix *matrix)
{
    const struct frame *frame = &matrix->frame;
    struct arena *arena = frame->arena;
    const char *text = arena_printf(
        arena, _("%1$d/%2$d cells judged, %3$d behind, %4$d by half or more"),
        matrix->n_judged, matrix->n_cells, matrix->n_behind, matrix->n_half);
    const char *plain = arena_printf(arena, _("%s."), text);
    const char *brief =
        arena_printf(arena, _("%1$d/%2$d judged, %3$d behind."), matrix->n_judged,
                     matrix->n_cells, matrix->n_behind);
    const struct matrix_column *worst = matrix_worst(matrix);
    const char *most =
        worst ? arena_printf(arena, _("%1$s; most: %2$s (%3$d)."), text,
                             task_short(worst->task, frame->context->language),
                             worst->behind)
              : plain;
    const char *wordings[] = {most, plain, brief};
    return frame_fullest(frame, wordings, sizeof wordings / sizeof *wordings);
}

static const char *conclusion(const struct matrix *matrix)
{
    struct arena *arena = matrix->frame.arena;
    if (matrix->all_rows == 0)
        return _("This region has no regions below it.");
    if (matrix->n_rows == 0 || matrix->n_columns == 0)
        return _("Nothing here is like that.");
    if (!matrix->any)
        return arena_printf(arena,
                            _("Nothing to judge yet: none of %zu regions reports."),
                            matrix->all_rows);
    if (matrix->n_judged == 0)
        return arena_printf(
            arena, _("Nothing can be judged yet: figures in %1$d of %2$d cells."),
            matrix->n_with, matrix->n_cells);
    return judged_text(matrix);
}

/* Who has not reported, among the rows. */
static bool add_late(struct matrix *matrix, struct error *error)
{
    struct frame *frame = &matrix->frame;
    const struct catalog *catalog = frame->context->catalog;
    struct reporting reporting;
    if (!reporting_read(&frame->figures, matrix->region, true, frame->arena, &reporting,
                        error))
        return false;
    size_t n = 0;
    for (size_t i = 0; i < reporting.n; i++) {
        bool shown = !matrix->unit;
        for (size_t r = 0; r < matrix->n_rows && !shown; r++)
            shown = catalog_within(catalog, reporting.items[i].region->code,
                                   matrix->rows[r].region->code);
        if (shown)
            reporting.items[n++] = reporting.items[i];
    }
    reporting.n = n;
    if (n > 0)
        frame_text(frame, _("Not reported"),
                   reporting_text(&reporting, LATE_MOST, frame->context->language,
                                  frame->arena),
                   ROLE_WARN);
    return true;
}

static bool add_blocks(struct matrix *matrix, struct error *error)
{
    const struct view_options *options = &matrix->frame.context->options;
    matrix_filter(matrix, frame_filter(&matrix->frame, &page_coordination));
    matrix_sort(matrix, options->sort, options->at);
    if (matrix->n_rows > 0 && matrix->n_columns > 0)
        matrix_block(matrix);
    else
        frame_text(&matrix->frame, "", conclusion(matrix), ROLE_DIM);
    return add_late(matrix, error);
}

static void add_steps(struct matrix *matrix, const char *own)
{
    struct frame *frame = &matrix->frame;
    bool chinese = frame->context->language == LANGUAGE_ZH;
    frame_place(frame, matrix->region);
    if (!matrix->unit) {
        frame_step(frame, _("Coordination"), own);
        return;
    }
    frame_step(frame, _("Coordination"),
               link_text(frame->arena, "coordination", "", matrix->region->code));
    frame_step(frame, chinese ? matrix->unit->name_zh : matrix->unit->name_en, own);
}

static bool build(const struct view_context *context, const struct address *address,
                  struct view *view, struct error *error)
{
    struct matrix matrix = {0};
    if (address->id[0]) {
        matrix.unit = catalog_unit(context->catalog, address->id);
        matrix.region = catalog_region(context->catalog, REGION_NATION);
    } else {
        matrix.region = frame_region(context, address, error);
    }
    if (!matrix.region)
        return false;
    struct frame *frame = &matrix.frame;
    const char *own =
        matrix.unit
            ? link_text(context->arena, "coordination", matrix.unit->code, 0)
            : link_text(context->arena, "coordination", "", matrix.region->code);
    if (!frame_open(frame, context, own, error) || !matrix_read(&matrix, error))
        return false;
    add_steps(&matrix, own);
    if (!add_blocks(&matrix, error))
        return false;
    frame->view.conclusion = conclusion(&matrix);
    frame->view.keys = _("Enter open  s sort  F filter  ! next behind  ? help");
    frame_note(frame,
               _("A cell counts the task's indicators that at least one of these "
                 "regions reports; where fewer than %.0f in a hundred report it says "
                 "so. Part four goes by the registers and counts in no sum."),
               context->rules.coverage * 100);
    frame_close(frame, view);
    return true;
}

static bool has_id(const struct catalog *catalog, const char *id)
{
    return catalog_unit(catalog, id);
}

const struct page page_coordination = {
    .name = "coordination",
    .key = '4',
    .title = N_("Coordination"),
    .help = N_("Which task fails in many regions, which region fails in many tasks."),
    .regional = true,
    .build = build,
    .has_id = has_id,
    .sorts = matrix_sorts,
    .filters = matrix_filters,
};
