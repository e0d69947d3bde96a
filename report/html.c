/*
 * HTML: a document that needs nothing but itself. Style sheets and pictures are there
 * for browsers and printers; with rules->mail each cell has its style with it and
 * charts are drawn with characters, since mail programs strip the rest. Bars are cells
 * of a table in both.
 */
#include "report/html.h"

#include "report/legend.h"
#include "report/parts.h"
#include "report/svg.h"
#include "views/layout.h"
#include "views/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BAR_PIXELS = 160, CHART_CELLS = 78 };

/* Colours of the dark scheme stand behind those of the light one. */
static const struct {
    enum role role;
    const char *name, *dark;
} classes[] = {
    {ROLE_GOOD, "good", "#3fb950"},       {ROLE_WARN, "warn", "#d29922"},
    {ROLE_BAD, "bad", "#ff7b72"},         {ROLE_DONE, "done", "#58a6ff"},
    {ROLE_TARGET, "target", "#bc8cff"},   {ROLE_DIM, "dim", "#9198a1"},
    {ROLE_ALERT, "alert", "#ff7b72"},     {ROLE_PROJECTION, "dim", "#9198a1"},
    {ROLE_PROVISIONAL, "dim", "#9198a1"},
};

enum { CLASSES = sizeof classes / sizeof *classes };

static const char style[] =
    ":root{color-scheme:light dark}"
    "body{font:15px/1.5 -apple-system,\"Segoe UI\",\"Microsoft YaHei\",\"Noto Sans CJK "
    "SC\","
    "\"PingFang SC\",sans-serif;margin:0 auto;max-width:70rem;padding:1rem;"
    "color:#1f2328;background:#fff}"
    "h1{font-size:1.35rem;margin:.2em 0}h2{font-size:1.05rem;margin:1.4em 0 .3em}"
    ".steps,.marks,footer{color:#57606a;font-size:.85rem;margin:.2em 0}"
    ".conclusion{font-size:1.1rem;font-weight:600;margin:.6em 0 1em}"
    ".scroll{overflow-x:auto}"
    "table.data{border-collapse:collapse;margin:.5em 0}"
    "table.data th,table.data td{padding:.15em .6em;border-bottom:1px solid #d0d7de;"
    "text-align:left;vertical-align:top;font-weight:normal}"
    "table.data thead th{border-bottom:2px solid #8c959f;font-weight:600;"
    "vertical-align:bottom}"
    "table.data "
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "table.data .group{font-weight:600;background:#f6f8fa}"
    "table.matrix th,table.matrix td{padding:.1em .3em}"
    "table.matrix thead th{writing-mode:vertical-rl;vertical-align:bottom}"
    "table.matrix thead th.first,table.matrix thead tr.groups th{writing-mode:"
    "horizontal-tb}"
    "table.bar{border-collapse:collapse;width:10rem;height:.8em;background:#d8dee4}"
    "table.bar td{padding:0;line-height:.8em;font-size:.6em}"
    ".bar .over{background:#0969da}.bar .full{background:#54aeff}"
    ".bar .lack{background:#ffb4a8}"
    "p{margin:.45em 0}footer p{margin:0}footer{margin-top:1.2em}"
    "a{color:inherit}svg{max-width:100%;height:auto}svg.course{height:1em}"
    "section+section{border-top:2px solid #8c959f;margin-top:2.5em;padding-top:1em}"
    "@page{size:A4;margin:14mm}@page wide{size:A4 landscape}"
    "@media print{body{max-width:none;padding:0;font-size:10pt}"
    "section+section{break-before:page;border:0;margin:0}"
    "thead{display:table-header-group}tr,svg{break-inside:avoid}"
    "h2{break-after:avoid}.scroll{overflow:visible}.wide{page:wide}table.matrix{font-"
    "size:7.5pt}}";

