/*
 * Pages as a workbook: one sheet with what the pages say, then a sheet for each table,
 * whose head stays in sight. A figure is a number with all its decimals, shown as the
 * page shows it, its unit and status beside it. A text is never a formula.
 */
#include "report/xlsx.h"

#include "report/parts.h"
#include "views/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    CELL_CHARACTERS = 32000, /* a cell takes 32,767 */
    NAME_CHARACTERS = 31,
    COLUMN_CELLS = 60,
    TEXT_COLUMN = 100,
    FORMATS_MOST = 500
};

struct workbook {
    lxw_workbook *book;
    const char *path;
    struct arena *arena; /* the document's */
    lxw_worksheet *cover;
    lxw_row_t line; /* of the cover */
    lxw_format *bold, *head, *wrapped, *right;
    struct number_format {
        const char *code;
        lxw_format *format;
    } * formats;
    size_t n_formats, n_tables;
};

/* The library's sentences end in a full stop, ours go on behind them. */
static bool refuse(struct error *error, const char *why)
{
    char text[200];
    snprintf(text, sizeof text, "%s", why);
    size_t n = strlen(text);
    while (n > 0 && text[n - 1] == '.')
        text[--n] = '\0';
    return error_set(error, ERROR_WORKBOOK, text);
}

/* A temporary file's name: libxlsxwriter writes files only. */
static bool begin_document(struct report *report, struct error *error)
{
    struct workbook *own = arena_alloc(report->arena, sizeof *own);
    const char *directory = getenv("TMPDIR");
    char *path = arena_printf(report->arena, "%s/aiplus-XXXXXX",
                              directory && *directory ? directory : "/tmp");
    int file = mkstemp(path);
    report->own = own;
    own->arena = report->arena;
    if (file < 0)
        return refuse(error, strerror(errno));
    close(file);
    own->path = path;
    own->book = workbook_new(path);
    if (!own->book)
        return refuse(error, strerror(ENOMEM));
    lxw_doc_properties properties = {
        .title = report->rules->title ? (char *)(uintptr_t)report->rules->title : NULL,
        .comments = (char *)(uintptr_t)report->rules->program,
        .created = (time_t)report->rules->date};
    workbook_set_properties(own->book, &properties);
    own->bold = workbook_add_format(own->book);
    format_set_bold(own->bold);
    format_set_text_wrap(own->bold);
    own->head = workbook_add_format(own->book);
    format_set_bold(own->head);
    format_set_bottom(own->head, LXW_BORDER_THIN);
    format_set_text_wrap(own->head);
    own->wrapped = workbook_add_format(own->book);
    format_set_text_wrap(own->wrapped);
    format_set_align(own->wrapped, LXW_ALIGN_VERTICAL_TOP);
    own->right = workbook_add_format(own->book);
    format_set_align(own->right, LXW_ALIGN_RIGHT);
    own->cover = workbook_add_worksheet(own->book, _("Report"));
    worksheet_set_column(own->cover, 0, 0, TEXT_COLUMN, NULL);
    return true;
}

/* At most so many characters of a text, clean. */
static const char *cut(struct report *report, const char *text, size_t most)
{
    size_t n = 0, i = 0;
    text = report_safe(report->arena, text);
    for (; text[i]; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80 && n++ == most)
            return arena_printf(report->arena, "%.*s", (int)i, text);
    return text;
}

static void put_text(struct report *report, lxw_worksheet *sheet, lxw_row_t row,
                     lxw_col_t column, const char *text, lxw_format *format)
{
    text = cut(report, report_trim(report->arena, text), CELL_CHARACTERS);
    if (*text)
        worksheet_write_string(sheet, row, column, text, format);
}

static void put_line(struct report *report, const char *text, lxw_format *format)
{
    struct workbook *own = report->own;
    if (*text)
        put_text(report, own->cover, own->line++, 0, text, format);
}

/* ---- numbers ---- */

