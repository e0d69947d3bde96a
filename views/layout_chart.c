/*
 * Charts: points over days, on a grid of cells. Nothing is drawn between two points:
 * what was not published stays a gap.
 */
#include "views/layout_draft.h"

#include "core/period.h"
#include "core/text.h"
#include "views/glyphs.h"
#include "views/words.h"

#include <math.h>
#include <string.h>

enum { CHART_ROWS = 10, CHART_TICKS = 4, LEAST_PLOT = 8 };

/* Who stays where two points share a cell: the first in this list. */
static const struct {
    char mark;
    enum role role;
} marks[] = {
    {'T', ROLE_TARGET}, {'@', ROLE_TEXT},       {'^', ROLE_TEXT},
    {'v', ROLE_TEXT},   {'*', ROLE_TEXT},       {'o', ROLE_PROVISIONAL},
    {'.', ROLE_TARGET}, {'x', ROLE_PROJECTION}, {'|', ROLE_WARN},
    {'A', ROLE_TEXT},   {'B', ROLE_TEXT},       {'C', ROLE_TEXT},
    {'D', ROLE_TEXT},   {'E', ROLE_TEXT},       {'F', ROLE_TEXT},
};

enum { N_MARKS = sizeof marks / sizeof *marks };

/* A cell of the grid: nothing, a point's mark, or part of a label. */
enum { CELL_FREE = 0, CELL_POINT, CELL_LABEL_START, CELL_LABEL };

struct grid_cell {
    unsigned char kind;
    size_t rank;      /* CELL_POINT: row of `marks` */
    const char *text; /* CELL_LABEL_START */
    unsigned dots;    /* CELL_POINT: of the braille tier, 0 = the mark */
};

struct chart_plan {
    struct draft *draft;
    const struct view_chart *chart;
    double bottom, top, step;
    int32_t first, last; /* days */
    int left, right;     /* the plot's first cell, and its last */
    struct grid_cell *cells;
};

static struct grid_cell *cell_at(const struct chart_plan *plan, int row, int x)
{
    return &plan->cells[(size_t)row * (size_t)plan->draft->usable + (size_t)x];
}

/* 1, 2, 2.5 or 5 times a power of ten: the least that needs at most `ticks` of it. */
static double nice_step(double range, int ticks)
{
    static const double steps[] = {1, 2, 2.5, 5, 10};
    double raw = range / ticks;
    double power = pow(10, floor(log10(raw)));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (raw <= steps[i] * power * (1 + 1e-9))
            return steps[i] * power;
    return 10 * power;
}

/* The axes: from 0 unless there is a negative value, up to the tick above the highest.
 */
static void scale(struct chart_plan *plan)
{
    double low = 0, high = 0;
    plan->first = plan->chart->points[0].day;
    plan->last = plan->first;
    for (size_t i = 0; i < plan->chart->n_points; i++) {
        const struct view_point *point = &plan->chart->points[i];
        if (point->mark != '|') {
            low = fmin(low, point->value);
            high = fmax(high, point->value);
        }
        plan->last = point->day > plan->last ? point->day : plan->last;
        plan->first = point->day < plan->first ? point->day : plan->first;
    }
    double range = high - low;
    plan->step = nice_step(range > 0 && isfinite(range) ? range : 1, CHART_TICKS);
    plan->bottom = floor(low / plan->step) * plan->step;
    plan->top = ceil(high / plan->step) * plan->step;
    if (plan->top <= plan->bottom)
        plan->top = plan->bottom + plan->step;
}

static int row_of(const struct chart_plan *plan, double value)
{
    double share = (plan->top - value) / (plan->top - plan->bottom);
    return (int)lround(share * (CHART_ROWS - 1));
}

static int x_of(const struct chart_plan *plan, int32_t day)
{
    int64_t days = (int64_t)plan->last - plan->first;
    int cells = plan->right - plan->left;
    if (days == 0)
        return plan->left;
    return plan->left + (int)(((int64_t)day - plan->first) * cells / days);
}

static const char *tick_label(const struct chart_plan *plan, int tick)
{
    double value = plan->bottom + tick * plan->step;
    return arena_printf(plan->draft->arena, "%.10g", value);
}

static int tick_count(const struct chart_plan *plan)
{
    return (int)lround((plan->top - plan->bottom) / plan->step) + 1;
}

static void put_mark(const struct chart_plan *plan, int row, int x, size_t rank)
{
    struct grid_cell *cell = cell_at(plan, row, x);
    if (cell->kind == CELL_FREE || rank < cell->rank)
        *cell = (struct grid_cell){.kind = CELL_POINT, .rank = rank};
}

/* An official point as one of the eight dots of a cell; several share it. */
static void put_dot(const struct chart_plan *plan, const struct view_point *point,
                    size_t rank)
{
    int64_t days = (int64_t)plan->last - plan->first;
    int columns = 2 * (plan->right - plan->left) + 1, rows = 4 * CHART_ROWS - 1;
    double share = (plan->top - point->value) / (plan->top - plan->bottom);
    int y = (int)lround(share * rows);
    int x = days ? (int)((point->day - plan->first) * (int64_t)columns / days) : 0;
    struct grid_cell *cell = cell_at(plan, y / 4, plan->left + x / 2);
    if (cell->kind == CELL_FREE || rank < cell->rank)
        *cell = (struct grid_cell){.kind = CELL_POINT, .rank = rank};
    if (cell->rank == rank)
        cell->dots |= glyph_dot(x, y);
}