static const char dark_style[] =
    "body{color:#e6edf3;background:#0d1117}"
    ".steps,.marks,footer{color:#9198a1}"
    "table.data th,table.data td{border-color:#3d444d!important}"
    "table.data .group{background:#161b22}"
    "table.bar{background:#3d444d!important}.bar .full{background:#1f6feb!important}"
    ".bar .lack{background:#8e3a33!important}";

static const char *class_of(enum role role)
{
    for (size_t i = 0; i < CLASSES; i++)
        if (classes[i].role == role)
            return classes[i].name;
    return "";
}

static void put(struct report *report, const char *text)
{
    report_put(report, text);
}

/* A tag with its classes; for mails the style goes with it. */
static void put_tag(struct report *report, const char *tag, const char *kind,
                    enum role role, const char *plain)
{
    struct arena *arena = report->arena;
    const char *colour = class_of(role);
    put(report, "<");
    put(report, tag);
    if (*kind || *colour)
        put(report, arena_printf(arena, " class=\"%s%s%s\"", kind,
                                 *kind && *colour ? " " : "", colour));
    if (report->rules->mail && (*plain || *colour))
        put(report, arena_printf(arena, " style=\"%s%s%s%s\"", plain,
                                 *plain && *colour ? ";" : "", *colour ? "color:" : "",
                                 *colour ? svg_colour(role) : ""));
    put(report, ">");
}

static void put_element(struct report *report, const char *tag, const char *kind,
                        const char *text)
{
    put_tag(report, tag, kind, ROLE_TEXT, "");
    svg_text(report, text);
    put(report, arena_printf(report->arena, "</%s>\n", tag));
}

static void put_label(struct report *report, const char *label)
{
    if (!*label)
        return;
    put(report, "<b>");
    svg_text(report, label);
    put(report, "</b> ");
}

static void put_paragraphs(struct report *report, const char *label, const char *text,
                           enum role role)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (n > 0) {
            put_tag(report, "p", "", role, "margin:4px 0");
            put_label(report, label);
            svg_text(report, arena_strndup(report->arena, text, n));
            put(report, "</p>\n");
            label = "";
        }
        text += n + (text[n] == '\n');
    }
}

/* ---- tables ---- */

static const char cell_style[] =
    "padding:2px 8px;border-bottom:1px solid #d0d7de;vertical-align:top;font-weight:"
    "normal;text-align:";

/* What an address leads to, if this document has it. */
static bool is_here(const struct report *report, const char *address)
{
    for (size_t i = 0; i < report->rules->n_addresses; i++)
        if (strcmp(report->rules->addresses[i], address) == 0)
            return *address != '\0';
    return false;
}

/* An address as a name within the document: what is no letter or digit is a hyphen and
 * its number, so that two addresses never meet. */
static const char *anchor(struct arena *arena, const char *address)
{
    const char *name = "p";
    for (const char *p = address; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= '0' && *p <= '9');
        name = plain
                   ? arena_printf(arena, "%s%c", name, *p)
                   : arena_printf(arena, "%s-%02x", name, (unsigned)(unsigned char)*p);
    }
    return name;
}

/* A share of the bar, of whole per cent. */
static void put_part(struct report *report, const char *kind, const char *colour,
                     int share)
{
    if (share <= 0)
        return;
    put(report, arena_printf(report->arena,
                             "<td class=\"%s\" style=\"width:%d%%;background:%s\">"
                             "&#160;</td>",
                             kind, share, colour));
}

/* Done up to what is due, what is done beyond, or what lacks to it; then the rest. */
static void put_bar(struct report *report, const struct view_picture *picture)
{
    int done = (int)lround(fmin(fmax(picture->done, 0), 1) * 100);
    int due = (int)lround(fmin(fmax(picture->due, 0), 1) * 100);
    put(report, arena_printf(report->arena,
                             "<table class=\"bar\" role=\"presentation\" style=\"width:"
                             "%dpx;border-collapse:collapse;background:#d8dee4\"><tr>",
                             BAR_PIXELS));
    put_part(report, "full", "#54aeff", done < due ? done : due);
    put_part(report, "over", "#0969da", done - due);
    put_part(report, "lack", "#ffb4a8", due - done);
    int rest = 100 - (done > due ? done : due);
    if (rest > 0)
        put(report,
            arena_printf(report->arena, "<td style=\"width:%d%%\">&#160;</td>", rest));
    put(report, "</tr></table>");
}