static lxw_format *number_format(struct report *report, const char *code)
{
    struct workbook *own = report->own;
    for (size_t i = 0; i < own->n_formats; i++)
        if (strcmp(own->formats[i].code, code) == 0)
            return own->formats[i].format;
    if (own->n_formats == FORMATS_MOST)
        return own->right;
    lxw_format *format = workbook_add_format(own->book);
    format_set_num_format(format, code);
    own->formats =
        arena_more(own->arena, own->formats, own->n_formats, sizeof *own->formats);
    own->formats[own->n_formats++] =
        (struct number_format){arena_strdup(own->arena, code), format};
    return format;
}

/* What stands around the digits, as a format has it. */
static const char *literal(struct report *report, const char *text, size_t n)
{
    if (n == 0)
        return "";
    char *own = arena_strndup(report->arena, text, n);
    for (char *p = own; *p; p++)
        if (*p == '"')
            *p = '\'';
    return arena_printf(report->arena, "\"%s\"", own);
}

/* The format that shows the number as the text does; NULL where the text does not say
 * it in its own unit. */
static lxw_format *format_of(struct report *report, const char *text, double number)
{
    size_t from = strcspn(text, "0123456789");
    if (!text[from])
        return NULL;
    bool negative = from > 0 && text[from - 1] == '-';
    bool positive = from > 0 && text[from - 1] == '+';
    size_t n = strspn(text + from, "0123456789."),
           begin = from - (negative || positive);
    const char *point = memchr(text + from, '.', n);
    int decimals = point ? (int)(text + from + n - point) - 1 : 0;
    const char *same =
        arena_printf(report->arena, "%s%.*f", positive ? "+" : "", decimals, number);
    if (strncmp(same, text + begin, strlen(same)) != 0 ||
        strlen(same) != n + from - begin)
        return NULL;
    const char *digits = arena_printf(report->arena, "0%s%.*s", decimals > 0 ? "." : "",
                                      decimals, "0000000000000000");
    const char *left = literal(report, text, begin);
    const char *right = literal(report, text + from + n, strlen(text + from + n));
    const char *code = arena_printf(report->arena, "%s%s%s", left, digits, right);
    if (positive)
        code = arena_printf(report->arena, "%s+%s%s;%s-%s%s;%s", left, digits, right,
                            left, digits, right, code);
    return number_format(report, code);
}

static void put_cell(struct report *report, lxw_worksheet *sheet, lxw_row_t row,
                     lxw_col_t column, const struct view_cell *cell, bool right)
{
    const struct workbook *own = report->own;
    const char *text = report_trim(report->arena, cell->text);
    double number;
    bool exact = cell->exact && cell->exact->has_number;
    if (exact)
        number = cell->exact->number;
    lxw_format *format = NULL;
    if (exact || report_is_number(text, &number))
        format = format_of(report, report_safe(report->arena, text), number);
    if (format)
        worksheet_write_number(sheet, row, column, number, format);
    else
        put_text(report, sheet, row, column, text, right ? own->right : NULL);
}

/* ---- sheets ---- */

/* A name that is none of another sheet's: numbered, without what Excel refuses. */
static lxw_worksheet *add_sheet(struct report *report, const struct view *view)
{
    struct workbook *own = report->own;
    char *name = arena_strdup(
        report->arena,
        cut(report,
            arena_printf(report->arena, "%zu %s", ++own->n_tables, report_title(view)),
            NAME_CHARACTERS));
    for (char *p = name; *p; p++)
        if (strchr("[]:*?/\\'", *p))
            *p = '-';
    return workbook_add_worksheet(own->book, name);
}

static bool has_exact(const struct view_table *table, size_t column)
{
    for (size_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].cells[column].exact)
            return true;
    return false;
}

static void put_head(struct report *report, lxw_worksheet *sheet, lxw_col_t *column,
                     const char *head, int width)
{
    const struct workbook *own = report->own;
    int cells = text_width(head, 1) + 2;
    cells = cells > width ? cells : width;
    worksheet_set_column(sheet, *column, *column,
                         cells < COLUMN_CELLS ? cells : COLUMN_CELLS, NULL);
    put_text(report, sheet, 0, (*column)++, head, own->head);
}

