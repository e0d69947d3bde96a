/* Comparing: see views/indicator_compare.h. Figures of different periods stand beside
 * each other with their periods; a highest and a lowest are named only of the same one.
 */
#include "views/indicator_compare.h"

#include "views/grid.h"
#include "views/words.h"

#include <stdlib.h>
#include <string.h>

enum { CODE_DIGITS = 6 };

static const char letters[COMPARED_MOST + 1] = "ABCDEF";

const struct indicator *compared_indicator(const struct catalog *catalog,
                                           const char *id)
{
    char code[CODE_SIZE];
    size_t n = strcspn(id, "+");
    if (n >= sizeof code)
        return NULL;
    memcpy(code, id, n);
    code[n] = '\0';
    return catalog_indicator(catalog, code);
}

bool compared_regions(const struct catalog *catalog, const char *id,
                      const struct region *region,
                      const struct region *compared[COMPARED_MOST], size_t *n)
{
    *n = 0;
    compared[(*n)++] = region;
    for (const char *p = strchr(id, '+'); p; p = strchr(p + 1, '+')) {
        size_t digits = strspn(p + 1, "0123456789");
        const struct region *next =
            digits == CODE_DIGITS && (p[1 + digits] == '+' || !p[1 + digits])
                ? catalog_region(catalog, atoi(p + 1))
                : NULL;
        if (!next)
            return false;
        bool there = false;
        for (size_t i = 0; i < *n; i++)
            there |= compared[i] == next;
        if (!there && *n == COMPARED_MOST)
            return false;
        if (!there)
            compared[(*n)++] = next;
    }
    return *n > 1;
}

const char *compared_address(const char *indicator, const int32_t *regions, size_t n,
                             struct arena *arena)
{
    const char *id = indicator;
    for (size_t i = 1; i < n; i++)
        id = arena_printf(arena, "%s+%06d", id, (int)regions[i]);
    return link_text(arena, "indicator", id, regions[0]);
}

static int by_day(const void *a, const void *b)
{
    const struct view_point *x = a, *y = b;
    if (x->day != y->day)
        return x->day > y->day ? 1 : -1;
    return (x->mark > y->mark) - (x->mark < y->mark);
}

static void add_chart(struct frame *frame, const struct figure *figures, size_t n)
{
    struct arena *arena = frame->arena;
    struct view_point *points = NULL;
    size_t n_points = 0;
    const char *legend = "";
    for (size_t i = 0; i < n; i++) {
        legend =
            arena_printf(arena, "%s%s%c %s", legend, *legend ? "  " : "", letters[i],
                         region_short(figures[i].region, frame->context->language));
        for (size_t k = 0; k < figures[i].n_points; k++) {
            const struct observation *value = &figures[i].series[k];
            if (!value->has_value)
                continue;
            points = arena_more(arena, points, n_points, sizeof *points);
            points[n_points++] = (struct view_point){.day = value->period.last,
                                                     .value = value->value,
                                                     .mark = letters[i],
                                                     .label = ""};
        }
    }
    if (n_points == 0)
        return;
    qsort(points, n_points, sizeof *points, by_day);
    frame_block(frame, (struct view_block){
                           .kind = BLOCK_CHART,
                           .chart = {.points = points,
                                     .n_points = n_points,
                                     .unit = indicator_unit(figures[0].indicator,
                                                            frame->context->language),
                                     .legend = legend,
                                     .decimals = figures[0].indicator->decimals},
                       });
}