static void put_content(struct report *report, const struct view_cell *cell,
                        const char *address)
{
    const char *text = report_trim(report->arena, cell->text);
    if (cell->picture && cell->picture->n == 0) {
        put_bar(report, cell->picture);
    } else if (cell->picture && !report->rules->mail) {
        svg_course(report, cell->picture, text);
    } else if (is_here(report, address)) {
        put(report, arena_printf(report->arena, "<a href=\"#%s\">",
                                 anchor(report->arena, address)));
        svg_text(report, text);
        put(report, "</a>");
    } else {
        svg_text(report, text);
    }
}

static void put_head(struct report *report, const struct view_table *table)
{
    put(report, "<thead><tr>");
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!report_shows(table, i))
            continue;
        bool right = table->columns[i].align == ALIGN_RIGHT;
        const char *plain =
            right ? "padding:2px 8px;border-bottom:2px solid #8c959f;text-align:right"
                  : "padding:2px 8px;border-bottom:2px solid #8c959f;text-align:left";
        bool named = table->columns[i].head[0];
        put_tag(report, named ? "th scope=\"col\"" : "td", right ? "n" : "", ROLE_TEXT,
                plain);
        svg_text(report, table->columns[i].head);
        put(report, named ? "</th>" : "</td>");
    }
    put(report, "</tr></thead>\n");
}

static void put_row(struct report *report, const struct view_table *table,
                    const struct view_row *row, size_t n_shown, size_t name)
{
    const char *group;
    put(report, "<tr>");
    if (report_is_group(table, row, &group)) {
        put_tag(report,
                arena_printf(report->arena, "th scope=\"rowgroup\" colspan=\"%zu\"",
                             n_shown),
                "group", ROLE_TEXT, "padding:6px 8px 2px;text-align:left");
        svg_text(report, group);
        put(report, "</th></tr>\n");
        return;
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!report_shows(table, i))
            continue;
        bool right = table->columns[i].align == ALIGN_RIGHT;
        const char *tag =
            i == name && row->cells[i].text[0] ? "th scope=\"row\"" : "td";
        put_tag(
            report, tag, right ? "n" : "", row->cells[i].role,
            arena_printf(report->arena, "%s%s", cell_style, right ? "right" : "left"));
        put_content(report, &row->cells[i], i == name ? row->address : "");
        put(report, tag[1] == 'h' ? "</th>" : "</td>");
    }
    put(report, "</tr>\n");
}

/* The column that names the rows: the flexible one, or the first. */
static size_t name_column(const struct view_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].flexible && report_shows(table, i))
            return i;
    return 0;
}

static void put_table(struct report *report, const struct view_table *table)
{
    size_t n_shown = 0;
    if (table->n_rows == 0) {
        put_paragraphs(report, "", table->empty, ROLE_DIM);
        return;
    }
    for (size_t i = 0; i < table->n_columns; i++)
        n_shown += report_shows(table, i);
    put(report, "<div class=\"scroll\">");
    put_tag(report, "table", "data", ROLE_TEXT, "border-collapse:collapse");
    put(report, "\n");
    if (report_has_heads(table))
        put_head(report, table);
    put(report, "<tbody>\n");
    for (size_t r = 0; r < table->n_rows; r++)
        put_row(report, table, &table->rows[r], n_shown, name_column(table));
    put(report, "</tbody></table></div>\n");
}

/* ---- the matrix ---- */

