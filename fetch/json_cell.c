/* A value of JSON as a cell: see fetch/json_cell.h. */
#include "fetch/json_cell.h"

void json_cell(struct cell *cell, const struct json *value)
{
    cell->raw = "";
    cell->qualifier = QUALIFIER_EXACT;
    cell->kind = CELL_TEXT;
    switch (value ? value->type : JSON_NULL) {
    case JSON_NULL:
        cell->kind = CELL_MISSING;
        break;
    case JSON_NUMBER:
        cell->kind = CELL_VALUE;
        cell->value = value->number;
        break;
    case JSON_TEXT:
        cell_read_text(cell, value->text);
        break;
    case JSON_TRUE:
        cell->raw = "true";
        break;
    case JSON_FALSE:
        cell->raw = "false";
        break;
    case JSON_ARRAY:
        cell->raw = value->n ? "[...]" : "[]";
        break;
    case JSON_OBJECT:
        cell->raw = value->n ? "{...}" : "{}";
        break;
    }
}