static void figure_row(struct frame *frame, struct grid *grid, char letter,
                       const struct figure *figure)
{
    struct arena *arena = frame->arena;
    enum language language = frame->context->language;
    const struct state_row *state = figure_state(figure);
    struct view_cell *cells = grid_row(
        grid, arena_printf(arena, "%06d", (int)figure->region->code),
        link_text(arena, "indicator", figure->indicator->code, figure->region->code),
        arena_printf(arena, _("%1$s: %2$s"), region_name(figure->region, language),
                     figure_detail(figure, language, arena)));
    cells[0].text = arena_printf(arena, "%c", letter);
    cells[1].text = region_name(figure->region, language);
    cells[2] = value_cell(figure, language, arena);
    cells[3].text = period_text(figure, arena);
    if (figure->target)
        cells[5] = target_cell(
            figure->indicator, figure->target,
            arena_printf(arena, "%s %d %s",
                         target_owner(frame->context->catalog, figure->target),
                         figure->target->year, target_text(figure->target, arena)),
            language, arena);
    cells[7] =
        (struct view_cell){.text = state_text(state, arena), .role = state->role};
    if (!figure->latest)
        return;
    cells[4].text =
        figure_change(figure, (size_t)(figure->latest - figure->points), arena);
    if (figure->progress.computed)
        cells[6].text = gap_text(&figure->progress, arena);
}

static void add_table(struct frame *frame, const struct figure *figures, size_t n)
{
    static const struct view_column columns[] = {
        {.head = ""},
        {.head = N_("Region"), .flexible = true, .min = 8},
        {.head = N_("Value"), .align = ALIGN_RIGHT, .min = 8},
        {.head = N_("Period")},
        {.head = N_("Change"), .align = ALIGN_RIGHT, .drop = 1},
        {.head = N_("Target"), .drop = 2},
        {.head = N_("pts"), .align = ALIGN_RIGHT},
        {.head = N_("State")},
    };
    struct grid grid =
        grid_open(frame->arena, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++)
        figure_row(frame, &grid, letters[i], &figures[i]);
    frame_block(frame, (struct view_block){.kind = BLOCK_TABLE,
                                           .table = grid_table(&grid, "")});
}

/* Can the figures be set in an order: all there, of one period, none a bound? */
static bool comparable(const struct figure *figures, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!figures[i].latest ||
            qualifier_is_bound(figures[i].latest->value->qualifier) ||
            !period_equal(figures[i].latest->value->period,
                          figures[0].latest->value->period))
            return false;
    return true;
}

static const char *said_of(const struct frame *frame, const struct figure *figure)
{
    enum language language = frame->context->language;
    return arena_printf(
        frame->arena, "%s %s", region_short(figure->region, language),
        said_text(figure->indicator, figure->latest->value, language, frame->arena));
}

static const char *conclude(struct frame *frame, const struct figure *figures, size_t n)
{
    struct arena *arena = frame->arena;
    if (!comparable(figures, n))
        return arena_printf(arena,
                            _("%zu regions side by side; their figures are not all of "
                              "one period."),
                            n);
    const struct figure *high = figures, *low = figures;
    for (size_t i = 1; i < n; i++) {
        double value = figures[i].latest->value->value;
        high = value > high->latest->value->value ? &figures[i] : high;
        low = value < low->latest->value->value ? &figures[i] : low;
    }
    const char *plain = arena_printf(arena, _("%1$zu regions side by side, %2$s."), n,
                                     period_text(figures, arena));
    if (high->latest->value->value == low->latest->value->value)
        return plain;
    const char *wordings[] = {
        arena_printf(arena, _("%1$zu regions, %2$s: highest %3$s, lowest %4$s."), n,
                     period_text(figures, arena), said_of(frame, high),
                     said_of(frame, low)),
        arena_printf(arena, _("%1$s: highest %2$s, lowest %3$s."),
                     period_text(figures, arena), said_of(frame, high),
                     said_of(frame, low)),
        plain,
    };
    return fullest(wordings, sizeof wordings / sizeof *wordings);
}

bool indicator_compare(struct frame *frame, const struct indicator *indicator,
                       const struct region *const *regions, size_t n,
                       struct error *error)
{
    struct figure *figures = arena_alloc(frame->arena, n * sizeof *figures);
    frame->figures.whole = true;
    for (size_t i = 0; i < n; i++) {
        if (!figure_get(&frame->figures, indicator, regions[i], frame->arena,
                        &figures[i], error))
            return false;
        frame_use(frame, &figures[i]);
    }
    add_chart(frame, figures, n);
    add_table(frame, figures, n);
    if (indicator->note[0])
        frame_note(frame, _("%1$s: %2$s"), indicator->code, indicator->note);
    frame->view.conclusion = conclude(frame, figures, n);
    return true;
}
