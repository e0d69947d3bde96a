/* Pictures: see report/svg.h. Coordinates are pixels of a picture 640 wide. */
#include "report/svg.h"

#include "core/period.h"
#include "report/parts.h"
#include "views/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    DOCUMENT_WIDTH = 860, /* tiles are the widest */
    WIDTH = 640,
    CHART_HEIGHT = 280,
    LEFT = 64,
    RIGHT = 624,
    TOP = 24,
    BOTTOM = 240,
    TICKS = 4,
    YEARS_MOST = 12,
    LABEL_LEAST = 46,
    TILE_WIDTH = 76,
    TILE_HEIGHT = 54,
    COURSE_WIDTH = 64,
    COURSE_HEIGHT = 16
};

const char *svg_colour(enum role role)
{
    static const char *const colours[ROLE_COUNT] = {
        [ROLE_GOOD] = "#1a7f37",        [ROLE_WARN] = "#9a6700",
        [ROLE_BAD] = "#cf222e",         [ROLE_DONE] = "#0969da",
        [ROLE_TARGET] = "#8250df",      [ROLE_PROJECTION] = "#57606a",
        [ROLE_DIM] = "#57606a",         [ROLE_ALERT] = "#cf222e",
        [ROLE_PROVISIONAL] = "#57606a",
    };
    return colours[role] ? colours[role] : "#1f2328";
}

void svg_text(struct report *report, const char *text)
{
    static const struct {
        char c;
        const char *reference;
    } references[] = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    text = report_safe(report->arena, text);
    for (;;) {
        size_t n = strcspn(text, "&<>\"'");
        report_put_bytes(report, text, n);
        if (!text[n])
            return;
        for (size_t i = 0; i < sizeof references / sizeof *references; i++)
            if (references[i].c == text[n])
                report_put(report, references[i].reference);
        text += n + 1;
    }
}

static void begin(struct report *report, int width, int height, const char *title)
{
    report_put(report, arena_printf(report->arena,
                                    "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                    "role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                                    "height=\"%d\" style=\"font:12px sans-serif;"
                                    "fill:currentColor\">\n<title>",
                                    width, height, width, height));
    svg_text(report, title);
    report_put(report, "</title>\n");
}

/* ---- charts ---- */

struct plot {
    struct report *report;
    const struct view_chart *chart;
    double low, high, step;
    int32_t first, last;
};

static double place_x(const struct plot *plot, int32_t day)
{
    return LEFT + (double)(RIGHT - LEFT) * (day - plot->first) /
                      (plot->last > plot->first ? plot->last - plot->first : 1);
}

static double place_y(const struct plot *plot, double value)
{
    return BOTTOM - (BOTTOM - TOP) * (value - plot->low) / (plot->high - plot->low);
}

/* Round numbers that hold all values. */
static void scale(struct plot *plot)
{
    static const double steps[] = {1, 2, 2.5, 5, 10};
    double low = INFINITY, high = -INFINITY;
    plot->first = INT32_MAX;
    plot->last = INT32_MIN;
    for (size_t i = 0; i < plot->chart->n_points; i++) {
        const struct view_point *point = &plot->chart->points[i];
        plot->first = point->day < plot->first ? point->day : plot->first;
        plot->last = point->day > plot->last ? point->day : plot->last;
        if (point->mark == '|')
            continue;
        low = fmin(low, point->value);
        high = fmax(high, point->value);
    }
    if (low > high)
        low = 0, high = 1;
    if (high - low <= fabs(high) * 1e-9)
        low -= fmax(1, fabs(low) * 0.1), high += fmax(1, fabs(high) * 0.1);
    double raw = (high - low) / TICKS, power = pow(10, floor(log10(raw)));
    size_t i = 0;
    while (i + 1 < sizeof steps / sizeof *steps && steps[i] * power < raw)
        i++;
    plot->step = steps[i] * power;
    plot->low = floor(low / plot->step) * plot->step;
    plot->high = ceil(high / plot->step) * plot->step;
}

