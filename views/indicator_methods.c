/* The methods side by side on the indicator page: see views/indicator_blocks.h. */
#include "views/grid.h"
#include "views/indicator_blocks.h"
#include "views/method_text.h"
#include "views/words.h"

#include <string.h>

static bool computable(const struct assessment *given, enum assess_method method)
{
    switch (method) {
    case METHOD_GROWTH:
        return given->growth.state != GROWTH_NOT_COMPUTABLE;
    case METHOD_TREND:
        return given->trend.state != TREND_NOT_COMPUTABLE;
    default:
        return given->schedule.state != PROGRESS_NOT_COMPUTABLE;
    }
}

static bool any_computable(const struct assessment *given)
{
    for (int i = 0; i < METHOD_COUNT; i++)
        if (computable(given, (enum assess_method)i))
            return true;
    return false;
}

static void method_row(struct grid *grid, const struct figure *judged,
                       enum assess_method method)
{
    struct arena *arena = grid->arena;
    int year = judged->target->year;
    const struct assessment *given = &judged->assessment;
    struct state_row state = method_state(judged, method);
    const char *basis = method_basis(judged, method, arena);
    const char *word = state_text(&state, arena);
    struct view_cell *cells = grid_row(
        grid, arena_printf(arena, "method/%d/%s", year, method_code(method)), "",
        arena_printf(arena,
                     basis[0] ? _("%1$d, %2$s: %3$s; %4$s") : _("%1$d, %2$s: %3$s"),
                     year, _(method_name(method)), word, basis));
    cells[0].text = arena_printf(arena, "%d", year);
    cells[1].text = _(method_name(method));
    cells[2] = (struct view_cell){
        .text = given->disagrees[method] ? arena_printf(arena, "%s *", word) : word,
        .role = state.role};
    if (computable(given, method))
        cells[3].text = basis;
}

static const char *add(struct arena *arena, const char *text, const char *more)
{
    return text[0] ? arena_printf(arena, _("%1$s; %2$s"), text, more) : more;
}

/* Why methods say nothing: where none does, what the schedule lacks stands for all that
 * lack the same. */
static const char *reasons(const struct figure *judged, const char *text,
                           struct arena *arena)
{
    const struct assessment *given = &judged->assessment;
    const char *shared = "";
    if (!any_computable(given)) {
        shared = method_basis(judged, METHOD_SCHEDULE, arena);
        text = add(arena, text,
                   arena_printf(arena, _("no method can be computed: %s"), shared));
    }
    for (int i = 0; i < METHOD_COUNT; i++) {
        enum assess_method method = (enum assess_method)i;
        const char *reason = method_basis(judged, method, arena);
        if (!computable(given, method) && strcmp(reason, shared) != 0)
            text = add(arena, text,
                       arena_printf(arena, _("%1$s not computable: %2$s"),
                                    _(method_name(method)), reason));
    }
    return text;
}

/* What is still needed, when the line gets there, what could not be computed. */
static const char *outlook(const struct figure *judged, enum language language,
                           struct arena *arena)
{
    const struct assessment *given = &judged->assessment;
    const struct target *target = judged->target;
    const char *unit = indicator_unit(judged->indicator, language);
    if (unit[0] == '%')
        unit = _("percentage points");
    const char *text = target_said(judged->indicator, target, language, arena);
    if (!target->has_value)
        return text;
    if (given->has_needed)
        text = add(arena, text,
                   arena_printf(arena, _("still needed %1$+.*2$f%3$s%4$s a year"),
                                given->needed, judged->indicator->decimals,
                                unit[0] > 0 && unit[0] < 0x7f ? " " : "", unit));
    if (given->trend.state != TREND_NOT_COMPUTABLE &&
        given->trend.state != TREND_REACHED)
        text = add(arena, text,
                   given->trend.reaches
                       ? arena_printf(arena,
                                      _("the last %1$zu points carried on reach it "
                                        "in %2$d"),
                                      given->trend.n, given->trend.reached_year)
                       : arena_printf(arena,
                                      _("the last %zu points carried on never "
                                        "reach it"),
                                      given->trend.n));
    return reasons(judged, text, arena);
}

void indicator_methods(struct frame *frame, const struct figure *figure)
{
    static const struct view_column columns[] = {
        {.head = N_("Year")},
        {.head = N_("Method")},
        {.head = N_("Conclusion")},
        {.head = N_("Basis"), .flexible = true, .min = 20},
    };
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    struct grid grid = grid_open(arena, columns, sizeof columns / sizeof *columns);
    struct figure *open = arena_alloc(arena, figure->n_targets * sizeof *open);
    size_t n_open = 0;
    bool disagree = false;
    if (!figure->latest)
        return;
    for (size_t i = 0; i < figure->n_targets; i++) {
        struct figure judged =
            figure_against(&frame->figures, figure, figure->targets[i]);
        if (judged.past)
            continue;
        open[n_open++] = judged;
        disagree = disagree || methods_disagree(&judged);
        if (judged.target->has_value && any_computable(&judged.assessment))
            for (int m = 0; m < METHOD_COUNT; m++)
                method_row(&grid, &judged, (enum assess_method)m);
    }
    if (grid.n_rows > 0)
        frame_block(frame, (struct view_block){
                               .kind = BLOCK_TABLE,
                               .title = _("Methods side by side"),
                               .table = grid_table(&grid, ""),
                           });
    if (disagree)
        frame_text(frame, "*",
                   arena_printf(arena,
                                _("comes to something else than %s, which decides"),
                                _(method_name(figure->method))),
                   ROLE_TEXT);
    for (size_t i = 0; i < n_open; i++)
        frame_text(frame, arena_printf(arena, "%d", open[i].target->year),
                   outlook(&open[i], language, arena), ROLE_TEXT);
}
