/*
 * A page as Markdown: a heading, the conclusion, tables, and charts as they are drawn
 * with characters, in a block of code. A character that means something to a reader of
 * Markdown has a backslash before it.
 */
#include "report/markdown.h"

#include "report/legend.h"
#include "report/parts.h"
#include "views/layout.h"
#include "views/words.h"

#include <string.h>

enum { CHART_CELLS = 76 };

/* Characters that are always escaped, and those that only mean something at the start
 * of a line. CommonMark 0.30, 2.4. */
static void put_text(struct report *report, const char *text, bool starts)
{
    text = report_safe(report->arena, text);
    text += strspn(text, " ");
    size_t digits = strspn(text, "0123456789");
    bool numbered = starts && digits > 0 &&
                    (text[digits] == '.' || text[digits] == ')') &&
                    (text[digits + 1] == ' ' || !text[digits + 1]);
    for (size_t i = 0; text[i]; i++) {
        bool meant = strchr("\\`*_[]<>|#~&$", text[i]) ||
                     (starts && i == 0 && strchr("-+=:", text[i])) ||
                     (numbered && i == digits);
        if (meant)
            report_put(report, "\\");
        report_put_bytes(report, &text[i], 1);
    }
}

static void put_cell(struct report *report, const char *text)
{
    report_put(report, " ");
    put_text(report, report_trim(report->arena, text), true);
    report_put(report, " |");
}

static void put_paragraph(struct report *report, const char *label, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (n > 0) {
            report_put(report, "\n");
            if (*label) {
                report_put(report, "**");
                put_text(report, label, true);
                report_put(report, "** ");
            }
            put_text(report, arena_strndup(report->arena, text, n), !*label);
            report_put(report, "\n");
            label = "";
        }
        text += n + (text[n] == '\n');
    }
}

static void put_table(struct report *report, const struct view_table *table)
{
    if (table->n_rows == 0) {
        put_paragraph(report, "", table->empty);
        return;
    }
    report_put(report, "\n|");
    for (size_t i = 0; i < table->n_columns; i++)
        if (report_shows(table, i))
            put_cell(report, table->columns[i].head);
    report_put(report, "\n|");
    for (size_t i = 0; i < table->n_columns; i++)
        if (report_shows(table, i))
            report_put(report,
                       table->columns[i].align == ALIGN_RIGHT ? " ---: |" : " --- |");
    report_put(report, "\n");
    for (size_t r = 0; r < table->n_rows; r++) {
        report_put(report, "|");
        for (size_t i = 0; i < table->n_columns; i++)
            if (report_shows(table, i))
                put_cell(report, table->rows[r].cells[i].text);
        report_put(report, "\n");
    }
}

static void put_matrix(struct report *report, const struct view_matrix *matrix)
{
    report_put(report, "\n|");
    put_cell(report, _("Region"));
    for (size_t i = 0; i < matrix->n_columns; i++)
        put_cell(report, matrix->columns[i].name);
    for (size_t i = 0; i < matrix->n_totals; i++)
        put_cell(report, matrix->total_heads[i]);
    report_put(report, "\n| --- |");
    for (size_t i = 0; i < matrix->n_columns + matrix->n_totals; i++)
        report_put(report, i < matrix->n_columns ? " --- |" : " ---: |");
    report_put(report, "\n");
    for (size_t r = 0; r < matrix->n_rows; r++) {
        const struct view_matrix_row *row = &matrix->rows[r];
        report_put(report, "|");
        put_cell(report, row->name);
        for (size_t i = 0; i < matrix->n_columns; i++)
            put_cell(report, row->cells[i].word);
        for (size_t i = 0; i < matrix->n_totals; i++)
            put_cell(report, row->totals[i]);
        report_put(report, "\n");
    }
    put_paragraph(report, "", matrix->legend);
}

/* As on paper, four blanks before each line: nothing in there is Markdown. */
static void put_chart(struct report *report, const struct view_block *block)
{
    const struct view_block alone = {
        .kind = BLOCK_CHART, .title = "", .chart = block->chart};
    const struct view page = {.blocks = &alone, .n_blocks = 1};
    const struct layout_rules rules = {.width = CHART_CELLS,
                                       .ambiguous = report->rules->ambiguous,
                                       .tier = report->rules->glyphs,
                                       .paper = true};
    struct sheet sheet;
    layout_sheet(&page, &rules, report->arena, &sheet);
    report_put(report, "\n");
    for (size_t i = 0; i < sheet.n_lines; i++) {
        const struct sheet_line *line = &sheet.lines[i];
        int x = -4;
        for (size_t s = 0; s < line->n; s++) {
            const struct sheet_span *span = &line->spans[s];
            report_put(report, arena_printf(report->arena, "%*s%s", span->x - x, "",
                                            span->text));
            x = span->x + span->width;
        }
        report_put(report, "\n");
    }
}

static void put_block(struct report *report, const struct view_block *block)
{
    if (block->title[0]) {
        report_put(report, "\n## ");
        put_text(report, block->title, true);
        report_put(report, "\n");
    }
    switch (block->kind) {
    case BLOCK_TEXT:
        put_paragraph(report, block->label, block->text);
        break;
    case BLOCK_TABLE:
        put_table(report, &block->table);
        break;
    case BLOCK_MATRIX:
        put_matrix(report, &block->matrix);
        break;
    case BLOCK_CHART:
        put_chart(report, block);
        break;
    case BLOCK_MAP: /* the list says the same */
        break;
    }
}

static bool write_page(struct report *report, const struct view *view,
                       struct error *error)
{
    struct arena *arena = report->arena;
    const char *marks[REPORT_MARKS], *lines[REPORT_FOOT], *said = "";
    size_t n = report_marks(view, marks);
    (void)error;
    for (size_t i = 0; i < n; i++)
        said = arena_printf(arena, "%s%s%s", said, *said ? "  " : "", marks[i]);
    report_put(report, report->n_pages > 0 ? "\n---\n\n# " : "# ");
    put_text(report, report_steps(view, arena), true);
    report_put(report, "\n");
    put_paragraph(report, "", said);
    report_put(report, "\n**");
    put_text(report, view->conclusion, false);
    report_put(report, "**\n");
    for (size_t i = 0; i < view->n_blocks; i++)
        put_block(report, &view->blocks[i]);
    for (size_t i = 0; i < view->n_notes; i++) {
        report_put(report, arena_printf(arena, "%s%zu. ", i == 0 ? "\n" : "", i + 1));
        put_text(report, view->notes[i], true);
        report_put(report, "\n");
    }
    const char *legend = legend_text(view, arena);
    if (*legend)
        put_paragraph(report, "", arena_printf(arena, _("Signs: %s"), legend));
    n = report_foot(view, report->rules, arena, lines);
    for (size_t i = 0; i < n; i++)
        put_paragraph(report, "", lines[i]);
    return true;
}

const struct report_format report_markdown = {
    .name = "markdown", .ending = ".md", .type = "text/markdown", .page = write_page};