static void put_axes(struct plot *plot)
{
    struct report *report = plot->report;
    struct arena *arena = report->arena;
    int decimals = plot->step < 1 ? (int)ceil(-log10(plot->step) - 1e-9) : 0;
    if (plot->step > 1 && plot->step != floor(plot->step))
        decimals = 1;
    int n = (int)lround((plot->high - plot->low) / plot->step);
    for (int i = 0; i <= n; i++) {
        double value = plot->low + i * plot->step, y = place_y(plot, value);
        report_put(report,
                   arena_printf(arena,
                                "<path d=\"M%d %.1fH%d\" stroke=\"currentColor\" "
                                "stroke-opacity=\".15\"/>"
                                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" "
                                "opacity=\".75\">%.*f</text>\n",
                                LEFT, y, RIGHT, LEFT - 6, y + 4, decimals, value));
    }
    int from = date_from_day(plot->first).year, to = date_from_day(plot->last).year;
    int each = (to - from) / YEARS_MOST + 1;
    for (int year = from + 1; year <= to; year += each) {
        double x = place_x(plot, day_from_date((struct date){year, 1, 1}));
        report_put(report,
                   arena_printf(arena,
                                "<path d=\"M%.1f %dV%d\" stroke=\"currentColor\" "
                                "stroke-opacity=\".15\"/>"
                                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" "
                                "opacity=\".75\">%d</text>\n",
                                x, TOP, BOTTOM, x, BOTTOM + 16, year));
    }
    report_put(report, arena_printf(arena, "<text x=\"%d\" y=\"%d\" opacity=\".75\">",
                                    LEFT - 56, TOP - 10));
    svg_text(report, plot->chart->unit);
    report_put(report, "</text>\n");
}

/* A mark's outline around 0, 0, and how it is filled. */
static void put_outline(struct report *report, char mark, double x, double y)
{
    static const struct {
        char mark;
        enum role role;
        bool filled;
        const char *outline;
    } marks[] = {
        {'@', ROLE_DONE, true, "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"},
        {'o', ROLE_DONE, false, "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"},
        {'*', ROLE_DONE, false, "M-4-4h8v8h-8z"},
        {'^', ROLE_DONE, false, "M-5 4L0-5L5 4z"},
        {'v', ROLE_DONE, false, "M-5-4L0 5L5-4z"},
        {'T', ROLE_TARGET, true, "M0-6L6 0L0 6L-6 0z"},
        {'.', ROLE_TARGET, true, "M-1.5-1.5h3v3h-3z"},
        {'x', ROLE_PROJECTION, false, "M-3-3L3 3M-3 3L3-3"},
    };
    size_t i = 0;
    while (i + 1 < sizeof marks / sizeof *marks && marks[i].mark != mark)
        i++;
    const char *colour = svg_colour(marks[i].role);
    report_put(report, arena_printf(report->arena,
                                    "<path transform=\"translate(%.1f %.1f)\" d=\"%s\" "
                                    "fill=\"%s\" stroke=\"%s\"/>\n",
                                    x, y, marks[i].outline,
                                    marks[i].filled ? colour : "none", colour));
}

static bool is_region(char mark)
{
    return mark >= 'A' && mark <= 'F';
}

static void put_mark(struct plot *plot, const struct view_point *point)
{
    struct report *report = plot->report;
    struct arena *arena = report->arena;
    double x = place_x(plot, point->day);
    if (point->mark == '|')
        report_put(report, arena_printf(arena,
                                        "<path d=\"M%.1f %dV%d\" stroke=\"%s\" "
                                        "stroke-dasharray=\"4 3\"/>\n",
                                        x, TOP, BOTTOM, svg_colour(ROLE_WARN)));
    else if (is_region(point->mark))
        report_put(report,
                   arena_printf(arena,
                                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" "
                                "font-weight=\"bold\">%c</text>\n",
                                x, place_y(plot, point->value) + 4, point->mark));
    else
        put_outline(report, point->mark, x, place_y(plot, point->value));
}

/* The marks that occur, each with its word; regions are named by the page's legend. */
static void put_legend(struct plot *plot)
{
    struct report *report = plot->report;
    const struct view_chart *chart = plot->chart;
    double x = 12, y = CHART_HEIGHT - 8;
    char seen[32] = "";
    size_t n = 0;
    for (size_t i = 0; i < chart->n_points; i++) {
        char mark = chart->points[i].mark;
        if (is_region(mark)) {
            report_put(report,
                       arena_printf(report->arena, "<text x=\"8\" y=\"%.0f\">", y));
            svg_text(report, chart->legend);
            report_put(report, "</text>\n");
            return;
        }
        if (strchr(seen, mark) || n + 1 == sizeof seen)
            continue;
        seen[n++] = mark;
        const char *word = report_mark(mark);
        if (mark == '|')
            report_put(report, arena_printf(report->arena,
                                            "<path d=\"M%.1f %.1fv10\" stroke=\"%s\" "
                                            "stroke-dasharray=\"4 3\"/>",
                                            x, y - 9, svg_colour(ROLE_WARN)));
        else
            put_outline(report, mark, x, y - 4);
        report_put(report, arena_printf(report->arena, "<text x=\"%.1f\" y=\"%.0f\">",
                                        x + 10, y));
        svg_text(report, word);
        report_put(report, "</text>\n");
        x += 34 + 6.5 * text_width(word, 1);
    }
}