static void put_group_heads(struct report *report, const struct view_matrix *matrix)
{
    put(report, "<tr class=\"groups\"><td></td>");
    for (size_t i = 0; i < matrix->n_columns;) {
        size_t n = 1;
        while (i + n < matrix->n_columns && !matrix->group_heads[i + n][0])
            n++;
        put(report,
            arena_printf(report->arena, "<th scope=\"colgroup\" colspan=\"%zu\">", n));
        svg_text(report, matrix->group_heads[i]);
        put(report, "</th>");
        i += n;
    }
    if (matrix->n_totals > 0)
        put(report,
            arena_printf(report->arena, "<td colspan=\"%zu\"></td>", matrix->n_totals));
    put(report, "</tr>\n");
}

static void put_matrix(struct report *report, const struct view_matrix *matrix)
{
    put(report, "<div class=\"scroll\">");
    put_tag(report, "table", "data matrix", ROLE_TEXT, "border-collapse:collapse");
    put(report, "\n<thead>");
    put_group_heads(report, matrix);
    put(report, "<tr><th scope=\"col\" class=\"first\">");
    svg_text(report, _("Region"));
    put(report, "</th>");
    for (size_t i = 0; i < matrix->n_columns; i++) {
        put_tag(report, "th scope=\"col\"", "", ROLE_TEXT, "padding:1px 4px");
        svg_text(report, matrix->columns[i].name);
        put(report, "</th>");
    }
    for (size_t i = 0; i < matrix->n_totals; i++) {
        put_tag(report, "th scope=\"col\"", "", ROLE_TEXT, "padding:1px 4px");
        svg_text(report, matrix->total_heads[i]);
        put(report, "</th>");
    }
    put(report, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < matrix->n_rows; r++) {
        const struct view_matrix_row *row = &matrix->rows[r];
        put(report, "<tr>");
        put_tag(report, "th scope=\"row\"", "", ROLE_TEXT,
                "padding:1px 6px;text-align:left;font-weight:normal");
        const struct view_cell name = {.text = row->name};
        put_content(report, &name, row->address);
        put(report, "</th>");
        for (size_t i = 0; i < matrix->n_columns; i++) {
            const struct view_matrix_cell *cell = &row->cells[i];
            put_tag(report, "td", "", cell->role, "padding:1px 4px");
            put(report, "<span title=\"");
            svg_text(report, cell->word);
            put(report, "\">");
            svg_text(report, cell->symbol);
            put(report, "</span></td>");
        }
        for (size_t i = 0; i < matrix->n_totals; i++) {
            put_tag(report, "td", "n", ROLE_TEXT, "padding:1px 4px;text-align:right");
            svg_text(report, report_trim(report->arena, row->totals[i]));
            put(report, "</td>");
        }
        put(report, "</tr>\n");
    }
    put(report, "</tbody></table></div>\n");
    put_paragraphs(report, "", matrix->legend, ROLE_DIM);
}

/* ---- pictures ---- */

/* As a mail's text has it. */
static void put_drawn(struct report *report, const struct view_chart *chart)
{
    const struct view_block alone = {.kind = BLOCK_CHART, .title = "", .chart = *chart};
    const struct view page = {.blocks = &alone, .n_blocks = 1};
    const struct layout_rules rules = {
        .width = CHART_CELLS, .ambiguous = 1, .tier = GLYPH_ASCII, .paper = true};
    struct sheet sheet;
    layout_sheet(&page, &rules, report->arena, &sheet);
    put(report, "<pre style=\"font:13px/1.25 Consolas,'Courier New',monospace\">\n");
    for (size_t i = 0; i < sheet.n_lines; i++) {
        const struct sheet_line *line = &sheet.lines[i];
        int x = 0;
        for (size_t s = 0; s < line->n; s++) {
            const struct sheet_span *span = &line->spans[s];
            put(report, arena_printf(report->arena, "%*s", span->x - x, ""));
            svg_text(report, span->text);
            x = span->x + span->width;
        }
        put(report, "\n");
    }
    put(report, "</pre>\n");
}