static void put_marks(const struct chart_plan *plan)
{
    for (size_t i = 0; i < plan->chart->n_points; i++) {
        const struct view_point *point = &plan->chart->points[i];
        size_t rank = 0;
        while (rank + 1 < N_MARKS && marks[rank].mark != point->mark)
            rank++;
        int x = x_of(plan, point->day);
        if (plan->draft->rules->tier == GLYPH_BRAILLE && point->mark == '@')
            put_dot(plan, point, rank);
        else if (point->mark != '|')
            put_mark(plan, row_of(plan, point->value), x, rank);
        for (int row = 0; point->mark == '|' && row < CHART_ROWS; row++)
            put_mark(plan, row, x, rank);
    }
}

/* Are the cells from x on free? */
static bool is_free(const struct chart_plan *plan, int row, int x, int width)
{
    if (x < plan->left || x + width > plan->draft->usable)
        return false;
    for (int at = x; at < x + width; at++)
        if (cell_at(plan, row, at)->kind != CELL_FREE)
            return false;
    return true;
}

/* Labels stand right of their point, else left of it; where there is no room for one
 * the table beside the chart has the figure. */
static void put_labels(const struct chart_plan *plan)
{
    for (size_t i = 0; i < plan->chart->n_points; i++) {
        const struct view_point *point = &plan->chart->points[i];
        const char *label = draft_text(plan->draft, point->label);
        int width = draft_width(plan->draft, label);
        int row = row_of(plan, point->value), x = x_of(plan, point->day);
        int at;
        if (width > 0 && is_free(plan, row, x + 1, width + 1))
            at = x + 2;
        else if (width > 0 && is_free(plan, row, x - 1 - width, width + 1))
            at = x - 1 - width;
        else
            continue;
        for (int k = 0; k < width; k++)
            cell_at(plan, row, at + k)->kind = CELL_LABEL;
        *cell_at(plan, row, at) =
            (struct grid_cell){.kind = CELL_LABEL_START, .text = label};
    }
}

static void put_grid(const struct chart_plan *plan)
{
    struct draft *draft = plan->draft;
    int ticks = tick_count(plan);
    for (int row = 0; row < CHART_ROWS; row++) {
        for (int tick = 0; tick < ticks; tick++)
            if (row_of(plan, plan->bottom + tick * plan->step) == row)
                draft_put_right(draft, plan->left - 1, tick_label(plan, tick),
                                ROLE_DIM);
        for (int x = plan->left; x < draft->usable; x++) {
            const struct grid_cell *cell = cell_at(plan, row, x);
            if (cell->kind == CELL_POINT)
                draft_put(draft, x,
                          cell->dots
                              ? glyph_dots(cell->dots, draft->arena)
                              : glyph_mark(marks[cell->rank].mark, draft->rules->tier),
                          marks[cell->rank].role);
            else if (cell->kind == CELL_LABEL_START)
                draft_put(draft, x, cell->text, ROLE_TEXT);
        }
        draft_line(draft);
    }
}

/* Puts a label centred below x if it keeps apart from the one before; returns where it
 * ends. */
static int put_date(const struct chart_plan *plan, int x, int end, const char *label)
{
    int width = (int)strlen(label);
    int start = x - width / 2;
    if (start + width > plan->draft->usable)
        start = plan->draft->usable - width;
    if (start < plan->left - 1)
        start = plan->left - 1;
    if (start <= end && end > 0)
        return end;
    return draft_put(plan->draft, start, label, ROLE_DIM);
}

/* Dates below the plot: ends of years, or of months where few years are shown. */
static void put_dates(const struct chart_plan *plan)
{
    static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120};
    struct arena *arena = plan->draft->arena;
    int64_t days = (int64_t)plan->last - plan->first;
    int cells = plan->right - plan->left;
    size_t s = 0;
    while (s + 1 < sizeof steps / sizeof *steps &&
           days * (steps[s] < 12 ? 9 : 6) > (int64_t)steps[s] * 30 * cells)
        s++;
    int end = 0;
    struct date date = date_from_day(plan->first);
    for (int month = date.month - 1, year = date.year;; month++) {
        year += month / 12;
        month %= 12;
        int32_t day = period_month(year, month + 1).last;
        if (day > plan->last)
            break;
        if ((year * 12 + month + 1) % steps[s] != 0)
            continue;
        const char *label = steps[s] < 12
                                ? arena_printf(arena, "%04d-%02d", year, month + 1)
                                : arena_printf(arena, "%04d", year);
        end = put_date(plan, x_of(plan, day), end, label);
    }
    if (end == 0) {
        char label[32];
        period_label(period_day(plan->first), label, sizeof label);
        put_date(plan, x_of(plan, plan->first), 0, arena_strdup(arena, label));
    }
    draft_line(plan->draft);
}

void layout_chart(struct draft *draft, const struct view_chart *chart)
{
    struct chart_plan plan = {.draft = draft, .chart = chart};
    if (chart->n_points == 0)
        return;
    scale(&plan);
    for (int tick = 0; tick < tick_count(&plan); tick++) {
        int width = (int)strlen(tick_label(&plan, tick));
        if (width + 1 > plan.left)
            plan.left = width + 1;
    }
    plan.left += draft->base;
    /* The last point has its label behind it. */
    const char *label = draft_text(draft, chart->points[chart->n_points - 1].label);
    plan.right = draft->usable - 1;
    if (*label)
        plan.right -= draft_width(draft, label) + 1;
    if (plan.right - plan.left < LEAST_PLOT)
        return;
    plan.cells = arena_alloc(draft->arena,
                             CHART_ROWS * (size_t)draft->usable * sizeof *plan.cells);
    put_marks(&plan);
    put_labels(&plan);
    put_grid(&plan);
    put_dates(&plan);
    const char *legend =
        arena_printf(draft->arena, "%s%s%s", chart->unit,
                     *chart->unit && *chart->legend ? "  " : "", chart->legend);
    draft_wrap(draft, plan.left, legend, ROLE_DIM, false);
}