/* Labels from the last point backwards, where the one behind leaves room. */
static void put_labels(struct plot *plot)
{
    struct report *report = plot->report;
    double free_until = INFINITY;
    for (size_t i = plot->chart->n_points; i-- > 0;) {
        const struct view_point *point = &plot->chart->points[i];
        bool target = point->mark == 'T';
        double x = place_x(plot, point->day);
        double y = point->mark == '|' ? TOP : place_y(plot, point->value);
        if (!point->label[0] || (!target && x + LABEL_LEAST > free_until))
            continue;
        if (!target)
            free_until = x;
        bool at_end = x > RIGHT - LABEL_LEAST;
        report_put(report,
                   arena_printf(report->arena,
                                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s%s%s>",
                                at_end ? x + 8 : x, y - 9 < 12 ? y + 18 : y - 9,
                                at_end ? "end" : "middle", target ? " fill=\"" : "",
                                target ? svg_colour(ROLE_TARGET) : "",
                                target ? "\"" : ""));
        svg_text(report, point->label);
        report_put(report, "</text>\n");
    }
}

void svg_chart(struct report *report, const struct view_chart *chart, const char *title)
{
    struct plot plot = {.report = report, .chart = chart};
    begin(report, WIDTH, CHART_HEIGHT, title);
    scale(&plot);
    put_axes(&plot);
    for (size_t i = 0; i < chart->n_points; i++)
        put_mark(&plot, &chart->points[i]);
    put_labels(&plot);
    put_legend(&plot);
    report_put(report, "</svg>\n");
}

/* ---- tiles ---- */

static void put_lines(struct report *report, const struct view_map_lines *lines, int y)
{
    for (size_t i = 0; i < lines->n; i++) {
        report_put(report, arena_printf(report->arena, "<text x=\"4\" y=\"%d\">",
                                        y + 16 * (int)i));
        svg_text(report, lines->texts[i]);
        report_put(report, "</text>\n");
    }
}

void svg_map(struct report *report, const struct view_map *map, const char *title)
{
    int rows = 0, columns = 0;
    for (size_t i = 0; i < map->n; i++) {
        rows = map->tiles[i].row > rows ? map->tiles[i].row : rows;
        columns = map->tiles[i].column > columns ? map->tiles[i].column : columns;
    }
    int head = 16 * (int)(map->head.n + 1), tiles = rows * TILE_HEIGHT;
    begin(report, columns * TILE_WIDTH + 8, head + tiles + 16 * (int)(map->foot.n + 1),
          title);
    put_lines(report, &map->head, 16);
    for (size_t i = 0; i < map->n; i++) {
        const struct view_tile *tile = &map->tiles[i];
        const char *colour = svg_colour(tile->role);
        report_put(
            report,
            arena_printf(report->arena,
                         "<g transform=\"translate(%d %d)\"><rect width=\"%d\" "
                         "height=\"%d\" rx=\"4\" fill=\"%s\" fill-opacity=\".14\" "
                         "stroke=\"%s\"/><text x=\"6\" y=\"18\" font-weight=\"bold\">",
                         4 + (tile->column - 1) * TILE_WIDTH,
                         head + (tile->row - 1) * TILE_HEIGHT, TILE_WIDTH - 4,
                         TILE_HEIGHT - 4, colour, colour));
        svg_text(report, tile->name);
        report_put(report, arena_printf(report->arena,
                                        "</text><text x=\"%d\" y=\"18\" "
                                        "text-anchor=\"end\" fill=\"%s\">",
                                        TILE_WIDTH - 10, colour));
        svg_text(report, tile->symbol);
        report_put(report, "</text><text x=\"6\" y=\"38\">");
        svg_text(report, tile->value);
        report_put(report, "</text></g>\n");
    }
    put_lines(report, &map->foot, head + tiles + 16);
    report_put(report, "</svg>\n");
}

