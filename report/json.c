/*
 * Pages as JSON (RFC 8259), one object: what a page says in words, and beside every
 * figure its exact number, unit, status and source. report/aiplus-page.schema.json says
 * what each member is. The writer knows whether a comma is due; nesting is the code's.
 */
#include "report/json.h"

#include "core/period.h"
#include "report/parts.h"

#include <stdio.h>
#include <string.h>

static const char format_name[] = "aiplus-page/1";

struct writer {
    bool begun; /* the open object or array has a member */
};

static void put_string(struct report *report, const char *text)
{
    text = report_safe(report->arena, text);
    report_put(report, "\"");
    for (;;) {
        size_t n = strcspn(text, "\"\\");
        report_put_bytes(report, text, n);
        if (!text[n])
            break;
        report_put_bytes(report, "\\", 1);
        report_put_bytes(report, text + n, 1);
        text += n + 1;
    }
    report_put(report, "\"");
}

/* A comma where one is due, and the member's name; NULL in arrays. */
static void put_name(struct report *report, const char *name)
{
    struct writer *writer = report->own;
    report_put(report, writer->begun ? ",\n" : "");
    writer->begun = true;
    if (name) {
        put_string(report, name);
        report_put(report, ":");
    }
}

static void put_open(struct report *report, const char *name, const char *bracket)
{
    put_name(report, name);
    report_put(report, bracket);
    ((struct writer *)report->own)->begun = false;
}

static void put_close(struct report *report, const char *bracket)
{
    report_put(report, bracket);
    ((struct writer *)report->own)->begun = true;
}

static void put_text(struct report *report, const char *name, const char *text)
{
    put_name(report, name);
    put_string(report, text);
}

static void put_said(struct report *report, const char *name, const char *text)
{
    if (text && *text)
        put_text(report, name, text);
}

static void put_number(struct report *report, const char *name, double number)
{
    put_name(report, name);
    report_put(report, report_number(report->arena, number));
}

static void put_true(struct report *report, const char *name)
{
    put_name(report, name);
    report_put(report, "true");
}

static void put_exact(struct report *report, const struct view_exact *exact)
{
    put_open(report, "figure", "{");
    put_name(report, "value");
    report_put(report, exact->has_number ? report_number(report->arena, exact->number)
                                         : "null");
    put_said(report, "qualifier", exact->qualifier);
    put_text(report, "unit", exact->unit);
    if (exact->status)
        put_text(report, "status", (char[]){exact->status, '\0'});
    put_text(report, "indicator", exact->indicator);
    put_text(report, "region", arena_printf(report->arena, "%06d", (int)exact->region));
    put_text(report, "period", exact->period);
    put_said(report, "source", exact->source);
    put_close(report, "}");
}

static void put_role(struct report *report, enum role role)
{
    static const char *const words[] = {
#define ROLE_WORD(name, word) word,
        ROLE_LIST(ROLE_WORD)
#undef ROLE_WORD
    };
    if (role != ROLE_TEXT)
        put_text(report, "role", words[role]);
}

static void put_cell(struct report *report, const struct view_cell *cell)
{
    double number;
    const char *text = report_trim(report->arena, cell->text);
    put_open(report, NULL, "{");
    put_text(report, "text", text);
    put_role(report, cell->role);
    if (cell->exact)
        put_exact(report, cell->exact);
    else if (report_is_number(text, &number))
        put_number(report, "number", number);
    put_close(report, "}");
}

static void put_table(struct report *report, const struct view_table *table)
{
    put_open(report, "columns", "[");
    for (size_t i = 0; i < table->n_columns; i++)
        if (report_shows(table, i)) {
            put_open(report, NULL, "{");
            put_text(report, "head", table->columns[i].head);
            put_text(report, "align",
                     table->columns[i].align == ALIGN_RIGHT ? "right" : "left");
            put_close(report, "}");
        }
    put_close(report, "]");
    put_open(report, "rows", "[");
    for (size_t r = 0; r < table->n_rows; r++) {
        const struct view_row *row = &table->rows[r];
        put_open(report, NULL, "{");
        put_text(report, "key", row->key);
        put_said(report, "address", row->address);
        put_said(report, "detail", row->detail);
        if (row->head)
            put_true(report, "head");
        put_open(report, "cells", "[");
        for (size_t i = 0; i < table->n_columns; i++)
            if (report_shows(table, i))
                put_cell(report, &row->cells[i]);
        put_close(report, "]");
        put_close(report, "}");
    }
    put_close(report, "]");
    if (table->n_rows == 0)
        put_said(report, "empty", table->empty);
}

static void put_matrix(struct report *report, const struct view_matrix *matrix)
{
    put_open(report, "columns", "[");
    for (size_t i = 0; i < matrix->n_columns; i++) {
        put_open(report, NULL, "{");
        put_text(report, "key", matrix->columns[i].key);
        put_text(report, "head", matrix->columns[i].name);
        put_said(report, "group", matrix->group_heads[i]);
        put_said(report, "address", matrix->columns[i].address);
        put_close(report, "}");
    }
    put_close(report, "]");
    put_open(report, "totals", "[");
    for (size_t i = 0; i < matrix->n_totals; i++)
        put_text(report, NULL, matrix->total_heads[i]);
    put_close(report, "]");
    put_open(report, "rows", "[");
    for (size_t r = 0; r < matrix->n_rows; r++) {
        const struct view_matrix_row *row = &matrix->rows[r];
        put_open(report, NULL, "{");
        put_text(report, "key", row->key);
        put_text(report, "name", row->name);
        put_said(report, "address", row->address);
        put_said(report, "judged", row->judged);
        put_open(report, "cells", "[");
        for (size_t i = 0; i < matrix->n_columns; i++) {
            const struct view_matrix_cell *cell = &row->cells[i];
            put_open(report, NULL, "{");
            put_text(report, "text", cell->word);
            put_role(report, cell->role);
            put_said(report, "detail", cell->detail);
            put_said(report, "address", cell->address);
            put_close(report, "}");
        }
        put_close(report, "]");
        put_open(report, "totals", "[");
        for (size_t i = 0; i < matrix->n_totals; i++)
            put_text(report, NULL, report_trim(report->arena, row->totals[i]));
        put_close(report, "]");
        put_close(report, "}");
    }
    put_close(report, "]");
    put_said(report, "legend", matrix->legend);
}

