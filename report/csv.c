/*
 * A page as CSV: what stands above the tables in lines of their own, then block by
 * block its title, its head and its rows, a blank line between two; at the end of a row
 * the address that it leads to.
 */
#include "report/csv.h"

#include "core/period.h"
#include "views/words.h"

#include <stdio.h>
#include <string.h>

static const char byte_order_mark[] = "\xef\xbb\xbf";

struct sheet_file {
    struct arena *arena;
    struct buffer *out;
    bool begun; /* the line has a cell */
};

static void put(struct buffer *out, const char *text)
{
    buffer_put(out, text, strlen(text));
}

void csv_text(struct buffer *out, const char *text)
{
    put(out, *text && strchr("=+-@\t\r", *text) ? "\"'" : "\"");
    for (const char *p = text; *p; p++)
        buffer_put(out, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
    put(out, "\"");
}

static void put_cell(struct sheet_file *sheet, const char *text)
{
    double number;
    put(sheet->out, sheet->begun ? "," : "");
    sheet->begun = true;
    /* A number stays one, with its sign; what only looks like one ("007", a code that
     * begins with 0) is a text. */
    bool code = text[0] == '0' && text[1] >= '0' && text[1] <= '9';
    if (!code && text_number(text, &number, NULL) && !strpbrk(text, "eE"))
        put(sheet->out, text[0] == '+' ? text + 1 : text);
    else if (*text)
        csv_text(sheet->out, text);
}

static void end_line(struct sheet_file *sheet)
{
    put(sheet->out, "\r\n");
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
    const char *steps = "";
    for (size_t i = 0; i < view->n_steps; i++)
        steps = arena_printf(sheet->arena, "%s%s%s", steps, *steps ? " > " : "",
                             view->steps[i].text);
    put_line(sheet, steps);
    for (size_t i = 0; i < view->n_marks; i++)
        put_line(sheet, view->marks[i].text);
    put_line(sheet, view->as_of);
    put_line(sheet, view->collected);
    put_line(sheet, view->conclusion);
    put_line(sheet, view->address);
}

static void put_table(struct sheet_file *sheet, const struct view_table *table)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (!table->columns[i].picture)
            put_cell(sheet, table->columns[i].head);
    put_cell(sheet, _("Address"));
    end_line(sheet);
    for (size_t r = 0; r < table->n_rows; r++) {
        const struct view_row *row = &table->rows[r];
        for (size_t i = 0; i < table->n_columns; i++)
            if (!table->columns[i].picture)
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
        put_cell(sheet, (char[]){point->mark, '\0'});
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
    case BLOCK_MAP: /* paper has the list */
        break;
    }
}

static bool write_csv(const struct view *view, const struct report_rules *rules,
                      struct arena *arena, struct buffer *out, struct error *error)
{
    struct sheet_file sheet = {.arena = arena, .out = out};
    if (out->size == 0)
        put(out, byte_order_mark);
    put_title(&sheet, view);
    for (size_t i = 0; i < view->n_blocks; i++)
        put_block(&sheet, &view->blocks[i]);
    end_line(&sheet);
    for (size_t i = 0; i < view->n_notes; i++)
        put_line(&sheet, view->notes[i]);
    put_line(&sheet, rules->program);
    /* Past its ceiling the buffer takes nothing more. */
    if (out->size + 2 > out->ceiling)
        return error_set(error, ERROR_TOO_LARGE, view->address,
                         arena_printf(arena, "%zu", out->ceiling));
    return true;
}

const struct report_format report_csv = {
    .name = "csv", .ending = ".csv", .write = write_csv};