void svg_course(struct report *report, const struct view_picture *picture,
                const char *title)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < picture->n; i++) {
        low = fmin(low, picture->values[i]);
        high = fmax(high, picture->values[i]);
    }
    begin(report, COURSE_WIDTH, COURSE_HEIGHT, title);
    report_put(report, "<path fill=\"none\" stroke=\"currentColor\" "
                       "stroke-width=\"1.5\" d=\"");
    for (size_t i = 0; i < picture->n; i++) {
        double share = high > low ? (picture->values[i] - low) / (high - low) : 0.5;
        report_put(report, arena_printf(report->arena, "%s%.1f %.1f", i ? "L" : "M",
                                        2 + 60.0 * (double)i / (double)(picture->n - 1),
                                        14 - 12 * share));
    }
    report_put(report, "\"/></svg>");
}

/* ---- the document ---- */

/* What is drawn is kept apart until its height is known. */
struct pictures {
    struct buffer *whole, drawn;
    int height; /* so far */
};

static bool begin_document(struct report *report, struct error *error)
{
    struct pictures *pictures = arena_alloc(report->arena, sizeof *pictures);
    (void)error;
    pictures->whole = report->out;
    pictures->drawn.ceiling = report->out->ceiling;
    report->out = &pictures->drawn;
    report->own = pictures;
    return true;
}

static void drop_document(struct report *report)
{
    struct pictures *pictures = report->own;
    buffer_release(&pictures->drawn);
    report->out = pictures->whole;
}

static void place(struct report *report, int height)
{
    struct pictures *pictures = report->own;
    report_put(report,
               arena_printf(report->arena, "<g transform=\"translate(16 %d)\">\n",
                            pictures->height));
    pictures->height += height;
}

static const char *note_of(const struct report *report, const struct view *view)
{
    const char *marks[REPORT_MARKS], *text = report->rules->program;
    size_t n = report_marks(view, marks);
    for (size_t i = 0; i < n; i++)
        text = arena_printf(report->arena, "%s  %s", marks[i], text);
    return text;
}

/* A picture is sent on alone: it says of itself what it is and where from. */
static void head(struct report *report, const struct view *view)
{
    const struct {
        const char *text, *style;
        int y;
    } lines[] = {
        {report_steps(view, report->arena), "font-size=\"16\" font-weight=\"bold\"",
         24},
        {view->conclusion, "", 44},
        {note_of(report, view), "opacity=\".75\"", 62},
    };
    place(report, 72);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        report_put(report, arena_printf(report->arena, "<text x=\"0\" y=\"%d\" %s>",
                                        lines[i].y, lines[i].style));
        svg_text(report, lines[i].text);
        report_put(report, "</text>\n");
    }
    report_put(report, "</g>\n");
}

static bool write_page(struct report *report, const struct view *view,
                       struct error *error)
{
    bool headed = false;
    (void)error;
    for (size_t i = 0; i < view->n_blocks; i++) {
        const struct view_block *block = &view->blocks[i];
        if (block->kind != BLOCK_CHART && block->kind != BLOCK_MAP)
            continue;
        if (!headed)
            head(report, view);
        headed = true;
        int rows = 0;
        for (size_t t = 0; block->kind == BLOCK_MAP && t < block->map.n; t++)
            rows = block->map.tiles[t].row > rows ? block->map.tiles[t].row : rows;
        place(report, block->kind == BLOCK_CHART
                          ? CHART_HEIGHT + 16
                          : rows * TILE_HEIGHT +
                                16 * (int)(block->map.head.n + block->map.foot.n + 3));
        if (block->kind == BLOCK_CHART)
            svg_chart(report, &block->chart, report_title(view));
        else
            svg_map(report, &block->map, report_title(view));
        report_put(report, "</g>\n");
    }
    return true;
}

static bool end_document(struct report *report, struct error *error)
{
    struct pictures *pictures = report->own;
    if (pictures->height == 0)
        return error_set(error, ERROR_NO_PICTURE);
    report_put(report, "</svg>\n");
    report->out = pictures->whole;
    report_put(report,
               arena_printf(report->arena,
                            "<svg xmlns=\"http://www.w3.org/2000/svg\" lang=\"%s\" "
                            "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                            "font-family=\"sans-serif\" font-size=\"12\" "
                            "color=\"#1f2328\" fill=\"currentColor\" "
                            "style=\"background:#fff\">\n",
                            report->rules->language, DOCUMENT_WIDTH, pictures->height,
                            DOCUMENT_WIDTH, pictures->height));
    report_put_bytes(report, pictures->drawn.data, pictures->drawn.size);
    buffer_release(&pictures->drawn);
    return true;
}

const struct report_format report_svg = {.name = "svg",
                                         .ending = ".svg",
                                         .type = "image/svg+xml",
                                         .begin = begin_document,
                                         .page = write_page,
                                         .end = end_document,
                                         .drop = drop_document};