static void put_chart(struct report *report, const struct view_chart *chart)
{
    put_text(report, "unit", chart->unit);
    put_said(report, "legend", chart->legend);
    put_open(report, "points", "[");
    for (size_t i = 0; i < chart->n_points; i++) {
        const struct view_point *point = &chart->points[i];
        char day[32];
        period_id(period_day(point->day), day, sizeof day);
        put_open(report, NULL, "{");
        put_text(report, "day", day);
        put_text(report, "mark", report_mark(point->mark));
        if (point->mark != '|')
            put_number(report, "value", point->value);
        put_said(report, "label", point->label);
        put_close(report, "}");
    }
    put_close(report, "]");
}

static void put_map(struct report *report, const struct view_map *map)
{
    put_open(report, "tiles", "[");
    for (size_t i = 0; i < map->n; i++) {
        const struct view_tile *tile = &map->tiles[i];
        put_open(report, NULL, "{");
        put_text(report, "key", tile->key);
        put_text(report, "name", tile->name);
        put_text(report, "text", tile->value);
        put_role(report, tile->role);
        put_number(report, "row", tile->row);
        put_number(report, "column", tile->column);
        put_said(report, "address", tile->address);
        put_said(report, "detail", tile->detail);
        put_close(report, "}");
    }
    put_close(report, "]");
}

/* Paragraphs one by one: a line break is none of a text's own. */
static void put_paragraphs(struct report *report, const char *text)
{
    put_open(report, "paragraphs", "[");
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (n > 0)
            put_text(report, NULL, arena_strndup(report->arena, text, n));
        text += n + (text[n] == '\n');
    }
    put_close(report, "]");
}

static void put_block(struct report *report, const struct view_block *block)
{
    static const char *const kinds[] = {[BLOCK_TEXT] = "text",
                                        [BLOCK_TABLE] = "table",
                                        [BLOCK_MATRIX] = "matrix",
                                        [BLOCK_CHART] = "chart",
                                        [BLOCK_MAP] = "tiles"};
    put_open(report, NULL, "{");
    put_text(report, "kind", kinds[block->kind]);
    put_said(report, "title", block->title);
    switch (block->kind) {
    case BLOCK_TEXT:
        put_said(report, "label", block->label);
        put_paragraphs(report, block->text);
        put_role(report, block->role);
        break;
    case BLOCK_TABLE:
        put_table(report, &block->table);
        break;
    case BLOCK_MATRIX:
        put_matrix(report, &block->matrix);
        break;
    case BLOCK_CHART:
        put_chart(report, &block->chart);
        break;
    case BLOCK_MAP:
        put_map(report, &block->map);
        break;
    }
    put_close(report, "}");
}

static bool begin_document(struct report *report, struct error *error)
{
    const struct report_rules *rules = report->rules;
    (void)error;
    report->own = arena_alloc(report->arena, sizeof(struct writer));
    put_open(report, NULL, "{");
    put_text(report, "format", format_name);
    put_text(report, "program", rules->program);
    put_text(report, "language", rules->language);
    put_said(report, "snapshot", rules->snapshot);
    put_said(report, "day", rules->day);
    put_open(report, "pages", "[");
    return true;
}

static bool write_page(struct report *report, const struct view *view,
                       struct error *error)
{
    (void)error;
    put_open(report, NULL, "{");
    put_text(report, "address", view->address);
    put_text(report, "title", report_title(view));
    put_open(report, "steps", "[");
    for (size_t i = 0; i < view->n_steps; i++)
        put_text(report, NULL, view->steps[i].text);
    put_close(report, "]");
    put_open(report, "marks", "[");
    for (size_t i = 0; i < view->n_marks; i++)
        put_text(report, NULL, view->marks[i].text);
    put_close(report, "]");
    put_said(report, "as_of", view->as_of);
    put_said(report, "collected", view->collected);
    put_text(report, "conclusion", view->conclusion);
    put_open(report, "blocks", "[");
    for (size_t i = 0; i < view->n_blocks; i++)
        put_block(report, &view->blocks[i]);
    put_close(report, "]");
    put_open(report, "notes", "[");
    for (size_t i = 0; i < view->n_notes; i++)
        put_text(report, NULL, view->notes[i]);
    put_close(report, "]");
    put_text(report, "again", report_again(view, report->rules, report->arena));
    put_close(report, "}");
    return true;
}

static bool end_document(struct report *report, struct error *error)
{
    (void)error;
    put_close(report, "]");
    put_close(report, "}\n");
    return true;
}

const struct report_format report_json = {.name = "json",
                                          .ending = ".json",
                                          .type = "application/json",
                                          .begin = begin_document,
                                          .page = write_page,
                                          .end = end_document};