static int widest(const struct view_table *table, size_t column)
{
    int most = 0;
    for (size_t r = 0; r < table->n_rows; r++) {
        const char *group;
        int width = text_width(table->rows[r].cells[column].text, 1);
        if (width > most && !report_is_group(table, &table->rows[r], &group))
            most = width;
    }
    return most + 2;
}

static void put_row(struct report *report, lxw_worksheet *sheet, lxw_row_t line,
                    const struct view_table *table, const struct view_row *row)
{
    lxw_col_t column = 0;
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!report_shows(table, i))
            continue;
        const struct view_cell *cell = &row->cells[i];
        put_cell(report, sheet, line, column++, cell,
                 table->columns[i].align == ALIGN_RIGHT);
        if (!has_exact(table, i))
            continue;
        if (cell->exact) {
            put_text(report, sheet, line, column, cell->exact->unit, NULL);
            put_text(report, sheet, line, (lxw_col_t)(column + 1),
                     cell->exact->status ? (char[]){cell->exact->status, '\0'} : "",
                     NULL);
        }
        column = (lxw_col_t)(column + 2);
    }
    put_text(report, sheet, line, column, row->address, NULL);
}

static void put_table(struct report *report, const struct view *view,
                      const struct view_table *table)
{
    lxw_col_t column = 0;
    if (table->n_rows == 0) {
        put_line(report, table->empty, NULL);
        return;
    }
    lxw_worksheet *sheet = add_sheet(report, view);
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!report_shows(table, i))
            continue;
        const char *head = table->columns[i].head;
        put_head(report, sheet, &column, head, widest(table, i));
        if (has_exact(table, i)) {
            put_head(report, sheet, &column,
                     arena_printf(report->arena, _("Unit (%s)"), head), 0);
            put_head(report, sheet, &column,
                     arena_printf(report->arena, _("Status (%s)"), head), 0);
        }
    }
    put_head(report, sheet, &column, _("Address"), 0);
    for (size_t r = 0; r < table->n_rows; r++)
        put_row(report, sheet, (lxw_row_t)(r + 1), table, &table->rows[r]);
    worksheet_freeze_panes(sheet, 1, 0);
}

static void put_matrix(struct report *report, const struct view *view,
                       const struct view_matrix *matrix)
{
    lxw_worksheet *sheet = add_sheet(report, view);
    lxw_col_t column = 0;
    put_head(report, sheet, &column, _("Region"), 12);
    for (size_t i = 0; i < matrix->n_columns; i++)
        put_head(report, sheet, &column, matrix->columns[i].name, 10);
    for (size_t i = 0; i < matrix->n_totals; i++)
        put_head(report, sheet, &column, matrix->total_heads[i], 0);
    put_head(report, sheet, &column, _("Address"), 0);
    for (size_t r = 0; r < matrix->n_rows; r++) {
        const struct view_matrix_row *row = &matrix->rows[r];
        lxw_row_t line = (lxw_row_t)(r + 1);
        column = 0;
        put_text(report, sheet, line, column++, row->name, NULL);
        for (size_t i = 0; i < matrix->n_columns; i++)
            put_text(report, sheet, line, column++, row->cells[i].word, NULL);
        for (size_t i = 0; i < matrix->n_totals; i++) {
            const struct view_cell total = {.text = row->totals[i]};
            put_cell(report, sheet, line, column++, &total, true);
        }
        put_text(report, sheet, line, column, row->address, NULL);
    }
    worksheet_freeze_panes(sheet, 1, 1);
}