static void put_block(struct report *report, const struct view *view,
                      const struct view_block *block)
{
    if (block->title[0])
        put_element(report, "h2", "", block->title);
    switch (block->kind) {
    case BLOCK_TEXT:
        put_paragraphs(report, block->label, block->text, block->role);
        break;
    case BLOCK_TABLE:
        put_table(report, &block->table);
        break;
    case BLOCK_MATRIX:
        put_matrix(report, &block->matrix);
        break;
    case BLOCK_CHART:
        if (report->rules->mail)
            put_drawn(report, &block->chart);
        else
            svg_chart(report, &block->chart, report_title(view));
        break;
    case BLOCK_MAP:
        if (!report->rules->mail)
            svg_map(report, &block->map, report_title(view));
        break;
    }
}

/* ---- the document ---- */

static void put_begin(struct report *report, const struct view *view)
{
    struct arena *arena = report->arena;
    put(report,
        arena_printf(arena,
                     "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
                     "<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, "
                     "initial-scale=1\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n"
                     "<meta name=\"generator\" content=\"%s\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\""
                     "default-src 'none'; style-src 'unsafe-inline'\">\n<title>",
                     report->rules->language, report->rules->program));
    svg_text(report,
             report->rules->title ? report->rules->title : report_steps(view, arena));
    put(report, "</title>\n<style>\n");
    put(report, style);
    for (size_t i = 0; i < CLASSES; i++)
        put(report, arena_printf(arena, ".%s{color:%s}", classes[i].name,
                                 svg_colour(classes[i].role)));
    put(report, "\n@media screen and (prefers-color-scheme:dark){");
    put(report, dark_style);
    for (size_t i = 0; i < CLASSES; i++)
        put(report, arena_printf(arena, ".%s{color:%s!important}", classes[i].name,
                                 classes[i].dark));
    put(report, "}\n</style>\n</head>\n<body>\n");
}

static bool write_page(struct report *report, const struct view *view,
                       struct error *error)
{
    struct arena *arena = report->arena;
    const char *marks[REPORT_MARKS], *lines[REPORT_FOOT], *said = "";
    size_t n = report_marks(view, marks);
    (void)error;
    if (report->n_pages == 0)
        put_begin(report, view);
    bool wide = false;
    for (size_t i = 0; i < view->n_blocks; i++)
        wide = wide || view->blocks[i].kind == BLOCK_MATRIX;
    put(report,
        arena_printf(arena, "<section id=\"%s\"%s>\n", anchor(arena, view->address),
                     wide ? " class=\"wide\"" : ""));
    put_element(report, "p", "steps", report_steps(view, arena));
    put_element(report, "h1", "", report_title(view));
    for (size_t i = 0; i < n; i++)
        said = arena_printf(arena, "%s%s%s", said, *said ? "  " : "", marks[i]);
    if (*said)
        put_element(report, "p", "marks", said);
    put_tag(report, "p", "conclusion", ROLE_TEXT, "font-weight:bold");
    svg_text(report, view->conclusion);
    put(report, "</p>\n");
    for (size_t i = 0; i < view->n_blocks; i++)
        put_block(report, view, &view->blocks[i]);
    if (view->n_notes > 0) {
        put(report, "<ol>\n");
        for (size_t i = 0; i < view->n_notes; i++)
            put_element(report, "li", "", view->notes[i]);
        put(report, "</ol>\n");
    }
    const char *legend = legend_text(view, arena);
    if (*legend)
        put_paragraphs(report, "", arena_printf(arena, _("Signs: %s"), legend),
                       ROLE_DIM);
    put(report, "<footer>\n");
    n = report_foot(view, report->rules, arena, lines);
    for (size_t i = 0; i < n; i++)
        put_paragraphs(report, "", lines[i], ROLE_DIM);
    put(report, "</footer>\n</section>\n");
    return true;
}

static bool end_document(struct report *report, struct error *error)
{
    (void)error;
    put(report, "</body>\n</html>\n");
    return true;
}

const struct report_format report_html = {.name = "html",
                                          .ending = ".html",
                                          .type = "text/html",
                                          .page = write_page,
                                          .end = end_document};
