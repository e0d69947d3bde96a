/*
 * A page as CSV: what stands above the tables in lines of their own, then block by
 * block its title, its head and its rows, a blank line between two; at the end of a row
 * the address that it leads to.
 */
#include "report/csv.h"

#include "core/period.h"
#include "report/parts.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>

static const char byte_order_mark[] = "\xef\xbb\xbf";

struct sheet_file {
    struct report *report;
    struct arena *arena;
    bool begun; /* the line has a cell */
};

static void put(struct buffer *out, const char *text)
{
    buffer_put(out, text, strlen(text));
}

void csv_text(struct buffer *out, const char *text)
{
    char first = text[strspn(text, " \t\r\n")];
    put(out, first && strchr("=+-@", first) ? "\"'" : "\"");
    for (const char *p = text; *p; p++)
        buffer_put(out, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
    put(out, "\"");
}

static void put_cell(struct sheet_file *sheet, const char *text)
{
    double number;
    struct buffer *out = sheet->report->out;
    report_put(sheet->report, sheet->begun ? "," : "");
    sheet->begun = true;
    /* A number stays one, without the sign that spreadsheets would take for a
     * formula's. */
    if (report_is_number(text, &number)) {
        report_put(sheet->report, text[0] == '+' ? text + 1 : text);
    } else if (*text) {
        size_t before = out->size;
        csv_text(out, report_safe(sheet->arena, text));
        sheet->report->full = sheet->report->full || out->size < before + strlen(text);
    }
}

static void end_line(struct sheet_file *sheet)
{
    report_put(sheet->report, "\r\n");
    sheet->begun = false;
}

static void put_line(struct sheet_file *sheet, const char *text)
{
    if (!*text)
        return;
    put_cell(sheet, text);
    end_line(sheet);
}

static void put_title(struct sheet_file *sheet, const struct view *view)
{
    const char *marks[REPORT_MARKS];
    size_t n = report_marks(view, marks);
    put_line(sheet, report_steps(view, sheet->arena));
    for (size_t i = 0; i < n; i++)
        put_line(sheet, marks[i]);
    put_line(sheet, view->conclusion);
    put_line(sheet, view->address);
}

static void put_table(struct sheet_file *sheet, const struct view_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (report_shows(table, i))
            put_cell(sheet, table->columns[i].head);
    put_cell(sheet, _("Address"));
    end_line(sheet);
    for (size_t r = 0; r < table->n_rows; r++) {
        const struct view_row *row = &table->rows[r];
        for (size_t i = 0; i < table->n_columns; i++)
            if (report_shows(table, i))
                put_cell(sheet, row->cells[i].text);
        put_cell(sheet, row->address);
        end_line(sheet);
    }
    if (table->n_rows == 0)
        put_line(sheet, table->empty);
}

static void put_matrix(struct sheet_file *sheet, const struct view_matrix *matrix)
{
    put_cell(sheet, _("Region"));
    for (size_t i = 0; i < matrix->n_columns; i++)
        put_cell(sheet, matrix->columns[i].name);
    for (size_t i = 0; i < matrix->n_totals; i++)
        put_cell(sheet, matrix->total_heads[i]);
    put_cell(sheet, _("Address"));
    end_line(sheet);
    for (size_t r = 0; r < matrix->n_rows; r++) {
        const struct view_matrix_row *row = &matrix->rows[r];
        put_cell(sheet, row->name);
        for (size_t i = 0; i < matrix->n_columns; i++)
            put_cell(sheet, row->cells[i].word);
        for (size_t i = 0; i < matrix->n_totals; i++)
            put_cell(sheet, row->totals[i]);
        put_cell(sheet, row->address);
        end_line(sheet);
    }
}

static void put_chart(struct sheet_file *sheet, const struct view_chart *chart)
{
    put_line(sheet, chart->legend);
    const char *heads[] = {_("Day"), _("Mark"), _("Value"), _("Unit"), _("Remark")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        put_cell(sheet, heads[i]);
    end_line(sheet);
    for (size_t i = 0; i < chart->n_points; i++) {
        const struct view_point *point = &chart->points[i];
        char day[32];
        period_id(period_day(point->day), day, sizeof day);
        put_cell(sheet, day);
        put_cell(sheet, report_mark(point->mark));
        put_cell(sheet, point->mark == '|'
                            ? ""
                            : arena_printf(sheet->arena, "%.*f", chart->decimals,
                                           point->value));
        put_cell(sheet, chart->unit);
        put_cell(sheet, point->label);
        end_line(sheet);
    }
}

static void put_block(struct sheet_file *sheet, const struct view_block *block)
{
    if (block->kind == BLOCK_MAP) /* the list says the same */
        return;
    if (!block->tight)
        end_line(sheet);
    put_line(sheet, block->title);
    switch (block->kind) {
    case BLOCK_TEXT:
        put_cell(sheet, block->label);
        put_cell(sheet, block->text);
        end_line(sheet);
        break;
    case BLOCK_TABLE:
        put_table(sheet, &block->table);
        break;
    case BLOCK_MATRIX:
        put_matrix(sheet, &block->matrix);
        break;
    case BLOCK_CHART:
        put_chart(sheet, &block->chart);
        break;
    case BLOCK_MAP:
        break;
    }
}

static bool write_page(struct report *report, const struct view *view,
                       struct error *error)
{
    struct sheet_file sheet = {.report = report, .arena = report->arena};
    const char *lines[REPORT_FOOT];
    (void)error;
    if (report->n_pages > 0)
        report_put(report, "\r\n");
    else if (!report->rules->unmarked)
        report_put(report, byte_order_mark);
    put_title(&sheet, view);
    for (size_t i = 0; i < view->n_blocks; i++)
        put_block(&sheet, &view->blocks[i]);
    end_line(&sheet);
    for (size_t i = 0; i < view->n_notes; i++)
        put_line(&sheet, view->notes[i]);
    size_t n = report_foot(view, report->rules, report->arena, lines);
    for (size_t i = 0; i < n; i++)
        put_line(&sheet, lines[i]);
    return true;
}

const struct report_format report_csv = {
    .name = "csv", .ending = ".csv", .type = "text/csv", .page = write_page};