static void put_chart(struct report *report, const struct view *view,
                      const struct view_chart *chart)
{
    const char *heads[] = {_("Day"), _("Mark"), _("Value"), _("Unit"), _("Remark")};
    lxw_worksheet *sheet = add_sheet(report, view);
    lxw_col_t column = 0;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        put_head(report, sheet, &column, heads[i], 14);
    lxw_format *day = number_format(report, "yyyy-mm-dd");
    for (size_t i = 0; i < chart->n_points; i++) {
        const struct view_point *point = &chart->points[i];
        lxw_row_t line = (lxw_row_t)(i + 1);
        /* Days from 1970 on; a workbook counts from 1899-12-30. */
        worksheet_write_number(sheet, line, 0, point->day + 25569.0, day);
        put_text(report, sheet, line, 1, report_mark(point->mark), NULL);
        if (point->mark != '|')
            worksheet_write_number(sheet, line, 2, point->value, NULL);
        put_text(report, sheet, line, 3, chart->unit, NULL);
        put_text(report, sheet, line, 4, point->label, NULL);
    }
    worksheet_freeze_panes(sheet, 1, 0);
}

static void put_paragraphs(struct report *report, const char *label, const char *text)
{
    const struct workbook *own = report->own;
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (n > 0)
            put_line(report,
                     arena_printf(report->arena, "%s%s%.*s", label, *label ? ": " : "",
                                  (int)n, text),
                     own->wrapped);
        text += n + (text[n] == '\n');
        label = "";
    }
}

static bool write_page(struct report *report, const struct view *view,
                       struct error *error)
{
    struct workbook *own = report->own;
    const char *marks[REPORT_MARKS], *lines[REPORT_FOOT];
    (void)error;
    own->line += own->line > 0;
    put_line(report, report_steps(view, report->arena), own->bold);
    size_t n = report_marks(view, marks);
    for (size_t i = 0; i < n; i++)
        put_line(report, marks[i], NULL);
    put_line(report, view->conclusion, own->bold);
    for (size_t i = 0; i < view->n_blocks; i++) {
        const struct view_block *block = &view->blocks[i];
        size_t before = own->n_tables;
        put_line(report, block->title, own->bold);
        if (block->kind == BLOCK_TEXT)
            put_paragraphs(report, block->label, block->text);
        else if (block->kind == BLOCK_TABLE)
            put_table(report, view, &block->table);
        else if (block->kind == BLOCK_MATRIX)
            put_matrix(report, view, &block->matrix);
        else if (block->kind == BLOCK_CHART)
            put_chart(report, view, &block->chart);
        if (own->n_tables > before)
            put_line(report,
                     arena_printf(report->arena, _("The table is on sheet %zu."),
                                  own->n_tables),
                     NULL);
    }
    for (size_t i = 0; i < view->n_notes; i++)
        put_line(report, view->notes[i], own->wrapped);
    n = report_foot(view, report->rules, report->arena, lines);
    for (size_t i = 0; i < n; i++)
        put_line(report, lines[i], own->wrapped);
    return true;
}

static bool take_file(struct report *report, const char *path, struct error *error)
{
    char bytes[1 << 14];
    size_t n;
    FILE *file = fopen(path, "rb");
    if (!file)
        return refuse(error, strerror(errno));
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        report_put_bytes(report, bytes, n);
    bool ok = !ferror(file) || refuse(error, strerror(errno));
    fclose(file);
    return ok;
}

static bool end_document(struct report *report, struct error *error)
{
    struct workbook *own = report->own;
    lxw_error wrong = workbook_close(own->book);
    own->book = NULL;
    bool ok = wrong == LXW_NO_ERROR || refuse(error, lxw_strerror(wrong));
    ok = ok && take_file(report, own->path, error);
    unlink(own->path);
    own->path = NULL;
    return ok;
}

static void drop_document(struct report *report)
{
    struct workbook *own = report->own;
    if (own->book)
        lxw_workbook_free(own->book);
    if (own->path)
        unlink(own->path);
    own->book = NULL;
    own->path = NULL;
}

const struct report_format report_xlsx = {
    .name = "xlsx",
    .ending = ".xlsx",
    .type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    .begin = begin_document,
    .page = write_page,
    .end = end_document,
    .drop = drop_document};
